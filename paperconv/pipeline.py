"""The only loop over records: read -> repair -> check -> write, with counts. Generators from end to end."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TextIO, TypeVar

import msgspec

from paperconv.authors.examine import Examine
from paperconv.diagnostics import Collector, Diagnostic, Finding, Repair, Severity, code_of, place
from paperconv.errors import InputError, ItemError
from paperconv.formats.base import FormatSpec, Item, Note, Reader, Writer
from paperconv.formats.registry import reader_for
from paperconv.io.source import Source
from paperconv.io.spool import Spool, unpack
from paperconv.keys import KeyList, KeyMaker, base_key, is_given, renew, tie_breaker
from paperconv.model import Record, identifier, replace
from paperconv.model.identifier import ARXIV_DOI, arxiv_doi
from paperconv.model.record import FIELDS, JSON_NAMES
from paperconv.output import AS_IT_IS, OutputOptions, Selection, Sort
from paperconv.rules.apply import FixLevel, mend
from paperconv.rules.base import CorpusRule, Rule, rules_for
from paperconv.rules.ignore import ignored_by

Tick = Callable[[], None]
T = TypeVar("T")


class Totals(msgspec.Struct):
    """What a run did, in numbers of inputs and records."""

    inputs: int = 0
    records: int = 0
    rejected: int = 0
    repaired: int = 0
    written: int = 0
    works: int = 0
    unsure: int = 0
    linked: int = 0


Framed = tuple[Reader, Item] | Diagnostic
"""An item with what decodes it, or what is to be said of an input at this place."""


def read(sources: Iterable[Source], format: str, collector: Collector, totals: Totals, tick: Tick | None = None) -> Iterator[Record]:
    """The records of all sources, one at a time. What cannot be read is reported and counted; the rest goes on.

    Raises :class:`~paperconv.errors.InputError` for a source that cannot be read at all, unless it was only found in a folder.
    """
    return decoded(framed(sources, format, totals), collector, totals, tick)


def framed(sources: Iterable[Source], format: str, totals: Totals) -> Iterator[Framed]:
    """The items of all sources, not yet decoded. Raises as :func:`read` does."""
    empty: list[Source] = []
    items = 0
    for source in sources:
        totals.inputs += 1
        try:
            if not source.head.strip():
                empty.append(source)
                continue
            spec, reader = reader_for(source, format)
            for piece in _frame_one(source, spec, reader, totals):
                items += isinstance(piece, tuple)
                yield piece
        except InputError as error:
            if not source.root:
                raise
            totals.rejected += 1
            yield _about(source, "PC001", str(error).removeprefix(f"{source.path}: "))
    if empty and not items and not totals.records and not totals.rejected and not empty[0].root:
        raise InputError(f"{empty[0].path}: is empty; there is nothing to read")
    for source in empty:
        yield _about(source, "PC004", "is empty; there is nothing to read", severity=Severity.WARNING)


def _frame_one(source: Source, spec: FormatSpec, reader: Reader, totals: Totals) -> Iterator[Framed]:
    items, told = 0, False
    for item in reader.frame(source):
        if isinstance(item, Note):
            told = told or item.code == "PC004"
            yield _about(source, item.code, item.message, item.line, item.end_line)
            continue
        items += 1
        yield reader, item
    if source.fault:
        totals.rejected += 1
        yield _about(source, "PC001", source.fault)
    if not items:
        totals.rejected += 1
        if not told:
            message = f"holds no paper that could be read as {spec.name}; if it is of another format, name it: -f FORMAT (see: paperconv formats)"
            yield _about(source, "PC004", message)


def decoded(pieces: Iterable[Framed], collector: Collector, totals: Totals, tick: Tick | None = None) -> Iterator[Record]:
    """The records in items; what is no record goes to the collector, in its place."""
    for piece in pieces:
        if isinstance(piece, Diagnostic):
            collector.add(piece)
            continue
        reader, item = piece
        record = _decode(item, reader, collector)
        if record is None:
            totals.rejected += 1
            continue
        totals.records += 1
        if tick is not None:
            tick()
        yield complete(record)


def _decode(item: Item, reader: Reader, collector: Collector) -> Record | None:
    """The record of an item; what goes wrong, in the input or in a decoder, costs this item only."""
    try:
        if item.fault:
            raise ItemError(item.fault)
        return reader.decode(item)
    except ItemError as error:
        code, message, line = error.code, str(error), error.line or item.line
    except RecursionError:
        code, message, line = "PC001", "is nested too deeply to be a record", item.line
    except Exception as error:
        code, message, line = "PC090", f"paperconv failed on this item ({_named(error)}); please report it", item.line
    entry = code_of(code)
    collector.add(
        Diagnostic(
            code=code,
            name=entry.name,
            severity=entry.severity,
            message=message,
            path=item.path,
            line=line,
            end_line=item.end_line,
            column=1,
            ordinal=item.ordinal,
            confidence=1.0,
        )
    )
    return None


_ARXIV_PREFIX = ARXIV_DOI.partition("/")[0]


def complete(record: Record) -> Record:
    """What follows from the record with certainty: the DOI that arXiv registers for each of its papers, and the reverse; a citation key."""
    arxiv, doi = record.identifiers.get("arxiv"), record.identifiers.get("doi")
    if arxiv and not doi:
        record = replace(record, identifiers={**record.identifiers, "doi": arxiv_doi(arxiv)})
    elif doi and not arxiv and doi.startswith(_ARXIV_PREFIX) and (arxiv := identifier.arxiv(doi)):
        record = replace(record, identifiers={**record.identifiers, "arxiv": arxiv})
    return record if record.id else replace(record, id=base_key(record))


def check(
    records: Iterable[Record],
    level: FixLevel,
    collector: Collector,
    totals: Totals,
    *,
    corpus: bool = True,
    examine: Examine | None = None,
    on_repair: Callable[[Record, Finding, Repair], None] | None = None,
) -> Iterator[Record]:
    """The records, repaired as far as ``level`` permits; everything that was found goes to the collector.

    ``corpus`` also runs the rules on all records together, which speak when the last one is through. ``examine`` judges the columns of
    author lists in the name model's stead.
    """
    rules, corpus_rules = rules_for(collector.selected, examine, level)
    mended = _mended(records, rules, level, collector, totals, on_repair)
    return together(mended, corpus_rules, collector, alone) if corpus else mended


def _mended(
    records: Iterable[Record],
    rules: Sequence[Rule],
    level: FixLevel,
    collector: Collector,
    totals: Totals,
    on_repair: Callable[[Record, Finding, Repair], None] | None,
) -> Iterator[Record]:
    for record in records:
        codes, unknown = ignored_by(record)
        if not (rules or unknown):
            yield record
            continue
        try:
            mended, findings = mend(record, rules, level, codes)
        except Exception as error:  # a rule's bug costs the findings on this record, never the record
            mended, findings = (
                record,
                [Finding(code="PC090", message=f"paperconv failed on this record ({_named(error)}); please report it")],
            )
        if not (findings or unknown):
            yield mended
            continue
        made = {(c.code, c.field, c.message) for c in mended.history[len(record.history) :]}
        for finding in (*unknown, *findings):
            collector.add(place(finding, record))
            if on_repair and finding.repair and (finding.code, finding.repair.field, finding.repair.description) in made:
                on_repair(record, finding, finding.repair)
        if made:
            totals.repaired += 1
            mended = renew(record, mended)
        yield mended


def alone(record: Record) -> tuple[Record, Sequence[Any]]:
    """The record, of which nothing was found elsewhere."""
    return record, ()


def together(
    items: Iterable[T], rules: Iterable[CorpusRule], collector: Collector, of: Callable[[T], tuple[Record, Sequence[Any]]]
) -> Iterator[T]:
    """``items``; when the last one is through, the collector has what ``rules`` find in all their records.

    ``of`` gives the record of an item, and what the rules' ``note`` found of it in another process, nothing where it was not asked.
    """
    rules = list(rules)
    checks = [r.make() for r in rules]
    if not checks:
        yield from items
        return
    ignored: dict[tuple[str, int], frozenset[str]] = {}
    nothing = [None] * len(rules)
    for item in items:
        record, noted = of(item)
        if codes := ignored_by(record)[0]:
            ignored[record.origin.path, record.origin.ordinal] = codes
        for corpus_check, found in zip(checks, noted or nothing, strict=True):
            corpus_check.add(record, found)
        yield item
    for corpus_check in checks:
        for diagnostic in corpus_check.finish():
            if diagnostic.code not in ignored.get((diagnostic.path, diagnostic.ordinal), ()):
                collector.add(diagnostic)


def write(
    records: Iterable[Record],
    writer: Writer,
    stream: TextIO,
    collector: Collector,
    totals: Totals,
    options: OutputOptions = AS_IT_IS,
    maker: KeyMaker | None = None,
    before: str = "",
    emit: "Emit | None" = None,
) -> KeyList:
    """Writes all records with citation keys that are unique in the run, and gives the keys in the order in which the records came.

    ``before`` is the text of a .bib file that is to be updated, "" where all is written anew.
    The records wait in a spool until all keys are known, so that memory does not grow with their number. ``emit`` writes them from
    there in another way than :func:`stream_out_of` does.
    """
    with Spool() as spool:
        keys = collect(records, spool, maker or KeyMaker())
        if before:
            from paperconv.formats.bibtex.update import updated

            stream.write(updated(before, watched(called(spool, keys, options), writer, collector, totals), writer))
        else:
            (emit or stream_out_of)(spool, keys, writer, stream, collector, totals, options)
    return keys


def collect(records: Iterable[Record], spool: Spool, maker: KeyMaker) -> KeyList:
    """Puts the records into the spool and gives their citation keys, unique without regard to case."""
    keys = KeyList()
    for record in records:
        spool.append(record)
        keys.append(*maker.base(record))

    def rank(at: int) -> tuple[bool, str]:
        record = spool[at]
        return maker.pattern is not None or not is_given(record), tie_breaker(record)

    keys.settle(rank, maker.known.reserved if maker.known else frozenset())
    return keys


def called(spool: Spool, keys: KeyList, options: OutputOptions) -> Iterator[Record]:
    """The records of the spool under their keys, with the fields and in the order that the options ask for."""
    select = Selection(options.fields, options.omit) if options.fields or options.omit else None
    for packed, key in in_order(spool, keys, options.sort):
        record = unpack(packed)
        record = record if record.id == key else replace(record, id=key)
        yield select(record) if select else record


def in_order(spool: Spool, keys: KeyList, sort: Sort) -> Iterator[tuple[bytes, str]]:
    """The packed records and their keys in the order of the output; the oldest first, and those without a date last."""
    if sort == "none":
        yield from zip(spool.packed(), keys, strict=True)
        return
    names = list(keys)
    dates = [record.issued or "~" for record in spool] if sort == "date" else [""] * len(keys)
    for i in sorted(range(len(keys)), key=lambda i: (dates[i], names[i].lower(), i)):
        yield spool.packed_at(i), names[i]


Emit = Callable[[Spool, KeyList, Writer, TextIO, Collector, Totals, OutputOptions], None]


def stream_out_of(spool: Spool, keys: KeyList, writer: Writer, stream: TextIO, collector: Collector, totals: Totals, options: OutputOptions) -> None:
    """Writes the records of the spool, one after the other, under their keys."""
    stream_out(called(spool, keys, options), writer, stream, collector, totals)


def stream_out(records: Iterable[Record], writer: Writer, stream: TextIO, collector: Collector, totals: Totals) -> None:
    """Writes each record as it comes, under the key it has; counts what the format cannot carry."""
    stream.write(writer.head)
    for n, record in enumerate(watched(records, writer, collector, totals)):
        stream.write(writer.separator + writer.encode(record) if n else writer.encode(record))
    stream.write(writer.foot)


def watched(records: Iterable[Record], writer: Writer, collector: Collector, totals: Totals) -> Iterator[Record]:
    """The records that go to a writer, counted; what the format cannot carry is counted in the collector."""
    lost: Counter[str] = Counter()
    lacking = uncarried(writer)
    for record in records:
        yield record
        totals.written += 1
        count_lost(record, writer, lacking, lost)
    collector.not_carried.update(lost)


def uncarried(writer: Writer) -> tuple[str, ...]:
    """The fields of a record that a format has no place for."""
    return tuple(f for f in FIELDS if f not in writer.carries and f != "extra")


def count_lost(record: Record, writer: Writer, lacking: Sequence[str], lost: Counter[str]) -> None:
    """Counts what a record has and its output does not: of the fields that are ``lacking``, and of those that no model knows."""
    for field in lacking:
        if getattr(record, field):
            lost[JSON_NAMES[field]] += 1
    for key in record.extra:
        if not key.startswith(writer.extras):
            lost[key] += 1


def tell_lost(collector: Collector) -> None:
    """Says at the end of a run what was not carried, once a field, whatever the number of outputs."""
    entry = code_of("PC901")
    for field, count in collector.not_carried.items():
        collector.add(
            Diagnostic(
                code=entry.code,
                name=entry.name,
                severity=entry.severity,
                path="",
                field=field,
                confidence=1.0,
                message=f"{field} of {count:,} record{'s' if count != 1 else ''} has no place in this format",
            )
        )


def existing(sources: Sequence[Source]) -> Sequence[Source]:
    """The same sources, those named each looked at, so that a missing one is told before anything is written. Raises :class:`InputError`."""
    for source in sources:
        if not source.root:
            source.look()
    return sources


def _named(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def _about(source: Source, code: str, message: str, line: int = 1, end_line: int = 1, severity: Severity | None = None) -> Diagnostic:
    entry = code_of(code)
    return Diagnostic(
        code=code,
        name=entry.name,
        severity=severity or entry.severity,
        message=message,
        path=source.path,
        line=line,
        end_line=end_line,
        column=1,
        confidence=1.0,
    )
