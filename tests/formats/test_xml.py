"""Readers of XML: samples in the shapes of the real exports, nothing lost on them and on the real files, broken and cut items."""

import contextlib
import io
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from lxml import etree

from paperconv.errors import InputError, ItemError
from paperconv.formats.acl import full_id
from paperconv.formats.base import Item, Note
from paperconv.formats.elements import drop
from paperconv.formats.registry import reader_for
from paperconv.io.source import Source
from paperconv.io.xml import leaves, local, parse, text
from paperconv.model import Name, Record

from ..conservation import missing

SAMPLES = Path(__file__).parent / "xml"

IMPLIED = {
    "pubmed-xml": (
        "AuthorList@CompleteYN",  # "others" at the end of the list
        "AuthorList@Type",  # author or editor
        "Author@ValidYN",  # which names are in the list
        "Author/Initials",  # the first letters of ForeName
        "Author/Identifier",  # an ORCID in its normal form
        "@IdType", "@EIdType", "@PubStatus", "Identifier@Source",  # in the name under which the value is kept
        "KeywordList@Owner", "Keyword@MajorTopicYN", "DescriptorName@MajorTopicYN", "QualifierName@MajorTopicYN",  # N and NOTNLM are said of nearly all
        "PubDate/Month", "PubDate/Season", "AbstractText@NlmCategory",  # as a number; the label again
        "Grant@", "GrantList@CompleteYN", "PMID@Version", "ELocationID@ValidYN", "DateType",
    ),
    "jats": (
        "-type", "@type", "graphic@", "fig@", "name@lang", "@id", "@rid", "@space", "@content-type", "@name-style", "@publication-format", "@dtd-version", "@specific-use", "@mimetype",  # in the name of what is kept
        "@corresp", "@equal-contrib", "@authenticated", "abstract/title", "string-date", "email@href", "@toggle", "article-meta/contrib-group/contrib/x",
        "pub-date/month", "pub-date/season",
        "contrib/collab",  # its name and its members are kept apart
    ),
    "endnote-xml": (
        "style@", "ref-type", "REFERENCE_TYPE", "database@name", "app@name",  # how it looked; the type; the same as the text
        "pub-dates/date", "DATE",  # together with the year
    ),
    "dblp-xml": ("month",),  # as a number
    "acl-xml": ("@id", "month"),  # in the identifier; as a number
    "mods": (
        "@type", "Label", "@usage", "@encoding", "@point", "@unit", "@keyDate", "@version", "@schemaLocation", "@access", "@invalid", "@lang", "@transliteration", "@script",
        "roleTerm", "@authority", "@qualifier",  # in the name of what is kept
    ),
    "msbib-xml": ("SourceType", "Month", "LCID"),  # in CSL's words; as a number; as a code
    "marcxml": (
        "@ind1", "@ind2", "@tag", "@code", "@type", "recordSchema", "recordPacking", "recordPosition",  # where a value stands; what an answer says of its form
        "00$4", "00$e", "10$4", "10$e", "11$4", "24$2", "35$9", "37$9",  # roles and kinds of identifiers
    ),
}  # fmt: skip
"""Parts of paths of what a record says in another way, or that says nothing of the paper."""

BESIDE = {"jats": ("label", "xref", "body", "back", "floats-group", "sub-article", "response")}
_BODY = re.compile(rb"<body>.*?</body>", re.S)
"""Elements that the format's reader leaves out: all but an article's front matter (documented), marks that refer to notes."""


def read(path: str, data: bytes | None = None) -> list[Record]:
    source = Source(path, stream=io.BytesIO(data) if data is not None else None)
    reader = reader_for(source)[1]
    return [reader.decode(i) for i in reader.frame(source) if isinstance(i, Item) and not i.fault]


