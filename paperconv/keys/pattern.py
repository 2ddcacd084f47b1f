"""Patterns of citation keys, in the manner of JabRef ("Customize the citation key generator") and Better BibTeX.

A pattern is text with fields in square brackets, each with modifiers behind colons: ``[auth:lower][year][shorttitle:1]``.
"""

import difflib
import re
from collections.abc import Callable, Iterable

from paperconv.errors import UsageError
from paperconv.keys.unique import IDENTIFIERS, digest
from paperconv.model import Name, Record
from paperconv.model import date as dates
from paperconv.model import identifier as ids
from paperconv.model.text import plain
from paperconv.patterns import pattern

PRESETS: dict[str, str] = {
    "scholar": "[auth:lower][year][shorttitle:1:lower]",
    "acl": "[authetal:lower:-]-[year]-[shorttitle:1:lower]",
    "inspire": "[auth]:[year][hash3]",
    "arxiv": "[auth:lower][year][shorttitle:4:lower]",
}
"""Names of patterns: Google Scholar's keys, the ACL Anthology's, INSPIRE's, arXiv's."""

LONGEST_WORD = 24
"""Letters of a title's word that go into a key: some titles are one word of a hundred."""

_NOT_SAFE = pattern(r"[^A-Za-z0-9]+")
NOT_KEY = pattern(r"[^A-Za-z0-9:._/+-]+")
_WORD = pattern(r"[^\s:;,.!?()\[\]{}\"“”„«»/|]+")
_MATH = pattern(r"\$[^$]*\$")
_TOKEN = pattern(r"\[([A-Za-z]+(?:\.[A-Za-z]+)?)(\d*)((?::[^\[\]:]+)*)\]|([A-Za-z0-9:._/+-]+)|(.)", re.S)
_SEPARATORS = pattern(r"([-_:./+])[-_:./+]+")
_SKIPPED = frozenset(
    "a an the on in of for to and or with from by at as is are towards toward der die das ein eine le la les un une el los las".split()
)
_SIGNS = "-_.+/"

Words = Callable[[Record], list[str]]


class Pattern:
    """A compiled pattern; calling it with a record gives the key, "" where the record says nothing of what the pattern asks for.

    Raises :class:`UsageError` for text that is no pattern.
    """

    def __init__(self, text: str) -> None:
        self.parts = [_part(match, text) for match in _TOKEN.finditer(PRESETS.get(text.lower(), text))]
        if not any(callable(part) for part in self.parts):
            raise UsageError(f"{text!r} is no pattern of citation keys: name a preset ({', '.join(PRESETS)}) or fields like [auth:lower][year]")

    def __call__(self, record: Record) -> str:
        """The record's key."""
        said, text = False, ""
        for part in self.parts:
            if isinstance(part, str):
                text += part
            else:
                word = part(record)
                said = said or (bool(word) and not part.of_date)
                text += word
        return _SEPARATORS.sub(r"\1", text).strip("-_:./+") if said else ""


class _Field:
    """A field of a pattern: its words, cut, in their case, joined."""

    def __init__(self, words: Words, of_date: bool, letters: int) -> None:
        self.words, self.of_date, self.letters = words, of_date, letters
        self.count, self.joint, self.case = 0, "", ""

    def modify(self, modifier: str, pattern: str) -> None:
        if modifier.isdigit():
            self.count = int(modifier)
        elif modifier in _SIGNS:
            self.joint = modifier
        elif modifier.lower() in ("lower", "upper", "capitalize", "abbr"):
            self.case += modifier.lower()[0]
        else:
            raise UsageError(f"{pattern}: no modifier is called {modifier!r}: lower, upper, capitalize, abbr, a number of words, or one of {_SIGNS}")

    def __call__(self, record: Record) -> str:
        words = self.words(record)
        if self.count:
            words = words[: self.count]
        if self.letters:
            words = [word[: self.letters] for word in words]
        for case in self.case:
            words = [_CASES[case](word) for word in words]
        return self.joint.join(words)


_CASES: dict[str, Callable[[str], str]] = {"l": str.lower, "u": str.upper, "c": lambda word: word[:1].upper() + word[1:], "a": lambda word: word[:1]}


