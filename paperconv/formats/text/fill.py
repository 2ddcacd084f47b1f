"""The parts of a record -> Record. Every printed part ends in a field, in ``extra`` or, where it fits nothing, in ``extra["text:unplaced"]``."""

import re

import msgspec

from paperconv.authors.parse import parse_authors, parse_name
from paperconv.formats.text import evidence, gbt, imprint, inline, kinds, people
from paperconv.formats.text.affiliations import attach
from paperconv.formats.text.draft import Draft
from paperconv.formats.text.imprint import Imprint
from paperconv.formats.text.pieces import Entry
from paperconv.markup.latex_decode import decode
from paperconv.model import ArxivInfo, Name, Record
from paperconv.model import date as dates
from paperconv.model import identifier as ids


class Part(msgspec.Struct, frozen=True):
    """A piece of an item's text with its role. ``start`` and ``end`` are offsets in the item's text, ``line`` counts from 1 in the input."""

    start: int
    end: int
    line: int
    first_line: int
    end_line: int
    role: str
    reason: str
    field: str = ""
    word: str = ""
    entry: Entry | None = None
    """The pieces of an entry, where framing has read it already."""
    value: str = ""
    """What it says, where the text writes it otherwise (a string of a program)."""


_TEX = re.compile(r"\\[A-Za-z'`\"^~=.]")
_WRAPPED = re.compile(r"(\*{1,3}|_{1,3}|\")(\S|\S.*[^\s*_\"])\1[.,]?|“([^“”]+)”[.,]?")
_LEADERS = re.compile(r"(?P<title>.*\w[?!)”\"]?)\s?(?:\.\s?){4,}\s*(?P<page>\d{1,5}|[ivxl]{1,7})")
_CITED_AS = re.compile(
    r"(?P<title>(?P<mark>\*\*|__|\"|“)?\S.*\S)\s+[(\[]"
    r"(?P<cited>(?:[^\W\d_][^()\[\]\d]{0,60}?(?P<others>et al\.?)?,?\s+)?(?P<year>(?:19|20)\d\d)[a-z]?|"
    r"[^\W\d_][^()\[\]\d]{0,60}? (?P<more>et al\.?))[)\]][.:]?"
)
_DATE_WORDS = 30
_CITED_TIMES = re.compile(r"[.,]?\s+Cited ([\d,]+) times?\.?$")
"""What Scopus prints behind a journal."""
_CITATIONS = re.compile(r"cited by:? ?[\d,.]+|[\d,.]+ citations?", re.I)
_LAST_YEAR = re.compile(r"[,(]\s*((?:19|20)\d\d)\)?\.?$")
_FIRST_VERSION = re.compile(r"(?:.*\bv1 |^)submitted (?:on )?([^;]+?)(?:;.*|\.?$)", re.I | re.S)
_CODE = re.compile(
    r"\(([a-z-]+(?:\.[A-Za-z-]{2,})?)\)|(?<![\w.-])([a-z-]{2,12}\.[A-Za-z-]{2,12}|[a-z]{2,6}-[a-z]{2,4}|math|stat|physics|nlin|econ|eess)(?![\w.-])"
)
_UPDATED = re.compile(r"(?:replaced|revised|updated|last (?:updated|revised|modified))\b", re.I)
_LISTING = re.compile(r"\(\*(cross-listing)\*\)")
_FULL_STOP = re.compile(r"(?<=[^\W\d_A-Z]{4})\.$")
_STATUS = re.compile(r"\s*\[(?:indexed for medline|pubmed[^\]]*|epub[^\]]*|in process|supplied by publisher)\]\s*$", re.I)
"""What PubMed says of its own record behind the number."""
_REVISION = re.compile(r"v(\d+)")


def plain(text: str) -> str:
    """``text`` with TeX accents and symbols as Unicode where it has any, and without Markdown's type faces around all of it."""
    m = _WRAPPED.fullmatch(text)
    if m is not None and m[1] not in (m[2] or ""):
        text = m[2] or m[3]
    return decode(text) if _TEX.search(text) else " ".join(text.split())


