"""Rules on single names of an author list: what the letters of a name show by themselves."""

import re
from collections.abc import Iterator

import msgspec

from paperconv.authors import keys, lexical, model, tokens
from paperconv.authors import repair as mend
from paperconv.authors.examine import Examine, by_model
from paperconv.authors.parse import parse_authors
from paperconv.diagnostics import Finding, Safety, Severity
from paperconv.model import Name, Record
from paperconv.patterns import pattern
from paperconv.rules.base import rule
from paperconv.rules.listing import faulty, mending, odd, of_kind, report


@rule("PC105", repairs=Safety.SAFE, when=faulty)
def null_token(record: Record) -> Iterator[Finding]:
    """A programming language's nothing (null, None, NaN, N/A, undefined) stands as a name.

    A program wrote out an empty field: an organisation or a single name has no given name. Citations then read "N. DeepSeek-AI".

    Example: `DeepSeek-AI, null, Guo, Daya, …`

    Repaired (safe): what is left of the name becomes a single name, `DeepSeek-AI`. Only lower case and the exact forms of
    programs count: "Nan" and "Na" are people. Where nothing is left the author is not removed: someone stood there.
    """
    faults = of_kind(record, "null-token")
    if faults:
        value = [mend.without_null(n) for n in record.author]
        yield from report(
            "PC105",
            record,
            faults,
            'author {number} ("{name}") has a null for a name part',
            mending(value, Safety.SAFE, "null removed; the other part is a single name"),
            0.999,
        )


@rule("PC106", repairs=Safety.SAFE, when=faulty)
def empty_name(record: Record) -> Iterator[Finding]:
    """An author without any name, or of punctuation alone.

    A separator at the end of a list, two separators in a row, or a colon taken for an author.

    Example: `Smith, J.; ; Jones, K.`, and ":" as an author in arXiv's OAI records.

    Repaired (safe): the entry is removed; it holds nothing.
    """
    faults = of_kind(record, "empty-name")
    if faults:
        empty = {f.at for f in faults}
        value = [n for i, n in enumerate(record.author) if i not in empty]
        yield from report("PC106", record, faults, "author {number} has no name", mending(value, Safety.SAFE, "empty entry removed"))


@rule("PC107", repairs=Safety.SAFE, when=faulty)
def organisation_as_person(record: Record, examine: Examine = by_model) -> Iterator[Finding]:
    """An organisation is split into given and family name.

    Styles then abbreviate it: "Workshop, B." for the BigScience Workshop.

    Example: given "BigScience", family "Workshop".

    Repaired: joined to one name. Safe where the family part ends organisations' names and is none alone (Workshop, Initiative) and the
    part before it is no known given name. A whole organisation beside a given name ("Daya" | "DeepSeek-AI") was not
    split: a column is shifted (PC101), or the person and the organisation were run together; that is not joined by `--fix safe`.
    """
    yield from _organisations(record, examine, "PC107", "org-as-person")


@rule("PC108", repairs=Safety.SAFE, when=faulty)
def collaboration_as_person(record: Record, examine: Examine = by_model) -> Iterator[Finding]:
    """A collaboration or team is split into given and family name, or named in a person's name.

    Example: given "ATLAS", family "Collaboration"; given "Kimi", family "Team"; "Teresa Montaruli for the IceCube Collaboration".

    Repaired like an organisation (PC107). "X for the Y Collaboration" becomes two authors (unsafe: the given and family name
    of X must be told apart).
    """
    yield from _organisations(record, examine, "PC108", "collab-as-person")


def _organisations(record: Record, examine: Examine, code: str, kind: str) -> Iterator[Finding]:
    faults = of_kind(record, kind)
    if not faults:
        return
    found = examine(record)
    shifted = {found.verdict.best.start} if found and found.verdict.is_error and found.verdict.best.kind == "shift-given" else set()
    faults = [f for f in faults if f.at not in shifted]
    value, safety = list(record.author), Safety.UNSAFE if shifted or (found and found.verdict.is_error) else Safety.SAFE
    for fault in reversed(faults):
        name = record.author[fault.at]
        if not _is_surely_split(name):
            safety = Safety.UNSAFE
        value[fault.at : fault.at + 1] = mend.organisation(name)
    yield from report(
        code, record, faults, 'author {number} ("{name}") is an organisation, not a person', mending(value, safety, "joined to one name")
    )


