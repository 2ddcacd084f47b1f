"""Reads CITATION.cff files."""

from collections.abc import Iterator
from typing import Any

import msgspec
import yaml

from paperconv.authors.person import inverted
from paperconv.errors import ItemError
from paperconv.formats.base import Item, Note, encoding_note
from paperconv.formats.cff.frame import REFERENCES, Place, works
from paperconv.formats.cff.types import TOLD, TYPES
from paperconv.formats.draft import Draft
from paperconv.io.encoding import Decoding
from paperconv.io.source import Source
from paperconv.model import Name, Record
from paperconv.model import date as dates
from paperconv.model import identifier as ids

_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""Every scalar is a string, as it is written: ``1.10`` is a version, ``010`` an issue."""
_TEXT = {
    "title": "title", "abstract": "abstract", "notes": "note", "journal": "container_title", "volume": "volume", "issue": "issue",
    "edition": "edition", "thesis-type": "genre",
}  # fmt: skip
_IDENTIFIERS = ("doi", "isbn", "issn", "pmcid")
_PEOPLE = {"authors": "author", "editors": "editor", "translators": "translator"}
_DATES = ("date-published", "date-released", "issue-date")
_ADDRESSES = ("url", "repository-code", "repository", "repository-artifact")
_PLACE = ("city", "region", "country")
_NAME = frozenset("family-names given-names name-particle name-suffix name affiliation orcid".split())


class CffReader:
    """Reads CITATION.cff: the software or data set that a file is about, its preferred citation, and its references, a record each."""

    def frame(self, source: Source) -> Iterator[Item | Note]:
        """One item a work. A file is held whole; it speaks of one project."""
        with source.open() as stream:
            text = Decoding(stream)
            yield from works(source.path, list(text.lines()))
            yield from encoding_note(text)

    def decode(self, item: Item) -> Record:
        """The work in an item. Raises :class:`~paperconv.errors.ItemError` where it is no YAML or names nothing."""
        place: Place = item.context
        found = _loaded(item, place)
        if not isinstance(found, dict):
            raise ItemError("is no work: members and their values were expected")
        draft = Draft("cff", item)
        _fill(draft, {str(k): v for k, v in found.items()}, own=not place.member)
        record = draft.record()
        if not record.title and not record.author and not record.identifiers:
            raise ItemError("is a citation file without title, authors or identifier")
        return record


def _loaded(item: Item, place: Place) -> Any:
    """The members of a work."""
    data, before = item.data, place.before
    if place.without:
        lines = data.split(b"\n")
        for start, end in place.without:
            lines[start:end] = [b""] * (end - start)
        data = b"\n".join(lines)
    if before and place.member == REFERENCES:
        before += b"references:\n"
    try:
        found = yaml.load(before + data, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        line = (error.problem_mark.line if error.problem_mark else 0) - before.count(b"\n")
        raise ItemError(f"is no YAML: {error.problem or error.context}", line=item.line + max(line, 0)) from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise ItemError(f"is no YAML: {str(error).splitlines()[0]}") from None
    if place.member and isinstance(found, dict):
        found = found.get(place.member)
    return found[0] if isinstance(found, list) and found else found


def _fill(draft: Draft, found: dict[str, Any], own: bool) -> None:
    """Puts the members of a work into the draft; ``own``: of the one that the file is about."""
    found.pop("cff-version", None)
    kind = _word(found.pop("type", "")) or ("software" if own else "generic")
    draft.fields["type"] = TYPES.get(kind, "document")
    if kind not in TOLD:
        draft.keep("type", kind)
    for member, field in _PEOPLE.items():
        draft.names(field, _people(draft, found.pop(member, None), member))
    for member, field in _TEXT.items():
        if text := _word(found.get(member)):
            draft.text(field, text, member)
            del found[member]
    if "issue" not in draft.fields:  # beside an issue it is no article's number
        draft.text("number", _word(found.pop("number", None)), "number")
    _within(draft, found)
    _pages(draft, found)
    _dates(draft, found)
    _identifiers(draft, found)
    for member in ("publisher", "institution"):
        _house(draft, found.pop(member, None), member)
    for member in _ADDRESSES:
        if text := _word(found.pop(member, None)):
            draft.text("url", text, member)
    draft.keywords(map(_word, _list(found.pop("keywords", None))))
    languages = [_word(code) for code in _list(found.pop("languages", None))]
    for language in languages:
        draft.text("language", language, "languages")
    for member, value in found.items():
        for one in _list(value):
            draft.keep(member, _plain(one))


def _within(draft: Draft, found: dict[str, Any]) -> None:
    """What a work stands in beside a journal: a collection, a conference; and the short name of it, or of the work."""
    collection = _word(found.pop("collection-title", None))
    draft.text("collection_title" if "container_title" in draft.fields else "container_title", collection, "collection-title")
    conference = found.get("conference")
    if isinstance(conference, dict) and (name := _word(conference.get("name"))):
        draft.text("event_title", name, "conference")
        found["conference"] = {k: v for k, v in conference.items() if k != "name"}
    short = _word(found.pop("abbreviation", None))
    draft.text("container_title_short" if "container_title" in draft.fields else "title_short", short, "abbreviation")


def _pages(draft: Draft, found: dict[str, Any]) -> None:
    """``start`` and ``end`` are pages, ``pages`` is how many there are; files that give a range there mean it."""
    start, end = _word(found.pop("start", None)), _word(found.pop("end", None))
    draft.text("page", f"{start}-{end}" if start and end and start != end else start or end, "start")
    if pages := _word(found.pop("pages", None)):
        draft.text("number_of_pages" if pages.isdigit() else "page", pages, "pages")


def _dates(draft: Draft, found: dict[str, Any]) -> None:
    """When a work came out: its day, else its year with the month."""
    for member in _DATES:
        if text := _word(found.pop(member, None)):
            draft.date("issued", text, member)
    year, month = _word(found.pop("year", None)), _word(found.pop("month", None))
    known = dates.iso(int(year), dates.month_number(month)) if year.isdigit() else ""
    if known and str(draft.fields.setdefault("issued", known)).startswith(known):
        return
    draft.keep("year", year)
    draft.keep("month", month)


def _identifiers(draft: Draft, found: dict[str, Any]) -> None:
    """A work's own identifiers, and those that ``identifiers`` lists with their type. Words that describe one are kept with it."""
    for kind in _IDENTIFIERS:
        if text := _word(found.pop(kind, None)):
            draft.identify(kind, text, kind)
    for entry in _list(found.pop("identifiers", None)):
        if not isinstance(entry, dict):
            draft.keep("identifiers", _plain(entry))
            continue
        kind, value = _word(entry.get("type")), _word(entry.get("value"))
        if kind == "doi":
            draft.identify("doi", value, "identifiers[doi]")
        elif kind == "url" and "url" not in found:
            draft.text("url", value, "identifiers[url]")
        elif arxiv := ids.arxiv(value):
            draft.identify("arxiv", arxiv, f"identifiers[{kind}]")
        else:
            draft.keep(f"identifiers[{kind}]", value)
        if said := {k: v for k, v in entry.items() if k not in ("type", "value")}:
            draft.keep("identifiers", {"value": value, **said})
    if date := _word(found.pop("date-accessed", None)):
        draft.date("accessed", date, "date-accessed")