def fill(draft: Draft, part: Part, text: str) -> None:
    """Takes one part into the draft. ``text`` is its content with the wraps undone."""
    field, line = part.field, part.line
    if part.role == "title":
        draft.put("title", _FULL_STOP.sub("", plain(_uncited(draft, _linked(draft, text, line), line))), line, ": ")
    elif part.role == "authors":
        one = evidence.PERSON.fullmatch(text) if part.reason.startswith(evidence.ONE_PERSON) else None
        authors(draft, f"{one[1]} ({one[2]})" if one else text, line)
    elif part.role == "abstract":
        draft.put("abstract", plain(text), line, " ")
    elif part.role == "comment" and evidence.CITED.fullmatch(text):
        draft.keep("cited-by", re.sub(r"\D", "", text) if _CITATIONS.fullmatch(text) else text, line)
    elif part.role == "comment" and (evidence.COUNTER.fullmatch(text) or evidence.is_buttons(text)):
        draft.keep("page", text, line)
    elif part.role == "comment":
        draft.put("note", plain(text), line)
    elif part.role in ("identifier", "url"):
        _marks(draft, text, part)
    elif part.role == "date":
        _date(draft, text, part)
    elif part.role == "venue":
        _venue_part(draft, text, part)
    elif part.role == "keyword":
        _keywords(draft, text, part)
    elif part.role == "entry":
        _entry(draft, part.entry or inline.parse_entry(text), line)
    elif part.reason.startswith(evidence.EXTRACT):
        draft.keep("extract", text, line)
    elif part.role == "label":
        _label(draft, field, part.word, text, line)
    else:
        draft.leave(text, line)


def _unlisted(text: str) -> str:
    """What a list in YAML's or Python's brackets holds, set apart by semicolons where it is in quotes: ``[Ada Roe, Max Doe]``."""
    if not (text.startswith("[") and text.endswith("]")) or "](" in text:
        return text
    quoted = [a or b for a, b in _IN_QUOTES.findall(text)]
    return "; ".join(quoted) if quoted else text[1:-1]


_IN_QUOTES = re.compile(r"\"([^\"]+)\"|(?<![^\W_])'((?:[^']|(?<=\w)'(?=\w))+)'")


def authors(draft: Draft, text: str, line: int) -> None:
    """An author list; one whose form is doubtful is kept as printed too."""
    before, *behind = people.MORE_AUTHORS.split(_unlisted(text), maxsplit=1)
    if behind:
        for piece in (f"{before}, et al.", *filter(str.strip, behind)):
            authors(draft, piece, line)
        return
    parsed = parse_authors(before)
    if not parsed.names:
        draft.leave(text, line)
        return
    draft.names["author"] = (*draft.names.get("author", ()), *parsed.names)
    draft.lines.setdefault("author", line)
    if parsed.odd:
        draft.extra["text:author"] = text
    draft.keep("author-note", parsed.leftover, line)


def _linked(draft: Draft, text: str, line: int) -> str:
    """A title without the links and identifiers that stand with it."""
    if "](" not in text and "://" not in text and "arxiv" not in text.lower():
        return text
    found = Imprint(identifiers={})
    rest = imprint.take_identifiers(imprint.take_links(text, found), found)
    _take(draft, found, line)
    return imprint.tidy(imprint.take_categories(rest, found) if found.identifiers else rest)


def _uncited(draft: Draft, text: str, line: int) -> str:
    """A title without what stands behind it: the page in a table of contents, a citation ("**Dense Passage Retrieval** (Karpukhin et al., 2020)")."""
    if (m := _LEADERS.fullmatch(text)) is not None:
        draft.put("page", m["page"], line)
        text = m["title"]
    m = _CITED_AS.fullmatch(text)
    if m is None or not (m["others"] or m["mark"] or m["more"]):
        return text
    draft.keep("cited-as", m["cited"] if m["cited"] != m["year"] else "", line)
    if m["year"] and "issued" not in draft.values:
        draft.put("issued", m["year"], line)
    return m["title"]


def _take(draft: Draft, found: Imprint, line: int) -> None:
    """Identifiers, links, version, categories and date that were found in a text."""
    for kind, value in found.identifiers.items():
        if draft.identifiers.setdefault(kind, value) != value:
            draft.keep(kind, value, line)
        draft.lines.setdefault("identifiers", line)
    draft.version = max(draft.version, found.version)
    draft.categories += [c for c in found.categories if c not in draft.categories]
    for address in found.urls:
        if "url" in draft.values:
            if address != draft.values["url"]:
                draft.keep("url", address, line)
        else:
            draft.put("url", address, line)
    if found.date and "issued" not in draft.values:
        draft.put("issued", found.date, line)
    draft.keep("size", found.size, line)


