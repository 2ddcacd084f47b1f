"""CITATION.cff: samples in the real shapes, nothing lost on them and on the real files, works apart from one another."""

import io
from pathlib import Path

import msgspec
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from paperconv.errors import ItemError
from paperconv.formats.base import Item
from paperconv.formats.registry import reader_for
from paperconv.io.source import Source
from paperconv.model import Name, Record
from tests.conservation import items_of, json_leaves, missing

SAMPLES = Path(__file__).parent / "cff"
HEAD = "cff-version: 1.2.0\ntitle: T\nauthors: [{family-names: Roe, given-names: Jane}]\n"
# The format's own version; what is a record of its own; a month as a number; CSL's word for the type; the kind of an identifier.
IMPLIED = ("cff-version", "preferred-citation", "references", "month", "type", "identifiers.type")


def read(text: str, name: str = "CITATION.cff") -> list[Record | str]:
    source = Source(name, stream=io.BytesIO(text.encode()))
    spec, reader = reader_for(source)
    assert spec.name == "cff"
    return [outcome(item) for item in items_of(reader, source)]


def outcome(item: Item) -> Record | str:
    reader = reader_for(Source("-"), "cff")[1]
    try:
        return reader.decode(item)
    except ItemError as error:
        return f"line {error.line or item.line}: {error}"


@pytest.mark.parametrize("sample", sorted(p.name for p in SAMPLES.glob("*.cff")))
def test_samples(sample: str, golden: bool) -> None:
    source = Source(str(SAMPLES / sample))
    lines = []
    for item in items_of(reader_for(source)[1], source):
        found = outcome(item)
        if isinstance(found, Record):
            found = msgspec.structs.replace(found, source=msgspec.structs.replace(found.origin, path=""))
        lines.append(msgspec.json.encode(found).decode())
    expected = SAMPLES / "golden" / f"{sample}.jsonl"
    if golden:
        expected.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert lines == expected.read_text(encoding="utf-8").splitlines()


def lost(path: Path) -> list[tuple[str, str]]:
    """What of a file is in none of its records."""
    source = Source(str(path))
    records = [found for item in items_of(reader_for(source)[1], source) if isinstance(found := outcome(item), Record)]
    whole = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    works = [whole, *([whole["preferred-citation"]] if "preferred-citation" in whole else []), *whole.get("references", [])]
    assert len(works) == len(records)
    return [leaf for work, record in zip(works, records, strict=True) for leaf in missing(json_leaves(work), record, IMPLIED)]


def test_nothing_of_a_sample_is_lost(tmp_path: Path) -> None:
    assert lost(SAMPLES / "paper.cff") == []
    text = (SAMPLES / "references.cff").read_text(encoding="utf-8")
    broken, empty = text.index('  - type: article\n    title: "The'), text.index("  - type: generic")
    whole = tmp_path / "CITATION.cff"
    whole.write_text(text[:broken] + text[text.index("  - type: magazine") : empty], encoding="utf-8")
    assert lost(whole) == []


def test_nothing_of_the_real_files_is_lost(real_files: Path) -> None:
    found = {path.name: gone for path in sorted((real_files / "cff").glob("*.cff")) if (gone := lost(path))}
    assert found == {}


@pytest.mark.parametrize(("person", "name"), [
    ("{family-names: van Rossum, given-names: Guido}", Name("Rossum", "Guido", non_dropping_particle="van")),
    ("{family-names: Beethoven, given-names: Ludwig, name-particle: van}", Name("Beethoven", "Ludwig", non_dropping_particle="van")),
    ("{family-names: King, given-names: Martin Luther, name-suffix: Jr.}", Name("King", "Martin Luther", suffix="Jr.")),
    ("{given-names: Sukarno}", Name(literal="Sukarno")), ("{name: The Turing Way Community}", Name(literal="The Turing Way Community")), ("{alias: jsmith}", Name(literal="jsmith")),
    ("{family-names: Roe, affiliation: CERN, orcid: 'https://orcid.org/0000-0002-1825-0097'}", Name("Roe", affiliation=("CERN",), orcid="0000-0002-1825-0097")),
    ("Jane Roe", Name(literal="Jane Roe")),
])  # fmt: skip
def test_people(person: str, name: Name) -> None:
    (record,) = read(f"cff-version: 1.2.0\ntitle: T\nauthors:\n  - {person}\n")
    assert isinstance(record, Record)
    assert record.author == (name,)


@pytest.mark.parametrize(("members", "issued"), [
    ("date-released: 2021-03-04", "2021-03-04"), ("year: 2021", "2021"), ("year: 2021\nmonth: 3", "2021-03"), ("year: 2021\nmonth: Mar", "2021-03"),
    ("year: 2021\nmonth: 3\ndate-published: 2021-03-04", "2021-03-04"), ("year: in press", ""), ("date-released: ''", ""),
])  # fmt: skip
def test_dates(members: str, issued: str) -> None:
    (record,) = read(HEAD + members + "\n")
    assert isinstance(record, Record)
    assert record.issued == issued


def test_a_date_that_says_another_year_is_kept() -> None:
    (record,) = read(HEAD + "date-released: 2021-03-04\nyear: 2020\nmonth: 5\n")
    assert isinstance(record, Record)
    assert (record.issued, record.extra) == ("2021-03-04", {"cff:year": "2020", "cff:month": "5"})


def test_works_may_stand_in_any_order_and_style() -> None:
    first = f"references:\n- type: book\n  title: B\npreferred-citation:\n  type: report\n  title: P\n\n# end of it\n{HEAD}"
    found = [r for r in read(first) if isinstance(r, Record)]
    assert [(r.title, r.type, r.origin.line, r.origin.end_line) for r in found] == [("T", "software", 9, 11), ("B", "book", 2, 3), ("P", "report", 4, 6)]
    flow = HEAD + "preferred-citation: {type: book, title: P}\nreferences: [{type: book, title: B}]\n"
    own, preferred = (r for r in read(flow) if isinstance(r, Record))
    assert (own.title, own.extra, preferred.title) == ("T", {"cff:references": '{"type":"book","title":"B"}'}, "P")
    assert len(read(HEAD + "preferred-citation:\nreferences:\n")) == 1
    json = '"cff-version": 1.2.0\n"title": "T"\n'
    assert [r.title for r in read(json) if isinstance(r, Record)] == ["T"]


def test_what_names_nothing_is_refused() -> None:
    assert read("cff-version: 1.2.0\nmessage: cite us\n") == ["line 1: is a citation file without title, authors or identifier"]
    assert read(HEAD + "references:\n  - just a text\n")[1:] == ["line 5: is no work: members and their values were expected"]


@given(st.text("ab:-#&*!|>'\"[]{},\n  \t~", max_size=80))
def test_any_text_is_framed_and_read_or_refused(text: str) -> None:
    read(f"cff-version: 1\nreferences:\n{text}\ntitle: T\n")
