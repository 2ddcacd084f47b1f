"""What arXiv's fields become, whatever format they stand in (https://info.arxiv.org/help/prep.html: what authors may put in each).

The text of all fields is TeX as its authors typed it: accents as macros, formulas between ``$``.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from paperconv.authors.parse import parse_authors
from paperconv.authors.person import inverted
from paperconv.formats.arxiv.journal import cite
from paperconv.formats.draft import Draft
from paperconv.markup.latex import decode, decode_title
from paperconv.model import ArxivInfo, Name
from paperconv.model import date as dates
from paperconv.model import identifier as ids
from paperconv.model.text import fold

_WORD = re.compile(r"[^\W_]+")
_MARKS = re.compile(r"[\s,;\d*†‡§]*(?:and[\s,;\d*†‡§]+)*")
"""An affiliation that is none: the numbers or signs of a legend that arXiv's own parser did not follow."""
_JOINTS = frozenset(("and",))
_DAY = re.compile(r"(?:[A-Z][a-z]{2}, +)?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4})\b")
_ADDRESS = re.compile(r"(?:(?:https?|ftp)://|www\.)[^\s{}\\$<>\"]+")
_TILDE, _ARROW, _DASHES = "\ue000", "\ue001", "\ue002"
"""Private characters that stand for what is not TeX while the text around it is read."""
_BETWEEN_CODES = re.compile(r"[\s,;]+")


def person(family: str, given: str, suffix: str = "", affiliation: Iterable[str] = ()) -> Name:
    """An author of whom arXiv has the keyname, the forenames and the suffix.

    Without forenames the keyname is all there is of the name: an organisation, a single name, or what arXiv's parser made of a by-line.
    """
    family = family if family.isalpha() else plain(family)
    given = given if given.isalpha() else plain(given)
    if ". -" in given:  # arXiv's parser sets "C.-P." apart
        given = given.replace(". -", ".-")
    suffix = plain(suffix) if suffix else ""
    name = inverted(family, given, suffix) if family and (given or suffix) else Name(literal=family or given or suffix)
    places = tuple(dict.fromkeys(place for a in affiliation if (place := plain(a))))
    return placed(name, places) if places else name


def placed(name: Name, places: tuple[str, ...]) -> Name:
    """The name with these affiliations."""
    return Name(name.family, name.given, name.dropping_particle, name.non_dropping_particle, name.suffix, name.literal, name.lost, places, name.orcid)


def plain(text: str) -> str:
    """A text without formatting of its own (a name, an affiliation) from its TeX."""
    return decode(text)


def prose(text: str, title: bool = False) -> str:
    """A title, an abstract or a comment from its TeX.

    What is typed as on a typewriter is none: arrows ("D0 --> K- e+"), "about" ("within ~2.5 kpc", where nothing is tied) and addresses.
    """
    read = decode_title if title else decode
    if "~" not in text and "--" not in text:
        return read(text)
    if "://" in text or "www." in text:
        text = _ADDRESS.sub(lambda m: m[0].replace("~", _TILDE).replace("--", _DASHES), text)
    text = text.replace("-->", _ARROW).replace(" ~", f" {_TILDE}").replace("\n~", f"\n{_TILDE}").replace("(~", f"({_TILDE}")
    return read(text).replace(_TILDE, "~").replace(_ARROW, "-->").replace(_DASHES, "--")


def authors(draft: Draft, names: Sequence[Name], byline: str, field: str) -> None:
    """The authors as arXiv's parser cut them out of the by-line, and of the by-line what they leave out.

    Affiliations that stand in a legend ("A (1), B (2) ((1) Here, (2) There)") are taken from it where the names agree, "et al." at
    its end is kept as a last name; a by-line that says still more is kept under ``field``.
    """
    if byline and not _is_list_of(byline, names) and _says_more(byline, names):
        parsed = parse_authors(byline)
        read = parsed.names
        if read and read[-1].literal == "et al." and (not names or names[-1].literal != "et al."):
            names = (*names, read[-1])
        followed = not any(_MARKS.fullmatch(a) for n in read for a in n.affiliation)
        if followed and len(read) == len(names) and all(fold(a.surname) == fold(b.surname) for a, b in zip(read, names, strict=True)):
            names = [_placed(a, b) for a, b in zip(names, read, strict=True)]
        if not names:
            names = read
        if parsed.leftover or _says_more(byline, names, legend=True):
            draft.keep(field, byline)
    draft.names("author", names)


