"""Reads records in MODS: alone, in a collection, or in OAI answers."""

from collections.abc import Callable, Iterator

from paperconv.formats.base import Item, Note, items
from paperconv.formats.cataloguing import pages as pages_of
from paperconv.formats.draft import Draft
from paperconv.formats.elements import keep, keep_attributes, marked, value
from paperconv.formats.mods.names import role_of, take_name
from paperconv.formats.mods.origin import Origin, take_part
from paperconv.formats.mods.types import type_of
from paperconv.io.encoding import Decoding
from paperconv.io.frames import xml_elements
from paperconv.io.source import Source
from paperconv.io.xml import Element, attribute, children, local, parse, text
from paperconv.model import Record
from paperconv.model.text import squeeze

_Handler = Callable[[Draft, Element, str], None]

_IDENTIFIERS = {
    "doi": "doi",
    "isbn": "isbn",
    "issn": "issn",
    "issn-l": "issn",
    "pmid": "pmid",
    "pubmed": "pmid",
    "pmcid": "pmcid",
    "pmc": "pmcid",
    "arxiv": "arxiv",
    "eprint": "arxiv",
    "ads": "bibcode",
    "bibcode": "bibcode",
}
_HOST_NAMES = ("editor", "translator")


class ModsReader:
    """Reads MODS, a record at a time; prefixes need no declaration."""

    def frame(self, source: Source) -> Iterator[Item | Note]:
        """One item a ``mods`` element. The header of an OAI record is its context."""
        with source.open() as stream:
            decoding = Decoding(stream)
            yield from items(source, decoding, xml_elements(decoding.blocks(), ("mods",), ("record",), ("header",)))

    def decode(self, item: Item) -> Record:
        """The record of a ``mods`` element. Raises :class:`~paperconv.errors.ItemError` where it is no well-formed XML."""
        mods = parse(item.data)
        draft = Draft("mods", item)
        draft.fields["type"] = type_of(draft, mods)
        if item.context and "header" in item.context:
            for child in parse(item.context["header"]):
                keep(draft, child, "header")
        origin = Origin()
        hosts = []
        for child in sorted(mods, key=_primary):
            tag = local(child)
            if tag == "originInfo":
                origin.take(draft, child)
            elif tag == "part":
                take_part(draft, child, origin)
            elif tag == "relatedItem" and attribute(child, "type") in ("host", "series"):
                hosts.append(child)
            elif tag in _HANDLERS:
                _HANDLERS[tag](draft, child, tag)
            else:
                keep(draft, child)
        for child in hosts:
            _related(draft, child, origin)
        origin.finish(draft)
        key = attribute(mods, "ID")
        if key and draft.fields.setdefault("id", key) != key:
            draft.keep("mods@ID", key)
        return draft.record()


def _primary(element: Element) -> int:
    """What the record calls primary goes before others of its kind, and what an encoding says before words."""
    return 0 if attribute(element, "usage").startswith("primary") else 1


def _titles(draft: Draft, element: Element, name: str) -> None:
    _title(draft, element, "title", "title_short", "")


def _title(draft: Draft, element: Element, field: str, short: str, within: str) -> None:
    """``titleInfo``: the title proper has no type; of the others an abbreviated one has its field."""
    kind = attribute(element, "type") or attribute(element, "otherType")
    parts = {local(child): marked(child) for child in element}
    title, article = parts.get("title", ""), parts.get("nonSort", "")
    if article and title:
        title = article + ("" if article[-1] in "'’-‘ʿʻ" else " ") + title
    if subtitle := parts.get("subTitle", ""):
        title += (" " if title[-1:] in ":?!" else ": ") + subtitle if title else subtitle
    if field == "collection_title" and (number := parts.pop("partNumber", "")):
        draft.keep(f"{within}partNumber", number)
    if part := ", ".join(p for p in (parts.get("partNumber", ""), parts.get("partName", "")) if p):
        title += ("" if title[-1:] in ".!?" else ".") * bool(title) + f" {part}"
    if not len(element):
        title = text(element)
    label = f"{within}titleInfo[{kind}]" if kind else f"{within}titleInfo"
    if not kind:
        draft.text(field, title, label)
    elif kind == "abbreviated" and short:
        draft.text(short, title, label)
    elif kind == "uniform" and within and field not in draft.fields:
        draft.text(field, title, label)
    else:
        draft.keep(label, squeeze(title))
    keep_attributes(draft, element, label, "type", "usage", "supplied")


def _name(draft: Draft, element: Element, name: str) -> None:
    take_name(draft, element)


def _genre(draft: Draft, element: Element, name: str) -> None:
    authority = attribute(element, "authority")
    draft.keep(f"genre[{authority}]" if authority else name, text(element))
    keep_attributes(draft, element, name, "authority", "usage")


def _language(draft: Draft, element: Element, name: str) -> None:
    """The code of the language where there is one, else its name."""
    terms = sorted(children(element, "languageTerm"), key=lambda t: attribute(t, "type") != "code" and not attribute(t, "authority"))
    for term in terms:
        draft.text("language", text(term), "languageTerm[code]" if attribute(term, "type") == "code" else "languageTerm")
    for child in element:
        if local(child) != "languageTerm":
            keep(draft, child, name)
    if not len(element):
        draft.text("language", text(element), name)


def _identifier(draft: Draft, element: Element, name: str) -> None:
    _identify(draft, element, "")


