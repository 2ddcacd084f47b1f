"""Years that stand as headings above papers: "2017", "## Publications 2017"."""

import re
from collections.abc import Sequence
from operator import ge, le

import msgspec

from paperconv.formats.text.layout import Placed

_WORDS = r"(?:\W|\b(?:selected|refereed|publications?|papers?|articles?|preprints?|in|from|year|the)\b)*"
_HEADING = re.compile(rf"{_WORDS}((?:19|20)\d\d){_WORDS}(?:\(\d+\))?\W*", re.I)
_DATING = frozenset(("date", "entry", "venue", "comment"))
"""Roles of units in which a paper's own year may stand."""
_YEAR = re.compile(r"(?<![\d:.])(?:19|20)\d\d(?!\d|\.\d)")

_HEADINGS = 2


class Year(msgspec.Struct, frozen=True):
    """A year and the line (1-based) of its heading."""

    value: str = ""
    line: int = 0


def above(placed: Sequence[Placed], text: str) -> dict[int, Year]:
    """For each record without a year of its own the one in the heading above it.

    Two headings or more, which only fall or only rise, are years of papers. Another heading of a higher rank ends them.
    """
    found = {id(p): m[1] for p in placed if p.role == "heading" and (m := _HEADING.fullmatch(p.unit.text)) is not None}
    values = list(found.values())
    falling, rising = (all(map(test, values, values[1:])) for test in (ge, le))
    if len(set(values)) < _HEADINGS or not (falling or rising):
        return {}
    now, rank = Year(), 0
    given: dict[int, Year] = {}
    dated: set[int] = set()
    for p in placed:
        if id(p) in found:
            now, rank = Year(found[id(p)], p.unit.first_line), _rank(text, p)
        elif p.role == "heading" and 0 < _rank(text, p) < rank:
            now = Year()
        elif p.record >= 0:
            given.setdefault(p.record, now)
            if p.role == "date" or (p.role in _DATING and _YEAR.search(p.unit.text)):
                dated.add(p.record)
    return {record: year for record, year in given.items() if year.value and record not in dated}


def _rank(text: str, p: Placed) -> int:
    """How deep a heading of Markdown stands, 0 for any other."""
    begin = text.rfind("\n", 0, p.unit.start) + 1
    line = text[begin : p.unit.start].strip()
    return len(line) if line and not line.strip("#=") else 0
