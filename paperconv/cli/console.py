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
    """Prints a line for people, after the data that was printed before it; on a terminal its words go on below it, indented."""
    sys.stdout.flush()
    print(folded(text, sys.stderr), file=sys.stderr)


def width(stream: TextIO) -> int:
    """Columns of the terminal, 0 where there is none: there lines stay whole, so that logs are the same everywhere and can be searched."""
    return shutil.get_terminal_size((120, 24)).columns if stream.isatty() else 0


def folded(text: str, stream: TextIO) -> str:
    """``text`` for a stream: on a terminal its lines end between words, and go on four columns further in."""
    columns = width(stream)
    if not columns:
        return text
    import textwrap

    def fold(line: str) -> str:
        indent = line[: len(line) - len(line.lstrip())] + "    "
        return textwrap.fill(line, columns, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False, drop_whitespace=True)

    return "\n".join(fold(line) if len(line) > columns else line for line in text.split("\n"))


def style_for(stream: TextIO) -> Callable[[str, str], str]:
    """Colours for a terminal that wants them (https://no-color.org), none elsewhere."""
    if not stream.isatty() or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return lambda text, kind: text
    return lambda text, kind: f"\x1b[{_COLOURS[kind]}m{text}\x1b[0m" if kind in _COLOURS else text


def table(headings: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> None:
    """A table on standard output that fits the terminal, the columns ``right`` (of numbers) set to the right;
    elsewhere its cells set apart by tabs, without headings."""
    if not sys.stdout.isatty():
        for row in rows:
            print("\t".join(row))
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    grid = Table(box=box.SIMPLE_HEAD)
    for at, heading in enumerate(headings):
        grid.add_column(heading, justify="right" if at in right else "left")
    for row in rows:
        grid.add_row(*map(Text, row))  # brackets in it are no markup
    Console().print(grid)


class Messages:
    """Shows diagnostics on standard error as they come, at most ``MANY`` of one code unless all are wanted."""

    def __init__(self, *, all_of_them: bool) -> None:
        self._all = all_of_them
        self._counts: dict[str, int] = {}

    def show(self, code: str, text: str) -> None:
        """Prints ``text``, which fits the terminal, unless enough of the same code were shown."""
        self._counts[code] = self._counts.get(code, 0) + 1
        if self._all or self._counts[code] <= MANY:
            print(text, file=sys.stderr)

    def close(self) -> None:
        """Says how many were not shown."""
        for code, count in self._counts.items():
            if not self._all and count > MANY:
                print(f"{code}: {count - MANY:,} more (--verbose shows all)", file=sys.stderr)
