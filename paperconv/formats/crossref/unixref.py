"""Crossref's XML: deposits, UNIXREF and UNIXSD answers (schemas 4.x and 5.x: https://www.crossref.org/documentation/schema-library/).

A paper stands in an element of its own (an article, a conference paper, a chapter); what it appeared in stands before it.
"""

from collections.abc import Iterator

from paperconv.errors import ItemError
from paperconv.formats import elements
from paperconv.formats.base import Item, Note, items
from paperconv.formats.draft import Draft
from paperconv.io import xml
from paperconv.io.encoding import Decoding
from paperconv.io.frames import Piece, xml_elements
from paperconv.io.source import Source
from paperconv.io.xml import Element
from paperconv.model import Name, Record
from paperconv.model import date as dates
from paperconv.model import identifier as ids

_TYPES = {
    "journal_article": "article-journal",
    "conference_paper": "paper-conference",
    "content_item": "chapter",
    "book_metadata": "book",
    "book_series_metadata": "book",
    "book_set_metadata": "book",
    "posted_content": "article",
    "dissertation": "thesis",
    "report-paper_metadata": "report",
    "report-paper_series_metadata": "report",
    "standard_metadata": "standard",
    "dataset": "dataset",
    "peer_review": "review",
}
_BOOKS = ("book_metadata", "book_series_metadata", "book_set_metadata")
_AROUND = ("query", "doi_record", "journal", "conference", "book", "report-paper", "standard", "database")
_BESIDE = (
    "journal_metadata",
    "journal_issue",
    "event_metadata",
    "proceedings_metadata",
    "proceedings_series_metadata",
    "database_metadata",
    *_BOOKS,
)
_HOSTS = {"journal_metadata": "full_title", "proceedings_metadata": "proceedings_title", "proceedings_series_metadata": "proceedings_title"}
_ROLES = {"author": "author", "editor": "editor", "translator": "translator"}
_IMPLIED = frozenset(("sequence", "contributor_role", "schemaLocation", "xsi", "media_type", "language"))
"""Attributes that say again what the place of an element in the record says (an author's place and role, which form of a number)."""


def frame(source: Source, text: Decoding) -> Iterator[Item | Note]:
    """One item a paper. The book of a chapter in an answer about the chapter is no item of its own."""
    yield from items(source, text, _papers(xml_elements(text.blocks(), tuple(_TYPES), around=_AROUND, beside=_BESIDE)))


def _papers(pieces: Iterator[Piece]) -> Iterator[Piece]:
    book: Piece | None = None
    for piece in pieces:
        if book is not None and not (_opens(piece, ("content_item",)) and piece.context.keys() & set(_BOOKS)):
            yield book
        book = None
        if _opens(piece, _BOOKS) and piece.context.keys() & {"query", "doi_record"}:
            book = piece
        else:
            yield piece
    if book is not None:
        yield book


def _opens(piece: Piece, names: tuple[str, ...]) -> bool:
    head = piece.data[:60].split(b">", 1)[0].lstrip(b"<").split(b" ", 1)[0]
    return head.rpartition(b":")[2].decode("utf-8", "replace").strip() in names


def decode_deposit(item: Item) -> Record:
    """The paper in an element, with what it appeared in. Raises :class:`ItemError` where it is not well-formed."""
    element = xml.parse(item.data)
    context: dict[str, bytes] = item.context or {}
    hosts = {name: xml.parse(context[name]) for name in _BESIDE if name in context}
    name = xml.local(element)
    if name in _BOOKS:
        hosts = {}
    draft = _Deposit(item)
    draft.fields["type"] = _TYPES.get(name, "document")
    draft.paper(element)
    for host, found in hosts.items():
        draft.host(host, found)
    draft.rest(element, name)
    for host, found in hosts.items():
        draft.rest(found, host)
    record = draft.record()
    if not record.title and not record.author and not record.identifiers:
        raise ItemError("is a deposit without title, authors or DOI")
    return record


