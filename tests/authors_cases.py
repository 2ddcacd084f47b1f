"""Known corruptions of author lists, made from clean ones: what thresholds are set on and what the rules are measured with.

``python -m tests.authors_cases LISTS.jsonl.xz -o CASES.jsonl [-n COUNT]`` writes labelled cases, one JSON object a line: ``op``, ``corrupted``,
``clean``, ``expect_repair`` (the list that a repair may claim; ``null`` for a lost cell, or as a whole where none is possible).
"""

import argparse
import json
import lzma
import random
import unicodedata
from collections.abc import Callable, Iterator
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

Cell = str | None
List = list[tuple[str, str]]
Expected = list[tuple[Cell, Cell]]


class Case(NamedTuple):
    """A corrupted list, the list it was made from, and what a repair may say was there (``None``: it cannot be known)."""

    op: str
    corrupted: List
    clean: List
    expected: Expected | None


ORGANISATIONS = (
    "DeepSeek-AI",
    "Qwen Team",
    "OpenAI",
    "Gemini Team",
    "ATLAS Collaboration",
    "The LHCb Collaboration",
    "LIGO Scientific Collaboration",
    "BigScience Workshop",
    "NLLB Team",
    "Google DeepMind",
    "Kimi Team",
    "EleutherAI",
    "Mistral-AI",
    "Planck Collaboration",
    "xAI",
    "Event Horizon Telescope Collaboration",
    "Human Cell Atlas Consortium",
    "InternLM Team",
    "GLM Team",
    "Apple Inc.",
    "Llama Team",
    "Moonshot AI",
    "Alzheimer’s Disease Neuroimaging Initiative",
    "Ministry of Health",
)
NOTHINGS = ("null", "None", "nan", "NaN", "N/A", "undefined", "NULL")


def _people(a: List) -> bool:
    return all(g and f for g, f in a)


def _zip(givens: list[str], families: list[str]) -> List:
    return list(zip(givens, families, strict=False))


def _restorable(clean: List, op: str, at: int, corrupted: List) -> Case:
    """A shift's case: the tail that the zip cut off is lost."""
    expected: Expected = list(clean)
    givens, families = [g for g, _ in clean if g], [f for _, f in clean if f]
    if len(families) > len(givens):
        expected[-1] = (clean[-1][0], None)
    else:
        expected = [(g, None) if i == at else (g, f) for i, (g, f) in enumerate(clean)]
        expected[-1] = (None, clean[-1][1])
    return Case(op, corrupted, clean, expected)


def shift_organisation(a: List, r: random.Random) -> Case | None:
    """An organisation's empty given cell is dropped from the column of given names."""
    if not _people(a) or len(a) < 2:
        return None
    at = 0 if r.random() < 0.7 else r.randrange(len(a))
    clean = [*a[:at], ("", r.choice(ORGANISATIONS)), *a[at:]]
    return _restorable(clean, "shift-organisation", at, _zip([g for g, _ in clean if g], [f for _, f in clean]))


def shift_given(a: List, r: random.Random) -> Case | None:
    """A person's given cell is empty and dropped."""
    if not _people(a) or len(a) < 3:
        return None
    at = r.randrange(len(a) - 1)
    clean = [("", f) if i == at else (g, f) for i, (g, f) in enumerate(a)]
    return _restorable(clean, "shift-given", at, _zip([g for g, _ in clean if g], [f for _, f in clean]))


def shift_family(a: List, r: random.Random) -> Case | None:
    """A person's family cell is empty and dropped."""
    if not _people(a) or len(a) < 3:
        return None
    at = r.randrange(len(a) - 1)
    clean = [(g, "") if i == at else (g, f) for i, (g, f) in enumerate(a)]
    return _restorable(clean, "shift-family", at, _zip([g for g, _ in clean], [f for _, f in clean if f]))


def flat_missing(a: List, r: random.Random) -> Case | None:
    """A flat list without one of its given names, paired by counting."""
    if not _people(a) or len(a) < 3:
        return None
    at = r.randrange(len(a) - 1)
    clean = [("", f) if i == at else (g, f) for i, (g, f) in enumerate(a)]
    flat = [x for g, f in clean for x in (f, g) if x]
    return Case("flat-missing", [(g, f) for f, g in zip_longest(flat[::2], flat[1::2], fillvalue="")], clean, list(clean))


def swap_all(a: List, r: random.Random) -> Case | None:
    """All given and family names exchanged."""
    return Case("swap-all", [(f, g) for g, f in a], a, list(a)) if _people(a) else None


def swap_some(a: List, r: random.Random) -> Case | None:
    """Given and family names of some authors exchanged."""
    if not _people(a) or len(a) < 3:
        return None
    turned = {i for i in range(len(a)) if r.random() < 0.3} or {r.randrange(len(a))}
    if len(turned) == len(a):
        return None
    return Case("swap-some", [(f, g) if i in turned else (g, f) for i, (g, f) in enumerate(a)], a, list(a))


def null_kept(a: List, r: random.Random) -> Case | None:
    """An organisation's empty given cell written as a program's nothing."""
    at = 0 if r.random() < 0.7 else r.randrange(len(a) + 1)
    name = r.choice(ORGANISATIONS)
    return Case("null-kept", [*a[:at], (r.choice(NOTHINGS), name), *a[at:]], [*a[:at], ("", name), *a[at:]], [*a[:at], ("", name), *a[at:]])


def organisation_split(a: List, r: random.Random) -> Case | None:
    """An organisation cut at its last space."""
    name = r.choice(ORGANISATIONS)
    given, _, family = name.rpartition(" ")
    return Case("organisation-split", [(given, family), *a], [("", name), *a], [("", name), *a]) if given else None


