"""What all records of a run show together: how sources name venues, which titles return, which pair is each other's only candidate."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING
from zlib import crc32

import msgspec

from paperconv.duplicates.evidence import GENERIC, SAME, Comparison, Context, Signal
from paperconv.duplicates.sketch import Sketch
from paperconv.io.buckets import Buckets
from paperconv.model import Record

if TYPE_CHECKING:
    from paperconv.duplicates.nodes import Nodes

Edge = tuple[int, int, Comparison]
Near = Mapping[tuple[int, int], Comparison]
VenuePair = tuple[tuple[str, ...], tuple[str, ...]]

_LEARNED = 5
"""Pairs of records that must show two names of a venue to be one; as many as rule out a chance reprint."""
_SERIAL = 4
"""Years in which a title must stand for it to be one that returns."""
_COMPARED = 40
"""Records of one title that are compared to learn names of venues; a title of more says nothing of its works."""
_LONG = 4
"""Words that a title must have for two records with it to be taken as one work here."""
_CLEAN = 0.01
"""Share of a source's records that may have a double in it, for the source to count as kept by hand."""
_ONLY_CANDIDATE = 1.5
"""Weight of being each other's only candidate in two sources of which each has a work once."""
_ONLY_CANDIDATE_STATED = 4.0
"""The same where the user says that each source has a work once."""
_CLEARLY = 1.0
"""By so much a candidate is better than another: as log odds, 2.7 times as likely."""


def paths(record: Record) -> tuple[str, ...]:
    """The inputs that a record is from: its own, and for a joined one that of each member."""
    return (record.origin.path, *(c.path for c in record.history if c.code == "PC501" and not c.field))


class Titles:
    """The titles that several records have, and what they teach of the whole run."""

    def __init__(self) -> None:
        self._titles = Buckets()
        self._used: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
        self._serial: set[str] = set()
        self._one_venue: frozenset[VenuePair] | None = None

    def add(self, number: int, sketch: Sketch, source: tuple[str, ...]) -> None:
        """Takes note of a record."""
        if sketch.title.compact:
            self._titles.add(crc32(sketch.title.compact.encode()), number)
        if sketch.venue and self._one_venue is None:
            self._used[sketch.venue].update(source)

    def learn(self, nodes: "Nodes") -> set[int]:
        """Looks at the titles, later at those of the records that have changed; gives the records whose title is now seen otherwise.

        Names of venues are learned once, of the records as they came: of joined ones it is no longer seen which source writes what.
        """
        first, sketch = self._one_venue is None, nodes.sketch
        several = first and len({path for n in nodes for path in nodes.source(n)}) > 1
        changed = None if first else self._titles.wanted(crc32(sketch(n).title.compact.encode()) for n in nodes.fresh | nodes.gone)
        venues = _Venues()
        dirty: set[int] = set()
        for _, numbers in self._titles.groups(changed):
            if not several and len(numbers) < _SERIAL:
                continue
            same: defaultdict[str, list[int]] = defaultdict(list)
            for n in dict.fromkeys(numbers):
                same[sketch(n).title.compact].append(n)  # two titles may have one hash
            for title, members in same.items():
                here = [n for n in members if n in nodes]
                if several and len(here) <= _COMPARED:
                    venues.see([(sketch(n), nodes.source(n)) for n in here])
                if _is_serial(sketch(n).year for n in here) != (title in self._serial):
                    self._serial ^= {title}
                    dirty.update(here)
        if first:
            self._one_venue = venues.names(self._used)
            self._used.clear()
        return dirty

    def context(self) -> Context:
        """What was learned."""
        return Context(self._one_venue or frozenset(), frozenset(self._serial))