def _marks(draft: Draft, text: str, part: Part) -> None:
    """A line of identifiers or addresses."""
    if m := _LISTING.search(text):
        draft.keep("listing", m[1], part.line)
        text = text.replace(m[0], "").strip()
    if part.field in ids.NORMALISERS:
        text = _STATUS.sub("", text)
        value = ids.NORMALISERS[part.field](text)
        if value:
            if part.field == "arxiv":
                draft.version = max(draft.version, ids.arxiv_version(text))
            if draft.identifiers.setdefault(part.field, value) != value:
                draft.keep(part.field, value, part.line)
            draft.lines.setdefault("identifiers", part.line)
            text = text[text.find("[") :] if "[" in text else ""
            if not text:
                return
    found = imprint.read(text)
    known = bool(found.identifiers or found.urls or found.categories)
    _take(draft, found, part.line)
    if not known and part.field in ids.NORMALISERS:  # what stands as an identifier but is none: a rule looks at it
        draft.keep(part.field, text.strip(), part.line)
    elif not imprint.only_marks(found.rest):
        draft.leave(found.rest, part.line)


def _date(draft: Draft, text: str, part: Part) -> None:
    found = imprint.read(text)
    if part.field == "updated" or _UPDATED.match(found.rest):
        draft.keep("updated", found.date or found.rest, part.line)
        if m := _REVISION.search(part.word):
            draft.version = max(draft.version, int(m[1]))
        draft.keep("size", "" if "text:size" in draft.extra else found.size, part.line)
        return
    first = _FIRST_VERSION.match(text)
    value = (dates.parse(first[1].replace(",", "")) if first else "") or dates.parse(text) or found.date
    if value and "issued" in draft.values:
        if draft.values["issued"] != value:
            draft.keep("updated", value, part.line)
        return
    if value and found.date not in ("", value):
        draft.keep("updated", found.date, part.line)
    found.date = ""
    _take(draft, found, part.line)
    if (kind := found.rest.strip(" :,.-–|")).lower() in evidence.KINDS:
        draft.keep("type", kind, part.line)
    elif first is None and len(found.rest) > _DATE_WORDS:  # more than "Published on" and the like
        draft.leave(found.rest, part.line)
    if value:
        draft.put("issued", value, part.line)
    else:
        draft.keep("date", text, part.line)


def _venue_part(draft: Draft, text: str, part: Part) -> None:
    target = {"volume": "volume", "issue": "issue", "page": "page", "publisher": "publisher"}.get(part.field)
    if target is None:
        venue(draft, text, part.line)
        if "container_title" in draft.values:
            draft.kind = draft.kind or kinds.by_label(part.word, draft.values["container_title"])
    elif target == "page" and re.fullmatch(r"\d{1,4}\s*(?:pages|pp\.?|p\.?)", text, re.I):
        draft.put("number_of_pages", re.match(r"\d+", text)[0], part.line)  # type: ignore[index]
    else:
        draft.put(target, re.sub(r"\s*[-–—]+\s*", "-", plain(text)) if target == "page" else plain(text), part.line)


def venue(draft: Draft, text: str, line: int) -> None:
    """A venue line: where the paper appeared, with what stands in it of volume, pages, date and identifiers."""
    if (m := _CITED_TIMES.search(text)) is not None:
        draft.keep("cited-by", m[1].replace(",", ""), line)
        text = text[: m.start()]
    dated = draft.values.get("issued", "")
    found = imprint.read(plain(text), dated)
    _take(draft, found, line)
    where = imprint.venue(imprint.without_year(found.rest, dated) if dated else found.rest)
    values = (("container_title", where.title), ("volume", where.volume), ("issue", where.issue), ("page", where.page))
    for field, value in (*values, ("publisher", where.publisher), ("publisher_place", where.place)):
        if value and field not in draft.values:
            draft.put(field, value, line)
        elif value:
            draft.leave(value, line)
    draft.leave(where.rest, line)
    if where.editors:
        draft.names["editor"] = parse_authors(where.editors).names
        draft.lines.setdefault("editor", line)
    draft.kind = draft.kind or where.kind


