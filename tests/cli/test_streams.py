"""Pipes that close early, Ctrl-C, terminals: what a shell sees."""

import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

COMMAND = [sys.executable, "-m", "paperconv"]
ENV = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "60"}


@pytest.fixture
def large(tmp_path: Path) -> Path:
    path = tmp_path / "large.jsonl"
    path.write_text("".join(f'{{"id": "k{i}", "title": "A title that fills the pipe number {i}"}}\n' for i in range(20_000)), encoding="utf-8")
    return path


@pytest.mark.parametrize("command", [["parse"], ["convert", "-t", "csl-json"], ["validate"]])
def test_a_reader_that_has_seen_enough_is_no_error(large: Path, command: list[str]) -> None:
    process = subprocess.Popen([*COMMAND, *command, "-q", str(large)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENV)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    said = process.stderr.read().decode()
    process.stderr.close()
    assert (process.wait(), said) == (0, "")


def test_an_interrupt_leaves_yesterdays_output_whole(tmp_path: Path) -> None:
    target = tmp_path / "refs.bib"
    target.write_text("yesterday\n", encoding="utf-8")
    process = subprocess.Popen([*COMMAND, "convert", "-f", "jsonl", "-o", str(target), "-"], stdin=subprocess.PIPE, stderr=subprocess.DEVNULL, env=ENV)
    assert process.stdin is not None
    given = 0
    while len(os.listdir(tmp_path)) == 1:  # until it writes beside the target
        for i in range(given, given + 1000):
            process.stdin.write(f'{{"id": "k{i}", "title": "A title number {i} that is long enough to be read in pieces"}}\n'.encode())
        process.stdin.flush()
        given += 1000
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=60) == 130
    process.stdin.close()
    assert target.read_text(encoding="utf-8") == "yesterday\n"
    assert os.listdir(tmp_path) == ["refs.bib"]


def at_a_terminal(*words: str, script: str = "") -> tuple[int, str]:
    """Exit status and all that a command, or a script that calls it, prints when both its ends are a terminal of 60 columns."""
    child, terminal = pty.fork()
    if not child:
        os.execve(sys.executable, [sys.executable, "-c", script, *words] if script else [*COMMAND, *words], ENV)
    printed = b""
    while True:
        try:
            data = os.read(terminal, 65536)
        except OSError:
            break
        if not data:
            break
        printed += data
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), printed.decode().replace("\r\n", "\n")


@pytest.mark.parametrize("words", [["convert"], ["validate", "-"]])
def test_a_terminal_is_no_input(words: list[str]) -> None:
    status, printed = at_a_terminal(*words)
    assert status == 2
    assert printed.startswith("paperconv: ")
    assert [line for line in printed.splitlines()[1:] if not line.startswith("    ")] == []


def test_what_is_shown_fits_the_terminal() -> None:
    for words in (["formats"], ["rules"], ["validate", str(ROOT / "examples" / "blocks.txt")]):
        _, printed = at_a_terminal(*words)
        plain = "".join(part.partition("m")[2] if i else part for i, part in enumerate(printed.split("\x1b[")))
        wide = [line for line in plain.split("\n") if len(line) > 60 and str(ROOT) not in line]
        assert not wide, wide[0]
