"""DBLP's XML (https://dblp.org/xml/dblp.dtd, https://dblp.org/faq/16154937.html): the dump, single records, a person's page and the
answers of the search API (https://dblp.org/faq/13501473.html).

Entities need no document type: those that DBLP defines are HTML's. Home pages of persons are no papers; they come as one note.
"""

import re
from collections.abc import Callable, Iterator

import msgspec
from lxml import etree

from paperconv.authors.person import whole
from paperconv.errors import ItemError
from paperconv.formats.base import Item, Note, items
from paperconv.formats.draft import Draft
from paperconv.formats.elements import keep, keep_attributes, marked, without_stop
from paperconv.io.encoding import Decoding
from paperconv.io.frames import xml_elements
from paperconv.io.source import Source
from paperconv.io.xml import Element, first, local, parse, text
from paperconv.model import Record
from paperconv.model import date as dates
from paperconv.model import identifier as ids

_TYPES = {
    "article": "article-journal",
    "inproceedings": "paper-conference",
    "proceedings": "book",
    "book": "book",
    "incollection": "chapter",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "masterthesis": "thesis",
    "www": "webpage",
    "data": "dataset",
}
_SEARCHED = {
    "Journal Articles": "article-journal",
    "Conference and Workshop Papers": "paper-conference",
    "Informal and Other Publications": "article",
    "Informal Publications": "article",
    "Books and Theses": "book",
    "Editorship": "book",
    "Parts in Books or Collections": "chapter",
    "Reference Works": "entry-encyclopedia",
    "Data and Artifacts": "dataset",
}
"""The search API's words for a kind of publication."""
_KINDS = {"encyclopedia": "entry-encyclopedia", "informal": "article", "data": "dataset", "software": "software"}
"""Values of ``publtype`` that tell a CSL type."""
_GENRES = {"phdthesis": "PhD thesis", "mastersthesis": "Master's thesis", "masterthesis": "Master's thesis"}
_ELEMENTS = (*_TYPES, "person", "info")
_PERSON = re.compile(rb"<person\b|<www\b[^>]*\bkey\s*=\s*[\"'](?:homepages|persons)/|<info>(?:(?!<title\b).)*\Z", re.S)
"""Beginnings of items that are persons, journals or conferences, and no papers."""
_HOMONYM = re.compile(r"\s+(\d{4})$")
"""The number by which DBLP tells people of one name apart (https://dblp.org/faq/1474704.html). It is no part of the name."""
_RESOLVER = re.compile(r"https?://doi\.(?:acm|ieeecomputersociety)\.org/(10\..+)")
"""Resolvers of DOIs that publishers had of their own."""
_FIELDS = {
    "booktitle": "container_title",
    "journal": "container_title",
    "venue": "container_title",
    "volume": "volume",
    "publisher": "publisher",
    "school": "publisher",
    "address": "publisher_place",
    "note": "note",
    "series": "collection_title",
    "chapter": "chapter_number",
    "publnr": "number",
}


class DblpReader:
    """Reads DBLP's XML, a publication at a time."""

    def frame(self, source: Source) -> Iterator[Item | Note]:
        """One item a publication; how many persons stand between them is said at the end."""
        with source.open() as stream:
            decoding = Decoding(stream)
            ordinal = persons = first_line = last_line = 0
            for found in items(source, decoding, xml_elements(decoding.blocks(), _ELEMENTS)):
                if isinstance(found, Item) and _PERSON.match(found.data) and not found.fault:
                    persons, first_line, last_line = persons + 1, first_line or found.line, found.end_line
                elif isinstance(found, Item):
                    yield Item(found.path, found.data, found.line, found.end_line, ordinal, found.context, found.fault)
                    ordinal += 1
                else:
                    yield found
            if persons:
                yield Note("PC005", f"{persons} {'entry is a person' if persons == 1 else 'entries are persons'} and no paper", first_line, last_line)

    def decode(self, item: Item) -> Record:
        """The record of a publication. Raises :class:`~paperconv.errors.ItemError` where it is no well-formed XML, or has no title."""
        root = parse(item.data)
        draft = Draft("dblp-xml", item)
        kind = local(root)
        if kind == "info":
            draft.fields["type"] = _SEARCHED.get(text(first(root, "type")), "document")
        else:
            draft.fields["type"] = _KINDS.get(root.get("publtype", ""), _TYPES.get(kind, "document"))
            draft.text("genre", _GENRES.get(kind, ""), "genre")
            draft.identify("dblp", root.get("key", ""), "key")
            keep_attributes(draft, root, "", "key")
        if not any(first(root, name) is not None for name in ("title", "author", "editor")):
            raise ItemError("has neither a title nor authors: it is no publication")
        for child in root:
            handler = _HANDLERS.get(local(child))
            if handler is None:
                keep(draft, child)
            else:
                handler(draft, child, local(child))
        _date(draft, root)
        _preprint(draft)
        return draft.record()


