"""paperconv dedupe."""

from typing import TYPE_CHECKING, Annotated

import typer

from paperconv.cli import console
from paperconv.cli import options as opt
from paperconv.cli.common import finish, inputs_of, repair_teller, reporter

if TYPE_CHECKING:
    from paperconv.output import OutputOptions


EXAMPLES = "Example: paperconv dedupe a.txt b.txt -o refs.bib --map keys.jsonl"


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
    jobs: opt.Jobs = 0,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
    *,
    options: "OutputOptions",
    diff: bool,
) -> None:
    """Join records of the same work, from one dump or several, into one entry: the best of each is kept."""
    from paperconv import api

    words = inputs_of(inputs)
    show, messages = reporter(quiet, verbose, also=("PC501", "PC502"))
    with console.progress(not quiet and output != "-") as tick:
        teller = repair_teller(messages, quiet)
        summary = api.dedupe(
            words,
            output,
            from_,
            to,
            fix=fix,
            map_to=map_,
            authority=authority,
            options=options,
            jobs=jobs,
            on_diagnostic=show,
            on_repair=teller,
            tick=tick,
        )
    messages.close()
    totals = summary.totals
    finish(
        summary,
        quiet,
        f"{totals.records:,} records read, {totals.repaired:,} repaired, {totals.works:,} works: {totals.records - totals.works:,} joined",
        diff=diff,
    )
