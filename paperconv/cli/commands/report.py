"""paperconv report."""

from paperconv.cli import options as opt
from paperconv.cli.common import counted, finish, inputs_of, reporter
from paperconv.cli.progress import progress

EXAMPLES = "Examples: paperconv report dump.txt -o report.html      paperconv report --fix all exports/ > report.html"


def report(
    inputs: opt.Inputs = None,
    from_: opt.FromFormat = "",
    output: opt.Output = "-",
    fix: opt.Fix = "safe",
    select: opt.Select = None,
    extend_select: opt.ExtendSelect = None,
    ignore: opt.Ignore = None,
    per_file_ignores: opt.PerFileIgnores = None,
    baseline: opt.Baseline = "",
    authority: opt.Authority = "",
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """Write one HTML page: findings by rule and file, repaired author lists before and after, how complete fields are, a table of records."""
    from paperconv import api

    words = inputs_of(inputs)
    show, messages = reporter(quiet, verbose)
    with progress(quiet, verbose, printing=output == "-") as tick:
        summary = api.report(
            words,
            output,
            from_,
            fix=fix,
            select=select or (),
            extend_select=extend_select or (),
            ignore=ignore or (),
            per_file_ignores=per_file_ignores or (),
            baseline=baseline,
            authority=authority,
            on_diagnostic=show,
            tick=tick,
        )
    messages.close()
    totals = summary.totals
    finish(summary, quiet, f"{counted(totals.records, 'record')} read, {totals.repaired:,} repaired")