def merged(a: List, r: random.Random) -> Case | None:
    """Two neighbours joined by "and", cut at the last space."""
    if len(a) < 2 or not _people(a):
        return None
    at = r.randrange(len(a) - 1)
    (g, f), (g2, f2) = a[at], a[at + 1]
    return Case("merged", [*a[:at], (f"{g} {f}{r.choice((' and ', '; ', ' & '))}{g2}", f2), *a[at + 2 :]], a, list(a))


def mojibake(a: List, r: random.Random) -> Case | None:
    """UTF-8 read as Windows-1252."""
    try:
        broken = [(g.encode().decode("cp1252"), f.encode().decode("cp1252")) for g, f in a]
    except UnicodeDecodeError:
        return None
    return Case("mojibake", broken, a, list(a)) if broken != a else None


def marks(a: List, r: random.Random) -> Case | None:
    """Footnote marks glued to the family names."""
    return Case("marks", [(g, f + r.choice(("1", "1,2", "*", "†", "1∗", "3", "‡", "1,†"))) for g, f in a], a, list(a)) if len(a) > 1 else None


def suffix_apart(a: List, r: random.Random) -> Case | None:
    """A Jr. as an author of its own."""
    if not _people(a):
        return None
    at, suffix = r.randrange(len(a)), r.choice(("Jr.", "III", "Jr", "Sr.", "II"))
    clean = [(g, f"{f} {suffix}") if i == at else (g, f) for i, (g, f) in enumerate(a)]
    return Case("suffix-apart", [*a[: at + 1], ("", suffix), *a[at + 1 :]], clean, list(clean))


def letters(a: List, r: random.Random) -> Case | None:
    """The list as a string, gone through letter by letter."""
    return Case("letters", [("", c) for c in ", ".join(f"{g} {f}".strip() for g, f in a) if c not in " ,"], a, None)


def initials_turned(a: List, r: random.Random) -> Case | None:
    """Family names as given names, with initials behind."""
    if not _people(a):
        return None
    short = [" ".join(w[0].upper() + "." for w in g.replace("-", " ").split() if w[0].isalpha()) for g, _ in a]
    if not all(short):
        return None
    clean = [(s, f) for s, (_, f) in zip(short, a, strict=True)]
    return Case("initials-turned", [(f, s) for s, f in clean], clean, list(clean))


def et_al(a: List, r: random.Random) -> Case | None:
    """The list cut, with "et al." as an author."""
    if len(a) < 4:
        return None
    return Case("et-al", [*a[: r.randrange(1, len(a) - 1)], r.choice((("", "et al."), ("et", "al."), ("", "et al")))], a, None)


def capitals(a: List, r: random.Random) -> Case | None:
    """Family names in capitals."""
    return Case("capitals", [(g, f.upper()) for g, f in a], a, None) if _people(a) else None


def duplicate(a: List, r: random.Random) -> Case | None:
    """One author named twice."""
    at = r.randrange(len(a) + 1)
    return Case("duplicate", [*a[:at], r.choice(a), *a[at:]], a, None)


def dropped(a: List, r: random.Random) -> Case | None:
    """One author left out: nothing in the list shows it."""
    if len(a) < 3:
        return None
    at = r.randrange(len(a))
    return Case("dropped", a[:at] + a[at + 1 :], a, None)


def by_family(a: List, r: random.Random) -> Case | None:
    """The list sorted: nothing in the list shows it."""
    return Case("sorted", sorted(a, key=lambda x: (x[1], x[0])), a, None) if len(a) > 3 and _people(a) else None


OPERATORS: tuple[Callable[[List, random.Random], Case | None], ...] = (
    shift_organisation,
    shift_given,
    shift_family,
    flat_missing,
    swap_all,
    swap_some,
    null_kept,
    organisation_split,
    merged,
    mojibake,
    marks,
    suffix_apart,
    letters,
    initials_turned,
    et_al,
    capitals,
    duplicate,
    dropped,
    by_family,
)


def honest(a: List, r: random.Random) -> List:
    """Another source's way to write the same list: initials, no accents, no middle names, without the organisation."""
    initials, plain, first = r.random() < 0.25, r.random() < 0.3, r.random() < 0.3
    out = [x for x in a if x[1] not in ORGANISATIONS] if r.random() < 0.2 else a
    if plain:
        out = [(_plain(g), _plain(f)) for g, f in out]
    if first:
        out = [(g.split()[0] if g else "", f) for g, f in out]
    if initials:
        out = [(" ".join(w[0] + "." for w in g.replace("-", " ").split()), f) for g, f in out]
    return list(out)


def _plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def load(path: Path) -> list[List]:
    """The author lists of a file of JSON lines."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        return [[(g or "", f or "") for g, f in json.loads(line)["a"]] for line in lines]


def cases(lists: list[List], count: int, seed: int = 1) -> Iterator[Case]:
    """``count`` cases of each corruption, from lists in an order that the seed gives."""
    r = random.Random(seed)
    pool = [a for a in lists if len(a) > 1]
    r.shuffle(pool)
    for operator in OPERATORS:
        made = 0
        for a in pool:
            case = operator(a, r)
            if case is not None:
                yield case
                made += 1
                if made == count:
                    break


def main() -> None:
    """Writes cases, and as many clean lists."""
    parser = argparse.ArgumentParser()
    parser.add_argument("lists", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("-n", "--count", type=int, default=300)
    options = parser.parse_args()
    lists = load(options.lists)
    clean = [Case("clean", a, a, None) for a in lists[: options.count]]
    with options.output.open("w", encoding="utf-8") as out:
        for i, case in enumerate([*clean, *cases(lists, options.count)]):
            line = {"id": str(i), "op": case.op, "corrupted": case.corrupted, "clean": case.clean, "expect_repair": case.expected}
            out.write(json.dumps(line, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
