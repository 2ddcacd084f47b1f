"""validate: papers checked."""

import os
from collections.abc import Callable, Iterable, Sequence

import msgspec

from paperconv import shards
from paperconv.api.authority import examining
from paperconv.api.engines import engine_for
from paperconv.api.inputs import Inputs, OnDiagnostic, Summary, sources_of, summary_of
from paperconv.diagnostics import Collector, Diagnostic, select_codes
from paperconv.diagnostics.gather import Findings
from paperconv.diagnostics.quiet import Baseline, FileIgnores
from paperconv.diagnostics.quiet import baseline as baseline_text
from paperconv.errors import UsageError
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
    without: Sequence[str] = (),
    jobs: int = 1,
    on_diagnostic: OnDiagnostic | None = None,
    tick: Tick | None = None,
) -> Summary:
    """Checks the papers of the ``inputs`` with all rules, or those of ``select`` and not of ``ignore`` (codes, prefixes, names).

    ``extend_select`` adds to what ``select`` chooses; ``per_file_ignores`` are words ``GLOB:RULES``; ``baseline`` is a file that
    :func:`write_baseline` made: what it knows is not told; it is no input where it lies in a folder that is, nor are the files
    ``without``. What was found is in the ``findings`` of the summary, unless ``on_diagnostic`` is there to take it. What could not be
    read is always reported. ``format``, ``authority``, ``jobs`` and ``tick`` as in :func:`convert`.

    Raises :class:`~paperconv.errors.InputError` for an input that is missing, unreadable or of no known format, or a baseline that is none,
    and :class:`~paperconv.errors.UsageError` for an unknown format or rule.

    >>> summary = paperconv.validate("blocks.txt", select=["PC1"])
    >>> summary.by_code
    {'PC101': 2, 'PC125': 4}
    >>> for found in summary.findings:
    ...     if found.severity is paperconv.Severity.ERROR:
    ...         print(found.path, found.line, found.name, found.fix.safety)
    blocks.txt 2 pair-shift safe
    blocks.txt 10 pair-shift safe
    """
    findings = Findings()
    collector, totals = collector_for(on_diagnostic or findings.add, select, extend_select, ignore, per_file_ignores, baseline), Totals()
    sources = sources_of(inputs, format, [os.fspath(baseline), *without], tick)
    with examining(authority, sources, format) as examine, engine_for(jobs) as engine:
        for _ in shards.checked(engine, sources, format, "none", collector, totals, tick=tick, examine=examine, wanted=False):
            pass
    return msgspec.structs.replace(summary_of(totals, collector), findings=findings)


def collector_for(
    on_diagnostic: OnDiagnostic | None,
    select: Sequence[str],
    extend_select: Sequence[str],
    ignore: Sequence[str],
    per_file_ignores: Sequence[str],
    baseline: str | os.PathLike[str],
) -> Collector:
    """What takes the diagnostics that are chosen and not hidden, as :func:`validate` has it."""
    ignored = select_codes(ignore)
    selected = (select_codes(select or ["ALL"]) | select_codes(extend_select)) - ignored
    if not selected:
        raise UsageError("--select and --ignore leave no rule: what one chooses the other takes away")
    selected |= select_codes(UNREADABLE) - ignored
    quiet: list[Callable[[Diagnostic], bool]] = [FileIgnores(per_file_ignores)] if per_file_ignores else []
    quiet += [Baseline(os.fspath(baseline))] if baseline else []
    return Collector(on_diagnostic, selected, quiet)


def write_baseline(findings: Iterable[Diagnostic], path: str | os.PathLike[str]) -> None:
    """Writes a file of findings that a later :func:`validate` is not to tell again (``baseline``)."""
    with open_output(os.fspath(path)) as stream:
        stream.writelines(baseline_text(findings, os.fspath(path)))
