"""The only place that prints. Data goes to standard output, everything else to standard error."""

import contextlib
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TextIO

_COLOURS = {"error": "31", "warning": "33", "info": "36", "path": "1", "dim": "2"}
MANY = 20
"""Messages of one kind that a conversion shows before it only counts them (--verbose shows all)."""


def out(text: str) -> None:
    """Prints a line of data."""
    print(text)


def err(text: str) -> None:
    """Prints a line for people, after the data that was printed before it."""
    sys.stdout.flush()
    print(text, file=sys.stderr)


def width(stream: TextIO) -> int:
    """Columns of the terminal; 120 where there is none, so that logs are the same everywhere."""
    return shutil.get_terminal_size((120, 24)).columns if stream.isatty() else 120


def style_for(stream: TextIO) -> Callable[[str, str], str]:
    """Colours for a terminal that wants them (https://no-color.org), none elsewhere."""
    if not stream.isatty() or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return lambda text, kind: text
    return lambda text, kind: f"\x1b[{_COLOURS[kind]}m{text}\x1b[0m" if kind in _COLOURS else text


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table on standard output that fits the terminal; elsewhere its cells set apart by tabs, without headings."""
    if not sys.stdout.isatty():
        for row in rows:
            print("\t".join(row))
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table

    grid = Table(*headings, box=box.SIMPLE_HEAD)
    for row in rows:
        grid.add_row(*row)
    Console().print(grid)


@contextlib.contextmanager
def progress(shown: bool) -> Iterator[Callable[[], None] | None]:
    """Counts records with their rate while the block runs, if ``shown`` and standard error is a terminal.

    Gives what is to be called for each record, or None.
    """
    if not shown or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    count, start = 0, time.monotonic()
    with Progress(SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading")

        def tick() -> None:
            nonlocal count
            count += 1
            if not count % 256:
                bar.update(task, description=f"{count:,} records, {count / (time.monotonic() - start):,.0f} a second")

        yield tick


class Messages:
    """Shows diagnostics on a stream as they come, at most ``MANY`` of one code unless all are wanted."""

    def __init__(self, stream: TextIO, *, all_of_them: bool) -> None:
        self._stream, self._all = stream, all_of_them
        self._counts: dict[str, int] = {}

    def show(self, code: str, text: str) -> None:
        """Prints ``text`` unless enough of the same code were shown."""
        self._counts[code] = self._counts.get(code, 0) + 1
        if self._all or self._counts[code] <= MANY:
            print(text, file=self._stream)

    def close(self) -> None:
        """Says how many were not shown."""
        for code, count in self._counts.items():
            if not self._all and count > MANY:
                print(f"{code}: {count - MANY:,} more (--verbose shows all)", file=self._stream)
