"""Works described in schema.org's vocabulary (https://schema.org/CreativeWork)."""

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from paperconv.authors.parse import parse_authors
from paperconv.authors.person import inverted, parse_name
from paperconv.formats.draft import Draft
from paperconv.markup.html import decode, decode_abstract
from paperconv.model import Name
from paperconv.model import identifier as ids

Node = dict[str, Any]
"""An object of JSON-LD, its names without the prefix ``schema:``."""

WORKS = {
    "ScholarlyArticle": "article", "MedicalScholarlyArticle": "article", "Article": "article", "TechArticle": "article", "Report": "report",
    "Thesis": "thesis", "Book": "book", "Chapter": "chapter", "Dataset": "dataset", "DataDownload": "dataset", "SoftwareSourceCode": "software",
    "SoftwareApplication": "software", "NewsArticle": "article-newspaper", "BlogPosting": "post-weblog", "Review": "review", "Map": "map",
    "Manuscript": "manuscript", "Legislation": "legislation", "PresentationDigitalDocument": "speech", "Poster": "speech", "Movie": "motion_picture",
    "VideoObject": "motion_picture", "MusicRecording": "song", "AudioObject": "song", "ImageObject": "graphic", "Collection": "collection",
    "DigitalDocument": "document", "LearningResource": "document", "CreativeWork": "document",
}  # fmt: skip
"""Types that are a work -> CSL's types."""
_HOSTS = {**dict.fromkeys(("Periodical", "Newspaper", "PublicationIssue", "PublicationVolume"), "periodical"), "WebSite": "webpage"}
_PAGES = {"WebPage": "webpage", "ItemPage": "webpage"}
_TOLD = frozenset(("ScholarlyArticle", "Thesis", "Book", "Chapter", "Dataset", "Report"))
"""Types of which CSL's word says the same; any other is kept beside it."""
_SERIES = frozenset(("BookSeries", "CreativeWorkSeries"))
_WRAPPERS = ("mainEntity", "item")
_DEEPEST = 6
_TEXT = {
    "volumeNumber": "volume", "issueNumber": "issue", "pagination": "page", "bookEdition": "edition", "genre": "genre",
    "numberOfPages": "number_of_pages", "inSupportOf": "genre", "reportNumber": "number",
}  # fmt: skip
_PEOPLE = {"author": "author", "creator": "author", "editor": "editor", "translator": "translator"}
_DATES = ("datePublished", "dateIssued", "copyrightYear", "dateCreated")
_NUMBERS = {"doi": "doi", "issn": "issn", "isbn": "isbn", "pmid": "pmid", "pmcid": "pmcid", "arxiv": "arxiv"}
_NAMES_OF_PEOPLE = frozenset(("@type", "name", "givenName", "familyName", "additionalName", "honorificSuffix", "affiliation"))
_LOCAL = ("#", "_:")
"""How names begin that an object has within its file only."""
_PREFIX = re.compile(r"^(?:schema:|https?://schema\.org/)")
_WORDS = re.compile(r"[,;]")


def types(node: Mapping[str, Any]) -> list[str]:
    """The types of an object, without prefix and namespace."""
    written = node.get("@type") or node.get("type") or ()
    return [str(t).rpartition("/")[2].rpartition(":")[2] for t in (written if isinstance(written, list) else [written])]


def is_work(node: Mapping[str, Any]) -> bool:
    """True for an object whose type is one of :data:`WORKS`."""
    return any(t in WORKS for t in types(node))


def is_no_work(node: Mapping[str, Any]) -> bool:
    """True for an object of another type that says of nobody that he made it: a person, an organisation, a list of links."""
    return not any(t in WORKS or t in _HOSTS or t in _PAGES for t in types(node)) and not (node.get("author") or node.get("creator"))


