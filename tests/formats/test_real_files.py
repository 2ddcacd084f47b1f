"""Every real file of every format, where they are: told apart, read without a fault, every item a record or a reject, spans that hold the item."""

import collections
from pathlib import Path

import pytest

from paperconv.diagnostics.collect import Collector
from paperconv.errors import InputError, ItemError, UsageError
from paperconv.formats.base import Item, Note
from paperconv.formats.registry import FORMATS, reader_for
from paperconv.io.encoding import Decoding
from paperconv.io.source import Source
from paperconv.pipeline import Totals, read

from ..conftest import SHARED

FOLDERS = {
    "acl_anthology_xml": {"acl-xml"},
    "ads_json": {"ads"},
    "arxiv_abs": {"text", "arxiv-listing"},
    "arxiv_atom": {"arxiv-atom"},
    "arxiv_docmeta_json": {"arxiv-jsonl"},
    "arxiv_kaggle_jsonl": {"arxiv-jsonl"},
    "arxiv_mail_listing": {"text", "arxiv-listing"},
    "arxiv_oai_arXiv": {"arxiv-oai"},
    "arxiv_oai_arXivRaw": {"arxiv-oai"},
    "arxiv_oai_dc": {"arxiv-oai"},
    "bibtex": {"bibtex", "biblatex", "text"},
    "cff": {"cff"},
    "crossref_json": {"crossref", "csl-json"},
    "crossref_xml": {"crossref"},
    "csl_json": {"csl-json"},
    "csl_yaml": {"csl-yaml"},
    "datacite_json": {"datacite"},
    "datacite_xml": {"datacite"},
    "dblp_bib": {"bibtex", "biblatex"},
    "dblp_xml": {"dblp-xml"},
    "doaj_json": {"doaj-json"},
    "endnote_xml": {"endnote-xml"},
    "enw": {"enw", "bibtex", "biblatex", "ris", "wos"},  # whatever they are called
    "inspire_json": {"inspire"},
    "jats": {"jats"},
    "marcxml": {"marcxml"},
    "mods": {"mods"},
    "msbib_xml": {"msbib-xml"},
    "openalex_json": {"openalex"},
    "orcid_json": {"orcid"},
    "orcid_xml": {"orcid"},
    "pubmed_nbib": {"nbib"},
    "pubmed_xml": {"pubmed-xml"},
    "ris": {"ris", "wos"},
    "scopus_csv": {"scopus-csv", "csv"},
    "semanticscholar_json": {"semanticscholar"},
    "wos_plain": {"wos", "ris"},
}
"""The formats that the files of a folder may be taken for; another folder holds what cannot be read, or is mixed."""

FILES = [p for d in sorted((SHARED / "data/formats").glob("*")) if d.is_dir() for p in sorted(d.iterdir()) if p.name != "PROVENANCE.md"]


@pytest.mark.parametrize("path", FILES, ids=lambda p: f"{p.parent.name}/{p.name}"[:80])
def test_a_real_file(path: Path) -> None:
    source = Source(str(path))
    try:
        spec, reader = reader_for(source)
    except (InputError, UsageError):
        return  # counted below
    assert spec.name in FOLDERS.get(path.parent.name, {spec.name}), f"taken for {spec.name}"
    with Source(str(path)).open() as stream:
        lines = Decoding(stream).read().text.split("\n")
    ends = 0
    for ordinal, item in enumerate(i for i in reader.frame(source) if not isinstance(i, Note)):
        assert isinstance(item, Item)
        assert item.ordinal == ordinal
        span = "\n".join(lines[item.line - 1 : item.end_line])
        assert "".join(item.text.split()) in "".join(span.split()), f"lines {item.line} to {item.end_line} do not hold the item"
        assert item.line >= min(ends, item.line), "items go forward"
        ends = item.end_line
        if item.fault:
            continue
        try:
            record = reader.decode(item)
        except ItemError:
            continue
        assert record.origin.path == str(path)
        assert record.origin.line == item.line


def test_nearly_every_file_that_has_a_paper_gives_one() -> None:
    if not FILES:
        pytest.skip("needs the real files")
    empty = collections.defaultdict(list)
    for path in FILES:
        folder = path.parent.name
        if not FOLDERS.get(folder, set()) & FORMATS.keys():
            continue
        totals = Totals()
        try:
            for _ in read([Source(str(path))], "", Collector(), totals):
                break
        except (InputError, UsageError):
            pass
        if not totals.records:
            empty[folder].append(path.name)
    assert {folder: len(names) for folder, names in empty.items() if len(names) > EMPTY.get(folder, 0)} == {}, dict(empty)


EMPTY = {
    "acl_anthology_xml": 5,  # YAML of names, venues
    "arxiv_atom": 2,  # feeds without entries
    "bibtex": 1,  # comments only
    "crossref_json": 1,  # an error
    "csl_yaml": 5,  # Hayagriva
    "datacite_json": 2,  # no results; a comma is missing
    "datacite_xml": 1,  # not well-formed
    "dblp_xml": 1,  # the DTD
    "inspire_json": 1,  # a list of conflicts
    "jats": 1,  # an abstract
    "msbib_xml": 1,  # a source without anything
    "openalex_json": 2,  # a benchmark's sample of questions
    "orcid_json": 5,  # persons without works
    "pubmed_xml": 1,  # a search's answer
    "semanticscholar_json": 1,  # signatures
    "wos_plain": 1,  # nothing but the header
}
"""Files without a paper, looked at one by one."""