class _Venues:
    """Names of one venue that two sources write differently ("VLDB", "Very Large Data Bases").

    Pairs of records that agree in title, authors and year show it: two names are one where each is the other's usual partner and no
    source uses both. Only equality is learned; that two venues differ is never concluded.
    """

    def __init__(self) -> None:
        self._seen: Counter[VenuePair] = Counter()
        self._partners: defaultdict[tuple[str, ...], Counter[tuple[str, ...]]] = defaultdict(Counter)

    def see(self, records: Iterable[tuple[Sketch, tuple[str, ...]]]) -> None:
        """Looks at records of one title."""
        for (a, here), (b, there) in combinations(records, 2):
            if a.year == b.year and _telling(a, b) and set(here).isdisjoint(there):
                self._seen[min(a.venue, b.venue), max(a.venue, b.venue)] += 1
                self._partners[a.venue][b.venue] += 1
                self._partners[b.venue][a.venue] += 1

    def names(self, used: Mapping[tuple[str, ...], set[str]]) -> frozenset[VenuePair]:
        """The pairs of names of one venue; ``used`` are the sources that use a name."""
        return frozenset(
            (u, v)
            for (u, v), n in self._seen.items()
            if u != v
            and n >= _LEARNED
            and 2 * n > self._partners[u].total()
            and 2 * n > self._partners[v].total()
            and used[u].isdisjoint(used[v])
        )


def _telling(a: Sketch, b: Sketch) -> bool:
    if not a.venue or not b.venue or a.title.content < _LONG or a.title.generic:
        return False
    return not (a.authors.first.isdisjoint(b.authors.every) and b.authors.first.isdisjoint(a.authors.every))


def _is_serial(years: Iterable[int]) -> bool:
    """True for a title that returns year after year ("Treasurer's message"): four years or more, and no year with half of the records.

    One work in many copies is given with one year by most of them.
    """
    seen = Counter(year for year in years if year)
    return len(seen) >= _SERIAL and 2 * max(seen.values()) <= seen.total()


def clean_sources(sources: Iterable[tuple[str, ...]]) -> frozenset[str]:
    """The sources in which next to no record has a double, as far as records were joined."""
    size: Counter[str] = Counter()
    doubles: Counter[str] = Counter()
    for source in sources:
        for path in set(source):
            size[path] += 1
            doubles[path] += source.count(path) - 1
    return frozenset(path for path, n in size.items() if doubles[path] <= _CLEAN * n)


def only_candidates(near: Near, sources: Mapping[int, tuple[str, ...]], clean: frozenset[str], *, stated: bool) -> list[Edge]:
    """Unsure pairs in which nothing but the wording of the title speaks against, each the other's only candidate in two clean sources.

    Where a source has a work once, of its records one at most is the work of a record elsewhere; if only one comes into question, it is
    the likelier to be it. Such pairs are given with this as a further signal, where it makes them sure. ``stated`` says that the user
    vouches for the sources: then a candidate that is clearly better than all others counts as the only one, and of a title that many works have
    ("Guest editorial") the one in each source.
    """
    across = {pair: found for pair, found in near.items() if set(sources[pair[0]]).isdisjoint(sources[pair[1]])}
    scores: defaultdict[int, list[float]] = defaultdict(list)
    for pair, found in across.items():
        for i in pair:
            scores[i].append(found.score)
    weight = _ONLY_CANDIDATE_STATED if stated else _ONLY_CANDIDATE
    edges = []
    for (i, j), found in across.items():
        if found.verdict == "same" or (found.veto and not (stated and found.veto == GENERIC)) or not clean.issuperset(sources[i] + sources[j]):
            continue
        if not all(_stands_out(found.score, scores[n], stated=stated) for n in (i, j)):
            continue
        if found.score + weight < SAME or any(s.weight < 0 for s in found.signals if s.name != "title"):
            continue
        signals = (*found.signals, Signal("only-candidate", 1.0, weight))
        edges.append((i, j, msgspec.structs.replace(found, verdict="same", veto="", score=round(found.score + weight, 3), signals=signals)))
    return edges


def _stands_out(score: float, scores: Sequence[float], *, stated: bool) -> bool:
    """True for the only one of ``scores``, or where the user vouches for the sources the best by a clear margin."""
    return len(scores) == 1 or (stated and sum(1 for s in scores if s > score - _CLEARLY) == 1)