def plain(value: Any, depth: int = 0) -> Any:
    """A value with the names of its members without the prefix ``schema:``, lists that are marked as such as lists, texts as texts."""
    if isinstance(value, list) and depth < 3 * _DEEPEST:
        return [plain(v, depth + 1) for v in value]
    if not isinstance(value, dict) or depth >= 3 * _DEEPEST:
        return value
    if value.keys() & {"@list", "@set"}:
        return plain(value.get("@list") or value.get("@set"), depth + 1)
    if "@value" in value:
        return value["@value"]
    return {_PREFIX.sub("", key): plain(v, depth + 1) for key, v in value.items()}


def resolved(value: Any, index: Mapping[str, Any], depth: int = 0) -> Any:
    """A value in which what only names an object by its ``@id`` is that object."""
    if depth >= _DEEPEST:
        return value
    if isinstance(value, list):
        return [resolved(v, index, depth) for v in value]
    if not isinstance(value, dict):
        return value
    if value.keys() == {"@id"} and (known := index.get(str(value["@id"]))) is not None:
        value = known
    return {k: resolved(v, index, depth + 1) if isinstance(v, dict | list) else v for k, v in value.items()}


def unwrapped(node: Node) -> tuple[Node, Node]:
    """The work that a list's entry or a page is about, else the object itself; and what the entry or page says beside it."""
    for name in _WRAPPERS:
        inner = node.get(name)
        if not is_work(node) and isinstance(inner, dict):
            return inner, {k: v for k, v in node.items() if k not in (name, "@type", "@context", "position")}
    return node, {}


def fill(draft: Draft, node: Node, around: Node | None = None) -> None:
    """Puts a work into a draft; members that no field takes are kept, and those of what stands ``around`` it."""
    for name, value in (around or {}).items():
        draft.keep(f"page.{name}", value)
    left = dict(node)
    left.pop("@context", None)
    kinds = types(left)
    if len(kinds) > 1 or not set(kinds) <= _TOLD:
        draft.keep("@type", ", ".join(kinds))
    left.pop("@type", None)
    for name in ("name", "headline", "title"):
        draft.put("title", decode(_text(left, name)), name)
    for name, field in _PEOPLE.items():
        _people(draft, left.pop(name, None), name, field)
    for name in ("abstract", "description"):
        draft.put("abstract", decode_abstract(_text(left, name)), name)
    for name, field in _TEXT.items():
        draft.put(field, decode(_text(left, name)), name)
    first, last = _text(left, "pageStart"), _text(left, "pageEnd")
    draft.text("page", "-".join(dict.fromkeys(p for p in (first, last) if p)), "pageStart")
    _identify(draft, left)
    hosts = _hosts(draft, left)
    for name in ("publisher", "sourceOrganization"):
        _publisher(draft, left.pop(name, None), name)
    for name in _DATES:
        if written := _text(left, name):
            draft.date("issued", written, name)
    _keywords(draft, left.pop("keywords", None))
    for language in _list(left.pop("inLanguage", None)):
        said = _named(language) if not isinstance(language, dict) else str(language.get("alternateName") or language.get("name") or "")
        draft.text("language", said, "inLanguage")
    draft.fields["type"] = _type(kinds, hosts, draft)
    for name, value in left.items():
        for one in _list(value):
            draft.keep(name, _kept(one))


def _type(kinds: list[str], hosts: set[str], draft: Draft) -> str:
    """The CSL type: a paper in a periodical is a journal's, one in a book a chapter."""
    known = {**WORKS, **_HOSTS, **_PAGES}
    csl = next((known[kind] for kind in kinds if kind in known), "document")
    if csl != "article":
        return csl
    if "Periodical" not in hosts and hosts & {"Book", "WebSite"}:
        return "chapter" if "Book" in hosts else "webpage"
    return "article-journal" if draft.fields.get("container_title") else "article"


# --- what a work is part of -------------------------------------------------------------------------------------------------------


