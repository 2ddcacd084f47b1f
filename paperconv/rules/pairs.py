"""The author lists of two records of one work, wherever in the run they stand."""

import tempfile
import weakref
from collections.abc import Iterator
from itertools import combinations

import msgspec

from paperconv.authors.align import Alignment, align
from paperconv.authors.keys import agrees, agrees_swapped, full, pair
from paperconv.diagnostics import Diagnostic, Finding, Place, Repair, Safety, place
from paperconv.io.buckets import Buckets
from paperconv.model import Name, Record
from paperconv.model import date as dates
from paperconv.model.text import fold
from paperconv.rules.base import corpus_rule
from paperconv.rules.listing import one, shown
from paperconv.rules.relations import ALIGNED, TOLD

SPOOL_MEMORY = 16 << 20
"""Bytes of author lists that are held in memory before they go to a temporary file."""
CERTAIN = 0.9
"""Confidence from which a list is said to be at fault."""
_SAFE = 0.999
_WORDS = 4
"""Words from which a title names one work ("Editor's notes" does not)."""
_YEARS = 4
"""Years that a published work may be later than its preprint."""
_COMPARED = 12
"""Records of one work that are compared with each other; more copies are compared with the first three."""
_UNDECIDED = ("order-differs", "shift-conflict", "differ")


@corpus_rule(*ALIGNED, also=("PC102", "PC124", "PC127"), pages={t.code: t.page for t in TOLD.values() if t.page})
class SecondRecord:
    """Two records of one work whose lists differ so that one of them must be at fault.

    Records are of one work where they share an identifier or a whole title, and nothing speaks against it. The lists wait in a temporary file;
    in memory is next to nothing of them.
    """

    def __init__(self) -> None:
        self._spool = tempfile.SpooledTemporaryFile(max_size=SPOOL_MEMORY)  # noqa: SIM115  # a run that is broken off never comes to finish()
        self._close = weakref.finalize(self, self._spool.close)
        self._places = Buckets()
        self._decode = msgspec.msgpack.Decoder(Record).decode

    def add(self, record: Record, noted: None = None) -> None:
        """Keeps the list, and the record's keys."""
        if not record.author:
            return
        found = _keys(record)
        if not found:
            return
        at = self._spool.tell()
        data = msgspec.msgpack.encode(_slim(record))
        self._spool.write(len(data).to_bytes(4, "big") + data)
        for key in found:
            self._places.add(key, at)

    def finish(self) -> Iterator[Diagnostic]:
        """One diagnostic for each list that another record contradicts, in the order of the records."""
        best: dict[int, tuple[Alignment, Record, Record]] = {}
        for works in self._places.shared():
            for first, second in _pairs(works):
                self._compare(first, second, best)
        self._close()
        self._places.close()
        for _, (found, record, other) in sorted(best.items(), key=lambda x: x[0]):
            yield place(_finding(found, record, other), record)

    def _read(self, at: int) -> Record:
        self._spool.seek(at)
        return self._decode(self._spool.read(int.from_bytes(self._spool.read(4), "big")))

    def _compare(self, first: int, second: int, best: dict[int, tuple[Alignment, Record, Record]]) -> None:
        a, b = self._read(first), self._read(second)
        if a.author == b.author or not _may_be_one(a, b):
            return
        found = align(a.author, b.author)
        if found.relation not in TOLD or (found.relation == "differ" and _other_person(a.author, b.author) < 0):
            return
        if found.relation == "part-lost" and any(n.lost for n in (*a.author, *b.author)):
            return  # marked as lost, and told by itself
        if found.relation in _UNDECIDED:
            at, record, other = second, b, a
        elif found.corrupt and found.confidence >= CERTAIN:
            at, record, other = (first, a, b) if found.corrupt == "first" else (second, b, a)
        else:
            return
        known = best.get(at)
        if known is None or _rank(found) > _rank(known[0]):
            best[at] = (found, record, other)


def _rank(found: Alignment) -> tuple[bool, float]:
    return found.relation not in _UNDECIDED, found.confidence


def _keys(record: Record) -> list[int]:
    """What records of one work share, as numbers."""
    from hashlib import blake2b

    texts = [f"{kind}:{value.lower()}" for kind in ("arxiv", "doi", "pmid") if (value := record.identifiers.get(kind))]
    words = fold(record.title).split()
    if len(words) >= _WORDS:
        texts.append("".join(words))
    return [int.from_bytes(blake2b(t.encode(), digest_size=8).digest(), "big") for t in texts]


