"""What is loaded when a command starts: a library that one input in a hundred needs is loaded when that one comes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ENV = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
AT_ONCE = frozenset({"typer", "annotated_doc", "shellingham"})
"""Distributions that the command line itself needs: typer and what it loads."""
FOR_RECORDS = AT_ONCE | {"msgspec", "typing_extensions", "rich"}
"""Those that every conversion needs beside them: records, widths of letters in messages."""
FOR_FEW = {"_hashlib", "html.entities", "json.decoder"}
"""Parts of Python itself that take long to load, and that a plain record does not need."""
_AROUND = frozenset({"paperconv", "_distutils_hack", "sitecustomize", "usercustomize", "imported package", "org"})
"""Ourselves, and what an environment or Python itself loads or only tries to."""


def loaded(*words: str, cwd: Path) -> set[str]:
    """The modules that a command loads, by their full names."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "paperconv", *words], capture_output=True, text=True, env=ENV, cwd=cwd, check=True
    )
    return {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}


def foreign(modules: set[str]) -> set[str]:
    return {name.partition(".")[0] for name in modules} - set(sys.stdlib_module_names) - _AROUND


def test_the_version_is_told_by_the_command_line_alone(tmp_path: Path) -> None:
    modules = loaded("--version", cwd=tmp_path)
    ours = {name for name in modules if name.startswith("paperconv")}
    assert foreign(modules) <= AT_ONCE
    assert {name for name in ours if not name.startswith("paperconv.cli")} <= {"paperconv", "paperconv.errors"}


@pytest.mark.parametrize("to", ["bibtex", "csl-json", "jsonl"])
@pytest.mark.parametrize(
    ("name", "text"), [("one.jsonl", '{"id": "a", "title": "One"}\n'), ("one.bib", "@misc{a,\n  title = {One},\n}\n"), ("one.json", '[{"id": "a", "type": "book", "title": "One"}]')]
)
def test_a_conversion_loads_what_records_need_and_no_more(tmp_path: Path, name: str, text: str, to: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    modules = loaded("convert", "-q", name, "-t", to, "-o", "out.txt", cwd=tmp_path)
    assert (tmp_path / "out.txt").read_text(encoding="utf-8")
    assert foreign(modules) <= FOR_RECORDS
    assert modules.isdisjoint(FOR_FEW)
