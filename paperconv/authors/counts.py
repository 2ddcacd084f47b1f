"""What the counts of an authority say of a list, beside what the letters of its names say."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from paperconv.authors import keys, tokens
from paperconv.authors.columns import Scores
from paperconv.authors.keys import Pair

if TYPE_CHECKING:
    from paperconv.authors.authority import Authority

# Set on the dev lists with an authority of the train lists.
DISCOUNT = 0.6
CONCENTRATION = 1.0
"""Of each pair that was seen, DISCOUNT of a work is left for pairs not seen: how new the names still are that come with a given name
is told by how many it was seen with (a Pitman-Yor process: Teh 2006, doi:10.3115/1220175.1220299)."""
UNKNOWN = 1.5
"""What the model holds against a pair that it does not know; the counts say that themselves."""
STRENGTH = 1.2
"""Rows with counts are facts each by itself: it undoes the tempering of a list's sum, which likenesses of letters need."""
LEAST, MOST = -6.75, 8.75
MOST_LETTERS = 6.0
MOST_INITIALS = 0.7
"""Initials fit many: what their pairs say counts for little."""
TOGETHER = 6.0
"""Log odds of two names of a list that are together in another work, too."""
KNOWN_LIFT = 16
"""How much oftener than by chance a given and a family name stand together, for the pair to be known; as in the model."""
PRIOR_NAMES = 3.0
"""Names whose weight the letters of a word have against its counts as given and family name."""
MOST_ROLE = 8.0
TURNED_PAIR, TURNED_ROLE = 0.4, 0.5
"""How much of what the counts add for the pair, and for each part's role, says that a name is not exchanged."""

GROUP_WORKS, GROUP_LIFT = 2, 4
"""Works from which an author without a given name is an organisation, and how many for each work by a person of that family name."""
_BRAND = re.compile(r"[a-z][A-Z]|\w-?[A-Z]{2}|\d")


class Silent:
    """Scores that say nothing, for counts alone without a name model."""

    def association(self, given: str, family: str) -> float:
        """Nothing."""
        return 0.0

    def upright(self, given: str, family: str) -> float:
        """Nothing."""
        return 0.0

    def role(self, text: str) -> float:
        """Nothing."""
        return 0.0

    def is_known(self, given: str, family: str) -> bool:
        """Nobody is."""
        return False

    def beside(self, pairs: Sequence[Pair]) -> "Silent":
        """Nothing either."""
        return self

    def together(self, pairs: Sequence[Pair]) -> int:
        """None are known to be."""
        return 0

    def is_group(self, text: str) -> bool:
        """Nobody is."""
        return False


