"""Reads EndNote's XML."""

import html
import re
from collections.abc import Callable, Iterator

from paperconv.authors.person import inverted, parse_name
from paperconv.formats.base import Item, Note, items
from paperconv.formats.draft import Draft
from paperconv.formats.endnote_types import IN_A_SERIES, NAMES, NUMBERED, NUMBERS, OLD_NUMBERS, TRANSLATED
from paperconv.io.encoding import Decoding
from paperconv.io.frames import xml_elements
from paperconv.io.source import Source
from paperconv.io.xml import Element, attribute, local, parse, text
from paperconv.markup.html import decode
from paperconv.model import Name, Record
from paperconv.model import date as dates
from paperconv.model import identifier as ids

_FACES = {"italic": "i", "bold": "b", "superscript": "sup", "subscript": "sub"}
_NUMBER = re.compile(r"(?<![\d-])(?:97[89][- ]?)?(?:\d[- ]?){9}[\dXx](?![\d-])|(?<![\d-])\d{4}-?\d{3}[\dXx](?![\d-])")
_PMC = re.compile(r"PMC\d{4,}")
_PUBMED = re.compile(r"pubmed|medline|\bnlm\b", re.I)
_ADDRESS = re.compile(r"(?:https?|ftp)://\S")


_Handler = Callable[[Element, str], None]


class EndnoteXmlReader:
    """Reads EndNote's XML, a record at a time."""

    def frame(self, source: Source) -> Iterator[Item | Note]:
        """One item a ``record``."""
        with source.open() as stream:
            decoding = Decoding(stream)
            yield from items(source, decoding, xml_elements(decoding.blocks(), ("record", "RECORD")))

    def decode(self, item: Item) -> Record:
        """The record of an element. Raises :class:`~paperconv.errors.ItemError` where it is no well-formed XML."""
        root = parse(item.data)
        draft = Draft("endnote-xml", item)
        kind = _kind(root)
        draft.fields["type"] = NAMES.get(kind, "document")
        mapping = _Mapping(draft, kind)
        for child in root:
            mapping.take(child, "")
        mapping.finish()
        return draft.record()


def _called(element: Element) -> str:
    """An element's name; EndNote 7 wrote it in capitals, with underscores."""
    name = local(element)
    return name.lower().replace("_", "-") if name.isupper() else name


def _kind(root: Element) -> str:
    """The name of the reference type, in lower case: as it is given, else by its number."""
    for child in root:
        tag, number = _called(child), text(child)
        if tag == "ref-type":
            name = attribute(child, "name").lower()
            return name if name in NAMES else NUMBERS.get(number, number.lower())
        if tag == "reference-type":
            return OLD_NUMBERS.get(number, number.lower())
    return ""


def styled(element: Element) -> str:
    """An element's text, its runs of style (italic, superscript …) as CSL's tags."""
    return decode(_runs(element))


def _runs(element: Element) -> str:
    content = html.escape(element.text or "", quote=False)
    for child in element:
        inside = _runs(child)
        if local(child) == "style" and inside.strip():
            for face in attribute(child, "face").split():
                tag = _FACES.get(face)
                inside = f"<{tag}>{inside}</{tag}>" if tag else inside
        content += inside + html.escape(child.tail or "", quote=False)
    return content


def _lines(element: Element) -> list[str]:
    """The lines of an element's text."""
    return [words for line in re.split(r"[\r\n]+", "".join(str(t) for t in element.itertext())) if (words := " ".join(line.split()))]


