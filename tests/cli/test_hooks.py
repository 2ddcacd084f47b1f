"""What other people's tools call: pre-commit's hooks, the GitHub action, completion in three shells, the help of all commands."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from paperconv.diagnostics import CODES
from paperconv.formats.registry import FORMATS
from paperconv.keys import PRESETS
from tests.conftest import ROOT

SOUND = "@misc{k, author = {Vaswani, Ashish and Shazeer, Noam}, title = {On lists}, eprint = {1706.03762}, archivePrefix = {arXiv}, year = 2017}\n"
FAULTY = "@misc{k, author = {Vaswani, Ashish and and Shazeer, Noam}, title = {On lists}, eprint = {1706.03762}, archivePrefix = {arXiv}, year = 2017}\n"


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """A shell's environment in which ``paperconv`` is this one, and ``python`` has nothing to install."""
    folder = tmp_path / ".bin"
    folder.mkdir()
    for name, does in (("paperconv", f'exec "{sys.executable}" -m paperconv "$@"'), ("python", 'printf "%s\\n" "$*" >> "$LOG"')):
        (folder / name).write_text(f"#!/bin/sh\n{does}\n", encoding="utf-8")
        (folder / name).chmod(0o755)
    return {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT), "LOG": str(folder / "log"), "COLUMNS": "120"}


