"""Where a title ends and the place of publication begins, in the text behind the authors of an entry."""

import re
from collections.abc import Sequence

from paperconv.formats.text import details, imprint, publishers

SPLIT = "\x03"
"""Stands where a date was taken out: a border between pieces."""
_COMMA = re.compile(r",\s+(?=[A-Z“\"]|(?:ar|bio|med|chem)[rRX])")
_IN = re.compile(rf"[,.]?\s+[Ii]n:\s+(?=\S)|,\s+in\s+(?=[^\W_a-zß-öø-ÿ])|(?<=[.?!{SPLIT}])\s+In\s+(?=[^\W_a-zß-öø-ÿ])")
_NUMBERS_LAST = re.compile(
    rf"(?:\b(?:vol(?:ume)?|no|nr|pp?|iss(?:ue)?|n°|Bd|Heft|art|suppl|pages?|fasc|t|v|n|H|S|С|Т)\b\.?|№|[A-Za-z]{{0,2}}\d+[A-Za-z]?(?!\w)|[\s,;:.()\[\]/–—{SPLIT}-])+$"
)
"""Volume, issue, pages and date, which end the reference to a journal."""
_LOWER_STOP = re.compile(r"[.,]\s+(?=\S)")
_WORDS = re.compile(r"[^\W\d_]+")
_SMALL = frozenset("of the and for on in de la du des der für und et y e & to a do da di del von".split())
CALLED = re.compile(r"(?:(?:new |today's )?(?:paper|article|preprint)s?|reference|ref|read(?:ing)?)\s*:\s+(?=[\"“«\[*])", re.I)
"""What is said before a title that is marked: 'Paper: "Attention is all you need" …'."""
CITED_BEHIND = re.compile(r"\(([^()]{4,200})\)")
"""Authors, venue and year in brackets behind a title: "(Jumper et al., Nature 2021)"."""
CITED_AS = re.compile(
    rf"(?P<title>[^()]{{8,300}}?) ?\((?P<who>[^(){SPLIT}]{{2,60}}? (?:et al\b\.?|(?:&|and) [^(){SPLIT}, ]{{2,30}}))"
    rf"(?P<where>(?:, [^(){SPLIT}]{{2,60}}?)?),?"
    rf"\s*{SPLIT}\s*\)"
)
"""A title and how it is cited: "Attention Is All You Need (Vaswani et al., 2017)", with the date taken out."""
SAME_AUTHORS = re.compile(r"(?:[—–―⸺⸻]{1,3}|-{3,}|_{3,})[.,:]\s*(?=\S)")
"""A dash for the authors of the entry above (The Chicago Manual of Style, 14.67; MLA)."""
LAW_REVIEW = re.compile(
    rf"(?P<who>[^,\d]{{4,200}}), (?P<title>[^{SPLIT}]{{4,300}}?), (?P<volume>\d{{1,4}}) (?P<journal>[A-Z][\w.&’' -]{{2,60}}?) (?P<page>\d{{1,5}})"
    rf"(?:, (?P<cited>\d[\d–, -]*))?\s*[({SPLIT})\s.]*"
)
"""An article as American lawyers cite it: "Jane Doe, Some Title, 108 Harv. L. Rev. 1733 (1995)" (The Bluebook, rule 16)."""
LOCATOR = re.compile(r"\W*\)\W*(\d{1,4}(?:\s?[-–,]\s?\d{1,4})*)?\W*")
"""What is behind the bracket of a publisher in a note: the pages that it refers to (Chicago Manual of Style, 14.23)."""
BOOK_NOTE = re.compile(rf"(?P<who>[^,\d]{{4,60}}), (?P<title>[^()]{{4,200}}?) ?\((?P<where>[^():]{{3,40}}: [^()]{{3,80}}?),?\s*{SPLIT}\s*(?=\))")
"""A book in a note: "Michael Pollan, The Omnivore's Dilemma (New York: Penguin, 2006), 99"."""
_TWO_NUMBERS = 2
_LONG_NAME = 12
"""Words of a journal's name, at most."""
_LONGEST_ABBREVIATION = 9
_UNKNOWN_NAME = 6
"""Words of a publisher that nothing but its capitals tell."""


