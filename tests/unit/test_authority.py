"""An authority: what is counted, what it says of a list, and that no list speaks for itself."""

import random
import sqlite3
from pathlib import Path
from typing import Any

import pytest

import paperconv
from paperconv import api
from paperconv.authors import authority, columns, examine, keys, model
from paperconv.authors.authority import Authority, Builder, work_of
from paperconv.authors.counts import Counts, Silent
from paperconv.diagnostics import Diagnostic
from paperconv.errors import InputError, OutputError, UsageError
from paperconv.model import Name, Record

# Names that the name model has not learnt, so that what is said of them comes from the counts.
PEOPLE = ["Tovik, Arno", "Quelby, Mirsa", "Drosk, Penka", "Vantol, Iselke", "Brunmo, Oskvar", "Fellux, Hadwin", "Grauthe, Nelpo", "Zimbor, Ruvan"]


def name(text: str) -> Name:
    family, _, given = text.partition(", ")
    return Name(family=family, given=given) if given else Name(literal=family)


def paper(title: str, *people: str) -> Record:
    return Record(title=title, author=tuple(map(name, people)))


def shifted(people: list[str], start: int) -> list[str]:
    """The list after one given name was dropped from its column."""
    pairs = [p.split(", ") for p in people]
    families, givens = [f for f, _ in pairs], [g for i, (_, g) in enumerate(pairs) if i != start]
    return [f"{f}, {g}" for f, g in zip(families, givens, strict=False)]


PAPERS = [
    paper("On the first of the things we saw", *PEOPLE[:4]),
    paper("On the second of the things we saw", *PEOPLE[2:7]),
    paper("On the third of the things we saw", *PEOPLE[4:], "Fellowship of the Tide"),
    paper("On the fourth of the things we saw", *PEOPLE),
]


def built(path: Path, records: list[Record]) -> Path:
    path.unlink(missing_ok=True)
    with Builder(str(path)) as builder:
        for record in records:
            builder.add(record)
        builder.finish()
    return path


def rows(path: Path) -> dict[str, list[Any]]:
    base = sqlite3.connect(path)
    try:
        return {t: base.execute(f"SELECT * FROM {t}").fetchall() for t in ("name", "given", "family", "word", "total")}
    finally:
        base.close()


def test_what_is_counted(tmp_path: Path) -> None:
    found = rows(built(tmp_path / "n.db", PAPERS))
    assert {(g, f): n for g, f, n, _ in found["name"]}["oskvar", "brunmo"] == 3
    assert ("", "fellowship of the tide", 1) in [r[:3] for r in found["name"]]
    assert ("oskvar", 3, 1) in found["given"]
    assert ("brunmo", 3, 1) in found["family"]
    assert dict(found["total"]) == {"works": 4, "lists": 4, "purged": 0, "names": 21, "families": 8}


def test_the_same_papers_give_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = built(tmp_path / "a.db", PAPERS).read_bytes()
    monkeypatch.setattr(authority, "BATCH", 2)
    mixed = PAPERS * 2
    random.Random(1).shuffle(mixed)
    assert rows(built(tmp_path / "b.db", mixed))["name"] == rows(built(tmp_path / "a.db", PAPERS))["name"]
    assert built(tmp_path / "c.db", PAPERS[::-1]).read_bytes() == first


def test_a_faulty_list_is_not_counted_and_a_null_is_mended(tmp_path: Path) -> None:
    bad = paper("On the organisation that took a name along", "DeepSeek-AI, Daya", "Guo, Dejian", "Yang, Haowei", "Zhang, Junxiao", "Song, Ruoyu")
    null = paper("On the organisation that has no given name", "DeepSeek-AI, null", "Guo, Daya")
    found = rows(built(tmp_path / "n.db", [*PAPERS, bad, null]))
    counted = {(g, f) for g, f, _, _ in found["name"]}
    assert dict(found["total"])["purged"] == 1
    assert ("dejian", "guo") not in counted
    assert {("daya", "guo"), ("", "deepseekai")} <= counted


