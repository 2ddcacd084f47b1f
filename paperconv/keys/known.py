"""Yesterday's keys: which work of an older bibliography a record is, and by what key that was cited."""

from collections.abc import Iterable

from paperconv.model import Record
from paperconv.model import date as dates
from paperconv.model.text import fold

_IDENTIFYING = ("arxiv", "doi", "pmid", "pmcid")


class KnownKeys:
    """The keys of the records given: found by the key where it stands for the same paper, else by an identifier, else by title and year
    where only one work has both."""

    def __init__(self, records: Iterable[Record]) -> None:
        self.by_identifier: dict[tuple[str, str], str] = {}
        self.by_title: dict[tuple[str, int], tuple[str, str]] = {}
        self.reserved: set[str] = set()
        self.by_key: dict[str, Record] = {}
        for record in records:
            self.by_key.setdefault(record.id, record)
            self.reserved.add(record.id.lower())
            for identifier in _identifiers(record):
                self.by_identifier.setdefault(identifier, record.id)
            if title := _title(record):
                known = self.by_title.get(title)
                self.by_title[title] = (record.id if known is None else "", record.identifiers.get("arxiv", ""))

    def find(self, record: Record) -> str:
        """The key under which the work of ``record`` is known, "" where it is not."""
        same = self.by_key.get(record.id)
        if same is not None and _is_same(record, same):
            return same.id
        for identifier in _identifiers(record):
            if key := self.by_identifier.get(identifier):
                return key
        key, arxiv = self.by_title.get(_title(record) or ("", 0), ("", ""))
        return key if arxiv in ("", record.identifiers.get("arxiv", arxiv)) else ""


def _is_same(record: Record, other: Record) -> bool:
    """True for records of one key that say the same of the paper: its title, or where there is none its authors and date."""
    if any(record.identifiers[k].lower() != other.identifiers[k].lower() for k in _IDENTIFYING if k in record.identifiers and k in other.identifiers):
        return False
    title = fold(record.title)
    return title == fold(other.title) and (bool(title) or (record.author, record.issued) == (other.author, other.issued))


def _identifiers(record: Record) -> list[tuple[str, str]]:
    return [(kind, record.identifiers[kind].lower()) for kind in _IDENTIFYING if kind in record.identifiers]


def _title(record: Record) -> tuple[str, int] | None:
    title, year = fold(record.title), dates.year(record.issued)
    return (title, year) if title and year else None
