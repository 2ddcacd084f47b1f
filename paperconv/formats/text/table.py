"""Columns set apart by tabs or bars: a table pasted from a browser or a spreadsheet, or one in Markdown."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from paperconv.formats.text import evidence, imprint, labels
from paperconv.formats.text.layout import Placed
from paperconv.formats.text.lines import Unit

ROWS = 2
"""Rows of the same number of columns that make a table."""

_MARKDOWN_RULE = re.compile(r"\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?")
_NUMBER = re.compile(r"[\[(]?\d{1,5}[\])]?[.:]?|[-*+•]")
_PAPER = frozenset(("paper", "papers", "article", "publication", "work", "reference", "name", "论文", "論文"))
"""Heads of a column that holds titles, where no other does and it has words in it: else it holds identifiers or links."""
_NUMBERED = frozenset(("arxiv", "identifier"))
"""What a column may be called that holds nothing but the numbers of its rows."""
_SAMPLE = 200
"""Rows that are looked at to tell what a column holds."""


Cell = tuple[str, int]
"""What a cell says, and the offset in the text at which it begins."""
Line = tuple[int, str, int]
"""Number of a line (from 1), its text, and where it begins."""


class Row(msgspec.Struct, frozen=True):
    """A row: its cells and its lines (1-based)."""

    cells: list[Cell]
    line: int
    end_line: int


class Table(msgspec.Struct, frozen=True):
    """The rows of a table, the field and the name of each column ("" where it has none), and the lines that are no rows (header, rule)."""

    rows: list[Row]
    fields: list[str]
    words: list[str]
    other_lines: list[int]


def read(text: str) -> list[Table]:
    """The tables in a text: all of it where nine lines in ten have the same number of tabs; else runs of lines that begin with a bar."""
    rows = [(number, line, at) for number, line, at in all_lines(text) if line.strip()]
    counts = Counter(line.strip(" ").count("\t") for _, line, _ in rows)
    columns, n = counts.most_common(1)[0] if counts else (0, 0)
    if columns and n >= ROWS and n * 10 >= len(rows) * 9 and (columns > 1 or not _is_list(rows)):
        return [t for t in [_table(rows, "\t", columns)] if t is not None]
    return [t for run in _runs(text) if (t := _table(run, "|", _bars(run[0][1]))) is not None] if "|" in text else []


def _is_list(rows: list[Line]) -> bool:
    """True for lines with one tab behind their number or the name of a field: a list, or the fields of papers, and no table."""
    first = [line.split("\t")[0].strip() for _, line, _ in rows]
    named = [cell.lower() in labels.FIELD_OF for cell in first]
    return _are_numbers(cell for cell in first if cell) or (sum(named) * 2 > len(named) and len(set(first)) < len(first))


def without(text: str, tables: list[Table]) -> str:
    """``text`` with the lines of tables blank; all else stays at its place."""
    taken = {n for t in tables for n in t.other_lines}
    taken.update(n for t in tables for row in t.rows for n in range(row.line, row.end_line + 1))
    return "\n".join(" " * len(line) if number in taken else line for number, line, _ in all_lines(text)) if taken else text


def all_lines(text: str) -> list[Line]:
    """The lines of a text."""
    out: list[Line] = []
    at = 0
    for number, line in enumerate(text.split("\n"), 1):
        out.append((number, line, at))
        at += len(line) + 1
    return out


def _runs(text: str) -> list[list[Line]]:
    """The runs of at least two neighbouring lines that begin with a bar and have the same number of bars, or are the rule of a table."""
    runs: list[list[Line]] = [[]]
    for entry in all_lines(text):
        line = entry[1].strip()
        if line.startswith("|") and line.count("|") > 2 and (not runs[-1] or _bars(line) == _bars(runs[-1][0][1])):
            runs[-1].append(entry)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if len(run) >= ROWS]


def _bars(line: str) -> int:
    return line.strip(" \t").strip("|").count("|")


def _are_numbers(cells: Iterable[str]) -> bool:
    """True where nearly all cells are the numbers or bullets of a list ("[1]", "2.", "•")."""
    found = [bool(_NUMBER.fullmatch(c.strip())) for c in cells]
    return sum(found) * 10 >= len(found) * 8


def _table(lines: list[Line], sign: str, columns: int) -> Table | None:
    rows: list[Row] = []
    other: list[int] = []
    for number, line, begin in lines:
        row = cells_of(line, sign, begin, framed=sign == "|")
        if _MARKDOWN_RULE.fullmatch(line.strip()) or len(row) > columns + 1:
            other.append(number)
        else:
            rows.append(Row(row, number, number))
    fields, words = [""] * (columns + 1), [""] * (columns + 1)
    if rows and _is_header(rows[0].cells):
        words = [cell.strip("*_ ") for cell, _ in rows[0].cells] + [""] * (columns + 1 - len(rows[0].cells))
        other.append(rows[0].line)
        rows = rows[1:]
        fields = fields_of(words, rows)
    return Table(rows, fields, words, other) if rows else None


def fields_of(words: Sequence[str], rows: Sequence[Row]) -> list[str]:
    """The field that each column's name means: "?" for another name, "" for none."""
    fields = [(labels.field_of(w) or "?") if w else "" for w in words]
    for k, field in enumerate(fields):
        if field in _NUMBERED and not any(k < len(r.cells) and imprint.read(r.cells[k][0]).identifiers for r in rows[:_SAMPLE]):
            fields[k] = "?"  # the number of a row
    if "title" not in fields and (at := next((k for k, w in enumerate(words) if w.lower() in _PAPER and _has_words(rows, k)), None)) is not None:
        fields[at] = "title"
    return fields


