"""What a person decides of unsure pairs is obeyed; works that are not one are linked; preprints are joined or linked."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from paperconv.api import dedupe as run
from paperconv.diagnostics import Diagnostic
from paperconv.duplicates import Result, dedupe
from paperconv.duplicates.decisions import Decision, fingerprint, read
from paperconv.duplicates.review import lines
from paperconv.errors import InputError, UsageError
from paperconv.model import Name, Origin, Record, replace

TITLE = "The impact of load on responses to alerts"
PEOPLE = (Name(family="Vaishnav", given="L."), Name(family="Goel", given="S."))
MEETING = "Americas Conference on Information Systems"


def record(i: int, path: str = "a", **fields: Any) -> Record:
    known = {"author": PEOPLE, "type": "paper-conference", "container_title": MEETING, "title": TITLE, "issued": "2024"}
    return Record(id=f"r{i}", source=Origin(path=path, format="csv", line=i + 1, end_line=i + 1, ordinal=i), **{**known, **fields})


FIRST, LATER = record(0), record(1, "b", title=f"{TITLE}: human errors", issued="2025")
OTHER = record(2, title="Treatment of subclinical hypothyroidism in pregnancy", author=(Name(family="Casey", given="B. M."),), container_title="")


def text_of(result: Result) -> str:
    return "".join(lines(result.doubts, result.works))


def decided(verdict: str, *records: Record) -> list[Decision]:
    return read(text_of(dedupe(records)).replace("verdict:", f"verdict: {verdict}"), "pairs.yaml")


def groups(result: Result) -> list[list[str]]:
    return sorted(sorted(m.id for m in w.members) for w in result.works)


def test_the_review_file_shows_both_records_and_has_a_verdict_to_fill_in() -> None:
    (pair,) = yaml.safe_load(text_of(dedupe([FIRST, LATER])))
    assert pair["verdict"] is None
    assert (pair["first"]["title"], pair["first"]["place"], pair["second"]["place"]) == (TITLE, "a:1", "b:2")
    assert {"title", "author", "year", "venue"} <= pair["evidence"].keys()
    assert read(text_of(dedupe([FIRST, LATER])), "pairs.yaml") == []


@pytest.mark.parametrize(("verdict", "works"), [("same", [["r0", "r1"], ["r2"]]), ("different", [["r0"], ["r1"], ["r2"]])])
def test_a_verdict_is_obeyed_and_not_asked_again(verdict: str, works: list[list[str]]) -> None:
    result = dedupe([FIRST, LATER, OTHER], decided=decided(verdict, FIRST, LATER))
    assert groups(result) == works
    assert result.doubts == ()


def test_a_verdict_outlives_moved_lines_other_keys_and_mended_titles() -> None:
    known = decided("same", FIRST, LATER)
    moved = replace(FIRST, id="key2024", source=Origin(path="elsewhere", format="csv", line=99, end_line=99, ordinal=80))
    assert len(dedupe([moved, LATER], decided=known).works) == 1
    mended = replace(LATER, title="Another wording of it altogether", abstract="It has an abstract now.")
    assert len(dedupe([FIRST, mended], decided=known).works) == 1


def test_same_outweighs_what_forbids_joining() -> None:
    part1, part2 = (record(i, title=f"Natural convection in an enclosure, part {i}", page=f"{i}0-{i}9", volume="12") for i in (1, 2))
    assert len(dedupe([part1, part2]).works) == 2
    by_hand = f"""
- verdict: same
  first: {{fingerprint: {fingerprint(part1)}}}
  second: {{fingerprint: {fingerprint(part2)}}}
"""
    assert len(dedupe([part1, part2], decided=read(by_hand, "p")).works) == 1


def test_different_holds_through_a_third_record() -> None:
    twin = replace(FIRST, id="r3", note="8 pages", abstract="")
    same = [FIRST, replace(FIRST, id="r1", issued="2024-03"), twin]
    assert len(dedupe(same).works) == 1
    by_hand = f"""
- verdict: different
  first: {{path: a, id: r0, fingerprint: {fingerprint(same[0])}}}
  second: {{path: a, id: r1, fingerprint: {fingerprint(same[1])}}}
