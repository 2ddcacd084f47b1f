"""Labelled sets of duplicates that are there: works lost (FP), duplicates left (FN), F1, CPU seconds and peak memory of a whole run."""

import csv
import json
import sys
import tempfile
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path

from tests.bench.formats import run
from tests.conftest import SHARED

LABELLED = SHARED / "data" / "dedupe"


def truth(path: Path) -> list[list[str]]:
    """Ids of one work a row: joined by ``;`` in one column, or a pair in two."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = [row[0].split(";") if len(row) == 1 else row[:2] for row in csv.reader(stream) if row]
    return [[i.strip() for i in row] for row in rows if row != ["merged_ids"]]


def by_record(found: list[list[str]], labels: list[list[str]]) -> tuple[int, int, float]:
    """As the tools for systematic reviews count: FP, FN and F1."""
    label = {i: row[0] for row in labels for i in row}
    groups = [[label.get(i, i) for i in group] for group in found]
    lost = sum(len(set(g)) - 1 for g in groups)
    right = sum(len(g) - len(set(g)) for g in groups)
    missed = sum(n - 1 for n in Counter(x for g in groups for x in g).values()) - right
    return lost, missed, 2 * right / max(1, 2 * right + lost + missed)


def across(found: list[list[str]], labels: list[list[str]], home: dict[str, str]) -> tuple[int, int, float]:
    """Pairs of records of two inputs: wrong ones, missed ones and F1."""
    said = {frozenset(p) for group in found for p in combinations(group, 2) if home[p[0]] != home[p[1]]}
    right = {frozenset(p) for row in labels for p in combinations(row, 2)}
    return len(said - right), len(right - said), 2 * len(said & right) / max(1, len(said) + len(right))


def sets() -> dict[str, tuple[list[Path], Path, list[str]]]:
    """Name -> inputs, labels and options of each set that is there."""
    made: dict[str, tuple[list[Path], Path, list[str]]] = {}
    for labels in sorted(LABELLED.glob("*/merged_record_ids.csv")):
        made[labels.parent.name] = [labels.parent / "records_pre_merged.csv"], labels, []
    for labels in sorted(LABELLED.glob("*/*_perfectMapping.csv")):
        inputs = sorted(p for p in labels.parent.glob("*.csv") if p != labels)
        made[labels.parent.name] = inputs, labels, []
        made[f"{labels.parent.name}, one per source"] = inputs, labels, ["--one-per-source"]
    return made


def main() -> None:
    """Prints a row for each set."""
    print(f"{'duplicates':26} {'FP':>5} {'FN':>5} {'F1':>7} {'CPU s':>7} {'peak':>8}")
    for name, (inputs, labels, options) in sets().items():
        with tempfile.TemporaryDirectory() as folder:
            target, map_ = Path(folder, "out.jsonl"), Path(folder, "map.jsonl")
            words = [sys.executable, "-m", "paperconv", "dedupe", "-q", *map(str, inputs), "-o", str(target), "--map", str(map_), *options]
            taken, memory, _ = run(words)
            groups: defaultdict[str, list[str]] = defaultdict(list)
            home: dict[str, str] = {}
            for row in map(json.loads, map_.read_text(encoding="utf-8").splitlines()):
                groups[row["cluster"]].append(row["id"])
                home[row["id"]] = row["path"]
        found = list(groups.values())
        wrong, missed, f1 = across(found, truth(labels), home) if len(inputs) > 1 else by_record(found, truth(labels))
        print(f"{name:26} {wrong:>5} {missed:>5} {f1:7.4f} {taken:7.2f} {memory:6.0f} M", flush=True)


if __name__ == "__main__":
    main()
