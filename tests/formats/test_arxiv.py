"""arXiv's formats: samples in the real shapes, the fields each has, and real files where they are."""

import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperconv.authors.parse import parse_authors
from paperconv.errors import ItemError
from paperconv.formats.arxiv.atom import ArxivAtomReader
from paperconv.formats.arxiv.common import person
from paperconv.formats.arxiv.journal import cite
from paperconv.formats.arxiv.jsonl import ArxivJsonlReader
from paperconv.formats.arxiv.listing import ArxivListingReader
from paperconv.formats.arxiv.oai import ArxivOaiReader
from paperconv.formats.base import Item, Note, Reader
from paperconv.formats.registry import detect
from paperconv.io.source import Source
from paperconv.io.xml import leaves, parse
from paperconv.markup.latex import decode
from paperconv.model import ArxivInfo, Name, Record
from paperconv.model.identifier import arxiv
from paperconv.model.text import fold
from tests.conservation import items_of, json_leaves, missing, strings

SAMPLES = Path(__file__).parent / "arxiv"
READERS: dict[str, Reader] = {
    "arxiv-jsonl": ArxivJsonlReader(),
    "arxiv-atom": ArxivAtomReader(),
    "arxiv-oai": ArxivOaiReader(),
    "arxiv-listing": ArxivListingReader(),
}


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
    lines = [line_of(outcome(reader, x), x) if isinstance(x, Item) else msgspec.json.encode(x).decode() for x in reader.frame(path)]
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
        ("Combinatorics, Probability and Computing 14 (2005) 439 - 465", ("Combinatorics, Probability and Computing", "14", "", "439-465")),
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
        "P. Virnau, L. A. Mirny, M. Kardar, PLoS Comp Biol 2, 1074-1079 (2006)",
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


# Atom, OAI-PMH


# What a record says in another way: see the reason behind each.
_IMPLIED_XML = {
    "arxiv-atom": (
        "link@",  # addresses made of the identifier, and what kind of page they are
        "category@scheme", "primary_category@scheme",  # that they are arXiv's
        "title@type", "summary@type",  # how the text is escaped
        "guid@isPermaLink",
    ),
    "arxiv-oai": ("metadata/arXiv@", "metadata/arXivRaw@", "metadata/dc@", "metadata/dc/title@", "@schemaLocation",),  # the schema, and the language of a title
}  # fmt: skip


@pytest.mark.parametrize("sample", sorted(p.name for p in SAMPLES.iterdir() if p.suffix in (".xml", ".rss")))
def test_nothing_of_the_xml_samples_is_lost(sample: str) -> None:
    check_xml(Source(str(SAMPLES / sample)))


def test_nothing_of_real_xml_is_lost(real_files: Path) -> None:
    for path in real(real_files, ("arxiv_atom", "arxiv_oai_arXiv", "arxiv_oai_arXivRaw", "arxiv_oai_dc", "oai_generic")):
        assert detect(path).name in ("arxiv-atom", "arxiv-oai"), path.path
        holds_papers = re.search(rb"<(?:\w+:)?(?:entry|arXiv|arXivRaw|dc)[ >]", path.read())
        assert bool(check_xml(path)) == bool(holds_papers), path.path


def check_xml(path: Source) -> int:
    """How many records there are; each has all text of its element."""
    name = detect(path).name
    count = 0
    for item in items_of(READERS[name], path):
        found = outcome(READERS[name], item)
        if isinstance(found, Record):
            count += 1
            texts = [(where, _without_markup(where, text)) for where, text in leaves(parse(item.data)) if (where, text) != ("metadata/dc/type", "text")]
            assert not missing(texts, found, _IMPLIED_XML[name]), (path.path, item.line)
    return count


def _without_markup(where: str, text: str) -> str:
    """A by-line without what stands between its names; the words before abstracts and behind titles that news feeds have."""
    text = re.sub(r"^arXiv:\S+ Announce Type: \w+ Abstract:|^Comment:|\(arXiv:\S+ \[[\w.]+\] \w+\)$", "", text)
    text = re.sub(r"<a [^>]*>|</a>", "", text)
    return re.sub(_JOINTS.pattern + r"|\bfor the\b|\(\d\)", " ", text) if where.endswith(("authors", "creator")) else text


def test_an_entry_of_the_api() -> None:
    record = next(r for i in items_of(READERS["arxiv-atom"], Source(str(SAMPLES / "atom.xml"))) if isinstance(r := outcome(READERS["arxiv-atom"], i), Record))
    assert (record.issued, record.arxiv) == ("2017-06-12", ArxivInfo(7, "cs.CL", ("cs.CL", "cs.LG")))
    assert record.author[0] == Name("Vaswani", "Ashish", affiliation=("Google Brain",))
    assert record.author[3] == Name(literal="The BABAR Collaboration")
    assert record.extra["arxiv-atom:category"] == "68T50, 68T07\nI.2.7"
    assert record.abstract == "We leave out recurrence and keep attention; the cost is $O(n^2)$, that is < 1 for small ones."


