"""What a dedupe gives. The works and the map's rows are made when they are asked for: they may be many more than memory holds."""

import hashlib
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import overload

import msgspec

from paperconv.diagnostics import Diagnostic
from paperconv.duplicates import links
from paperconv.duplicates.evidence import Comparison
from paperconv.duplicates.links import Link, LinkKind
from paperconv.duplicates.nodes import Nodes, filed, sorted_twice
from paperconv.model import Record, replace
from paperconv.model import date as dates

Pair = tuple[int, int]

_PLACES = 1 << 64
"""More than an input has records."""


class Row(msgspec.Struct, frozen=True):
    """A line of the map: the record by its id, path and ordinal; its cluster; ``work``, the position of its work in the result."""

    id: str
    path: str
    ordinal: int
    cluster: str
    work: int
    verdict: str
    evidence: dict[str, float]


class Work(msgspec.Struct, frozen=True):
    """One work: its record, the records it was made of (the base first), the cluster's name, "same", "single" or "unsure", and the best evidence.

    ``comparison`` is the weakest that joined two of its records, ``None`` for a work of one record and where a person decided.
    """

    record: Record
    members: tuple[Record, ...]
    cluster: str
    verdict: str
    evidence: dict[str, float]
    comparison: Comparison | None = None


class Doubt(msgspec.Struct, frozen=True):
    """Two works left apart that may be one: their positions in the result, and the evidence."""

    first: int
    second: int
    comparison: Comparison


class Result(msgspec.Struct, frozen=True):
    """What a dedupe gives: works in the order of author, year and title; doubts; the map's rows; diagnostics; counts.

    ``links`` are the works that are not one and belong together. ``joined`` is the number of works that several records are,
    ``compared`` that of the pairs looked at; ``cut`` names, by kind of key, how many blocks were too large to compare pair by pair.
    """

    works: Sequence[Work]
    doubts: tuple[Doubt, ...]
    links: tuple[Link, ...]
    rows: Sequence[Row]
    diagnostics: Iterable[Diagnostic]
    joined: int
    compared: int
    cut: dict[str, int]


def result(
    nodes: Nodes, near: Mapping[Pair, Comparison], linked: Mapping[Pair, LinkKind], notes: Iterable[Diagnostic], compared: int, cut: dict[str, int]
) -> Result:
    """The works of ``nodes``; ``near`` are pairs that may be one work, ``linked`` those that belong together, both by number."""
    order = array("Q", sorted_twice(nodes, nodes.filed, lambda n: (filed(nodes.record(n)), nodes.order(n))))
    position = array("Q", bytes(8 * len(nodes)))
    for at, n in enumerate(order):
        position[n] = at
    doubts = [
        Doubt(min(position[a], position[b]), max(position[a], position[b]), found)
        for (a, b), found in near.items()
        if a in nodes and b in nodes
    ]
    doubts.sort(key=lambda d: (-d.comparison.score, d.first, d.second))
    found_links = _links(nodes, order, {(position[a], position[b]): kind for (a, b), kind in linked.items() if a in nodes and b in nodes})
    works = Works(nodes, order, doubts, found_links)
    rows = Rows(nodes, works, order)
    return Result(works, tuple(doubts), found_links, rows, Told(tuple(notes), nodes, order), len(nodes.joined), compared, cut)


def _links(nodes: Nodes, order: Sequence[int], linked: Mapping[Pair, LinkKind]) -> tuple[Link, ...]:
    found = {Link(kind, a, b) for (a, b), kind in linked.items()}
    wholes = [nodes.whole(n) for n in order]
    if any(wholes):
        records = map(nodes.record, order)
        parts, years = zip(*((links.part_of(r), dates.year(r.issued)) for r in records), strict=True)
        found.update(links.parts(wholes, parts, years))
    return tuple(sorted(found, key=lambda link: (link.first, link.second, link.kind)))


