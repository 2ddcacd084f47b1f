"""paperconv formats and paperconv rules: what can be read, written and checked."""

from typing import Annotated

import typer

from paperconv.cli import console
from paperconv.cli.common import print_json


def formats(as_json: Annotated[bool, typer.Option("--json", help="As a JSON array.")] = False) -> None:
    """List the formats that can be read and written."""
    from paperconv.formats.registry import FORMATS, plugged

    every = [(f, "") for f in FORMATS.values()] + plugged()
    rows = [
        {"name": f.name, "title": f.title, "suffixes": list(f.suffixes), "read": bool(f.reader), "write": bool(f.writer)}
        | ({"package": package} if package else {})
        for f, package in every
    ]
    if as_json:
        print_json(rows)
    else:
        console.table(
            ("name", "read", "write", "suffixes", ""),
            [
                (f.name, "read" if f.reader else "", "write" if f.writer else "", " ".join(f.suffixes), f"from {package}" if package else f.title)
                for f, package in every
            ],
        )


def rules(as_json: Annotated[bool, typer.Option("--json", help="As a JSON array.")] = False) -> None:
    """List what is checked; paperconv validate --explain CODE shows a rule's page."""
    from paperconv.diagnostics import CODES

    if as_json:
        print_json([{"code": c.code, "name": c.name, "severity": str(c.severity), "summary": c.summary} for c in CODES.values()])
    else:
        console.table(("code", "name", "severity", ""), [(c.code, c.name, str(c.severity), c.summary) for c in CODES.values()])
