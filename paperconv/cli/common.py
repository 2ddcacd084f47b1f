"""What commands share: which inputs, what is said while a run goes on, how it ends."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

from paperconv.cli import console
from paperconv.errors import InputError, UsageError

if TYPE_CHECKING:
    from paperconv.api import OnCluster, OnDiagnostic, OnRepair, Summary


def inputs_of(words: list[str] | None) -> list[str]:
    """The inputs named, or standard input where it is a pipe."""
    if sys.stdin is None and (not words or "-" in words):
        raise InputError("standard input is closed: name a file or a folder")
    if not words and sys.stdin.isatty():
        raise UsageError("no input: name a file or a folder, or pipe one in (see: paperconv --help)")
    if words and words.count("-") > 1:
        raise UsageError("standard input (-) can be read only once")
    if words and "-" in words and sys.stdin.isatty():
        raise InputError("standard input is a terminal: pipe a file in, or name one")
    return words or ["-"]


def reporter(quiet: bool, verbose: bool, also: tuple[str, ...] = ()) -> tuple["OnDiagnostic", console.Messages]:
    """Shows on standard error what a conversion must say: what was not read, what was not written. The rest is validate's."""
    from paperconv.diagnostics import Diagnostic

    messages = console.Messages(all_of_them=verbose)
    width, style = console.width(sys.stderr), console.style_for(sys.stderr)

    def show(diagnostic: Diagnostic) -> None:
        told = (diagnostic.code.startswith(("PC0", "PC9")) and diagnostic.code != "PC005") or diagnostic.code in also
        if verbose or (told and not quiet):
            from paperconv.diagnostics.render import render

            messages.show(diagnostic.code, render(diagnostic, width, style, excerpt=diagnostic.code == "PC001"))

    return show, messages


def repair_teller(messages: console.Messages, quiet: bool) -> "OnRepair | None":
    """Tells each repair on standard error as it is made; None where nothing is to be said."""
    from paperconv.diagnostics import Finding, Repair, code_of
    from paperconv.model import Record

    def tell(record: Record, finding: Finding, repair: Repair) -> None:
        where = f"{record.origin.path}:{record.origin.line_of(repair.field)}"
        text = f"{where} {finding.code} {code_of(finding.code).name} repaired ({repair.safety}): {repair.description}"
        messages.show(finding.code, console.folded(text, sys.stderr))

    return None if quiet else tell


def finish(
    summary: "Summary", quiet: bool, done: str, failed: bool = False, diff: bool = False, again: Sequence[str] = ()
) -> None:
    """What would change (with the diff on standard output), the last line on standard error, and the exit status.

    ``again`` are the inputs of a command that counts findings and does not show them; people at a terminal are told what does.
    """
    for path, difference in summary.changes.items():
        if diff:
            sys.stdout.write(difference)
        if not quiet:
            console.err(f"{path}: would change")
    for reason in summary.failed.values():
        console.err(reason)
    if not quiet:
        from paperconv.diagnostics.render import summary as counts

        skipped = f", {summary.skipped:,} up to date" if summary.skipped else ""
        rejected = f", {summary.totals.rejected:,} not readable" if summary.totals.rejected else ""
        shown = ""
        if again and "-" not in again and summary.by_severity and sys.stderr.isatty():
            import shlex

            shown = f" (paperconv validate {shlex.join(again) if len(again) == 1 else '…'} shows them)"
        console.err(f"{done}{rejected}{skipped}; {counts(summary.by_severity)}{shown}")
    if failed or summary.totals.rejected or summary.changes or summary.failed:
        raise typer.Exit(1)


def counted(number: int, noun: str) -> str:
    """A number with its noun: "1 record", "2,480 records"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def cluster_of(engine: str, scheduler: str, resume: bool) -> "OnCluster | None":
    """The cluster that a run is for, None for the processors of this machine."""
    from paperconv.api import OnCluster

    if engine == "dask":
        return OnCluster(scheduler, resume)
    if scheduler or resume:
        raise UsageError(f"--{'scheduler' if scheduler else 'resume'} is for --engine dask")
    return None


def print_json(rows: object) -> None:
    """Prints a list as one JSON array."""
    import json

    console.out(json.dumps(rows, ensure_ascii=False, indent=1))
