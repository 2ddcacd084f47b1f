"""Two lists of the same work: how they differ, which of them is corrupted, and what the true list is.

A list is corrupted where a known fault turns the other one into it and not the reverse. Each fault is an :class:`Origin`: for every
row of the whole list it says where its two cells stand in the faulty one, so that the fuller spelling of each cell can be kept.
"""

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

import msgspec

from paperconv.authors import columns, keys, model, tokens
from paperconv.authors.keys import Pair, agrees
from paperconv.authors.origins import COLUMN_FAULTS, Origin, origins
from paperconv.authors.person import PINYIN, PINYIN_SYLLABLE, is_cjk
from paperconv.authors.repair import join, mend_names
from paperconv.authors.soundness import Soundness, soundness
from paperconv.diagnostics import Evidence
from paperconv.model import Name

__all__ = ["Alignment", "Relation", "Soundness", "align", "soundness"]

Side = Literal["", "first", "second"]
Relation = Literal[
    "same",
    "part-lost",
    "zip-shift",
    "shift-given",
    "shift-family",
    "parity-flip",
    "swap-all",
    "swap-some",
    "merged",
    "duplicated",
    "suffix-split",
    "letters",
    "truncated",
    "truncated-et-al",
    "dropped",
    "sorted",
    "order-differs",
    "spelling-differs",
    "shift-conflict",
    "differ",
]


class Alignment(msgspec.Struct, frozen=True, omit_defaults=True):
    """How two lists of one work relate.

    ``corrupt`` is the list at fault ("" where neither is, or where it cannot be told), ``confidence`` the probability that
    ``relation`` and ``corrupt`` are right, ``repaired`` the true list as far as the two give it (``None`` where neither is at fault).
    """

    relation: Relation
    corrupt: Side = ""
    confidence: float = 1.0
    repaired: tuple[Name, ...] | None = None
    evidence: tuple[Evidence, ...] = ()


class _Side(NamedTuple):
    """One list, its single names mended (null, mojibake, marks), as pairs; how many faults it had as given, and how sound it is now."""

    names: tuple[Name, ...]
    pairs: list[Pair]
    faults: int
    sound: Soundness
    side: Side


# Log odds that a list which a fault derives from the other is the faulty one, by fault. A column fault that meets the other list cell
# by cell is no chance (one in a million of pairs of lists). For a list with fewer or more names see :func:`_weight`.
_WEIGHT: dict[str, float] = {
    "zip-shift": 9.2,
    "shift-given": 7.6,
    "shift-family": 7.6,
    "parity-flip": 7.6,
    "merged": 5.0,
    "suffix-split": 5.0,
    "letters": 9.2,
    "truncated-et-al": 5.0,
}
_LEXICAL = ("letters", "merged", "suffix-split", "truncated-et-al", "duplicated")
_CUT = ("truncated", "dropped")
_WHOLE_NAMES = frozenset({"permuted", "truncated", "dropped", "duplicated", "merged"})
_DECIDED = 0.7
"""Log odds from which one of two lists is called the corrupted one (two in three); the confidence says how sure that is."""


def align(first: Sequence[Name], second: Sequence[Name]) -> Alignment:
    """Compares two author lists of the same work.

    ``align(b, a)`` says the same as ``align(a, b)`` with the sides exchanged. Nothing is repaired from the outside: every part of
    a name in ``repaired`` stands in one of the two lists.
    """
    a, b = _prepare(first, "first"), _prepare(second, "second")
    if not a.pairs or not b.pairs:
        return Alignment(relation="same" if a.pairs == b.pairs else "differ", confidence=1.0 if a.pairs == b.pairs else 0.0)
    if len(a.pairs) == len(b.pairs) and (_alike(a, b) or _alike(b, a)):
        return _same(a, b)
    of_a, of_b = origins(a.pairs, b.pairs), origins(b.pairs, a.pairs)
    return (
        _columns(a, b, of_a, of_b)
        or _one_of(_LEXICAL, a, b, of_a, of_b)
        or _swaps(a, b, of_a, of_b)
        or _order(a, b, of_a, of_b)
        or _one_of(_CUT, a, b, of_a, of_b)
        or _differ(a, b)
    )


