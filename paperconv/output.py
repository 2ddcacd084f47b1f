"""What a user may ask of an output beside its format: one value that the command line and the library hand on."""

from typing import Literal

import msgspec

from paperconv.errors import UsageError
from paperconv.model import Record
from paperconv.model.record import FIELDS, JSON_NAMES

Sort = Literal["none", "key", "date"]

_BY_NAME: dict[str, tuple[str, ...]] = {JSON_NAMES[f].lower(): (f,) for f in FIELDS if f not in ("type", "extra")} | {
    "date": ("issued",), "year": ("issued",), "month": ("issued",), "journal": ("container_title",), "journaltitle": ("container_title",),
    "booktitle": ("container_title",), "venue": ("container_title",), "keywords": ("keyword",), "pages": ("page",),
    "address": ("publisher_place",), "location": ("publisher_place",), "series": ("collection_title",), "urldate": ("accessed",),
    "number": ("number", "issue"),
}  # fmt: skip
"""Names of fields, as CSL and BibTeX have them (lower case) -> the record's."""

_EPRINT = frozenset({"eprint", "archiveprefix", "primaryclass", "eprinttype", "eprintclass"})


class OutputOptions(msgspec.Struct, frozen=True, kw_only=True):
    """How an output is to look.

    ``key``: a pattern or preset after which all citation keys are made anew (see :mod:`paperconv.keys.pattern`); "" keeps those
    that the input has. ``keys_from``: a bibliography whose keys are kept for the works in it. ``key_map``: a file for lines of
    old key, tab, new key. ``sort``: the order of entries. ``fields``: only these fields; ``omit``: not these (names of CSL, BibTeX
    or the output). ``max_authors``: so many names an entry in BibTeX, then "and others" (0: all). ``ascii``, ``indent`` (spaces,
    -1: the format's own) and ``field_order`` are for BibTeX. ``check``: nothing is written, but compared with the file that is there;
    ``update``: the entries of a .bib file that the input knows are replaced, new ones added, the rest is left as it is.
    ``incremental``: an output is left alone that was made of the same inputs in the same way, which a manifest beside it tells;
    ``force``: it is made again all the same. ``depfile``: a file that tells make what each output is made of.
    """

    key: str = ""
    keys_from: str = ""
    key_map: str = ""
    sort: Sort = "none"
    fields: tuple[str, ...] = ()
    omit: tuple[str, ...] = ()
    max_authors: int = 0
    ascii: bool = False
    indent: int = -1
    field_order: tuple[str, ...] = ()
    check: bool = False
    update: bool = False
    incremental: bool = False
    force: bool = False
    depfile: str = ""

    def shape(self) -> dict[str, object]:
        """What a writer must know, by the names of its parameters: only what differs from the writer's own way."""
        wanted: dict[str, object] = {}
        if self.ascii:
            wanted["ascii"] = True
        if self.indent >= 0:
            wanted["indent"] = self.indent
        if self.field_order:
            wanted["field_order"] = tuple(name.lower() for name in self.field_order)
        return wanted

    def hidden(self) -> frozenset[str]:
        """Names of fields, in lower case, that a writer must not add by itself."""
        named = {name.lower() for name in self.omit}
        if self.fields and not {"url", "ur"} & {name.lower() for name in self.fields}:
            named.add("url")
        return frozenset(named)


AS_IT_IS = OutputOptions()
"""Nothing is asked for."""


class Selection:
    """The fields that are written: ``fields`` alone where any are named, without those that ``omit`` names."""

    def __init__(self, fields: tuple[str, ...], omit: tuple[str, ...]) -> None:
        self.kept = _names(fields) if fields else None
        self.omitted = _names(omit)
        if self.kept is not None and (twice := self.kept & self.omitted):
            raise UsageError(f"{', '.join(sorted(twice))}: in --fields and in --omit")
        kept, omitted = _record_fields(self.kept or set()), _record_fields(self.omitted)
        fixed = {"type", "identifiers", "extra"}
        self.cleared = [f for f in FIELDS if f not in fixed and (f in omitted or (self.kept is not None and f not in kept))]
        self.empty = {f: () if f in ("author", "editor", "translator", "keyword") else None if f == "arxiv" else "" for f in self.cleared}

    def __call__(self, record: Record) -> Record:
        """The record with the wanted fields alone; its id and type stay."""
        identifiers = {k: v for k, v in record.identifiers.items() if self._wanted(k)}
        extra = {k: v for k, v in record.extra.items() if self._wanted(k.partition(":")[2].lower())}
        return msgspec.structs.replace(record, identifiers=identifiers, extra=extra, **self.empty)

    def _wanted(self, name: str) -> bool:
        return name not in self.omitted and (self.kept is None or name in self.kept or ("identifiers" in self.kept and ":" not in name))


def _names(words: tuple[str, ...]) -> set[str]:
    names = {name.strip().lower() for word in words for name in word.split(",") if name.strip()}
    return names | ({"arxiv"} if names & _EPRINT else set())


def _record_fields(names: set[str]) -> set[str]:
    return {field for name in names for field in _BY_NAME.get(name, ())}
