"""The attributes of a DOI at DataCite -> Record (https://support.datacite.org/docs/datacite-xml-to-json-mapping; Metadata Schema 4.6)."""

from typing import Any

from paperconv.authors.person import inverted, parse_name
from paperconv.errors import ItemError
from paperconv.formats.base import Item
from paperconv.formats.draft import Draft
from paperconv.markup.html import decode as decode_html
from paperconv.markup.html import decode_abstract
from paperconv.model import ArxivInfo, Name, Record
from paperconv.model import date as dates
from paperconv.model import identifier as ids

_TYPES = {
    "journalarticle": "article-journal",
    "datapaper": "article-journal",
    "conferencepaper": "paper-conference",
    "conferenceproceeding": "book",
    "bookchapter": "chapter",
    "book": "book",
    "dissertation": "thesis",
    "dataset": "dataset",
    "software": "software",
    "computationalnotebook": "software",
    "workflow": "software",
    "model": "software",
    "report": "report",
    "projectreport": "report",
    "outputmanagementplan": "report",
    "preprint": "article",
    "peerreview": "review",
    "standard": "standard",
    "journal": "periodical",
    "image": "graphic",
    "audiovisual": "motion_picture",
    "film": "motion_picture",
    "sound": "song",
    "event": "event",
    "collection": "collection",
}
"""``resourceTypeGeneral`` in lower case -> CSL type."""
_WORDS = (
    ("thesis", "thesis"),
    ("dissertation", "thesis"),
    ("preprint", "article"),
    ("proceeding", "paper-conference"),
    ("conference", "paper-conference"),
    ("chapter", "chapter"),
    ("article", "article-journal"),
    ("report", "report"),
    ("book", "book"),
    ("monograph", "book"),
    ("poster", "speech"),
    ("presentation", "speech"),
    ("software", "software"),
    ("dataset", "dataset"),
    ("blog", "post-weblog"),
)
"""What the free ``resourceType`` says where the general one is Text or Other."""
_HINTS = frozenset(
    "article-journal paper-conference chapter book thesis dataset report webpage post-weblog software map graphic song motion_picture".split()
)
_KNOWN_OF_A_NAME = frozenset("name nameType givenName familyName affiliation nameIdentifiers id type contributorType creatorName".split())
_DATES = ("Issued", "Published", "Available", "Submitted", "Created")


def decode_attributes(draft: Draft, found: dict[str, Any]) -> None:
    """Fills a draft from attributes; what has no place is kept. ``found`` is used up."""
    doi = str(found.pop("doi", None) or "")
    draft.identify("doi", doi, "doi")
    if arxiv := ids.arxiv(doi):
        draft.identifiers["arxiv"] = arxiv
    _titles(draft, found)
    creators = _objects(found.pop("creators", None))
    draft.names("author", [author for c in creators if (author := _name(c)).display()])
    if not all(map(_is_plain, creators)):
        draft.keep("creators", creators)
    _contributors(draft, found)
    publisher = found.get("publisher")
    draft.text("publisher", decode_html(str(publisher.get("name") or "") if isinstance(publisher, dict) else str(publisher or "")), "publisher")
    if not isinstance(publisher, dict) or publisher.keys() <= {"name"}:
        found.pop("publisher", None)
    _type(draft, found)
    _issued(draft, found)
    _container(draft, found)
    for description in _objects(found.get("descriptions")):
        if description.get("descriptionType") in ("Abstract", None):
            draft.text("abstract", decode_abstract(str(description.get("description") or "")), "descriptions")
    if all(d.get("descriptionType") == "Abstract" for d in _objects(found.get("descriptions"))):
        found.pop("descriptions", None)
    _subjects(draft, found)
    draft.text("language", str(found.pop("language", None) or ""), "language")
    url = str(found.pop("url", None) or "")
    if arxiv := ids.arxiv(url):
        draft.identifiers.setdefault("arxiv", arxiv)
    elif url and ids.doi(url).lower() != ids.doi(doi).lower():
        draft.text("url", url, "url")
    for member in ("identifiers", "alternateIdentifiers"):
        for other in _objects(found.get(member)):
            value = str(other.get("identifier") or other.get("alternateIdentifier") or "")
            if arxiv := ids.arxiv(value) if str(other.get("identifierType") or other.get("alternateIdentifierType")).lower() == "arxiv" else "":
                draft.identifiers.setdefault("arxiv", arxiv)
    if "arxiv" in draft.identifiers and str(found.get("version") or "").lstrip("v").isdigit() and draft.fields.get("publisher") == "arXiv":
        draft.fields["arxiv"] = ArxivInfo(version=int(str(found.pop("version")).lstrip("v")))
    for name, value in found.items():
        draft.keep(name, value if isinstance(value, str | list | dict) else None if value is None else str(value))


def finished(draft: Draft) -> Record:
    """The record of a draft. Raises :class:`ItemError` where nothing says what it is of."""
    record = draft.record()
    if not record.title and not record.author and not record.identifiers:
        raise ItemError("is no DOI of DataCite: it has neither title nor creators nor DOI")
    return record


def new_draft(item: Item) -> Draft:
    """An empty draft for an item."""
    return Draft("datacite", item)


def _titles(draft: Draft, found: dict[str, Any]) -> None:
    titles = _objects(found.get("titles"))
    title = next((t for t in titles if not t.get("titleType")), titles[0] if titles else {})
    text = decode_html(str(title.get("title") or ""))
    subtitle = next((t for t in titles if t.get("titleType") == "Subtitle"), {})
    more = decode_html(str(subtitle.get("title") or ""))
    if text and more and more.casefold() not in text.casefold():
        text = f"{text}: {more}"
    draft.text("title", text, "titles")
    if all(t is title or t is subtitle for t in titles) and title.keys() <= {"title", "lang"} and not title.get("lang"):
        found.pop("titles", None)


