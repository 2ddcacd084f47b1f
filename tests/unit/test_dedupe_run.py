"""The whole of a dedupe: map, doubts, order, chains, large blocks; the labelled sets where they are."""

import csv
import html
import json
import random
import re
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from paperconv.duplicates import Result, dedupe, index, note
from paperconv.duplicates.blocks import BLOCK, WINDOW
from paperconv.duplicates.index import Index
from paperconv.duplicates.nodes import Nodes
from paperconv.model import Name, Origin, Record
from paperconv.model import identifier as identifiers

LABELLED = Path(__file__).parents[2].parent / "shared" / "data" / "dedupe"


def record(i: int, path: str = "a", **fields: Any) -> Record:
    return Record(id=str(i), source=Origin(path=path, format="csv", line=i + 1, end_line=i + 1, ordinal=i), **fields)


def add(keys: Index, nodes: Nodes, i: int, one: Record) -> None:
    noted = note(one)
    nodes.add(one, noted)
    keys.add(i, noted.sketch, noted.codes)


def pairs(records: list[Record]) -> tuple[set[tuple[int, int]], dict[str, int]]:
    """The pairs of positions that meet, and the blocks that were cut."""
    nodes = Nodes()
    keys = Index(nodes)
    for i, one in enumerate(records):
        add(keys, nodes, i, one)
    return {pair for part in keys.pairs() for pair in part}, keys.cut


def test_map_has_a_row_for_every_record() -> None:
    same = [
        record(i, title="A survey of pleural effusion in children", author=(Name(family="Light", given="R. W."),), issued="2001") for i in range(3)
    ]
    other = record(3, title="Something else altogether about volcanoes")
    result = dedupe([*same, other])
    assert [(r.id, r.verdict) for r in result.rows] == [("0", "same"), ("1", "same"), ("2", "same"), ("3", "single")]
    assert len({r.cluster for r in result.rows}) == 2
    assert all(result.works[r.work].cluster == r.cluster for r in result.rows)
    assert result.rows[0].evidence["title"] == 1.0


def test_doubts_are_listed_and_left_apart() -> None:
    people = (Name(family="Vaishnav", given="L."), Name(family="Goel", given="S."), Name(family="Deng", given="X."))
    where: dict[str, Any] = {"author": people, "type": "paper-conference", "container_title": "Americas Conference on Information Systems"}
    one = record(0, title="The impact of load on responses to alerts", issued="2024", **where)
    two = record(1, title="The impact of load on responses to alerts: human errors", issued="2025", **where)
    result = dedupe([one, two])
    assert len(result.works) == 2
    (doubt,) = result.doubts
    assert (doubt.first, doubt.second) == (0, 1)
    assert {r.verdict for r in result.rows} == {"unsure"}
    assert len(dedupe([one, two], join="likely").works) == 1


def test_no_work_is_held_together_by_a_chain() -> None:
    """Two parts, and a record of which the part cannot be told: it goes to one of them at most."""
    people = (Name(family="Batchelor", given="G. K."), Name(family="Moffatt", given="H. K."))
    first = record(0, title="Convection in an enclosure at large numbers, part 1", author=people, issued="1954", page="1-20", volume="3")
    second = record(1, title="Convection in an enclosure at large numbers, part 2", author=people, issued="1954", page="21-40", volume="3")
    neither = record(2, title="Convection in an enclosure at large numbers", author=people, issued="1954")
    works = dedupe([first, second, neither]).works
    assert all({"0", "1"} != {m.id for m in w.members} & {"0", "1"} for w in works)


def test_a_large_block_grows_with_its_records() -> None:
    made = [record(i, title=f"Annual report number {i:04d} of the observatory on sunspots") for i in range(20 * BLOCK)]
    found, cut = pairs(made)
    assert cut
    assert len(found) <= len(made) * WINDOW * sum(cut.values())


