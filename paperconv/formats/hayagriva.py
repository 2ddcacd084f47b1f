"""Writing Hayagriva, the YAML in which Typst keeps bibliographies (typst/hayagriva, docs/file-format.md).

A paper's journal, proceedings or book is its ``parent``. In a "formattable string" braces keep capitals, ``$`` begins Typst's own
maths and a backslash escapes: a text with such signs is written as ``value`` with ``verbatim``, which no version reads as markup.
Formulas stand there as plain text, since TeX's maths is not Typst's.
"""

import re
from collections.abc import Mapping
from typing import Any

from paperconv.io.yaml_text import dump
from paperconv.markup.latex import as_plain, clean, pieces
from paperconv.markup.protect import casing, core, keeps_capital
from paperconv.model import Name, Record
from paperconv.model import date as dates
from paperconv.model import identifier as ids
from paperconv.model.record import FIELDS
from paperconv.model.text import plain

TYPES: dict[str, str] = {
    "article": "article", "article-journal": "article", "article-magazine": "article", "article-newspaper": "article", "bill": "legislation",
    "book": "book", "chapter": "chapter", "classic": "book", "collection": "anthology", "dataset": "repository", "entry": "entry",
    "entry-dictionary": "entry", "entry-encyclopedia": "entry", "event": "conference", "figure": "artwork", "graphic": "artwork",
    "legal_case": "case", "legislation": "legislation", "manuscript": "manuscript", "map": "artwork", "motion_picture": "video",
    "paper-conference": "article", "patent": "patent", "performance": "performance", "periodical": "periodical", "post": "thread",
    "post-weblog": "article", "report": "report", "review": "article", "review-book": "article", "software": "repository", "song": "audio",
    "speech": "conference", "standard": "report", "thesis": "thesis", "treaty": "legislation", "webpage": "web",
}  # fmt: skip
"""CSL type -> entry type; every other is ``misc``."""

PARENTS: dict[str, str] = {
    "article-newspaper": "newspaper", "paper-conference": "proceedings", "chapter": "book", "entry": "reference", "entry-dictionary": "reference",
    "entry-encyclopedia": "reference", "webpage": "web", "post": "web", "post-weblog": "blog",
}  # fmt: skip
"""CSL type -> the type of what it appeared in; else ``periodical``."""

_MARKUP = re.compile(r"[{}$\\]")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-(?:[A-Z]{2}|\d{3}))?")
_WORDS = re.compile(r"\s+|\S+")


class HayagrivaWriter:
    """Writes a mapping of citation keys to entries for Typst's ``#bibliography("refs.yml")``."""

    head, separator, foot = "", "\n\n", "\n"
    keyed = True
    carries = frozenset(FIELDS) - {"arxiv", "keyword"}
    extras: tuple[str, ...] = ()

    def __init__(self, hidden: frozenset[str] = frozenset()) -> None:
        self.hidden = hidden

    def encode(self, record: Record) -> str:
        """The record under its key."""
        return dump({record.id: {k: v for k, v in _entry(record).items() if v not in ("", None, [], {}) and k not in self.hidden}})


def _entry(record: Record) -> dict[str, Any]:
    inside = bool(record.container_title)
    parents = _parents(record)
    return {
        "type": TYPES.get(record.type, "misc"),
        "title": _title(record.title, record.title_short),
        "author": _people(record.author),
        "date": _date(record.issued),
        "editor": [] if inside else _people(record.editor),
        "affiliated": [{"role": "translator", "names": _people(record.translator)}] if record.translator else [],
        "page-range": record.page,
        "page-total": record.number_of_pages,
        "edition": record.edition,
        "genre": _text(record.genre),
        "serial-number": _serial(record),
        "language": record.language if _LANGUAGE.fullmatch(record.language) else "",
        "url": _url(record),
        "note": _text(record.note),
        "abstract": _text(record.abstract),
        "chapter": record.chapter_number,
        **({} if inside else _imprint(record)),
        "parent": parents[0] if len(parents) == 1 else parents,
    }


