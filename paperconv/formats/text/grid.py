"""Tables drawn with characters: the answers of psql, MySQL and SQLite, boxes of lines, reStructuredText's tables, data frames as pandas prints them.

A cell may be wrapped over several lines. A line goes on with the row above where some of its cells are blank, and what stands in the others
would not have fitted behind what stands above it (greedy wrapping), or where a rule says which lines are one row.
"""

import re
from collections.abc import Iterator, Sequence

import msgspec

from paperconv.formats.text import imprint, labels
from paperconv.formats.text.lines import join
from paperconv.formats.text.table import ROWS, Cell, Line, Row, Table, all_lines, cells_of, fields_of

_BARS = str.maketrans("│┃║╎┆", "|||||")
_CROSSED = re.compile(r"[\s|+─━═┌┬┐├┼┤└┴┘╞╪╡┏┳┓┡╇┩╭╮╰╯╔╦╗╠╬╣╚╩╝╟╫╢┠╂┨┣╋┫┗┻┛╤╧╥╨┯┷╒╕╘╛╡─:=-]*")
"""What rules between the rows of a table with bars are made of."""
_JOINT = re.compile(r"[-=]\+[-=:]|[─━═][┬┼┴┳╇╋┻╦╬╩╪╫╤╧┯┷╂╥╨┿][─━═]|^\+-{3,}\+$")
_STROKES = re.compile(r"[ ]*(?:[-─━]{2,}|={2,})(?:[ ]+(?:[-─━]{2,}|={2,}))+[ ]*")
"""A rule of one stroke for each column."""
_GUTTER = re.compile(r" {2,}")
_WORDS = re.compile(r"\S+(?: \S+)*")
_YEAR = re.compile(r"(?:19|20)\d\d")
_COLUMNS = 3
"""Columns that a table has at least whose first line does not name them."""
_FOOT = re.compile(r"\(\d[\d,]* rows?\)|\d[\d,]* rows? in set.*|\[\d[\d,]* rows x \d+ columns\]|Empty set.*", re.I)
"""What programs write below a table."""
_CUT = "+"
"""psql's sign behind a cell that goes on in the next line."""


class _Piece(msgspec.Struct, frozen=True):
    """A line of a table: its cells, and whether a rule stands above it."""

    line: Line
    cells: list[Cell]
    ruled: bool


def read(text: str) -> list[Table]:
    """The tables of a text that are drawn with rules or stand in columns of equal width. Their first row names a title and one more field."""
    if not (_might_be(text)):
        return []
    every = all_lines(text)
    out: list[Table] = []
    taken = 0
    for begin, end in _blocks(every):
        if begin >= taken and (found := _barred(every[begin:end]) or _stroked(every[begin:end]) or _spaced(every[begin:end])) is not None:
            out.append(found)
            taken = end
    return out


def _might_be(text: str) -> bool:
    return "  " in text or "─" in text or "━" in text or "-+" in text or "═" in text


