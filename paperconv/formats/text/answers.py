"""Answers of a database with a line for each column: psql's expanded display (``\\x``) and MySQL's vertical one (``\\G``)."""

import re

from paperconv.formats.text.printed import Member, Printed, field_of, is_paper

_PSQL = re.compile(r"^-\[ RECORD \d+ \][-+]*[ \t]*$", re.M)
_MYSQL = re.compile(r"^\*{10,} \d+\. row \*{10,}[ \t]*$", re.M)
_BARRED = re.compile(r"([\w -]*?)[ ]*\|[ ]?(.*)")
_NAMED = re.compile(r"[ ]*(\w+):(?:[ ](.*)|$)")
_NULL = frozenset(("NULL", ""))
_FOOT = re.compile(r"\(?\d+ rows?(?:\)| in set.*)")


def read(text: str) -> list[Printed]:
    """The papers of a text that is such an answer."""
    for rule, cell in ((_PSQL, _BARRED), (_MYSQL, _NAMED)):
        found = list(rule.finditer(text))
        if found:
            ends = [m.start() for m in found[1:]] + [len(text)]
            papers = [_record(text, m.start(), m.end() + 1, end, cell) for m, end in zip(found, ends, strict=True)]
            return [p for p in papers if p is not None]
    return []


def _record(text: str, begin: int, first: int, end: int, cell: re.Pattern[str]) -> Printed | None:
    """The record below a rule, of which each column begins a line; other lines go on with the one above."""
    number = top = text.count("\n", 0, begin) + 1
    held: list[tuple[str, list[str], int, int, int]] = []
    last, at = number, first
    for line in text[first:end].split("\n"):
        number += 1
        start, at = at, at + len(line) + 1
        m = cell.fullmatch(line)
        if not line.strip() or _FOOT.fullmatch(line.strip()):
            continue
        last = number
        if m is not None and m[1].strip():
            held.append((m[1].strip(), [(m[2] or "").strip()], start + m.start(2) if m[2] else start, start + len(line), number))
        elif held:
            held[-1][1].append((m[2] if m is not None else line).strip())
    members = [_member(*h, more=number - 1) for h in held]
    members = [m for m in members if m.value not in _NULL]
    return Printed(top, last, members) if is_paper(members) else None


def _member(key: str, parts: list[str], begin: int, end: int, line: int, more: int) -> Member:
    value = " ".join(p.removesuffix("+").strip() if len(parts) > 1 else p for p in parts)
    return Member(field_of(key, value), key, value, begin, end, line, line + len(parts) - 1)
