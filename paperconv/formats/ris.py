"""Reading RIS (Research Information Systems, "RIS format specifications", 2001 and 2011) as EndNote, Zotero, Mendeley, RefMan and the
databases write it (Scopus, Web of Science, EBSCO, ProQuest, Ovid, Embase, IEEE, Lens, PsycINFO).

Programs agree on the tags of authors, titles and pages and on few others. What a tag means for a type of reference is taken from the
table of the specification and from Zotero's; what is not sure is kept under its tag.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from paperconv.authors.tokens import is_null
from paperconv.errors import ItemError
from paperconv.formats import tagged
from paperconv.formats.base import Item, Note
from paperconv.formats.draft import Draft
from paperconv.formats.elements import without_stop
from paperconv.io.source import Source
from paperconv.io.tagged import Tagging
from paperconv.markup.html import decode
from paperconv.model import ArxivInfo, Record
from paperconv.model import date as dates
from paperconv.model import identifier as ids

_TYPES = {
    "JOUR": "article-journal", "MGZN": "article-magazine", "NEWS": "article-newspaper", "BILL": "bill", "BOOK": "book", "CHAP": "chapter",
    "CLSWK": "classic", "DATA": "dataset", "DICT": "entry-dictionary", "ENCYC": "entry-encyclopedia", "FIGURE": "figure", "ART": "graphic",
    "HEAR": "hearing", "CASE": "legal_case", "STAT": "legislation", "MANSCPT": "manuscript", "MAP": "map", "MPCT": "motion_picture",
    "MUSIC": "musical_score", "PAMP": "pamphlet", "CPAPER": "paper-conference", "PAT": "patent", "SER": "periodical",
    "PCOMM": "personal_communication", "BLOG": "post-weblog", "RPRT": "report", "COMP": "software", "SOUND": "song", "STAND": "standard",
    "THES": "thesis", "ELEC": "webpage", "UNPB": "article", "GEN": "document",
    # Types that have no CSL type of their own, or that another one is the usual spelling of.
    "ABST": "article-journal", "ADVS": "motion_picture", "AGGR": "dataset", "ANCIENT": "classic", "CHART": "figure", "CONF": "paper-conference",
    "CTLG": "document", "DBASE": "dataset", "EBOOK": "book", "ECHAP": "chapter", "EDBOOK": "book", "EJOU": "article-journal",
    "EJOUR": "article-journal", "EQUA": "document", "GOVDOC": "report", "GRANT": "document", "GRNT": "document", "ICOMM": "personal_communication",
    "INPR": "article-journal", "INTV": "interview", "JFULL": "periodical", "LEGAL": "legislation", "MULTI": "document", "PREP": "article",
    "PREPRINT": "article", "PODCAST": "broadcast", "RTVB": "broadcast", "SLIDE": "graphic", "STD": "standard", "UNBILL": "bill", "UNBIL": "bill",
    "UNPD": "article", "VIDEO": "motion_picture", "WEB": "webpage", "WEBPAGE": "webpage", "LETTER": "personal_communication", "SPEECH": "speech",
    "PRESENT": "speech", "SOFT": "software", "SFTWR": "software", "MUSICSCORE": "musical_score", "DISS": "thesis", "REPORT": "report",
    "ARTICLE": "article-journal", "JOURNAL": "article-journal", "INPROCEEDINGS": "paper-conference", "PROCEEDINGS": "book", "MISC": "document",
    "MISCELLANEOUS": "document", "CONFERENCE": "paper-conference", "THESIS": "thesis", "BOOK CHAPTER": "chapter", "BOOK, WHOLE": "book",
}  # fmt: skip
"""Type of reference -> CSL type."""
_USUAL = frozenset({csl: ris for ris, csl in reversed(_TYPES.items())}.values())
"""Types that their CSL type says all of; of any other, TY is kept."""

_PERIODICAL = frozenset("article-journal article-magazine article-newspaper periodical".split())
_HOSTED = _PERIODICAL | frozenset(
    "chapter paper-conference entry-dictionary entry-encyclopedia post-weblog webpage document article broadcast".split()
)
"""CSL types of which T2 names what they appeared in; of all others it is a series, an institution or a subtitle."""
_SERIES = frozenset("book report map software manuscript musical_score pamphlet standard song dataset".split())
_COUNTED = frozenset("book report thesis manuscript pamphlet".split())
"""CSL types of which SP is the number of pages."""
_NUMBERED = frozenset("report patent standard bill legislation".split())
_GENRE = frozenset("thesis report manuscript speech patent webpage map motion_picture dataset software article standard broadcast document".split())

_KNOWN = "|".join(
    """A1 A2 A3 A4 A5 AB AD AN AU AV BT C1 C2 C3 C4 C5 C6 C7 C8 CA CN CP CT CY DA DB DI DO DP ED EP ER ET ID IS J1 J2 J9 JA JF JI JO KW L1 L2 L3 L4
