"""Works of ORCID -> Record (https://github.com/ORCID/orcid-model, record_3.0: work, work-summary, common)."""

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from paperconv.authors.parse import parse_authors
from paperconv.authors.person import parse_name
from paperconv.errors import ItemError
from paperconv.formats.base import Item, Note, items
from paperconv.formats.draft import Draft
from paperconv.io.encoding import Decoding
from paperconv.io.frames import json_objects, xml_elements
from paperconv.io.source import Source
from paperconv.markup.html import decode as decode_html
from paperconv.markup.html import decode_abstract
from paperconv.model import Name, Record
from paperconv.model import date as dates
from paperconv.model import identifier as ids

_TYPES = {
    "journal-article": "article-journal",
    "conference-paper": "paper-conference",
    "conference-abstract": "paper-conference",
    "conference-proceedings": "book",
    "conference-poster": "speech",
    "conference-presentation": "speech",
    "lecture-speech": "speech",
    "book": "book",
    "edited-book": "book",
    "book-chapter": "chapter",
    "book-review": "review-book",
    "dissertation": "thesis",
    "dissertation-thesis": "thesis",
    "supervised-student-publication": "thesis",
    "report": "report",
    "research-technique": "report",
    "technical-standards": "standard",
    "standards-and-policy": "standard",
    "working-paper": "report",
    "preprint": "article",
    "data-set": "dataset",
    "dataset": "dataset",
    "software": "software",
    "patent": "patent",
    "magazine-article": "article-magazine",
    "newspaper-article": "article-newspaper",
    "newsletter-article": "article-magazine",
    "dictionary-entry": "entry-dictionary",
    "encyclopedia-entry": "entry-encyclopedia",
    "website": "webpage",
    "online-resource": "webpage",
    "blog-post": "post-weblog",
    "translation": "book",
    "review": "review",
    "manual": "book",
}
_IDENTIFIERS = {"doi": "doi", "arxiv": "arxiv", "pmid": "pmid", "pmc": "pmcid", "isbn": "isbn", "issn": "issn", "bibcode": "bibcode"}
_OLDER = "orcid-activities.orcid-works.orcid-work"
_GROUPS = ("activities-summary.works.group", "works.group", "group", "bulk", "orcid-works.orcid-work", _OLDER, "orcid-profile." + _OLDER)
"""Where an answer has its works. A group holds the summaries of one work by several sources, the person's preferred one first."""
_A_WORK = re.compile(rb"<(?:[\w.-]+:)?(?:orcid-)?work[\s>]|(?s:.)*<(?:[\w.-]+:)?work-summary[\s>]")
_BIBTEX_AUTHORS = re.compile(r"\bauthors?\s*=\s*([{\"])", re.I)
_OTHER_NAMES = {
    "work-title": "title",
    "work-citation": "citation",
    "work-type": "type",
    "work-external-identifiers": "external-ids",
    "work-contributors": "contributors",
}
"""Members of the messages of version 1.2 -> those of today."""


class OrcidReader:
    """Reads full works and summaries of works: alone, in bulk, in a list of works, in a person's record."""

    def frame(self, source: Source) -> Iterator[Item | Note]:
        """One item a work."""
        is_xml = source.head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
        with source.open() as stream:
            text = Decoding(stream)
            if is_xml:
                pieces = (p for p in xml_elements(text.blocks(), ("work", "group", "orcid-work")) if _A_WORK.match(p.data))
            else:
                pieces = (p for p in json_objects(text.blocks(), _GROUPS))
            yield from items(source, text, pieces)

    def decode(self, item: Item) -> Record:
        """The paper in a work. Raises :class:`ItemError` for a person's record without works."""
        if item.data.lstrip().startswith(b"<"):
            from paperconv.formats import elements
            from paperconv.io.xml import parse

            return _record(item, elements.value(parse(item.data)))
        try:
            return _record(item, msgspec.json.decode(item.data))
        except msgspec.DecodeError as error:
            raise ItemError(f"is no JSON: {error}") from None


def _record(item: Item, found: Any) -> Record:
    if not isinstance(found, dict):
        raise ItemError("is no work of ORCID: an object was expected")
    draft = Draft("orcid", item)
    work, others = _work(found)
    work = {_OTHER_NAMES.get(name, name): value for name, value in work.items()}
    titles = work.pop("title", None)
    titles = titles if isinstance(titles, dict) else {"title": titles}
    title, subtitle = decode_html(_text(titles.pop("title", None))), decode_html(_text(titles.pop("subtitle", None)))
    draft.text("title", f"{title}: {subtitle}" if subtitle and subtitle.casefold() not in title.casefold() else title, "title")
    draft.keep("title", {k: v for k, v in titles.items() if v is not None})
    if not title:
        raise ItemError("holds no work: a person's record, or a list without works")
    kind = _text(work.pop("type", None)).lower().replace("_", "-")
    draft.fields["type"] = _TYPES.get(kind, "document")
    draft.keep("type", kind)
    draft.text("container_title", decode_html(_text(work.pop("journal-title", None))), "journal-title")
    draft.text("abstract", decode_abstract(_text(work.pop("short-description", None))), "short-description")
    _date(work, draft)
    _identifiers(work, draft)
    url = _text(work.pop("url", None))
    if url and not (ids.doi(url) and ids.doi(url).lower() == draft.identifiers.get("doi", "").lower()):
        draft.text("url", url, "url")
    draft.text("language", _text(work.pop("language-code", None)), "language-code")
    _contributors(work, draft)
    for name, value in work.items():
        draft.keep(name, value if isinstance(value, dict | list | str) else None if value is None else str(value))
    for other in others:
        draft.keep("work-summary", other)
    return draft.record()


