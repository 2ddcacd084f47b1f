"""Rules on names that are not whole, or no names: cut at a false separator, taken from another column, left in TeX."""

import re
from collections.abc import Iterator
from itertools import pairwise

from paperconv.authors import keys, lexical, model, tokens
from paperconv.authors import repair as mend
from paperconv.authors.glance import glance_at
from paperconv.diagnostics import Finding, Safety
from paperconv.model import Name, Record
from paperconv.model import date as dates
from paperconv.model.text import fold, unescape
from paperconv.patterns import pattern
from paperconv.rules.base import rule
from paperconv.rules.listing import faulty, mending, odd, of_kind, report

_ROLES_APART = 2.0
"""Log odds by which the first of two words must be likelier a given name than the second, for the two to be one name."""
_OTHERS = 2
"""Whole names that a list must have besides, for two single words in it to stand out."""


@rule("PC145", repairs=Safety.SAFE, when=odd)
def cut_name(record: Record) -> Iterator[Finding]:
    """One name stands in two authors: it was cut at something that is no separator.

    At the semicolon of an HTML entity (`Mart&#xED` | `N Abadi`); before initials (`Van Deux` | `A. Z.`); where a line was wrapped
    (`Carl` | `May`); at an "and" inside a word (`Alex` | `re`). The paper then has an author more, and two who do not exist.

    Example: `Mart&#xED; N Abadi` read as two authors.

    Repaired: joined. Safe for an entity, which cannot end without its semicolon; unsafe for initials and line wraps. What was cut
    inside a word is not repaired.
    """
    if of_kind(record, "letter-per-name"):
        return
    names = record.author
    for i, (name, following) in enumerate(pairwise(names)):
        found = _joined(name, following) or _wrapped(names, i)
        if found is not None:
            value, safety, what = found
            yield Finding(
                code="PC145",
                field="author",
                index=i,
                message=f'authors {i + 1} and {i + 2} ("{keys.full(name)}", "{keys.full(following)}") are one name: {what}',
                confidence=0.95 if safety is Safety.SAFE else 0.8,
                repair=mending((*names[:i], value, *names[i + 2 :]), safety, "joined to one name") if value is not None else None,
            )


def _joined(name: Name, following: Name) -> tuple[Name | None, Safety, str] | None:
    """What two neighbours are together, by the signs of the first or the second; ``None`` where they are two."""
    first, second = keys.full(name), keys.full(following)
    if (m := lexical.OPEN_ENTITY.search(first)) and (letter := unescape(m[0] + ";")) != m[0] + ";":
        return mend.person(f"{first[: m.start()]}{letter}{second}")[0], Safety.SAFE, "it was cut at the semicolon of an entity"
    if following.given and following.family:
        return None
    single = bool(name.literal) and not tokens.organisation_weight(first)
    if "." in second and keys.is_spelled_initials(second):
        joined = Name(family=first, given=second) if single and not keys.is_spelled_initials(first) else None
        return joined, Safety.UNSAFE, "the second is initials"
    if single and following.literal and second.isalpha() and second.islower() and first.isalpha() and first[0].isupper():
        if not second.isascii() or tokens.is_et_al(second) or second in tokens.PARTICLES or lexical.name_faults("", second, True):
            return None
        return None, Safety.UNSAFE, "it was cut inside a word"
    return None


def _wrapped(names: tuple[Name, ...], i: int) -> tuple[Name | None, Safety, str] | None:
    """ "Carl" | "May" among whole names: a list that was cut where its line was wrapped."""
    words = [n.literal for n in names[i : i + 2]]
    if not all(w.isalpha() and w[0].isupper() and not tokens.organisation_weight(w) for w in words):
        return None
    others = [n for n in names if n.is_person]
    if len(others) < _OTHERS or len(others) + 2 != len(names):
        return None
    scores = model.default()
    if scores.role(words[0]) - scores.role(words[1]) < _ROLES_APART:
        return None
    return Name(family=words[1], given=words[0]), Safety.UNSAFE, "a line was wrapped between them"


