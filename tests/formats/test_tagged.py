"""Tagged text (RIS, MEDLINE, refer, Web of Science): samples in the real shapes, what each tag means, and real files where they are."""

import io
import re
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperconv.errors import ItemError
from paperconv.formats.base import Item, Note, Reader
from paperconv.formats.detect import sniff
from paperconv.formats.enw import EnwReader
from paperconv.formats.nbib import NbibReader
from paperconv.formats.registry import detect
from paperconv.formats.ris import RisReader
from paperconv.formats.ris_writer import RisWriter
from paperconv.formats.tagged import in_year, people
from paperconv.formats.wos import WosReader
from paperconv.io.source import Source
from paperconv.io.tagged import Tagging
from paperconv.model import Name, Record
from paperconv.model import date as dates
from paperconv.model.text import fold
from tests.conservation import items_of, missing

SAMPLES = Path(__file__).parent / "tagged"
READERS: dict[str, Reader] = {"ris": RisReader(), "nbib": NbibReader(), "enw": EnwReader(), "wos": WosReader()}


def outcome(reader: Reader, item: Item) -> Record | str:
    """The record of an item, or why there is none."""
    try:
        if item.fault:
            raise ItemError(item.fault)
        return reader.decode(item)
    except ItemError as error:
        return str(error)


def source(data: str | bytes) -> Source:
    return Source("-", stream=io.BytesIO(data.encode() if isinstance(data, str) else data))


def records(name: str, data: str | bytes) -> list[Record]:
    """The records of an input, of which all items can be read."""
    return [READERS[name].decode(item) for item in items_of(READERS[name], source(data))]


def one(name: str, data: str) -> Record:
    (record,) = records(name, data)
    return record


def line_of(found: Record | str, item: Item) -> str:
    if isinstance(found, str):
        return msgspec.json.encode({"line": item.line, "end_line": item.end_line, "reject": found}).decode()
    assert found.source is not None
    return msgspec.json.encode(msgspec.structs.replace(found, source=msgspec.structs.replace(found.source, path=""))).decode()


@pytest.mark.parametrize("sample", sorted(p.name for p in SAMPLES.iterdir() if p.is_file()))
def test_samples(sample: str, golden: bool) -> None:
    path = Source(str(SAMPLES / sample))
    reader = READERS[detect(path).name]
    lines = [msgspec.json.encode(i).decode() if isinstance(i, Note) else line_of(outcome(reader, i), i) for i in reader.frame(path)]
    expected = SAMPLES / "golden" / f"{sample}.jsonl"
    if golden:
        expected.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert lines == expected.read_text(encoding="utf-8").splitlines()


# What holds of all


@pytest.mark.parametrize("sample", sorted(p.name for p in SAMPLES.iterdir() if p.is_file()))
def test_every_field_of_the_samples_is_in_the_record(sample: str) -> None:
    check(Source(str(SAMPLES / sample)))


def check(path: Source, name: str = "") -> int:
    """How many records there are. Each has all that its item has, all lines are in an item or a note, and no field of a record is without a source."""
    name = name or detect(path).name
    reader = READERS[name]
    with Source(path.path).open() as stream:
        lines = text_lines(stream.read())
    covered: set[int] = set()
    count = 0
    for item in reader.frame(path):
        assert not covered & set(range(item.line, item.end_line + 1)) or (isinstance(item, Note) and item.code == "PC003"), (path.path, item.line)
        covered |= set(range(item.line, item.end_line + 1))
        if isinstance(item, Item):
            assert "\n".join(lines[item.line - 1 : item.end_line]).strip("\ufeff ") == item.text.strip("\ufeff "), (path.path, item.line)
            found = outcome(reader, item)
            if isinstance(found, Record):
                count += 1
                assert not missing(LEAVES[name](item), found, IMPLIED[name]), (path.path, item.line)
    left = [n for n, line in enumerate(lines, 1) if line.strip() and n not in covered and not re.match(AROUND, line)]
    assert not left, (path.path, left[:5])
    return count


def text_lines(data: bytes) -> list[str]:
    from paperconv.io.encoding import decode

    return decode(data).text.split("\n")


AROUND = r"\ufeff?(?:FN|VR|EF)\b|PT\t"
"""Lines that hold the records of Web of Science."""


def ris_leaves(item: Item) -> list[tuple[str, str]]:
    """Tags and values of a record in RIS, a line each; cut with other means than the reader's."""
    leaves = []
    tag = "text"
    year = m[1] if (m := re.search(r"(?m)^(?:PY|Y1)  - .*?(\d{4})", item.text)) else ""
    for line in re.sub(r"(?<=[^\s-])(AD|AN|C3|PU|PI|PA|SN|J9|WE)  - ", r"\n\1  - ", item.text).split("\n"):
        if m := re.match(r"[\s\ufeff]*([A-Z][A-Z0-9]|PMID)\s{0,3}-(?:\s|$)", line):
            tag, line = m[1], line[m.end() :]
        cuts = r";" if tag in ("KW", "AU", "A1") else "/" if tag in ("Y1", "DA", "PY", "Y2") and not dates.parse(line.strip("/ ")) else "\0"
        for part in re.split(cuts, line):
            if part.strip():
                part = f"{part} {year}" if tag == "DA" and year and not re.search(r"\d{4}", part) else part
                leaves.append((tag, re.sub(r"\bpp?\b|PMID:|\b[A-Z]{2}(?=\()", "", part) if tag in ("SP", "AN", "AD") else part))
    return leaves


