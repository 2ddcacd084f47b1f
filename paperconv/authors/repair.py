"""Mending lists of names: single names, columns, and two spellings of one name. Nothing is written that was not printed."""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

import msgspec

from paperconv.authors import keys, lexical, tokens
from paperconv.authors.glance import glance_at
from paperconv.markup import latex_decode
from paperconv.model import Name

_FOR = re.compile(r"(.+?),?\s+(?:for|on behalf of)\s+(?:the\s+)?(.+(?:[Cc]ollaborations?|[Cc]onsortium|[Tt]eam|[Gg]roup))")


def mend_names(names: Sequence[Name]) -> tuple[Name, ...]:
    """The list with what is certain about single names mended: null, wrong decoding, footnote marks, a suffix on its own."""
    if not glance_at(names).suspicious:
        return tuple(names)
    out: list[Name] = []
    for name in names:
        text = keys.full(name)
        if out and lexical.is_generation(text) and not out[-1].literal and not out[-1].suffix and out[-1].family:
            out[-1] = msgspec.structs.replace(out[-1], suffix=text)
            continue
        out.append(mend_name(name))
    return tuple(out)


def mend_name(name: Name) -> Name:
    """One name without a null part, wrong decoding and trailing marks; the same object where there is nothing to mend."""
    kinds = lexical.name_faults(*keys.pair(name), bool(name.literal))
    if "null-token" in kinds:
        name = without_null(name)
    if "mojibake" in kinds:
        name = decoded(name)
    if "tex-in-name" in kinds:
        name = typeset(name)
    if "marker-in-name" in kinds:
        name = unmarked(name)
    return name


def without_null(name: Name) -> Name:
    """A name of which one part is null: what is left is a single name (an organisation, a mononym)."""
    if name.literal:
        return name
    given, family = tokens.is_null(name.given), tokens.is_null(name.family)
    if given and name.family and not family:
        return msgspec.structs.replace(name, literal=name.surname, given="", family="", dropping_particle="", non_dropping_particle="")
    if family and name.given and not given:
        return msgspec.structs.replace(name, literal=name.given, given="", family="")
    return name


def decoded(name: Name) -> Name:
    """The name with wrong decoding undone where the bytes prove it."""
    return _each(name, lexical.decode_again)


def typeset(name: Name) -> Name:
    """The name with TeX's accents and letters as Unicode, braces dropped."""
    return _each(name, latex_decode.decode)


def unbracketed(name: Name) -> Name:
    """The name without the bracket behind its family name, which becomes an affiliation."""
    m = lexical.BRACKET.search(name.family)
    if not m:
        return name
    return msgspec.structs.replace(name, family=name.family[: m.start()].strip(), affiliation=(*name.affiliation, m[1].strip()))


def unmarked(name: Name) -> Name:
    """The name without footnote marks at the ends of its parts."""
    return _each(name, lambda t: lexical.without_marks(t) or t)


def is_decoded(name: Name) -> bool:
    """True where no part of the name shows wrong decoding."""
    return not lexical.is_wrongly_decoded(keys.full(name))


def organisation(name: Name) -> list[Name]:
    """An organisation that was split like a person, as one name; "X for the Y Collaboration" as X and Y Collaboration."""
    text = keys.full(name)
    if m := _FOR.fullmatch(text):
        return [person(m[1])[0], Name(literal=m[2])]
    return [Name(literal=text, affiliation=name.affiliation)]


def is_split_organisation(name: Name) -> bool:
    """True where the family part is a word that ends names of organisations and is none by itself: it needs the part before it."""
    return (tokens.is_generic(name.family) or tokens.organisation_weight(name.given) == 2) and not _FOR.fullmatch(keys.full(name))


def unmerged(name: Name) -> tuple[list[Name], bool]:
    """The people in a name that holds several, and whether each one's given and family name is certain."""
    texts = lexical.split_merged(keys.full(name))
    people, sure = zip(*(person(t) for t in texts), strict=True)
    last, given = people[-1], lexical.split_merged(name.given)
    if name.family and not name.literal and len(given) == len(texts) and texts[-1] == f"{given[-1]} {name.family}":
        # The family name of the last one was told apart already.
        last, sure = Name(given=given[-1], family=name.family), (*sure[:-1], True)
    return [*people[:-1], last], all(sure)


