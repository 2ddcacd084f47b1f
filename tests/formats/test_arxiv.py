"""arXiv's formats: samples in the real shapes, the fields each has, and real files where they are."""

import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
import pytest

from paperconv.authors.parse import parse_authors
from paperconv.errors import ItemError
from paperconv.formats.arxiv.common import person
from paperconv.formats.arxiv.journal import cite
from paperconv.formats.arxiv.jsonl import ArxivJsonlReader
from paperconv.formats.base import Item, Reader
from paperconv.formats.registry import detect
from paperconv.io.source import Source
from paperconv.model import ArxivInfo, Name, Record
from tests.conservation import items_of, json_leaves, missing

SAMPLES = Path(__file__).parent / "arxiv"
READERS: dict[str, Reader] = {"arxiv-jsonl": ArxivJsonlReader()}


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


def line_of(found: Record | str, item: Item) -> str:
    if isinstance(found, str):
        return msgspec.json.encode({"line": item.line, "end_line": item.end_line, "reject": found}).decode()
    assert found.source is not None
    return msgspec.json.encode(msgspec.structs.replace(found, source=msgspec.structs.replace(found.source, path=""))).decode()


@pytest.mark.parametrize("sample", sorted(p.name for p in SAMPLES.iterdir() if p.is_file()))
def test_samples(sample: str, golden: bool) -> None:
    path = Source(str(SAMPLES / sample))
    reader = READERS[detect(path).name]
    lines = [line_of(outcome(reader, item), item) for item in items_of(reader, path)]
    expected = SAMPLES / "golden" / f"{sample}.jsonl"
    if golden:
        expected.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert lines == expected.read_text(encoding="utf-8").splitlines()


def real(folder: Path, names: Iterable[str]) -> Iterator[Source]:
    """The real files of these kinds."""
    for name in names:
        for path in sorted((folder / name).iterdir()):
            if path.name != "PROVENANCE.md":
                yield Source(str(path))


# The snapshot


_IMPLIED_JSON = ("versions.version",)  # the number of the latest is the record's version
# What stands between names, and the numbers that lead to affiliations, which the names have.
_JOINTS = re.compile(r"\(\d+[\d\s,and]*\)|\b\d(?: and \d)?\b|\band\b")


@pytest.mark.parametrize("sample", ["snapshot.jsonl", "snapshot_array.json", "docmeta.json"])
def test_every_member_of_the_samples_is_in_the_record(sample: str) -> None:
    check_json(Source(str(SAMPLES / sample)))


def test_every_member_of_real_files_is_in_the_record(real_files: Path) -> None:
    for path in real(real_files, ("arxiv_kaggle_jsonl", "arxiv_docmeta_json")):
        assert detect(path).name == "arxiv-jsonl", path.path
        assert check_json(path), path.path


def check_json(path: Source) -> int:
    """How many records there are; each has all members of its object."""
    count = 0
    for item in items_of(READERS["arxiv-jsonl"], path):
        found = outcome(READERS["arxiv-jsonl"], item)
        if isinstance(found, Record):
            count += 1
            leaves = ((name, _JOINTS.sub(" ", text) if name.startswith("authors") else text) for name, text in json_leaves(msgspec.json.decode(item.data)))
            assert not missing(leaves, found, _IMPLIED_JSON), (path.path, item.line)
    return count


def test_a_broken_line_costs_itself_only() -> None:
    found = [outcome(READERS["arxiv-jsonl"], i) for i in items_of(READERS["arxiv-jsonl"], Source(str(SAMPLES / "snapshot.jsonl")))]
    assert [isinstance(f, Record) for f in found] == [True, True, False, True]


@pytest.mark.parametrize("data", ['{"id": null}', "[[1, 2]]", '{"x": 1}', "{" * 3000, '{"authors_parsed": 3, "id": [1]}'])
def test_what_is_no_paper_is_refused_with_a_reason(data: str) -> None:
    for item in items_of(READERS["arxiv-jsonl"], source(data)):
        assert isinstance(outcome(READERS["arxiv-jsonl"], item), str)


def test_members_of_other_types_are_kept() -> None:
    (record,) = records("arxiv-jsonl", '{"id": 704.1, "title": "T", "versions": {"v1": 1}, "authors_parsed": "A B", "doi": ["10.1000/x"]}')
    assert (record.title, record.identifiers) == ("T", {})
    assert set(record.extra) == {"arxiv-jsonl:id", "arxiv-jsonl:versions", "arxiv-jsonl:authors_parsed", "arxiv-jsonl:doi"}


