"""What readers of tagged text share: framing, lists of people, serial numbers, pages and dates that come in parts."""

import html
import re
from collections.abc import Iterable, Iterator

import msgspec

from paperconv.authors.parse import parse_authors
from paperconv.authors.person import inverted, is_glued_initials, is_spelled, whole
from paperconv.authors.tokens import organisation_weight
from paperconv.formats.base import Item, Note, encoding_note
from paperconv.formats.draft import Draft
from paperconv.io.encoding import Decoding
from paperconv.io.source import Source
from paperconv.io.tagged import Between, Tagging
from paperconv.markup.html import decode, decode_abstract
from paperconv.model import Name
from paperconv.model import date as dates
from paperconv.model import identifier as ids

_SUFFIX = re.compile(r"J[rR]\.?|S[rR]\.?|2nd|3rd|[4-9]th|(?:II|III|IV|V)\.?|Ph\.?\s?D\.?|M\.?\s?D\.?|Esq\.?")
"""What follows a name behind a comma."""
_YOUNGER = re.compile(r"Jr\.?|Sr\.?|JR\.|SR\.")
"""The same where no given name stands beside it: "Smith, JR" has initials, which Web of Science prints so."""
_SEVERAL = re.compile(r"[;&<\n]")
_AND = re.compile(r",.*\s(?:and|&)\s.*,", re.S)
_SERIAL = re.compile(r"(?<![\w-])(?:97[89][- ]?(?:\d[- ]?){9}\d|(?:\d[- ]?){9}[\dXx]|\d{4}[-‐–— ]?\d{3}[\dXx])(?![\w-])")
_ISSN = re.compile(r"\d{4}-\d{3}[\dXx]")
_SERIAL_WORDS = re.compile(r"[\W_]|issn|isbn", re.I)
_ARXIV_DOI = re.compile(r"10\.48550/arxiv\.", re.I)
_ARXIV_JOURNAL = re.compile(r"(?:arxiv\s+)?(?:e-?prints?|preprints?)?[\s,:]*(arxiv:\s*\S+)", re.I)
_NO_ABSTRACT = re.compile(r"\W*(?:not available|no abstract(?: available)?)\W*", re.I)
_ADS_AUTHOR = re.compile(r"(?:\A|(?<=\), ))([A-Z]{2})\(")
_NO_PAGES = re.compile(r"n\.?\s?pag\.?|no pagination.*|\[?not specified\]?|none|n/a|-+", re.I)
_PAGE_WORD = re.compile(r"(?:pp?\.?|pages?|seiten?|s\.)\s*(?=[\divxlcIVXLCeE])")
_WITH_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)|\d{8}")
_MONTH_YEAR = re.compile(r"(\d\d?)[ /](\d{4})")
_FINE_DATE = re.compile(r"\d{4}-\d\d(?:-\d\d)?~?")


def frame(source: Source, tagging: Tagging) -> Iterator[Item | Note]:
    """The records of an input as items; lines outside of them, and a guessed encoding, as notes."""
    with source.open() as stream:
        text = Decoding(stream)
        yield from cut(source, text, text.blocks(), tagging)


def cut(source: Source, text: Decoding, blocks: Iterable[bytes], tagging: Tagging) -> Iterator[Item | Note]:
    """Like :func:`frame`, for an input of which ``blocks`` are the decoded ``text``."""
    ordinal = 0
    for piece in tagging.records(blocks):
        if isinstance(piece, Between):
            begins = piece.data.decode("utf-8", "replace")[:60]
            yield Note("PC005", f'stands outside of all records: "{begins}"', piece.line, piece.end_line)
        else:
            yield Item(source.path, piece.data, piece.line, piece.end_line, ordinal, None, piece.fault)
            ordinal += 1
    yield from encoding_note(text)


def people(values: Iterable[str]) -> list[Name]:
    """The names of a list in which each field, or each line of one, holds one, mostly as "Family, Given".

    A field with semicolons, or with "and" between two such names, holds several. Where others of the list have a comma, a name
    without one is an organisation, unless it has initials.
    """
    written = [part for value in values for part in (_each(value) if _SEVERAL.search(value) else (value.strip(),)) if part]
    comma = any("," in part for part in written)
    return [name for part in written for name in _names(part, comma)]