_GIVEN_NAME = 2.0
"""Log odds from which a word is held for a given name."""


def _is_surely_split(name: Name) -> bool:
    """ "Kimi | Team", but not "Rohan Gemini | Team", where a person's given name may have run into the organisation."""
    first, _, more = name.given.partition(" ")
    return mend.is_split_organisation(name) and (not more or model.default().role(first) < _GIVEN_NAME)


@rule("PC109", repairs=Safety.UNSAFE, when=faulty)
def et_al_as_author(record: Record) -> Iterator[Finding]:
    """ "et al." stands as an author.

    The list is cut, and the sign of it is counted, sorted and cited as a person. One arXiv listing record in a hundred has it.

    Example: `Smith, J., Jones, K., et al.`

    Repaired (unsafe): at the end of the list it becomes "others", which BibTeX prints as "et al."; the missing names stay missing.
    """
    faults = of_kind(record, "et-al-as-author")
    if faults:
        value = [Name(literal="others") if tokens.is_et_al(keys.full(n)) else n for n in record.author[-1:]]
        yield from report(
            "PC109",
            record,
            faults,
            'author {number} ("{name}") is no name: the list is cut',
            mending((*record.author[:-1], *value), Safety.UNSAFE, '"et al." written as "others"'),
        )


@rule("PC110", repairs=Safety.UNSAFE, when=odd)
def affiliation_in_name(record: Record) -> Iterator[Finding]:
    """An affiliation or an address stands in a name.

    Example: given "John Smith, University of", family "York"; family "Lee (University of York)"; a mail address as an author; a department
    among the authors.

    Repaired (unsafe) where the affiliation stands in brackets behind the name: it becomes the author's affiliation. Else not: where the name
    ends and the affiliation begins cannot be told for certain.
    """
    faults = of_kind(record, "affiliation-in-name")
    if any(n.is_person for n in record.author):
        faults += [lexical.Fault("affiliation-in-name", i) for i, n in enumerate(record.author) if n.literal and _DEPARTMENT.match(n.literal)]
    if faults:
        value = tuple(mend.unbracketed(n) for n in record.author)
        repair = mending(value, Safety.UNSAFE, "what stands in brackets is an affiliation")
        yield from report("PC110", record, faults, 'author {number} ("{name}") holds an affiliation or address', repair, 0.95)


_DEPARTMENT = pattern(r"(?:dept\.?|department|faculty) of |(?:school|division|section|laboratory|institute) (?:of|for) .*,", re.I)


@rule("PC111", repairs=Safety.SAFE, when=odd)
def suffix_as_person(record: Record) -> Iterator[Finding]:
    """Jr., III, PhD … stands as an author of its own.

    A list was cut at the comma before the suffix. The paper then has one author more.

    Example: `Martin Luther King, Jr., Jane Roe` read as three authors.

    Repaired (safe): Jr., Sr., II, III, IV go to the author before them. A degree or a form of address is removed (unsafe). Where a suffix
    stands as the family name (given "Hal Daumé", family "III"; a warning), the name before it is cut at its last space (unsafe).
    """
    turned = [i for i, n in enumerate(record.author) if not n.literal and " " in n.given and lexical.is_generation(n.family)]
    if turned:
        names = tuple(_with_suffix(n) if i in turned else n for i, n in enumerate(record.author))
        faults = [lexical.Fault("suffix-as-person", i) for i in turned]
        repair = mending(names, Safety.UNSAFE, "suffix put behind the family name")
        for finding in report("PC111", record, faults, 'author {number} ("{name}") has a suffix for a family name', repair):
            yield msgspec.structs.replace(finding, severity=Severity.WARNING)
    faults = of_kind(record, "suffix-as-person")
    if not faults:
        return
    value: list[Name] = []
    safety = Safety.SAFE
    at = {f.at for f in faults}
    for i, name in enumerate(record.author):
        text = keys.full(name).strip()
        if i not in at:
            value.append(name)
        elif lexical.is_generation(text) and value and value[-1].family and not value[-1].suffix:
            value[-1] = msgspec.structs.replace(value[-1], suffix=text)
        else:
            safety = Safety.UNSAFE
    yield from report(
        "PC111", record, faults, 'author {number} ("{name}") is a suffix of the author before', mending(value, safety, "suffix put to its name")
    )


