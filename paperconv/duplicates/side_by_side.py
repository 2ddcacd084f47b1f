"""What the page of a dedupe shows: the records of each pair and work, value beside value, with the evidence."""

from collections.abc import Iterator
from typing import Any

from paperconv.duplicates.evidence import Comparison
from paperconv.duplicates.review import people
from paperconv.duplicates.works import Result, Work
from paperconv.model import Record
from paperconv.model.text import plain

FIELDS = ("title", "authors", "date", "type", "venue", "volume", "issue", "pages", "publisher", "identifiers", "abstract", "note", "place", "id")
_PEOPLE = 50
_LONGEST = 600
"""Characters of a value that are shown."""
_MOST = 50
"""Records of a work that are shown."""


def items(result: Result) -> Iterator[list[Any]]:
    """The unsure pairs, the likeliest first; the linked pairs; the joined works, those with the least evidence first."""
    works = result.works
    for doubt in result.doubts:
        yield _item("unsure", doubt.comparison, [works[doubt.first].members[0], works[doubt.second].members[0]])
    for link in result.links:
        yield _item(link.kind, None, [works[link.first].members[0], works[link.second].members[0]])
    joined = [w for w in works if len(w.members) > 1]
    for work in sorted(joined, key=_evidence):
        yield _item("same", work.comparison, list(work.members[:_MOST]))


def _evidence(work: Work) -> float:
    return work.comparison.score if work.comparison else float("inf")


def _item(kind: str, found: Comparison | None, records: list[Record]) -> list[Any]:
    signals = [[s.name, s.similarity, s.weight, s.detail] for s in found.signals] if found else []
    return [kind, found.score if found else None, found.veto if found else "", signals, [_values(r) for r in records]]


def _values(record: Record) -> list[str]:
    origin = record.origin
    venue, identifiers = record.container_title or record.event_title, "; ".join(f"{k} {v}" for k, v in sorted(record.identifiers.items()))
    values = (
        plain(record.title), people(record, _PEOPLE), record.issued, record.type, venue, record.volume, record.issue, record.page or record.number,
        record.publisher, identifiers, record.abstract, record.note, f"{origin.path}:{origin.line}" if origin.path else "", record.id,
    )  # fmt: skip
    return [v if len(v) <= _LONGEST else v[: _LONGEST - 1] + "…" for v in values]