def nbib_leaves(item: Item) -> list[tuple[str, str]]:
    """Tags and values of a citation; a line that goes on belongs to the one before it."""
    joined = re.sub(r"\n[ \t]+", " ", item.text)
    leaves = [(m[1], m[2]) for m in re.finditer(r"(?m)^(\w{2,5}) {0,3}-(.*)", joined) if m[2].strip()]
    full = [fold(value) for tag, value in leaves if tag in ("FAU", "FED")]
    return [(tag, CLUTTER.sub(" ", value)) for tag, value in leaves if tag not in ("AU", "ED") or not any(short_of(fold(value), f) for f in full)]


CLUTTER = re.compile(r"\[\w+\]\s*$|\b[A-Z]{2}(?=\()|ISSN-|ORCID:")
"""The kind of an identifier, the letters that lead from affiliations to authors."""


def short_of(short: str, full: str) -> bool:
    """True for "king ml" of "king martin luther"."""
    family, _, initials = short.rpartition(" ")
    rest = iter(full)
    return full.startswith(family or initials) and all(letter in rest for letter in short.replace(" ", ""))


def enw_leaves(item: Item) -> list[tuple[str, str]]:
    """Tags and values of a record of EndNote; names in a list, and lines of keywords, each by itself."""
    leaves = []
    for tag, value in re.findall(r"(?ms)^\ufeff?(%\S)(?:[ \t]+|$)(.*?)(?=^%\S(?:\s|$)|\Z)", item.text):
        cuts = r";" if tag in ("%A", "%Y") else r"[;,\n]\s+" if tag == "%K" else "\0"
        for part in re.split(cuts, value):
            if tag == "%8" and not re.search(r"\d{4}", part) and (m := re.search(r"(?m)^%D (\d{4})", item.text)):
                part = f"{part} {m[1]}"
            if part.strip():
                leaves.append((tag, re.sub(r"\b[A-Z]{2}(?=\()|DOI:|eprintid:|^\d\d/(?=\d{4}$)", " ", part.strip())))
    return leaves


def wos_leaves(item: Item) -> list[tuple[str, str]]:
    """Tags and values of Web of Science; of lists a value each."""
    if item.context:
        pairs = [(tag, cell.strip('"').replace('""', '"')) for tag, cell in zip(item.context, item.text.split("\t"), strict=False)]
    else:
        pairs = [(m[1], m[2]) for m in re.finditer(r"(?ms)^\ufeff?([A-Z][A-Z0-9])(?:[ \t]|$)(.*?)(?=^[A-Z][A-Z0-9](?:[ \t]|$)|\Z)", item.text)]
    year = next((value.strip() for tag, value in pairs if tag == "PY"), "")
    full = [fold(part) for tag, value in pairs if tag in ("AF", "BF") for part in re.split(r"[;\n]", value)]
    leaves = []
    for tag, value in pairs:
        if tag == "PD" and dates.parse(f"{value.strip()} {year}"):
            value = f"{value.strip()} {year}"
        for part in re.split(r"[;\n\[\]]" if tag in ("AU", "AF", "C1", "DE", "OI", "CR", "CA", "GP", "BA", "BF", "BE") else "\0", value):
            part = part.replace("/", " ") if tag == "OI" else re.sub(r"^pp?\. ", "", part) if tag == "PS" else part
            if part.strip() and not (tag in ("AU", "BA") and any(short_of(fold(part), f) for f in full)):
                leaves.append((tag, part))
    return leaves


LEAVES = {"ris": ris_leaves, "nbib": nbib_leaves, "enw": enw_leaves, "wos": wos_leaves}
# TY, %0, PT: the type of the record says it, or they are kept. ER ends a record.
IMPLIED: dict[str, tuple[str, ...]] = {"ris": ("TY",), "nbib": (), "enw": ("%0",), "wos": ("PT", "ER", "EF")}


# RIS


def test_real_ris(real_files: Path) -> None:
    for path in [*sorted((real_files / "ris").iterdir()), *sorted(real_files.glob("*/*procite*")), *sorted(real_files.glob("*/*refman*"))]:
        if path.name != "PROVENANCE.md" and (found := sniff(path.read_bytes()[: 1 << 16], path.suffix)) == ["ris"]:
            begun = len(re.findall(rb"(?m)^[ \t]*(?:\xef\xbb\xbf)?TY +- ", path.read_bytes()))
            assert check(Source(str(path))) == begun, path.name
        elif path.name != "PROVENANCE.md":
            assert found == ["wos"], path.name


