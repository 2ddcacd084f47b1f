"""Semantic Scholar, INSPIRE, ADS, ORCID and DOAJ: samples in the real shapes, what is no paper, and real files where they are."""

import io
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperconv.errors import InputError, ItemError
from paperconv.formats.base import Item, Reader
from paperconv.formats.registry import detect, reader_for
from paperconv.io.source import Source
from paperconv.io.xml import leaves, parse
from paperconv.model import Name, Record
from tests.conftest import SHARED
from tests.conservation import items_of, json_leaves, missing

SAMPLES = Path(__file__).parent / "catalogues"
NAMES = ("semanticscholar", "inspire", "ads", "orcid", "doaj-json")
# DOAJ's months and words before numbers ("Volume 14"), kinds of identifiers and links that are in a field of their own.
# ADS writes 00 for a day that is not known; that an identifier is the work's own (or its journal's) is told by where it stands.
IMPLIED = ("pubdate", "external-ids", "work.external-ids", "work-summary.external-ids", "work-external-identifiers",
           *(f"{hit}bibjson.{name}" for hit in ("", "_source.") for name in ("identifier.type", "link.type", "month", "journal.volume", "journal.number")))


def outcome(reader: Reader, item: Item) -> Record | str:
    """The record of an item, or why there is none."""
    try:
        if item.fault:
            raise ItemError(item.fault)
        return reader.decode(item)
    except ItemError as error:
        return str(error)


def leaves_of(item: Item) -> list[tuple[str, str]]:
    return list(leaves(parse(item.data)) if item.data.startswith(b"<") else json_leaves(msgspec.json.decode(item.data)))


def read(data: str, format: str = "") -> list[Record | str]:
    source = Source("x.json", stream=io.BytesIO(data.encode()))
    _, reader = reader_for(source, format)
    return [outcome(reader, item) for item in items_of(reader, source)]


@pytest.mark.parametrize("sample", sorted(p.name for p in SAMPLES.iterdir() if p.is_file()))
def test_samples(sample: str, golden: bool) -> None:
    path = Source(str(SAMPLES / sample))
    spec, reader = reader_for(path)
    assert spec.name == sample.partition(".")[0].partition("_")[0]
    lines = []
    for item in items_of(reader, path):
        found = outcome(reader, item)
        if isinstance(found, str):
            lines.append(msgspec.json.encode({"line": item.line, "end_line": item.end_line, "reject": found}).decode())
            continue
        assert not missing(leaves_of(item), found, IMPLIED)
        lines.append(msgspec.json.encode(msgspec.structs.replace(found, source=msgspec.structs.replace(found.origin, path=""))).decode())
    expected = SAMPLES / "golden" / f"{sample}.jsonl"
    if golden:
        expected.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert lines == expected.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(("format", "data"), [
    ("semanticscholar", '{"authorId": "1", "name": "A. Turing", "externalIds": {}}'), ("semanticscholar", '{"error": "Paper not found"}'), ("semanticscholar", "[1, 2]"),
    ("inspire", '{"status": 404, "message": "PID does not exist."}'), ("ads", '{"error": "Unauthorized"}'), ("orcid", '{"orcid-identifier": {"path": "0000-0002-1825-0097"}, "person": {"name": null}}'),
    ("orcid", '{"response-code": 404}'), ("doaj-json", '{"bibjson": {}}'), ("doaj-json", '{"error": "not found"}'), ("doaj-json", '{"bibjson": [1]}'),
])  # fmt: skip
def test_what_is_no_paper_is_refused(format: str, data: str) -> None:
    assert all(isinstance(found, str) for found in read(data, format))


@pytest.mark.parametrize(("path", "csl", "container"), [
    ({"journal": {"name": "ArXiv", "volume": "abs/1"}}, "article", ""), ({"venue": "arXiv.org"}, "article", ""), ({"venue": "Nature"}, "article-journal", "Nature"),
    ({"venue": "NeurIPS", "publicationTypes": ["Conference"]}, "paper-conference", "NeurIPS"), ({}, "article", ""), ({"publicationTypes": ["Book"]}, "book", ""),
])  # fmt: skip
def test_semantic_scholars_venues(path: dict[str, object], csl: str, container: str) -> None:
    (record,) = read(msgspec.json.encode({"paperId": "a" * 40, "title": "T", **path}).decode())
    assert isinstance(record, Record)
    assert (record.type, record.container_title, record.volume) == (csl, container, "")