def _keywords(draft: Draft, text: str, part: Part) -> None:
    draft.lines.setdefault("keyword", part.line)
    if part.field == "category":
        codes = [a or b for a, b in _CODE.findall(text)]
        if codes:
            draft.categories += [c for c in codes if c not in draft.categories]
            return
    draft.keywords += [k for k in (plain(x).strip(" .") for x in re.split(r"[;,；，、]|\s[·•|]\s", _unlisted(text))) if k]


def _entry(draft: Draft, entry: Entry, line: int) -> None:
    draft.put("title", _FULL_STOP.sub("", plain(entry.title)), line)
    if entry.organisation:
        draft.names["author"] = (Name(literal=entry.authors),)
        draft.lines.setdefault("author", line)
    elif entry.authors:
        authors(draft, people.inverted(entry.authors), line)
    found = entry.found
    _take(draft, found, line)
    if entry.typed is not None:
        _typed(draft, entry.typed, line)
    elif entry.venue and entry.told.kind and not any(map(str.isdigit, entry.venue)):
        draft.put("publisher", plain(entry.venue).strip(" .,()"), line)
    elif entry.venue and imprint.looks_like_venue(entry.venue) >= 0.2:
        venue(draft, entry.venue, line)
    elif entry.venue:
        where = imprint.venue(entry.venue)
        if where.volume or where.page or where.publisher:
            venue(draft, entry.venue, line)
            draft.kind = draft.kind or ("book" if where.publisher and not where.title else "")
        elif not imprint.only_marks(entry.venue) and where.title:
            draft.put("note", plain(where.title), line)
    draft.put("note", plain(entry.note), line)
    told = entry.told
    for field in ("edition", "genre", "number", "accessed", "number_of_pages"):
        draft.put(field, getattr(told, field), line)
    draft.kind = told.kind or draft.kind
    for name, value in told.codes.items():
        draft.keep(name, value, line)


def _typed(draft: Draft, entry: gbt.Typed, line: int) -> None:
    """Where an entry of GB/T 7714 was published."""
    preprint = entry.kind == "article-journal" and not entry.container
    draft.kind = "article" if preprint else entry.kind
    values = (("container_title", entry.container), ("volume", entry.volume), ("issue", entry.issue), ("page", entry.page), ("number", entry.number))
    for field, value in (*values, ("publisher", entry.publisher), ("publisher_place", entry.place), ("accessed", entry.accessed)):
        draft.put(field, plain(value), line)
    draft.leave(entry.rest, line)


def _label(draft: Draft, field: str, word: str, text: str, line: int) -> None:
    """A labelled field that the model has elsewhere, or not at all."""
    if field == "editor":
        draft.names["editor"] = parse_authors(text).names or (parse_name(text),)
        draft.lines.setdefault("editor", line)
    elif field == "language":
        draft.put("language", text, line)
    elif field == "type" and text.lower() in kinds.KINDS:
        draft.kind = kinds.KINDS[text.lower()]
    else:
        draft.keep(re.sub(r"\s+", "-", word.lower()) or "affiliation", text, line)


def record_of(draft: Draft, **given: object) -> Record:
    """The record of a draft; ``given`` are further fields (``source``)."""
    arxiv = None
    if draft.version or draft.categories:
        arxiv = ArxivInfo(draft.version, draft.categories[0] if draft.categories else "", tuple(draft.categories))
    attach(draft)
    extra = dict(draft.extra)
    if "issued" not in draft.values and (m := _LAST_YEAR.search(draft.values.get("note", ""))):
        draft.put("issued", m[1], draft.lines["note"])
    if draft.unplaced:
        extra["text:unplaced"] = "\n".join(draft.unplaced)
    fields: dict[str, object] = {**draft.values, **draft.names, **given}
    return Record(
        type=draft.kind or "article",
        keyword=tuple(dict.fromkeys(draft.keywords)),
        identifiers=draft.identifiers,
        arxiv=arxiv,
        extra=extra,
        **fields,  # type: ignore[arg-type]
    )
