"""Prints ratios. Absolute figures depend on the machine; the reference beside each says what they are worth."""

import json
import sys
import tempfile
from pathlib import Path

from tests.bench import authors, duplicates, engines, formats

ROUNDS = 5
RECORDS = 20_000
GROWN = 100_000
"""Records of the run whose peak memory stands beside that of :data:`RECORDS`."""

REFERENCE = """
import json, sys
out = open(sys.argv[2], "w")
for line in open(sys.argv[1], encoding="utf-8"):
    r = json.loads(line)
    names = " and ".join(n["family"] + ", " + n["given"] for n in r["author"])
    out.write(f"@misc{{{r['id']},\\n title = {{{r['title']}}},\\n author = {{{names}}},\\n}}\\n")
"""


def seconds(command: list[str], rounds: int = ROUNDS) -> tuple[float, float]:
    """The fewest processor seconds that a command took, which says most on a machine with other work, and its peak memory in MiB."""
    runs = [formats.run(command) for _ in range(rounds)]
    if any(status for _, _, status in runs):
        sys.exit(f"failed: {' '.join(command)}")
    return min(taken for taken, _, _ in runs), max(memory for _, memory, _ in runs)


def records(path: Path, count: int = RECORDS) -> None:
    """``count`` native records with abstracts of about a thousand characters."""
    words = "we show that networks with attention learn graphs and images from few examples while the cost stays low".split()
    with path.open("w", encoding="utf-8") as out:
        for i in range(count):
            out.write(
                json.dumps(
                    {
                        "id": f"key{i}",
                        "title": f"On {words[i % 18]} and {words[i % 17]} number {i}",
                        "author": [{"family": family, "given": "Ada B."} for family in ("Roe", "Doe", "Poe", "Moe")],
                        "issued": "2020-05-01",
                        "abstract": f"{i} " + " ".join(words[(i + j * (1 + i // 18)) % len(words)] for j in range(180)),
                        "identifiers": {"arxiv": f"2005.{i % 99999:05d}"},
                    }
                )
                + "\n"
            )


def report(what: str, taken: float, reference: float, memory: float) -> None:
    """One row: records a processor second, the ratio to the reference, the peak memory."""
    print(f"{what:30} {RECORDS / taken:>9,.0f} records a CPU second, {taken / reference:.1f} times the reference; peak {memory:.0f} MiB")


def main() -> None:
    python = sys.executable
    convert = [python, "-m", "paperconv", "convert", "-q", "--fix", "none", "--jobs", "1"]
    floor, _ = seconds([python, "-c", "pass"])
    typer, _ = seconds([python, "-c", "import typer"])
    start, _ = seconds([python, "-m", "paperconv", "--version"])
    print(f"start-up   paperconv --version {start:.3f} s; python {floor:.3f} s, with typer {typer:.3f} s: {start / typer:.2f} times")
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "in.jsonl"), Path(folder, "out")
        records(source)
        reference, _ = seconds([python, "-c", REFERENCE, str(source), f"{target}.bib"])
        print(f"reference  json.loads and one f-string a record: {RECORDS / reference:,.0f} records a CPU second")
        for to in ("bibtex", "csl-json", "jsonl"):
            taken, memory = seconds([*convert, "-t", to, "-o", f"{target}.{to}", str(source)])
            report(f"convert    jsonl -> {to}", taken, reference, memory)
        for back in ("bibtex", "csl-json"):
            taken, memory = seconds([*convert, "-f", back, "-t", "jsonl", "-o", f"{target}.back", f"{target}.{back}"])
            report(f"convert    {back} -> jsonl", taken, reference, memory)
        validate = [python, "-m", "paperconv", "validate", "-q", "--jobs", "1", "--fail-on", "never"]
        taken, checked = seconds([*validate, str(source)])
        report("validate   jsonl", taken, reference, checked)
        grown = Path(folder, "grown.jsonl")
        records(grown, GROWN)
        _, written = seconds([*convert, "-t", "bibtex", "-o", f"{target}.bibtex", str(source)], 1)
        for what, few, command in (("convert", written, [*convert, "-t", "bibtex", "-o", f"{target}.grown"]), ("validate", checked, validate)):
            _, many = seconds([*command, str(grown)], 1)
            print(f"memory     {what:10} {RECORDS:,} records {few:.0f} MiB, {GROWN:,} records {many:.0f} MiB: {many / few:.2f} times")
    authors.report(reference / RECORDS)
    formats.main()
    duplicates.main()
    engines.main()


if __name__ == "__main__":
    main()
