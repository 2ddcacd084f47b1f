"""Cutting bytes into items, for formats that share a framing: JSON Lines, JSON arrays and envelopes."""

import re
from collections.abc import Iterator

import msgspec

_JSON_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|[{}\[\]]', re.S)


class Piece(msgspec.Struct, frozen=True):
    """An item's bytes and the lines (1-based, inclusive) they stand on."""

    data: bytes
    line: int
    end_line: int


def json_lines(chunks: Iterator[bytes]) -> Iterator[Piece]:
    """The non-blank lines of an input, each an item."""
    for number, line in enumerate(chunks, 1):
        data = line.strip()
        if data:
            yield Piece(data, number, number)


def json_objects(data: bytes, keys: tuple[bytes, ...] = ()) -> Iterator[Piece]:
    """The objects of a JSON array, of the array under one of ``keys`` in an enveloping object, or standing one after another.

    Objects are found by their brackets alone, so that a broken one costs itself only: the next is framed all the same.
    An object that is neither in an array nor an envelope is an item itself.
    """
    depth_wanted = _item_depth(data, keys)
    depth, start, line, counted = 0, -1, 1, 0
    for token in _JSON_TOKEN.finditer(data):
        char = token[0]
        if char == b"{" or char == b"[":
            if depth == depth_wanted and char == b"{":
                start = token.start()
            depth += 1
        elif char == b"}" or char == b"]":
            depth = max(depth - 1, 0)
            if depth == depth_wanted and start >= 0 and char == b"}":
                line += data.count(b"\n", counted, start)
                counted = start
                item = data[start : token.end()]
                yield Piece(item, line, line + item.count(b"\n"))
                start = -1
    if start >= 0:  # the input ends inside an object
        line += data.count(b"\n", counted, start)
        item = data[start:].rstrip()
        yield Piece(item, line, line + item.count(b"\n"))


def _item_depth(data: bytes, keys: tuple[bytes, ...]) -> int:
    """How many brackets are open around an item: 0 for objects in a row, 1 in an array, more in an envelope."""
    if data.lstrip()[:1] == b"[":
        return 1
    depth = 0
    for token in _JSON_TOKEN.finditer(data):
        char = token[0]
        if char in (b"{", b"["):
            depth += 1
        elif char in (b"}", b"]"):
            depth -= 1
            if depth == 0:
                return 0
        elif depth == 1 and char[1:-1] in keys and re.match(rb"\s*:\s*\[", data[token.end() : token.end() + 64]):
            return 2
    return 0
