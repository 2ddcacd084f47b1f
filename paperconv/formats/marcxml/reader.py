"""Reads MARC 21 in XML: alone, in a collection, or in answers of SRU and OAI."""

import re
from collections.abc import Callable, Iterator

from paperconv.errors import ItemError
from paperconv.formats import cataloguing
from paperconv.formats.base import Item, Note, items
from paperconv.formats.draft import Draft
from paperconv.formats.elements import keep, without_stop
from paperconv.formats.marcxml.dates import Dates, of_control_field
from paperconv.formats.marcxml.fields import Field
from paperconv.formats.marcxml.host import take_host
from paperconv.formats.marcxml.names import default_role, take_name
from paperconv.formats.marcxml.types import type_of
from paperconv.io.encoding import Decoding
from paperconv.io.frames import xml_elements
from paperconv.io.source import Source
from paperconv.io.xml import Element, attribute, children, first, local, parse
from paperconv.markup.html import decode, decode_abstract
from paperconv.model import Record
from paperconv.model import identifier as ids

_LANGUAGE = re.compile(r"([a-z]{3})(?: [ a-z|#]?)?\s*$")
"""Positions 35 to 37 of field 008, counted from its end, since blanks before it are often squeezed."""
_NO_LANGUAGE = frozenset(("und", "zxx", "mul", "mis"))
_WITHIN = re.compile(r"\(([^()]*)\)")
_THESIS = re.compile(r"^Thesis \((?P<genre>[^()]+)\)\s*(?:--|—)\s*(?P<school>.+?),\s*(?P<year>\d{4})\.?$")
_NAMES = ("100", "110", "111", "700", "710", "711")


class MarcxmlReader:
    """Reads MARC 21 in XML, a record at a time; prefixes need no declaration."""

    def frame(self, source: Source) -> Iterator[Item | Note]:
        """One item a ``record`` element, with what an answer wraps it in."""
        with source.open() as stream:
            text = Decoding(stream)
            yield from items(source, text, xml_elements(text.blocks(), ("record",)))

    def decode(self, item: Item) -> Record:
        """The record of a ``record`` element. Raises :class:`~paperconv.errors.ItemError` where it is none of MARC 21."""
        outer = parse(item.data)
        marc = _marc(outer)
        if marc is None:
            raise ItemError("is a record without fields of MARC")
        draft = Draft("marcxml", item)
        header = first(outer, "header")
        for child in header if header is not None and outer is not marc else ():
            keep(draft, child, "header")
        fields = [Field(element) for element in children(marc, "datafield")]
        if not any(f.tag == "245" for f in fields) and any(f.tag == "200" and f.look("a") for f in fields):
            raise ItemError("is a record of UNIMARC, which cannot be read; export it as MARC 21 or BibTeX")
        _Work(draft, marc, fields).read()
        record = draft.record()
        if not record.title and not record.author and not record.identifiers:
            raise ItemError("is a record of MARC without title, names or identifiers")
        return record


def _marc(outer: Element) -> Element | None:
    """The element that holds the fields: this one, or one within an answer's."""
    for element in outer.iter():
        if local(element) == "record" and first(element, "datafield") is not None:
            return element
    return None