LA LB LK M1 M2 M3 N1 N2 NV OP PA PB PI PU PP PY RI RN RP SE SN SO SP ST T1 T2 T3 TA TI TT TY U1 U2 U3 U4 U5 UR VL VO WE Y1 Y2""".split()
)
_TAGGING = Tagging(
    r"[ \t]*%s[ \t]{0,3}-(?:[ \t]|$)",
    rf"[A-Z][A-Z0-9](?=[ \t]{{2}}-)|(?:{_KNOWN}|PMID|PMCID|DOI|ISSN|ISBN|LID|OWN)(?=[ \t]{{0,3}}-)",
    first=("TY",),
    last=("ER",),
)
_NAMES = frozenset("AU A1 A2 A3 A4 A5 ED".split())
_GLUED = re.compile(r"(?<=[^\s-])(AD|AN|C1|C3|DA|EM|FU|FX|J9|JI|PA|PI|PU|PY|RP|SN|VL|WE|Y2)  - ")
"""A field whose line break Web of Science left out: "USAAD  - Univ Oslo"."""
_DATE = re.compile(r"(\d{4})(?:/([^/]*)(?:/([^/]*)(?:/(.*))?)?)?", re.S)
_VOLUME_ISSUE = re.compile(r"(\w+)\s*\((\w[\w-]*)\)")
_PAGE_COUNT = re.compile(r"(?:[ivxlc]+,?\s*)?\d+\s*(?:p|pp|pages|s|seiten)?\.?", re.I)
_WITH_STOP = ("ovid", "medline", "pubmed", "ebsco", "psycinfo")
"""Databases that put a full stop behind each title."""
_PUBMED = re.compile(r"medline|pubmed|\bnlm\b")
_NAMED_ID = re.compile(r"([A-Za-z]+):\s*(\S+(?: \[[\w.-]+\])?)")
_LIST, _PROCITE = re.compile(r"[;\n]"), re.compile(r"/\s")
_PAGES_NOTE = re.compile(r"(\d+) pages")
_PLAIN_NUMBER = re.compile(r"[\w.:/-]{1,32}")


class RisReader:
    """Reads RIS, a record at a time."""

    def frame(self, source: Source) -> Iterator[Item | Note]:
        """One item from TY to ER; either may be missing."""
        return tagged.frame(source, _TAGGING)

    def decode(self, item: Item) -> Record:
        """The record of an item. Raises :class:`~paperconv.errors.ItemError` where no field of it has a value."""
        draft = Draft("ris", item)
        fields = _Fields(_TAGGING.fields(item.text))
        if not fields.values.keys() - {"TY"}:
            raise ItemError("no field of it has a value")
        _type(draft, fields)
        _people(draft, fields)
        _titles(draft, fields)
        _dates(draft, fields)
        _numbers(draft, fields)
        _identifiers(draft, fields)
        _content(draft, fields)
        for tag, values in fields.values.items():
            draft.keep(tag or "text", _lines("\n".join(dict.fromkeys(values))))
        for tag, value in fields.nothing:
            draft.keep(tag, value)
        tagged.linked(draft)
        return draft.record()


class _Fields:
    """The values of a record by their tags; those that a field of the model takes are taken out."""

    def __init__(self, fields: list[tuple[str, str]]) -> None:
        self.values: dict[str, list[str]] = {}
        self.nothing: list[tuple[str, str]] = []  # "nan", "None" … which a program wrote for an empty field
        self._add(fields)

    def _add(self, fields: Iterable[tuple[str, str]]) -> None:
        for tag, value in fields:
            if "  - " in value and len(glued := _GLUED.split(value)) > 1:
                self._add([(tag, glued[0]), *zip(glued[1::2], glued[2::2], strict=True)])
            elif value := value.strip():
                if len(value) < 7 and tag not in _NAMES and is_null(value):
                    self.nothing.append((tag, value))
                elif tag in self.values:
                    self.values[tag].append(value)
                else:
                    self.values[tag] = [value]

    def take(self, *tags: str) -> list[tuple[str, str]]:
        """Tags and values of fields, in the order of ``tags``."""
        return [(tag, value) for tag in tags if tag in self.values for value in self.values.pop(tag)]

    def one(self, tag: str) -> str:
        """The first value of a tag, "" where there is none; the others stay."""
        values = self.values.get(tag)
        if not values:
            return ""
        value = values.pop(0)
        if not values:
            del self.values[tag]
        return value


def _type(draft: Draft, fields: _Fields) -> None:
    written = fields.one("TY")
    word = written.upper()
    known = _TYPES.get(word, "document")
    if known == "document" and ("JF" in fields.values or ("T2" in fields.values and "VL" in fields.values)):
        known = "article-journal"
    draft.fields["type"] = known
    if word not in _USUAL or known != _TYPES[word]:
        draft.keep("TY", written)
    if reference := fields.one("ID"):
        draft.fields["id"] = " ".join(reference.split())


def _people(draft: Draft, fields: _Fields) -> None:
    kind = draft.fields["type"]
    draft.names("author", tagged.people(v for _, v in fields.take("A1", "AU")))
    editors = ["ED"]
    if kind in _HOSTED or (kind == "book" and not {"T2", "T3"} & fields.values.keys()):
        editors.append("A2")
    if kind == "book":
        editors.append("A3")
    for tag, value in fields.take(*editors):
        names = tagged.people((value,))
        if any(name.literal.count(",") > 2 for name in names):  # Ovid: whom the paper cites
            draft.keep(tag, value)
        else:
            draft.names("editor", names)
    if kind not in ("legal_case", "paper-conference", "motion_picture", "broadcast"):
        draft.names("translator", tagged.people(v for _, v in fields.take("A4")))


def _titles(draft: Draft, fields: _Fields) -> None:
    kind = draft.fields["type"]
    own = ["TI", "T1", "CT"] + (["BT"] if kind in ("book", "article") else [])
    sources = "\n".join([value for tag in ("DB", "DP", "UR", "L2") for value in fields.values.get(tag, ())]).lower()
    stopped = any(word in sources for word in _WITH_STOP)
    for tag, value in fields.take(*own):
        draft.put("title", without_stop(decode(value)) if stopped else decode(value), tag)
    if short := fields.one("ST"):
        short = decode(short)
        if short != draft.fields.get("title"):
            draft.text("title_short", short, "ST")
    if kind == "paper-conference" and "C3" in fields.values:  # EndNote: C3 names the proceedings, T2 the conference
        draft.put("container_title", decode(fields.one("C3")), "C3")
        draft.put("event_title", decode(fields.one("T2")), "T2")
    if kind in _HOSTED:
        for tag, value in fields.take("JF", "BT", "T2"):
            draft.put("container_title", decode(value), tag)
        _short_titles(draft, fields)
    elif kind in _SERIES and "T3" not in fields.values:
        draft.put("collection_title", decode(fields.one("T2")), "T2")
    for tag, value in fields.take("T3"):
        draft.put("collection_title", decode(value), tag)
    for field, tag in (("publisher", "PB"), ("publisher", "PU"), ("publisher_place", "CY"), ("publisher_place", "PP"), ("publisher_place", "PI"),
                       ("language", "LA")):  # fmt: skip
        if value := fields.one(tag):
            draft.put(field, decode(value), tag)
    if (edition := fields.one("ET")) and dates.parse(edition):  # Lens: the day it went online
        draft.keep("ET", edition)
    else:
        draft.text("edition", edition, "ET")


def _short_titles(draft: Draft, fields: _Fields) -> None:
    """JA, J2, JI and J1 are abbreviations; JO is the full name as often, and what stands alone is the only name there is."""
    for tag, value in fields.take("JO", "JA", "J2", "JI", "J1", "TA"):
        title = decode(value)
        full = draft.fields.setdefault("container_title", title)
        if title != full:
            draft.text("container_title_short", title, tag)


def _dates(draft: Draft, fields: _Fields) -> None:
    """PY is the year, DA and Y1 may say the day ("2019/03/12/", "SEP 30"). A conference's days (IEEE) are not the paper's date."""
    read = [(tag, value, *_date(value)) for tag, value in fields.take("PY", "Y1", "DA")]
    year = next((iso for _, _, iso, _ in read if iso), "")
    if year:
        read = [(t, v, iso, rest) if iso else (t, v, tagged.in_year(year[:4], v), "") for t, v, iso, rest in read]
    conference = draft.fields["type"] == "paper-conference"
    chosen = tagged.finest(year, (iso for _, _, iso, _ in read if not (conference and "/" in iso)))
    if chosen:
        draft.fields["issued"] = chosen
    for tag, value, iso, rest in read:
        if not iso or not chosen.startswith(iso) or rest:
            draft.keep(tag, value)
    for tag, value in fields.take("Y2"):
        iso, rest = _date(value)
        draft.date("accessed", iso, tag)
        if not iso or rest:
            draft.keep(tag, value)


@lru_cache(maxsize=1 << 12)
def _date(written: str) -> tuple[str, str]:
    """A date in RIS's notation ``YYYY/MM/DD/other`` or any other, as ISO 8601, and what of it that does not say ("" where it is no date)."""
    text = " ".join(written.split())
    m = _DATE.fullmatch(text)
    if m is None:
        return dates.parse(text), ""
    year, month, day, other = (part.strip() if part else "" for part in m.groups())
    month_number = dates.month_number(month) if month and month != "00" else 0
    day_number = int(day) if day.isdecimal() and len(day) < 3 else 0
    iso = dates.iso(int(year), month_number, day_number)
    if not iso:
        return (dates.iso(int(year)), f"{month} {day} {other}") if 1400 < int(year) < 2100 else ("", text)
    if (month and not month_number and month != "00") or (day and not day_number and day != "00"):
        return iso, f"{month} {day} {other}".strip()
    if not other:
        return iso, ""
    if other == "about":
        return f"{iso}~", ""
    if other.startswith("-") and (end := dates.parse(other[1:])):
        return f"{iso}/{end}", ""
    if not month and (season := dates.parse(f"{other} {year}")):
        return season, ""
    return iso, other