def _hosts(draft: Draft, left: Node) -> set[str]:
    """Puts what a work is part of: issue, volume, periodical, book, series, whether inside one another or side by side. Gives their types."""
    found: set[str] = set()
    unnamed: list[str] = []
    for name in ("isPartOf", "publication"):
        for host in _list(left.pop(name, None)):
            _host(draft, host, found, unnamed)
    for name in unnamed:
        draft.text("container_title", name, "isPartOf.name")
    return found


def _host(draft: Draft, host: Any, found: set[str], unnamed: list[str], depth: int = 0) -> None:
    if not isinstance(host, dict) or depth >= _DEEPEST:
        said = _named(host)
        if said.startswith(("http://", "https://")) or isinstance(host, dict):
            draft.keep("isPartOf", host)
        elif said:
            draft.put("container_title", decode(said), "isPartOf")
        return
    left = dict(host)
    kinds = set(types(left))
    found |= kinds
    left.pop("@type", None)
    name = decode(_text(left, "name") or _text(left, "headline"))
    if kinds & _SERIES and not kinds & {"Periodical"}:
        draft.put("collection_title", name, "isPartOf.name")
    elif kinds & {"PublicationIssue", "PublicationVolume"} and "Periodical" not in kinds:
        unnamed.append(name)
    else:
        draft.put("container_title", name, "isPartOf.name")
    for number, field in (("volumeNumber", "volume"), ("issueNumber", "issue")):
        draft.text(field, _text(left, number), f"isPartOf.{number}")
    for kind in ("issn", "isbn"):
        for number in _list(left.pop(kind, None)):
            draft.identify(kind, _named(number), f"isPartOf.{kind}")
    _publisher(draft, left.pop("publisher", None), "isPartOf.publisher")
    if "Book" in kinds:
        _people(draft, left.pop("editor", None), "isPartOf.editor", "editor")
    if "PublicationIssue" in kinds and (written := _text(left, "datePublished")):
        draft.date("issued", written, "isPartOf.datePublished")
    for inner in _list(left.pop("isPartOf", None)):
        _host(draft, inner, found, unnamed, depth + 1)
    for key, value in left.items():
        for one in _list(value):
            draft.keep(f"isPartOf.{key}", _kept(one))


# --- who made it ------------------------------------------------------------------------------------------------------------------


def _people(draft: Draft, value: Any, member: str, field: str) -> None:
    """People and organisations: objects, names, or a text with all of them."""
    names: list[Name] = []
    for entry in _list(value):
        if isinstance(entry, dict):
            name = _person(draft, entry, member)
            if name.display():
                names.append(name)
        elif said := _named(entry):
            names += [parse_name(said)] if isinstance(value, list) else parse_authors(said).names
    if field in draft.fields and draft.fields[field] and names:  # creator beside author
        for name in names:
            draft.keep(member, name.display() if name not in draft.fields[field] else "")
    elif names:
        draft.names(field, names)


def _person(draft: Draft, entry: Node, member: str) -> Name:
    family, given, whole = (_text(dict(entry), k) for k in ("familyName", "givenName", "name"))
    middle, suffix = (_text(dict(entry), k) for k in ("additionalName", "honorificSuffix"))
    places = tuple(dict.fromkeys(p for a in _list(entry.get("affiliation")) if (p := decode(_named(a)))))
    codes = [str(code) for key in ("@id", "identifier", "sameAs", "url") for code in map(_value, _list(entry.get(key)))]
    orcid = next(filter(None, map(ids.orcid, codes)), "")
    if family:
        bare = inverted(decode(family), decode(" ".join(p for p in (given, middle) if p)), suffix)
    elif {"Organization", "CollegeOrUniversity", "Consortium", "ResearchOrganization"} & set(types(entry)):
        bare = Name(literal=decode(whole or given))
    else:
        bare = parse_name(decode(whole or given))
    name = Name(bare.family, bare.given, bare.dropping_particle, bare.non_dropping_particle, bare.suffix, bare.literal, "", places, orcid)
    for key, value in entry.items():
        for one in _list(value) if key not in _NAMES_OF_PEOPLE else ():
            if not (orcid and ids.orcid(str(_value(one))) == orcid) and _kept(one):
                text = one if isinstance(one, str) else msgspec.json.encode(one).decode()
                draft.keep(f"{member}.{key}", f"{name.display()}: {text}")
    for place in _list(entry.get("affiliation")):
        if isinstance(place, dict) and (more := {k: v for k, v in place.items() if k not in ("@type", "name")}):
            draft.keep(f"{member}.affiliation", more)
    return name


