"""Keys under which two records of one work may meet.

Every pair of records is never looked at: two records are compared where they share a key. A block with too many records is not
compared pair by pair but in the order of their titles, each with its next neighbours (Hernández and Stolfo, "The Merge/Purge
Problem for Large Databases", SIGMOD 1995), so that the pairs grow with the records and not with their square. Two words of a title that many
records share are no key; three of them are.
"""

from collections.abc import Callable, Iterator
from itertools import combinations
from zlib import crc32

from paperconv.duplicates.sketch import Sketch
from paperconv.duplicates.vocabulary import STOP

BLOCK = 40
"""Records of one key up to which each is compared with each."""
COMMON = 10
"""Records that share two words of their titles from which on the two words say little, and a third is asked for."""
WINDOW = 8
"""Neighbours with which a record of a larger block is compared: more copies of one work than that are found through each other."""

WORDS = "title-words"
"""The kind of key that gives way to a finer one."""
FINER = "three-title-words"
PARTS = frozenset(("title-head", "title-tail", WORDS, FINER))
"""Kinds of key by which titles meet that have little in common."""

_PREFIX = 16  # letters: two or three words, by which one spelling of a title is told from most others
_RARE = 5


def keys(sketch: Sketch) -> Iterator[tuple[str, str]]:
    """All keys of a record as (kind, value). Pure; two records of a work share one of them, or are not found."""
    for kind, make in KINDS.items():
        for value in make(sketch):
            yield kind, value


def codes(sketch: Sketch) -> list[int]:
    """The keys of a record as numbers, of which :func:`kind` tells the kind; two values in four milliards are one number, which costs a look."""
    return [at << _HASH | crc32(value.encode()) for at, make in enumerate(KINDS.values()) for value in make(sketch)]


def kind(code: int) -> str:
    """The kind of key that a number stands for."""
    return _NAMES[code >> _HASH]


def finer(sketch: Sketch) -> list[int]:
    """The keys that take the place of pairs of words that many titles share: three of the longest words. None where a title has fewer."""
    return [_WORDS << _HASH | crc32(" ".join(words).encode()) for words in combinations(_longest(sketch), 3)]


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
    return sorted(sorted(sorted({w for w in s.title.words if len(w) > 3 and w not in STOP}), key=len, reverse=True)[:_RARE])


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


_HASH = 32
"""Bits of a value's hash."""

KINDS: dict[str, Callable[[Sketch], Iterator[str]]] = {
    "identifier": _ids,
    "title-head": _title_head,
    "title-tail": _title_tail,
    WORDS: _title_words,
    "author-year": _author_year,
    "place": _place,
    "abstract": _abstract,
}
"""Kind of key -> the keys of that kind that a record has."""
_NAMES = tuple(KINDS)
_WORDS = _NAMES.index(WORDS)
