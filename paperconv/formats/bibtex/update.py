"""Writing into a .bib file that is there: known entries are replaced, new ones added, everything else stays byte for byte."""

import bisect
import io
import re
from collections.abc import Callable, Iterable

import msgspec

from paperconv.errors import ItemError
from paperconv.formats.base import Item, Writer
from paperconv.formats.bibtex.reader import BibtexReader
from paperconv.io.source import Source
from paperconv.model import Record
from paperconv.model.record import FIELDS, IGNORE


class Entry(msgspec.Struct, frozen=True):
    """An entry of a file: where its text begins and ends, and what it says."""

    start: int
    end: int
    record: Record


def entries(text: str) -> list[Entry]:
    """The entries of a .bib file that can be read, in their order."""
    reader, found, at = BibtexReader(), [], 0
    text = text.removeprefix("\ufeff")
    plain, place = one_line_end(text)
    for item in reader.frame(Source("update.bib", stream=io.BytesIO(plain.encode()))):
        start = plain.find(item.text, at) if isinstance(item, Item) else -1
        if not isinstance(item, Item) or start < 0:
            continue
        at = start + len(item.text.rstrip())
        try:
            record = reader.decode(item)
            extra = {k: v for k, v in record.extra.items() if k != IGNORE}  # the comment before an entry is no part of it
            found.append(Entry(place(start), place(at), msgspec.structs.replace(record, extra=extra)))
        except ItemError:
            continue
    return found


def one_line_end(text: str) -> tuple[str, Callable[[int], int]]:
    """The text as readers see it, with ``\\n`` for ``\\r\\n``, and where a place in it is in the text as it stands."""
    ends = [match.start() - n for n, match in enumerate(re.finditer("\r\n", text))]
    return text.replace("\r\n", "\n").replace("\r", "\n"), lambda at: at + bisect.bisect_left(ends, at)


def updated(text: str, records: Iterable[Record], writer: Writer) -> str:
    """The text of a .bib file with the entries that have a record's key replaced, and the other records added at its end.

    What an entry had and its record has not (a note, a file, a field of somebody's own) stays with it; an entry of which nothing
    changes keeps its bytes. Macros are written out in the entries that are replaced, and only there.
    """
    mark = "\ufeff" * text.startswith("\ufeff")
    text = text.removeprefix(mark)
    line_end = "\r\n" if text.count("\r\n") * 2 > text.count("\n") else "\n"
    known = {entry.record.id: entry for entry in entries(text)}
    replaced: dict[int, tuple[int, str]] = {}
    added: list[str] = []
    for record in records:
        entry = known.get(record.id)
        if entry is None:
            added.append(writer.encode(record))
            continue
        record = msgspec.structs.replace(record, extra={k: v for k, v in record.extra.items() if k != IGNORE})
        new = writer.encode(filled(record, entry.record))
        if new != writer.encode(entry.record):
            replaced[entry.start] = (entry.end, new.replace("\n", line_end))
    parts, done = [], 0
    for start in sorted(replaced):
        end, new = replaced[start]
        parts += [text[done:start], new]
        done = end
    kept = mark + "".join([*parts, text[done:]])
    if not added:
        return kept
    gap = writer.separator[kept.endswith("\n") :] if kept.strip() else ""
    return kept + (gap + writer.separator.join(added) + writer.foot).replace("\n", line_end)


def filled(record: Record, old: Record) -> Record:
    """``record`` with what only ``old`` says. Its type is the old one where it is no better known than a preprint's."""
    values = {f: getattr(record, f) or getattr(old, f) for f in FIELDS}
    values["type"] = old.type if record.type == "article" else record.type
    for field in ("identifiers", "extra"):
        values[field] = {**getattr(old, field), **getattr(record, field)}
    return msgspec.structs.replace(record, **values)
