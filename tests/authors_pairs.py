"""Corrupted author lists beside a second record of the same work that has the true list: how many are repaired when the two are joined.

``python -m tests.authors_pairs LISTS.jsonl.xz [-n COUNT] [--years] [--honest] [--show OP]`` prints for each corruption how many works were
joined, how many of their lists came out right, how many lists were found at fault by ``validate`` on both files, and how many words
of the output stand in neither record (which must be none).
"""

import argparse
import hashlib
import json
import random
import sys
import tempfile
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from paperconv import api
from paperconv.authors import keys
from paperconv.diagnostics import Diagnostic
from paperconv.model import Name
from tests.authors_cases import ORGANISATIONS, Case, List, cases, honest, load

_SYLLABLES = [c + v + e for c in "bdfgklmnprstvz" for v in "aeiou" for e in ("", "n", "r", "s", "l", "k")]


class Outcome(NamedTuple):
    """One case: was it joined, what came out (the faulty record's list where it was not), and what ``validate`` said of the faulty record."""

    case: Case
    joined: bool
    names: tuple[Name, ...]
    said: tuple[Diagnostic, ...]


def title(number: int) -> str:
    """A title of six words that no other case has."""
    r = random.Random(hashlib.blake2b(str(number).encode()).digest())
    return " ".join("".join(r.choice(_SYLLABLES) for _ in range(r.choice((2, 3)))) for _ in range(6)).capitalize()


def csl(given: str, family: str) -> dict[str, str]:
    """A name in CSL; a single name is a literal."""
    return {"family": family, "given": given} if given and family else {"literal": family or given}


def item(number: int, names: List, year: int = 0) -> dict[str, Any]:
    """A CSL record with a title and authors, and with a year if one is given."""
    made: dict[str, Any] = {"id": f"case{number}", "type": "article", "title": title(number), "author": [csl(g, f) for g, f in names]}
    return made | ({"issued": {"date-parts": [[year]]}} if year else {})


def run(chosen: Sequence[Case], second: Sequence[List], *, year: int = 0) -> list[Outcome]:
    """Writes the corrupted lists into one file and the ``second`` records into another, and sends both through dedupe and validate."""
    with tempfile.TemporaryDirectory() as folder:
        a, b, out, rows = (Path(folder) / n for n in ("a.json", "b.json", "out.jsonl", "map.jsonl"))
        a.write_text(json.dumps([item(i, c.corrupted, year) for i, c in enumerate(chosen)]), encoding="utf-8")
        b.write_text(json.dumps([item(i, names, year) for i, names in enumerate(second)]), encoding="utf-8")
        api.dedupe([a, b], out, "csl-json", map_to=str(rows))
        works = {r.id: r for r in api.read(out)}
        keys: defaultdict[str, set[str]] = defaultdict(set)
        first = {}
        for line in rows.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            keys[row["id"]].add(row["key"])
            if row["path"] == str(a):
                first[row["id"]] = row["key"]
        said: list[Diagnostic] = []
        api.validate([a, b], "csl-json", select=["PC1"], on_diagnostic=said.append)
        of: defaultdict[int, list[Diagnostic]] = defaultdict(list)
        for d in said:
            if d.path == str(a):
                of[d.ordinal].append(d)
    return [Outcome(c, len(keys[f"case{i}"]) == 1, works[first[f"case{i}"]].author, tuple(of[i])) for i, c in enumerate(chosen)]


def fold(text: object) -> str:
    """Text without accents, case, hyphens and points."""
    decomposed = unicodedata.normalize("NFKD", str(text or ""))
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).casefold().replace("-", " ").replace(".", " ").split())


def same(names: Iterable[Name], expected: List) -> bool:
    """True where the names read as expected."""
    got = [(fold(n.given), fold(" ".join(x for x in (n.surname, n.suffix) if x))) for n in names]
    return len(got) == len(expected) and all(x == (fold(g), fold(f)) or (x == ("", fold(g or f)) and not (g and f)) for x, (g, f) in zip(got, expected, strict=True))


def named_alike(names: Sequence[Name], expected: List) -> bool:
    """True where the names are those of the expected list, in another spelling perhaps, with the organisation or without."""
    got = [n for n in map(keys.pair, names) if n[1] not in ORGANISATIONS]
    people = [n for n in expected if n[1] not in ORGANISATIONS]
    return len(got) == len(people) and all(map(keys.agrees, got, people))


def invented(outcome: Outcome, second: List) -> list[str]:
    """Words of the names that came out which stand in neither record."""
    words = {w for names in (outcome.case.corrupted, outcome.case.clean, second) for pair in names for w in fold(" ".join(pair)).split()}
    return [w for n in outcome.names for w in fold(" ".join((n.given, n.surname, n.suffix))).split() if w not in words]


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("lists", type=Path)
    parser.add_argument("-n", "--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--years", action="store_true", help="both records have the year")
    parser.add_argument("--honest", action="store_true", help="the second record writes the list in another source's way: initials, no accents")
    parser.add_argument("--show", default="", help="print the cases of this corruption that came out wrong")
    options = parser.parse_args()
    lists = load(options.lists)
    chosen = list(cases(lists, options.count, options.seed))
    chosen += [Case("clean", a, a, None) for a in lists[: options.count]]
    r = random.Random(options.seed)
    second = [honest(c.clean, r) if options.honest else c.clean for c in chosen]
    table: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for outcome, other in zip(run(chosen, second, year=2020 if options.years else 0), second, strict=True):
        case, row = outcome.case, table[outcome.case.op]
        right = named_alike(outcome.names, case.clean) if options.honest else same(outcome.names, case.clean)
        row["n"] += 1
        row["joined"] += outcome.joined
        row["right"] += right
        row["error"] += any(d.severity == "error" for d in outcome.said)
        row["seen"] += any(d.severity != "info" for d in outcome.said)
        row["named"] += any(d.related for d in outcome.said)
        row["invented"] += len(invented(outcome, other))
        if case.op == options.show and not ((right and any(d.related for d in outcome.said)) if case.op != "clean" else not any(d.related for d in outcome.said)):
            print("", case.corrupted, other, [n.display() for n in outcome.names], outcome.joined, [(d.code, d.message) for d in outcome.said], sep="\n  ", file=sys.stderr)
    print(f"{'op':20}" + "".join(f"{c:>10}" for c in ("n", "joined %", "right %", "error %", "seen %", "named %", "invented")))
    for op, row in table.items():
        print(f"{op:20}{row['n']:10}" + "".join(f"{100 * row[c] / row['n']:10.1f}" for c in ("joined", "right", "error", "seen", "named")) + f"{row['invented']:10}")


if __name__ == "__main__":
    main()
