"""Reading EndNote's tagged format (.enw; EndNote's manual, "EndNote Import"), refer's, from which it comes (refer(1) of Unix), and ADS's own."""

import re
from collections.abc import Iterator

from paperconv.errors import ItemError
from paperconv.formats import tagged
from paperconv.formats.base import Item, Note
from paperconv.formats.draft import Draft
from paperconv.formats.endnote_types import IN_A_SERIES, NAMES, NUMBERED
from paperconv.io.source import Source
from paperconv.io.tagged import Tagging
from paperconv.markup.html import decode
from paperconv.model import Name, Record
from paperconv.model import date as dates
from paperconv.model import identifier as ids

_TAGGING = Tagging(r"%s(?:[ \t]|$)", r"%[^\s%]", first=("%0",), inside=("%X", "%K", "%Z", "%U", "%<", "%1", "%2", "%3", "%4", "%5"), spaced=True)
_TEXTS = {"T": "title", "!": "title_short", "V": "volume", "C": "publisher_place", "I": "publisher", "7": "edition", "G": "language"}
_USUAL = frozenset(
    "journal article|magazine article|newspaper article|book|book section|conference paper|thesis|report|patent|web page|blog|computer program|"
    "dataset|dictionary|encyclopedia|map|manuscript|standard|statute|bill|case|hearing|pamphlet|generic|interview|personal communication".split("|")
)
"""Reference types that their CSL type says all of; of any other, %0 is kept."""
_PUBMED = re.compile(r"pubmed|medline|\bnlm\b", re.I)
_COUNT = re.compile(r"(?:[ivxlc]+,?\s*)?\d+\s*(?:p|pp|pages|s)?\.?", re.I)
_MONTH_YEAR = re.compile(r"(\d\d)/(\d{4})")


class EnwReader:
    """Reads EndNote's tagged format, a record at a time."""

    def frame(self, source: Source) -> Iterator[Item | Note]:
        """One item a record: from a blank line, or %0, to the next."""
        return tagged.frame(source, _TAGGING)

    def decode(self, item: Item) -> Record:
        """The record of an item. Raises :class:`~paperconv.errors.ItemError` where no field of it has a value."""
        values: dict[str, list[str]] = {}
        for tag, value in _TAGGING.fields(item.text):
            if value := value.strip():
                values.setdefault(tag[1:], []).append(value)
        if not values.keys() - {"0"}:
            raise ItemError("no field of it has a value")
        draft = Draft("enw", item)
        fields = _Fields(draft, values)
        if any(ids.bibcode(value) for value in values.get("R", ())):
            _ads(draft, fields)
        else:
            _endnote(draft, fields)
        fields.keep_rest()
        tagged.linked(draft)
        return draft.record()


class _Fields:
    """The values of a record by the sign behind the "%" of their tags; those that a field of the model takes are taken out."""

    def __init__(self, draft: Draft, values: dict[str, list[str]]) -> None:
        self.draft, self.values = draft, values

    def __contains__(self, sign: str) -> bool:
        return sign in self.values

    def take(self, sign: str) -> list[str]:
        """The values of a tag, as they are written."""
        return self.values.pop(sign, [])

    def text(self, sign: str, field: str) -> None:
        """Puts the text of a tag into a field of the record."""
        for value in self.take(sign):
            self.draft.text(field, decode(value), f"%{sign}")

    def keep_rest(self) -> None:
        """Keeps what was not taken."""
        for sign, values in self.values.items():
            lines = (line.strip() for value in dict.fromkeys(values) for line in value.split("\n"))
            self.draft.keep(f"%{sign}" if sign else "text", "\n".join(line for line in lines if line))


def _endnote(draft: Draft, fields: _Fields) -> None:
    kind = "".join(fields.values.get("0", ())).strip().lower()
    draft.fields["type"] = NAMES.get(kind, "") or _told_by_fields(fields)
    if kind in _USUAL:
        fields.take("0")
    if label := fields.take("F"):
        draft.fields["id"] = " ".join(label[0].split())
        for more in label[1:]:
            draft.keep("%F", more)
    _people(draft, fields, kind)
    _titles(draft, fields, kind)
    for sign, field in _TEXTS.items():
        fields.text(sign, field)
    _dates(draft, fields)
    _numbers(draft, fields, kind)
    for value in fields.take("X"):
        tagged.abstract(draft, value, "%X")
    draft.keywords(decode(word) for value in fields.take("K") for word in re.split(r"[;\n]", value))
    notes = [decode(value) for value in fields.take("Z") + (fields.take("O") if not kind else [])]
    draft.text("note", "; ".join(dict.fromkeys(n for n in notes if n)), "%Z")
    if draft.fields["type"] not in ("article-journal", "book", "chapter"):
        fields.text("9", "genre")


def _told_by_fields(fields: _Fields) -> str:
    """The type of a record of refer, which has no %0."""
    if "B" in fields and "N" in fields:  # bepress: %B names the journal
        return "article-journal"
    for sign, csl in (("J", "article-journal"), ("B", "chapter"), ("R", "report"), ("I", "book")):
        if sign in fields:
            return csl
    return "document"


