"""Faults that the letters of a name show by themselves: placeholders, organisations, marks, wrong decoding, two names in one."""

import re
from functools import lru_cache
from typing import NamedTuple

from paperconv.authors import keys, tokens
from paperconv.authors.glance import glance_at
from paperconv.authors.latest import latest
from paperconv.model import Name
from paperconv.model.text import unescape
from paperconv.patterns import pattern

# What the bytes 80 to BF are in Windows-1252 (Latin-1 where it has none): the later bytes of a letter in UTF-8.
_LATER = "\u0080-\u00bf‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ€"
MOJIBAKE = pattern(rf"[\u00c2-\u00f4][{_LATER}]|\ufffd|&(?:#\d{{2,5}}|#x[\da-fA-F]{{2,5}}|[A-Za-z]{{2,8}});")
"""What UTF-8 that was read as Windows-1252 may look like, an HTML entity, or the sign for an undecodable byte. Only what then decodes as UTF-8
(:func:`is_wrongly_decoded`) is a fault: "Tomáš" is a name."""

_SURELY_WRONG = pattern("[ÃÂ][\u0080-\u00bf‚„…†‡ˆ‰‹‘’“”•–—˜™›]|â€|\ufffd")
_MARKS = pattern(r"[\d†‡§¶∗*©®@#|<>{}\[\]\\^$=+~⋆★✉♯]")
_TRAILING_MARKS = pattern(r"[\s,]*(?:(?:(?<!\d)\d{1,2}(?!\d)|[†‡§¶∗*#^⋆★✉♯])[\s,]*)+$")
_TEX = pattern(r"\\(?:[A-Za-z]+[ {]|[A-Za-z]{1,2}(?![A-Za-z])|['`\"^~=.])|\{[^{}]*\}")
_AFFILIATION = pattern(r"(?<!\w)(?:universit\w+|department|institute of|laborator(?:y|ies)|faculty of|school of)(?!\w)|\w@\w", re.I)
OPEN_ENTITY = pattern(r"&(?:#\d{2,5}|#[xX][\da-fA-F]{2,5}|[A-Za-z]{2,8})$")
"""An HTML entity without its semicolon, at which a list was cut."""
BRACKET = pattern(r"\s*\(([^()]*\w{3}[^()]*\s[^()]*|[A-Z]{2,})\)\s*$")
"""What stands in brackets behind a family name: two words or more, or an acronym."""
_BETWEEN = pattern(r"\s+(?:and|&)\s+|\s*;\s*")
_ET_AL_INSIDE = pattern(r"(?<!\w)et\.? al\.?(?!\w)", re.I)
_GENERATION = pattern(r"[JS]r\.?|[js]r\.|II|III|IV")
_OTHERS = pattern(r"(?:and )?others", re.I)


class Fault(NamedTuple):
    """One fault: its name as in the list of codes, the 0-based author (-1: the whole list), and what was seen."""

    kind: str
    at: int
    detail: str = ""


ERRORS = frozenset(
    {
        "null-token",
        "empty-name",
        "org-as-person",
        "collab-as-person",
        "et-al-as-author",
        "affiliation-in-name",
        "suffix-as-person",
        "mojibake",
        "tex-in-name",
        "letter-per-name",
        "merged-names",
    }
)
"""The faults of this module at level error; the others say that something is odd."""


@latest
def faults(names: tuple[Name, ...]) -> tuple[Fault, ...]:
    """All faults that single names show, in the order of the list, and the list cut into letters."""
    look = glance_at(names)
    if look.plain:
        return ()
    found: list[Fault] = []
    # A list of single letters: four or more entries, nearly all of one letter (a string iterated as if it were a list).
    letters = sum([len(keys.full(n).strip()) == 1 for n in names]) if len(names) >= 4 else 0
    if letters and letters >= 0.8 * len(names):
        return (Fault("letter-per-name", -1, f"{letters} of {len(names)}"),)
    if not look.suspicious:
        return ()
    last = len(names) - 1
    for i, name in enumerate(names):
        for kind in name_faults(*keys.pair(name), bool(name.literal)):
            if (kind == "and-others" and i != last) or (kind == "suffix-as-person" and i == 0):
                continue
            found.append(Fault(kind, i, keys.full(name)))
    return tuple(found)


