"""One record from the records of a work: field by field, with the reason and the place of each choice."""

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import msgspec

from paperconv.authors.align import soundness
from paperconv.diagnostics import Diagnostic, Finding, Place, place
from paperconv.duplicates import authorship, titles
from paperconv.duplicates.sketch import ALSO, Sketch, sketch
from paperconv.model import ArxivInfo, Change, Origin, Record, replace
from paperconv.model import date as dates
from paperconv.model.identifier import arxiv_doi
from paperconv.model.record import FIELDS
from paperconv.model.text import plain, squeeze

_PUBLICATION = (
    "container_title",
    "container_title_short",
    "collection_title",
    "event_title",
    "volume",
    "issue",
    "page",
    "number",
    "publisher",
    "publisher_place",
    "edition",
    "genre",
    "chapter_number",
    "number_of_pages",
)
"""Fields of one printing: taken from another record only where that is no preprint beside a published base."""

_OWN = ("title", "author", "issued", "abstract", "identifiers", "arxiv", "keyword", "extra", "note", "type", *_PUBLICATION)
_CUT_SHORT = re.compile(r"(?:\.\.\.|…|\[?truncated\]?)\s*$", re.I)
_NO_ABSTRACT = re.compile(r"(?:no abstract|abstract not available|not available|n/?a|none|null)\b", re.I)
_MARKUP = re.compile(r"<(?:i|b|su[bp]|span)\b|\$[^$]+\$")


def _is_spelled_out(short: str, full: str) -> bool:
    """True where two page ranges are the same, and only the second has all digits of the last page."""
    first, dash, last = short.partition("-")
    start, _, end = full.partition("-")
    left_out = len(end) - len(last)
    return bool(dash) and first == start and left_out > 0 and len(first) == len(end) and end == first[:left_out] + last


class Merged(msgspec.Struct, frozen=True):
    """A joined record, its members (the base first), and what they disagree about."""

    record: Record
    members: tuple[Record, ...]
    diagnostics: tuple[Diagnostic, ...]


def digest(record: Record) -> str:
    """What a record says of its paper, as 16 hexadecimal digits: the same wherever it stood."""
    return hashlib.blake2b(msgspec.json.encode(replace(record, source=None, history=()), order="sorted"), digest_size=8).hexdigest()


def order_key(record: Record) -> tuple[str, str, int, int]:
    """Puts records in an order that hangs on nothing but themselves."""
    origin = record.origin
    return digest(record), origin.path, origin.ordinal, origin.line


def merge(members: Sequence[Record], sketches: Sequence[Sketch] = ()) -> Merged:
    """The one record of a work. A single record is given back as it is; the order of ``members`` does not matter.

    ``sketches`` are those of the members, where they are known.
    """
    if len(members) == 1:
        return Merged(members[0], tuple(members), ())
    made = list(zip(members, sketches or [sketch(r) for r in members], strict=True))
    made.sort(key=lambda m: _rank(*m))
    return _Merge(made).result()


def _rank(record: Record, made: Sketch) -> tuple[Any, ...]:
    """The base is a published version before a preprint, a sound author list before a corrupted one, a full record before a bare one."""
    sound = soundness(record.author)
    filled = sum(1 for f in FIELDS if getattr(record, f))
    return (
        made.preprint,
        not bool(record.title),
        not sound.is_sound,
        -filled,
        -len(record.abstract),
        tuple(-x for x in sound.ranked),
        order_key(record),
    )


