"""Papers in a dump of a database: SQL's INSERT with a list of values for each paper, and PostgreSQL's COPY with a line for each.

ISO/IEC 9075-2, 14.11 and 5.3 (strings); MySQL's own escapes where the dump quotes names with backticks. Nothing is executed.
"""

import re
from collections.abc import Iterator

from paperconv.formats.text.printed import Member, Printed, field_of, is_paper, line_of

_NAME = r"[`\"\[]?\w+[`\"\]]?"
_TABLE = rf"({_NAME}(?:\s*\.\s*{_NAME})*)"
_STRING = r"[ENB]?'(?:[^'\\]|''|\\.)*+'"
_INSERT = re.compile(
    rf"\b(?:INSERT(?:\s+IGNORE|\s+OR\s+\w+)?|REPLACE)\s+INTO\s+{_TABLE}\s*(?:\(\s*({_NAME}(?:\s*,\s*{_NAME})*)\s*\))?\s*VALUES\s*(?=\()", re.I
)
_CREATE = re.compile(rf"\bCREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?{_TABLE}\s*\(", re.I)
_COLUMN = re.compile(rf"\s*(?!(?:PRIMARY|UNIQUE|KEY|CONSTRAINT|FOREIGN|INDEX|CHECK|FULLTEXT)\b)({_NAME})\s+\w", re.I)
_COPY = re.compile(rf"^COPY\s+{_TABLE}\s*\(([^()]*)\)\s+FROM\s+stdin[^\n]*;[ \t]*\n", re.I | re.M)
_VALUE = re.compile(rf"\s*(?:({_STRING})|([^\s,()']+(?:\([^()]*\))?))\s*(?:::\w+\s*)?([,)])", re.S)
_BETWEEN = re.compile(r"\s*,\s*(?=\()")
_PART = re.compile(r",(?![^()]*\))")
_ESCAPE = re.compile(r"\\(.)", re.S)
_ESCAPES = {"n": "\n", "r": "\n", "t": "\t", "0": "", "Z": ""}
_END_OF_COPY = "\\."


def read(text: str) -> list[Printed]:
    """The papers of the statements of a text, whose columns the statement names, or the table's definition above it."""
    if "INSERT" not in text and "COPY" not in text and "insert" not in text and "REPLACE" not in text:
        return []
    return [*_inserted(text), *_copied(text)]


def _inserted(text: str) -> Iterator[Printed]:
    defined: dict[str, list[str]] = {}
    for m in _CREATE.finditer(text):
        defined[_bare(m[1])] = _defined(text, m.end())
    mysql = "`" in text
    for m in _INSERT.finditer(text):
        columns = [_bare(c) for c in m[2].split(",")] if m[2] else defined.get(_bare(m[1]), [])
        first, at = line_of(text, m.start()), m.end()
        while columns and text[at : at + 1] == "(":
            values = _values(text, at + 1, mysql)
            if values is None:
                break
            end = values[-1][2] + 1 if values else at + 1
            members, line, counted = [], line_of(text, at), at
            for key, (value, begin, stop) in zip(columns, values, strict=False):
                line += text.count("\n", counted, begin)
                counted = begin
                if value:
                    members.append(Member(field_of(key, value), key, value, begin, stop, line, line + text.count("\n", begin, stop)))
            behind = _BETWEEN.match(text, end)
            if is_paper(members):
                yield Printed(first, line_of(text, end - 1), members)
            if behind is None:
                break
            at = behind.end()
            first = line_of(text, at)


def _bare(name: str) -> str:
    return name.rsplit(".", 1)[-1].strip().strip('`"[]')


def _defined(text: str, at: int) -> list[str]:
    """The columns in the definition of a table whose parenthesis was opened before ``at``."""
    end = text.find(";", at)
    body = text[at : end if end >= 0 else len(text)]
    return [_bare(m[1]) for part in _PART.split(body) if (m := _COLUMN.match(part))]


def _values(text: str, at: int, mysql: bool) -> list[tuple[str, int, int]] | None:
    """The values of a list as (text, begin, where its comma or parenthesis is); None where it is not one."""
    out: list[tuple[str, int, int]] = []
    while (m := _VALUE.match(text, at)) is not None:
        at = m.end()
        if m[1] is not None:
            value = _string(m[1], mysql)
            out.append((value, m.start(1), at - 1))
        else:
            out.append(("" if m[2].upper() in ("NULL", "DEFAULT") else m[2], m.start(2), at - 1))
        if m[3] == ")":
            return out
    return None


def _string(written: str, mysql: bool) -> str:
    """What a string says; a backslash escapes in MySQL's dumps and behind E."""
    escaped = mysql or written[0] == "E"
    inner = written[written.index("'") + 1 : -1].replace("''", "'")
    return " ".join((_ESCAPE.sub(lambda m: _ESCAPES.get(m[1], m[1]), inner) if escaped else inner).split())


def _copied(text: str) -> Iterator[Printed]:
    for m in _COPY.finditer(text):
        columns = [_bare(c) for c in m[2].split(",")]
        number, at = line_of(text, m.end()), m.end()
        for line in text[m.end() :].split("\n"):
            if line.rstrip("\r") == _END_OF_COPY:
                break
            members, begin = [], at
            for key, cell in zip(columns, line.split("\t"), strict=False):
                value = "" if cell == "\\N" else " ".join(_ESCAPE.sub(lambda e: _ESCAPES.get(e[1], e[1]), cell).split())
                if value:
                    members.append(Member(field_of(key, value), key, value, begin, begin + len(cell), number, number))
                begin += len(cell) + 1
            if is_paper(members):
                yield Printed(number, number, members)
            number, at = number + 1, at + len(line) + 1
