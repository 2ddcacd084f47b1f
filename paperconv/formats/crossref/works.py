"""A work of Crossref's REST API -> Record (https://github.com/CrossRef/rest-api-doc/blob/master/api_format.md)."""

from typing import Any

from paperconv.errors import ItemError
from paperconv.formats.base import Item
from paperconv.formats.crossref.types import TYPES
from paperconv.formats.draft import Draft
from paperconv.formats.members import Members
from paperconv.markup.html import decode as decode_html
from paperconv.markup.html import decode_abstract
from paperconv.model import Name, Record
from paperconv.model import date as dates
from paperconv.model import identifier as ids

_PLAIN = {"volume": "volume", "issue": "issue", "page": "page", "language": "language", "edition-number": "edition", "report-number": "number"}
_PUBLISHED = ("issued", "published", "published-print", "published-online", "posted", "published-other")
_NOBODY = Name()
_KNOWN_OF_A_NAME = frozenset("given family name suffix sequence affiliation ORCID authenticated-orcid".split())


def decode_work(item: Item) -> Record:
    """The paper in a work, or in an answer's ``message``. Raises :class:`ItemError` for an answer without one."""
    members = Members(item.data)
    if "message" in members and "DOI" not in members:
        members = _message(members)
    draft = Draft("crossref", item)
    doi = members.text("DOI")
    draft.identify("doi", doi, "DOI")
    _titles(members, draft)
    for field in ("author", "editor", "translator"):
        _names(members, draft, field)
    _dates(members, draft)
    _container(members, draft)
    for name, field in _PLAIN.items():
        draft.text(field, members.text(name), name)
    number = members.text("article-number")
    if number and not draft.fields.get("page"):
        draft.text("page", number, "article-number")
    draft.keep("article-number", number)
    draft.put("abstract", decode_abstract(members.text("abstract")), "abstract")
    draft.keywords(decode_html(str(s)) for s in _list(members.take("subject")))
    url = members.text("URL")
    if url and ids.doi(url).lower() != draft.identifiers.get("doi", "").lower():
        draft.text("url", url, "URL")
    if arxiv := ids.arxiv(doi):
        draft.identifiers.setdefault("arxiv", arxiv)
    members.keep(draft)
    record = draft.record()
    if not record.title and not record.author and not doi:
        raise ItemError("is no work of Crossref: it has neither title nor authors nor DOI")
    return record


def _message(answer: Members) -> Members:
    """The work that an answer holds."""
    kind, status = answer.text("message-type"), answer.text("status")
    if kind not in ("", "work") or status not in ("", "ok"):
        raise ItemError(f"is an answer of Crossref without a work (message-type {kind or 'none'}, status {status or 'none'})")
    message = answer.inner("message")
    if "DOI" not in message and "title" not in message:
        raise ItemError("is an answer of Crossref without a work")
    return message


def _titles(members: Members, draft: Draft) -> None:
    """The title with its subtitle behind a colon, unless it holds it already; further titles are kept."""
    titles = [t for x in _list(members.take("title")) if (t := decode_html(str(x)))]
    subtitles = [t for x in _list(members.take("subtitle")) if (t := decode_html(str(x)))]
    if titles:
        title = titles[0]
        for subtitle in subtitles[:1]:
            if subtitle.casefold() not in title.casefold():
                title = f"{title.rstrip(' :')}: {subtitle}" if title[-1:] not in "?!" else f"{title} {subtitle}"
        draft.text("title", title, "title")
    for name, rest in (("title", titles[1:]), ("subtitle", subtitles if not titles else subtitles[1:])):
        for text in rest:
            draft.keep(name, text)
    shorts = [decode_html(str(x)) for x in _list(members.take("short-title"))]
    for text in shorts:
        draft.text("title_short", text, "short-title")


def _names(members: Members, draft: Draft, field: str) -> None:
    found = [n for n in _list(members.look(field)) if isinstance(n, dict)]
    names = [_name(n) for n in found]
    if all(map(_is_plain, found, names)):
        members.drop(field)
    if names := [name for name in names if name != _NOBODY]:
        draft.names(field, names)


def _name(member: dict[str, Any]) -> Name:
    """A contributor: an organisation has a ``name``; a person without a family name is one with a single name."""

    def text(key: str) -> str:
        value = member.get(key)
        return decode_html(str(value)) if value else ""

    places = [decode_html(str(x.get("name") or "") if isinstance(x, dict) else str(x)) for x in _list(member.get("affiliation"))]
    affiliation = tuple(dict.fromkeys([p for p in places if p]))
    orcid = ids.orcid(str(written)) if (written := member.get("ORCID")) else ""
    family, given, name = text("family"), text("given"), text("name") or text("literal")
    if not family and (name or given):
        return Name(literal=name or given, affiliation=affiliation, orcid=orcid)
    return Name(family=family, given=given, suffix=text("suffix"), affiliation=affiliation, orcid=orcid)


def _is_plain(member: dict[str, Any], name: Name) -> bool:
    """True where all that is said of a contributor is in its :class:`Name`; its sequence is its place in the list."""
    if name == _NOBODY or (member.get("ORCID") and not name.orcid):
        return False
    return member.keys() <= _KNOWN_OF_A_NAME and all(not isinstance(a, dict) or a.keys() <= {"name"} for a in _list(member.get("affiliation")))


def _dates(members: Members, draft: Draft) -> None:
    """The first date of publication that is given; the others are kept as they stand, the date that was taken only where it says more."""
    for name in _PUBLISHED:
        parts = _date(members.look(name))
        if parts and not draft.fields.get("issued"):
            draft.fields["issued"] = parts
        if parts and parts == draft.fields["issued"]:
            members.drop(name)


def _date(value: Any) -> str:
    """ISO text of a date with ``date-parts``; "" where they are null."""
    if not isinstance(value, dict):
        return ""
    halves = value.get("date-parts")
    first = halves[0] if isinstance(halves, list) and halves and isinstance(halves[0], list) else []
    try:
        return dates.iso(*(int(p) for p in first[:3] if p))
    except (TypeError, ValueError):
        return ""


def _container(members: Members, draft: Draft) -> None:
    kind = members.text("type")
    draft.fields["type"] = TYPES.get(kind, "document" if kind else "article")
    if not (kind in TYPES and TYPES[kind] not in ("document", "book", "periodical", "report", "dataset")):
        draft.keep("type", kind)
    for name, field in (("container-title", "container_title"), ("short-container-title", "container_title_short")):
        for text in _list(members.take(name)):
            draft.put(field, decode_html(str(text)), name)
    draft.put("publisher", decode_html(members.text("publisher")), "publisher")
    draft.put("publisher_place", decode_html(members.text("publisher-location")), "publisher-location")
    institutions = _list(members.look("institution"))
    if not draft.fields.get("publisher") and institutions and isinstance(institutions[0], dict):
        draft.put("publisher", decode_html(str(institutions[0].get("name") or "")), "institution")
    for kind_of, name in (("issn", "ISSN"), ("isbn", "ISBN")):
        for number in _list(members.take(name)):
            draft.identify(kind_of, str(number), name)
    event = members.look("event")
    if isinstance(event, dict):
        draft.put("event_title", decode_html(str(event.get("name") or "")), "event.name")
        if event.keys() <= {"name"}:
            members.drop("event")


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None or value == "" else [value]
