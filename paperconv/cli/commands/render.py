"""paperconv render."""

from typing import Annotated, Literal

import typer

from paperconv.cli import options as opt
from paperconv.cli.common import counted, finish, inputs_of, repair_teller, reporter
from paperconv.cli.progress import progress

EXAMPLES = "Examples: paperconv render --style ieee refs.bib      paperconv render --style apa --locale de-DE dump.txt -o refs.html"


def _styles(incomplete: str) -> list[str]:
    from paperconv.rendering import SHORT, shipped

    return [name for name in (*shipped(), *SHORT) if name.startswith(incomplete)]


def render(
    style: Annotated[
        str,
        typer.Option("--style", metavar="NAME|FILE", show_default=False, help="CSL style: a name (ieee, apa …) or a file.", autocompletion=_styles),
    ],
    inputs: opt.Inputs = None,
    from_: opt.FromFormat = "",
    to: Annotated[
        Literal["text", "html", "markdown"] | None,
        typer.Option("-t", "--to", metavar="KIND", show_default=False, help="text, html or markdown; without it, by OUT's suffix, else text."),
    ] = None,
    output: opt.Output = "-",
    locale: Annotated[str, typer.Option(metavar="xx-XX", show_default=False, help="Language of the terms; without it, the style's.")] = "",
    fix: opt.Fix = "safe",
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """Write a bibliography in a CSL style, as text, HTML or Markdown."""
    from paperconv import api

    words = inputs_of(inputs)
    show, messages = reporter(quiet, verbose)
    tell = repair_teller(messages, quiet)
    with progress(quiet, verbose, printing=output == "-") as tick:
        summary = api.render(words, style, output, from_, to or "", locale=locale, fix=fix, on_diagnostic=show, on_repair=tell, tick=tick)
    messages.close()
    totals = summary.totals
    finish(summary, quiet, f"{counted(totals.records, 'record')} read, {totals.repaired:,} repaired, {totals.written:,} rendered")
