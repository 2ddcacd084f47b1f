"""The ACL Anthology's XML (https://github.com/acl-org/acl-anthology/blob/master/data/xml/schema.rnc), and the form it had until 2019.

Papers are numbered in their volume; their identifiers (https://aclanthology.org/info/ids/) are "P89-1001" up to 2019 and
"2022.naloma-1.3" since. A volume's front matter is the volume itself.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

import msgspec
from lxml import etree

from paperconv.authors.person import inverted, whole
from paperconv.errors import ItemError
from paperconv.formats.base import Item, Note, items
from paperconv.formats.draft import Draft
from paperconv.formats.elements import keep, keep_attributes, marked
from paperconv.io.encoding import Decoding
from paperconv.io.frames import xml_elements
from paperconv.io.source import Source
from paperconv.io.xml import Element, attribute, first, local, parse, text
from paperconv.markup.latex_decode import MARK_CLOSE, MARK_OPEN
from paperconv.markup.protect import restore
from paperconv.model import Name, Record
from paperconv.model import date as dates
from paperconv.model import identifier as ids

_TEXT = {
    "pages": "page",
    "publisher": "publisher",
    "address": "publisher_place",
    "language": "language",
    "journal": "container_title",
    "journal-title": "container_title",
    "booktitle": "container_title",
    "shorttitle": "title_short",
    "shortbooktitle": "container_title_short",
    "volume": "volume",
    "journal-volume": "volume",
    "issue": "issue",
    "journal-issue": "issue",
    "note": "note",
}
_ISSUE = re.compile(r"(?P<journal>.+?),?\s+Volume\s+(?P<volume>\d+)(?:,\s+(?:Number|Issue)\s+(?P<issue>[\d/-]+))?(?:\s*[,(].*)?")
"""The title of a journal's issue: "Computational Linguistics, Volume 15, Number 1, March 1989"."""
_YEAR_OF_ID = re.compile(r"[A-Z](\d\d)$|(\d{4})\.")
_FIRST_YEAR = 60  # the Anthology's papers begin with the 1960s; identifiers with two digits end in 2019
_TAG = re.compile(r"<[^<>]*>")
_TWO_DIGITS = re.compile(r"W\d\d|C69|D19")
"""Old collections with volumes of two digits; of D19, the workshops (volumes 50 and on)."""


class AclReader:
    """Reads the Anthology's XML, a paper at a time."""

    def frame(self, source: Source) -> Iterator[Item | Note]:
        """One item a paper or a front matter, with its volume as context. Events with their talks are no papers: each comes as a note."""
        with source.open() as stream:
            decoding = Decoding(stream)
            pieces = xml_elements(decoding.blocks(), ("paper", "frontmatter", "event"), around=("collection", "volume"), beside=("meta",))
            ordinal = 0
            for found in items(source, decoding, pieces):
                if not isinstance(found, Item):
                    yield found
                elif found.data.startswith(b"<event"):
                    yield Note("PC005", "an event is no paper", found.line, found.end_line)
                elif found.fault or not _is_empty(found.data):
                    yield Item(found.path, found.data, found.line, found.end_line, ordinal, found.context, found.fault)
                    ordinal += 1

    def decode(self, item: Item) -> Record:
        """The record of a paper. Raises :class:`~paperconv.errors.ItemError` where it is no well-formed XML, or empty."""
        root = parse(item.data)
        draft = Draft("acl-xml", item)
        context = item.context or {}
        collection, volume = _tag(context, "collection"), _tag(context, "volume")
        meta = _volume_of(context["meta"]) if "meta" in context else _Volume()
        if not len(root):
            raise ItemError("is an empty paper")
        is_front = local(root) == "frontmatter"
        _identify(draft, root, collection, volume)
        for child in root:
            handler = _HANDLERS.get(local(child))
            if handler is None:
                keep(draft, child)
            else:
                handler(draft, child, local(child))
        keep_attributes(draft, root, "", "id")
        _take(draft, meta, is_front, volume is not None and attribute(volume, "type") == "journal")
        _date(draft, root, meta, collection if collection is not None else volume)
        _type(draft, root, volume, is_front)
        return draft.record()


def _is_empty(data: bytes) -> bool:
    return data.startswith(b"<frontmatter") and b"</" not in data[12:].replace(b"</frontmatter>", b"")