@pytest.mark.parametrize("sample", sorted(p.name for p in SAMPLES.iterdir() if p.is_file()))
def test_samples(sample: str, golden: bool) -> None:
    source = Source(str(SAMPLES / sample))
    reader = reader_for(source)[1]
    lines = []
    for found in reader.frame(source):
        if isinstance(found, Note):
            lines.append(msgspec.json.encode(found).decode())
            continue
        try:
            record = reader.decode(found)
        except ItemError as error:
            lines.append(f"line {found.line}: {error}")
            continue
        lines.append(msgspec.json.encode(msgspec.structs.replace(record, source=msgspec.structs.replace(record.origin, path=""))).decode())
    expected = SAMPLES / "golden" / f"{sample}.jsonl"
    if golden:
        expected.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert lines == expected.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("sample", sorted(p.name for p in SAMPLES.iterdir() if p.is_file()))
def test_nothing_of_a_sample_is_lost(sample: str) -> None:
    assert lost(Source(str(SAMPLES / sample))) == []


@pytest.mark.parametrize("folder", ["pubmed_xml", "jats", "mods", "endnote_xml", "dblp_xml", "acl_anthology_xml", "marcxml", "msbib_xml"])
def test_nothing_of_the_real_files_is_lost(real_files: Path, folder: str) -> None:
    found = {}
    for path in sorted((real_files / folder).iterdir()):
        try:
            reader_for(Source(str(path)))
        except InputError:
            continue
        if path.suffix != ".md" and (gone := lost(Source(str(path)))):
            found[path.name] = gone
    assert found == {}


def lost(source: Source) -> list[tuple[str, str]]:
    """What of an input is in none of its records."""
    spec, reader = reader_for(source)
    gone = []
    for item in reader.frame(source):
        if isinstance(item, Item) and not item.fault:
            try:
                record = reader.decode(item)
            except ItemError:
                continue
            root = parse(_BODY.sub(b"", item.data))
            drop(root, *BESIDE.get(spec.name, ()))
            for place in (e for e in root.iter() if local(e) == "aff"):
                drop(place, "sup")
            gone += [leaf for leaf in missing(marc_leaves(root) if spec.name == "marcxml" else leaves(root), record) if not any(end in leaf[0] for end in IMPLIED[spec.name])]
    return gone


def marc_leaves(root: etree._Element) -> Iterator[tuple[str, str]]:
    """The leaves of a record of MARC, those of subfields with their tag and code ("245$a")."""
    for subfield in (e for e in root.iter() if local(e) == "subfield"):
        field = subfield.getparent()
        tag, said = field.get("tag"), text(subfield)  # type: ignore[union-attr]
        yield f"{tag}${subfield.get('code')}", re.sub(r"^(?:(?:volume|number|year|pages):|\(orcid\))", "", said)
    drop(root, "datafield")
    yield from leaves(root)


