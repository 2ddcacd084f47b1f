"""The options that commands share, each with its words once."""

import functools
import inspect
from collections.abc import Callable
from typing import Annotated, Any, Literal

import typer

FixLevel = Literal["none", "safe", "all"]
FailOn = Literal["error", "warning", "info", "never"]
Sort = Literal["none", "key", "date"]
FindingsFormat = Literal["text", "json", "jsonl", "sarif", "github", "gitlab", "junit", "errorformat"]


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

    before, comma, last = incomplete.rpartition(",")
    return [before + comma + word for c in CODES.values() for word in (c.code, c.name) if word.startswith(last)]


def complete_key(incomplete: str) -> list[str]:
    """Names of patterns of citation keys, for shell completion."""
    from paperconv.keys.pattern import PRESETS

    return [name for name in PRESETS if name.startswith(incomplete)]


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
        help="Judge author lists by the names of many papers, too: a file that paperconv authority build made (names.db), "
        "or self for those of the inputs, which are read twice.",
    ),
]
Jobs = Annotated[
    int,
    typer.Option(
        "-j",
        "--jobs",
        metavar="N",
        min=0,
        show_default=False,
        help="Processes that work on a large input (-j 4); 1 for none beside this one. Without it, one a processor.",
    ),
]
Engine = Annotated[
    Literal["local", "dask"], typer.Option("--engine", help="Where a large input is worked on: in processes here, or on a Dask cluster.")
]
Scheduler = Annotated[
    str,
    typer.Option("--scheduler", metavar="ADDRESS", show_default=False, help="Dask's scheduler (tcp://host:8786); else N workers start here."),
]
Resume = Annotated[bool, typer.Option("--resume", help="Dask: go on with the parts that a broken run left beside OUT.")]
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
ExtendSelect = Annotated[
    list[str] | None,
    typer.Option("--extend-select", metavar="RULES", show_default=False, help="These rules, too, beside --select.", autocompletion=complete_rule),
]
PerFileIgnores = Annotated[
    list[str] | None,
    typer.Option("--per-file-ignores", metavar="GLOB:RULES", show_default=False, help="Not these rules in such files: 'old/*.bib:PC301,PC2'."),
]
Baseline = Annotated[
    str, typer.Option("--baseline", metavar="FILE", show_default=False, help="Tell only what is not in this file of known findings.")
]
Ignore = Annotated[
    list[str] | None, typer.Option("--ignore", metavar="RULES", show_default=False, help="Not these rules.", autocompletion=complete_rule)
]


def _shape(
    annotation: Any, *names: str, help: str, metavar: str | None = None, autocompletion: Callable[[str], list[str]] | None = None
) -> Any:
    return Annotated[annotation, typer.Option(*names, help=help, metavar=metavar, show_default=False, autocompletion=autocompletion)]


_SHAPE: dict[str, tuple[Any, Any]] = {
    "key": (_shape(str, "--key", metavar="PATTERN", help="Make all citation keys anew: scholar, acl, inspire, arxiv, or fields in brackets, like "
                   "[auth:lower][year][shorttitle:1].", autocompletion=complete_key), ""),
    "keys_from": (_shape(str, "--keys-from", metavar="FILE", help="Keep the keys that this bibliography has for the same works."), ""),
    "key_map": (_shape(str, "--key-map", metavar="FILE", help="Write a line for each record: old key, tab, new key."), ""),
    "sort": (_shape(Sort, "--sort", help="The order of entries: as they come, by key, by date."), "none"),
    "fields": (_shape(list[str] | None, "--fields", metavar="NAMES", help="Only these fields, set apart by commas."), None),
    "omit": (_shape(list[str] | None, "--omit", metavar="NAMES", help="Not these fields."), None),
    "max_authors": (_shape(int, "--max-authors", metavar="N", help="BibTeX: so many names an entry, then \"and others\"."), 0),
    "ascii": (_shape(bool, "--ascii", help="BibTeX: accents as TeX, for 8-bit BibTeX."), False),
    "indent": (_shape(int, "--indent", metavar="N", help="BibTeX: spaces before a field."), -1),
    "field_order": (_shape(list[str] | None, "--field-order", metavar="NAMES", help="BibTeX: these fields first, in this order."), None),
    "update": (_shape(bool, "--update", help="Replace in a .bib OUT the entries that the input knows, add new ones, leave the rest."), False),
    "check": (_shape(bool, "--check", help="Write nothing; exit with 1 if OUT would change."), False),
    "diff": (_shape(bool, "--diff", help="Like --check, and show what would change."), False),
    "incremental": (_shape(bool, "--incremental", help="Skip what was made before of the same inputs, with the same options."), False),
    "force": (_shape(bool, "--force", help="With --incremental: make all of it again."), False),
    "depfile": (_shape(str, "--depfile", metavar="FILE", help="Tell make, in FILE, what each output is made of."), ""),
}  # fmt: skip
"""The parameters of :class:`paperconv.output.OutputOptions` and ``diff``, as options: annotation and default."""


def shaped(command: Callable[..., None]) -> Callable[..., None]:
    """Gives a command the options of the output's shape, in place of its parameters ``options`` and ``diff`` (which a caller may give)."""

    @functools.wraps(command)
    def run(**given: Any) -> None:
        from paperconv.output import OutputOptions

        if "options" in given:
            return command(**given)
        wanted = {name: given.pop(name) for name in _SHAPE}
        diff = wanted.pop("diff")
        for name in ("fields", "omit", "field_order"):
            wanted[name] = tuple(part for word in wanted[name] or () for part in word.split(",") if part)
        wanted["check"] = wanted["check"] or diff
        return command(**given, options=OutputOptions(**wanted), diff=diff)

    kept = [p for p in inspect.signature(command).parameters.values() if p.name not in ("options", "diff")]
    added = [inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=kind, default=default) for name, (kind, default) in _SHAPE.items()]
    keyword = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in kept]
    run.__signature__ = inspect.Signature(keyword + added)  # type: ignore[attr-defined]
    run.__annotations__ = {p.name: p.annotation for p in keyword + added}
    return run