def _has_words(rows: Sequence[Row], column: int) -> bool:
    """True where most cells of a column have three words or more."""
    cells = [row.cells[column][0] for row in rows[:_SAMPLE] if column < len(row.cells) and row.cells[column][0]]
    return sum(len(imprint.LINK.sub(r"\1", cell).split()) > 2 for cell in cells) * 2 > len(cells)


def cells_of(line: str, sign: str, begin: int, framed: bool) -> list[Cell]:
    """The cells of a line that begins at the offset ``begin``, with ``sign`` between them; where it is ``framed``, around them as well."""
    start, end = 0, len(line)
    if framed:
        start = line.find(sign) + 1
        end = line.rfind(sign) if line.rstrip().endswith(sign) else end
    out: list[Cell] = []
    at = start
    for cell in line[start:end].split(sign):
        out.append((cell.strip(), begin + at + len(cell) - len(cell.lstrip())))
        at += len(cell) + 1
    return out


def _is_header(row: Sequence[Cell]) -> bool:
    known = sum(labels.field_of(cell.strip("*_ ")) != "" for cell, _ in row)
    return known * 2 >= len(row) or known >= 2


def place(table: Table) -> list[Placed]:
    """The cells with their roles: of a column that the header names, that one; else what most of its cells look like."""
    count = len(table.fields)
    roles = [evidence.ROLE_OF_FIELD.get(f, "label") if f else "" for f in table.fields]
    if not all(roles):
        _by_looks(table, roles)
    numbered = not table.fields[0] and _are_numbers(row.cells[0][0] for row in table.rows)
    out: list[Placed] = []
    for record, row in enumerate(table.rows):
        line, end_line = row.line, row.end_line
        for k, (cell, at) in enumerate(row.cells):
            if not cell or (k == 0 and numbered):
                continue
            role = roles[k] if k < count and roles[k] else "unplaced"
            word = table.words[k]
            why = f'column "{word}"' if word else f"column {k + 1}, " + ("whose cells look so" if role != "unplaced" else "which looks like no field")
            unit = Unit(cell, at, at + len(cell), line, line, end_line, field=table.fields[k], word=word, value=cell if end_line > line else "")
            out.append(Placed(unit, role, why, record))
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
            if k < len(row.cells) and row.cells[k][0]:
                cell = row.cells[k][0]
                for guess in evidence.guesses(Unit(cell, 0, len(cell), 1, 1, 1)):
                    if guess.role not in ("entry", "heading", "owner"):
                        scores[guess.role] += guess.score  # type: ignore[assignment]
        totals += [(score / len(sample), k, name) for name, score in scores.items()]
    for score, k, name in sorted(totals, key=lambda t: (-t[0], t[1], t[2])):
        if not roles[k] and score > 0 and (name not in roles or name in ("url", "identifier", "date", "comment")):
            roles[k] = name
