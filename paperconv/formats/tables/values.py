"""What stands in the cells of tables: lists of names and words, dates in parts, numbers that a spreadsheet changed, TeX and HTML."""

import ast
import re
from functools import lru_cache

import msgspec

from paperconv.authors.parse import parse_authors
from paperconv.authors.person import inverted, parse_name
from paperconv.authors.tokens import is_null
from paperconv.markup import html, latex
from paperconv.model import Name
from paperconv.model import date as dates
from paperconv.model.name import LOST_SIGN

_EMPTY = frozenset(("NA", "<NA>"))
_NO_AUTHOR = re.compile(r"\[?(?:no author(?:s|\(s\))?(?: name)?(?: (?:available|listed))?|author name not available|anonymous|anon\.?)\]?\.?", re.I)
_LITERAL = re.compile(r"""\[\s*(?:["'].*["']\s*,?\s*)?\]|\{\s*["'].*["']\s*\}""", re.S)
_WHOLE_FLOAT = re.compile(r"(-?\d+)\.0+")
_SCOPUS_ID = re.compile(r"\s*\(\s*\d{5,}(?:\s*[;,]\s*\d{5,})*\s*\)\s*$")
_SCOPUS_IDS = re.compile(r"\(\s*\d{9,11}\s*\)\s*(?:;|\Z)")
_PUBMED = re.compile(r"(?:[^,.;]+ [A-Z]{1,4}, )+[^,.;]+ [A-Z]{1,4}\.")
"""PubMed's lists, whose point is the list's and not the last initial's."""
_NO_ABSTRACT = re.compile(r"\[?no abstract(?: is)?(?: available)?\]?\.?", re.I)
_BRACED = re.compile(r"\{(.*)\}", re.S)
_OUTSIDE_BRACKETS = re.compile(r",\s*(?![^()]*\))")
_ACCENT = re.compile(r"""\\['`^~=.]\s?\{?\\?[A-Za-z]|\\"\{|\{\\["'`^~=.A-Za-z]|\\[uvHcdbkrt]\{|\\(?:emph|text\w+|mathbf|mathrm)\{""")
_DAY_MONTH_YEAR = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?:[ T]\d.*)?")
_TRAILING = re.compile(r"[/\s.-]+$")
_YEAR = re.compile(r"\D?((?:1[4-9]|20)\d\d)\D?")
_RANGE = re.compile(r"\s*(?:--+|[‐-―−])\s*|(?<=\d)\s+-\s+(?=\d)")
_PP = re.compile(r"^(?:pp?|pages?)(?:\.\s*|\s+)(?=\w)", re.I)


def is_empty(cell: str) -> bool:
    """True for what programs write for nothing: "", NA, NaN, null, None, [] …"""
    return not cell or (len(cell) < 10 and (cell in _EMPTY or is_null(cell)))


def text(cell: str, tex: bool) -> str:
    """A cell's text: HTML resolved, TeX where the table comes from BibTeX or the cell has TeX's accents."""
    if ("\\" in cell or "{" in cell) and (_ACCENT.search(cell) or (tex and "{" in cell)):
        cell = latex.decode(cell)
    return html.decode(cell)


def title(cell: str, tex: bool) -> str:
    """The same for a title, in which braces keep capitals."""
    if ("\\" in cell or "{" in cell) and (_ACCENT.search(cell) or (tex and "{" in cell)):
        cell = latex.decode_title(cell)
    return html.decode(cell)


def abstract(cell: str) -> str:
    """An abstract's text; "" where the cell says that there is none."""
    if len(cell) < 30 and _NO_ABSTRACT.fullmatch(cell):
        return ""
    return html.decode_abstract(latex.decode(cell) if "\\" in cell and _ACCENT.search(cell) else cell)


def listed(cell: str) -> list[str] | None:
    """The strings of a list as Python or JSON prints it ("['a', 'b']"), ``None`` where the cell is none."""
    if cell[:1] not in "[{" or _LITERAL.fullmatch(cell) is None:
        return None
    try:
        value = ast.literal_eval(cell)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        try:
            value = msgspec.json.decode(cell)
        except msgspec.DecodeError:
            return None
    if isinstance(value, list | tuple | set) and all(isinstance(v, str) for v in value):
        return [v.strip() for v in value if v.strip()]
    return None


def names(cell: str, tex: bool = False, shouted: bool = False) -> tuple[list[Name], str]:
    """The names in a cell, in whatever form they are listed, and what of it is part of no name.

    ``tex`` is True where names are set apart by "and", as in BibTeX; ``shouted`` where they are in capitals, the family name
    first ("LI C;DE WIT ACM"), as bibliometrix prints them.
    """
    if _NO_AUTHOR.fullmatch(cell):
        return [], cell
    if tex and "{" not in cell and len(pairs := cell.split(" and ")) > 1 and all(p.count(",") == 1 for p in pairs):
        return [parse_name(p) for p in pairs], ""
    parts = listed(cell)
    if parts is None and "|" in cell:
        parts = [p.strip() for p in cell.split("|")]
    elif parts is None and "\n" in cell and ";" not in cell:
        parts = [p.strip().rstrip(",") for p in cell.split("\n")]
    elif parts is None and ("{" in cell or LOST_SIGN in cell):
        parts = [p.strip() for p in cell.split(";")]
    if (parts is not None and len(parts) > 1) or (parts and _BRACED.fullmatch(parts[0])):
        return [_name(part) for part in parts or () if part], ""
    if shouted and "," not in cell and cell.isupper():
        return [inverted(*_shouted(part)) for part in cell.split(";") if part.strip()], ""
    cell = parts[0] if parts else cell
    if "(" in cell and _SCOPUS_IDS.search(cell):
        return [parse_name(_SCOPUS_ID.sub("", part).strip()) for part in cell.split(";") if part.strip()], ""
    found = parse_authors(cell.removesuffix(".") if _PUBMED.fullmatch(cell) else cell)
    return list(found.names), found.leftover