def _tag(context: dict[str, bytes], name: str) -> Element | None:
    """The opening tag of an element around the paper."""
    tag = context.get(name)
    return _opening(tag) if tag else None


@lru_cache(maxsize=64)
def _opening(tag: bytes) -> Element:
    return parse(tag.rstrip(b"/>") + b"/>")


def _identify(draft: Draft, root: Element, collection: Element | None, volume: Element | None) -> None:
    """The Anthology's identifier, from the page's address or from the numbers of collection, volume and paper."""
    written = text(first(root, "url"))
    if ids.acl(written):
        draft.identify("acl", written, "url")
        return
    number = attribute(root, "id") or ("0" if local(root) == "frontmatter" else "")
    above = [attribute(e, "id") for e in (collection, volume) if e is not None]
    made = full_id(above, number)
    if not (made and draft.identify("acl", made, "id")):
        draft.keep("id", "/".join((*above, number)))


def full_id(above: list[str], paper: str) -> str:
    """The identifier of a paper from those of its collection and volume: ("P89", "1"), "1" -> P89-1001. "" where they do not fit.

    Until 2019 the volume was the collection and the paper's number whole: ("P89",), "1001".
    """
    if len(above) == 1:
        return f"{above[0]}-{paper}" if len(paper) >= 4 else ""
    if len(above) != 2 or not all(above) or not paper:
        return ""
    collection, volume = above
    if "." in collection:
        return f"{collection}-{volume}.{paper}"
    if not (volume.isdigit() and paper.isdigit()):
        return ""
    two = _TWO_DIGITS.fullmatch(collection) and (collection != "D19" or int(volume) >= 5)
    return f"{collection}-{int(volume):02d}{int(paper):02d}" if two else f"{collection}-{int(volume)}{int(paper):03d}"


