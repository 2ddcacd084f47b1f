"""A CSL item <-> a record (schema: csl-data.json of the CSL project, 1.0.2), whether it stands in JSON or YAML."""

import re
from typing import Any

import msgspec

from paperconv.formats.base import Item
from paperconv.model import ArxivInfo, Name, Record
from paperconv.model import date as dates
from paperconv.model import identifier as ids
from paperconv.model.record import FIELDS, IGNORE, JSON_NAMES
from paperconv.patterns import pattern

TYPES = frozenset(
    """article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection dataset document
entry entry-dictionary entry-encyclopedia event figure graphic hearing interview legal_case legislation manuscript map motion_picture
musical_score pamphlet paper-conference patent performance periodical personal_communication post post-weblog regulation report review
review-book software song speech standard thesis treaty webpage""".split()
)
"""The item types of CSL 1.0.2 (appendix III)."""

_TEXT = tuple(
    f for f in FIELDS if f not in {"type", "author", "editor", "translator", "issued", "accessed", "keyword", "identifiers", "arxiv", "extra"}
)
_TEXT_NAMES = tuple((f, JSON_NAMES[f]) for f in _TEXT)
_NAMES = ("author", "editor", "translator")
_DATES = ("issued", "accessed")
_IDENTIFIERS = {"DOI": "doi", "PMID": "pmid", "PMCID": "pmcid", "ISBN": "isbn", "ISSN": "issn"}
_ALIASES = {"shortTitle": "title-short", "journalAbbreviation": "container-title-short", "event": "event-title"}
_FIELD_OF = {JSON_NAMES[f]: f for f in _TEXT} | {alias: {JSON_NAMES[f]: f for f in _TEXT}[name] for alias, name in _ALIASES.items()}
# Variables that the schema knows and the model keeps in ``extra``: text, then names, dates and others that are no text.
_OTHER_TEXT = frozenset(
    """annote archive archive_collection archive_location archive-place authority call-number citation-key citation-label
citation-number dimensions division event-place first-reference-note-number jurisdiction locator medium number-of-volumes original-publisher
original-publisher-place original-title part part-number part-title page-first printing-number references reviewed-genre reviewed-title scale
section source status supplement supplement-number title-main title-sub version volume-title volume-title-short year-suffix""".split()
)
_OTHER_NAMES = frozenset("""chair collection-editor compiler composer container-author contributor curator director
editorial-director editor-translator executive-producer guest host illustrator interviewer narrator organizer original-author
performer producer recipient reviewed-author script-writer series-creator""".split())
_OTHER_DATES = frozenset("available-date event-date original-date submitted".split())
_NAME_PARTS = {
    "family": "family",
    "given": "given",
    "dropping-particle": "dropping_particle",
    "non-dropping-particle": "non_dropping_particle",
    "suffix": "suffix",
    "literal": "literal",
}
_SEVERAL = pattern(r"[,;\s]+")
_IGNORE = "paperconv-ignore"
_NO_NAME = (Name(), Name(literal="others"))
"""What is no name in CSL, which cannot say that a list is cut: an empty one, and BibTeX's "and others"."""


def record_of(members: dict[str, Any], item: Item, format: str) -> Record:
    """The record in a CSL item's ``members``. Those that the model has no room for go to ``extra`` under ``csl:``."""
    fields: dict[str, Any] = {}
    extra: dict[str, str] = {}
    identifiers: dict[str, str] = {}
    arxiv: dict[str, Any] = {}
    for key, value in members.items():
        if not value and not isinstance(value, int | float):
            continue
        if isinstance(value, str) and key in _FIELD_OF and _FIELD_OF[key] not in fields:
            fields[_FIELD_OF[key]] = value
        elif key in ("id", "type"):
            fields[key] = str(value)
        elif key in _NAMES and isinstance(value, list):
            fields[key] = tuple(_name(n) for n in value)
        elif key in _DATES:
            if known := _date(value):
                fields.setdefault(key, known)
            else:
                extra[f"csl:{key}"] = _kept(value)
        elif key in _IDENTIFIERS:
            kind = _IDENTIFIERS[key]
            values = [str(v) for v in value] if isinstance(value, list) else [str(value)]
            parts = [part for v in values for part in ([v, *_SEVERAL.split(v)] if _SEVERAL.search(v) else [v])]
            normal = [n for part in parts if (n := ids.NORMALISERS[kind](part))]
            if normal:
                identifiers[kind] = normal[0]
            if not normal or len(set(normal)) > 1:
                extra[f"csl:{key}"] = ", ".join(values)
        elif key == "keyword":
            fields["keyword"] = tuple(k for part in re.split(r"[;,]", str(value)) if (k := part.strip()))
        elif key == "custom" and isinstance(value, dict):
            arxiv |= {k: v for k, v in value.items() if k in ("arxiv", "arxiv-version", "arxiv-primary-category", "arxiv-categories")}
            for kind, normalise in ids.NORMALISERS.items():
                if kind != "arxiv" and isinstance(value.get(kind), str) and (known := normalise(value[kind])):
                    identifiers.setdefault(kind, known)
            if isinstance(asked := value.get(_IGNORE), str):
                extra[IGNORE] = asked
            whole = {k: v for k, v in value.items() if k in _DATES and isinstance(v, str) and "/" in v and dates.valid(v)}
            fields |= whole
            if rest := {k: v for k, v in value.items() if k not in (*arxiv, *whole, _IGNORE) and v != identifiers.get(k)}:
                extra["csl:custom"] = _kept(rest)
        elif (field := _FIELD_OF.get(key)) and field not in fields and isinstance(value, str | int | float):
            fields[field] = str(value)
        else:
            extra[f"csl:{key}"] = _kept(value)
    _arxiv(fields, identifiers, arxiv, extra)
    if fields.get("type", "article") not in TYPES:
        extra["csl:type"] = fields.pop("type")
    return Record(**fields, identifiers=identifiers, extra=extra, source=item.origin(format))


