"""read, write, parse, convert: papers from inputs to records and to an output."""

import os
from collections.abc import Iterable, Iterator
from itertools import chain

from paperconv import pipeline, shards
from paperconv.api.authority import examining
from paperconv.api.batch import Batch
from paperconv.api.engines import OnCluster, engine_for
from paperconv.api.inputs import Inputs, OnDiagnostic, OnRepair, Summary, sources_of
from paperconv.api.outputs import Output
from paperconv.diagnostics import Collector, select_codes
from paperconv.errors import UsageError
from paperconv.formats.base import Item
from paperconv.formats.registry import reader_for
from paperconv.io.sink import open_output
from paperconv.model import Record
from paperconv.output import AS_IT_IS, OutputOptions
from paperconv.pipeline import Tick, Totals
from paperconv.rules.apply import FixLevel

_NO_FINDINGS = ("PC0", "PC9")
"""What is said of reading and writing, and not of papers."""


def read(
    inputs: Inputs, format: str = "", *, fix: FixLevel = "none", on_diagnostic: OnDiagnostic | None = None, tick: Tick | None = None
) -> Iterator[Record]:
    """The records of ``inputs`` (files, folders, globs or ``-``, standard input), one at a time, as they are asked for.

    ``format`` is a format's name, "" to detect it. ``fix`` says which repairs are made: "none", "safe" (certain) or "all" (also likely).
    What cannot be read, and what the rules find, goes to ``on_diagnostic``; one broken item never stops the rest. ``tick`` is called
    for each record.

    Raises :class:`~paperconv.errors.InputError` for an input that is missing, unreadable or of no known format, and
    :class:`~paperconv.errors.UsageError` for an unknown ``format``.

    >>> first, *rest = paperconv.read("blocks.txt", fix="safe")
    >>> first.author[0].literal, first.author[1].display(), first.identifiers["arxiv"], first.issued
    ('DeepSeek-AI', 'Daya Guo', '2501.12948', '2025-01-22')
    >>> first.history[0].code
    'PC101'
    >>> len(rest)
    5
    """
    collector, totals = Collector(on_diagnostic), Totals()
    records = pipeline.read(sources_of(inputs, format, tick=tick), format, collector, totals, tick)
    return records if fix == "none" and on_diagnostic is None else pipeline.check(records, fix, collector, totals)


def write(
    records: Iterable[Record],
    output: str | os.PathLike[str] = "-",
    format: str = "",
    *,
    options: OutputOptions = AS_IT_IS,
    on_diagnostic: OnDiagnostic | None = None,
) -> Summary:
    """Writes ``records`` to ``output``, a file (written whole or not at all) or ``-``, standard output, under unique citation keys.

    ``format`` is a format's name, "" for the one of the output's suffix, else BibTeX. ``options`` say how it is to look. What the format
    cannot carry goes to ``on_diagnostic``, once a field. Gives the summary of the run.

    Raises :class:`~paperconv.errors.OutputError` where the file cannot be written, and :class:`~paperconv.errors.UsageError` for an
    unknown ``format`` or ``options`` that exclude each other.

    >>> lecun = paperconv.Record(
    ...     type="article-journal", title="Deep learning", issued="2015", container_title="Nature", volume="521",
    ...     author=(paperconv.Name(family="LeCun", given="Yann"), paperconv.Name(family="Bengio", given="Yoshua")),
    ... )
    >>> summary = paperconv.write([lecun], "-", "bibtex")
    @article{lecun2015deep,
      author  = {LeCun, Yann and Bengio, Yoshua},
      title   = {Deep learning},
      journal = {Nature},
      year    = {2015},
      volume  = {521}
    }
    >>> summary.totals.written
    1
    """
    out = Output(os.fspath(output), format, options, Collector(on_diagnostic), Totals())
    out.write(records, out.output)
    return out.summary()


