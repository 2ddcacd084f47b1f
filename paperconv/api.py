"""What scripts and the command line call: read, write, convert, validate, dedupe."""

import contextlib
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

import msgspec

from paperconv import pipeline
from paperconv.diagnostics import Collector, Diagnostic, Finding, Repair, Severity, select_codes
from paperconv.errors import OutputError, UsageError
from paperconv.formats.base import Item
from paperconv.formats.registry import detect, format_named, reader_for, writer_for
from paperconv.io.sink import compare_output, open_output, read_output, replacing
from paperconv.io.source import Source, expand
from paperconv.keys import KeyMaker, KnownKeys, renew
from paperconv.markup.latex import clean
from paperconv.model import Record
from paperconv.output import AS_IT_IS, OutputOptions, Selection
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
    """What a run did: numbers of inputs and records, and of diagnostics by severity and code.

    ``changes`` holds, of a run that only compares (:class:`OutputOptions`, ``check``), the outputs that would differ, with the diff.
    """

    totals: Totals
    by_severity: dict[Severity, int]
    by_code: dict[str, int]
    changes: dict[str, str] = {}

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


def write(
    records: Iterable[Record],
    output: str | os.PathLike[str] = "-",
    format: str = "",
    *,
    options: OutputOptions = AS_IT_IS,
    on_diagnostic: OnDiagnostic | None = None,
) -> Summary:
    """Writes records to a file (whole or not at all) or to standard output (``-``), with unique citation keys.

    ``format`` is a format's name, "" for the one of the output's suffix, else BibTeX.
    """
    out = _Output(os.fspath(output), format, options, Collector(on_diagnostic), Totals())
    out.write(records, out.output)
    return out.summary()


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
    options: OutputOptions = AS_IT_IS,
    on_diagnostic: OnDiagnostic | None = None,
    on_repair: OnRepair | None = None,
    tick: Tick | None = None,
) -> Summary:
    """Converts inputs into one output, or into a folder (a name that ends in ``/``, or a folder that exists): one file for each input.

    ``to`` is the output format, "" for the one of the output's suffix, else BibTeX. ``authority`` is a file that :func:`build_authority`
    made: counted names as evidence beside the name model. ``options`` say how the output looks.
    """
    collector, totals = Collector(on_diagnostic), Totals()
    out = _Output(os.fspath(output), to, options, collector, totals)
    every = _sources(inputs, format)
    with _examining(authority, every, format) as examine:
        for sources, target in _targets(every, out.output, to):
            read = pipeline.read(sources, format, collector, totals, tick)
            records = pipeline.check(read, fix, collector, totals, examine=examine, on_repair=on_repair)
            if (first := next(records, None)) is not None:  # else nothing could be read, and nothing half-written is left behind
                out.write(chain([first], records), target)
    return out.summary()


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
    sources = _sources(inputs, format)
    with _examining(authority, sources, format) as examine:
        for _ in pipeline.check(pipeline.read(sources, format, collector, totals, tick), "none", collector, totals, examine=examine):
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
    options: OutputOptions = AS_IT_IS,
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
    out = _Output(os.fspath(output), to, options, collector, totals)
    sources = _sources(inputs, format)
    with _examining(authority, sources, format) as examine:
        read = pipeline.read(sources, format, collector, totals, tick)
        result = join(pipeline.check(read, fix, collector, totals, examine=examine, on_repair=on_repair))
    if not result.works:
        return out.summary()
    totals.works = len(result.works)
    for diagnostic in result.diagnostics:
        collector.add(diagnostic)
    keys = out.write((renew(work.members[0], work.record) for work in result.works), out.output)
    out.renamed = [(row.id, keys[row.work]) for row in result.rows]
    if map_to and not options.check:
        with open_output(map_to) as stream:
            for row in result.rows:
                stream.write(msgspec.json.encode({**_columns(row), "key": keys[row.work]}).decode() + "\n")
    return out.summary()


class _Output:
    """Where the records of a run go, and how: one file, or several with the same options."""

    def __init__(self, output: str, to: str, options: OutputOptions, collector: Collector, totals: Totals) -> None:
        self.output, self.to, self.options, self.collector, self.totals = output, to, options, collector, totals
        self.changes: dict[str, str] = {}
        self.renamed: list[tuple[str, str]] = []
        if output == "-" and (options.check or options.update):
            raise UsageError(f"--{'check' if options.check else 'update'} needs a file to look at: name it with -o")
        if options.update and options.sort != "none":
            raise UsageError("--update leaves the entries of a file where they are; --sort would move them")
        KeyMaker(options.key)  # a pattern that is none is told before anything is read
        Selection(options.fields, options.omit)
        self.yesterday = list(self._known(options.keys_from)) if options.keys_from else []

    def write(self, records: Iterable[Record], target: str) -> list[str]:
        """Writes the records into ``target`` and gives their keys, in the order in which they came."""
        before = read_output(target) if self.options.update else ""
        spec, writer = writer_for(self.to or (detect(Source(target)).name if before.strip() else ""), target, self.options)  # BibLaTeX stays BibLaTeX
        if self.options.update and spec.name not in ("bibtex", "biblatex"):
            raise UsageError(f"{target}: only a .bib file can be updated, not {spec.name}")
        known = [*(_entries(before) if before.strip() else ()), *self.yesterday]
        maker = KeyMaker(self.options.key, KnownKeys(known) if known else None)
        names: list[str] = []
        with compare_output(target, self.changes) if self.options.check else open_output(target) as stream:
            called = self._names(records, names) if self.options.key_map else records
            keys = pipeline.write(called, writer, stream, self.collector, self.totals, self.options, maker, before if before.strip() else "")
        self.renamed += zip(names, keys, strict=False)
        return keys

    def summary(self) -> Summary:
        """What was done; writes the map of the keys first."""
        if self.options.key_map and not self.options.check:
            with open_output(self.options.key_map) as stream:
                stream.writelines(f"{clean(old)}\t{new}\n" for old, new in self.renamed if old)
        return Summary(self.totals, dict(self.collector.by_severity), dict(self.collector.by_code), self.changes)

    def _known(self, path: str) -> Iterator[Record]:
        return pipeline.read(_sources(path, ""), "", Collector(None), Totals())

    def _names(self, records: Iterable[Record], names: list[str]) -> Iterator[Record]:
        for record in records:
            names.append(record.id)
            yield record


def _entries(text: str) -> list[Record]:
    """The records in the text of a .bib file."""
    from paperconv.formats.bibtex.update import entries

    return [entry.record for entry in entries(text)]


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


SELF = "self"
"""The authority that is made of the papers of the run itself."""


@contextlib.contextmanager
def _examining(authority: str | os.PathLike[str], sources: Sequence[Source], format: str) -> "Iterator[Examine | None]":
    """What judges columns of author lists with an authority; ``None``, for the name model alone, where none is named.

    For :data:`SELF` the sources are read once before, and counted. No work speaks for itself, so the order of the papers changes nothing.
    """
    if not authority:
        yield None
        return
    from paperconv.authors.authority import Authority, Builder

    with contextlib.ExitStack() as stack:
        if authority == SELF:
            if any(s.is_stdin for s in sources):
                raise UsageError("standard input cannot be read twice, and an authority of the run itself needs that: name a file")
            authority = os.path.join(stack.enter_context(tempfile.TemporaryDirectory(prefix="paperconv-")), "names.db")
            with Builder(authority) as builder:
                for record in pipeline.read(sources, format, Collector(None), Totals()):
                    builder.add(record)
                builder.finish()
        yield stack.enter_context(Authority(authority)).examine


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
