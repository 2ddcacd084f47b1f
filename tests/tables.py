"""The tables of README.md, made from the code. ``python -m tests.tables`` writes them, ``--check`` says whether they are true."""

import re
import sys
from pathlib import Path

from paperconv.diagnostics import CODES
from paperconv.formats.registry import FORMATS

README = Path(__file__).parents[1] / "README.md"


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


def renewed(text: str) -> str:
    """The README with its tables made anew."""
    for name, make in (("formats", formats), ("rules", rules), ("commands", commands)):
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