def _name(part: str) -> Name:
    braced = _BRACED.fullmatch(part)
    if LOST_SIGN in part and part.count(" "):  # what our own tables write for a lost part
        known = part.replace(LOST_SIGN, "").strip()
        return Name(given=known, lost="family") if part.endswith(LOST_SIGN) else Name(family=known, lost="given")
    return Name(literal=braced[1]) if braced and "\\" not in part else parse_name(text(part, "{" in part))


def _shouted(part: str) -> tuple[str, str]:
    family, _, initials = part.strip().rpartition(" ")
    return (family, initials) if family else (initials, "")


def words(cell: str) -> list[str]:
    """The keywords in a cell: set apart by semicolons, else by bars, lines or commas outside of brackets."""
    parts = listed(cell)
    if parts is not None:
        return parts
    for separator in (";", "|", "\n"):
        if separator in cell:
            return [p.strip() for p in cell.split(separator)]
    return [p.strip() for p in _OUTSIDE_BRACKETS.split(cell)]


def number(cell: str) -> str:
    """A whole number that a program wrote as a fraction ("108.0") as it was; all else as it is."""
    match = _WHOLE_FLOAT.fullmatch(cell)
    return match[1] if match else cell


def pages(cell: str) -> str:
    """Pages with a hyphen between first and last."""
    return _RANGE.sub("-", _PP.sub("", number(cell)))


def span(first: str, last: str) -> str:
    """First and last page as pages."""
    first, last = number(first), number(last)
    return f"{first}-{last}" if first and last and first != last else first or last


@lru_cache(maxsize=4096)
def year(cell: str) -> str:
    """The year (or date) in a cell that should hold a year: "2014", "2014.0", "2014//", "(2014)"; "" where it is none."""
    cell = _TRAILING.sub("", number(cell))
    if iso := dates.parse(cell):
        return iso
    match = _YEAR.fullmatch(cell)
    return match[1] if match else date(cell, "")


@lru_cache(maxsize=4096)
def date(cell: str, known_year: str) -> str:
    """A date in a cell, as far as it is sure; ``known_year`` helps a month ("JUN 12"). Of "03/04/2020" only the year is sure."""
    cell = _TRAILING.sub("", number(cell))
    if iso := dates.parse(cell):
        return iso
    if match := _DAY_MONTH_YEAR.fullmatch(cell):
        first, second, in_year = int(match[1]), int(match[3]), int(match[4])
        if match[2] == "." or first > 12 or first == second:
            return dates.iso(in_year, second, first) or dates.iso(in_year)
        return dates.iso(in_year, first, second) if second > 12 else dates.iso(in_year)
    if known_year[:4].isdigit() and known_year[:4] not in cell:
        return dates.parse(f"{known_year[:4]} {cell}") or dates.parse(f"{cell} {known_year[:4]}")
    return ""


def date_of(in_year: str, month: str, day: str) -> str:
    """The date that a year, a month (a number or a word) and a day make, as far as they do."""
    base = year(in_year)
    if not base or not month or len(base) != 4:
        return base
    written = number(month)
    which, at = dates.month_number(written), int(number(day)) if number(day).isdigit() else 0
    if which:
        return dates.iso(int(base), which, at) or dates.iso(int(base), which)
    return dates.parse(f"{base} {written} {day}".strip()) or dates.parse(f"{base} {written}") or base


def is_unsure(cell: str, iso: str) -> bool:
    """True where ``iso`` is less than ``cell`` says: the year of "03/04/2020"."""
    return len(iso) == 4 and _DAY_MONTH_YEAR.fullmatch(cell) is not None


def affiliations(cell: str, printed: list[str]) -> list[tuple[str, ...]]:
    """Scopus's "Authors with affiliations", one entry an author, without the author's name, which is as in the columns ``printed``.

    [] where an entry does not begin with one of the names, in their order.
    """
    entries = [e.strip() for e in cell.split(";") if e.strip()]
    for column in printed:
        people = names(column)[0]
        if len(people) != len(entries):
            continue
        found = [_behind(entry, person) for entry, person in zip(entries, people, strict=True)]
        if all(f is not None for f in found):
            return [(f,) if f else () for f in found]
    return []


def _behind(entry: str, person: Name) -> str | None:
    for name in (f"{person.surname}, {person.given}", f"{person.surname} {person.given}", person.display()):
        if entry == name or entry.startswith(name + ","):
            return entry[len(name) :].lstrip(" ,")
    return None
