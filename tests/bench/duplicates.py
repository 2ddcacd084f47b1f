"""Labelled sets of duplicates that are there: works lost (FP), duplicates left (FN), F1, CPU seconds and peak memory of a whole run."""

import csv
import importlib.util
import json
import sys
import tempfile
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path

import yaml

from tests.bench.formats import run
from tests.conftest import SHARED

LABELLED = SHARED / "data" / "dedupe"
AUDIT = Path(__file__).parents[1] / "dedupe_audit.yaml"

_TABLE = """
import json, sys
import pandas as pd
target, *inputs = sys.argv[1:]
names = {"id": "ID", "authors": "author", "venue": "journal"}
table = pd.concat([pd.read_csv(p, dtype=str, encoding_errors="replace").rename(columns=names) for p in inputs], ignore_index=True)
def write(clusters):
    with open(target, "w") as stream:
        json.dump([list(map(str, c)) for c in clusters], stream)
"""
_BIB_DEDUPE = _TABLE + """
from bib_dedupe.bib_dedupe import block, cluster, match, prep
table = table.fillna("")
for column in ("ENTRYTYPE", "author", "title", "year", "journal", "booktitle", "volume", "number", "pages", "abstract", "doi"):
    if column not in table:
        table[column] = ""
table["ENTRYTYPE"] = table["ENTRYTYPE"].replace("", "article")
write(cluster(match(block(prep(table, cpu=1), cpu=1), cpu=1)))
"""
_SPLINK = _TABLE + """
import splink.comparison_library as library
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
table["unique_id"] = table["ID"]
table["title"] = table["title"].str.lower().str.replace("[^a-z0-9 ]", "", regex=True)
table["first"] = table["author"].str.lower().str.extract("([a-z]{3,})")[0]
table["head"] = table["title"].str.replace(" ", "").str[:16]
table["author"] = table["author"].str.lower()
comparisons = [library.JaroWinklerAtThresholds("title", [0.97, 0.9]), library.JaroWinklerAtThresholds("author", [0.92, 0.8])]
comparisons += [library.ExactMatch(c) for c in ("year", "pages", "volume") if c in table]
rules = [block_on("head"), block_on("first", "year")]
settings = SettingsCreator(link_type="dedupe_only", comparisons=comparisons, blocking_rules_to_generate_predictions=rules)
linker = Linker(DuckDBAPI().register(table), settings)
linker.training.estimate_probability_two_random_records_match([block_on("head", "year")], recall=0.8)
linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
for rule in rules:
    linker.training.estimate_parameters_using_expectation_maximisation(rule)
found = linker.inference.predict(threshold_match_probability=0.999)
clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(found, 0.999).as_pandas_dataframe()
write(clusters.groupby("cluster_id")["unique_id"].apply(list))
"""
PEERS = {"bib_dedupe": _BIB_DEDUPE, "splink": _SPLINK}
"""Module -> a script that writes the clusters which it finds in tables, those of one record at will; Splink as its tutorial sets it up."""


def truth(path: Path) -> list[list[str]]:
    """Ids of one work a row: joined by ``;`` in one column, or a pair in two."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = [row[0].split(";") if len(row) == 1 else row[:2] for row in csv.reader(stream) if row]
    return [[i.strip() for i in row] for row in rows if row != ["merged_ids"]]


def audited(name: str, labels: list[list[str]]) -> list[list[str]]:
    """The labels of a set with those corrected that its records contradict (``tests/dedupe_audit.yaml``)."""
    labels = [list(row) for row in labels]
    for entry in yaml.safe_load(AUDIT.read_text(encoding="utf-8")):
        first, second = entry["records"]
        if entry["set"] != name:
            continue
        if entry["judged"] == "same":
            labels.append([first, second])
        else:
            labels = [[i for i in row if i != second] if first in row else row for row in labels]
    return labels


def by_record(found: list[list[str]], labels: list[list[str]]) -> tuple[int, int, float]:
    """As the tools for systematic reviews count: FP, FN and F1."""
    label: dict[str, str] = {}
    for row in labels:
        one = next((label[i] for i in row if i in label), row[0])
        label.update(dict.fromkeys(row, one))
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


def home_of(inputs: list[Path]) -> dict[str, str]:
    """The input of each record by its id."""
    found: dict[str, str] = {}
    for path in inputs:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
            found.update((row.get("ID") or row["id"], str(path)) for row in csv.DictReader(stream))
    return found


def ours(folder: Path, inputs: list[Path], options: list[str]) -> tuple[float, float, list[list[str]]]:
    """CPU seconds, peak memory in MiB and the clusters of a whole run, reading, checking and writing counted."""
    target, map_ = folder / "out.jsonl", folder / "map.jsonl"
    words = [sys.executable, "-m", "paperconv", "dedupe", "-q", *map(str, inputs), "-o", str(target), "--map", str(map_), *options]
    taken, memory, _ = run(words)
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for row in map(json.loads, map_.read_text(encoding="utf-8").splitlines()):
        groups[row["cluster"]].append(row["id"])
    return taken, memory, list(groups.values())


def theirs(folder: Path, inputs: list[Path], script: str) -> tuple[float, float, list[list[str]]]:
    """The same of another program; no clusters where it fails."""
    target = folder / "clusters.json"
    taken, memory, _ = run([sys.executable, "-c", script, str(target), *map(str, inputs)])
    return taken, memory, json.loads(target.read_text(encoding="utf-8")) if target.exists() else []


def main() -> None:
    """Prints a row for each set and program: figures on the labels as published, and on those corrected."""
    print(f"{'duplicates':38} {'as published':>19} {'labels corrected':>19}")
    heads = f" {'FP':>5} {'FN':>5} {'F1':>7}" * 2
    print(f"{'':38}{heads} {'CPU s':>7} {'peak':>8}")
    for name, (inputs, labels, options) in sets().items():
        home = home_of(inputs)
        programs = ["", *(p for p in PEERS if not options and importlib.util.find_spec(p))]
        for program in programs:
            with tempfile.TemporaryDirectory() as folder:
                found = theirs(Path(folder), inputs, PEERS[program]) if program else ours(Path(folder), inputs, options)
            taken, memory, clusters = found
            clusters += [[i] for i in home.keys() - {i for c in clusters for i in c}]
            shown = f"  {program}" if program else name
            published, corrected = (
                across(clusters, told, home) if len(inputs) > 1 else by_record(clusters, told)
                for told in (truth(labels), audited(labels.parent.name, truth(labels)))
            )
            figures = "".join(f" {wrong:>5} {missed:>5} {f1:7.4f}" for wrong, missed, f1 in (published, corrected))
            print(f"{shown:38}{figures} {taken:7.2f} {memory:6.0f} M", flush=True)


if __name__ == "__main__":
    main()
