"""Whose author list a joined work gets: the soundest and fullest of its records, with what the others restore."""

from collections.abc import Sequence

import msgspec

from paperconv.authors.align import align, soundness
from paperconv.authors.repair import mend_names
from paperconv.model import Name, Record

CERTAIN = 0.9
"""Confidence from which an alignment may blame and restore a list; below, the lists are compared by their soundness."""
_EQUAL = frozenset({"swap-all", "swap-some", "duplicated", "sorted"})
"""Faults that leave nothing unsound to see: here the likelier list is taken, however slightly likelier it is."""


class Chosen(msgspec.Struct, frozen=True):
    """An author list, the record it is from, the record whose list restored parts of it (or none), and why."""

    names: tuple[Name, ...] = ()
    taken_from: Record | None = None
    restored_with: Record | None = None
    reason: str = ""


def choose(members: Sequence[Record]) -> Chosen:
    """The best author list of the records of one work. ``members`` stand in the order in which they are preferred, all else equal."""
    listed = [r for r in members if r.author]
    if not listed:
        return Chosen()
    best = Chosen(listed[0].author, listed[0])
    for other in listed[1:]:
        best = _better(best, other)
    return best


def _better(best: Chosen, other: Record) -> Chosen:
    if best.names == other.author:
        return best
    found = align(best.names, other.author)
    blamed = found.corrupt if found.confidence >= CERTAIN or found.relation in _EQUAL else ""
    if blamed == "second":
        mended = found.repaired or best.names
        if mended != best.names and soundness(mended) >= soundness(best.names):
            return Chosen(
                mended, best.taken_from, _giver(mended, best.names, other), best.reason or f"the other list is corrupted ({found.relation})"
            )
        return Chosen(best.names, best.taken_from, best.restored_with, best.reason or f"the other list is corrupted ({found.relation})")
    if blamed == "first":
        reason = f"the list of the first is corrupted ({found.relation})"
        mended = found.repaired or other.author
        if mended != other.author and soundness(mended) >= soundness(other.author):
            return Chosen(mended, other, _giver(mended, other.author, best.taken_from), reason)
        return Chosen(other.author, other, None, reason)
    if _whole(other.author) > _whole(best.names):
        return Chosen(other.author, other, None, "the sounder and fuller list")
    return best


def _giver(mended: Sequence[Name], names: Sequence[Name], other: Record | None) -> Record | None:
    """The other record, where it gave parts of names; ``None`` where a placeholder or a mark was only taken off."""
    return None if tuple(mended) == mend_names(names) else other


def _whole(names: Sequence[Name]) -> tuple[bool, int, tuple[int, int, float, int]]:
    """Soundness with the number of authors before the fullness of their names: a name in full makes up for no lost author."""
    sound = soundness(names)
    return (sound.is_sound, len(names), sound.ranked) if sound.is_sound else (False, 0, sound.ranked)
