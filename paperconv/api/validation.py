"""validate: papers checked."""

import os
from collections.abc import Callable, Iterable, Sequence

from paperconv import shards
from paperconv.api.authority import examining
from paperconv.api.engines import engine_for
from paperconv.api.inputs import Inputs, OnDiagnostic, Summary, sources_of, summary_of
from paperconv.diagnostics import Collector, Diagnostic, select_codes
from paperconv.diagnostics.quiet import Baseline, FileIgnores
from paperconv.diagnostics.quiet import baseline as baseline_text
from paperconv.io.sink import open_output
from paperconv.pipeline import Tick, Totals

UNREADABLE = ("PC001", "PC004", "PC090", "PC091")
"""What is reported whatever was selected: papers that were not checked."""


def validate(
    inputs: Inputs,
    format: str = "",
    *,
    select: Sequence[str] = (),
    extend_select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    per_file_ignores: Sequence[str] = (),
    baseline: str | os.PathLike[str] = "",
    authority: str | os.PathLike[str] = "",
    jobs: int = 1,
    on_diagnostic: OnDiagnostic | None = None,
    tick: Tick | None = None,
) -> Summary:
    """Checks the papers of the inputs with all rules, or those selected and not ignored (codes, prefixes, names).

    What could not be read is always reported. ``extend_select`` adds to what ``select`` chooses; ``per_file_ignores`` are words
    ``GLOB:RULES``; ``baseline`` is a file that :func:`write_baseline` made: what it knows is not told. ``authority`` and
    ``jobs`` as in :func:`convert`.
    """
    chosen = select_codes(select) | select_codes(UNREADABLE) if select else select_codes(["ALL"])
    selected = (chosen | select_codes(extend_select)) - select_codes(ignore)
    quiet: list[Callable[[Diagnostic], bool]] = [FileIgnores(per_file_ignores)] if per_file_ignores else []
    quiet += [Baseline(os.fspath(baseline))] if baseline else []
    collector, totals = Collector(on_diagnostic, selected, quiet), Totals()
    sources = sources_of(inputs, format)
    with examining(authority, sources, format) as examine, engine_for(jobs) as engine:
        for _ in shards.checked(engine, sources, format, "none", collector, totals, tick=tick, examine=examine, wanted=False):
            pass
    return summary_of(totals, collector)


def write_baseline(findings: Iterable[Diagnostic], path: str | os.PathLike[str]) -> None:
    """Writes a file of findings that a later :func:`validate` is not to tell again (``baseline``)."""
    with open_output(os.fspath(path)) as stream:
        stream.writelines(baseline_text(findings, os.fspath(path)))