def _publisher(draft: Draft, value: Any, member: str) -> None:
    for entry in _list(value):
        draft.put("publisher", decode(_named(entry)), member)
        if isinstance(entry, dict):
            for key, inside in entry.items():
                if key not in ("@type", "name"):
                    draft.keep(f"{member}.{key}", inside)


# --- what it is known by ----------------------------------------------------------------------------------------------------------


def _identify(draft: Draft, left: Node) -> None:
    """Identifiers: members of their own, ``identifier`` as text or as a value with its kind, addresses that are one."""
    for name, kind in _NUMBERS.items():
        for value in _list(left.pop(name, None)):
            draft.identify(kind, _named(value), name)
    for entry in _list(left.pop("identifier", None)):
        kind, value = "", str(_value(entry))
        if isinstance(entry, dict):
            kind = str(entry.get("propertyID") or entry.get("name") or "").rpartition("/")[2].lower()
        if not _known(draft, value, "identifier") and not (kind in _NUMBERS and draft.identify(_NUMBERS[kind], value, f"identifier[{kind}]")):
            draft.keep(f"identifier[{kind}]" if kind else "identifier", value)
    for name in ("url", "codeRepository", "@id", "sameAs"):
        for entry in _list(left.pop(name, None)):
            address = str(_value(entry))
            if address.startswith(_LOCAL) or _known(draft, address, name):
                continue
            if address.startswith(("http://", "https://")) and name != "sameAs" and "url" not in draft.fields:
                draft.text("url", address, name)
            elif address != draft.fields.get("url"):
                draft.keep(name, address)


def _known(draft: Draft, written: str, name: str) -> bool:
    """True for a DOI or an identifier of arXiv, which the draft then has."""
    for kind in ("arxiv", "doi"):
        if (kind == "doi" or not written.isdigit()) and ids.NORMALISERS[kind](written):
            return draft.identify(kind, written, name)
    return False


def _keywords(draft: Draft, value: Any) -> None:
    """Keywords: a list of words or terms, or a text with all of them."""
    if isinstance(value, str):
        draft.keywords(decode(word) for word in _WORDS.split(value))
    else:
        draft.keywords(decode(_named(word)) for word in _list(value))


def _value(entry: Any) -> Any:
    """What an identifier says, whether it stands alone or in an object."""
    if isinstance(entry, dict):
        return entry.get("value") or entry.get("@id") or entry.get("url") or entry.get("name") or ""
    return "" if entry is None else entry


def _named(value: Any) -> str:
    """A text, or the name of an object, "" where there is none."""
    if isinstance(value, dict):
        value = value.get("name") or value.get("legalName") or ""
    if isinstance(value, list):
        value = value[0] if value else ""
    return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _text(left: Node, name: str) -> str:
    """Takes a member that should be a text; of several the first, the others stay."""
    value = left.get(name)
    if isinstance(value, list) and len(value) > 1:
        left[name] = value[1:]
        return _named(value[0])
    said = _named(value)
    if said or value in (None, "", [], {}):
        left.pop(name, None)
    return said


def _kept(value: Any) -> Any:
    """A value to be kept: numbers and truth values as JSON has them, names within the file left out."""
    if isinstance(value, str):
        return "" if value.startswith(_LOCAL) else value
    return value if isinstance(value, dict | list) else msgspec.json.encode(value).decode()


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value in (None, "") else [value]
