"""Does a line look like a list of authors? Evidence for the reader of listings, from the line alone."""

import re
from functools import lru_cache

from paperconv.authors import tokens
from paperconv.authors.person import PINYIN, is_cjk, is_glued_initials, is_spelled
from paperconv.markup.latex_decode import decode
from paperconv.patterns import pattern

HEAD = 500
"""Characters looked at: a list of hundreds of names shows what it is by its first ones."""
_SEPARATOR = pattern(r"[,;、，；•|]\s*(?:(?:and|&)\s+)?|\s+(?:[·∙⋅]|and|&|und)\s+", re.I)
_BRACKET = pattern(r"\s*\([^()]*(?:\([^()]*\)[^()]*)*\)?")
_WORD = pattern(r"[^\W\d_][^\W\d_]*(?:[.'’‘`´·‐‑-][^\W\d_]*)*[\d*∗†‡§¶⋆]*\.?")
_ET_AL = pattern(r"\s*,?\s+et\.? al\.?$|,? and others\.?$", re.I)
_MORE = pattern(r"\+\s*\d+\s*(?:more\s+|other\s+)?(?:authors?|others)?", re.I)
_MARK = pattern(r"[\d*∗†‡§¶⋆\s]+")
_COMMON = frozenset(
    """
    a an the of in on for to with from by at as is are be we our you your it its this that these those not all no how why what when where
    which who can do does has have via using towards toward into over under between based new more most vs versus without within beyond
    through than their there here use used one two three accepted appear submitted published pages figures tables comments data code
    available results first part report
    technical workshop license introduction conclusion readme
    """.split()
)
"""Words that stand in titles and sentences and never in names."""
_TERM = pattern(
    r"(?:[a-z]{4,}(?:ings?|tions?|sions?|ments?|ness|ities|ity|ics|ous|ive|able|ible|ary|ory|ized|ised|isms?|ology|ological|ical|ular|ance|ence)"
    r"|network|networks|model|models|system|systems|theory|method|methods|learning|deep|neural|image|images|quantum|field|analysis|language|languages|review|survey|study"
    r"|journal|conference|proceedings|university|press|phys|rev|lett|science|nature|letters|research|memory|graph|graphs|transformer|transformers|attention)",
    re.I,
)
"""Endings and words of technical terms. Some family names end so too, so that one alone decides nothing."""
_BY_LINE = pattern(r",?\s+(?:for|on behalf of)\s+(?:the\s+)?(?=.+(?:collaborations?|consortium|team|group))|:\s+(?=[A-Z])", re.I)


def looks_like_authors(text: str) -> float:
    """How much a line looks like a list of authors: 0 (not at all) to 1. One name alone gives no more than a half."""
    return _looked_at(text.strip()[: HEAD + 1])


@lru_cache(maxsize=8192)
def _looked_at(text: str) -> float:
    if len(text) < 3 or not any(map(str.isalpha, text[:40])):
        return 0.0
    head = text if len(text) <= HEAD else text[: max(text.rfind(",", 0, HEAD), text.rfind(";", 0, HEAD), text.rfind(" and ", 0, HEAD), 60)]
    if "(" in head:
        head = _BRACKET.sub("", head)
    if head[:3].lower() == "by ":
        head = head[3:]
    if "\\" in head or "{" in head:
        head = decode(head)
    small = head.casefold()
    if (":" in small or "for" in small or "behalf" in small) and tokens.is_collaboration(head):
        head = _BY_LINE.sub(", ", head, count=1)
    if small.rstrip().endswith(("al", "al.", "others", "others.")):
        head = _ET_AL.sub(", et al.", head)
    parts = [p for p in map(str.rstrip, _SEPARATOR.split(head.rstrip(" .,;"))) if p and not _MARK.fullmatch(p)]
    if not parts:
        return 0.0
    scores = [_part(p) for p in parts]
    value = sum(scores) / len(scores)
    if len(parts) == 1:
        return _alone(parts[0], value)
    if all(" " not in p and not is_cjk(p) for p in parts) and len(parts) < 4:
        value *= 0.8 if len(parts) == 2 else 0.7  # "Rates, Risks and Returns" has the shape of a flat list
    if scores[0] < 0.5 or (scores[-1] == 0 and len(text) <= HEAD and not _ends_cut(parts[-1])):
        value *= 0.6
    return round(value if len(parts) > 2 else value * 0.95, 3)


def _ends_cut(part: str) -> bool:
    return tokens.is_et_al(part) or part.endswith(("…", "..."))


@lru_cache(maxsize=1 << 16)
def _part(part: str) -> float:
    """How much one part of the list looks like a name, or half of one."""
    if _MORE.fullmatch(part):
        return 1.0
    if len(part) < 12 and (tokens.is_et_al(part) or tokens.is_null(part) or tokens.is_suffix(part)):
        return 1.0
    words = part.split()
    if not words or len(words) > 6:
        return 0.0
    if is_cjk(part):
        return 0.9 if len(part) <= 12 else 0.0
    if any(w.lower() in _COMMON for w in words if len(w) > 1):
        return 0.1 if tokens.organisation_weight(part) == 2 else 0.0
    terms = 0
    for word in words:
        if word.endswith(".") and word is not words[-1] and len(word) > 4 and "-" not in word and word.count(".") == 1:
            return 0.1  # a sentence ends within it
        if word.islower():
            if word not in tokens.PARTICLES:
                return 0.0
        elif not _WORD.fullmatch(word.strip("’'")) and not is_spelled(word):
            return 0.1
        elif _TERM.fullmatch(word) and not PINYIN.fullmatch(word):
            terms += 1
    if tokens.organisation_weight(part) == 2:
        return 0.8
    if terms:
        return 0.55 if terms == 1 and len(words) > 1 else 0.15
    if len(words) == 1 and len(part) > 1 and part.isupper() and len(part) > 3:
        return 0.7
    return 1.0 if len(words) < 5 else 0.7


def _alone(part: str, value: float) -> float:
    """A line without separators: one name, a short title, or a word."""
    words = part.split()
    if len(words) == 1:
        return 0.35 * value if tokens.organisation_weight(part) == 2 else 0.1 * value
    if len(words) > 5:
        return 0.0
    initials = any(is_spelled(w) and (len(w) > 1 or w != "A") for w in words) or (is_glued_initials(words[-1]) and not words[0].isupper())
    particle = any(w.islower() for w in words)
    return round(value * (0.85 if initials else 0.6 if particle else 0.5 if len(words) < 4 else 0.3), 3)
