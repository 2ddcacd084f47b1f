"""The answers of arXiv's API (https://info.arxiv.org/help/api/user-manual.html, section 5.2) and its news feeds, Atom and RSS
(https://info.arxiv.org/help/rss_specifications.html)."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from paperconv.authors.person import parse_name
from paperconv.errors import ItemError
from paperconv.formats.arxiv import common
from paperconv.formats.base import Item, Note, items
from paperconv.formats.draft import Draft
from paperconv.formats.elements import keep, keep_attributes, without_stop
from paperconv.io.encoding import Decoding
from paperconv.io.frames import xml_elements
from paperconv.io.source import Source
from paperconv.io.xml import Element, attribute, characters, local, parse, text
from paperconv.markup.html import decode as decode_html
from paperconv.model import Record
from paperconv.model import identifier as ids

_FEED_TITLE = re.compile(rb"<(?:\w+:)?title[^>]*>(.*?)</", re.S)
_ANNOUNCED = re.compile(r"\s*arXiv:\S+\s+Announce Type:\s*(\S+)\s*(?:Abstract:\s*)?")
"""What stands before the abstract in a news feed."""
_TITLE_TAIL = re.compile(r"\s*\(arXiv:(\S+)\s+\[([\w.-]+)\]\s*([A-Z ]*)\)\s*$")
"""What stood behind the titles of the news feeds until 2024: "A title. (arXiv:2301.00001v1 [cs.AI])"."""
_CATEGORY = re.compile(r"[a-z]+(?:-[a-z]+)?(?:\.[A-Za-z]{2}|\.[a-z]+(?:-[a-z]+)*)?")
"""A category of arXiv; the API lists ACM's and MSC's classes beside them."""


class ArxivAtomReader:
    """Reads feeds of arXiv, an entry at a time."""

    def frame(self, source: Source) -> Iterator[Item | Note]:
        """One item an entry (Atom) or an item (RSS). A feed without any is told by a note."""
        empty = True
        with source.open() as stream:
            text_ = Decoding(stream)
            for found in items(source, text_, xml_elements(text_.blocks(), ("entry", "item"))):
                empty = empty and isinstance(found, Note)
                yield found
        if empty:
            title = _FEED_TITLE.search(source.head)
            named = f" ({decode_html(title[1].decode('utf-8', 'replace'))})" if title else ""
            yield Note("PC004", f"is an answer of arXiv without any paper{named}", 1, 1)

    def decode(self, item: Item) -> Record:
        """The paper in an entry. Raises :class:`~paperconv.errors.ItemError` for the API's error messages, and what is no well-formed XML."""
        root = parse(item.data)
        draft = Draft("arxiv-atom", item)
        named = [(local(child), child) for child in root]
        one = dict(reversed(named))  # the first of each name
        address = text(one.get("id")) or text(one.get("guid")) or attribute(root, "about") or text(one.get("link"))
        if "/api/errors" in address:
            raise ItemError(f"is an error message of arXiv's API: {text(one.get('summary')) or text(one.get('title'))}")
        found = _Found(common.identify(draft, address))
        for name, child in named:
            handler = _HANDLERS.get(name)
            if handler is None:
                keep(draft, child)
            else:
                handler(draft, child, found)
        if found.doi:
            common.doi(draft, found.doi)
        _links(draft, named)
        _dates(draft, one, found.announced)
        common.about(draft, found.version, " ".join(found.categories), found.primary)
        return draft.record()


class _Found:
    """What of an entry goes into a field together with something else."""

    def __init__(self, version: int) -> None:
        self.version = version
        self.categories: list[str] = []
        self.primary = ""
        self.announced = ""
        self.doi = ""


def _title(draft: Draft, element: Element, found: _Found) -> None:
    written = text(element)
    if tail := _TITLE_TAIL.search(written):
        written = without_stop(written[: tail.start()])
        draft.identify("arxiv", tail[1], "title")
        found.version = found.version or ids.arxiv_version(tail[1])
        found.primary = tail[2]
        found.announced = tail[3].lower()
        draft.keep("announce_type", tail[3])
    common.texts(draft, title=written)


def _summary(draft: Draft, element: Element, found: _Found) -> None:
    written = characters(element)
    if announced := _ANNOUNCED.match(written):
        written = written[announced.end() :]
        found.announced = announced[1]
        draft.keep("announce_type", announced[1])
    common.texts(draft, abstract=decode_html(written) if "<p>" in written else written)


def _author(draft: Draft, element: Element, found: _Found) -> None:
    """One author: the name as it is read aloud, and affiliations."""
    written, places = "", []
    for child in element:
        part = local(child)
        if part == "name":
            written = written or text(child)
        elif part == "affiliation":
            places.append(common.plain(text(child)))
        else:
            keep(draft, child, "author")
    name = parse_name(common.plain(written))
    draft.names("author", (common.placed(name, tuple(places)) if places else name,))


def _creator(draft: Draft, element: Element, found: _Found) -> None:
    """The news feeds have all authors in one text, until 2024 as links."""
    written = text(element)
    common.byline(draft, decode_html(written) if "<" in written else written, "creator")


def _category(draft: Draft, element: Element, found: _Found) -> None:
    term = attribute(element, "term") or text(element)
    if _CATEGORY.fullmatch(term):
        found.categories.append(term)
    else:
        draft.keep("category", term)


def _primary(draft: Draft, element: Element, found: _Found) -> None:
    found.primary = attribute(element, "term") or text(element)


def _doi(draft: Draft, element: Element, found: _Found) -> None:
    found.doi = text(element)


def _comment(draft: Draft, element: Element, found: _Found) -> None:
    common.texts(draft, comments=text(element))


def _journal(draft: Draft, element: Element, found: _Found) -> None:
    common.journal(draft, text(element), local(element))


def _announce(draft: Draft, element: Element, found: _Found) -> None:
    found.announced = text(element)
    draft.keep(local(element), found.announced)


def _later(draft: Draft, element: Element, found: _Found) -> None:
    """What is taken when all else is known."""
    keep_attributes(draft, element, local(element), "href", "rel", "type", "title", "isPermaLink")


def _links(draft: Draft, named: Iterable[tuple[str, Element]]) -> None:
    """Links that are made of the identifier say nothing new; others are kept."""
    known = (draft.identifiers.get("arxiv", "\0"), draft.identifiers.get("doi", "\0"))
    for name, child in named:
        if name in ("id", "guid", "link"):
            address = attribute(child, "href") or text(child)
            if address and known[0] not in address and known[1] not in address:
                draft.keep(name, address)


def _dates(draft: Draft, one: Mapping[str, Element], announced: str) -> None:
    """``published`` is the day of version 1, but in a news feed the day of the news."""
    published = text(one.get("published")) or text(one.get("pubDate"))
    if not announced.startswith(("replace", "cross", "updated")):
        iso = common.day(published)
        if iso:
            draft.fields["issued"] = iso
            published = ""
    draft.keep("published", published)
    updated = text(one.get("updated"))
    if updated and common.day(updated) != draft.fields.get("issued"):
        draft.keep("updated", updated)


_HANDLERS: dict[str, Callable[[Draft, Element, _Found], None]] = {
    "id": _later,
    "guid": _later,
    "link": _later,
    "published": _later,
    "pubDate": _later,
    "updated": _later,
    "title": _title,
    "summary": _summary,
    "description": _summary,
    "author": _author,
    "creator": _creator,
    "category": _category,
    "primary_category": _primary,
    "doi": _doi,
    "DOI": _doi,
    "comment": _comment,
    "journal_ref": _journal,
    "journal_reference": _journal,
    "announce_type": _announce,
}