def _arxiv(fields: dict[str, Any], identifiers: dict[str, str], custom: dict[str, Any], extra: dict[str, str]) -> None:
    """The arXiv identifier from ``custom``, from a preprint's ``number``, its DOI or its URL."""
    number = str(fields.get("number", ""))
    stated = ids.arxiv(str(custom.get("arxiv", "")))
    found = (
        stated
        or (ids.arxiv(number) if number.lower().startswith("arxiv") else "")
        or ids.arxiv(identifiers.get("doi", ""))
        or ids.arxiv(str(fields.get("url", "")))
    )
    if not found:
        if custom:
            extra["csl:custom"] = _kept(custom)
        return
    identifiers["arxiv"] = found
    if number and ids.arxiv(number) == found:
        fields.pop("number")
        if fields.get("publisher") == "arXiv":
            fields.pop("publisher")
    version = int(custom.get("arxiv-version") or 0) or ids.arxiv_version(number) or ids.arxiv_version(str(fields.get("url", "")))
    info = ArxivInfo(version, str(custom.get("arxiv-primary-category", "")), tuple(custom.get("arxiv-categories", ())))
    if info != ArxivInfo():
        fields["arxiv"] = info


def _name(value: Any) -> Name:
    if isinstance(value, str):
        return Name(literal=value)
    if not isinstance(value, dict):
        return Name(literal=_kept(value))
    if len(value) == 2 and isinstance(family := value.get("family"), str) and isinstance(given := value.get("given"), str):
        family, given = family.strip(), given.strip()
        if family and given:
            return Name(family=family, given=given)
    parts = {field: text for key, field in _NAME_PARTS.items() if (text := str(value.get(key) or "").strip())}
    if (
        not parts.get("family")
        and "literal" not in parts
        and (words := [parts[p] for p in ("given", "dropping_particle", "non_dropping_particle") if p in parts])
    ):
        return Name(literal=" ".join(words))  # a single name, under whichever part it was given
    return Name(**parts, affiliation=_affiliations(value.get("affiliation")), orcid=ids.orcid(str(value.get("ORCID") or "")))  # type: ignore[arg-type]


def _affiliations(value: Any) -> tuple[str, ...]:
    """The affiliations that Crossref's CSL-JSON gives with a name: objects with a name, or strings."""
    places = value if isinstance(value, list) else [value]
    return tuple(text for p in places if (text := str(p.get("name") or "") if isinstance(p, dict) else str(p or "")))


def _date(value: Any) -> str:
    """A CSL date variable as ISO 8601, "" where it is none or says more than that can hold."""
    if isinstance(value, str | int):
        return dates.parse(str(value))
    if not isinstance(value, dict):
        return ""
    if not value.get("date-parts"):
        return dates.parse(str(value.get("raw") or value.get("literal") or ""))
    try:
        halves = [dates.iso(*(int(p) for p in half if p not in ("", None))) for half in value["date-parts"]]
        season = int(value.get("season") or 0)
    except (TypeError, ValueError):
        return ""
    if len(halves) > 2 or not all(halves):
        return ""
    if 1 <= season <= 4 and len(halves) == 1 and len(halves[0]) == 4:
        halves[0] += f"-{20 + season}"
    return "/".join(halves) + ("~" if value.get("circa") and len(halves) == 1 else "")


