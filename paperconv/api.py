"""What scripts and the command line call: read, write, convert, validate, dedupe."""

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

import msgspec

from paperconv import pipeline
from paperconv.diagnostics import Collector, Diagnostic, Finding, Repair, Severity, select_codes
from paperconv.errors import OutputError, UsageError
from paperconv.formats.base import Item
from paperconv.formats.registry import format_named, reader_for, writer_for
from paperconv.io.sink import open_output, replacing
from paperconv.io.source import Source, expand
from paperconv.keys import renew
from paperconv.model import Record
from paperconv.pipeline import Tick, Totals
from paperconv.rules.apply import FixLevel

if TYPE_CHECKING:
    from paperconv.authors.authority import Built
    from paperconv.authors.examine import Examine
    from paperconv.duplicates import Row

Inputs = str | os.PathLike[str] | Sequence[str | os.PathLike[str]]
OnDiagnostic = Callable[[Diagnostic], None]
OnRepair = Callable[[Record, Finding, Repair], None]


UNREADABLE = ("PC001", "PC004", "PC090")
"""What is reported whatever was selected: papers that were not checked."""


class Summary(msgspec.Struct, frozen=True):
    """What a run did: numbers of inputs and records, and of diagnostics by severity and code."""

    totals: Totals
    by_severity: dict[Severity, int]
    by_code: dict[str, int]

    def at_or_above(self, severity: Severity) -> int:
        """How many diagnostics of this severity or a graver one there were."""
        return sum(n for s, n in self.by_severity.items() if s.rank >= severity.rank)


def read(
    inputs: Inputs, format: str = "", *, fix: FixLevel = "none", on_diagnostic: OnDiagnostic | None = None, tick: Tick | None = None
) -> Iterator[Record]:
    """The records of files, folders, globs or ``-`` (standard input), one at a time.

    ``format`` is a format's name, "" to detect it. ``fix`` says which repairs are made. What cannot be read, and what the
    rules find, goes to ``on_diagnostic``. Raises :class:`~paperconv.errors.PaperconvError` where nothing can be read.
    """
    collector, totals = Collector(on_diagnostic), Totals()
    records = pipeline.read(_sources(inputs, format), format, collector, totals, tick)
    return records if fix == "none" and on_diagnostic is None else pipeline.check(records, fix, collector, totals)


def write(records: Iterable[Record], output: str | os.PathLike[str] = "-", format: str = "", *, on_diagnostic: OnDiagnostic | None = None) -> Summary:
    """Writes records to a file (whole or not at all) or to standard output (``-``), with unique citation keys.

    ``format`` is a format's name, "" for the one of the output's suffix, else BibTeX.
    """
    collector, totals = Collector(on_diagnostic), Totals()
    _, writer = writer_for(format, os.fspath(output))
    with open_output(os.fspath(output)) as stream:
        pipeline.write(records, writer, stream, collector, totals)
    return _summary(totals, collector)


def parse(
    inputs: Inputs, output: str | os.PathLike[str] = "-", format: str = "", *, on_diagnostic: OnDiagnostic | None = None, tick: Tick | None = None
) -> Summary:
    """Writes the records of the inputs as they were read, in the native format, each as soon as it is read; ``output`` as in :func:`convert`."""
    collector, totals = Collector(on_diagnostic), Totals()
    _, writer = writer_for("jsonl")
    for sources, target in _targets(_sources(inputs, format), os.fspath(output), "jsonl"):
        records = pipeline.read(sources, format, collector, totals, tick)
        if (first := next(records, None)) is not None:
            with open_output(target) as stream:
                pipeline.stream_out(chain([first], records), writer, stream, collector, totals)
    return _summary(totals, collector)


def convert(
    inputs: Inputs,
    output: str | os.PathLike[str] = "-",
    format: str = "",
    to: str = "",
    *,
    fix: FixLevel = "safe",
    authority: str | os.PathLike[str] = "",
    on_diagnostic: OnDiagnostic | None = None,
    on_repair: OnRepair | None = None,
    tick: Tick | None = None,
) -> Summary:
    """Converts inputs into one output, or into a folder (a name that ends in ``/``, or a folder that exists): one file for each input.

    ``to`` is the output format, "" for the one of the output's suffix, else BibTeX. ``authority`` is a file that :func:`build_authority`
    made: counted names as evidence beside the name model.
    """
    collector, totals = Collector(on_diagnostic), Totals()
    with _examining(authority) as examine:
        for sources, target in _targets(_sources(inputs, format), os.fspath(output), to):
            _, writer = writer_for(to, target)
            read = pipeline.read(sources, format, collector, totals, tick)
            records = pipeline.check(read, fix, collector, totals, examine=examine, on_repair=on_repair)
            if (first := next(records, None)) is not None:  # else nothing could be read, and nothing half-written is left behind
                with open_output(target) as stream:
                    pipeline.write(chain([first], records), writer, stream, collector, totals)
    return _summary(totals, collector)


def validate(
    inputs: Inputs,
    format: str = "",
    *,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    authority: str | os.PathLike[str] = "",
    on_diagnostic: OnDiagnostic | None = None,
    tick: Tick | None = None,
) -> Summary:
    """Checks the papers of the inputs with all rules, or those selected and not ignored (codes, prefixes, names).

    What could not be read is always reported. ``authority`` as in :func:`convert`.
    """
    selected = select_codes(select) | select_codes(UNREADABLE) if select else select_codes(["ALL"])
    collector, totals = Collector(on_diagnostic, selected - select_codes(ignore)), Totals()
    records = pipeline.read(_sources(inputs, format), format, collector, totals, tick)
    with _examining(authority) as examine:
        for _ in pipeline.check(records, "none", collector, totals, examine=examine):
            pass
    return _summary(totals, collector)


