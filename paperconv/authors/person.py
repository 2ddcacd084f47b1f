"""One written name -> a :class:`~paperconv.model.Name`. What is printed is kept: nothing is corrected here."""

import re
from functools import lru_cache

from paperconv.authors import tokens
from paperconv.model import Name
from paperconv.patterns import pattern

_SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv", "ph.d.", "phd", "m.d."})
_ORDINALS = frozenset({"2nd", "3rd", "4th", "5th"})
_LONGEST_SUFFIX = max(map(len, _SUFFIXES | _ORDINALS))
_CAPITAL_PARTICLES = frozenset("De Del Della Di Da Dos Das Du La Le El Al Von Van Der Den Ten Ter San Bin Ibn Ben Abu St.".split())
"""Particles that some people write with a capital; between a given and a family name they belong to the latter."""
_LINKS = frozenset({"y", "e", "i"})
"""What joins the two halves of a Spanish, Portuguese or Catalan family name."""

_SPELLED = pattern(r"[^\W\d_]\.?(?:[-\s]*[^\W\d_]\.)*(?:[-\s]*[^\W\d_])?\.?|(?:[A-Z][a-z]?\.[-\s]?)+")
_JOINTS = pattern("[-'’]")
_VOWEL = pattern(r"[AEIOUYÄÖÜÉ]")
_FINAL = r"(?:iang|iong|uang|ang|eng|ing|ong|uai|ian|iao|uan|ai|an|ao|ei|en|er|ia|ie|in|iu|ou|ua|ue|ui|un|uo|a|e|i|o|u)"
_SYLLABLE = rf"(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxzcsrwy])?{_FINAL})"
PINYIN_SYLLABLE = pattern(_SYLLABLE, re.I)
"""One syllable of Chinese in Latin letters: as a given name it is borne by hundreds of thousands."""
PINYIN = pattern(rf"{_SYLLABLE}{{1,2}}", re.I)
"""One or two syllables of Chinese in Latin letters: "Kaiming" is no participle."""
_OTHER_SCRIPT = pattern(r"[\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")


def is_spelled(text: str) -> bool:
    """True for initials written with points or as single letters ("Z. F.", "J.-P.", "A"); "HE" and "AB" may be names."""
    return len(text) <= 16 and (len(text) < 2 or "." in text or " " in text) and _SPELLED.fullmatch(text) is not None


def is_glued_initials(word: str) -> bool:
    """True for two or three capitals that are no syllable of Chinese: the "AM" of "Turing AM", not the "HE" of "Na HE"."""
    return 2 <= len(word) <= 3 and word.isascii() and word.isalpha() and word.isupper() and PINYIN.fullmatch(word) is None


def is_cjk(text: str) -> bool:
    """True where the text holds Chinese, Japanese or Korean letters."""
    return not text.isascii() and _OTHER_SCRIPT.search(text) is not None


def is_suffix(word: str) -> bool:
    """True for a generational suffix or degree that follows a name: Jr., III, 3rd, PhD."""
    return len(word) <= _LONGEST_SUFFIX and ((word.lower() in _SUFFIXES and word.lower() != word) or word in _ORDINALS)


def inverted(family: str, given: str, suffix: str = "") -> Name:
    """The name printed as "family, given": particles before the family name and behind the given name are told apart.

    >>> inverted("van der Berg", "Jan").non_dropping_particle
    'van der'
    """
    if " " not in family and " " not in given:
        return Name(family, given, "", "", suffix)
    particle = dropping = ""
    if " " in family and family[0].islower():
        words = family.split()
        cut = _leading_particles(words)
        particle, family = " ".join(words[:cut]), " ".join(words[cut:])
    head, _, last = family.rpartition(" ")
    if head and not suffix and is_suffix(last):  # "Smith Jr., John"
        family, suffix = head, last
    head, _, last = given.rpartition(" ")
    if head and not suffix and is_suffix(last):  # "Smith, John Jr", as PubMed prints it
        given, suffix = head, last
    if " " in given and given[-1].islower():
        words = given.split()
        cut = len(words)
        while cut > 1 and words[cut - 1].islower() and words[cut - 1] in tokens.PARTICLES:
            cut -= 1
        dropping, given = " ".join(words[cut:]), " ".join(words[:cut])
    return Name(family, given, dropping, particle, suffix)


