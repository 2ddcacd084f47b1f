"""Two lists of the same work: how they differ, which of them is corrupted, and what the true list is.

A list is corrupted where a known fault turns the other one into it and not the reverse. Each fault is an :class:`Origin`: for every
row of the whole list it says where its two cells stand in the faulty one, so that the fuller spelling of each cell can be kept.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

import msgspec

from paperconv.authors import columns, keys, model, tokens
from paperconv.authors.keys import Pair, agrees
from paperconv.authors.origins import COLUMN_FAULTS, Origin, origins
from paperconv.authors.repair import join, mend_names
from paperconv.authors.soundness import Soundness, soundness
from paperconv.diagnostics import Evidence
from paperconv.model import Name

__all__ = ["Alignment", "Relation", "Soundness", "align", "soundness"]

Side = Literal["", "first", "second"]
Relation = Literal[
    "same",
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
# by cell is no chance (one in a million of pairs of lists); a cut or doubled list is as often an honest difference of two sources.
_WEIGHT: dict[str, float] = {
    "zip-shift": 9.2,
    "shift-given": 7.6,
    "shift-family": 7.6,
    "parity-flip": 7.6,
    "merged": 5.0,
    "suffix-split": 5.0,
    "letters": 9.2,
    "truncated-et-al": 5.0,
    "duplicated": 1.4,
    "truncated": 1.4,
    "dropped": 0.85,
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
    if len(a.pairs) == len(b.pairs) and all(agrees(x, y) for x, y in zip(a.pairs, b.pairs, strict=True)):
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
        same = all(keys.fold(" ".join(x)) == keys.fold(" ".join(y)) for x, y in zip(a.pairs, b.pairs, strict=True))
        return Alignment(relation="same" if same else "spelling-differs")
    bad, good = (a, b) if faults_a > faults_b else (b, a)
    rows = tuple((i, i) for i in range(len(good.names)))
    note = Evidence(name="faults of the letters", weight=float(abs(faults_a - faults_b)), detail=_larger_first(faults_a, faults_b))
    return Alignment(relation="same", corrupt=bad.side, confidence=0.999, repaired=_restore(good, bad, Origin("same", rows)), evidence=(note,))


def _split_organisations(a: _Side, b: _Side) -> int:
    """How many names of the first list are split like a person's where the second has an organisation."""
    return sum(1 for x, y in zip(a.names, b.names, strict=True) if y.literal and not x.literal and tokens.organisation_weight(y.literal))


def _columns(a: _Side, b: _Side, of_a: dict[str, Origin], of_b: dict[str, Origin]) -> Alignment | None:
    """One list is the other with a column moved, or with a flat list's parts paired wrongly."""
    if not _WHOLE_NAMES.isdisjoint(of_a) or not _WHOLE_NAMES.isdisjoint(of_b):
        return None  # the same people, some left out, doubled or in another order: no column was touched
    mine, theirs = [f for f in COLUMN_FAULTS if f in of_a], [f for f in COLUMN_FAULTS if f in of_b]
    if not mine and not theirs:
        return None
    if not theirs or not mine:
        bad, good, faults = (a, b, of_a) if mine else (b, a, of_b)
        return _blame(bad, good, faults[(mine or theirs)[0]], ())
    # Each can be made from the other: the one with more faults, more improbable pairs or more losses is the copy.
    grounds = _grounds(a, b, mine[0])
    total = sum(e.weight for e in grounds)
    if abs(total) < _DECIDED:
        relation: Relation = "shift-conflict"
        return Alignment(relation=relation, confidence=0.9, evidence=grounds if a.side == "first" else ())
    bad, good, origin = (a, b, of_a[mine[0]]) if total > 0 else (b, a, of_b[theirs[0]])
    return _blame(bad, good, origin, tuple(Evidence(e.name, abs(e.weight), e.detail) for e in grounds if e.weight * total > 0))


def _grounds(a: _Side, b: _Side, relation: str) -> tuple[Evidence, ...]:
    """What speaks for the first list being the corrupted one (negative: for the second)."""
    found = []
    if a.sound.faults != b.sound.faults:
        found.append(
            Evidence("faults of the letters", 7.0 if a.sound.faults > b.sound.faults else -7.0, _larger_first(a.sound.faults, b.sound.faults))
        )
    odds = columns.preference(a.pairs, b.pairs, model.default(), swapped=relation in ("swap-all", "swap-some", "parity-flip"))
    if odds:
        found.append(Evidence("likelier pairs", odds, ""))
    if relation == "parity-flip" and _dangles(a.pairs) != _dangles(b.pairs):
        found.append(Evidence("single name at the end", 3.0 if _dangles(a.pairs) else -3.0, ""))
    if relation not in ("swap-all", "swap-some") and a.sound.parts != b.sound.parts:
        found.append(Evidence("name parts lost", 2.2 if a.sound.parts < b.sound.parts else -2.2, _larger_first(a.sound.parts, b.sound.parts)))
    return tuple(found)


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
        grounds = _grounds(a, b, fault)
        total = sum(e.weight for e in grounds)
        relation: Relation = "swap-all" if fault == "swap-all" else "swap-some"
        if abs(total) < _DECIDED:
            return Alignment(relation=relation, confidence=0.5)
        bad, good, origin = (a, b, of_a[fault]) if total > 0 else (b, a, of_b[fault])
        confidence = 1 / (1 + 2.718281828 ** -abs(total))
        return Alignment(
            relation=relation,
            corrupt=bad.side,
            confidence=round(confidence, 6),
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


def _blame(bad: _Side, good: _Side, origin: Origin, grounds: tuple[Evidence, ...]) -> Alignment:
    note = Evidence(origin.fault, _WEIGHT[origin.fault], origin.detail)
    odds = note.weight + sum(e.weight for e in grounds)
    relation: Relation = origin.fault  # type: ignore[assignment]  # a key of _WEIGHT, all of which are relations
    return Alignment(
        relation=relation,
        corrupt=bad.side,
        confidence=round(1 / (1 + 2.718281828 ** -min(odds, 30.0)), 6),
        repaired=_restore(good, bad, origin),
        evidence=(note, *grounds),
    )


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
        cells = [keys.fold(p[column]) for p in pairs]
        if all(x <= y for x, y in pairwise(cells)) and len(set(cells)) >= 3:
            return name
    return ""


def _shares_word(x: Pair, y: Pair) -> bool:
    return not set(keys.fold(" ".join(x)).split()).isdisjoint(keys.fold(" ".join(y)).split())