def _prepare(names: Sequence[Name], side: Side) -> _Side:
    mended = mend_names(names)
    return _Side(mended, [keys.pair(n) for n in mended], soundness(names).faults, soundness(mended), side)


def _same(a: _Side, b: _Side) -> Alignment:
    """Row by row the same people: at fault is the list that has faults where the other has none."""
    split_a, split_b = _split_organisations(a, b), _split_organisations(b, a)
    faults_a, faults_b = a.faults + split_a, b.faults + split_b
    if faults_a == faults_b:
        lost_a, lost_b = _lost(a, b), _lost(b, a)
        if bool(lost_a) != bool(lost_b):
            bad, good, lost = (a, b, lost_a) if lost_a else (b, a, lost_b)
            note = Evidence("name parts that only the other list has", 3.0 * len(lost), f"{len(lost)} of {len(good.names)} names")
            origin = Origin("part-lost", tuple((-1, -1) if i in lost else (i, i) for i in range(len(good.names))))
            return Alignment("part-lost", bad.side, 0.95, _restore(good, bad, origin), (note,))
        same = all(keys.fold(" ".join(x)) == keys.fold(" ".join(y)) for x, y in zip(a.pairs, b.pairs, strict=True))
        return Alignment(relation="same" if same else "spelling-differs")
    bad, good = (a, b) if faults_a > faults_b else (b, a)
    rows = tuple((i, i) for i in range(len(good.names)))
    note = Evidence(name="faults of the letters", weight=float(abs(faults_a - faults_b)), detail=_larger_first(faults_a, faults_b))
    return Alignment(relation="same", corrupt=bad.side, confidence=0.999, repaired=_restore(good, bad, Origin("same", rows)), evidence=(note,))


def _alike(a: _Side, b: _Side) -> bool:
    """True where the lists of the same length name the same people, of some of whom the first has one part only."""
    rows = list(zip(a.pairs, b.pairs, strict=True))
    parts = {i for i, (x, y) in enumerate(rows) if not agrees(x, y)}
    return not parts or (all(_is_part(*rows[i]) for i in parts) and not any(all(x) and not all(y) for x, y in rows))


def _is_part(x: Pair, y: Pair) -> bool:
    """True where a name is the given part of another alone, its family name lost."""
    single = (x[0] if not x[1] else x[1] if not x[0] else "").strip()
    return bool(single and y[1]) and keys.fold(single) == keys.fold(y[0])


def _lost(a: _Side, b: _Side) -> list[int]:
    """The rows in which the first list has one part of a person's name, and the second both."""
    return [
        i
        for i, (x, y) in enumerate(zip(a.pairs, b.pairs, strict=True))
        if all(y) and not all(x) and not tokens.organisation_weight(" ".join(x)) and keys.fold(" ".join(x)) != keys.fold(" ".join(y))
    ]


def _split_organisations(a: _Side, b: _Side) -> int:
    """How many names of the first list are split like a person's where the second has an organisation."""
    return sum(1 for x, y in zip(a.names, b.names, strict=True) if y.literal and not x.literal and tokens.organisation_weight(y.literal))