def _with_suffix(name: Name) -> Name:
    whole, _ = mend.person(name.given)
    return msgspec.structs.replace(whole, suffix=name.family, affiliation=name.affiliation, orcid=name.orcid)


@rule("PC112", repairs=Safety.SAFE, when=faulty)
def mojibake(record: Record) -> Iterator[Finding]:
    """A name was decoded with the wrong encoding, or holds an HTML entity.

    Example: `FranÃ§ois Chollet` for François Chollet; `Garc&iacute;a`.

    Repaired (safe) where the bytes prove it: the wrongly read text, written back, is valid UTF-8 throughout the name. The sign for
    a lost character (�) cannot be repaired.
    """
    faults = of_kind(record, "mojibake")
    if faults:
        value = [mend.decoded(n) for n in record.author]
        proven = all(mend.is_decoded(n) for n in value)
        yield from report(
            "PC112",
            record,
            faults,
            'author {number} ("{name}") was decoded wrongly',
            mending(value, Safety.SAFE if proven else Safety.UNSAFE, "decoded as UTF-8"),
            0.99,
        )


@rule("PC114", repairs=Safety.SAFE, when=odd)
def merged_names(record: Record) -> Iterator[Finding]:
    """Two authors, or a whole list, stand in one name.

    "and", "&", a semicolon or commas were not taken for separators.

    Example: given "Ann Lee and Bob", family "Roe"; the name "Ann Lee, Bob Roe, Carl May and Dan Fay".

    Repaired: cut in two. Safe where each of the names has two words, or initials before the last one, so that given and family
    name are certain; unsafe where a middle word may belong to either, and where the names are set apart by commas.
    """
    for i, name in enumerate(record.author):
        if len(names := _listed_in(name)) > 1:
            value = [*record.author[:i], *names, *record.author[i + 1 :]]
            fault = lexical.Fault("merged-names", i)
            repair = mending(value, Safety.UNSAFE, f"cut into its {len(names)} names")
            yield from report("PC114", record, [fault], 'author {number} ("{name}") is a list of authors', repair, 0.98)
            return
    faults = of_kind(record, "merged-names")
    if not faults:
        return
    value = []
    at, safety = {f.at for f in faults}, Safety.SAFE
    for i, name in enumerate(record.author):
        if i not in at:
            value.append(name)
            continue
        parts, certain = mend.unmerged(name)
        value += parts
        safety = safety if certain else Safety.UNSAFE
    yield from report("PC114", record, faults, 'author {number} ("{name}") is more than one person', mending(value, safety, "cut into its names"))


def _listed_in(name: Name) -> tuple[Name, ...]:
    """The people in a name that holds a list with two commas or more; none where it is not all people, each with both parts."""
    text = f"{name.surname}, {name.given}" if name.given else name.surname
    if text.count(",") < _COMMAS or tokens.organisation_weight(text):
        return ()
    names = parse_authors(text).names
    return names if len(names) > 2 and all(n.is_person and not n.literal for n in names) else ()


_COMMAS = 2
"""Commas from which a name may be a list; "King, Martin Luther, Jr." has two and is one person."""


