"""The native format: records as JSON Lines, all fields, nothing lost."""

from collections.abc import Iterator

import msgspec

from paperconv.errors import ItemError
from paperconv.formats.base import Item, Note, items
from paperconv.io.encoding import Decoding
from paperconv.io.frames import json_lines
from paperconv.io.source import Source
from paperconv.model import Record, replace
from paperconv.model.record import FIELDS, JSON_NAMES

_DECODE = msgspec.json.Decoder(Record).decode
_FIELD_OF = {v: k for k, v in JSON_NAMES.items()}


class JsonlReader:
    """Reads what :class:`JsonlWriter` and ``paperconv parse`` write. A record keeps the origin that it states."""

    def frame(self, source: Source) -> Iterator[Item | Note]:
        """One item a line."""
        with source.open() as stream:
            text = Decoding(stream)
            yield from items(source, text, json_lines(text.lines()))

    def decode(self, item: Item) -> Record:
        """The record on a line. A member that the model does not know goes to ``extra`` under ``jsonl:``."""
        try:
            record = _DECODE(item.data)
        except msgspec.DecodeError as error:
            try:
                record = _with_unknown_members(item.data)
            except msgspec.DecodeError:
                raise ItemError(f"is no native record: {error}") from None
        if record.source is None:
            record = replace(record, source=item.origin("jsonl"))
        return record


class JsonlWriter:
    """Writes records as JSON Lines."""

    head, separator, foot = "", "\n", "\n"
    keyed = True
    carries = frozenset(FIELDS)
    extras: tuple[str, ...] = ("",)

    def encode(self, record: Record) -> str:
        """The record as one line of JSON."""
        return msgspec.json.encode(record).decode()


def _with_unknown_members(data: bytes) -> Record:
    members = msgspec.json.decode(data, type=dict[str, msgspec.Raw])
    unknown = {k: bytes(v).decode() for k, v in members.items() if k not in _FIELD_OF}
    if not unknown:
        raise msgspec.DecodeError("no unknown member")
    record = _DECODE(msgspec.json.encode({k: v for k, v in members.items() if k in _FIELD_OF}))
    extra = {f"jsonl:{k}": v.strip('"') if v.startswith('"') and "\\" not in v else v for k, v in unknown.items()}
    return replace(record, extra={**record.extra, **extra})


def patched(text: str, before: Record, after: Record) -> str | None:
    """The line of a record with the authors of ``after``, and nothing else; None where it has none."""
    from paperconv.formats.members_patch import with_member

    members = msgspec.json.decode(msgspec.json.encode(after))
    return with_member(text, "author", members.get("author", []))