def byline(draft: Draft, text: str, field: str) -> None:
    """The authors where a by-line is all there is."""
    parsed = parse_authors(text)
    draft.names("author", parsed.names)
    if text.strip() and (parsed.odd or parsed.leftover or not parsed.names):
        draft.keep(field, text)


def _placed(name: Name, read: Name) -> Name:
    known = tuple(a for a in name.affiliation if not _MARKS.fullmatch(a))
    places = tuple(map(plain, read.affiliation)) if len(known) < len(name.affiliation) or not known else known
    return placed(name, places) if places and places != name.affiliation else name


def _is_list_of(byline: str, names: Sequence[Name]) -> bool:
    """True where a by-line is plainly these names with commas and "and" between: the usual case, told fast."""
    if "(" in byline:
        return False
    parts = " ".join(byline.split()).replace(", and ", ", ").replace(" and ", ", ").split(", ")
    return len(parts) == len(names) and all(part.endswith(name.family or name.literal) for part, name in zip(parts, names, strict=True))


def _says_more(byline: str, names: Iterable[Name], legend: bool = False) -> bool:
    """True where a by-line has words that are in no name or affiliation. ``legend``: its numbers have been followed."""
    known = set(_JOINTS)
    for name in names:
        known.update(_words(" ".join((name.display(), *name.affiliation))))
    return any(w not in known and not (legend and w.isdigit()) for w in _words(plain(byline)))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def identify(draft: Draft, written: str, field: str = "id") -> int:
    """The arXiv identifier; gives the version that stands with it (0 = none)."""
    draft.identify("arxiv", written, field)
    return ids.arxiv_version(written) if "v" in written else 0


def doi(draft: Draft, written: str, field: str = "doi") -> None:
    """One DOI or several ("10.1364/JOSAA.23.002578 10.1364/JOSAA.32.002407"): the first counts, the others are kept."""
    if not draft.identify("doi", written, field) and " " in written.strip():
        for part in written.split():
            if draft.identify("doi", part, field):
                draft.extra.pop(f"{draft.format}:{field}", None)
                break
        draft.keep(field, " ".join(written.split()))


def journal(draft: Draft, written: str, field: str = "journal-ref") -> None:
    """Where it appeared, in the author's own words, which are kept; its parts where they are in one of the usual forms."""
    written = " ".join(written.split())
    if not written:
        return
    draft.keep(field, written)
    if parts := cite(plain(written)):
        draft.fields["type"] = "article-journal"
        for name, value in parts.items():
            draft.text(name, value, field)


def texts(draft: Draft, title: str = "", abstract: str = "", comments: str = "") -> None:
    """Title, abstract and comments."""
    fields = draft.fields
    if title and (read := prose(title, title=True)):
        fields["title"] = read
    if abstract and (read := prose(abstract)):
        fields["abstract"] = read
    if comments and (read := prose(comments)):
        fields["note"] = read


def about(draft: Draft, version: int = 0, categories: str = "", primary: str = "") -> None:
    """The latest version and the categories, of which the first is the primary one."""
    codes = split_codes(categories)
    if primary and primary not in codes:
        codes = (primary, *codes)
    if version or codes:
        draft.fields["arxiv"] = ArxivInfo(version, primary or (codes[0] if codes else ""), codes)


@lru_cache(maxsize=4096)
def split_codes(text: str) -> tuple[str, ...]:
    """Category codes set apart by blanks or commas, each once."""
    return tuple(dict.fromkeys(code for code in _BETWEEN_CODES.split(text) if code))


def versions(draft: Draft, dated: Sequence[tuple[str, str]]) -> int:
    """The versions as (number, date): the first one's date is the record's; gives the number of the latest.

    Where there are several, all are kept, a line each: "v2 Tue, 24 Jul 2007 20:10:27 GMT".
    """
    latest = 0
    first = ""
    for name, date in dated:
        number = name.strip().lstrip("vV")
        latest = max(latest, int(number) if number.isdigit() else 0)
        first = date if number == "1" or not first else first
    if first and (iso := day(first)):
        draft.fields["issued"] = iso
    elif first:
        draft.keep("versions", first)
    if len(dated) > 1 or (dated and latest != 1):
        draft.keep("versions", "\n".join(f"{name} {date}".strip() for name, date in dated))
    return latest


def day(written: str) -> str:
    """The day of a date as arXiv writes it, by RFC 2822 (3.3) or ISO 8601, as ISO 8601; "" where it is none."""
    found = _DAY.match(written)
    return _parsed(found[0] if found else written)


@lru_cache(maxsize=4096)
def _parsed(text: str) -> str:
    return dates.parse(text)
