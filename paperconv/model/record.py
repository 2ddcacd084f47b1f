"""The record: one paper, in CSL's variables (CSL 1.0.2, appendices III and IV)."""

from typing import Any

import msgspec

from paperconv.model import notebook
from paperconv.model.name import Name
from paperconv.model.origin import Change, Origin


class ArxivInfo(msgspec.Struct, frozen=True, omit_defaults=True, rename="kebab"):
    """What arXiv says of a paper beside its identifier: latest version (from 1), categories with the primary one."""

    version: int = 0
    primary_category: str = ""
    categories: tuple[str, ...] = ()


class Record(
    msgspec.Struct,
    frozen=True,
    omit_defaults=True,
    forbid_unknown_fields=True,
    rename={
        "container_title": "container-title",
        "container_title_short": "container-title-short",
        "collection_title": "collection-title",
        "publisher_place": "publisher-place",
        "event_title": "event-title",
        "title_short": "title-short",
        "number_of_pages": "number-of-pages",
        "chapter_number": "chapter-number",
        "url": "URL",
    },
):
    """One paper. Absent means unknown: empty strings, tuples and dicts are never written.

    Text is Unicode with CSL's inline tags (``<i> <b> <sup> <sub> <span class="nocase">``) and TeX maths between ``$``.
    ``issued`` and ``accessed`` are ISO 8601 dates as far as known (see :mod:`paperconv.model.date`).
    ``identifiers`` holds normal forms (see :mod:`paperconv.model.identifier`) under lower-case names.
    ``extra`` keeps what a format had and the model has no room for, under ``format:field``. ``source`` says where it was read,
    ``history`` what was done to it. Records are frozen; ``msgspec.structs.replace`` makes a changed copy. A notebook shows one as a table.

    >>> record = paperconv.Record(title="Deep learning", author=(paperconv.Name(family="LeCun", given="Yann"),), issued="2015-05-28")
    >>> record.type, record.author[0].display()
    ('article', 'Yann LeCun')
    """

    id: str = ""
    type: str = msgspec.field(default_factory=lambda: "article")  # a factory, so that the type is always written
    title: str = ""
    author: tuple[Name, ...] = ()
    editor: tuple[Name, ...] = ()
    translator: tuple[Name, ...] = ()
    issued: str = ""
    abstract: str = ""
    note: str = ""
    title_short: str = ""
    container_title: str = ""
    container_title_short: str = ""
    collection_title: str = ""
    event_title: str = ""
    volume: str = ""
    issue: str = ""
    page: str = ""
    number: str = ""
    number_of_pages: str = ""
    chapter_number: str = ""
    edition: str = ""
    genre: str = ""
    publisher: str = ""
    publisher_place: str = ""
    language: str = ""
    accessed: str = ""
    keyword: tuple[str, ...] = ()
    url: str = ""
    identifiers: dict[str, str] = {}
    arxiv: ArxivInfo | None = None
    extra: dict[str, str] = {}
    source: Origin | None = None
    history: tuple[Change, ...] = ()

    @property
    def origin(self) -> Origin:
        """Where the record came from; a record made by a program has an empty one."""
        return self.source or Origin(path="", format="")

    def _repr_html_(self) -> str:
        return notebook.fields((JSON_NAMES[name], _shown(getattr(self, name))) for name in self.__struct_fields__)


IGNORE = "paperconv:ignore"
"""The key of ``extra`` under which a record names the rules that are not to be told of it: codes or names, set apart by commas."""

PROVENANCE = ("id", "source", "history")
"""Fields that say where a record came from and what was done to it, and nothing of the paper."""

FIELDS: tuple[str, ...] = tuple(f for f in Record.__struct_fields__ if f not in PROVENANCE)
"""The bibliographic fields of a record, by their Python names, in the order they are written."""

JSON_NAMES: dict[str, str] = dict(zip(Record.__struct_fields__, Record.__struct_encode_fields__, strict=True))
"""Python name of a field -> its name in CSL and in the native JSON."""


def _shown(value: Any) -> str:
    """A field's value as one text, for a notebook."""
    match value:
        case Origin():
            return f"{value.path}:{value.line}"
        case ArxivInfo():
            return f"{' '.join(value.categories)}{f' v{value.version}' if value.version else ''}"
        case dict():
            return "; ".join(f"{k}: {v}" for k, v in value.items())
        case tuple() if value and isinstance(value[0], Name):
            return notebook.people([n.display() for n in value])
        case tuple():
            return "; ".join(f"{c.code} {c.message}" if isinstance(c, Change) else str(c) for c in value)
    return str(value or "")


def replace(record: Record, **changes: Any) -> Record:
    """A copy of ``record`` with ``changes`` made (Python field names)."""
    return msgspec.structs.replace(record, **changes)
