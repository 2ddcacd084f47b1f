"""What one author list tells of its own columns: is one shifted, are they exchanged, were a flat list's parts paired wrongly?

Every supposition is weighed against "nothing is wrong" by natural-log odds: a prior (how rare the fault is), and evidence from each row
(is the given name likelier beside this family name or beside the next one?), from ties of a sorted column, and from an
organisation that stands where a family name should. A supposition of a shift from row s needs only sums from s to the end,
so that all starts together cost one pass.
"""

import math
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from typing import Literal, NamedTuple, Protocol

import msgspec

from paperconv.authors import keys, tokens
from paperconv.authors.keys import Pair
from paperconv.diagnostics import Evidence

Kind = Literal["shift-given", "shift-family", "swap-all", "swap-some", "parity-flip"]


class Scores(Protocol):
    """What knows names: the packaged model, or later the counts of a run on top of it. All values are natural-log odds."""

    def association(self, given: str, family: str) -> float:
        """That the two are one person's rather than two authors' of one list."""
        ...

    def upright(self, given: str, family: str) -> float:
        """That the two are not exchanged."""
        ...

    def role(self, text: str) -> float:
        """That a text is a given name."""
        ...

    def is_known(self, given: str, family: str) -> bool:
        """True for a person seen elsewhere."""
        ...

    def beside(self, pairs: Sequence[Pair]) -> "Scores":
        """The same, with what is known of the names of one list being together elsewhere, in whatever way the list is read."""
        ...

    def together(self, pairs: Sequence[Pair]) -> int:
        """How many of these names, of the list that these scores stand beside, are together in another work."""
        ...

    def is_group(self, text: str) -> bool:
        """True for an author of other works that is no person."""
        ...


class Pin(NamedTuple):
    """An organisation in the family column, where a shift must begin if there is one; ``sure`` where it can be nothing else."""

    row: int
    sure: bool


class Hypothesis(msgspec.Struct, frozen=True):
    """One supposition about a list: what was done to it, from which row on (or in which rows), and its log odds against "nothing"."""

    kind: Kind
    odds: float
    start: int = 0
    rows: tuple[int, ...] = ()
    evidence: tuple[Evidence, ...] = ()


class Verdict(msgspec.Struct, frozen=True):
    """The likeliest supposition, the log odds that any fault is there, and the probabilities of its kind and of exactly it."""

    best: Hypothesis
    odds: float
    kind_probability: float
    probability: float
    pinned: bool = False

    @property
    def is_error(self) -> bool:
        """True where a fault is likelier than none."""
        return self.odds >= 0.0


# Priors (natural log) and the weight of summed evidence, set on the dev lists so that one clean list in 10,000 is called faulty
# and recall on our own corruptions is highest; see data/card.md. Rows of a list are alike, so their evidence counts less than its sum.
PRIOR_SHIFT = -7.9
PRIOR_SHIFT_PINNED = -0.5
PRIOR_SWAP_ALL = -4.5
PRIOR_SWAP_SOME = -4.9
PRIOR_PARITY = -1.7
TEMPER = 0.8
TEMPER_SWAP = 0.8
CAP_ROW = 9.0
CAP_SWAP = 10.0
TURNED = 0.3
"""Of the authors of a list in which some are exchanged, the part that is (one publisher's volumes: 0.2 to 0.4)."""
WARNING: dict[Kind, float] = {"shift-given": -1.5, "shift-family": -1.5, "swap-all": -1.5, "swap-some": -2.3, "parity-flip": -3.0}
"""Log odds from which a list is worth a warning. Of the dev lists with single names at -3, every second one has them exchanged indeed."""
TIE_KEPT, TIE_BROKEN = math.log(0.9 / 0.5), math.log(0.1 / 0.5)
"""A list sorted by one column keeps the other in order within ties in nine cases of ten; by chance in one of two."""
_FEWEST_DANGLING = 3
TIES_FROM, SORTED_FROM = 10, 0.9
"""Shorter lists have no ties worth weighing; nine steps in ten ascending make a column sorted (names of organisations stand out of order)."""