def _each(value: str) -> Iterator[str]:
    """The names in a field. A line that goes on is the next name, or where it has no comma the rest of the one before it."""
    if "&" in value:
        value = html.unescape(value)
    if "<" in value:
        value = decode(value)
    if "\n" in value:
        lines = [" ".join(line.split()) for line in value.split("\n")]
        together = [lines[0]]
        for line in lines[1:]:
            if "," in line and "," in together[-1]:
                together.append(line)
            else:
                together[-1] = f"{together[-1]} {line}".strip()
        for line in together:
            yield from _each(line)
        return
    for part in value.split(";"):
        yield part.strip()


def _names(text: str, comma: bool) -> Iterable[Name]:
    """The name in ``text``, or the names where it is a list of its own; ``comma``: its neighbours are "Family, Given"."""
    parts = [part.strip() for part in text.split(",")]
    if len(parts) == 2:
        return (person(parts),)
    if len(parts) == 1 and " and " in text:  # several names, or an organisation
        found = parse_authors(text)
        return found.names if len(found.names) > 1 and not found.doubt and organisation_weight(text) < 2 else (Name(literal=" ".join(text.split())),)
    if len(parts) == 1:
        return (alone(text, comma),)
    if len(parts) > 3 or (len(parts) > 2 and _AND.search(text)):
        found = parse_authors(text)
        if found.form != "flat" and not found.doubt and not found.leftover and len(found.names) > 1:
            return found.names
        if len(parts) > 4:
            return (Name(literal=" ".join(text.split())),)
    return (person(parts),)


def person(parts: list[str]) -> Name:
    """The name of which ``parts`` stood between commas: family and given name, and a suffix behind either of them."""
    family, *rest = [" ".join(part.split()) for part in parts]
    rest = [part for part in rest if part]
    if not rest:
        return Name(literal=family or ",")
    if not family:
        return Name(literal=" ".join(rest))
    if len(rest) == 1:
        if rest[0][0] in "JS" and _YOUNGER.fullmatch(rest[0]):
            return Name(family, suffix=rest[0])
        return inverted(family, rest[0])
    if _SUFFIX.fullmatch(rest[0]):
        return inverted(family, ", ".join(rest[1:]), rest[0])
    if _SUFFIX.fullmatch(rest[-1]):
        return inverted(family, ", ".join(rest[:-1]), rest[-1])
    return inverted(family, ", ".join(rest))


def alone(text: str, among_inverted: bool) -> Name:
    """A name without a comma; ``among_inverted``: its neighbours have one, so that only initials make it a person's."""
    text = " ".join(text.split())
    if among_inverted:
        first, _, last = text.rpartition(" ")
        if not first or not (is_spelled(last) or is_glued_initials(last) or is_spelled(text.split(" ", 1)[0])):
            return Name(literal=text)
    return whole(text)


def serials(draft: Draft, written: str, name: str) -> bool:
    """The ISSNs and ISBNs in a field, in whatever notation ("1999-7777(Electronic),0222-6666(Print)"). True where there is one.

    The field itself is kept where it says more than the record does.
    """
    if _ISSN.fullmatch(written):
        return draft.identify("issn", written, name)
    found = False
    more = False
    for match in _SERIAL.finditer(written):
        text = re.sub(r"[‐–— ]", "-", match[0])
        for kind in ("isbn", "issn"):
            if normal := ids.NORMALISERS[kind](text):
                found = True
                more = more or draft.identifiers.setdefault(kind, normal) != normal
                break
        else:
            more = True
    if more or not found or _SERIAL_WORDS.sub("", _SERIAL.sub("", written)):
        draft.keep(name, " ".join(written.split()))
    return found


def doi(draft: Draft, written: str, name: str) -> bool:
    """The DOI in a field that is for one; a second one and what stands beside it is kept. True where there is one."""
    text = " ".join(written.split())
    normal = ids.doi(text)
    if not normal and (found := ids.find_doi(text)):
        if draft.identifiers.setdefault("doi", found) != found or len(text) > len(found):
            draft.keep(name, text)
        return True
    if not normal or draft.identifiers.setdefault("doi", normal) != normal:
        draft.keep(name, text)
    return bool(normal)