_JOURNAL = pattern(r"(?:the )?(?:journal|proceedings|transactions|annals|bulletin|archives|lecture notes) (?:of|on|in|for)(?!\w)", re.I)
_FIRM = pattern(r"(?:(?<!\w)B\.\s?V\.|(?<!\w)(?:Verlag|Publishing|Publishers|Publications|University Press))$")
_NO_PERSON = pattern(r"^(?:the )?(?:journ|proc|trans|annal|bull|archiv|lect)|(?:v\.|verlag|publi[a-z]+|press)$", re.M)
"""What a line must have for one of the two to be in it, in small letters; looked for in all at once."""


def _may_name_no_person(record: Record) -> bool:
    """One look at all names: a sign of a journal or publisher, a digit, or the venue."""
    if not record.author:
        return False
    look = glance_at(record.author)
    whole = look.text.replace("\t", " ") if look.plain else "\n".join(map(keys.full, record.author))
    if _NO_PERSON.search(whole.lower()) or (not look.plain and any(map(str.isdigit, whole))):
        return True
    folded = fold(whole)
    return any(fold(place) in folded for place in _places(record))


def _places(record: Record) -> list[str]:
    return [t for t in (record.container_title, record.publisher, record.collection_title) if t]


@rule("PC146", when=_may_name_no_person)
def no_person(record: Record) -> Iterator[Finding]:
    """A journal, a publisher or a date stands as an author.

    A cell of another column was read as one of the authors.

    Example: `Ann Lee, Journal of Physics, 12 March 2019`.

    Not repaired: the name of an author may be lost in its place.
    """
    places = set(map(fold, _places(record)))
    for i, name in enumerate(record.author):
        text = keys.full(name)
        if fold(text) in places:
            why = "the venue or publisher of the record"
        elif any(c.isdigit() for c in text) and dates.parse(text):
            why = "a date"
        elif _JOURNAL.match(text):
            why = "a journal"
        elif _FIRM.search(text):
            why = "a publisher"
        else:
            continue
        if why[0] == "t" and name.literal and len(record.author) == 1:
            continue  # a report of the organisation that publishes it
        yield Finding(code="PC146", field="author", index=i, confidence=0.95, message=f'author {i + 1} ("{text}") is {why}, no person')


@rule("PC147", repairs=Safety.SAFE, when=faulty)
def tex_in_name(record: Record) -> Iterator[Finding]:
    r"""TeX's signs are left in a name.

    A bibliography was read without decoding it. Sorted and searched, the name is found nowhere.

    Example: `Paul Erd{\H o}s`, `Fran\c{c}ois`.

    Repaired (safe) where all of it can be read: accents and letters become Unicode, braces are dropped.
    """
    faults = of_kind(record, "tex-in-name")
    if faults:
        value = tuple(mend.typeset(n) for n in record.author)
        read = not any(c in keys.full(value[f.at]) for f in faults for c in "\\{}$")
        safety = Safety.SAFE if read else Safety.UNSAFE
        yield from report("PC147", record, faults, 'author {number} ("{name}") has TeX in it', mending(value, safety, "TeX read"), 0.99)


_SHORTEST = 4
"""Letters of a word that is not one syllable; shorter words are often both a given and a family name."""


@rule("PC148")
def name_repeated(record: Record) -> Iterator[Finding]:
    """Given and family name of an author are the same word.

    A program that wants two parts repeated the only one it had; but there are people who are called so. Chinese names ("Li Li") are
    not reported.

    Example: given "Robin", family "Robin".

    Not repaired: it may be right.
    """
    for i, name in enumerate(record.author):
        if len(given := fold(name.given)) >= _SHORTEST and given == fold(name.family) and not _is_syllable(name.given):
            yield Finding(
                code="PC148", field="author", index=i, confidence=0.6, message=f'author {i + 1} ("{keys.full(name)}") has one name in both places'
            )


def _is_syllable(text: str) -> bool:
    """True for one syllable of Chinese or Korean, and for scripts in which a syllable is not told."""
    return not keys.is_latin(text) or _SYLLABLE.fullmatch(text) is not None


_SYLLABLE = pattern(r"[^aeiou]{0,2}[aeiou]{1,3}(?:ng?|[klm])?", re.I)
