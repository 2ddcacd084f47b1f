"""Semantic Scholar's papers: the Graph API, the datasets of S2AG and S2ORC, and the older API (https://api.semanticscholar.org/api-docs/graph)."""

import re
from collections.abc import Iterable, Iterator
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
    "pmid": "pmid",
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
_WRAPPED = ("citingPaper", "citedPaper", "recommendedPaper", "paper", "metadata")
_BY_NUMBER = re.compile(rb"\A\s*\{\s*\"[^\"]+\"\s*:\s*\{\s*\"paper_id\"\s*:")
_PREPRINTS = re.compile(r"arxiv(?:\.org|\s*preprint.*)?|CoRR|Computing Research Repository", re.I)


class SemanticscholarReader:
    """Reads papers: one, the ``data`` of an answer (citations and references too), an array, or one a line."""

    def frame(self, source: Source) -> Iterator[Item | Note]:
        """One item a paper."""
        with source.open() as stream:
            text = Decoding(stream)
            yield from items(source, text, json_objects(_opened(text.blocks()), ("data", "papers", "recommendedPapers")))

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
        _date(members, draft)
        for name in ("abstract", "paperAbstract"):
            draft.text("abstract", decode_abstract(members.text(name)), name)
        parts = members.look("abstract")
        if isinstance(parts, list) and all(isinstance(p, dict) and p.keys() <= {"text", "section", "cite_spans", "ref_spans"} for p in parts):
            draft.text("abstract", decode_html(" ".join(str(p.get("text") or "") for p in parts)), "abstract")
        for name in ("url", "s2Url"):
            if (url := members.text(name)) and not (ids.semanticscholar(url) and draft.identify("semanticscholar", url, name)):
                draft.text("url", url, name)
        members.keep(draft)
        record = draft.record()
        if not record.title and not record.author and not record.identifiers:
            raise ItemError("is no paper of Semantic Scholar: it has neither title nor authors nor identifiers")
        return record


def _opened(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """The input, of which an object that has papers under their numbers (S2AND's) is opened, so that each stands by itself."""
    for n, block in enumerate(blocks):
        yield block.replace(b"{", b" ", 1) if n == 0 and _BY_NUMBER.match(block) else block


def _identifiers(members: Members, draft: Draft) -> None:
    for name in ("paperId", "paperid", "paper_id", *(("id",) if "paperAbstract" in members or "s2Url" in members else ())):
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


def _date(members: Members, draft: Draft) -> None:
    """The date where it is in the year of the publication, else the year: the date may be that of a preprint a year before."""
    year = members.text("year")
    for name in ("publicationDate", "publicationdate"):
        written = members.text(name)
        if written.startswith(year):
            draft.date("issued", written, name)
        else:
            draft.keep(name, written)
    if not str(draft.fields.get("issued", "")).startswith(year or "\0"):
        draft.date("issued", year, "year")


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
    name = parse_name(decode_html(str(author.get("name") or author.get("author_name") or "")))
    places = tuple(str(p) for p in author.get("affiliations") or () if p)
    return Name(name.family, name.given, name.dropping_particle, name.non_dropping_particle, name.suffix, name.literal, affiliation=places)


def _where(members: Members, draft: Draft) -> None:
    """Type, venue, volume and pages. arXiv as a "journal" is none: such a paper is a preprint."""
    journal = members.look("journal")
    if isinstance(journal, dict):
        members.take("journal")
    else:
        journal = {"name": members.text("journal")}
    for name, older in (("name", "journalName"), ("name", "journal_name"), ("volume", "journalVolume"), ("pages", "journalPages")):
        journal[name] = journal.get(name) or members.text(older)
    named, written = decode_html(str(journal.pop("name") or "")), decode_html(members.text("venue"))
    volume, pages = (str(journal.pop(part) or "") for part in ("volume", "pages"))
    venue = members.look("publicationVenue") or members.look("publicationvenue")
    host = decode_html(str(venue.get("name") or "")) if isinstance(venue, dict) else ""
    kinds = [str(k) for name in ("publicationTypes", "publicationtypes") for k in members.look(name) or ()]
    csl = next((c for kind, c in _TYPES if kind in kinds), "")
    if isinstance(venue, dict) and venue.get("type") == "conference" and csl in ("", "article-journal"):
        csl = "paper-conference"
    best = next(t for t in ((host, written, named) if csl == "paper-conference" else (named, host, written)) if t) if named or host or written else ""
    preprint = not best or _PREPRINTS.fullmatch(best) is not None
    draft.fields["type"] = "article" if preprint and csl in ("", "article-journal") else csl or "article-journal"
    for text, name in ((best, "venue"), (named, "journal.name"), (written, "venue")):
        if _PREPRINTS.fullmatch(text):
            draft.keep(name, text)
        else:
            draft.text("container_title", text, name)
    if preprint and volume.startswith("abs/"):
        draft.keep("journal.volume", volume)
    else:
        draft.text("volume", volume, "journal.volume")
    draft.text("page", "-".join(p for p in "".join(pages.split()).replace("–", "-").split("-") if p), "journal.pages")
    for name, value in journal.items():
        draft.keep(f"journal.{name}", value)
    if isinstance(venue, dict) and venue.get("issn"):
        draft.identify("issn", str(venue["issn"]), "publicationVenue.issn")
