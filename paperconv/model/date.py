"""Dates as far as they are known, as ISO 8601 text.

A date is ``YYYY``, ``YYYY-MM``, ``YYYY-MM-DD`` or two of them joined by ``/``. A season is written as month 21 to 24
(ISO 8601-2:2019, 4.8: spring, summer, autumn, winter), "about" as a trailing ``~`` (the same, 8.2). What is no date in this
sense ("in press") is never put into a date field; the reader keeps it in ``extra``.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from paperconv.patterns import pattern

Parts = tuple[int, ...]
"""(year,), (year, month) or (year, month, day)."""

_ISO = pattern(r"(-?\d{4})(?:-(\d\d)(?:-(\d\d))?)?(~?)")
_NONE = pattern(r"(?:-00){1,2}(?=~?$)")
"""A month or day that is not known, as databases write it."""
_MONTHS = {
    m: i
    for i, names in enumerate(
        (
            ("jan", "january"),
            ("feb", "february"),
            ("mar", "march"),
            ("apr", "april"),
            ("may",),
            ("jun", "june"),
            ("jul", "july"),
            ("aug", "august"),
            ("sep", "sept", "september"),
            ("oct", "october"),
            ("nov", "november"),
            ("dec", "december"),
        ),
        1,
    )
    for m in names
}
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24, "spr": 21, "sum": 22, "aut": 23, "fal": 23, "win": 24}
_WORD = r"(?:" + "|".join(sorted([*_MONTHS, *_SEASONS], key=len, reverse=True)) + r")"
_YMD = pattern(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?:[T ]\d{2}:?\d{2}.*)?")
_COMPACT = pattern(r"((?:1[5-9]|20)\d\d)(\d\d)(\d\d)")
_DMY = pattern(rf"(?:[a-z]{{3,9}}\.?,?\s+)?(\d{{1,2}})(?:st|nd|rd|th)?\.?\s+({_WORD})\.?,?\s+(\d{{4}})(?:[\s,]+\d\d?:\d\d.*)?", re.I)
_MDY = pattern(rf"({_WORD})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})", re.I)
_MY = pattern(rf"({_WORD})\.?,?\s+(\d{{4}})", re.I)
_YM = pattern(rf"(\d{{4}})[\s,/-]+({_WORD})\.?(?:\s+(\d{{1,2}}))?", re.I)
_DASH = pattern(r"\s*[-–—/]\s*")
_YEAR_AHEAD = pattern(r"(\d{4})\s")
_YEAR_LAST = pattern(r"\b(\d{4})$")
_DAY_LAST = pattern(r"\s(\d{1,2})$")
_DAY_FIRST = pattern(r"^\d{1,2}(?=[\s,.])")
_YEAR = pattern(r"\(?((?:1[4-9]|20)\d\d)\)?")


def iso(year: int, month: int = 0, day: int = 0) -> str:
    """ISO 8601 text of the parts that are known (0 = unknown); "" where they name no day of the calendar.

    Months 21 to 24 are seasons.
    """
    if not year or (month and not (1 <= month <= 12 or (21 <= month <= 24 and not day))) or (day and not month):
        return ""
    if day:
        try:
            date(max(year, 1), month, day)
        except ValueError:
            return ""
    head = f"-{-year:04d}" if year < 0 else f"{year:04d}"
    return head + (f"-{month:02d}" if month else "") + (f"-{day:02d}" if day else "")


@lru_cache(maxsize=16384)
def parts(text: str) -> Parts:
    """The numbers of the (first) date in ISO text: ``"2025-01"`` -> ``(2025, 1)``; ``()`` where it is none."""
    m = _ISO.fullmatch(text.partition("/")[0])
    return tuple(int(x) for x in m.groups()[:3] if x) if m else ()


def end_parts(text: str) -> Parts:
    """The numbers of the second date of a range, ``()`` where there is none."""
    _, slash, end = text.partition("/")
    return parts(end) if slash else ()


def is_approximate(text: str) -> bool:
    """True for ISO text marked "about" (``1850~``)."""
    return text.endswith("~")


def year(text: str) -> int:
    """The year of ISO text, 0 where it is no date."""
    known = parts(text)
    return known[0] if known else 0


def month_number(word: str) -> int:
    """1 to 12 for an English month or its usual abbreviation, 21 to 24 for a season, a number as it is; else 0."""
    key = word.strip().rstrip(".").lower()
    if key.isascii() and key.isdigit():
        value = int(key)
        return value if 1 <= value <= 12 else 0
    return _MONTHS.get(key) or _SEASONS.get(key, 0)


@lru_cache(maxsize=16384)
def parse(text: str) -> str:
    """Reads a written date ("Mon, 3 Jun 2024 10:00:00 GMT", "June 2024", "2024/06/03", "Spring 2019", "1998 Dec-1999 Jan", ISO) into ISO 8601.

    Returns "" for what is not wholly a date: nothing is guessed, and day/month order is never assumed ("03/04/2020" is no date).
    """
    text = " ".join(text.split())
    if _ISO.fullmatch(text):
        return text if valid(text) else parse(unknown) if (unknown := _NONE.sub("", text)) != text else ""
    start, slash, end = text.partition("/")
    if slash and _ISO.fullmatch(start) and _ISO.fullmatch(end):
        return text if valid(text) else ""
    if m := _YMD.fullmatch(text):
        return iso(int(m[1]), int(m[2]), int(m[3] or 0))
    if m := _COMPACT.fullmatch(text):
        return iso(int(m[1]), int(m[2]), int(m[3]))
    if m := _DMY.fullmatch(text):
        return iso(int(m[3]), month_number(m[2]), int(m[1]))
    if m := _MDY.fullmatch(text):
        return iso(int(m[3]), month_number(m[1]), int(m[2]))
    if m := _MY.fullmatch(text):
        return iso(int(m[2]), month_number(m[1]))
    if m := _YM.fullmatch(text):
        return iso(int(m[1]), month_number(m[2]), int(m[3] or 0))
    if m := _YEAR.fullmatch(text):
        return m[1]
    return _range(text)


def _range(text: str) -> str:
    """Two dates joined by a dash or slash, of which each may lend the other what it leaves out: "1998 Dec-1999 Jan", "2000 Nov-Dec",
    "3-5 June 2019", "2001 Mar 4-10" (the forms of MEDLINE's MedlineDate, and of conferences)."""
    for m in _DASH.finditer(text):
        left, right = text[: m.start()].rstrip(" ,"), text[m.end() :].lstrip()
        for first, last in _lent(left, right):
            start, end = _single(first), _single(last)
            if start and end and start < end and len(start) == len(end):
                return f"{start}/{end}"
    return ""


def _lent(left: str, right: str) -> Iterator[tuple[str, str]]:
    yield left, right
    if m := _YEAR_AHEAD.match(left):  # 2000 Nov-Dec; 2001 Mar 4-10
        if right.isdigit() and len(right) < 3 and (day := _DAY_LAST.search(left)):
            yield left, left[: day.start()] + " " + right
        yield left, f"{m[1]} {right}"
    if m := _YEAR_LAST.search(right):  # Nov-Dec 2000; Nov 3 - Dec 5, 2000
        yield f"{left} {m[1]}", right
        rest = _DAY_FIRST.sub("", right, count=1)
        if left.isdigit() and len(left) < 3 and rest != right:  # 3-5 June 2019
            yield left + rest, right
        if rest != right and (day := _DAY_LAST.search(left)):  # June 3-5, 2019
            yield f"{left}, {m[1]}", left[: day.start()] + " " + right


def _single(text: str) -> str:
    return "" if _DASH.search(text) and not _ISO.fullmatch(text) else parse(text)


def valid(text: str) -> bool:
    """True for ISO text of the form this module defines whose parts exist in the calendar."""
    halves = text.split("/")
    if len(halves) > 2 or not all(halves):
        return False
    for half in halves:
        known = parts(half)
        if not known or iso(*known) != half.rstrip("~"):
            return False
    return True
