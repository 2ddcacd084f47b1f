"""Cutting a table into rows: how its cells are set apart, which row names its columns, where each row ends."""

import csv
import re
from collections import deque
from collections.abc import Iterator

import msgspec

from paperconv.formats.tables.columns import Column, columns_of, known, titled
from paperconv.io.frames import LIMIT, TOO_LONG, Piece

_DELIMITERS = (",", ";", "\t", "|")
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\s*', re.I)
LOOKED_AT = 40
"""Lines at the beginning of a file among which the row of names is looked for: exports put a title and a note on rights above it."""
_LOST = 3
"""Quotes that are never closed, after which none is taken to reach beyond its line."""
_SHOWN = 1 << 10


class Layout(msgspec.Struct, frozen=True):
    """What is known of a table once its head is read: ``columns``, and how cells are set apart. Belongs to every row."""

    columns: tuple[Column, ...]
    delimiter: str
    spaced: bool = False
    escaped: bool = False

    def cells(self, text: str) -> list[str]:
        """The cells of a row. Where its quotes do not follow RFC 4180, a quote that no delimiter follows is part of the text."""
        if '"' not in text:
            return text.split(self.delimiter) if len(self.columns) > 1 else [text]
        try:
            return self._strictly(text)
        except csv.Error:
            return _leniently(text, self.delimiter)

    def _strictly(self, text: str) -> list[str]:
        lines = text.splitlines(keepends=True) if "\n" in text else (text,)
        escape = "\\" if self.escaped else None
        _raise_limit()
        rows = csv.reader(lines, delimiter=self.delimiter, strict=True, skipinitialspace=self.spaced, escapechar=escape)
        cells = next(rows)
        if next(rows, None) is not None:
            raise csv.Error("more than a row")
        return cells

    def is_whole(self, text: str) -> bool:
        """True for the lines of one row whose quotes are as they should be, with no more cells than there are columns."""
        try:
            return len(self._strictly(text)) <= len(self.columns) + 1
        except csv.Error:
            return False


class Head(msgspec.Struct, frozen=True):
    """The beginning of a table: its layout, the row of names (its lines), and how many lines stand above it."""

    layout: Layout
    names: bytes
    above: int
    lines: int


def find_head(lines: list[str]) -> Head | None:
    """The layout of the table that begins with ``lines``: the row that names most columns, a title among them, under the delimiter
    that makes it so. ``None`` where no row names a title."""
    _raise_limit()
    fixed = _SEPARATOR_LINE.fullmatch(lines[0]) if lines else None
    begin = 1 if fixed else 0
    best: tuple[int, Head] | None = None
    for at in range(begin, min(len(lines), LOOKED_AT)):
        for delimiter in (fixed[1],) if fixed else _DELIMITERS:
            head = _head_at(lines, at, delimiter)
            if head is None:
                continue
            score = known(head.layout.columns)
            if (score > 1 or at == begin) and (best is None or score > best[0]):
                best = score, head
    return best[1] if best else None


def _raise_limit() -> None:
    """The csv module takes no cell of more than 128 KiB unless it is told to."""
    if csv.field_size_limit() < LIMIT:
        csv.field_size_limit(LIMIT)


def _head_at(lines: list[str], at: int, delimiter: str) -> Head | None:
    spaced = f'{delimiter} "' in lines[at] and f'{delimiter}"' not in lines[at]
    rows = csv.reader((line + "\n" for line in lines[at : at + LOOKED_AT]), delimiter=delimiter, skipinitialspace=spaced)
    try:
        names = next(rows)
    except (csv.Error, StopIteration):
        return None
    columns = columns_of(names)
    if not titled(columns):
        return None
    behind = lines[at + rows.line_num : at + rows.line_num + LOOKED_AT]
    if len(columns) > 1 and len(columns) + 1 == _common_length(behind, delimiter):  # row names of R, which have no name themselves
        columns = columns_of(["", *names])
    escaped = any('\\"' in line and '""' not in line.replace('\\"', "") for line in behind) and not any('\\""' in line for line in behind)
    layout = Layout(columns, delimiter, spaced, escaped)
    return Head(layout, "\n".join(lines[at : at + rows.line_num]).encode(), at, rows.line_num)


def _common_length(lines: list[str], delimiter: str) -> int:
    """How many cells every one of ``lines`` has that holds a whole row, the first of them filled; 0 where that differs."""
    lengths = set()
    for line in lines:
        if line and line.count('"') % 2 == 0:
            cells = next(csv.reader((line,), delimiter=delimiter), [])
            lengths.add(len(cells) if cells and cells[0] and cells[-1] else 0)
    return lengths.pop() if len(lengths) == 1 else 0


