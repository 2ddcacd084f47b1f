"""What a file system can bring: strange names, closed doors, full disks, links in circles. One clear line each, and the contract's status."""

import json
import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

COMMAND = [sys.executable, "-m", "paperconv"]
ENV = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "120"}
RECORD = '{"id": "k", "title": "A paper on names", "author": [{"family": "Ito", "given": "Mai"}]}\n'
# root may read all; without its capabilities it is as anyone
AS_ANYONE = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] if os.geteuid() == 0 else []


def paperconv(folder: Path, *words: str | bytes, anyone: bool = False, shell: str = "") -> tuple[int, str, str]:
    """Exit status, standard output and standard error of a run in ``folder``; ``shell`` are redirections."""
    before = AS_ANYONE if anyone else []
    command: list[str | bytes] = [*before, *COMMAND, *words]
    if shell:
        command = ["sh", "-c", f'exec "$@" {shell}', "sh", *command]
    ran = subprocess.run(command, cwd=folder, env=ENV, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=60)
    return ran.returncode, ran.stdout.decode(), ran.stderr.decode()


def put(path: Path | bytes, text: str = RECORD) -> None:
    os.makedirs(os.path.dirname(os.fspath(path)), exist_ok=True)
    with open(path, "w", encoding="utf-8") as stream:
        stream.write(text)


@pytest.fixture
def closed() -> None:
    if AS_ANYONE and (not shutil.which("setpriv") or subprocess.run([*AS_ANYONE, "true"], check=False).returncode):
        pytest.skip("root cannot be kept from any file here")


NAMES = [b"two words", b"-x", b"new\nline", b"caf\xe9", b"na\xc3\xafve", b"a" * 249, b"$HOME", b"q'u\"o`te", b"tab\t", b"*", b"\xe2\x80\xaeright"]


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_names_that_shells_and_terminals_fear(tmp_path: Path, name: bytes) -> None:
    source = os.fsencode(tmp_path) + b"/in/" + name + b".jsonl"
    put(source)
    put(source.replace(b"/in/", b"/bad/"), "{broken\n")
    for word in (b"in", b"in/" + name + b".jsonl"):
        assert paperconv(tmp_path, "convert", "-o", "out/", word)[0] == 0
        assert os.listdir(os.fsencode(tmp_path) + b"/out") == [name + b".bib"]
    for form in ("text", "json", "sarif", "github", "gitlab", "junit", "errorformat"):
        status, printed, _ = paperconv(tmp_path, "validate", "bad", "--output-format", form)
        assert status == 1
        assert form in ("json", "sarif", "gitlab", "junit", "text") or len(printed.splitlines()) == 1, "a name breaks no line"
    (found,) = json.loads(paperconv(tmp_path, "validate", "bad", "--output-format", "json")[1])
    assert found["path"].isprintable() or b"\xe2" in name
    assert json.loads(paperconv(tmp_path, "parse", b"in/" + name + b".jsonl")[1])["id"] == "k"
    status, printed, said = paperconv(tmp_path, "convert", b"no/" + name)
    assert (status, printed, said.count("\n")) == (2, "", 1)
    assert said.startswith("paperconv: ")


def test_a_name_with_a_dash_in_front(tmp_path: Path) -> None:
    put(tmp_path / "-x.jsonl")
    assert paperconv(tmp_path, "convert", "-q", "-o", "-y.bib", "--", "-x.jsonl") == (0, "", "")
    assert paperconv(tmp_path, "convert", "-q", "./-x.jsonl", "-o", "./-y.bib") == (0, "", "")
    assert sorted(os.listdir(tmp_path)) == ["-x.jsonl", "-y.bib"]


def test_an_output_whose_name_is_too_long(tmp_path: Path) -> None:
    put(tmp_path / "a.jsonl")
    status, _, said = paperconv(tmp_path, "convert", "a.jsonl", "-o", "b" * 300)
    assert (status, said) == (2, f"paperconv: {'b' * 300}: cannot be written (File name too long)\n")
    assert os.listdir(tmp_path) == ["a.jsonl"]


