"""paperconv validate."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, TypedDict, get_args

import typer
import typer.core

from paperconv.cli import console
from paperconv.cli import options as opt
from paperconv.cli.common import counted, finish, inputs_of, print_json, repair_teller, reporter
from paperconv.cli.progress import progress
from paperconv.errors import UsageError

if TYPE_CHECKING:
    from paperconv.diagnostics.gather import Findings

class _Chosen(TypedDict):
    """What is to be told and repaired, as the library takes it."""

    select: Sequence[str]
    extend_select: Sequence[str]
    ignore: Sequence[str]
    per_file_ignores: Sequence[str]
    baseline: str
    authority: str


class Validate(typer.core.TyperCommand):
    """The command, whose ``--fix`` may stand without its level."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        """The level is ``safe`` where what follows is none."""
        levels = get_args(opt.FixLevel)
        end = args.index("--") if "--" in args else len(args)
        bare = {n for n, a in enumerate(args[:end]) if a == "--fix" and (n + 1 >= end or args[n + 1] not in levels)}
        return super().parse_args(ctx, [f"{a}=safe" if n in bare else a for n, a in enumerate(args)])


EXAMPLES = "Examples: paperconv validate dump.txt      paperconv validate --select PC1 *.bib      paperconv validate --explain PC101"


def validate(
    inputs: opt.Inputs = None,
    from_: opt.FromFormat = "",
    output_format: Annotated[opt.FindingsFormat, typer.Option("--output-format", help="How findings are written.")] = "text",
    select: opt.Select = None,
    extend_select: opt.ExtendSelect = None,
    ignore: opt.Ignore = None,
    per_file_ignores: opt.PerFileIgnores = None,
    baseline: opt.Baseline = "",
    write_baseline: Annotated[
        str, typer.Option("--write-baseline", metavar="FILE", show_default=False, help="Write what is found to such a file, and exit with 0.")
    ] = "",
    fail_on: Annotated[opt.FailOn, typer.Option("--fail-on", help="The least severity that makes the exit status 1.")] = "error",
    explain: Annotated[
        str, typer.Option("--explain", metavar="CODE", show_default=False, help="Show the page of a rule and exit.", autocompletion=opt.complete_rule)
    ] = "",
    statistics: Annotated[bool, typer.Option("--statistics", help="Instead of the findings, how many of each rule.")] = False,
    fix: Annotated[
        opt.FixLevel, typer.Option("--fix", help="Repair in the files themselves, before they are checked: safe (also without a word), or all.")
    ] = "none",
    diff: Annotated[bool, typer.Option("--diff", help="Only show what --fix would change; exit with 1 if it would.")] = False,
    authority: opt.Authority = "",
    jobs: opt.Jobs = 0,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """Check papers: corrupted author lists, missing identifiers, dates, titles, contradictions."""
    from paperconv import api
    from paperconv.diagnostics import Severity
    from paperconv.diagnostics.gather import Findings

    if explain:
        _page(explain)
        return
    if statistics and output_format not in ("text", "json"):
        raise UsageError(f"--statistics counts findings, as text or json; --output-format {output_format} names each")
    words, found = inputs_of(inputs), Findings()
    chosen: _Chosen = {
        "select": select or (),
        "extend_select": extend_select or (),
        "ignore": ignore or (),
        "per_file_ignores": per_file_ignores or (),
        "baseline": "" if write_baseline else baseline,
        "authority": authority,
    }
    if fix != "none" or diff:
        _repair(words, from_, "safe" if fix == "none" else fix, chosen, diff, quiet, verbose)
        if diff:
            return
    with progress(quiet, verbose, printing=False) as tick:
        summary = api.validate(words, from_, without=[write_baseline], jobs=jobs, on_diagnostic=found.add, tick=tick, **chosen)
    if write_baseline:
        api.write_baseline(found, write_baseline)
        finish(summary, quiet, f"{counted(summary.totals.records, 'record')} checked; {counted(len(found), 'finding')} written to {write_baseline}")
        return
    if statistics:
        _statistics(summary.by_code, as_json=output_format == "json")
    else:
        _print(found, output_format, words, from_)
    failed = fail_on != "never" and summary.at_or_above(Severity(fail_on)) > 0
    finish(summary, quiet, f"{counted(summary.totals.records, 'record')} checked", failed=failed)


def _repair(words: list[str], from_: str, fix: opt.FixLevel, chosen: _Chosen, diff: bool, quiet: bool, verbose: bool) -> None:
    """Repairs the inputs where they are, or shows what would change and ends with 1 if something would."""
    from paperconv import api

    _, messages = reporter(quiet, verbose)

    files = 0

    def skip(what: str, text: str) -> None:
        nonlocal files
        files += what == "file"
        if verbose or (what == "record" and not quiet):
            messages.show(f"not repaired: {what}", text)

    with progress(quiet, verbose, printing=False) as tick:
        teller = None if diff else repair_teller(messages, quiet)
        summary = api.repair(words, from_, fix=fix, compare=diff, on_repair=teller, on_skip=skip, tick=tick, **chosen)
    messages.close()
    if files and not quiet and not verbose:
        console.err(f"{counted(files, 'file')} of a format that cannot be repaired in place (--verbose names each)")
    done = f"{counted(summary.totals.records, 'record')} read, {summary.totals.repaired:,}"
    if diff:
        finish(summary, quiet, f"{done} would be repaired", diff=True)
    elif not quiet:
        console.err(f"{done} repaired in place")


def _print(found: "Findings", form: str, words: list[str], from_: str) -> None:
    from paperconv import __version__, api
    from paperconv.diagnostics.forms import sarif, write
    from paperconv.diagnostics.render import listing
    from paperconv.rules.base import page

    if form == "text":
        sys.stdout.writelines(listing(found, console.width(sys.stdout), console.style_for(sys.stdout)))
    elif form == "sarif":
        sys.stdout.writelines(sarif.write(found, __version__, page, api.replacements(found, words, from_)))
    else:
        sys.stdout.writelines(write(found, form))


def _statistics(counts: dict[str, int], *, as_json: bool) -> None:
    """How often each rule spoke, the most frequent first."""
    from paperconv.diagnostics import CODES

    rows = [(CODES[code], n) for code, n in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]
    if as_json:
        print_json([{"code": c.code, "name": c.name, "severity": str(c.severity), "count": n} for c, n in rows])
    else:
        grouped = sys.stdout.isatty()  # a script wants plain numbers
        shown = [(f"{n:,}" if grouped else str(n), c.code, c.name, str(c.severity), c.summary) for c, n in rows]
        console.table(("count", "code", "name", "severity", ""), shown, right=(0,))


def _page(word: str) -> None:
    from paperconv.diagnostics import CODES, select_codes
    from paperconv.rules.base import page

    for code in sorted(select_codes([word])):
        entry = CODES[code]
        text = f"{code} {entry.name} ({entry.severity}): {entry.summary}\n\n{page(code)}\n"
        console.out(console.folded(text, sys.stdout))