def parse(
    inputs: Inputs,
    output: str | os.PathLike[str] = "-",
    format: str = "",
    *,
    jobs: int = 1,
    cluster: OnCluster | None = None,
    on_diagnostic: OnDiagnostic | None = None,
    tick: Tick | None = None,
) -> Summary:
    """Writes the records of the inputs as they were read, in the native format, each as soon as it is read; ``output``, ``jobs`` and
    ``cluster`` as in :func:`convert`.
    """
    collector, totals = Collector(on_diagnostic), Totals()
    out = Output(os.fspath(output), "jsonl", AS_IT_IS, collector, totals)
    every = sources_of(inputs, format, out.paths, tick)
    with engine_for(jobs, cluster, out.output) as engine, Batch(out, every, "jsonl", (format,)) as batch:
        for sources, target in batch:
            with batch.making(sources, target):
                entries = shards.parsed(engine, sources, format, collector, totals, tick)
                if (first := next(entries, None)) is not None:
                    with open_output(target) as stream:
                        for entry in chain([first], entries):
                            stream.write(entry + "\n")
                            totals.written += 1
    return out.summary()


def convert(
    inputs: Inputs,
    output: str | os.PathLike[str] = "-",
    format: str = "",
    to: str = "",
    *,
    fix: FixLevel = "safe",
    authority: str | os.PathLike[str] = "",
    options: OutputOptions = AS_IT_IS,
    findings: bool = True,
    jobs: int = 1,
    cluster: OnCluster | None = None,
    on_diagnostic: OnDiagnostic | None = None,
    on_repair: OnRepair | None = None,
    tick: Tick | None = None,
) -> Summary:
    """Converts ``inputs`` into one ``output``, or into a folder (a name that ends in ``/``, or a folder that exists): one file for each input.
    One that fails does not stop the others there: ``failed`` of the summary names it.

    ``format`` is that of the inputs, "" to detect it; ``to`` is the output format, "" for the one of the output's suffix, else BibTeX.
    ``fix`` says which repairs are made: "none", "safe" (certain) or "all" (also likely). ``authority`` is a file that
    ``paperconv authority build`` made: counted names as evidence beside the name model. ``options`` say how the output looks. Without
    ``findings`` only the rules run that repair, which is faster, and what they and other rules would find is neither told nor counted.
    ``jobs`` are the processes that work on a large input (0: one on each processor); a script that asks for several must guard its own start
    by ``__name__ == "__main__"``; on a ``cluster`` they are its workers, if it has none of its own. ``on_diagnostic`` is told what was found,
    ``on_repair`` each repair (the record as it was read, the finding, the repair); ``tick`` is called for each record. Gives the summary of the
    run.

    Raises :class:`~paperconv.errors.InputError` for an input that is missing, unreadable or of no known format,
    :class:`~paperconv.errors.OutputError` where the output cannot be written, and :class:`~paperconv.errors.UsageError` for an unknown
    format or options that exclude each other; then nothing half-written is left behind.

    >>> summary = paperconv.convert("blocks.txt", "papers.json")
    >>> summary.totals.records, summary.totals.repaired, summary.totals.written
    (6, 2, 6)
    >>> options = paperconv.OutputOptions(key="[auth:lower][year]", sort="date", omit=("abstract",))
    >>> paperconv.convert(["exports/library.ris", "refs.bib"], "papers.bib", options=options).totals.written
    4
    """
    collector, totals = Collector(on_diagnostic, None if findings else select_codes(_NO_FINDINGS)), Totals()
    out = Output(os.fspath(output), to, options, collector, totals)
    every = sources_of(inputs, format, out.paths, tick)
    recipe, evidence = (format, to, fix, os.fspath(authority)), os.fspath(authority)
    with (
        examining(authority, every, format) as examine,
        engine_for(jobs, cluster, out.output) as engine,
        Batch(out, every, to, recipe, evidence) as batch,
    ):
        for sources, target in batch:
            with batch.making(sources, target):
                records = shards.checked(engine, sources, format, fix, collector, totals, tick=tick, examine=examine, on_repair=on_repair)
                if (first := next(records, None)) is not None:  # else nothing could be read, and nothing half-written is left behind
                    out.write(chain([first], records), target, engine)
    return out.summary()


def explain(inputs: Inputs, format: str = "") -> Iterator[tuple[Item, list[tuple[int, str, str, str]]]]:
    """For listings: each item with its lines as (line number, role, reason, text)."""
    for source in sources_of(inputs, format):
        spec, reader = reader_for(source, format)
        tell = getattr(reader, "explain", None)
        if tell is None:
            raise UsageError(f"{source.path}: is {spec.name}, whose fields name themselves; --explain is for plain-text listings")
        for item in reader.frame(source):
            if isinstance(item, Item):
                yield item, [(r.line, r.role, r.reason, r.text) for r in tell(item)]
