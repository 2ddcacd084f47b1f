"""How far a run is: on a terminal a bar, with the rate and the time that remains; in a log, where it is wanted, a line a minute."""

import contextlib
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from paperconv.cli import console

if TYPE_CHECKING:
    from paperconv.io.source import Source

MINUTE = 60.0
LOOK = 0.1
"""Seconds between two looks at how far the reading has come."""


class Meter:
    """Counts records, and the bytes of the inputs as they lie there: of a compressed file those that were decompressed so far.

    It is called for each record; ``tell`` is called with it when ``every`` seconds have gone by.
    """

    def __init__(self, tell: Callable[["Meter"], None], every: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.records, self.total, self._at = 0, 0, 0
        self.sources: Sequence[Source] = ()
        self._tell, self._every, self._clock = tell, every, clock
        self._sizes: list[int] = []
        self._start = self._told = clock()

    def begin(self, sources: Sequence["Source"]) -> None:
        """Takes the inputs of the run, in the order in which they are read."""
        self.sources, self._sizes = sources, [source.size for source in sources]
        self.total = 0 if any(s.is_stdin for s in sources) else sum(self._sizes)  # of a pipe nobody knows how long it is

    def __call__(self) -> None:
        """A record was read."""
        self.records += 1
        if not self.records & 15 and (now := self._clock()) - self._told >= self._every:
            self._told = now
            self._tell(self)

    @property
    def done(self) -> int:
        """Bytes that are behind, of all inputs; those that were skipped are."""
        if not self.sources:
            return 0
        at = self.current
        return sum(self._sizes[:at]) + min(self.sources[at].position or 0, self._sizes[at])

    @property
    def current(self) -> int:
        """The input that is being read: the last of those that were begun."""
        self._at = max((at for at in range(self._at, len(self.sources)) if self.sources[at].position is not None), default=self._at)
        return self._at

    @property
    def seconds(self) -> float:
        """How long the run has gone on."""
        return max(self._clock() - self._start, 1e-9)

    def line(self) -> str:
        """Records, rate, and which input of how many."""
        which = f", input {self.current + 1:,} of {len(self.sources):,}" if len(self.sources) > 1 else ""
        return f"{self.records:,} record{'' if self.records == 1 else 's'}, {self.records / self.seconds:,.0f} a second{which}"


@contextlib.contextmanager
def progress(quiet: bool, verbose: bool, printing: bool) -> Iterator[Callable[[], None] | None]:
    """Shows on standard error how far the run is while the block goes on: on a terminal, unless data is printed on it as well; elsewhere
    a line a minute, with ``verbose``.

    Gives what is to be called for each record, or None.
    """
    if quiet or (printing and sys.stdout.isatty()):
        yield None
    elif sys.stderr.isatty():
        with _bar() as meter:
            yield meter
    else:
        yield Meter(_log, MINUTE) if verbose else None


def _log(meter: Meter) -> None:
    done, line = meter.done, meter.line()
    if meter.total and done:
        left = meter.seconds * (meter.total - done) / done
        line += f", {done / meter.total:.0%} of {meter.total / 1e6:,.1f} MB, {int(left) // 3600}:{int(left) // 60 % 60:02}:{int(left) % 60:02} left"
    console.err(line)


@contextlib.contextmanager
def _bar() -> Iterator[Meter]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    sized = (BarColumn(bar_width=None), TaskProgressColumn(), TimeRemainingColumn())
    unsized = (TimeElapsedColumn(),)
    text = TextColumn("{task.description}", markup=False)
    terminal = Console(stderr=True)
    with contextlib.ExitStack() as stack:
        shown: Progress | None = None

        def tell(meter: Meter) -> None:
            nonlocal shown
            if shown is None:  # not before it is known what is read
                columns = (SpinnerColumn(), text, *(sized if meter.total else unsized))
                shown = stack.enter_context(Progress(*columns, console=terminal, transient=True, expand=bool(meter.total)))
                shown.add_task("", total=meter.total or None)
            done = meter.done
            shown.update(shown.task_ids[0], completed=done, description=meter.line())

        meter = Meter(tell, LOOK)
        yield meter
        if shown is not None:  # the last look was a moment ago
            tell(meter)
