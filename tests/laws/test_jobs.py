"""However many processes work, and wherever an input is cut: the same bytes, the same diagnostics, the same counts."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from paperconv import api
from paperconv.diagnostics import Diagnostic, Finding, Repair
from paperconv.engine import local
from paperconv.engine.base import Lost
from paperconv.engine.local import Workers
from paperconv.errors import InputError
from paperconv.formats.base import FormatSpec
from paperconv.formats.registry import FORMATS
from paperconv.model import Record
from paperconv.output import OutputOptions
from tests.conftest import ROOT, SHARED

SAMPLES = ROOT / "tests" / "formats"


@pytest.fixture
def early(monkeypatch: pytest.MonkeyPatch) -> None:
    """Worker processes from the first byte on, and shards of a few items."""
    monkeypatch.setattr(Workers, "start", 0.0)
    monkeypatch.setattr(Workers, "size", 1500)


class Run:
    """What a run says, beside what it writes."""

    def __init__(self) -> None:
        self.said: list[object] = []
        self.ticks = 0

    def diagnostic(self, diagnostic: Diagnostic) -> None:
        self.said.append(diagnostic)

    def repair(self, record: Record, finding: Finding, repair: Repair) -> None:
        self.said.append((record, finding, repair))

    def tick(self) -> None:
        self.ticks += 1


def converted(inputs: Sequence[Path], target: Path, jobs: int, **more: object) -> tuple[object, ...]:
    run = Run()
    summary = api.convert(
        [str(i) for i in inputs], target, jobs=jobs, on_diagnostic=run.diagnostic, on_repair=run.repair, tick=run.tick, **more  # type: ignore[arg-type]
    )
    return target.read_bytes(), run.said, run.ticks, summary


@pytest.mark.usefixtures("early")
@pytest.mark.parametrize("name", ["refs.bib", "refs.json", "refs.jsonl"])
def test_all_samples_convert_alike(tmp_path: Path, name: str) -> None:
    alone, together = (converted([SAMPLES], tmp_path / name, jobs, fix="all") for jobs in (1, 2))
    assert alone == together
    assert len(alone[1]) > 100  # type: ignore[arg-type]


@pytest.mark.usefixtures("early")
def test_all_samples_are_checked_and_parsed_alike(tmp_path: Path) -> None:
    seen = []
    for jobs in (1, 2):
        run, read = Run(), Run()
        checked = api.validate(SAMPLES, select=["PC1", "PC4"], jobs=jobs, on_diagnostic=run.diagnostic, tick=run.tick)
        parsed = api.parse(SAMPLES, tmp_path / "all.jsonl", jobs=jobs, on_diagnostic=read.diagnostic, tick=read.tick)
        seen.append((checked, run.said, run.ticks, parsed, read.said, read.ticks, (tmp_path / "all.jsonl").read_bytes()))
    assert seen[0] == seen[1]


@pytest.mark.usefixtures("early")
def test_all_samples_are_joined_alike(tmp_path: Path) -> None:
    seen = []
    for jobs in (1, 2):
        run = Run()
        summary = api.dedupe(SAMPLES, tmp_path / "all.bib", jobs=jobs, map_to=str(tmp_path / "map"), on_diagnostic=run.diagnostic)
        seen.append((summary, run.said, (tmp_path / "all.bib").read_bytes(), (tmp_path / "map").read_bytes()))
    assert seen[0] == seen[1]


@pytest.mark.usefixtures("early")
@pytest.mark.parametrize("pattern", ["*/*.txt", "*/*.bib", "*/*.xml", "*/*.csv"])
def test_real_files_convert_alike(tmp_path: Path, real_files: Path, pattern: str) -> None:
    found = [f for f in sorted(real_files.glob(pattern)) if f.stat().st_size < 1 << 20][:6]
    if not found:
        pytest.skip(f"no {pattern} beside this checkout")
    folder = tmp_path / "in"
    folder.mkdir()
    for i, file in enumerate(found):
        (folder / f"{i}{file.suffix}").symlink_to(file)
    alone, together = (converted([folder], tmp_path / "refs.bib", jobs) for jobs in (1, 2))
    assert alone == together


@pytest.mark.usefixtures("early")
def test_a_listing_is_read_alike(tmp_path: Path, seeds: tuple[Path, Path]) -> None:
    assert SHARED.is_dir()
    alone, together = (converted(seeds, tmp_path / "refs.bib", jobs) for jobs in (1, 2))
    assert alone == together


@pytest.mark.usefixtures("early")
@pytest.mark.parametrize(
    "options",
    [OutputOptions(), OutputOptions(key="[auth:lower][year]"), OutputOptions(sort="key"), OutputOptions(sort="date", omit=("abstract",)), OutputOptions(ascii=True, indent=4)],
)
def test_keys_that_collide_across_shards(tmp_path: Path, options: OutputOptions) -> None:
    entries = [f"@article{{Key{i % 3},\n author = {{Müller, Ann{i}}}, title = {{Title {i % 7}}}, year = {{{2000 + i % 5}}}, abstract = {{{'Text. ' * 40}{i}}}\n}}\n" for i in range(150)]
    (tmp_path / "in.bib").write_text("\n".join(entries), encoding="utf-8")
    (tmp_path / "old.bib").write_text("@article{key1a,\n author = {Müller, Ann4}, title = {Title 4}, year = {2004}\n}\n", encoding="utf-8")
    options = OutputOptions(**{**{f: getattr(options, f) for f in options.__struct_fields__}, "keys_from": str(tmp_path / "old.bib")})
    alone, together = (converted([tmp_path / "in.bib"], tmp_path / "refs.bib", jobs, options=options) for jobs in (1, 2))
    assert alone == together


@pytest.mark.usefixtures("early")
def test_broken_items_and_an_unreadable_file_in_the_middle(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("".join('{"id": "x", "title": "One"}\n{"broken\n' for _ in range(200)), encoding="utf-8")
    (tmp_path / "b.jsonl").write_bytes(b"\x00\x01\x02" * 100)
    (tmp_path / "c.jsonl").write_text('{"id": "y", "title": "Two"}\n', encoding="utf-8")
    (tmp_path / "d.jsonl").write_text("\n", encoding="utf-8")
    alone, together = (converted([tmp_path], tmp_path.parent / "refs.bib", jobs) for jobs in (1, 2))
    assert alone == together
    said = []
    for jobs in (1, 2):  # named, and not found in a folder: the run ends there, and says first what came before
        run = Run()
        with pytest.raises(InputError, match="binary"):
            api.validate([str(tmp_path / f"{x}.jsonl") for x in "abc"], jobs=jobs, on_diagnostic=run.diagnostic)
        said.append(run.said)
    assert said[0] == said[1]
    assert sum(d.code == "PC001" for d in said[0] if isinstance(d, Diagnostic)) == 200


def test_a_small_input_starts_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def started() -> None:
        raise AssertionError("a process was started")

    monkeypatch.setattr(local, "_Worker", started)
    (tmp_path / "in.jsonl").write_text('{"id": "x", "title": "One"}\n' * 20, encoding="utf-8")
    assert api.convert(tmp_path / "in.jsonl", tmp_path / "refs.bib", jobs=8).totals.written == 20
    monkeypatch.setattr(Workers, "start", 0.0)
    with pytest.raises(AssertionError, match="a process was started"):
        api.convert(tmp_path / "in.jsonl", tmp_path / "refs.bib", jobs=8)


DEADLY = """
    import os
    import signal
    import time
    from paperconv.formats.jsonl import JsonlReader, JsonlWriter

    class Reader(JsonlReader):
        def decode(self, item):
            if b"deadly" in item.data:
                os.abort()
            if b"slow" in item.data:
                open("slow", "w").close()
                time.sleep(60)
            return super().decode(item)

    class Writer(JsonlWriter):
        def encode(self, record):
            if record.title == "unwritable":
                os.kill(os.getpid(), signal.SIGKILL)
            return super().encode(record)