def _work(found: dict[str, Any]) -> tuple[dict[str, Any], list[Any]]:
    """The work of an item, and what else the item holds of it."""
    summaries = _list(found.get("work-summary"))
    if summaries and isinstance(summaries[0], dict):
        rest = {k: v for k, v in found.items() if k not in ("work-summary", "external-ids")}
        return {**summaries[0], **{f"group.{k}": v for k, v in rest.items()}}, summaries[1:]
    if isinstance(found.get("work"), dict):
        return dict(found["work"]), []
    if "error" in found:
        error = found["error"]
        raise ItemError(f"is an error of ORCID: {_text(error.get('developer-message')) if isinstance(error, dict) else error}")
    return dict(found), []


def _date(work: dict[str, Any], draft: Draft) -> None:
    date = work.get("publication-date")
    if not isinstance(date, dict):
        return
    numbers = [int(t) if (t := _text(date.get(k))).isdigit() else 0 for k in ("year", "month", "day")]
    iso = dates.iso(*numbers) or dates.iso(numbers[0])
    if iso:
        draft.fields["issued"] = iso
        work.pop("publication-date")


def _identifiers(work: dict[str, Any], draft: Draft) -> None:
    """The identifiers of the work itself; those of what it is part of, or a version of, are kept."""
    known = work.pop("external-ids", None) or work.pop("external-identifiers", None)
    kept = []
    if isinstance(known, dict):
        known = known.get("external-id") or known.get("work-external-identifier")
    for entry in _list(known):
        if not isinstance(entry, dict):
            continue
        entry = {k.replace("work-external-identifier-id", "external-id-value").replace("work-external-identifier", "external-id"): v
                 for k, v in entry.items()}  # fmt: skip
        kind, value = _text(entry.get("external-id-type")).lower(), _text(entry.get("external-id-value"))
        relation = _text(entry.get("external-id-relationship")).lower()
        kind_here = _IDENTIFIERS.get(kind, "")
        own = relation in ("self", "") or (relation == "part-of" and kind in ("issn", "isbn"))
        normal = ids.NORMALISERS[kind_here](value) if kind_here else ""
        url = _text(entry.get("external-id-url"))
        said = not url or normal.lower() in url.lower()
        if not (own and normal and draft.identifiers.setdefault(kind_here, normal) == normal and said):
            kept.append(entry)
    for entry in kept:
        draft.keep("external-id", entry)


def _contributors(work: dict[str, Any], draft: Draft) -> None:
    found = work.get("contributors")
    if isinstance(found, dict) and not found.get("contributor"):
        work.pop("contributors")
    for entry in _list(found.get("contributor")) if isinstance(found, dict) else ():
        name = parse_name(_text(entry.get("credit-name"))) if isinstance(entry, dict) else None
        if name is None or not name.display():
            continue
        attributes = entry.get("contributor-attributes") or {}
        role = _text(attributes.get("contributor-role")).lower().rpartition("/")[2]
        code = entry.get("contributor-orcid") or {}
        orcid = ids.orcid(_text(code.get("path")) or _text(code.get("uri")))
        draft.names("editor" if "editor" in role else "author", [msgspec.structs.replace(name, orcid=orcid)])
    if not draft.fields.get("author") and isinstance(citation := work.get("citation"), dict):
        draft.names("author", _cited(_text(citation.get("citation-value")) or _text(citation.get("citation"))))


def _cited(bibtex: str) -> tuple[Name, ...]:
    """The authors in a work's citation, which is a BibTeX entry; a person's list of works often names them nowhere else."""
    match = _BIBTEX_AUTHORS.search(bibtex)
    if match is None or "@" not in bibtex[: match.start()]:
        return ()
    depth, at = 0, match.end()
    closing = "}" if match[1] == "{" else '"'
    while at < len(bibtex) and (depth or bibtex[at] != closing):
        depth += {"{": 1, "}": -1}.get(bibtex[at], 0)
        at += 1
    return parse_authors(bibtex[match.end() : at]).names


def _text(value: Any) -> str:
    """A value, which may be wrapped as ``{"value": …}``, or have attributes beside its text."""
    if isinstance(value, dict):
        value = value.get("value", value.get("#text", value.get("content", "")))
    return str(value).strip() if isinstance(value, str | int | float) else ""


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