def _people(draft: Draft, fields: _Fields, kind: str) -> None:
    """%A; %E are editors but those of a series; %Y are editors where the ACL's anthology writes them; %Q is refer's corporate author."""
    draft.names("editor" if kind == "edited book" else "author", tagged.people(fields.take("A")))
    if not kind:
        draft.names("author", (Name(literal=" ".join(value.split())) for value in fields.take("Q")))
    if not (kind in IN_A_SERIES and ("B" in fields or "S" in fields)) and draft.fields["type"] not in ("thesis", "patent"):
        draft.names("editor", tagged.people(fields.take("E")))
    if kind.startswith("conference proceeding") and "B" not in fields and "S" in fields:
        draft.names("editor", tagged.people(fields.take("Y")))
    if draft.fields["type"] not in ("legal_case", "motion_picture", "broadcast"):
        draft.names("translator", tagged.people(fields.take("?")))


def _titles(draft: Draft, fields: _Fields, kind: str) -> None:
    """%J and %B name what the paper appeared in, %B of a book and %S the series; %S of proceedings without %B are the proceedings (ACL)."""
    fields.text("J", "container_title")
    if kind in IN_A_SERIES:
        fields.text("B", "collection_title")
    elif kind != "thesis":
        fields.text("B", "container_title")
    hosted = draft.fields["type"] in ("paper-conference", "chapter") and "container_title" not in draft.fields
    fields.text("S", "container_title" if hosted else "collection_title")


def _dates(draft: Draft, fields: _Fields) -> None:
    written = [("%D", value) for value in fields.take("D")] + [("%8", value) for value in fields.take("8")]
    read = [(tag, " ".join(value.split()), dates.parse(value)) for tag, value in written]
    year = next((iso for _, _, iso in read if iso), "")
    read = [(tag, value, iso or tagged.in_year(year[:4], value)) for tag, value, iso in read]
    chosen = tagged.finest(year, (iso for _, _, iso in read))
    if chosen:
        draft.fields["issued"] = chosen
    for tag, value, iso in read:
        if not iso or not chosen.startswith(iso):
            draft.keep(tag, value)
    for value in fields.take("["):
        draft.date("accessed", value, "%[")


def _numbers(draft: Draft, fields: _Fields, kind: str) -> None:
    own = kind in NUMBERED
    fields.text("N", "number" if own else "issue")
    for value in fields.take("P"):
        if draft.fields["type"] in ("book", "thesis", "report") and _COUNT.fullmatch(value):
            draft.text("number_of_pages", value, "%P")
        else:
            tagged.pages(draft, re.sub(r"--+", "-", value), "", ("%P", "%P"))
    for value in fields.take("R"):
        if (own or not kind) and not ids.find_doi(value):
            draft.text("number", value, "%R")
        else:
            tagged.doi(draft, value, "%R")
    for value in fields.take("@"):
        if own and not ids.issn(value) and not ids.isbn(value):
            draft.text("number", value, "%@")
        else:
            tagged.serials(draft, value, "%@")
    if _PUBMED.search(" ".join((*fields.values.get("~", ()), *fields.values.get("W", ())))):
        for value in fields.take("M"):
            draft.identify("pmid", value, "%M")
    for value in fields.take("U"):
        for address in value.split():
            if (doi := ids.doi(address)) and draft.identifiers.setdefault("doi", doi).lower() == doi.lower():
                continue
            draft.text("url", address, "%U")
    if draft.fields["type"] == "chapter":
        fields.text("&", "chapter_number")


_ADS_TYPES = {"PhDT": "thesis", "MsT.": "thesis", ".book.": "book", ".conf.": "paper-conference", "arXiv": "article", "ascl": "software"}
"""Signs of a kind of work in a bibcode, between its year and its volume or page."""

_ADS_TEXTS = {"T": "title", "J": "container_title", "V": "volume", "N": "issue", "U": "url", "l": "language", "p": "publisher"}


def _ads(draft: Draft, fields: _Fields) -> None:
    """The tagged format of NASA's ADS, in which many tags mean something else (https://adsabs.github.io/help/actions/export)."""
    for value in fields.take("R"):
        draft.identify("bibcode", value, "%R")
    code = draft.identifiers["bibcode"][4:13]
    draft.fields["type"] = next((csl for sign, csl in _ADS_TYPES.items() if sign in code), "article-journal")
    for sign, field in _ADS_TEXTS.items():
        fields.text(sign, field)
    draft.names("author", tagged.people(value.replace("\n", " ") for value in fields.take("A")))
    for value in fields.take("F"):
        tagged.ads_affiliations(draft, value, "%F")
    for value in fields.take("D"):
        match = _MONTH_YEAR.fullmatch(value)
        iso = dates.iso(int(match[2]), int(match[1])) if match and match[1] != "00" else dates.parse(value.removeprefix("00/"))
        draft.date("issued", iso or value, "%D")
    tagged.pages(draft, "".join(fields.take("P")[:1]), "".join(fields.take("L")[:1]), ("%P", "%L"))
    draft.keywords(decode(word) for value in fields.take("K") for word in re.split(r"[;,]\s", value.replace("\n", " ")))
    for value in fields.take("B"):
        tagged.abstract(draft, value, "%B")
    for value in fields.take("Y"):
        for part in value.split(";"):
            name, _, number = part.strip().partition(":")
            kind = {"doi": "doi", "eprintid": "arxiv"}.get(name.lower(), "")
            if not kind or not ids.NORMALISERS[kind](number):
                draft.keep("%Y", part)
            else:
                draft.identify(kind, number.strip(), "%Y")
