"""Citations as they stand in reference lists, made of real works with a fixed seed: how many pairs of one work are found, and how many wrongly."""

import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import paperconv
from paperconv.duplicates import dedupe
from paperconv.model import Name, Record, replace
from tests.unit.test_dedupe_suite import PAIRS

_NOISE = {"rn": "m", "l": "1", "cl": "d", "e": "c", "h": "b"}


_TWICE = ("annual statistics without the year in the title", "a thesis and its paper of the next year")
"""Pairs whose works stand in another pair under another title."""


def works() -> list[Record]:
    """The works of the suite of pairs, each once."""
    made: dict[tuple[str, str], Record] = {}
    for name, (expected, _, first, second) in PAIRS.items():
        if name not in _TWICE and expected in ("same", "different"):
            for record in (first, second) if expected == "different" else (second,):
                if record.author and len(record.title) > 12:
                    made.setdefault((record.title.casefold(), record.issued), replace(record, identifiers={}, abstract=""))
    return list(made.values())


def _typo(word: str, dice: random.Random) -> str:
    if len(word) < 5:
        return word
    at = dice.randrange(1, len(word) - 1)
    kind = dice.randrange(4)
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind == 2:
        return word[:at] + dice.choice("aeinorst") + word[at:]
    found = [x for x in _NOISE if x in word]
    return word.replace(found[0], _NOISE[found[0]], 1) if found else word


def _title(record: Record, dice: random.Random) -> str:
    text = record.title
    roll = dice.random()
    if roll < 0.15 and ": " in text:
        text = text.partition(": ")[0]
    elif roll < 0.3 and record.container_title:
        text = f"{text}. {dice.choice(('In ', ''))}{_venue(record, dice)}"
    elif roll < 0.4:
        text = text.lower()
    elif roll < 0.45:
        text = text.upper()
    words = text.split()
    if dice.random() < 0.25:
        words = [_typo(w, dice) if dice.random() < 0.25 else w for w in words]
    if dice.random() < 0.1 and len(words) > 5:
        del words[dice.randrange(len(words))]
    if dice.random() < 0.05 and len(words) > 5:
        at = dice.randrange(len(words) - 1)
        words[at : at + 2] = ["".join(words[at : at + 2])]
    return " ".join(words)


def _authors(names: Sequence[Name], dice: random.Random) -> str:
    """The authors in one string, as reference lists write them."""
    if dice.random() < 0.05:
        return ""
    short = [(n.surname, " ".join(w[0] + "." for w in n.given.split())) for n in names]
    if dice.random() < 0.15:
        short = [(_typo(family, dice), given) for family, given in short]
    first = [f"{given} {family}".strip() for family, given in short]
    style = dice.randrange(7)
    if style == 0:
        return " and ".join(f"{n.given} {n.surname}".strip() for n in names)
    if style == 1 and len(names) > 1:
        return f"{first[0]} et al."
    if style == 2:
        return ", ".join(first)
    if style == 3:
        return ", ".join(f"{family}, {given}".strip(", ") for family, given in short)
    if style == 4:
        return " and ".join(family for family, _ in short)
    if style == 5:
        return ", ".join(first[:-1]) + f", and {first[-1]}" if len(first) > 1 else first[0]
    return " and ".join(f"{family}, {given}".strip(", ") for family, given in short)


def _venue(record: Record, dice: random.Random) -> str:
    words = record.container_title.split()
    roll = dice.random()
    if roll < 0.3:
        words = [w if len(w) < 5 else w[: dice.randrange(3, 6)] + "." for w in words if w.lower() not in ("of", "the", "on", "and", "for", "in")]
    elif roll < 0.4:
        words = [w for w in words if dice.random() < 0.8] or words
    elif roll < 0.5:
        return f"{record.container_title}, {record.volume}:{record.page}, {record.issued}"
    return " ".join(words)


def cite(record: Record, dice: random.Random) -> dict[str, str]:
    """The fields of one citation of a work."""
    year = record.issued[:4]
    if dice.random() < 0.15:
        year = ""
    elif dice.random() < 0.06 and year.isdigit():
        year = str(int(year) + dice.choice((-1, 1)))
    pages = "" if dice.random() < 0.35 else record.page.replace("-", "--")
    venue = "" if dice.random() < 0.2 or not record.container_title else _venue(record, dice)
    return {
        "title": _title(record, dice),
        "author": _authors(record.author, dice),
        "year": year,
        "booktitle" if record.type in ("paper-conference", "chapter") else "journal": venue,
        "volume": "" if dice.random() < 0.3 else record.volume,
        "pages": f"pp. {pages}" if pages and dice.random() < 0.3 else pages,
    }


_ENTRIES = {"paper-conference": "inproceedings", "chapter": "incollection", "book": "book", "thesis": "phdthesis", "report": "techreport"}


def citations(folder: Path, seed: int) -> tuple[list[Record], dict[str, int]]:
    """Two to ten citations of each work, read from BibTeX, and of which work each is."""
    dice = random.Random(seed)
    entries, truth = [], {}
    for number, record in enumerate(works()):
        for copy in range(dice.randint(2, 10)):
            truth[f"w{number}c{copy}"] = number
            fields = "".join(f"  {name} = {{{text}}},\n" for name, text in cite(record, dice).items() if text)
            entries.append(f"@{_ENTRIES.get(record.type, 'article')}{{w{number}c{copy},\n{fields}}}\n")
    dice.shuffle(entries)
    path = folder / f"citations{seed}.bib"
    path.write_text("\n".join(entries), encoding="utf-8")
    return list(paperconv.read(path)), truth


def pairs(sizes: Sequence[int]) -> int:
    return sum(n * (n - 1) // 2 for n in sizes)


def measure(folder: Path, seed: int) -> tuple[float, float, float]:
    """Precision, recall and F1 over pairs."""
    made, truth = citations(folder, seed)
    groups = [Counter(truth[m.id] for m in work.members) for work in dedupe(made).works]
    right = pairs([n for group in groups for n in group.values()])
    said = pairs([group.total() for group in groups])
    real = pairs(list(Counter(truth.values()).values()))
    precision, recall = right / said, right / real
    return precision, recall, 2 * precision * recall / (precision + recall)


def test_citations_of_reference_lists(tmp_path: Path) -> None:
    measured = [measure(tmp_path, seed) for seed in (1, 2, 3)]
    assert all(precision >= 0.94 for precision, _, _ in measured), measured
    assert sum(f1 for _, _, f1 in measured) / 3 >= 0.86, measured  # 0.9 is the goal; it moves by 0.02 with the works and the seed
