"""DOAJ's articles and journals: answers of its API, its data dumps, its search index (https://doaj.org/api/docs, BibJSON)."""

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from paperconv.authors.person import parse_name
from paperconv.errors import ItemError
from paperconv.formats.base import Item, Note, items
from paperconv.formats.draft import Draft
from paperconv.formats.members import Members
from paperconv.io.encoding import Decoding
from paperconv.io.frames import json_objects
from paperconv.io.source import Source
from paperconv.markup.html import decode as decode_html
from paperconv.markup.html import decode_abstract
from paperconv.model import Record
from paperconv.model import date as dates
from paperconv.model import identifier as ids

_KINDS = {"doi": "doi", "pissn": "issn", "eissn": "issn", "issn": "issn", "isbn": "isbn", "pmid": "pmid", "pmcid": "pmcid", "arxiv": "arxiv"}
_LABEL = re.compile(r"^(?:vol(?:ume)?|issue|no|num(?:ber)?)\b\.?\s+(?=\d)", re.I)
"""A word before a volume or issue that says only which of the two it is."""


class DoajReader:
    """Reads articles and journals: one, the ``results`` of an answer, an array, one a line, or hits of a search index."""

    def frame(self, source: Source) -> Iterator[Item | Note]:
        """One item a record."""
        with source.open() as stream:
            text = Decoding(stream)
            yield from items(source, text, json_objects(text.blocks(), ("results", "hits.hits")))

    def decode(self, item: Item) -> Record:
        """The work in an object. Raises :class:`ItemError` for an answer without one."""
        outer = Members(item.data)
        draft = Draft("doaj-json", item)
        if "_source" in outer:
            hit, outer = outer, outer.inner("_source")
            hit.keep(draft)
        bib = outer.inner("bibjson")
        journal = bib.inner("journal")
        draft.put("title", decode_html(bib.text("title")), "title")
        _authors(draft, bib)
        for entry in _objects(bib, "identifier"):
            _identify(draft, entry)
        for name in ("pissn", "eissn"):  # of a journal
            if number := bib.text(name):
                draft.identify("issn", number, name)
        _journal(draft, journal)
        _date(draft, bib)
        pages = [bib.text("start_page"), bib.text("end_page")]
        draft.text("page", "-".join(dict.fromkeys(p for p in pages if p)), "start_page")
        draft.put("abstract", decode_abstract(bib.text("abstract")), "abstract")
        words = bib.take("keywords")
        draft.keywords(decode_html(str(word)) for word in (words if isinstance(words, list) else [words]) if word)
        for link in _objects(bib, "link"):
            _link(draft, link)
        is_article = bool(draft.fields.get("container_title") or draft.fields.get("author"))
        draft.fields["type"] = "article-journal" if is_article else "periodical"
        if not is_article:
            draft.text("publisher", _publisher(draft, bib), "publisher")
        bib.keep(draft)
        journal.keep(draft, "journal.")
        outer.keep(draft)
        record = draft.record()
        if not record.title and not record.author and not record.identifiers:
            raise ItemError("is no article of DOAJ: it has neither title nor authors nor identifiers")
        return record


def _objects(members: Members, name: str) -> list[dict[str, Any]]:
    """The objects of a list, which count as read; what is no list of objects stays to be kept."""
    found = members.look(name)
    if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
        return []
    members.drop(name)
    return found


def _authors(draft: Draft, bib: Members) -> None:
    names = []
    for entry in _objects(bib, "author"):
        said = {key: str(value or "") for key, value in entry.items()}
        name = parse_name(decode_html(said.pop("name", "")))
        place, code = decode_html(said.pop("affiliation", "")), said.pop("orcid_id", "")
        orcid = ids.orcid(code)
        if name.display():
            names.append(msgspec.structs.replace(name, affiliation=(place,) if place else (), orcid=orcid))
        for key, value in (said | ({} if orcid else {"orcid_id": code})).items():
            draft.keep(f"author.{key}", f"{name.display()}: {value}" if value else "")
    draft.names("author", names)


def _identify(draft: Draft, entry: dict[str, Any]) -> None:
    kind, value = str(entry.get("type") or "").lower(), str(entry.get("id") or "")
    if kind in _KINDS or ids.doi(value):
        draft.identify(_KINDS.get(kind, "doi"), value, f"identifier.{kind}")
    else:
        draft.keep(f"identifier.{kind}" if kind else "identifier", value)


def _journal(draft: Draft, journal: Members) -> None:
    draft.put("container_title", decode_html(journal.text("title")), "journal.title")
    draft.text("volume", _LABEL.sub("", journal.text("volume")), "journal.volume")
    draft.text("issue", _LABEL.sub("", journal.text("number")), "journal.number")
    draft.text("publisher", _publisher(draft, journal), "journal.publisher")
    numbers = journal.take("issns")
    for number in numbers if isinstance(numbers, list) else [numbers]:
        draft.identify("issn", str(number or ""), "journal.issns")
    languages = journal.look("language")
    if isinstance(languages, list) and len(languages) == 1:  # those of a journal; an article has one of them
        draft.text("language", str(languages[0] or "").lower(), "journal.language")
        journal.drop("language")


def _publisher(draft: Draft, members: Members) -> str:
    """The publisher's name, which journals have in an object with its country."""
    within = members.inner("publisher")
    name = members.text("publisher") or within.text("name")
    within.keep(draft, "publisher.")
    return decode_html(name)


def _date(draft: Draft, bib: Members) -> None:
    year, month = bib.text("year"), bib.text("month")
    known = dates.iso(int(year), dates.month_number(month)) if year.isdigit() else ""
    if known:
        draft.fields["issued"] = known
    elif not (month and year.isdigit()):
        draft.date("issued", year, "year")
    else:
        draft.keep("year", year)
    if month and "-" not in known:
        draft.keep("month", month)


def _link(draft: Draft, entry: dict[str, Any]) -> None:
    kind, address = str(entry.get("type") or ""), str(entry.get("url") or "")
    if kind in ("fulltext", "homepage", ""):
        if not (ids.doi(address) and draft.identify("doi", address, "link.url")):
            draft.text("url", address, "link.url")
    else:
        draft.keep(f"link.{kind}", address)
    draft.keep("link.content_type", str(entry.get("content_type") or ""))
