"""The two dumps that this began with, from end to end: the examples in their shape, and the real ones where they are beside this checkout.

The true list of each paper stands in the first dump; the second one has identifiers, dates, and columns that slid by one.
"""

import json
from collections import Counter
from pathlib import Path

import pytest

import paperconv
from paperconv import Diagnostic, Name, Record
from tests.conftest import ROOT, SHARED

LOST = {"DeepSeek-R1": "Zhen", "DeepSeek-V3": "Zizheng"}
PAIRS = [(ROOT / "examples" / "listing.txt", ROOT / "examples" / "blocks.txt")]
if (SHARED / "seeds").is_dir():
    first, second = sorted((SHARED / "seeds").glob("*.txt"))
    PAIRS.append((first, second))

both = pytest.mark.parametrize(("listing", "blocks"), PAIRS, ids=["examples", "real"][: len(PAIRS)])


def findings(path: Path) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    paperconv.validate(path, on_diagnostic=found.append)
    return found


def called(records: list[Record]) -> dict[str, Record]:
    return {r.title.split(":")[0].split(" ")[0]: r for r in records if r.title}


def truth(listing: Path) -> dict[str, tuple[Name, ...]]:
    """The printed lists, by hand: family, given, family, given, the organisation first."""
    lines = listing.read_text(encoding="utf-8").split("\n")
    lists = {}
    for title, authors in zip(lines[1::3], lines[2::3], strict=False):
        parts = authors.split(", ")
        names = [Name(literal=f) if g == "null" else Name(family=f, given=g) for f, g in zip(parts[::2], parts[1::2], strict=True)]
        lists[title.split(":")[0].split(" ")[0]] = tuple(names)
    return lists


@both
def test_every_paper_and_every_line_is_accounted_for(listing: Path, blocks: Path) -> None:
    for path in (listing, blocks):
        notes: list[Diagnostic] = []
        records = list(paperconv.read(path, on_diagnostic=notes.append))
        held = {n for r in records for n in range(r.origin.line, r.origin.end_line + 1)}
        held |= {n for d in notes if d.code == "PC005" for n in range(d.line, d.end_line + 1)}
        printed = {n for n, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1) if line.strip()}
        assert printed <= held
        assert not any(r.extra for r in records)
    records = list(paperconv.read(listing))
    assert [len(r.author) for r in records] == [200, 200, 4]
    assert {r.origin.owner for r in records} == {"Ma, Zhicheng"}
    assert not any(r.identifiers or r.issued for r in records)
    blocks_read = list(paperconv.read(blocks))
    assert all("arxiv" in r.identifiers and len(r.issued) == 10 and r.abstract for r in blocks_read)
    assert [bool(r.title and r.author) for r in blocks_read] == [True, True] + [False] * (len(blocks_read) - 2)
    assert "8 pages, 3 figures" in {r.note for r in blocks_read}


@both
def test_the_shifted_lists_are_found_with_their_start_and_repair(listing: Path, blocks: Path) -> None:
    found = findings(blocks)
    shifts = [d for d in found if d.code == "PC101"]
    assert len(shifts) == 2
    for shift in shifts:
        assert shift.severity == "error"
        assert shift.confidence >= 0.999
        assert "one place" in shift.message
        assert "author 1 " in shift.message
        assert shift.evidence
        assert shift.fix is not None
        assert shift.fix.safety == "safe"
    without = len(list(paperconv.read(blocks))) - 2
    counts = Counter(d.code for d in found)
    assert counts == {"PC101": 2, "PC401": without, "PC125": without}


@both
def test_the_true_lists_are_called_true(listing: Path, blocks: Path) -> None:
    found = Counter((d.code, d.severity.value) for d in findings(listing))
    assert found == {
        ("PC005", "info"): 1, ("PC105", "error"): 2, ("PC120", "info"): 4, ("PC119", "info"): 1, ("PC201", "warning"): 3, ("PC301", "warning"): 3,
    }  # fmt: skip