@pytest.mark.parametrize(
    ("lines", "iso"),
    [
        (("PY  - 2019/03/12/",), "2019-03-12"),
        (("Y1  - 2019/03/12/Spring",), "2019-03-12"),
        (("DA  - 2019///Spring", "PY  - 2019"), "2019-21"),
        (("PY  - 2014//",), "2014"),
        (("Y1  - 2015/october",), "2015-10"),
        (("PY  - 1999", "DA  - SEP 30"), "1999-09-30"),
        (("PY  - 2013", "DA  - NOV-DEC"), "2013-11/2013-12"),
        (("PY  - 2017", "Y1  - Mar. 2017"), "2017-03"),
        (("PY  - 2020", "DA  - 2021/01/02"), "2020"),
        (("DA  - 2020/01/02", "PY  - 2020"), "2020-01-02"),
        (("PY  - 2010///-2012",), "2010/2012"),
        (("PY  - 1850///about",), "1850~"),
        (("PY  - n.d.",), ""),
    ],
)
def test_ris_dates(lines: tuple[str, ...], iso: str) -> None:
    record = one("ris", "\n".join(("TY  - JOUR", "TI  - T", *lines, "ER  - ")))
    assert record.issued == iso
    assert iso or record.extra["ris:PY"] == "n.d."


def test_days_of_a_conference_are_not_the_paper_s_date() -> None:
    record = one("ris", "TY  - CONF\nTI  - T\nPY  - 2020\nY1  - 4-8 Aug. 2020\nER  - ")
    assert (record.issued, record.extra["ris:Y1"]) == ("2020", "4-8 Aug. 2020")


@pytest.mark.parametrize(
    ("values", "names"),
    [
        (["Smith, JR"], [Name("Smith", "JR")]),
        (["Smith, John, Jr."], [Name("Smith", "John", suffix="Jr.")]),
        (["Smith, Jr., John"], [Name("Smith", "John", suffix="Jr.")]),
        (["Smith, Jr."], [Name("Smith", suffix="Jr.")]),
        (["van der Berg, Jan", "Institute of Ponds"], [Name("Berg", "Jan", non_dropping_particle="van der"), Name(literal="Institute of Ponds")]),
        (["Roe, Ann", "Fermilab Lattice"], [Name("Roe", "Ann"), Name(literal="Fermilab Lattice")]),
        (["Roe, Ann", "J. Doe"], [Name("Roe", "Ann"), Name("Doe", "J.")]),
        (["A. Author", "B. Writer"], [Name("Author", "A."), Name("Writer", "B.")]),
        (["Liu R.", "Adler D.G."], [Name("Liu", "R."), Name("Adler", "D.G.")]),
        (["World Health Organization,"], [Name(literal="World Health Organization")]),
        (["EBioMedicine, null"], [Name("EBioMedicine", "null")]),
        (["Roe, Ann; Doe, J."], [Name("Roe", "Ann"), Name("Doe", "J.")]),
        (["Roe, Ann and Doe, J."], [Name("Roe", "Ann"), Name("Doe", "J.")]),
        (["Mart&#xED;n, Ana"], [Name("Martín", "Ana")]),
        (["Roe, Ann\nDoe, J."], [Name("Roe", "Ann"), Name("Doe", "J.")]),
        (["Roe,\nAnn"], [Name("Roe", "Ann")]),
        (["null"], [Name(literal="null")]),
        (["Ann Roe and Jane Doe"], [Name("Roe", "Ann"), Name("Doe", "Jane")]),
        (["Department of Food and Agriculture"], [Name(literal="Department of Food and Agriculture")]),
        (["Roe A, Doe J, Poe E, Lee B"], [Name("Roe", "A"), Name("Doe", "J"), Name("Poe", "E"), Name("Lee", "B")]),
        (["Andres, Buote, Byrne, Casati, Cohen, Dakanalis"], [Name(literal="Andres, Buote, Byrne, Casati, Cohen, Dakanalis")]),
        ([","], [Name(literal=",")]),
        ([], []),
    ],
)
def test_names_in_fields_of_their_own(values: list[str], names: list[Name]) -> None:
    assert people(values) == names


def test_words_for_nothing_are_no_value() -> None:
    record = one("ris", "TY  - JOUR\nTI  - A\nAU  - null\nIS  - nan\nSP  - 12\nEP  - nan\nVL  - None\nER  - ")
    assert (record.author, record.issue, record.page, record.volume) == ((Name(literal="null"),), "", "12", "")
    assert {k: v for k, v in record.extra.items() if k != "ris:TY"} == {"ris:IS": "nan", "ris:EP": "nan", "ris:VL": "None"}


