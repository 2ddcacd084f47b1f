"""Dates in a bibliography (CSL 1.0.2, "Date"), in the place of citeproc-py's own, which writes the style's formatting into the locale's."""

from typing import Any

from citeproc import model
from citeproc.source import Date as DateValue
from citeproc.source import DateRange, LiteralDate, VariableError

from paperconv.rendering.case import cased
from paperconv.rendering.parts import Plain
from paperconv.rendering.text import tagged


class Date(Plain, model.Date):
    """cs:date: one date or a range, from the style's own parts or from those of the locale."""

    def process(self, item: Any, variable: str | None = None, sort_options: Any = None, **_: Any) -> str | None:
        """The date as it is to be read; for sorting, as digits."""
        name = variable or self.get("variable")
        value = item.reference.get(name.replace("-", "_")) if name not in item.repressed else None
        item.note(name, bool(value))
        if not value:
            raise VariableError
        if sort_options is not None:
            return str(value.sort_key())
        if isinstance(value, LiteralDate):
            return self.wrap(self.format(value.text))
        parts, delimiter = self._layout()
        if isinstance(value, DateRange):
            text = self._range(value.begin, value.end, parts, delimiter)
        else:
            text = delimiter.join(t for p in parts if (t := _date_part(self, p, value)))
        if text and item.reference.get("year_suffix") and name == "issued" and not self.get_root().writes_suffix and not item.suffixed:
            item.suffixed = True
            text += str(item.reference["year_suffix"])
        return self.wrap(self.format(text))

    def _layout(self) -> tuple[list[dict[str, str]], str]:
        own = [dict(p.attrib) for p in self.findall("cs:date-part", self.nsmap)]
        form = self.get("form")
        if form is None:
            return own, str(self.get("delimiter", ""))
        template = self.get_date(form)
        kept = self.get("date-parts", "year-month-day").split("-")
        mine = {p["name"]: p for p in own}
        parts = [{**p.attrib, **mine.get(p.get("name"), {})} for p in template.findall("cs:date-part", self.nsmap) if p.get("name") in kept]
        return parts, str(self.get("delimiter", template.get("delimiter", "")))

    def _range(self, begin: Any, end: Any, parts: list[dict[str, str]], delimiter: str) -> str:
        differ = next((n for n in ("year", "month", "day") if begin.get(n) != end.get(n)), "day")
        below = {"year": ("year", "month", "season", "day"), "month": ("month", "season", "day"), "day": ("day",)}[differ]
        places = [i for i, p in enumerate(parts) if p["name"] in below]
        if not places:
            return delimiter.join(t for p in parts if (t := _date_part(self, p, begin)))
        first, last = places[0], places[-1] + 1
        dash = next((p["range-delimiter"] for p in parts if p["name"] == differ and "range-delimiter" in p), "–")
        era = differ != "year" or any(begin.get(n) for n in ("month", "season", "day")) or not _one_era(int(begin["year"]), int(end["year"]))
        left = [t for p in parts[first:last] if (t := _date_part(self, p, begin, era=era))]
        right = [t for p in parts[first:last] if (t := _date_part(self, p, end))]
        before = [t for p in parts[:first] if (t := _date_part(self, p, begin))]
        after = [t for p in parts[last:] if (t := _date_part(self, p, begin))]
        tail = delimiter.join(right)
        middle = f"{delimiter.join(left).rstrip(' ,')}{dash}{tail}" if tail else delimiter.join(left)
        return delimiter.join([*before, middle, *after])


def _one_era(begin: int, end: int) -> bool:
    """True for years of which the second's AD or BC stands for both."""
    return (begin < 0) == (end < 0) and end < _FOUR_DIGITS


_FOUR_DIGITS = 1000
"""The year from which on none has AD behind it (CSL 1.0.2, "AD and BC")."""


def _date_part(element: Any, part: dict[str, str], date: DateValue, *, era: bool = True) -> str | None:
    """Year, month (or season) or day of a date, with the affixes and the formatting of its cs:date-part; ``era`` says whether AD or BC is due."""
    name = part["name"]
    form = part.get("form", "numeric" if name == "day" else "long")
    text = ""
    if name == "year" and date.get("year") is not None:
        year = int(date["year"])
        text = str(abs(year))[-2:] if form == "short" else str(abs(year))
        if year < 0 and era:
            text += str(element.get_single_term(name="bc"))
        elif 0 <= year < _FOUR_DIGITS and era and form != "short":
            text += str(element.get_single_term(name="ad"))
    elif name == "month" and (date.get("month") or date.get("season")):
        text = _month(element, form, date)
    elif name == "day" and date.get("day"):
        day = int(date["day"])
        limited = form == "ordinal" and day > 1 and str(element.get_locale_option("limit-day-ordinals-to-day-1")).lower() == "true"
        text = model.to_ordinal(day, element) if form == "ordinal" and not limited else f"{day:02}" if form == "numeric-leading-zeros" else str(day)
    if not text:
        return None
    if part.get("strip-periods") == "true":
        text = text.replace(".", "")
    text = cased(text, part["text-case"], "en") if "text-case" in part else text
    for attribute, value, tag in _STYLES:
        if part.get(attribute) == value:
            text = tagged(tag, text)
    return f"{part.get('prefix', '')}{text}{part.get('suffix', '')}"


_STYLES = (("font-style", "italic", "i"), ("font-weight", "bold", "b"), ("font-variant", "small-caps", "sc"), ("vertical-align", "sup", "sup"))


def _month(element: Any, form: str, date: DateValue) -> str:
    month = date.get("month")
    if form.startswith("numeric"):
        return "" if not month else f"{month:02}" if form == "numeric-leading-zeros" else str(month)
    name = f"month-{month:02}" if month else f"season-{int(date['season']):02}"
    short = element.get_single_term(name=name, form="short") if form == "short" else ""
    return str(short or element.get_single_term(name=name))