def _columns(a: _Side, b: _Side, of_a: dict[str, Origin], of_b: dict[str, Origin]) -> Alignment | None:
    """One list is the other with a column moved, or with a flat list's parts paired wrongly."""
    if any("zip-shift" not in found and not _WHOLE_NAMES.isdisjoint(found) for found in (of_a, of_b)):
        return None  # the same people, some left out, doubled or in another order: no column was touched
    mine, theirs = [f for f in COLUMN_FAULTS if f in of_a], [f for f in COLUMN_FAULTS if f in of_b]
    if not mine and not theirs:
        return None
    if not theirs or not mine:
        bad, good, origin = (a, b, of_a[mine[0]]) if mine else (b, a, of_b[theirs[0]])
        if not _gained(bad, origin):
            return _blame(bad, good, origin, ())
        # A cell too many is the mark of a shift only where the pairs say so too: the other list may have lost it.
        odds = columns.preference(bad.pairs, good.pairs, model.default())
        return _blame(bad, good, origin, (Evidence("likelier pairs", odds),)) if odds >= _DECIDED else Alignment("shift-conflict", confidence=0.9)
    # Each can be made from the other: the one with more faults, more improbable pairs or more losses is the copy.
    grounds = _grounds(a, b, of_a[mine[0]])
    total = sum(e.weight for e in grounds)
    if abs(total) < _DECIDED:
        relation: Relation = "shift-conflict"
        return Alignment(relation=relation, confidence=0.9, evidence=grounds if a.side == "first" else ())
    bad, good, origin = (a, b, of_a[mine[0]]) if total > 0 else (b, a, of_b[theirs[0]])
    return _blame(bad, good, origin, tuple(Evidence(e.name, abs(e.weight), e.detail) for e in grounds if e.weight * total > 0))


def _gained(bad: _Side, origin: Origin) -> bool:
    """True where a column of the faulty list has a cell that the whole list lacks, and that names no organisation."""
    if origin.fault not in ("shift-given", "shift-family") or origin.inserted:
        return False
    return any({row[column] for row in origin.rows}.isdisjoint((k,)) for column in (0, 1) for k, pair in enumerate(bad.pairs) if pair[column])


def _grounds(a: _Side, b: _Side, origin: Origin) -> tuple[Evidence, ...]:
    """What speaks for the first list being the corrupted one (negative: for the second)."""
    relation, found = origin.fault, []
    if a.sound.faults != b.sound.faults:
        found.append(
            Evidence("faults of the letters", 7.0 if a.sound.faults > b.sound.faults else -7.0, _larger_first(a.sound.faults, b.sound.faults))
        )
    swap = relation in ("swap-all", "swap-some")
    pairs_a, pairs_b = a.pairs, b.pairs
    if swap:
        rows = sorted(origin.swapped)
        pairs_a, pairs_b = [_in_full(a.pairs[i], b.pairs[i]) for i in rows], [_in_full(b.pairs[i], a.pairs[i]) for i in rows]
    odds = columns.preference(pairs_a, pairs_b, model.default(), swapped=swap or relation == "parity-flip")
    if odds:
        found.append(Evidence("likelier pairs", odds, ""))
    if swap:
        if han := _han_odds(pairs_b) - _han_odds(pairs_a):
            found.append(Evidence("one letter for the family name, two for the given", han, ""))
        return tuple(found)
    if relation == "parity-flip" and _dangles(a.pairs) != _dangles(b.pairs):
        found.append(Evidence("single name at the end", 3.0 if _dangles(a.pairs) else -3.0, ""))
    if a.sound.parts != b.sound.parts:
        found.append(Evidence("name parts lost", 2.2 if a.sound.parts < b.sound.parts else -2.2, _larger_first(a.sound.parts, b.sound.parts)))
    return tuple(found)


def _in_full(x: Pair, y: Pair) -> Pair:
    """``x``, its initials written out as the exchanged ``y`` has them: names are shortened in the right order and in the wrong one."""
    return (y[1], y[0]) if keys.is_given_initials(x[0]) and not keys.is_given_initials(y[1]) else x


def _han_odds(pairs: Sequence[Pair]) -> float:
    """Chinese names in their own script: one letter of family name and two of given name, in nine cases of ten."""
    sizes = [(len(g), len(f)) for g, f in pairs if is_cjk(g) and is_cjk(f)]
    return sum((2.2 if size == (2, 1) else -2.2 if size == (1, 2) else 0.0) for size in sizes)


