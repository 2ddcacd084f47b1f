"""What is found of each record by itself before any two are compared: in whatever process, as it is pure."""

import msgspec

from paperconv.duplicates import blocks, links
from paperconv.duplicates.merge import digest
from paperconv.duplicates.sketch import Sketch, sketch
from paperconv.model import Record
from paperconv.model import date as dates
from paperconv.model.text import fold

_ROUGHLY = 24
"""Letters of a title that are in memory to put works in order."""


class Noted(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """Of a record what is compared, its keys (:func:`~paperconv.duplicates.blocks.codes`), a digest of what it says, the title by which parts
    name it ("" where it has none), and roughly where it stands in a bibliography.
    """

    sketch: Sketch
    codes: list[int]
    digest: int
    whole: str
    filed: bytes


def note(record: Record) -> Noted:
    """What is found of a record by itself. Pure."""
    made = sketch(record)
    return Noted(made, blocks.codes(made), int(digest(record), 16), links.whole_of(record), roughly(record))


def roughly(record: Record) -> bytes:
    """The first author, the year and the beginning of the title."""
    name = fold(record.author[0].literal or record.author[0].family or record.author[0].given) if record.author else "\uffff"
    return f"{name}\0{dates.year(record.issued):04}\0{fold(record.title)[:_ROUGHLY]}".encode()
