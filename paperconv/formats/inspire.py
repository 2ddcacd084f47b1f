"""INSPIRE's literature records: answers of its API, single records, and what its crawlers write
(https://inspire-schemas.readthedocs.io/en/latest/schemas/records/hep.html)."""

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
from paperconv.markup import html, latex
from paperconv.model import ArxivInfo, Name, Record
from paperconv.model import identifier as ids

_TYPES = {
    "article": "article-journal",
    "conference paper": "paper-conference",
    "proceedings": "book",
    "book": "book",
    "book chapter": "chapter",
    "thesis": "thesis",
    "report": "report",
    "activity report": "report",
    "note": "report",
}
_NUMBERED = ("report", "thesis", "article")
"""Types whose number is that of the report; what is published has another one."""
_GROUP = re.compile(r"\b(?:collaborations?|consorti(?:um|a)|team|group|project|experiment)\b", re.I)


class InspireReader:
    """Reads records: one, the hits of an answer, an array, or one a line."""

    def frame(self, source: Source) -> Iterator[Item | Note]:
        """One item a record."""
        with source.open() as stream:
            text = Decoding(stream)
            yield from items(source, text, json_objects(text.blocks(), ("hits.hits", "hits", "results_data")))

    def decode(self, item: Item) -> Record:
        """The paper in a record. Raises :class:`ItemError` for what is none."""
        members = Members(item.data)
        draft = Draft("inspire", item)
        for name in ("metadata", "_source"):
            if name in members and "titles" not in members:
                outer, members = members, members.inner(name)
                outer.keep(draft)
        crawled = members.look("results_data")
        if isinstance(crawled, list) and len(crawled) == 1 and "titles" not in members:
            members.take("results_data")
            members.keep(draft)
            members = Members(msgspec.json.encode(crawled[0]))
        if "recid" in members and "titles" not in members:
            return _older(members, draft)
        if "titles" not in members and "authors" not in members and "control_number" not in members:
            raise ItemError("is no literature record of INSPIRE: it has neither titles nor authors")
        _titles(members, draft)
        _names(members, draft)
        _identifiers(members, draft)
        _publication(members, draft)
        abstracts = _objects(members.look("abstracts"))
        for entry in abstracts[:1]:
            draft.text("abstract", _abstract(str(entry.get("value") or "")), "abstracts")
        if len(abstracts) == 1 and abstracts[0].keys() <= {"value", "source"}:
            members.take("abstracts")
            draft.keep("abstracts.source", str(abstracts[0].get("source") or ""))
        draft.text("number_of_pages", members.text("number_of_pages"), "number_of_pages")
        draft.keywords(_text(str(k.get("value") or "")) for k in _objects(members.look("keywords")))
        for note in _objects(members.take("public_notes")):
            draft.text("note", _text(str(note.get("value") or "")), "public_notes")
            draft.keep("public_notes.source", str(note.get("source") or ""))
        for language in _list(members.take("languages")):
            draft.text("language", str(language), "languages")
        for address in _objects(members.look("urls"))[:1]:
            draft.text("url", str(address.get("value") or ""), "urls")
        keys = [str(k) for k in _list(members.look("texkeys"))]
        if keys:
            draft.fields["id"] = keys[0]
        members.keep(draft)
        return draft.record()