def rows(lines: Iterator[bytes], head: Head, number: int) -> Iterator[Piece]:
    """The rows below the row of names, which ends on line ``number``. Rows without content, and repetitions of the names, are none."""
    marks = _Marks(head.layout.delimiter, rb'(?:[^"\\]++|""|\\.?)*+"' if head.layout.escaped else rb'(?:[^"]++|"")*+"')
    waiting: deque[bytes] = deque()
    blank = re.compile(rb'[\s"' + re.escape(head.layout.delimiter.encode()) + rb"]*+")
    lost = 0
    while True:
        line = waiting.popleft() if waiting else next(lines, None)
        if line is None:
            return
        number += 1
        if len(line) > LIMIT:
            yield Piece(line[:_SHOWN], number, number, TOO_LONG)
            continue
        if blank.fullmatch(line) or line == head.names:
            continue
        if b'"' not in line or not marks.left_open(line, 0) or lost >= _LOST:
            yield Piece(line, number, number)
            continue
        taken, closed = _reach(line, lines, waiting, marks)
        row = b"\n".join([line, *taken])
        if closed and head.layout.is_whole(row.decode()):
            yield Piece(row, number, number + len(taken))
            number += len(taken)
        else:  # the quote belongs to the text, or its end is missing: the line stands for itself, those after it are read as rows
            lost += not closed
            waiting.extendleft(reversed(taken))
            yield Piece(line, number, number)


def _reach(line: bytes, lines: Iterator[bytes], waiting: deque[bytes], marks: "_Marks") -> tuple[list[bytes], bool]:
    """The lines after ``line`` up to where its open quote is closed; False where that never comes."""
    taken: list[bytes] = []
    size = len(line)
    while size < LIMIT:
        following = waiting.popleft() if waiting else next(lines, None)
        if following is None:
            return taken, False
        taken.append(following)
        size += len(following) + 1
        if b'"' in following and not marks.still_open(following):
            return taken, True
    return taken, False


class _Marks:
    """Whether a quote is open at the end of a line."""

    def __init__(self, delimiter: str, to_quote: bytes) -> None:
        self._delimiter = delimiter.encode()
        d = re.escape(self._delimiter)
        self._to_quote = re.compile(to_quote, re.S)
        self._cell = re.compile(rb"(?:[ ]*\"" + to_quote + rb"[^" + d + rb"]*+|(?![ ]*\")[^" + d + rb"]*+)(?:" + d + rb"|\Z)", re.S)

    def left_open(self, line: bytes, at: int) -> bool:
        """True where a quote begins a cell, from ``at`` on, and is not closed."""
        while at < len(line):
            match = self._cell.match(line, at)
            if match is None:
                return True
            at = match.end()
        return False

    def still_open(self, line: bytes) -> bool:
        """The same for a line that begins inside of quotes."""
        match = self._to_quote.match(line)
        if match is None:
            return True
        rest = line.find(self._delimiter, match.end())
        return rest >= 0 and self.left_open(line, rest + len(self._delimiter))


def _leniently(text: str, delimiter: str) -> list[str]:
    """The cells of a row with stray quotes: a quoted cell ends with a quote before a delimiter; where there is none, its quote is text."""
    ending = re.compile(rf'"(?={re.escape(delimiter)}|\s*\Z)')
    cells: list[str] = []
    at = 0
    while True:
        start = at
        while text[start : start + 1] == " ":
            start += 1
        end = None
        if text[start : start + 1] == '"':
            end = ending.search(text, start + 1)
            while end is not None and _odd_quotes(text, start + 1, end.start()):
                end = ending.search(text, end.end())
        if end is not None:
            cells.append(text[start + 1 : end.start()].replace('""', '"'))
            at = end.end()
        else:
            stop = text.find(delimiter, at)
            cells.append(text[at : stop if stop >= 0 else len(text)])
            at = stop if stop >= 0 else len(text)
        stop = text.find(delimiter, at)
        if stop < 0:
            return cells
        at = stop + len(delimiter)


def _odd_quotes(text: str, start: int, end: int) -> bool:
    """True where an odd number of quotes stands before ``end``: the one there is the second of a doubled one."""
    count = 0
    while end - 1 - count >= start and text[end - 1 - count] == '"':
        count += 1
    return count % 2 == 1