def _name(creator: dict[str, Any]) -> Name:
    """A creator or contributor. A name without a comma and without parts is a person's only where the record says so (schema 4.6, 2.1)."""
    whole = decode_html(str(creator.get("name") or creator.get("creatorName") or creator.get("contributorName") or ""))
    family, given = (decode_html(str(creator.get(k) or "")) for k in ("familyName", "givenName"))
    places = [a.get("name") if isinstance(a, dict) else a for a in _list(creator.get("affiliation"))]
    affiliation = tuple(dict.fromkeys(decode_html(str(p)) for p in places if p))
    orcid = next(filter(None, map(ids.orcid, _identifiers(creator))), "")
    kind = {"Person": "Personal", "Organization": "Organizational"}.get(str(creator.get("type")), creator.get("nameType"))
    if kind == "Organizational" or (not family and not given and not whole):
        name = Name(literal=whole or family or given)
    elif family or given:
        name = inverted(family, given) if family and given else Name(literal=family or given)
    elif "," in whole or kind == "Personal" or orcid:
        name = parse_name(whole)
    else:
        name = Name(literal=whole)
    return Name(
        name.family, name.given, name.dropping_particle, name.non_dropping_particle, name.suffix, name.literal, affiliation=affiliation, orcid=orcid
    )


def _identifiers(creator: dict[str, Any]) -> list[str]:
    return [str(n.get("nameIdentifier") or "") for n in _objects(creator.get("nameIdentifiers"))] + [str(creator.get("id") or "")]


def _is_plain(creator: dict[str, Any]) -> bool:
    """True where all that is said of a person is in the :class:`Name`."""
    others = [i for i in _identifiers(creator) if i and not ids.orcid(i)]
    places = _list(creator.get("affiliation"))
    orcids = {o for i in _identifiers(creator) if (o := ids.orcid(i))}
    simple = all(isinstance(a, str) or (isinstance(a, dict) and a.keys() <= {"name"}) for a in places)
    return creator.keys() <= _KNOWN_OF_A_NAME and not others and len(orcids) < 2 and simple


def _contributors(draft: Draft, found: dict[str, Any]) -> None:
    contributors = _objects(found.pop("contributors", None))
    editors = [c for c in contributors if c.get("contributorType") == "Editor"]
    if editors:
        draft.names("editor", [_name(c) for c in editors])
    others = [c for c in contributors if c.get("contributorType") != "Editor" or not _is_plain(c)]
    if others:
        draft.keep("contributors", others)


def _type(draft: Draft, found: dict[str, Any]) -> None:
    types = found.get("types")
    types = types if isinstance(types, dict) else {}
    general = str(types.get("resourceTypeGeneral") or "").lower().replace(" ", "")
    free = str(types.get("resourceType") or "").lower()
    csl = _TYPES.get(general, "")
    if not csl:
        csl = next((c for word, c in _WORDS if word in free), "")
    hint = str(types.get("citeproc") or "")
    if not csl and hint in _HINTS:
        csl = hint
    if draft.fields.get("publisher") == "arXiv":
        csl = "article"
    draft.fields["type"] = csl or "document"


def _issued(draft: Draft, found: dict[str, Any]) -> None:
    """The date of publication: its year, and the day that a date of that year gives. Of arXiv's papers, the day version 1 was submitted."""
    year = str(found.pop("publicationYear", None) or "")
    known = [(str(d.get("dateType") or ""), str(d.get("date") or "")) for d in _objects(found.get("dates"))]
    wanted = ("Submitted", "Issued") if draft.fields.get("publisher") == "arXiv" else _DATES
    best = ""
    for kind in wanted:
        parsed = sorted(iso for k, text in known if k == kind and (iso := dates.parse(text) or dates.parse(text[:10])) and "/" not in iso)
        if parsed and (parsed[0].startswith(year) or draft.fields.get("publisher") == "arXiv"):
            best = parsed[0]
            break
    draft.date("issued", best or year, "publicationYear")
    if best and not best.startswith(year):
        draft.keep("publicationYear", year)
    if len(known) == 1 and best and known[0][1] == best:
        found.pop("dates", None)


def _container(draft: Draft, found: dict[str, Any]) -> None:
    container = found.get("container")
    if not isinstance(container, dict):
        return
    draft.text("container_title", decode_html(str(container.get("title") or "")), "container.title")
    for name in ("volume", "issue"):
        draft.text(name, str(container.get(name) or ""), f"container.{name}")
    pages = [str(container.get(k) or "") for k in ("firstPage", "lastPage")]
    draft.text("page", "-".join(dict.fromkeys(p for p in pages if p)), "container.pages")
    number = str(container.get("identifier") or "")
    if container.get("identifierType") == "ISSN" and number:
        draft.identify("issn", number, "container.identifier")


def _subjects(draft: Draft, found: dict[str, Any]) -> None:
    subjects = _list(found.get("subjects"))
    draft.keywords(decode_html(str(s.get("subject") or "") if isinstance(s, dict) else str(s)) for s in subjects)
    if all(not isinstance(s, dict) or s.keys() <= {"subject"} for s in subjects):
        found.pop("subjects", None)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value in (None, "") else [value]


def _objects(value: Any) -> list[dict[str, Any]]:
    return [v for v in _list(value) if isinstance(v, dict)]