def _name(draft: Draft, element: Element, name: str) -> None:
    """An author or editor. DBLP does not separate given and family names."""
    written = text(element)
    number = _HOMONYM.search(written)
    person = whole(written[: number.start()] if number else written)
    if number:
        draft.keep(name, written)
    if orcid := ids.orcid(element.get("orcid", "")):
        person = msgspec.structs.replace(person, orcid=orcid)
    keep_attributes(draft, element, name, *(("orcid",) if orcid else ()))
    draft.names("editor" if name == "editor" else "author", (person,))


def _people(draft: Draft, element: Element, name: str) -> None:
    """The search API's list of authors."""
    for child in element:
        _name(draft, child, local(child))


def _title(draft: Draft, element: Element, name: str) -> None:
    """The title, which DBLP ends with a full stop."""
    for reference in list(element.iter("{*}ref")):
        keep_attributes(draft, reference, "title/ref")
    etree.strip_tags(element, "ref")
    keep_attributes(draft, element, name)
    draft.text("title", without_stop(marked(element)), name)


def _field(draft: Draft, element: Element, name: str) -> None:
    """A field whose text stands as it is. A volume's own short title is its conference."""
    keep_attributes(draft, element, name)
    field = _FIELDS[name]
    if field == "container_title" and draft.fields["type"] in ("book", "thesis"):
        field = "event_title" if local(element.getparent()) == "proceedings" else "title_short"  # type: ignore[arg-type]
    draft.text(field, marked(element), name)


def _number(draft: Draft, element: Element, name: str) -> None:
    """The issue of a journal, or the number of a report or a book in its series."""
    keep_attributes(draft, element, name)
    draft.text("issue" if draft.fields["type"] in ("article-journal", "article") else "number", text(element), name)


def _pages(draft: Draft, element: Element, name: str) -> None:
    """Pages; of a whole book their number ("1-321")."""
    keep_attributes(draft, element, name)
    written = text(element)
    whole_book = re.fullmatch(r"(?:1-)?(\d+)", written) if draft.fields["type"] in ("book", "thesis") else None
    draft.text("number_of_pages" if whole_book else "page", whole_book[1] if whole_book else written, name)
    if whole_book and whole_book[1] != written:
        draft.keep(name, written)


def _address(draft: Draft, element: Element, name: str) -> None:
    """An electronic edition (``ee``), or a page: a DOI or an arXiv identifier where it is one, else the record's URL."""
    keep_attributes(draft, element, name)
    written = text(element)
    for kind in ("doi", "arxiv"):
        if ids.NORMALISERS[kind](written) and (kind != "arxiv" or "arxiv" in written.lower()):
            draft.identify(kind, written, name)
            if not (kind == "doi" and ids.arxiv(written)):
                return
    if resolved := _RESOLVER.match(written):
        draft.identify("doi", resolved[1], name)
    if written.startswith(("http:", "https:", "ftp:")) and not written.startswith("https://dblp."):
        draft.text("url", written, name)
    else:
        draft.keep(name, written)


def _identifier(kind: str) -> Callable[[Draft, Element, str], None]:
    def take(draft: Draft, element: Element, name: str) -> None:
        draft.identify(kind, text(element), name)
        keep_attributes(draft, element, name)

    return take


def _when(draft: Draft, element: Element, name: str) -> None:
    """Year and month stand apart; :func:`_date` puts them together."""
    keep_attributes(draft, element, name)


def _date(draft: Draft, root: Element) -> None:
    year, month = text(first(root, "year")), text(first(root, "month"))
    if month and (iso := dates.parse(f"{month} {year}")):
        draft.fields["issued"] = iso
        return
    draft.date("issued", year, "year")
    draft.keep("month", month)


def _preprint(draft: Draft) -> None:
    """What DBLP prints as the journal CoRR is arXiv; the "volume" is the identifier ("abs/1706.03762", "cs.DS/0003016")."""
    if draft.fields.get("container_title") != "CoRR":
        return
    volume = draft.fields.get("volume", "")
    if "arxiv" in draft.identifiers or draft.identify("arxiv", volume.removeprefix("abs/"), "volume"):
        draft.fields["type"] = "article"
        draft.keep("journal", draft.fields.pop("container_title"))
        draft.keep("volume", draft.fields.pop("volume", ""))


_HANDLERS: dict[str, Callable[[Draft, Element, str], None]] = {
    **dict.fromkeys(_FIELDS, _field),
    "author": _name,
    "editor": _name,
    "authors": _people,
    "title": _title,
    "number": _number,
    "pages": _pages,
    "year": _when,
    "month": _when,
    "ee": _address,
    "url": _address,
    "isbn": _identifier("isbn"),
    "doi": _identifier("doi"),
    "key": _identifier("dblp"),
}