@pytest.mark.usefixtures("closed")
def test_what_may_not_be_read_is_named_and_stops_nothing(tmp_path: Path) -> None:
    for name in ("a", "locked", "shut/b"):
        put(tmp_path / "in" / f"{name}.jsonl")
    (tmp_path / "in" / "locked.jsonl").chmod(0)
    (tmp_path / "in" / "shut").chmod(0)
    (tmp_path / "in" / "gone.bib").symlink_to("nowhere")
    status, _, said = paperconv(tmp_path, "convert", "in", "-o", "out/", anyone=True)
    told = [f"in/{name}: nothing in it could be read" for name in ("gone.bib", "locked.jsonl", "shut")]
    assert status == 1
    assert [line for line in said.splitlines() if line in told] == told
    assert os.listdir(tmp_path / "out") == ["a.bib"]
    for word in ("in/locked.jsonl", "in/shut", "in/gone.bib"):  # named: nothing is begun
        status, _, said = paperconv(tmp_path, "convert", "in/a.jsonl", word, "-o", "x.bib", anyone=True)
        assert (status, said.count("\n")) == (2, 1), said
        assert said.startswith(f"paperconv: {word}: ")
    assert not (tmp_path / "x.bib").exists()
    (tmp_path / "in" / "shut").chmod(0o755)


@pytest.mark.usefixtures("closed")
@pytest.mark.parametrize(
    "words",
    [
        ["-o", "shut/x.bib"], ["-o", "shut/"], ["-o", "shut/new/"], ["-o", "x.bib", "--depfile", "shut/d"], ["-o", "x.bib", "--key-map", "shut/k"],
        ["-o", "x.bib", "--dedupe", "--depfile", "shut/d"], ["-o", "no/x.bib"], ["-o", "x.bib", "--depfile", "no/d"], ["-o", "a.jsonl/x.bib"],
        ["-o", "a.jsonl/"], ["-o", "shut", "--dedupe"],
    ],
)  # fmt: skip
def test_where_nothing_may_be_written_nothing_is(tmp_path: Path, words: list[str]) -> None:
    put(tmp_path / "a.jsonl")
    (tmp_path / "shut").mkdir(0o555)
    status, printed, said = paperconv(tmp_path, "convert", "a.jsonl", *words, anyone=True)
    assert (status, printed, said.count("\n")) == (2, "", 1), said
    assert said.startswith("paperconv: ")
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["a.jsonl", "shut"]


@pytest.mark.parametrize("words", [["convert", "a.jsonl"], ["parse", "a.jsonl"], ["validate", "a.jsonl"], ["formats"], ["--help"], ["convert", "-h"]])
def test_a_full_disk_behind_standard_output(tmp_path: Path, words: list[str]) -> None:
    put(tmp_path / "a.jsonl")
    assert paperconv(tmp_path, *words, shell=">/dev/full") == (2, "", "paperconv: standard output: No space left on device\n")
    assert paperconv(tmp_path, *words, shell=">&-") == (2, "", "paperconv: standard output: Bad file descriptor\n")


def test_a_full_disk_behind_an_output(tmp_path: Path) -> None:
    put(tmp_path / "a.jsonl", "".join(RECORD.replace('"k"', f'"k{n}"') for n in range(100)))
    assert paperconv(tmp_path, "convert", "a.jsonl", "-o", "/dev/full")[::2] == (2, "paperconv: /dev/full: cannot be written (No space left on device)\n")
    (tmp_path / "x.bib").write_text("yesterday's\n", encoding="utf-8")

    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))

    ran = subprocess.run([*COMMAND, "convert", "a.jsonl", "-o", "x.bib"], cwd=tmp_path, env=ENV, capture_output=True, text=True, check=False, preexec_fn=small)
    assert (ran.returncode, ran.stderr) == (2, "paperconv: x.bib: cannot be written (File too large)\n")
    assert sorted(os.listdir(tmp_path)) == ["a.jsonl", "x.bib"]
    assert (tmp_path / "x.bib").read_text(encoding="utf-8") == "yesterday's\n"