def dedupe(
    inputs: Inputs,
    output: str | os.PathLike[str] = "-",
    format: str = "",
    to: str = "",
    *,
    fix: FixLevel = "safe",
    map_to: str = "",
    authority: str | os.PathLike[str] = "",
    on_diagnostic: OnDiagnostic | None = None,
    on_repair: OnRepair | None = None,
    tick: Tick | None = None,
) -> Summary:
    """Joins the records of the same work, whatever input they are in, and writes one entry for each work, in the order of authors.

    ``map_to`` names a file for the map: JSON Lines, for each record read its work and citation key.
    ``authority`` as in :func:`convert`. The order of the inputs changes nothing.
    """
    from paperconv.duplicates import dedupe as join

    collector, totals = Collector(on_diagnostic), Totals()
    _, writer = writer_for(to, os.fspath(output))
    read = pipeline.read(_sources(inputs, format), format, collector, totals, tick)
    with _examining(authority) as examine:
        result = join(pipeline.check(read, fix, collector, totals, examine=examine, on_repair=on_repair))
    if not result.works:
        return _summary(totals, collector)
    totals.works = len(result.works)
    for diagnostic in result.diagnostics:
        collector.add(diagnostic)
    with open_output(os.fspath(output)) as stream:
        keys = pipeline.write((renew(work.members[0], work.record) for work in result.works), writer, stream, collector, totals)
    if map_to:
        with open_output(map_to) as stream:
            for row in result.rows:
                stream.write(msgspec.json.encode({**_columns(row), "key": keys[row.work]}).decode() + "\n")
    return _summary(totals, collector)


def _columns(row: "Row") -> dict[str, object]:
    """A row of the map as it is written, without its key."""
    return {"id": row.id, "path": row.path, "ordinal": row.ordinal, "cluster": row.cluster, "verdict": row.verdict, "evidence": row.evidence}


def build_authority(
    inputs: Inputs, output: str | os.PathLike[str], format: str = "", *, on_diagnostic: OnDiagnostic | None = None, tick: Tick | None = None
) -> tuple[Summary, "Built"]:
    """Counts the names of papers into an authority, an SQLite file that is written whole or not at all.

    Lists that a rule calls faulty are not counted. The same papers give the same file, in whatever order they are read.
    """
    from paperconv.authors.authority import Builder

    if os.fspath(output) == "-":
        raise OutputError("an authority is a database and not a stream: name a file for it (-o names.db)")
    collector, totals = Collector(on_diagnostic), Totals()
    with replacing(os.fspath(output)) as temporary, Builder(temporary) as builder:
        for record in pipeline.read(_sources(inputs, format), format, collector, totals, tick):
            builder.add(record)
        built = builder.finish()
    return _summary(totals, collector), built


@contextlib.contextmanager
def _examining(authority: str | os.PathLike[str]) -> "Iterator[Examine | None]":
    """What judges columns of author lists with an authority; ``None``, for the name model alone, where none is named."""
    if not authority:
        yield None
        return
    from paperconv.authors.authority import Authority

    with Authority(authority) as counted:
        yield counted.examine


def explain(inputs: Inputs, format: str = "") -> Iterator[tuple[Item, list[tuple[int, str, str, str]]]]:
    """For listings: each item with its lines as (line number, role, reason, text)."""
    for source in _sources(inputs, format):
        spec, reader = reader_for(source, format)
        tell = getattr(reader, "explain", None)
        if tell is None:
            raise UsageError(f"{source.path}: is {spec.name}, whose fields name themselves; --explain is for plain-text listings")
        for item in reader.frame(source):
            if isinstance(item, Item):
                yield item, [(r.line, r.role, r.reason, r.text) for r in tell(item)]


def _sources(inputs: Inputs, format: str) -> list[Source]:
    """The inputs, all there and all readable, so that nothing is begun in vain. An unknown format's name is told here too."""
    if format:
        format_named(format)
    words = [os.fspath(inputs)] if isinstance(inputs, str | os.PathLike) else [os.fspath(i) for i in inputs]
    return list(pipeline.existing(list(expand(words))))


def _targets(sources: list[Source], output: str, to: str) -> list[tuple[list[Source], str]]:
    """What goes where: all sources into one output, or each into a file of its own below a folder, in which walked trees are kept.

    Raises :class:`OutputError` where two sources would go into one file, before anything is written.
    """
    if not (output.endswith(("/", os.sep)) or os.path.isdir(output)):
        writer_for(to, output)
        return [(sources, output)]
    spec, _ = writer_for(to)
    targets: dict[str, Source] = {}
    for source in sources:
        folder = os.path.dirname("" if source.is_stdin else source.relative)
        stem = "stdin" if source.is_stdin else os.path.splitext(source.name)[0]
        target = os.path.join(output, folder, stem + spec.suffixes[0])
        if target in targets:
            raise OutputError(f"{target}: would be written for both {targets[target].path} and {source.path}; convert them apart")
        targets[target] = source
    for target in targets:
        os.makedirs(os.path.dirname(target), exist_ok=True)
    return [([source], target) for target, source in targets.items()]


def _summary(totals: Totals, collector: Collector) -> Summary:
    return Summary(totals, dict(collector.by_severity), dict(collector.by_code))
