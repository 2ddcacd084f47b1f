"""paperconv parse."""

import sys
from typing import Annotated

import typer

from paperconv.cli import console
from paperconv.cli import options as opt
from paperconv.cli.common import cluster_of, counted, finish, inputs_of, reporter
from paperconv.cli.progress import progress

EXAMPLES = "Examples: paperconv parse dump.txt | head -1 | jq      paperconv parse --explain dump.txt"


def parse(
    inputs: opt.Inputs = None,
    from_: opt.FromFormat = "",
    output: opt.Output = "-",
    explain: Annotated[bool, typer.Option("--explain", help="For plain-text listings: show each line with the role it got, and why.")] = False,
    jobs: opt.Jobs = 0,
    engine: opt.Engine = "local",
    scheduler: opt.Scheduler = "",
    resume: opt.Resume = False,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """Read papers into native records, one JSON object a line, as the input has them."""
    from paperconv import api

    words = inputs_of(inputs)
    if explain:
        _explain(words, from_)
        return
    cluster = cluster_of(engine, scheduler, resume)
    show, messages = reporter(quiet, verbose)
    with progress(quiet, verbose, printing=output == "-") as tick:
        summary = api.parse(words, output, from_, jobs=jobs, cluster=cluster, on_diagnostic=show, tick=tick)
    messages.close()
    finish(summary, quiet, f"{counted(summary.totals.records, 'record')} read")


def _explain(words: list[str], from_: str) -> None:
    from paperconv import api
    from paperconv.diagnostics.render import shorten

    width = console.width(sys.stdout) or 120  # a long line of a dump is not shown whole
    for item, lines in api.explain(words, from_):
        console.out(f"{item.path}:{item.line}-{item.end_line}  record {item.ordinal + 1}")
        for number, role, reason, text in lines:
            lead = f"{number:>6}  {role:<11} "
            console.out(lead + shorten(text, max(width - len(lead), 20)))
            because = console.folded(" " * len(lead) + f"because {reason}", sys.stdout)
            console.out(console.style_for(sys.stdout)(because, "dim"))