@rule("PC116", repairs=Safety.UNSAFE, when=odd)
def marker_in_name(record: Record) -> Iterator[Finding]:
    """A footnote mark, a number or a sign of markup is glued to a name.

    Example: `Smith1,2`, `Jones†`, `Lehmann 0001`.

    Repaired (unsafe): marks at the end of a name part are removed. A number of four digits is a database's own and stays, and so
    does a letter (`BillotT`), which may be a mark or a slip.
    """
    faults = of_kind(record, "marker-in-name")
    faults += [lexical.Fault("marker-in-name", i) for i, n in enumerate(record.author) if _GLUED.search(n.family)]
    if faults:
        value = [mend.unmarked(n) for n in record.author]
        yield from report("PC116", record, faults, 'author {number} ("{name}") has a mark in it', mending(value, Safety.UNSAFE, "marks removed"), 0.9)


_GLUED = pattern(r"[a-z]{3}[A-Z]$")


@rule("PC117", repairs=Safety.UNSAFE, when=odd)
def initials_as_family(record: Record) -> Iterator[Finding]:
    """Initials stand where family names belong.

    The columns were exchanged, or a list in the manner "Smith J" was cut at the wrong place. In South India, though, "Kalaivani A."
    is how a name is written: this is a warning.

    Example: given "Smith", family "J. K."

    Repaired (unsafe) where at least half of the authors are so: the two are exchanged.
    """
    people = [(i, n) for i, n in enumerate(record.author) if n.is_person and not n.literal]
    turned = [i for i, n in people if _is_turned(n)]
    if turned and 2 * len(turned) >= len(people):
        value = [mend.swapped(n) if keys.is_spelled_initials(n.family) else n for i, n in enumerate(record.author)]
        yield from report(
            "PC117",
            record,
            [lexical.Fault("initials-as-family", i) for i in turned],
            'author {number} ("{name}") has initials for a family name',
            mending(value, Safety.UNSAFE, "given and family name exchanged"),
            0.8,
        )


def _is_turned(name: Name) -> bool:
    return keys.is_spelled_initials(name.family) and not keys.is_given_initials(name.given) and len(name.given) > 1


@rule("PC119", repairs=Safety.UNSAFE, when=odd)
def all_caps_name(record: Record) -> Iterator[Finding]:
    """A family name is written in capitals.

    A custom of France and of East Asia to show which part is the family name; styles print it as it stands.

    Example: `HE, Na`.

    Repaired (unsafe) with a capital at the beginning of each part: "MCDONALD" would become "Mcdonald".
    """
    for i, name in enumerate(record.author):
        if _is_capitals(name):
            value = tuple(mend.uncapitalised(n) if _is_capitals(n) else n for n in record.author)
            yield Finding(
                code="PC119",
                field="author",
                index=i,
                message=f'the family name of author {i + 1} ("{keys.full(name)}") is in capitals',
                confidence=0.95,
                repair=mending(value, Safety.UNSAFE, "written with capital initials"),
            )


def _is_capitals(name: Name) -> bool:
    """Two letters or more, all capital, with a vowel if they are few: "KS" are initials."""
    family = name.family
    if name.literal or len(family) < 2 or not family.isupper() or "." in family or lexical.is_generation(family):
        return False
    return len(family) > 3 or (bool(name.given) and not keys.is_given_initials(name.given) and any(c in "AEIOUY" for c in family))


@rule("PC124", when=odd)
def family_missing(record: Record) -> Iterator[Finding]:
    """A name without its family name.

    It was lost when a column shifted, or never given. It is written with TeX's own sign for the unresolved, `Zhen [?]`, so that nobody
    takes it for a whole name.

    Example: the last author of a list whose family names were shifted past its end.

    Filled from a second record of the same work only (`paperconv dedupe`); nothing is ever guessed.
    """
    for i, name in enumerate(record.author):
        if name.lost == "family" or (name.given and not name.family and not name.literal):
            yield Finding(code="PC124", field="author", index=i, message=f'the family name of author {i + 1} ("{name.given}") is not known')


@rule("PC127", when=odd)
def given_lost(record: Record) -> Iterator[Finding]:
    """A name whose given name was lost.

    Like a lost family name (PC124): a column shifted past its place. It is written `[?] Zhang`.

    Filled from a second record of the same work only.
    """
    for i, name in enumerate(record.author):
        if name.lost == "given":
            yield Finding(code="PC127", field="author", index=i, message=f'the given name of author {i + 1} ("{name.family}") is not known')
