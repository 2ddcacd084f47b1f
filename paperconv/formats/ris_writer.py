"""Writing RIS, as EndNote, Zotero and Mendeley read it (Research Information Systems, "RIS format specifications", 2011)."""

import re
from itertools import chain

from paperconv.markup.latex import clean
from paperconv.model import Name, Record
from paperconv.model import date as dates
from paperconv.model import identifier as ids
from paperconv.model.record import FIELDS

TYPES: dict[str, str] = {
    "article": "UNPB", "article-journal": "JOUR", "article-magazine": "MGZN", "article-newspaper": "NEWS", "bill": "BILL", "book": "BOOK",
    "chapter": "CHAP", "classic": "CLSWK", "dataset": "DATA", "entry-dictionary": "DICT", "entry-encyclopedia": "ENCYC", "figure": "FIGURE",
    "graphic": "ART", "hearing": "HEAR", "legal_case": "CASE", "legislation": "STAT", "manuscript": "MANSCPT", "map": "MAP",
    "motion_picture": "MPCT", "musical_score": "MUSIC", "pamphlet": "PAMP", "paper-conference": "CPAPER", "patent": "PAT",
    "periodical": "SER", "personal_communication": "PCOMM", "post-weblog": "BLOG", "report": "RPRT", "review": "JOUR", "software": "COMP",
    "song": "SOUND", "standard": "STAND", "thesis": "THES", "webpage": "ELEC",
}  # fmt: skip
"""CSL type -> type of reference; every other is ``GEN``."""

_TAG = re.compile(r"[A-Z][A-Z0-9]")
_CASE_MARK = re.compile(r"</?span[^<>]*>")
_PAGES = re.compile(r"([^\s–-]+)[–-]([^\s–-]+)")
_PAGED = frozenset({"article-journal", "article-magazine", "article-newspaper", "review", "periodical"})
_HOSTED = frozenset({"chapter", "paper-conference", "entry-dictionary", "entry-encyclopedia"})
"""CSL types of which the specification's table has the editor under ``A2``; of others it is a series editor or a reviser."""

Line = tuple[str, str]


class RisWriter:
    """Writes RIS records. A preprint is ``UNPB`` with its identifier under ``M1``; italics stay as ``<i>``, as Zotero has them."""

    head, separator, foot = "", "\n\n", "\n"
    keyed = True
    carries = frozenset(FIELDS) - {"arxiv", "event_title"}
    extras: tuple[str, ...] = ("ris:",)

    def __init__(self, hidden: frozenset[str] = frozenset()) -> None:
        self.hidden = hidden | ({"ur"} if "url" in hidden else set())

    def encode(self, record: Record) -> str:
        """The record from ``TY`` to ``ER``."""
        lines = chain([("TY", TYPES.get(record.type, "GEN")), ("ID", record.id)], _people(record), _work(record), _dates(record),
                      _numbers(record), _identifiers(record), _content(record), _given_back(record))  # fmt: skip
        shown = ((tag, _CASE_MARK.sub("", clean(value)).strip()) for tag, value in lines if tag.lower() not in self.hidden)
        written = [f"{tag}  - {text}" for tag, text in shown if text]
        return "\n".join([*written, "ER  - "])


def _people(record: Record) -> list[Line]:
    editor = "A2" if record.type in _HOSTED else "ED"
    roles = (("AU", record.author), (editor, record.editor), ("A4", record.translator))
    return [(tag, _name(name)) for tag, names in roles for name in names if name != Name()]


def _name(name: Name) -> str:
    """``Last, First, Suffix``; what is no person with two names as it is read aloud."""
    if name.literal or name.lost or not name.family:
        return name.display()
    return ", ".join(part for part in (name.surname, name.given, name.suffix) if part)


def _work(record: Record) -> list[Line]:
    return [("TI", record.title), ("ST", record.title_short), ("T2", record.container_title), ("J2", record.container_title_short),
            ("T3", record.collection_title), ("PB", record.publisher), ("CY", record.publisher_place), ("ET", record.edition),
            ("M3", record.genre), ("LA", record.language)]  # fmt: skip


