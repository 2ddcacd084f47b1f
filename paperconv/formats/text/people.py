"""Where the list of names at the head of an entry ends, told by the one form in which all its names are written."""

import re
from functools import lru_cache

from paperconv.authors import model
from paperconv.authors.look import looks_like_authors

_UPPER = r"[^\W\d_a-zß-öø-ÿа-яё]"
_PARTICLE = (
    r"(?:(?:van|von|de|der|den|del|della|di|da|dos|du|la|le|el|al|ter|ten|zu|zur|af|av|bin|ibn|Van|Von|De|Della|Di|La|Le)\s+"
    r"(?:(?:der|den|de|la|los)\s+)?)"
)
_WORD = rf"(?:[dDlLO]['’])?{_UPPER}[\w'’\-‐]+"
_FAMILY = rf"(?:{_PARTICLE})?{_WORD}(?:\s{_WORD}){{0,2}}"
_INITIAL = rf"(?:{_UPPER}|Yu|Ch|Th|Ph|Zh|Sh|Kh|Ya|Ts|Dzh|Ю|Я)\."
_POINTS = rf"{_INITIAL}(?:\s?[\-‐]?{_INITIAL})*(?:\s(?:van|von|de|der|den|van der|van den|de la|da|dos))?"
_LETTERS = rf"{_UPPER}(?:[ \-‐]?{_UPPER}){{0,3}}(?![\w'’])(?!\.\s?[\-‐]?{_UPPER}\.)"
_SUFFIX = r"(?:,?\s(?:Jr|Sr|II|III|IV)\b\.?)?"
_GIVEN = rf"(?:{_POINTS}(?:\s{_WORD}(?=\s*;))?|{_UPPER}[\w'’\-‐]+(?:\s{_UPPER}[\w'’\-‐]+){{0,2}}(?:\s?{_INITIAL})*)"

_INITIALS_FIRST = rf"{_POINTS}\s?{_FAMILY}{_SUFFIX}"
_INITIALS_BEHIND = rf"{_FAMILY},\s?{_POINTS}{_SUFFIX}"
_FORMS = tuple(
    (re.compile(first), re.compile(later))
    for first, later in (
        (_INITIALS_FIRST, _INITIALS_FIRST),  # Y. LeCun
        (_INITIALS_BEHIND, _INITIALS_BEHIND),  # LeCun, Y.
        (_INITIALS_BEHIND, _INITIALS_FIRST),  # LeCun, Y., Y. Bengio
        (rf"{_FAMILY}\s{_POINTS}{_SUFFIX}", rf"{_FAMILY}\s{_POINTS}{_SUFFIX}"),  # LeCun Y.
        (rf"{_FAMILY}\s{_LETTERS}{_SUFFIX}", rf"{_FAMILY}\s{_LETTERS}{_SUFFIX}"),  # LeCun Y
        (rf"{_FAMILY},\s?{_LETTERS}", rf"{_FAMILY},\s?{_LETTERS}"),  # LeCun, Y
    )
)
_CAPITALS = rf"(?:{_UPPER}['’])?{_UPPER}{{2,}}(?:[\-‐ ]{_UPPER}{{2,}}){{0,3}}"
_CAPITALS_FIRST = re.compile(rf"{_CAPITALS},\s(?:{_POINTS}|{_UPPER}[\w'’\-‐]*[^\W\dA-Z](?:\s{_UPPER}[\w'’\-‐]*[^\W\dA-Z]){{0,2}}(?:\s?{_INITIAL})*)")
_INVERTED = re.compile(rf"{_FAMILY},\s{_GIVEN}")
_AND = r"(?:and|&|und|y|et|e|и|en|och)"
_SEPARATOR = re.compile(rf",?\s*(?:…|\.\s?\.\s?\.),?\s*(?:&\s*)?|\s*[,;]\s*(?:{_AND}\s+)?|\s+{_AND}\s+")
_SEMICOLON = re.compile(rf"\s*;\s*(?:{_AND}\s+)?|\s+(?:and|&)\s+")
_OTHERS = re.compile(r",?\s+(?:\(?et\.?\s?al\b\.?\)?|and others|and \d+ others|u\.\s?a\.|и др\.|y otros|e outros)|,?\s*等")
MORE_AUTHORS = re.compile(r",?\s*\+\s?\d+ authors?\b,?\s*")
"""How Semantic Scholar shortens a list: "+5 authors"."""
_SINGLE = re.compile(rf"((?:{_PARTICLE})?{_WORD})\s({_LETTERS})\.?")
_RUSSIAN_OTHERS = re.compile(r"\s+и др\.?$")
_GOES_ON = re.compile(rf"\.?\s+(?:{_PARTICLE})?{_WORD}(?=[,:.]|\s(?:and|&)\s)")
_END = re.compile(r"\.?\s*(?:[,:.;(\[“\"«„\x03—–]|\Z)\s*|(?<=\.)\s+")
_ORDINARY = rf"(?:{_WORD}|{_UPPER}\.)(?:\s(?:{_UPPER}\.|(?:van|von|de|der|da|del|di)|{_WORD})){{1,5}}"
_FULL = re.compile(rf"(?:{_ORDINARY},\s)*{_ORDINARY},?\s(?:and|&)\s{_ORDINARY}(?=[,.:]\s)")
_PAIR = rf"(?:{_PARTICLE})?{_WORD},\s(?:{_WORD}|{_UPPER}\.)(?:\s(?:{_UPPER}\.|{_WORD})){{0,2}}(?:\s(?:van der|van den|van|von|de la|de|da|di))?"
_PAIRS = re.compile(rf"(?:{_PAIR},\s)*{_PAIR},?\s(?:and|&)\s{_PAIR}\.?(?=[,:(]|\s)")
_FIRST_INVERTED = re.compile(rf"{_PAIR}\.?,\s(?:{_ORDINARY},\s)*(?:(?:and|&)\s{_ORDINARY}(?=[,.:(]|\s[(\x03])|et al\.|and others)")
_ONE_INVERTED = re.compile(rf"{_PAIR}(?=[.,]\s*[“\"«]|:\s|\.?\s*[\x03(]|\.?\s(?:19|20)\d\d[a-z]?\.)")
_ONE_WITH_INITIAL = re.compile(rf"(?:{_PARTICLE})?{_WORD},\s{_WORD}(?:\s{_UPPER}\.)+(?=,\s)")
_FULL_ONE = re.compile(rf"{_WORD}\s(?:{_UPPER}\.\s?)+(?:(?:van|von|de|der)\s)*{_WORD}(?=[,:]\s)")


