"""Reading Web of Science's exports (Clarivate, "Web of Science Core Collection Field Tags"): plain text (.ciw, .isi, .txt), of Zoological
Record, BIOSIS, INSPEC and MEDLINE in Web of Science too, and the table of tab-delimited text with a head of the same tags.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import chain

import msgspec

from paperconv.errors import ItemError
from paperconv.formats import tagged
from paperconv.formats.base import Item, Note, encoding_note
from paperconv.formats.draft import Draft
from paperconv.formats.elements import without_stop
from paperconv.io.encoding import Decoding, lines_of
from paperconv.io.frames import LIMIT, TOO_LONG
from paperconv.io.source import Source
from paperconv.io.tagged import Tagging
from paperconv.markup.html import decode
from paperconv.model import Name, Record
from paperconv.model import date as dates
from paperconv.model import identifier as ids
from paperconv.model.text import fold

_TAGGING = Tagging(r"%s(?:[ \t]|$)", "[A-Z][A-Z0-9]", first=("PT",), last=("ER", "EF"), around=("FN", "VR", "EF"))
_HEAD = re.compile(rb'(?:\xef\xbb\xbf)?(?:"?[A-Z][A-Z0-9]"?\t){5,}')
_QUOTED = re.compile(r'"((?:[^"]|"")*)"')
_SHOWN = 1 << 10

_TEXTS = {
    "TI": "title", "CT": "event_title", "LA": "language", "PU": "publisher", "PI": "publisher_place", "VL": "volume", "IS": "issue", "AR": "number",
    "JI": "container_title_short", "UR": "url", "URL": "url",
}  # fmt: skip
_WITH_STOP = ("ZOOREC:", "MEDLINE:")
"""Databases that put a full stop behind each title."""
_EMAIL = re.compile(r"\s*\([^()]*@[^()]*\)")
_BRACKET = re.compile(r"\[([^\]]*)\]\s*(.*)", re.S)
_KINDS = (
    ("dissertation", "thesis"),
    ("thesis", "thesis"),
    ("book chapter", "chapter"),
    ("book review", "review-book"),
    ("data set", "dataset"),
    ("data study", "dataset"),
    ("software", "software"),
    ("preprint", "article"),
)
"""Document types (DT) that are a CSL type wherever they were published."""


class WosReader:
    """Reads plain text and tab-delimited text of Web of Science, a record at a time."""

    def frame(self, source: Source) -> Iterator[Item | Note]:
        """One item from PT to ER, or a row of the table; its head is the context of each."""
        with source.open() as stream:
            text = Decoding(stream)
            blocks = text.blocks()
            first = next(blocks, b"")
            if _HEAD.match(first):
                yield from _rows(source, chain((first,), blocks))
                yield from encoding_note(text)
            else:
                yield from tagged.cut(source, text, chain((first,), blocks), _TAGGING)

    def decode(self, item: Item) -> Record:
        """The record of an item. Raises :class:`~paperconv.errors.ItemError` where no field of it has a value."""
        values: dict[str, list[str]] = {}
        for tag, value in _cells(item) if item.context else _TAGGING.fields(item.text):
            if value := value.strip():
                values.setdefault(tag, []).append(value)
        if not values.keys() - {"PT"}:
            raise ItemError("no field of it has a value")
        draft = Draft("wos", item)
        _type(draft, values)
        _people(draft, values)
        _titles(draft, values)
        _dates(draft, values)
        _numbers(draft, values)
        if keywords := values.pop("DE", None):
            draft.keywords(decode(word) for value in keywords for word in _joined(value).split(";"))
        for value in values.pop("AB", ()):
            tagged.abstract(draft, value, "AB")
        for tag, kept in values.items():
            draft.keep(tag or "text", "\n".join(_lines(value) if tag in _LISTS else _joined(value) for value in dict.fromkeys(kept)))
        tagged.linked(draft)
        return draft.record()


_LISTS = frozenset("AU AF BA BF BE CA GP CR C1 OR".split())
"""Tags of which each line is a value of its own."""


def _rows(source: Source, blocks: Iterable[bytes]) -> Iterator[Item | Note]:
    head: tuple[str, ...] = ()
    ordinal = 0
    for number, line in enumerate(lines_of(blocks), 1):
        if not head:
            head = tuple(name.strip('"\ufeff ') for name in line.decode().split("\t"))
        elif line.strip():
            long = len(line) > LIMIT
            yield Item(source.path, line[:_SHOWN] if long else line, number, number, ordinal, head, TOO_LONG if long else "")
            ordinal += 1


def _cells(item: Item) -> Iterator[tuple[str, str]]:
    """Tags and values of a row. A value that begins with a quotation mark may be quoted, as in a spreadsheet."""
    cells = item.text.split("\t")
    names = [*item.context, *([""] * (len(cells) - len(item.context)))]
    for name, cell in zip(names, cells, strict=False):
        if cell.startswith('"') and (quoted := _QUOTED.fullmatch(cell.strip())):
            cell = quoted[1].replace('""', '"')
        yield name, cell


def _joined(value: str) -> str:
    return " ".join(value.split())


def _lines(value: str) -> str:
    return "\n".join(_joined(line) for line in value.split("\n"))


def _type(draft: Draft, values: dict[str, list[str]]) -> None:
    """PT is the kind of publication (journal, book, series, patent), DT what stands in it."""
    publication = "".join(values.get("PT", ())).strip().upper()
    document = _joined("; ".join(values.get("DT", ()))).lower()
    kind = next((csl for word, csl in _KINDS if word in document), "")
    if publication == "P":
        kind = "patent"
    elif not kind and publication in ("B", "S", "C"):
        meeting = publication == "C" or "proceedings" in document or "meeting" in document or "CT" in values
        kind = "paper-conference" if meeting else "book" if document == "book" or not values.keys() & {"SO", "BP", "AR"} else "chapter"
    draft.fields["type"] = kind or "article-journal"
    if publication in ("J", "P") or (publication == "C" and kind == "paper-conference"):
        values.pop("PT", None)


def _people(draft: Draft, values: dict[str, list[str]]) -> None:
    """AU with AF, the full names; CA and GP are groups, AE owners of a patent; BE are editors, BA and BF authors of the book that a chapter is in."""
    authors = _authors(draft, values, "AU", "AF")
    if draft.fields["type"] == "book" or not authors:
        authors += _authors(draft, values, "BA", "BF")
    groups = ["CA", "GP"] + (["AE"] if draft.fields["type"] == "patent" else [])
    parts = (part for tag in groups for value in values.pop(tag, ()) for part in re.split(r"[;\n]", value) if part.strip())
    draft.names("author", (*authors, *(Name(literal=_joined(part)) for part in parts)))
    draft.names("editor", tagged.people(part for value in values.pop("BE", ()) for part in value.split("\n")))


def _authors(draft: Draft, values: dict[str, list[str]], short: str, full: str) -> list[Name]:
    """The names of a list, full where they are known in full. A short name that says something else is kept."""
    brief = _each(draft, values.pop(short, ()), short)
    whole = _each(draft, values.pop(full, ()), full)
    if len(brief) != len(whole) and whole:
        draft.keep(short, "\n".join(brief))
        brief = whole
    whole = [_with_comma(one, other) for one, other in zip(brief, whole, strict=True)] if whole else brief
    names = tagged.people(whole)
    if len(names) != len(whole):
        if brief != whole:
            draft.keep(short, "\n".join(brief))
        return names
    draft.keep(short, "\n".join(one for one, other in zip(brief, whole, strict=True) if one != other and not _is_short(one, other)))
    return _placed(draft, values, names, brief, whole)


def _with_comma(short: str, full: str) -> str:
    """A full name that lacks its comma ("Zhang Zhi-Wei"), as the short one ("Zhang, ZW") tells the family name."""
    family, comma, _ = short.partition(",")
    if comma and "," not in full and full.lower().startswith(f"{family.lower()} "):
        return f"{full[: len(family)]},{full[len(family) :]}"
    return full


def _each(draft: Draft, values: Iterable[str], tag: str) -> list[str]:
    """The names of a field: a line each, or set apart by semicolons; an address in brackets (Zoological Record) is kept."""
    found, kept = [], []
    for part in (part for value in values for part in re.split(r"[;\n]", value)):
        text = _joined(part)
        if "@" in text and (name := _EMAIL.sub("", text)) and name != text:
            kept.append(text)
            text = name
        if text:
            found.append(text)
    draft.keep(tag, "\n".join(kept))
    return found


def _is_short(short: str, full: str) -> bool:
    """True for "Toh, ML" of "Toh, Ming Liang"."""
    family, _, initials = short.partition(",")
    whole_family, _, given = full.partition(",")
    rest = iter(fold(given))
    return fold(family) == fold(whole_family) and all(letter in rest for letter in fold(initials).replace(" ", ""))


def _placed(draft: Draft, values: dict[str, list[str]], names: list[Name], brief: list[str], whole: list[str]) -> list[Name]:
    """The names with their addresses (C1) and ORCIDs (OI); an entry that names nobody of the list is kept."""
    place: dict[str, int] = {}
    for listed in (whole, brief):
        for i, text in enumerate(listed):
            place.setdefault(fold(text), i)
    affiliations: list[list[str]] = [[] for _ in names]
    orcids = ["" for _ in names]
    kept = []
    for entry in (e for value in values.pop("C1", ()) for e in _addresses(value)):
        people, address = _address(entry, place)
        if not people and len(names) == 1 and not entry.startswith("["):
            people = [0]
        for i in people:
            if address not in affiliations[i]:
                affiliations[i].append(address)
        if not people or (entry.startswith("[") and entry.count(";") + 1 > len(people) + address.count(";")):
            kept.append(entry)
    draft.keep("C1", "\n".join(kept))
    for entry in (e.strip() for value in values.pop("OI", ()) for e in _joined(value).split(";")):
        written, _, number = entry.rpartition("/")
        who, orcid = place.get(fold(written), -1), ids.orcid(number)
        if orcid and who >= 0 and not orcids[who]:
            orcids[who] = orcid
        else:
            draft.keep("OI", entry)
    return [msgspec.structs.replace(n, affiliation=tuple(a), orcid=o) for n, a, o in zip(names, affiliations, orcids, strict=True)]


def _addresses(value: str) -> list[str]:
    """The entries of C1: a line each, but for one that is wrapped; in the table they are set apart by semicolons."""
    entries: list[str] = []
    for line in re.sub(r";\s*(?=\[)", "\n", value).split("\n"):
        text = _joined(line)
        if entries and not text.startswith("[") and not entries[-1].endswith("."):
            entries[-1] += f" {text}"
        elif text:
            entries.append(text)
    return entries


def _address(entry: str, place: dict[str, int]) -> tuple[list[int], str]:
    """Whom an entry of C1 is about and what it says: "[Roe, A; Doe, J] Univ Oslo", or "Roe, A.; Doe, J.; Univ Oslo"."""
    if match := _BRACKET.fullmatch(entry):
        found = [place.get(fold(name), -1) for name in match[1].split(";")]
        return [i for i in found if i >= 0], match[2].rstrip(".")
    parts = [part.strip() for part in entry.split(";")]
    people = []
    while len(parts) > 1 and (i := place.get(fold(parts[0]), -1)) >= 0:
        people.append(i)
        del parts[0]
    return people, "; ".join(parts).rstrip(".")


def _titles(draft: Draft, values: dict[str, list[str]]) -> None:
    if any(value.startswith(_WITH_STOP) for value in values.get("UT", ())):
        values["TI"] = [without_stop(_joined(value)) for value in values.get("TI", ())]
    for tag, field in _TEXTS.items():
        for value in values.pop(tag, ()):
            draft.text(field, decode(value), tag)
    series = "book" if draft.fields["type"] == "book" else ""
    for value in values.pop("SO", ()):
        if not series:
            draft.text("container_title", decode(value), "SO")
        elif fold(decode(value)) != fold(draft.fields.get("title", "")):
            draft.keep("SO", _joined(value))
    for value in values.pop("SE", ()):
        draft.text("collection_title", decode(value), "SE")


def _dates(draft: Draft, values: dict[str, list[str]]) -> None:
    """PY with PD ("JUN 14", "NOV-DEC", "WIN", "Aug 1 2019"); EA, the day of early access, stands for them where they are not known yet."""
    for value in values.pop("PY", ()):
        draft.date("issued", value, "PY")
    year = draft.fields.get("issued", "")[:4]
    for value in values.pop("PD", ()):
        text = _joined(value)
        iso = tagged.in_year(year, text) if year else dates.parse(text)
        if iso:
            draft.fields["issued"] = tagged.finest(year, (iso,)) if year else iso
        else:
            draft.keep("PD", text)
    if "issued" not in draft.fields:
        for value in values.pop("EA", ()):
            draft.date("issued", value, "EA")


def _numbers(draft: Draft, values: dict[str, list[str]]) -> None:
    for tag, kind in (("DI", "doi"), ("PM", "pmid")):
        for value in values.pop(tag, ()):
            draft.identify(kind, _joined(value), tag)
    for tag in ("SN", "EI", "BN"):
        for value in values.pop(tag, ()):
            tagged.serials(draft, value, tag)
    if draft.fields["type"] in ("chapter", "paper-conference", "book"):
        for value in values.pop("D2", ()):  # the book's DOI
            if draft.fields["type"] == "book":
                draft.identify("doi", value, "D2")
            else:
                draft.keep("D2", value)
        if draft.fields["type"] == "book":
            for value in values.pop("PG", ()):
                draft.text("number_of_pages", value, "PG")
    start, end = (" ".join(values.pop(tag, ())) for tag in ("BP", "EP"))
    if not start and (written := values.pop("PS", None)):
        start = " ".join(written)
    tagged.pages(draft, start, end, ("BP", "EP"))
    if draft.fields["type"] == "patent" and (numbers := values.pop("PN", None)):
        draft.text("number", " ".join(numbers), "PN")
