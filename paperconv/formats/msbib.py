"""Word's bibliographies: ``Sources.xml``, and the part of a document that holds its sources (ECMA-376, part 1, 22.6; JabRef's ``BIBTEX_…``)."""

import locale
import re
from collections.abc import Iterator

from paperconv.authors.person import inverted
from paperconv.errors import ItemError
from paperconv.formats.base import Item, Note, items
from paperconv.formats.draft import Draft
from paperconv.formats.elements import keep, marked
from paperconv.io.encoding import Decoding
from paperconv.io.frames import xml_elements
from paperconv.io.source import Source
from paperconv.io.xml import Element, children, first, local, parse, text
from paperconv.model import Name, Record
from paperconv.model import date as dates
from paperconv.model import identifier as ids

_TYPES = {
    "ArticleInAPeriodical": "article-magazine", "Book": "book", "BookSection": "chapter", "JournalArticle": "article-journal",
    "ConferenceProceedings": "paper-conference", "Report": "report", "SoundRecording": "song", "Performance": "performance", "Art": "graphic",
    "DocumentFromInternetSite": "webpage", "InternetSite": "webpage", "Film": "motion_picture", "Interview": "interview", "Patent": "patent",
    "ElectronicSource": "document", "Case": "legal_case", "Misc": "document",
}  # fmt: skip
"""Kinds of sources (22.6.2.61) as CSL's types."""
_ENTRIES = {
    "phdthesis": "thesis", "mastersthesis": "thesis", "thesis": "thesis", "unpublished": "manuscript", "dataset": "dataset", "online": "webpage",
}  # fmt: skip
"""BibTeX's entry types that Word has no kind for."""
_THESIS = re.compile(r"thes[ie]s|dissertation|\bph\.?\s?d\b|\bm\.?sc\b|habilitation|diplom", re.I)
_TEXT = {
    "Title": "title", "ShortTitle": "title_short", "JournalName": "container_title", "PeriodicalTitle": "container_title",
    "BookTitle": "container_title", "PublicationTitle": "container_title", "InternetSiteTitle": "container_title", "AlbumTitle": "container_title",
    "BroadcastTitle": "container_title", "Volume": "volume", "Issue": "issue", "Pages": "page", "Edition": "edition",
    "ChapterNumber": "chapter_number",
    "Publisher": "publisher", "Institution": "publisher", "ProductionCompany": "publisher", "Distributor": "publisher", "Comments": "note",
    "ThesisType": "genre", "Type": "genre", "PatentNumber": "number", "CaseNumber": "number", "RecordingNumber": "number", "Tag": "id",
    "BIBTEX_Abstract": "abstract", "BIBTEX_Series": "collection_title",
}  # fmt: skip
"""Elements with text -> fields. Of several for one field the first has it."""
_PLACE = ("City", "StateProvince", "CountryRegion")
_MAKERS = {
    "Art": ("Artist",), "Patent": ("Inventor",), "Interview": ("Interviewee",), "SoundRecording": ("Composer", "Performer"), "Film": ("Director",),
    "Performance": ("Writer", "Performer"), "Case": (),
}  # fmt: skip
"""Who made a source of a kind that has no author."""
_NUMBERS = re.compile(r"\b(ISBN|ISSN|DOI)\b\s*:?\s*(10\.\S+|[\dXx-]{8,17})", re.I)
_DATE = ("Year", "Month", "Day")
_SAID = frozenset(("SourceType", "Author", "LCID", "StandardNumber", "URL", "DOI", "BIBTEX_KeyWords", "ConferenceName", "Accessed", *_TEXT, *_PLACE))
_SAID |= {*_DATE, *(f"{name}Accessed" for name in _DATE)}


