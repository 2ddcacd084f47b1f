"""One record from several: which value is kept, where it is said to come from, what is reported."""

import itertools

from paperconv.duplicates import dedupe
from paperconv.duplicates.merge import merge
from paperconv.model import ArxivInfo, Name, Origin, Record

TITLE = "PP-LiteSeg: A Superior Real-Time Semantic Segmentation Model"
ABSTRACT = "We give a small network a light decoder and a pooling step, and it labels streets in real time. " * 3
PEOPLE = (
    ("Peng", "Juncai"),
    ("Liu", "Yi"),
    ("Tang", "Shiyu"),
    ("Hao", "Yuying"),
    ("Chu", "Lutao"),
    ("Chen", "Guowei"),
    ("Wu", "Zewu"),
    ("Chen", "Zeyu"),
)
TRUE = tuple(Name(family=f, given=g) for f, g in PEOPLE)
SHIFTED = tuple(Name(family=f, given=g) for (f, _), (_, g) in itertools.pairwise(PEOPLE))


def origin(path: str, line: int, **lines: int) -> Origin:
    return Origin(path=path, format="text", line=line, end_line=line + 8, ordinal=0, lines=lines)


LISTING = Record(id="a", title=TITLE, author=TRUE, abstract=ABSTRACT[:200], source=origin("a.txt", 2, title=2, author=3, abstract=4))
DUMP = Record(
    id="b",
    title=TITLE,
    author=SHIFTED,
    abstract=ABSTRACT,
    issued="2022-04-06",
    note="8 pages",
    identifiers={"arxiv": "2204.02681"},
    source=origin("b.txt", 10, title=10, author=11, abstract=13, identifiers=15, issued=16),
)


def test_best_of_two_dumps() -> None:
    (work,) = dedupe([LISTING, DUMP]).works
    record = work.record
    assert record.author == TRUE
    assert record.abstract == ABSTRACT
    assert record.issued == "2022-04-06"
    assert record.identifiers == {"arxiv": "2204.02681", "doi": "10.48550/arXiv.2204.02681"}
    assert work.members[0].source == record.source or work.members[0].origin.path == record.origin.path


def test_history_names_file_and_line() -> None:
    record = merge([LISTING, DUMP]).record
    other = "b.txt" if record.origin.path == "a.txt" else "a.txt"
    taken = {(c.field, c.path, c.line) for c in record.history if c.path}
    expected = {("abstract", "b.txt", 13), ("issued", "b.txt", 16), ("identifiers", "b.txt", 15)} if other == "b.txt" else {("author", "a.txt", 3)}
    assert expected <= taken
    assert all(c.code == "PC501" for c in record.history)
    assert not {f for f, path, _ in taken if path == other} & set(record.origin.lines)


def test_a_single_record_is_left_alone() -> None:
    assert merge([DUMP]).record is DUMP


def test_order_of_members_does_not_matter() -> None:
    assert merge([LISTING, DUMP]) == merge([DUMP, LISTING])


def test_published_fields_win_and_the_eprint_is_kept() -> None:
    preprint = Record(
        title=TITLE,
        author=TRUE,
        issued="2022-04-06",
        container_title="arXiv",
        identifiers={"arxiv": "2204.02681"},
        arxiv=ArxivInfo(version=2, primary_category="cs.CV"),
    )
    paper = Record(
        type="paper-conference",
        title=TITLE,
        author=TRUE,
        issued="2023",
        container_title="CVPR Workshops",
        page="1-9",
        identifiers={"doi": "10.1109/CVPRW.2023.1"},
    )
    (work,) = dedupe([preprint, paper]).works
    record = work.record
    assert (record.type, record.container_title, record.issued, record.page) == ("paper-conference", "CVPR Workshops", "2023", "1-9")
    assert record.identifiers == {"arxiv": "2204.02681", "doi": "10.1109/CVPRW.2023.1"}
    assert record.arxiv == preprint.arxiv


def test_version_one_dates_a_preprint() -> None:
    versions = [Record(title=TITLE, author=TRUE, issued=date, identifiers={"arxiv": "2204.02681"}) for date in ("2022-05-30", "2022-04-06", "2022")]
    assert merge(versions).record.issued == "2022-04-06"


def test_conflicts_are_reported() -> None:
    one = Record(title=TITLE, author=TRUE, container_title="Sensors", volume="3", page="11-20", issued="2020", identifiers={"doi": "10.1000/a"})
    two = Record(title=TITLE, author=TRUE, container_title="Sensors", volume="3", page="11-20", issued="2021", identifiers={"doi": "10.1000/b"})
    merged = merge([one, two])
    assert {(d.code, d.field) for d in merged.diagnostics if d.code == "PC502"} == {("PC502", "issued"), ("PC502", "identifiers")}
    kept = merged.record
    assert {kept.identifiers["doi"], kept.extra["also:doi"]} == {"10.1000/a", "10.1000/b"}


def test_titles_keep_their_markup_and_case() -> None:
    loud = Record(title=TITLE.upper(), author=TRUE, identifiers={"arxiv": "2204.02681"}, issued="2022", abstract=ABSTRACT)
    marked = Record(title=TITLE.replace("Model", "<i>Model</i>"), author=TRUE, identifiers={"arxiv": "2204.02681"})
    assert merge([loud, marked]).record.title == marked.title


def test_a_cut_abstract_is_no_better_for_its_length() -> None:
    whole = Record(title=TITLE, author=TRUE, abstract=ABSTRACT[:150])
    cut = Record(title=TITLE, author=TRUE, abstract=ABSTRACT[:200] + "…")
    assert merge([whole, cut]).record.abstract == whole.abstract


def test_notes_keywords_and_extras_are_united() -> None:
    one = Record(title=TITLE, note="8 pages", keyword=("vision",), extra={"x:a": "1"})
    two = Record(title=TITLE, note="8 pages, 3 figures", keyword=("vision", "streets"), extra={"x:b": "2"})
    record = merge([one, two]).record
    assert record.note == "8 pages, 3 figures"
    assert set(record.keyword) == {"vision", "streets"}
    assert record.extra == {"x:a": "1", "x:b": "2"}
