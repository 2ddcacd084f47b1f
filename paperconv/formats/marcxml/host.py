"""What a work in MARC stands in (field 773), and where in it."""

import re

from paperconv.formats.draft import Draft
from paperconv.formats.elements import without_stop
from paperconv.formats.marcxml.dates import Dates
from paperconv.formats.marcxml.fields import Field, trimmed

_PUBLISHED = re.compile(r"^(?:(?P<place>[^:]+?) : )?(?P<publisher>.*?)[,.]? ?\(?(?P<year>\[?c?\d{4}\]?)(?:-\d{0,4})?\)?\.?$")
_NAMED = {"volume": "volume", "number": "issue", "pages": "page", "elocationid": "number"}
"""Parts of a subfield g that says what it gives ("volume:50")."""
_PARTS = {
    "volume": re.compile(r"(?:\b(?:vol(?:ume)?|bd|band|jg|jahrgang|t|tome|v)\.?\s*|^)(\d+\w*)(?!\s*[-–]\s*\d)(?=[\s,.;:(]|$)", re.I),
    "issue": re.compile(r"(?:\b(?:no|nr|n°|num(?:ber)?|issue|iss|heft|h)\.?\s*|\d{4}\)\s*)(\d+(?:\s*[/-]\s*\d+)?)\b", re.I),
    "page": re.compile(r"\b(?:pages?|pp?|seiten?|s)\.?\s*([A-Za-z]?\d+(?:\s*[-–]\s*[A-Za-z]?\d+)?)", re.I),
}
_STATEMENT = re.compile(r" / (?=.*(?:\b(?:by|von|par)\b|\b(?:ed|eds|hrsg|éd)\.|\bedit|\bherausg))", re.I)
"""What begins a statement of responsibility behind a host's title; what begins its section ("The European physical journal / C") does not."""
_YEAR = re.compile(r"\b(1[4-9]\d\d|20\d\d)\b")
_NUMBERED = re.compile(r"^(\d+\w*)(?::(\d+\w*))?(?:<(\w+))?$")


def take_host(draft: Draft, field: Field, dates: Dates) -> None:
    """One field 773. Where it has no title but a short one, it is Invenio's: volume, issue, pages and year have subfields of their own."""
    whole = field.look("t")
    title, *behind = _STATEMENT.split(whole, maxsplit=1)
    title, short = without_stop(trimmed(title)), trimmed(field.look("p"))
    if (title or short) and draft.fields.get("container_title", title or short) != (title or short):
        field.keep_whole(draft)  # it came out in a second place, too
        return
    field.one("t")
    field.one("p")
    draft.keep("773$t", whole if behind else "")
    if title or short:
        draft.text("container_title", title or short, "773$t")
        if title and short:
            draft.text("container_title_short", short, "773$p")
    if short and not title:
        for code, name in (("n", "issue"), ("c", "page")):
            draft.text(name, field.one(code), f"773${code}")
    draft.text("volume", field.one("v"), "773$v")
    if year := field.one("y"):
        dates.add(year, "773$y", 2)
    for code, kind in (("x", "issn"), ("z", "isbn")):
        for number in field.every(code):
            draft.identify(kind, number, f"773${code}")
    if match := _PUBLISHED.match(field.look("d")):
        _published(draft, field, match, dates)
    for words in field.every("g"):
        _place(draft, words, dates)
    if match := _NUMBERED.match(field.look("q")):
        field.one("q")
        for name, words in zip(("volume", "issue", "page"), match.groups(), strict=True):
            draft.text(name, words or "", "773$q")
    field.keep(draft)


def _published(draft: Draft, field: Field, match: re.Match[str], dates: Dates) -> None:
    """Place, publisher and year of a host; without a colon nothing tells place and publisher apart."""
    dates.add(match["year"], "773$d", 6)
    if match["place"]:
        field.one("d")
        draft.text("publisher_place", match["place"], "773$d")
        draft.text("publisher", match["publisher"], "773$d")


def _place(draft: Draft, words: str, dates: Dates) -> None:
    """A subfield g: "volume:50", or words ("Vol. 24, no. 9 (Sept. 1993), p. 235-248", "50 (2023)"), which are kept as well."""
    name, colon, value = words.partition(":")
    if colon and name in _NAMED:
        draft.text(_NAMED[name], value, f"773$g[{name}]")
    elif colon and name == "year":
        dates.add(value, "773$g[year]", 5)
    else:
        for field, pattern in _PARTS.items():
            if (match := pattern.search(words)) and field not in draft.fields:
                draft.text(field, re.sub(r"\s*[-–]\s*", "-", match[1]), "773$g")
        if match := _YEAR.search(words):
            dates.add(match[1], "773$g", 7)
        draft.keep("773$g", words)