@pytest.mark.parametrize(
    ("lines", "field", "value"),
    [
        (["TY  - JOUR", "JF  - Powder Technology", "JA  - Powder Technol."], "container_title_short", "Powder Technol."),
        (["TY  - JOUR", "JO  - J. Chem. Phys.", "T2  - The Journal of Chemical Physics"], "container_title", "The Journal of Chemical Physics"),
        (["TY  - JOUR", "JO  - Acta"], "container_title", "Acta"),
        (["TY  - BOOK", "T2  - A Series"], "collection_title", "A Series"),
        (["TY  - BOOK", "BT  - A Book"], "title", "A Book"),
        (["TY  - CPAPER", "T2  - The Conference", "C3  - The Proceedings"], "event_title", "The Conference"),
        (["TY  - THES", "SP  - 150"], "number_of_pages", "150"),
        (["TY  - JOUR", "SP  - 150"], "page", "150"),
        (["TY  - JOUR", "SP  - pp 37-64"], "page", "37-64"),
        (["TY  - JOUR", "SP  - 10-1", "EP  - 10-5"], "page", "10-1–10-5"),
        (["TY  - JOUR", "SP  - No", "EP  - Specified"], "page", ""),
        (["TY  - JOUR", "C7  - 1102"], "number", "1102"),
        (["TY  - RPRT", "IS  - TR-17"], "number", "TR-17"),
        (["TY  - JOUR", "UR  - https://doi.org/10.1000/182"], "identifiers", {"doi": "10.1000/182"}),
        (["TY  - JOUR", "DO  - DOI: 10.1000/182"], "identifiers", {"doi": "10.1000/182"}),
        (["TY  - JOUR", "N1  - doi: 10.1000/182"], "identifiers", {"doi": "10.1000/182"}),
        (["TY  - JOUR", "L3  - 10.1000/182"], "identifiers", {"doi": "10.1000/182"}),
        (["TY  - JOUR", "L2  - https://doi.org/10.1000/182"], "identifiers", {"doi": "10.1000/182"}),
        (["TY  - JOUR", "C2  - PMC123456"], "identifiers", {"pmcid": "PMC123456"}),
        (["TY  - JOUR", "AN  - 12345", "DB  - Ovid MEDLINE(R)"], "identifiers", {"pmid": "12345"}),
        (["TY  - JOUR", "DO  - 10.48550/arXiv.1706.03762"], "identifiers", {"doi": "10.48550/arXiv.1706.03762", "arxiv": "1706.03762"}),
        (["TY  - JOUR", "JO  - arXiv preprint arXiv:1706.03762"], "identifiers", {"arxiv": "1706.03762"}),
        (["TY  - JOUR", "JO  - arXiv preprint arXiv:1706.03762"], "container_title", ""),
        (["TY  - GEN", "N1  - arXiv:1706.03762 [cs]"], "type", "article"),
        (["TY  - JOUR", "SN  - 0317-8471(Electronic),0000-0019(Print)"], "identifiers", {"issn": "0317-8471"}),
        (["TY  - JOUR", "T1  - A title.", "DB  - Ovid MEDLINE(R)"], "title", "A title"),
        (["TY  - JOUR", "T1  - A title."], "title", "A title."),
        (["TY  - JOUR", "ED  - Roe, A", "A2  - Doe, J"], "editor", (Name("Roe", "A"), Name("Doe", "J"))),
        (["TY  - BOOK", "A2  - Roe, A", "T2  - Series"], "editor", ()),
        (["TY  - CHAP", "A4  - Roe, A"], "translator", (Name("Roe", "A"),)),
        (["TY  - WEB", "Y2  - 2019/03/12/20:12:22"], "accessed", "2019-03-12"),
        (["TY  - JOUR", "AD  - AA(Univ A), AB(Univ B)", "AU  - Roe, A", "AU  - Doe, J"], "author",
         (Name("Roe", "A", affiliation=("Univ A",)), Name("Doe", "J", affiliation=("Univ B",)))),
    ],
)  # fmt: skip
def test_tags_of_ris(lines: list[str], field: str, value: object) -> None:
    assert getattr(one("ris", "\n".join((*lines, "ER  - "))), field) == value


def test_types_of_reference() -> None:
    for ris, csl in (("JOUR", "article-journal"), ("CPAPER", "paper-conference"), ("thes", "thesis"), ("EJOUR", "article-journal"), ("NONE", "document")):
        record = one("ris", f"TY  - {ris}\nTI  - T\nER  - ")
        assert (record.type, "ris:TY" in record.extra) == (csl, ris in ("EJOUR", "NONE")), ris


@pytest.mark.parametrize(
    "data",
    [
        "TY  - JOUR\nTI  - A\nTY  - JOUR\nTI  - B\nER  - \n",
        "TY  - JOUR\nTI  - A\nER  - \nTI  - B\nAU  - Roe, A\nER  - ",
        "TY - JOUR\nTI - A\nER -\nTY  -JOUR\nTY  - JOUR\nTI  - B",
        "\ufeffTY  - JOUR\r\nTI  - A\r\nER  - \r\n\ufeffTY  - JOUR\r\nTI  - B\r\nER  - \r\n",
        "TY  - JOUR\rTI  - A\rER  - \r\rTY  - JOUR\rTI  - B\rER  - ",
        "  TY  - JOUR\n  TI  - A\n  ER  - \n\n  TY  - JOUR\n  TI  - B\n  ER  - ",
        "AU  - X, Y\nTI  - A\n\nTI  - B\n",
    ],
)
def test_records_without_some_of_their_marks(data: str) -> None:
    assert [r.title for r in records("ris", data)] == ["A", "B"]


