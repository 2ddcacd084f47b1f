"""The records of a run and those merged of them: what is long lies on disk, in memory is what is asked of all."""

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from typing import Any

import msgspec

from paperconv.diagnostics import Diagnostic
from paperconv.duplicates import corpus, links
from paperconv.duplicates.evidence import Comparison
from paperconv.duplicates.merge import merge, order_key
from paperconv.duplicates.noted import Noted, roughly
from paperconv.duplicates.sketch import Sketch, sketch
from paperconv.io.spool import Spool, SpoolOf
from paperconv.model import Record
from paperconv.model.text import fold

_LATEST = 1 << 13
"""Sketches that are held in memory."""

Order = tuple[int, str, int, int]


class Joined(msgspec.Struct, frozen=True, gc=False):
    """What of a merged record is in memory: the records read of which it is made, the base first; the inputs they are from; the best and the
    weakest evidence; where what is told of the merging lies; where it stands in an order, and roughly in a bibliography.
    """

    at: int
    members: tuple[int, ...]
    source: tuple[str, ...]
    best: Comparison | None
    weakest: Comparison | None
    told: range
    order: Order
    filed: bytes


class Nodes:
    """Records by number, in the order in which they came; a merged one goes by the number of one of those it is made of.

    Most merged records are compared with others as that one was, as it has the same sketch: all that was found of its pairs stays true.
    ``fresh`` are the numbers with a new sketch, ``gone`` those that went into another, since :meth:`turn` was called.
    """

    def __init__(self) -> None:
        self._records, self._sketches = Spool(), SpoolOf(Sketch, marked=1)
        self._told = SpoolOf(Diagnostic)
        self._unpacked = lru_cache(_LATEST)(self._sketches.__getitem__)
        self._resketched: dict[int, int] = {}
        self.ids: list[str] = []
        self._digests, self.ordinals, self._lines = array("Q"), array("q"), array("q")
        self._sources: list[tuple[str, ...]] = []
        self._filed: list[bytes] = []
        self._wholes: dict[int, str] = {}
        self.joined: dict[int, Joined] = {}
        self.fresh: set[int] = set()
        self.gone: set[int] = set()
        self._dead = bytearray()
        self._inputs: dict[tuple[str, ...], tuple[str, ...]] = {}

    def add(self, record: Record, noted: Noted) -> None:
        """Takes a record that was read. Its number is how many were taken before."""
        origin, source = record.origin, corpus.paths(record)
        if noted.whole:
            self._wholes[len(self)] = noted.whole
        self._records.append(record)
        self._sketches.append(noted.sketch)
        self.ids.append(record.id)
        self._digests.append(noted.digest)
        self.ordinals.append(origin.ordinal)
        self._lines.append(origin.line)
        self._sources.append(self._inputs.setdefault(source, source))
        self._filed.append(noted.filed)
        self._dead.append(0)

    def __len__(self) -> int:
        """How many records were read."""
        return len(self._dead)

    def __contains__(self, number: object) -> bool:
        """True for a number that did not go into another."""
        return isinstance(number, int) and not self._dead[number]

    def __iter__(self) -> Iterator[int]:
        """The numbers that did not go into others."""
        return (n for n, dead in enumerate(self._dead) if not dead)

    def record(self, number: int) -> Record:
        """The record, the merged one where it is one."""
        return self._records[self.joined[number].at if number in self.joined else number]

    def record_read(self, number: int) -> Record:
        """The record as it was read."""
        return self._records[number]

    def path(self, number: int) -> str:
        """The input that the record read is from."""
        return self._sources[number][0]

    def sketch(self, number: int) -> Sketch:
        """What of the record is compared."""
        return self._unpacked(self._resketched.get(number, number))

    def source(self, number: int) -> tuple[str, ...]:
        """The inputs that the record is from."""
        return self.joined[number].source if number in self.joined else self._sources[number]

    def order(self, number: int) -> Order:
        """Puts numbers in an order that hangs on nothing but their records."""
        return self.joined[number].order if number in self.joined else self.order_read(number)

    def order_read(self, number: int) -> Order:
        """The same of the records as they were read."""
        return self._digests[number], self._sources[number][0], self.ordinals[number], self._lines[number]

    def filed(self, number: int) -> bytes:
        """Where the record stands in a bibliography, roughly: the beginning of what :func:`filed` says."""
        return self.joined[number].filed if number in self.joined else self._filed[number]

    def whole(self, number: int) -> str:
        """The title by which parts name the record, "" where it is none that has parts."""
        return self._wholes.get(number, "")

    def digest(self, number: int) -> str:
        """What a record read says of its paper, as :func:`~paperconv.duplicates.merge.digest` gives it."""
        return f"{self._digests[number]:016x}"

    def members(self, number: int) -> tuple[int, ...]:
        """The numbers of the records read of which a record is made."""
        return self.joined[number].members if number in self.joined else (number,)

    def told(self, number: int) -> Iterator[Diagnostic]:
        """What is told of the merging of a record."""
        return map(self._told.__getitem__, self.joined[number].told) if number in self.joined else iter(())

    def turn(self) -> None:
        """Begins a round."""
        self.fresh, self.gone = set(), set()

    def join(self, group: Sequence[int], best: Mapping[int, Comparison]) -> None:
        """Merges the records of a group. ``best`` is the best evidence that joined each."""
        members = [m for n in group for m in self.members(n)]
        records = [self._records[m] for m in members]
        merged = merge(records, [self._unpacked(m) for m in members])
        made, record = sketch(merged.record), merged.record
        number = next((n for n in group if self.sketch(n) == made), group[0])
        if made != self.sketch(number):
            self._resketched[number] = len(self._sketches)
            self._sketches.append(made)
            self.fresh.add(number)
        here = [best[n] for n in group if n in best]
        before = [self.joined.pop(n) for n in group if n in self.joined]
        number_of = {id(read): m for read, m in zip(records, members, strict=True)}
        digest, path, ordinal, line = order_key(record)
        self.joined[number] = Joined(
            at=len(self._records),
            members=tuple(number_of[id(r)] for r in merged.members),
            source=corpus.paths(record),
            best=max(here + [j.best for j in before if j.best is not None], key=_score, default=None),
            weakest=min(here + [j.weakest for j in before if j.weakest is not None], key=_score, default=None),
            told=range(len(self._told), len(self._told) + len(merged.diagnostics)),
            order=(int(digest, 16), path, ordinal, line),
            filed=roughly(record),
        )
        for diagnostic in merged.diagnostics:
            self._told.append(diagnostic)
        self._records.append(record)
        self._wholes[number] = links.whole_of(record)
        for n in group:
            if n != number:
                self._dead[n] = 1
                self.gone.add(n)


_score = attrgetter("score")


def filed(record: Record) -> tuple[bytes, str, str, list[tuple[str, str]], str]:
    """Where a work stands in a bibliography: first author, year, title; then what every format carries, so that a second run keeps the order."""
    return roughly(record), fold(record.title), record.issued, sorted(record.identifiers.items()), fold(record.abstract)


def sorted_twice(numbers: Iterable[int], roughly: Callable[[int], Any], exactly: Callable[[int], Any]) -> list[int]:
    """``numbers`` sorted by a short key, and where that is the same by the whole one, which costs more."""
    out: list[int] = []
    for _, same in groupby(sorted(numbers, key=roughly), roughly):
        run = list(same)
        out += sorted(run, key=exactly) if len(run) > 1 else run
    return out
