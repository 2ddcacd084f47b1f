"""paperconv convert."""

from typing import TYPE_CHECKING, Annotated

import typer

from paperconv.cli import options as opt
from paperconv.cli.commands.dedupe import dedupe
from paperconv.cli.common import cluster_of, counted, finish, inputs_of, repair_teller, reporter
from paperconv.cli.progress import progress

if TYPE_CHECKING:
    from paperconv.output import OutputOptions


EXAMPLES = "Examples: paperconv convert dump.txt -o refs.bib      cat dump.txt | paperconv convert -t csl-json | jq '.[].title'"


@opt.shaped
def convert(
    inputs: opt.Inputs = None,
    from_: opt.FromFormat = "",
    to: opt.ToFormat = "",
    output: opt.Output = "-",
    fix: opt.Fix = "safe",
    dedupe_: Annotated[bool, typer.Option("--dedupe", help="Join records of the same work, as paperconv dedupe does.")] = False,
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
    """Convert papers into BibTeX, CSL-JSON, RIS, a table …; repair what is certain."""
    from paperconv import api

    if dedupe_:
        dedupe(
            inputs=inputs,
            from_=from_,
            to=to,
            output=output,
            fix=fix,
            authority=authority,
            jobs=jobs,
            engine=engine,
            scheduler=scheduler,
            resume=resume,
            quiet=quiet,
            verbose=verbose,
            options=options,
            diff=diff,
        )
        return
    words = inputs_of(inputs)
    cluster = cluster_of(engine, scheduler, resume)
    show, messages = reporter(quiet, verbose)
    with progress(quiet, verbose, printing=output == "-") as tick:
        teller = repair_teller(messages, quiet)
        summary = api.convert(
            words,
            output,
            from_,
            to,
            fix=fix,
            authority=authority,
            options=options,
            findings=verbose or not quiet,
            jobs=jobs,
            cluster=cluster,
            on_diagnostic=show,
            on_repair=teller,
            tick=tick,
        )
    messages.close()
    totals, written = summary.totals, "compared" if options.check else "written"
    done = f"{counted(totals.records, 'record')} read, {totals.repaired:,} repaired, {totals.written:,} {written}"
    finish(summary, quiet, done, diff=diff, again=words)
