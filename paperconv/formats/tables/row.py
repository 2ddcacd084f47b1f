"""One row of a table on its way to a record: each cell by the role of its column."""

import re

import msgspec

from paperconv.formats.draft import Draft
from paperconv.formats.tables import values
from paperconv.formats.tables.columns import Column, key_of
from paperconv.formats.tables.rows import Layout
from paperconv.formats.tables.types import CSL_TYPES, THESES, csl_type
from paperconv.model import ArxivInfo, Name, Record
from paperconv.model import identifier as ids
from paperconv.model.text import squeeze

_TEX_TABLE = frozenset("entrytype citekey citationkey bibtexkey booktitle howpublished crossref archiveprefix eprinttype bibliographytype".split())
_CSL_TABLE = frozenset(("containertitle", "issued"))
_TAGGED_NAMES = frozenset(("AU", "AF", "BA", "BE", "ED"))
_ARXIV_TABLE = frozenset("categories submitter journalref updatedate".split())
_TEXT_ROLES = frozenset(
    """title_short container_title_short collection_title event_title edition chapter_number genre publisher publisher_place language
number_of_pages""".split()
)
_NUMBER_ROLES = frozenset("volume issue number_of_pages edition chapter_number".split())
_IDENTIFIERS = frozenset("doi pmid pmcid arxiv issn isbn openalex semanticscholar dblp bibcode acl".split())
_MANY = frozenset(("issn", "isbn"))
_LATER = frozenset(
    """type date year month day page first last number article_number eid journal booktitle container source institution orcids
with_affiliations arxiv_version arxiv_primary arxiv_categories id""".split()
)
_DATABASES = frozenset(
    """scopus pubmed medline embase webofscience wos cochrane cochranelibrary central arxiv ieee ieeexplore acm acmdl googlescholar dimensions
lens openalex crossref psycinfo cinahl proquest sciencedirect springer springerlink semanticscholar dblp wiley eric manual handsearch""".split()
)
_EMBASE = re.compile(
    r"(?P<journal>.+?)\s*\((?P<year>\d{4})\)\s*(?:(?P<volume>[^\s:()]+)?(?::(?P<issue>[^()]+?))?\s*)?(?:\((?P<page>[^()]*)\))?\.?"
    r"(?:\s*(?:Article Number:\s*(?P<number>[^.]+)\.?|Date of Publication:\s*(?P<date>.+)))*"
)
_ARXIV_CATEGORY = re.compile(r"(?:[a-z-]+(?:\.[A-Za-z-]{2,})?)(?:[\s;,|]+[a-z-]+(?:\.[A-Za-z-]{2,})?)*")
_CONFERENCE = re.compile(r"\b(?:conference|proceedings|workshop|symposium|congress|colloquium)\b", re.I)
_REPORTS = frozenset("report patent standard thesis dataset software legislation bill legal_case".split())
_PLAIN = frozenset("article journalarticle jour j book b inproceedings conferencepaper review chapter misc preprint".split())
"""Words that say no more than the CSL type they stand for."""


class Table(msgspec.Struct, frozen=True):
    """What a table's head says of all its rows.

    ``ordered`` are the columns in the order they are looked at; ``tex`` is True where its text is BibTeX's, ``csl`` where its types are
    CSL's, ``arxiv`` where it is a table of arXiv's.
    """

    layout: Layout
    ordered: tuple[Column, ...]
    tex: bool
    csl: bool
    arxiv: bool
    has_issue: bool
    has_container: bool

    @classmethod
    def of(cls, layout: Layout) -> "Table":
        """The table of that layout."""
        keys = {key_of(c.name) for c in layout.columns}
        roles = {c.role for c in layout.columns}
        csl = keys >= _CSL_TABLE
        return cls(
            layout=layout,
            ordered=tuple(sorted(layout.columns, key=lambda c: (c.role in _LATER, c.rank, c.place))),
            tex=bool(keys & _TEX_TABLE) and not csl,
            csl=csl,
            arxiv=bool(keys & _ARXIV_TABLE),
            has_issue="issue" in roles,
            has_container=bool(roles & {"journal", "booktitle", "container"}),
        )


