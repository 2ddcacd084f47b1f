"""One list looked at as a whole: single names mended, organisations found, columns judged, and the list that was there before."""

from collections.abc import Callable, Sequence
from functools import lru_cache

import msgspec

from paperconv.authors import columns, keys, lexical, model, tokens
from paperconv.authors.columns import Hypothesis, Pin, Scores, Verdict
from paperconv.authors.repair import mend_names, realigned
from paperconv.diagnostics import Safety
from paperconv.model import Name, Record

PINNED_SURE = 0.999
"""Posterior from which a shift that an organisation pins is repaired as certain."""
WHOLE_SURE = 0.99
"""Posterior from which a fault that loses nothing (exchange, wrong pairing) is repaired as certain."""
LONGEST_SURE = 31
"""Authors beyond which a repair without an organisation or a second record is never certain: one of the names is too likely odd."""


class Examination(msgspec.Struct, frozen=True):
    """A list's columns: the names that were judged (single names mended), the verdict, the list restored, and how sure that is."""

    names: tuple[Name, ...]
    verdict: Verdict
    restored: tuple[Name, ...]
    safety: Safety

    @property
    def lost(self) -> tuple[Name, ...]:
        """The restored names of which a part is in no row of the list."""
        return tuple(n for n in self.restored if n.lost)


Examine = Callable[[Record], Examination | None]
"""What judges the columns of a record's author list: the name model alone (:func:`by_model`), or an authority beside it."""


def by_model(record: Record) -> Examination | None:
    """Judges a record's list with the packaged model; ``None`` where its columns are as they should be, or it has no authors."""
    return examine(record.author) if record.author else None


@lru_cache(maxsize=256)
def examine(names: tuple[Name, ...]) -> Examination | None:
    """Judges a list with the packaged model; ``None`` where its columns are as they should be."""
    return examine_with(names, model.default())


def examine_with(names: Sequence[Name], scores: Scores) -> Examination | None:
    """Judges a list with ``scores``; ``None`` where nothing speaks for a fault of columns."""
    found = {f.kind for f in lexical.faults(tuple(names))}
    if not found.isdisjoint(_NO_COLUMNS) or any(n.lost for n in names):
        return None
    mended = mend_names(names)
    rest: tuple[Name, ...] = ()
    if tokens.is_et_al(keys.full(mended[-1])):
        mended, rest = mended[:-1], mended[-1:]
    pairs = [keys.pair(n) for n in mended]
    pins = columns.pins_of(pairs)
    verdict = columns.judge(pairs, scores, pins)
    for split in _split_pins(mended, pins, scores):
        other = columns.judge([keys.pair(n) for n in split], scores, columns.pins_of([keys.pair(n) for n in split]))
        if other is not None and other.pinned and (verdict is None or other.odds > verdict.odds):
            mended, verdict = split, other
    if verdict is None:
        return None
    cuts = _cut_literals(mended, verdict, scores)
    for cut in cuts:
        other = columns.judge([keys.pair(n) for n in cut], scores, columns.pins_of([keys.pair(n) for n in cut]))
        if other is not None and other.pinned and other.odds > verdict.odds:
            mended, verdict = cut, other
    best = verdict.best
    safety = _safety(verdict, len(mended), bool(pins)) if len(cuts) < 2 else Safety.UNSAFE  # where the organisation begins is not certain
    return Examination(mended, verdict, realigned(mended, best.kind, best.start, best.rows) + rest, safety)


_NO_COLUMNS = frozenset({"letter-per-name", "merged-names", "affiliation-in-name", "empty-name"})
"""Faults that leave no columns to judge until they are mended."""


def _split_pins(names: tuple[Name, ...], pins: Sequence[Pin], scores: Scores) -> list[tuple[Name, ...]]:
    """The list with "Rohan Gemini | Team" read as "Rohan | Gemini Team": a printed name is cut at its last space, an organisation's too."""
    found = []
    for pin in pins:
        first, _, others = names[pin.row].given.partition(" ")
        if not pin.sure and others and len(names) > 2 and scores.role(first) > 0 and not any(w.islower() for w in others.split()):
            name = Name(given=first, family=f"{others} {names[pin.row].family}")
            found.append((*names[: pin.row], name, *names[pin.row + 1 :]))
    return found[:4]


def _cut_literals(names: tuple[Name, ...], verdict: Verdict, scores: Scores) -> list[tuple[Name, ...]]:
    """The list with the literal "An Qwen Team" read as "An | Qwen Team", where a shift shows right behind it.

    A by-line does not print where a name is cut, and what ends like an organisation is read as one. One list for each place
    where the organisation may begin; none where the columns behind it stand well.
    """
    start = verdict.best.start
    if verdict.best.kind != "shift-given" or len(names) < _FEWEST_CUT:
        return []
    found = []
    for row in range(max(start - _NEAR, 0), start):
        words = names[row].literal.split()
        for k in range(1, min(len(words), _LONGEST_GIVEN + 1)):
            given, rest = " ".join(words[:k]), " ".join(words[k:])
            if tokens.organisation_weight(rest) < 2 or tokens.is_generic(rest) or words[k].islower() or words[0].lower() in _ARTICLES:
                break
            if k > 1 and (words[k - 1].lower() in _ARTICLES or scores.role(words[k - 1]) <= 0):
                break
            found.append((*names[:row], Name(given=given, family=rest), *names[row + 1 :]))
    return found


_ARTICLES = frozenset(("the", "die", "das", "la", "le"))
_LONGEST_GIVEN = 2
"""Words of a given name that are looked for before an organisation."""
_FEWEST_CUT = 5
"""Authors from which the rows behind an organisation can show that it took a given name along."""
_NEAR = 3
"""Rows that the start of a shift may be found late: the first pairs of a shifted list may look well by chance."""


def _safety(verdict: Verdict, authors: int, pinned: bool) -> Safety:
    if not verdict.is_error:
        return Safety.UNSAFE
    best: Hypothesis = verdict.best
    if best.kind == "shift-given":
        return Safety.SAFE if verdict.pinned and verdict.probability >= PINNED_SURE else Safety.UNSAFE
    if best.kind == "shift-family" or pinned:
        return Safety.UNSAFE  # an organisation in the list was left where it stands: not all of it is understood
    return Safety.SAFE if verdict.probability >= WHOLE_SURE and authors <= LONGEST_SURE else Safety.UNSAFE