def _part(match: re.Match[str], pattern: str) -> str | _Field:
    name, letters, modifiers, literal, stray = match.groups()
    if literal:
        return str(literal)
    if stray:
        raise UsageError(f"{pattern}: {stray!r} cannot stand in a citation key; fields stand in brackets, like [auth:lower][year]")
    key = name.lower().replace(".", "")
    words = _hash(int(letters or 3)) if key == "hash" else FIELDS.get(key)
    if words is None:
        near = difflib.get_close_matches(key, FIELDS, n=1)
        raise UsageError(f"{pattern}: no field is called [{name}]" + (f"; did you mean [{near[0]}]?" if near else f": {', '.join(FIELDS)}, hash"))
    field = _Field(words, key in ("year", "shortyear", "month"), int(letters or 0) if key != "hash" else 0)
    for modifier in modifiers.split(":")[1:]:
        field.modify(modifier, pattern)
    return field


def letters(text: str) -> str:
    """The ASCII letters and digits of ``text``; other scripts are transliterated."""
    return _NOT_SAFE.sub("", in_ascii(text))


def in_ascii(text: str) -> str:
    """``text`` transliterated."""
    if text.isascii():
        return text
    from anyascii import anyascii

    return anyascii(text)


def year(record: Record) -> int:
    """The year of a paper; of a preprint without a date that in which its identifier was given out; 0 where neither is known."""
    return dates.year(record.issued) or ids.arxiv_month(record.identifiers.get("arxiv", ""))[0]


def title_words(title: str) -> Iterable[str]:
    """The words of a title for a key, without those that say nothing; formulas only where there is nothing else."""
    text = plain(title)
    for piece in (_MATH.sub(" ", text), text):
        found = False
        for word in _WORD.findall(piece):
            key = letters(word)[:LONGEST_WORD]
            if key and key.lower() not in _SKIPPED:
                found = True
                yield key
        if found:
            return


def family(name: Name) -> str:
    """What a person is filed under, in ASCII letters."""
    return letters(name.literal or name.family or name.given)


def _families(record: Record) -> list[str]:
    return [key for name in record.author if name.literal != "others" and (key := family(name))]


def _et_al(record: Record) -> list[str]:
    names = _families(record)
    return names if len(names) < 3 and len(record.author) < 3 else [*names[:1], "etal"]


def _identifier(kind: str) -> Words:
    return lambda record: [NOT_KEY.sub("-", record.identifiers[kind].replace("/", "-"))] if kind in record.identifiers else []


def _hash(length: int) -> Words:
    """Small letters that stand for the paper's identifiers (its content, where it has none)."""

    from hashlib import blake2b

    def words(record: Record) -> list[str]:
        known = next((record.identifiers[k].lower() for k in IDENTIFIERS if k in record.identifiers), "") or digest(record)
        number = int.from_bytes(blake2b(known.encode(), digest_size=16).digest())
        return ["".join(chr(97 + number // 26**i % 26) for i in range(length))]

    return words


FIELDS: dict[str, Words] = {
    "auth": lambda record: _families(record)[:1],
    "authors": _families,
    "authetal": _et_al,
    "lastauth": lambda record: _families(record)[-1:],
    "year": lambda record: [str(y)] if (y := year(record)) else [],
    "shortyear": lambda record: [f"{y % 100:02d}"] if (y := year(record)) else [],
    "month": lambda record: [f"{parts[1]:02d}"] if len(parts := dates.parts(record.issued)) > 1 else [],
    "title": lambda record: [key for word in _WORD.findall(plain(record.title)) if (key := letters(word)[:LONGEST_WORD])],
    "shorttitle": lambda record: list(title_words(record.title)),
    "veryshorttitle": lambda record: list(title_words(record.title))[:1],
    "journal": lambda record: [key for word in _WORD.findall(plain(record.container_title)) if (key := letters(word))],
    **{kind: _identifier(kind) for kind in IDENTIFIERS},
}
"""The fields of a pattern: each gives words of ASCII letters."""