class _Work:
    """One record's fields on their way into its draft."""

    def __init__(self, draft: Draft, marc: Element, fields: list[Field]) -> None:
        self.draft, self.fields, self.dates = draft, fields, Dates()
        self.leader = (first(marc, "leader").text or "") if first(marc, "leader") is not None else ""  # type: ignore[union-attr]
        self.control = [(attribute(c, "tag"), c.text or "") for c in children(marc, "controlfield")]
        self.statement = next((f.look("c") for f in fields if f.tag == "245"), "")
        self.role = default_role(fields, self.statement)
        self.school = ""

    def read(self) -> None:
        draft = self.draft
        draft.fields["type"] = type_of(self.leader, self.fields)
        draft.keep("leader", self.leader)
        for tag, written in self.control:
            draft.keep(tag, written)
            if tag == "008":
                date, kind = of_control_field(written)
                self.dates.add(date, "008", 1 if kind == "e" else 8)
        for field in sorted(self.fields, key=_order):
            if field.tag in _NAMES:
                take_name(draft, field, self.role)
            elif field.tag == "773":
                take_host(draft, field, self.dates)
            elif field.tag in _HANDLERS:
                _HANDLERS[field.tag](self, field)
                field.keep(draft)
            else:
                field.keep_whole(draft)
        self.dates.finish(draft)
        if "language" not in draft.fields:
            codes = (_LANGUAGE.search(written) for tag, written in self.control if tag == "008")
            draft.fields["language"] = next((m[1] for m in codes if m and m[1] not in _NO_LANGUAGE), "")

    # --- what the work is called -------------------------------------------------------------------------------------------

    def title(self, field: Field) -> None:
        """The title with what goes on with it: after an equals sign the same in another language, else a subtitle."""
        joint = " = " if field.look("a").endswith("=") else ": "
        title = field.one("a")
        for more in (field.one("b"), *field.every("n", "p")):
            if more and title:
                title += (" " if title[-1] in ":?!" else joint) + more
                joint = ". " if title[-1] not in ".?!" else " "
            else:
                title = title or more
        self.draft.put("title", decode(without_stop(title)), "245$a")

    def edition(self, field: Field) -> None:
        self.draft.text("edition", without_stop(field.one("a")), "250$a")

    def series(self, field: Field) -> None:
        """The series a work is in, as printed (490) or in its established form (830), and its number there."""
        title, number = field.one("a").rstrip("."), field.one("v")
        self.draft.text("collection_title", title, f"{field.tag}$a")
        if self.draft.fields["type"] not in ("article-journal", "chapter", "paper-conference"):
            self.draft.text("number", number.rstrip("."), f"{field.tag}$v")
        else:
            self.draft.keep(f"{field.tag}$v", number)
        if "issn" not in self.draft.identifiers and (issn := ids.issn(field.look("x"))):
            field.one("x")
            self.draft.identify("issn", issn, f"{field.tag}$x")

    # --- where and when it came out -----------------------------------------------------------------------------------------

    def imprint(self, field: Field) -> None:
        """Place, publisher and date. Of RDA's fields (264) the one of publication is the work's, of the others the date."""
        if self.school:  # whoever copied a thesis did not publish it
            pass
        elif field.tag == "260" or field.second == "1":
            for place in field.every("a"):
                self.draft.text("publisher_place", place.strip("[]"), f"{field.tag}$a")
            for publisher in field.every("b"):
                self.draft.text("publisher", publisher, f"{field.tag}$b")
        self.dates.add(field.one("c"), f"{field.tag}$c", 4 if field.second in ("1", "#") else 6)

    def day(self, field: Field) -> None:
        """The date of an archive's record (Invenio)."""
        self.dates.add(field.one("c"), "269$c", 3)

    def thesis(self, field: Field) -> None:
        """A note on a thesis. Of what came out as a book (it has an ISBN) it is only a note, else it says whose thesis it is, and when."""
        draft = self.draft
        genre, school, year = field.one("b"), field.one("c"), field.one("d")
        if match := _THESIS.match(field.look("a")):
            genre, school, year = genre or match["genre"], school or match["school"], year or match["year"]
        draft.text("genre", genre, "502$b")
        if draft.fields["type"] == "thesis":
            draft.text("publisher", school, "502$c")
            self.school = school
            self.dates.add(year, "502$d", 0)
        else:
            draft.keep("502$c", school)
            draft.keep("502$d", year)

    # --- what it is and says ------------------------------------------------------------------------------------------------

    def extent(self, field: Field) -> None:
        """How many pages there are, of a file in brackets ("1 Online-Ressource (304 Seiten)")."""
        written = field.look("a")
        inside = _WITHIN.search(written)
        pages = written if written.isdigit() else cataloguing.pages(written) or (cataloguing.pages(inside[1]) if inside else "")
        self.draft.text("number_of_pages", pages, "300$a")
        if pages == written:
            field.one("a")

    def language(self, field: Field) -> None:
        for code in field.every("a"):
            self.draft.text("language", code, "041$a")

    def abstract(self, field: Field) -> None:
        self.draft.put("abstract", decode_abstract(" ".join(field.every("a", "b"))), "520$a")

    def note(self, field: Field) -> None:
        self.draft.put("note", decode(field.one("a")), "500$a")

    def subject(self, field: Field) -> None:
        """A heading, its parts joined as libraries do ("Sea ice -- Diatoms")."""
        parts = [part.rstrip(".") for part in field.every("a", "b", "c", "d", "t", "v", "x", "y", "z")]
        self.draft.keywords([" -- ".join(p for p in parts if p)])

    def keywords(self, field: Field) -> None:
        self.draft.keywords(field.every("a"))

    # --- what it is known by ------------------------------------------------------------------------------------------------

    def number(self, field: Field) -> None:
        """An ISBN (020) or ISSN (022); words behind it are kept with it, and so is its form with hyphens."""
        kind = "isbn" if field.tag == "020" else "issn"
        written = field.one("a")
        bare = written.split(" ")[0]
        if written:
            self.draft.identify(kind, bare, f"{field.tag}$a")
            if bare != written:
                self.draft.keep(f"{field.tag}$a", written)
        if ids.NORMALISERS[kind](field.look("9")) == self.draft.identifiers.get(kind, "-"):
            field.one("9")

    def identifier(self, field: Field) -> None:
        """Another identifier, its kind in subfield 2 (024) or 9 (Invenio's 035 and 037)."""
        code = "2" if field.tag == "024" else "9"
        kind, written = field.look(code).lower(), field.look("a")
        if kind == "doi" or (kind in ("", "hdl", "uri") and ids.doi(written)):
            field.one("a")
            field.one(code)
            self.draft.identify("doi", written, f"{field.tag}[{kind}]")
        elif "arxiv" in (kind, written.lower()[:5]) and ids.arxiv(written):
            field.one("a")
            field.one(code)
            self.draft.identify("arxiv", written, f"{field.tag}[{kind}]")
        elif kind in ("spirestex", "inspiretex"):
            self.draft.text("id", field.one("a"), f"{field.tag}[{field.one(code)}]")
        elif kind:
            self.draft.keep(f"{field.tag}[{field.one(code)}]", field.one("a"))

    def report(self, field: Field) -> None:
        self.draft.text("number", field.one("a"), "088$a")

    def link(self, field: Field) -> None:
        """The address of the work itself, not of what belongs to it."""
        for address in field.every("u"):
            if field.second == "2":
                self.draft.keep("856$u", address)
            elif not (ids.doi(address) and self.draft.identify("doi", address, "856$u")):
                self.draft.text("url", address, "856$u")


def _order(field: Field) -> int:
    """The numbers that a record gives by themselves come before links to them, a printed series before its established form."""
    return {"024": 0, "502": 0, "490": 1, "264": 1 if field.second == "1" else 2}.get(field.tag, 2)


_Handler = Callable[[_Work, Field], None]
_HANDLERS: dict[str, _Handler] = {
    "020": _Work.number, "022": _Work.number, "024": _Work.identifier, "035": _Work.identifier, "037": _Work.identifier, "041": _Work.language,
    "088": _Work.report, "245": _Work.title, "250": _Work.edition, "260": _Work.imprint, "264": _Work.imprint, "269": _Work.day,
    "300": _Work.extent, "440": _Work.series, "490": _Work.series, "830": _Work.series, "500": _Work.note, "502": _Work.thesis,
    "520": _Work.abstract, "653": _Work.keywords, "856": _Work.link,
    **dict.fromkeys(("600", "610", "611", "630", "648", "650", "651"), _Work.subject),
}  # fmt: skip
"""Fields by their tags; any other is kept as it stands."""
