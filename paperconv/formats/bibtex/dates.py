"""``year``, ``month``, ``day`` and ``date`` of an entry <-> an ISO 8601 date."""

import re
from collections.abc import Mapping
from functools import lru_cache

from paperconv.formats.bibtex.mapping import MONTHS
from paperconv.model import date as dates
from paperconv.patterns import pattern

_YEAR = pattern(r"(ca?\.|circa)?\s*(-?\d{1,4})", re.I)
_YEARS = pattern(r"(\d{4})\s*[-–/]\s*(\d{4}|\d\d)")
_WORDS = pattern(r"[^\W\d_]+|\d+")
SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}


def read_issued(texts: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    """The date that the decoded fields ``date``, ``year``, ``month`` and ``day`` give, and which of them it holds; ("", ()) for none.

    A year that is none ("in press") or a ``year`` that contradicts ``date`` is not used, and so stays with the entry as it is.
    """
    if iso := read_date(texts.get("date", "")):
        if len(iso) == 4 and "month" in texts and texts.get("year", iso) == iso:  # the month stands apart
            implied, used = _from_year({**texts, "year": iso})
            return implied, ("date", *(n for n in used if n in texts))
        implied, used = _from_year(texts)
        agrees = implied and iso.startswith(implied.rstrip("~"))
        return iso, ("date", *used) if agrees else ("date",)
    return _from_year(texts)


def read_date(text: str) -> str:
    """A written date as ISO 8601, "" where it is none (in ASCII digits) or says more than that can hold."""
    return dates.parse(text.replace("–", "/")) if text.replace("–", "/").isascii() else ""


def _from_year(texts: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    iso, used = _of_parts(texts.get("year", ""), texts.get("month", ""), texts.get("day", ""))
    return iso, tuple([n for n in used if n in texts])


@lru_cache(maxsize=4096)
def _of_parts(year: str, month: str, day: str) -> tuple[str, tuple[str, ...]]:
    """The date, and which of year, month and day it may hold."""
    text = year.strip()
    if span := _YEARS.fullmatch(text):
        end = span[2] if len(span[2]) == 4 else span[1][:2] + span[2]
        return (f"{span[1]}/{end}", ("year",)) if span[1] < end else ("", ())
    match = _YEAR.fullmatch(text)
    number = int(match[2]) if match else 0
    if not match or not number:
        iso = read_date(text)
        return (iso, ("year",)) if iso else ("", ())
    if match[1]:
        return dates.iso(number) + "~", ("year",)
    if iso := _with_month(number, month, day):
        return iso, ("year", "month", "day")
    if iso := _with_month(number, month, ""):
        return iso, ("year", "month")
    return dates.iso(number), ("year",)


def _with_month(year: int, month: str, day: str) -> str:
    """The date in ``year`` that ``month`` and ``day`` name: "jun", "6", "jun 12", "12 jun", "jun 3–5", "jan–feb"; "" for anything else."""
    words = _WORDS.findall(month.replace("st", "st ").replace("th", "th ") if day == "" and any(c.isdigit() for c in month) else month)
    words = [w for w in words if w.lower() not in ("st", "nd", "rd", "th")]
    months = [n for w in words if not w.isdigit() and (n := dates.month_number(w))]
    days = [int(w) for w in words if w.isdigit()]
    if len(words) == 1 and words[0].isdigit():
        months, days = [n for w in words if (n := dates.month_number(w))], []
    if len(months) + len(days) != len(words) or not months:
        return ""
    if day:
        days = [int(day)] if day.isdigit() and not days else [0, 0, 0]
    if len(months) == 1 and len(days) == 1:
        return dates.iso(year, months[0], days[0])
    if len(months) == 1 and not days:
        return dates.iso(year, months[0])
    if len(months) == 1 and len(days) == 2 and days[0] < days[1]:
        start, end = dates.iso(year, months[0], days[0]), dates.iso(year, months[0], days[1])
        return f"{start}/{end}" if start and end else ""
    if len(months) == 2 and not days and months[0] < months[1] <= 12:
        return f"{dates.iso(year, months[0])}/{dates.iso(year, months[1])}"
    return ""


@lru_cache(maxsize=4096)
def write_year_fields(issued: str) -> tuple[tuple[str, str], ...]:
    """An ISO date as BibTeX's fields with their values (a month is a macro): what ``year``, ``month`` and ``day`` cannot say goes with the year."""
    return tuple(_year_fields(issued))


def _year_fields(issued: str) -> list[tuple[str, str]]:
    start, end = dates.parts(issued), dates.end_parts(issued)
    if not start:
        return []
    if dates.is_approximate(issued):
        return [("year", f"{{ca. {start[0]}}}")]
    fields = [("year", f"{{{start[0]}}}")]
    if end and start[0] != end[0]:
        return [("year", f"{{{start[0]}/{end[0]}}}")]
    if len(start) > 1:
        spans = len(end) > 1 and end[1] != start[1]
        fields.append(("month", f'{_month(start[1])} # "--" # {_month(end[1])}' if spans else _month(start[1])))
    if len(start) > 2 and not end:
        fields.append(("day", f"{{{start[2]}}}"))
    elif len(start) > 2 and len(end) > 2 and start[:2] == end[:2]:
        fields[-1] = ("month", f'{_month(start[1])} # " {start[2]}--{end[2]}"')
    return fields


def _month(number: int) -> str:
    return MONTHS[number - 1] if number <= 12 else f"{{{SEASONS[number].capitalize()}}}"
