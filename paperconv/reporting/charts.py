"""What a chart shows: bars with their label, number, and length."""

from collections import Counter

import msgspec

MOST_YEARS = 60
"""Bars of the chart of years; the years before them are one bar more."""
MOST_BARS = 20
_TAIL = 0.005
"""Share of the records whose years may stand beyond the chart's end: one 9999 is not to flatten it."""


class Bar(msgspec.Struct, frozen=True):
    """A bar: what it counts, how often, and its length in hundredths of the longest."""

    label: str
    count: int
    length: float


def bars(counts: Counter[str], rest: str = "others") -> list[Bar]:
    """The most frequent first, names in order where they are equal; what goes beyond :data:`MOST_BARS` is one bar."""
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    shown = ranked[:MOST_BARS]
    if len(ranked) > MOST_BARS:
        shown.append((f"{len(ranked) - MOST_BARS:,} {rest}", sum(n for _, n in ranked[MOST_BARS:])))
    return _scaled(shown)


def years(counts: Counter[int]) -> list[Bar]:
    """A bar for each year from the first to the last, also those without a record; far years are gathered at both ends."""
    if not counts:
        return []
    total, last, beyond = counts.total(), max(counts), 0
    for year in sorted(counts, reverse=True):
        if beyond + counts[year] > total * _TAIL:
            last = year
            break
        beyond += counts[year]
    first = max(min(counts), last - MOST_YEARS + 1)
    found = [(str(year), counts[year]) for year in range(first, last + 1)]
    if before := sum(n for year, n in counts.items() if year < first):
        found.insert(0, (f"before {first}", before))
    if beyond:
        found.append((f"after {last}", beyond))
    return _scaled(found)


def _scaled(found: list[tuple[str, int]]) -> list[Bar]:
    longest = max((n for _, n in found), default=1) or 1
    return [Bar(label, n, round(100 * n / longest, 2)) for label, n in found]