def test_a_work_is_known_by_its_title() -> None:
    title = "On the first of the things we saw"
    assert work_of(paper(title, "Ann, Lee")) == work_of(paper(title + ".", "Lee, Ann"))
    assert work_of(Record(title="Introduction", issued="2001")) != work_of(Record(title="Introduction", issued="2002"))
    assert work_of(paper("", "Ann, Lee")) != work_of(paper("", "Bob, Roe"))


def test_a_shift_is_seen_by_counts_alone(tmp_path: Path) -> None:
    wrong = tuple(map(name, shifted(PEOPLE, 1)))
    assert examine.examine(wrong) is None
    with Authority(built(tmp_path / "n.db", PAPERS[:3])) as counted:
        for letters in (Silent(), model.default()):
            found = examine.examine_with(wrong, Counts(counted, letters))
            assert found is not None
            assert found.verdict.is_error
            assert (found.verdict.best.kind, found.verdict.best.start) == ("shift-given", 1)
            assert [n.display() for n in found.restored[1:3]] == ["Quelby", "Penka Drosk"]
            assert examine.examine_with(tuple(map(name, PEOPLE)), Counts(counted, letters)) is None


def test_no_list_speaks_for_itself(tmp_path: Path) -> None:
    title = "On the fifth of the things we saw"
    wrong = paper(title, *shifted(PEOPLE, 1))
    with Authority(built(tmp_path / "n.db", [*PAPERS[:3], wrong])) as counted:
        assert rows(tmp_path / "n.db")["total"][1] == ("lists", 4)  # its own counts are in
        found = counted.examine(wrong)
        assert found is not None
        assert found.verdict.is_error
        assert counted.examine(paper("Some other work of the very same people", *shifted(PEOPLE, 1))) != found


def test_who_are_together_elsewhere_is_known_whatever_the_reading(tmp_path: Path) -> None:
    with Authority(built(tmp_path / "n.db", PAPERS[:1])) as counted:
        pairs = [keys.pair(name(p)) for p in shifted(PEOPLE[:4], 0)]
        scores = Counts(counted, Silent())
        alone, beside = scores.association("Mirsa", "Quelby"), scores.beside(pairs).association("Mirsa", "Quelby")
        assert beside > alone > 0
        verdict = columns.judge(columns.Rows(pairs, scores))
        assert verdict is not None
        assert [e.detail for e in verdict.best.evidence][-1] == "2 of 3, 2 of them together in another work"


def test_counts_of_nothing_change_nothing(tmp_path: Path) -> None:
    letters = model.default()
    with Authority(built(tmp_path / "n.db", [])) as counted:
        scores = Counts(counted, letters)
        for given, family in (("Yoav", "Goldberg"), ("Wei", "Zhang"), ("Z.", "Wu"), ("Goldberg", "Yoav")):
            assert scores.association(given, family) == pytest.approx(letters.association(given, family), abs=1e-9)
            assert scores.upright(given, family) == pytest.approx(letters.upright(given, family), abs=1e-9)
            assert scores.is_known(given, family) == letters.is_known(given, family)


def test_scripts_of_which_the_model_knows_nothing(tmp_path: Path) -> None:
    people = ["王, 小明", "李, 雷", "韓, 梅梅", "Петров, Иван", "陳, 大文"]
    with Authority(built(tmp_path / "n.db", [paper("一 二 三 四 五", *people[:3]), paper("二 三 四 五 六", *people[2:]), paper("a b c d", *people)])) as counted:
        found = counted.examine(paper("三 四 五 六 七", *shifted(people, 0)))
        assert found is not None
        assert found.verdict.best.kind == "shift-given"


