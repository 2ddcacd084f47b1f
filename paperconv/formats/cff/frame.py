"""Cutting a CITATION.cff into the works it names: the one it is about, the one it prefers to be cited, those it refers to.

Works are found by their lines (members at the margin, hyphens of the list under ``references``), so that a broken one costs itself only.
"""

import re
from collections.abc import Iterator

import msgspec

from paperconv.formats.base import Item, Note
from paperconv.io.frames import LIMIT, TOO_LONG

PREFERRED, REFERENCES = "preferred-citation", "references"
_MEMBER = re.compile(rb"""["']?([A-Za-z][\w-]*)["']?[ \t]*:(?:[ \t]+(.*)|)\Z""")
_ENTRY = re.compile(rb"([ \t]*)-(?:[ \t]|\Z)")
_NOTHING = re.compile(rb"[ \t]*(?:#.*)?|(?:---|\.\.\.)[ \t]*")
_ANCHOR = re.compile(rb"(?<![\w\"'])&([\w-]+)")
_ALIAS = re.compile(rb"(?<![\w\"'*\\])\*([\w-]+)[ \t]*(?:$|[,}\]])", re.M)


class Place(msgspec.Struct, frozen=True):
    """Which work of its file an item is: ``member`` is "" for the one that the file is about, else the member it stands in.

    ``without`` are the lines of the item (from 0, the end exclusive) that hold other works. ``before`` are the file's own members, where
    the item refers to them with YAML's aliases.
    """

    member: str = ""
    without: tuple[tuple[int, int], ...] = ()
    before: bytes = b""


def works(path: str, lines: list[bytes]) -> Iterator[Item | Note]:
    """One item a work, the file's own first."""
    if sum(map(len, lines)) > LIMIT:
        yield Item(path, lines[0], 1, len(lines), 0, fault=TOO_LONG)
        return
    spans = list(_members(lines))
    apart = [span for span in spans if _is_apart(lines, *span)]
    own = [span for span in spans if span not in apart]
    rest = b"".join(b"\n".join(lines[start:end]) + b"\n" for _, start, end in own)
    ordinal = 0
    if own:
        first, last = own[0][1], own[-1][2]
        without = tuple((start - first, end - first) for _, start, end in apart if first <= start < last)
        yield Item(path, b"\n".join(lines[first:last]), first + 1, last, ordinal, Place(without=without))
        ordinal += 1
    for name, start, end in apart:
        for begin, stop in _entries(lines, start, end) if name == REFERENCES else [(start, end)]:
            data = b"\n".join(lines[begin:stop])
            yield Item(path, data, begin + 1, stop, ordinal, Place(name, before=rest if _refers(data) else b""))
            ordinal += 1


def _members(lines: list[bytes]) -> Iterator[tuple[str, int, int]]:
    """The members at the margin: name, first line (from 0) and end, without the comments behind them."""
    begun: tuple[str, int] | None = None
    last = 0
    for number, line in enumerate(lines):
        match = _MEMBER.match(line)
        if match:
            if begun:
                yield (*begun, last)
            begun = match[1].decode(), number
        if not _NOTHING.fullmatch(line):
            last = number + 1
    if begun:
        yield (*begun, last)


def _is_apart(lines: list[bytes], name: str, start: int, end: int) -> bool:
    """True for a member that holds other works, in lines of their own."""
    if name == REFERENCES:
        return next(_entries(lines, start, end), None) is not None
    match = _MEMBER.match(lines[start])
    return name == PREFERRED and (end - start > 1 or (match is not None and _NOTHING.fullmatch(match[2] or b"") is None))


def _entries(lines: list[bytes], start: int, end: int) -> Iterator[tuple[int, int]]:
    """The first line (from 0) and the end of each entry of a list whose name stands on line ``start``."""
    indent: bytes | None = None
    begun = last = -1
    for number in range(start + 1, end):
        match = _ENTRY.match(lines[number])
        if match and (indent is None or match[1] == indent):
            if begun >= 0:
                yield begun, last
            indent, begun = match[1], number
        if not _NOTHING.fullmatch(lines[number]):
            last = number + 1
    if begun >= 0:
        yield begun, last


def _refers(data: bytes) -> bool:
    """True where an item has an alias whose anchor is not in it."""
    return b"*" in data and not set(_ANCHOR.findall(data)).issuperset(_ALIAS.findall(data))
