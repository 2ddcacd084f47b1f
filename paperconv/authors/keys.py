"""Forms of name parts for comparing: folded text, keys of given and family names, and whether two parts may be one."""

import re
import unicodedata
from functools import lru_cache

from paperconv.authors import tokens
from paperconv.model import Name
from paperconv.patterns import pattern

Pair = tuple[str, str]
"""(given, family) as text; an organisation or a single name is ("", name)."""

# Letters that Unicode does not decompose, and marks that stand inside a word ("Jean-Marie", "O'Neil", "Al‑Onaizan").
_JOIN = str.maketrans(
    {
        "ø": "o",
        "Ø": "o",
        "ł": "l",
        "Ł": "l",
        "ß": "ss",
        "æ": "ae",
        "Æ": "ae",
        "œ": "oe",
        "Œ": "oe",
        "đ": "d",
        "Đ": "d",
        "ð": "d",
        "Ð": "d",
        "þ": "th",
        "Þ": "th",
        "ı": "i",
        "ŋ": "n",
        "-": "",
        "\u2010": "",
        "\u2011": "",
        "\u2013": "",
        "\u2019": "",
        "\u2018": "",
        "'": "",
        "`": "",
        "ʼ": "",
    }
)
_NOT_LETTER = pattern(r"[\W\d_]+")
_BEYOND_ASCII = pattern(r"[^\x00-\x7f]+")
_FOLDED = bytes(b if chr(b).isalpha() else 0x20 for b in bytes(range(128)).lower()) + bytes(range(128, 256))
"""What each byte of ASCII text is folded to, but for those that are dropped (:data:`_JOINING`)."""
_JOINING = b"-'`"
_SPELLED = pattern(r"(?:[^\W\d_]\.?[-\s]*){1,4}")
_GLUED = pattern(r"[A-Z](?:[-.]?\s?[A-Z]){1,2}\.?|[A-Z][bcdfghjklmnpqrstvwxz]\.?")
_SUFFIX_END = pattern(r" (?:jr|sr|ii|iii|iv)$")
_CACHE = 1 << 14


def fold(text: str) -> str:
    """Letters only, no accents, no case; hyphens and apostrophes join, all else separates: ``fold("Jean-Marie O'Neil") == "jeanmarie oneil"``."""
    if text.isascii():
        if text.isalpha():
            return text.lower()
    else:
        text = _BEYOND_ASCII.sub(_folded_run, text)
    return b" ".join(text.encode().translate(_FOLDED, _JOINING).split()).decode()


def _folded_run(run: re.Match[str]) -> str:
    return run[0].translate(_FOLDED_LETTERS)


class _FoldedLetters(dict[int, str]):
    """For :meth:`str.translate`: what each letter beyond ASCII is folded to; filled as they come. No letter looks at its neighbours."""

    def __missing__(self, code: int) -> str:
        text = unicodedata.normalize("NFKD", chr(code).translate(_JOIN))
        plain = "".join([c for c in text if not unicodedata.combining(c)]).translate(_JOIN)
        self[code] = found = _NOT_LETTER.sub(" ", plain.casefold())
        return found


_FOLDED_LETTERS = _FoldedLetters()


@lru_cache(maxsize=_CACHE)
def is_latin(text: str) -> bool:
    """True where all letters are Latin; the name model knows no other script."""
    return text.isascii() or all(c < "\u0250" or "\u1e00" <= c < "\u1f00" or not c.isalpha() for c in text)


@lru_cache(maxsize=_CACHE)
def is_spelled_initials(text: str) -> bool:
    """True for single capital letters set apart: "Z. F.", "J.-P.", "A". Never for "HE" or "AB", which may be names."""
    text = text.strip()
    return text.isascii() and text.upper() == text and bool(_SPELLED.fullmatch(text)) and not any(len(w) > 1 for w in re.split(r"[.\s-]+", text))


@lru_cache(maxsize=_CACHE)
def is_given_initials(text: str) -> bool:
    """True for initials as given names are abbreviated: also glued ("KJ", "H-M") and of two letters ("Th.", "Ph")."""
    return is_spelled_initials(text) or (text.isascii() and bool(_GLUED.fullmatch(text.strip())))


@lru_cache(maxsize=_CACHE)
def given_key(text: str) -> str:
    """The first given name that is written out, else the initials with a closing point ("z f."), else ""."""
    words = fold(text).split()
    if not words:
        return ""
    if is_given_initials(text):
        return " ".join(words) + "."
    return next((w for w in words if len(w) > 1 or not w.isascii()), " ".join(words) + ".")


def family_key(text: str) -> str:
    """The folded family name with its particles."""
    return fold(text)


def given_of(name: Name) -> str:
    """What stands in the given column: "" for a literal."""
    return "" if name.literal else name.given


def family_of(name: Name) -> str:
    """What stands in the family column: family name with particles and suffix, or the literal."""
    if name.literal:
        return name.literal
    return f"{name.surname} {name.suffix}" if name.suffix else name.surname


def pair(name: Name) -> Pair:
    """The name as (given, family)."""
    if name.literal:
        return "", name.literal
    return name.given, f"{name.surname} {name.suffix}" if name.suffix else name.surname


def full(name: Name) -> str:
    """The name as it is read, without a sign for what is lost."""
    if name.literal:
        return name.literal
    family = f"{name.surname} {name.suffix}" if name.suffix else name.surname
    return f"{name.given} {family}" if name.given and family else name.given or family


@lru_cache(maxsize=_CACHE)
def given_agrees(first: str, second: str) -> bool:
    """True where two given names may be one person's: equal, one more fully given, or initials of each other."""
    x, y = fold(first), fold(second)
    if not x or not y:
        return False
    if x == y or x.replace(" ", "") == y.replace(" ", ""):
        return True
    p, q = x.split(), y.split()
    if is_given_initials(first) or is_given_initials(second):
        return _initials(first)[0] == _initials(second)[0]
    if p[0] == q[0]:
        return True
    short = min(len(p[0]), len(q[0]))
    if short == 1:
        return p[0][0] == q[0][0]
    return short >= 3 and p[0][:short] == q[0][:short]


@lru_cache(maxsize=_CACHE)
def family_agrees(first: str, second: str) -> bool:
    """True where two family names may be one person's: equal, with or without suffix, or one part of a double name left out."""
    x, y = _SUFFIX_END.sub("", fold(first)), _SUFFIX_END.sub("", fold(second))
    if not x or not y:
        return False
    if x == y or x.replace(" ", "") == y.replace(" ", ""):
        return True
    p, q = x.split(), y.split()
    if len(p) > 1 and len(q) > 1:
        return False
    return p[-1] == q[-1] or (p[0] == q[0] and len(p[0]) > 3)


def agrees(first: Pair, second: Pair) -> bool:
    """True where two names may be one person's. A single name agrees with a person of the same family name only if nothing else is known."""
    if family_agrees(first[1], second[1]) and (given_agrees(first[0], second[0]) or not first[0] or not second[0]):
        return True
    return fold(" ".join(first)) == fold(" ".join(second))


def agrees_swapped(first: Pair, second: Pair) -> bool:
    """True where the given name of one is the family name of the other, and the reverse."""
    if not all(first) or not all(second):
        return False
    return (family_agrees(first[0], second[1]) and given_agrees(first[1], second[0])) or (
        given_agrees(first[0], second[1]) and family_agrees(first[1], second[0])
    )


def is_part(text: str) -> bool:
    """True for text that names something: neither empty nor a programming language's nothing."""
    return bool(text.strip()) and not tokens.is_null(text)


def _initials(text: str) -> str:
    return "".join(w[0] for w in fold(text).split())