class _Merge:
    """The work of :func:`merge`: fields and history grow as choices are made."""

    def __init__(self, made: list[tuple[Record, Sketch]]) -> None:
        self.ranked = [r for r, _ in made]
        self.base = self.ranked[0]
        self.sketches = {id(r): s for r, s in made}
        self.changes: list[Change] = []
        self.fields: dict[str, Any] = {}
        self.moved: set[str] = set()
        self.kept_history: list[Change] = []
        self.conflicts: list[Finding] = []

    def result(self) -> Merged:
        """All fields in turn, then the record."""
        self._title()
        self._authors()
        self._date()
        self._abstract()
        self._plain_fields()
        self._pages()
        self._identifiers()
        self._collections()
        base = self.base
        for record in self.ranked[1:]:
            self.kept_history += [c for c in record.history if c.code == "PC501" and not c.field]
            self.changes.append(joined_with(record.origin))
        history = [c for c in base.history if c.field not in self.moved] + self.kept_history + self.changes
        source = base.source
        if source is not None:
            source = msgspec.structs.replace(source, lines={f: n for f, n in source.lines.items() if f not in self.moved})
        identity = base.id or next((r.id for r in self.ranked if r.id), "")
        record = replace(base, id=identity, source=source, history=tuple(_unique(history)), **self.fields)
        return Merged(record, tuple(self.ranked), tuple(place(f, record) for f in [self._joined(), *self.conflicts]))

    def _sketch(self, record: Record) -> Sketch:
        return self.sketches[id(record)]

    def _take(self, field: str, giver: Record, value: Any, reason: str = "") -> None:
        """Sets a field; what comes from another record than the base is written into the history."""
        self.fields[field] = value
        if giver is self.base:
            return
        self.moved.add(field)
        self.kept_history += [c for c in giver.history if c.field == field]
        self._note(field, giver, reason)

    def _note(self, field: str, giver: Record, reason: str = "") -> None:
        origin = giver.origin
        self.changes.append(
            Change(
                code="PC501",
                field=field,
                message=f"from {_where(origin, field)}" + (f": {reason}" if reason else ""),
                path=origin.path,
                line=origin.line_of(field),
            )
        )

    def _best(self, field: str, key: Callable[[Record], Any], reason: str) -> None:
        """The record with the greatest key gives the field; the base where none is greater."""
        giver = self.base
        for record in self.ranked[1:]:
            if getattr(record, field) and (not getattr(giver, field) or key(record) > key(giver)):
                giver = record
        if getattr(giver, field):
            self._take(field, giver, getattr(giver, field), reason if getattr(self.base, field) else "")

    def _pages(self) -> None:
        """MEDLINE's "436-44" is given up for another record's "436-444"."""
        short = self.fields.get("page", self.base.page)
        for record in self.ranked:
            if _is_spelled_out(short, record.page):
                self._take("page", record, record.page, "with its last page whole")
                return

    def _title(self) -> None:
        self._best("title", _title_worth, "with its markup and whole")
        chosen = self.fields.get("title", "")
        made = titles.prepare(chosen)
        for record in self.ranked:
            other = self._sketch(record).title
            if other.words and made.words and (found := titles.match(made, other)).similarity < 0.97 and not found.head:
                self._conflict("title", chosen, record, record.title)

    def _authors(self) -> None:
        chosen = authorship.choose(self.ranked)
        if chosen.taken_from is None:
            return
        self._take("author", chosen.taken_from, chosen.names, chosen.reason if self.base.author else "")
        if chosen.restored_with is not None:
            self._note("author", chosen.restored_with, "parts of names restored")
        elif chosen.names != chosen.taken_from.author:
            self._note("author", chosen.taken_from, "placeholders and marks taken off the names")

    def _date(self) -> None:
        """The earliest full date of the preprint, where all are preprints; else the published version's, as far as it is known."""
        dated = [r for r in self.ranked if r.issued]
        if not dated:
            return
        published = [r for r in dated if not self._sketch(r).preprint]
        pool = published or dated
        if published:
            first = pool[0]
            finer = [r for r in pool if r.issued.startswith(first.issued) and len(r.issued) > len(first.issued)]
            giver = min(finer, key=lambda r: (-len(dates.parts(r.issued)), r.issued)) if finer else first
        else:
            full = max(len(dates.parts(r.issued)) for r in pool)
            giver = min((r for r in pool if len(dates.parts(r.issued)) == full), key=lambda r: r.issued)  # of equals the first: the base
        self._take("issued", giver, giver.issued, "the earliest full date" if self.base.issued else "")
        for record in pool:
            if not (record.issued.startswith(giver.issued) or giver.issued.startswith(record.issued)):
                self._conflict("issued", giver.issued, record, record.issued)

    def _abstract(self) -> None:
        self._best("abstract", lambda r: _abstract_worth(r.abstract), "the longer one")

    def _plain_fields(self) -> None:
        """The base's value, else the first there is; a preprint gives no venue to a published paper."""
        published = not self._sketch(self.base).preprint
        for field in FIELDS:
            if getattr(self.base, field) or (field in _OWN and field not in _PUBLICATION):
                continue
            for record in self.ranked[1:]:
                if getattr(record, field) and not (published and field in _PUBLICATION and self._sketch(record).preprint):
                    self._take(field, record, getattr(record, field))
                    break

    def _identifiers(self) -> None:
        """All identifiers; of two of one kind the published version's, the other kept in ``extra`` under ``also:``."""
        united: dict[str, str] = {}
        also: dict[str, list[str]] = {}
        base_preprint = self._sketch(self.base).preprint  # a preprint and the published paper have a DOI each, and rightly
        for record in self.ranked:
            for kind, value in [*record.identifiers.items(), *_further(record)]:
                if kind not in united:
                    united[kind] = value
                    if record is not self.base:
                        self._note("identifiers", record, f"{kind} {value}")
                elif united[kind].lower() != value.lower():
                    also.setdefault(kind, []).append(value)
                    if kind in ("arxiv", "pmid") or (kind == "doi" and self._sketch(record).preprint == base_preprint):
                        self._conflict("identifiers", united[kind], record, value)
        if "arxiv" in united:
            own = arxiv_doi(united["arxiv"])
            dois = [d for d in (united.get("doi", ""), *also.get("doi", [])) if d and d.lower() != own.lower()]
            if not dois:
                if "doi" not in united:
                    self.changes.append(Change(code="PC501", field="identifiers", message=f"doi {own}: registered by arXiv for {united['arxiv']}"))
                united["doi"] = united.get("doi", own)
            else:  # arXiv's own DOI says no more than the identifier does
                united["doi"] = dois[0]
            also["doi"] = dois[1:]
        if united:
            self.fields["identifiers"] = {k: united[k] for k in sorted(united)}
        self.further = {ALSO + kind: "; ".join(_distinct(values, united[kind])) for kind, values in also.items() if _distinct(values, united[kind])}

    def _collections(self) -> None:
        """Keywords, notes, categories and what has no field: united, the base's first."""
        keywords = _unique(k for r in self.ranked for k in r.keyword)
        if keywords:
            self.fields["keyword"] = tuple(keywords)
        notes = _unique(squeeze(r.note) for r in self.ranked if r.note)
        if notes:
            self.fields["note"] = "; ".join(
                n for i, n in enumerate(notes) if not any(n in other and n != other for other in notes[:i] + notes[i + 1 :])
            )
        extra: dict[str, str] = {}
        for record in self.ranked:
            for key, value in record.extra.items():
                if not key.startswith(ALSO):
                    extra.setdefault(key, value)
        extra |= self.further
        self.fields["extra"] = {k: extra[k] for k in sorted(extra)}
        known = [r.arxiv for r in self.ranked if r.arxiv is not None]
        if known:
            self.fields["arxiv"] = ArxivInfo(
                version=max(k.version for k in known),
                primary_category=next((k.primary_category for k in known if k.primary_category), ""),
                categories=tuple(_unique(c for k in known for c in k.categories)),
            )
        for field in ("keyword", "note", "extra", "arxiv"):
            for record in self.ranked[1:]:
                if getattr(record, field) and not getattr(self.base, field):
                    self._note(field, record)
                    self.moved.add(field)
                    break

    def _conflict(self, field: str, chosen: str, record: Record, value: str) -> None:
        origin = record.origin
        self.conflicts.append(
            Finding(
                code="PC502",
                field=field,
                message=f"records of this work disagree: {_short(chosen)!r} is kept, {_where(origin, field)} has {_short(value)!r}",
                related=(Place(origin.path, origin.line_of(field), record.id),),
            )
        )

    def _joined(self) -> Finding:
        """What was joined, with the fields that each record gave to the base."""
        others = [r.origin for r in self.ranked[1:]]

        def given(origin: Origin) -> str:
            fields = _unique(c.field for c in self.changes if c.field and c.path == origin.path and origin.line <= c.line <= origin.end_line)
            return ", ".join(fields) or "nothing that was not there"

        return Finding(
            code="PC501",
            message=f"{len(self.ranked)} records are one work: {squeeze(self.fields.get('title', '')) or self.base.id}",
            details=tuple((f"from {_where(o, 'title')}", given(o)) for o in others),
        )


