"""BibTeX and BibLaTeX: what is read from a file, and what is written."""

import io
import re
from pathlib import Path

import pytest

from paperconv.errors import InputError, ItemError
from paperconv.formats.base import Item, Note
from paperconv.formats.bibtex.mend import mended
from paperconv.formats.bibtex.names import read_names, write_names
from paperconv.formats.bibtex.reader import BibtexReader
from paperconv.formats.bibtex.syntax import entry_of, value_of
from paperconv.formats.bibtex.writer import BiblatexWriter, BibtexWriter, safe_key
from paperconv.formats.registry import reader_for
from paperconv.io.source import Source
from paperconv.model import ArxivInfo, Name, Record

from ..conservation import missing

HERE = Path(__file__).parent / "bibtex"


def frame(text: str | bytes) -> list[Item | Note]:
    data = text.encode() if isinstance(text, str) else text
    return list(BibtexReader().frame(Source("x.bib", stream=io.BytesIO(data))))


def read(text: str) -> list[Record]:
    reader = BibtexReader()
    return [reader.decode(x) for x in frame(text) if isinstance(x, Item)]


def one(fields: str, entry_type: str = "misc") -> Record:
    return read(f"@{entry_type}{{k, {fields}}}")[0]


@pytest.fixture(scope="module")
def sample() -> dict[str, Record]:
    reader = BibtexReader()
    records = {}
    for item in frame((HERE / "sample.bib").read_bytes()):
        if isinstance(item, Item) and not (item.context and item.context.error):
            record = reader.decode(item)
            records[record.id] = record
    return records


def test_every_entry_but_the_open_one_is_read(sample: dict[str, Record]) -> None:
    assert list(sample) == ["gonzalez2021", "vaswani2017attention", "scholar", "part", "whole", "slip", "last"]


def test_fields_of_an_article(sample: dict[str, Record]) -> None:
    record = sample["gonzalez2021"]
    assert record.type == "article-journal"
    assert record.author == (
        Name(family="González", given="María"), Name(family="Kaiser", given="Łukasz"),
        Name(family="Waals", given="Johannes", non_dropping_particle="van der", suffix="Jr."),
        Name(literal="Barnes and Noble, Inc."), Name(literal="others"))
    assert record.title == 'A <span class="nocase">Bayesian</span> View of BERT: $O(n^2)$ Costs at 100% of R&D'
    assert (record.container_title, record.volume, record.issue, record.page) == ("Journal of Machine Learning, Series A", "7", "3", "101-29")
    assert (record.issued, record.keyword, record.identifiers) == ("2021-06-12", ("graphs", "kernels"), {"doi": "10.1000/xyz_1"})
    assert record.extra == {"bibtex:timestamp": "Tue, 04 Oct 2022 22:39:18 +0200", "bibtex:My-Field": r"kept as {\TeX} is"}
    assert (record.origin.line, record.origin.end_line, record.origin.line_of("title"), record.origin.line_of("page")) == (5, 17, 8, 12)


def test_preprints(sample: dict[str, Record]) -> None:
    record = sample["vaswani2017attention"]
    assert (record.type, record.identifiers, record.arxiv) == ("article", {"arxiv": "1706.03762"}, ArxivInfo(version=5, primary_category="cs.CL"))
    scholar = sample["scholar"]
    assert (scholar.type, scholar.container_title, scholar.identifiers) == ("article", "", {"arxiv": "2005.14165"})


def test_a_part_inherits_from_the_whole(sample: dict[str, Record]) -> None:
    record = sample["part"]
    assert (record.title, record.container_title, record.issued, record.publisher) == ("A part", "Proceedings of the Whole", "1999", "Press")


def test_slips_are_mended_and_said(sample: dict[str, Record]) -> None:
    record = sample["slip"]
    assert record.title == "No comma after this"
    assert record.extra == {"bibtex:year": "in press"}
    assert [c.code for c in record.history] == ["PC001"]


def test_a_thesis(sample: dict[str, Record]) -> None:
    record = sample["last"]
    assert (record.type, record.genre, record.publisher, record.issued) == ("thesis", "PhD thesis", "École Normale", "1999~")


