"""Web pages: what a page says of its paper, and lists of papers as sites print them."""

import io
from pathlib import Path

import msgspec
import pytest

import paperconv
from paperconv.formats.base import Item
from paperconv.formats.text.page import PageReader
from paperconv.io.source import Source
from paperconv.model import Name, Record

SAMPLES = Path(__file__).parent / "text" / "pages"


def read(page: str) -> list[Record]:
    reader = PageReader()
    return [reader.decode(x) for x in reader.frame(Source("-", stream=io.BytesIO(page.encode()))) if isinstance(x, Item)]


@pytest.mark.parametrize("sample", sorted(p.name for p in SAMPLES.glob("*.html")))
def test_samples(sample: str, golden: bool) -> None:
    records = list(paperconv.read(SAMPLES / sample))
    lines = [msgspec.json.encode(msgspec.structs.replace(r, source=msgspec.structs.replace(r.origin, path=""))).decode() for r in records]
    expected = SAMPLES / "golden" / f"{sample}.jsonl"
    if golden:
        expected.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert lines == expected.read_text(encoding="utf-8").splitlines()


def test_a_page_about_one_paper() -> None:
    (record,) = read(
        """<html><head>
<meta name="citation_title" content="Deep learning">
<meta name="citation_author" content="Yann LeCun"><meta name="citation_author_institution" content="Facebook AI Research">
<meta name="citation_author" content="Bengio, Yoshua">
<meta name="citation_journal_title" content="Nature"><meta name="citation_volume" content="521"><meta name="citation_issue" content="7553">
<meta name="citation_firstpage" content="436"><meta name="citation_lastpage" content="444">
<meta name="citation_publication_date" content="2015/05/28"><meta name="citation_doi" content="doi:10.1038/nature14539">
<meta name="citation_springer_api_url" content="http://x.example/1"></head><body><ul><li>Another. A. Roe, B. Poe. 2019.</li></ul></body></html>"""
    )
    assert record.author == (Name("LeCun", "Yann", affiliation=("Facebook AI Research",)), Name("Bengio", "Yoshua"))
    assert (record.type, record.title, record.container_title) == ("article-journal", "Deep learning", "Nature")
    assert (record.volume, record.issue, record.page, record.issued) == ("521", "7553", "436-444", "2015-05-28")
    assert record.identifiers == {"doi": "10.1038/nature14539"}
    assert record.extra == {"html:citation_springer_api_url": "http://x.example/1"}
    assert (record.origin.line, record.origin.end_line) == (2, 8)


def test_dublin_core_where_there_is_nothing_else() -> None:
    page = '<meta name="DC.title" content="On trees"><meta name="DC.creator" content="Roe, Jane"><meta name="DC.date" content="2019-03">'
    assert [(r.title, r.author, r.issued) for r in read(f"<html><head>{page}</head></html>")] == [("On trees", (Name("Roe", "Jane"),), "2019-03")]


def test_scripts_and_menus_are_no_papers() -> None:
    page = "<html><head><title>Home</title><script>var a = 'Deep learning, 2019';</script></head><body><nav><a href='/'>Deep Learning</a></nav></body></html>"
    assert read(page) == []


@pytest.mark.parametrize("page", ["<html>", "<html><body>" + "<div>" * 3000, "<p>" * 5000, "<html><meta name=citation_title></html>", "<!doctype html>\x00<p>a"])
def test_broken_pages_are_read_as_far_as_they_go(page: str) -> None:
    assert read(page) == []
