"""Yesterday's keys: which work of an older bibliography a record is, and by what key that was cited."""

from collections.abc import Iterable

from paperconv.model import Record
from paperconv.model import date as dates
from paperconv.model.text import fold

_IDENTIFYING = ("arxiv", "doi", "pmid", "pmcid")


class KnownKeys:
    """The keys of the records given: found by an identifier, else by title and year where only one work has both."""

    def __init__(self, records: Iterable[Record]) -> None:
        self.by_identifier: dict[tuple[str, str], str] = {}
        self.by_title: dict[tuple[str, int], tuple[str, str]] = {}
        self.reserved: set[str] = set()
        for record in records:
            self.reserved.add(record.id.lower())
            for identifier in _identifiers(record):
                self.by_identifier.setdefault(identifier, record.id)
            if title := _title(record):
                known = self.by_title.get(title)
                self.by_title[title] = (record.id if known is None else "", record.identifiers.get("arxiv", ""))

    def find(self, record: Record) -> str:
        """The key under which the work of ``record`` is known, "" where it is not."""
        for identifier in _identifiers(record):
            if key := self.by_identifier.get(identifier):
                return key
        key, arxiv = self.by_title.get(_title(record) or ("", 0), ("", ""))
        return key if arxiv in ("", record.identifiers.get("arxiv", arxiv)) else ""


def _identifiers(record: Record) -> list[tuple[str, str]]:
    return [(kind, record.identifiers[kind].lower()) for kind in _IDENTIFYING if kind in record.identifiers]


def _title(record: Record) -> tuple[str, int] | None:
    title, year = fold(record.title), dates.year(record.issued)
    return (title, year) if title and year else None
