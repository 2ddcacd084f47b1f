"""Writing .bib files that every style and client takes: BibTeX and BibLaTeX."""

import re
import zlib
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from paperconv.formats.bibtex import mapping as m
from paperconv.formats.bibtex.dates import write_year_fields
from paperconv.formats.bibtex.names import OTHERS, write_names
from paperconv.formats.bibtex.syntax import harmless
from paperconv.markup.latex import clean, encode, encode_title
from paperconv.model import Name, Record
from paperconv.model import identifier as ids
from paperconv.model.name import LOST_SIGN
from paperconv.model.record import FIELDS, IGNORE
from paperconv.model.text import fold
from paperconv.patterns import pattern

Fields = list[tuple[str, str]]
"""An entry's fields in their order: name, and value with its braces (a macro has none)."""

_UNSAFE_IN_KEY = pattern(r"[^A-Za-z0-9:._/+-]+")
_UNSAFE_IN_NAME = pattern(r"[^A-Za-z0-9:._/+*-]+")
_UNSAFE_IN_IGNORE = pattern(r"[^A-Za-z0-9, -]+")
_UNSAFE_IN_URL = pattern(r"[^!-~]|[{}\\\"<>^`|]")
_UNSAFE_IN_DOI = pattern(r"[^!-~]|[{}\\\"^`|]")
_PAGE_HYPHEN = pattern(r"(?<=\w)-+(?=\w)")
_NOT_BACK = frozenset({"crossref", "xdata", "entrytype"})  # what they refer to stands in the record already
_NO_TITLE = f"{{{LOST_SIGN}}}"