@pytest.mark.parametrize(
    ("parsed", "name"),
    [
        (("Vaswani", "Ashish"), Name("Vaswani", "Ashish")),
        (("Yuan", "C. -P."), Name("Yuan", "C.-P.")),
        (("van der Tak", "Floris"), Name("Tak", "Floris", non_dropping_particle="van der")),
        (("Evans", "Neal J.", "II"), Name("Evans", "Neal J.", suffix="II")),
        (("DeepSeek-AI", ""), Name(literal="DeepSeek-AI")),
        (("The BABAR Collaboration", ""), Name(literal="The BABAR Collaboration")),
        ((":", ""), Name(literal=":")),
        (("Sudha", ""), Name(literal="Sudha")),
        (("Montaruli for the IceCube Collaboration", "Teresa"), Name("Montaruli for the IceCube Collaboration", "Teresa")),
        ((r"Rold\'an", r"\'Edgar"), Name("Roldán", "Édgar")),
    ],
)
def test_names_are_as_arxiv_cut_them(parsed: tuple[str, ...], name: Name) -> None:
    assert person(*parsed) == name


@pytest.mark.parametrize(
    ("reference", "parts"),
    [
        ("Phys.Rev.D76:013009,2007", ("Phys.Rev.", "D76", "", "013009")),
        ("JHEP 0705:034,2007", ("JHEP", "0705", "", "034")),
        ("Phys. Rev. B 75, 195116 (2007).", ("Phys. Rev. B", "75", "", "195116")),
        ("Illinois J. Math. 52 (2008) no.2, 681-689", ("Illinois J. Math.", "52", "2", "681-689")),
        ("Systematic Biology (2008), 57(2): 251-56", ("Systematic Biology", "57", "2", "251-56")),
        ("Annals of Applied Probability 2008, Vol. 18, No. 3, 1026-1058", ("Annals of Applied Probability", "18", "3", "1026-1058")),
        ("Physica A, V. 387, Issues 2-3 (2008), Pages 385-406", ("Physica A", "387", "2-3", "385-406")),
        ("Phil.Trans.Roy.Soc.Lond. A361 (2003) 2607", ("Phil.Trans.Roy.Soc.Lond.", "A361", "", "2607")),
        ("Lett. Math. Phys. 108 (2018), no. 2, 359-376", ("Lett. Math. Phys.", "108", "2", "359-376")),
        ("EPL 124,60006 (2018)", ("EPL", "124", "", "60006")),
        ("J. Stat. Phys. v. 92, 765 (1998).", ("J. Stat. Phys.", "92", "", "765")),
        ("Astrophys.J. 592 (2003) 42-51; Erratum-ibid. 601 (2004) 1159", ("Astrophys.J.", "592", "", "42-51")),
    ],
)
def test_journal_references_in_the_usual_forms(reference: str, parts: tuple[str, ...]) -> None:
    found = cite(reference)
    assert tuple(found.get(f, "") for f in ("container_title", "volume", "issue", "page")) == parts


@pytest.mark.parametrize(
    "reference",
    [
        "published in 1999, Publ. Beijing Astron. Obs., No.33, p.17",
        "RIMS Kokyuroku, No.1551, pp.57-62 (2007)",
        "L. H. Friedman. Order of epitaxial self-assembled quantum dots: Linear analysis. Journal of Nanophotonics, 1(1):013513, 2007.",
        "2003IAUS..210..313W",
        "in Symmetries in Physics 12 (1998) 3-4",
        "A&A 354, 892",
        "to appear",
        "2007",
        ": , (",
        "a " * 90 + "12 (2007) 3",
    ],
)
def test_other_references_are_left_as_they_are(reference: str) -> None:
    assert cite(reference) == {}


def test_affiliations_of_a_legend_go_to_their_authors() -> None:
    record = records("arxiv-jsonl", (SAMPLES / "snapshot_array.json").read_bytes())[0]
    assert [n.affiliation[-1] for n in record.author] == ["Russian Research Centre “Kurchatov Institute”", "The University of Tokyo"]
    assert "arxiv-jsonl:authors" not in record.extra


def test_a_by_line_that_says_more_is_kept() -> None:
    byline = "C. Bal\\'azs, E. Berger (in memoriam)"
    (record,) = records("arxiv-jsonl", msgspec.json.encode({"id": "0704.0001", "authors": byline, "authors_parsed": [["Balázs", "C.", ""], ["Berger", "E.", ""]]}))
    assert record.author[1].affiliation == ("in memoriam",) or record.extra["arxiv-jsonl:authors"] == byline
    assert parse_authors(byline).names[0].family == "Balázs"


def test_the_first_version_dates_the_record() -> None:
    record = records("arxiv-jsonl", (SAMPLES / "snapshot.jsonl").read_bytes().split(b"\n")[0])[0]
    assert (record.issued, record.arxiv) == ("2017-06-12", ArxivInfo(7, "cs.CL", ("cs.CL", "cs.LG")))
    assert record.extra["arxiv-jsonl:versions"].split("\n")[2] == "v7 Wed, 2 Aug 2023 00:41:18 GMT"
