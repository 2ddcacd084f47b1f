"""What a format is: a reader that cuts and decodes, a writer that encodes."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol

import msgspec

from paperconv.io.encoding import Decoding, Text
from paperconv.io.frames import Piece
from paperconv.io.source import Source
from paperconv.model import Origin, Record


class Item(msgspec.Struct, frozen=True):
    """A piece of an input that holds one paper: its bytes (UTF-8) and where they stood.

    ``line`` and ``end_line`` are 1-based and inclusive; ``ordinal`` counts the items of the input from 0. ``context`` is what the
    reader learned from the rest of the file (a listing's layout, BibTeX's @string), so that an item is decoded by itself.
    ``fault`` is why it cannot be decoded at all ("the input ends inside this item"); such an item is reported and never decoded.
    """

    path: str
    data: bytes
    line: int
    end_line: int
    ordinal: int
    context: Any = None
    fault: str = ""

    @property
    def text(self) -> str:
        """The item's bytes as text."""
        return self.data.decode("utf-8")

    def origin(self, format: str, lines: dict[str, int] | None = None, owner: str = "") -> Origin:
        """The origin of the record that this item becomes."""
        apart = {field: line for field, line in lines.items() if line != self.line} if lines else {}
        return Origin(path=self.path, format=format, line=self.line, end_line=self.end_line, ordinal=self.ordinal, lines=apart, owner=owner)


class Note(msgspec.Struct, frozen=True):
    """Something to report about an input that is in no item (a PC0xx code): furniture of the page, a guessed encoding."""

    code: str
    message: str
    line: int
    end_line: int


def items(source: Source, text: Decoding, pieces: Iterable[Piece]) -> Iterator[Item | Note]:
    """The pieces of an input as its items, and behind them a note where its encoding had to be guessed."""
    for ordinal, piece in enumerate(pieces):
        yield Item(source.path, piece.data, piece.line, piece.end_line, ordinal, piece.context or None, piece.fault)
    yield from encoding_note(text)


def encoding_note(text: Decoding | Text) -> Iterator[Note]:
    """A note (PC003) where the encoding of what was read had to be guessed."""
    if text.guessed:
        yield Note("PC003", f"read as {text.encoding}", 1, 1)


class Reader(Protocol):
    """Reads one format. ``frame`` does the I/O; ``decode`` is pure, so that it runs anywhere."""

    def frame(self, source: Source) -> Iterator[Item | Note]:
        """Cuts an input into items; what is in no item comes as a note. Every non-blank line is in one or the other."""
        ...

    def decode(self, item: Item) -> Record:
        """The paper in an item. Raises :class:`~paperconv.errors.ItemError` where there is none that can be read."""
        ...


class Writer(Protocol):
    """Writes one format: ``head``, entries joined by ``separator``, ``foot``.

    ``carries`` are the fields (Python names) that the format can hold; ``extras`` are the prefixes of ``extra`` that it gives back.
    ``keyed`` is True where each entry needs a citation key.
    """

    head: str
    separator: str
    foot: str
    keyed: bool
    carries: frozenset[str]
    extras: tuple[str, ...]

    def encode(self, record: Record) -> str:
        """The record as an entry, without the separator."""
        ...


Patch = Callable[[str, Record, Record], str | None]
"""Takes the text of an item, its record and the record with other authors; gives the text with these, else as it stands, or None."""


class FormatSpec(msgspec.Struct, frozen=True):
    """A row of the table of formats. ``reader`` and ``writer`` are ``module:Class``, imported when first used; "" where there is none.

    ``patch`` is ``module:function`` of a :data:`Patch`.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    reader: str = ""
    writer: str = ""
    patch: str = ""