class _Deposit(Draft):
    """A draft that knows which elements were read."""

    def __init__(self, item: Item) -> None:
        super().__init__("crossref", item)
        self._used: set[Element] = set()

    def paper(self, element: Element) -> None:
        """What an article, paper, chapter, book … says of itself."""
        self._titles(element)
        self._contributors(element)
        self._issued(element)
        for doi in xml.every(element, "doi_data/doi"):
            self._used.add(doi)
            if self.identify("doi", xml.text(doi), "doi") and (arxiv := ids.arxiv(xml.text(doi))):
                self.identifiers.setdefault("arxiv", arxiv)
        self._pages(element)
        for abstract in xml.children(element, "abstract"):
            self._used.add(abstract)
            self.text("abstract", elements.marked_abstract(abstract), "abstract")
        self._numbers(element)
        self._publisher(element)
        if language := xml.attribute(element, "language"):
            self.text("language", language, "language")
        for group in xml.children(element, "group_title"):
            self._take(group, "genre", "group_title")
        for degree in xml.children(element, "degree"):
            self._take(degree, "genre", "degree")
        series = xml.first(element, "series_metadata")
        if series is not None:
            self._series(series)
        for number in xml.every(element, "publisher_item/item_number"):
            if not self.fields.get("page"):
                self._take(number, "page", "item_number")

    def host(self, name: str, host: Element) -> None:
        """What the journal, issue, proceedings or book around a paper gives it."""
        if name == "journal_issue":
            for path, field in (("issue", "issue"), ("journal_volume/volume", "volume")):
                for found in xml.every(host, path):
                    self._take(found, field, f"journal_issue.{field}")
            if not self.fields.get("issued"):
                self._issued(host)
            return
        if name == "event_metadata":
            for found in xml.children(host, "conference_name"):
                self._take(found, "event_title", "conference_name")
            return
        title = xml.first(host, _HOSTS.get(name, "titles/title"))
        if title is not None:
            self._take(title, "container_title", f"{name}.title")
        for short in xml.children(host, "abbrev_title"):
            self._take(short, "container_title_short", "abbrev_title")
        self._numbers(host)
        self._publisher(host)
        series = xml.first(host, "series_metadata")
        if series is not None:
            self._series(series)
        if not self.fields.get("issued"):
            self._issued(host)
        if name in _BOOKS:
            self._contributors(host, only_editors=True)

    def rest(self, element: Element, path: str) -> None:
        """Keeps all that nobody read. References stand as text, one a line."""
        elements.keep_attributes(self, element, path, *_IMPLIED)
        for child in element:
            if child in self._used:
                continue
            name = xml.local(child)
            if name == "citation":
                self.keep("citation", " ".join(text for _, text in xml.leaves(child)))
            elif any(inside in self._used or xml.local(inside) == "citation" for inside in child.iter()):
                self.rest(child, f"{path}/{name}")
            else:
                elements.keep(self, child, path)

    def _take(self, element: Element, field: str, name: str) -> None:
        self._used.add(element)
        self.text(field, elements.marked(element), name)

    def _titles(self, element: Element) -> None:
        titles = list(xml.every(element, "titles"))
        for group in titles[:1]:
            title, subtitle = xml.first(group, "title"), xml.first(group, "subtitle")
            if title is not None:
                self._used.add(title)
                text = elements.marked(title)
                if subtitle is not None:
                    self._used.add(subtitle)
                    more = elements.marked(subtitle)
                    text = text if more.casefold() in text.casefold() else f"{text}: {more}"
                self.text("title", text, "title")

    def _contributors(self, element: Element, only_editors: bool = False) -> None:
        for group in xml.children(element, "contributors"):
            for child in xml.children(group, "person_name", "organization"):
                field = _ROLES.get(xml.attribute(child, "contributor_role"), "")
                if not field or (only_editors and field != "editor"):
                    continue
                self._used.add(child)
                self.names(field, [_name(child)])
        if xml.local(element) == "dissertation":
            for child in xml.children(element, "person_name"):
                self._used.add(child)
                self.names("author", [_name(child)])

    def _issued(self, element: Element) -> None:
        """The first date of publication; print before online, since that is the issue's."""
        found = list(xml.children(element, "publication_date", "posted_date", "approval_date"))
        found.sort(key=lambda d: xml.attribute(d, "media_type") == "online")
        for date in found:
            iso = _date(date)
            if iso:
                self._used.add(date)
            if iso and self.fields.setdefault("issued", iso) != iso:
                self.keep(f"{xml.local(date)}.{xml.attribute(date, 'media_type') or 'other'}", iso)

    def _pages(self, element: Element) -> None:
        for pages in xml.children(element, "pages"):
            first, last = xml.first(pages, "first_page"), xml.first(pages, "last_page")
            parts = [xml.text(p) for p in (first, last) if p is not None]
            self._used.update(p for p in (first, last) if p is not None)
            self.text("page", "-".join(dict.fromkeys(p for p in parts if p)), "pages")

    def _numbers(self, element: Element) -> None:
        for child in xml.children(element, "isbn", "issn", "volume", "edition_number"):
            name = xml.local(child)
            self._used.add(child)
            if name in ("isbn", "issn"):
                self.identify(name, xml.text(child), name)
            else:
                self.text({"edition_number": "edition"}.get(name, name), xml.text(child), name)

    def _publisher(self, element: Element) -> None:
        for path, field in (
            ("publisher/publisher_name", "publisher"),
            ("publisher/publisher_place", "publisher_place"),
            ("institution/institution_name", "publisher"),
            ("institution/institution_place", "publisher_place"),
        ):
            for found in xml.every(element, path):
                self._take(found, field, path.replace("/", "."))

    def _series(self, series: Element) -> None:
        for title in list(xml.every(series, "titles/title"))[:1]:
            is_series = bool(self.fields.get("container_title")) or self.fields["type"] == "book"
            self._take(title, "collection_title" if is_series else "container_title", "series.title")
        self._numbers(series)


def _name(element: Element) -> Name:
    """A contributor; an organisation has no parts."""

    def part(name: str) -> str:
        found = xml.first(element, name)
        return elements.marked(found)

    places = [xml.text(a) for a in xml.children(element, "affiliation")]
    places += [xml.text(i) for i in xml.every(element, "affiliations/institution/institution_name")]
    affiliation = tuple(dict.fromkeys(p for p in places if p))
    orcid = ids.orcid(part("ORCID"))
    if xml.local(element) == "organization":
        return Name(literal=elements.marked(element), affiliation=affiliation, orcid=orcid)
    family, given = part("surname"), part("given_name")
    if not family:
        return Name(literal=given, affiliation=affiliation, orcid=orcid)
    return Name(family=family, given=given, suffix=part("suffix"), affiliation=affiliation, orcid=orcid)


def _date(element: Element) -> str:
    def part(name: str) -> int:
        text = xml.text(xml.first(element, name))
        return int(text) if text.isdigit() else 0

    year, month, day = part("year"), part("month"), part("day")
    month = month if month <= 12 else {21: 21, 22: 22, 23: 23, 24: 24}.get(month, 0)
    return dates.iso(year, month, day if month <= 12 else 0) or dates.iso(year, month) or dates.iso(year)