def _numbers(draft: Draft, fields: _Fields) -> None:
    kind = draft.fields["type"]
    volume = fields.one("VL")
    if "IS" not in fields.values and (both := _VOLUME_ISSUE.fullmatch(volume)):
        volume, issue = both.groups()
        draft.text("issue", issue, "IS")
    draft.text("volume", volume, "VL")
    for tag, value in fields.take("VO"):
        draft.text("volume", value, tag)
    for tag, value in fields.take("IS"):
        draft.text("number" if kind in _NUMBERED else "issue", value, tag)
    if "issue" not in draft.fields and _PLAIN_NUMBER.fullmatch("".join(fields.values.get("CP", ()))):
        draft.text("issue", fields.one("CP"), "CP")
    start, end = fields.one("SP"), fields.one("EP")
    if kind in _COUNTED and not end and _PAGE_COUNT.fullmatch(start):
        draft.text("number_of_pages", start, "SP")
    else:
        tagged.pages(draft, start, end, ("SP", "EP"))
    if kind in _PERIODICAL:
        draft.text("number", fields.one("C7"), "C7")
    elif (number := fields.one("M1")) and ids.arxiv(number):
        draft.identify("arxiv", number, "M1")
        if version := ids.arxiv_version(number):
            draft.fields["arxiv"] = ArxivInfo(version)
    elif number and _PLAIN_NUMBER.fullmatch(number):
        draft.text("number", number, "M1")
    else:
        draft.keep("M1", number)
    if kind in ("chapter", "book"):
        draft.text("chapter_number", fields.one("SE"), "SE")


