"""examples/Makefile as someone uses it: what a second run does, what a touched dump and a changed one lead to."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

OLD = 1_000_000_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    if not shutil.which("make"):
        pytest.skip("there is no make")
    shutil.copytree(ROOT / "examples", tmp_path, dirs_exist_ok=True)
    return tmp_path


def make(folder: Path, *words: str) -> tuple[int, list[str]]:
    """The exit status, and the outputs whose recipe ran."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "MAKEFLAGS": ""}
    words = (*words, f"PAPERCONV={sys.executable} -m paperconv")
    ran = subprocess.run(["make", *words], cwd=folder, env=env, capture_output=True, text=True, check=False, timeout=120)
    assert not ran.stderr, ran.stderr
    return ran.returncode, [word.removeprefix("build/") for line in ran.stdout.splitlines() for word in line.split("-o ")[1:] for word in word.split()[:1]]


def settle(folder: Path) -> None:
    """Gives all files times in the past: the inputs the oldest, the outputs in the order in which they are made."""
    for path in folder.rglob("*"):
        os.utime(path, (OLD, OLD))
    for n, path in enumerate(sorted((folder / "build").iterdir(), key=lambda p: (p.name.startswith("references"), p.suffix == ".json"))):
        os.utime(path, (OLD + n + 1, OLD + n + 1))


def test_a_bibliography_is_built_once(folder: Path) -> None:
    status, made = make(folder)
    assert status == 0
    assert sorted(made) == ["blocks.bib", "cv.bib", "exports.bib", "listing.bib", "references.bib", "references.json"]
    assert make(folder, "-q") == (0, [])
    settle(folder)
    assert make(folder, "-q") == (0, [])

    os.utime(folder / "listing.txt")  # saved without a change
    assert make(folder) == (0, ["listing.bib"])
    os.utime(folder / "exports" / "library.ris")
    assert make(folder)[1] == ["listing.bib", "exports.bib"], "the depfile tells what is in the folder"
    assert (folder / "build" / "references.bib").stat().st_mtime < OLD + 100

    settle(folder)
    with open(folder / "exports" / "library.ris", "a", encoding="utf-8") as stream:
        stream.write("TY  - JOUR\nTI  - A paper that came in later\nAU  - Ito, Mai\nPY  - 2020\nER  - \n")
    assert make(folder)[1] == ["exports.bib", "references.bib", "references.json"]
    assert "A paper that came in later" in (folder / "build" / "references.json").read_text(encoding="utf-8")

    settle(folder)
    (folder / "exports" / "library.ris").unlink()
    assert make(folder)[1] == ["exports.bib", "references.bib", "references.json"], "a file that is gone is no error"
