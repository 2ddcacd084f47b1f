"""The reader of Crossref's formats: JSON and XML are told apart by their first sign."""

from collections.abc import Iterator

from paperconv.formats.base import Item, Note, items
from paperconv.formats.crossref.works import decode_work
from paperconv.io.encoding import Decoding
from paperconv.io.frames import json_objects
from paperconv.io.source import Source
from paperconv.model import Record


class CrossrefReader:
    """Reads works as JSON (one, an answer, the ``items`` of an answer, an array, one a line) and deposits as XML."""

    def frame(self, source: Source) -> Iterator[Item | Note]:
        """One item a work."""
        is_xml = source.head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
        with source.open() as stream:
            text = Decoding(stream)
            if is_xml:
                from paperconv.formats.crossref.unixref import frame

                yield from frame(source, text)
            else:
                yield from items(source, text, json_objects(text.blocks(), ("message.items", "items")))

    def decode(self, item: Item) -> Record:
        """The paper in a work. Raises :class:`ItemError` for an answer or a deposit without one."""
        if item.data.lstrip().startswith(b"<"):
            from paperconv.formats.crossref.unixref import decode_deposit

            return decode_deposit(item)
        return decode_work(item)