def _larger_first(x: int, y: int) -> str:
    """Two counts, in the same words for both orders of the lists."""
    return f"{max(x, y)} against {min(x, y)}"


def _dangles(pairs: Sequence[Pair]) -> bool:
    """True where the last name is a single one, and no organisation."""
    return not pairs[-1][0] and not tokens.organisation_weight(pairs[-1][1])


def _one_of(faults: tuple[str, ...], a: _Side, b: _Side, of_a: dict[str, Origin], of_b: dict[str, Origin]) -> Alignment | None:
    for fault in faults:
        if fault in of_a:
            return _blame(a, b, of_a[fault], ())
        if fault in of_b:
            return _blame(b, a, of_b[fault], ())
    return None


def _swaps(a: _Side, b: _Side, of_a: dict[str, Origin], of_b: dict[str, Origin]) -> Alignment | None:
    for fault in ("swap-all", "swap-some"):
        if fault not in of_a:
            continue
        grounds = _grounds(a, b, of_a[fault])
        total = sum(e.weight for e in grounds)
        relation: Relation = "swap-all" if fault == "swap-all" else "swap-some"
        if not total:
            return Alignment(relation=relation, confidence=0.5)
        bad, good, origin = (a, b, of_a[fault]) if total > 0 else (b, a, of_b[fault])
        return Alignment(
            relation=relation,
            corrupt=bad.side,
            confidence=_probability(abs(total)),
            repaired=_restore(good, bad, origin),
            evidence=tuple(Evidence(e.name, abs(e.weight), e.detail) for e in grounds if e.weight * total > 0),
        )
    return None


def _order(a: _Side, b: _Side, of_a: dict[str, Origin], of_b: dict[str, Origin]) -> Alignment | None:
    """The same people in another order: an alphabetical list beside one that is not was sorted by a program."""
    if "permuted" not in of_a:
        return None
    by_a, by_b = _sorted_by(a.pairs), _sorted_by(b.pairs)
    if bool(by_a) == bool(by_b):
        return Alignment(relation="order-differs", confidence=0.9)
    bad, good, origin = (a, b, of_a["permuted"]) if by_a else (b, a, of_b["permuted"])
    note = Evidence("alphabetical", 3.0, f"sorted by {by_a or by_b}; the other list is not")
    return Alignment(relation="sorted", corrupt=bad.side, confidence=0.95, repaired=_restore(good, bad, origin), evidence=(note,))


def _differ(a: _Side, b: _Side) -> Alignment:
    if len(a.pairs) == len(b.pairs) and all(_shares_word(x, y) for x, y in zip(a.pairs, b.pairs, strict=True)):
        return Alignment(relation="spelling-differs", confidence=0.5)
    return Alignment(relation="differ", confidence=0.5)


_LENGTHS = frozenset((1, 3, 6, 10, 20, 25, 50, 100, 200, 500))
"""Numbers of authors at which databases and styles cut a list."""
_HOMONYMS = 4e-4, 1e-5, 1.5e-6
"""Chance that two authors of one list have the same name: Chinese with a given name of one syllable, of two, and others.

Of the pairs in the training lists 26 of 61,262, 3 of 314,173 and 1 of 776,021 (without those that are the same person twice by all signs).
"""
_NAMED_TWICE = 2e-4
"""Share of lists in which one author stands twice (26 of the training lists without Chinese names)."""
_LEFT_OUT = 0.05
"""Chance that of two records of one work one leaves the second of two homonyms out, as programs do that take names for persons."""


