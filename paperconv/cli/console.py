"""The only place that prints. Data goes to standard output, everything else to standard error."""

import os
import shutil
import sys
from collections.abc import Callable, Sequence
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


class Messages:
    """Shows diagnostics on standard error as they come, at most ``MANY`` of one code unless all are wanted."""

    def __init__(self, *, all_of_them: bool) -> None:
        self._all = all_of_them
        self._counts: dict[str, int] = {}

    def show(self, code: str, text: str) -> None:
        """Prints ``text`` unless enough of the same code were shown."""
        self._counts[code] = self._counts.get(code, 0) + 1
        if self._all or self._counts[code] <= MANY:
            print(text, file=sys.stderr)

    def close(self) -> None:
        """Says how many were not shown."""
        for code, count in self._counts.items():
            if not self._all and count > MANY:
                print(f"{code}: {count - MANY:,} more (--verbose shows all)", file=sys.stderr)