class _BibWriter:
    """What both dialects share.

    ``ascii`` writes accents as TeX, for 8-bit BibTeX; ``indent`` is the number of spaces before a field; the fields that
    ``field_order`` names come first; of more than ``max_authors`` names (0: no limit) the first are written, and "and others";
    fields that ``hidden`` names are left out. Names are in lower case.
    """

    head, separator, foot = "", "\n\n", "\n"
    keyed = True
    carries = frozenset(FIELDS)
    extras = ("bibtex:", IGNORE)
    dialect = ""
    types: Mapping[str, str] = MappingProxyType({})

    def __init__(
        self, ascii: bool = False, indent: int = 2, field_order: tuple[str, ...] = (), max_authors: int = 0, hidden: frozenset[str] = frozenset()
    ) -> None:
        self.ascii, self.lead, self.max_authors, self.hidden = ascii, " " * indent, max_authors, hidden
        self.place = {name: at for at, name in enumerate(field_order)}

    def encode(self, record: Record) -> str:
        """The record as an entry. An empty record still gives one that BibTeX accepts."""
        entry_type = self._entry_type(record)
        fields = self._fields(record, entry_type)
        if self.hidden:
            fields = [field for field in fields if field[0].lower() not in self.hidden]
        if self.place:
            fields.sort(key=lambda field: self.place.get(field[0].lower(), len(self.place)))
        heads = _heads(tuple([name for name, _ in fields]), self.lead)
        lines = [head + value for head, (_, value) in zip(heads, fields, strict=True)]
        asked = _UNSAFE_IN_IGNORE.sub(" ", record.extra[IGNORE]).strip() if IGNORE in record.extra else ""
        comment = f"% paperconv: ignore {asked}\n" if asked else ""
        return f"{comment}@{entry_type}{{{safe_key(record.id)},\n" + ",\n".join(lines) + "\n}"

    def _entry_type(self, record: Record) -> str:
        """The record's own entry type where this dialect has it, else that of its CSL type; ``misc`` where what the type needs is missing."""
        own = record.extra.get("bibtex:entrytype", "")
        chosen = own if own in m.OWN_TYPES[self.dialect] and m.CSL_TYPE[own] == record.type else self.types.get(record.type, "misc")
        if chosen == "book" and _is_proceedings(record):
            chosen = "proceedings"
        if chosen == "phdthesis" and record.genre == m.GENRES["mastersthesis"]:
            chosen = "mastersthesis"
        needed = m.REQUIRED.get(chosen, "")
        return "misc" if needed and not getattr(record, needed) and self.dialect == "bibtex" else chosen

    def _fields(self, record: Record, entry_type: str) -> Fields:
        fields: Fields = []
        for name in m.NAMES:
            people = getattr(record, name)
            if self.max_authors and len(people) > self.max_authors:
                people = (*people[: self.max_authors], Name(literal=OTHERS))
            if people and (tex := write_names(people, self.ascii)):
                fields.append((name, f"{{{tex}}}"))
        if not record.title and entry_type in ("misc", "online"):
            fields.append(("title", _NO_TITLE))  # else nothing at all may be printed, or biber warns
        elif record.title:
            fields.append(("title", f"{{{encode_title(record.title, self.ascii)}}}"))
        self._texts(fields, (
            (self._container(entry_type), record.container_title), ("eventtitle", record.event_title), ("series", record.collection_title)))
        if record.issued:
            fields += self._date(record.issued)
        self._numbers(fields, record, entry_type)
        self._publication(fields, record, entry_type)
        self._identifiers(fields, record)
        self._texts(fields, (("shorttitle", record.title_short), ("shortjournal", record.container_title_short), ("note", record.note),
                             ("keywords", _keywords(record.keyword)), ("abstract", record.abstract)))
        self._given_back(fields, record, entry_type)
        self._completed(fields, record, entry_type)
        return fields

    def _texts(self, fields: Fields, pairs: tuple[tuple[str, str], ...]) -> None:
        for name, text in pairs:
            if text and (tex := encode(text, self.ascii).strip()):
                fields.append((name, f"{{{tex}}}"))

    def _container(self, entry_type: str) -> str:
        return "booktitle" if entry_type in m.HOSTED else "journal"

    def _date(self, issued: str) -> Fields:
        return [*write_year_fields(issued)]

    def _numbers(self, fields: Fields, record: Record, entry_type: str) -> None:
        if record.arxiv and record.arxiv.version:
            fields.append(("version", f"{{{record.arxiv.version}}}"))
        is_issue = record.type in m.NUMBER_IS_ISSUE
        in_series = bool(record.collection_title) and not record.volume
        is_article_number = is_issue or (entry_type in m.HOSTED and not in_series and record.origin.format not in ("bibtex", "biblatex"))
        self._texts(fields, (
            ("volume", record.volume), ("number" if is_issue else "issue", record.issue), ("eid" if is_article_number else "number", record.number),
            ("chapter", record.chapter_number), ("edition", record.edition)))
        if record.page:
            fields.append(("pages", f"{{{_pages(clean(record.page), self.ascii)}}}"))
        self._texts(fields, (("pagetotal", record.number_of_pages),))

    def _publication(self, fields: Fields, record: Record, entry_type: str) -> None:
        self._texts(fields, (
            ("type", self._genre(record, entry_type)), (self._publisher(entry_type), record.publisher),
            (self._place(), record.publisher_place), self._language(record.language)))

    def _genre(self, record: Record, entry_type: str) -> str:
        if m.GENRES.get(entry_type) == record.genre:
            return ""
        return record.genre or ("Thesis" if entry_type in m.GENRES else "")

    def _publisher(self, entry_type: str) -> str:
        if entry_type in m.GENRES:
            return "school"
        return "institution" if entry_type == "techreport" else "organization" if entry_type in m.ORGANISED else "publisher"

    def _place(self) -> str:
        return "address"

    def _language(self, language: str) -> tuple[str, str]:
        return "language", language and (m.babel(language) or language)

    def _identifiers(self, fields: Fields, record: Record) -> None:
        known = record.identifiers
        own = [(kind, known[kind]) for kind in ("isbn", "issn", "pmid", "pmcid") if kind in known]
        for kind, value in own:
            fields += self._registered(kind, _UNSAFE_IN_URL.sub("", value), "arxiv" in known)
        doi = [("doi", f"{{{self._doi(known['doi'])}}}")] if "doi" in known else []
        eprint = self._eprint(record, known["arxiv"]) if "arxiv" in known else []
        fields += eprint + doi if record.type == m.PREPRINT else doi + eprint
        if url := record.url or (ids.arxiv_url(known["arxiv"]) if "arxiv" in known else ""):
            fields.append(("url", f"{{{_UNSAFE_IN_URL.sub(_percent, clean(url))}}}"))
        if record.accessed:
            fields.append(("urldate", f"{{{record.accessed}}}"))
        fields += self._others(record)

    def _others(self, record: Record) -> Fields:
        """The identifiers that have no field of their own in every BibTeX."""
        return [(kind, f"{{{encode(value, self.ascii)}}}") for kind, value in record.identifiers.items()
                if kind not in m.IDENTIFIERS and kind != "arxiv" and value and not _UNSAFE_IN_NAME.search(kind)]

    def _registered(self, kind: str, value: str, is_arxiv: bool) -> Fields:
        return [(kind, f"{{{value}}}")]

    def _doi(self, doi: str) -> str:
        """Styles put it into the argument of a macro, where a bare percent sign would hide the rest of the line."""
        return _UNSAFE_IN_DOI.sub(_percent, doi).replace("%", r"\%")

    def _eprint(self, record: Record, arxiv: str) -> Fields:
        fields = [("eprint", f"{{{arxiv}}}"), ("archivePrefix", "{arXiv}")]
        if record.arxiv and record.arxiv.primary_category:
            fields.append(("primaryClass", f"{{{encode(record.arxiv.primary_category, self.ascii)}}}"))
        return fields

    def _given_back(self, fields: Fields, record: Record, entry_type: str) -> None:
        """The fields that only BibTeX has, as they were read, in their order; and the type where the entry's does not tell it."""
        own = record.extra.get("bibtex:entrytype", "")
        names = tuple([name for name, _ in fields] + [key[7:] for key in record.extra if key.startswith("bibtex:")])
        if own and own != entry_type and own.isalpha():
            fields.append(("entrysubtype", f"{{{own}}}"))
        elif _type_of(entry_type, names, "arxiv" in record.identifiers) != record.type:
            subtype = next((name for name, csl in m.SUBTYPES.items() if csl == record.type), record.type)
            fields.append(("entrysubtype", f"{{{encode(subtype.replace('_', '-'), self.ascii)}}}"))  # biblatex makes a macro of it
        if not record.extra:
            return
        taken = {name.lower() for name, _ in fields}
        for key, tex in record.extra.items():
            name = _UNSAFE_IN_NAME.sub("-", key[7:]) if key.startswith("bibtex:") else ""
            if not name or name.lower() in _NOT_BACK or not tex.strip():
                continue
            base, count = name, 1
            while name.lower() in taken:
                count += 1
                name = f"{base}-{count}"
            taken.add(name.lower())
            fields.append((name, f"{{{harmless(clean(tex), base.lower() in m.VERBATIM)}}}"))

    def _completed(self, fields: Fields, record: Record, entry_type: str) -> None:
        """What the dialect asks of every entry."""