def test_a_field_goes_on_without_a_tag() -> None:
    record = one("ris", "TY  - JOUR\n\nTI  - A\nlong title\n\nAB  - First.\n\nSecond - and last.\nKW  - one\ntwo, too\nER  - ")
    assert (record.title, record.abstract, record.keyword) == ("A long title", "First. Second - and last.", ("one", "two, too"))


def test_encodings_and_line_ends_change_nothing() -> None:
    data = (SAMPLES / "managers.ris").read_text(encoding="utf-8")

    def read(raw: bytes) -> list[Record | str]:
        found = [outcome(READERS["ris"], i) for i in items_of(READERS["ris"], source(raw))]
        return [f if isinstance(f, str) else msgspec.structs.replace(f, source=None) for f in found]

    plain = read(data.encode())
    assert len(plain) == 4
    assert read(data.encode("utf-16")) == plain
    assert read(b"\xef\xbb\xbf" + data.replace("\n", "\r\n").encode()) == plain
    assert read(data.encode("cp1252")) == plain


def test_what_is_written_is_read_again() -> None:
    for record in records("ris", (SAMPLES / "databases.ris").read_bytes()):
        (again,) = records("ris", RisWriter().encode(record))
        for field in ("type", "title", "author", "issued", "abstract", "volume", "issue", "page", "number_of_pages", "keyword", "identifiers", "publisher"):
            assert getattr(again, field) == getattr(record, field), field


# MEDLINE


def test_real_medline(real_files: Path) -> None:
    for path in [*sorted((real_files / "pubmed_nbib").iterdir()), *sorted(real_files.glob("*/*medlars*"))]:
        if path.name != "PROVENANCE.md":
            text = path.read_text(encoding="utf-8", errors="replace")
            begun = max(len(re.findall(r"(?m)^PMID *-", text)), len(re.findall(r"\n\s*\n(?=PT  -)", "\n\n" + text)), 1)
            assert check(Source(str(path)), "nbib") == begun, path.name
            assert detect(Source(str(path))).name == "nbib", path.name


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (["FAU - King, Martin Luther Jr", "AU  - King ML Jr"], [Name("King", "Martin Luther", suffix="Jr")]),
        (["AU  - King ML Jr", "AU  - Greshake Tzovaras B"], [Name("King", "ML", suffix="Jr"), Name("Greshake Tzovaras", "B")]),
        (["FAU - Roe, A", "AU  - Roe AB"], [Name("Roe", "A")]),
        (["FAU - Roe, Ann", "FAU - Doe, Jane", "AU  - Roe A", "AU  - Doe J"], [Name("Roe", "Ann"), Name("Doe", "Jane")]),
        (["AU  - Roe A", "AU  - Doe J", "FAU - Roe, Ann", "FAU - Doe, Jane"], [Name("Roe", "Ann"), Name("Doe", "Jane")]),
        (["FAU - Roe, Ann", "AU  - Roe A", "AU  - Chen HE"], [Name("Roe", "Ann"), Name("Chen", "HE")]),
        (["FAU - Selvamani", "AU  - Selvamani", "CN  - MR CLEAN Investigators"], [Name(literal="Selvamani"), Name(literal="MR CLEAN Investigators")]),
        (["AU  - Roe A", "AU  - et al."], [Name("Roe", "A"), Name(literal="et al.")]),
        (["AU  - Smith, Tom"], [Name("Smith", "Tom")]),
        (["FAU - van der Berg, Jan", "AU  - van der Berg J"], [Name("Berg", "Jan", non_dropping_particle="van der")]),
    ],
)
def test_full_and_short_names_are_one_person(lines: list[str], names: list[Name]) -> None:
    record = one("nbib", "\n".join(("PMID- 1", *lines)))
    assert list(record.author) == names
    assert ("nbib:AU" in record.extra) == (lines[-1] == "AU  - Roe AB")


def test_what_belongs_to_a_person_stands_behind_the_name() -> None:
    record = one("nbib", "PMID- 1\nFAU - Roe, Ann\nAU  - Roe A\nAUID- ORCID: 0000000218250097\nAD  - Univ A, a\n      place.\nAD  - Univ B.\n"
                 "FAU - Doe, Jane\nAUID- ORCID: 1\nFIR - Poe, Ed\nIRAD- Univ C.\nFED - Lee, Bo\nAD  - Univ D.\n")  # fmt: skip
    assert record.author == (Name("Roe", "Ann", affiliation=("Univ A, a place.", "Univ B."), orcid="0000-0002-1825-0097"), Name("Doe", "Jane"))
    assert record.editor == (Name("Lee", "Bo", affiliation=("Univ D.",)),)
    assert (record.extra["nbib:AUID"], record.extra["nbib:FIR"], record.extra["nbib:IRAD"]) == ("Jane Doe: ORCID: 1", "Poe, Ed", "Univ C.")
    before = one("nbib", "PMID- 1\nAD  - Univ A.\nFAU - Roe, Ann\nFAU - Doe, Jane\n")
    assert [n.affiliation for n in before.author] == [("Univ A.",), ()]


