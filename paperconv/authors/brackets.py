"""What stands in brackets in an author list: affiliations, numbers that refer to a legend of them, "(for the X Collaboration)"."""

import re

import msgspec

from paperconv.model import Name
from paperconv.patterns import pattern

_OPEN, _CLOSE = "\x01", "\x02"
_HELD = pattern(r"\s*\x01(\d+)\x02")
_CONTROL = pattern(r"[\x00-\x08\x0e-\x1f\x7f]")
_LEGEND = pattern(r"\((\w{1,3})\)\s*|(?:^|[,;]\s*)(\d{1,2})[.:]?\s+(?=\D)")
_NUMBERED = pattern(r"1[.:]?\s+\D+[,;]\s*2[.:]?\s+(?=\D)")
_BEHIND_GROUP = pattern(r"[,;:]?\s+(?=\(\w{1,3}\))")
_REFERENCE = pattern(r"(?:\w{1,3}|[*†‡§¶])(?:(?:\s*,\s*|\s+and\s+|\s*&\s*|\s+)(?:\w{1,3}|[*†‡§¶]))*", re.I)
_BETWEEN = pattern(r"\s*,\s*|\s+and\s+|\s*&\s*|\s+")
_FOR = pattern(r"(?:for|on behalf of)\s+(?:the\s+)?(.+)|(?:the\s+)?(.+(?:collaborations?|consortium))", re.I)
_EDITOR = pattern(r"eds?\.?|editors?|hrsg\.?|authors?", re.I)


def clean(text: str) -> str:
    """``text`` without control characters, two of which this module uses as signs."""
    return text if text.isprintable() else _CONTROL.sub(" ", text).strip()


def hold(text: str) -> tuple[str, tuple[str, ...]]:
    """``text`` with a sign in place of each outer bracket, and what stood in the brackets. A bracket that is never closed runs to the end."""
    out: list[str] = []
    held: list[str] = []
    depth = begin = plain = 0
    for m in re.finditer(r"[()]", text):
        at = m.start()
        if m[0] == "(":
            if depth == 0:
                out.append(text[plain:at])
                begin = at + 1
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                out.append(_sign(held, text[begin:at]))
                plain = at + 1
    if depth:
        out.append(_sign(held, text[begin:]))
    else:
        out.append(text[plain:])
    return "".join(out), tuple(held)


def attach(names: list[Name], held: tuple[str, ...]) -> tuple[list[Name], str]:
    """The names with what their brackets held: affiliations, a collaboration as an author of its own. Gives the leftover text too."""
    legend: dict[str, str] = {}
    used: set[int] = set()
    contents = list(held)
    for i, content in enumerate(held):
        if entries := _legend(content):
            legend.update(entries)
            used.add(i)
        elif (m := _BEHIND_GROUP.search(content)) and _FOR.fullmatch(content[: m.start()]) and (entries := _legend(content[m.end() :])):
            legend.update(entries)
            contents[i] = content[: m.start()]
    out: list[Name] = []
    leftover: list[str] = []
    for name in names:
        fields = (name.family, name.given, name.literal, name.suffix, name.non_dropping_particle)
        numbers = [int(n) for field in fields if _OPEN in field for n in _HELD.findall(field)]
        bare = _bare(name) if numbers else name
        affiliations: list[str] = []
        after: list[Name] = []
        for n in numbers:
            if n in used or n >= len(contents):
                continue
            if (m := _FOR.fullmatch(contents[n])) and len(contents[n]) < 120:
                after.append(Name(literal=m[1] or m[2]))
            elif _EDITOR.fullmatch(contents[n]):
                leftover.append(contents[n])
            else:
                affiliations += _affiliations(contents[n], legend)
        if any((bare.family, bare.given, bare.literal)):
            out.append(msgspec.structs.replace(bare, affiliation=tuple(affiliations)) if affiliations else bare)
        else:
            leftover += affiliations
        out += after
    return out, "; ".join(leftover)


def _sign(held: list[str], content: str) -> str:
    held.append(content.strip())
    return f" {_OPEN}{len(held) - 1}{_CLOSE}"


def _bare(name: Name) -> Name:
    """The name without signs. Where a sign was the family name ("Li (1)" in reading order), the rest of the name is read again."""
    from paperconv.authors.person import whole

    fields = (name.family, name.given, name.non_dropping_particle, name.suffix, name.literal)
    family, given, particle, suffix, literal = (_HELD.sub("", f).strip() if _OPEN in f else f.strip() for f in fields)
    if name.family and not family:
        return whole(given)
    return Name(family, given, name.dropping_particle, particle, suffix, literal, name.lost, name.affiliation, name.orcid)


def _legend(content: str) -> dict[str, str]:
    """Key -> institution of "(1) Inst A, (2) Inst B" or "1 Inst A, 2 Inst B"; empty for all else."""
    if not content.startswith("(") and not _NUMBERED.match(content):
        return {}
    pieces = _LEGEND.split(content)
    entries: dict[str, str] = {}
    for i in range(1, len(pieces) - 2, 3):
        key, value = pieces[i] or pieces[i + 1] or "", pieces[i + 2].strip(" ,;")
        if key and value:
            entries[key] = value
    return entries


def _affiliations(content: str, legend: dict[str, str]) -> list[str]:
    if legend and _REFERENCE.fullmatch(content):
        known = [legend[k] for k in _BETWEEN.split(content) if k in legend]
        if known:
            return known
    return [content] if content else []
