"""Rules on all records of a run together."""

from array import array
from collections import Counter
from collections.abc import Iterator
from functools import partial

from paperconv.diagnostics import Diagnostic, Finding, Place, place
from paperconv.io.buckets import Buckets
from paperconv.io.spool import Spool
from paperconv.model import Record
from paperconv.model.text import fold
from paperconv.rules.base import corpus_rule

_LONG_ENOUGH = 120
"""Characters from which two equal abstracts are no accident ("Abstract not available" is shorter)."""

_MEMORY = 4 << 20
"""Bytes of records that are held in memory before they go to a temporary file."""


@corpus_rule("PC402")
class MissingAbstract:
    """The record has no abstract though most others of its file have one.

    A line was lost, or the abstract was taken for something else. Where a file has no abstracts at all nothing is said.

    Never repaired from the record itself.
    """

    def __init__(self) -> None:
        self._with: Counter[str] = Counter()
        self._without: dict[str, array[int]] = {}
        self._spool = Spool(_MEMORY)

    def add(self, record: Record, noted: None = None) -> None:
        """Counts abstracts by file."""
        path = record.origin.path
        if record.abstract:
            self._with[path] += 1
        else:
            self._without.setdefault(path, array("Q")).append(len(self._spool))
            self._spool.append(_slim(record))

    def finish(self) -> Iterator[Diagnostic]:
        """Speaks where fewer than half of a file's records lack the abstract."""
        for path, records in self._without.items():
            if self._with[path] > len(records):
                for at in records:
                    message = f"no abstract, though {self._with[path]} other records of this file have one"
                    yield place(Finding(code="PC402", field="abstract", message=message), self._spool[at])
        self._spool.close()


@corpus_rule("PC403")
class AbstractRepeated:
    """Two records have the same abstract, but their titles or identifiers say that they are two works.

    One of them got the other's abstract, or its title. Duplicates of one work are no fault and are not reported here.

    Never repaired: which of the two is wrong cannot be told.
    """

    def __init__(self) -> None:
        from hashlib import blake2b

        self._spool = Spool(_MEMORY)
        self._abstracts = Buckets()
        self._digest = partial(blake2b, digest_size=8)

    def add(self, record: Record, noted: None = None) -> None:
        """Keeps a digest of the abstract, and of the record its title and place."""
        if len(record.abstract) < _LONG_ENOUGH:
            return
        digest = self._digest(fold(record.abstract).encode()).digest()
        self._abstracts.add(int.from_bytes(digest, "big"), len(self._spool))
        self._spool.append(_slim(record))

    def finish(self) -> Iterator[Diagnostic]:
        """One diagnostic for each record whose abstract another work had before it."""
        for second, before in sorted((at, works[0]) for works in self._abstracts.shared() for at in works[1:]):
            first, record = self._spool[before], self._spool[second]
            origin = first.origin
            if origin == record.origin or not _differ(first, record):
                continue
            line = origin.line_of("abstract")
            yield place(
                Finding(
                    code="PC403",
                    field="abstract",
                    message=f"has the abstract of another work ({first.title or first.id}, {origin.path}:{line})",
                    related=(Place(origin.path, line, first.id),),
                ),
                record,
            )
        self._abstracts.close()
        self._spool.close()


def _differ(a: Record, b: Record) -> bool:
    for kind in ("arxiv", "doi"):
        if kind in a.identifiers and kind in b.identifiers:
            return a.identifiers[kind].lower() != b.identifiers[kind].lower()
    return bool(a.title and b.title) and fold(a.title) != fold(b.title)


def _slim(record: Record) -> Record:
    """Of the record no more than says where it is and which work."""
    return Record(id=record.id, title=record.title, identifiers=record.identifiers, source=record.source)
