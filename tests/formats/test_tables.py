"""Tables: samples in the shapes of databases and programs, the odd rows of spreadsheets, real tables where they are."""

import io
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperconv.errors import InputError, ItemError
from paperconv.formats.base import Item, Note
from paperconv.formats.csv_writer import CsvWriter
from paperconv.formats.registry import detect, reader_for
from paperconv.formats.tables.reader import CsvReader
from paperconv.formats.tables.row import Table
from paperconv.io.source import Source
from paperconv.model import Name, Record
from tests.conftest import SHARED
from tests.conservation import items_of, missing

SAMPLES = Path(__file__).parent / "tables"
READER = CsvReader()


def outcome(item: Item, reader: CsvReader = READER) -> Record | str:
    """The record of an item, or why there is none."""
    try:
        if item.fault:
            raise ItemError(item.fault)
        return reader.decode(item)
    except ItemError as error:
        return str(error)


def source(data: str | bytes, name: str = "x.csv") -> Source:
    return Source(name, stream=io.BytesIO(data.encode() if isinstance(data, str) else data))


def read(data: str | bytes) -> list[Record]:
    """The records of a table, of which all rows can be read."""
    return [READER.decode(item) for item in items_of(READER, source(data))]


def cells_of(item: Item) -> Iterator[tuple[str, str]]:
    table: Table = item.context
    cells = table.layout.cells(item.text)
    return ((c.name, cells[c.place]) for c in table.layout.columns if c.place < len(cells) and cells[c.place].strip() not in ("", "NA", "NaN"))


@pytest.mark.parametrize("sample", sorted(p.name for p in SAMPLES.iterdir() if p.is_file()))
def test_samples(sample: str, golden: bool) -> None:
    path = Source(str(SAMPLES / sample))
    _, reader = reader_for(path)
    assert isinstance(reader, CsvReader)
    lines = []
    for item in reader.frame(path):
        if isinstance(item, Note):
            lines.append(msgspec.json.encode(item).decode())
            continue
        found = outcome(item, reader)
        if isinstance(found, str):
            lines.append(msgspec.json.encode({"line": item.line, "end_line": item.end_line, "reject": found}).decode())
            continue
        assert not missing(cells_of(item), found, IMPLIED)
        lines.append(msgspec.json.encode(msgspec.structs.replace(found, source=msgspec.structs.replace(found.origin, path=""))).decode())
    expected = SAMPLES / "golden" / f"{sample}.jsonl"
    if golden:
        expected.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert lines == expected.read_text(encoding="utf-8").splitlines()


# Lists of names are compared by their parts below; Embase's line on the source becomes five fields, a type a CSL type, a month a number.
IMPLIED = ("author", "PD", "month", "Author", "AU", "Item Type", "DT", "Document Type", "ENTRYTYPE", "Source", "ISSN", "authorships.author.orcid", "Publication Type", "ids.pmid")


@pytest.mark.parametrize(("data", "form"), [
    ("title,authors,year\nA,B C,2001\n", "csv"), ("Title\tAuthors\tYear\nA\tB C\t2001\n", "csv"), ("title|author|doi|year\nA|B C||2001\n", "csv"),
    ("Title;Author;Year\nA;B C;2001\n", "csv"), ("| Title | Authors | Year |\n|---|---|---|\n| A | B | 2001 |\n", "text"),
    ("Authors,Title,Year,Source title,Link,EID\n,A,2001,,,2-s2.0-1\n", "scopus-csv"), ("作者,文献标题,年份,来源出版物名称,链接,EID\n,A,2001,,,2-s2.0-1\n", "scopus-csv"),
    ("Title: a paper on authors, years and ponds\n\nIt rains.\n", "text"),
])  # fmt: skip
def test_a_table_is_told_without_a_suffix(data: str, form: str) -> None:
    assert detect(source(data, "x")).name == form


@pytest.mark.parametrize("cell", ["Doe, J.; Roe, K.", "Doe, J. and Roe, K.", "Doe, J.|Roe, K.", "['Doe, J.', 'Roe, K.']", "Doe J., Roe K.", "Doe, J., Roe, K.",
                                  "J. Doe, K. Roe", "J. Doe and K. Roe", "Doe, J.\nRoe, K.", '["Doe, J.", "Roe, K."]', "Doe J.; Roe K.", "Doe, J. (57190000001); Roe, K. (57190000002)"])  # fmt: skip
def test_names_in_every_form_of_list(cell: str) -> None:
    (record,) = read('title,authors\nA,"' + cell.replace('"', '""') + '"\n')
    assert record.author == (Name("Doe", "J."), Name("Roe", "K."))


@pytest.mark.parametrize("cell", ["[No author name available]", "No author name available.", "[Anonymous]"])
def test_no_author_is_no_author(cell: str) -> None:
    (record,) = read(f"title,authors\nA,{cell}\n")
    assert not record.author
    assert record.extra == {"csv:authors": cell}


@pytest.mark.parametrize(("columns", "cells", "issued", "kept"), [
    ("year", "2014//", "2014", {}), ("year", "2014.0", "2014", {}), ("year", "in press", "", {"csv:year": "in press"}), ("date", "25/04/2020", "2020-04-25", {}),
    ("date", "03/04/2020", "2020", {"csv:date": "03/04/2020"}), ("date", "25.04.2020", "2020-04-25", {}), ("year,month,day", "2019,3,7", "2019-03-07", {}),
    ("year,month", "2019,Spring", "2019-21", {}), ("year,publication date", "2017,JUL-AUG", "2017-07/2017-08", {}), ("year,date", "2017,2018-01-02", "2017", {"csv:date": "2018-01-02"}),
    ("publication date,year", "2018-01-02,2018", "2018-01-02", {}), ("year,month", "2019,soon", "2019", {"csv:month": "soon"}),
])  # fmt: skip
def test_dates_in_one_column_or_three(columns: str, cells: str, issued: str, kept: dict[str, str]) -> None:
    (record,) = read(f"title,{columns}\nA,{cells}\n")
    assert (record.issued, record.extra) == (issued, kept)


