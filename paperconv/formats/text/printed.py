"""Papers that a program printed member by member: what they have in common however they are written."""

import re
from collections.abc import Sequence

import msgspec

from paperconv.formats.text import evidence, imprint, labels
from paperconv.formats.text.layout import Placed
from paperconv.formats.text.lines import Unit

_ADDRESS = re.compile(r"https?://\S+")
_NOT_A_BREAK = re.compile(r"[^\n]")
_AROUND = re.compile(r"[ \t,;\[\]()]*(?:[\w.]+[ \t]*=[ \t]*\[?)?[ \t]*")
_STATEMENT = re.compile(
    r"^(?:--(?:[ \t].*)?|\\\.|/\*(?s:.*?)\*/;?|"
    r"(?:CREATE|DROP|LOCK|UNLOCK|SET|ALTER|USE|BEGIN|COMMIT|START|SELECT|INSERT|REPLACE|COPY|PRAGMA)\b(?s:[^;]*?);)[ \t]*$",
    re.M,
)
"""What stands around them in a dump of a database."""
_OF_PAPERS = frozenset(("authors", "entry", "identifier", "venue", "url"))


class Member(msgspec.Struct, frozen=True):
    """A member: the field of a paper ("?" for another one, "" for what is no member), its name, what it says, where (offsets) and on which lines."""

    field: str
    key: str
    value: str
    begin: int
    end: int
    line: int
    end_line: int


class Printed(msgspec.Struct, frozen=True):
    """A paper: its lines (1-based) and its members in their order."""

    first_line: int
    last_line: int
    members: list[Member]


def is_paper(members: Sequence[Member]) -> bool:
    """True for members of which one is a title and another one a field of a paper."""
    fields = {m.field for m in members}
    return "title" in fields and len(fields - {"", "?"}) > 1


def field_of(key: str, value: str) -> str:
    """The field that a key names; an address is one whatever its key, and a key of a database is no identifier."""
    field = labels.field_of(key) or "?"
    if field in ("?", "identifier", "arxiv") and _ADDRESS.fullmatch(value):
        return "url"
    if field in ("identifier", "arxiv") and not imprint.read(value).identifiers:
        return "?"
    return field


def line_of(text: str, at: int) -> int:
    """The line (1-based) of an offset."""
    return text.count("\n", 0, at) + 1


def without(text: str, papers: Sequence[Printed]) -> str:
    """``text`` with the papers blank, and the brackets and commas around them; all else stays at its place."""
    if not papers:
        return text
    lines = text.split("\n")
    for paper in papers:
        for n in range(paper.first_line - 1, paper.last_line):
            lines[n] = " " * len(lines[n])
    rest = _STATEMENT.sub(lambda m: _NOT_A_BREAK.sub(" ", m[0]), "\n".join(lines))
    return "\n".join(" " * len(line) if line.strip() and _AROUND.fullmatch(line) else line for line in rest.split("\n"))


def place(paper: Printed) -> list[Placed]:
    """The members with the roles of the fields that their keys name."""
    out: list[Placed] = []
    for m in paper.members:
        role = evidence.ROLE_OF_FIELD.get(m.field, "label") if m.key else "unplaced"
        first = m.line if out else paper.first_line
        unit = Unit(m.value, m.begin, m.end, first, m.line, m.end_line, field=m.field, word=m.key, value=m.value)
        out.append(Placed(unit, role, f'member "{m.key}"' if m.key else "is no member of it", 0))
    out[-1].unit.end_line = paper.last_line
    return out


def beside(placed: Sequence[Placed]) -> list[Placed]:
    """What stands beside such papers: none itself, where nothing in it says so but that it could be titles."""
    if {p.role for p in placed} & _OF_PAPERS:
        return list(placed)
    why = "stands beside papers that a program printed, and names none"
    return [msgspec.structs.replace(p, role="heading", reason=why, record=-1) for p in placed]
