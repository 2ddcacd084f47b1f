"""Readers of registries and indexes (Crossref, DataCite, OpenAlex, ADS, ORCID, INSPIRE, Semantic Scholar): samples in the shapes of real answers, and nothing lost on these and on the real files."""

import json
from pathlib import Path

import msgspec
import pytest

from paperconv.errors import InputError, ItemError
from paperconv.formats.base import Item, Note
from paperconv.formats.registry import reader_for
from paperconv.io.source import Source
from paperconv.io.xml import leaves, parse
from paperconv.model import Name

from ..conservation import json_leaves, missing

SAMPLES = Path(__file__).parent / "registries"
IMPLIED = {
    "crossref": (
        "status", "message-type", "message-version", "message.author.sequence", "author.sequence", "editor.sequence", "author.authenticated-orcid", "message.author.authenticated-orcid",
        "type", "message.type",  # the place in the list; the type
        "contributors/person_name@", "contributors/organization@", "contributors/person_name/ORCID@", "isbn@", "issn@", "publication_date@", "posted_date@", "series_metadata/issn@",
        "abstract/title", "abstract@", "publisher_item/item_number@",
        "abstract", "message.abstract",  # its heading "Abstract"
    ),
    "datacite": (
        "attributes.creators.nameType", "data.attributes.creators.nameType", "attributes.contributors.nameType", "attributes.contributors.contributorType", "creators.type",
        "attributes.descriptions.descriptionType", "data.attributes.descriptions.descriptionType", "descriptions.descriptionType",
        "attributes.dates.dateType", "data.attributes.dates.dateType", "attributes.titles.titleType", "creators.nameIdentifiers.nameIdentifierScheme",
        "data.attributes.creators.nameIdentifiers.", "attributes.creators.nameIdentifiers.nameIdentifierScheme", "attributes.creators.nameIdentifiers.schemeUri",
        "type", "prefix",
        "@schemaLocation", "creators/creator/creatorName@nameType", "descriptions/description@descriptionType", "identifier@identifierType", "dates/date@dateType", "titles/title@titleType",
        "creators/creator/nameIdentifier@", "contributors/contributor/nameIdentifier@",
    ),
    "ads": ("pubdate",),  # 00 for what is not known
    "orcid": ("external-ids/", "external-ids.", "work-summary.external-ids."),  # which are the work's own
    "inspire": (),
    "semanticscholar": (),
    "openalex": ("abstract_inverted_index", "authorships.author_position"),  # as text; the place in the list
}  # fmt: skip
"""What a record says in another way: places in lists, the kind of what has a field of its own."""


def lost(source: Source) -> list[tuple[str, str]]:
    spec, reader = reader_for(source)
    gone: list[tuple[str, str]] = []
    for item in reader.frame(source):
        if not isinstance(item, Item) or item.fault:
            continue
        try:
            record = reader.decode(item)
        except ItemError:
            continue
        found = leaves(parse(item.data)) if item.text.lstrip().startswith("<") else json_leaves(json.loads(item.text))
        gone += missing(found, record, IMPLIED[spec.name])
    return gone


NAMES = sorted(p.name for p in SAMPLES.iterdir() if p.is_file())


@pytest.mark.parametrize("sample", NAMES)
def test_samples(sample: str, golden: bool) -> None:
    source = Source(str(SAMPLES / sample))
    reader = reader_for(source)[1]
    lines = []
    for found in reader.frame(source):
        if isinstance(found, Note):
            lines.append(msgspec.json.encode(found).decode())
            continue
        try:
            record = reader.decode(found)
        except ItemError as error:
            lines.append(f"line {found.line}: {error}")
            continue
        lines.append(msgspec.json.encode(msgspec.structs.replace(record, source=msgspec.structs.replace(record.origin, path=""))).decode())
    expected = SAMPLES / "golden" / f"{sample}.jsonl"
    if golden:
        expected.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert lines == expected.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("sample", NAMES)
def test_nothing_of_a_sample_is_lost(sample: str) -> None:
    assert lost(Source(str(SAMPLES / sample))) == []


@pytest.mark.parametrize("folder", ["crossref_json", "crossref_xml", "datacite_json", "datacite_xml", "openalex_json", "ads_json", "orcid_json", "orcid_xml", "inspire_json", "semanticscholar_json"])
def test_nothing_of_the_real_files_is_lost(real_files: Path, folder: str) -> None:
    found = {}
    for path in sorted(p for p in (real_files / folder).iterdir() if p.suffix in (".json", ".xml")):
        try:
            spec, _ = reader_for(Source(str(path)))
        except InputError:
            continue
        if spec.name in IMPLIED and (gone := lost(Source(str(path)))):
            found[path.name] = gone[:5]
    assert found == {}


def test_names_as_crossref_has_them() -> None:
    source = Source(str(SAMPLES / "crossref_answer.json"))
    reader = reader_for(source)[1]
    records = [reader.decode(i) for i in reader.frame(source) if isinstance(i, Item) and i.ordinal != 1]
    assert records[1].author == (Name(literal="Planck Collaboration"), Name(family="Aghanim", given="N."), Name(family="Mausam"), Name(family="King", given="W. A.", suffix="Jr."))
    assert records[1].title == "<i>Planck</i> 2018 results: VI. Cosmological parameters"
    assert records[0].author[1].orcid == "0000-0002-9322-3515"
