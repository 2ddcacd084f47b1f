"""What each writer makes of the same records, and what it says it cannot carry."""

import csv
import io
import re
from pathlib import Path

import msgspec
import pytest
import yaml

from paperconv import api
from paperconv.diagnostics import Diagnostic
from paperconv.formats.csl_yaml_writer import as_markdown
from paperconv.formats.registry import writer_for
from paperconv.model import Name, Record

HERE = Path(__file__).parent / "writers"
RECORDS = [msgspec.json.decode(line, type=Record) for line in (HERE / "records.jsonl").read_text(encoding="utf-8").splitlines()]


def write(name: str, records: list[Record]) -> str:
    writer = writer_for(name)[1]
    return writer.head + writer.separator.join(writer.encode(r) for r in records) + writer.foot


@pytest.mark.parametrize(("name", "file"), [
    ("csl-yaml", "golden.yaml"), ("ris", "golden.ris"), ("csv", "golden.csv"), ("hayagriva", "golden.hayagriva.yml"),
    ("bibtex", "golden.bib"), ("biblatex", "golden.biblatex.bib"), ("csl-json", "golden.json"),
])  # fmt: skip
def test_golden(name: str, file: str, golden: bool) -> None:
    written = write(name, RECORDS)
    if golden:
        (HERE / file).write_text(written, encoding="utf-8")
    assert written == (HERE / file).read_text(encoding="utf-8")


def test_yaml_says_the_same_as_it_was_given() -> None:
    items = yaml.safe_load(write("csl-yaml", RECORDS))["references"]
    assert [i["id"] for i in items] == [r.id for r in RECORDS]
    assert items[1]["issued"] == {"date-parts": [[2012, 9]]}
    assert items[1]["volume"] == "716"  # a string, and no number
    entries = yaml.safe_load(write("hayagriva", RECORDS))
    assert entries["aad2012observation"]["parent"]["volume"] == "716"
    assert entries["vaswani2017attention"]["date"] == "2017-06-12"


@pytest.mark.parametrize(("text", "markdown"), [
    ("plain words", "plain words"), (r"\input{x}", r"\\input{x}"), ("a_b *c* ~d~", r"a_b \*c\* \~d\~"), ("<i>Homo</i>", "*Homo*"),
    ("<sup>13 C</sup>", r"^13\ C^"), ("<b>", r"\<b>"), ("https://x.org/a_b", "https://x.org/a_b"), ("_a_", r"\_a\_"), ("Phys. Lett.", "Phys. Lett."), ("$x_1$ costs $5", r"$x_1$ costs \$5"), ("1. x", r"1\. x"), ("- x", r"\- x"), ("(a) x", r"\(a) x"),
    ("see @foo", r"see \@foo"), ("a@b.c", "a@b.c"), ("a--b...", r"a\--b\..."),
])  # fmt: skip
def test_text_as_markdown(text: str, markdown: str) -> None:
    assert as_markdown(text) == markdown


@pytest.mark.parametrize("text", ["2020", "1e3", "0o17", "yes", "null", "2020-05-01", "12:30:01", "~", "a: b", "- x", "# x", "=", ".5", "y"])
def test_a_string_stays_a_string_in_every_yaml(text: str) -> None:
    written = write("csl-yaml", [Record(id="a", type="book", volume=text)])
    assert yaml.safe_load(written)["references"][0]["volume"].replace("\\", "") == text
    if text[0] in "0123456789.yn":  # what some YAML takes for a number, a date, a truth value
        assert re.search(r"^ *volume: ['\"]", written, re.M)


def test_a_table_has_one_row_a_record_and_the_same_columns() -> None:
    hostile = Record(id="q", title='a "quoted", title;\nwith a break', author=(Name(literal="Barnes and Noble, Inc."), Name("Roe", "J.")))
    rows = list(csv.DictReader(io.StringIO(write("csv", [*RECORDS, hostile]), newline="")))
    assert len(rows) == len(RECORDS) + 1
    assert all(None not in row for row in rows)
    assert rows[-1]["title"] == 'a "quoted", title; with a break'
    assert rows[-1]["author"] == "{Barnes and Noble, Inc.}; Roe, J."


def test_ris_is_one_line_a_value_and_ends_each_record() -> None:
    written = write("ris", RECORDS)
    assert written.count("TY  - ") == written.count("ER  - ") == len(RECORDS)
    assert all(line == "" or line[2:6] == "  - " for line in written.split("\n"))


@pytest.mark.parametrize(("to", "lost"), [
    ("csl-yaml", {"ris:U1"}), ("ris", {"arxiv", "event-title", "csl:archive"}), ("csv", {"ris:U1", "csl:archive"}),
    ("hayagriva", {"arxiv", "keyword", "ris:U1", "csl:archive"}),
])  # fmt: skip
def test_what_a_format_cannot_carry_is_said(to: str, lost: set[str], tmp_path: Path) -> None:
    said: list[Diagnostic] = []
    api.write(RECORDS, tmp_path / "out", to, on_diagnostic=said.append)
    assert {d.field for d in said if d.code == "PC901"} == lost
