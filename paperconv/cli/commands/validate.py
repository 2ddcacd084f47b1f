"""paperconv validate."""

import sys
from typing import Annotated

import typer

from paperconv.cli import console
from paperconv.cli import options as opt
from paperconv.cli.common import finish, inputs_of

EXAMPLES = "Examples: paperconv validate dump.txt      paperconv validate --select PC1 *.bib      paperconv validate --explain PC101"


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

    words = inputs_of(inputs)
    with console.progress(not quiet and not sys.stdout.isatty()) as tick:
        summary = api.validate(words, from_, select=select or (), ignore=ignore or (), authority=authority, on_diagnostic=show, tick=tick)
    if output_format == "json":
        sys.stdout.writelines(machine.json_array(found))
    failed = fail_on != "never" and summary.at_or_above(Severity(fail_on)) > 0
    finish(summary, quiet, f"{summary.totals.records:,} records checked", failed=failed)


def _page(word: str) -> None:
    from paperconv.diagnostics import CODES, select_codes
    from paperconv.rules.base import page

    for code in sorted(select_codes([word])):
        entry = CODES[code]
        console.out(f"{code} {entry.name} ({entry.severity}): {entry.summary}\n\n{page(code)}\n")
