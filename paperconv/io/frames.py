"""Cutting an input into items, for formats that share a framing: JSON Lines, JSON arrays and envelopes, XML elements.

All take the blocks or lines of a :class:`~paperconv.io.encoding.Decoding` and hold one item at a time. Items are found by their
outer marks alone (a line, a bracket, a tag), so that a broken one costs itself only: the next is framed all the same.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import chain

import msgspec

from paperconv.io.encoding import lines_of

LIMIT = 1 << 26
"""Bytes of the longest item (64 MiB)."""
TOO_LONG = f"is longer than {LIMIT >> 20} MiB"
UNENDED = "the input ends inside this item"
_SHOWN = 1 << 10
"""Bytes that are kept of an item beyond the limit."""

_BRACKET = re.compile(rb'(?:[^"{}\[\]]++|"(?:[^"\\\n]++|\\.)*+"|"(?=(?:[^"\\\n]++|\\[^\n])*+\n))*+([{}\[\]])', re.S)
"""The next bracket outside of strings. A quote that is still open at the end of its line begins none (RFC 8259, section 7: no raw line breaks)."""
_KEY = re.compile(rb'"((?:[^"\\]|\\.)*)"\s*:\s*\Z')
_KEY_REACH = 200
_OPENER = {b"}": b"{", b"]": b"["}
_NEAR = 32
"""Open brackets among which the one is looked for that a bracket of another kind closes."""
_RAW = msgspec.json.Decoder(msgspec.Raw).decode
_BEHIND_VALUE = re.compile(r"trailing characters \(byte (\d+)\)")
_TO_OBJECT = re.compile(rb"[\s,]*+(?=\{)")
_SPECIAL = rb"<!--|<!\[CDATA\[|<!DOCTYPE|<\?|<(/?)(?:[\w.-]+:)?(%s)(?=[\s/>])"
_TAG_END = re.compile(rb"""(?:[^<>"']|"[^"]*"|'[^']*')*+>""")
_ENDS = {
    b"<!--": re.compile(rb"-->"),
    b"<![CDATA[": re.compile(rb"]]>"),
    b"<!DOCTYPE": re.compile(rb"[^\[>]*+(?:\[.*?\]\s*)?>", re.S),
    b"<?": re.compile(rb"\?>"),
}
_CLOSING_END = re.compile(rb"\s*>")
_LONGEST_TAG = 64
"""Bytes at the end of a block that may be the beginning of a mark that goes on in the next."""


class Piece(msgspec.Struct, frozen=True):
    """An item's bytes (UTF-8) and the lines (1-based, inclusive) they stand on.

    ``fault`` says why it cannot be decoded as it stands, "" where nothing does. ``context`` is what stands around an XML element
    and belongs to it: names of elements and their opening tags (or the whole element, see :func:`xml_elements`).
    """

    data: bytes
    line: int
    end_line: int
    fault: str = ""
    context: dict[str, bytes] = {}


def json_lines(lines: Iterable[bytes]) -> Iterator[Piece]:
    """The non-blank lines of an input, each an item."""
    for number, line in enumerate(lines, 1):
        data = line.strip()
        if len(data) > LIMIT:
            yield Piece(data[:_SHOWN], number, number, TOO_LONG)
        elif data:
            yield Piece(data, number, number)


def json_objects(blocks: Iterable[bytes], paths: tuple[str, ...] = ()) -> Iterator[Piece]:
    """The objects of a JSON array, of the array under one of ``paths`` ("message.items") in an enveloping object, or standing one after another.

    An object that is neither in an array nor an envelope is an item itself; what an envelope has beside its array is none.
    Lines that are an object each (JSON Lines) are framed by their ends.
    """
    window = Window(blocks)
    if _is_json_lines(window, paths):
        yield from json_lines(window.lines())
        return
    wanted = frozenset(p.encode() for p in paths)
    reach = max((p.count(".") + 1 for p in paths), default=0)  # brackets that may be open around the array of an envelope
    keys: list[bytes] = []  # the member that each open bracket is the value of
    signs: list[bytes] = []  # the open brackets
    items_at = 0  # how many brackets are open around an item
    start = -1
    outer = 0
    while True:
        if items_at and start < 0 and len(keys) == items_at and not window.tried:
            window.tried = True
            yield from _whole_values(window)
        match = _BRACKET.match(window.data, window.pos)
        if match is None:
            going_on = window.more(start)
            start = 0 if start >= 0 else -1
            if not going_on:
                break
            continue
        at, window.pos = match.start(1), match.end()
        depth = len(keys)
        if match[1] in b"{[":
            key = b""
            if wanted and depth <= reach and (start < 0 or outer == 0):
                found = _KEY.search(window.data, max(match.start(), at - _KEY_REACH), at)
                key = found[1] if found else b""
            if match[1] == b"[" and (depth == 0 or (start >= 0 and outer == 0 and b".".join((*keys[1:], key)) in wanted)):
                items_at, start = depth + 1, -1
            elif match[1] == b"{" and depth == items_at and start < 0:
                start, outer = at, depth
            keys.append(key)
            signs.append(match[1])
        elif _OPENER[match[1]] in signs[-1:] or _OPENER[match[1]] in signs[max(outer if start >= 0 else 0, depth - _NEAR) :]:
            while signs.pop() != _OPENER[match[1]]:  # one that was not closed ends with what it stands in
                keys.pop()
            keys.pop()
            if start >= 0 and len(keys) == outer:
                yield window.piece(start, window.pos)
                start, window.tried = -1, False
            elif start < 0 and len(keys) < items_at:
                items_at = 0
    if start >= 0:
        yield window.piece(start, len(window.data), UNENDED)


def xml_elements(blocks: Iterable[bytes], names: tuple[str, ...], around: tuple[str, ...] = (), beside: tuple[str, ...] = ()) -> Iterator[Piece]:
    """The elements of one of ``names`` (local names, whatever their prefix), outermost first; one inside another is part of it.

    Each piece has as context the opening tags of the elements ``around`` it (outermost first; a new one ends those after it) and
    the whole elements called ``beside`` that stood before it in the same one (which may be items too). Declarations, with the
    entities they define, are skipped.
    """
    window = Window(blocks)
    mark = re.compile(_SPECIAL % b"|".join(re.escape(n.encode()) for n in (*names, *around, *beside)))
    context: dict[str, bytes] = {}
    order = (*around, *beside)
    start, name, depth = -1, b"", 0
    while True:
        match = mark.search(window.data, window.pos)
        end = -1
        if match is not None:
            sign = _ENDS.get(match[0])
            ending = sign.search(window.data, match.end()) if sign else _TAG_END.match(window.data, match.end())
            end = ending.end() if ending else -1
        if match is None or end < 0:
            keep = match.start() if match else max(window.pos, len(window.data) - _LONGEST_TAG)
            window.pos = keep
            going_on = window.more(start)
            start = 0 if start >= 0 else -1
            if not going_on:
                break
            continue
        window.pos = end
        found = match[2]
        if found is None or (start >= 0 and found != name):
            continue
        closes, empty = bool(match[1]), window.data[end - 2 : end] == b"/>"
        if start < 0:
            text = found.decode()
            if closes:
                continue
            if text in around:
                for other in order[order.index(text) :]:
                    context.pop(other, None)
                context[text] = window.data[match.start() : end]
                continue
            start, name, depth = match.start(), found, 0
            if not empty and (end := _plain_end(window.data, start, match.end(), found)) >= 0:
                window.pos, empty = end, True
        depth += -1 if closes else 0 if empty else 1
        if depth <= 0:
            piece = window.piece(start, window.pos, context=dict(context))
            start = -1
            if (text := name.decode()) in beside:
                context[text] = piece.data
            if text in names:
                yield piece
    if start >= 0:
        yield window.piece(start, len(window.data), UNENDED, dict(context))


def _plain_end(data: bytes, start: int, at: int, name: bytes) -> int:
    """Where the element ends that begins at ``start`` and whose opening tag is named up to ``at``; -1 where that takes a look at its tags.

    It takes none where the name does not come again before it is closed, and nothing stands between that may hide a tag.
    """
    end = data.find(b"</" + data[start + 1 : at], at)
    if end < 0 or any(data.find(sign[-1:], at, end) >= 0 and data.find(sign, at, end) >= 0 for sign in (b"<!", b"<?")):  # one byte is found faster
        return -1
    if data.find(name, at, end) >= 0 and (data.find(b"<" + name, at, end) >= 0 or data.find(b":" + name, at, end) >= 0):
        return -1
    closing = _CLOSING_END.match(data, end + 1 + at - start)
    return closing.end() if closing else -1


def _whole_values(window: "Window") -> Iterator[Piece]:
    """The items of an array from the window's position on, as far as they are whole values: found at the decoder's speed.

    At the first that is none (one is broken, or goes on in the next block) it ends, and brackets are counted.
    """
    view = memoryview(window.data)
    while (gap := _TO_OBJECT.match(window.data, window.pos)) is not None:
        end = _value_end(view, gap.end())
        if end < 0:
            break
        window.pos = end
        yield window.piece(gap.end(), end)


def _value_end(view: memoryview, start: int) -> int:
    """Where the JSON value ends that begins at ``start``, which the decoder says when it complains of what stands behind; -1 where there is none."""
    try:
        _RAW(view[start:])
    except msgspec.DecodeError as error:
        behind = _BEHIND_VALUE.search(str(error))
        return start + int(behind[1]) - 1 if behind else -1
    except RecursionError:
        return -1
    return len(view)


def _is_json_lines(window: "Window", paths: tuple[str, ...]) -> bool:
    """True where the first line is an object by itself, no envelope, and the next begins another."""
    head, end, rest = window.data.lstrip().partition(b"\n")
    if not (head.startswith(b"{") and end and rest.lstrip()[:1] == b"{"):
        return False
    try:
        value = msgspec.json.decode(head)
    except (msgspec.DecodeError, RecursionError):
        return False
    for path in paths:
        inner = value
        for key in path.split("."):
            inner = inner.get(key) if isinstance(inner, dict) else None
        if isinstance(inner, list):
            return False
    return True


class Window:
    """The part of an input that is looked at: ``data``, of which everything before ``pos`` is done with."""

    def __init__(self, blocks: Iterable[bytes]) -> None:
        self._blocks = iter(blocks)
        self._line, self._counted = 1, 0  # the line that data[_counted] stands on
        self._begun: tuple[bytes, int] | None = None  # beginning and line of an item beyond the limit
        self.data = next(self._blocks, b"")
        self.pos = 0
        self.tried = False  # whether the items of this data were looked for as whole values

    def more(self, start: int) -> bool:
        """Reads on, at least as much as is waiting, and forgets what lies before ``start`` (an item not yet whole; -1: before ``pos``).

        False at the end of the input. An item beyond the limit is forgotten but for its beginning.
        """
        keep = start if start >= 0 else self.pos
        if len(self.data) - keep > LIMIT:
            if start >= 0 and self._begun is None:
                self._begun = (self.data[start : start + _SHOWN], self.line_at(start))
            if len(self.data) - self.pos > LIMIT:
                self.pos = len(self.data)
            keep = self.pos
        self._line, self._counted = self.line_at(keep), 0
        waiting = [self.data[keep:]]
        self.pos = max(self.pos - keep, 0)
        size, wanted = 0, max(len(waiting[0]), 1)
        for block in self._blocks:
            waiting.append(block)
            size += len(block)
            if size >= wanted:
                break
        self.data = b"".join(waiting)
        self.tried = False
        return size > 0

    def piece(self, start: int, end: int, fault: str = "", context: dict[str, bytes] | None = None) -> Piece:
        """The item from ``start`` to ``end`` of the data."""
        if self._begun is not None:
            (data, line), self._begun = self._begun, None
            return Piece(data, line, self.line_at(end), TOO_LONG)
        data, line = self.data[start:end].rstrip(), self.line_at(start)
        return Piece(data, line, line + data.count(b"\n"), fault, context or {})

    def lines(self) -> Iterator[bytes]:
        """The lines of the data and of all that follows."""
        return lines_of(chain((self.data,), self._blocks))

    def line_at(self, at: int) -> int:
        """The line that ``data[at]`` stands on. Asked in the order of the input."""
        if at > self._counted:
            self._line += self.data.count(b"\n", self._counted, at)
            self._counted = at
        return self._line