def test_what_is_no_entry_is_noted_and_the_open_entry_reported() -> None:
    items = frame((HERE / "sample.bib").read_bytes())
    notes = [(x.code, x.line) for x in items if isinstance(x, Note)]
    assert notes == [("PC005", 1), ("PC005", 2), ("PC005", 3), ("PC005", 35)]
    (broken,) = [x for x in items if isinstance(x, Item) and x.context.error]
    with pytest.raises(ItemError, match=r"cannot be read") as caught:
        BibtexReader().decode(broken)
    assert (caught.value.code, caught.value.line) == ("PC001", 36)


def test_every_line_is_accounted_for() -> None:
    data = (HERE / "sample.bib").read_bytes()
    covered = {n for x in frame(data) for n in range(x.line, x.end_line + 1)}
    assert covered >= {n for n, line in enumerate(data.decode().split("\n"), 1) if line.strip()}


def test_other_encodings_are_noted() -> None:
    items = frame("@misc{k, author = {Müller, Jürgen}, title = {Über große Bäche und kühle Täler}}".encode("latin-1"))
    assert isinstance(items[-1], Note)
    assert items[-1].code == "PC003"


@pytest.mark.parametrize(("fields", "issued"), [
    ("year = 2017, month = jun", "2017-06"), ("year = {2017}, month = {June}, day = 3", "2017-06-03"), ("date = {2017-06-12}", "2017-06-12"),
    ("date = {1984/1986}", "1984/1986"), ("year = {1995--96}", "1995/1996"), ("year = 2019, month = {Spring}", "2019-21"), ("date = {2019-21}", "2019-21"),
    ('year = 2000, month = jan # "--" # feb', "2000-01/2000-02"), ('year = 2000, month = "10~" # jan', "2000-01-10"), ("year = {in press}", ""),
    ("date = {1998}, month = {May}", "1998-05"),
])
def test_dates(fields: str, issued: str) -> None:
    assert one(fields).issued == issued


def test_no_field_is_lost() -> None:
    record = one("doi = {not a DOI}, eprint = {abc}, eprinttype = {jstor}, isbn = {1}, title = {A}, title = {B}, journal = {J}, booktitle = {Book}, year = {soon}")
    assert record.extra == {"bibtex:doi": "not a DOI", "bibtex:eprint": "abc", "bibtex:eprinttype": "jstor", "bibtex:isbn": "1", "bibtex:title-2": "B",
                            "bibtex:booktitle": "Book", "bibtex:year": "soon"}


@pytest.mark.parametrize(("tex", "names"), [
    ("Charles Louis Xavier Joseph de la Vall{\\'e}e Poussin", [Name(family="Vallée Poussin", given="Charles Louis Xavier Joseph", non_dropping_particle="de la")]),
    ("Smith, John, Jr. AND King, Jr., Martin Luther", [Name(family="Smith", given="John", suffix="Jr."), Name(family="King", given="Martin Luther", suffix="Jr.")]),
    ("family={Juan}, given={Ura Ru}, prefix={von}, suffix={Sr}", [Name(family="Juan", given="Ura Ru", non_dropping_particle="von", suffix="Sr")]),
    ("{OpenAI} and Sukarno and {Zhen [?]}", [Name(literal="OpenAI"), Name(literal="Sukarno"), Name(given="Zhen", lost="family")]),
    ("ashish vaswani and {\\v S}ime {\\v S}mith", [Name(family="vaswani", given="ashish"), Name(family="Šmith", given="Šime")]),
    ("A and and B", [Name(literal="A"), Name(), Name(literal="B")]),
])
def test_names_are_read(tex: str, names: list[Name]) -> None:
    assert list(read_names(tex)) == names


def test_names_are_written() -> None:
    names = (Name(literal="OpenAI"), Name(literal="Barnes and Noble, Inc."), Name(family="Berg", given="Jan", non_dropping_particle="van der"),
             Name(family="King", given="Martin Luther", suffix="Jr."), Name(literal="Sukarno"), Name(family="al-Khwarizmi", given="M."),
             Name(given="Zhen", lost="family"), Name(), Name(literal="others"))
    assert write_names(names) == ("{OpenAI} and {Barnes and Noble, Inc.} and van der Berg, Jan and King, Jr., Martin Luther and {Sukarno} and "
                                  "{al-Khwarizmi}, M. and {Zhen [?]} and others")
    assert write_names((Name(literal="others"), Name(literal="X"))) == "{others} and {X}"


