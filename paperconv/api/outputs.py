"""Where the records of a run go: one file, a folder that mirrors the inputs, standard output."""

import os
from collections.abc import Iterable, Iterator

from paperconv import pipeline
from paperconv.api.inputs import Summary, sources_of, summary_of
from paperconv.diagnostics import Collector
from paperconv.engine.base import Engine
from paperconv.errors import OutputError, PaperconvError, UsageError
from paperconv.formats.registry import detect, writer_for
from paperconv.io.sink import compare_output, expect_writable, open_output, read_output
from paperconv.io.source import Source, shown
from paperconv.keys import KeyList, KeyMaker, KnownKeys
from paperconv.markup.latex import clean
from paperconv.model import Record
from paperconv.output import OutputOptions, Selection
from paperconv.pipeline import Totals
from paperconv.shards import emitting


class Output:
    """Where the records of a run go, and how: one file, or several with the same options."""

    def __init__(self, output: str, to: str, options: OutputOptions, collector: Collector, totals: Totals) -> None:
        self.output, self.to, self.options, self.collector, self.totals = output, to, options, collector, totals
        self.changes: dict[str, str] = {}
        self.renamed: list[tuple[str, str]] = []
        self.failed: dict[str, PaperconvError] = {}
        self.skipped = 0
        if output == "-" and (options.check or options.update):
            raise UsageError(f"--{'check' if options.check else 'update'} needs a file to look at: name it with -o")
        if options.update and options.sort != "none":
            raise UsageError("--update leaves the entries of a file where they are; --sort would move them")
        in_folder = output.endswith(("/", os.sep)) or os.path.isdir(output)  # which is made, and looked at, with each of its files
        for path in ("" if in_folder else output, options.key_map, options.depfile):
            if path and path != "-" and not options.check:
                expect_writable(path)  # now, and not when everything was read
        KeyMaker(options.key)  # a pattern that is none is told before anything is read
        Selection(options.fields, options.omit)
        self.yesterday = list(self._known(options.keys_from)) if options.keys_from else []

    @property
    def paths(self) -> list[str]:
        """All that is written: no input, where it lies in a folder that is one."""
        return [self.output, self.options.key_map, self.options.depfile]

    def write(self, records: Iterable[Record], target: str, engine: Engine | None = None) -> KeyList:
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
            emit = emitting(engine, spec.name, target) if engine else None
            keys = pipeline.write(called, writer, stream, self.collector, self.totals, self.options, maker, before if before.strip() else "", emit)
        self.renamed += zip(names, keys, strict=False)
        return keys

    def summary(self) -> Summary:
        """What was done; says what the format could not carry, and writes the map of the keys, first."""
        pipeline.tell_lost(self.collector)
        if self.options.key_map and not self.options.check:
            with open_output(self.options.key_map) as stream:
                stream.writelines(f"{clean(old)}\t{new}\n" for old, new in self.renamed if old)
        return summary_of(self.totals, self.collector, self.changes, {path: str(error) for path, error in self.failed.items()}, self.skipped)

    def _known(self, path: str) -> Iterator[Record]:
        return pipeline.read(sources_of(path, ""), "", Collector(None), Totals())

    def _names(self, records: Iterable[Record], names: list[str]) -> Iterator[Record]:
        for record in records:
            names.append(record.id)
            yield record


def _entries(text: str) -> list[Record]:
    """The records in the text of a .bib file."""
    from paperconv.formats.bibtex.update import entries

    return [entry.record for entry in entries(text)]


def targets_of(sources: list[Source], output: str, to: str) -> list[tuple[list[Source], str]]:
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
            raise OutputError(f"{shown(target)}: would be written for both {targets[target].path} and {source.path}; convert them apart")
        targets[target] = source
    return [([source], target) for target, source in targets.items()]
