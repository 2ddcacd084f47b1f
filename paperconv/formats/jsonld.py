"""JSON-LD in schema.org's vocabulary: papers, data sets and software as archives and CodeMeta give them (https://www.w3.org/TR/json-ld11/)."""

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from paperconv.errors import ItemError
from paperconv.formats import schemaorg
from paperconv.formats.base import Item, Note, encoding_note
from paperconv.formats.draft import Draft
from paperconv.io.encoding import Decoding
from paperconv.io.frames import Piece, json_objects
from paperconv.io.source import Source
from paperconv.model import Record

_GRAPH = re.compile(rb'"@graph"\s*:\s*\[')
_REFERENCE = re.compile(rb'"@id"\s*:\s*("(?:[^"\\]|\\.)*")')


class JsonldReader:
    """Reads works: one, an array, one a line, the entries of a list, or the works of a graph (which is held whole, for what they refer to)."""

    def frame(self, source: Source) -> Iterator[Item | Note]:
        """One item a work. The persons, organisations and journals of a graph are the context of the works that name them."""
        with source.open() as stream:
            text = Decoding(stream)
            pieces = json_objects(text.blocks(), ("@graph", "itemListElement", "dataFeedElement"))
            if _GRAPH.search(source.head):
                yield from _graph(source.path, list(pieces))
            else:
                for ordinal, piece in enumerate(pieces):
                    yield Item(source.path, piece.data, piece.line, piece.end_line, ordinal, None, piece.fault)
            yield from encoding_note(text)

    def decode(self, item: Item) -> Record:
        """The work in an object. Raises :class:`ItemError` for what is none."""
        node = schemaorg.plain(_object(item.data))
        if not isinstance(node, dict):
            raise ItemError("is a list and no work")
        index = {name: schemaorg.plain(_object(data)) for name, data in (item.context or {}).items()}
        node, around = schemaorg.unwrapped(schemaorg.resolved(node, index))
        draft = Draft("jsonld", item)
        schemaorg.fill(draft, node, around)
        record = draft.record()
        if (not record.title and not record.identifiers) or schemaorg.is_no_work(node):
            raise ItemError(f"is no work of schema.org with a title or an identifier (its type is {', '.join(schemaorg.types(node)) or 'missing'})")
        return record


def _graph(path: str, pieces: list[Piece]) -> Iterator[Item | Note]:
    """The works of a graph; where it has none, all its objects."""
    found = [(piece, _node(piece)) for piece in pieces]
    index = {str(node["@id"]): piece.data for piece, node in found if "@id" in node}
    chosen = [piece for piece, node in found if piece.fault or not node or schemaorg.is_work(node)] or pieces
    for ordinal, piece in enumerate(chosen):
        yield Item(path, piece.data, piece.line, piece.end_line, ordinal, _referred(piece.data, index) or None, piece.fault)
    if outside := [piece for piece in pieces if piece not in chosen]:
        yield Note("PC005", "objects of a graph that are no work: persons, organisations, journals", outside[0].line, outside[-1].end_line)


def _referred(data: bytes, index: dict[str, bytes]) -> dict[str, bytes]:
    """The objects that one refers to, and those that they refer to."""
    out: dict[str, bytes] = {}
    waiting = [data]
    while waiting:
        for match in _REFERENCE.finditer(waiting.pop()):
            name = str(msgspec.json.decode(match[1]))
            if name in index and name not in out and index[name] != data:
                out[name] = index[name]
                waiting.append(index[name])
    return out


def _node(piece: Piece) -> dict[str, Any]:
    """The object of a piece, an empty one where it cannot be decoded."""
    try:
        return _object(piece.data)
    except ItemError:
        return {}


def _object(data: bytes) -> dict[str, Any]:
    try:
        found = msgspec.json.decode(data)
    except (msgspec.DecodeError, RecursionError) as error:
        raise ItemError(f"is no JSON: {error}") from None
    if not isinstance(found, dict):
        raise ItemError("is no JSON object")
    return found