@pytest.mark.parametrize(
    ("written", "iso"),
    [("2009", "2009"), ("2019 Nov", "2019-11"), ("2018 Mar 1", "2018-03-01"), ("1998 Dec-1999 Jan", "1998-12/1999-01"), ("2000 Spring", "2000-21"),
     ("2013 06 10", "2013"), ("unknown", "")],
)  # fmt: skip
def test_medline_dates(written: str, iso: str) -> None:
    record = one("nbib", f"PMID- 1\nDP  - {written}\n")
    assert (record.issued, "nbib:DP" in record.extra) == (iso, written in ("2013 06 10", "unknown"))


@pytest.mark.parametrize(
    "data",
    [
        "PMID- 1\nTI  - A.\n\nPMID- 2\nTI  - B.\n",
        "PMID- 1\nTI  - A.\nPMID- 2\nTI  - B.\n",
        "PMC - PMC11\nPMID- 1\nTI  - A.\n\nPMC - PMC22\nPMID- 2\nTI  - B.\n",
        "OWN - ERIC\nTI  - A\n\nTI  - B\nOWN - ERIC\n",
        "1. \nVN  - Ovid\nTI  - A\n\n2. \nVN  - Ovid\nTI  - B\n",
        "<1>\nUI  - 1\nTI  - A\n<2>\nUI  - 2\nTI  - B\n",
        "PMID- 1\nTI  - A\n\nAB  - set apart\n\nPMID- 2\nTI  - B",
        "<pre>\nPMID- 1\nTI  - A\n\nPMID- 2\nTI  - B\n",
    ],
)
def test_citations_are_told_apart(data: str) -> None:
    assert [r.title for r in records("nbib", data)] == ["A", "B"]


# EndNote


def test_real_endnote(real_files: Path) -> None:
    paths = [*sorted((real_files / "enw").iterdir()), *sorted(real_files.glob("*/*data_ads.txt"))]
    for path in paths:
        if detect(Source(str(path))).name == "enw":
            assert check(Source(str(path))) == max(len(re.findall(r"(?m)^%T ", path.read_text())), 1), path.name


@pytest.mark.parametrize(
    ("lines", "field", "value"),
    [
        (["%0 Journal Article", "%B Ponds"], "container_title", "Ponds"),
        (["%0 Book", "%B Ponds"], "collection_title", "Ponds"),
        (["%0 Conference Proceedings", "%S Proceedings of Ponds", "%Y Lee, Ann"], "editor", (Name("Lee", "Ann"),)),
        (["%0 Edited Book", "%A Lee, Ann"], "editor", (Name("Lee", "Ann"),)),
        (["%0 Book", "%? Lee, Ann"], "translator", (Name("Lee", "Ann"),)),
        (["%0 Journal Article", "%D 2021", "%8 September  1, 2021"], "issued", "2021-09-01"),
        (["%0 Journal Article", "%D 2017", "%8 July"], "issued", "2017-07"),
        (["%0 Journal Article", "%R 10.1000/182", "%U https://doi.org/10.1000/182"], "url", ""),
        (["%0 Report", "%@ TR-17"], "number", "TR-17"),
        (["%0 Book", "%P XX, 327"], "number_of_pages", "XX, 327"),
        (["%0 Journal Article", "%M 12345", "%~ PubMed"], "identifiers", {"pmid": "12345"}),
        (["%J Ponds", "%A John Roe", "%Q Pond Institute"], "author", (Name("Roe", "John"), Name(literal="Pond Institute"))),
        (["%0 Journal Article", "%F roe-etal-2017"], "id", "roe-etal-2017"),
        (["%R 1991hep.th....8028G", "%Y eprintid: arXiv:hep-th/9108028"], "identifiers", {"bibcode": "1991hep.th....8028G", "arxiv": "hep-th/9108028"}),
        (["%R 2018TDM.....5a0201F", "%D 01/2018", "%P 3", "%L 7"], "page", "3-7"),
        (["%R 2017PhDT........14C", "%A Carton, David", "%F AA(Leiden University)"], "author", (Name("Carton", "David", affiliation=("Leiden University",)),)),
    ],
)
def test_tags_of_endnote(lines: list[str], field: str, value: object) -> None:
    assert getattr(one("enw", "\n".join(("%T A title", *lines))), field) == value


def test_a_blank_line_and_a_type_set_records_of_endnote_apart() -> None:
    assert [r.title for r in records("enw", "%0 Book\n%T A\n%X one\n\n%X two\n%0 Book\n%T B\n\n%T C\n%0 Thesis\n")] == ["A", "B", "C"]


# Web of Science


def test_real_web_of_science(real_files: Path) -> None:
    for path in [p for folder in ("wos_plain", "zoological_record_txt", "ris", "enw") for p in sorted((real_files / folder).iterdir())]:
        if path.name != "PROVENANCE.md" and sniff(path.read_bytes()[: 1 << 16], path.suffix) == ["wos"]:
            begun = len(re.findall(rb"(?m)^PT ", path.read_bytes()))
            assert check(Source(str(path))) == max(begun, 0 if "Empty" in path.name else 1), path.name


