"""What every call takes and gives: inputs, callbacks, the summary of a run."""

import os
from collections.abc import Callable, Sequence

import msgspec

from paperconv import pipeline
from paperconv.diagnostics import Collector, Diagnostic, Finding, Repair, Severity
from paperconv.formats.registry import format_named
from paperconv.io.source import Source, expand
from paperconv.model import Record
from paperconv.pipeline import Totals

Inputs = str | os.PathLike[str] | Sequence[str | os.PathLike[str]]
OnDiagnostic = Callable[[Diagnostic], None]
OnRepair = Callable[[Record, Finding, Repair], None]


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


def sources_of(inputs: Inputs, format: str) -> list[Source]:
    """The inputs, all there and all readable, so that nothing is begun in vain. An unknown format's name is told here too."""
    if format:
        format_named(format)
    words = [os.fspath(inputs)] if isinstance(inputs, str | os.PathLike) else [os.fspath(i) for i in inputs]
    return list(pipeline.existing(list(expand(words))))


def summary_of(totals: Totals, collector: Collector, changes: dict[str, str] | None = None) -> Summary:
    """The summary of a run that has ended."""
    return Summary(totals, dict(collector.by_severity), dict(collector.by_code), changes or {})
