"""Reading MEDLINE's tagged format, which PubMed gives out as .nbib (https://www.nlm.nih.gov/bsd/mms/medlineelements.html), and its
dialects of PubMed Central, ERIC, Ovid and ADS.

A field begins with a tag of up to four letters, a hyphen in the fifth column and a space; it goes on in lines that are indented by six.
What belongs to a person (AD, AUID) stands behind that person's name.
"""

import re
from collections.abc import Iterator

import msgspec

from paperconv.authors.person import inverted
from paperconv.errors import ItemError
from paperconv.formats import medline, tagged
from paperconv.formats.base import Item, Note
from paperconv.formats.draft import Draft
from paperconv.formats.elements import without_stop
from paperconv.io.source import Source
from paperconv.io.tagged import Tagging
from paperconv.markup.html import decode
from paperconv.model import Name, Record
from paperconv.model import date as dates
from paperconv.model import identifier as ids
from paperconv.model.text import fold

_KNOWN = "PMID|PMCR?|OWN|STAT|TI|TT|BTI|CTI|VTI|AB|OAB|F?AU|F?ED|F?IR|CN|AD|IRAD|AUID|AID|LID|DP|DEP|TA|JT|JID|VI|IP|PG|IS|ISBN|LA|PT|MH|OT|SO"
_TAGGING = Tagging(
    r"%s {0,3}-[ \t]?",
    rf"(?:[A-Z][A-Z0-9]{{1,4}}|\d{{4}})(?= {{0,3}}-(?:[ \t]|$))|(?:{_KNOWN})(?= {{0,3}}-\S)",
    first=("PMID",),
    inside=("AB", "AD", "MH", "OT", "AID", "SO", "LID", "PHST"),
    spaced=True,
)
_TYPES = medline.TYPES | {
    "book": "book",
    "book chapter": "chapter",
    "technical report": "report",
    "books": "book",
    "dissertations/theses": "thesis",
    "dissertations/theses - doctoral dissertations": "thesis",
    "dissertations/theses - masters theses": "thesis",
    "thesis": "thesis",
    "report": "report",
    "conference": "paper-conference",
    "miscellaneous": "document",
}
"""Publication types of the National Library of Medicine, and those of ERIC and ADS."""

_SUFFIX = re.compile(r"(?:Jr|Sr|2nd|3rd|[4-9]th|II|III|IV)\.?")
_SHORT = re.compile(r"(\S.*?) ([^\W\d_a-z]{1,4}(?:-[^\W\d_a-z]{1,2})?)(?: (Jr|Sr|2nd|3rd|[4-9]th|II|III|IV)\.?)?")
"""A name as AU has it: "Greshake Tzovaras B", "King ML Jr"."""
_KIND = re.compile(r"(.*\S)\s*\[([\w ]+)\]\Z", re.S)
_YEAR_AHEAD = re.compile(r"((?:1[4-9]|20)\d\d)\b")
_LOOKED_AT = 8
"""How many people of one family name are looked at for the one that a name is another form of."""
_ROLES = {"FAU": "author", "AU": "author", "CN": "author", "FED": "editor", "ED": "editor"}
_TEXTS = {
    "JT": "container_title",
    "CTI": "collection_title",
    "PB": "publisher",
    "EN": "edition",
    "VI": "volume",
    "IP": "issue",
    "LA": "language",
    "4099": "url",  # ADS
}


class NbibReader:
    """Reads MEDLINE's tagged format, a citation at a time."""

    def frame(self, source: Source) -> Iterator[Item | Note]:
        """One item a citation: from its PMID, or a blank line, to the next."""
        return tagged.frame(source, _TAGGING)

    def decode(self, item: Item) -> Record:
        """The record of a citation. Raises :class:`~paperconv.errors.ItemError` where no field of it has a value."""
        draft = Draft("nbib", item)
        fields = [(tag, " ".join(value.split())) for tag, value in _TAGGING.fields(item.text)]
        fields = [(tag, value) for tag, value in fields if value]
        if not fields:
            raise ItemError("no field of it has a value")
        draft.fields["type"] = "article-journal"
        _book(draft, fields)
        people = _People(draft)
        kept: dict[str, list[str]] = {}
        for tag, value in fields:
            if not people.take(tag, value) and not _take(draft, tag, value):
                kept.setdefault(tag, []).append(value)
        people.give()
        _lists(draft, kept)
        _venue(draft, kept)
        for tag, values in kept.items():
            draft.keep(tag or "text", "\n".join(dict.fromkeys(values)))
        tagged.linked(draft)
        return draft.record()


