"""The keys of all records, outside of memory, and the pairs that meet under them.

Keys and pairs are numbers in lists by hash or by range, of which one is looked through at a time: two million keys cost about a second, a
third of what the same rows cost in SQLite with an index (measured), and in memory is one list. Later rounds look at no more than the blocks
in which something has changed.
"""

from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import reduce
from itertools import combinations
from operator import or_
from zlib import crc32

from paperconv.duplicates import blocks
from paperconv.duplicates.blocks import BLOCK, COMMON, FINER, PARTS, WINDOW, WORDS
from paperconv.duplicates.nodes import Nodes, sorted_twice
from paperconv.duplicates.sketch import Sketch
from paperconv.io.buckets import Buckets, Lists

_LISTS = 256
"""Lists of keys. A million records have about twenty million keys, of which a list holds eighty thousand."""
_RANGE = 14
"""Bits of a number within a list of pairs: of so many records the sketches are in memory while pairs are compared."""
_NUMBER = 32
"""Bits of a number in a pair."""
_MASK = (1 << _NUMBER) - 1


class Pairs:
    """Pairs of numbers; each is given once, those of a range of smaller numbers together, in the order of the larger."""

    def __init__(self, size: int) -> None:
        self._lists = Lists((size >> _RANGE) + 1)

    def extend(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Adds pairs, of each the smaller number first."""
        for i, j in pairs:
            self._lists.extend(i >> _RANGE, (j << _NUMBER | i,))

    def __iter__(self) -> Iterator[Iterator[tuple[int, int]]]:
        for at in range(len(self._lists)):
            yield ((code & _MASK, code >> _NUMBER) for code in sorted({code for part in self._lists.parts(at) for code in part}))

    def close(self) -> None:
        """Gives back the room on disk."""
        self._lists.close()


class Index:
    """The keys of ``nodes``. ``cut`` names, by kind of key, how many blocks were too large at first to compare pair by pair."""

    def __init__(self, nodes: Nodes) -> None:
        self._nodes = nodes
        self._keys, self._triples = Buckets(_LISTS), Buckets(_LISTS)
        self._first = True
        self._years, self._firsts, self._same = array("H"), array("Q"), array("L")
        self._notices = bytearray()
        self._titles: list[str] = []  # until all are there
        self._rank = array("L")  # then their places in the order of titles
        self._split: dict[int, bool] = {}  # records in blocks that gave way: True where the title has three words for a finer key
        self.cut: dict[str, int] = {}

    def add(self, number: int, sketch: Sketch, codes: Iterable[int]) -> None:
        """Puts a record under its keys (:func:`~paperconv.duplicates.blocks.codes`)."""
        for code in codes:
            self._keys.add(code, number)
        if number == len(self._years):
            self._titles.append(sketch.title.compact or sketch.abstract)
            for column in (self._years, self._firsts, self._same, self._notices):
                column.append(0)
        self._years[number] = min(max(sketch.year, 0), 9999)  # before Christ counts as unknown
        self._notices[number] = sketch.title.notice
        self._firsts[number] = reduce(or_, (1 << crc32(word.encode()) % 64 for word in sketch.authors.first), 0)
        self._same[number] = crc32(sketch.title.compact.encode())

    def pairs(self, dirty: Collection[int] = ()) -> Pairs:
        """The pairs to compare: at first all, later those in which a record is fresh or ``dirty``, and those of blocks that were too large before."""
        nodes, first, self._first = self._nodes, self._first, False
        if first:
            self._put_in_order()
        fresh = nodes.fresh.union(dirty)
        changed = sorted(fresh | nodes.gone)
        codes = None if first else self._keys.wanted(code for n in changed for code in blocks.codes(nodes.sketch(n)))
        finer = None if first else self._triples.wanted(code for n in changed for code in blocks.finer(nodes.sketch(n)))
        found = Pairs(len(nodes))
        large: Counter[str] = Counter()
        for code, numbers in self._keys.groups(codes):
            self._meet(numbers, blocks.kind(code), fresh, found, large if first else None)
        for _, numbers in self._triples.groups(finer):
            self._meet(numbers, FINER, fresh, found, large if first else None)
        if first:
            self.cut = dict(large)
        return found

    def _meet(self, numbers: Sequence[int], kind: str, fresh: Collection[int], found: Pairs, large: Counter[str] | None) -> None:
        """Adds the pairs of a block that have not met in it: all at first, when ``large`` counts the blocks that are cut."""
        nodes = self._nodes
        block = self._divided([n for n in dict.fromkeys(numbers) if n in nodes], kind)
        if large is not None:
            if len(block) > BLOCK:
                large[WORDS if kind == FINER else kind] += 1
            found.extend(self._likely(self._pairs(block), kind))
        else:
            before = set(self._pairs(self._divided([n for n in dict.fromkeys(numbers) if n in nodes or n in nodes.gone], kind)))
            pairs = (pair for pair in self._pairs(block) if pair not in before or pair[0] in fresh or pair[1] in fresh)
            found.extend(self._likely(pairs, kind))

    def _likely(self, pairs: Iterable[tuple[int, int]], kind: str) -> Iterable[tuple[int, int]]:
        """The pairs to compare. Of titles that share a part and are not the same, those of other years by other first authors are left out:
        these are most of what meets so, and no evidence is left that could make them one work. A notice may come years later from the editors.
        """
        if kind not in PARTS:
            return pairs
        year, first, same, notice = self._years, self._firsts, self._same, self._notices
        return (
            (i, j)
            for i, j in pairs
            if -1 <= year[i] - year[j] <= 1
            or first[i] & first[j]
            or same[i] == same[j]
            or notice[i] != notice[j]
            or not (year[i] and year[j] and first[i] and first[j])
        )

    def _divided(self, block: list[int], kind: str) -> list[int]:
        """Of a block of two words that many titles share, those records that have no finer keys; else the block itself."""
        return [n for n in block if not self._gives_way(n)] if kind == WORDS and len(block) > COMMON else block

    def _pairs(self, block: list[int]) -> Iterable[tuple[int, int]]:
        """The pairs of a block, the smaller number first: of one that is too large each record with its next by title."""
        if len(block) <= BLOCK:
            return combinations(sorted(block), 2)
        block = sorted(block, key=self._rank.__getitem__)
        return ((min(i, j), max(i, j)) for at, i in enumerate(block) for j in block[at + 1 : at + 1 + WINDOW])

    def _gives_way(self, number: int) -> bool:
        """True for a record that has finer keys, which then are in the index."""
        if number not in self._split or number in self._nodes.fresh:
            finer = blocks.finer(self._nodes.sketch(number))
            self._split[number] = bool(finer)
            for code in finer:
                self._triples.add(code, number)
        return self._split[number]

    def _put_in_order(self) -> None:
        """Gives each record its place in the order of titles."""
        self._rank = array("L", bytes(array("L").itemsize * len(self._titles)))
        for at, number in enumerate(sorted_twice(range(len(self._titles)), self._titles.__getitem__, self._nodes.order_read)):
            self._rank[number] = at
        self._titles.clear()
