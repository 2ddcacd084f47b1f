"""ADS: answers of its search API (https://ui.adsabs.harvard.edu/help/api/; fields: https://adsabs.github.io/help/search/comprehensive-solr-term-list)."""

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
from paperconv.model import ArxivInfo, Name, Record
from paperconv.model import identifier as ids

_TYPES = {
    "article": "article-journal",
    "eprint": "article",
    "inproceedings": "paper-conference",
    "abstract": "paper-conference",
    "proceedings": "book",
    "book": "book",
    "inbook": "chapter",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "techreport": "report",
    "catalog": "dataset",
    "dataset": "dataset",
    "software": "software",
    "circular": "report",
    "bookreview": "review-book",
    "newsletter": "article-magazine",
    "editorial": "article-journal",
    "erratum": "article-journal",
    "obituary": "article-journal",
    "pressrelease": "post",
    "talk": "speech",
    "misc": "document",
    "proposal": "document",
    "intechreport": "report",
}
_PLAIN = {"volume": "volume", "issue": "issue", "publisher": "publisher", "series": "collection_title", "edition": "edition", "language": "language"}


class AdsReader:
    """Reads the ``docs`` of an answer, an array of them, or one a line."""

    def frame(self, source: Source) -> Iterator[Item | Note]:
        """One item a document."""
        with source.open() as stream:
            text = Decoding(stream)
            yield from items(source, text, json_objects(text.blocks(), ("response.docs", "docs")))

    def decode(self, item: Item) -> Record:
        """The paper in a document. Raises :class:`ItemError` for what is none."""
        members = Members(item.data)
        draft = Draft("ads", item)
        _authors(members, draft)
        titles = [decode_html(str(t)) for t in _list(members.take("title"))]
        for title in titles:
            draft.text("title", title, "title")
        _identifiers(members, draft)
        kind = members.text("doctype")
        draft.fields["type"] = _TYPES.get(kind, "document" if kind else "article")
        draft.keep("doctype", kind)
        published = decode_html(members.text("pub"))
        if kind in ("eprint", "phdthesis", "mastersthesis"):  # "arXiv e-prints", "Ph.D. Thesis"
            draft.keep("pub", published)
        else:
            draft.text("container_title", published, "pub")
        _date(members, draft)
        for name, field in _PLAIN.items():
            draft.text(field, decode_html(members.text(name)), name)
        pages = [str(p) for p in _list(members.take("page"))]
        spread, number = members.text("page_range"), members.text("eid")
        for page in (spread, *pages, *([number] if not ids.doi(number) else ())):
            if arxiv := ids.arxiv(page):
                draft.identifiers.setdefault("arxiv", arxiv)
            else:
                draft.text("page", page, "page")
        if ids.doi(number):
            draft.keep("eid", number)
        draft.text("number_of_pages", members.text("page_count"), "page_count")
        draft.text("abstract", decode_abstract(members.text("abstract")), "abstract")
        draft.keywords(decode_html(str(k)) for k in _list(members.take("keyword")))
        for comment in _list(members.take("comment")):
            draft.text("note", decode_html(str(comment)), "comment")
        members.keep(draft)
        record = draft.record()
        if not record.title and not record.author and "bibcode" not in record.identifiers:
            raise ItemError("is no document of ADS: it has neither title nor authors nor bibcode")
        return record


def _authors(members: Members, draft: Draft) -> None:
    """The authors with their affiliations and ORCID iDs, which stand in lists of the same length ("-" where there is none)."""
    authors = [str(a) for a in _list(members.take("author"))]
    places = [str(a) for a in _list(members.take("aff"))]
    codes = [[str(o) for o in _list(members.look(k))] for k in ("orcid_pub", "orcid_user", "orcid_other")]
    names = []
    for n, author in enumerate(authors):
        name = parse_name(decode_html(author)) if "," in author else Name(literal=decode_html(author))
        if len(places) == len(authors) and places[n] not in ("", "-"):
            name = msgspec.structs.replace(name, affiliation=tuple(decode_html(p) for p in places[n].split(";") if p.strip()))
        found = [o for code in codes if len(code) == len(authors) and (o := ids.orcid(code[n]))]
        names.append(msgspec.structs.replace(name, orcid=found[0]) if found else name)
    draft.names("author", names)
    if len(places) != len(authors):
        draft.keep("aff", [p for p in places if p not in ("", "-")])
    for key in ("orcid_pub", "orcid_user", "orcid_other"):
        if all(o in ("", "-") or ids.orcid(o) for o in map(str, _list(members.look(key)))) and len(_list(members.look(key))) == len(authors):
            members.take(key)
    draft.names("editor", [parse_name(decode_html(str(e))) for e in _list(members.take("editor"))])


def _identifiers(members: Members, draft: Draft) -> None:
    if bibcode := members.text("bibcode"):
        draft.identify("bibcode", bibcode, "bibcode")
    for doi in _list(members.take("doi")):
        if arxiv := ids.arxiv(str(doi)):
            draft.identifiers.setdefault("arxiv", arxiv)
        if not arxiv or "doi" not in draft.identifiers:
            draft.identify("doi", str(doi), "doi")
    for other in map(str, _list(members.look("identifier"))):
        if arxiv := ids.arxiv(other):
            draft.identifiers.setdefault("arxiv", arxiv)
    for kind in ("issn", "isbn"):
        for number in _list(members.take(kind)):
            draft.identify(kind, str(number), kind)
    classes = tuple(str(c) for c in _list(members.take("arxiv_class")))
    if classes:
        draft.fields["arxiv"] = ArxivInfo(0, classes[0], classes)


def _date(members: Members, draft: Draft) -> None:
    """``pubdate`` has 00 for what is not known of a day."""
    written, year = members.text("pubdate"), members.text("year")
    known = "-".join(p for p in written.split("-") if p.strip("0"))
    draft.date("issued", known, "pubdate")
    if year and not str(draft.fields.get("issued", "")).startswith(year):
        draft.date("issued", year, "year")


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None or value == "" else [value]
