"""report: a run to look at."""

import os
from collections.abc import Iterator, Sequence

from paperconv import pipeline
from paperconv.api.authority import examining
from paperconv.api.inputs import Inputs, OnDiagnostic, Summary, sources_of, summary_of
from paperconv.api.validation import collector_for
from paperconv.diagnostics import Diagnostic
from paperconv.io.sink import open_output
from paperconv.io.source import Source
from paperconv.pipeline import Tick, Totals
from paperconv.rules.apply import FixLevel
from paperconv.rules.base import page


def report(
    inputs: Inputs,
    output: str | os.PathLike[str] = "-",
    format: str = "",
    *,
    fix: FixLevel = "safe",
    select: Sequence[str] = (),
    extend_select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    per_file_ignores: Sequence[str] = (),
    baseline: str | os.PathLike[str] = "",
    authority: str | os.PathLike[str] = "",
    on_diagnostic: OnDiagnostic | None = None,
    tick: Tick | None = None,
) -> Summary:
    """Writes ``output``, one HTML page that shows what was read of the ``inputs``, what was found and repaired, and every record.

    The page needs nothing beside itself, and is the same for the same inputs; text of the inputs can do nothing in it but be read.
    ``format``, ``fix``, ``authority``, ``on_diagnostic`` and ``tick`` as in :func:`convert`; ``select``, ``extend_select``, ``ignore``,
    ``per_file_ignores`` and ``baseline``, which choose the findings that it shows, as in :func:`validate`. Gives the summary of the run.

    Raises :class:`~paperconv.errors.InputError`, :class:`~paperconv.errors.OutputError` and :class:`~paperconv.errors.UsageError` as
    :func:`convert` does.

    >>> paperconv.report(["listing.txt", "blocks.txt"], "report.html").totals.records
    9
    """
    from paperconv.reporting import Gathered, write

    sources, totals = sources_of(inputs, format, without=[os.fspath(output)], tick=tick), Totals()
    with Gathered() as gathered:

        def found(diagnostic: Diagnostic) -> None:
            gathered.found(diagnostic)
            if on_diagnostic is not None:
                on_diagnostic(diagnostic)

        def begun() -> Iterator[Source]:
            for source in sources:
                gathered.begin(source.path)
                yield source

        collector = collector_for(found, select, extend_select, ignore, per_file_ignores, baseline)
        with open_output(os.fspath(output)) as stream, examining(authority, sources, format) as examine:
            read = pipeline.read(begun(), format, collector, totals, tick)
            for record in pipeline.check(read, fix, collector, totals, examine=examine, on_repair=gathered.repaired):
                gathered.record(record)
            write(gathered, stream, page)
    return summary_of(totals, collector)