@lru_cache(maxsize=1 << 14)
def name_faults(given: str, family: str, literal: bool = False) -> tuple[str, ...]:
    """The kinds of faults that one name shows."""
    text = f"{given} {family}".strip()
    if not text:
        return ("empty-name",)
    if tokens.is_null(given) or tokens.is_null(family):
        return ("null-token",)
    if not any(c.isalpha() for c in text) and not any(c.isdigit() for c in text):
        return ("empty-name",)
    alone = () if given else _alone(text)
    if alone or not family:
        return alone
    kinds: list[str] = []
    if given and (tokens.is_et_al(text) or _ET_AL_INSIDE.search(text)):
        kinds.append("et-al-as-author")
    merged = is_merged(text)
    if MOJIBAKE.search(text) and is_wrongly_decoded(text):
        kinds.append("mojibake")
    if merged:
        kinds.append("merged-names")
    elif given and not literal:
        kinds += _misplaced(given, family, text)
    elif not literal and "@" in text:
        kinds.append("affiliation-in-name")
    if not kinds and _TEX.search(text):
        kinds.append("tex-in-name")
    if not kinds and _MARKS.search(text) and not OPEN_ENTITY.search(text) and text != "[Anonymous]" and tokens.organisation_weight(text) == 0:
        kinds.append("marker-in-name")
    return tuple(kinds)


def _alone(text: str) -> tuple[str, ...]:
    """What a single name is that is no name."""
    if _OTHERS.fullmatch(text):
        return ("and-others",)
    if tokens.is_et_al(text):
        return ("et-al-as-author",)
    if _GENERATION.fullmatch(text) or (len(text) > 1 and tokens.is_title(text)) or (len(text) > 1 and text.isupper() and tokens.is_suffix(text)):
        return ("suffix-as-person",)
    return ()


def _misplaced(given: str, family: str, text: str) -> list[str]:
    """An organisation or an address in the place of a person."""
    if (_AFFILIATION.search(text) and (len(text.split()) > 3 or "@" in text)) or BRACKET.search(family):
        return ["affiliation-in-name"]
    weight = tokens.organisation_weight(family) or 2 * (tokens.organisation_weight(given) == 2)
    if weight == 2 or (weight == 1 and len(given) > 1):
        return ["collab-as-person" if tokens.is_collaboration(text) else "org-as-person"]
    return []


def is_generation(text: str) -> bool:
    """True for Jr., Sr., II, III, IV: what belongs behind a family name."""
    return bool(_GENERATION.fullmatch(text.strip()))


def is_merged(text: str) -> bool:
    """True for two or more whole names joined by "and", "&" or a semicolon."""
    parts = _BETWEEN.split(text)
    if len(parts) < 2 or tokens.organisation_weight(text):
        return False
    return all(_is_person(p) for p in parts)


def split_merged(text: str) -> list[str]:
    """The names that stand in one."""
    return [p.strip() for p in _BETWEEN.split(text) if p.strip()]


def without_marks(text: str) -> str:
    """``text`` without the footnote marks at its end."""
    return _TRAILING_MARKS.sub("", text).strip()


def is_wrongly_decoded(text: str) -> bool:
    """True where the text can be decoded again, or has what no name has (a lost character, Ã or Â before a sign)."""
    return bool(_SURELY_WRONG.search(text)) or decode_again(text) != text


@lru_cache(maxsize=4096)
def decode_again(text: str) -> str:
    """``text`` with what was wrongly decoded set right, as far as the bytes prove it; unchanged where they do not."""
    fixed = unescape(text) if "&" in text else text
    for _ in range(2):
        if not MOJIBAKE.search(fixed):
            break
        better = _utf8(fixed) or _RUN.sub(lambda m: _western(_utf8(m[0])) or m[0], fixed)
        if better == fixed:
            break
        fixed = better
    return fixed


_RUN = pattern(r"[\u0080-\uffff]{2,}")


def _western(text: str) -> str:
    return text if _is_western(text) else ""


def _is_western(text: str) -> bool:
    """True for Latin letters and general punctuation."""
    return all(c < "\u0250" or "\u0300" <= c < "\u0370" or "\u1e00" <= c < "\u1f00" or "\u2010" <= c <= "\u2044" for c in text)


def _utf8(text: str) -> str:
    """The text whose UTF-8 bytes were read as Windows-1252 (with Latin-1 for its five unassigned bytes); "" where there is none."""
    data = bytearray()
    for c in text:
        try:
            data += c.encode("cp1252")
        except UnicodeEncodeError:
            if ord(c) > 0xFF:
                return ""
            data.append(ord(c))
    try:
        decoded = data.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    # "Groß‡" is a name with a footnote mark, though its last two bytes are a letter of the N'Ko script.
    mixed = not _is_western(decoded) and any("a" <= c <= "z" for c in decoded.lower())
    return "" if mixed else decoded


def _is_person(text: str) -> bool:
    words = text.split()
    return 2 <= len(words) <= 5 and words[-1][0].isupper() and all(w[0].isupper() or w.lower() in tokens.PARTICLES for w in words)