def _blocks(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Runs of lines without a blank one between them."""
    begin = 0
    for at, (_, line, _) in enumerate(lines):
        if not line.strip():
            if at - begin > ROWS:
                yield begin, at
            begin = at + 1
    if len(lines) - begin > ROWS:
        yield begin, len(lines)


def _barred(lines: Sequence[Line]) -> Table | None:
    """A table with bars between its cells and at least one rule whose joints show the columns."""
    rule = next((k for k, (_, line, _) in enumerate(lines) if _is_crossed(line)), None)
    if rule is None:
        return None
    pieces: list[_Piece] = []
    other: list[int] = []
    columns, ruled = 0, False
    lines = lines[max(rule - 1, 0) :]
    framed = any(line.translate(_BARS).strip().startswith("|") for _, line, _ in lines[:2])
    for number, line, begin in lines:
        plain = line.translate(_BARS)
        if _is_crossed(line):
            other.append(number)
            ruled = True
            continue
        cells = cells_of(plain, "|", begin, framed)
        if "|" not in plain or (columns and len(cells) != columns):
            if not pieces:
                continue
            if not _FOOT.fullmatch(line.strip()):
                return None
            other.append(number)
            continue
        columns = columns or len(cells)
        pieces.append(_Piece((number, line, begin), cells, ruled))
        ruled = False
    return _made(pieces, other)


def _is_crossed(line: str) -> bool:
    return _CROSSED.fullmatch(line) is not None and _JOINT.search(line.strip()) is not None


def _stroked(lines: Sequence[Line]) -> Table | None:
    """A table whose columns are as wide as the strokes of its rule, below the names or above and below them."""
    rules = [k for k, (_, line, _) in enumerate(lines) if _STROKES.fullmatch(line)]
    if not rules:
        return None
    strokes = [m.start() for m in re.finditer(r"\S+", lines[rules[0]][1])]
    first = rules[0] - 1 if rules[0] else 0
    if first == 0 and rules[0] > 1:
        return None
    pieces: list[_Piece] = []
    other: list[int] = []
    ruled = False
    for k, (number, line, begin) in enumerate(lines[first:], first):
        if k in rules:
            other.append(number)
            ruled = True
        elif _FOOT.fullmatch(line.strip()):
            other.append(number)
        else:
            cells = _between(line, begin, strokes)
            if cells is None:
                return None
            pieces.append(_Piece((number, line, begin), cells, ruled))
            ruled = False
    return _made(pieces, other)


def _between(line: str, begin: int, starts: Sequence[int]) -> list[Cell] | None:
    """The cells of a line whose columns begin at ``starts``; None where a word stands across a boundary."""
    out: list[Cell] = []
    for k, start in enumerate(starts):
        end = starts[k + 1] if k + 1 < len(starts) else len(line)
        cell = line[start:end]
        if start and line[start - 1 : start].strip():
            return None
        out.append((cell.strip(), begin + start + len(cell) - len(cell.lstrip())))
    return out if not line[: starts[0]].strip() else None


def _spaced(lines: Sequence[Line]) -> Table | None:
    """A table without rules: columns that are blank in all lines set its cells apart.

    Its first line names the columns; or one column of three or more holds nothing but identifiers or years.
    """
    names = [m[0] for m in _WORDS.finditer(lines[0][1])]
    named = len(names) >= ROWS and _names_a_paper(list(map(labels.field_of, names)))
    body = [entry for entry in lines if not _FOOT.fullmatch(entry[1].strip())]
    if any("\t" in line or (not named and _GUTTER.search(line) is None) for _, line, _ in body):
        return None
    starts = _starts([line for _, line, _ in body])
    if len(starts) not in (len(names), len(names) + 1) if named else len(starts) < _COLUMNS:
        return None
    pieces = []
    for number, line, begin in body:
        cells = _between(line, begin, starts)
        if cells is None:
            return None
        pieces.append(_Piece((number, line, begin), cells, number == body[1][0]))
    other = [entry[0] for entry in lines if entry not in body]
    if named:
        return _made(pieces, other)
    if not any(all(map(_is_mark, (p.cells[c][0] for p in pieces))) for c in range(len(starts))):
        return None
    rows = [Row(p.cells, p.line[0], p.line[0]) for p in pieces]
    return Table(rows, [""] * len(starts), [""] * len(starts), other)


def _starts(lines: Sequence[str]) -> list[int]:
    """Where the columns begin that two blanks or more set apart in all lines."""
    width = max(map(len, lines))
    blank = bytearray(b"\x01" * width)
    for line in lines:
        for m in _WORDS.finditer(line):
            blank[m.start() : m.end()] = bytes(m.end() - m.start())
    return [0, *(m.end() for m in re.finditer(rb"\x01{2,}", bytes(blank)) if m.start() and m.end() < width)]


def _is_mark(cell: str) -> bool:
    """True for an identifier or a year and nothing else."""
    if _YEAR.fullmatch(cell):
        return True
    found = imprint.read(cell)
    return bool(found.identifiers) and imprint.only_marks(found.rest)


def _made(pieces: Sequence[_Piece], other: list[int]) -> Table | None:
    """The table whose first lines, down to the first rule, name the columns."""
    if not pieces:
        return None
    head = next((k for k, p in enumerate(pieces) if p.ruled and k), 0)
    if not head or head > 3:
        return None
    words = [" ".join(p.cells[c][0] for p in pieces[:head] if p.cells[c][0]) for c in range(len(pieces[0].cells))]
    rows = list(_rows(pieces[head:], [labels.field_of(w) for w in words]))
    fields = fields_of(words, rows)
    return None if not _names_a_paper(fields) else Table(rows, fields, words, [p.line[0] for p in pieces[:head]] + other)


def _names_a_paper(fields: Sequence[str]) -> bool:
    return "title" in fields and sum(f not in ("", "?") for f in fields) >= ROWS


_NEVER_WRAPPED = frozenset(("issued", "arxiv", "identifier", "doi", "pmid", "volume", "issue"))


def _rows(pieces: Sequence[_Piece], fields: Sequence[str]) -> Iterator[Row]:
    """The rows of a table; lines that go on are joined to the line above."""
    widths = [max(len(p.cells[c][0]) for p in pieces) for c in range(len(fields))]
    short = [f in _NEVER_WRAPPED for f in fields]
    by_rules = sum(p.ruled for p in pieces[1:]) > 0
    held: list[_Piece] = []
    for p in pieces:
        goes_on = held and not p.ruled and (_cut(held[-1]) or _goes_on(held, p, widths, short) or (by_rules and not all(c for c, _ in p.cells)))
        if held and not goes_on:
            yield _row(held, fields)
            held = []
        held.append(p)
    if held:
        yield _row(held, fields)


def _cut(piece: _Piece) -> bool:
    """True for a line of psql in which a cell goes on below."""
    return any(cell.endswith(_CUT) for cell, _ in piece.cells)


def _goes_on(held: Sequence[_Piece], piece: _Piece, widths: Sequence[int], short: Sequence[bool]) -> bool:
    filled = [(c, cell) for c, (cell, _) in enumerate(piece.cells) if cell]
    if not filled or len(filled) == len(piece.cells) or any(short[c] for c, _ in filled):
        return False
    above = held[-1].cells
    return all(above[c][0] and len(above[c][0]) + 1 + len(cell.split()[0]) > widths[c] for c, cell in filled)


def _row(pieces: Sequence[_Piece], fields: Sequence[str]) -> Row:
    """One row of several lines; where psql says that a cell goes on, its lines are lines, and of names each has one or some."""
    cut = any(_cut(p) for p in pieces[:-1])
    cells: list[Cell] = []
    for c, (_, at) in enumerate(pieces[0].cells):
        parts = [cell.removesuffix(_CUT).rstrip() if cut else cell for cell, _ in (p.cells[c] for p in pieces) if cell]
        apart = cut and fields[c] == "author" and not any(p.endswith((",", ";", " and")) for p in parts[:-1])
        cells.append(("; ".join(parts) if apart else join(parts) if parts else "", at))
    return Row(cells, pieces[0].line[0], pieces[-1].line[0])