class Row:
    """One row on its way to a record. What depends on other cells waits in ``held`` until all are seen."""

    def __init__(self, draft: Draft, table: Table) -> None:
        self.draft, self.table = draft, table
        self.held: dict[str, list[tuple[str, str]]] = {}
        self.printed: list[str] = []

    def take(self, column: Column, cell: str) -> None:
        """One filled cell."""
        role, name, draft = column.role, column.name, self.draft
        if not role:
            draft.keep(name, cell)
        elif role in _LATER:
            self.held.setdefault(role, []).append((name, cell))
        elif role == "title":
            draft.text("title", values.title(cell, self.table.tex), name)
        elif role == "abstract":
            text = values.abstract(cell)
            draft.text("abstract", text, name) if text else draft.keep(name, cell)
        elif role in _TEXT_ROLES or role in _NUMBER_ROLES:
            draft.text(role, values.text(values.number(cell) if role in _NUMBER_ROLES else cell, self.table.tex), name)
        elif role in _IDENTIFIERS:
            self._identify(role, cell, name)
        else:
            getattr(self, f"_{role}")(cell, name)

    def _identify(self, kind: str, cell: str, name: str) -> None:
        cell = values.number(cell)
        if kind in _MANY or "|" in cell or (";" in cell and kind != "doi"):
            for part in values.words(cell):
                _serial(self.draft, part, name) if kind in _MANY else self.draft.identify(kind, part, name)
        elif kind == "arxiv" and (version := ids.arxiv_version(cell)):
            self.draft.fields["arxiv"] = ArxivInfo(version)
            self.draft.identify(kind, cell, name)
        else:
            self.draft.identify(kind, cell, name)

    def _author(self, cell: str, name: str) -> None:
        if self.draft.fields.get("author"):
            self.draft.keep(name, cell)
        else:
            self._people("author", cell, name)
        self.printed.append(cell)

    def _author_n(self, cell: str, name: str) -> None:
        self._people("author", cell, name)

    def _editor(self, cell: str, name: str) -> None:
        self._people("editor", cell, name)

    def _translator(self, cell: str, name: str) -> None:
        self._people("translator", cell, name)

    def _group(self, cell: str, name: str) -> None:
        self.draft.names("author", (Name(literal=squeeze(part)) for part in cell.split(";") if part.strip()))

    def _people(self, field: str, cell: str, name: str) -> None:
        if self.draft.fields.get(field) and field != "author":
            self.draft.keep(name, cell)
            return
        found, leftover = values.names(cell, self.table.tex, name in _TAGGED_NAMES)
        self.draft.names(field, found)
        if leftover:
            self.draft.keep(name, leftover)

    def _keyword(self, cell: str, name: str) -> None:
        if "keyword" in self.draft.fields:
            self.draft.keep(name, cell)
        else:
            self.draft.keywords(values.text(word, self.table.tex) for word in values.words(cell))

    def _note(self, cell: str, name: str) -> None:
        if cell.startswith("RAYYAN"):
            self.draft.keep(name, cell)
        else:
            self.draft.text("note", values.text(cell, self.table.tex), name)

    def _extra(self, cell: str, name: str) -> None:
        """Zotero's field for whatever else, in which identifiers stand."""
        self.draft.keep(name, cell)
        if found := ids.find_arxiv(cell):
            self.draft.identifiers.setdefault("arxiv", found[0])
        if "doi" not in self.draft.identifiers and (doi := ids.find_doi(cell)):
            self.draft.identifiers["doi"] = doi

    def _url(self, cell: str, name: str) -> None:
        first, *others = re.split(r"[\s|;]+(?=https?://)", cell)
        for address in (first, *others):
            self.draft.text("url", address, name)

    def _accessed(self, cell: str, name: str) -> None:
        iso = values.date(cell, "")
        self.draft.date("accessed", iso, name) if iso and cell in (iso, iso + "T00:00:00Z") else self._imprecise("accessed", iso, cell, name)

    def _imprecise(self, field: str, iso: str, cell: str, name: str) -> None:
        """A date of which a part may have been left out ("03/04/2020", a time of day): its text is kept as well."""
        if iso:
            self.draft.date(field, iso, name)
        self.draft.keep(name, cell)

    def _identifiers(self, cell: str, name: str) -> None:
        """The column in which our own tables name the rarer identifiers: ``kind:value; kind:value``."""
        for part in cell.split(";"):
            kind, colon, value = part.strip().partition(":")
            if not colon or kind in self.draft.identifiers or not kind.isidentifier():
                self.draft.keep(name, part)
            else:
                normalise = ids.NORMALISERS.get(kind)
                self.draft.identifiers[kind] = (normalise(value) if normalise else "") or value

    def finish(self) -> Record:
        """The record, with what waited for other cells."""
        self._ids()
        self._dates()
        self._places()
        self._kind()
        self._numbers()
        self._arxiv()
        self._attach()
        return self.draft.record()

    def _all(self, role: str) -> list[tuple[str, str]]:
        return self.held.get(role, [])

    def _ids(self) -> None:
        for name, cell in self._all("id"):
            if self.draft.fields.setdefault("id", cell) != cell:
                self.draft.keep(name, cell)
            for kind in ("openalex", "semanticscholar", "dblp"):
                if normal := ids.NORMALISERS[kind](cell):
                    self.draft.identifiers.setdefault(kind, normal)
            if "arxiv" in cell.lower() or self.table.arxiv:
                self._first("arxiv", cell)
            self._first("doi", cell)
        if url := self.draft.fields.get("url"):
            if "arxiv.org/" in url:
                self._first("arxiv", url)
            if "doi.org/" in url:
                self._first("doi", url)
        if doi := self.draft.identifiers.get("doi"):
            self._first("arxiv", doi)

    def _first(self, kind: str, written: str) -> None:
        if normal := ids.NORMALISERS[kind](written):
            self.draft.identifiers.setdefault(kind, normal)

    def _dates(self) -> None:
        """The most that year, month, day and a full date say together; another year than the column of years has is another date."""
        year = next((y for _, cell in self._all("year") if (y := values.year(cell))), "")
        known = values.date_of(year, *(next((cell for _, cell in self._all(part)), "") for part in ("month", "day")))
        written = [(name, cell, values.date(cell, year)) for name, cell in self._all("date")]
        for _, _, iso in written:
            if len(iso) > len(known) and iso.startswith(year[:4]):
                known = iso
        if known:
            self.draft.fields["issued"] = known
        written += [(name, cell, values.year(cell)) for name, cell in self._all("year")]
        for name, cell, iso in written:
            if not iso or not known.startswith(iso) or values.is_unsure(cell, iso):
                self.draft.keep(name, cell)
        for part in ("month", "day"):
            for name, cell in self._all(part):
                if len(known) <= (4 if part == "month" else 7):
                    self.draft.keep(name, cell)

    def _places(self) -> None:
        for role in ("journal", "booktitle", "container"):
            for name, cell in self._all(role):
                self.draft.text("container_title", values.text(cell, self.table.tex), name)
        for name, cell in self._all("source"):
            self._source(cell, name)
        pages = [(name, values.pages(cell)) for name, cell in self._all("page")]
        first, last = (next((cell for _, cell in self._all(role)), "") for role in ("first", "last"))
        if first or last:
            pages.append((next(name for role in ("first", "last") for name, _ in self._all(role)), values.span(first, last)))
        for name, page in pages:
            self.draft.text("page", page, name)
        for role in ("first", "last"):
            for name, cell in self._all(role)[1:]:
                self.draft.keep(name, cell)

    def _source(self, cell: str, name: str) -> None:
        """Embase's line on where a paper appeared; a journal, where no other column names it; the name of a database is none."""
        if (match := _EMBASE.fullmatch(cell)) and not self.table.has_container:
            found = match.groupdict()
            self.draft.text("container_title", found["journal"], name)
            for field, value in (("volume", found["volume"]), ("issue", found["issue"]), ("number", found["number"])):
                self.draft.text(field, (value or "").strip(), name)
            self.draft.text("page", values.pages(found["page"] or ""), name)
            iso = values.date(found["date"] or found["year"], found["year"])
            if "issued" not in self.draft.fields:
                self.draft.fields["issued"] = iso or found["year"]
            if not self.draft.fields["issued"].startswith(iso or found["year"]) or not iso:
                self.draft.keep(name, cell)
        elif self.table.has_container or key_of(cell) in _DATABASES or "container_title" in self.draft.fields or cell.startswith("http"):
            self.draft.keep(name, cell)
        else:
            self.draft.text("container_title", values.text(cell, self.table.tex), name)

    def _kind(self) -> None:
        """The type, and behind it what kind of a thesis or report it is."""
        found = ""
        for name, cell in self._all("type"):
            said = cell if self.table.csl and cell in CSL_TYPES else csl_type(cell)
            key = key_of(cell)
            if key in THESES and found in ("", "thesis"):
                self.draft.text("genre", THESES[key], name)
            elif found and key_of(name) == "type":
                self.draft.text("genre", cell, name)
            elif not said or found or (key != key_of(said) and key not in _PLAIN):
                self.draft.keep(name, cell)
            found = found or said
        if not found:
            found = self._told_kind()
        elif found == "article-journal" and not self.draft.fields.get("container_title") and self._is_preprint():
            found = "article"
        self.draft.fields["type"] = found
        for name, cell in self._all("institution"):
            self.draft.text("publisher", values.text(cell, self.table.tex), name) if found in _REPORTS else self.draft.keep(name, cell)

    def _is_preprint(self) -> bool:
        return "arxiv" in self.draft.identifiers or ids.arxiv(self.draft.identifiers.get("doi", "")) != ""

    def _told_kind(self) -> str:
        """The type that the columns tell where none names it; "" where they do not."""
        container = self.draft.fields.get("container_title", "")
        if not container:
            return ""
        if self._all("booktitle") or _CONFERENCE.search(container):
            return "paper-conference"
        if self._all("journal") or "issn" in self.draft.identifiers or "issue" in self.draft.fields:
            return "article-journal"
        return ""

    def _numbers(self) -> None:
        for name, cell in self._all("number"):
            field = "number" if self.table.has_issue or self.draft.fields.get("type") in _REPORTS else "issue"
            self.draft.text(field, values.number(cell), name)
        for name, cell in self._all("article_number"):
            self.draft.text("number", values.number(cell), name)
        for name, cell in self._all("eid"):  # BibTeX's article number, or Scopus's name of the record
            self.draft.keep(name, cell) if cell.startswith("2-s2.0") else self.draft.text("number", cell, name)

    def _arxiv(self) -> None:
        version, primary, categories = (next((c for _, c in self._all(f"arxiv_{part}")), "") for part in ("version", "primary", "categories"))
        if "arxiv" not in self.draft.identifiers or (categories and not _ARXIV_CATEGORY.fullmatch(categories)):
            for role in ("arxiv_version", "arxiv_primary", "arxiv_categories"):
                for name, cell in self._all(role):
                    self.draft.keep(name, cell)
            return
        known = self.draft.fields.get("arxiv") or ArxivInfo()
        number = values.number(version).lstrip("v")
        info = ArxivInfo(int(number) if number.isdigit() else known.version, primary, tuple(re.split(r"[\s;,|]+", categories)) if categories else ())
        if info != ArxivInfo():
            self.draft.fields["arxiv"] = info

    def _attach(self) -> None:
        """What stands in columns of its own but belongs to the authors one by one: ORCID iDs, affiliations."""
        authors: tuple[Name, ...] = self.draft.fields.get("author", ())
        for name, cell in self._all("orcids"):
            codes = [ids.orcid(c) for c in cell.split("|")]
            if len(codes) == len(authors) and all(codes):
                authors = tuple(msgspec.structs.replace(a, orcid=code) for a, code in zip(authors, codes, strict=True))
            else:
                self.draft.keep(name, cell)
        for name, cell in self._all("with_affiliations"):
            places = values.affiliations(cell, self.printed)
            if len(places) == len(authors):
                authors = tuple(msgspec.structs.replace(a, affiliation=p) for a, p in zip(authors, places, strict=True))
            else:
                self.draft.keep(name, cell)
        self.draft.fields["author"] = authors


def _serial(draft: Draft, part: str, name: str) -> None:
    """An ISSN or ISBN, whichever it is; a spreadsheet may have taken the zeros at the beginning of an ISSN (its check digit says so)."""
    part = re.sub(r"\s*\((?:e?ISBN|e?ISSN|print|online|electronic)\)", "", part, flags=re.I).strip()
    if part[:-1].isdigit() and 4 < len(part) < 8 and ids.issn(part.zfill(8)):
        part = part.zfill(8)
    draft.identify("isbn" if ids.isbn(part) else "issn", part, name)