def end(text: str, stops: Sequence[tuple[int, int, str]]) -> tuple[int, int]:
    """Where the title at the beginning of ``text`` ends and where what follows it begins.

    ``stops`` are the full stops, dashes and dates at which it may end. Where commas stand between all pieces it ends before "in:", before a
    journal's name with its numbers, or before a publisher.
    """
    stop = next((s for s in stops if len(text[: s[0]].split()) > 1 and not _goes_on(text, s, stops)), None)
    if stop is None and stops and len(_WORDS.findall(text[: stops[0][0]])) == 1:
        stop = stops[0]
    limit = stop[0] if stop else len(text)
    if (m := _IN.search(text)) is not None and 0 < m.start() <= limit + 1 and _WORDS.search(text[: m.start()]):
        return m.start(), m.start() + (len(m[0]) - len(m[0].lstrip(" ,.")))
    if (m := details.BEHIND.search(text, 0, limit)) is not None and m.start() > 1:
        return m.start(), m.start() + 1
    at_date = stop is not None and SPLIT in text[stop[0] : stop[1]]
    if stop is None or at_date:
        if (found := _before_journal(text)) or (found := _before_publisher(text[:limit])):
            return found
        if (at := venue_comma(text[:limit])):
            return at, at + 1
    return (stop[0], stop[1]) if stop else (len(text), len(text))


def _goes_on(text: str, stop: tuple[int, int, str], stops: Sequence[tuple[int, int, str]]) -> bool:
    """True for a question mark within a title: "Is there a language instinct? On the origins of grammar. Journal of Linguistics"."""
    if text[stop[0] - 1 : stop[0]] not in ("?", "!"):
        return False
    later = next((s for s in stops if s[0] > stop[0]), None)
    if later is None:
        return False
    piece = text[stop[1] : later[0]]
    numbered = _NUMBERS_LAST.search(piece) is not None
    return imprint.looks_like_venue(piece) < 0.3 and len(piece.split()) > 1 and not numbered and bool(_WORDS.search(text[later[1] :]))


def venue_comma(text: str) -> int:
    """Where a venue begins behind a comma ("Long short-term memory, Neural Comput. 9, 1735"), 0 where none does."""
    for m in _COMMA.finditer(text):
        if len(text[: m.start()].split()) > 1 and imprint.looks_like_venue(text[m.end() :]) >= 0.4:
            return m.start()
    return 0


def _before_journal(text: str) -> tuple[int, int] | None:
    """The comma or full stop before a name that nothing but numbers follow: "Deep learning, Nature 521 (7553) 436–444"."""
    numbers = _NUMBERS_LAST.search(text)
    if numbers is None or len(re.findall(r"\d+", numbers[0])) < _TWO_NUMBERS:
        return None
    last = None
    for m in _LOWER_STOP.finditer(text, 0, numbers.start()):
        if not _abbreviation(text, m):
            last = m
    if last is None or not 1 <= len(text[last.end() : numbers.start()].split()) <= _LONG_NAME or not _WORDS.search(text[: last.start()]):
        return None
    return last.start(), last.end()


def is_journal(text: str, stops: Sequence[tuple[int, int, str]]) -> bool:
    """True for a journal's name and numbers with no title before it: "Nature, 2015, 521, 436–444"; or a venue after "in"."""
    if re.match(r"[Ii]n:?\s+[^\W_a-zß-öø-ÿ]", text):
        return True
    numbers = _NUMBERS_LAST.search(text)
    if numbers is None or len(re.findall(r"\d+", numbers[0])) < _TWO_NUMBERS:
        return False
    words = text[: numbers.start()].split()
    if any(s[2] == "hard" and s[1] < numbers.start() for s in stops):
        return False
    if not 1 <= len(words) <= _LONG_NAME or any(w[-1] in ",:?!" for w in words[:-1]) or any(w[-1] == "." and not w[0].isupper() for w in words):
        return False
    return all(w[0].isupper() or w.lower() in _SMALL for w in words)


def _abbreviation(text: str, m: re.Match[str]) -> bool:
    """True for the full stop behind a part of an abbreviated name: "Phys. Rev. Lett."."""
    word = re.search(r"\w+$", text[: m.start()])
    if m[0][0] != "." or word is None or not word[0][0].isupper() or len(word[0]) > _LONGEST_ABBREVIATION:
        return False
    return text[m.end()].isupper() or text[m.end() :].startswith(("of ", "and ", "de ", "für ", "("))


def _before_publisher(text: str) -> tuple[int, int] | None:
    """The comma before a publisher (and its place): "Deep learning, MIT Press, Cambridge, MA"."""
    for m in _COMMA.finditer(text):
        rest = text[m.end() :].rstrip(f" ,.;{SPLIT}")
        if publishers.PUBLISHER.fullmatch(rest) or publishers.PUBLISHER.match(rest.split(",")[0] + "."):
            return m.start(), m.end()
    for m in _COMMA.finditer(text):
        words = text[m.end() :].rstrip(f" ,.;{SPLIT}").split()
        title = text[: m.start()].split()
        capitals = all(w[0].isupper() or w.lower().strip(".,") in _SMALL for w in words) and len(words) <= _UNKNOWN_NAME
        if capitals and len(title) > 2 and sum(w[0].islower() for w in title) * 3 > len(title):
            return m.start(), m.end()
    return None