def test_names_of_web_of_science() -> None:
    record = one("wos", "PT J\nAU Smith, JR\n   King, ML\n   [Anonymous]\n   Büyükkıdık, S\nAF Smith, John R.\n   King, Martin Luther, Jr.\n   [Anonymous]\n"
                 "   Other, S\nCA Pond Team\nTI A\nER\n")  # fmt: skip
    assert record.author == (Name("Smith", "John R."), Name("King", "Martin Luther", suffix="Jr."), Name(literal="[Anonymous]"), Name("Other", "S"), Name(literal="Pond Team"))
    assert record.extra == {"wos:AU": "Büyükkıdık, S"}
    assert one("wos", "PT J\nAU Smith, JR\nTI A\nER").author == (Name("Smith", "JR"),)
    assert one("wos", "PT J\nAU Zhang, ZW\nAF Zhang Zhi-Wei\nTI A\nER").author == (Name("Zhang", "Zhi-Wei"),)
    assert one("wos", "PT J\nAU Joffe, Hadine; Hall, Janet E\nTI A\nER").author == (Name("Joffe", "Hadine"), Name("Hall", "Janet E"))


@pytest.mark.parametrize(
    ("address", "who"),
    [
        ("[Roe, Ann; Doe, Jane] Univ A, X.\n   [Roe, Ann] Univ B.", [("Univ A, X", "Univ B"), ("Univ A, X",)]),
        ("[Roe, Ann;\n   Doe, Jane] Univ\n   A.", [("Univ A",), ("Univ A",)]),
        ("Roe, A; Univ A; Dept B.", [("Univ A; Dept B",), ()]),
        ("Univ A.\n   Univ B.", [(), ()]),
        ("[Poe, Ed; Roe, Ann] Univ A.", [("Univ A",), ()]),
    ],
)
def test_addresses_go_to_their_authors(address: str, who: list[tuple[str, ...]]) -> None:
    record = one("wos", f"PT J\nAU Roe, A\n   Doe, J\nAF Roe, Ann\n   Doe, Jane\nTI T\nC1 {address}\nOI Doe, Jane/0000-0002-1825-0097; Poe, Ed/0000-0001-5109-3700\nER")
    assert [n.affiliation for n in record.author] == who
    assert [n.orcid for n in record.author] == ["", "0000-0002-1825-0097"]
    assert ("wos:C1" in record.extra) == ("Poe" in address or not any(who))
    assert record.extra["wos:OI"] == "Poe, Ed/0000-0001-5109-3700"


@pytest.mark.parametrize(
    ("written", "iso"),
    [("SEP 30", "2014-09-30"), ("NOV-DEC", "2014-11/2014-12"), ("WIN", "2014-24"), ("Winter 2014", "2014-24"), ("06 2014", "2014-06"), ("Aug 1 2014", "2014-08-01"),
     ("2014 May-Jun", "2014-05/2014-06"), ("Jun 2013", ""), ("", ""), ("1st", "")],
)  # fmt: skip
def test_dates_of_which_the_year_stands_apart(written: str, iso: str) -> None:
    assert in_year("2014", written) == iso


@pytest.mark.parametrize(
    ("lines", "csl"),
    [("PT J\nDT Article", "article-journal"), ("PT S\nDT Proceedings Paper\nSO P", "paper-conference"), ("PT B\nDT Article; Book Chapter\nSO B", "chapter"),
     ("PT B\nDT Book\nSO T", "book"), ("PT P\nAE POND CO", "patent"), ("PT J\nDT Book Review", "review-book"), ("PT C\nSO P", "paper-conference")],
)  # fmt: skip
def test_types_of_web_of_science(lines: str, csl: str) -> None:
    assert one("wos", f"{lines}\nTI T\nER").type == csl


def test_a_table_says_what_the_plain_text_says() -> None:
    found = [READERS["wos"].decode(next(iter(items_of(READERS["wos"], Source(str(SAMPLES / name)))))) for name in ("savedrecs.ciw", "savedrecs.tsv.txt")]
    plain, table = (msgspec.structs.replace(record, source=None, extra={}) for record in found)
    assert plain == table


# Hostile input


ANY_RIS = st.lists(st.sampled_from(["TY  - JOUR", "ER  - ", "TI  - A", "AU  - Roe, A", "", " ", "more", "AB  - x", "TY  - BOOK", "KW  -", "PY  - 2019//x"])).map("\n".join)


@given(ANY_RIS)
def test_every_line_is_in_an_item_or_a_note(text: str) -> None:
    lines = text.split("\n")
    covered: list[int] = []
    for item in READERS["ris"].frame(source(text)):
        covered += range(item.line, item.end_line + 1)
        if isinstance(item, Item):
            assert "\n".join(lines[item.line - 1 : item.end_line]).strip() == item.text.strip()
            outcome(READERS["ris"], item)
    assert len(covered) == len(set(covered))
    assert all(not line.strip() or n in covered for n, line in enumerate(lines, 1))