def _older(members: Members, draft: Draft) -> Record:
    """The record of the former site (Invenio's ``of=recjson``), which CERN's document server has still."""
    for entry in _list(members.take("title"))[:1]:
        title, subtitle = (str(entry.get(k) or "") for k in ("title", "subtitle")) if isinstance(entry, dict) else (str(entry), "")
        draft.text("title", _text(f"{title}: {subtitle}" if subtitle else title), "title")
    for entry in _list(members.look("abstract"))[:1]:
        draft.text("abstract", _abstract(str(entry.get("summary") or "") if isinstance(entry, dict) else str(entry)), "abstract")
    for person in _objects(members.look("authors")):
        if name := parse_name(_text(str(person.get("full_name") or ""))):
            places = tuple(str(p) for p in _list(person.get("affiliation")) if p)
            draft.names("author", [msgspec.structs.replace(name, affiliation=places)])
    for entry in _list(members.look("corporate_name")):
        value = str(entry.get("collaboration") or entry.get("name") or "") if isinstance(entry, dict) else str(entry)
        draft.names("author", [Name(literal=value)] if value else [])
    draft.identify("inspire", members.text("recid"), "recid")
    for doi in _list(members.take("doi")):
        draft.identify("doi", str(doi), "doi")
    for report in _list(members.look("primary_report_number")):
        draft.identifiers |= {"arxiv": ids.arxiv(str(report))} if ids.arxiv(str(report)) else {}
    published = _objects(members.look("publication_info"))
    first = published[0] if published else {}
    draft.text("container_title", _text(str(first.get("title") or "")), "publication_info")
    for key, field in (("volume", "volume"), ("issue", "issue"), ("pagination", "page")):
        draft.text(field, str(first.get(key) or ""), "publication_info")
    draft.fields["type"] = "article-journal" if first.get("title") else "article"
    draft.date("issued", str(first.get("year") or members.look("creation_date") or "")[:10], "publication_info")
    members.keep(draft)
    return draft.record()


def _titles(members: Members, draft: Draft) -> None:
    titles = _objects(members.look("titles"))
    for entry in titles[:1]:
        title, subtitle = _text(str(entry.get("title") or "")), _text(str(entry.get("subtitle") or ""))
        draft.text("title", f"{title}: {subtitle}" if subtitle and subtitle.casefold() not in title.casefold() else title, "titles")
    if len(titles) == 1 and titles[0].keys() <= {"title", "subtitle", "source"}:
        members.take("titles")
        draft.keep("titles.source", str(titles[0].get("source") or ""))


def _names(members: Members, draft: Draft) -> None:
    """Authors and editors, then corporate authors and collaborations, which are authors too; what else is said of people is kept."""
    people = _objects(members.look("authors"))
    plain = True
    for person in people:
        name = parse_name(_text(str(person.get("full_name") or "")))
        if not name.display():
            continue
        places = _values(person.get("affiliations")) or _values(person.get("raw_affiliations"))
        orcid = next((o for i in _objects(person.get("ids")) if i.get("schema") == "ORCID" and (o := ids.orcid(str(i.get("value") or "")))), "")
        simple = all(a.keys() <= {"value"} for a in _objects(person.get("affiliations")))
        roles = [str(r) for r in _list(person.get("inspire_roles"))]
        plain = plain and simple and person.keys() <= {"full_name", "affiliations", "inspire_roles"}
        if "supervisor" in roles:
            plain = False
            continue
        name = msgspec.structs.replace(name, affiliation=tuple(dict.fromkeys(p for p in places if p)), orcid=orcid)
        draft.names("editor" if "editor" in roles else "author", [name])
    if plain:
        members.take("authors")
    for organisation in _list(members.take("corporate_author")):
        draft.names("author", [Name(literal=_text(str(organisation)))])
    for entry in _objects(members.look("collaborations")):
        value = _text(str(entry.get("value") or ""))
        if value:
            draft.names("author", [Name(literal=value if _GROUP.search(value) else f"{value} Collaboration")])