"""


@pytest.fixture
def deadly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A format whose decoder ends its process at one item, and whose writer does so at another."""
    (tmp_path / "deadly_format.py").write_text(textwrap.dedent(DEADLY), encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setitem(FORMATS, "deadly", FormatSpec("deadly", "", (), "deadly_format:Reader", "deadly_format:Writer"))


@pytest.mark.usefixtures("early", "deadly")
def test_an_item_that_ends_its_process_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    titles = ["deadly" if i in (17, 18, 60) else f"Paper {i}" for i in range(80)]
    (tmp_path / "in.jsonl").write_text("".join(f'{{"id": "k{i}", "title": "{t}"}}\n' for i, t in enumerate(titles)), encoding="utf-8")
    run = Run()
    summary = api.parse(tmp_path / "in.jsonl", tmp_path / "out.jsonl", "deadly", jobs=2, on_diagnostic=run.diagnostic)
    died = [d for d in run.said if isinstance(d, Diagnostic)]
    assert [(d.code, d.line, d.ordinal) for d in died] == [("PC091", i + 1, i) for i in (17, 18, 60)]
    assert "SIGABRT" in died[0].message
    assert summary.totals.rejected == 3
    assert [f'"k{i}"' in line for i, line in zip((i for i in range(80) if i not in (17, 18, 60)), (tmp_path / "out.jsonl").read_text().splitlines(), strict=True)] == [True] * 77


@pytest.mark.usefixtures("early")
def test_a_record_that_ends_the_process_that_writes_it_is_named(tmp_path: Path) -> None:
    package = tmp_path / "packages"
    info = package / "deadly_format-1.0.dist-info"
    info.mkdir(parents=True)
    (package / "deadly_format.py").write_text(textwrap.dedent(DEADLY), encoding="utf-8")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: deadly_format\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text("[paperconv.writers]\ndeadly = deadly_format:Writer\n", encoding="utf-8")
    titles = ["unwritable" if i == 33 else f"Paper {i}" for i in range(80)]
    (tmp_path / "in.jsonl").write_text("".join(f'{{"id": "k{i}", "title": "{t}"}}\n' for i, t in enumerate(titles)), encoding="utf-8")
    script = f"""
        from paperconv.engine.local import Workers
        from paperconv.cli.app import main
        if __name__ == "__main__":
            Workers.start, Workers.size = 0.0, 1500
            import sys; sys.argv = ["paperconv", "convert", "-j", "2", "-t", "deadly", "-o", "{tmp_path}/out", "{tmp_path}/in.jsonl"]
            main()
    """
    (tmp_path / "script.py").write_text(textwrap.dedent(script), encoding="utf-8")
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(package)])}
    ran = subprocess.run([sys.executable, str(tmp_path / "script.py")], capture_output=True, text=True, env=env)
    assert ran.returncode == 1
    assert "in.jsonl:34 PC091 process-died" in ran.stderr
    assert "SIGKILL" in ran.stderr
    assert len((tmp_path / "out").read_text().splitlines()) == 79


