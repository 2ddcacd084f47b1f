"""What two processes gain over one, and what a Dask cluster of two workers costs beside them."""

import contextlib
import ctypes
import importlib.util
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RECORDS = 100_000
ROUNDS = 3
_SUBREAPER = 36
"""prctl's PR_SET_CHILD_SUBREAPER: workers whose parent has ended are ours, and so is the time they took (Linux)."""

_GIVEN = "Wei Xin Anna Jürgen Søren Minh Rahul Priya Fatima Yuki John Sarah David Laura Olga Sergey Kyunghyun Jean-Pierre".split()
_FAMILY = "Zhang Li Müller Schröder García Núñez Silva Dvořák Kovačević Nguyễn Sharma Tanaka Kim Smith Ivanov Erdős Poincaré Bengio".split()
_WORDS = "we show that networks with attention learn graphs and images from few examples while the cost of each step stays low".split()


def records(path: Path) -> None:
    """Seeded CSL-JSON records with one to eight authors and abstracts of about a thousand characters."""
    dice = random.Random(7)
    with path.open("w", encoding="utf-8") as out:
        for i in range(RECORDS):
            item = {
                "id": f"key{i}",
                "type": "article",
                "title": f"{' '.join(dice.choices(_WORDS, k=8)).capitalize()} {i}",
                "author": [{"family": dice.choice(_FAMILY), "given": dice.choice(_GIVEN)} for _ in range(dice.randint(1, 8))],
                "issued": {"date-parts": [[dice.randint(1995, 2024), dice.randint(1, 12)]]},
                "DOI": f"10.1234/bench.{i}",
                "abstract": " ".join(dice.choices(_WORDS, k=180)),
            }
            out.write(("," if i else "[") + json.dumps(item, ensure_ascii=False) + "\n")
        out.write("]\n")


def taken(command: list[str]) -> tuple[float, float]:
    """Least wall seconds of a command, and the least processor seconds of it and all processes that it started."""
    walls, processor = [], []
    for _ in range(ROUNDS):
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        walls.append(time.perf_counter() - start)
        with contextlib.suppress(ChildProcessError):
            while True:
                os.wait()
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        processor.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(walls), min(processor)


def main() -> None:
    """Prints efficiency and cost for conversions with all rules, and for parsing."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "in.json")
        records(source)
        for name, target in (("convert", "out.bib"), ("parse", "out.jsonl")):
            command = [sys.executable, "-m", "paperconv", name, "-o", str(Path(folder, target)), str(source)]
            alone, alone_cpu = taken([*command, "--jobs", "1"])
            two, two_cpu = taken([*command, "--jobs", "2"])
            print(
                f"--jobs 2   {name} csl-json: {RECORDS / alone:,.0f} records a second, by two processes {RECORDS / two:,.0f}: efficiency "
                f"{alone / two / 2:.2f}; processor time {two_cpu / alone_cpu:.2f} times"
            )
            if importlib.util.find_spec("distributed") is None:
                print("--engine   Dask is not installed")
                continue
            dask, dask_cpu = taken([*command, "--jobs", "2", "--engine", "dask"])
            print(f"--engine   {name} csl-json by two Dask workers: {dask / two:.2f} times the wall time, {dask_cpu / two_cpu:.2f} the processor time")


if __name__ == "__main__":
    main()