def test_an_error_of_the_api_is_no_paper() -> None:
    found = [outcome(READERS["arxiv-atom"], i) for i in items_of(READERS["arxiv-atom"], Source(str(SAMPLES / "atom.xml")))]
    assert found[-1] == "is an error message of arXiv's API: incorrect id format for 1234.12345"
    assert [isinstance(f, Record) for f in found] == [True, False, True, False]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("arxiv-atom", "<feed><title>ArXiv Query: id_list=0000.0000 &amp;amp; x</title></feed>", "answer of arXiv without any paper (ArXiv Query: id_list=0000.0000 & x)"),
        ("arxiv-oai", '<OAI-PMH><error code="noRecordsMatch">No  luck</error></OAI-PMH>', "error message of the repository: noRecordsMatch (No luck)"),
        ("arxiv-oai", '<OAI-PMH><error code="badVerb"/></OAI-PMH>', "error message of the repository: badVerb"),
        ("arxiv-oai", "<OAI-PMH><Identify><repositoryName>X</repositoryName></Identify></OAI-PMH>", "answer to Identify"),
        ("arxiv-oai", '<OAI-PMH><ListRecords><record><header status="deleted"/></record></ListRecords></OAI-PMH>', "1 record was deleted"),
    ],
)
def test_answers_without_papers_say_so(name: str, data: str, said: str) -> None:
    (note,) = READERS[name].frame(source(data))
    assert isinstance(note, Note)
    assert note.code == "PC004"
    assert said in note.message


def test_oai_records_as_arxiv_cut_their_names() -> None:
    first, second = (r for i in items_of(READERS["arxiv-oai"], Source(str(SAMPLES / "oai_arxiv.xml"))) if isinstance(r := outcome(READERS["arxiv-oai"], i), Record))
    assert first.author == (Name(literal="DeepSeek-AI"), Name("Guo", "Daya"), Name("Yang", "Dejian"))
    assert second.author[:3] == (Name("Collaboration", "Keck Array"), Name(literal=":"), Name("Ade", "P. A. R.", affiliation=("Cardiff University",)))
    assert (second.issued, second.container_title, second.volume, second.page) == ("2016-03-18", "Astrophys.J.", "833", "228")


def test_dublin_core_of_arxiv_and_of_others() -> None:
    own, other = records("arxiv-oai", (SAMPLES / "oai_dc.xml").read_bytes())
    assert own.author[1:] == (Name("Evans", "Neal J.", suffix="II"), Name("Özel", "B."), Name(literal="BABAR Collaboration"))
    assert (own.type, own.note, own.issued, own.identifiers) == ("article-journal", "12 pages", "2003-06-18", {"arxiv": "math/0306266", "doi": "10.1017/S0963548305006826"})
    assert (other.type, other.title, other.container_title, other.volume, other.issue, other.page) == ("article-journal", "Wörter & Listen", "Journal of Lists", "3", "2", "12-34")
    assert (other.issued, other.identifiers) == ("2019", {"doi": "10.5555/example.17", "issn": "0317-8471"})
    assert other.author == (Name("Berg", "Jan", non_dropping_particle="van der", affiliation=("Universität Bern",)), Name("Doe", "John"))


