"""The name model: how well a given and a family name go together, and which of the two a word is.

One file of half a megabyte (``data/names.bin``; what it was trained on and how well it does stands in ``data/card.md``). Every word is the mean
of the vectors of its letter groups (two to four letters, hashed), plus one of its own if it is frequent; the vector has a part
for the word as a given name, one for the word as a family name, and its log odds of being a given name. A filter (Bloom 1970,
doi:10.1145/362686.362692) tells which pairs were seen in two works or more, and oftener than chance joins them.

No array library is needed: a vector is one integer with 16 bits a component, so that adding vectors is adding integers.
"""

import math
import os
import zlib
from array import array
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from operator import mul

import msgspec

from paperconv.authors import keys, tokens

FORMAT = 1
_BIAS = 128
_LONGEST = 30
"""Letters of a word that count: 32 with its ends have 93 groups, and 16 bits hold the sum of 128 vectors of 8 bits twice."""
_CACHE = 1 << 14
_PAIRS = 1 << 12
"""Pairs of names that are remembered: people who come again come soon, and each list has many pairs that never come again."""


class Packed(msgspec.Struct):
    """The file: ``rows`` holds (buckets + words) vectors of 2 * dims + 1 bytes (value + 128), ``role_values`` the log odds of
    ``role_words`` in steps of :data:`ROLE_STEP` (+ 128), ``pairs`` the bits of the filter."""

    format: int
    dims: int
    buckets: int
    scales: tuple[float, float, float]
    words: bytes
    rows: bytes
    role_words: bytes
    role_values: bytes
    pairs: bytes
    hashes: int
    pair_weights: tuple[float, float, float]
    swap_weights: tuple[float, float, float]
    trained_on: str = ""


def groups(word: str, buckets: int) -> list[int]:
    """The hashed letter groups of a folded word, its two ends marked."""
    data = b"^" + word[:_LONGEST].encode() + b"$"
    crc, n = zlib.crc32, len(data)
    found = [crc(data[i : i + 2]) % buckets for i in range(n - 1)]
    found += [crc(data[i : i + 3]) % buckets for i in range(n - 2)]
    found += [crc(data[i : i + 4]) % buckets for i in range(n - 3)]
    return found[:_BIAS]


def words_of_given(given: str) -> tuple[str, ...]:
    """The written-out words of a given name, folded; none for initials."""
    if keys.is_given_initials(given) or not keys.is_latin(given):
        return ()
    return tuple(w for w in keys.fold(given).split() if len(w) > 1)


def words_of_family(family: str) -> tuple[str, ...]:
    """The words of a family name that are no particles, folded."""
    if not keys.is_latin(family):
        return ()
    words = [w for w in keys.fold(family).split() if len(w) > 1]
    return tuple(w for w in words if w not in tokens.PARTICLES) or tuple(words)


def pair_bits(given: str, family: str, hashes: int, size: int) -> Iterator[int]:
    """The bits of a pair of keys in a filter of ``size`` bits (two hash values make all: Kirsch and Mitzenmacher 2006).

    One after the other, since the first one or two tell that most pairs are not there.
    """
    data = f"{given}\n{family}".encode()
    first = zlib.crc32(data)
    yield first % size
    step = zlib.crc32(data, 0x5BD1E995) | 1
    for i in range(1, hashes):
        yield (first + i * step) % size


class _Rows(dict[int, int]):
    """The rows of the table, each as one number, made when it is first asked for."""

    def __init__(self, data: bytes, width: int) -> None:
        self._data, self._bytes = data, width

    def __missing__(self, row: int) -> int:
        at = row * self._bytes
        self[row] = number = int.from_bytes(self._data[at : at + self._bytes], "little")
        return number