@lru_cache(maxsize=1024)
def _heads(names: tuple[str, ...], lead: str) -> list[str]:
    """What stands before the values of an entry with these fields. Most entries of a file are alike."""
    width = max(map(len, names), default=0)
    return [f"{lead}{name:<{width}} = " for name in names]


@lru_cache(maxsize=1024)
def _type_of(entry_type: str, names: tuple[str, ...], is_arxiv: bool) -> str:
    """The CSL type that an entry with these fields has when it is read."""
    return m.csl_type(entry_type, frozenset(name.lower() for name in names), is_arxiv)


def _is_proceedings(record: Record) -> bool:
    """True for a book that is the proceedings of a meeting, which CSL has no type for; what was a book in BibTeX stays one."""
    if record.author or record.origin.format in ("bibtex", "biblatex"):
        return False
    return bool(record.event_title) or "proceedings" in record.title.lower()


class BibtexWriter(_BibWriter):
    """Writes BibTeX for the standard styles: preprints as ``misc`` with eprint fields, months as macros, UTF-8."""

    dialect = "bibtex"
    types = m.BIBTEX_TYPE

    def _completed(self, fields: Fields, record: Record, entry_type: str) -> None:
        """An entry without names gets a ``key`` to be sorted by (btxdoc, 3.2)."""
        if fields and fields[0][0] == "author":
            return
        names = {name.lower() for name, _ in fields}
        if not ("author" in names or "key" in names or ("editor" in names and entry_type in ("book", "inbook", "proceedings"))):
            fields.append(("key", f"{{{safe_key(record.id)}}}"))


