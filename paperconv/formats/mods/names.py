"""People and organisations in MODS (``name``)."""

from typing import NamedTuple

import msgspec

from paperconv.authors.person import inverted, is_suffix
from paperconv.formats.cataloguing import GRANTORS, ROLES, person
from paperconv.formats.draft import Draft
from paperconv.formats.elements import keep_attributes, value
from paperconv.io.xml import Element, attribute, children, every, local, text
from paperconv.model import Name
from paperconv.model import identifier as ids


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
    field = next((ROLES[t] for t in lower if t in ROLES), "")
    return Role(field or ("publisher" if any(t in GRANTORS for t in lower) else ""), ", ".join(dict.fromkeys(terms)))


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
        bare, life = person(written)
        if life:
            beside.append(("namePart[date]", life))
        bare = msgspec.structs.replace(bare, suffix=bare.suffix or suffix)
    for label, words in beside:
        draft.keep(f"name/{label}", f"{bare.display()}: {words}")
    return msgspec.structs.replace(bare, affiliation=tuple(p for p in places if p), orcid=orcid)