def judge(rows: "Rows") -> Verdict | None:
    """Weighs all suppositions about a list; ``None`` where nothing speaks for a fault."""
    pins = rows.pins
    if not rows.pairs or (not pins and rows.are_plainly_sound):
        return None
    found = [*_shifts(rows), *_swaps(rows), *_parity(rows)]
    if not found:
        return None
    odds = log_sum([h.odds for h in found])
    best = max(found, key=lambda h: h.odds)
    if odds < WARNING[best.kind]:
        return None
    every = log_sum([0.0, odds])
    kind = log_sum([h.odds for h in found if h.kind == best.kind]) - every
    exact = math.exp(best.odds - every) * rows.certainty(best)
    pinned = best.kind == "shift-given" and any(p.row == best.start and p.sure for p in pins)
    return Verdict(best=_explained(best, rows), odds=odds, kind_probability=math.exp(kind), probability=exact, pinned=pinned)


def preference(first: Sequence[Pair], second: Sequence[Pair], scores: Scores, swapped: bool = False) -> float:
    """Log odds that ``second`` is the list with the right pairs and not ``first``; ``swapped`` where only the roles of parts differ."""
    values = []
    for sign, pairs in ((-1, first), (1, second)):
        for g, f in pairs:
            if g and f:
                values.append(sign * (scores.upright(g, f) / 2 if swapped else TEMPER * _cap(scores.association(g, f))))
    return math.fsum(values)  # the same for both orders of the lists, to the last digit


def leaning(rows: "Rows") -> float:
    """Log odds that the names of a list are exchanged, without how rare that is; 0 where it names no person that can be judged."""
    if rows.are_plainly_sound:
        return -CAP_SWAP
    return -TEMPER_SWAP * sum(u for u in rows.upright if u is not None)


def log_sum(values: Sequence[float]) -> float:
    """Logarithm of the sum of exponentials."""
    top = max(values)
    return top + math.log(sum([math.exp(v - top) for v in values if v > top - 40.0]))


class Rows:
    """The rows of one list, (given, family) each, and their scores, each found once and only if asked for.

    ``pins`` are the rows with an organisation in the family column and a given name beside it.
    """

    def __init__(self, pairs: Sequence[Pair], scores: Scores, pins: Sequence[Pin] = ()) -> None:
        self.pairs, self.pins, self.n = pairs, pins, len(pairs)
        self._scores = scores

    @cached_property
    def are_plainly_sound(self) -> bool:
        """True where every author is a person known from elsewhere: no fault leaves all pairs whole, but for a last one that is left over."""
        pairs, is_known = self.pairs, self._scores.is_known
        if not pairs or (not pairs[-1][0] and len(pairs) >= _FEWEST_DANGLING):
            return False
        persons = 0
        for given, family in pairs:
            if given:
                persons += 1
                if not is_known(given, family):
                    return False
        return persons > 0

    @cached_property
    def scores(self) -> Scores:
        """What knows names, and which of the list's stand together elsewhere."""
        return self._scores.beside(self.pairs)

    def fit(self, given: str, family: str) -> float:
        """Log odds that two names are one person's; 0 where one is missing."""
        return self.scores.association(given, family) if given and family else 0.0

    @cached_property
    def here(self) -> list[float]:
        """Log odds that the two names of each row are one person's."""
        likely = self.scores.association
        return [likely(g, f) if g and f else 0.0 for g, f in self.pairs]

    @cached_property
    def upright(self) -> list[float | None]:
        """Log odds that each row is not exchanged; ``None`` for a single name or an organisation."""
        upright, pinned = self.scores.upright, {p.row for p in self.pins}
        return [
            max(-CAP_SWAP, min(CAP_SWAP, upright(g, f))) if g and f and i not in pinned else None for i, (g, f) in enumerate(self.pairs)
        ]

    @cached_property
    def gains(self) -> tuple[list[float], list[float]]:
        """See :func:`shift_gains`."""
        return shift_gains(self)

    @property
    def dangles(self) -> bool:
        """True where only the last author has no given name."""
        return self.n >= _FEWEST_DANGLING and not self.pairs[-1][0] and all(g for g, _ in self.pairs[:-1])

    def certainty(self, best: Hypothesis) -> float:
        """Of the probability of a supposition about single rows, the part that falls on exactly these."""
        if best.kind != "swap-some":
            return 1.0
        value = 1.0
        for u in self.upright:
            if u is not None:
                odds = TURNED / (1 - TURNED) * math.exp(-TEMPER_SWAP * u)
                value *= max(odds, 1.0) / (1.0 + odds)
        return value