@pytest.mark.parametrize("sample", sorted(p.name for p in SAMPLES.iterdir() if p.is_file()))
def test_a_file_that_is_cut_gives_what_is_whole(sample: str) -> None:
    data = (SAMPLES / sample).read_bytes()
    for cut in range(0, len(data), max(len(data) // 23, 1)):
        source = Source("cut.xml", stream=io.BytesIO(data[:cut]))
        try:
            reader = reader_for(Source(str(SAMPLES / sample)))[1]
            found = [i for i in reader.frame(source) if isinstance(i, Item)]
        except InputError:
            continue
        assert all(not i.fault for i in found[:-1])
        for item in found[:-1]:
            with contextlib.suppress(ItemError):
                reader.decode(item)


JATS = """<article article-type="research-article"><front><article-meta>%s</article-meta></front><body><p>not &closed</body></article>"""


@pytest.mark.parametrize(("group", "names"), [
    ("<contrib><name><surname>Weis</surname><given-names>Karsten</given-names></name></contrib>", (Name("Weis", "Karsten"),)),
    ("<contrib contrib-type='author'><name name-style='given-only'><given-names>Sukarno</given-names></name></contrib>", (Name(literal="Sukarno"),)),
    ("<contrib><string-name><given-names>Lee</given-names> <surname>Jones</surname></string-name></contrib>", (Name("Jones", "Lee"),)),
    ("<contrib><string-name>Jones, Lee</string-name></contrib>", (Name("Jones", "Lee"),)),
    ("<contrib><collab><institution>CERN</institution></collab></contrib>", (Name(literal="CERN"),)),
    ("<contrib><name><surname>Jones<xref>*</xref></surname><given-names>L</given-names></name></contrib><x>, </x><etal/>", (Name("Jones", "L"), Name(literal="others"))),
    ("<contrib><name-alternatives><string-name>柳金峰</string-name><name><surname>Liu</surname><given-names>Jinfeng</given-names></name></name-alternatives></contrib>", (Name("Liu", "Jinfeng"),)),
    ("<contrib><name><surname>Roe</surname><given-names>Jane</given-names></name></contrib><contrib contrib-type='author non-byline'><collab>Hidden</collab></contrib>", (Name("Roe", "Jane"),)),
    ("<contrib><collab><contrib-group><contrib><name><surname>Roe</surname><given-names>J</given-names></name></contrib></contrib-group></collab></contrib>", (Name("Roe", "J"),)),
    ("<contrib><name><surname>Roe</surname></name><xref ref-type='aff' rid='a'/></contrib><aff id='a'><sup>1</sup>Institute of CO<sup>2</sup></aff>", (Name("Roe", affiliation=("Institute of CO2",)),)),
    ("<contrib contrib-type='senior_editor'><name><surname>Roe</surname></name></contrib><contrib contrib-type='collab'><collab>CERN</collab></contrib>", (Name(literal="CERN"),)),
    ("<contrib><name><surname>Roe</surname><given-names>J</given-names></name></contrib><contrib><name><surname>Doe</surname><given-names>A</given-names></name></contrib><aff>Here</aff>",
     (Name("Roe", "J", affiliation=("Here",)), Name("Doe", "A", affiliation=("Here",)))),
    ("<contrib><name><surname>Roe</surname><given-names>J</given-names></name></contrib><contrib><name><surname>Doe</surname><given-names>A</given-names></name></contrib><aff>Here</aff><aff>There</aff>",
     (Name("Roe", "J"), Name("Doe", "A"))),
])  # fmt: skip
def test_jats_contributors(group: str, names: tuple[Name, ...]) -> None:
    assert read("a.xml", (JATS % f"<contrib-group>{group}</contrib-group>").encode())[0].author == names


@pytest.mark.parametrize(("dates", "iso"), [
    ("<pub-date pub-type='epub'><year>2013</year><month>11</month></pub-date><pub-date pub-type='ppub'><month>Dec</month><year>2013</year></pub-date>", "2013-12"),
    ("<pub-date pub-type='collection'><year>2014</year></pub-date><pub-date date-type='pub' publication-format='electronic'><day>8</day><month>10</month><year>2014</year></pub-date>", "2014-10-08"),
    ("<pub-date pub-type='pmc-release'><year>2016</year></pub-date>", ""), ("<pub-date><season>Jan-Feb</season><year>2001</year></pub-date>", "2001-01/2001-02"),
    ("<pub-date><string-date>July 2014</string-date></pub-date>", "2014-07"), ("<pub-date iso-8601-date='2020-06-09'/>", "2020-06-09"),
])  # fmt: skip
def test_jats_dates(dates: str, iso: str) -> None:
    assert read("a.xml", (JATS % dates).encode())[0].issued == iso


def test_jats_review_without_its_article() -> None:
    data = b"<root><article><sub-article><front-stub><title-group><article-title>eLife assessment</article-title></title-group></front-stub></sub-article></article></root>"
    assert read("a.xml", data)[0].title == "eLife assessment"


def endnote(inside: str, kind: str = "Journal Article") -> Record:
    return read("a.xml", f'<xml><records><record><ref-type name="{kind}">0</ref-type>{inside}</record></records></xml>'.encode())[0]


@pytest.mark.parametrize(("written", "name"), [
    ("Ahmad, AS", Name("Ahmad", "AS")), ("World Health Organization,", Name(literal="World Health Organization")), ("King, Martin Luther, Jr.", Name("King", "Martin Luther", suffix="Jr.")),
    ("<style face='normal'>Müller</style><style face='normal' charset='238'>ová, A.</style>", Name("Müllerová", "A.")), ("van der Berg, Jan", Name("Berg", "Jan", non_dropping_particle="van der")),
    ("Jane Roe", Name("Roe", "Jane")),
])  # fmt: skip
def test_endnote_names(written: str, name: Name) -> None:
    assert endnote(f"<contributors><authors><author>{written}</author></authors></contributors>").author == (name,)


@pytest.mark.parametrize(("year", "day", "iso"), [
    ("2015", "Mar 3", "2015-03-03"), ("1937", "Jan", "1937-01"), ("2015", "3 March 2015", "2015-03-03"), ("2015", "Nov-Dec", "2015-11/2015-12"), ("2015", "", "2015"),
    ("2015", "Epub ahead", "2015"), ("in press", "", ""), ("2004", "Spring", "2004-21"), ("2003", "2003/05/12", "2003-05-12"), ("2003", "2002", "2003"),
])  # fmt: skip
def test_endnote_dates(year: str, day: str, iso: str) -> None:
    record = endnote(f"<dates><year>{year}</year><pub-dates><date>{day}</date></pub-dates></dates>")
    assert record.issued == iso


def test_endnote_edited_book_and_its_section() -> None:
    people = "<contributors><authors><author>Roe, J.</author></authors><secondary-authors><author>Doe, A.</author></secondary-authors></contributors>"
    titles = "<titles><title>A</title><secondary-title>B</secondary-title></titles>"
    book, section = endnote(people + titles, "Edited Book"), endnote(people + titles, "Book Section")
    assert (book.type, book.editor, book.collection_title) == ("book", (Name("Roe", "J."),), "B")
    assert book.extra["endnote-xml:secondary-authors"] == "A. Doe"
    assert (section.type, section.author, section.editor, section.container_title) == ("chapter", (Name("Roe", "J."),), (Name("Doe", "A."),), "B")


def mods(inside: str) -> Record:
    return read("a.xml", f"<mods>{inside}</mods>".encode())[0]


@pytest.mark.parametrize(("name", "expected"), [
    ("<name><namePart type='family'>Mock</namePart><namePart type='given'>T</namePart></name>", Name("Mock", "T")),
    ("<name type='personal'><namePart>West, Matthew,</namePart><namePart type='date'>1953-</namePart></name>", Name("West", "Matthew")),
    ("<name type='personal'><namePart>Alleman, Tillie Pierce, 1848-1914.</namePart></name>", Name("Alleman", "Tillie Pierce")),
    ("<name type='personal'><namePart>Ranulf Higden</namePart></name>", Name("Higden", "Ranulf")),
    ("<name type='personal'><namePart>King, Martin Luther</namePart><namePart type='termsOfAddress'>Jr.</namePart></name>", Name("King", "Martin Luther", suffix="Jr.")),
    ("<name type='corporate'><namePart>United States.</namePart><namePart>Navy</namePart></name>", Name(literal="United States. Navy")),
    ("<name><namePart>Weber, J.</namePart><role><roleTerm>Author</roleTerm></role></name>", Name("Weber", "J.")),
])  # fmt: skip
def test_mods_names(name: str, expected: Name) -> None:
    assert mods(name).author == (expected,)


@pytest.mark.parametrize(("inside", "type"), [
    ("<genre>journal article</genre>", "article-journal"), ("<genre>Thesis.</genre>", "thesis"), ("<genre>book</genre><relatedItem type='host'/>", "chapter"),
    ("<genre>conference publication</genre><relatedItem type='host'/>", "paper-conference"), ("<relatedItem type='host'><genre>newspaper</genre></relatedItem>", "article-newspaper"),
    ("<relatedItem type='host'><originInfo><issuance>monographic</issuance></originInfo></relatedItem>", "chapter"), ("<originInfo><issuance>monographic</issuance></originInfo>", "book"),
    ("<typeOfResource>cartographic</typeOfResource>", "map"), ("<typeOfResource>text</typeOfResource>", "document"),
])  # fmt: skip
def test_mods_types(inside: str, type: str) -> None:
    assert mods(inside).type == type


@pytest.mark.parametrize(("inside", "iso"), [
    ("<dateIssued>c2011</dateIssued>", "2011"), ("<dateIssued>June 2011</dateIssued><dateIssued encoding='w3cdtf'>2011-06-02</dateIssued>", "2011-06-02"),
    ("<dateCreated>2009</dateCreated><dateIssued>2011</dateIssued>", "2011"), ("<dateCreated qualifier='approximate'>1850</dateCreated>", "1850~"), ("<dateIssued>n.d.</dateIssued>", ""),
])  # fmt: skip
def test_mods_dates(inside: str, iso: str) -> None:
    assert mods(f"<originInfo>{inside}</originInfo>").issued == iso


@pytest.mark.parametrize(("text", "name"), [
    ("<eSearchResult><Count>1</Count><IdList><Id>21975942</Id></IdList></eSearchResult>", "an answer of Entrez"), ('<book dtd-version="2.0"><book-meta/></book>', "a book in BITS"),
    ("<VOTABLE/>", "a VOTable"),
])  # fmt: skip
def test_xml_that_cannot_be_read_is_refused_by_its_name(text: str, name: str) -> None:
    with pytest.raises(InputError, match=f"looks like {name}"):
        reader_for(Source("a.xml", stream=io.BytesIO(text.encode())))


@pytest.mark.parametrize(("text", "name"), [
    ("<MedlineCitationSet><MedlineCitation><PMID>1</PMID></MedlineCitation></MedlineCitationSet>", "pubmed-xml"),
    ("<PubmedBookArticleSet><PubmedBookArticle><BookDocument><PMID>1</PMID></BookDocument></PubmedBookArticle></PubmedBookArticleSet>", "pubmed-xml"),
    ("<root><front><article-meta><volume>1</volume></article-meta></front></root>", "jats"), ("<j:article dtd-version='1.0'><j:front><j:article-meta><j:volume>1</j:volume></j:article-meta></j:front></j:article>", "jats"),
    ("<mets:mets><mets:xmlData><mods:mods><mods:note>1</mods:note></mods:mods></mets:xmlData></mets:mets>", "mods"), ("<records><record><ref-type>17</ref-type></record></records>", "endnote-xml"),
])  # fmt: skip
def test_shapes_are_told_apart_and_read(text: str, name: str) -> None:
    assert [r.origin.format for r in read("a.xml", text.encode())] == [name]


WORD = '<b:Sources xmlns:b="http://schemas.openxmlformats.org/officeDocument/2006/bibliography"><b:Source>%s</b:Source></b:Sources>'


@pytest.mark.parametrize(("inside", "type"), [
    ("<b:SourceType>Report</b:SourceType>", "report"), ("<b:SourceType>Report</b:SourceType><b:ThesisType>Master's thesis</b:ThesisType>", "thesis"),
    ("<b:SourceType>Report</b:SourceType><b:BIBTEX_Entry>unpublished</b:BIBTEX_Entry>", "manuscript"), ("<b:SourceType>Case</b:SourceType>", "legal_case"),
    ("<b:SourceType>ArticleInAPeriodical</b:SourceType>", "article-magazine"), ("", "document"),
])  # fmt: skip
def test_words_types(inside: str, type: str) -> None:
    assert read("a.xml", (WORD % f"<b:Title>T</b:Title>{inside}").encode())[0].type == type


@pytest.mark.parametrize(("inside", "iso", "kept"), [
    ("<b:Year>2016</b:Year><b:Month>07</b:Month><b:Day>1</b:Day>", "2016-07-01", {}), ("<b:Year>2016</b:Year><b:Month>July</b:Month>", "2016-07", {}), ("<b:Year>2016</b:Year>", "2016", {}),
    ("<b:Year>2016</b:Year><b:Month>Mai</b:Month><b:Day>1</b:Day>", "2016", {"msbib-xml:Month": "Mai", "msbib-xml:Day": "1"}), ("<b:Year>in press</b:Year>", "", {"msbib-xml:Year": "in press"}),
    ("<b:Year>2016</b:Year><b:Month>2</b:Month><b:Day>30</b:Day>", "2016-02", {"msbib-xml:Day": "30"}), ("<b:Year>1998-1999</b:Year>", "1998/1999", {}),
])  # fmt: skip
def test_words_dates(inside: str, iso: str, kept: dict[str, str]) -> None:
    (record,) = read("a.xml", (WORD % f"<b:Title>T</b:Title>{inside}").encode())
    assert (record.issued, record.extra) == (iso, kept)


def marc(inside: str, leader: str = "00000nam a2200000 a 4500") -> Record:
    return read("a.xml", f'<record xmlns="http://www.loc.gov/MARC21/slim"><leader>{leader}</leader>{inside}</record>'.encode())[0]


def field(tag: str, indicators: str = "  ", **subfields: str) -> str:
    inside = "".join(f'<subfield code="{code.lstrip("_")}">{said}</subfield>' for code, said in subfields.items())
    return f'<datafield tag="{tag}" ind1="{indicators[0]}" ind2="{indicators[1]}">{inside}</datafield>'


TITLE = field("245", a="A title")


@pytest.mark.parametrize(("written", "names"), [
    (field("100", "1 ", a="West, Matthew,", d="1953-"), (Name("West", "Matthew"),)), (field("100", "0 ", a="Voltaire,", d="1694-1778"), (Name(literal="Voltaire"),)),
    (field("100", "1 ", a="Caraballo, Margarita J."), (Name("Caraballo", "Margarita J."),)), (field("100", "1 ", a="King, Martin Luther,", c="Jr.,", d="1929-1968"), (Name("King", "Martin Luther", suffix="Jr."),)),
    (field("110", "1 ", a="United States.", b="Navy."), (Name(literal="United States. Navy."),)), (field("700", "1 ", a="Roe, Jane", e="translator"), ()),
    (field("100", "1 ", a="Roe, Jane", u="CERN", j="ORCID:0000-0002-1825-0097"), (Name("Roe", "Jane", affiliation=("CERN",), orcid="0000-0002-1825-0097"),)),
    (field("700", "1 ", a="Roe, Jane", _4="ill"), ()), (field("700", "1 ", a="Roe, Jane", t="Another work"), ()),
])  # fmt: skip
def test_marc_names(written: str, names: tuple[Name, ...]) -> None:
    assert marc(TITLE + written).author == names


@pytest.mark.parametrize(("leader", "inside", "type"), [
    ("00000nam a", "", "book"), ("00000cas a", "", "periodical"), ("00000nem a", "", "map"), ("00000ngm a", "", "motion_picture"), ("00000nai a", "", "webpage"),
    ("00000nab a", "", "article-journal"), ("00000naa a", field("773", t="A book", z="9783161484100"), "chapter"), ("00000naa a", field("773", t="A journal", g="Bd. 5 (2001), S. 3"), "article-journal"),
    ("00000naa a", field("773", t="Proceedings") + field("711", a="A congress"), "paper-conference"), ("00000nam a", field("502", a="Diss."), "thesis"),
    ("00000nam a", field("502", a="Diss.") + field("020", a="9783161484100"), "book"), ("00000nmm a", field("336", b="cod"), "dataset"), ("00000nmm a", field("336", b="txt"), "book"),
    ("", field("980", a="publication", b="article"), "article-journal"), ("", field("980", a="software"), "software"), ("", "", "document"),
])  # fmt: skip
def test_marc_types(leader: str, inside: str, type: str) -> None:
    assert marc(TITLE + inside, leader).type == type


@pytest.mark.parametrize(("inside", "iso"), [
    (field("260", c="c2011."), "2011"), (field("260", c="[1986?]"), "1986~"), (field("264", " 4", c="©2010") + field("264", " 1", c="2011"), "2011"),
    (field("260", c="2011") + field("269", c="2011-06-02"), "2011-06-02"), (field("773", p="J. Phys.", y="1999") + field("269", c="1997-11-27"), "1999"),
    ('<controlfield tag="008">110602e20110602xxu                 eng d</controlfield>', "2011-06-02"), ('<controlfield tag="008">110602s1998    xxu                 eng d</controlfield>', "1998"),
    ('<controlfield tag="008">110602nuuuuuuuuxxu                 eng d</controlfield>', ""), (field("260", c="26 juin 2023"), ""),
])  # fmt: skip
def test_marc_dates(inside: str, iso: str) -> None:
    assert marc(inside + TITLE).issued == iso


def pubmed(citation: str) -> Record:
    return read("a.xml", f"<PubmedArticleSet><PubmedArticle><MedlineCitation>{citation}</MedlineCitation></PubmedArticle></PubmedArticleSet>".encode())[0]


@pytest.mark.parametrize(("author", "name"), [
    ("<LastName>Bangash</LastName><ForeName>Hana</ForeName><Initials>H</Initials>", Name("Bangash", "Hana")),
    ("<LastName>de Araujo</LastName><ForeName>Claudia V</ForeName>", Name("Araujo", "Claudia V", non_dropping_particle="de")),
    ("<LastName>Artino</LastName><ForeName>Anthony R</ForeName><Suffix>Jr</Suffix>", Name("Artino", "Anthony R", suffix="Jr")),
    ("<LastName>Castillo</LastName><Initials>JM</Initials>", Name("Castillo", "JM")),
    ("<LastName>Sukarno</LastName>", Name("Sukarno")),
    ("<CollectiveName>ICGC Breast Cancer Group</CollectiveName>", Name(literal="ICGC Breast Cancer Group")),
    ("<LastName>Lee</LastName><ForeName>A</ForeName><Affiliation>Seoul</Affiliation>", Name("Lee", "A", affiliation=("Seoul",))),
])  # fmt: skip
def test_pubmed_names(author: str, name: Name) -> None:
    assert pubmed(f"<Article><AuthorList><Author>{author}</Author></AuthorList></Article>").author == (name,)


@pytest.mark.parametrize(("date", "iso"), [
    ("<Year>2004</Year><Month>May</Month><Day>01</Day>", "2004-05-01"), ("<Year>2009</Year><Month>02</Month>", "2009-02"), ("<Year>1976</Year><Season>Fall</Season>", "1976-23"),
    ("<MedlineDate>1998 Dec-1999 Jan</MedlineDate>", "1998-12/1999-01"), ("<Year>2013</Year><Month>Jan-Mar</Month>", "2013-01/2013-03"),
    ("<MedlineDate>1999 1st Quart</MedlineDate>", "1999"), ("<MedlineDate>2000-2001</MedlineDate>", "2000/2001"),
])  # fmt: skip
def test_pubmed_dates(date: str, iso: str) -> None:
    assert pubmed(f"<Article><Journal><JournalIssue><PubDate>{date}</PubDate></JournalIssue></Journal></Article>").issued == iso


@pytest.mark.parametrize(("written", "title"), [
    ("Hospital debt management.", "Hospital debt management"), ("Life in the U.S.", "Life in the U.S."), ("And then...", "And then..."), ("Why?", "Why?"),
    ("[A study of stroke in Galicia].", "A study of stroke in Galicia"), ("Doses of [<sup>13</sup>C]urea [corrected].", "Doses of [<sup>13</sup>C]urea [corrected]"),
])  # fmt: skip
def test_pubmed_titles(written: str, title: str) -> None:
    assert pubmed(f"<Article><ArticleTitle>{written}</ArticleTitle></Article>").title == title


def test_pubmed_title_that_is_not_available_is_the_vernacular_one() -> None:
    record = pubmed("<Article><ArticleTitle>[Not Available].</ArticleTitle><VernacularTitle>Estudio del ictus.</VernacularTitle></Article>")
    assert record.title == "Estudio del ictus"


def test_pubmed_deleted_citations_are_a_note() -> None:
    data = b"<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID></MedlineCitation></PubmedArticle><DeleteCitation><PMID>2</PMID><PMID>3</PMID></DeleteCitation></PubmedArticleSet>"
    source = Source("a.xml", stream=io.BytesIO(data))
    found = list(reader_for(source)[1].frame(source))
    assert [type(x).__name__ for x in found] == ["Item", "Note"]
    assert "2 citations" in found[1].message  # type: ignore[union-attr]


# DBLP


def dblp(record: str) -> Record:
    return read("a.xml", f"<dblp>{record}</dblp>".encode())[0]


@pytest.mark.parametrize(("author", "name"), [
    ("<author>Jens Lehmann 0001</author>", Name("Lehmann", "Jens")), ("<author orcid='0000-0002-1825-0097'>Jan van der Berg</author>", Name("Berg", "Jan", non_dropping_particle="van der", orcid="0000-0002-1825-0097")),
    ("<author>Lorenzo J. Tard&oacute;n</author>", Name("Tardón", "Lorenzo J.")), ("<author>Mausam</author>", Name(literal="Mausam")), ("<author>Agent 47</author>", Name("47", "Agent")),
])  # fmt: skip
def test_dblp_names(author: str, name: Name) -> None:
    assert dblp(f'<article key="journals/x/Y">{author}<title>T.</title></article>').author == (name,)


@pytest.mark.parametrize(("address", "identifiers", "url"), [
    ("https://doi.org/10.1145/1666420.1666444", {"doi": "10.1145/1666420.1666444"}, ""), ("https://doi.org/10.48550/arXiv.2104.00001", {"doi": "10.48550/arXiv.2104.00001", "arxiv": "2104.00001"}, ""),
    ("http://arxiv.org/abs/cs/0001001", {"arxiv": "cs/0001001"}, ""), ("http://doi.acm.org/10.1145/1666420.1666444", {"doi": "10.1145/1666420.1666444"}, "http://doi.acm.org/10.1145/1666420.1666444"),
    ("https://openreview.net/forum?id=x", {}, "https://openreview.net/forum?id=x"), ("db/conf/er/er2008.html#N", {}, ""),
])  # fmt: skip
def test_dblp_electronic_editions(address: str, identifiers: dict[str, str], url: str) -> None:
    record = dblp(f'<article key="journals/x/Y"><title>T.</title><ee>{address}</ee></article>')
    assert (record.identifiers, record.url) == ({"dblp": "journals/x/Y", **identifiers}, url)


# ACL Anthology


@pytest.mark.parametrize(("above", "paper", "identifier"), [
    (["P89", "1"], "1", "P89-1001"), (["W02", "1"], "5", "W02-0105"), (["D19", "50"], "3", "D19-5003"), (["D19", "1"], "12", "D19-1012"), (["C69", "1"], "1", "C69-0101"),
    (["2022.naloma", "1"], "3", "2022.naloma-1.3"), (["2020.acl", "main"], "0", "2020.acl-main.0"), (["P18"], "1031", "P18-1031"), (["P18"], "31", ""), (["P18", "x"], "1", ""), ([], "1", ""),
])  # fmt: skip
def test_acl_identifiers(above: list[str], paper: str, identifier: str) -> None:
    assert full_id(above, paper) == identifier


def test_acl_volumes_do_not_lend_what_they_say_to_the_next() -> None:
    volume = "<volume id='{}'><meta>{}</meta><paper id='1'><title>T</title></paper></volume>"
    first, second = read("a.xml", f"<collection id='P90'>{volume.format(1, '<booktitle>One</booktitle><year>1991</year>')}{volume.format(2, '<booktitle>Two</booktitle>')}</collection>".encode())
    assert (first.container_title, first.issued, second.container_title, second.issued) == ("One", "1991", "Two", "1990")


@pytest.mark.parametrize("title", [
    "&lt;math " * 40_000, "&lt;alternatives>" * 40_000, '"' * 400_000, "&a" * 200_000,
])  # fmt: skip
def test_text_that_would_take_minutes_where_each_mark_were_sought_to_the_end(title: str) -> None:
    assert len(pubmed(f"<Article><ArticleTitle>{title}</ArticleTitle></Article>").title) > 100_000


def test_a_hundred_thousand_fields_and_a_deep_nest() -> None:
    assert len(mods("".join(f"<note>{i}</note>" for i in range(100_000))).extra["mods:note"].split("\n")) == 99_999
    with pytest.raises(ItemError, match="Excessive depth"):
        mods("<extension>" + "<a>" * 400 + "</a>" * 400 + "</extension>")


def test_entities_from_outside_and_bombs_stay_unresolved() -> None:
    bomb = '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">'
    data = f"<!DOCTYPE PubmedArticleSet [{bomb}]><PubmedArticleSet><PubmedArticle><MedlineCitation><Article><ArticleTitle>&b; &x; &rgr; &uuml;</ArticleTitle></Article></MedlineCitation></PubmedArticle></PubmedArticleSet>"
    assert read("a.xml", data.encode())[0].title == "&b; &x; ρ ü"