VASWANI = Record(
    id="vaswani2017attention", title="Attention Is All You Need: BERT, $O(N^2)$ Costs and 100% of R&D", issued="2017-06",
    author=(Name(family="Vaswani", given="Ashish"), Name(family="Kaiser", given="Łukasz")),
    identifiers={"arxiv": "1706.03762", "doi": "10.48550/arXiv.1706.03762"}, arxiv=ArxivInfo(primary_category="cs.CL"))


def test_a_preprint_in_bibtex() -> None:
    assert BibtexWriter().encode(VASWANI) == r"""@misc{vaswani2017attention,
  author        = {Vaswani, Ashish and Kaiser, Łukasz},
  title         = {Attention Is All You Need: {BERT}, {$O(N^2)$} Costs and 100\% of {R\&D}},
  year          = {2017},
  month         = jun,
  eprint        = {1706.03762},
  archivePrefix = {arXiv},
  primaryClass  = {cs.CL},
  doi           = {10.48550/arXiv.1706.03762},
  url           = {https://arxiv.org/abs/1706.03762}
}"""
    assert r"Kaiser, {\L}ukasz" in BibtexWriter(ascii=True).encode(VASWANI)


def test_a_preprint_in_biblatex() -> None:
    assert BiblatexWriter().encode(VASWANI) == r"""@online{vaswani2017attention,
  author      = {Vaswani, Ashish and Kaiser, Łukasz},
  title       = {Attention Is All You Need: {BERT}, {$O(N^2)$} Costs and 100\% of {R\&D}},
  date        = {2017-06},
  eprint      = {1706.03762},
  eprinttype  = {arXiv},
  eprintclass = {cs.CL},
  doi         = {10.48550/arXiv.1706.03762},
  url         = {https://arxiv.org/abs/1706.03762},
  pubstate    = {prepublished}
}"""


@pytest.mark.parametrize(("csl", "fields", "bibtex", "biblatex"), [
    ("article-journal", {"container_title": "J"}, "article", "article"), ("article-journal", {}, "misc", "article"),
    ("paper-conference", {"container_title": "P"}, "inproceedings", "inproceedings"), ("chapter", {"container_title": "B"}, "incollection", "incollection"),
    ("book", {}, "book", "book"), ("thesis", {"publisher": "U", "genre": "Master's thesis"}, "mastersthesis", "thesis"), ("webpage", {}, "misc", "online"),
    ("report", {"publisher": "I"}, "techreport", "report"), ("dataset", {}, "misc", "dataset"), ("speech", {}, "misc", "misc"),
])
def test_types_survive(csl: str, fields: dict[str, str], bibtex: str, biblatex: str) -> None:
    record = Record(id="k", type=csl, title="T", **fields)  # type: ignore[arg-type]
    for writer, expected in ((BibtexWriter(), bibtex), (BiblatexWriter(), biblatex)):
        entry = writer.encode(record)
        assert entry.startswith(f"@{expected}{{k,")
        assert read(entry)[0].type == csl


def test_own_types_survive() -> None:
    for kind in ("manual", "conference", "proceedings", "inbook", "collection", "softwaremodule"):
        record = one("title = {T}, booktitle = {B}, publisher = {P}", kind)
        for writer in (BibtexWriter(), BiblatexWriter()):
            again = read(writer.encode(record))[0]
            assert (again.type, again.extra) == (record.type, record.extra)


def test_an_entry_with_an_abstract_alone() -> None:
    record = Record(id="k", abstract="We show it.")
    assert BibtexWriter().encode(record) == "@misc{k,\n  title    = {[?]},\n  abstract = {We show it.},\n  key      = {k}\n}"
    again = read(BibtexWriter().encode(record))[0]
    assert (again.title, again.abstract, again.extra) == ("", "We show it.", {})


