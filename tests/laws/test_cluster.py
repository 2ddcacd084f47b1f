"""On a Dask cluster: the same bytes and diagnostics as here, also where workers die, and a broken run goes on where it stopped."""

import os
import signal
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

pytest.importorskip("distributed", reason="Dask is not installed (paperconv[cluster])")

from paperconv import api
from paperconv.api import OnCluster
from paperconv.engine.base import Lost
from paperconv.engine.dask import Cluster
from paperconv.errors import UsageError
from tests.laws.test_jobs import SAMPLES, Run

HERE = OnCluster()


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shards of a few items."""
    monkeypatch.setattr(Cluster, "size", 20_000)


def test_all_samples_convert_alike(tmp_path: Path) -> None:
    seen = []
    for cluster in (None, HERE):
        run = Run()
        summary = api.convert(
            SAMPLES, tmp_path / "refs.bib", jobs=2 if cluster else 1, cluster=cluster, on_diagnostic=run.diagnostic, on_repair=run.repair, tick=run.tick
        )
        seen.append((summary.totals, run.said, run.ticks, (tmp_path / "refs.bib").read_bytes()))
    assert seen[0] == seen[1]
    assert os.listdir(tmp_path) == ["refs.bib"]


def test_all_samples_are_joined_alike(tmp_path: Path) -> None:
    seen = []
    for cluster in (None, HERE):
        run = Run()
        summary = api.dedupe(SAMPLES, tmp_path / "all.bib", jobs=2 if cluster else 1, cluster=cluster, map_to=str(tmp_path / "map"), on_diagnostic=run.diagnostic)
        seen.append((summary.totals, run.said, (tmp_path / "all.bib").read_bytes(), (tmp_path / "map").read_bytes()))
    assert seen[0] == seen[1]


class Work:
    """Squares; leaves a line in a file for each shard, and dies in one way or the other at some numbers."""

    def __init__(self, folder: Path, once: int = -1, always: int = -1) -> None:
        self.folder, self.once, self.always = folder, once, always

    def __call__(self, numbers: Sequence[int]) -> list[int]:
        with (self.folder / "log").open("a", encoding="utf-8") as log:
            log.write(f"{numbers[0]}\n")
        if self.always in numbers:
            os._exit(3)
        if self.once in numbers and not (self.folder / "died").exists():
            (self.folder / "died").touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return [n * n for n in numbers]


def shards() -> Iterator[list[int]]:
    return ([*range(n, n + 2)] for n in range(0, 40, 2))


def test_a_worker_that_is_killed_costs_nothing_and_a_deadly_item_itself_only(tmp_path: Path) -> None:
    with Cluster(2) as engine:
        parts = list(engine.run(Work(tmp_path, once=33), shards()))
        assert (tmp_path / "died").exists()
        assert [n for part in parts for n in part] == [n * n for n in range(40)]
        parts = list(engine.run(Work(tmp_path, always=22), shards()))
        lost = [part for part in parts if isinstance(part, Lost)]
        assert [part.shard for part in lost] == [[22]]
        assert [n for part in parts if not isinstance(part, Lost) for n in part] == [n * n for n in range(40) if n != 22]


def test_a_broken_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    parts, log = tmp_path / "parts", tmp_path / "log"
    with pytest.raises(RuntimeError, match="broken off"), Cluster(2, folder=str(parts)) as engine:
        for given, _ in enumerate(engine.run(Work(tmp_path), shards()), 1):
            if given == 9:
                raise RuntimeError("broken off")
    (parts / "mine.txt").touch()
    before = log.read_text().splitlines()
    assert len(before) >= 9
    log.unlink()
    with Cluster(2, folder=str(parts), resume=True) as engine:
        results = list(engine.run(Work(tmp_path), shards()))
    assert [n for part in results for n in part] == [n * n for n in range(40)]
    assert len(log.read_text().splitlines()) <= 20 - 9
    assert os.listdir(parts) == ["mine.txt"]


def test_what_cannot_be_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("paperconv.engine.dask.PATIENCE", 1)
    with pytest.raises(UsageError, match="name it with -o"):
        api.convert(SAMPLES, "-", cluster=OnCluster(resume=True))
    with pytest.raises(UsageError, match="no Dask scheduler answers there"):
        api.convert(SAMPLES, tmp_path / "refs.bib", cluster=OnCluster("tcp://127.0.0.1:9"))
