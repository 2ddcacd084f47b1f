"""The reader of DataCite's formats: JSON and XML are told apart by their first sign."""

from collections.abc import Iterator
from typing import Any

import msgspec

from paperconv.errors import ItemError
from paperconv.formats.base import Item, Note, items
from paperconv.formats.datacite.attributes import decode_attributes, finished, new_draft
from paperconv.io.encoding import Decoding
from paperconv.io.frames import json_objects, xml_elements
from paperconv.io.source import Source
from paperconv.model import Record


class DataciteReader:
    """Reads DOIs as JSON (an answer, its ``data``, an array, one a line, bare attributes) and ``<resource>`` elements, in OAI answers too."""

    def frame(self, source: Source) -> Iterator[Item | Note]:
        """One item a DOI."""
        is_xml = source.head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
        with source.open() as stream:
            text = Decoding(stream)
            pieces = xml_elements(text.blocks(), ("resource",)) if is_xml else json_objects(text.blocks(), ("data",))
            yield from items(source, text, pieces)

    def decode(self, item: Item) -> Record:
        """The work in an item. Raises :class:`ItemError` for an answer without one."""
        draft = new_draft(item)
        if item.data.lstrip().startswith(b"<"):
            from paperconv.formats.datacite.resource import attributes
            from paperconv.io.xml import parse

            decode_attributes(draft, attributes(parse(item.data)))
            return finished(draft)
        try:
            found = msgspec.json.decode(item.data)
        except msgspec.DecodeError as error:
            raise ItemError(f"is no JSON: {error}") from None
        outer = _object(found)
        if "data" in outer and "attributes" not in outer:
            if not isinstance(outer["data"], dict) or not outer["data"]:
                raise ItemError("is an answer of DataCite without a DOI")
            outer = {**{k: v for k, v in outer.items() if k != "data"}, **outer["data"]}
        inner = outer.pop("attributes", None)
        if isinstance(inner, dict):
            attributes_ = dict(inner)
            for name, value in outer.items():
                if name == "id" and str(value).lower() == str(inner.get("doi") or "").lower():
                    continue
                attributes_.setdefault("doi" if name == "id" and "doi" not in inner else f"data.{name}", value)
        else:
            attributes_ = outer
        decode_attributes(draft, attributes_)
        return finished(draft)


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ItemError("is no JSON object")
    if "errors" in value and "data" not in value:
        raise ItemError("is an answer of DataCite that names errors")
    return value
