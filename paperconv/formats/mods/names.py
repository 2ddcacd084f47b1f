"""People and organisations in MODS (``name``)."""

import re
from typing import NamedTuple

import msgspec

from paperconv.authors.person import inverted, is_suffix, parse_name
from paperconv.formats.draft import Draft
from paperconv.formats.elements import keep_attributes, value
from paperconv.io.xml import Element, attribute, children, every, local, text
from paperconv.model import Name
from paperconv.model import identifier as ids

_ROLES = {
    **dict.fromkeys("author|aut|creator|cre|joint author|co-author|dissertant|dis".split("|"), "author"),
    **dict.fromkeys("editor|edt|compiler|com|editor of compilation|edc".split("|"), "editor"),
    **dict.fromkeys("translator|trl".split("|"), "translator"),
}
"""Roles that the model has a field for, in MARC's words and codes (https://www.loc.gov/marc/relators/)."""
_GRANTORS = frozenset(("degree grantor", "dgg", "degree granting institution", "publisher", "pbl"))
_YEARS = re.compile(r"[,\s]+(?:(?:b|d|fl|ca)\.\s*)?(?:ca\.\s*)?\d{3,4}\??(?:\s*[-–]\s*(?:ca\.\s*)?(?:\d{3,4}\??)?)?\.?$")
_WHOLE_INITIAL = re.compile(r"(?:^|[\s.-])[^\W\d_]\.$")


class Role(NamedTuple):
    """What a name is of a work: the model's field, "" where it has none, and the words of the source."""

    field: str
    words: str


def role_of(element: Element, default: str = "author") -> Role:
    """The role of a name; ``default`` where it has none."""
    terms = [text(t) for t in every(element, "role/roleTerm")] or [text(r) for r in children(element, "role") if text(r)]
    lower = [t.lower().strip(" .") for t in terms]
    if not terms:
        return Role(default, "")
    field = next((_ROLES[t] for t in lower if t in _ROLES), "")
    return Role(field or ("publisher" if any(t in _GRANTORS for t in lower) else ""), ", ".join(dict.fromkeys(terms)))


def take_name(draft: Draft, element: Element, default: str = "author", within: str = "") -> None:
    """Puts a ``name`` of a record (or of its host: ``within``) where its role says; a role without a field is kept with the name."""
    role = role_of(element, default)
    name = read_name(draft, element)
    if attribute(element, "type") == "conference" and name is not None:
        draft.text("event_title", name.display(), f"{within}name[conference]")
    elif name is None:
        draft.keep(f"{within}name", value(element))
    elif role.field == "publisher":
        draft.text("publisher", name.display(), f"{within}name[{role.words}]")
    elif role.field:
        draft.names(role.field, [name])
    else:
        draft.keep(f"{within}name[{role.words}]" if role.words else f"{within}name", name.display())
        for place in name.affiliation:
            draft.keep(f"{within}name/affiliation", place)
    if name is not None:
        if any(True for _ in children(element, "etal")) and role.field in ("author", "editor", "translator"):
            draft.names(role.field, [Name(literal="others")])
        keep_attributes(draft, element, f"{within}name", "type", "usage")
    elif any(True for _ in children(element, "etal")):
        draft.names(role.field or "author", [Name(literal="others")])


def read_name(draft: Draft, element: Element) -> Name | None:
    """The name, ``None`` where it has no part. Dates of life, titles before a name and other forms of it are kept."""
    typed: dict[str, list[str]] = {}
    beside: list[tuple[str, str]] = []
    places: list[str] = []
    orcid = ""
    for child in element:
        tag, words = local(child), text(child)
        if tag == "namePart" and words:
            typed.setdefault(attribute(child, "type"), []).append(words)
        elif tag == "affiliation":
            places.append(words)
        elif tag == "nameIdentifier" and (known := ids.orcid(words)) and not orcid:
            orcid = known
        elif tag not in ("namePart", "role", "etal") and words:
            kind = attribute(child, "type")
            beside.append((f"{tag}[{kind}]" if kind else tag, words))
    plain, suffix = typed.get("", []), ""
    for title in typed.get("termsOfAddress", []):
        if is_suffix(title.strip(" ,")) and not suffix:
            suffix = title.strip(" ,")
        else:
            beside.append(("namePart[termsOfAddress]", title))
    beside += [("namePart[date]", d) for d in typed.get("date", [])]
    family, given = " ".join(typed.get("family", [])), " ".join(typed.get("given", []))
    if family or given:
        bare = inverted(family, given, suffix) if family else Name(literal=given)
        beside += [("namePart", p) for p in plain]
    elif not plain:
        for label, words in beside:
            draft.keep(f"name/{label}", words)
        return None
    elif attribute(element, "type") in ("corporate", "conference", "family"):
        bare = Name(literal=". ".join(p.rstrip(" .,") if i < len(plain) - 1 else p.rstrip(" ,") for i, p in enumerate(plain)))
    else:
        written = ", ".join(p.strip(" ,") for p in plain)
        if life := _YEARS.search(written):
            beside.append(("namePart[date]", life[0].strip(" ,")))
            written = written[: life.start()].strip(" ,")
        bare = parse_name(written if _WHOLE_INITIAL.search(written) or is_suffix(written.rsplit(" ", 1)[-1]) else written.rstrip("."))
        bare = msgspec.structs.replace(bare, suffix=bare.suffix or suffix)
    for label, words in beside:
        draft.keep(f"name/{label}", f"{bare.display()}: {words}")
    return msgspec.structs.replace(bare, affiliation=tuple(p for p in places if p), orcid=orcid)