def _house(draft: Draft, value: Any, member: str) -> None:
    """A publisher or an institution: its name and the place it is in; of the rest all is kept."""
    if not isinstance(value, dict):
        draft.text("publisher", _word(value), member)
        return
    name = _word(value.get("name"))
    is_it = draft.fields.get("publisher", name) == name
    draft.text("publisher", name, member)
    place = ", ".join(text for part in _PLACE if (text := _word(value.get(part))))
    draft.text("publisher_place", place if is_it else "", f"{member}/city")
    for key, inside in value.items():
        if key != "name" and (key not in _PLACE or not is_it):
            draft.keep(f"{member}/{key}", _plain(inside))


def _people(draft: Draft, value: Any, member: str) -> Iterator[Name]:
    """The names of a list of persons and entities. What else is said of one is kept with the name."""
    for entry in _list(value):
        if not isinstance(entry, dict):
            if text := _word(entry):
                yield Name(literal=text)
            continue
        name = _name(entry)
        if name.display():
            yield name
        for key, inside in entry.items():
            if key not in _NAME and not (key == "alias" and name.literal == _word(inside)):
                text = inside if isinstance(inside, str) else msgspec.json.encode(inside).decode()
                draft.keep(f"{member}/{key}", f"{name.display()}: {text}" if name.display() and text else text)


def _name(entry: dict[str, Any]) -> Name:
    family, given, particle, suffix, whole = (_word(entry.get(k)) for k in ("family-names", "given-names", "name-particle", "name-suffix", "name"))
    places = tuple(text for place in _list(entry.get("affiliation")) if (text := _word(place)))
    orcid = ids.orcid(_word(entry.get("orcid")))
    if not family:
        literal = " ".join(p for p in (given, particle) if p) or whole or _word(entry.get("alias"))
        return Name(literal=literal, suffix=suffix if given else "", affiliation=places, orcid=orcid)
    name = inverted(family, given, suffix)
    return msgspec.structs.replace(name, non_dropping_particle=particle or name.non_dropping_particle, affiliation=places, orcid=orcid)


def _word(value: Any) -> str:
    """A scalar as text, "" for anything else and for YAML's nothing."""
    text = value.strip() if isinstance(value, str) else ""
    return "" if text in ("~", "null") else text


def _plain(value: Any) -> Any:
    return _word(value) if isinstance(value, str) else value


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None or value == "" else [value]
