"""The commands: one function each, which asks the library and prints what it says.

Only typer and the standard library are imported here; a command's body imports the rest, so that the start is quick.
"""

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer
import typer.core

from paperconv import __version__
from paperconv.cli import authority as authority_commands
from paperconv.cli import console
from paperconv.cli import options as opt
from paperconv.errors import InputError, PaperconvError, UsageError

if TYPE_CHECKING:
    from paperconv.api import OnDiagnostic, OnRepair, Summary
    from paperconv.output import OutputOptions



class _Commands(typer.core.TyperGroup):
    """The commands, with the contract's exit status for what typer would call errors."""

    def invoke(self, ctx: typer.Context) -> object:  # type: ignore[override]
        """Runs a command. A reader that closes the pipe early has seen enough; Ctrl-C ends with 130."""
        try:
            done = super().invoke(ctx)
            sys.stdout.flush()
            return done
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(0) from None
        except KeyboardInterrupt:
            raise typer.Exit(130) from None
        except PaperconvError as error:
            console.err(f"paperconv: {error}")
            raise typer.Exit(2) from None


app = typer.Typer(
    cls=_Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Turns paper dumps (plain listings, BibTeX, CSL-JSON) into clean BibTeX and CSL-JSON; sees and repairs corrupted author lists.",
    epilog="Example: paperconv convert dump.txt -o refs.bib",
)


app.add_typer(authority_commands.app, name="authority")


def _version(wanted: bool) -> None:
    if wanted:
        console.out(f"paperconv {__version__}")
        raise typer.Exit


