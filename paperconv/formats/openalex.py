"""OpenAlex's works: answers of the API and lines of the snapshot (https://docs.openalex.org/api-entities/works/work-object)."""

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
from paperconv.model import Name, Record
from paperconv.model import identifier as ids

_TYPES = {
    "article": "article-journal",
    "journal-article": "article-journal",
    "book": "book",
    "monograph": "book",
    "edited-book": "book",
    "reference-book": "book",
    "book-chapter": "chapter",
    "book-section": "chapter",
    "book-part": "chapter",
    "proceedings-article": "paper-conference",
    "conference-paper": "paper-conference",
    "dissertation": "thesis",
    "dataset": "dataset",
    "database": "dataset",
    "preprint": "article",
    "posted-content": "article",
    "report": "report",
    "report-component": "report",
    "review": "article-journal",
    "editorial": "article-journal",
    "letter": "article-journal",
    "erratum": "article-journal",
    "retraction": "article-journal",
    "peer-review": "review",
    "reference-entry": "entry-encyclopedia",
    "standard": "standard",
    "software": "software",
    "libguides": "webpage",
    "other": "document",
    "paratext": "document",
    "grant": "document",
    "supplementary-materials": "document",
}
_IDS = {"openalex": "openalex", "doi": "doi", "pmid": "pmid", "pmcid": "pmcid"}
_HERE = re.compile(r"https?://(?:api\.)?openalex\.org/([A-Z])")


class OpenalexReader:
    """Reads works: one, the ``results`` of an answer, an array, or one a line."""

    def frame(self, source: Source) -> Iterator[Item | Note]:
        """One item a work."""
        with source.open() as stream:
            text = Decoding(stream)
            yield from items(source, text, json_objects(text.blocks(), ("results",)))

    def decode(self, item: Item) -> Record:
        """The paper in a work. Raises :class:`ItemError` for an author, source or institution."""
        members = Members(item.data)
        draft = Draft("openalex", item)
        number = members.text("id")
        if (entity := _HERE.match(number)) and entity[1] != "W":
            raise ItemError("is no work: OpenAlex has authors, sources and institutions in answers of this form too")
        if "error" in members and not number:
            raise ItemError(f"is an answer without works: {members.text('error')} {members.text('message')}".strip())
        if number:
            draft.identify("openalex", number, "id")
        _identifiers(members, draft)
        draft.text("title", decode_html(members.text("title")), "title")
        draft.text("title", decode_html(members.text("display_name")), "display_name")
        _authors(members, draft)
        _where(members, draft)
        draft.date("issued", members.text("publication_date"), "publication_date")
        if (year := members.text("publication_year")) and not str(draft.fields.get("issued", "")).startswith(year):
            draft.date("issued", year, "publication_year")
        draft.text("language", members.text("language"), "language")
        draft.text("abstract", _abstract(members.take("abstract_inverted_index")), "abstract_inverted_index")
        draft.text("abstract", decode_abstract(members.text("abstract")), "abstract")
        draft.keywords(_keyword(k) for k in members.look("keywords") or () if _keyword(k))
        _pages(members.inner("biblio"), draft)
        members.keep(draft)
        record = draft.record()
        if not record.title and not record.author and not record.identifiers:
            raise ItemError("is no work of OpenAlex: it has neither title nor authors nor identifiers")
        return record


def _identifiers(members: Members, draft: Draft) -> None:
    if doi := members.text("doi"):
        draft.identify("doi", doi, "doi")
    known = members.inner("ids")
    for name, kind in _IDS.items():
        if value := known.text(name):
            draft.identify(kind, value, f"ids.{name}")
    known.keep(draft, "ids.")


def _authors(members: Members, draft: Draft) -> None:
    """The names as the paper prints them (``raw_author_name``), else those that OpenAlex gives the persons it takes them for.

    All that is said of the authors is kept, since the two may be different people.
    """
    authorships = members.look("authorships") or []
    names = [name for authorship in authorships if isinstance(authorship, dict) and (name := _name(authorship))]
    cut = members.take("is_authors_truncated") is True
    if cut:
        names.append(Name(literal="others"))
    draft.names("author", names)


def _name(authorship: dict[str, Any]) -> Name | None:
    person = authorship.get("author") or {}
    written = str(authorship.get("raw_author_name") or person.get("display_name") or "").strip()
    if not written:
        return None
    name = parse_name(written)
    institutions = [i.get("display_name") for i in authorship.get("institutions") or () if isinstance(i, dict)]
    raw = authorship.get("raw_affiliation_strings") or [authorship.get("raw_affiliation_string")]
    places = tuple(dict.fromkeys(str(a) for a in [*raw, *([] if any(raw) else institutions)] if a))
    orcid = ids.orcid(str(person.get("orcid") or ""))
    return msgspec.structs.replace(name, affiliation=places, orcid=orcid)


def _where(members: Members, draft: Draft) -> None:
    """Type, venue, publisher and address, from the primary location (``host_venue`` before 2023); the location itself is kept."""
    location = members.look("primary_location") or {}
    source = location.get("source") or members.look("host_venue") or {}
    kind = members.text("type")
    crossref = members.text("type_crossref")
    csl = _TYPES.get(crossref) if crossref in ("proceedings-article", "posted-content", "book-chapter") else _TYPES.get(kind)
    if source.get("type") == "conference" and csl in (None, "article-journal"):
        csl = "paper-conference"
    elif source.get("type") == "repository" and csl in (None, "article-journal"):
        csl = "article"
    draft.fields["type"] = csl or "document"
    for name, value in (("type", kind), ("type_crossref", crossref)):
        draft.keep(name, value)
    draft.text("container_title", decode_html(str(source.get("display_name") or location.get("raw_source_name") or "")), "primary_location.source")
    if csl not in ("article",):
        draft.text("publisher", str(source.get("host_organization_name") or source.get("publisher") or ""), "primary_location.publisher")
    for number in [source.get("issn_l"), *(source.get("issn") or ())][:1]:
        if number:
            draft.identify("issn", str(number), "issn")
    address = str(location.get("landing_page_url") or source.get("url") or "")
    if address:
        if arxiv := ids.arxiv(address):
            draft.identifiers.setdefault("arxiv", arxiv)
        elif ids.doi(address) != draft.identifiers.get("doi"):
            draft.text("url", address, "landing_page_url")
    doi = draft.identifiers.get("doi", "")
    if arxiv := ids.arxiv(doi):
        draft.identifiers.setdefault("arxiv", arxiv)


def _pages(biblio: Members, draft: Draft) -> None:
    for name in ("volume", "issue"):
        draft.text(name, biblio.text(name), f"biblio.{name}")
    first, last = biblio.text("first_page"), biblio.text("last_page")
    draft.text("page", f"{first}-{last}" if first and last and first != last else first or last, "biblio.pages")
    biblio.keep(draft, "biblio.")


def _keyword(entry: Any) -> str:
    return str((entry.get("display_name") or entry.get("keyword") or "") if isinstance(entry, dict) else entry or "")


def _abstract(index: Any) -> str:
    """The text of an inverted index: word -> the places it stands at."""
    if not isinstance(index, dict):
        return ""
    if isinstance(index.get("InvertedIndex"), dict):
        index = index["InvertedIndex"]
    places = {at: word for word, found in index.items() if isinstance(found, list) for at in found if isinstance(at, int)}
    return decode_abstract(" ".join(places[at] for at in sorted(places)))
