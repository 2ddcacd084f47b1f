"""The tables of README.md, made from the code. ``python -m tests.tables`` writes them, ``--check`` says whether they are true."""

import re
import sys
from pathlib import Path

import msgspec

from paperconv import api
from paperconv.diagnostics import CODES, Diagnostic
from paperconv.diagnostics.render import render
from paperconv.formats.registry import FORMATS, writer_for

README = Path(__file__).parents[1] / "README.md"
EXAMPLES = README.parent / "examples"


def formats() -> str:
    rows = ["| format | | read | write | suffixes |", "|---|---|---|---|---|"]
    for f in FORMATS.values():
        rows.append(
            f"| `{f.name}` | {f.title} | {'yes' if f.reader else ''} | {'yes' if f.writer else ''} | {' '.join(f'`{s}`' for s in f.suffixes)} |"
        )
    return "\n".join(rows)


def rules() -> str:
    rows = ["| code | name | severity | what it says |", "|---|---|---|---|"]
    return "\n".join(rows + [f"| {c.code} | {c.name} | {c.severity} | {c.summary} |" for c in CODES.values()])


def commands() -> str:
    import typer.main

    from paperconv.cli.app import app

    group = typer.main.get_command(app)
    rows = ["| command | what it does |", "|---|---|"]
    return "\n".join(rows + [f"| `paperconv {name}` | {command.help} |" for name, command in group.commands.items()])  # type: ignore[attr-defined]


def story() -> str:
    """What validate says of the first corrupted list of the examples, and how it is written after its repair."""
    found: list[Diagnostic] = []
    api.validate(EXAMPLES / "blocks.txt", select=["pair-shift"], on_diagnostic=found.append)
    told = render(msgspec.structs.replace(found[0], path="blocks.txt"), 110, excerpt=False)
    record = next(iter(api.read(EXAMPLES / "blocks.txt", fix="safe")))
    entry = writer_for("bibtex")[1].encode(record).split("\n")
    short = [line if len(line) < 110 else f"{line[:92]} … and Zhang, Zhongyu and {{Zhen [?]}}}}," for line in entry[:9]]
    blocks = ("$ paperconv validate blocks.txt", told, "", "$ paperconv convert blocks.txt", *short, "  …")
    return "\n" + "\n".join("    " + line if line else "" for block in blocks for line in block.split("\n")) + "\n"


def renewed(text: str) -> str:
    """The README with its tables made anew."""
    for name, make in (("story", story), ("formats", formats), ("rules", rules), ("commands", commands)):
        text, count = re.subn(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", lambda m, make=make: m[1] + make() + "\n" + m[2], text, flags=re.S)  # type: ignore[misc]
        if count != 1:
            raise SystemExit(f"README.md: no place for the table of {name} (<!-- {name} --> … <!-- /{name} -->)")
    return text


def main() -> None:
    text = README.read_text(encoding="utf-8")
    new = renewed(text)
    if "--check" in sys.argv:
        if text != new:
            raise SystemExit("README.md: its tables are not those of the code; make golden writes them anew")
        return
    README.write_text(new, encoding="utf-8")


if __name__ == "__main__":
    main()
