"""BibTeX -> BibTeX, BibTeX -> CSL-JSON -> BibTeX, CSL-JSON -> BibLaTeX -> CSL-JSON: what a record says comes back."""

import io
import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperconv.formats.base import Item
from paperconv.formats.registry import format_named, reader_for, writer_for
from paperconv.io.source import Source
from paperconv.model import ArxivInfo, Name, Record
from paperconv.model.text import plain
from tests.conftest import SHARED
from tests.laws.test_bibtex_roundtrip import dates, names, settle, texts

KEPT = ("id", "type", "title", "author", "issued", "abstract", "identifiers", "container_title", "volume", "page")


def through(record: Record, *formats: str) -> Record:
    for name in formats:
        writer = writer_for(name)[1]
        text = writer.head + writer.encode(record) + writer.foot
        source = Source("x", stream=io.BytesIO(text.encode()))
        reader = reader_for(source, format_named(name).name)[1]
        (item,) = [i for i in reader.frame(source) if isinstance(i, Item)]
        record = reader.decode(item)
    return record


def said(record: Record) -> dict[str, Any]:
    return {field: getattr(record, field) for field in KEPT}


types = st.sampled_from(["article-journal", "paper-conference", "chapter", "book", "thesis", "report", "webpage", "dataset", "software", "motion_picture", "legal_case", "document"])
identifiers = st.sampled_from([
    {}, {"doi": "10.1000/a_b#c"}, {"doi": "10.1002/(SICI)1096-8644(199601)99:1<1::AID-AJPA1>3.0.CO;2-1"}, {"arxiv": "2501.12948", "doi": "10.48550/arXiv.2501.12948"},
    {"arxiv": "hep-th/9711200", "doi": "10.1000/x%y"}, {"pmid": "123", "pmcid": "PMC12", "isbn": "9780486671352", "issn": "0370-2693"},
])  # fmt: skip
# Titles in the form in which TeX gives them back: white space squeezed; marks of case only where they do something.
records = st.builds(
    lambda type_, title, abstract, author, issued, known, container, page: through(
        Record(id="k", type=type_, title=title, abstract=abstract, author=author, issued=issued, identifiers=known, container_title=container, publisher="P",
               note="n", page=page, arxiv=ArxivInfo(2, "cs.CL") if "arxiv" in known else None), "bibtex"),
    types, texts, texts.map(settle), names, dates, identifiers, st.sampled_from(["Journal of <i>Drosophila</i> & Co.", "Physics"]), st.sampled_from(["", "1-29", "e12"]),
)  # fmt: skip


@pytest.mark.parametrize("way", [("bibtex",), ("biblatex",), ("csl-json", "bibtex"), ("biblatex", "csl-json"), ("csl-json", "biblatex", "csl-json", "bibtex")], ids="-".join)
@settings(max_examples=150)
@given(record=records)
def test_what_was_read_comes_back(way: tuple[str, ...], record: Record) -> None:
    record = msgspec.structs.replace(record, author=tuple(n for n in record.author if n.lost == ""))
    assert said(through(record, *way)) == said(record)


def exact(ours: Iterable[Name], theirs: list[dict[str, str]]) -> int:
    """How many names are those of the CSL item; a particle may stand apart."""
    def parts(name: Name) -> tuple[str, str]:
        return (name.literal, "") if name.literal else (name.surname, name.given)

    return sum(parts(a) == (b.get("literal") or b["family"], b.get("given", "")) for a, b in zip(ours, theirs, strict=True))


@pytest.mark.parametrize("way", [(), ("bibtex",), ("csl-json", "bibtex"), ("biblatex", "csl-json")], ids="-".join)
def test_a_thousand_records(tmp_path: Path, way: tuple[str, ...]) -> None:
    script = SHARED / "judges" / "gen_records.py"
    if not script.is_file():
        pytest.skip("the generator of records is not beside this checkout")
    subprocess.run([sys.executable, str(script), "1000", str(tmp_path / "gen")], check=True)
    items = {item["id"]: item for item in json.loads((tmp_path / "gen.csl.json").read_text(encoding="utf-8"))}
    source = Source(str(tmp_path / "gen.bib"))
    reader = reader_for(source, "bibtex")[1]
    right = total = 0
    for framed in reader.frame(source):
        assert isinstance(framed, Item)
        first = reader.decode(framed)
        record = through(first, *way)
        item = items.pop(record.id)
        assert said(record) == said(first)
        right += exact(record.author, item["author"])
        total += len(item["author"])
        assert plain(record.title) == item["title"]
        assert record.identifiers["doi"] == item["DOI"]
        assert [int(p) for p in record.issued.split("-")] == item["issued"]["date-parts"][0]
        assert record.abstract == item["abstract"]
    assert not items
    assert (right, total) == (4098, 4098)