class MsbibReader:
    """Reads Word's bibliographies, a source at a time; prefixes need no declaration."""

    def frame(self, source: Source) -> Iterator[Item | Note]:
        """One item a ``Source`` element."""
        with source.open() as stream:
            decoding = Decoding(stream)
            yield from items(source, decoding, xml_elements(decoding.blocks(), ("Source",)))

    def decode(self, item: Item) -> Record:
        """The work of a ``Source`` element. Raises :class:`~paperconv.errors.ItemError` where it says nothing of one."""
        source = parse(item.data)
        draft = Draft("msbib-xml", item)
        kind = text(first(source, "SourceType"))
        _people(draft, source, kind)
        for name, field in _TEXT.items():
            for element in children(source, name):
                draft.put(field, marked(element), name)
        for element in children(source, "ConferenceName"):  # "conference publication name" in Word's dialog
            name = marked(element)
            draft.put("event_title" if draft.fields.get("container_title", name) != name else "container_title", name, "ConferenceName")
        place = ", ".join(said for part in _PLACE if (said := text(first(source, part))))
        draft.text("publisher_place", place, "City")
        draft.keywords(word for element in children(source, "BIBTEX_KeyWords") for word in re.split("[;,]", text(element)))
        _date(draft, source, "issued", "")
        _date(draft, source, "accessed", "Accessed")
        for element in children(source, "Accessed"):
            draft.date("accessed", text(element), "Accessed")
        _identifiers(draft, source)
        _language(draft, text(first(source, "LCID")))
        for element in source:
            if local(element) not in _SAID:
                keep(draft, element)
        if not draft.fields and not draft.identifiers:
            raise ItemError("is a source that says nothing of a work")
        draft.fields["type"] = _type(draft, kind, text(first(source, "BIBTEX_Entry")).lower())
        return draft.record()


def _type(draft: Draft, kind: str, entry: str) -> str:
    """The CSL type: Word keeps theses among the reports."""
    if kind not in _TYPES:
        draft.keep("SourceType", kind)
    if kind in ("Report", "Misc", "") and entry in _ENTRIES:
        return _ENTRIES[entry]
    if kind == "Report" and _THESIS.search(str(draft.fields.get("genre", ""))):
        return "thesis"
    return _TYPES.get(kind, "document")


def _people(draft: Draft, source: Element, kind: str) -> None:
    """Authors, editors and translators; where there is no author, whoever made a source of that kind. The others are kept under what they did."""
    roles = {local(role): list(_names(role)) for group in children(source, "Author") for role in group}
    made = next((role for role in ("Author", *_MAKERS.get(kind, ())) if roles.get(role)), "")
    for role, names in roles.items():
        field = "author" if role == made else {"Editor": "editor", "Translator": "translator"}.get(role, "")
        if field and names:
            draft.names(field, names)
        for name in names if not field else ():
            draft.keep(f"Author/{role}", name.display())


def _names(role: Element) -> Iterator[Name]:
    """The persons of a list, or an organisation."""
    for person in role.iter():
        if local(person) == "Corporate" and text(person):
            yield Name(literal=text(person))
        elif local(person) == "Person":
            family, *given = (text(first(person, part)) for part in ("Last", "First", "Middle"))
            together = " ".join(part for part in given if part)
            if family:
                yield inverted(family, together)
            elif together:
                yield Name(literal=together)


def _date(draft: Draft, source: Element, field: str, suffix: str) -> None:
    """The date in elements for year, month and day; what makes none of them is kept."""
    parts = {name + suffix: text(first(source, name + suffix)) for name in _DATE}
    year, month, day = parts.values()
    number = dates.month_number(month)
    best = ""
    if year.isdigit() and len(year) == 4:
        whole = dates.iso(int(year), number, int(day)) if number and day.isdigit() else ""
        best = whole or dates.iso(int(year), number) or year
    elif not month:
        best = dates.parse(year)
    if best:
        draft.fields[field] = best
    kept = best.count("-")
    for at, (name, said) in enumerate(parts.items()):
        if at > kept or not best:
            draft.keep(name, said)


def _identifiers(draft: Draft, source: Element) -> None:
    for element in children(source, "DOI"):
        draft.identify("doi", text(element), "DOI")
    for element in children(source, "StandardNumber"):
        said = text(element)
        found = [(m[1].lower(), m[2]) for m in _NUMBERS.finditer(said)]
        found = found or [(kind, said) for kind in ("isbn", "issn", "doi") if ids.NORMALISERS[kind](said)]
        for kind, number in found:
            draft.identify(kind, number, f"StandardNumber[{kind}]")
        if not found or _NUMBERS.sub("", said).strip(" :;,") not in ("", said):
            draft.keep("StandardNumber", said)
    for element in children(source, "URL"):
        address = text(element)
        if not (ids.doi(address) and draft.identify("doi", address, "URL")):
            draft.text("url", address, "URL")


def _language(draft: Draft, written: str) -> None:
    """Word's number of a language ("1031"), of which 0 is none, or its code."""
    if not written.isdigit():
        draft.text("language", written, "LCID")
    elif known := locale.windows_locale.get(int(written)):
        draft.text("language", known.replace("_", "-"), "LCID")
    elif int(written):
        draft.keep("LCID", written)
