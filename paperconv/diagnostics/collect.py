"""Gathering diagnostics: selection, counting, and one line for what is the same a thousand times."""

from collections import Counter
from collections.abc import Callable, Sequence

from paperconv.diagnostics.diagnostic import Diagnostic
from paperconv.diagnostics.severity import Severity


class Collector:
    """Counts the diagnostics that are selected and hands each to ``sink``.

    ``selected`` are the codes wanted; ``None`` means all. ``quiet`` are asked in turn whether a diagnostic is one that is not to be told.
    """

    def __init__(
        self,
        sink: Callable[[Diagnostic], None] | None = None,
        selected: frozenset[str] | None = None,
        quiet: Sequence[Callable[[Diagnostic], bool]] = (),
    ) -> None:
        self._sink = sink
        self._quiet = quiet
        self.selected = selected
        self.by_severity: Counter[Severity] = Counter()
        self.by_code: Counter[str] = Counter()
        self.not_carried: Counter[str] = Counter()
        """Of each field that the format of an output has no place for, in how many records of the run it stood."""

    def add(self, diagnostic: Diagnostic) -> bool:
        """Takes one diagnostic, if its code is selected and nothing hides it; True where it was taken."""
        if self.selected is not None and diagnostic.code not in self.selected:
            return False
        if any(hides(diagnostic) for hides in self._quiet):
            return False
        self.by_severity[diagnostic.severity] += 1
        self.by_code[diagnostic.code] += 1
        if self._sink is not None:
            self._sink(diagnostic)
        return True

    def at_or_above(self, severity: Severity) -> int:
        """How many diagnostics of this severity or a graver one there were."""
        return sum(n for s, n in self.by_severity.items() if s.rank >= severity.rank)
