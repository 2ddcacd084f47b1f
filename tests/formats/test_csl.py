"""CSL-JSON: what comes in is in the record, what goes out is what the schema has a place for, and comes in again."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperconv.errors import ItemError
from paperconv.formats.base import Item
from paperconv.formats.csl import CslJsonReader, CslJsonWriter
from paperconv.io.source import Source
from paperconv.model import ArxivInfo, Name, Record

READER, WRITER = CslJsonReader(), CslJsonWriter()


def read(data: object) -> list[Record]:
    text = data if isinstance(data, str) else json.dumps(data)
    return [READER.decode(item) for item in READER.frame(Source("-", stream=io.BytesIO(text.encode()))) if isinstance(item, Item)]


def written(record: Record) -> dict[str, object]:
    item: dict[str, object] = json.loads(WRITER.encode(record))
    return item


def test_a_preprint_as_processors_want_it() -> None:
    record = Record(id="v", title="Attention Is All You Need", author=(Name("Vaswani", "Ashish"),), issued="2017-06-12",
                    identifiers={"arxiv": "1706.03762", "doi": "10.48550/arXiv.1706.03762"})  # fmt: skip
    assert written(record) == {
        "id": "v", "type": "article", "title": "Attention Is All You Need", "author": [{"family": "Vaswani", "given": "Ashish"}],
        "issued": {"date-parts": [[2017, 6, 12]]}, "DOI": "10.48550/arXiv.1706.03762", "URL": "https://arxiv.org/abs/1706.03762",
        "number": "arXiv:1706.03762", "publisher": "arXiv",
    }  # fmt: skip


def test_names_as_the_source_has_them() -> None:
    (record,) = read([{"id": "a", "type": "book", "author": [
        {"literal": "ATLAS Collaboration"}, {"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"},
        {"family": "King", "given": "Martin Luther", "suffix": "Jr."}, {"given": "Sukarno"}, {"family": "Plato", "given": ""}]}])  # fmt: skip
    assert record.author == (
        Name(literal="ATLAS Collaboration"), Name("Berg", "Jan", non_dropping_particle="van der"), Name("King", "Martin Luther", suffix="Jr."),
        Name(literal="Sukarno"), Name("Plato"),
    )  # fmt: skip


@pytest.mark.parametrize(("date", "iso"), [
    ({"date-parts": [[2017, 6, 12]]}, "2017-06-12"), ({"date-parts": [["2017", "6"]]}, "2017-06"), ({"date-parts": [[2010], [2012]]}, "2010/2012"),
    ({"date-parts": [[2019]], "season": 1}, "2019-21"), ({"date-parts": [[1850]], "circa": True}, "1850~"), ({"raw": "June 2024"}, "2024-06"),
])  # fmt: skip
def test_dates_come_and_go(date: dict[str, object], iso: str) -> None:
    (record,) = read([{"id": "a", "type": "book", "issued": date}])
    assert record.issued == iso
    (again,) = read([written(record)])
    assert again.issued == iso


def test_what_is_no_date_or_identifier_is_kept_and_given_back() -> None:
    item = {"id": "a", "type": "book", "issued": {"literal": "forthcoming"}, "DOI": "n/a", "call-number": "QA76", "original-date": {"date-parts": [[1900]]},
            "recipient": [{"family": "Roe", "given": "Jane"}], "custom": {"shelf": "3"}, "x-mine": "1"}  # fmt: skip
    (record,) = read([item])
    assert record.issued == ""
    assert record.extra["csl:DOI"] == "n/a"
    back = written(record)
    for key in ("issued", "call-number", "original-date", "recipient"):
        assert back[key] == item[key]
    assert back["custom"] == {"shelf": "3", "x-mine": "1", "DOI": "n/a"}


def test_broken_items_cost_themselves_only() -> None:
    items = [i for i in READER.frame(Source("-", stream=io.BytesIO(b'[{"id": "a", "type": "book"}, {"id": }, {"id": "c"}]'))) if isinstance(i, Item)]
    assert len(items) == 3
    with pytest.raises(ItemError, match="is no JSON"):
        READER.decode(items[1])
    assert READER.decode(items[2]).id == "c"


def test_a_list_cannot_say_in_csl_that_it_is_cut() -> None:
    assert written(Record(id="a", author=(Name("Vaswani", "A."), Name(literal="others"))))["author"] == [{"family": "Vaswani", "given": "A."}]


WORD = st.text("abcdefghijklmnopqrstuvwxyzéüß", min_size=1, max_size=8).map(str.capitalize)
PERSON = st.builds(Name, WORD, WORD, suffix=st.sampled_from(["", "Jr."]), non_dropping_particle=st.sampled_from(["", "van der"]))
RECORDS = st.builds(
    Record, id=st.just("k"), type=st.sampled_from(["article", "article-journal", "book"]), title=WORD, author=st.lists(PERSON | st.builds(Name, literal=WORD)).map(tuple),
    issued=st.sampled_from(["", "2017", "2017-06", "2017-06-12", "2010/2012", "2019-22"]), abstract=WORD, note=WORD, volume=WORD, page=WORD,
    keyword=st.lists(WORD, unique=True).map(tuple), identifiers=st.sampled_from([{}, {"arxiv": "1706.03762"}, {"doi": "10.1103/PhysRev.47.777", "issn": "0317-8471"}]),
    arxiv=st.sampled_from([None, ArxivInfo(2, "cs.CL", ("cs.CL", "cs.LG"))]),
)  # fmt: skip


@given(RECORDS)
def test_a_record_survives_writing_and_reading(record: Record) -> None:
    if "arxiv" not in record.identifiers:
        record = Record(**{f: getattr(record, f) for f in record.__struct_fields__ if f != "arxiv"})
    (again,) = read([written(record)])
    for field in ("id", "type", "title", "author", "issued", "abstract", "note", "volume", "page", "keyword", "identifiers", "arxiv"):
        assert getattr(again, field) == getattr(record, field), field


@pytest.mark.parametrize(("date", "parts"), [
    ("2019-01/2020", [[2019], [2020]]), ("2019-05-30/2019-06", [[2019, 5], [2019, 6]]), ("2019-21/2020-22", [[2019], [2020]]), ("2019-05/2019-06", [[2019, 5], [2019, 6]]),
])  # fmt: skip
def test_both_ends_of_a_range_are_equally_exact_and_nothing_is_lost(date: str, parts: list[list[int]]) -> None:
    record = Record(id="a", issued=date)
    item = written(record)
    assert item["issued"] == {"date-parts": parts}  # citeproc-js throws "element mismatch in date range input" at anything else
    assert read([item])[0].issued == date
    assert not read([item])[0].extra