def deadly_work(numbers: Sequence[int]) -> list[int]:
    if {7, 31} & set(numbers):
        os._exit(3)
    return [n * n for n in numbers]


def failing_work(numbers: Sequence[int]) -> list[int]:
    raise ZeroDivisionError("by design")


def test_an_engine_gives_results_in_order_and_what_is_lost_in_its_place() -> None:
    with Workers(3) as engine:
        results: list[object] = []
        for result in engine.run(deadly_work, ([*range(n, n + 10)] for n in range(0, 60, 10))):
            results += [result] if isinstance(result, Lost) else result
        assert results == [Lost([n], "exit status 3") if n in (7, 31) else n * n for n in range(60)]
        assert list(engine.run(deadly_work, [[1], [2]])) == [[1], [4]]


def test_few_shards_are_held_at_a_time() -> None:
    cut = 0

    def shards() -> Iterator[list[int]]:
        nonlocal cut
        for n in range(100):
            cut += 1
            yield [100 + n]

    with Workers(2) as engine:
        run = engine.run(deadly_work, shards())
        for given, _ in enumerate(run, 1):
            assert cut <= given + 2 * (1 + local.AHEAD)
            if given == 50:
                break
        run.close()  # type: ignore[attr-defined]
        assert list(engine.run(deadly_work, [[1]])) == [[1]]


def test_an_exception_of_the_work_is_raised_here() -> None:
    with Workers(2) as engine, pytest.raises(RuntimeError, match="by design"):
        list(engine.run(failing_work, [[1], [2], [3]]))


@pytest.mark.parametrize(("ending", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_no_worker_outlives_the_run(tmp_path: Path, ending: signal.Signals, status: int) -> None:
    (tmp_path / "deadly_format.py").write_text(textwrap.dedent(DEADLY), encoding="utf-8")
    (tmp_path / "in.jsonl").write_text('{"id": "x", "title": "One"}\n' * 40 + '{"id": "y", "title": "slow"}\n' * 8, encoding="utf-8")
    script = f"""
        import sys
        from paperconv.engine.local import Workers
        from paperconv.cli.app import main
        from paperconv.formats.base import FormatSpec
        from paperconv.formats.registry import FORMATS
        if __name__ == "__main__":
            Workers.start, Workers.size = 0.0, 100
            FORMATS["slow"] = FormatSpec("slow", "", (), "deadly_format:Reader")
            sys.argv = ["paperconv", "convert", "-j", "2", "-f", "slow", "-o", "{tmp_path}/out.bib", "{tmp_path}/in.jsonl"]
            main()
    """
    (tmp_path / "script.py").write_text(textwrap.dedent(script), encoding="utf-8")
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(tmp_path)])}
    process = subprocess.Popen([sys.executable, str(tmp_path / "script.py")], env=env, cwd=tmp_path, start_new_session=True)
    for _ in range(3000):
        if (tmp_path / "slow").exists():  # a worker is at work
            break
        time.sleep(0.01)
    os.killpg(process.pid, ending) if ending == signal.SIGINT else process.send_signal(ending)
    assert process.wait(timeout=60) == status
    deadline = time.monotonic() + 15
    with pytest.raises(ProcessLookupError):
        while time.monotonic() < deadline:
            os.killpg(process.pid, 0)
            time.sleep(0.1)