class Works(Sequence[Work]):
    """The works in their order. Each is read from disk when it is asked for."""

    def __init__(self, nodes: Nodes, order: Sequence[int], doubts: Iterable[Doubt], found: Iterable[Link]) -> None:
        self._nodes, self._order = nodes, order
        self._doubtful: dict[int, Comparison] = {}
        for doubt in doubts:  # the likeliest first
            self._doubtful.setdefault(doubt.first, doubt.comparison)
            self._doubtful.setdefault(doubt.second, doubt.comparison)
        self._names = array("Q", map(self._name, order))
        self._again = _repeated(self._names)
        self._links: dict[int, dict[str, str]] = {}
        named: defaultdict[int, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for link in found:
            named[link.first][links.LINK + link.kind].add(links.reference(nodes.record(order[link.second]), self.cluster(link.second)))
        for at, by_kind in named.items():
            self._links[at] = {kind: "; ".join(sorted(names)) for kind, names in by_kind.items()}

    def _name(self, number: int) -> int:
        """A name for a cluster from what its members say."""
        said = " ".join(sorted({self._nodes.digest(m) for m in self._nodes.members(number)}))
        return int.from_bytes(hashlib.blake2b(said.encode(), digest_size=8).digest(), "big")

    def cluster(self, at: int) -> str:
        """The name of the work at a position; works that say the very same are numbered in their order."""
        return f"{self._names[at]:016x}" + (f"-{self._again[at]}" if at in self._again else "")

    def verdict(self, at: int) -> tuple[str, dict[str, float]]:
        """The verdict on the work at a position, and the best evidence."""
        joined = self._nodes.joined.get(self._order[at])
        found = (joined and joined.best) or self._doubtful.get(at)
        verdict = "same" if joined else "unsure" if at in self._doubtful else "single"
        return verdict, {s.name: s.similarity for s in found.signals} if found else {}

    def __len__(self) -> int:
        return len(self._order)

    @overload
    def __getitem__(self, at: int) -> Work: ...
    @overload
    def __getitem__(self, at: slice) -> list[Work]: ...
    def __getitem__(self, at: int | slice) -> Work | list[Work]:
        if isinstance(at, slice):
            return [self[i] for i in range(*at.indices(len(self)))]
        at = range(len(self))[at]
        number = self._order[at]
        record = self._nodes.record(number)
        joined = self._nodes.joined.get(number)
        members = tuple(map(self._nodes.record_read, joined.members)) if joined else (record,)
        if at in self._links:
            record = replace(record, extra={**record.extra, **self._links[at]})
        return Work(record, members, self.cluster(at), *self.verdict(at), joined.weakest if joined else None)

    def __iter__(self) -> Iterator[Work]:
        return map(self.__getitem__, range(len(self)))


class Rows(Sequence[Row]):
    """A row for each record read, in the order of paths and places."""

    def __init__(self, nodes: Nodes, works: Works, order: Sequence[int]) -> None:
        self._nodes, self._works = nodes, works
        self._work = array("Q", bytes(8 * len(nodes)))
        for at, n in enumerate(order):
            for member in nodes.members(n):
                self._work[member] = at
        ranks = {path: rank for rank, path in enumerate(sorted(set(map(nodes.path, range(len(nodes))))))}
        rough = [ranks[nodes.path(n)] * _PLACES + nodes.ordinals[n] for n in range(len(nodes))]
        self._order = array("Q", sorted_twice(range(len(nodes)), rough.__getitem__, lambda n: (works.cluster(self._work[n]), nodes.ids[n])))

    def __len__(self) -> int:
        return len(self._order)

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> list[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | list[Row]:
        if isinstance(at, slice):
            return [self[i] for i in range(*at.indices(len(self)))]
        n = self._order[at]
        nodes, works, work = self._nodes, self._works, self._work[n]
        return Row(nodes.ids[n], nodes.path(n), nodes.ordinals[n], works.cluster(work), work, *works.verdict(work))

    def __iter__(self) -> Iterator[Row]:
        return map(self.__getitem__, range(len(self)))


class Told:
    """What is told of a run, then of the merging of each work."""

    def __init__(self, notes: Iterable[Diagnostic], nodes: Nodes, order: Sequence[int]) -> None:
        self._notes, self._nodes, self._order = notes, nodes, order

    def __iter__(self) -> Iterator[Diagnostic]:
        yield from self._notes
        for number in self._order:
            yield from self._nodes.told(number)


def _repeated(names: Sequence[int]) -> dict[int, int]:
    """For the positions of names that stand there before: how often they do, themselves counted."""
    several = {name for name, after in pairwise(sorted(names)) if name == after}
    seen: Counter[int] = Counter()
    out = {}
    for at, name in enumerate(names if several else ()):
        if name in several:
            seen[name] += 1
            if seen[name] > 1:
                out[at] = seen[name]
    return out