@given(ANY_RIS, st.integers(1, 60))
def test_blocks_change_nothing(text: str, size: int) -> None:
    data = text.encode()
    tagging = Tagging(r"%s  -(?: |$)", "[A-Z][A-Z0-9]", ("TY",), ("ER",))
    lines = [line + b"\n" for line in data.split(b"\n")]
    pieces = [b"".join(lines[i : i + size]) for i in range(0, len(lines), size)]
    assert list(tagging.records(pieces)) == list(tagging.records([b"".join(lines)]))


HOSTILE = ["TY  - JOUR\n" * 20_000, "ER  - \n" * 20_000, "TY  - " + "x" * 3_000_000, "\n" * 1_000_000 + "TY  - ", "TY  - JOUR\nAU  - " + "a;" * 100_000,
           "  \n" * 100_000, "PMID- 1\n\n" * 20_000, "PMID- 1\n" + "FAU - Roe, A\nAU  - Roe X\n" * 5_000, "PMID- 1\n" + "IR  - Roe A\n" * 20_000,
           "%0 Book\n%A " + "x and " * 20_000, "%T a\n\n" * 20_000, "PT J\nAU " + "Roe, A\n   " * 5_000 + "C1 [" + "Roe, A; " * 5_000 + "] X\nER",
           "PT J\nTI " + "x" * 3_000_000, "PT\tAU\tBA\tBE\tGP\tAF\n" + "\t" * 100_000 + "x\n" + "J\n" * 1000, "<1>\n" * 50_000, "\x00\x01%0 \ufffd\nTY  - \x00"]  # fmt: skip


@pytest.mark.parametrize("data", HOSTILE, ids=[f"{i}:{data[:12]!r}" for i, data in enumerate(HOSTILE)])
@pytest.mark.parametrize("name", READERS)
def test_hostile_input_ends(name: str, data: str) -> None:
    for item in READERS[name].frame(source(data)):
        if isinstance(item, Item):
            outcome(READERS[name], item)


@pytest.mark.parametrize("sample", sorted(p.name for p in SAMPLES.iterdir() if p.is_file()))
def test_a_file_that_breaks_off_is_read_as_far_as_it_goes(sample: str) -> None:
    data = (SAMPLES / sample).read_bytes()
    name = detect(Source(str(SAMPLES / sample))).name
    whole = [outcome(READERS[name], i) for i in items_of(READERS[name], source(data))]
    for end in range(0, len(data), 131):
        found = [outcome(READERS[name], i) for i in items_of(READERS[name], source(data[:end]))]
        assert len(found) <= len(whole)
        assert [f if isinstance(f, str) else f.title for f in found[:-1]] == [f if isinstance(f, str) else f.title for f in whole[: max(len(found) - 1, 0)]]


# Detection


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("TY  - JOUR\nTI  - A\n", "ris"),
        ("Record 1\n\nTY - JOUR\n", "ris"),
        ("PMID- 123\nOWN - NLM\n", "nbib"),
        ("<pre>\nPMID- 123\nOWN - NLM\n", "nbib"),
        ("PT  - Journal Article\nTI  - A\nTA  - B\nDP  - 2018\n", "nbib"),
        ("FN Clarivate Analytics Web of Science\nVR 1.0\nPT J\n", "wos"),
        ("PT\tAU\tBA\tBE\tGP\tAF\nJ\tRoe, A\t\t\t\t\n", "wos"),
        ("%0 Journal Article\n%T A\n", "enw"),
        ("%A Roe, A\n%T A\n", "enw"),
        ("--AU-- Roe\n--TI-- A\n", "a Biblioscape export"),
        ("TI- A\nAU- Roe\nPU- London : Butterworths\n", "a Copac export"),
        ("<1>\nAuthor\n  Roe, A.\n", "an Ovid export"),
        ("RT Journal\nT1 A\nA1 Roe, A\n", "a RefWorks export"),
        ("DN: ERIC\nTI: A\nAU: Roe, A\nSO: Ponds\nAB: none\n", "a CSA or SilverPlatter export"),
        ("Title: A\nAuthors: Ann Roe, Jane Doe\n", "text"),
    ],
)
def test_detection(text: str, name: str) -> None:
    assert sniff(text.encode(), ".txt") == [name]


def test_no_file_of_another_format_is_taken_for_tagged_text(real_files: Path) -> None:
    mine = {"ris": {"ris", "enw", "wos_plain", "other_tagged", "ads_export"}, "nbib": {"pubmed_nbib", "ads_export"}, "enw": {"enw", "ads_export"},
            "wos": {"wos_plain", "ris", "enw", "zoological_record_txt"}}  # fmt: skip
    for path in sorted(p for p in real_files.rglob("*") if p.is_file()):
        with path.open("rb") as stream:
            for name in sniff(stream.read(1 << 16), path.suffix.lower()):
                assert name not in mine or path.parent.name in mine[name], path
