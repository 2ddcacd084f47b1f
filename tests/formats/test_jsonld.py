"""JSON-LD: samples in the shapes that archives, publishers and CodeMeta give, nothing lost, references within a graph."""

import io
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperconv.errors import ItemError
from paperconv.formats.base import Item, Note
from paperconv.formats.registry import reader_for
from paperconv.io.source import Source
from paperconv.model import Name, Record
from tests.conservation import items_of, json_leaves, missing

SAMPLES = Path(__file__).parent / "jsonld"
# What the names mean; CSL's word for the type; which object is meant; kinds of identifiers; a language's name beside its code.
IMPLIED = ("@context", "schemaVersion", "inLanguage.name")


def read(data: str, format: str = "jsonld") -> list[Record | str]:
    source = Source("x.jsonld", stream=io.BytesIO(data.encode()))
    reader = reader_for(source, format)[1]
    return [outcome(item) for item in items_of(reader, source)]


def outcome(item: Item) -> Record | str:
    try:
        if item.fault:
            raise ItemError(item.fault)
        return reader_for(Source("-"), "jsonld")[1].decode(item)
    except ItemError as error:
        return str(error)


def work(**members: object) -> Record:
    (record,) = read(msgspec.json.encode({"@context": "https://schema.org", "@type": "ScholarlyArticle", "name": "T", **members}).decode())
    assert isinstance(record, Record)
    return record


@pytest.mark.parametrize("sample", sorted(p.name for p in SAMPLES.glob("*.jsonld")))
def test_samples(sample: str, golden: bool) -> None:
    source = Source(str(SAMPLES / sample))
    spec, reader = reader_for(source)
    assert spec.name == "jsonld"
    lines = []
    for item in items_of(reader, source):
        found = outcome(item)
        if isinstance(found, Record):
            data = item.data + b"".join((item.context or {}).values())
            leaves = [leaf for piece in data.replace(b"}{", b"}\n{").split(b"\n{") for leaf in leaves_of(piece if piece.startswith(b"{") else b"{" + piece)]
            assert not missing(leaves, found, IMPLIED)
            found = msgspec.structs.replace(found, source=msgspec.structs.replace(found.origin, path=""))
        lines.append(msgspec.json.encode(found).decode())
    expected = SAMPLES / "golden" / f"{sample}.jsonl"
    if golden:
        expected.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert lines == expected.read_text(encoding="utf-8").splitlines()


def leaves_of(data: bytes) -> list[tuple[str, str]]:
    """The leaves of an object, without its types, the names of what it refers to in its own file, and how it says what a number is."""
    found = json_leaves(msgspec.json.decode(data))
    return [(path.replace("schema:", ""), said) for path, said in found if "@type" not in path and "propertyID" not in path and not said.startswith("#") and "@language" not in path]


def test_what_is_no_work_in_a_graph_is_told() -> None:
    source = Source(str(SAMPLES / "graph.jsonld"))
    (note,) = [n for n in reader_for(source)[1].frame(source) if isinstance(n, Note)]
    assert (note.code, note.line, note.end_line) == ("PC005", 4, 10)


@pytest.mark.parametrize(("author", "names"), [
    ("Roe, Jane", (Name("Roe", "Jane"),)), ("Jane Roe and Max Poe", (Name("Roe", "Jane"), Name("Poe", "Max"))), (["Jane Roe", "Poe, Max"], (Name("Roe", "Jane"), Name("Poe", "Max"))),
    ({"@type": "Person", "name": "Jan van der Berg"}, (Name("Berg", "Jan", non_dropping_particle="van der"),)), ({"@type": "Organization", "name": "World Health Organization"}, (Name(literal="World Health Organization"),)),
    ({"familyName": "King", "givenName": "Martin", "additionalName": "Luther", "honorificSuffix": "Jr."}, (Name("King", "Martin Luther", suffix="Jr."),)),
    ([{"name": "Jane Roe", "affiliation": "CERN", "sameAs": "https://orcid.org/0000-0002-1825-0097"}], (Name("Roe", "Jane", affiliation=("CERN",), orcid="0000-0002-1825-0097"),)),
    ({"@list": [{"name": "B. Roe"}, {"name": "A. Poe"}]}, (Name("Roe", "B."), Name("Poe", "A."))), (None, ()), ([None, {}], ()),
])  # fmt: skip
def test_people(author: object, names: tuple[Name, ...]) -> None:
    assert work(author=author).author == names


@pytest.mark.parametrize(("members", "csl"), [
    ({}, "article"), ({"isPartOf": {"@type": "Periodical", "name": "J"}}, "article-journal"), ({"isPartOf": "Nature"}, "article-journal"), ({"isPartOf": {"@type": "Book", "name": "B"}}, "chapter"),
    ({"@type": "Thesis"}, "thesis"), ({"@type": ["Dataset", "CreativeWork"]}, "dataset"), ({"@type": "https://schema.org/SoftwareApplication"}, "software"), ({"@type": "WebPage"}, "webpage"),
    ({"@type": "Article", "isPartOf": {"@type": "WebSite", "name": "House"}}, "webpage"), ({"@type": "Odd", "author": "Jane Roe"}, "document"), ({"@type": None, "creator": "Jane Roe"}, "document"),
])  # fmt: skip
def test_types(members: dict[str, object], csl: str) -> None:
    assert work(**members).type == csl


@pytest.mark.parametrize(("members", "identifiers"), [
    ({"identifier": "10.1000/182"}, {"doi": "10.1000/182"}), ({"@id": "https://doi.org/10.1000/182", "url": "https://doi.org/10.1000/182"}, {"doi": "10.1000/182"}),
    ({"identifier": {"@type": "PropertyValue", "propertyID": "PMID", "value": "123456"}}, {"pmid": "123456"}), ({"sameAs": ["https://arxiv.org/abs/1706.03762"]}, {"arxiv": "1706.03762"}),
    ({"identifier": "12345"}, {}), ({"isbn": "9783161484100"}, {"isbn": "9783161484100"}), ({"doi": "10.1000/182"}, {"doi": "10.1000/182"}),
])  # fmt: skip
def test_identifiers(members: dict[str, object], identifiers: dict[str, str]) -> None:
    assert work(**members).identifiers == identifiers


def test_what_is_no_work_is_refused() -> None:
    assert all(isinstance(found, str) for text in ('{"@context":"https://schema.org","@type":"Person","name":"Jane"}', '{"a": ', "[1]", '{"@graph": []}') for found in read(text))


JSON: st.SearchStrategy[Any] = st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=8), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(
    "@id @type @list @value name author isPartOf identifier publisher keywords affiliation item mainEntity value issn".split()), inner, max_size=5), max_leaves=20)  # fmt: skip


@given(st.dictionaries(st.sampled_from("@id @type @graph name headline author editor isPartOf identifier url sameAs publisher keywords inLanguage pagination item".split()), JSON, min_size=1))
def test_members_of_the_wrong_kind_cost_no_more_than_their_item(data: dict[str, object]) -> None:
    read(msgspec.json.encode(data).decode())