def test_raw_fields_can_do_no_harm() -> None:
    record = Record(id="k", title="T", extra={"bibtex:a": r"\input{x} 5% \emph{ok} $", "bibtex:b": "un}bal{anced", "bibtex:file": r":C\:/x%20y.pdf:PDF", "ris:U1": "x"})
    entry = BibtexWriter().encode(record)
    assert r"a     = {{\textbackslash}input{x} 5\% \emph{ok} \$}" in entry
    assert r"b     = {un{\textbraceright}bal{\textbraceleft}anced}" in entry
    assert r"file  = {:C\:/x%20y.pdf:PDF}" in entry
    assert "U1" not in entry


@pytest.mark.parametrize(("key", "safe"), [("DBLP:series/sci/2023-1062", "DBLP:series/sci/2023-1062"), ("a b,c", "a-b-c"), ("Müller2020", "muller2020")])
def test_keys(key: str, safe: str) -> None:
    assert safe_key(key) == safe


def test_a_key_of_nothing_that_is_safe() -> None:
    assert re.fullmatch(r"ref[0-9a-f]{8}", safe_key("中"))


def test_a_list_that_says_it_is_cut_ends_with_others() -> None:
    cut = (Name("Vaswani", "A."), Name(literal="et al."))
    assert "author = {Vaswani, A. and others}" in BibtexWriter().encode(Record(id="a", author=cut))
    assert "{et al.}" in BibtexWriter().encode(Record(id="a", author=cut[::-1]))


def test_a_file_read_in_chunks_gives_the_same_records(monkeypatch: pytest.MonkeyPatch) -> None:
    data = Path(__file__).parents[2].joinpath("examples/refs.bib").read_bytes()
    children = b"".join(b"@inproceedings{c%d, title = {On graphs %d}, author = {Pal Erd{\\H o}s}, series = jgt, crossref = {vol}}\n\nfree text %d\n" % (n, n, n) for n in range(40))
    data += b'@string{jgt = "J. Graph Theory"}\n' + children + b"@proceedings{vol, title = {Proceedings of Graphs}, year = 1999}\n"

    def read() -> list[object]:
        found: list[object] = []
        for piece in BibtexReader().frame(Source("x.bib", stream=io.BytesIO(data))):
            found.append(piece if isinstance(piece, Note) else BibtexReader().decode(piece))
        return found

    whole = read()
    monkeypatch.setattr("paperconv.formats.bibtex.reader.CHUNK", 300)
    assert read() == whole
    child = next(r for r in whole if isinstance(r, Record) and r.id == "c7")
    assert (child.container_title, child.issued, child.collection_title) == ("Proceedings of Graphs", "1999", "J. Graph Theory")


def test_nothing_of_the_real_files_is_lost(real_files: Path) -> None:
    lost = {}
    for path in sorted([*real_files.glob("bibtex/*"), *real_files.glob("dblp_bib/*")]):
        try:
            spec, reader = reader_for(Source(str(path)))
        except InputError:
            continue
        for item in reader.frame(Source(str(path))) if spec.name in ("bibtex", "biblatex") else ():
            if isinstance(item, Note) or item.context.error:
                continue
            entry = entry_of(mended(item.text) if item.context.mended else item.text)
            assert entry is not None
            # "and" stands between names; biber's "given=" says which part of a name follows
            fields = [(f.key.lower(), " ".join(w for w in value_of(str(f.value), item.context.macros).split() if w != "and")) for f in entry.fields]
            fields = [(k, re.sub(r"\b(?:given|family|suffix|prefix)=", "", v)) for k, v in fields]
            gone = missing(((k, v) for k, v in fields if v.strip()), reader.decode(item), ("langid", "language", "month"))  # as a code, as a number
            if gone:
                lost[f"{path.name}:{item.line}"] = gone
    assert lost == {}


@pytest.mark.parametrize(("language", "babel"), [
    ("en", "english"), ("eng", "english"), ("spa", "spanish"), ("ger", "german"), ("deu", "german"), ("en-NZ", "english"), ("pt-BR", "brazilian"), ("por-br", "brazilian"),
    ("English", "english"), ("de_AT", "austrian"), ("fre", "french"),
])  # fmt: skip
def test_languages_by_the_names_that_biblatex_knows(language: str, babel: str) -> None:
    assert f"{{{babel}}}" in BiblatexWriter().encode(Record(id="a", title="T", language=language))
    assert re.search(r"langid += ", BiblatexWriter().encode(Record(id="a", title="T", language=language)))
    assert "langid" not in BiblatexWriter().encode(Record(id="a", title="T", language="tlh"))


