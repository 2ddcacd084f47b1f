"""paperconv dedupe."""

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from paperconv.cli import options as opt
from paperconv.cli.common import cluster_of, counted, finish, inputs_of, repair_teller, reporter
from paperconv.cli.progress import progress

if TYPE_CHECKING:
    from paperconv.output import OutputOptions


EXAMPLES = "Example: paperconv dedupe a.txt b.txt -o refs.bib --map keys.jsonl --review pairs.yaml"
Join = Literal["sure", "likely"]
Versions = Literal["join", "link"]


@opt.shaped
def dedupe(
    inputs: opt.Inputs = None,
    from_: opt.FromFormat = "",
    to: opt.ToFormat = "",
    output: opt.Output = "-",
    map_: Annotated[
        str, typer.Option("--map", metavar="FILE", show_default=False, help="Write JSON Lines: for each record read, its work and citation key.")
    ] = "",
    review: Annotated[
        str, typer.Option("--review", metavar="FILE", show_default=False, help="Write the pairs that are unsure as YAML, with a verdict to fill in.")
    ] = "",
    report: Annotated[
        str, typer.Option("--report", metavar="FILE", show_default=False, help="Write an HTML page: unsure pairs and joined records side by side.")
    ] = "",
    decisions: Annotated[
        str, typer.Option("--decisions", metavar="FILE", show_default=False, help="Obey the verdicts filled in in a file that --review wrote.")
    ] = "",
    join: Annotated[Join, typer.Option("--join", help="What is joined: records that are surely one work, or also those that likely are.")] = "sure",
    versions: Annotated[
        Versions, typer.Option("--versions", help="Whether a preprint and its published version become one entry or two linked ones.")
    ] = "join",
    one_per_source: Annotated[bool, typer.Option("--one-per-source", help="No input has a work twice.")] = False,
    fix: opt.Fix = "safe",
    authority: opt.Authority = "",
    jobs: opt.Jobs = 0,
    engine: opt.Engine = "local",
    scheduler: opt.Scheduler = "",
    resume: opt.Resume = False,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
    *,
    options: "OutputOptions",
    diff: bool,
) -> None:
    """Join records of the same work, from one dump or several, into one entry: the best of each is kept."""
    from paperconv import api

    words = inputs_of(inputs)
    cluster = cluster_of(engine, scheduler, resume)
    show, messages = reporter(quiet, verbose, also=("PC501", "PC502", "PC503", "PC504"))
    with progress(quiet, verbose, printing=output == "-") as tick:
        teller = repair_teller(messages, quiet)
        summary = api.dedupe(
            words,
            output,
            from_,
            to,
            fix=fix,
            join=join,
            versions=versions,
            one_per_source=one_per_source,
            map_to=map_,
            review_to=review,
            report_to=report,
            decisions=decisions,
            authority=authority,
            options=options,
            jobs=jobs,
            cluster=cluster,
            on_diagnostic=show,
            on_repair=teller,
            tick=tick,
        )
    messages.close()
    totals = summary.totals
    joined = f"{totals.records - totals.works:,} joined"
    doubts = f", {counted(totals.unsure, 'pair')} to look at{f' ({review or report})' if review or report else ''}" if totals.unsure else ""
    linked = f", {totals.linked:,} linked" if totals.linked else ""
    repaired = f" ({totals.repaired:,} repaired)" if totals.repaired else ""
    done = f"{counted(totals.records, 'record')}{repaired}, {counted(totals.works, 'work')}: {joined}{doubts}{linked}"
    finish(summary, quiet, done, diff=diff, again=words)
