"""Writing CSV (RFC 4180), one row a record: for spreadsheets, pandas and awk."""

import csv
import io
from collections.abc import Callable

from paperconv.markup.latex import clean
from paperconv.model import Name, Record
from paperconv.model.record import FIELDS, JSON_NAMES

_IDENTIFIERS = ("doi", "arxiv", "pmid", "pmcid", "isbn", "issn")
_PEOPLE = ("author", "editor", "translator")
_LISTED = ("author", "title", "issued", "container_title")
_REST = tuple(f for f in FIELDS if f not in {"type", "identifiers", "arxiv", "extra", "abstract", "note", *_LISTED})


class CsvWriter:
    """Writes a table whose columns are named as in CSL and always the same.

    ``id``, ``type``, the record's fields, an identifier a column (others as ``kind:value`` under ``identifiers``), arXiv's version
    and categories, ``note`` and ``abstract``. Names are ``Family, Given, Suffix``, set apart by semicolons; an organisation whose
    name has a comma, a semicolon or "and" in it stands in braces, as in BibTeX.
    """

    keyed = True
    carries = frozenset(FIELDS)
    extras: tuple[str, ...] = ()
    separator, foot = "\n", "\n"

    def __init__(self) -> None:
        self.head = _row(list(COLUMNS)) + "\n"

    def encode(self, record: Record) -> str:
        """The record as a row."""
        return _row([clean(cell(record)) for cell in COLUMNS.values()])


def _names(names: tuple[Name, ...]) -> str:
    return "; ".join(_name(n) for n in names if n != Name())


def _name(name: Name) -> str:
    if name.literal or name.lost or not name.family:
        text = name.display()
        return f"{{{text}}}" if "," in text or ";" in text or " and " in text else text
    return ", ".join(part for part in (name.surname, name.given, name.suffix) if part)


def _others(record: Record) -> str:
    return "; ".join(f"{kind}:{value}" for kind, value in record.identifiers.items() if kind not in _IDENTIFIERS)


def _field(field: str) -> Callable[[Record], str]:
    if field in _PEOPLE:
        return lambda record: _names(getattr(record, field))
    if field == "keyword":
        return lambda record: "; ".join(record.keyword)
    return lambda record: str(getattr(record, field))


def _identifier(kind: str) -> Callable[[Record], str]:
    return lambda record: record.identifiers.get(kind, "")


COLUMNS: dict[str, Callable[[Record], str]] = {
    "id": lambda record: record.id,
    "type": lambda record: record.type,
    **{JSON_NAMES[f]: _field(f) for f in (*_LISTED, *_REST)},
    **{kind: _identifier(kind) for kind in _IDENTIFIERS},
    "identifiers": _others,
    "arxiv-version": lambda record: str(record.arxiv.version or "") if record.arxiv else "",
    "arxiv-primary-category": lambda record: record.arxiv.primary_category if record.arxiv else "",
    "arxiv-categories": lambda record: " ".join(record.arxiv.categories) if record.arxiv else "",
    "note": lambda record: record.note,
    "abstract": lambda record: record.abstract,
}
"""The columns in their order: name, and what of a record stands in it."""


def _row(cells: list[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(cells)
    return line.getvalue()