def linked(draft: Draft) -> None:
    """What else says what a paper is called at arXiv or ADS: a DOI that arXiv gave, a link, "arXiv preprint arXiv:1706.03762" as a journal.

    What stands at arXiv and has no other type is a preprint.
    """
    known, url, journal = draft.identifiers.get("doi", ""), draft.fields.get("url", ""), draft.fields.get("container_title", "")
    match = _ARXIV_JOURNAL.fullmatch(journal)
    named = ids.arxiv(match[1]) if match else ""
    if "arxiv" not in draft.identifiers and (found := named or (ids.arxiv(known) if _ARXIV_DOI.match(known) else "") or ids.arxiv(url)):
        draft.identifiers["arxiv"] = found
    if named and named == draft.identifiers["arxiv"]:
        del draft.fields["container_title"]
        draft.fields["type"] = "article"
    elif "arxiv" in draft.identifiers and draft.fields["type"] == "document":
        draft.fields["type"] = "article"
    if "adsabs" in url and (bibcode := ids.bibcode(url)):
        draft.identifiers.setdefault("bibcode", bibcode)


def abstract(draft: Draft, written: str, name: str) -> None:
    """An abstract; one that says that there is none is kept as it is."""
    text = decode_abstract(written)
    if _NO_ABSTRACT.fullmatch(text):
        draft.keep(name, " ".join(written.split()))
    else:
        draft.put("abstract", text, name)


def ads_affiliations(draft: Draft, written: str, name: str) -> None:
    """ADS's field of affiliations, "AA(Leiden University), AB(…)", in which the letters count the authors. Anything else is kept."""
    parts = _ADS_AUTHOR.split(" ".join(written.split()))
    authors = list(draft.fields.get("author", ()))
    numbers = [(ord(c[0]) - 65) * 26 + ord(c[1]) - 65 for c in parts[1::2]]
    if parts[0] or not numbers or numbers != sorted(set(numbers)) or numbers[-1] >= len(authors):
        draft.keep(name, " ".join(written.split()))
        return
    for number, text in zip(numbers, parts[2::2], strict=True):
        authors[number] = msgspec.structs.replace(authors[number], affiliation=(decode(text.rstrip(" ,").removesuffix(")")),))
    draft.fields["author"] = tuple(authors)


def pages(draft: Draft, start: str, end: str, names: tuple[str, str]) -> None:
    """First and last page. "No Pagination Specified" and its like are none and are kept; ``names`` are the tags."""
    start, end = " ".join(start.split()), " ".join(end.split())
    if (start, end) == ("No", "Specified") or _NO_PAGES.fullmatch(start):
        draft.keep(names[0], start)
        draft.keep(names[1], end)
        return
    start = _PAGE_WORD.sub("", start, count=1) if _PAGE_WORD.match(start) else start
    if not start:
        draft.keep(names[1], end)
    elif not end or end == start or start.endswith((f"-{end}", f"–{end}")):
        draft.text("page", start, names[0])
    else:
        draft.text("page", f"{start}{'–' if '-' in start or '-' in end else '-'}{end}", names[0])


def in_year(year: str, rest: str) -> str:
    """ISO 8601 of a date of which the year stands apart ("2019"; "SEP 30", "NOV-DEC", "WIN", "Winter 2019", "06 2019"), "" where it is none."""
    if not rest or not (iso := dates.parse(year)):
        return ""
    if _WITH_YEAR.search(rest):
        match = _MONTH_YEAR.fullmatch(rest)
        full = dates.iso(int(match[2]), int(match[1])) if match else dates.parse(rest)
        return full if full.startswith(iso[:4]) else ""
    return dates.parse(f"{rest} {iso[:4]}") or dates.parse(f"{iso[:4]} {rest}")


def finest(year: str, others: Iterable[str]) -> str:
    """Of dates in ISO 8601 the one that is the finest of those in ``year`` (the first where it is empty); ranges go behind days."""
    known = [iso for iso in (year, *others) if iso]
    same = [iso for iso in known if iso[:4] == known[0][:4]]
    return max(same, key=lambda iso: len(iso) if _FINE_DATE.fullmatch(iso) else 5 if "/" in iso else 4, default="")
