"""paperconv authority."""

from typing import Annotated

import typer

from paperconv.cli import options as opt
from paperconv.cli.common import counted, finish, inputs_of, reporter
from paperconv.cli.progress import progress

app = typer.Typer(no_args_is_help=True, help="Count the names of authors in many papers, for --authority of validate, convert, dedupe and report.")


@app.callback()
def _root() -> None:
    pass


@app.command(epilog="Examples: paperconv authority build snapshot.jsonl.gz -o names.db      paperconv validate --authority names.db dump.txt")
def build(
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="NAMES", show_default=False, help="The file of names (SQLite), written whole or not at all.")
    ],
    inputs: opt.Inputs = None,
    from_: opt.FromFormat = "",
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """Count family and given names, and which of them stand together, into a file for --authority. Faulty author lists are left out."""
    from paperconv import api

    words = inputs_of(inputs)
    show, messages = reporter(quiet, verbose)
    with progress(quiet, verbose, printing=False) as tick:
        summary, built = api.build_authority(words, output, from_, on_diagnostic=show, tick=tick)
    messages.close()
    counts = f"{counted(built.lists, 'author list')} counted, {built.purged:,} faulty left out; {counted(built.names, 'name')}"
    finish(summary, quiet, f"{counted(summary.totals.records, 'record')} read, {counts}")