@lru_cache(maxsize=1 << 14)
def whole(text: str) -> Name:
    """The name printed in reading order: "Jan van der Berg", "Z. F. Wu", "Liu F.", "DeepSeek-AI", "王伟".

    A single word is a literal, and so is what surely names an organisation. "Daya DeepSeek-AI" is neither: it stays a person.
    """
    words = text.split()
    if not words:
        return Name()
    if len(words) == 1:
        return _initials_glued(text)
    if tokens.organisation_weight(text) == 2:
        return Name(literal=" ".join(words))
    if is_cjk(text):  # family name first where the two are set apart
        return Name(words[0], " ".join(words[1:]))
    suffix = ""
    if len(words) > 2 and is_suffix(words[-1]):
        suffix = words.pop()
    if (is_spelled(words[-1]) or is_glued_initials(words[-1])) and not is_spelled(words[0]) and not words[0].isupper():
        cut = len(words) - 1
        while cut > 1 and is_spelled(words[cut - 1]):
            cut -= 1
        return inverted(" ".join(words[:cut]), " ".join(words[cut:]), suffix)
    if _is_shouted(words[0]) and all(w[0].isupper() and not w.isupper() for w in words[1:]):
        return Name(words[0], " ".join(words[1:]), suffix=suffix)
    start = _family_start(words)
    given, rest = words[:start], words[start:]
    cut = _leading_particles(rest) if rest[0].islower() else 0
    return Name(" ".join(rest[cut:]), " ".join(given), "", " ".join(rest[:cut]), suffix)


def parse_name(text: str) -> Name:
    """One name in either order: "Given Family" or "Family, Given" or "Family, Suffix, Given". Empty text gives an empty name."""
    parts = [p.strip() for p in text.split(",") if p.strip()] if "," in text else [text.strip()]
    if len(parts) < 2:
        return whole(parts[0]) if parts else Name()
    if len(parts) == 2 and is_suffix(parts[1]):
        return whole(f"{parts[0]} {parts[1]}") if " " in parts[0] else Name(parts[0], suffix=parts[1])
    if len(parts) == 2:
        return inverted(parts[0], parts[1])
    if is_suffix(parts[1]):
        return inverted(parts[0], " ".join(parts[2:]), parts[1])
    if is_suffix(parts[-1]):
        return inverted(parts[0], " ".join(parts[1:-1]), parts[-1])
    return inverted(parts[0], ", ".join(parts[1:]))


def _leading_particles(words: list[str]) -> int:
    """How many words at the beginning are particles; the last word never is one."""
    cut = 0
    while cut < len(words) - 1 and words[cut].islower() and words[cut] in tokens.PARTICLES:
        cut += 1
    return cut


def _family_start(words: list[str]) -> int:
    """Where the family name begins in a name of two or more words in reading order."""
    last = len(words) - 1
    for i, word in enumerate(words[:last]):
        if word.islower() and word in tokens.PARTICLES:
            return i
    if last >= 3 and words[last - 1] in _LINKS:
        return last - 2
    start = last
    while start > 1 and words[start - 1] in _CAPITAL_PARTICLES:
        start -= 1
    return start


def _initials_glued(word: str) -> Name:
    """A single word: "M.Magliocchetti" is initials and a family name, all else a name of its own."""
    point = word.rfind(".", 0, len(word) - 1)
    if point > 0 and is_spelled(word[: point + 1]) and _JOINTS.sub("", word[point + 1 :]).isalpha() and len(word) - point > 2:
        return Name(word[point + 1 :], word[: point + 1])
    return Name(literal=word)


def _is_shouted(word: str) -> bool:
    return len(word) > 2 and word.isupper() and "." not in word and _VOWEL.search(word) is not None
