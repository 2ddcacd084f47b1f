"""Rules on identifiers, dates, titles and whole runs: records that pass and records that fail."""

import pytest

from paperconv.diagnostics import Diagnostic
from paperconv.model import Name, Origin, Record
from paperconv.rules.base import check, load, rules_for

load()
ABSTRACT = "A network that weighs every word of a sentence against every other one, without recurrence, and translates better for it. " * 2
ARXIV = {"arxiv": "2501.12948"}


def codes(record: Record) -> set[str]:
    return {f.code for f in check(record, rules_for(None)[0])} - {"PC125"}


def whole(**fields: object) -> Record:
    return Record(**{"title": "One", "issued": "2025-01-22", "identifiers": ARXIV, **fields})  # type: ignore[arg-type]


@pytest.mark.parametrize(("record", "found"), [
    (whole(), set()),
    (whole(identifiers={}), {"PC201"}),
    (whole(identifiers={"doi": "10.1103/PhysRev.47.777"}, type="article-journal"), set()),
    (whole(identifiers={"doi": "10.48550/x"}, publisher="arXiv"), {"PC201"}),
    (whole(extra={"bibtex:doi": "n/a"}), {"PC202"}),
    (whole(extra={"text:arxiv": "2412.19437"}), set()),
    (whole(extra={"bibtex:eprint": "2501.129481234"}), {"PC202"}),
    (whole(extra={"endnote-xml:isbn": "1532-1827 (Electronic); 0007-0920 (Linking)"}), set()),
    (whole(extra={"bibtex:eprint": "cond-matter 12", "bibtex:archivePrefix": "HAL"}), set()),
    (whole(issued=""), {"PC301"}),
    (whole(issued="", extra={"bibtex:year": "in press"}), {"PC303"}),
    (whole(issued="2025"), set()),
    (whole(issued="2024-12-31"), set()),
    (whole(issued="2024-11-30"), {"PC302"}),
    (whole(issued="2025-02-10"), {"PC302"}),
    (whole(issued="2025-02-01"), set()),
    (whole(issued="2024"), set()),
    (whole(issued="2023"), {"PC302"}),
    (whole(issued="2026", type="article-journal", container_title="Nature"), set()),
    (whole(identifiers={"arxiv": "hep-th/9711200"}, issued="1997-11-27"), set()),
    (whole(title=""), {"PC401"}),
    (whole(extra={"text:unplaced": "Home | About | Contact"}), {"PC002"}),
])  # fmt: skip
def test_records(record: Record, found: set[str]) -> None:
    assert codes(record) == found


def run(*records: Record) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    for rule in rules_for(None)[1]:
        one = rule.make()
        for record in records:
            one.add(record)
        found += one.finish()
    return found


def at(line: int, **fields: object) -> Record:
    return whole(source=Origin("dump.txt", "text", line, line + 2, ordinal=line, lines={"abstract": line + 2} if "abstract" in fields else {}), **fields)


def test_an_abstract_missing_among_others() -> None:
    found = run(at(1, abstract=ABSTRACT), at(4, abstract=ABSTRACT[::-1]), at(7))
    assert [(d.code, d.line) for d in found] == [("PC402", 7)]
    assert run(at(1), at(4), at(7)) == []


def test_one_abstract_on_two_works() -> None:
    other = {"title": "Another", "identifiers": {"arxiv": "2412.19437"}, "author": (Name("Li", "Wei"),)}
    (found,) = run(at(1, abstract=ABSTRACT), at(4, abstract=ABSTRACT, **other))
    assert (found.code, found.line, found.related[0].line) == ("PC403", 6, 3)
    assert run(at(1, abstract=ABSTRACT), at(4, abstract=ABSTRACT)) == []
    assert run(at(1, abstract="Abstract not available."), at(4, abstract="Abstract not available.", **other)) == []


@pytest.mark.parametrize(("format", "safety"), [("text", "unsafe"), ("csl-json", "safe")])
def test_what_the_reader_of_listings_cut_itself_is_not_exchanged_for_certain(format: str, safety: str) -> None:
    names = (Name("Wei Jing", "Zhang"), Name("Ashish", "Vaswani"), Name("Jennifer", "Wang"), Name("Noam", "Shazeer"))
    found = [f for f in check(Record(author=names, source=Origin("a", format)), rules_for(None)[0]) if f.code == "PC103"]
    assert [f.repair.safety.value for f in found if f.repair] == [safety]