@pytest.mark.parametrize(("members", "issued", "kept"), [
    ({"year": 2019, "publicationDate": "2018-10-11"}, "2019", {"semanticscholar:publicationDate": "2018-10-11"}), ({"year": 2018, "publicationDate": "2018-10-11"}, "2018-10-11", {}),
    ({"publicationDate": "2018-10-11"}, "2018-10-11", {}), ({"year": 2018, "publicationDate": None}, "2018", {}), ({"year": None}, "", {}),
])  # fmt: skip
def test_semantic_scholars_dates(members: dict[str, object], issued: str, kept: dict[str, str]) -> None:
    (record,) = read(msgspec.json.encode({"paperId": "a" * 40, "title": "T", **members}).decode())
    assert isinstance(record, Record)
    assert (record.issued, record.extra) == (issued, kept)


@pytest.mark.parametrize(("pubdate", "issued"), [("2009-10-00", "2009-10"), ("2009-00-00", "2009"), ("2009-10-05", "2009-10-05")])
def test_adss_dates(pubdate: str, issued: str) -> None:
    (record,) = read(msgspec.json.encode({"bibcode": "2009A&A...506..287L", "pubdate": pubdate, "year": "2009"}).decode())
    assert isinstance(record, Record)
    assert record.issued == issued


def test_an_organisation_is_no_person() -> None:
    (ads,) = read('{"bibcode": "2009A&A...506..287L", "author": ["Smith, Frank D., Jr", "LIGO Scientific Collaboration"]}')
    (inspire,) = read('{"control_number": 1, "titles": [{"title": "T"}], "authors": [{"full_name": "Li, Wei"}], "collaborations": [{"value": "LIGO"}]}')
    assert isinstance(ads, Record)
    assert isinstance(inspire, Record)
    assert ads.author == (Name("Smith", "Frank D.", suffix="Jr"), Name(literal="LIGO Scientific Collaboration"))
    assert inspire.author == (Name("Li", "Wei"), Name(literal="LIGO Collaboration"))


@pytest.mark.parametrize(("members", "issued", "kept"), [
    ({"year": "2016", "month": "10"}, "2016-10", {}), ({"year": "2016", "month": "October"}, "2016-10", {}), ({"year": "2016"}, "2016", {}),
    ({"year": "2016", "month": "Jul-Sep"}, "2016", {"doaj-json:month": "Jul-Sep"}), ({"year": 2016, "month": 3}, "2016-03", {}), ({"month": "3"}, "", {"doaj-json:month": "3"}),
])  # fmt: skip
def test_doajs_dates(members: dict[str, object], issued: str, kept: dict[str, str]) -> None:
    (record,) = read(msgspec.json.encode({"bibjson": {"title": "T", **members}}).decode())
    assert isinstance(record, Record)
    assert (record.issued, record.extra) == (issued, kept)


JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=8), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(
    "paperId title authors externalIds journal venue publicationVenue year metadata titles dois value abstracts publication_info bibcode author doi identifier pubdate "
    "put-code external-ids external-id contributors contributor publication-date work-summary citation bibjson journal link keywords issns language".split()), inner, max_size=5), max_leaves=20)  # fmt: skip


@given(st.sampled_from(NAMES), st.dictionaries(st.sampled_from("paperId title authors externalIds journal titles dois author bibcode page put-code external-ids contributors bibjson".split()), JSON, min_size=1))
def test_members_of_the_wrong_kind_cost_no_more_than_their_item(format: str, data: dict[str, object]) -> None:
    read(msgspec.json.encode(data).decode(), format)


def real() -> list[Path]:
    folders = ("semanticscholar_json", "inspire_json", "ads_json", "orcid_json", "orcid_xml", "doaj_json")
    return [p for f in folders if (SHARED / "data/formats" / f).is_dir() for p in sorted((SHARED / "data/formats" / f).iterdir()) if p.name != "PROVENANCE.md"]


@pytest.mark.parametrize("path", real(), ids=lambda p: p.name[-40:])
def test_real_files_lose_nothing(path: Path) -> None:
    source = Source(str(path))
    try:
        name = detect(source).name
    except InputError:
        return
    assert path.parent.name.startswith(name.replace("-", "_"))
    _, reader = reader_for(source)
    for item in items_of(reader, source):
        if isinstance(record := outcome(reader, item), Record):
            assert not missing(leaves_of(item), record, IMPLIED)
