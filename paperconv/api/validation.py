"""validate: papers checked."""

import os
from collections.abc import Sequence

from paperconv import shards
from paperconv.api.authority import examining
from paperconv.api.engines import engine_for
from paperconv.api.inputs import Inputs, OnDiagnostic, Summary, sources_of, summary_of
from paperconv.diagnostics import Collector, select_codes
from paperconv.pipeline import Tick, Totals

UNREADABLE = ("PC001", "PC004", "PC090", "PC091")
"""What is reported whatever was selected: papers that were not checked."""


def validate(
    inputs: Inputs,
    format: str = "",
    *,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    authority: str | os.PathLike[str] = "",
    jobs: int = 1,
    on_diagnostic: OnDiagnostic | None = None,
    tick: Tick | None = None,
) -> Summary:
    """Checks the papers of the inputs with all rules, or those selected and not ignored (codes, prefixes, names).

    What could not be read is always reported. ``authority`` and ``jobs`` as in :func:`convert`.
    """
    selected = select_codes(select) | select_codes(UNREADABLE) if select else select_codes(["ALL"])
    collector, totals = Collector(on_diagnostic, selected - select_codes(ignore)), Totals()
    sources = sources_of(inputs, format)
    with examining(authority, sources, format) as examine, engine_for(jobs) as engine:
        for _ in shards.checked(engine, sources, format, "none", collector, totals, tick=tick, examine=examine, wanted=False):
            pass
    return summary_of(totals, collector)
