"""Columns set apart by tabs or bars: a table pasted from a browser or a spreadsheet, or one in Markdown."""

import re
from collections import Counter

import msgspec

from paperconv.formats.text import evidence, labels
from paperconv.formats.text.layout import Placed
from paperconv.formats.text.lines import Unit

ROWS = 2
"""Rows of the same number of columns that make a table."""

_MARKDOWN_RULE = re.compile(r"\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?")
_SAMPLE = 200
"""Rows that are looked at to tell what a column holds."""


class Table(msgspec.Struct, frozen=True):
    """The cells of a table by rows: (text, offset in the file), the line of each row, and the header's line (0 where there is none)."""

    rows: list[list[tuple[str, int]]]
    row_lines: list[int]
    fields: list[str]
    words: list[str]
    header: int


def read(text: str) -> Table | None:
    """The table that a text is; ``None`` where fewer than nine lines in ten have the same number of columns."""
    head = [line for line in text[:20000].split("\n")[:-1] or [text] if line.strip()]
    for sign in ("\t", "|"):
        counts = Counter(line.strip(" |" if sign == "|" else " ").count(sign) for line in head)
        if not counts:
            return None
        columns, n = counts.most_common(1)[0]
        if columns >= 1 and n >= ROWS and n * 10 >= len(head) * 9 and _is_table(head, sign, columns):
            return _table(text, sign, columns)
    return None


def _is_table(head: list[str], sign: str, columns: int) -> bool:
    """Bars also set off links ("pdf | code"); a table has outer bars or its rule, or three columns at the least."""
    if sign == "\t":
        return True
    ruled = any(_MARKDOWN_RULE.fullmatch(line.strip()) for line in head)
    return columns >= 2 and (ruled or sum(line.lstrip().startswith("|") for line in head) * 2 > len(head))


def _table(text: str, sign: str, columns: int) -> Table | None:
    rows: list[list[tuple[str, int]]] = []
    numbers: list[int] = []
    at = 0
    for number, line in enumerate(text.split("\n"), 1):
        begin, at = at, at + len(line) + 1
        if not line.strip() or _MARKDOWN_RULE.fullmatch(line.strip()):
            continue
        row = _cells(line, sign, begin)
        if len(row) <= columns + 1:
            rows.append(row)
            numbers.append(number)
    header = 0
    fields, words = [""] * (columns + 1), [""] * (columns + 1)
    if rows and _is_header(rows[0]):
        words = [cell.strip("*_ ") for cell, _ in rows[0]] + [""] * (columns + 1 - len(rows[0]))
        fields = [labels.FIELD_OF.get(w.lower(), "?" if w else "") for w in words]
        header = numbers[0]
        rows, numbers = rows[1:], numbers[1:]
    return Table(rows, numbers, fields, words, header) if rows else None


def _cells(line: str, sign: str, begin: int) -> list[tuple[str, int]]:
    start = 0
    end = len(line)
    if sign == "|":
        start = len(line) - len(line.lstrip(" |"))
        end = len(line.rstrip(" |"))
    out: list[tuple[str, int]] = []
    at = start
    for cell in line[start:end].split(sign):
        out.append((cell.strip(), begin + at + len(cell) - len(cell.lstrip())))
        at += len(cell) + 1
    return out


def _is_header(row: list[tuple[str, int]]) -> bool:
    known = sum(cell.strip("*_ ").lower() in labels.FIELD_OF for cell, _ in row)
    return known * 2 >= len(row) or known >= 2


def place(table: Table) -> list[Placed]:
    """The cells with their roles: of a column that the header names, that one; else what most of its cells look like."""
    count = len(table.fields)
    roles = [evidence.ROLE_OF_FIELD.get(f, "label") if f else "" for f in table.fields]
    if not all(roles):
        _by_looks(table, roles)
    out: list[Placed] = []
    for record, (row, line) in enumerate(zip(table.rows, table.row_lines, strict=True)):
        for k, (cell, at) in enumerate(row):
            if not cell:
                continue
            role = roles[k] if k < count and roles[k] else "unplaced"
            word = table.words[k]
            why = f'column "{word}"' if word else f"column {k + 1}, " + ("whose cells look so" if role != "unplaced" else "which looks like no field")
            out.append(Placed(Unit(cell, at, at + len(cell), line, line, line, field=table.fields[k], word=word), role, why, record))
    return out


def _by_looks(table: Table, roles: list[str]) -> None:
    """Gives each column without a name the role that its cells look most like; no role that there can be one of is given twice."""
    totals: list[tuple[float, int, str]] = []
    sample = table.rows[:_SAMPLE]
    for k, role in enumerate(roles):
        if role:
            continue
        scores: Counter[str] = Counter()
        for row in sample:
            if k < len(row) and row[k][0]:
                cell = row[k][0]
                for guess in evidence.guesses(Unit(cell, 0, len(cell), 1, 1, 1)):
                    if guess.role not in ("entry", "heading", "owner"):
                        scores[guess.role] += guess.score  # type: ignore[assignment]
        totals += [(score / len(sample), k, name) for name, score in scores.items()]
    for score, k, name in sorted(totals, key=lambda t: (-t[0], t[1], t[2])):
        if not roles[k] and score > 0 and (name not in roles or name in ("url", "identifier", "date", "comment")):
            roles[k] = name