def _identifiers(members: Members, draft: Draft) -> None:
    number = members.text("control_number")
    if number:
        draft.identify("inspire", number, "control_number")
    eprints = _objects(members.look("arxiv_eprints"))
    for entry in eprints:
        draft.identify("arxiv", str(entry.get("value") or ""), "arxiv_eprints")
        classes = tuple(str(c) for c in _list(entry.get("categories")))
        if classes and "arxiv" not in draft.fields:
            draft.fields["arxiv"] = ArxivInfo(0, classes[0], classes)
    if all(e.keys() <= {"value", "categories"} for e in eprints):
        members.take("arxiv_eprints")
    for name, kind in (("dois", "doi"), ("isbns", "isbn")):
        found = _objects(members.look(name))
        for entry in found:
            draft.identify(kind, str(entry.get("value") or ""), name)
        if all(e.keys() <= {"value"} for e in found):
            members.take(name)
    for other in _objects(members.look("external_system_identifiers")):
        if other.get("schema") == "ADS" and (code := ids.bibcode(str(other.get("value") or ""))):
            draft.identifiers.setdefault("bibcode", code)


def _publication(members: Members, draft: Draft) -> None:
    """Where and when it appeared; the first publication counts, the date of a preprint only where there is none."""
    published = _objects(members.look("publication_info"))
    first = next((p for p in published if p.get("journal_title") or p.get("page_start") or p.get("artid")), published[0] if published else {})
    kinds = [str(k) for k in _list(members.take("document_type"))]
    csl = next((_TYPES[k] for k in kinds if k in _TYPES), "article")
    if csl == "article-journal" and not first.get("journal_title"):
        csl = "article"
    draft.fields["type"] = csl
    for kind in kinds:
        draft.keep("document_type", kind)
    draft.text("container_title", _text(str(first.get("journal_title") or "")), "journal_title")
    draft.text("volume", str(first.get("journal_volume") or ""), "journal_volume")
    draft.text("issue", str(first.get("journal_issue") or ""), "journal_issue")
    start, end, number = (str(first.get(k) or "") for k in ("page_start", "page_end", "artid"))
    draft.text("page", f"{start}-{end}" if start and end else start or number, "page_start")
    if len(published) == 1 and first.keys() <= {"journal_title", "journal_volume", "journal_issue", "page_start", "page_end", "year"}:
        members.take("publication_info")
    imprints = _objects(members.look("imprints"))
    for entry in imprints[:1]:
        draft.text("publisher", _text(str(entry.get("publisher") or "")), "imprints.publisher")
        draft.text("publisher_place", _text(str(entry.get("place") or "")), "imprints.place")
    if len(imprints) == 1 and imprints[0].keys() <= {"publisher", "place", "date"}:
        members.take("imprints")
    year, printed = str(first.get("year") or ""), str(imprints[0].get("date") or "") if imprints else ""
    draft.date("issued", printed if printed.startswith(year) and printed else year or printed, "imprints.date")
    if year and printed and not printed.startswith(year):
        draft.keep("imprints.date", printed)
    thesis = members.look("thesis_info")
    if isinstance(thesis, dict):
        draft.date("issued", str(thesis.get("date") or ""), "thesis_info.date")
        for school in _objects(thesis.get("institutions"))[:1]:
            draft.text("publisher", _text(str(school.get("name") or "")), "thesis_info.institutions")
    if not draft.fields.get("issued"):
        for name in ("preprint_date", "earliest_date", "legacy_creation_date"):
            if written := str(members.look(name) or ""):
                draft.date("issued", written, name)
                members.take(name)
                break
    for entry in _objects(members.look("report_numbers"))[: draft.fields.get("type") in _NUMBERED]:
        draft.text("number", str(entry.get("value") or ""), "report_numbers")


def _text(text: str) -> str:
    """Text in which HTML, MathML and TeX stand side by side."""
    return latex.decode(html.decode(text)) if "\\" in text or "{" in text else html.decode(text)


def _abstract(text: str) -> str:
    return latex.decode(html.decode_abstract(text)) if "\\" in text or "{" in text else html.decode_abstract(text)


def _values(entries: Any) -> list[str]:
    return [str(e.get("value") or "") for e in _objects(entries)]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value in (None, "") else [value]


def _objects(value: Any) -> list[dict[str, Any]]:
    return [v for v in _list(value) if isinstance(v, dict)]
