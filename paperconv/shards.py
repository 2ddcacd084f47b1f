"""The loop over records, cut into shards that an engine runs elsewhere: the same records, diagnostics and bytes as :mod:`paperconv.pipeline` gives.

Framing, citation keys and the rules on all records stay in this process: they need the order, or everything. What is pure goes away with its
shard: decoding, the rules on single records, repairs, encoding.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import repeat
from operator import itemgetter
from typing import Any, NamedTuple, TextIO, TypeVar, cast

import msgspec

from paperconv import pipeline
from paperconv.authors.examine import Examine
from paperconv.diagnostics import Collector, Diagnostic, Finding, Repair, code_of
from paperconv.engine.base import Engine, Lost
from paperconv.errors import InputError
from paperconv.formats.base import Item, Reader, Writer
from paperconv.formats.registry import writer_for
from paperconv.io.source import Source
from paperconv.io.spool import Spool, pack, unpack
from paperconv.keys import KeyList
from paperconv.model import Record, replace
from paperconv.output import OutputOptions, Selection
from paperconv.pipeline import Framed, Tick, Totals
from paperconv.rules.apply import FixLevel
from paperconv.rules.base import CorpusRule, rules_for

OnRepair = Callable[[Record, Finding, Repair], None]
T = TypeVar("T")
N = TypeVar("N", bound=msgspec.Struct)
_Piece = tuple[type[Reader], Item] | Diagnostic
_DIAGNOSTIC = 200
"""Bytes that a diagnostic counts for in a shard."""
_UNPACK = msgspec.msgpack.Decoder(list[Record]).decode


class _Part(msgspec.Struct):
    """What became of a shard that was read: its records and what was noted of each (packed), or their texts; what ``leads`` found of each
    record; what is to be told, in its order; and the counts.
    """

    packed: bytes
    notes: bytes
    leads: list[Sequence[Any]]
    texts: list[str]
    events: list[Any]
    totals: Totals


class _Reading(msgspec.Struct, frozen=True):
    """What is done to a shard of items: decoded; checked and repaired unless ``level`` is None; given back as records, texts, or not at all,
    with what ``note`` finds of each record, and what ``leads`` find for the rules on all records.
    """

    level: FixLevel | None
    selected: tuple[str, ...] | None  # in an order that is the same in every run
    examine: Examine | None
    tells_repairs: bool
    gives: str
    leads: tuple[Callable[[Record], Any] | None, ...] = ()
    note: Callable[[Record], Any] | None = None

    def __call__(self, shard: Sequence[_Piece]) -> _Part:
        events: list[Any] = []
        selected = None if self.selected is None else frozenset(self.selected)
        collector, totals = Collector(events.append, selected), Totals()

        def tell(record: Record, finding: Finding, repair: Repair) -> None:
            events.append((record, finding, repair))

        pieces = (p if isinstance(p, Diagnostic) else (_made(p[0]), p[1]) for p in shard)
        records = pipeline.decoded(pieces, collector, totals)
        if self.level is not None:
            on_repair = tell if self.tells_repairs else None
            records = pipeline.check(records, self.level, collector, totals, corpus=False, examine=self.examine, on_repair=on_repair)
        if self.gives == "texts":
            _, writer = writer_for("jsonl")
            return _Part(b"", b"", [], [writer.encode(r) for r in records], events, totals)
        read: list[Record] = []
        leads: list[Sequence[Any]] = []
        for record in records:
            read.append(record)
            leads.append([lead(record) if lead else None for lead in self.leads])  # at once, while the list was judged just now
        notes = pack(list(map(self.note, read))) if self.note is not None else b""
        return _Part(pack(read) if self.gives == "records" else b"", notes, leads, [], events, totals)


def _sorted(selected: frozenset[str] | None) -> tuple[str, ...] | None:
    return None if selected is None else tuple(sorted(selected))


@cache
def _made(reader: type[Reader]) -> Reader:
    return reader()


def checked(
    engine: Engine | None,
    sources: Iterable[Source],
    format: str,
    level: FixLevel,
    collector: Collector,
    totals: Totals,
    *,
    tick: Tick | None = None,
    examine: Examine | None = None,
    on_repair: OnRepair | None = None,
    wanted: bool = True,
) -> Iterator[Record]:
    """As :func:`pipeline.read` and :func:`pipeline.check` together. Records that nobody wants, not even a rule, do not come."""
    run = _Run(engine, sources, format, level, collector, totals, tick, examine, on_repair)
    return (found.record for found in run.found(None, wanted or bool(run.corpus_rules)))


def noted(
    engine: Engine | None,
    sources: Iterable[Source],
    format: str,
    level: FixLevel,
    collector: Collector,
    totals: Totals,
    note: Callable[[Record], N],
    kind: type[N],
    *,
    tick: Tick | None = None,
    examine: Examine | None = None,
    on_repair: OnRepair | None = None,
) -> Iterator[tuple[Record, N]]:
    """As :func:`checked`, each record with what ``note`` finds of it, which is of a ``kind``."""
    run = _Run(engine, sources, format, level, collector, totals, tick, examine, on_repair)
    return ((found.record, found.note) for found in run.found(note, True, kind))


class _Found(NamedTuple):
    """A record, what was noted of it, and what was found of it elsewhere for the rules on all records."""

    record: Record
    note: Any
    leads: Sequence[Any] = ()


class _Run(NamedTuple):
    """Reading and checking, here or elsewhere."""

    engine: Engine | None
    sources: Iterable[Source]
    format: str
    level: FixLevel
    collector: Collector
    totals: Totals
    tick: Tick | None
    examine: Examine | None
    on_repair: OnRepair | None

    @property
    def corpus_rules(self) -> list[CorpusRule]:
        """The rules on all records."""
        return rules_for(self.collector.selected, self.examine, self.level)[1]

    def found(self, note: Callable[[Record], Any] | None, wanted: bool, kind: type = object) -> Iterator[_Found]:
        """The records, with notes of a ``kind``; none elsewhere where none is ``wanted``."""
        rules = self.corpus_rules
        leads = tuple(r.note for r in rules)
        reading = _Reading(
            self.level, _sorted(self.collector.selected), self.examine, self.on_repair is not None, "records" if wanted else "",
            leads if any(leads) else (), note,
        )  # fmt: skip
        unpack_notes = msgspec.msgpack.Decoder(list[kind]).decode  # type: ignore[valid-type]

        def here(pieces: Iterable[Framed]) -> Iterator[_Found]:
            read = pipeline.decoded(pieces, self.collector, self.totals, self.tick)
            checked = pipeline.check(
                read, self.level, self.collector, self.totals, corpus=False, examine=self.examine, on_repair=self.on_repair
            )
            return (_Found(record, note(record) if note else None) for record in checked)

        def there(engine: Engine, pieces: Iterator[Framed]) -> Iterator[_Found]:
            for part in _parts(engine, reading, pieces, self.collector, self.totals, self.tick, self.on_repair):
                if part.packed:
                    records = _UNPACK(part.packed)
                    notes = unpack_notes(part.notes) if note else repeat(None)
                    yield from map(_Found, records, notes, part.leads)

        pieces = pipeline.framed(self.sources, self.format, self.totals)
        return pipeline.together(_shared(self.engine, pieces, here, there), rules, self.collector, itemgetter(0, 2))


def parsed(
    engine: Engine | None, sources: Iterable[Source], format: str, collector: Collector, totals: Totals, tick: Tick | None = None
) -> Iterator[str]:
    """The records as they were read, as lines of the native format without their ends."""
    _, writer = writer_for("jsonl")

    def here(pieces: Iterable[Framed]) -> Iterator[str]:
        return map(writer.encode, pipeline.decoded(pieces, collector, totals, tick))

    def there(engine: Engine, pieces: Iterator[Framed]) -> Iterator[str]:
        reading = _Reading(None, _sorted(collector.selected), None, False, "texts")
        for part in _parts(engine, reading, pieces, collector, totals, tick, None):
            yield from part.texts

    return _shared(engine, pipeline.framed(sources, format, totals), here, there)


def _shared(
    engine: Engine | None,
    pieces: Iterator[Framed],
    here: Callable[[Iterable[Framed]], Iterator[T]],
    there: Callable[[Engine, Iterator[Framed]], Iterator[T]],
) -> Iterator[T]:
    """What comes of the first pieces, until they took ``engine.start`` seconds, here, and of the rest there. Without an engine all is done here."""
    if engine is None:
        yield from here(pieces)
    else:
        if not engine.started:
            yield from here(_first(pieces, time.process_time() + engine.start))
        yield from there(engine, pieces)


def _first(pieces: Iterator[Framed], end: float) -> Iterator[Framed]:
    """The pieces that are worked on until this process has had so many seconds of the processor."""
    while time.process_time() < end and (piece := next(pieces, None)) is not None:
        yield piece


def _parts(
    engine: Engine,
    reading: _Reading,
    pieces: Iterator[Framed],
    collector: Collector,
    totals: Totals,
    tick: Tick | None,
    on_repair: OnRepair | None,
) -> Iterator[_Part]:
    """What becomes of the pieces elsewhere, shard by shard, once it was told and counted here."""
    failed: list[InputError] = []
    for part in engine.run(reading, _cut(pieces, engine.size, failed)):
        if isinstance(part, Lost):
            _tell_lost(part, cast("_Piece", part.shard[0]), collector, totals)
            continue
        for event in part.events:
            if isinstance(event, Diagnostic):
                collector.add(event)
            elif on_repair is not None:
                on_repair(*event)
        for name in ("records", "rejected", "repaired"):
            setattr(totals, name, getattr(totals, name) + getattr(part.totals, name))
        if tick is not None:
            for _ in range(part.totals.records):
                tick()
        yield part
    if failed:
        raise failed[0]


def _cut(pieces: Iterator[Framed], size: int, failed: list[InputError]) -> Iterator[list[_Piece]]:
    """The pieces in shards of ``size`` bytes. An input that cannot be read ends them, and is told when all before it are through."""
    shard: list[_Piece] = []
    room = size
    try:
        for piece in pieces:
            shard.append(piece if isinstance(piece, Diagnostic) else (type(piece[0]), piece[1]))
            room -= _size(piece)
            if room <= 0:
                yield shard
                shard, room = [], size
    except InputError as error:
        failed.append(error)
    if shard:
        yield shard


def _size(piece: Framed) -> int:
    return _DIAGNOSTIC if isinstance(piece, Diagnostic) else len(piece[1].data)


class _Text(msgspec.Struct):
    """What became of a shard that was written: the entries, how many they are, and what the format has no place for."""

    text: str
    written: int
    lost: Counter[str]


class _Writing(msgspec.Struct, frozen=True):
    """What is done to a shard of packed records and their keys: they become entries of a format."""

    format: str
    target: str
    options: OutputOptions

    def __call__(self, shard: Sequence[tuple[bytes, str]]) -> _Text:
        _, writer = writer_for(self.format, self.target, self.options)
        select = Selection(self.options.fields, self.options.omit) if self.options.fields or self.options.omit else None
        lost: Counter[str] = Counter()
        lacking = pipeline.uncarried(writer)
        entries = []
        for packed, key in shard:
            record = replace(unpack(packed), id=key)
            record = select(record) if select else record
            entries.append(writer.encode(record))
            pipeline.count_lost(record, writer, lacking, lost)
        return _Text(writer.separator.join(entries), len(entries), lost)


def emitting(engine: Engine, format: str, target: str) -> pipeline.Emit:
    """Writes as :func:`pipeline.stream_out_of` does; the entries of a long output are made elsewhere."""

    def emit(spool: Spool, keys: KeyList, writer: Writer, stream: TextIO, collector: Collector, totals: Totals, options: OutputOptions) -> None:
        if not engine.started:
            pipeline.stream_out_of(spool, keys, writer, stream, collector, totals, options)
            return
        stream.write(writer.head)
        lost: Counter[str] = Counter()
        before = totals.written
        for part in engine.run(_Writing(format, target, options), _cut_output(pipeline.in_order(spool, keys, options.sort), engine.size)):
            if isinstance(part, Lost):
                packed, key = part.shard[0]
                origin = unpack(packed).origin
                place = Item(origin.path, b"", origin.line, origin.end_line, origin.ordinal)
                _tell_lost(part, (Reader, place), collector, totals, key)
                continue
            stream.write(writer.separator + part.text if totals.written > before else part.text)
            totals.written += part.written
            lost.update(part.lost)
        stream.write(writer.foot)
        collector.not_carried.update(lost)

    return emit


def _cut_output(entries: Iterable[tuple[bytes, str]], size: int) -> Iterator[list[tuple[bytes, str]]]:
    """Packed records and their keys in shards of ``size`` bytes."""
    shard: list[tuple[bytes, str]] = []
    room = size
    for packed, key in entries:
        shard.append((packed, key))
        room -= len(packed)
        if room <= 0:
            yield shard
            shard, room = [], size
    if shard:
        yield shard


def _tell_lost(lost: Lost, piece: _Piece, collector: Collector, totals: Totals, record: str = "") -> None:
    """Says which item ended its process, and counts it as not read."""
    totals.rejected += 1
    if isinstance(piece, Diagnostic):  # nothing is done with one elsewhere that could end a process
        collector.add(piece)
        return
    item, entry = piece[1], code_of("PC091")
    collector.add(
        Diagnostic(
            code=entry.code,
            name=entry.name,
            severity=entry.severity,
            message=f"the process that worked on this item died ({lost.reason}); the item is left out, please report it",
            path=item.path,
            line=item.line,
            end_line=item.end_line,
            column=1,
            record=record,
            ordinal=item.ordinal,
            confidence=1.0,
        )
    )
