"""Papers in TOML (v1.0.0): a table of an array, or a table of its own, for each."""

import re
import tomllib

from paperconv.formats.text.printed import Member, Printed, field_of, is_paper

_TABLE = re.compile(r"^[ \t]*(?:\[\[[^\[\]\n]+\]\]|\[[^\[\]\n]+\])[ \t]*(?:#.*)?$", re.M)
_KEY = re.compile(r"^[ \t]*(?:\"([^\"\n]+)\"|([\w-]+))[ \t]*=[ \t]*", re.M)


def read(text: str) -> list[Printed]:
    """The tables of a text that have a title and one more field."""
    if "=" not in text or not _TABLE.search(text):
        return []
    heads = list(_TABLE.finditer(text))
    ends = [m.start() for m in heads[1:]] + [len(text)]
    found = (_paper(text, m.start(), m.end(), end) for m, end in zip(heads, ends, strict=True))
    return [p for p in found if p is not None]


def _paper(text: str, head: int, begin: int, end: int) -> Printed | None:
    body = text[begin:end]
    try:
        table = tomllib.loads(body)
    except tomllib.TOMLDecodeError:
        return None
    places = {m[1] or m[2]: m for m in reversed(list(_KEY.finditer(body)))}
    first = text.count("\n", 0, head) + 1
    members = []
    for key, value in table.items():
        shown = _shown(value)
        m = places.get(key)
        if shown and m is not None:
            line = text.count("\n", 0, begin + m.start()) + 1 + m[0].count("\n", 0, len(m[0]) - len(m[0].lstrip()))
            stop = min((n.start() for n in places.values() if n.start() > m.start()), default=len(body.rstrip()))
            members.append(Member(field_of(key, shown), key, shown, begin + m.end(), begin + stop, line, line))
    last = text.count("\n", 0, begin + len(body.rstrip())) + 1
    return Printed(first, last, members) if is_paper(members) else None


def _shown(value: object) -> str:
    if isinstance(value, list):
        parts = [p for v in value if (p := _shown(v))]
        return f"{parts[0]};" if len(parts) == 1 and "," in parts[0] else "; ".join(parts)
    if isinstance(value, dict):
        named = value.get("name") or ", ".join(str(value[k]) for k in ("family", "given") if k in value)
        return str(named or ", ".join(f"{k}: {_shown(v)}" for k, v in value.items()))
    return " ".join(str(value).split())
