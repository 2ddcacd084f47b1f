"""Sessions at a shell, as users see them.

Each file holds commands after ``$`` and what they print on both streams, with the exit status where it is not 0. They run in
a folder that holds the examples. ``pytest --golden`` writes them anew: read the difference.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

HERE = Path(__file__).parent
TRANSCRIPTS = sorted((HERE / "transcripts").glob("*.txt"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "examples", tmp_path, dirs_exist_ok=True, ignore=shutil.ignore_patterns("Makefile"))  # no dump
    command = tmp_path / ".bin" / "paperconv"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m paperconv "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    return tmp_path


def run(command: str, folder: Path) -> str:
    env = {
        "PATH": f"{folder / '.bin'}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "HOME": str(folder),
        "LC_ALL": "C.UTF-8",
        "PYTHONWARNINGS": "error",
    }
    ran = subprocess.run(
        ["sh", "-c", command], cwd=folder, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    text = ran.stdout.decode("utf-8").replace(str(folder), "FOLDER")
    return text + (f"[exit status {ran.returncode}]\n" if ran.returncode else "")


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda p: p.stem)
def test_transcript(path: Path, folder: Path, golden: bool) -> None:
    expected = path.read_text(encoding="utf-8")
    commands = [line[2:] for line in expected.split("\n") if line.startswith("$ ")]
    printed = "\n".join(f"$ {command}\n{run(command, folder)}" for command in commands)
    if golden:
        path.write_text(printed, encoding="utf-8")
    else:
        assert printed == expected