def joined_with(origin: Origin) -> Change:
    """The entry in the history of a joined record that names one of its members, whatever was taken from it."""
    return Change(code="PC501", field="", message=f"joined with {_where(origin, 'title')}", path=origin.path, line=origin.line)


def _title_worth(record: Record) -> tuple[int, int, int, int]:
    """Whole before cut, written in lower case before capitals, with markup before without, then the one with more accents and signs."""
    text = plain(record.title)
    made = titles.prepare(record.title)
    capitals = text.isupper()
    return (not _CUT_SHORT.search(text), not capitals, bool(_MARKUP.search(record.title)), len(made.compact) if not made.generic else 0)


def _abstract_worth(text: str) -> tuple[bool, bool, int]:
    return not _NO_ABSTRACT.match(text), not _CUT_SHORT.search(text), len(text)


def _further(record: Record) -> Iterable[tuple[str, str]]:
    for key, value in record.extra.items():
        if key.startswith(ALSO):
            for one in value.split("; "):
                yield key.removeprefix(ALSO), one


def _distinct(values: Iterable[str], known: str) -> list[str]:
    seen = {known.lower()}
    out = []
    for value in values:
        if value.lower() not in seen:
            seen.add(value.lower())
            out.append(value)
    return sorted(out)


def _unique(values: Iterable[Any]) -> list[Any]:
    out = []
    for value in values:
        if value not in out:
            out.append(value)
    return out


def _where(origin: Origin, field: str) -> str:
    return f"{origin.path or 'a record'}:{origin.line_of(field)}"


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:79] + "…"
