"""Author lists of one source that are faulty alike: each may leave it open, all together do not."""

import math
from collections.abc import Iterator

import msgspec

from paperconv.authors.columns import leaning
from paperconv.authors.examine import rows_of
from paperconv.diagnostics import Diagnostic, Evidence, Finding, place
from paperconv.model import Name, Record
from paperconv.model import date as dates
from paperconv.rules.base import corpus_rule
from paperconv.rules.listing import shown

RARE = math.log(0.001)
"""Log odds that a source errs alike in its lists."""
MOST = 3.0
"""The most that one list says for or against (natural log), so that no single one decides."""
FEWEST = 3
"""Lists from which a source is judged."""
LEANING = 2 / 3
"""Share of a source's lists that must lean to the fault."""
_LISTS = 200
"""Lists of a source that are looked at: what a whole source does, its first lists show."""
_ROWS = 20
"""Authors of a list that are looked at."""


class _Sum(msgspec.Struct):
    """Lists judged, how many of them lean to the fault, the sum of what they say, and the first that leans, with its place.

    ``seen`` are the lists as hashes.
    """

    lists: int = 0
    leaning: int = 0
    odds: float = 0.0
    first: Record | None = None
    names: tuple[Name, ...] = ()
    seen: set[int] = msgspec.field(default_factory=set)


def lean(record: Record) -> float:
    """What a record's list says for its names being exchanged (natural log), without how rare that is."""
    return leaning(rows_of(_looked_at(record.author))) if record.author else 0.0


@corpus_rule("PC143", note=lean)
class Batch:
    """The author lists of one file, or of one volume in it, have given and family names exchanged.

    A volume was read in the wrong order: every list of the source has the fault, though many are too short or too odd to show it alone.
    Their evidence adds up (in log odds; no list says more than e³ to 1), against one source in a thousand. It is said once for the source,
    with the number of lists; of single lists PC103 speaks.

    Example: a workshop's proceedings with given "Zhang", family "Wei" throughout: of 27 lists 19 are doubtful alone, all together are certain.

    Not repaired at once: each list is repaired as PC103 says, where it is certain by itself. Mend the source: exchange its two columns, or
    export it anew.
    """

    def __init__(self) -> None:
        self._sums: dict[tuple[str, str], _Sum] = {}

    def add(self, record: Record, noted: float | None = None) -> None:
        """Adds what the list says to the sums of its file and of its volume."""
        odds = noted
        for source in _sources(record):
            total = self._sums.setdefault(source, _Sum())
            if total.lists < _LISTS:
                if odds is None:
                    odds = lean(record)
                _count(total, record, odds)

    def finish(self) -> Iterator[Diagnostic]:
        """One diagnostic for each source; a file of which a volume was told, and no other list leans, is not told again."""
        told: dict[str, int] = {}
        for source in sorted(self._sums, key=lambda s: (s[0], not s[1], s[1])):
            total = self._sums[source]
            if not _is_fault(total):
                continue
            if source[1]:
                told[source[0]] = told.get(source[0], 0) + total.leaning
            elif told.get(source[0], 0) >= total.leaning:
                continue
            assert total.first is not None
            yield place(_finding(source, total), total.first)


def _looked_at(names: tuple[Name, ...]) -> tuple[Name, ...]:
    """The first names without those of which a part is lost; the same object where that is the whole list, which was judged just now."""
    if len(names) <= _ROWS and not any(n.lost for n in names):
        return names
    return tuple([n for n in names[:_ROWS] if not n.lost])


def _sources(record: Record) -> list[tuple[str, str]]:
    """The file of a record, and the volume that it names: a venue with year and volume."""
    path, venue = record.origin.path, record.container_title or record.event_title or record.collection_title
    if not record.author:
        return []
    year = dates.year(record.issued)
    volume = " ".join(x for x in (venue, record.volume, str(year) if year else "") if x)
    return [(path, ""), (path, volume)] if venue else [(path, "")]


def _count(total: _Sum, record: Record, odds: float) -> None:
    """A list that stands in the source before says nothing more, nor does one of which the model knows nothing."""
    names = hash(record.author)
    if not odds or names in total.seen:
        return
    total.seen.add(names)
    total.lists += 1
    total.odds += max(-MOST, min(MOST, odds))
    if odds > 0:
        total.leaning += 1
        if total.first is None:
            total.first, total.names = Record(id=record.id, source=record.source), record.author[:_ROWS]


def _is_fault(total: _Sum) -> bool:
    return total.lists >= FEWEST and RARE + total.odds >= 0 and total.leaning >= LEANING * total.lists


def _finding(source: tuple[str, str], total: _Sum) -> Finding:
    odds = RARE + total.odds
    where = source[1] or source[0] or "this input"
    counted = f"{total.leaning} of {total.lists} lists"
    evidence = (Evidence("how rare it is", round(RARE, 2)), Evidence("lists that lean so", round(total.odds, 2), counted))
    return Finding(
        code="PC143",
        message=f"given and family names are exchanged in the whole source ({where}): {counted} lean so, this one first",
        field="author",
        confidence=min(1 / (1 + math.exp(-odds)), 0.9999),
        evidence=evidence,
        details=(
            ("as printed", shown(total.names)),
            ("evidence", "; ".join(f"{e.name}{': ' + e.detail if e.detail else ''} ({e.weight:+.1f})" for e in evidence)),
        ),
    )