def test_pairs_grow_with_the_records() -> None:
    def works(n: int) -> list[Record]:
        words = "alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november oscar papa quebec romeo sierra tango".split()
        return [
            record(
                i,
                title=" ".join(words[(i * 7**k + i // 20**k) % 20] + str(i % (97 + k)) for k in range(7)),
                author=(Name(family=f"Name{words[i % 20]}{words[i % 397 % 20]}{words[i % 997 % 20]}", given="A."),),
                issued=str(1950 + i % 70),
            )
            for i in range(n)
        ]

    small = dedupe(works(1000)).compared
    large = dedupe(works(4000)).compared
    assert large < 8 * small + 1000


def _by_line(text: str) -> bool:
    """True for "Given Family, Given Family": more than one comma, or two words on either side of it."""
    return text.count(",") > 1 or all(len(part.split()) > 1 for part in text.split(","))


def _names(text: str) -> Iterator[Name]:
    text = html.unescape(text)
    for part in re.split(r" and |;", text) if " and " in text or ";" in text else text.split(", ") if _by_line(text) else [text]:
        if "," in part:
            family, _, given = part.partition(",")
            yield Name(family=family.strip(), given=given.strip())
        elif part.strip():
            given, _, family = part.strip().rpartition(" ")
            yield Name(family=family, given=given)


def _record(row: dict[str, str], path: str, ordinal: int) -> Record:
    row = {k.lower(): v or "" for k, v in row.items()}
    doi = identifiers.doi(row.get("doi", ""))
    return Record(
        id=row["id"],
        type="paper-conference" if row.get("entrytype") == "inproceedings" else "article-journal",
        title=row.get("title", ""),
        author=tuple(_names(row.get("author") or row.get("authors") or "")),
        issued=row.get("year", ""),
        volume=row.get("volume", ""),
        page=row.get("pages", ""),
        container_title=row.get("journal") or row.get("booktitle") or row.get("venue") or "",
        identifiers={"doi": doi} if doi else {},
        source=Origin(path=path, format="csv", line=ordinal + 2, end_line=ordinal + 2, ordinal=ordinal),
    )


def _table(path: Path) -> list[Record]:
    if not path.is_file():
        pytest.skip("the labelled sets are not beside this checkout")
    with path.open(encoding="utf-8", errors="replace", newline="") as stream:
        return [_record(row, path.name, i) for i, row in enumerate(csv.DictReader(stream))]


def _record_f1(result: Result, truth: Path) -> float:
    """As the tools for systematic reviews count: works lost by joining against duplicates left in."""
    with truth.open(newline="") as stream:
        label = {i: row[0] for row in csv.reader(stream) for i in row[0].split(";")}
    groups = [[label.get(m.id, m.id) for m in w.members] for w in result.works]
    lost = sum(len(set(g)) - 1 for g in groups)
    right = sum(len(g) - len(set(g)) for g in groups)
    total = sum(len(g) for g in groups)
    duplicates = total - len({x for g in groups for x in g})
    precision, recall = right / (right + lost), right / duplicates
    return 2 * precision * recall / (precision + recall)


@pytest.mark.parametrize(("folder", "least"), [("cytology_screening", 0.998), ("respiratory", 0.995)])
def test_review_sets(folder: str, least: float) -> None:
    records = _table(LABELLED / folder / "records_pre_merged.csv")
    assert _record_f1(dedupe(records), LABELLED / folder / "merged_record_ids.csv") >= least


def test_two_bibliographies_of_databases() -> None:
    records = _table(LABELLED / "dblp-acm" / "ACM.csv") + _table(LABELLED / "dblp-acm" / "DBLP2.csv")
    with (LABELLED / "dblp-acm" / "DBLP-ACM_perfectMapping.csv").open(newline="") as stream:
        truth = {frozenset(row[:2]) for row in csv.reader(stream)}
    found = {frozenset((a.id, b.id)) for w in dedupe(records).works for a, b in combinations(w.members, 2) if a.origin.path != b.origin.path}
    right = len(found & truth)
    assert 2 * right / (len(found) + len(truth)) >= 0.975


def test_hard_pairs() -> None:
    path = LABELLED / "hard_pairs.json"
    if not path.is_file():
        pytest.skip("the labelled sets are not beside this checkout")
    for case in json.loads(path.read_text())["cases"]:
        joined = len(dedupe([_record(case["record_a"], "a", 0), _record(case["record_b"], "b", 0)]).works) == 1
        assert joined == case["expected_duplicate"], case["id"]


def test_a_last_page_is_spelled_out_where_another_record_does() -> None:
    short = Record(id="a", type="article-journal", title="Deep learning", author=(Name("LeCun", "Yann"),), issued="2015-05", page="436-44", volume="521", container_title="Nature", identifiers={"doi": "10.1038/nature14539"})
    full = Record(id="b", type="article-journal", title="Deep learning", author=(Name("LeCun", "Yann"),), issued="2015", page="436-444", volume="521", container_title="Nature")
    for records in ([short, full], [full, short]):
        (work,) = dedupe(records).works
        assert work.record.page == "436-444"


def test_two_words_that_many_titles_share_are_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """Titles of a small vocabulary: three words make fewer pairs than two, and a title with a slip of the pen is still found."""
    words = [a + b for a in "grad lat dif surv quant ker poly neur".split() for b in "ient tice fusion eying um nel mers al".split()]
    draw = random.Random(1)
    made = [record(i, title=" ".join(draw.sample(words, 7))) for i in range(2000)]
    slip = record(1, title="Gradient diffusion transformer in lattice kernel polycies")
    right = record(2, title="Gradient diffusion transformer in lattice kernel policies")
    found, _ = pairs([*made, slip, right])
    assert (2000, 2001) in found
    monkeypatch.setattr(index, "COMMON", len(made))
    assert 2 * len(found) < len(pairs([*made, slip, right])[0])


def test_blocks_that_are_too_large_are_told() -> None:
    made = [Record(id=f"e{i}", type="article-journal", title="Editorial", issued=str(1950 + i), volume=str(i), page=str(9 * i)) for i in range(60)]
    (said,) = [d for d in dedupe(made).diagnostics if d.code == "PC504"]
    assert said.message.startswith("1 block of more than 40 records with one title head")
    assert not [d for d in dedupe(made[:40]).diagnostics if d.code == "PC504"]


def test_a_block_that_joining_leaves_small_enough_is_looked_at_anew() -> None:
    """45 records of one first author and year: at first each meets its next by title, later, when 10 are 1, all that did not."""
    titles = [f"{chr(97 + i // 26)}{chr(97 + i % 26)} {'xyz'[i % 3] * (i + 5)}" for i in range(BLOCK - 5)] + ["zz one and the same work"] * 10
    nodes = Nodes()
    keys = Index(nodes)
    for i, title in enumerate(titles):
        add(keys, nodes, i, record(i, title=title, author=(Name(family="Lindqvist", given="Anna"),), issued="1999"))
    first = {pair for part in keys.pairs() for pair in part}
    assert keys.cut == {"author-year": 2}
    assert (0, BLOCK - 6) not in first
    nodes.turn()
    nodes.join(range(BLOCK - 5, BLOCK + 5), {})
    later = {pair for part in keys.pairs() for pair in part}
    (left,) = [n for n in nodes if n >= BLOCK - 5]
    assert first | later >= set(combinations([*range(BLOCK - 5), left], 2))


def test_records_in_memory_or_on_disk_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small lists and caches, so that everything goes to disk and comes back."""
    made = [record(i, "ab"[i % 2], title=f"On the {w} of glaciers in {p}", author=(Name(family=f"Berg{w}", given="A."),), issued="2001", page=f"{i}-{i + 9}")
            for i, (w, p) in enumerate([(w, p) for w in ("retreat", "advance", "colour") for p in ("Iceland", "Norway", "Iceland", "Chile") for _ in "12"])]  # fmt: skip
    expected = [(w.record, w.cluster, w.verdict) for w in dedupe(made).works]
    monkeypatch.setattr("paperconv.io.spool.MEMORY", 64)
    monkeypatch.setattr("paperconv.io.buckets._PORTION", 3)
    monkeypatch.setattr("paperconv.io.buckets._IN_MEMORY", 64)
    monkeypatch.setattr("paperconv.duplicates.nodes._LATEST", 1)
    monkeypatch.setattr("paperconv.duplicates.index._RANGE", 2)
    assert [(w.record, w.cluster, w.verdict) for w in dedupe(made).works] == expected


def test_years_before_christ() -> None:
    fields: dict[str, Any] = {"type": "book", "title": "On the parts of animals", "author": (Name(literal="Aristotle"),)}
    ancient = [record(i, issued="-0350", identifiers={"doi": "10.1000/animals"}, **fields) for i in range(2)]
    assert len(dedupe([*ancient, record(2, issued="1937", **fields)]).works) == 2
