"""How far a run is: on a terminal as a bar, in a log as a line a minute, nowhere else."""

import bz2
import gzip
import lzma
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
import zstandard

from paperconv import api
from paperconv.cli.progress import Meter
from paperconv.io.source import Source
from tests.cli.test_streams import COMMAND, ENV, at_a_terminal

WITHOUT_DELAY = "import paperconv.cli.progress as p; p.LOOK = 0.0; from paperconv.cli.app import main; main()"
"""The command, showing how far it is from the first record on, however fast the machine."""
LINE = '{{"id": "k{}", "title": "On the number {} and what it is good for in the theory of numbers"}}\n'
PACKED: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    ".gz": gzip.compress,
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
    ".zst": lambda data: zstandard.ZstdCompressor().compress(data),
}


def dump(folder: Path, name: str, records: int, pack: Callable[[bytes], bytes] = bytes) -> Path:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(pack("".join(LINE.format(n, n) for n in range(records)).encode()))
    return path


@pytest.mark.parametrize("suffix", PACKED)
def test_a_large_file_is_measured_by_its_bytes_compressed_too(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"dump.jsonl{suffix}"
    path.write_bytes(PACKED[suffix](Random(1).randbytes(4 << 20)))
    source, meter = Source(str(path)), Meter(lambda _: None, 0.0)
    meter.begin([source])
    source.look()
    assert (meter.done, meter.total) == (0, path.stat().st_size)
    done = []
    with source.open() as stream:
        while stream.read(1 << 17):
            done.append(meter.done)
    assert done == sorted(done)
    assert 0 < done[3] < path.stat().st_size / 2
    assert done[-1] == meter.done == meter.total


def test_many_files_are_measured_together(tmp_path: Path) -> None:
    for n in range(40):
        dump(tmp_path / "in", f"{n:02}.jsonl", 16)
    lines: list[str] = []
    done: list[float] = []
    now = iter(range(1_000_000))

    def tell(meter: Meter) -> None:
        lines.append(meter.line())
        done.append(meter.done / meter.total)

    api.convert(tmp_path / "in", f"{tmp_path}/out/", tick=Meter(tell, 1.0, lambda: next(now)))
    assert [line.split(", ")[-1] for line in lines] == [f"input {n + 1} of 40" for n in range(40)]
    assert done == sorted(done)
    assert done[-1] == 1
    assert done[19] == pytest.approx(0.5, abs=0.1)


@pytest.mark.parametrize("command", [["convert", "-o", "out.bib"], ["parse", "-o", "out.jsonl"], ["validate", "--select", "PC1"]])
def test_a_terminal_shows_rate_share_and_remaining_time(tmp_path: Path, command: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    dump(tmp_path, "dump.jsonl.gz", 10_000, gzip.compress)
    status, printed = at_a_terminal(*command, "dump.jsonl.gz", script=WITHOUT_DELAY)
    assert status == 0
    plain = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", printed)
    assert re.search(r"10,000 records, \d+(,\d+)* a second", plain)
    assert re.search(r"\d+% \d:\d\d:\d\d", plain)
    end = [line.strip() for line in plain.split("\n") if line.strip()][-2:]  # what is too long for the terminal goes on below
    assert any(re.search(r"10,000 records (read|checked)", line) for line in end)
    status, printed = at_a_terminal(*command, "-q", "dump.jsonl.gz")
    assert "a second" not in printed


def test_a_log_has_a_line_a_minute_where_it_is_wanted(tmp_path: Path) -> None:
    dump(tmp_path, "dump.jsonl", 2_000)
    script = "import sys, paperconv.cli.progress as p; p.MINUTE = 0.0; from paperconv.cli.app import main; main()"
    for words, wanted in ((["-v"], True), ([], False), (["-v", "-q"], False)):
        ran = subprocess.run([COMMAND[0], "-c", script, "parse", *words, "dump.jsonl"], cwd=tmp_path, env=ENV, capture_output=True, text=True, check=True)
        lines = [line for line in ran.stderr.splitlines() if "a second" in line]
        assert bool(lines) == wanted
        assert all(re.fullmatch(r"[\d,]+ records, [\d,]+ a second(, \d+% of 0\.2 MB, \d:\d\d:\d\d left)?", line) for line in lines)
        assert len(ran.stdout.splitlines()) == 2_000


def test_what_is_said_meanwhile_stands_above_the_bar(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = dump(tmp_path, "dump.jsonl", 15_000)
    path.write_text(path.read_text(encoding="utf-8") + "{broken\n" + LINE.format("a", "b") * 5_000, encoding="utf-8")
    status, printed = at_a_terminal("convert", "-o", "out.bib", "dump.jsonl", script=WITHOUT_DELAY)
    assert status == 1
    plain = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", printed)
    assert any(line.startswith("dump.jsonl:15001 PC001") for line in re.split(r"[\r\n]+", plain)), plain[-600:]
