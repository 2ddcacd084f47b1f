"""Papers printed by a program as dictionaries of Python or objects of JSON: ``{'title': 'On Ponds', 'authors': ['Ada Roe'], 'year': 2020}``.

Literals only (The Python Language Reference, 2.4 and 6.2); nothing is executed.
"""

import ast
import re
import warnings

import msgspec

from paperconv.formats.text import evidence, imprint, labels
from paperconv.formats.text.layout import Placed
from paperconv.formats.text.lines import Unit


class Dump(msgspec.Struct, frozen=True):
    """A dictionary with a title: its lines (1-based) and its members as (field, key, value, begin, end, line, last line); offsets in the text."""

    first_line: int
    last_line: int
    members: list[tuple[str, str, str, int, int, int, int]]


LONGEST = 1 << 18
"""Characters of the longest dictionary that is one paper."""
_OPENED = re.compile(r"^(?:[ \t,]*\[)?[ \t,]*(?:[\w.]+[ \t]*=[ \t]*\[?[ \t]*)?(?=\{[ \t\r\n]*['\"])", re.M)
_NEXT = re.compile(r"[ \t]*,[ \t]*(?=\{)")
_BEHIND = re.compile(r"[ \t,;\])]*(?:\n|\r|\Z)")
_LINE_END = re.compile(r"\n|\Z")
_STEP = re.compile(r"[{}\[\]()]|\"(?:[^\"\\\n]|\\.)*+\"|'(?:[^'\\\n]|\\.)*+'", re.S)
_TITLED = re.compile(r"[{,\s]['\"](?:title|paper_?title)['\"]\s*:", re.I)
_AROUND = re.compile(r"[ \t,;\[\]]*(?:[\w.]+[ \t]*=[ \t]*\[?)?[ \t]*")
_WORDS = {"true": True, "false": False, "null": None, "nan": None, "NaN": None}
"""Names that JSON and NumPy have for constants."""
_ADDRESS = re.compile(r"https?://\S+")


def read(text: str) -> list[Dump]:
    """The dictionaries of a text that have a title and one more field; each begins on a line of its own or behind another one."""
    if _TITLED.search(text) is None:
        return []
    out: list[Dump] = []
    at = 0
    while (m := _OPENED.search(text, at)) is not None:
        begin = m.end()
        while begin >= 0:
            end = _end(text, begin)
            if end < 0:  # cut off: what is behind belongs to it
                return [*out, _cut_off(text, begin)] if out else []
            found, behind, at = _dump(text, begin, end), _NEXT.match(text, end), end
            if found is not None:
                out.append(found)
                if behind is None and not _BEHIND.match(text, end):
                    stop = next(m.start() for m in _LINE_END.finditer(text, end))
                    found.members.append(("", "", text[end:stop].strip(" ,"), end, stop, found.last_line, found.last_line))
            begin = behind.end() if behind is not None else -1
    return out


def without(text: str, dumps: list[Dump]) -> str:
    """``text`` with the dictionaries blank, and the brackets and commas around them; all else stays at its place."""
    if not dumps:
        return text
    lines = text.split("\n")
    for dump in dumps:
        for n in range(dump.first_line - 1, dump.last_line):
            lines[n] = " " * len(lines[n])
    return "\n".join(" " * len(line) if line.strip() and _AROUND.fullmatch(line) else line for line in lines)


def place(dump: Dump) -> list[Placed]:
    """The members with the roles of the fields that their keys name."""
    out: list[Placed] = []
    for field, key, value, begin, end, line, last in dump.members:
        role = evidence.ROLE_OF_FIELD.get(field, "label") if key else "unplaced"
        unit = Unit(value, begin, end, dump.first_line if not out else line, line, last, field=field, word=key, value=value)
        out.append(Placed(unit, role, f'member "{key}"' if key else "is no member of it", 0))
    out[-1].unit.end_line = dump.last_line
    return out


def beside(placed: list[Placed]) -> list[Placed]:
    """What stands beside dictionaries: no papers, where nothing in it says so but that it could be titles."""
    if {p.role for p in placed} & _OF_PAPERS:
        return placed
    return [msgspec.structs.replace(p, role="heading", reason="stands beside dictionaries and names no paper", record=-1) for p in placed]


_OF_PAPERS = frozenset(("authors", "entry", "identifier", "venue", "url"))