class _Volume(msgspec.Struct, frozen=True):
    """What a volume says of itself: texts as (field, name, text), editors, identifiers as (kind, text), its date, and what has no field."""

    title: str = ""
    texts: tuple[tuple[str, str, str], ...] = ()
    editors: tuple[Name, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    year: str = ""
    month: str = ""
    extra: dict[str, str] = {}


@lru_cache(maxsize=64)
def _volume_of(meta: bytes) -> _Volume:
    """The volume in its ``meta`` element, read once for all its papers. Raises :class:`~paperconv.errors.ItemError`."""
    root = parse(meta)
    kept = Draft("acl-xml", Item("", meta, 1, 1, 0))
    known: dict[str, str] = {}
    texts, identifiers = [], []
    for child in root:
        name = local(child)
        if name in ("month", "year"):
            known.setdefault(name, text(child))
        elif name == "booktitle":
            known.setdefault("title", _protected(child))
        elif name == "editor":
            _name(kept, child, name)
        elif name in ("isbn", "doi"):
            identifiers.append((name, text(child)))
        elif name in _TEXT:
            texts.append((_TEXT[name], name, marked(child)))
        elif name == "url":
            kept.keep("volume/url", text(child))
            keep_attributes(kept, child, "volume/url")
        else:
            keep(kept, child, "volume")
    return _Volume(**known, texts=tuple(texts), editors=kept.fields.get("editor", ()), identifiers=tuple(identifiers), extra=kept.extra)


def _take(draft: Draft, volume: _Volume, is_front: bool, is_journal: bool) -> None:
    """What the paper has from its volume: the book or journal it is in, editors, publisher and place. Its front matter is the volume."""
    for field, name, written in volume.texts:
        if draft.fields.setdefault(field, written) != written:
            draft.keep(f"volume/{name}", written)
    draft.names("editor", volume.editors)
    for kind, written in volume.identifiers:
        if is_front:
            draft.identify(kind, written, f"volume/{kind}")
        else:
            draft.keep(f"volume/{kind}", written)
    for key, value in volume.extra.items():
        draft.keep(key.partition(":")[2], value)
    if is_front:
        draft.text("title", volume.title, "volume/booktitle")
        return
    plain = _TAG.sub("", volume.title)
    issue = _ISSUE.fullmatch(plain) if is_journal and "container_title" not in draft.fields else None
    title = issue["journal"] if issue else plain
    if title and draft.fields.setdefault("container_title", title) != plain:
        draft.keep("volume/booktitle", plain)


def _type(draft: Draft, root: Element, volume: Element | None, is_front: bool) -> None:
    journal = "issue" in draft.fields or (volume is not None and attribute(volume, "type") == "journal") or first(root, "journal") is not None
    is_volume = is_front or (first(root, "author") is None and first(root, "editor") is not None)
    kinds = ("periodical", "article-journal") if journal else ("book", "paper-conference")
    draft.fields["type"] = kinds[0] if is_volume else kinds[1]


def _date(draft: Draft, root: Element, volume: _Volume, collection: Element | None) -> None:
    """The paper's own month and year, or those of its volume. A month may be a span ("August–September", "5-10 July").

    Where no year is stated, it is the one in the identifier of the collection, as for the Anthology itself.
    """
    year = text(first(root, "year")) or volume.year
    month = text(first(root, "month")) or volume.month
    iso = dates.parse(f"{month} {year}") if month and year else ""
    if iso:
        draft.fields["issued"] = iso
        return
    if year:
        draft.date("issued", year, "year")
    elif collection is not None and (named := _YEAR_OF_ID.match(attribute(collection, "id"))):
        digits = named[1] or named[2]
        draft.fields["issued"] = digits if len(digits) == 4 else ("19" if int(digits) >= _FIRST_YEAR else "20") + digits
    draft.keep("month", month)


def _name(draft: Draft, element: Element, name: str) -> None:
    """An author or editor: first and last name, the Anthology's own id, an affiliation, the name in another script."""
    given = family = ""
    places: list[str] = []
    for child in element:
        part = local(child)
        if part == "first":
            given = text(child)
        elif part == "last":
            family = text(child)
        elif part == "affiliation":
            places.append(text(child))
        else:
            keep(draft, child, name)
    person = inverted(family, given) if family and given else Name(literal=family or given) if family or given else whole(text(element))
    orcid = ids.orcid(attribute(element, "orcid"))
    if places or orcid:
        person = msgspec.structs.replace(person, affiliation=tuple(places), orcid=orcid)
    if own := attribute(element, "id"):
        draft.keep(f"{name}@id", own)
    keep_attributes(draft, element, name, "id", *(("orcid",) if orcid else ()))
    draft.names("editor" if name == "editor" else "author", (person,))


def _protected(element: Element) -> str:
    """A title, of which the words marked as ``fixed-case`` keep their capitals."""
    marks = list(element.iter("{*}fixed-case"))
    if not marks:
        return marked(element)
    for mark in marks:
        mark.text = MARK_OPEN + (mark.text or "")
        if len(mark):
            mark[-1].tail = (mark[-1].tail or "") + MARK_CLOSE
        else:
            mark.text += MARK_CLOSE
    etree.strip_tags(element, "{*}fixed-case")
    return restore(marked(element))


def _title(draft: Draft, element: Element, name: str) -> None:
    draft.text("title", _protected(element), name)


def _abstract(draft: Draft, element: Element, name: str) -> None:
    etree.strip_tags(element, "{*}url")
    draft.text("abstract", marked(element), name)


def _field(draft: Draft, element: Element, name: str) -> None:
    written = marked(element)
    draft.text(_TEXT[name], re.sub(r"\s*[–—]\s*", "-", written) if name == "pages" else written, name)
    keep_attributes(draft, element, name)


def _bibkey(draft: Draft, element: Element, name: str) -> None:
    """The citation key, by which the record goes."""
    draft.fields["id"] = text(element)


def _identifier(draft: Draft, element: Element, name: str) -> None:
    draft.identify(name, text(element), name)


def _url(draft: Draft, element: Element, name: str) -> None:
    """The page in the Anthology (its identifier) or elsewhere."""
    written = text(element)
    if not ids.acl(written):
        if written.startswith(("http:", "https:", "ftp:")):
            draft.text("url", written, name)
        else:
            draft.keep(name, written)
    elif ids.acl(written) != draft.identifiers.get("acl"):
        draft.keep(name, written)
    keep_attributes(draft, element, name)


def _when(draft: Draft, element: Element, name: str) -> None:
    """Month and year, which :func:`_date` takes."""


_HANDLERS: dict[str, Callable[[Draft, Element, str], None]] = {
    **dict.fromkeys(_TEXT, _field),
    "author": _name,
    "editor": _name,
    "title": _title,
    "abstract": _abstract,
    "doi": _identifier,
    "isbn": _identifier,
    "issn": _identifier,
    "url": _url,
    "bibkey": _bibkey,
    "month": _when,
    "year": _when,
}