def hooks() -> list[dict[str, Any]]:
    return list(yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")))


@pytest.mark.parametrize("hook", hooks(), ids=lambda hook: hook["id"])
def test_pre_commit_hooks(hook: dict[str, Any], tmp_path: Path, env: dict[str, str]) -> None:
    assert {"id", "name", "entry", "language", "files"} <= set(hook)
    assert hook["language"] == "python", "pre-commit installs this repository as a package"

    def run() -> int:
        names = [name for name in sorted(os.listdir(tmp_path)) if re.search(hook["files"], name)]
        return subprocess.run([*shlex.split(hook["entry"]), *names], cwd=tmp_path, env=env, capture_output=True, check=False).returncode

    (tmp_path / "notes.txt").write_text("no bibliography", encoding="utf-8")
    (tmp_path / "sound.bib").write_text(SOUND, encoding="utf-8")
    assert run() == 0
    (tmp_path / "faulty.bib").write_text(FAULTY, encoding="utf-8")
    before = run()
    text = (tmp_path / "faulty.bib").read_text(encoding="utf-8")
    if "--fix" in hook["entry"]:
        assert text == FAULTY.replace("and and", "and")
        assert (tmp_path / "sound.bib").read_text(encoding="utf-8") == SOUND
        assert run() == 0
    else:
        assert (before, text) == (1, FAULTY)


def action() -> dict[str, Any]:
    return dict(yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8")))


def step(name: str, tmp_path: Path, env: dict[str, str], inputs: dict[str, str], **outputs: str) -> int:
    """Runs a step of the action as the runner does: expressions only in its environment, bash with -e and pipefail."""
    (found,) = [s for s in action()["runs"]["steps"] if s.get("name") == name]
    assert "${{" not in found["run"], "an input is no part of a script"
    given = {key: spec["default"] for key, spec in action()["inputs"].items()} | inputs
    known = {f"inputs.{k}": v for k, v in given.items()} | {f"steps.validate.outputs.{k}": v for k, v in outputs.items()} | {"github.action_path": str(ROOT)}
    filled = {key: re.sub(r"\$\{\{ *(\S+) *\}\}", lambda m: known[m[1]], value) for key, value in found["env"].items()}
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", found["run"]]
    return subprocess.run(command, cwd=tmp_path, env={**env, **filled, "GITHUB_OUTPUT": str(tmp_path / "outputs")}, capture_output=True, check=False).returncode


def test_the_action_is_whole() -> None:
    spec = action()
    assert spec["runs"]["using"] == "composite"
    uses = [s["uses"] for s in spec["runs"]["steps"] if "uses" in s]
    assert [u.partition("@")[0] for u in uses] == ["actions/setup-python", "github/codeql-action/upload-sarif"]
    assert all(s.get("shell") == "bash" for s in spec["runs"]["steps"] if "run" in s)
    named = set(re.findall(r"inputs\.([\w-]+)", (ROOT / "action.yml").read_text(encoding="utf-8")))
    assert named == set(spec["inputs"])


@pytest.mark.parametrize(("version", "installed"), [("", str(ROOT)), ("1.2.0", "paperconv==1.2.0"), ("git+https://x.org/p", "git+https://x.org/p")])
def test_the_action_installs(tmp_path: Path, env: dict[str, str], version: str, installed: str) -> None:
    assert step("Install", tmp_path, env, {"version": version}) == 0
    assert (tmp_path / ".bin" / "log").read_text(encoding="utf-8").rstrip("\n").split(" ")[-1] == installed


@pytest.mark.parametrize(
    ("inputs", "status", "found"),
    [
        ({}, 1, ["PC106"]),
        ({"paths": "sound.bib"}, 0, []),
        ({"paths": "sound.bib\nfaul*.bib", "args": "--select PC1"}, 1, ["PC106"]),
        ({"args": "--ignore PC106 --fail-on error"}, 0, []),
        ({"paths": "$(touch broken-in) ;touch broken-in"}, 2, None),
    ],
)
def test_the_action_validates(tmp_path: Path, env: dict[str, str], inputs: dict[str, str], status: int, found: list[str] | None) -> None:
    (tmp_path / "sound.bib").write_text(SOUND, encoding="utf-8")
    (tmp_path / "faulty.bib").write_text(FAULTY, encoding="utf-8")
    ended = step("Validate", tmp_path, env, inputs)
    assert not (tmp_path / "broken-in").exists()
    assert (tmp_path / "outputs").read_text(encoding="utf-8") == f"status={status}\n"
    if found is None:
        assert ended == status
        return
    assert ended == 0, "findings are uploaded before the job fails"
    (run,) = json.loads((tmp_path / "paperconv.sarif").read_text(encoding="utf-8"))["runs"]
    assert sorted({r["ruleId"] for r in run["results"] if r["level"] == "error"}) == found
    assert step("Verdict", tmp_path, env, inputs, status=str(status)) == status


def completed(shell: str, words: list[str], env: dict[str, str]) -> set[str]:
    """What a shell's completion offers for the last of the words, as its script asks for it."""
    line = shlex.join(words[:-1]) + " " + words[-1]
    asked = {"_PAPERCONV_COMPLETE": f"complete_{shell}", "_TYPER_COMPLETE_ARGS": line, "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    asked |= {"COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
    ran = subprocess.run([sys.executable, "-m", "paperconv"], env={**env, **asked}, capture_output=True, text=True, check=True)
    if shell == "zsh":
        return set(re.findall(r'^(?:_arguments \'\*: :\(\()?"((?:[^"\\]|\\.)*?)(?:"(?:\)\))?\'?$|":)', ran.stdout, re.MULTILINE))
    return {line.split("\t")[0] for line in ran.stdout.splitlines()}


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_knows_formats_rules_and_keys(shell: str, env: dict[str, str]) -> None:
    readable, writable = ({f.name for f in FORMATS.values() if getattr(f, way)} for way in ("reader", "writer"))
    assert completed(shell, ["paperconv", "convert", "-f", ""], env) == readable
    assert completed(shell, ["paperconv", "convert", "-t", "csl-"], env) == {name for name in writable if name.startswith("csl-")}
    assert completed(shell, ["paperconv", "validate", "--select", "PC10"], env) == {code for code in CODES if code.startswith("PC10")}
    assert completed(shell, ["paperconv", "validate", "--ignore", "PC1,pair-"], env) == {"PC1,pair-shift"}
    assert completed(shell, ["paperconv", "convert", "--key", ""], env) == set(PRESETS)
    assert completed(shell, ["paperconv", "validate", "--output-format", "git"], env) == {"github", "gitlab"}
    assert {"ieee", "apa"} <= completed(shell, ["paperconv", "render", "--style", ""], env)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_has_a_script_for_each_shell(shell: str, env: dict[str, str]) -> None:
    ran = subprocess.run([sys.executable, "-m", "paperconv"], env={**env, "_PAPERCONV_COMPLETE": f"source_{shell}"}, capture_output=True, text=True, check=True)
    assert f"complete_{shell}" in ran.stdout
    if shell == "bash":
        asks = 'COMP_WORDS=(paperconv convert --key in); COMP_CWORD=3; _paperconv_completion paperconv; printf "%s\\n" "${COMPREPLY[@]}"'
        typed = subprocess.run(["bash", "-c", f"{ran.stdout}\n{asks}"], env=env, capture_output=True, text=True, check=True)
        assert typed.stdout == "inspire\n"


def test_the_help_of_all_commands(env: dict[str, str]) -> None:
    printed = subprocess.run(["paperconv", "--help-all"], env=env, capture_output=True, text=True, check=True).stdout
    usages = re.findall(r"^Usage: (paperconv(?: [a-z]+)*)", printed, re.MULTILINE)
    assert usages[0] == "paperconv"
    assert {"paperconv convert", "paperconv validate", "paperconv authority", "paperconv authority build"} <= set(usages)
    listed = re.findall(r"^  ([a-z]+)   ", printed[: printed.index("Usage: paperconv parse")].partition("Commands:")[2], re.MULTILINE)
    assert {f"paperconv {name}" for name in listed} <= set(usages)
    assert "--incremental" in printed
