"""CSL-JSON, as citeproc, pandoc and Zotero read and write it."""

from collections.abc import Iterator

import msgspec

from paperconv.errors import ItemError
from paperconv.formats.base import Item, Note, items
from paperconv.formats.csl.mapping import csl_item, record_of
from paperconv.io.encoding import Decoding
from paperconv.io.frames import json_objects
from paperconv.io.source import Source
from paperconv.model import Record
from paperconv.model.record import FIELDS, IGNORE


class CslJsonReader:
    """Reads CSL-JSON: an array, a single item, items under ``items`` or ``references``, or items one after another."""

    def frame(self, source: Source) -> Iterator[Item | Note]:
        """One item an object."""
        with source.open() as stream:
            text = Decoding(stream)
            yield from items(source, text, json_objects(text.blocks(), ("items", "references")))

    def decode(self, item: Item) -> Record:
        """The record in a CSL item. Members that the model has no room for go to ``extra`` under ``csl:``."""
        try:
            members = msgspec.json.decode(item.data)
        except msgspec.DecodeError as error:
            raise ItemError(f"is no JSON: {error}") from None
        if not isinstance(members, dict):
            raise ItemError("is no CSL item: an object was expected")
        return record_of(members, item, "csl-json")


class CslJsonWriter:
    """Writes a CSL-JSON array that is valid against the schema and renders in every processor."""

    head, separator, foot = "[\n", ",\n", "\n]\n"
    keyed = True
    carries = frozenset(FIELDS)
    extras: tuple[str, ...] = ("csl:", IGNORE)

    def __init__(self, hidden: frozenset[str] = frozenset()) -> None:
        self.hidden = hidden

    def encode(self, record: Record) -> str:
        """The record as one CSL item."""
        return " " + msgspec.json.encode(csl_item(record, self.hidden)).decode()