def _dates(record: Record) -> list[Line]:
    lines = []
    if start := dates.parts(record.issued):
        lines.append(("PY", f"{start[0]:04d}"))
        if len(start) > 1 or record.issued != f"{start[0]:04d}":
            lines.append(("DA", _date(record.issued)))
    if record.accessed:
        lines.append(("Y2", _date(record.accessed)))
    return lines


def _date(iso: str) -> str:
    """``YYYY/MM/DD/other``: a season, the end of a range or "about" stands behind the last slash, as the specification has it."""
    start, end = dates.parts(iso), dates.end_parts(iso)
    season = {21: "Spring", 22: "Summer", 23: "Autumn", 24: "Winter"}.get(start[1], "") if len(start) == 2 else ""
    other = season or ("-" + dates.iso(*end) if end else "about" if dates.is_approximate(iso) else "")
    numbers = start[:1] if season else start
    text = "/".join([f"{numbers[0]:04d}", *(f"{n:02d}" for n in numbers[1:])])
    return text + "/" * (4 - len(numbers)) + other if other else text


def _numbers(record: Record) -> list[Line]:
    lines = [("VL", record.volume), ("IS", record.issue), ("SE", record.chapter_number)]
    arxiv = record.identifiers.get("arxiv", "")
    lines.append(("C7" if record.type in _PAGED else "M1", record.number or (f"arXiv:{arxiv}" if record.type == "article" and arxiv else "")))
    if match := _PAGES.fullmatch(record.page):
        lines += [("SP", match[1]), ("EP", match[2])]
    else:
        lines.append(("SP", record.page))
    if record.number_of_pages:
        lines.append(("SP", record.number_of_pages) if not record.page and record.type in ("book", "thesis", "report")
                     else ("N1", f"{record.number_of_pages} pages"))  # fmt: skip
    return lines


def _identifiers(record: Record) -> list[Line]:
    known = record.identifiers
    url = record.url or (ids.arxiv_url(known["arxiv"]) if "arxiv" in known else "")
    lines = [("DO", known.get("doi", "")), ("UR", url)]
    if "arxiv" in known and (record.type != "article" or record.number) and ids.arxiv(record.url) != known["arxiv"]:
        lines.append(("UR", ids.arxiv_url(known["arxiv"]) if record.url else ""))
    lines += [("SN", known[kind]) for kind in ("isbn", "issn") if kind in known]
    lines += [("AN", f"PMID: {known['pmid']}" if "pmid" in known else ""), ("C2", known.get("pmcid", ""))]
    named = ("doi", "arxiv", "isbn", "issn", "pmid", "pmcid")
    return lines + [("N1", f"{kind}: {value}") for kind, value in known.items() if kind not in named]


def _content(record: Record) -> list[Line]:
    return [*(("KW", word) for word in record.keyword), ("AB", record.abstract), ("N1", record.note)]


def _given_back(record: Record) -> list[Line]:
    """The tags that only RIS has, as they were read; several values of one are set apart by line breaks."""
    known = ((key[4:], values) for key, values in record.extra.items() if key.startswith("ris:"))
    return [(tag, value) for tag, values in known if _TAG.fullmatch(tag) and tag not in ("TY", "ER") for value in values.split("\n")]


_AUTHOR = re.compile(r"([ \t]*(?:AU|A1)[ \t]{0,3}-[ \t]+)\S.*")


def patched(text: str, before: Record, after: Record) -> str | None:
    """The record's text with the authors of ``after`` in the lines of its authors, and nothing else; None where these are not one a line."""
    lines = text.split("\n")
    own = [n for n, line in enumerate(lines) if _AUTHOR.fullmatch(line)]
    if not own or len(own) != len(before.author) or own != list(range(own[0], own[-1] + 1)):
        return None
    heads = [match[1] for n in own if (match := _AUTHOR.fullmatch(lines[n]))]
    if len(set(heads)) > 1:
        return None
    return "\n".join([*lines[: own[0]], *(heads[0] + clean(_name(name)) for name in after.author), *lines[own[-1] + 1 :]])
