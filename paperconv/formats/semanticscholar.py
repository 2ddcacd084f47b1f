"""Semantic Scholar's papers: the Graph API, the datasets of S2AG and S2ORC, and the older API (https://api.semanticscholar.org/api-docs/graph)."""

from collections.abc import Iterator
from typing import Any

from paperconv.authors.person import inverted, parse_name
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

_EXTERNAL = {"doi": "doi", "arxiv": "arxiv", "pubmed": "pmid", "pubmedcentral": "pmcid", "dblp": "dblp", "acl": "acl"}
_OLDER = {
    "doi": "doi",
    "arxivId": "arxiv",
    "arxiv_id": "arxiv",
    "pubmed_id": "pmid",
    "pmc_id": "pmcid",
    "pmcid": "pmcid",
    "acl_id": "acl",
    "dblp_id": "dblp",
}
_TYPES = (
    ("Conference", "paper-conference"),
    ("BookSection", "chapter"),
    ("Book", "book"),
    ("Dataset", "dataset"),
    ("JournalArticle", "article-journal"),
)
_WRAPPED = ("citingPaper", "citedPaper", "recommendedPaper", "paper")


class SemanticscholarReader:
    """Reads papers: one, the ``data`` of an answer (citations and references too), an array, or one a line."""

    def frame(self, source: Source) -> Iterator[Item | Note]:
        """One item a paper."""
        with source.open() as stream:
            text = Decoding(stream)
            yield from items(source, text, json_objects(text.blocks(), ("data", "papers", "recommendedPapers")))

    def decode(self, item: Item) -> Record:
        """The paper in an object. Raises :class:`ItemError` for an author, or an answer without a paper."""
        members = Members(item.data)
        draft = Draft("semanticscholar", item)
        for name in _WRAPPED:
            if name in members and "title" not in members:
                outer, members = members, members.inner(name)
                outer.keep(draft)
        if "authorId" in members and "title" not in members:
            raise ItemError("is an author of Semantic Scholar and no paper")
        if "error" in members or ("message" in members and "title" not in members):
            raise ItemError(f"is an answer of Semantic Scholar without a paper: {members.text('error') or members.text('message')}")
        _identifiers(members, draft)
        draft.text("title", decode_html(members.text("title")), "title")
        _authors(members, draft)
        _where(members, draft)
        for name in ("publicationDate", "publicationdate"):
            draft.date("issued", members.text(name), name)
        if (year := members.text("year")) and not str(draft.fields.get("issued", "")).startswith(year):
            draft.date("issued", year, "year")
        draft.text("abstract", decode_abstract(members.text("abstract")), "abstract")
        url = members.text("url")
        if url and ids.semanticscholar(url) != draft.identifiers.get("semanticscholar"):
            draft.text("url", url, "url")
        members.keep(draft)
        record = draft.record()
        if not record.title and not record.author and not record.identifiers:
            raise ItemError("is no paper of Semantic Scholar: it has neither title nor authors nor identifiers")
        return record


def _identifiers(members: Members, draft: Draft) -> None:
    for name in ("paperId", "paperid", "paper_id"):
        number = members.text(name)
        if number and not (ids.semanticscholar(number) and draft.identify("semanticscholar", number, name)):
            draft.keep(name, number)
    for outer in ("externalIds", "externalids"):
        found = members.take(outer)
        for name, value in (found if isinstance(found, dict) else {}).items():
            kind = _EXTERNAL.get(name.lower())
            known = f"journals/{value}" if kind == "dblp" and value and not ids.dblp(str(value)) else value
            if value is None:
                continue
            if kind:
                draft.identify(kind, str(known if ids.NORMALISERS[kind](str(known)) else value), f"externalIds.{name}")
            else:
                draft.keep(f"externalIds.{name}", str(value))
    for name, kind in _OLDER.items():
        if number := members.text(name):
            draft.identify(kind, number, name)


def _authors(members: Members, draft: Draft) -> None:
    """The authors; what is said of them beside their names is kept."""
    found = members.look("authors")
    people = [a for a in found if isinstance(a, dict)] if isinstance(found, list) else []
    names = [name for a in people if (name := _name(a)).display()]
    draft.names("author", names)
    if all(a.keys() <= {"name", "first", "last", "middle", "suffix", "affiliations"} for a in people):
        members.take("authors")


def _name(author: dict[str, Any]) -> Name:
    if author.get("last"):
        given = " ".join(str(p) for p in (author.get("first") or "", *(author.get("middle") or ())) if p)
        return inverted(str(author["last"]), given, str(author.get("suffix") or "")) if given else Name(literal=str(author["last"]))
    name = parse_name(decode_html(str(author.get("name") or "")))
    places = tuple(str(p) for p in author.get("affiliations") or () if p)
    return Name(name.family, name.given, name.dropping_particle, name.non_dropping_particle, name.suffix, name.literal, affiliation=places)


def _where(members: Members, draft: Draft) -> None:
    """Type, venue, volume and pages."""
    journal = members.look("journal")
    if isinstance(journal, dict):
        named = decode_html(str(journal.get("name") or ""))
        draft.text("volume", str(journal.get("volume") or ""), "journal.volume")
        draft.text("page", "-".join(p for p in str(journal.get("pages") or "").replace(" ", "").replace("–", "-").split("-") if p), "journal.pages")
        members.take("journal")
        for name in journal.keys() - {"name", "volume", "pages"}:
            draft.keep(f"journal.{name}", journal[name])
    else:
        named = decode_html(members.text("journal"))
    venue = members.look("publicationVenue") or members.look("publicationvenue")
    written = decode_html(members.text("venue"))
    kinds = [str(k) for name in ("publicationTypes", "publicationtypes") for k in members.look(name) or ()]
    csl = next((c for kind, c in _TYPES if kind in kinds), "")
    preprint = "arxiv" in (named or written).lower() or not (named or written)
    if isinstance(venue, dict) and venue.get("type") == "conference" and csl in ("", "article-journal"):
        csl = "paper-conference"
    draft.fields["type"] = "article" if preprint and csl in ("", "article-journal") else csl or "article-journal"
    host = str(venue.get("name") or "") if isinstance(venue, dict) else ""
    best = named or host or written
    if csl == "paper-conference":
        best = host or written or named
    for text, name in ((best, "venue"), (named, "journal.name"), (written, "venue")):
        draft.text("container_title", text, name)
    if isinstance(venue, dict) and venue.get("issn"):
        draft.identify("issn", str(venue["issn"]), "publicationVenue.issn")
