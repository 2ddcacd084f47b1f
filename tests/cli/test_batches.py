"""Folders in, folders out: what is skipped, what fails, what is left when a run is stopped."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from paperconv import api
from paperconv.api.depfile import rules
from paperconv.errors import OutputError
from paperconv.output import OutputOptions
from tests.conftest import ROOT

COMMAND = [sys.executable, "-m", "paperconv"]
ENV = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "120"}
OLD = 1_000_000_000
INCREMENTAL = OutputOptions(incremental=True)


def paperconv(*words: str | Path, cwd: Path | None = None) -> tuple[int, str]:
    """Exit status, and what was said on standard error."""
    ran = subprocess.run([*COMMAND, *map(str, words)], cwd=cwd, env=ENV, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=60)
    return ran.returncode, ran.stderr.decode()


def record(n: int) -> str:
    return json.dumps({"id": f"k{n}", "title": f"The paper number {n}", "author": [{"family": "Ito", "given": "Mai"}]}) + "\n"


@pytest.fixture
def dumps(tmp_path: Path) -> Path:
    folder = tmp_path / "dumps"
    for n, name in enumerate(("a.jsonl", "b.jsonl", "deep/er/c.jsonl")):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(record(n), encoding="utf-8")
    return folder


def tree(folder: Path) -> list[str]:
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file() and not p.name.startswith("."))


def until(path: Path) -> None:
    """Waits for a file that a run makes."""
    for _ in range(3000):
        if path.exists():
            return
        time.sleep(0.01)
    raise AssertionError(f"{path} was not made")


def age(folder: Path) -> None:
    for path in folder.rglob("*"):
        os.utime(path, (OLD, OLD))


def changed(folder: Path) -> list[str]:
    """The outputs that were written since :func:`age`."""
    return [name for name in tree(folder) if (folder / name).stat().st_mtime != OLD]


def test_a_folder_is_mirrored_and_what_stays_equal_is_not_touched(dumps: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    api.convert(dumps, f"{out}/")
    assert tree(out) == ["a.bib", "b.bib", "deep/er/c.bib"]
    age(out)
    (dumps / "b.jsonl").write_text(record(7), encoding="utf-8")
    api.convert(dumps, out)
    assert changed(out) == ["b.bib"]


def test_one_bad_file_stops_no_other_and_is_named_at_the_end(dumps: Path, tmp_path: Path) -> None:
    (dumps / "aa.bin").write_bytes(b"PK\x03\x04\x00\x00")
    (dumps / "ab.jsonl").write_text(record(3) + "{broken\n", encoding="utf-8")
    status, said = paperconv("convert", dumps, "-o", f"{tmp_path}/out/")
    assert status == 1
    assert tree(tmp_path / "out") == ["a.bib", "ab.bib", "b.bib", "deep/er/c.bib"]
    assert said.splitlines()[-3:-1] == [
        f"{dumps}/aa.bin: nothing in it could be read",
        f"{dumps}/ab.jsonl: 1 of its items could not be read",
    ]
    named = [str(p) for p in sorted(dumps.glob("a*"))]
    status, said = paperconv("convert", *named, "-o", f"{tmp_path}/named/")  # also where files are named one by one
    assert status == 1
    assert tree(tmp_path / "named") == ["a.bib", "ab.bib"]
    assert f"{dumps}/aa.bin: holds binary data" in said


def test_a_defect_in_a_reader_costs_its_file(dumps: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from paperconv.formats.registry import reader_for

    def failing(source: object, format: str) -> object:
        if str(getattr(source, "path", "")).endswith("b.jsonl"):
            raise RuntimeError("unforeseen")
        return reader_for(source, format)  # type: ignore[arg-type]

    monkeypatch.setattr("paperconv.pipeline.reader_for", failing)
    summary = api.convert(dumps, f"{tmp_path}/out/")
    assert tree(tmp_path / "out") == ["a.bib", "deep/er/c.bib"]
    (said,) = summary.failed.values()
    assert "RuntimeError: unforeseen" in said


def test_incremental_makes_only_what_has_changed(dumps: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (dumps / "b.jsonl").write_text(record(1) + "{broken\n", encoding="utf-8")
    assert api.convert(dumps, f"{out}/", options=INCREMENTAL).skipped == 0
    again = api.convert(dumps, out, options=INCREMENTAL)
    assert (again.skipped, again.totals.rejected) == (2, 1), "what could not be read whole is read, and told, again"
    (dumps / "b.jsonl").write_text(record(1), encoding="utf-8")
    assert api.convert(dumps, out, options=INCREMENTAL).skipped == 2
    assert api.convert(dumps, out, options=INCREMENTAL).skipped == 3
    os.utime(dumps / "a.jsonl")
    assert api.convert(dumps, out, options=INCREMENTAL).skipped == 3, "what counts is what is in a file"
    (out / "a.bib").write_text("edited by hand", encoding="utf-8")
    assert api.convert(dumps, out, options=INCREMENTAL).skipped == 2
    assert "edited" not in (out / "a.bib").read_text(encoding="utf-8")
    (out / "a.bib").unlink()
    assert api.convert(dumps, out, options=INCREMENTAL).skipped == 2
    assert api.convert(dumps, out, options=OutputOptions(incremental=True, ascii=True)).skipped == 0, "other options, other outputs"
    assert api.convert(dumps, out, fix="none", options=INCREMENTAL).skipped == 0
    assert api.convert(dumps, out, fix="none", options=OutputOptions(incremental=True, force=True)).skipped == 0


def test_another_version_makes_all_again(dumps: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    api.convert(dumps, f"{tmp_path}/out/", options=INCREMENTAL)
    monkeypatch.setattr("paperconv.api.batch.__version__", "99")
    assert api.convert(dumps, tmp_path / "out", options=INCREMENTAL).skipped == 0


def test_incremental_sees_what_stands_beside_the_inputs(dumps: Path, tmp_path: Path) -> None:
    keys = tmp_path / "keys.bib"
    keys.write_text("@misc{ito, title = {The paper number 0}}\n", encoding="utf-8")
    options = OutputOptions(incremental=True, keys_from=str(keys))
    api.convert(dumps, f"{tmp_path}/out/", options=options)
    assert api.convert(dumps, tmp_path / "out", options=options).skipped == 3
    keys.write_text("@misc{other, title = {The paper number 1}}\n", encoding="utf-8")
    assert api.convert(dumps, tmp_path / "out", options=options).skipped == 0


def test_incremental_of_one_output(dumps: Path, tmp_path: Path) -> None:
    for call in (api.convert, api.dedupe):
        target = tmp_path / f"{call.__name__}.bib"
        assert [call(dumps, target, options=INCREMENTAL).skipped for _ in range(2)] == [0, 1]
        (dumps / "new.jsonl").write_text(record(len(target.name)), encoding="utf-8")
        assert [call(dumps, target, options=INCREMENTAL).skipped for _ in range(2)] == [0, 1]


def test_a_manifest_that_is_damaged_is_made_anew(dumps: Path, tmp_path: Path) -> None:
    for damage in ("", "{", "[]", '{"outputs": {"a.bib": 1}}', '{"outputs": 3}'):
        (tmp_path / "out").mkdir(exist_ok=True)
        (tmp_path / "out" / ".paperconv-manifest.json").write_text(damage, encoding="utf-8")
        assert [api.convert(dumps, tmp_path / "out", options=INCREMENTAL).skipped for _ in range(2)] == [0, 3]


@pytest.mark.parametrize(
    ("words", "remedy"),
    [
        (["--force", "-o", "x.bib"], "nothing to force without it"),
        (["--incremental"], "name it with -o"),
        (["--depfile", "x.d"], "name it with -o"),
        (["--incremental", "--key-map", "k.txt", "-o", "x.bib"], "leave one out"),
    ],
)
def test_options_that_do_not_go_together(dumps: Path, words: list[str], remedy: str) -> None:
    status, said = paperconv("convert", "a.jsonl", *words, cwd=dumps)
    assert (status, said.count("\n")) == (2, 1)
    assert remedy in said


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_run_that_is_stopped_goes_on_where_it_was(tmp_path: Path, number: int, status: int) -> None:
    folder, out = tmp_path / "many", tmp_path / "out"
    folder.mkdir()
    for n in range(1500):
        (folder / f"{n:04}.jsonl").write_text(record(n), encoding="utf-8")
    process = subprocess.Popen([*COMMAND, "convert", "-q", "--incremental", str(folder), "-o", f"{out}/"], env=ENV, stderr=subprocess.PIPE)
    until(out / "0020.bib")
    process.send_signal(number)
    assert process.stderr is not None
    said = process.stderr.read().decode()
    process.stderr.close()
    assert (process.wait(timeout=60), said) == (status, "")
    made = tree(out)
    assert 20 < len(made) < 1500
    assert all((out / name).read_text(encoding="utf-8").endswith("}\n") for name in made)
    assert sorted(p.name for p in out.iterdir() if p.name.startswith(".")) == [".paperconv-manifest.json"]
    known = json.loads((out / ".paperconv-manifest.json").read_text(encoding="utf-8"))["outputs"]
    assert set(made) - set(known) <= {made[-1]}
    summary = api.convert(folder, out, options=INCREMENTAL)
    assert summary.skipped == len(known)
    assert len(tree(out)) == 1500


def test_two_runs_do_not_mix_in_one_folder(dumps: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = subprocess.Popen([*COMMAND, "convert", "-q", "-f", "jsonl", "-", "-o", f"{out}/"], env=ENV, stdin=subprocess.PIPE)
    until(out / ".paperconv.lock")
    time.sleep(0.5)  # the file is there a moment before it is locked
    status, said = paperconv("convert", dumps, "-o", f"{out}/")
    assert (status, said) == (2, f"paperconv: {out}/: another paperconv is writing into this folder; wait until it is done, or name another folder\n")
    assert tree(out) == []
    first.communicate(record(1).encode())
    assert first.returncode == 0
    assert paperconv("convert", "-q", dumps, "-o", f"{out}/") == (0, "")
    assert tree(out) == ["a.bib", "b.bib", "deep/er/c.bib", "stdin.bib"]


def test_a_dependency_list_is_what_make_reads(tmp_path: Path) -> None:
    if not shutil.which("make"):
        pytest.skip("there is no make")
    names = ["plain.txt", "two words.txt", "a#b.txt", "price$.txt", "tail\\ .txt", "back\\slash.txt", "per%cent.txt", "naïve 论文.txt", "co:lon.txt"]
    for name in names:
        (tmp_path / name).write_text("x")
    for target in ("out.bib", "out put#1.bib", "a$b.bib"):
        (tmp_path / "dep.mk").write_text(rules([(names, target)]), encoding="utf-8")
        written = target.replace("$", "$$").replace("#", "\\#").replace(" ", "\\ ")
        (tmp_path / "Makefile").write_text(f"{written}:\n\t@touch '{target.replace('$', '$$')}'\ninclude dep.mk\n", encoding="utf-8")

        def outdated(target: str = target) -> bool:
            return subprocess.run(["make", "-q", target], cwd=tmp_path, capture_output=True, check=False).returncode == 1

        subprocess.run(["make", "-s", target], cwd=tmp_path, check=True)
        assert not outdated()
        for name in names:
            os.utime(tmp_path / name, (time.time() + 60, time.time() + 60))
            assert outdated(), name
            os.utime(tmp_path / name, (OLD, OLD))
        gone = tmp_path / names[1]
        gone.unlink()  # an input that is gone is no error of make's
        subprocess.run(["make", "-s", target], cwd=tmp_path, check=True)
        gone.write_text("x")


def test_a_name_that_no_makefile_can_hold_is_refused() -> None:
    with pytest.raises(OutputError, match=r"^a\\nb\.txt: has a line break"):
        rules([(["a\nb.txt"], "out.bib")])


def test_the_dependencies_of_each_output(dumps: Path, tmp_path: Path) -> None:
    keys = tmp_path / "keys.bib"
    keys.write_text("@misc{ito, title = {X}}\n", encoding="utf-8")
    status, said = paperconv("convert", "-q", "dumps", "-o", "out/", "--keys-from", "keys.bib", "--depfile", "deps.mk", cwd=tmp_path)
    assert (status, said) == (0, "")
    first = (tmp_path / "deps.mk").read_text(encoding="utf-8").split("\n\n")[0]
    assert first == "out/a.bib: dumps/a.jsonl \\\n  keys.bib\nout/b.bib: dumps/b.jsonl \\\n  keys.bib\nout/deep/er/c.bib: dumps/deep/er/c.jsonl \\\n  keys.bib"
    paperconv("dedupe", "-q", "dumps", "-o", "dumps/all.bib", "--depfile", "dumps/all.d", cwd=tmp_path)
    once = (tmp_path / "dumps" / "all.d").read_text(encoding="utf-8")
    paperconv("dedupe", "-q", "dumps", "-o", "dumps/all.bib", "--depfile", "dumps/all.d", cwd=tmp_path)
    assert (tmp_path / "dumps" / "all.d").read_text(encoding="utf-8") == once
    assert once.startswith("dumps/all.bib: dumps/a.jsonl \\\n  dumps/b.jsonl \\\n  dumps/deep/er/c.jsonl\n")