def _end(text: str, begin: int) -> int:
    """Where the dictionary that begins at ``begin`` ends, -1 where it does not."""
    depth = 0
    for m in _STEP.finditer(text, begin):
        sign = m[0][0]
        depth += (sign in "{[(") - (sign in "}])")
        if not depth:
            return m.end()
    return -1


def _cut_off(text: str, begin: int) -> Dump:
    line, last = _line(text, begin), text.count("\n") + 1
    return Dump(line, last, [("", "", text[begin:].strip(), begin, len(text), line, last)])


def _dump(text: str, begin: int, end: int) -> Dump | None:
    """The dictionary between two offsets, where its keys name fields of a paper."""
    code = text[begin:end]
    if len(code) > LONGEST or _TITLED.search(code) is None:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)  # "\d" in a string
            warnings.simplefilter("ignore", DeprecationWarning)
            tree = ast.parse(code, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    if not isinstance(tree, ast.Dict):
        return None
    starts = [0, *(m.end() for m in re.finditer("\n", code))]
    rows = code.split("\n")
    first = _line(text, begin)
    members = []
    for key, node in zip(tree.keys, tree.values, strict=True):
        if not isinstance(key, ast.Constant) or not isinstance(key.value, str):
            return None
        value = _shown(node, code)
        if not value:
            continue
        low, high = ((starts[n - 1] + len(rows[n - 1].encode()[:c].decode("utf-8", "ignore"))) for n, c in _ends(node))
        field = _field(key.value, value)
        place = (begin + low, begin + high, first + node.lineno - 1, first + (node.end_lineno or node.lineno) - 1)
        members.append((field, key.value, value, *place))
        if any(isinstance(n, ast.Dict) and len(n.keys) > 1 for n in getattr(node, "elts", ())):  # more is said of an author than the name
            members.append(("?", key.value, " ".join(code[low:high].split()), *place))
    fields = {f for f, *_ in members}
    return Dump(first, _line(text, end), members) if "title" in fields and len(fields - {"", "?"}) > 1 else None


def _ends(node: ast.expr) -> tuple[tuple[int, int], tuple[int, int]]:
    return (node.lineno, node.col_offset), (node.end_lineno or node.lineno, node.end_col_offset or 0)


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _field(key: str, value: str) -> str:
    """The field that a key names; an address is one whatever its key, and a key of a database is no identifier."""
    word = re.sub(r"(?<=[a-z])(?=[A-Z])|[_-]", " ", key).lower()
    field = labels.FIELD_OF.get(word, "?")
    if field in ("?", "identifier", "arxiv") and _ADDRESS.fullmatch(value):
        return "url"
    if field in ("identifier", "arxiv") and not imprint.read(value).identifiers:
        return "?"
    return field


def _shown(node: ast.expr, code: str) -> str:
    """A value as a listing prints it: names and terms of a list apart by semicolons, a date in ISO 8601, "" for none."""
    if isinstance(node, ast.Call) and (numbers := [_literal(a) for a in node.args]) and all(isinstance(n, int) for n in numbers):
        return "-".join(f"{n:02}" for n in numbers[:3])  # datetime.date(2020, 1, 31)
    if isinstance(node, ast.List | ast.Tuple | ast.Set):
        return _listed([_shown(e, code) for e in node.elts])
    if isinstance(node, ast.Dict):  # of an author, of whom the name counts
        members = {_literal(k): v for k, v in zip(node.keys, node.values, strict=True) if k is not None}
        name = members.get("name") or members.get("full_name")
        if name is not None:
            return _shown(name, code)
        parts = [_shown(members[k], code) for k in ("family", "given") if k in members]
        if len(parts) > 1:
            return ", ".join(p for p in parts if p)
        return " ".join((ast.get_source_segment(code, node) or "").split())
    value = _literal(node)
    if value is None or value == "":
        return ""
    if value is node:
        return " ".join((ast.get_source_segment(code, node) or "").split())
    return _whole(str(value))


def _listed(values: list[str]) -> str:
    values = [v for v in values if v]
    return f"{values[0]};" if len(values) == 1 and "," in values[0] else "; ".join(values)


def _literal(node: ast.expr) -> object:
    """The value of a literal; the node itself where it is none."""
    if isinstance(node, ast.Name) and node.id in _WORDS:
        return _WORDS[node.id]
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return node


def _whole(text: str) -> str:
    """``text`` in one line, with the pairs of surrogates that JSON writes for a character and the strokes that it may escape."""
    if any("\ud800" <= c <= "\udfff" for c in text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return " ".join(text.replace("\0", "").replace("\\/", "/").split())