class _Mapping:
    """Takes a record's elements one by one; some wait until all are known (dates, what the accession number is)."""

    def __init__(self, draft: Draft, kind: str) -> None:
        self.draft = draft
        self.kind = kind
        self.year = ""
        self.days: list[str] = []
        self.accession = ""
        self.database = ""
        self.full_title = ""
        self.handlers: dict[str, _Handler] = {
            "ref-type": self._type,
            "reference-type": self._type,
            "authors": self._authors,
            "secondary-authors": self._second_authors,
            "subsidiary-authors": self._subsidiary_authors,
            "title": self._field("title"),
            "secondary-title": self._second_title,
            "tertiary-title": self._field("collection_title"),
            "alt-title": self._other_title,
            "short-title": self._field("title_short"),
            "full-title": self._full_title,
            "abbr-1": self._other_title,
            "pages": self._pages,
            "volume": self._field("volume"),
            "number": self._number,
            "issue": self._field("issue"),
            "edition": self._field("edition"),
            "section": self._section,
            "year": self._year,
            "date": self._day,
            "publisher": self._field("publisher"),
            "pub-location": self._field("publisher_place"),
            "place-published": self._field("publisher_place"),
            "isbn": self._isbn,
            "electronic-resource-num": self._electronic_number,
            "accession-num": self._accession,
            "accession-number": self._accession,
            "remote-database-name": self._database,
            "abstract": self._field("abstract"),
            "notes": self._field("note"),
            "language": self._field("language"),
            "work-type": self._field("genre"),
            "type-of-work": self._field("genre"),
            "keyword": self._keyword,
            "url": self._url,
            "access-date": self._accessed,
        }

    def take(self, element: Element, path: str) -> None:
        """An element: what has a handler goes there, of the others each part is kept under its path."""
        name = _called(element)
        own = f"{path}/{name}" if path else name
        handler = self.handlers.get(name)
        if handler is not None and not (name in ("full-title", "abbr-1") and path == "alt-periodical") and path != "copyright-dates":
            handler(element, own)
        elif len(element) and any(local(child) != "style" for child in element):
            for child in element:
                if local(child) != "style":
                    self.take(child, "" if name in ("contributors", "titles", "dates", "pub-dates", "keywords", "urls", "periodical") else name)
        elif (words := styled(element)) and not (_PMC.fullmatch(words) and self.draft.identify("pmcid", words, own)):
            self.draft.keep(own, words)
        if name != "ref-type":
            self._attributes(element, own)

    def _attributes(self, element: Element, name: str) -> None:
        """Keeps the attributes that say more than the element's text does."""
        for key, written in element.attrib.items():
            if str(written).strip() != text(element):
                self.draft.keep(f"{name}@{key!s}", str(written))

    def finish(self) -> None:
        """The date from year and day, the journal by its full title, PubMed's number where the record says that it is one."""
        draft = self.draft
        self._date()
        if self.full_title:
            field = "collection_title" if self.kind in IN_A_SERIES else "container_title"
            if draft.fields.get(field) == draft.fields.get("container_title_short"):
                draft.fields[field] = self.full_title
            draft.text(field, self.full_title, "periodical/full-title")
        if draft.fields.get("container_title_short") == draft.fields.get("container_title"):
            draft.fields.pop("container_title_short", None)
        if self.accession:
            is_pubmed = _PUBMED.search(self.database) or f"pubmed/{self.accession}" in draft.fields.get("url", "") or "ncbi.nlm" in self.database
            if not (is_pubmed and self.accession.isdigit() and draft.identify("pmid", self.accession, "accession-num")):
                draft.keep("accession-num", self.accession)

    def _field(self, field: str) -> _Handler:
        def take(element: Element, path: str) -> None:
            self.draft.text(field, styled(element), path)

        return take

    def _type(self, element: Element, path: str) -> None:
        """The name of the type, where it says more than the CSL type does."""
        if self.kind not in ("journal article", "book", "book section", "thesis", "report", "web page"):
            self.draft.keep("ref-type", attribute(element, "name") or text(element))

    def _authors(self, element: Element, path: str) -> None:
        """The authors; of an edited book they are its editors."""
        self.draft.names("editor" if self.kind == "edited book" else "author", _names(element))

    def _second_authors(self, element: Element, path: str) -> None:
        """The editors of what the paper stands in; the editors of a series, advisors … have no field."""
        names = _names(element)
        if self.kind in IN_A_SERIES or self.draft.fields["type"] in ("thesis", "motion_picture", "graphic", "song", "patent"):
            self.draft.keep(path, "\n".join(n.display() for n in names))
        else:
            self.draft.names("editor", names)

    def _subsidiary_authors(self, element: Element, path: str) -> None:
        names = _names(element)
        if self.kind in TRANSLATED:
            self.draft.names("translator", names)
        else:
            self.draft.keep(path, "\n".join(n.display() for n in names))

    def _second_title(self, element: Element, path: str) -> None:
        """The journal, book or proceedings; of a book or report its series, of a thesis the department."""
        if self.kind in IN_A_SERIES:
            self.draft.text("collection_title", styled(element), path)
        elif self.kind == "thesis":
            self.draft.keep(path, styled(element))
        else:
            self.draft.text("container_title", styled(element), path)

    def _full_title(self, element: Element, path: str) -> None:
        self.full_title = styled(element)

    def _other_title(self, element: Element, path: str) -> None:
        """Another title of the journal: its abbreviation."""
        if self.kind in IN_A_SERIES:
            if styled(element) != self.draft.fields.get("collection_title"):
                self.draft.keep(path, styled(element))
            return
        self.draft.text("container_title_short", styled(element), path)

    def _pages(self, element: Element, path: str) -> None:
        """Pages; of a book or thesis how many. An address that stands there is none."""
        written = styled(element)
        if self.draft.fields["type"] in ("book", "thesis") and (m := re.fullmatch(r"(\d+)\s*(?:p\.?|pp\.?|pages)?", written)):
            self.draft.text("number_of_pages", m[1], path)
        elif _ADDRESS.search(written):
            self.draft.keep(path, written)
        else:
            self.draft.text("page", written, path)

    def _number(self, element: Element, path: str) -> None:
        is_article = self.draft.fields["type"].startswith("article")
        self.draft.text("issue" if is_article else "number", styled(element), path)

    def _section(self, element: Element, path: str) -> None:
        if self.draft.fields["type"] == "chapter":
            self.draft.text("chapter_number", styled(element), path)
        else:
            self.draft.keep(path, styled(element))

    def _year(self, element: Element, path: str) -> None:
        self.year = styled(element)

    def _day(self, element: Element, path: str) -> None:
        if words := styled(element):
            self.days.append(words)

    def _date(self) -> None:
        year = self.year
        for day in self.days:
            apart = [dates.parse(day)] if not year or year in day else []
            iso = next((d for d in (*apart, dates.parse(f"{day} {year}"), dates.parse(f"{year} {day}")) if d and d.startswith(year[:4])), "")
            if iso and self.draft.fields.setdefault("issued", iso) == iso:
                continue
            self.draft.keep("pub-dates/date", day)
        if year and not (self.draft.fields.get("issued", "").startswith(year) and year.isdigit()):
            self.draft.date("issued", year, "year")

    def _isbn(self, element: Element, path: str) -> None:
        """ISBNs and ISSNs, with words between them; a report or patent has its own number here."""
        written = "; ".join(_lines(element))
        known = []
        for found in (m[0] for m in _NUMBER.finditer(written)):
            kind = "issn" if len(re.sub(r"[- ]", "", found)) == 8 else "isbn"
            if normal := ids.NORMALISERS[kind](found):
                self.draft.identifiers.setdefault(kind, normal)
                known.append(found)
        if not known and self.kind in NUMBERED:
            self.draft.text("number", written, path)
        elif len(known) != 1 or known[0] != written:
            self.draft.keep(path, written)

    def _electronic_number(self, element: Element, path: str) -> None:
        written = styled(element)
        if not self.draft.identify("doi", written, path) and (address := _ADDRESS.search(written)):
            self.draft.text("url", written[address.start() :], path)

    def _accession(self, element: Element, path: str) -> None:
        self.accession = styled(element)

    def _database(self, element: Element, path: str) -> None:
        self.database = styled(element)
        self.draft.keep(path, self.database)

    def _keyword(self, element: Element, path: str) -> None:
        self.draft.keywords(part for line in _runs(element).split("\r") for part in decode(line).split(";"))

    def _url(self, element: Element, path: str) -> None:
        """Addresses: the first on the web is the record's; files and what is no address are kept."""
        for line in _lines(element):
            if _ADDRESS.match(line) and not path.startswith(("pdf-urls", "image-urls", "text-urls")):
                self.draft.text("url", line, path)
                if "doi.org/" in line and "doi" not in self.draft.identifiers:
                    self.draft.identify("doi", line, path)
            else:
                self.draft.keep(path, line)

    def _accessed(self, element: Element, path: str) -> None:
        self.draft.date("accessed", styled(element), path)


def _names(element: Element) -> list[Name]:
    """The names in a list of authors. "World Health Organization," with its last comma is EndNote's way to write an organisation."""
    found = []
    for author in element:
        written = text(author)
        if corporate := attribute(author, "corp-name"):
            found.append(Name(literal=corporate))
        elif not written and (family := attribute(author, "last-name")):
            given = " ".join(p for p in (attribute(author, "first-name") or attribute(author, "initials"), attribute(author, "middle-initial")) if p)
            found.append(inverted(family, given, attribute(author, "suffix")))
        elif written.endswith(",") and written.count(",") == 1:
            found.append(Name(literal=written.rstrip(", ")))
        elif written.strip(", "):
            found.append(parse_name(written))
    return found
