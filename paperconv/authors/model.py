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
from collections.abc import Sequence
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
    n = len(data)
    found = [data[i : i + 2] for i in range(n - 1)]
    found += [data[i : i + 3] for i in range(n - 2)]
    found += [data[i : i + 4] for i in range(n - 3)]
    return [x % buckets for x in map(zlib.crc32, found[:_BIAS])]


def words_of_given(given: str) -> tuple[str, ...]:
    """The written-out words of a given name, folded; none for initials."""
    return () if keys.is_given_initials(given) else _words(given)


def words_of_family(family: str) -> tuple[str, ...]:
    """The words of a family name that are no particles, folded."""
    words = _words(family)
    return tuple(w for w in words if w not in tokens.PARTICLES) or words


def _words(text: str) -> tuple[str, ...]:
    """The written-out words of a text, folded; none in another script than Latin."""
    return tuple([w for w in keys.fold(text).split() if len(w) > 1]) if keys.is_latin(text) else ()


_SECOND = 0x5BD1E995
"""What the second hash value of a pair begins with."""


def pair_bits(given: str, family: str, hashes: int, size: int) -> list[int]:
    """The bits of a pair of keys in a filter of ``size`` bits (two hash values make all: Kirsch and Mitzenmacher 2006)."""
    data = f"{given}\n{family}".encode()
    first, step = zlib.crc32(data), zlib.crc32(data, _SECOND) | 1
    return [(first + i * step) % size for i in range(hashes)]


class _Rows(dict[int, int]):
    """The rows of the table, each as one number, made when it is first asked for."""

    def __init__(self, data: bytes, width: int) -> None:
        self._data, self._bytes = data, width

    def __missing__(self, row: int) -> int:
        at = row * self._bytes
        self[row] = number = int.from_bytes(self._data[at : at + self._bytes], "little")
        return number


class _Part:
    """What the model knows of a text, as a given and as a family name. What its letters say is found when it is first asked for.

    ``seeds`` are the two hash values with which those of its pairs begin as a given name, ``None`` where no name is written out; ``tail``
    is what they end with as a family name. ``given`` and ``family`` are its vectors, empty where the model knows nothing of it.
    """

    __slots__ = ("_names", "family", "given", "is_initials", "is_spelled", "role", "seeds", "tail", "text")
    family: tuple[float, ...]
    given: tuple[float, ...]
    role: float

    def __init__(self, text: str, names: "NameModel") -> None:
        self.text, self._names = text, names
        self.is_spelled, self.is_initials = keys.is_spelled_initials(text), keys.is_given_initials(text)
        folded = keys.fold(text)
        self.tail = folded.encode()
        self.seeds: tuple[int, int] | None = None
        if (key := "" if self.is_initials else folded if folded.isalpha() and len(folded) > 1 else keys.given_key(text)) and key[-1] != ".":
            data = f"{key}\n".encode()
            self.seeds = zlib.crc32(data), zlib.crc32(data, _SECOND)

    def __getattr__(self, name: str) -> object:
        """Finds the vectors and the role, which not all lists need."""
        self.given, self.family, self.role = self._names.learned(self.text, self.is_initials)
        return getattr(self, name)


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
        self._part = lru_cache(maxsize=_CACHE)(lambda text: _Part(text, self))
        self.is_known = lru_cache(maxsize=_PAIRS)(self._is_known)
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

    def likeness(self, given: str, family: str) -> float | None:
        """How well the two go together by their letters, uncalibrated; ``None`` where the model knows nothing of them."""
        u, v = self._part(given).given, self._part(family).family
        return sum(map(mul, u, v)) if u and v else None

    def _is_known(self, given: str, family: str) -> bool:
        """True for a pair that was seen in several works, and (with the error rate of the card) for a few that were not.

        All its bits are set, as :func:`pair_bits` has them; most pairs end at the first.
        """
        seeds, tail = self._part(given).seeds, self._part(family).tail
        if seeds is None or not tail:
            return False
        bits, size = self._packed.pairs, self._bits
        first = zlib.crc32(tail, seeds[0])
        at = first % size
        if not bits[at >> 3] >> (at & 7) & 1:
            return False
        step = zlib.crc32(tail, seeds[1]) | 1
        for _ in range(1, self._packed.hashes):
            first += step
            at = first % size
            if not bits[at >> 3] >> (at & 7) & 1:
                return False
        return True

    def association(self, given: str, family: str) -> float:
        """Log odds that the two are one person's rather than those of two authors of one list."""
        first, second = self._part(given), self._part(family)
        if not first.given or not second.family:
            return 0.0
        base, slope, known = self._weights
        value = base + slope * _likeness(first, second)
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

    def learned(self, text: str, initials: bool) -> tuple[tuple[float, ...], tuple[float, ...], float]:
        """A text's vectors as a given name (none for initials) and as a family name, and its log odds of being a given name."""
        words = _words(text)
        if not words:
            return (), (), 0.0
        vectors = [self.vector(w) for w in words]
        given = () if initials else _mean([v[0] for v in vectors])
        long = [w for w in words if w not in tokens.PARTICLES]
        if not long:
            return given, _mean([v[1] for v in vectors]), 0.0
        family = _mean([v[1] for w, v in zip(words, vectors, strict=True) if w in long])
        value = sum([self.word_role(w) for w in long]) / len(long)
        return given, family, max(-_MOST_ROLE, min(_MOST_ROLE, value))

    def role(self, text: str) -> float:
        """Log odds that a text is a given name and not a family name."""
        return self._part(text).role

    def word_role(self, word: str) -> float:
        """Log odds that a folded word is a given name: by how it was used if it is frequent, else by its letters."""
        known = self._word_roles.get(word)
        return self.vector(word)[2] if known is None else known

    def _upright(self, given: str, family: str) -> float:
        """Log odds that the two stand in their right places and not exchanged."""
        g, f = given.strip(), family.strip()
        first, second = self._part(g), self._part(f)
        if second.is_spelled:
            return 0.0  # "Kalaivani A." is how names are written in South India
        if first.is_initials:
            return _INITIALS_FIRST + max(0.0, -second.role)
        role, pair, known = self._packed.swap_weights
        odds = role * (first.role - second.role)
        if first.given and second.family and second.given and first.family:
            odds += pair * (_likeness(first, second) - _likeness(second, first))
        if not f[:1].isupper() and second.tail.split(maxsplit=1)[:1] and second.tail.split()[0].decode() in tokens.PARTICLES:
            odds += _PARTICLE
        return odds + known * (self.is_known(g, f) - self.is_known(f, g))


MOST_LIKE = 12.0
"""Likeness beyond which more says no more: the log of the number of family names, which no pair's information exceeds."""
_MOST_ROLE = 8.0
ROLE_STEP = _MOST_ROLE / 127
_INITIALS_FIRST = 4.0
_PARTICLE = 6.0
"""Initials are the given name, and "van der" begins the family name, in all but one in fifty or one in twenty names of the dev lists."""


def _likeness(given: _Part, family: _Part) -> float:
    """How well the two go together by their letters, within bounds."""
    like = sum(map(mul, given.given, family.family))
    return like if -MOST_LIKE < like < MOST_LIKE else math.copysign(MOST_LIKE, like)


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