class BiblatexWriter(_BibWriter):
    """Writes BibLaTeX for biber: preprints as ``online``, ISO dates, ``journaltitle`` and ``location``."""

    dialect = "biblatex"
    types = m.BIBLATEX_TYPE

    def _container(self, entry_type: str) -> str:
        return "booktitle" if entry_type in m.HOSTED else "journaltitle"

    def _date(self, issued: str) -> Fields:
        return [("date", f"{{{issued}}}")]

    def _entry_type(self, record: Record) -> str:
        """As in BibTeX, but a preprint is ``online`` only where it has an address: biber asks for one (manual, 2.1.1)."""
        chosen = super()._entry_type(record)
        addressed = record.url or not record.identifiers.keys().isdisjoint(("doi", "arxiv", "pmid")) or "bibtex:eprint" in record.extra
        return "misc" if chosen == "online" and record.type == m.PREPRINT and not addressed else chosen

    def _genre(self, record: Record, entry_type: str) -> str:
        if entry_type == "thesis":
            keys = {genre: key for key, genre in m.GENRE_KEYS.items() if key in ("phdthesis", "mathesis")}
            return keys.get(record.genre, record.genre) or "Thesis"
        return record.genre or "techreport" if entry_type == "report" else super()._genre(record, entry_type)

    def _publisher(self, entry_type: str) -> str:
        return "institution" if entry_type in ("thesis", "report", *m.GENRES) else super()._publisher(entry_type)

    def _place(self) -> str:
        return "location"

    def _language(self, language: str) -> tuple[str, str]:
        known = language and m.babel(language)
        return ("langid", known) if known else ("language", language)

    def _registered(self, kind: str, value: str, is_arxiv: bool) -> Fields:
        """PubMed's identifier is an eprint (manual, 3.14.7), where there is no other."""
        if kind == "pmid" and not is_arxiv:
            return [("eprint", f"{{{value}}}"), ("eprinttype", "{pubmed}")]
        return [] if kind in ("pmid", "pmcid") else super()._registered(kind, value, is_arxiv)

    def _others(self, record: Record) -> Fields:
        """Those that biber's data model does not have, as ``kind:value`` in a field of which it knows that nothing in it is to be printed."""
        known = record.identifiers
        kinds = [*(("pmid",) if "arxiv" in known else ()), "pmcid", *m.OTHER_IDENTIFIERS]
        value = " ".join(f"{kind}:{_UNSAFE_IN_URL.sub(_percent, known[kind])}" for kind in kinds if known.get(kind))
        free = next((name for name in m.CUSTOM_VERBATIM if f"bibtex:{name}" not in record.extra), "")
        rest = [field for field in super()._others(record) if not free or field[0] not in m.OTHER_IDENTIFIERS]
        return [(free, f"{{{value}}}"), *rest] if value and free else rest

    def _doi(self, doi: str) -> str:
        return _UNSAFE_IN_DOI.sub(_percent, doi)  # verbatim to biber

    def _eprint(self, record: Record, arxiv: str) -> Fields:
        fields = [("eprint", f"{{{arxiv}}}"), ("eprinttype", "{arXiv}")]
        if record.arxiv and record.arxiv.primary_category:
            fields.append(("eprintclass", f"{{{encode(record.arxiv.primary_category, self.ascii)}}}"))
        return fields

    def _completed(self, fields: Fields, record: Record, entry_type: str) -> None:
        if record.type == m.PREPRINT and "arxiv" in record.identifiers and not any(name == "pubstate" for name, _ in fields):
            fields.append(("pubstate", "{prepublished}"))
        if foreign := m.UNPUBLISHED.get(entry_type):
            taken = {name for name, _ in fields}
            free = iter([name for name in m.CUSTOM_TEXT if name not in taken])
            for at, (name, value) in enumerate(fields):
                if name in foreign and name not in self.hidden and (own := next(free, "")):
                    fields[at] = (own, f"{{{name}: {value[1:-1]}}}")


def safe_key(key: str) -> str:
    """The citation key with nothing in it but what every client takes: ``[A-Za-z0-9:._/+-]``."""
    if key and _UNSAFE_IN_KEY.search(key) is None:
        return key
    return _UNSAFE_IN_KEY.sub("-", fold(key) if not key.isascii() else key).strip("-") or f"ref{zlib.crc32(key.encode('utf-8', 'replace')):08x}"


def _keywords(words: tuple[str, ...]) -> str:
    return ("; " if any("," in word for word in words) else ", ").join(words)


def _pages(pages: str, ascii: bool) -> str:
    r"""Pages with a dash between first and last: ``1-29`` -> ``1--29``."""
    if "–" in pages:
        return encode(pages, ascii).replace("–", "--")
    return _PAGE_HYPHEN.sub("--", encode(pages, ascii).replace("-{}-", "-"))


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "replace"))
