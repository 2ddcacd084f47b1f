"""How sound an author list is: which of two records a list is better taken from."""

from collections.abc import Sequence
from typing import NamedTuple

from paperconv.authors import keys, lexical, tokens
from paperconv.model import Name


class Soundness(NamedTuple):
    """Compares as a tuple, greater is better; ``faults`` and ``lost`` count against a list and so stand negated in the order."""

    ranked: tuple[int, int, float, int]
    faults: int
    lost: int
    parts: int

    @property
    def is_sound(self) -> bool:
        """True for a list in which nothing is wrong or lost."""
        return not self.faults and not self.lost


def soundness(names: Sequence[Name]) -> Soundness:
    """Ranks a list by: fewer faults, nothing lost, fuller given names, more authors. An empty list is the least."""
    if not names:
        return Soundness((-1_000_000, 0, 0.0, 0), 0, 0, 0)
    faults = sum(1 for f in lexical.faults(tuple(names)) if f.kind in lexical.ERRORS or f.kind == "marker-in-name")
    lost = sum(1 for n in names if n.lost)
    persons = [n for n in names if not n.literal]
    whole = sum(1 for n in persons if n.given and n.family and not keys.is_given_initials(n.given))
    fullness = whole / len(persons) if persons else 1.0
    parts = sum(1 for n in names for part in keys.pair(n) if keys.is_part(part) and not tokens.is_et_al(part))
    # Lists of one work seldom differ in fullness by less than a name in five unless they are full alike: the step keeps noise out.
    return Soundness((-faults, -lost, round(fullness * 5) / 5, len(names)), faults, lost, parts)
