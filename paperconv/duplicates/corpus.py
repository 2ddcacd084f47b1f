"""What all records of a run show together: how sources name venues, which titles return, which pair is each other's only candidate."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from paperconv.duplicates.evidence import SAME, Comparison, Signal
from paperconv.duplicates.sketch import Sketch
from paperconv.model import Record

Edge = tuple[int, int, Comparison]
Near = Mapping[tuple[int, int], Comparison]
VenuePair = tuple[tuple[str, ...], tuple[str, ...]]

_LEARNED = 5
"""Pairs of records that must show two names of a venue to be one; as many as rule out a chance reprint."""
_CLEAN = 0.01
"""Share of a source's records that may have a double in it, for the source to count as kept by hand."""
_ONLY_CANDIDATE = 1.5
"""Weight of being each other's only candidate in two sources of which each has a work once."""
_ONLY_CANDIDATE_STATED = 3.0
"""The same where the user says that each source has a work once."""


def paths(record: Record) -> tuple[str, ...]:
    """The inputs that a record is from: its own, and for a joined one that of each member."""
    return (record.origin.path, *(c.path for c in record.history if c.code == "PC501" and not c.field))


def venue_names(sketches: Sequence[Sketch], sources: Sequence[tuple[str, ...]], pairs: Iterable[tuple[int, int]]) -> frozenset[VenuePair]:
    """Names of one venue that two sources write differently ("VLDB", "Very Large Data Bases").

    Pairs of records that agree in title, authors and year show it: two names are one where each is the other's usual partner and no
    source uses both. Only equality is learned; that two venues differ is never concluded.
    """
    seen: Counter[VenuePair] = Counter()
    partners: defaultdict[tuple[str, ...], Counter[tuple[str, ...]]] = defaultdict(Counter)
    for i, j in pairs:
        a, b = sketches[i], sketches[j]
        if a.title.compact == b.title.compact and a.year == b.year and _telling(a, b) and set(sources[i]).isdisjoint(sources[j]):
            seen[min(a.venue, b.venue), max(a.venue, b.venue)] += 1
            partners[a.venue][b.venue] += 1
            partners[b.venue][a.venue] += 1
    if not seen:
        return frozenset()
    used: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for sketch, source in zip(sketches, sources, strict=True):
        used[sketch.venue].update(source)
    return frozenset(
        (u, v)
        for (u, v), n in seen.items()
        if u != v and n >= _LEARNED and 2 * n > partners[u].total() and 2 * n > partners[v].total() and used[u].isdisjoint(used[v])
    )


def _telling(a: Sketch, b: Sketch) -> bool:
    return bool(a.venue and b.venue) and a.title.content >= 4 and not a.title.generic and not a.authors.first.isdisjoint(b.authors.every)


def serial_titles(sketches: Iterable[Sketch]) -> frozenset[str]:
    """Titles that return year after year ("Treasurer's message"): four years or more, and no year with half of the records.

    One work in many copies is given with one year by most of them.
    """
    years: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for sketch in sketches:
        if sketch.title.compact and sketch.year:
            years[sketch.title.compact][sketch.year] += 1
    return frozenset(title for title, seen in years.items() if len(seen) >= 4 and 2 * max(seen.values()) <= seen.total())


def clean_sources(sources: Iterable[tuple[str, ...]]) -> frozenset[str]:
    """The sources in which next to no record has a double, as far as records were joined."""
    size: Counter[str] = Counter()
    doubles: Counter[str] = Counter()
    for source in sources:
        for path in set(source):
            size[path] += 1
            doubles[path] += source.count(path) - 1
    return frozenset(path for path, n in size.items() if doubles[path] <= _CLEAN * n)


def only_candidates(near: Near, sources: Sequence[tuple[str, ...]], clean: frozenset[str], *, stated: bool) -> list[Edge]:
    """Unsure pairs in which nothing but the wording of the title speaks against, each the other's only candidate in two clean sources.

    Where a source has a work once, of its records one at most is the work of a record elsewhere; if only one comes into question, it is
    the likelier to be it. Such pairs are given with this as a further signal, where it makes them sure. ``stated`` says that the user
    vouches for the sources.
    """
    across = {pair: found for pair, found in near.items() if set(sources[pair[0]]).isdisjoint(sources[pair[1]])}
    candidates = Counter(i for pair in across for i in pair)
    weight = _ONLY_CANDIDATE_STATED if stated else _ONLY_CANDIDATE
    edges = []
    for (i, j), found in across.items():
        if found.verdict != "unsure" or found.veto or candidates[i] > 1 or candidates[j] > 1 or not clean.issuperset(sources[i] + sources[j]):
            continue
        if found.score + weight < SAME or any(s.weight < 0 for s in found.signals if s.name != "title"):
            continue
        signals = (*found.signals, Signal("only-candidate", 1.0, weight))
        edges.append((i, j, msgspec.structs.replace(found, verdict="same", score=round(found.score + weight, 3), signals=signals)))
    return edges
