"""One list looked at as a whole: single names mended, organisations found, columns judged, and the list that was there before."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import msgspec

from paperconv.authors import columns, keys, lexical, model, tokens
from paperconv.authors.columns import Hypothesis, Scores, Verdict
from paperconv.authors.glance import glance_at
from paperconv.authors.latest import latest
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


@latest
def examine(names: tuple[Name, ...]) -> Examination | None:
    """Judges a list with the packaged model; ``None`` where its columns are as they should be."""
    return examine_with(names, model.default())


def examine_with(names: Sequence[Name], scores: Scores) -> Examination | None:
    """Judges a list with ``scores``; ``None`` where nothing speaks for a fault of columns."""
    names = tuple(names)
    if glance_at(names).plain:  # nothing to mend, and no organisation to tell from a name
        verdict, pinned = _judged(names, scores)
        return None if verdict is None else Examination(names, verdict, *_restored(names, verdict, pinned))
    found = {f.kind for f in lexical.faults(names)}
    if not found.isdisjoint(_NO_COLUMNS) or any(n.lost for n in names):
        return None
    mended = mend_names(names)
    rest: tuple[Name, ...] = ()
    if tokens.is_et_al(keys.full(mended[-1])):
        mended, rest = mended[:-1], mended[-1:]
    verdict, pinned = _judged(mended, scores)
    readings = _readings(mended, verdict, scores)
    certain = len(readings) < 2
    for reading in readings:
        other, _ = _judged(reading.names, scores)
        if other is not None and other.pinned and (verdict is None or other.odds > verdict.odds):
            mended, verdict, certain = reading.names, other, reading.certain
    if verdict is None:
        return None
    restored, safety = _restored(mended, verdict, pinned)
    return Examination(mended, verdict, restored + rest, safety if certain else Safety.UNSAFE)


def _restored(names: tuple[Name, ...], verdict: Verdict, pinned: bool) -> tuple[tuple[Name, ...], Safety]:
    """The list that was there by the verdict, and how sure that is."""
    best = verdict.best
    return realigned(names, best.kind, best.start, best.rows), _safety(verdict, len(names), pinned)


_NO_COLUMNS = frozenset({"letter-per-name", "merged-names", "affiliation-in-name", "empty-name"})
"""Faults that leave no columns to judge until they are mended."""


def _judged(names: tuple[Name, ...], scores: Scores) -> tuple[Verdict | None, bool]:
    """The verdict on a list, and whether an organisation stands where a family name should."""
    rows = rows_of(names) if scores is model.default() else _rows(names, scores)
    return columns.judge(rows), bool(rows.pins)


@latest
def rows_of(names: tuple[Name, ...]) -> columns.Rows:
    """The rows of a list as the packaged model knows them."""
    return _rows(names, model.default())


def _rows(names: tuple[Name, ...], scores: Scores) -> columns.Rows:
    pairs = [keys.pair(n) for n in names]
    return columns.Rows(pairs, scores, columns.pins_of(pairs, scores, glance_at(names).plain))


class _Reading(NamedTuple):
    """The list with one organisation told from the given name that it took along; ``certain`` where it can begin at no other word."""

    names: tuple[Name, ...]
    certain: bool


def _readings(names: tuple[Name, ...], verdict: Verdict | None, scores: Scores) -> list[_Reading]:
    """The list with "Rohan Gemini | Team", or the literal "An Qwen Team", read as "Rohan | Gemini Team", "An | Qwen Team".

    A by-line does not print where a name is cut: it is cut at its last space, and what ends like an organisation is read as one.
    Literals are read anew only where a shift shows right behind them.
    """
    start = verdict.best.start if verdict is not None and verdict.best.kind == "shift-given" and len(names) >= _FEWEST_SHOWING else 0
    found = []
    for row, name in enumerate(names):
        near = start - _NEAR <= row < start
        if not (near and name.literal) and not (name.given and tokens.is_generic(name.family) and len(names) > 2):
            continue
        words = keys.full(name).split()
        cuts = [k for k in range(1, len(words)) if _may_begin(words, k)]
        for k in cuts:
            more = all(keys.is_given_initials(w) or scores.role(w) > 0 for w in words[1:k])
            if more and (near or scores.role(words[0]) > 0):
                told = Name(given=" ".join(words[:k]), family=" ".join(words[k:]))
                found.append(_Reading((*names[:row], told, *names[row + 1 :]), len(cuts) == 1))
        if len(found) >= _MOST_READINGS:
            break
    return found


def _may_begin(words: list[str], k: int) -> bool:
    """True where words from ``k`` on are an organisation's and those before it may be a given name."""
    rest = " ".join(words[k:])
    if tokens.organisation_weight(rest) < 2 or tokens.is_generic(rest) or words[k].islower() or keys.is_spelled_initials(words[k]):
        return False
    return not any(w.islower() or w.lower() in _ARTICLES for w in words[:k])


_ARTICLES = frozenset(("the", "die", "das", "la", "le"))
_FEWEST_SHOWING = 5
"""Authors from which the rows behind an organisation can show that it took a given name along."""
_NEAR = 3
"""Rows that the start of a shift may be found late: the first pairs of a shifted list may look well by chance."""
_MOST_READINGS = 4


def _safety(verdict: Verdict, authors: int, pinned: bool) -> Safety:
    if not verdict.is_error:
        return Safety.UNSAFE
    best: Hypothesis = verdict.best
    if best.kind == "shift-given":
        return Safety.SAFE if verdict.pinned and verdict.probability >= PINNED_SURE else Safety.UNSAFE
    if best.kind == "shift-family" or pinned:
        return Safety.UNSAFE  # an organisation in the list was left where it stands: not all of it is understood
    return Safety.SAFE if verdict.probability >= WHOLE_SURE and authors <= LONGEST_SURE else Safety.UNSAFE