def _shifts(rows: Rows) -> list[Hypothesis]:
    """One column lost a cell in row s, so that all its later cells stand a row early."""
    n, pairs, pins = rows.n, rows.pairs, rows.pins
    if n < 3 and not pins:
        return []
    gain_given, gain_family = rows.gains
    at = {p.row for p in pins if p.sure}
    found: list[Hypothesis] = []
    prior = PRIOR_SHIFT - math.log(n)
    given = family = 0.0
    for s in range(n - 1, -1, -1):
        given += gain_given[s]
        family += gain_family[s]
        if s in at:
            found.append(Hypothesis("shift-given", PRIOR_SHIFT_PINNED + _beside(pairs[s], scores=rows.scores) + TEMPER * given, s))
        else:
            found.append(Hypothesis("shift-given", prior + TEMPER * given, s))
            found.append(Hypothesis("shift-family", prior + TEMPER * family, s))
    return found


def _beside(pair: Pair, scores: Scores) -> float:
    """What the given name beside an organisation says: a person's name has no business there."""
    return max(-2.0, min(2.0, scores.role(pair[0])))


def shift_gains(rows: Rows) -> tuple[list[float], list[float]]:
    """What each row gains if the given (the family) column stands a row early from there on."""
    pairs, here, likely = rows.pairs, rows.here, rows.scores.association
    given = [_cap((likely(g, f) if g and f else 0.0) - h) for (g, _), (_, f), h in zip(pairs, pairs[1:], here, strict=False)]
    family = [_cap((likely(g, f) if g and f else 0.0) - h) for (_, f), (g, _), h in zip(pairs, pairs[1:], here, strict=False)]
    given.append(_cap(-here[-1]))
    family.append(given[-1])
    for i, (for_given, for_family) in ties(pairs).items():
        given[i] += for_given
        family[i] += for_family
    return given, family


def _cap(value: float) -> float:
    return value if -CAP_ROW < value < CAP_ROW else CAP_ROW if value > 0 else -CAP_ROW


def ties(pairs: Sequence[Pair]) -> dict[int, tuple[float, float]]:
    """Row -> what a tie of the sorted column there says for the given column (the family column) standing a row early.

    In a list sorted by one column, authors who are equal in it should ascend in the other. Where they do so only when the other
    column is moved by a row, it was moved.
    """
    if len(pairs) < TIES_FROM:
        return {}
    given, family = [keys.fold(g) for g, _ in pairs], [keys.fold(f) for _, f in pairs]
    for first, second, step in ((family, given, -1), (given, family, 1)):
        if sum(x <= y for x, y in pairwise(first)) < SORTED_FROM * (len(pairs) - 1):
            continue
        found = {}
        for i in range(len(pairs) - 1):
            if first[i] and first[i] == first[i + 1]:
                here = _tie(second, i)
                found[i] = (_tie(second, i + step) - here, _tie(second, i - step) - here)
        return found
    return {}


def _tie(column: Sequence[str], i: int) -> float:
    if i < 0 or i + 1 >= len(column) or column[i] == column[i + 1]:
        return 0.0
    return TIE_KEPT if column[i] < column[i + 1] else TIE_BROKEN


def _swaps(rows: Rows) -> list[Hypothesis]:
    """All names, or some, have given and family name exchanged."""
    known = [u for u in rows.upright if u is not None]
    if not known:
        return []
    # A last author without a given name is the mark of a flat list paired wrongly, which exchanges look like.
    prior = -6.0 if rows.dangles else 0.0
    found = [
        Hypothesis("swap-all", prior + PRIOR_SWAP_ALL - TEMPER_SWAP * sum(known), rows=tuple(i for i, u in enumerate(rows.upright) if u is not None))
    ]
    turned = tuple(i for i, u in enumerate(rows.upright) if u is not None and TURNED * math.exp(-TEMPER_SWAP * u) > 1 - TURNED)
    if turned and len(turned) < len(known):
        odds = sum(math.log(1 - TURNED + TURNED * math.exp(-TEMPER_SWAP * u)) for u in known)
        found.append(Hypothesis("swap-some", prior + PRIOR_SWAP_SOME + odds, rows=turned))
    return found