"""
    for order in (same, same[::-1]):
        result = dedupe(order, decided=read(by_hand, "p"))
        assert not any({"r0", "r1"} <= {m.id for m in w.members} for w in result.works)
        assert len(result.works) == 2


def test_verdicts_that_contradict_each_other_are_named_with_their_lines() -> None:
    prints = {n: fingerprint(r) for n, r in zip("abc", (FIRST, LATER, OTHER), strict=True)}
    pair = "- verdict: {}\n  first: {{fingerprint: {}}}\n  second: {{fingerprint: {}}}\n"
    text = "".join(pair.format(v, prints[x], prints[y]) for v, x, y in (("same", "a", "b"), ("same", "b", "c"), ("different", "a", "c")))
    with pytest.raises(InputError, match=r"pairs\.yaml:7: .*pairs\.yaml:4, pairs\.yaml:1"):
        dedupe([FIRST, LATER, OTHER], decided=read(text, "pairs.yaml"))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("- verdict: maybe\n  first: {id: a}\n  second: {id: b}\n", r"p:1: the verdict 'maybe'"),
        ("a: 1\n", r"p:1: is no list"),
        ("- 1\n", r"p:1: is no pair"),
        ("- verdict: [\n", r"p:\d: is not YAML"),
        ("- verdict: same\n  first: {title: a}\n  second: {id: b}\n", "neither fingerprint nor id"),
        ("- verdict: same\n  first: !!python/object:os.system {}\n  second: {id: b}\n", "p:1: cannot be read"),
    ],
)
def test_what_is_no_review_file_is_refused_with_its_line(text: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        read(text, "p")


def test_a_decision_on_a_record_that_is_gone_is_a_note() -> None:
    result = dedupe([FIRST, OTHER], decided=decided("same", FIRST, LATER))
    assert [(d.code, d.path) for d in result.diagnostics] == [("PC503", "pairs.yaml")]


def test_hostile_text_stays_a_scalar() -> None:
    first, later = (replace(r, title=f"{r.title}: {{a\n- verdict: same\n\u202e'\"#") for r in (FIRST, LATER))
    text = text_of(dedupe([first, replace(later, title=first.title + " and more words of it")]))
    assert read(text, "p") == []
    assert len(yaml.safe_load(text) or []) <= 1


def test_files_on_disk(tmp_path: Path) -> None:
    """Reviewed, filled in, obeyed; what was decided stays in a file that is written again."""
    bib = tmp_path / "in.bib"
    bib.write_text(
        "@inproceedings{one, title={The impact of load on responses to alerts}, author={Vaishnav, L. and Goel, S.}, year=2024, "
        "booktitle={Americas Conference on Information Systems}}\n"
        "@inproceedings{two, title={The impact of load on responses to alerts: human errors}, author={Vaishnav, L. and Goel, S.}, year=2025, "
        "booktitle={Americas Conference on Information Systems}}\n"
    )
    review, out = tmp_path / "pairs.yaml", tmp_path / "out.bib"
    totals = run(bib, out, review_to=str(review)).totals
    assert (totals.records, totals.works, totals.unsure) == (2, 2, 1)
    review.write_text(re.sub("(?m)^- verdict:", "- verdict: different", review.read_text()))
    with pytest.raises(UsageError, match="holds 1 verdict, which would be lost"):
        run(bib, out, review_to=str(review))
    told: list[Diagnostic] = []
    totals = run(bib, out, review_to=str(review), decisions=str(review), on_diagnostic=told.append).totals
    assert (totals.works, totals.unsure) == (2, 0)
    assert [p["verdict"] for p in yaml.safe_load(review.read_text())] == ["different"]
    review.write_text(review.read_text().replace("verdict: different", "verdict: same"))
    assert run(bib, out, decisions=review).totals.works == 1


PREPRINT = record(3, type="article", container_title="", title="Adam: A Method for Stochastic Optimization", identifiers={"arxiv": "1412.6980"})
PAPER = record(4, title="Adam: A Method for Stochastic Optimization", container_title="International Conference on Learning Representations")


def test_preprints_are_joined_or_linked() -> None:
    assert len(dedupe([PREPRINT, PAPER]).works) == 1
    result = dedupe([PREPRINT, PAPER, replace(PAPER, id="r9")], versions="link")
    assert groups(result) == [["r3"], ["r4", "r9"]]
    (link,) = result.links
    assert (link.kind, result.works[link.first].members[0].id) == ("preprint-of", "r3")
    assert result.works[link.first].record.extra["link:preprint-of"] == f"cluster:{result.works[link.second].cluster}"
    assert result.doubts == ()


def test_a_conference_paper_is_extended_by_its_article() -> None:
    title = "A formal perspective on the view selection problem"
    early = record(0, title=title, issued="2001", container_title="VLDB")
    late = record(1, title=title, issued="2002", type="article-journal", container_title="VLDB Journal", identifiers={"doi": "10.1007/s00778-002-0070-0"})
    result = dedupe([late, early])
    (link,) = result.links
    assert (link.kind, result.works[link.first].members[0].id) == ("extended-by", "r0")
    assert result.works[link.first].record.extra == {"link:extended-by": "doi:10.1007/s00778-002-0070-0"}


def test_an_erratum_is_linked_with_its_article() -> None:
    title = "Observation of gravitational waves from a binary black hole merger"
    article = record(0, title=title, type="article-journal", volume="116", page="061102")
    for head in ("Erratum: ", "Correction to: ", "Publisher's note: Erratum: ", "Erratum to "):
        result = dedupe([article, record(1, title=head + title, type="article-journal", volume="117", page="1")])
        kinds = [link.kind for link in result.links]
        assert kinds == ([] if head.startswith("Publisher's note") else ["erratum-of"]), head
    reply = dedupe([article, record(1, title="Comment on " + title, type="article-journal", volume="117", page="1")])
    assert reply.links == ()
    assert len(reply.works) == 2


def test_a_chapter_is_part_of_its_book() -> None:
    name = "Handbook of Constraint Programming and Search"
    book = record(0, type="book", title=name, container_title="", author=())
    chapter = record(1, type="chapter", title="Global constraints", container_title=name)
    (link,) = dedupe([book, chapter]).links
    assert link.kind == "part-of"
    assert dedupe([book, replace(chapter, issued="1999")]).links == ()


def test_one_per_source() -> None:
    twins = [replace(FIRST, id=f"r{i}", note=str(i)) for i in range(2)]
    assert len(dedupe(twins).works) == 1
    assert len(dedupe(twins, one_per_source=True).works) == 2
    assert dedupe(twins, one_per_source=True).doubts == ()


def test_one_editorial_a_source_is_one_editorial() -> None:
    """A title that many works have says nothing; that each source has it once from this author in this year does, where they vouch for it."""
    here, there = (record(i, title="Guest editorial", path=path, page="", volume="") for i, path in enumerate(("a.bib", "b.bib")))
    assert len(dedupe([here, there]).works) == 2
    assert len(dedupe([here, there], one_per_source=True).works) == 1
    second = replace(there, id="r9", note="another one")
    assert len(dedupe([here, there, second], one_per_source=True).works) == 3
