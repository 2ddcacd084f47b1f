"""What of a record is compared: a small value, made once, from which keys and evidence are taken."""

import re
from collections.abc import Iterable

import msgspec

from paperconv.authors import keys, lexical, tokens
from paperconv.duplicates import titles, venues, vocabulary
from paperconv.duplicates.titles import Title
from paperconv.duplicates.venues import Kind, Pages
from paperconv.model import Name, Record
from paperconv.model import date as dates
from paperconv.model.text import fold

ABSTRACT_PREFIX = 300
"""Folded characters of an abstract that are compared; two abstracts that agree so far are no accident."""

ALSO = "also:"
"""Prefix in ``Record.extra`` of further identifiers of one kind ("; " between them), as a joined work may have two DOIs."""

_HEADING = re.compile(
    r"^(?:abstract|summary|background|objectives?|aims?|purpose|introduction|context|importance|motivation)\b"
    r"(?: and (?:objectives?|aims?|purpose))? ?"
)
_NO_ABSTRACT = re.compile(r"(?:no abstract|abstract (?:not|un)available|not available|n a$|none$|null$)")
_ARXIV_DOI = re.compile(r"10\.48550/arxiv\.(.+)", re.I)
_PREPRINT_DOI = re.compile(r"10\.(?:48550|1101/(?:\d{6}$|20\d\d\.)|2139/ssrn|26434|31234|31219|20944|21203|36227)", re.I)
_DOI_VERSION = re.compile(r"(?:\.pub\d+|/?v\d+|\.v\d+)$")
_PEOPLE_UNKNOWN = frozenset({"unknown", "anonymous", "anon", "others", "et al", "al", "na", "null", "none", "nan"})
_COMPARED_IDS = ("arxiv", "doi", "pmid", "pmcid")


class Authors(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """An author list without its order: words of family names, of all names, of the first name, initials of the first one's given names.

    ``people`` counts the names with a given part; ``cut`` says that the list owns to being cut ("et al.").
    """

    family: frozenset[str] = frozenset()
    every: frozenset[str] = frozenset()
    first: frozenset[str] = frozenset()
    initials: frozenset[str] = frozenset()
    count: int = 0
    people: int = 0
    cut: bool = False


class Sketch(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """What of a record is compared. Numbers are 0 and texts "" where unknown; ``ids`` are sets of normal forms by kind."""

    title: Title
    authors: Authors
    year: int
    venue: tuple[str, ...]
    kind: Kind
    preprint: bool
    volume: int
    pages: Pages
    abstract: str
    ids: dict[str, frozenset[str]]


def sketch(record: Record) -> Sketch:
    """The record made ready for comparing. Pure."""
    year = dates.year(record.issued)
    ids = identifiers(record)
    venue_text = record.container_title or record.event_title or record.container_title_short
    kind = venues.kind_of(venue_text) if venue_text else ""
    words = venues.venue_words(venue_text) if venue_text and kind != "preprint" else ()
    if record.type == "paper-conference" and kind != "preprint":
        kind = "conference"
    elif record.type == "article-journal" and kind != "preprint":
        kind = kind or "journal"
    elif record.type == "thesis":
        kind = "thesis"
    preprint = _is_preprint(record, kind, ids)
    return Sketch(
        title=titles.prepare(record.title, fold(venue_text)),
        authors=_authors(record.author),
        year=year,
        venue=words,
        kind="preprint" if preprint else kind,
        preprint=preprint,
        volume=0 if preprint else venues.volume(record.volume, year),
        pages=Pages() if preprint else venues.pages(record.page or record.number),
        abstract=_abstract(record.abstract),
        ids=ids,
    )


def identifiers(record: Record) -> dict[str, frozenset[str]]:
    """All identifiers by kind, in one case; arXiv's own DOI counts as the arXiv identifier, a DOI's version suffix is left out."""
    found: dict[str, set[str]] = {}
    for kind in _COMPARED_IDS:
        values = [record.identifiers.get(kind, ""), *record.extra.get(ALSO + kind, "").split("; ")]
        for value in values:
            if not value:
                continue
            if kind == "doi" and (m := _ARXIV_DOI.match(value)):
                found.setdefault("arxiv", set()).add(m[1].lower())
            else:
                found.setdefault(kind, set()).add(_DOI_VERSION.sub("", value.lower()) if kind == "doi" else value.lower())
    return {kind: frozenset(values) for kind, values in found.items()}


def _is_preprint(record: Record, kind: Kind, ids: dict[str, frozenset[str]]) -> bool:
    if kind == "preprint":
        return True
    if record.volume or record.page or record.container_title or record.event_title:
        return False
    doi = record.identifiers.get("doi", "")
    return bool(_PREPRINT_DOI.match(doi)) or ("arxiv" in ids and not ids.get("doi"))


def _authors(names: Iterable[Name]) -> Authors:
    family: set[str] = set()
    every: set[str] = set()
    first: frozenset[str] = frozenset()
    initials: frozenset[str] = frozenset()
    count, people, cut = 0, 0, False
    groups: set[str] = set()
    for name in names:
        text = name.surname
        if not text.isalpha():
            text = lexical.without_marks(text) or text  # "Smith1,2" is Smith
        elif len(text) == 1 and keys.is_latin(text):
            continue  # a list cut into its letters names nobody
        surname = fold(text)
        given = fold(name.given) if not tokens.is_null(name.given) else ""
        if surname in _PEOPLE_UNKNOWN:
            cut = True
            if surname not in ("et al", "al") or not given:
                continue
            *others, surname = given.split()  # "S. Kirkpatrick et al.", read as one name
            given = " ".join(others)
        words = [w for w in surname.split() if len(w) > 1 or not w.isascii()]
        more = [w for w in given.split() if len(w) > 1 or not w.isascii()]
        if not words and not more:
            continue
        count += 1
        people += bool(more) or (not name.literal and bool(name.given))
        if name.literal and tokens.organisation_weight(text) == 2:
            groups.update(words)  # one source names the group before its members, the other does not
        elif name.lost != "family":
            family.update(words or more)
        every.update(words, more)
        if count == 1:
            first, initials = frozenset(words + more), _initials(given)
    return Authors(frozenset(family or groups or every), frozenset(every), first, initials, count, people, cut)


def _initials(given: str) -> frozenset[str]:
    """The initial of folded given names, of a short form ("bob") also that of the name it is short for."""
    short = given.partition(" ")[0]
    return frozenset(short[:1] + vocabulary.SHORT_FORMS.get(short, ""))


def _abstract(text: str) -> str:
    folded = fold(text[: 2 * ABSTRACT_PREFIX]) if text else ""
    if len(folded) < 60 or _NO_ABSTRACT.match(folded):  # a line of this length is a note, not an abstract
        return ""
    return _HEADING.sub("", folded)[:ABSTRACT_PREFIX]