def _take(draft: Draft, tag: str, value: str) -> bool:
    """A field that is not about a person. False where it is left for :func:`_lists`, :func:`_venue`, or to be kept."""
    if tag in _TEXTS:
        draft.text(_TEXTS[tag], decode(value), tag)
    elif tag in ("TI", "BTI", "TT"):
        _title(draft, tag, decode(value))
    elif tag == "AB":
        tagged.abstract(draft, value, tag)
    elif tag in ("AID", "LID", "SI"):
        _location(draft, value, tag)
    elif tag in ("PMID", "PMC"):
        draft.identify("pmid" if tag == "PMID" else "pmcid", value, tag)
    elif tag in ("IS", "ISSN", "ISBN"):
        tagged.serials(draft, re.sub(r"\AISS?N-|\AISBN-", "", value), tag)
    elif tag == "PG":
        draft.text("page", value, tag)
    elif tag == "DP":
        _published(draft, value)
    elif tag == "PL" and draft.fields["type"] in ("book", "chapter"):
        draft.text("publisher_place", value, tag)
    elif tag == "UI" and ids.pmid(value):  # Ovid
        draft.identify("pmid", value, tag)
    elif tag == "PT":
        if draft.fields["type"] == "article-journal" and (known := _TYPES.get(value.lower())):
            draft.fields["type"] = known
        return False
    else:
        return False
    return True


def _book(draft: Draft, fields: list[tuple[str, str]]) -> None:
    """BTI names a book: the one that the citation is about, or that the chapter is in which has a title of its own."""
    tags = {tag for tag, _ in fields}
    if "BTI" in tags:
        draft.fields["type"] = "chapter" if "TI" in tags else "book"


def _title(draft: Draft, tag: str, written: str) -> None:
    """TI. TT, in the language of the paper, stands for it where it is not available in English."""
    if tag == "TI":
        medline.title(draft, written, tag)
    elif tag == "BTI":
        draft.text("container_title" if draft.fields["type"] == "chapter" else "title", without_stop(written), tag)
    else:
        draft.text("title", without_stop(written), tag)


def _location(draft: Draft, value: str, tag: str) -> None:
    """AID and LID: a number and what it is in brackets, mostly a DOI or a publisher's own; ERIC has links there."""
    match = _KIND.fullmatch(value)
    number, kind = (match[1], match[2].lower()) if match else (value, "")
    if kind == "doi" or (not kind and ids.doi(number)):
        draft.identify("doi", number, tag)
    elif not kind and number.startswith(("http://", "https://")):
        draft.text("url", number, tag)
    else:
        draft.keep(tag, value)


def _published(draft: Draft, value: str) -> None:
    """DP: year, month, day or season, or a MedlineDate, of which the year is known at least."""
    iso = dates.parse(value)
    if not iso:
        draft.keep("DP", value)
        year = _YEAR_AHEAD.match(value)
        iso = year[1] if year else ""
    if iso:
        draft.date("issued", iso, "DP")


def _lists(draft: Draft, kept: dict[str, list[str]]) -> None:
    """Keywords (OT) and headings (MH); those with a star are the main topics, which are kept."""
    for tag in ("MH", "OT", "KW"):
        words = kept.pop(tag, [])
        draft.keywords([decode(word.replace("*", "")) for word in words])
        if main := [word for word in words if "*" in word]:
            kept[tag] = main


def _venue(draft: Draft, kept: dict[str, list[str]]) -> None:
    """What is known only when all fields are: TA is the journal's name where JT is missing, DEP the date where DP is; ADS's affiliations."""
    for value in kept.pop("TA", ()):
        title = decode(value)
        if draft.fields.setdefault("container_title", title) != title:
            draft.text("container_title_short", title, "TA")
    for value in kept.pop("DEP", ()):
        draft.date("issued", value, "DEP")
    for value in kept.pop("AD", ()):
        tagged.ads_affiliations(draft, value, "AD")


