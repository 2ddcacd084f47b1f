"""Inputs that are broken, cut or meant to do harm: each ends with a diagnostic, in bounded time and memory, and the rest is read."""

import gzip
from pathlib import Path

import pytest

from paperconv.diagnostics import Diagnostic
from paperconv.diagnostics.collect import Collector
from paperconv.io.source import Source
from paperconv.model import Record
from paperconv.pipeline import Totals, read


def run(path: Path, format: str = "") -> tuple[list[Record], list[Diagnostic]]:
    found: list[Diagnostic] = []
    records = list(read([Source(str(path))], format, Collector(found.append), Totals()))
    return records, found


def errors(found: list[Diagnostic]) -> list[str]:
    return [f"{d.code} {d.message}" for d in found if d.code in ("PC001", "PC002", "PC004", "PC090")]


def test_a_damaged_archive_gives_what_comes_before_the_damage(tmp_path: Path) -> None:
    lines = b"".join(b'{"id":"k%d","type":"article","title":"On graphs %d"}\n' % (n, n * n) for n in range(5000))
    path = tmp_path / "x.jsonl.gz"
    path.write_bytes(gzip.compress(lines)[:-4000])
    records, found = run(path)
    assert len(records) > 1000
    assert [e for e in errors(found) if "damaged behind what could be read" in e]
    path.write_bytes(gzip.compress(lines)[:-4] + b"\xff\xff\xff\xff")
    records, found = run(path)
    assert len(records) == 5000
    assert [e for e in errors(found) if "damaged behind what could be read" in e]


def test_an_error_page_holds_no_paper_whatever_its_suffix(tmp_path: Path) -> None:
    for name in ("x.bib", "x.json", "x.ris", "x.txt", "x.xml", "x.csv"):
        path = tmp_path / name
        path.write_text("<!DOCTYPE html>\n<html><head><title>503 Service Unavailable</title></head></html>")
        records, found = run(path)
        assert not records
        assert [e[:5] for e in errors(found)] == ["PC004"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.json", b'[{"id": "a", "type": "book", "title": "One", "DOI": "10.1000/1"}, {"id": "b", "DOI": ' + b'{"a":' * 100_000 + b"1" + b"}" * 100_000 + b"}]"),
        ("x.json", b'[{"id": "a", "type": "book", "title": "One", "DOI": "10.1000/1"}, {"id": "b", "DOI": ' + b"[" * 100_000),
        ("x.jsonl", b'{"id":"a","type":"article","title":"One"}\n{"id":"b","title":' + b"[" * 100_000 + b"]" * 100_000 + b"}\n"),
        ("x.bib", b"@misc{a, title = {One}}\n@misc{b, title = " + b"{" * 20_000 + b"x" + b"}" * 20_000 + b"}\n"),
        ("x.bib", b"@misc{a, title = {One}}\n@misc{b, title = " + b"{" * 20_000),
    ],
)
def test_deep_nesting_costs_its_item_only(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    records, found = run(path)
    assert records[0].title == "One"
    assert not [e for e in errors(found) if "PC090" in e]


def test_a_file_cut_inside_a_character_loses_no_more_than_its_end(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    whole = "Graph evolution\nPál Erdős, Alfréd Rényi\nWe study how graphs evolve when edges come one by one, from Pál Erdő".encode()
    path.write_bytes(whole[:-1])
    records, _ = run(path)
    assert records[0].title == "Graph evolution"
    assert records[0].author[0].family == "Erdős"


def test_a_line_without_end_is_bounded(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes(b"Graph evolution\nAlfred Renyi, Pal Erdos\n" + b"lorem ipsum " * 2_000_000 + b"\n\nRandom graphs\nEdgar Gilbert\n")
    records, found = run(path)
    assert [r.title for r in records] == ["Graph evolution", "Random graphs"]
    assert any("24,000,000 bytes" in e for e in errors(found))
    path = tmp_path / "x.bib"
    path.write_bytes(b"@misc{a, title = {One}}\n@misc{b, title = {" + b"lorem ipsum " * 500_000 + b"}}\n@misc{c, title = {Three}}\n")
    records, _ = run(path)
    assert [r.id for r in records] == ["a", "b", "c"]
    path = tmp_path / "x.json"
    path.write_bytes(b'[{"id":"a","type":"book","DOI":"10.1000/1"},\n{"id":"b","note":"' + b"lorem ipsum " * 2_000_000 + b'"},\n{"id":"c"}]')
    records, _ = run(path)
    assert [r.id for r in records] == ["a", "b", "c"]


_LAUGHS = "".join(f'<!ENTITY a{n} "' + f"&a{n - 1};" * 10 + '">' for n in range(1, 12))


def test_entities_are_not_expanded_and_nothing_is_fetched(tmp_path: Path) -> None:
    path = tmp_path / "x.xml"
    path.write_text(
        '<?xml version="1.0"?>\n<!DOCTYPE PubmedArticleSet SYSTEM "http://localhost:1/pubmed.dtd" [<!ENTITY a0 "ha">' + _LAUGHS + '<!ENTITY file SYSTEM "file:///etc/passwd">]>\n'
        "<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID><Article><ArticleTitle>A &a11; title &file;</ArticleTitle></Article></MedlineCitation></PubmedArticle></PubmedArticleSet>"
    )
    records, found = run(path)
    assert records[0].title == "A &a11; title &file;"
    assert not errors(found)


def test_deep_xml_costs_its_item_only(tmp_path: Path) -> None:
    path = tmp_path / "x.xml"
    good = "<record><ref-type>17</ref-type><titles><title>%s</title></titles></record>"
    path.write_text("<xml><records>" + good % "One" + good % ("<style>" * 50_000 + "x" + "</style>" * 50_000) + good % "Three" + "</records></xml>")
    records, found = run(path)
    assert [r.title for r in records] == ["One", "Three"]
    assert len(errors(found)) == 1


def test_a_cut_file_gives_what_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "x.xml"
    article = "<PubmedArticle><MedlineCitation><PMID>%d</PMID><Article><ArticleTitle>Title %d</ArticleTitle></Article></MedlineCitation></PubmedArticle>\n"
    path.write_text(("<PubmedArticleSet>\n" + "".join(article % (n, n) for n in range(1, 9)))[:-60])
    records, found = run(path)
    assert len(records) == 7
    assert any("ends inside" in e for e in errors(found))
    path = tmp_path / "x.ris"
    path.write_text("TY  - JOUR\nTI  - One\nER  - \n\nTY  - JOUR\nTI  - Two\nAU  - Doe, Ja")
    records, _ = run(path)
    assert [r.title for r in records] == ["One", "Two"]


def test_a_ragged_table_is_read_row_by_row(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text('title,authors,year\n"On graphs","Doe, Jane",1999\nShort row\n"Too long","Roe, John",2000,more,and more\n"Last","Poe, Max",2001\n')
    records, found = run(path)
    titles = [r.title for r in records]
    assert titles[0] == "On graphs"
    assert titles[-1] == "Last"
    assert len(records) + len(errors(found)) >= 4
    path.write_text("Export of 2020,,\n,,\ntitle;authors;year\nOn graphs;Doe, Jane;1999\n")
    records, _ = run(path)
    assert [r.title for r in records] == ["On graphs"]
