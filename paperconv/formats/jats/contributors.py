"""The contributors of an article in JATS (``contrib-group``), with their affiliations."""

import re

import msgspec

from paperconv.authors.person import inverted, parse_name
from paperconv.authors.tokens import organisation_weight
from paperconv.formats.draft import Draft
from paperconv.formats.elements import drop, is_mixed, keep, marked, value
from paperconv.io.xml import Element, attribute, children, first, local, text
from paperconv.model import Name
from paperconv.model import identifier as ids
from paperconv.model.text import squeeze

_FOR = re.compile(r"(?:for|on behalf of)\s+(?:the\s+)?(?=\S)", re.I)
_LOOSE = re.compile(r"\s+([,;.])")
_NO_ADDRESS = frozenset(("label", "xref", "institution-id", "email", "fn", "ext-link"))
_NO_NAME_TEXT = frozenset(("contrib-group", "xref", "fn", "aff", "address", "email", "ext-link", "institution-id", "role", "contrib-id", "uri"))
_FIELDS = {"author": "author", "authors": "author", "editor": "editor", "editors": "editor", "guest-editor": "editor", "translator": "translator"}
_AUTHORS = frozenset(("collab", "collaboration", "group", "consortium", "person", "first-author", "corresponding-author"))


def contributors(draft: Draft, meta: Element) -> None:
    """Puts the contributors in an ``article-meta`` into the draft: authors, editors and translators as names, others as extras."""
    places = _Places(draft, meta)
    loose = list(children(meta, "aff", "aff-alternatives"))
    for group in children(meta, "contrib-group"):
        people = [p for contrib in children(group, "contrib") for p in _members(contrib)]
        shared = _common(group, people, loose)
        common = [places.of(a) for a in shared]
        kind = attribute(group, "content-type").rstrip("s")
        found: dict[str, list[Name]] = {}
        for person in people:
            field = _kind(person, kind)
            if field:
                found.setdefault(field, []).extend(_contributor(draft, person, places, common))
            else:
                draft.keep(f"contrib[{attribute(person, 'contrib-type') or kind}]", value(person))
                places.used.update(rid for x in children(person, "xref") for rid in attribute(x, "rid").split())
        for child in group:
            name = local(child)
            if name in ("aff", "aff-alternatives"):
                loose += [] if child in shared else [child]
            elif name == "etal":
                found.setdefault("author", []).append(Name(literal="others"))
            elif name not in ("contrib", "x"):
                keep(draft, child, "contrib-group")
        for field, names in found.items():
            draft.names(field, names)
    for aff in loose:
        if attribute(aff, "id") not in places.used and (place := places.of(aff)) and not _has(draft, place):
            draft.keep("aff", place)


class _Places:
    """The affiliations of an article as text, each read once, and which of them a contributor refers to."""

    def __init__(self, draft: Draft, meta: Element) -> None:
        self.draft = draft
        self.known = {attribute(a, "id"): a for a in meta.iter() if local(a) == "aff" and attribute(a, "id")}
        self.read: dict[Element, str] = {}
        self.used: set[str] = set()

    def of(self, element: Element) -> str:
        """The text of an affiliation."""
        self.used.add(attribute(element, "id") or "\0")
        if element not in self.read:
            self.read[element] = _address(self.draft, element)
        return self.read[element]

    def referred(self, xref: Element) -> list[str]:
        """The affiliations that an ``xref`` refers to."""
        return [self.of(self.known[rid]) for rid in attribute(xref, "rid").split() if rid in self.known]


def _members(contrib: Element) -> list[Element]:
    """A contributor; of a group that has members and no name, these."""
    group = first(contrib, "collab/contrib-group")
    if group is None or first(contrib, "name") is not None or _words(next(children(contrib, "collab")), _NO_NAME_TEXT).strip(" ,;:"):
        return [contrib]
    return [m for inner in children(group, "contrib") for m in _members(inner)]


def _kind(person: Element, group: str) -> str:
    """What a contributor is: its own ``contrib-type``, else what its group is called, else author. "" where the model has no field for it."""
    own = attribute(person, "contrib-type").lower().replace("_", "-")
    if own:
        is_author = own in _AUTHORS or (own.endswith("author") and "non" not in own)
        return _FIELDS.get(own, "author" if is_author else "")
    return _FIELDS.get(group, "" if "review" in group or "collaborator" in group else "author")


def _has(draft: Draft, place: str) -> bool:
    return any(place in name.affiliation for field in ("author", "editor", "translator") for name in draft.fields.get(field, ()))


def _common(group: Element, people: list[Element], outside: list[Element]) -> list[Element]:
    """The affiliations of all in a group: those beside its contributors, where nobody refers to one, and there is one place or one person."""
    placed = any(local(c) == "aff" or attribute(c, "ref-type") == "aff" for p in people for c in children(p, "xref", "aff"))
    if not people or placed:
        return []
    found = list(children(group, "aff", "aff-alternatives")) or outside
    return found if len(found) == 1 or len(people) == 1 else []