def _parents(record: Record) -> list[dict[str, Any]]:
    """What the paper appeared in, and the event it was given at; a series is the parent of a book."""
    parents: list[dict[str, Any]] = []
    series = {"type": "anthology", "title": _text(record.collection_title)} if record.collection_title else {}
    if record.container_title:
        host = {
            "type": PARENTS.get(record.type, "periodical"),
            "title": _title(record.container_title, record.container_title_short),
            "editor": _people(record.editor),
            **_imprint(record),
            "parent": series,
        }
        parents.append({k: v for k, v in host.items() if v})
    elif series:
        parents.append(series)
    if record.event_title:
        parents.append({"type": "conference", "title": _text(record.event_title)})
    return parents


def _imprint(record: Record) -> dict[str, Any]:
    name, place = _text(record.publisher), _text(record.publisher_place)
    publisher = {k: v for k, v in (("name", name), ("location", place)) if v} if place else name
    found = {"volume": record.volume, "issue": record.issue, "publisher": publisher}
    return {k: v for k, v in found.items() if v}


def _people(names: tuple[Name, ...]) -> list[Any]:
    return [_person(name) for name in names if name not in (Name(), Name(literal="others"))]


def _person(name: Name) -> str | Mapping[str, str]:
    """``Family, Given, Suffix``; in parts where a comma in a name or a particle would be misread."""
    if name.literal or name.lost or not (name.family and name.given):
        text = clean(name.display())
        return {"name": text} if "," in text or " " in text else text
    prefix = " ".join(p for p in (name.dropping_particle, name.non_dropping_particle) if p)
    parts = {"name": name.family, "given-name": name.given, "prefix": prefix, "suffix": name.suffix}
    if prefix or any("," in text for text in parts.values()) or name.family[0].islower():
        return {key: clean(text) for key, text in parts.items() if text}
    return clean(", ".join(part for part in (name.family, name.given, name.suffix) if part))


def _date(iso: str) -> str:
    """The (first) date: Hayagriva has no ranges and no seasons; "about" is a tilde before it."""
    start = dates.parts(iso)
    known = dates.iso(*start[:1]) if len(start) == 2 and start[1] > 12 else dates.iso(*start) if start else ""
    return f"~{known}" if dates.is_approximate(iso) else known


def _serial(record: Record) -> dict[str, str]:
    return {**record.identifiers, **({"serial": record.number} if record.number else {})}


def _url(record: Record) -> Any:
    url = record.url or (ids.arxiv_url(record.identifiers["arxiv"]) if "arxiv" in record.identifiers else "")
    if not url or "://" not in url:
        return ""
    accessed = _date(record.accessed)
    return {"value": url, "date": accessed} if accessed else url


def _title(text: str, short: str) -> Any:
    value = _text(text, protect=True)
    return {"value": value, "short": _text(short)} if short and value else value


def _text(text: str, protect: bool = False) -> Any:
    """A formattable string; ``protect`` puts braces around the words of a title that must keep a capital."""
    if not text:
        return ""
    written = plain(as_plain(clean(text)))
    if _MARKUP.search(written):
        return {"value": {"value": written, "verbatim": True}}
    return _protected(clean(text)) if protect else written


def _protected(title: str) -> str:
    """The title with its formulas, and the words that must keep a capital, in braces."""
    style, starts, parts = casing(plain(title)), True, []
    for kind, piece in pieces(title):
        if kind == "maths":
            parts.append(f"{{{as_plain(f'${piece}$')}}}")
        elif kind == "text":
            for word in _WORDS.findall(piece):
                start, end = core(word)
                parts.append(f"{word[:start]}{{{word[start:end]}}}{word[end:]}" if keeps_capital(word, starts, style) else word)
                starts = word.endswith(":") if word.strip() else starts
    return "".join(parts)
