"""Keys under which two records of one work may meet, and the pairs that meet.

Every pair of records is never looked at: two records are compared where they share a key. A block with too many records is not
compared pair by pair but in the order of their titles, each with its next neighbours (Hernández and Stolfo, "The Merge/Purge
Problem for Large Databases", SIGMOD 1995), so that the pairs grow with the records and not with their square. Two words of a title that many
records share are no key; three of them are.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations

import msgspec

from paperconv.duplicates.sketch import Sketch
from paperconv.duplicates.vocabulary import STOP

BLOCK = 40
"""Records of one key up to which each is compared with each."""
COMMON = 10
"""Records that share two words of their titles from which on the two words say little, and a third is asked for."""
WINDOW = 8
"""Neighbours with which a record of a larger block is compared: more copies of one work than that are found through each other."""

_PREFIX = 16  # letters: two or three words, by which one spelling of a title is told from most others
_RARE = 5


class Pairs(msgspec.Struct, frozen=True):
    """Pairs of positions (the smaller first, sorted), and for each kind of key how many blocks were cut.

    A pair is held as one number, which takes a third of the room.
    """

    codes: list[int]
    size: int
    cut: dict[str, int]

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return (divmod(code, self.size) for code in self.codes)

    def __len__(self) -> int:
        return len(self.codes)


def keys(sketch: Sketch) -> Iterator[tuple[str, str]]:
    """All keys of a record as (kind, value). Pure; two records of a work share one of them, or are not found."""
    for kind, make in KINDS.items():
        for value in make(sketch):
            yield kind, value


def pairs(sketches: Sequence[Sketch]) -> Pairs:
    """The pairs to compare. One kind of key is held at a time."""
    found: set[int] = set()
    size = len(sketches)
    cut: dict[str, int] = {}
    for kind, make in KINDS.items():
        blocks = _finer(_blocks(make, sketches), sketches) if kind == "title-words" else _blocks(make, sketches)
        large = 0
        for members in blocks:
            if len(members) > BLOCK:
                large += 1
                members.sort(key=lambda i: (sketches[i].title.compact or sketches[i].abstract, i))
                for at, i in enumerate(members):
                    found.update(min(i, j) * size + max(i, j) for j in members[at + 1 : at + 1 + WINDOW])
            else:
                found.update(i * size + j for i, j in combinations(members, 2))
        if large:
            cut[kind] = large
    return Pairs(sorted(found), size, cut)


def _blocks(make: Callable[[Sketch], Iterator[str]], sketches: Sequence[Sketch]) -> Iterable[list[int]]:
    """The records that share a key, for each key that more than one has. Most keys are one record's, and cost no list."""
    alone: dict[str, int] = {}
    shared: dict[str, list[int]] = {}
    for i, sketch in enumerate(sketches):
        for value in make(sketch):
            first = alone.setdefault(value, i)
            if first != i:
                members = shared.setdefault(value, [first])
                if members[-1] != i:
                    members.append(i)
    return shared.values()


def _finer(blocks: Iterable[list[int]], sketches: Sequence[Sketch]) -> Iterator[list[int]]:
    """The blocks of pairs of words; one of many records gives way to those of three words. Who has no third word stays in the block."""
    chosen: dict[int, list[str]] = {}
    triples: dict[str, list[int]] = {}
    split: set[int] = set()
    for members in blocks:
        if len(members) <= COMMON:
            yield members
            continue
        few = []
        for i in members:
            if i not in chosen:
                chosen[i] = _longest(sketches[i])
            if len(chosen[i]) < 3:
                few.append(i)
            else:
                split.add(i)
        if len(few) > 1:
            yield few
    for i in sorted(split):
        for words in combinations(chosen[i], 3):
            triples.setdefault(" ".join(words), []).append(i)
    yield from (members for members in triples.values() if len(members) > 1)


def _ids(s: Sketch) -> Iterator[str]:
    for kind, values in s.ids.items():
        for value in values:
            yield f"{kind}:{value}"


def _title_head(s: Sketch) -> Iterator[str]:
    if s.title.compact:
        yield s.title.compact[:_PREFIX]


def _title_tail(s: Sketch) -> Iterator[str]:
    if len(s.title.compact) > _PREFIX:
        yield s.title.compact[-_PREFIX:]


def _title_words(s: Sketch) -> Iterator[str]:
    """Pairs of the longest words."""
    for x, y in combinations(_longest(s), 2):
        yield f"{x} {y}"


def _longest(s: Sketch) -> list[str]:
    """The longest words of a title: length stands for rarity, so that the keys of a record do not hang on the others."""
    return sorted(sorted({w for w in s.title.words if len(w) > 3 and w not in STOP}, key=lambda w: (-len(w), w))[:_RARE])


def _author_year(s: Sketch) -> Iterator[str]:
    if s.year:
        for word in s.authors.first:
            yield f"{word} {s.year}"


def _place(s: Sketch) -> Iterator[str]:
    if s.volume and s.pages.first:
        yield f"{s.volume} {s.pages.first}"


def _abstract(s: Sketch) -> Iterator[str]:
    """Three stretches of the abstract: one of them is the same where a word differs in another."""
    if s.abstract:
        letters = s.abstract.replace(" ", "")
        yield letters[:24]
        yield letters[60:84]
        yield letters[140:164]


KINDS: dict[str, Callable[[Sketch], Iterator[str]]] = {
    "identifier": _ids,
    "title-head": _title_head,
    "title-tail": _title_tail,
    "title-words": _title_words,
    "author-year": _author_year,
    "place": _place,
    "abstract": _abstract,
}
"""Kind of key -> the keys of that kind that a record has."""