@both
def test_the_safe_repair_gives_back_all_but_the_lost_name(listing: Path, blocks: Path) -> None:
    repaired = called(list(paperconv.read(blocks, fix="safe")))
    for title, names in truth(listing).items():
        if title in LOST:
            assert repaired[title].author[:-1] == names[: len(repaired[title].author) - 1]
            assert repaired[title].author[-1] == Name(given=LOST[title], lost="family")
            assert len(repaired[title].author) == 200
            assert [c.code for c in repaired[title].history] == ["PC101"]


@both
def test_a_lost_name_is_marked_in_every_output(listing: Path, blocks: Path, tmp_path: Path) -> None:
    marks = {".bib": "{Zhen [?]}", ".biblatex": "{Zhen [?]}", ".json": '{"literal":"Zhen [?]"}', ".jsonl": '{"given":"Zhen","lost":"family"}'}
    for suffix, mark in marks.items():
        paperconv.convert(blocks, tmp_path / f"refs{suffix}")
        assert mark in (tmp_path / f"refs{suffix}").read_text(encoding="utf-8")


@both
def test_both_dumps_make_one_bibliography(listing: Path, blocks: Path, tmp_path: Path) -> None:
    one, other, csl = tmp_path / "one.jsonl", tmp_path / "other.jsonl", tmp_path / "refs.json"
    summary = paperconv.dedupe([listing, blocks], one, map_to=str(tmp_path / "map.jsonl"))
    paperconv.dedupe([blocks, listing], other)
    assert one.read_bytes() == other.read_bytes()
    assert (summary.totals.records, summary.totals.works) == (len(list(paperconv.read([listing, blocks]))), len(list(paperconv.read(blocks))) + 1)
    works = called(list(paperconv.read(one)))
    read = [called(list(paperconv.read(path))) for path in (listing, blocks)]
    for title, arxiv, issued in (("DeepSeek-R1", "2501.12948", "2025-01-22"), ("DeepSeek-V3", "2412.19437", "2024-12-26")):
        work = works[title]
        assert work.author == truth(listing)[title]
        assert work.identifiers == {"arxiv": arxiv, "doi": f"10.48550/arXiv.{arxiv}"}
        assert work.issued == issued
        assert work.abstract == max((records[title].abstract for records in read), key=len)
        taken = {c.field: Path(c.path) for c in work.history if c.code == "PC501"}
        assert {Path(work.origin.path), *taken.values()} >= {listing, blocks}
        for field, path in (("author", listing), ("identifiers", blocks), ("issued", blocks)):
            assert taken.get(field, Path(work.origin.path)) == path
    rows = [json.loads(line) for line in (tmp_path / "map.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(rows) == summary.totals.records
    assert sorted(Counter(row["cluster"] for row in rows).values())[-2:] == [2, 2]
    paperconv.dedupe([listing, blocks], csl)
    paperconv.dedupe([csl], tmp_path / "again.json")
    assert json.loads((tmp_path / "again.json").read_text(encoding="utf-8")) == json.loads(csl.read_text(encoding="utf-8"))


@pytest.mark.parametrize("organisation", ["DeepSeek-AI", "The ATLAS Collaboration", "Gemini Team", "OpenAI", "BigScience Workshop"])
@pytest.mark.parametrize("at", [0, 3])
def test_an_organisation_that_took_a_given_name_along_is_told_from_it(organisation: str, at: int, tmp_path: Path) -> None:
    people = "Ashish Vaswani, Noam Shazeer, Niki Parmar, Jakob Uszkoreit, Llion Jones, Łukasz Kaiser, Illia Polosukhin, Ian Goodfellow".split(", ")
    given, family = ([p.split()[k] for p in people] for k in (0, 1))
    printed = ", ".join(f"{g} {f}" for g, f in zip(given, [*family[:at], organisation, *family[at:]], strict=False))
    dump = tmp_path / "dump.txt"
    dump.write_text(f"A Technical Report on Models\n{printed}\n\nA report. It is long. It says much of what was done.\n\narXiv:2412.15115\n", encoding="utf-8")
    (record,) = paperconv.read(dump, fix="safe")
    assert [n.display() for n in record.author] == [*people[:at], organisation, *people[at:-1], "Ian [?]"]