class _Person(msgspec.Struct):
    """A person as far as read."""

    role: str
    name: Name
    affiliation: list[str] = []
    orcid: str = ""


class _People:
    """The authors and editors of a citation, who come in several fields each: full name (FAU), short name (AU), AUID, AD."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._found: list[_Person] = []
        self._alone: dict[tuple[str, bool, str], list[_Person]] = {}  # by role, whether the name is full, and family name: no other form seen yet
        self._said: list[str] = []
        self._last_full: _Person | None = None  # the person before, where the name is full and has no short form yet
        self._waiting: list[str] = []  # AD before any name: that of the first author (before 2014)
        self._outside = False  # behind an investigator, whose AD is not an author's

    def take(self, tag: str, value: str) -> bool:
        """True where the field is about a person and was taken."""
        if tag in _ROLES:
            self._outside = False
            self._name(tag, value)
        elif tag in ("FIR", "IR", "FPS", "PS"):
            self._outside = True
            return False
        elif tag not in ("AD", "AUID") or self._outside or value.startswith("AA("):
            return False
        elif tag == "AUID":
            orcid = ids.orcid(value.removeprefix("ORCID:").strip())
            if orcid and self._found and not self._found[-1].orcid:
                self._found[-1].orcid = orcid
            else:
                self._draft.keep(tag, f"{self._found[-1].name.display()}: {value}" if self._found else value)
        elif self._found:
            self._found[-1].affiliation.append(decode(value))
        else:
            self._waiting.append(decode(value))
        return True

    def give(self) -> None:
        """Puts all into the record; a short name that says something else than the full one is kept."""
        self._draft.keep("AU", "\n".join(self._said))
        if self._found:
            self._found[0].affiliation[:0] = self._waiting
        else:
            for text in self._waiting:
                self._draft.keep("AD", text)
        for role in ("author", "editor"):
            names = [
                msgspec.structs.replace(p.name, affiliation=tuple(dict.fromkeys(p.affiliation)), orcid=p.orcid) for p in self._found if p.role == role
            ]
            self._draft.names(role, names)

    def _name(self, tag: str, value: str) -> None:
        """A full and a short name are one person where the one can be the other's; else where the short one stands behind the full one."""
        role, full = _ROLES[tag], tag in ("FAU", "FED")
        name = Name(literal=value) if tag == "CN" else _full(value) if full or "," in value else _short(value)
        family = fold(name.surname).replace(" ", "")
        others = self._alone.get((role, not full, family), [])
        other = next((p for p in others[:_LOOKED_AT] if _is_short(p.name.given if full else name.given, name.given if full else p.name.given)), None)
        last, self._last_full = self._last_full, None
        if tag == "CN":
            self._found.append(_Person(role, name))
        elif other is not None:
            others.remove(other)
            if full:
                other.name = name
        elif not full and last is not None and last.role == role:  # says more, or something else
            self._alone[role, True, fold(last.name.surname).replace(" ", "")].remove(last)
            self._said.append(value)
        else:
            person = _Person(role, name)
            self._found.append(person)
            self._alone.setdefault((role, full, family), []).append(person)
            self._last_full = person if full else None


def _full(value: str) -> Name:
    """FAU: "King, Martin Luther Jr", "van der Berg, Jan"; without a comma a single name or an organisation."""
    family, comma, given = value.partition(",")
    family, given = family.strip(), given.strip()
    if not comma or not given or not family:
        return Name(literal=value.strip(" ,") or value)
    words = given.split()
    if len(words) > 1 and _SUFFIX.fullmatch(words[-1]):
        return inverted(family, " ".join(words[:-1]).rstrip(","), words[-1])
    return inverted(family, given)


def _short(value: str) -> Name:
    match = _SHORT.fullmatch(value)
    return inverted(match[1], match[2], match[3] or "") if match else Name(literal=value)


def _is_short(initials: str, given: str) -> bool:
    """True where initials can be those of given names, which have them in order."""
    rest = iter(fold(given))
    return all(letter in rest for letter in fold(initials).replace(" ", ""))