def _identifiers(draft: Draft, fields: _Fields) -> None:
    for tag, value in fields.take("DO", "DOI", "DI"):
        tagged.doi(draft, value, tag)
    for tag, value in fields.take("SN", "ISSN", "ISBN"):
        tagged.serials(draft, value, tag)
    for tag, kind in (("PMID", "pmid"), ("PMCID", "pmcid")):
        for _, value in fields.take(tag):
            number, _, behind = value.partition("\n")
            draft.identify(kind, number, tag)
            draft.keep("text", behind)
    for tag in ("M3", "N1", "L3", "C2", "AN"):
        values = fields.values.get(tag)
        if values:
            database = " ".join((*fields.values.get("DB", ()), *fields.values.get("DP", ()))).lower()
            rest = [v for v in values if not _is_identifier(draft, tag, v, database)]
            fields.values[tag] = rest
    for tag, value in fields.take("UR"):
        for address in value.split("\n"):
            _address(draft, " ".join(address.split()), tag)
    if "doi" not in draft.identifiers:
        links = (v for tag in ("L2", "LK", "L1") for v in fields.values.get(tag, ()))
        if found := next((known for v in links if (known := ids.doi(v))), ""):
            draft.identifiers["doi"] = found


def _is_identifier(draft: Draft, tag: str, value: str, database: str) -> bool:
    """True for a field without a fixed meaning that holds an identifier and nothing else."""
    named = _NAMED_ID.fullmatch(value)
    kind, written = (named[1].lower(), named[2]) if named else ("", value)
    if kind in ids.NORMALISERS:
        normal = ids.NORMALISERS[kind](written)
    elif tag == "C2" and value.upper().startswith("PMC"):
        kind, normal = "pmcid", ids.pmcid(value)
    elif tag == "AN" and _PUBMED.search(database):
        kind, normal = "pmid", ids.pmid(value)
    elif tag in ("M3", "N1", "L3"):
        kind, normal = "doi", ids.doi(value)
    else:
        return False
    return bool(normal) and draft.identifiers.setdefault(kind, normal).lower() == normal.lower()