def test_a_row_is_its_lines() -> None:
    items = items_of(READER, source('title,abstract\n"A\nB",x\nC,"y\n\nz"\nD,w\n'))
    assert [(i.line, i.end_line, i.text) for i in items] == [(2, 3, '"A\nB",x'), (4, 6, 'C,"y\n\nz"'), (7, 7, "D,w")]


def test_a_quote_that_is_never_closed_costs_its_row_only() -> None:
    data = 'id,title,year\n1,"Open,2001\n' + "".join(f'{n},"Paper, {n}",2002\n' for n in range(2, 40)) + '40,Sizes of 5" disks,2003\n41,"Open again,2004\n42,Last,2005\n'
    found = [outcome(item) for item in items_of(READER, source(data))]
    assert len(found) == 42
    assert [r.id for r in found if isinstance(r, Record)] == [str(n) for n in range(1, 43)]
    assert [r.title for r in found[-3:] if isinstance(r, Record)] == ['Sizes of 5" disks', '"Open again', "Last"]


def test_a_huge_field_and_a_long_row() -> None:
    (record, other) = read(f'title,abstract\nA,"{"lorem, ipsum " * 50_000}"\nB,c\n')
    assert len(record.abstract) > 500_000
    assert other.title == "B"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_encodings_of_spreadsheets(encoding: str) -> None:
    data = "Title\tAuthors\tYear\r\nÜber Größen\tJürgen Groß; Eva Weiß\t2001\r\n".encode(encoding)
    (record,) = read(b"\xff\xfe" + data if encoding == "utf-16-le" else data)
    assert record.title == "Über Größen"
    assert record.author == (Name("Groß", "Jürgen"), Name("Weiß", "Eva"))


def test_names_of_rows_without_a_name_and_a_table_without_rows() -> None:
    (record, _) = read('"title","year"\n"1","A",2001\n"2","B",2002\n')
    assert (record.title, record.issued, record.extra) == ("A", "2001", {"csv:column 1": "1"})
    assert read("title,authors,year\n") == []


def test_a_header_that_comes_again_is_no_paper() -> None:
    assert [r.title for r in read("title,year\nA,2001\ntitle,year\nB,2002\n")] == ["A", "B"]


@pytest.mark.parametrize("data", ["merged_ids\na;b\n", "id,name,size\n1,2,3\n", "conf/x/A,123\nconf/x/B,124\n"])
def test_a_table_without_titles_is_refused(data: str) -> None:
    with pytest.raises(InputError, match="no column is called title"):
        list(READER.frame(source(data)))


def test_our_own_tables_come_back_as_they_went() -> None:
    path = Source(str(SAMPLES.parent / "writers" / "records.jsonl"))
    _, native = reader_for(path)
    records = [native.decode(item) for item in items_of(native, path)]
    writer = CsvWriter()
    table = writer.head + writer.separator.join(writer.encode(r) for r in records) + writer.foot
    for before, after in zip(records, read(table), strict=True):
        for field in before.__struct_fields__:
            if field not in ("extra", "source", "history"):
                assert getattr(after, field) == getattr(before, field), field


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")) | st.sampled_from('";,\t\n |\\\''), max_size=12)


@given(st.lists(st.lists(TEXTS, min_size=3, max_size=3), max_size=5), st.sampled_from(",;\t|"), st.sampled_from([0, 1]))
def test_what_a_csv_writer_writes_is_read_cell_by_cell(table: list[list[str]], delimiter: str, quoting: int) -> None:
    import csv

    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator="\n").writerows([["title", "x", "y"], *table])  # type: ignore[arg-type]
    items = items_of(READER, source(out.getvalue()))
    found = [item.context.layout.cells(item.text) for item in items]
    assert found == [row for row in table if any(c.strip(' \t\n";,|') for c in row) or not _blank(row, delimiter)]


def _blank(row: list[str], delimiter: str) -> bool:
    return not "".join(row).strip(" \t\n\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0" + '"' + delimiter)


@given(st.text(max_size=200), st.sampled_from(["", "title,authors,year\n", "id;title;abstract\n"]))
def test_any_text_is_read_or_refused(text: str, head: str) -> None:
    try:
        for item in items_of(READER, source((head + text).encode("utf-8", "replace"))):
            outcome(item)
    except InputError:
        pass


def real() -> list[Path]:
    folders = [SHARED / "data" / "formats" / f for f in ("other_csv", "openalex_csv", "scopus_csv")] + [SHARED / "data" / "dedupe"]
    found = [p for folder in folders if folder.is_dir() for p in sorted(folder.rglob("*.?sv"))]
    return [p for p in found if "merged_record_ids" not in p.name and "Mapping" not in p.name]


@pytest.mark.parametrize("path", real(), ids=lambda p: p.name[-40:])
def test_real_tables_lose_nothing(path: Path) -> None:
    read_from = Source(str(path))
    spec, reader = reader_for(read_from)
    assert spec.name == ("scopus-csv" if "scopus" in path.name else "csv")
    lines = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").split("\n")
    items = items_of(reader, read_from)
    assert items
    for item in items:
        assert "\n".join(lines[item.line - 1 : item.end_line]) == item.text
        record = reader.decode(item)
        assert not missing(cells_of(item), record, IMPLIED)
        ids = [text for name, text in cells_of(item) if name in ("id", "ID")]
        assert not ids or record.id == ids[0]