def test_the_number_of_a_paper_is_not_the_number_of_its_series() -> None:
    talk = Record(id="a", type="paper-conference", title="T", container_title="Journal of Physics: Conference Series", volume="573", number="012061")
    assert re.search(r"eid += \{012061\}", BibtexWriter().encode(talk))
    lncs = Record(id="a", type="paper-conference", title="T", container_title="P", collection_title="LNCS", number="1234")
    assert re.search(r"number += \{1234\}", BibtexWriter().encode(lncs))
    mine = "@inproceedings{a,\n  title = {T},\n  booktitle = {P},\n  volume = {2},\n  number = {CSCW}\n}"
    assert re.search(r"number += \{CSCW\}", BibtexWriter().encode(read(mine)[0]))


def test_a_publisher_where_biblatex_knows_none_stands_in_a_custom_field_and_comes_back() -> None:
    given = Record(id="a", type="article-journal", title="T", container_title="J", publisher="Wiley & Sons", publisher_place="Hoboken: NJ")
    written = BiblatexWriter().encode(given)
    assert re.search(r"usera += \{publisher: Wiley \\& Sons\},\n +userb += \{location: Hoboken: NJ\}", written)
    back = read(written)[0]
    assert (back.publisher, back.publisher_place, back.extra) == (given.publisher, given.publisher_place, {})
    assert "Wiley" not in BiblatexWriter(hidden=frozenset(["publisher"])).encode(given)
    assert one("usera = {seen: twice}").extra == {"bibtex:usera": "seen: twice"}
    both = BiblatexWriter().encode(read("@article{a, title = {T}, journaltitle = {J}, usera = {seen: twice}, publisher = {Wiley}}")[0])
    assert re.search(r"userb += \{publisher: Wiley\}", both)


def test_identifiers_that_biblatex_has_no_field_for_stand_in_verba_and_come_back() -> None:
    known = {"acl": "P89-1001", "dblp": "conf/er/2008", "pmid": "123", "pmcid": "PMC123", "arxiv": "1706.03762", "openalex": "W2755950973"}
    written = BiblatexWriter().encode(Record(id="a", title="T", identifiers=known))
    assert "verba" in written
    assert "{pmid:123 pmcid:PMC123 acl:P89-1001 dblp:conf/er/2008 openalex:W2755950973}" in written
    assert read(written)[0].identifiers == known
    assert read(BibtexWriter().encode(Record(id="a", title="T", identifiers=known)))[0].identifiers == known
    assert one("verba = {what people put there}").extra == {"bibtex:verba": "what people put there"}
    both = BiblatexWriter().encode(one("verba = {mine: own}, dblp = {conf/er/2008}"))
    assert re.search(r"verba += \{mine: own\}", both)
    assert re.search(r"verbb += \{dblp:conf/er/2008\}", both)


def test_a_book_without_authors_that_holds_a_meeting_is_proceedings() -> None:
    meeting = Record(id="a", type="book", title="Conceptual Modeling", event_title="ER", editor=(Name(family="Li", given="Qing"),), issued="2008")
    for writer in (BibtexWriter(), BiblatexWriter()):
        assert writer.encode(meeting).startswith("@proceedings{")
        assert writer.encode(Record(id="a", type="book", title="Proceedings of a Meeting")).startswith("@proceedings{")
        assert writer.encode(Record(id="a", type="book", title="Modeling", issued="2008")).startswith("@book{")
        assert writer.encode(one("title = {Proceedings of X}, editor = {Roe, J.}, year = 2000", "book")).startswith("@book{")
    assert read(BiblatexWriter().encode(meeting))[0].type == "book"


def test_online_has_an_address() -> None:
    bare = Record(id="a", title="T", issued="2020", author=(Name(family="Li", given="Qing"),))
    assert BiblatexWriter().encode(bare).startswith("@misc{")
    assert read(BiblatexWriter().encode(bare))[0].type == bare.type
    assert BiblatexWriter().encode(Record(id="a", title="T", identifiers={"doi": "10.1/x"})).startswith("@online{")
    page = Record(id="a", type="webpage", title="T")
    assert read(BiblatexWriter().encode(page))[0].type == "webpage"