def _address(draft: Draft, value: str, tag: str) -> None:
    """A link. That of a DOI, or PubMed's page, says nothing else."""
    for kind in ("doi", "pmid"):
        if "/" in value and (normal := ids.NORMALISERS[kind](value)) and draft.identifiers.setdefault(kind, normal).lower() == normal.lower():
            return
    if ids.arxiv(draft.fields.get("url", "")) or not ids.arxiv(value) or "url" not in draft.fields:
        draft.text("url", value, tag)
    elif not draft.identify("arxiv", value, tag):
        draft.keep(tag, value)


def _content(draft: Draft, fields: _Fields) -> None:
    for _, value in fields.take("KW"):
        words = (_PROCITE if "/ " in value else _LIST).split(value)
        draft.keywords(map(decode, words) if "<" in value or "&" in value else words)
    for tag, value in fields.take("AB", "N2"):
        tagged.abstract(draft, value, tag)
    for tag, value in fields.take("AD"):
        tagged.ads_affiliations(draft, value, tag)
    notes = []
    for _, value in fields.take("N1"):
        if (count := _PAGES_NOTE.fullmatch(value)) and "number_of_pages" not in draft.fields:
            draft.fields["number_of_pages"] = count[1]
        elif (note := decode(value)) and note not in notes:
            notes.append(note)
    draft.text("note", "; ".join(notes), "N1")
    if draft.fields["type"] in _GENRE:
        draft.put("genre", decode(fields.one("M3")), "M3")


def _lines(value: str) -> str:
    """A value that is kept: its lines, without the white space at their ends."""
    return "\n".join(stripped for line in value.split("\n") if (stripped := line.strip())) if "\n" in value else value