def _parity(rows: Rows) -> list[Hypothesis]:
    """A flat "family, given, …" list lost the given part of author s: each later family name is paired with the next one's."""
    if not rows.dangles:
        return []
    n, pairs, scores = rows.n, rows.pairs, rows.scores
    prior = PRIOR_PARITY - math.log(n)
    found, total = [], 0.0
    for s in range(n - 1, -1, -1):
        g = pairs[s][0]
        gain = -rows.here[s]
        if s + 1 < n:
            following = pairs[s + 1][1]
            gain += rows.fit(following, g) + _given_role(following, scores) - _given_role(g, scores)
        total += _cap(gain / 2) * 2
        if n - s >= 2:
            found.append(Hypothesis("parity-flip", prior + TEMPER * total, s))
    return found


def _given_role(text: str, scores: Scores) -> float:
    """Log odds that a text is a given name; initials are."""
    return _INITIALS if keys.is_spelled_initials(text) else scores.role(text)


_INITIALS = 4.0


def _explained(best: Hypothesis, rows: Rows) -> Hypothesis:
    """The supposition with its evidence, part by part; the parts add up to its log odds."""
    n, s = rows.n, best.start
    parts: list[Evidence] = []
    if best.kind in ("shift-given", "shift-family"):
        column = 0 if best.kind == "shift-given" else 1
        gains = rows.gains[column][s:]
        from_ties = {i: t[column] for i, t in ties(rows.pairs).items() if i >= s}
        tie = TEMPER * sum(from_ties.values())
        better = sum(1 for i, g in enumerate(gains, s) if g - from_ties.get(i, 0.0) > 0)
        pin = next((p for p in rows.pins if p.row == s and p.sure), None)
        rare = PRIOR_SHIFT - math.log(n)
        parts.append(Evidence("how rare it is", rare))
        if pin is not None and column == 0:
            beside = f'"{rows.pairs[s][1]}" beside "{rows.pairs[s][0]}"'
            parts.append(Evidence("organisation in a person's name", best.odds - TEMPER * sum(gains) - rare, beside))
        moved = list(zip([g for g, _ in rows.pairs[s:]], [f for _, f in rows.pairs[s + 1 :]], strict=False))
        if column:
            moved = list(zip([g for g, _ in rows.pairs[s + 1 :]], [f for _, f in rows.pairs[s:]], strict=False))
        elsewhere = rows.scores.together(moved)
        more = f", {elsewhere} of them together in another work" if elsewhere else ""
        parts.append(Evidence("pairs likelier re-aligned", TEMPER * sum(gains) - tie, f"{better} of {n - s}{more}"))
        if from_ties:
            parts.append(
                Evidence(
                    "ties of the sorted column", tie, f"{sum(1 for t in from_ties.values() if t > 0)} of {len(from_ties)} ascend only re-aligned"
                )
            )
    elif best.kind == "parity-flip":
        parts.append(Evidence("how rare it is", PRIOR_PARITY - math.log(n)))
        parts.append(Evidence("parts likelier paired with the next", best.odds - parts[0].weight, f"{n - s} rows, the last without a given name"))
    else:
        turned = [u for i in best.rows if (u := rows.upright[i]) is not None]
        prior = PRIOR_SWAP_ALL if best.kind == "swap-all" else PRIOR_SWAP_SOME
        parts.append(Evidence("how rare it is", prior))
        parts.append(Evidence("names likelier turned", best.odds - prior, f"{sum(1 for u in turned if u < 0)} of {n}"))
    return msgspec.structs.replace(best, evidence=tuple(Evidence(e.name, round(e.weight, 2), e.detail) for e in parts))


def pins_of(pairs: Sequence[Pair], scores: Scores, plain: bool = False) -> list[Pin]:
    """The rows in which an organisation stands in the family column beside a given name: by its words, or as the author of other works.

    ``plain``: no name has such words.
    """
    found = []
    for i, (g, f) in enumerate(pairs):
        if not g or not f or (not plain and tokens.organisation_weight(g) == 2):
            continue
        if scores.is_group(f) and not scores.is_group(f"{g} {f}"):
            found.append(Pin(i, True))
        elif not plain and (weight := tokens.organisation_weight(f)):
            # "Kimi | Team" is an organisation cut in two, "Daya | Qwen Team" one that stands where a family name was.
            found.append(Pin(i, weight == 2 and not tokens.is_generic(f)))
    return found
