"""dedupe: the records of each work joined into one entry."""

import os
from typing import TYPE_CHECKING

import msgspec

from paperconv import shards
from paperconv.api.authority import examining
from paperconv.api.batch import Batch, is_folder
from paperconv.api.engines import engine_for
from paperconv.api.inputs import Inputs, OnDiagnostic, OnRepair, Summary, sources_of
from paperconv.api.outputs import Output
from paperconv.diagnostics import Collector
from paperconv.errors import OutputError, UsageError
from paperconv.io.sink import expect_writable, open_output
from paperconv.io.source import shown
from paperconv.keys import renew
from paperconv.output import AS_IT_IS, OutputOptions
from paperconv.pipeline import Tick, Totals
from paperconv.rules.apply import FixLevel

if TYPE_CHECKING:
    from paperconv.duplicates.run import Result, Row


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
    jobs: int = 1,
    on_diagnostic: OnDiagnostic | None = None,
    on_repair: OnRepair | None = None,
    tick: Tick | None = None,
) -> Summary:
    """Joins the records of the same work, whatever of the ``inputs`` they are in, and writes one entry for each work, in the order of authors.

    ``map_to`` names a file for the map: JSON Lines, for each record read its work and citation key. ``output``, ``format``, ``to``, ``fix``,
    ``authority``, ``options``, ``jobs``, ``on_diagnostic``, ``on_repair`` and ``tick`` as in :func:`convert`. The order of the inputs
    changes nothing. Gives the summary of the run.

    Raises what :func:`convert` raises.

    >>> summary = paperconv.dedupe(["listing.txt", "blocks.txt"], "works.jsonl")
    >>> summary.totals.records, summary.totals.works
    (9, 7)
    >>> works = list(paperconv.read("works.jsonl"))
    >>> [(len(w.author), w.issued) for w in works if w.title.startswith("DeepSeek-R1")]
    [(200, '2025-01-22')]
    """
    from paperconv.duplicates import dedupe as join

    collector, totals = Collector(on_diagnostic), Totals()
    out = Output(os.fspath(output), to, options, collector, totals)
    if is_folder(out.output):
        raise OutputError(f"{shown(out.output)}: is a folder; the works of all inputs go into one file: name it")
    if map_to and options.incremental:
        raise UsageError("--map tells of every record, and --incremental reads only what has changed; leave one out")
    if map_to and map_to != "-" and not options.check:
        expect_writable(map_to)
    sources = sources_of(inputs, format, [*out.paths, map_to], tick)
    recipe, evidence = ("dedupe", format, to, fix, os.fspath(authority)), os.fspath(authority)
    with examining(authority, sources, format) as examine, engine_for(jobs) as engine, Batch(out, sources, to, recipe, evidence) as batch:
        for _, target in batch:
            with batch.making(sources, target):
                result = join(shards.checked(engine, sources, format, fix, collector, totals, tick=tick, examine=examine, on_repair=on_repair))
                if result.works:
                    _write(result, out, map_to)
    return out.summary()


def _write(result: "Result", out: Output, map_to: str) -> None:
    """Writes the works, and the map of the records read."""
    out.totals.works = len(result.works)
    for diagnostic in result.diagnostics:
        out.collector.add(diagnostic)
    keys = out.write((renew(work.members[0], work.record) for work in result.works), out.output)
    out.renamed = [(row.id, keys[row.work]) for row in result.rows]
    if map_to and not out.options.check:
        with open_output(map_to) as stream:
            for row in result.rows:
                stream.write(msgspec.json.encode({**_columns(row), "key": keys[row.work]}).decode() + "\n")


def _columns(row: "Row") -> dict[str, object]:
    """A row of the map as it is written, without its key."""
    return {"id": row.id, "path": row.path, "ordinal": row.ordinal, "cluster": row.cluster, "verdict": row.verdict, "evidence": row.evidence}