def person(text: str) -> tuple[Name, bool]:
    """A printed name cut into given and family name, particles with the family name; and whether that is certain."""
    words = text.split()
    cut = len(words) - 1
    while cut > 1 and words[cut - 1].lower() in tokens.PARTICLES and not words[cut - 1][0].isupper():
        cut -= 1
    given = " ".join(words[:cut])
    # "Ann Lee" and "A. B. Lee" are certain; in "Marta R. Lee" the R. may begin the family name, as in Spain.
    sure = cut == 1 or all(keys.is_spelled_initials(w) for w in words[:cut])
    return Name(given=given, family=" ".join(words[cut:])), sure


def uncapitalised(name: Name) -> Name:
    """A family name in capitals with a capital at the beginning of each part only."""
    return msgspec.structs.replace(name, family=re.sub(r"[^\W\d_]+", lambda m: m[0][0] + m[0][1:].lower(), name.family))


def swapped(name: Name) -> Name:
    """Given and family name exchanged; a literal as it is."""
    if name.literal or not name.given or not name.family:
        return name
    return msgspec.structs.replace(name, given=name.surname, family=name.given, dropping_particle="", non_dropping_particle="")


def paired(given: Name | None, family: Name | None) -> Name:
    """The given part of one name with the family part of another; ``None`` for a part that is lost."""
    if family is None:
        assert given is not None
        return Name(given=given.given, lost="family")
    if given is None:
        return msgspec.structs.replace(_family_only(family), lost="given")
    return msgspec.structs.replace(_family_only(family), given=given.given)


def realigned(names: Sequence[Name], kind: str, start: int, rows: Sequence[int]) -> tuple[Name, ...]:
    """The list that a supposition of :mod:`paperconv.authors.columns` says was there; a part that is not in the list is marked lost."""
    head, tail = list(names[:start]), list(names[start:])
    if kind == "shift-given":
        moved = [paired(g, f) for g, f in pairwise(tail)]
        return (*head, _single(tail[0]), *moved, paired(tail[-1], None))
    if kind == "shift-family":
        moved = [paired(g, f) for f, g in pairwise(tail)]
        return (*head, paired(tail[0], None), *moved, paired(None, tail[-1]))
    if kind == "parity-flip":
        moved = [Name(given=keys.family_of(following), family=name.given) for name, following in pairwise(tail)]
        return (*head, _single(tail[0]), *moved)
    turned = frozenset(rows)
    return tuple(swapped(n) if i in turned else n for i, n in enumerate(names))


def _single(name: Name) -> Name:
    return Name(literal=keys.family_of(name))


def _family_only(name: Name) -> Name:
    if name.literal:
        return Name(family=name.literal)
    return Name(family=name.family, dropping_particle=name.dropping_particle, non_dropping_particle=name.non_dropping_particle, suffix=name.suffix)


def join(name: Name, given: Name | None, family: Name | None, swapped: bool = False) -> Name:
    """``name`` with each part in the fuller of its spellings: its own, or the one printed in the list beside it."""
    if name.literal:
        return name
    other_given = "" if given is None else keys.family_of(given) if swapped else keys.given_of(given)
    changes: dict[str, str] = {}
    best = fuller_given(name.given, other_given)
    if best != name.given:
        changes["given"] = best
    if family is not None and not swapped and not family.literal and name.family and _better_letters(name.family, family.family):
        changes["family"] = family.family
    return msgspec.structs.replace(name, **changes) if changes else name


def fuller_given(own: str, other: str) -> str:
    """The fuller of two spellings of a given name; ``own`` where they are not the same name."""
    if not other or not own or own == other or not keys.given_agrees(own, other):
        return own
    x, y = keys.fold(own).split(), keys.fold(other).split()
    if x == y:
        return other if _better_letters(own, other) else own
    if keys.is_given_initials(own) or len(x[0]) == 1:
        return other if len("".join(y)) > len("".join(x)) else own
    return other if y[: len(x)] == x else own


def _better_letters(own: str, other: str) -> bool:
    """True where ``other`` is the same word with the accents that ``own`` lacks."""
    return own.isascii() and not other.isascii() and keys.fold(own) == keys.fold(other) and not lexical.MOJIBAKE.search(other)


def _each(name: Name, change: Callable[[str], str]) -> Name:
    parts = {k: getattr(name, k) for k in ("family", "given", "non_dropping_particle", "dropping_particle", "suffix", "literal")}
    new = {k: change(v) for k, v in parts.items() if v}
    return msgspec.structs.replace(name, **{k: v for k, v in new.items() if v != parts[k]})
