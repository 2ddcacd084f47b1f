"""People, organisations and meetings in MARC (fields 100, 110, 111 and 700, 710, 711; appendix X00 to X11)."""

import re
from typing import NamedTuple

import msgspec

from paperconv.authors.person import is_suffix
from paperconv.formats.cataloguing import GRANTORS, ROLES, person
from paperconv.formats.draft import Draft
from paperconv.formats.marcxml.fields import Field
from paperconv.model import Name
from paperconv.model import identifier as ids

_WORDS = {
    **dict.fromkeys("verfasser|verfasserin|auteur|autor".split("|"), "author"),
    **dict.fromkeys("ed|eds|herausgeber|herausgeberin|hrsg|éditeur scientifique".split("|"), "editor"),
    **dict.fromkeys("übersetzer|übersetzerin|übers|traducteur|trans".split("|"), "translator"),
}
"""Words for the same roles in other languages, and their short forms."""
_EDITED = re.compile(r"\b(?:edit|ed\.|eds\.|hrsg|hg\.|herausge|éd\.|red\.)", re.I)
_RELATOR = "http://id.loc.gov/vocabulary/relators/"
_ORCID_PREFIX = re.compile(r"^\(?orcid\)?\s*:?\s*", re.I)
_CODES = ("0", "1", "j")
"""Subfields that may hold an ORCID iD."""


class Role(NamedTuple):
    """What a name is of a work: the model's field, "" where it has none, and the words of the record, "" where it has none."""

    field: str
    words: str


def take_name(draft: Draft, field: Field, default: str) -> None:
    """Puts a name where its role says; a role without a field is kept with the name. ``default`` is the role of a name that has none."""
    if field.tag[0] == "7" and field.look("t"):  # an author's other work
        field.keep_whole(draft)
        return
    if field.tag[1:] == "11":
        _meeting(draft, field)
        return
    role = _role(field, default)
    name = _corporate(field) if field.tag[1:] == "10" else _person(draft, field)
    shown = name.display()
    if not shown:
        field.keep_whole(draft)
        return
    if role.field == "publisher":
        draft.text("publisher", shown, f"{field.tag}[{role.words}]")
    elif role.field:
        draft.names(role.field, [name])
    else:
        draft.keep(f"{field.tag}[{role.words}]" if role.words else field.tag, shown)
        for place in name.affiliation:
            draft.keep(f"{field.tag}$u", f"{shown}: {place}")
    field.keep(draft, shown)


def default_role(fields: list[Field], statement: str) -> str:
    """The role of names that have none: editors where no author heads the record and its statement of responsibility says so."""
    headed = any(f.tag in ("100", "110") for f in fields)
    return "editor" if not headed and _EDITED.search(statement) else "author"


def _role(field: Field, default: str) -> Role:
    codes = [code.removeprefix(_RELATOR) for code in field.every("4")]
    terms = [term.strip(" .") for term in field.every("e")]
    known = [word.lower() for word in (*codes, *terms)]
    for word in known:
        if found := ROLES.get(word) or _WORDS.get(word) or ("publisher" if word in GRANTORS else ""):
            return Role(found, word)
    if known:
        return Role("", ", ".join(dict.fromkeys(terms or codes)))
    return Role("" if field.tag == "710" and not field.look("g") else default, "")


def _person(draft: Draft, field: Field) -> Name:
    written = " ".join(p for p in (field.one("a"), field.one("b")) if p)
    suffix = ""
    if is_suffix(title := field.look("c").strip(" ,()")):
        field.one("c")
        suffix = title
    orcid = field.read(_CODES, lambda written: ids.orcid(_ORCID_PREFIX.sub("", written)))
    places = tuple(dict.fromkeys(field.every("u")))
    if field.first == "3" or (field.first == "0" and "," not in written):
        return Name(literal=written.rstrip("."), affiliation=places, orcid=orcid)
    name, life = person(written)
    if life:
        draft.keep(f"{field.tag}$d", f"{name.display()}: {life}")
    return msgspec.structs.replace(name, suffix=name.suffix or suffix, affiliation=places, orcid=orcid)


def _corporate(field: Field) -> Name:
    """An organisation with its units ("United States. Navy"); a collaboration stands in a subfield of its own (INSPIRE)."""
    parts = [part for part in (field.one("a"), *field.every("b")) if part] or field.every("g")
    return Name(literal=". ".join(p.rstrip(" .") if n < len(parts) - 1 else p for n, p in enumerate(parts)), affiliation=tuple(field.every("u")))


def _meeting(draft: Draft, field: Field) -> None:
    draft.text("event_title", " ".join(p for p in (field.one("a"), *field.every("e")) if p).rstrip("."), field.tag)
    field.every("4")
    field.keep(draft)