@pytest.mark.parametrize("sample", sorted(p.name for p in SAMPLES.iterdir() if p.is_file()))
def test_a_file_that_is_cut_gives_what_is_whole(sample: str) -> None:
    data = (SAMPLES / sample).read_bytes()
    reader = READERS[detect(Source(str(SAMPLES / sample))).name]
    for cut in range(1, len(data), max(len(data) // 31, 1)):
        found = [(i, outcome(reader, i)) for i in items_of(reader, source(data[:cut]))]
        whole = [outcome(reader, i) for i in items_of(reader, source(data))]
        for (_, got), wanted in zip(found[:-1], whole, strict=False):
            assert isinstance(got, str) == isinstance(wanted, str)


# Mailings and .abs files


def lines_reported(path: Source) -> set[int]:
    """The lines of a listing that are in an item or in a note."""
    return {n for x in READERS["arxiv-listing"].frame(path) for n in range(x.line, x.end_line + 1)}


@pytest.mark.parametrize("sample", ["mailing.txt", "paper.abs", "monthly"])
def test_every_line_of_a_mailing_is_in_an_item_or_a_note(sample: str) -> None:
    data = (SAMPLES / sample).read_bytes()
    filled = {n for n, line in enumerate(data.split(b"\n"), 1) if line.strip()}
    assert filled <= lines_reported(source(data))


# What a mailing prints between names, values and fields.
_FURNITURE = frozenset("""arxiv paper cross listing from date revised gmt title authors categories comments subj class report journal ref
doi license proxy msc acm and for the on behalf of replaced with version https http org abs mon tue wed thu fri sat sun jan feb mar apr may
jun jul aug sep oct nov dec kb et al no""".split())


def words_lost(item: Item, record: Record) -> set[str]:
    """Words of a paper's text that are nowhere in its record."""
    known = " ".join(fold(text).replace(" ", "") for text in strings(msgspec.to_builtins(record)))
    words = set(fold(re.sub(r"\\\\|^[A-Z][a-z-]+:", " ", decode(item.text), flags=re.M)).split())
    return {w for w in words if w.isalpha() and len(w) > 1 and w not in known and w not in _FURNITURE}


@pytest.mark.parametrize("sample", ["mailing.txt", "paper.abs", "monthly"])
def test_every_word_of_a_mailing_is_in_its_record(sample: str) -> None:
    check_words(Source(str(SAMPLES / sample)))


def test_every_word_of_real_mailings_is_in_its_record(real_files: Path) -> None:
    for path in real(real_files, ("arxiv_mail_listing", "arxiv_abs")):
        check_words(path)


def check_words(path: Source) -> None:
    for item in items_of(READERS["arxiv-listing"], path):
        if not item.fault:
            assert not words_lost(item, READERS["arxiv-listing"].decode(item)), (path.path, item.line)


def test_real_mailings(real_files: Path) -> None:
    for path in real(real_files, ("arxiv_mail_listing", "arxiv_abs")):
        assert detect(path).name == "arxiv-listing", path.path
        data = path.read()
        wanted = re.findall(rb"^\\\\\s*\n(?:arXiv:|Paper[^:\n]*: ?)(\S+)", data, re.M)
        found = [READERS["arxiv-listing"].decode(i) for i in items_of(READERS["arxiv-listing"], path)]
        assert [r.identifiers.get("arxiv") for r in found] == [arxiv(w.decode()) for w in wanted], path.path
        assert all(r.title and r.author and r.arxiv for r in found if r.identifiers["arxiv"] != "cs/0012007"), path.path
        assert {n for n, line in enumerate(data.split(b"\n"), 1) if line.strip()} <= lines_reported(path), path.path


def test_a_mailing() -> None:
    new, cross, replaced = records("arxiv-listing", (SAMPLES / "mailing.txt").read_bytes())
    assert new.note == "18 pages, 13 figures, accepted by MNRAS; code at http://www.example.org/~zhu/census--v2/"
    assert new.abstract == r"We look for satellites within ~10 Mpc of the Milky Way: Results: 19 candidates at $M_{\rm HI} \approx 7.4 \times 10^{6}$."
    assert (new.issued, new.source and new.source.line, new.source and new.source.end_line) == ("2023-03-01", 12, 25)
    assert (cross.title, cross.arxiv) == ("D0 --> K- e+ and the mass–function", ArxivInfo(2, "gr-qc", ("gr-qc", "hep-th")))
    assert [(n.display(), n.affiliation) for n in cross.author] == [("A. Author", ("Here", "There")), ("B. C. Author", ("Here",)), ("D. Author", ("There",)), ("X Collaboration", ())]
    assert cross.extra["arxiv-listing:listing"] == "cross-listing"
    assert (replaced.issued, replaced.extra["arxiv-listing:replaced"]) == ("", "Wed, 15 Mar 2023 19:51:08 GMT   (7787kb,D)")


@pytest.mark.parametrize(
    "mixed",
    [
        "Vaswani et al. Attention Is All You Need. arXiv:1706.03762, 2017.\n\n{0}",
        "{0}\n" + "\n".join(f"[{n}] A. Author. A title of some length. Journal {n} (2019) 1-2." for n in range(20)),
        "{0}\nTitle: Another\nAuthors: A. Author\n" + "-" * 40 + "\n{0}",
    ],
)
def test_a_mailing_among_other_papers_is_a_listing(mixed: str) -> None:
    paper = (SAMPLES / "paper.abs").read_text(encoding="utf-8")
    assert detect(source(mixed.format(paper))).name == "text"


@pytest.mark.parametrize("data", [b"\\\\\narXiv:", b"\\\\\n" * 50, b"\\\\\narXiv:1\n\\\\\n\\\\\n\\\\\n", b"\\\\\nPaper: x\nDate: \nDate (revised v): (\n\\\\", b"\\\\\narXiv:1706.03762\n\xff\xfe\x00"])
def test_broken_mailings_are_read_or_reported(data: bytes) -> None:
    found = list(READERS["arxiv-listing"].frame(source(data)))
    assert found
    for item in found:
        if isinstance(item, Item) and not item.fault:
            outcome(READERS["arxiv-listing"], item)


@given(st.sampled_from(sorted(p.name for p in SAMPLES.iterdir() if p.is_file())), st.floats(0, 1), st.floats(0, 0.1), st.binary(max_size=8))
def test_a_damaged_sample_is_read_or_refused(sample: str, place: float, share: float, put: bytes) -> None:
    data = (SAMPLES / sample).read_bytes()
    at = int(place * len(data))
    damaged = data[:at] + put + data[at + int(share * len(data)) :]
    reader = READERS[detect(Source(str(SAMPLES / sample))).name]
    for item in items_of(reader, source(damaged)):
        outcome(reader, item)