def _contributor(draft: Draft, person: Element, places: _Places, common: list[str]) -> list[Name]:
    """The name or names of one ``contrib``, with ``common`` and its own affiliations; what else it says is kept under its name."""
    found = list(common)
    names: list[Name] = []
    orcid = ""
    beside: list[tuple[str, str]] = []
    for child in person:
        tag = local(child)
        if tag == "xref":
            if attribute(child, "ref-type") == "aff":
                found += places.referred(child)
        elif tag in ("aff", "aff-alternatives"):
            found.append(places.of(child))
        elif tag in ("name", "string-name", "name-alternatives", "collab", "collab-alternatives", "anonymous"):
            names += _names(draft, child)
        elif _is_orcid(child, tag):
            orcid = orcid or ids.orcid(text(child))
            if not ids.orcid(text(child)):
                beside.append((f"{tag}[orcid]", text(child)))
        elif tag != "x":
            kept = value(child)
            label = f"{tag}[{attribute(child, 'contrib-id-type')}]" if tag == "contrib-id" else tag
            if tag == "email":
                kept = text(child) or attribute(child, "href").removeprefix("mailto:")
            beside.append((label, kept if isinstance(kept, str) else msgspec.json.encode(kept).decode()))
    called = names[0].display() if names else "?"
    beside += [(k, "yes") for k in ("corresp", "equal-contrib", "deceased") if attribute(person, k) == "yes"]
    for label, kept in beside:
        if kept:
            draft.keep(f"contrib/{label}", called if kept == "yes" else f"{called}: {kept}")
    whole = tuple(dict.fromkeys(p for p in found if p))
    return [msgspec.structs.replace(names[0], affiliation=whole, orcid=orcid), *names[1:]] if names else []


def _is_orcid(element: Element, tag: str) -> bool:
    if tag == "contrib-id":
        return attribute(element, "contrib-id-type").lower() in ("orcid", "")
    return attribute(element, "ext-link-type") == "orcid" or (tag == "uri" and "orcid" in text(element))


def _names(draft: Draft, element: Element) -> list[Name]:
    """The name or names in an element of that kind. Of several forms of one name the first is taken, the others are kept."""
    tag = local(element)
    if tag in ("name-alternatives", "collab-alternatives"):
        forms = [c for c in element if local(c) in ("name", "string-name", "collab")]
        forms.sort(key=lambda c: (local(c) == "string-name", attribute(c, "name-style") == "eastern"))
        for other in forms[1:]:
            draft.keep("contrib/name-alternatives", squeeze(" ".join(text(p) for p in other) if len(other) and not is_mixed(other) else text(other)))
        return _names(draft, forms[0]) if forms else []
    if tag == "anonymous":
        return [Name(literal="Anonymous")]
    if tag == "collab":
        return _collaboration(draft, element)
    drop(element, "xref", "fn", "x")
    parts = {local(child): marked(child) for child in element}
    for key in ("prefix", "degrees"):
        if parts.get(key):
            draft.keep(f"name/{key}", f"{parts.get('given-names', '')} {parts.get('surname', '')}: {parts[key]}".strip())
    family, given, suffix = parts.get("surname", ""), parts.get("given-names", ""), parts.get("suffix", "")
    if family and not given and not suffix and organisation_weight(family) == 2:
        return [Name(literal=family)]
    if family:
        return [inverted(family, given, suffix)]
    if given:
        return [Name(literal=given)]
    written = text(element)
    return [parse_name(written)] if written else []


def _collaboration(draft: Draft, element: Element) -> list[Name]:
    """A ``collab``: its own words are the name; the people within it are kept with it."""
    for child in element:
        if local(child) in _NO_NAME_TEXT and local(child) != "xref":
            keep(draft, child, "collab")
    name = squeeze(_words(element, _NO_NAME_TEXT)).strip(" ,;:")
    bare = _FOR.sub("", name, count=1) if _FOR.match(name) else name
    if bare != name:
        draft.keep("collab", name)
    return [Name(literal=bare)] if bare else []


def _words(element: Element, without: frozenset[str]) -> str:
    """The text in an element without that in some of its children; children that stand without text between them are set apart by commas."""
    if not is_mixed(element) and len(element) > 1:
        return ", ".join(words for child in element if local(child) not in without and (words := _words(child, without).strip()))
    parts = [element.text or ""]
    for child in element:
        parts.append("" if local(child) in without else _words(child, without))
        parts.append(child.tail or "")
    return "".join(parts)


def _address(draft: Draft, element: Element) -> str:
    """An affiliation as one line, without the mark that refers to it. Identifiers and electronic addresses in it are kept aside."""
    if local(element) == "aff-alternatives":
        forms = list(children(element, "aff"))
        for other in forms[1:]:
            draft.keep("aff-alternatives", _address(draft, other))
        return _address(draft, forms[0]) if forms else ""
    mark = element[0] if len(element) else None
    if mark is not None and local(mark) == "sup" and not (element.text or "").strip():
        element.text = mark.tail
        element.remove(mark)
    for child in element.iter():
        if local(child) in ("institution-id", "email", "ext-link", "fn"):
            kind = attribute(child, "institution-id-type")
            draft.keep(f"aff/{local(child)}[{kind}]" if kind else f"aff/{local(child)}", text(child))
    return _LOOSE.sub(r"\1", squeeze(_words(element, _NO_ADDRESS))).strip(" ,;.")
