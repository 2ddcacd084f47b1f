"""Places of publication for comparing: abbreviations, acronyms and kinds; pages and volumes as far as they can be read."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

import msgspec
from rapidfuzz import fuzz

from paperconv.model.text import fold

Kind = Literal["", "journal", "conference", "preprint", "thesis"]
Relation = Literal["same", "unknown", "differ"]

_HYPHEN = re.compile(r"(?<=[a-z])-(?=[a-z])")
_PUBLISHED_BY = re.compile(
    r"\s*[:;.,(]\s*(?:the |an? )?(?:(?:official|monthly|quarterly|international) )*(?:journal|publication|organ|bulletin|proceedings) (?:of|for) .*$",
    re.I | re.S,
)
"""The society behind a journal's name ("Chest : official publication of the American College of Chest Physicians")."""
_BRACKETS = re.compile(r"[\[(][^\[\]()]*[\])]")
_DROPPED = frozenset(
    "the of and for in on a an to de la le les l d et der die das und fur del di e y s "
    "proceedings proc th st nd rd annual acm ieee series ser section sect".split()
)
_CONFERENCE = re.compile(r"(?:conference|conf|proceedings|proc|symposium|symp|workshop|meeting|congress|colloquium|advances in neural information)\b")
_JOURNAL = re.compile(
    r"(?:journal|j|transactions|trans|letters|lett|record|review|reviews|rev|annals|ann|magazine|bulletin|bull|quarterly|archives|arch|acta|communications|zeitschrift|revista|revue)\b"
)
_SOCIETY = re.compile(
    r"proc(?:eedings)?(?: of)?(?: the)? (?:(?!conf|proc|symp|work|meet|congr|coll|annual|int)\w+ ){0,3}"
    r"(?:soc(?:iety)?|acad(?:emy)?|institut(?:e|ion)|inst|ieee|acm on \w.*)(?: |$)(?!.*\b(?:conf|symp|workshop|meeting|congress|spie))"
)
"""Journals that societies call their proceedings ("Proceedings of the National Academy of Sciences", "Proc. R. Soc. A")."""
_PREPRINT = re.compile(
    r"(?:arxiv|biorxiv|medrxiv|chemrxiv|psyarxiv|socarxiv|eartharxiv|techrxiv|ssrn|corr|preprints?(?: org)?|research square|osf|hal|abs \d{4})\b"
)
_MONTHS = {m: i for i, m in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_EXCEL_DATE = re.compile(r"(\d{1,2})-([A-Za-z]{3})|([A-Za-z]{3})-(\d{1,2})")
_RANGE = re.compile(r"([A-Za-z]*)(\d+)([A-Za-z]*)(?:\s*[-‐‑–—]+\s*([A-Za-z]*)(\d+)[A-Za-z]*)?")
_END_ONLY = re.compile(r"^[A-Za-z]+[-‐‑–—]+(\d+)$")
_NUMBER = re.compile(r"\d+")


class Pages(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """Page ranges as numbers: (start, end), end 0 where unknown; a start of 0 where only the end is known.

    ``first`` is the smallest first page, 0 where none is known.
    """

    ranges: tuple[tuple[int, int], ...] = ()
    first: int = 0


def _pages(ranges: Iterable[tuple[int, int]]) -> Pages:
    known = tuple(sorted(set(ranges))[:4])
    return Pages(known, min((s for s, _ in known if s), default=0))


@lru_cache(maxsize=1 << 15)
def venue_words(text: str) -> tuple[str, ...]:
    """The words of a venue's name that tell it from others, without parallel titles and what stands in brackets."""
    head = _BRACKETS.sub(" ", _PUBLISHED_BY.sub("", _HYPHEN.sub("", text.partition("=")[0]))) or text
    words = [w for w in fold(head).split() if w not in _DROPPED and not w[0].isdigit()]
    return tuple(words or fold(text).split())


@lru_cache(maxsize=1 << 15)
def kind_of(text: str) -> Kind:
    """Journal, conference or preprint server, as far as the name says."""
    folded = fold(text)
    if _PREPRINT.match(folded):
        return "preprint"
    if _SOCIETY.match(folded):
        return "journal"
    if re.search(r"(?<!\w)" + _CONFERENCE.pattern, folded):
        return "conference" if not re.match(_JOURNAL.pattern, folded) else "journal"
    return "journal" if re.search(r"(?<!\w)" + _JOURNAL.pattern, folded) else ""


@lru_cache(maxsize=1 << 16)
def relation(a: tuple[str, ...], b: tuple[str, ...]) -> Relation:
    """Whether two venues (:func:`venue_words`) are one: equal, one short for the other; "unknown" where one contains the other."""
    if not a or not b:
        return "unknown"
    if a == b or "".join(a) == "".join(b):
        return "same"
    short, long = sorted((a, b), key=lambda w: (len("".join(w)), w))
    if _abbreviates(short, long) or _abbreviates(long, short) or _acronym(short, long) or _run_together(short, long):
        return "same"
    if fuzz.ratio(" ".join(a), " ".join(b)) >= 90:
        return "same"
    return "unknown" if set(short) <= set(long) or set(long) <= set(short) else "differ"


def _abbreviates(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """True where each word of ``short`` begins a word of ``long``, in order, and no word is left over."""
    if len(short) != len(long):
        return False
    return all(_begins(x, y) or _begins(y, x) for x, y in zip(short, long, strict=True))


def _run_together(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """True where one word is the beginnings of all the words of the other name, in order ("jthoraccardiovascsurg")."""
    if len(short) != 1 or len(long) < 2:
        return False
    ends = {0}  # how much of the word the beginnings so far may have used
    (word,) = short
    for part in long:
        ends = {end + n for end in ends for n in range(1, len(part) + 1) if word.startswith(part[:n], end)}
    return len(word) in ends and len(word) >= 2 * len(long)


def names(words: Iterable[str], venue: Iterable[str]) -> bool:
    """True where each of ``words`` is of the venue's name, begins such a word, or tells nothing ("proceedings", "of")."""
    known = frozenset(venue)
    telling = [w for w in words if w not in _DROPPED]
    return bool(telling) and all(any(_begins(w, v) or (len(v) > 2 and _begins(v, w)) for v in known) for w in telling)


def _begins(short: str, long: str) -> bool:
    return long.startswith(short) or (len(short) >= 3 and short[0] == long[0] and _is_subsequence(short, long))


def _is_subsequence(short: str, long: str) -> bool:
    letters = iter(long)
    return all(c in letters for c in short)


def _acronym(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """True where a word of ``short`` is made of the first letters of ``long`` ("vldb": very large data bases)."""
    initials = "".join(w[0] for w in long)
    return any(len(w) >= 3 and w == initials for w in short) and kind_of(" ".join(short)) in ("", kind_of(" ".join(long)))


@lru_cache(maxsize=1 << 15)
def pages(text: str) -> Pages:
    """Page ranges in any usual spelling: ``233-8``, ``S417-S429``, ``e24083``, ``100A-101A``, and ``01-Jun`` as spreadsheets spoil ``1-6``."""
    text = text.strip()
    if m := _EXCEL_DATE.fullmatch(text):
        day, month = (m[1], m[2]) if m[1] else (m[4], m[3])
        if number := _MONTHS.get(month.lower()):
            return _pages(((int(day), number) if m[1] else (number, int(day)),))
    if m := _END_ONLY.match(text):
        return _pages(((0, int(m[1])),))
    ranges = []
    for m in _RANGE.finditer(text):
        start, end = int(m[2][:9]), m[5] or ""
        if end and len(end) < len(m[2]):  # 233-8 is 233-238
            end = m[2][: len(m[2]) - len(end)] + end
        ranges.append((start, int(end[:9] or 0)))
    return _pages(ranges)


def pages_agree(a: Pages, b: Pages) -> float:
    """How alike two statements of pages are.

    1 for the same range of three pages or more, 0.9 for the same first page, 0.7 for the same end, 0.4 for one within the other, else 0.
    """
    if any(e - s >= 2 and (s, e) in b.ranges for s, e in a.ranges if s):
        return 1.0
    if {s for s, _ in a.ranges if s} & {s for s, _ in b.ranges if s}:
        return 0.9
    best = 0.0
    for s, e in a.ranges:
        for s2, e2 in b.ranges:
            if e and e2 and (e == e2 or (min(s, s2) == 0 and (e % 100 == e2 or e2 % 100 == e))):
                return 0.7  # "Suppl-29" is what is left of S417-S429
            if s and s2 and (s <= s2 <= e or s2 <= s <= e2):
                best = 0.4
    return best


@lru_cache(maxsize=1 << 15)
def volume(text: str, year: int) -> int:
    """The volume's number, 0 where there is none or where the year stands in its place."""
    m = _NUMBER.search(text)
    number = int(m[0][:9]) if m else 0
    return 0 if number == year else number