class Counts:
    """Scores (natural-log odds) from an authority, and from ``letters`` where the authority has not seen enough.

    The work ``work`` is left out, so that no list speaks for itself. Where nothing was counted, the scores are those of ``letters``.
    """

    def __init__(self, authority: "Authority", letters: Scores, work: bytes = b"") -> None:
        self._authority, self._letters, self._work = authority, letters, work
        self._together: frozenset[Pair] = frozenset()
        self._own_given, self._own_family = Counter[str](), Counter[str]()

    def beside(self, pairs: Sequence[Pair]) -> "Counts":
        """The same scores, knowing which names of a list, in whatever way it is read, stand together in another work."""
        made = Counts(self._authority, self._letters, self._work)
        made._together = frozenset(self._companions(pairs))
        for key in (_key(g, f) for g, f in pairs):
            seen = self._authority.name(*key)
            if seen.works == 1 and self._work in seen.which:  # a name that this work alone gave to the counts
                made._own_given[key[0]] += 1
                made._own_family.update(key[1].split())
        return made

    def together(self, pairs: Sequence[Pair]) -> int:
        """How many of these names are together in another work with one of the list."""
        return sum(_key(g, f) in self._together for g, f in pairs)

    def association(self, given: str, family: str) -> float:
        """That the two are one person's: how often they were, against how often chance would join them."""
        letters = self._letters.association(given, family)
        g, f = _key(given, family)
        if not g or not f:
            return letters
        value = letters
        pair = self._authority.name(g, f)
        works, families = self._authority.given(g)
        mine = self._work in pair.which
        if works - mine:
            chance = self._authority.share(f)
            back = math.exp(max(-MOST_LETTERS, min(MOST_LETTERS, letters + UNKNOWN)))
            new = (CONCENTRATION + DISCOUNT * (families - (mine and pair.works == 1))) * back
            value = math.log((max(pair.works - mine - DISCOUNT, 0.0) / chance + new) / (works - mine + CONCENTRATION))
            value = max(LEAST, min(MOST, STRENGTH * value))
        if g[-1] == ".":
            value = max(-MOST_INITIALS, min(MOST_INITIALS, value))
        return value + (TOGETHER if (g, f) in self._together else 0.0)

    def is_known(self, given: str, family: str) -> bool:
        """True for a pair that was seen in another work, and not by chance."""
        g, f = _key(given, family)
        if g and f and g[-1] != ".":
            pair = self._authority.name(g, f)
            works = pair.works - (self._work in pair.which)
            if works and works >= KNOWN_LIFT * self._authority.given(g)[0] * self._authority.share(f):
                return True
        return self._letters.is_known(given, family)

    def is_group(self, text: str) -> bool:
        """True for the author of two other works or more, of several words or written as no person's name is, whom no person is called after.

        A person of one name is an author without a given name, too, and one who shares it with others' family names is no organisation.
        """
        if not (" " in text.strip() or _BRAND.search(text)):
            return False
        key = keys.fold(text)
        seen = self._authority.name("", key)
        works = seen.works - (self._work in seen.which)
        return works >= GROUP_WORKS and works > GROUP_LIFT * self._authority.bearers(key)

    def role(self, text: str) -> float:
        """That a text is a given name: how many people have its words as given name and as family name."""
        letters = self._letters.role(text)
        words = [w for w in keys.fold(text).split() if w not in tokens.PARTICLES and (len(w) > 1 or not w.isascii())]
        if not words:
            return letters
        start = 1 / (1 + math.exp(-letters))
        return max(-MOST_ROLE, min(MOST_ROLE, sum([self._word_role(w, start) for w in words]) / len(words)))

    def _word_role(self, word: str, start: float) -> float:
        given = max(0, self._authority.given(word)[1] - self._own_given[word])
        family = max(0, self._authority.word(word) - self._own_family[word])
        return math.log((given + PRIOR_NAMES * start) / (family + PRIOR_NAMES * (1 - start)))

    def upright(self, given: str, family: str) -> float:
        """That the two are not exchanged: what the letters say, and what the counts add to each part of it."""
        letters = self._letters
        value = letters.upright(given, family)
        if keys.is_spelled_initials(family) or keys.is_given_initials(given):
            return value
        pair = self.association(given, family) - letters.association(given, family)
        turned = self.association(family, given) - letters.association(family, given)
        role = self.role(given) - letters.role(given) - self.role(family) + letters.role(family)
        return value + TURNED_PAIR * (pair - turned) + TURNED_ROLE * role

    def _companions(self, pairs: Sequence[Pair]) -> set[Pair]:
        here = [(i, _key(g, f)) for i, (g, f) in enumerate(pairs) if g and f]
        found: set[Pair] = set()
        for reading in _readings(pairs):
            self._link(reading, here, found)
        self._link(here, [], found)
        return found

    def _link(self, reading: list[tuple[int, Pair]], before: list[tuple[int, Pair]], found: set[Pair]) -> None:
        """Finds the names of ``reading`` that are in one work with another of it, or with one that stands earlier in ``before``."""
        works: dict[bytes, list[tuple[int, Pair]]] = defaultdict(list)
        for i, key in reading:
            if key[0] and key[1]:
                for work in self._authority.name(*key).which:
                    works[work].append((i, key))
        works.pop(self._work, None)
        earlier: dict[bytes, list[tuple[int, Pair]]] = defaultdict(list)
        if works:
            for i, key in before:
                for work in self._authority.name(*key).which & works.keys():
                    earlier[work].append((i, key))
        for work, members in works.items():
            for i, key in members:
                if key not in found and (any(k != key for _, k in members) or any(k != key and j < i for j, k in earlier[work])):
                    found.add(key)


def _key(given: str, family: str) -> Pair:
    return keys.given_key(given), keys.family_key(family)


def _readings(pairs: Sequence[Pair]) -> Iterator[list[tuple[int, Pair]]]:
    """The list with the given (the family) column shifted, with all names exchanged, and as a flat list that lost a part."""
    after = range(len(pairs) - 1)
    yield [(i, _key(pairs[i][0], pairs[i + 1][1])) for i in after]
    yield [(i, _key(pairs[i + 1][0], pairs[i][1])) for i in after]
    yield [(i, _key(f, g)) for i, (g, f) in enumerate(pairs) if g and f]
    yield [(i, _key(pairs[i + 1][1], pairs[i][0])) for i in after]
