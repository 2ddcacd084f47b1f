"""The options that commands share, each with its words once."""

from typing import Annotated, Literal

import typer

FixLevel = Literal["none", "safe", "all"]
FailOn = Literal["error", "warning", "info", "never"]
FindingsFormat = Literal["text", "json", "jsonl"]


def complete_read_format(incomplete: str) -> list[str]:
    """Names of formats that can be read, for shell completion."""
    from paperconv.formats.registry import FORMATS

    return [f.name for f in FORMATS.values() if f.reader and f.name.startswith(incomplete)]


def complete_write_format(incomplete: str) -> list[str]:
    """Names of formats that can be written, for shell completion."""
    from paperconv.formats.registry import FORMATS

    return [f.name for f in FORMATS.values() if f.writer and f.name.startswith(incomplete)]


def complete_rule(incomplete: str) -> list[str]:
    """Codes and names of rules, for shell completion."""
    from paperconv.diagnostics import CODES

    return [word for c in CODES.values() for word in (c.code, c.name) if word.startswith(incomplete)]


Inputs = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[INPUT]...",
        show_default=False,
        help="Files, folders, globs, or - for standard input (the default of a pipe). .gz .bz2 .xz .zst are read as they are.",
    ),
]
FromFormat = Annotated[
    str,
    typer.Option(
        "-f",
        "--from",
        metavar="FORMAT",
        show_default=False,
        help="Format of the inputs; without it, it is detected.",
        autocompletion=complete_read_format,
    ),
]
ToFormat = Annotated[
    str,
    typer.Option(
        "-t",
        "--to",
        metavar="FORMAT",
        show_default=False,
        help="Format of the output; without it, that of OUT's suffix, else bibtex.",
        autocompletion=complete_write_format,
    ),
]
Output = Annotated[str, typer.Option("-o", "--output", metavar="OUT", help="Output file, written whole or not at all; - is standard output.")]
Fix = Annotated[FixLevel, typer.Option("--fix", help="Which repairs are made: none, those that are certain, or also the likely ones.")]
Authority = Annotated[
    str,
    typer.Option(
        "--authority",
        metavar="NAMES",
        show_default=False,
        help="Names counted by paperconv authority build, as evidence beside the name model.",
    ),
]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="Say nothing but errors that stop the run.")]
Verbose = Annotated[bool, typer.Option("-v", "--verbose", help="Say everything, however often.")]
Select = Annotated[
    list[str] | None,
    typer.Option(
        "--select",
        metavar="RULES",
        show_default=False,
        help="Only these rules: codes, prefixes (PC1) or names, set apart by commas.",
        autocompletion=complete_rule,
    ),
]
Ignore = Annotated[
    list[str] | None, typer.Option("--ignore", metavar="RULES", show_default=False, help="Not these rules.", autocompletion=complete_rule)
]