@pytest.mark.parametrize("content", ["", "Some title\nAnn Lee\n", "SQLite format 3\0" + "x" * 200])
def test_another_file_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "n.db"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match="is no authority"):
        Authority(path)
    with pytest.raises(InputError, match="no such file"):
        Authority(tmp_path / "other.db")


def test_another_version_is_refused(tmp_path: Path) -> None:
    path = built(tmp_path / "n.db", PAPERS)
    base = sqlite3.connect(path)
    base.execute("PRAGMA user_version = 9")
    base.close()
    with pytest.raises(InputError, match="of version 9"):
        Authority(path)


def test_built_from_files_and_used(tmp_path: Path) -> None:
    dump, wrong, counted = tmp_path / "dump.jsonl", tmp_path / "wrong.jsonl", tmp_path / "names.db"
    api.write(PAPERS, dump, "jsonl")
    api.write([paper("On the fifth of the things we saw", *shifted(PEOPLE, 1))], wrong, "jsonl")
    _, made = api.build_authority([dump], counted)
    assert made == (4, 0, 9)
    found: list[Diagnostic] = []
    paperconv.validate(wrong, select=["PC101"], on_diagnostic=found.append)
    assert not found
    paperconv.validate(wrong, select=["PC101"], authority=counted, on_diagnostic=found.append)
    assert [(d.code, d.severity.value) for d in found] == [("PC101", "error")]
    out = tmp_path / "out.jsonl"
    for run in (paperconv.convert, paperconv.dedupe):
        run(wrong, out, to="jsonl", fix="all", authority=counted)
        assert next(iter(paperconv.read(out))).author[2] == name(PEOPLE[2])


def test_the_run_itself_is_evidence_in_whatever_order(tmp_path: Path) -> None:
    run = [*PAPERS[:3], paper("On the fifth of the things we saw", *shifted(PEOPLE, 1))]
    told = []
    for records in (run, run[::-1]):
        found: list[Diagnostic] = []
        api.write(records, tmp_path / "run.jsonl", "jsonl")
        paperconv.validate(tmp_path / "run.jsonl", select=["PC101"], authority="self", on_diagnostic=found.append)
        told.append([(d.message, d.confidence, d.details) for d in found])
    assert len(told[0]) == 1
    assert told[0] == told[1]
    with pytest.raises(UsageError, match="read twice"):
        paperconv.validate("-", authority="self")


def test_nothing_is_left_of_a_build_that_fails(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        api.build_authority([tmp_path / "missing.jsonl"], tmp_path / "names.db")
    with pytest.raises(OutputError, match="name a file"):
        api.build_authority([tmp_path / "missing.jsonl"], "-")
    assert not list(tmp_path.iterdir())


def test_an_organisation_of_other_works_pins_a_shift(tmp_path: Path) -> None:
    """A brand that no word tells from a family name: the authority knows it as an author who is no person."""
    works = [paper(f"On the {n} of the things we saw", "MiniMax", *PEOPLE[i : i + 3]) for i, n in enumerate(("first", "second", "third"))]
    people = [f"{p.split(', ')[0]}a, {p.split(', ')[1]}" for p in PEOPLE]  # known to nobody
    cut = [p.split(", ") for p in people]
    zipped = [f"{f}, {g}" for (g, f) in zip([g for _, g in cut], ["MiniMax", *(f for f, _ in cut)], strict=False)]
    with Authority(built(tmp_path / "a.db", works)) as known:
        found = known.examine(paper("A work that is not counted yet at all", *zipped))
        assert found is not None
        assert (found.verdict.best.kind, found.verdict.best.start, found.verdict.pinned) == ("shift-given", 0, True)
        assert found.restored[0] == Name(literal="MiniMax")
        scores = Counts(known, Silent())
        assert scores.is_group("MiniMax")
        assert not scores.is_group("Minimax")  # a person of one name is written so
        assert not scores.is_group("Tovik")
    with Authority(built(tmp_path / "b.db", works[:1])) as known:
        assert not Counts(known, Silent()).is_group("MiniMax")
