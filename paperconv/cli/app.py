"""The command line: its commands, each in a module of its own, and the exit status of the contract.

Only typer and the standard library are imported by the modules of the commands; a command's body imports the rest, so that the start is quick.
"""

import contextlib
import functools
import gc
import io
import os
import signal
import sys
from collections.abc import Iterator
from typing import Annotated

import typer
import typer.core

from paperconv import __version__
from paperconv.cli import console, settings
from paperconv.cli.commands import authority, config, convert, dedupe, lists, parse, render, report, validate
from paperconv.errors import PaperconvError


class _Commands(typer.core.TyperGroup):
    """The commands, with the contract's exit status for what typer would call errors."""

    def invoke(self, ctx: typer.Context) -> object:  # type: ignore[override]
        """Runs a command. A reader that closes the pipe early has seen enough; Ctrl-C ends with 130, SIGTERM with 143."""
        try:
            done = super().invoke(ctx)
            sys.stdout.flush()
            return done
        except BrokenPipeError:
            _drop_output()
            raise typer.Exit(0) from None
        except KeyboardInterrupt:
            raise typer.Exit(130) from None
        except typer.BadParameter as error:
            error.message = settings.with_nearest(error.message, getattr(getattr(error.param, "type", None), "choices", ()))
            raise
        except PaperconvError as error:
            console.err(f"paperconv: {error}")
            raise typer.Exit(2) from None


def _drop_output() -> None:
    """What standard output has not taken yet goes nowhere, and Python does not try again when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


app = typer.Typer(
    cls=_Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Turns paper dumps (listings, exports, snapshots) into clean BibTeX and CSL-JSON; sees and repairs corrupted author lists.",
    epilog="Examples: paperconv convert dump.txt -o refs.bib      paperconv validate refs.bib      paperconv COMMAND --help",
)


def _version(wanted: bool) -> None:
    if wanted:
        console.out(f"paperconv {__version__}")
        raise typer.Exit


def _help_all(ctx: typer.Context, wanted: bool) -> None:
    if wanted:
        console.out("\n\n".join(_helps(ctx)))
        raise typer.Exit


def _helps(ctx: typer.Context) -> Iterator[str]:
    """The help of a command, then that of those below it."""
    yield ctx.get_help()
    for name, command in getattr(ctx.command, "commands", {}).items():
        yield from _helps(type(ctx)(command, info_name=name, parent=ctx, **command.context_settings))


@app.callback()
def _root(
    ctx: typer.Context,
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")] = False,
    help_all: Annotated[bool, typer.Option("--help-all", callback=_help_all, is_eager=True, help="Show the help of all commands and exit.")] = False,
    no_config: Annotated[bool, typer.Option("--no-config", help="Heed no settings of paperconv.yaml or pyproject.toml.")] = False,
) -> None:
    helps = {"-h", "--help"} & {*sys.argv}
    if not no_config and not helps and ctx.invoked_subcommand != "config":
        ctx.default_map = settings.default_map(ctx.command)


app.command(epilog=parse.EXAMPLES, short_help="Read papers into native records, a JSON object a line.")(parse.parse)
app.command(epilog=convert.EXAMPLES, short_help="Convert papers; repair what is certain.")(convert.convert)
app.command(cls=validate.Validate, epilog=validate.EXAMPLES, short_help="Check papers: author lists, identifiers, dates, titles.")(validate.validate)
app.command(epilog=dedupe.EXAMPLES, short_help="Join records of the same work into one entry.")(dedupe.dedupe)
app.command(epilog=render.EXAMPLES)(render.render)
app.command(epilog=report.EXAMPLES, short_help="Write an HTML page to look at.")(report.report)
app.command(epilog=config.EXAMPLES, short_help="Show which settings are in force, and from where.")(config.config)
app.command()(lists.formats)
app.command(short_help="List what is checked.")(lists.rules)
app.add_typer(authority.app, name="authority", short_help="Count the names of many papers, as evidence.")


def main() -> None:
    """Runs the command line; the exit status is that of the contract (0 done, 1 findings, 2 could not run, 130 interrupted, 143 terminated)."""
    _ready()
    try:
        try:
            app(prog_name="paperconv")
        finally:
            gc.freeze()  # what is left goes with the process: Python would look through all of it for rings first
            sys.stdout.flush()
    except BrokenPipeError:
        _drop_output()
        sys.exit(0)
    except OSError as error:
        from paperconv.io.source import shown

        _drop_output()
        with contextlib.suppress(OSError):  # standard error may be what is full
            console.err(f"paperconv: {shown(error.filename) if error.filename else 'standard output'}: {error.strerror}")
        sys.exit(2)


def _ready() -> None:
    """Streams that take any text, and a SIGTERM that ends a run as an exception does, so that nothing is left half-written."""
    if sys.stdout is None:  # closed by the caller: what is to be printed is an error, and no file may take its number
        while (at := os.open(os.devnull, os.O_RDONLY)) < 1:
            pass
        sys.stdout = open(at, "w", encoding="utf-8")  # noqa: SIM115
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal or locale without a letter is no reason to stop
    for number in (signal.SIGINT, signal.SIGTERM):
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _stop)


def _stop(number: int, frame: object) -> None:
    sys.unraisablehook = functools.partial(_stop_again, number)
    if number == signal.SIGINT:
        raise KeyboardInterrupt
    sys.exit(128 + number)


def _stop_again(number: int, unraisable: "sys.UnraisableHookArgs") -> None:
    """A stop that fell into a finalizer, where Python drops what is raised, is raised again a moment later.

    What else a finalizer says by then is of an object that the stop left half-made.
    """
    if isinstance(unraisable.exc_value, KeyboardInterrupt | SystemExit) and hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, lambda _, frame: _stop(number, frame))
        signal.setitimer(signal.ITIMER_REAL, 0.01)