def _identify(draft: Draft, element: Element, within: str) -> None:
    kind, written = attribute(element, "type").lower(), text(element)
    shown = kind or attribute(element, "displayLabel")
    label = f"{within}identifier[{shown}]" if shown else f"{within}identifier"
    if attribute(element, "invalid") == "yes":
        draft.keep(label, f"{written} (invalid)")
    elif kind == "citekey" and not within:
        draft.text("id", written, label)
    elif kind in _IDENTIFIERS and (not within or kind not in ("doi", "pmid", "pmc", "pmcid", "arxiv")):
        _stated(draft, _IDENTIFIERS[kind], written, label)
    elif kind in ("uri", "url", "hdl") and not within:
        _address(draft, written, label)
    else:
        draft.keep(label, written)
    keep_attributes(draft, element, label, "type", "invalid")


def _stated(draft: Draft, kind: str, written: str, label: str) -> None:
    """An identifier; what stands behind an ISBN or ISSN ("(pbk. : alk. paper)") is kept with it."""
    bare = written.split(" ")[0] if kind in ("isbn", "issn") and " " in written and "(" in written else written
    if bare != written:
        draft.keep(label, written)
    draft.identify(kind, bare, label)


def _address(draft: Draft, written: str, label: str) -> None:
    if "doi.org/" in written and "doi" not in draft.identifiers:
        draft.identify("doi", written, label)
    elif written.startswith(("http://", "https://", "ftp://")):
        draft.text("url", written, label)
    else:
        draft.keep(label, written)


def _location(draft: Draft, element: Element, name: str) -> None:
    for child in sorted(element, key=_primary):
        if local(child) != "url":
            keep(draft, child, name)
            continue
        access = attribute(child, "access")
        if access in ("preview", "raw object"):
            draft.keep(f"location/url[{access}]", text(child))
        else:
            _address(draft, text(child), "location/url")
        draft.date("accessed", attribute(child, "dateLastAccessed"), "location/url@dateLastAccessed")
        keep_attributes(draft, child, "location/url", "dateLastAccessed", "usage", "access")


def _abstract(draft: Draft, element: Element, name: str) -> None:
    draft.text("abstract", marked(element), name)
    keep_attributes(draft, element, name, "lang")


def _note(draft: Draft, element: Element, name: str) -> None:
    """A note without a type is the record's; the others are kept under their type."""
    kind = attribute(element, "type") or attribute(element, "displayLabel")
    if kind:
        draft.keep(f"note[{kind}]", marked(element))
    else:
        draft.text("note", marked(element), name)


def _subject(draft: Draft, element: Element, name: str) -> None:
    """A subject heading, its parts joined as libraries do ("Sea ice -- Diatoms"); several topics of no vocabulary are a keyword each."""
    parts = []
    for child in element:
        tag = local(child)
        if tag in ("cartographics", "geographicCode"):
            keep(draft, child, name)
        elif tag == "name":
            parts.append(", ".join(text(p) for p in children(child, "namePart")))
        else:
            parts.append(", ".join(text(c) for c in child) if len(child) else text(child))
    if not len(element):
        parts.append(text(element))
    free = not attribute(element, "authority") and all(local(child) == "topic" for child in element)
    draft.keywords(parts if free else [" -- ".join(p for p in parts if p)])
    keep_attributes(draft, element, name, "lang", "usage")


def _description(draft: Draft, element: Element, name: str) -> None:
    for child in element:
        if local(child) == "extent":
            total = text(child)
            pages = total if attribute(child, "unit").startswith("page") and total.isdigit() else pages_of(total)
            draft.text("number_of_pages", pages, "extent")
            if pages != total:
                draft.keep("physicalDescription/extent", total)
        else:
            kind = attribute(child, "displayLabel") or attribute(child, "type")
            draft.keep(f"physicalDescription/{local(child)}[{kind}]" if kind else f"physicalDescription/{local(child)}", text(child))


def _resource(draft: Draft, element: Element, name: str) -> None:
    draft.keep(name, text(element))
    keep_attributes(draft, element, name, "usage")


def _classification(draft: Draft, element: Element, name: str) -> None:
    authority = attribute(element, "authority")
    draft.keep(f"{name}[{authority}]" if authority else name, text(element))


def _related(draft: Draft, element: Element, origin: Origin) -> None:
    """A work that the record is part of: what it stands in (host) or its series. Of what it stands in again only a series has a field."""
    kind = attribute(element, "type")
    within = f"relatedItem[{kind}]/"
    host = kind == "host"
    for child in element:
        tag = local(child)
        if tag == "titleInfo":
            _title(draft, child, "container_title" if host else "collection_title", "container_title_short" if host else "", within)
        elif tag == "originInfo":
            origin.take(draft, child, within)
        elif tag == "part" and host:
            take_part(draft, child, origin, within)
        elif tag == "name" and host:
            _host_name(draft, child, within)
        elif tag == "identifier":
            _identify(draft, child, within)
        elif tag == "relatedItem" and attribute(child, "type") == "series":
            _related(draft, child, origin)
        else:
            keep(draft, child, within.rstrip("/"))
    keep_attributes(draft, element, within.rstrip("/"), "type")


def _host_name(draft: Draft, element: Element, within: str) -> None:
    """Who made the host: its editors and translators are the record's, its authors are kept."""
    if role_of(element, "").field in (*_HOST_NAMES, "publisher") or attribute(element, "type") == "conference":
        take_name(draft, element, "", within)
    else:
        keep(draft, element, within.rstrip("/"))


def _kept(draft: Draft, element: Element, name: str) -> None:
    """A related work that the record is no part of, as one value."""
    kind = attribute(element, "type")
    draft.keep(f"{name}[{kind}]" if kind else name, value(element))


_HANDLERS: dict[str, _Handler] = {
    "titleInfo": _titles,
    "name": _name,
    "genre": _genre,
    "language": _language,
    "identifier": _identifier,
    "location": _location,
    "abstract": _abstract,
    "note": _note,
    "subject": _subject,
    "physicalDescription": _description,
    "typeOfResource": _resource,
    "classification": _classification,
    "relatedItem": _kept,
}