@app.callback()
def _root(version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")] = False) -> None:
    pass


@app.command(epilog="Examples: paperconv parse dump.txt | head -1 | jq      paperconv parse --explain dump.txt")
def parse(
    inputs: opt.Inputs = None,
    from_: opt.FromFormat = "",
    output: opt.Output = "-",
    explain: Annotated[bool, typer.Option("--explain", help="For plain-text listings: show each line with the role it got, and why.")] = False,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """Read papers into native records, one JSON object a line, as the input has them."""
    from paperconv import api

    words = _inputs(inputs)
    if explain:
        _explain(words, from_)
        return
    show, messages = _reporter(quiet, verbose)
    with console.progress(not quiet and output != "-") as tick:
        summary = api.parse(words, output, from_, on_diagnostic=show, tick=tick)
    messages.close()
    _finish(summary, quiet, f"{summary.totals.records:,} records read")


@app.command(epilog="Examples: paperconv convert dump.txt -o refs.bib      cat dump.txt | paperconv convert -t csl-json | jq '.[].title'")
@opt.shaped
def convert(
    inputs: opt.Inputs = None,
    from_: opt.FromFormat = "",
    to: opt.ToFormat = "",
    output: opt.Output = "-",
    fix: opt.Fix = "safe",
    dedupe_: Annotated[bool, typer.Option("--dedupe", help="Join records of the same work, as paperconv dedupe does.")] = False,
    authority: opt.Authority = "",
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
    *,
    options: "OutputOptions",
    diff: bool,
) -> None:
    """Convert papers into BibTeX, CSL-JSON, RIS, a table …; repair what is certain."""
    from paperconv import api

    if dedupe_:
        dedupe(
            inputs=inputs, from_=from_, to=to, output=output, fix=fix, authority=authority, quiet=quiet, verbose=verbose, options=options, diff=diff
        )
        return
    words = _inputs(inputs)
    show, messages = _reporter(quiet, verbose)
    with console.progress(not quiet and output != "-") as tick:
        teller = _repair_teller(messages, quiet)
        summary = api.convert(
            words, output, from_, to, fix=fix, authority=authority, options=options, on_diagnostic=show, on_repair=teller, tick=tick
        )
    messages.close()
    totals, written = summary.totals, "compared" if options.check else "written"
    _finish(summary, quiet, f"{totals.records:,} records read, {totals.repaired:,} repaired, {totals.written:,} {written}", diff=diff)


@app.command(
    epilog="Examples: paperconv validate dump.txt      paperconv validate --select PC1 *.bib      paperconv validate --explain PC101"
)
def validate(
    inputs: opt.Inputs = None,
    from_: opt.FromFormat = "",
    output_format: Annotated[opt.FindingsFormat, typer.Option("--output-format", help="How findings are written.")] = "text",
    select: opt.Select = None,
    ignore: opt.Ignore = None,
    fail_on: Annotated[opt.FailOn, typer.Option("--fail-on", help="The least severity that makes the exit status 1.")] = "error",
    explain: Annotated[
        str, typer.Option("--explain", metavar="CODE", show_default=False, help="Show the page of a rule and exit.", autocompletion=opt.complete_rule)
    ] = "",
    authority: opt.Authority = "",
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """Check papers: corrupted author lists, missing identifiers, dates, titles, contradictions."""
    from paperconv import api
    from paperconv.diagnostics import Diagnostic, Severity, machine
    from paperconv.diagnostics.render import render

    if explain:
        _page(explain)
        return
    found: list[Diagnostic] = []
    width, style = console.width(sys.stdout), console.style_for(sys.stdout)

    def show(diagnostic: Diagnostic) -> None:
        if output_format == "json":
            found.append(diagnostic)
        else:
            console.out(machine.as_json(diagnostic) if output_format == "jsonl" else render(diagnostic, width, style))

    words = _inputs(inputs)
    with console.progress(not quiet and not sys.stdout.isatty()) as tick:
        summary = api.validate(words, from_, select=select or (), ignore=ignore or (), authority=authority, on_diagnostic=show, tick=tick)
    if output_format == "json":
        sys.stdout.writelines(machine.json_array(found))
    failed = fail_on != "never" and summary.at_or_above(Severity(fail_on)) > 0
    _finish(summary, quiet, f"{summary.totals.records:,} records checked", failed=failed)


@app.command(epilog="Example: paperconv dedupe a.txt b.txt -o refs.bib --map keys.jsonl")
@opt.shaped
def dedupe(
    inputs: opt.Inputs = None,
    from_: opt.FromFormat = "",
    to: opt.ToFormat = "",
    output: opt.Output = "-",
    map_: Annotated[
        str, typer.Option("--map", metavar="FILE", show_default=False, help="Write JSON Lines: for each record read, its work and citation key.")
    ] = "",
    fix: opt.Fix = "safe",
    authority: opt.Authority = "",
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
    *,
    options: "OutputOptions",
    diff: bool,
) -> None:
    """Join records of the same work, from one dump or several, into one entry: the best of each is kept."""
    from paperconv import api

    words = _inputs(inputs)
    show, messages = _reporter(quiet, verbose, also=("PC501", "PC502"))
    with console.progress(not quiet and output != "-") as tick:
        teller = _repair_teller(messages, quiet)
        summary = api.dedupe(
            words, output, from_, to, fix=fix, map_to=map_, authority=authority, options=options, on_diagnostic=show, on_repair=teller, tick=tick
        )
    messages.close()
    totals = summary.totals
    _finish(
        summary,
        quiet,
        f"{totals.records:,} records read, {totals.repaired:,} repaired, {totals.works:,} works: {totals.records - totals.works:,} joined",
        diff=diff,
    )


@app.command()
def formats(as_json: Annotated[bool, typer.Option("--json", help="As a JSON array.")] = False) -> None:
    """List the formats that can be read and written."""
    from paperconv.formats.registry import FORMATS

    rows = [
        {"name": f.name, "title": f.title, "suffixes": list(f.suffixes), "read": bool(f.reader), "write": bool(f.writer)} for f in FORMATS.values()
    ]
    if as_json:
        _json(rows)
    else:
        console.table(
            ("name", "read", "write", "suffixes", ""),
            [(f.name, "read" if f.reader else "", "write" if f.writer else "", " ".join(f.suffixes), f.title) for f in FORMATS.values()],
        )


@app.command()
def rules(as_json: Annotated[bool, typer.Option("--json", help="As a JSON array.")] = False) -> None:
    """List what is checked; paperconv validate --explain CODE shows a rule's page."""
    from paperconv.diagnostics import CODES

    if as_json:
        _json([{"code": c.code, "name": c.name, "severity": str(c.severity), "summary": c.summary} for c in CODES.values()])
    else:
        console.table(("code", "name", "severity", ""), [(c.code, c.name, str(c.severity), c.summary) for c in CODES.values()])


def main() -> None:
    """Runs the command line; the exit status is that of the contract (0 done, 1 findings, 2 could not run, 130 interrupted)."""
    app(prog_name="paperconv")


def _inputs(words: list[str] | None) -> list[str]:
    """The inputs named, or standard input where it is a pipe."""
    if not words and sys.stdin.isatty():
        raise UsageError("no input: name a file or a folder, or pipe one in (see: paperconv --help)")
    if words and words.count("-") > 1:
        raise UsageError("standard input (-) can be read only once")
    if words and "-" in words and sys.stdin.isatty():
        raise InputError("standard input is a terminal: pipe a file in, or name one")
    return words or ["-"]


def _reporter(quiet: bool, verbose: bool, also: tuple[str, ...] = ()) -> tuple["OnDiagnostic", console.Messages]:
    """Shows on standard error what a conversion must say: what was not read, what was not written. The rest is validate's."""
    from paperconv.diagnostics import Diagnostic
    from paperconv.diagnostics.render import render

    messages = console.Messages(sys.stderr, all_of_them=verbose)
    width, style = console.width(sys.stderr), console.style_for(sys.stderr)

    def show(diagnostic: Diagnostic) -> None:
        told = (diagnostic.code.startswith(("PC0", "PC9")) and diagnostic.code != "PC005") or diagnostic.code in also
        if verbose or (told and not quiet):
            messages.show(diagnostic.code, render(diagnostic, width, style, excerpt=diagnostic.code == "PC001"))

    return show, messages


def _repair_teller(messages: console.Messages, quiet: bool) -> "OnRepair | None":
    from paperconv.diagnostics import Finding, Repair, code_of
    from paperconv.model import Record

    def tell(record: Record, finding: Finding, repair: Repair) -> None:
        where = f"{record.origin.path}:{record.origin.line_of(repair.field)}"
        messages.show(finding.code, f"{where} {finding.code} {code_of(finding.code).name} repaired ({repair.safety}): {repair.description}")

    return None if quiet else tell


def _finish(summary: "Summary", quiet: bool, done: str, failed: bool = False, diff: bool = False) -> None:
    """What would change (with the diff on standard output), the last line on standard error, and the exit status."""
    from paperconv.diagnostics.render import summary as counts

    for path, difference in summary.changes.items():
        if diff:
            sys.stdout.write(difference)
        if not quiet:
            console.err(f"{path}: would change")
    if not quiet:
        rejected = f", {summary.totals.rejected:,} not readable" if summary.totals.rejected else ""
        console.err(f"{done}{rejected}; {counts(summary.by_severity)}")
    if failed or summary.totals.rejected or summary.changes:
        raise typer.Exit(1)


def _explain(words: list[str], from_: str) -> None:
    from paperconv import api
    from paperconv.diagnostics.render import shorten

    width = console.width(sys.stdout)
    for item, lines in api.explain(words, from_):
        console.out(f"{item.path}:{item.line}-{item.end_line}  record {item.ordinal + 1}")
        for number, role, reason, text in lines:
            lead = f"{number:>6}  {role:<11} "
            console.out(lead + shorten(text, max(width - len(lead), 20)))
            console.out(" " * len(lead) + console.style_for(sys.stdout)(f"because {reason}", "dim"))


def _page(word: str) -> None:
    from paperconv.diagnostics import CODES, select_codes
    from paperconv.rules.base import page

    for code in sorted(select_codes([word])):
        entry = CODES[code]
        console.out(f"{code} {entry.name} ({entry.severity}): {entry.summary}\n\n{page(code)}\n")


def _json(rows: object) -> None:
    import json

    console.out(json.dumps(rows, ensure_ascii=False, indent=1))
