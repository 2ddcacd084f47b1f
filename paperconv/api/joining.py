"""dedupe: the records of each work joined into one entry."""

import os
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from paperconv import shards
from paperconv.api.authority import examining
from paperconv.api.batch import Batch, is_folder
from paperconv.api.engines import OnCluster, engine_for
from paperconv.api.inputs import Inputs, OnDiagnostic, OnRepair, Summary, sources_of
from paperconv.api.outputs import Output
from paperconv.diagnostics import Collector
from paperconv.errors import OutputError, PaperconvError, UsageError
from paperconv.io.encoding import decode
from paperconv.io.sink import expect_writable, open_output
from paperconv.io.source import Source, shown
from paperconv.keys import renew
from paperconv.output import AS_IT_IS, OutputOptions
from paperconv.pipeline import Tick, Totals
from paperconv.rules.apply import FixLevel

if TYPE_CHECKING:
    from paperconv.duplicates.decisions import Decision
    from paperconv.duplicates.links import Versions
    from paperconv.duplicates.run import Join
    from paperconv.duplicates.works import Result, Row
    from paperconv.engine.base import Engine


def dedupe(
    inputs: Inputs,
    output: str | os.PathLike[str] = "-",
    format: str = "",
    to: str = "",
    *,
    fix: FixLevel = "safe",
    join: "Join" = "sure",
    versions: "Versions" = "join",
    one_per_source: bool = False,
    map_to: str = "",
    review_to: str = "",
    report_to: str = "",
    decisions: str | os.PathLike[str] = "",
    authority: str | os.PathLike[str] = "",
    options: OutputOptions = AS_IT_IS,
    jobs: int = 1,
    cluster: OnCluster | None = None,
    on_diagnostic: OnDiagnostic | None = None,
    on_repair: OnRepair | None = None,
    tick: Tick | None = None,
) -> Summary:
    """Joins the records of the same work, whatever of the ``inputs`` they are in, and writes one entry for each work, in the order of authors.

    ``join`` draws the line: pairs that are surely one work, or also those that likely are. ``versions`` says whether a preprint and its
    published version become one entry or two linked ones. ``one_per_source`` says that no input has a work twice.

    ``map_to`` names a file for the map: JSON Lines, for each record read its work and citation key. ``review_to`` names a file for the pairs
    that are unsure (YAML), ``decisions`` such a file with verdicts filled in, which are obeyed. ``report_to`` names a file for an
    HTML page that shows pairs and works side by side. ``output``, ``format``, ``to``, ``fix``,
    ``authority``, ``options``, ``jobs``, ``cluster``, ``on_diagnostic``, ``on_repair`` and ``tick`` as in :func:`convert`. The order of the inputs
    changes nothing. Gives the summary of the run.

    Raises what :func:`convert` raises, and :class:`InputError` for decisions that cannot be read or contradict each other.

    >>> summary = paperconv.dedupe(["listing.txt", "blocks.txt"], "works.jsonl")
    >>> summary.totals.records, summary.totals.works
    (9, 7)
    >>> works = list(paperconv.read("works.jsonl"))
    >>> [(len(w.author), w.issued) for w in works if w.title.startswith("DeepSeek-R1")]
    [(200, '2025-01-22')]
    """
    from paperconv.duplicates import Noted, dedupe_noted, note
    from paperconv.duplicates.decisions import read as read_decisions

    collector, totals = Collector(on_diagnostic), Totals()
    out = Output(os.fspath(output), to, options, collector, totals)
    if is_folder(out.output):
        raise OutputError(f"{shown(out.output)}: is a folder; the works of all inputs go into one file: name it")
    beside = _Beside(map_to, review_to, report_to)
    for name, path in (("--map", map_to), ("--review", review_to), ("--report", report_to)):
        if path and options.incremental:
            raise UsageError(f"{name} tells of every record, and --incremental reads only what has changed; leave one out")
        if path and path != "-" and not options.check:
            expect_writable(path)
    if review_to and os.path.isfile(review_to) and not (decisions and os.path.realpath(decisions) == os.path.realpath(review_to)):
        _expect_undecided(review_to)
    decided = read_decisions(_text(os.fspath(decisions)), shown(os.fspath(decisions))) if decisions else []
    sources = sources_of(inputs, format, [*out.paths, *beside, os.fspath(decisions)], tick)
    recipe = ("dedupe", format, to, fix, os.fspath(authority), join, versions, str(one_per_source), msgspec.json.encode(decided).decode())
    evidence = os.fspath(authority)
    with (
        examining(authority, sources, format) as examine,
        engine_for(jobs, cluster, out.output) as engine,
        Batch(out, sources, to, recipe, evidence) as batch,
    ):
        for _, target in batch:
            with batch.making(sources, target):
                read = shards.noted(
                    engine, sources, format, fix, collector, totals, note, Noted, tick=tick, examine=examine, on_repair=on_repair
                )
                result = dedupe_noted(read, join=join, versions=versions, one_per_source=one_per_source, decided=decided)
                if result.works:
                    _write(result, out, beside, decided, engine)
    return out.summary()


def _expect_undecided(path: str) -> None:
    """Raises :class:`UsageError` where a review file that would be written over holds verdicts."""
    from paperconv.duplicates.decisions import read as read_decisions

    try:
        found = len(read_decisions(_text(path), path))
    except PaperconvError:
        return
    if found:
        raise UsageError(f"{shown(path)}: holds {found} verdict{'s' if found > 1 else ''}, which would be lost; add --decisions {shown(path)}")


class _Beside(NamedTuple):
    """Files beside the output, "" where there is none."""

    map: str
    review: str
    report: str


def _text(path: str) -> str:
    with Source(path).open() as stream:
        return decode(stream.read()).text


def _write(result: "Result", out: Output, beside: _Beside, decided: "Sequence[Decision]", engine: "Engine | None") -> None:
    """Writes the works, and what is told of the records read and the pairs."""
    out.totals.works, out.totals.unsure, out.totals.linked = len(result.works), len(result.doubts), len(result.links)
    for diagnostic in result.diagnostics:
        out.collector.add(diagnostic)
    keys = out.write((renew(work.members[0], work.record) for work in result.works), out.output, engine)
    out.renamed = [(row.id, keys[row.work]) for row in result.rows]
    if out.options.check:
        return
    if beside.map:
        linked = defaultdict(list)
        for link in result.links:
            linked[link.first].append({"type": link.kind, "cluster": result.works[link.second].cluster, "key": keys[link.second]})
        with open_output(beside.map) as stream:
            for row in result.rows:
                links = {"links": linked[row.work]} if row.work in linked else {}
                stream.write(msgspec.json.encode({**_columns(row), "key": keys[row.work], **links}).decode() + "\n")
    if beside.review:
        from paperconv.duplicates import review

        with open_output(beside.review) as stream:
            stream.writelines(review.lines(result.doubts, result.works, decided))
    if beside.report:
        from paperconv.duplicates import side_by_side
        from paperconv.reporting import clusters

        counts = clusters.Counts(len(result.rows), len(result.works), len(result.doubts), len(result.links), result.joined)
        with open_output(beside.report) as stream:
            clusters.write(counts, side_by_side.FIELDS, side_by_side.items(result), stream)


def _columns(row: "Row") -> dict[str, object]:
    """A row of the map as it is written, without its key."""
    return {"id": row.id, "path": row.path, "ordinal": row.ordinal, "cluster": row.cluster, "verdict": row.verdict, "evidence": row.evidence}
