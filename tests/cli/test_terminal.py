"""What people see: lines that fit a terminal and stay whole in a pipe, one line a field that a format cannot carry, the nearest rule."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from paperconv import api
from paperconv.output import OutputOptions
from tests.cli.test_streams import COMMAND, ENV, at_a_terminal
from tests.conftest import ROOT

NOT_CARRIED = "TY  - JOUR\nTI  - On what is not carried\nPY  - 2001\nU1  - mine\nER  - \n"


def piped(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COMMAND, *words], cwd=folder, env=ENV, capture_output=True, text=True, check=False)


def test_lines_are_folded_on_a_terminal_and_whole_in_a_pipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT / "examples")
    words = ["convert", "-o", str(tmp_path / "refs.bib"), "blocks.txt"]
    _, printed = at_a_terminal(*words)
    plain = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", printed)
    begun = next(line for line in plain.splitlines() if "blocks.txt:2 PC101" in line)
    assert len(begun) <= 60
    assert plain.splitlines()[plain.splitlines().index(begun) + 1].startswith("    ")
    said = piped(*words, folder=ROOT / "examples").stderr
    assert "blocks.txt:2 PC101 pair-shift repaired (safe): 198 persons and DeepSeek-AI restored; " in said
    assert not any(line.startswith(" ") for line in said.splitlines())
    shown = piped("validate", "blocks.txt", "--select", "PC101", folder=ROOT / "examples").stdout
    assert any(len(line) > 130 for line in shown.splitlines() if line.lstrip().startswith("repair"))


def test_a_page_of_a_rule_and_an_error_fit_the_terminal() -> None:
    for words in (["validate", "--explain", "PC101"], ["parse", "a-name-that-is-not-there.txt", "-f", "bibtx"]):
        _, printed = at_a_terminal(*words)
        assert max(map(len, printed.splitlines())) <= 60


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_what_is_not_carried_is_said_once_a_run(tmp_path: Path, jobs: str) -> None:
    for name in "abc":
        (tmp_path / f"{name}.ris").write_text(NOT_CARRIED, encoding="utf-8")
    said = piped("convert", "a.ris", "b.ris", "c.ris", "-o", "out/", "-t", "csl-json", "--jobs", jobs, folder=tmp_path).stderr
    told = [line for line in said.splitlines() if "PC901" in line]
    assert len(told) == 1
    assert "of 3 records" in told[0]
    assert len(json.loads((tmp_path / "out" / "a.json").read_text(encoding="utf-8"))) == 1


def test_what_is_not_carried_is_counted_once_a_field_by_the_library(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / f"{name}.ris").write_text(NOT_CARRIED, encoding="utf-8")
    summary = api.convert([tmp_path / "a.ris", tmp_path / "b.ris"], f"{tmp_path}/out/", to="csl-json", options=OutputOptions())
    assert summary.by_code["PC901"] == 1


@pytest.mark.parametrize(("word", "near"), [("pair-shft", "pair-shift"), ("pc1O1", "PC101")])
def test_an_unknown_rule_is_told_with_the_nearest(tmp_path: Path, word: str, near: str) -> None:
    ran = piped("validate", "--select", word, "--write-baseline", "b.json", str(ROOT / "examples" / "blocks.txt"), folder=tmp_path)
    assert ran.returncode == 2
    assert f"no rule is called {word!r}; did you mean {near}" in ran.stderr
    assert not list(tmp_path.iterdir())


def test_rules_may_be_written_in_lower_case() -> None:
    ran = piped("validate", "--select", "pc101", "--statistics", "blocks.txt", folder=ROOT / "examples")
    assert ran.stdout.startswith("2\tPC101")


def test_settings_of_files_come_first(tmp_path: Path) -> None:
    (tmp_path / "paperconv.yaml").write_text("sort: key\n", encoding="utf-8")
    first, *others = piped("config", folder=tmp_path).stdout.splitlines()
    assert first == "sort\tkey\tpaperconv.yaml:1\tconvert, dedupe"
    assert all("\tdefault\t" in line for line in others)


def test_a_conference_behind_whole_names_is_no_author() -> None:
    from paperconv.formats.text.pieces import _venue_last

    assert _venue_last("Ashish Vaswani, Noam Shazeer, NeurIPS")
    assert not _venue_last("Ashish Vaswani, Noam Shazeer")
    assert not _venue_last("LI, CHI")
    assert not _venue_last("Wang Wei, Zhang Li")


def test_an_output_without_a_folder_is_told_before_anything_is_read(tmp_path: Path) -> None:
    ran = piped("convert", str(ROOT / "examples" / "blocks.txt"), "-o", "no/such/refs.bib", folder=tmp_path)
    assert (ran.returncode, ran.stderr) == (2, "paperconv: no/such/refs.bib: the folder no/such does not exist\n")


def test_a_pipe_is_an_output(tmp_path: Path) -> None:
    ran = piped("convert", "-q", str(ROOT / "examples" / "blocks.txt"), "-o", "/dev/stdout", folder=tmp_path)
    assert (ran.returncode, ran.stderr, ran.stdout.count("\n@")) == (0, "", 5)
