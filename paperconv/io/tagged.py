"""Cutting tagged text (RIS, MEDLINE, refer, Web of Science) into records, and a record into its fields.

A field begins with a line that begins with its tag and goes on to the next one. Records are found by the few tags that begin and end
them and by blank lines; the lines between are not looked at one by one.
"""

import re
from collections.abc import Iterable, Iterator

import msgspec

from paperconv.io.frames import Piece, Window

_REACH = 256
"""Bytes at the end of a block that are looked at once more with the next block behind them: a blank line and a tag."""


_NUMBER = r"(?:<\d+>|\d+\.)"
"""A line that counts the records; like a blank one it stands between two."""
_MARK = "\ufeff"
"""A byte order mark, which stands between records where files were put one behind another."""


class Between(msgspec.Struct, frozen=True):
    """Lines (1-based, inclusive) that stand outside of all records; ``data`` is how the first of them begins."""

    data: bytes
    line: int
    end_line: int


class Tagging:
    """How a dialect sets its fields and records apart.

    ``line`` is a regular expression of what stands before a value, from the beginning of its line, with ``%s`` where its tag is;
    ``tag`` one of all tags that there may be. ``first`` are the tags that begin a record wherever they stand, once a record; ``last``
    those that end it; ``around`` those that stand between records and belong to none.

    Behind a blank line a record begins with any tag but those ``inside`` where the dialect is ``spaced``, or where the record at hand
    has none of ``first``.
    """

    def __init__(
        self,
        line: str,
        tag: str,
        first: tuple[str, ...],
        last: tuple[str, ...] = (),
        around: tuple[str, ...] = (),
        inside: tuple[str, ...] = (),
        spaced: bool = False,
    ) -> None:
        self._first, self._last, self._around = _tags(first), _tags(last), _tags(around)
        self._inside, self._spaced = _tags(inside), spaced
        line = f"(?:{_MARK})?{line}"
        any_line = line % f"({tag})"
        ends_line = line % f"({'|'.join(map(re.escape, (*first, *last)))})"
        self._split = re.compile("\n" + any_line, re.M)  # a line feed is found ten times as fast as "^"
        self._head = re.compile(("^" + any_line).encode(), re.M)
        self._mark = re.compile(rf"\n(?:{ends_line}|[ \t]*(?:{_NUMBER}[ \t]*)?\n(?={any_line}))".encode(), re.M)

    def fields(self, text: str) -> list[tuple[str, str]]:
        """The fields of a record: tag and value, which goes on behind ``\\n`` as its lines do. What stands before the first has the tag "".

        White space may stand around a value.
        """
        parts = self._split.split("\n" + text)
        fields = list(zip(parts[1::2], parts[2::2], strict=True))
        return [("", parts[0]), *fields] if parts[0].strip() else fields

    def records(self, blocks: Iterable[bytes]) -> Iterator[Piece | Between]:
        """The records of an input in ``blocks`` (see :meth:`paperconv.io.encoding.Decoding.blocks`), and the lines between them."""
        window = Window(blocks)
        outside = _Outside()
        while True:
            head = self._head.search(window.data, window.pos)
            if head is None:
                outside.add(window, len(window.data))
                if not _next_lines(window):
                    break
            elif head[1] in self._around:
                outside.add(window, head.start())
                window.pos = _line_end(window, 0, head.end())[1]
            else:
                outside.add(window, head.start())
                yield from outside.taken()
                yield self._record(window, head)
        yield from outside.taken()

    def _record(self, window: Window, head: re.Match[bytes]) -> Piece:
        """The record that begins at ``head``; the window's position is behind it afterwards."""
        start, begun = head.start(), head[1] in self._first
        window.pos = head.end()
        while True:
            mark = self._mark.search(window.data, window.pos)
            if mark is None:
                window.pos = max(window.pos, len(window.data) - _REACH)
                going_on, start = window.more(start), 0
                if going_on:
                    continue
                end = after = len(window.data)
            elif mark[1] is None:
                window.pos = mark.end() - 1
                tag = mark[2]
                if tag in self._last or tag in self._inside or (begun and not self._spaced and tag not in self._first):
                    continue
                end, after = mark.start(), mark.start() + 1
            elif mark[1] in self._last:
                start, end = _line_end(window, start, mark.end())
                after = end
            elif begun:
                end = after = mark.start() + 1
            else:
                begun, window.pos = True, mark.end()
                continue
            piece = window.piece(start, end)
            window.pos = after
            return piece


class _Outside:
    """Lines outside of records, as they are come by."""

    def __init__(self) -> None:
        self._between: Between | None = None

    def add(self, window: Window, end: int) -> None:
        """What stands between the window's position and ``end``; blank lines are nothing."""
        data = window.data[window.pos : end]
        text = data.strip()
        if text:
            line = window.line_at(window.pos) + data[: len(data) - len(data.lstrip())].count(b"\n")
            end_line = line + text.count(b"\n")
            first = self._between
            self._between = Between(text[:_REACH].partition(b"\n")[0], line, end_line) if first is None else Between(first.data, first.line, end_line)
        window.pos = end

    def taken(self) -> Iterator[Between]:
        """What was found since it was last asked."""
        if self._between is not None:
            yield self._between
            self._between = None


def _next_lines(window: Window) -> bool:
    """Reads on to where a line begins. False at the end of the input."""
    in_line = bool(window.data) and not window.data.endswith(b"\n")
    while window.more(-1):
        end = window.data.find(b"\n") if in_line else -1
        if not in_line or end >= 0:
            window.pos = end + 1
            return True
        window.pos = len(window.data)
    return False


def _line_end(window: Window, start: int, at: int) -> tuple[int, int]:
    """Where ``start`` and the end of the line of ``at`` are, when that line is read to its end."""
    while (end := window.data.find(b"\n", at)) < 0:
        at = len(window.data) - start
        window.pos = len(window.data)
        if not window.more(start):
            return 0, len(window.data)
        start = 0
    return start, end


def _tags(names: tuple[str, ...]) -> frozenset[bytes]:
    return frozenset(name.encode() for name in names)