def _slim(record: Record) -> Record:
    ids = {k: v for k, v in record.identifiers.items() if k in ("arxiv", "doi", "pmid")}
    return Record(id=record.id, title=record.title, author=record.author, issued=record.issued[:4], identifiers=ids, source=record.source)


def _pairs(places: list[int]) -> Iterator[tuple[int, int]]:
    yield from combinations(places[:_COMPARED], 2)
    for at in places[_COMPARED:]:
        for first in places[:3]:
            yield first, at


def _may_be_one(a: Record, b: Record) -> bool:
    """False where an identifier or the years say that two records of one title are two works."""
    for kind in ("arxiv", "pmid"):
        if kind in a.identifiers and kind in b.identifiers:
            return a.identifiers[kind] == b.identifiers[kind]
    if "doi" in a.identifiers and a.identifiers["doi"].lower() == b.identifiers.get("doi", "").lower():
        return not a.title or not b.title or not set(fold(a.title).split()).isdisjoint(fold(b.title).split())
    years = dates.year(a.issued), dates.year(b.issued)
    return not all(years) or abs(years[0] - years[1]) <= _YEARS


_FEWEST_ALIKE = 3
"""Names that two lists must share for the one that differs to be another person in the same place."""


def _other_person(a: tuple[Name, ...], b: tuple[Name, ...]) -> int:
    """The row in which two lists of else the same names have two people who have nothing in common; -1 where there is no such row."""
    if len(a) != len(b) or len(a) <= _FEWEST_ALIKE:
        return -1
    rows = [i for i, (x, y) in enumerate(zip(map(pair, a), map(pair, b), strict=True)) if not (agrees(x, y) or agrees_swapped(x, y))]
    if len(rows) != 1 or not (a[rows[0]].is_person and b[rows[0]].is_person) or _alike(a[rows[0]], b[rows[0]]):
        return -1
    return rows[0]


def _alike(x: Name, y: Name) -> bool:
    """True where the family names, or the given names, begin alike: a slip of the pen, a change of name by marriage."""
    ours, theirs = fold(full(x)).split(), fold(full(y)).split()
    return any(p[:3] == q[:3] or p[-3:] == q[-3:] for p in ours for q in theirs)


def _finding(found: Alignment, record: Record, other: Record) -> Finding:
    told = TOLD[found.relation]
    origin = other.origin
    line = origin.line_of("author")
    where = f"{origin.path or 'another record'}:{line}"
    names = found.repaired
    details = [("as printed", shown(record.author)), ("in the other", shown(other.author))]
    if found.evidence:
        details.append(("evidence", "; ".join(f"{e.name}{': ' + e.detail if e.detail else ''} ({e.weight:+.1f})" for e in found.evidence)))
    repair = None
    if names is not None and found.corrupt:
        safety = Safety.SAFE if found.confidence >= _SAFE else Safety.UNSAFE
        what = f"{len(names)} authors from both records, by paperconv dedupe"
        details[1:2] = [("repaired", shown(names))]
        details.append(("repair", f"{safety.value}: {what}"))
        repair = Repair("author", names, safety, what)
    index = _first_difference(record.author, names if names is not None else other.author)
    if found.relation == "differ":
        index = _other_person(record.author, other.author)
        details = [("here", one(record.author[index])), ("there", one(other.author[index]))]
    if 0 <= index < len(record.author) and (found.corrupt or found.relation == "differ"):
        at = f', first at author {index + 1} ("{one(record.author[index])}")'
    else:
        at = ""
    code = told.code
    if found.relation == "part-lost" and names is not None and fold(full(record.author[index])) == fold(names[index].given):
        code = "PC124"
    return Finding(
        code=code,
        message=f"a second record of this work ({where}) contradicts the list{at}: {told.message}",
        field="author",
        index=index,
        confidence=min(found.confidence, 0.9999),
        evidence=found.evidence,
        details=tuple(details),
        repair=repair,
        related=(Place(origin.path, line, other.id),),
    )


def _first_difference(a: tuple[Name, ...], b: tuple[Name, ...]) -> int:
    """The first row with other people, or with a part that the other lacks; -1 where there is none."""
    rows = zip(map(pair, a), map(pair, b), strict=False)
    differ = (i for i, (x, y) in enumerate(rows) if not agrees(x, y) or bool(x[0]) != bool(y[0]))
    return next(differ, min(len(a), len(b)) if len(a) != len(b) else -1)
