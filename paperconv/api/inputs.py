"""What every call takes and gives: inputs, callbacks, the summary of a run."""

import os
from collections.abc import Callable, Collection, Sequence
from typing import Protocol, runtime_checkable

import msgspec

from paperconv import pipeline
from paperconv.diagnostics import Collector, Diagnostic, Finding, Repair, Severity
from paperconv.diagnostics.gather import Findings
from paperconv.formats.registry import format_named
from paperconv.io.source import Source, expand
from paperconv.model import Record, notebook
from paperconv.pipeline import Tick, Totals

Inputs = str | os.PathLike[str] | Sequence[str | os.PathLike[str]]
OnDiagnostic = Callable[[Diagnostic], None]
OnRepair = Callable[[Record, Finding, Repair], None]


@runtime_checkable
class Progress(Protocol):
    """A ``tick`` that wants to know what is to be read: it is called for each record, and asks the sources how far they are."""

    def begin(self, sources: Sequence[Source]) -> None:
        """Takes the inputs of the run, in the order in which they are read."""

    def __call__(self) -> None:
        """A record was read."""


class Summary(msgspec.Struct, frozen=True):
    """What a run did.

    ``totals`` are numbers of inputs and records: inputs, records (read), rejected (not readable), repaired, written, works (of a dedupe).
    ``by_severity`` and ``by_code`` are numbers of diagnostics. ``changes`` holds, of a run that only compares (:class:`OutputOptions`,
    ``check``), the outputs that would differ, with the diff. ``failed`` holds, of a run into a folder, the inputs that could not be
    converted whole, each with a line that says why; ``skipped`` are the outputs that were up to date. ``findings`` are those of a
    :func:`validate` that told them to nobody else. A notebook shows the numbers and the findings as tables.

    >>> summary = paperconv.validate("listing.txt")
    >>> summary.totals.records, summary.by_severity["error"], summary.at_or_above(paperconv.Severity.WARNING)
    (3, 2, 8)
    """

    totals: Totals
    by_severity: dict[Severity, int]
    by_code: dict[str, int]
    changes: dict[str, str] = {}
    failed: dict[str, str] = {}
    skipped: int = 0
    findings: Findings = msgspec.field(default_factory=Findings)

    def at_or_above(self, severity: Severity) -> int:
        """How many diagnostics of this severity or a graver one there were."""
        return sum(n for s, n in self.by_severity.items() if s.rank >= severity.rank)

    def _repr_html_(self) -> str:
        return notebook.counts(msgspec.structs.asdict(self.totals)) + notebook.fields(self.failed.items()) + self.findings._repr_html_()


def sources_of(inputs: Inputs, format: str, without: Collection[str] = (), tick: Tick | None = None) -> list[Source]:
    """The inputs, all there and all readable, so that nothing is begun in vain. An unknown format's name is told here too.

    ``without`` are outputs of the run, which are no inputs of it where they lie in a folder that is. ``tick`` is told what is to be read.
    """
    if format:
        format_named(format)
    words = [os.fspath(inputs)] if isinstance(inputs, str | os.PathLike) else [os.fspath(i) for i in inputs]
    sources = list(pipeline.existing(list(expand(words, [path for path in without if path and path != "-"]))))
    if isinstance(tick, Progress):
        tick.begin(sources)
    return sources


def summary_of(
    totals: Totals, collector: Collector, changes: dict[str, str] | None = None, failed: dict[str, str] | None = None, skipped: int = 0
) -> Summary:
    """The summary of a run that has ended."""
    return Summary(totals, dict(collector.by_severity), dict(collector.by_code), changes or {}, failed or {}, skipped)
