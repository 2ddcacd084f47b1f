"""Findings as people see them: the part at fault under carets, in any width, colours only where they are wanted."""

import itertools
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len

from paperconv.diagnostics import Diagnostic, Severity
from paperconv.diagnostics.excerpt import located
from paperconv.diagnostics.render import render
from tests.conftest import ROOT


def finding(path: Path, message: str, line: int = 1) -> Diagnostic:
    return Diagnostic(code="PC105", name="null-token", severity=Severity.ERROR, message=message, path=str(path), line=line, end_line=line, column=1)


@pytest.mark.parametrize(
    ("line", "message", "part"),
    [
        ("Guo, Daya, null, DeepSeek-AI, Yang, Dejian", 'author 2 ("DeepSeek-AI null")', "null, DeepSeek-AI"),
        ("  author = {Dejian Yang and Daya Guo},", '"Daya Guo" stands twice', "Daya Guo"),
        ("  author = {Guo, Daya and Daya, Guo A.},", '"Guo Daya" is turned', "Guo, Daya"),
        ("Ab, Abc, Abcd", '"Abc" is short', "Abc"),
        ("王小明, 李雷, 韩梅梅", '"李雷" is odd', "李雷"),
        ("Guo, Daya", 'what "nobody" wrote', ""),
        ("Huang, Zhen and Xu, Li and {Zhen [?]}", 'the family name of author 3 ("Zhen") is not known', ""),
        ("a.b.c", 'the text "a?b" is a pattern', ""),
    ],
)
def test_what_the_message_quotes_is_found_in_the_line(tmp_path: Path, line: str, message: str, part: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"\ufeffTitle\r\n{line}\r\n", encoding="utf-8", newline="")
    d = located(finding(path, message, line=2))
    assert line[d.column - 1:max(d.end_column, d.column) - 1] == part
    assert (d.end_column > 0) == bool(part)


@pytest.mark.parametrize("width", [40, 60, 120])
@pytest.mark.parametrize("before", [0, 5, 300])
def test_carets_stand_under_the_part_at_fault_in_any_width(tmp_path: Path, width: int, before: int) -> None:
    path = tmp_path / "a.txt"
    path.write_text("王" * before + ", Guo Daya, " + "李" * 100 + "\n", encoding="utf-8")
    told = render(located(finding(path, 'the name "Guo Daya" is wrong')), width).split("\n")
    shown, carets = next((a, b) for a, b in itertools.pairwise(told) if "^" in b)
    assert cell_len(shown) <= width
    start = cell_len(carets[: carets.index("^")])
    at = next(i for i in range(len(shown)) if cell_len(shown[:i]) == start)
    assert shown[at:].startswith("Guo Daya")
    assert carets.count("^") == len("Guo Daya")


def test_what_would_drive_the_terminal_is_not_printed(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("\x1b]0;owned\x07 \u202e Guo\tDaya\n", encoding="utf-8")
    told = render(located(finding(path, 'a name \x1b[31m "Guo" \x07')), 80)
    assert not [c for c in told if (c < " " and c != "\n") or c == "\u202e"]


@pytest.mark.parametrize(("environment", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False), ({"NO_COLOR": ""}, True)])
def test_colours_only_on_a_terminal_that_wants_them(environment: dict[str, str], coloured: bool) -> None:
    command = [sys.executable, "-m", "paperconv", "validate", "-q", "--select", "PC105", "listing.txt"]
    env = {k: v for k, v in os.environ.items() if k != "NO_COLOR"} | {"TERM": "xterm", "PYTHONPATH": str(ROOT)} | environment
    controller, terminal = pty.openpty()
    subprocess.run(command, cwd=ROOT / "examples", env=env, stdin=terminal, stdout=terminal, stderr=subprocess.DEVNULL, check=False)
    os.close(terminal)
    printed = b""
    try:
        while piece := os.read(controller, 65536):
            printed += piece
    except OSError:
        pass  # the end of a terminal, on Linux
    os.close(controller)
    piped = subprocess.run(command, cwd=ROOT / "examples", env=env, capture_output=True, check=False).stdout
    assert b"PC105" in printed
    assert b"PC105" in piped
    assert (b"\x1b[" in printed) == coloured
    assert b"\x1b" not in piped