class NameModel:
    """Scores of names, all natural-log odds; 0 where the model knows nothing (initials, scripts other than Latin)."""

    def __init__(self, packed: Packed) -> None:
        self._packed = packed
        self._buckets, self._dims = packed.buckets, packed.dims
        width = 2 * packed.dims + 1
        spread = bytearray(2 * len(packed.rows))
        spread[::2] = packed.rows
        self._rows = _Rows(bytes(spread), 2 * width)
        self._width = width
        words = zlib.decompress(packed.words).decode().split("\n")
        self._word_rows = {w: packed.buckets + i for i, w in enumerate(words) if w}
        role_words = zlib.decompress(packed.role_words).decode().split("\n")
        self._word_roles = {w: (v - _BIAS) * ROLE_STEP for w, v in zip(role_words, packed.role_values, strict=True)}
        self._bits = len(packed.pairs) * 8
        self._weights = packed.pair_weights
        self.vector = lru_cache(maxsize=_CACHE)(self._vector)
        self._given = lru_cache(maxsize=_CACHE)(self._given_vector)
        self._family = lru_cache(maxsize=_CACHE)(self._family_vector)
        self.role = lru_cache(maxsize=_CACHE)(self._role)
        self.is_known = lru_cache(maxsize=_PAIRS)(self._is_known)
        self.association = lru_cache(maxsize=_PAIRS)(self._association)
        self.upright = lru_cache(maxsize=_PAIRS)(self._upright)

    def _vector(self, word: str) -> tuple[tuple[float, ...], tuple[float, ...], float]:
        """The word as a given name, as a family name, and its log odds of being a given name."""
        found = groups(word, self._buckets)
        n = len(found)
        rows = self._rows
        total, bias = sum([rows[i] for i in found]), _BIAS * n
        own = self._word_rows.get(word)
        if own is not None:
            total += rows[own] * n
            bias *= 2
        lanes = array("H", total.to_bytes(2 * self._width, "little"))
        k, (given, family, role) = self._dims, self._packed.scales
        given, family = given / n, family / n
        return (
            tuple([(x - bias) * given for x in lanes[:k]]),
            tuple([(x - bias) * family for x in lanes[k : 2 * k]]),
            (lanes[2 * k] - bias) * role / n,
        )

    def _given_vector(self, given: str) -> tuple[float, ...]:
        return _mean([self.vector(w)[0] for w in words_of_given(given)])

    def _family_vector(self, family: str) -> tuple[float, ...]:
        return _mean([self.vector(w)[1] for w in words_of_family(family)])

    def likeness(self, given: str, family: str) -> float | None:
        """How well the two go together by their letters, uncalibrated; ``None`` where the model knows nothing of them."""
        u, v = self._given(given), self._family(family)
        return sum(map(mul, u, v)) if u and v else None

    def _is_known(self, given: str, family: str) -> bool:
        """True for a pair that was seen in several works, and (with the error rate of the card) for a few that were not."""
        g, f = keys.given_key(given), keys.fold(family)
        if not g or not f or g[-1] == ".":
            return False
        bits = self._packed.pairs
        first = zlib.crc32(f"{g}\n{f}".encode()) % self._bits
        if not bits[first >> 3] >> (first & 7) & 1:  # most pairs end here, at the first of their bits
            return False
        for b in pair_bits(g, f, self._packed.hashes, self._bits):  # noqa: SIM110 (half of all time is spent here, and all() costs more)
            if not bits[b >> 3] >> (b & 7) & 1:
                return False
        return True

    def _association(self, given: str, family: str) -> float:
        """Log odds that the two are one person's rather than those of two authors of one list."""
        u, v = self._given(given), self._family(family)
        if not u or not v:
            return 0.0
        base, slope, known = self._weights
        like = sum(map(mul, u, v))
        value = base + slope * (like if -MOST_LIKE < like < MOST_LIKE else math.copysign(MOST_LIKE, like))
        return value + known if self.is_known(given, family) else value

    def beside(self, pairs: Sequence[keys.Pair]) -> "NameModel":
        """The model knows no lists."""
        return self

    def together(self, pairs: Sequence[keys.Pair]) -> int:
        """The model knows no works."""
        return 0

    def is_group(self, text: str) -> bool:
        """The model knows no organisations."""
        return False

    def _role(self, text: str) -> float:
        """Log odds that a text is a given name and not a family name."""
        if not keys.is_latin(text):
            return 0.0
        words = keys.fold(text).split()
        long = [w for w in words if len(w) > 1 and w not in tokens.PARTICLES]
        if not long:
            return 0.0
        value = sum([self.word_role(w) for w in long]) / len(long)
        return max(-_MOST_ROLE, min(_MOST_ROLE, value))

    def word_role(self, word: str) -> float:
        """Log odds that a folded word is a given name: by how it was used if it is frequent, else by its letters."""
        known = self._word_roles.get(word)
        return self.vector(word)[2] if known is None else known

    def _upright(self, given: str, family: str) -> float:
        """Log odds that the two stand in their right places and not exchanged."""
        g, f = given.strip(), family.strip()
        if keys.is_spelled_initials(f):
            return 0.0  # "Kalaivani A." is how names are written in South India
        if keys.is_given_initials(g):
            return _INITIALS_FIRST + max(0.0, -self.role(f))
        role, pair, known = self._packed.swap_weights
        odds = role * (self.role(g) - self.role(f))
        here, there = self.likeness(g, f), self.likeness(f, g)
        if here is not None and there is not None:
            odds += pair * (max(-MOST_LIKE, min(MOST_LIKE, here)) - max(-MOST_LIKE, min(MOST_LIKE, there)))
        if not f[:1].isupper() and keys.fold(f).split()[:1] and keys.fold(f).split()[0] in tokens.PARTICLES:
            odds += _PARTICLE
        return odds + known * (self.is_known(g, f) - self.is_known(f, g))


MOST_LIKE = 12.0
"""Likeness beyond which more says no more: the log of the number of family names, which no pair's information exceeds."""
_MOST_ROLE = 8.0
ROLE_STEP = _MOST_ROLE / 127
_INITIALS_FIRST = 4.0
_PARTICLE = 6.0
"""Initials are the given name, and "van der" begins the family name, in all but one in fifty or one in twenty names of the dev lists."""


def _mean(vectors: list[tuple[float, ...]]) -> tuple[float, ...]:
    if len(vectors) < 2:
        return vectors[0] if vectors else ()
    return tuple([sum(x) / len(vectors) for x in zip(*vectors, strict=True)])


def read(data: bytes) -> NameModel:
    """The model in the bytes of a file; :class:`ValueError` for a file of another format."""
    packed = msgspec.msgpack.decode(data, type=Packed)
    if packed.format != FORMAT:
        raise ValueError(f"a name model of format {packed.format}; this version reads {FORMAT}")
    return NameModel(packed)


@cache
def default() -> NameModel:
    """The model of the package, loaded when first asked for."""
    with open(os.path.join(os.path.dirname(__file__), "data", "names.bin"), "rb") as stream:
        return read(stream.read())


def posterior(odds: float) -> float:
    """Probability of a log odds."""
    return 1 / (1 + math.exp(-max(-40.0, min(40.0, odds))))