def test_streams_that_are_closed(tmp_path: Path) -> None:
    put(tmp_path / "a.jsonl")
    assert paperconv(tmp_path, "convert", "-q", "a.jsonl", "-o", "x.bib", shell="<&- >&- 2>&-") == (0, "", "")
    assert (tmp_path / "x.bib").read_text(encoding="utf-8").startswith("@misc{k,")
    assert paperconv(tmp_path, "convert", shell="<&-") == (2, "", "paperconv: standard input is closed: name a file or a folder\n")
    assert paperconv(tmp_path, "convert", "no", shell="2>/dev/full")[0] == 2


def test_help_through_a_pipe_that_closes(tmp_path: Path) -> None:
    script = f'"{sys.executable}" -m paperconv convert --help | true; exit ${{PIPESTATUS[0]}}'
    ran = subprocess.run(["bash", "-c", script], cwd=tmp_path, env=ENV, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_an_output_in_its_own_input(tmp_path: Path) -> None:
    put(tmp_path / "a.jsonl")
    put(tmp_path / "sub" / "b.jsonl")
    for words in (["-o", "build/"], ["-o", "all.bib", "--depfile", "all.d", "--key-map", "keys.txt"]):
        made = []
        for _ in range(2):
            assert paperconv(tmp_path, "convert", "-q", ".", *words) == (0, "", "")
            made.append(sorted((str(p), p.read_text(encoding="utf-8")) for p in tmp_path.rglob("*") if p.is_file()))
        assert made[0] == made[1]
        shutil.rmtree(tmp_path / "build", ignore_errors=True)
    assert (tmp_path / "all.bib").read_text(encoding="utf-8").count("@") == 2


def test_an_output_that_is_its_input(tmp_path: Path) -> None:
    put(tmp_path / "a.bib", "@misc{k, author = {Ito, Mai}, title = {Names}}\n")
    assert paperconv(tmp_path, "convert", "-q", "a.bib", "-o", "a.bib") == (0, "", "")
    once = (tmp_path / "a.bib").read_text(encoding="utf-8")
    assert once == "@misc{k,\n  author = {Ito, Mai},\n  title  = {Names}\n}\n"
    (tmp_path / "link.bib").symlink_to("a.bib")
    assert paperconv(tmp_path, "convert", "-q", "link.bib", "-o", "link.bib", "--omit", "title") == (0, "", "")
    assert (tmp_path / "link.bib").is_symlink()
    assert "title" not in (tmp_path / "a.bib").read_text(encoding="utf-8")


def test_links_in_a_circle(tmp_path: Path) -> None:
    put(tmp_path / "in" / "sub" / "a.jsonl")
    (tmp_path / "in" / "sub" / "up").symlink_to("..")
    (tmp_path / "in" / "sub" / "here").symlink_to(".")
    (tmp_path / "in" / "self.bib").symlink_to("self.bib")
    status, _, said = paperconv(tmp_path, "convert", "in", "-o", "out/")
    assert status == 1
    assert "in/self.bib: nothing in it could be read" in said
    assert [str(p.relative_to(tmp_path)) for p in (tmp_path / "out").rglob("*.bib")] == ["out/sub/a.bib"]
    assert paperconv(tmp_path, "convert", "in/self.bib")[0] == 2


@pytest.mark.parametrize("words", [["convert"], ["validate"], ["parse"], ["dedupe"]])
def test_a_folder_without_files(tmp_path: Path, words: list[str]) -> None:
    (tmp_path / "in" / "sub" / ".git").mkdir(parents=True)
    put(tmp_path / "in" / ".hidden.bib")
    assert paperconv(tmp_path, *words, "in") == (2, "", "paperconv: in: the folder has no files to read\n")