def _weight(bad: _Side, good: _Side, origin: Origin) -> float:
    """Log odds that the difference is a fault of the bad list, and no honest one of two sources or versions of the work."""
    fault, n, k = origin.fault, len(good.pairs), len(bad.pairs)
    if fault == "truncated":
        # A version of the work may have an author or two more, each further one is a fourth as likely; a cut falls anywhere.
        return (1.0 if k > 1 else -0.5) + (n - k - 1) * math.log(4) - math.log(n) + (1.5 if k in _LENGTHS and n - k > 1 else 0.0)
    if fault == "dropped":
        # One author of several may have written another work of the same title, a column in a journal; initials fit many.
        short = sum(keys.is_given_initials(g) for g, _ in bad.pairs) * 2 > k
        return 0.85 + (0.3 * (n - k - 1) if k > 1 and not short else 0.0)
    if fault == "duplicated":
        kept = {r[0] for r in origin.rows}
        odds = []
        for i in range(k):
            if i not in kept:
                given, family = bad.pairs[i]
                chance = _HOMONYMS[_commonness(given.replace("-", "").replace(" ", ""), family)]
                beside = any(0 <= j < k and bad.pairs[j] == bad.pairs[i] for j in (i - 1, i + 1))
                near = math.log((0.65 if beside else 0.35) / (2 / k if beside else max(1 - 2 / k, 0.1)))
                initials = 3.0 if not given or keys.is_given_initials(given) else 0.0
                odds.append(math.log(_NAMED_TWICE / (chance * _LEFT_OUT * k * (k - 1) / 2)) + near - initials)
        return max(-3.0, min(8.0, min(odds)))
    return _WEIGHT[fault]


def _commonness(given: str, family: str) -> int:
    """The place in :data:`_HOMONYMS` of a name."""
    if not (PINYIN.fullmatch(family) and PINYIN.fullmatch(given)):
        return 2
    return 0 if PINYIN_SYLLABLE.fullmatch(given) else 1


def _blame(bad: _Side, good: _Side, origin: Origin, grounds: tuple[Evidence, ...]) -> Alignment:
    note = Evidence(origin.fault, round(_weight(bad, good, origin), 2), origin.detail)
    odds = note.weight + sum(e.weight for e in grounds)
    relation: Relation = origin.fault  # type: ignore[assignment]  # all faults are relations
    if odds < 0:
        return Alignment(relation=relation, confidence=0.5)
    return Alignment(
        relation=relation,
        corrupt=bad.side,
        confidence=_probability(odds),
        repaired=_restore(good, bad, origin),
        evidence=(note, *grounds),
    )


def _probability(odds: float) -> float:
    return round(1 / (1 + math.exp(-min(odds, 30.0))), 6)


def _restore(good: _Side, bad: _Side, origin: Origin) -> tuple[Name, ...]:
    """The good list in its order, each cell in the fuller of its two spellings, and with what only the bad one has (an organisation)."""
    out: list[Name] = []
    for i, name in enumerate(good.names):
        given, family = origin.rows[i] if i < len(origin.rows) else (-1, -1)
        out.append(join(name, bad.names[given] if given >= 0 else None, bad.names[family] if family >= 0 else None, swapped=i in origin.swapped))
    for at, literal in origin.inserted:
        out.insert(at, Name(literal=literal))
    return tuple(out)


def _sorted_by(pairs: Sequence[Pair]) -> str:
    """The column by which a list of four or more is in alphabetical order, "" for none (of three, one in six is by chance)."""
    if len(pairs) < 4:
        return ""
    for name, column in (("family", 1), ("given", 0)):
        if len({keys.fold(p[column]) for p in pairs}) >= 3 and any(_ascends([order(p[column]) for p in pairs]) for order in _ORDERS):
            return name
    return ""


_ORDERS: tuple[Callable[[str], str], ...] = (keys.fold, str.casefold, str)
"""How people and programs sort: "Özgül" by its O or behind Z, "le Borgne" among the capitals or behind them."""


def _ascends(cells: Sequence[str]) -> bool:
    return all(x <= y for x, y in pairwise(cells))


def _shares_word(x: Pair, y: Pair) -> bool:
    return not set(keys.fold(" ".join(x)).split()).isdisjoint(keys.fold(" ".join(y)).split())