_LISTS = (
    (_FIRST_INVERTED, 0.93, 0.5),
    (_PAIRS, 0.93, 0.5),
    (_FULL, 0.93, 0.7),
    (_ONE_INVERTED, 0.78, 0.3),
    (_ONE_WITH_INITIAL, 0.75, 0.3),
    (_FULL_ONE, 0.72, 0.4),
)
"""Lists of names in full, how sure they are, and how much they must look like authors besides."""


@lru_cache(maxsize=4096)
def leading(text: str) -> tuple[float, int, int]:
    """The list of names that ``text`` begins with: how sure it is (0 where there is none), its end, and where the rest begins.

    Initials tell a name from a title, and the next name has them where the first has; so "Y. LeCun, G. Hinton, Deep Learning, MIT Press" is two
    names. Lists of full names count where they end with "and" or are set apart by semicolons, and look like names.
    """
    best = (0.0, 0, 0)
    for first, later in _FORMS:
        count, end = _run(text, first, later, _SEPARATOR)
        if count == 1 and _is_given(text, end):
            continue
        if count and end > best[1]:
            best = _closed(text, end, 0.97 if count > 1 else 0.78, best)
    for pattern, separator, least in ((_INVERTED, _SEMICOLON, 2), (_CAPITALS_FIRST, _SEPARATOR, 1)):
        count, end = _run(text, pattern, pattern, separator)
        if count >= least and end > best[1]:
            best = _closed(text, end, 0.95 if count > 1 else 0.8, best)
    if best[1] == 0:
        for listed, score, likely in _LISTS:
            m = listed.match(text[:1500])
            if m is None or looks_like_authors(m[0]) < likely:
                continue
            first_of_several = listed in (_FULL_ONE, _ONE_WITH_INITIAL) and looks_like_authors(_next_piece(text, m.end())) >= likely
            if not first_of_several:
                return _closed(text, m.end(), score, best)
    return best


def _is_given(text: str, end: int) -> bool:
    """True where what looks like a family name with initials is the beginning of a whole name: "Claude E. Shannon, …"."""
    m = None if "," in text[:end] else _GOES_ON.match(text, end)
    return m is not None and (text[m.end() : m.end() + 1] not in (".", ":") or model.default().role(text.split()[0]) > 0)


def _next_piece(text: str, end: int) -> str:
    return re.split(r"[,.:]\s", text[end + 2 :], maxsplit=1)[0]


def _run(text: str, first: re.Pattern[str], later: re.Pattern[str], separator: re.Pattern[str]) -> tuple[int, int]:
    """How many names stand in a row from the beginning, and where the last one ends."""
    m = first.match(text)
    count, end = 0, 0
    while m is not None:
        count, end = count + 1, m.end()
        between = separator.match(text, end)
        m = later.match(text, between.end()) if between is not None and between.end() > end else None
    return count, end


def _closed(text: str, end: int, score: float, otherwise: tuple[float, int, int]) -> tuple[float, int, int]:
    """The list with "et al." behind it, if a mark closes it; ``otherwise`` where it runs on into words."""
    others = _OTHERS.match(text, end)
    if others is not None:
        end, score = others.end(), max(score, 0.95)
    m = _END.match(text, end)
    if m is None or (m.end() == end and end < len(text)):
        return otherwise
    return score, end, m.end()


def covers(text: str) -> float:
    """How sure it is that ``text``, which stands before a title in quotes, is a list of names in one form throughout."""
    score, end, _ = leading(f"{text.rstrip(' ,')}, “")
    return score if end >= len(text.rstrip(" ,.")) > 0 else 0.0


def is_one(text: str) -> bool:
    """True for two to four words with capitals of which the first is rather a given name: "Donna Haraway"."""
    words = text.rstrip(" ,").split()
    return 2 <= len(words) <= 4 and all(_NAME_WORD.fullmatch(w) for w in words) and model.default().role(words[0]) > _GIVEN_ODDS


_NAME_WORD = re.compile(rf"{_WORD}|{_UPPER}\.")
_GIVEN_ODDS = 2.0


def inverted(text: str) -> str:
    """A single name whose family name stands first ("KNUTH D E") with the comma that says so; any other text as it is."""
    text = _RUSSIAN_OTHERS.sub(" et al.", text)
    m = _SINGLE.fullmatch(text)
    return f"{m[1]}, {m[2]}" if m is not None and not (m[1].isupper() and len(m[1]) <= len(m[2])) else text