def csl_item(record: Record, hidden: frozenset[str] = frozenset()) -> dict[str, Any]:
    """The record as a CSL item that is valid against the schema, without the variables that ``hidden`` names in lower case."""
    item: dict[str, Any] = {"id": record.id, "type": record.type if record.type in TYPES else "document"}
    for field, name in _TEXT_NAMES:
        if value := getattr(record, field):
            item[name] = value
    for field in _NAMES:
        if (people := getattr(record, field)) and (names := [_csl_name(n) for n in people if n not in _NO_NAME]):
            item[field] = names
    for field in _DATES:
        if value := getattr(record, field):
            item[field] = _csl_date(value)
    if record.keyword:
        item["keyword"] = ", ".join(record.keyword)
    for key, kind in _IDENTIFIERS.items():
        if value := record.identifiers.get(kind):
            item[key] = value
    custom = _custom(record)
    custom |= {field: value for field in _DATES if "/" in (value := getattr(record, field)) and _date(item[field]) != value}
    for key, value in record.extra.items():
        if key.startswith("csl:"):
            _put_back(item, custom, key[4:], value)
    if arxiv := record.identifiers.get("arxiv"):
        item.setdefault("URL", ids.arxiv_url(arxiv))
        if record.type == "article" and not record.number:
            item["number"] = f"arXiv:{arxiv}"
            item.setdefault("publisher", "arXiv")
    if custom:
        item["custom"] = custom
    return {key: value for key, value in item.items() if key.lower() not in hidden} if hidden else item


def _custom(record: Record) -> dict[str, Any]:
    """What of arXiv and of other registries CSL has no variable for. A preprint's bare identifier stands in ``number``."""
    custom: dict[str, Any] = {k: v for k, v in record.identifiers.items() if k not in _IDENTIFIERS.values() and k != "arxiv"}
    if (arxiv := record.identifiers.get("arxiv")) and (record.type != "article" or record.number):
        custom["arxiv"] = arxiv
    if asked := record.extra.get(IGNORE):
        custom[_IGNORE] = asked
    if info := record.arxiv:
        if info.version:
            custom["arxiv-version"] = info.version
        if info.primary_category:
            custom["arxiv-primary-category"] = info.primary_category
        if info.categories:
            custom["arxiv-categories"] = list(info.categories)
    return custom


def _put_back(item: dict[str, Any], custom: dict[str, Any], key: str, value: str) -> None:
    """A member that was kept in ``extra``, where the schema lets it stand; else under ``custom``."""
    if key in _OTHER_TEXT:
        item.setdefault(key, value)
        return
    try:
        loaded = msgspec.json.decode(value)
    except msgspec.DecodeError:
        loaded = value
    if key == "custom" and isinstance(loaded, dict):
        custom.update(loaded)
    elif (key in _DATES or key in _OTHER_DATES) and (date := _date_back(loaded)):
        item.setdefault(key, date)
    elif key in _OTHER_NAMES and isinstance(loaded, list) and all(isinstance(n, dict) for n in loaded):
        item.setdefault(key, [_csl_name(_name(n)) for n in loaded])
    elif key == "categories" and isinstance(loaded, list) and all(isinstance(c, str) for c in loaded):
        item.setdefault(key, loaded)
    elif key != "type":
        custom.setdefault(key, loaded if isinstance(loaded, dict | list) else value)


def _date_back(loaded: Any) -> dict[str, Any]:
    """What the schema takes of a date that the model has no form for; {} where that is nothing."""
    if not isinstance(loaded, dict):
        return {"literal": str(loaded)}
    date = {k: v for k, v in loaded.items() if k in ("season", "circa", "literal", "raw") and v not in ("", None)}
    try:
        halves = [[int(p) for p in half] for half in loaded.get("date-parts") or ()]
    except (TypeError, ValueError):
        return date
    if halves and all(halves):
        date["date-parts"] = halves
    return date

def _csl_name(name: Name) -> dict[str, str]:
    if name.literal or name.lost or not name.family:
        return {"literal": name.display()}
    if name.given and not (name.dropping_particle or name.non_dropping_particle or name.suffix):
        return {"family": name.family, "given": name.given}
    parts = {
        "family": name.family,
        "given": name.given,
        "dropping-particle": name.dropping_particle,
        "non-dropping-particle": name.non_dropping_particle,
        "suffix": name.suffix,
    }
    if not name.given and not name.suffix:
        return {"literal": name.surname}
    return {k: v for k, v in parts.items() if v}


def _csl_date(iso: str) -> dict[str, Any]:
    """The date variable. Both ends of a range are as exact as the less exact one: citeproc-js, and with it Zotero, stops at any other."""
    start, end = dates.parts(iso), dates.end_parts(iso)
    date: dict[str, Any] = {}
    if end:
        exact = min(1 if p[1:] > (12,) else len(p) for p in (start, end))
        start, end = start[:exact], end[:exact]
    if len(start) == 2 and start[1] > 20:
        date["season"] = start[1] - 20
        start = start[:1]
    date["date-parts"] = [list(p) for p in (start, end) if p]
    if dates.is_approximate(iso):
        date["circa"] = True
    return date


def _kept(value: Any) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
