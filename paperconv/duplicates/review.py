"""The review file: the pairs that are unsure, for a person to decide, and those that were decided before."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from paperconv.duplicates.decisions import Decision, fingerprint
from paperconv.duplicates.works import Doubt, Work
from paperconv.io.yaml_text import dump
from paperconv.model import Record
from paperconv.model.text import plain

_HEAD = """\
# Pairs of records that may be one work. Write same or different behind "verdict:", or leave it empty.
# paperconv dedupe ... --decisions THIS-FILE obeys what is written here, also when the inputs have grown or their lines have moved.
"""
_PEOPLE = 12


def lines(doubts: Iterable[Doubt], works: Sequence[Work], decided: Iterable[Decision] = ()) -> Iterator[str]:
    """The text of a review file (YAML 1.2), pair by pair: the open ones, the likeliest first, then those decided before, as they were."""
    yield _HEAD
    empty = True
    for doubt in doubts:
        yield "\n" + dump([_pair(doubt, works)]).replace("verdict: ''", "verdict:", 1) + "\n"
        empty = False
    for decision in decided:
        yield "\n" + dump([decision.entry]) + "\n"
        empty = False
    if empty:
        yield "[]\n"


def _pair(doubt: Doubt, works: Sequence[Work]) -> dict[str, Any]:
    found = doubt.comparison
    pair: dict[str, Any] = {"verdict": "", "score": found.score}
    if found.veto:
        pair["against"] = found.veto
    pair["evidence"] = {s.name: f"{s.similarity:.2f}, {s.weight:+g}{f' ({s.detail})' if s.detail else ''}" for s in found.signals}
    for side, at in (("first", doubt.first), ("second", doubt.second)):
        pair[side] = _record(works[at].members[0])
    return pair


def _record(record: Record) -> dict[str, Any]:
    """A record as a person knows it again, and as :mod:`paperconv.duplicates.decisions` does."""
    said = {
        "title": plain(record.title),
        "authors": people(record, _PEOPLE),
        "date": record.issued,
        "venue": record.container_title or record.event_title,
        "volume": record.volume,
        "pages": record.page or record.number,
        **record.identifiers,
    }
    place = f"{record.origin.path}:{record.origin.line}" if record.origin.path else ""
    names = {"path": record.origin.path, "id": record.id, "place": place, "fingerprint": fingerprint(record)}
    return {k: v for k, v in {**said, **names}.items() if v}


def people(record: Record, most: int) -> str:
    """The authors in a line, ``most`` of them by name."""
    names = [n.literal or " ".join(p for p in (n.given, n.surname) if p) for n in record.author]
    return "; ".join(names[:most]) + (f"; and {len(names) - most} more" if len(names) > most else "")
