"""BibTeX's name lists, both ways (btxdoc, section 4, "Names"; btxhak; Markey, "Tame the BeaST", 11).

Read: ``First von Last``, ``von Last, First``, ``von Last, Jr, First``, a name in braces, BibLaTeX's ``family=…, given=…``.
Written: always ``von Last, Jr, First``; in braces what is no person with two names, or would be cut.
"""

import re
from functools import lru_cache
from typing import Any

from paperconv.authors import tokens
from paperconv.authors.tokens import is_suffix
from paperconv.markup.latex import clean, decode, encode, is_tex
from paperconv.model import Name
from paperconv.model.name import LOST_SIGN
from paperconv.patterns import pattern

OTHERS = "others"
"""The last name of a list that BibTeX is told to cut ("and others")."""

_AND = pattern(r"\s+and(?=\s|$)", re.I)
_AND_OR_BRACE = pattern(r"[{}]|\s+and(?=\s|$)", re.I)
_WHOLE = pattern(r"(?:[^{}]++|\{(?:[^{}]++|\{(?:[^{}]++|\{[^{}]*+\})*+\})*+\})*+")
"""Text whose braces all pair up, three deep: it was not cut inside braces."""
_COMMA_OR_BRACE = pattern(r"[{},]")
_SPACE_OR_BRACE = pattern(r"[{}]|[\s~]+")
_PART = pattern(r"\s*(family|given|prefix|suffix|id|(?:family|given|prefix|suffix)-i|useprefix)\s*=\s*(.*)", re.S)
_QUOTED = pattern(r'"([^"]*)"')
_NAME_BEGINS = pattern(r"[^\W_]|\[\?\]")
# What no part of a name has: of such signs biber makes initials that break TeX.
_NO_NAME = pattern(r"[\\{}$%&#_^~<>|@\"\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e]|--|''|``|^[^\w'’‘ʻʼ(]|^\W+$|^\s|\s$")
_SPLITS = pattern(r",|(?<!\S)and(?!\S)", re.I)
_LETTER = "A-Za-zÀ-ÖØ-öø-ÿ"
_EVERYDAY = pattern(rf"[A-ZÀ-ÖØ-Þ][{_LETTER}.]*+(?:[ '-][{_LETTER}.]++)*+\n[{_LETTER}][{_LETTER}.]*+(?:[ '-][{_LETTER}.]++)*+")
"""Family and given name of most people: the same in TeX, and nothing that would cut them."""
_NOBODY = Name()


def read_names(tex: str) -> tuple[Name, ...]:
    """The names of an ``author`` or ``editor`` field. "and others" becomes a last name with the literal "others"."""
    return tuple(map(read_name, split_names(tex)))


def split_names(tex: str) -> list[str]:
    """The names of a field as they are written, each by itself."""
    tex = tex.strip()
    if not tex:
        return []
    parts = _AND.split(tex)
    if ("{" in tex or "\\" in tex) and not all(map(_WHOLE.fullmatch, parts)):
        parts = _split(tex, _AND_OR_BRACE)
    return [part.strip() for part in parts]


@lru_cache(maxsize=16384)
def read_name(tex: str) -> Name:
    """One name. A name of which nothing is left is an empty :class:`Name`."""
    if not tex:
        return Name()
    if tex[0].isupper() and "=" not in tex and not is_tex(tex):  # most people: a family name without particles, a comma, given names
        last, _, first = tex.partition(",")
        if "," not in first and (given := " ".join(first.split())):
            return Name(family=" ".join(last.split()), given=given)
    if _is_group(tex):
        return _literal(decode(tex))
    parts = [p.strip() for p in _split(tex, _COMMA_OR_BRACE)]
    if _PART.fullmatch(parts[0]):
        return _from_keyed_parts(parts)
    while len(parts) > 1 and not parts[-1]:
        parts.pop()
    if len(parts) == 1:
        return _first_von_last(parts[0])
    suffix, given = "", parts[1]
    if len(parts) == 3:
        suffix, given = parts[1], parts[2]
        if is_suffix(decode(given)) and not is_suffix(decode(suffix)):  # "Smith, John, Jr.", a usual slip
            suffix, given = given, suffix
    elif len(parts) > 3:
        given = ", ".join(parts[1:])
    particle, family = _von_last(_words(parts[0]))
    return _person(decode(family), decode(given), decode(particle), decode(suffix))


def write_names(names: tuple[Name, ...], ascii: bool = False) -> str:
    """The value of an ``author`` field, without its braces; "" where no name is left to write. A last "et al." is BibTeX's "others"."""
    known = [n for n in names if n != _NOBODY]
    written = [text for n in known if (text := _write_name(n, ascii))]
    if len(written) > 1 and tokens.is_et_al(known[-1].literal):
        written[-1] = OTHERS
    return " and ".join(written)


@lru_cache(maxsize=16384)
def _write_name(name: Name, ascii: bool) -> str:
    if name.literal or name.lost or not (name.family and name.given):
        return _braced(name.literal or name.display(), ascii)
    particles = " ".join(p for p in (name.dropping_particle, name.non_dropping_particle) if p)
    if not particles and not name.suffix and not ascii and _EVERYDAY.fullmatch(f"{name.family}\n{name.given}"):
        text = f"{name.family}, {name.given}"
        if "and" not in text.lower():
            return text
    texts = (particles, name.family, name.suffix, name.given)
    commas = sum(text.count(",") for text in texts) + bool(name.suffix)
    if commas > 1 or any(_NO_NAME.search(text) for text in texts):  # biber counts commas in braces too
        return _braced(name.display(), ascii)
    before, family, suffix, given = (_part(text, ascii) for text in texts)
    if not before and family[0].islower() and "-" in family and " " not in family:
        family = "{" + family + "}"
    head = f"{before} {family}" if before else family
    return f"{head}, {suffix}, {given}" if suffix else f"{head}, {given}"


def _braced(text: str, ascii: bool) -> str:
    """A name as one piece; what has no letter is "[?]".

    Signs at its beginning are left out and straight quotes made round: biber makes initials of them that break TeX.
    """
    text = _QUOTED.sub(r"“\1”", clean(text)).replace('"', "”").replace("``", "“").replace("''", "”")
    start = _NAME_BEGINS.search(text)
    tex = encode(text[start.start():], ascii).strip() if start else LOST_SIGN
    return "{" + tex + "}"


def _part(text: str, ascii: bool) -> str:
    """One part of a name, in braces where it holds what would cut the name."""
    tex = encode(text, ascii).strip()
    return "{" + tex + "}" if _SPLITS.search(text) else tex


def _literal(text: str) -> Name:
    if text.endswith(" " + LOST_SIGN):
        return Name(given=text[:-len(LOST_SIGN) - 1], lost="family")
    if text.startswith(LOST_SIGN + " "):
        return Name(family=text[len(LOST_SIGN) + 1:], lost="given")
    return Name(literal=text) if text else Name()


def _person(family: str, given: str, particle: str = "", suffix: str = "") -> Name:
    if not given:
        name = " ".join(p for p in (particle, family) if p)
        return _literal(f"{name}, {suffix}" if suffix else name)
    return Name(family=family, given=given, non_dropping_particle=particle, suffix=suffix)


def _first_von_last(tex: str) -> Name:
    if tex.lower() == OTHERS:
        return Name(literal=OTHERS)
    words = _words(tex)
    if len(words) < 2:
        return _literal(decode(tex))
    lower = [i for i, word in enumerate(words[:-1]) if _is_lower(word)]
    if not lower or (len(words) == 2 and _is_lower(words[1])):  # somebody who writes himself small has no particle
        return _person(decode(words[-1]), decode(" ".join(words[:-1])))
    first, last = lower[0], lower[-1]
    return _person(decode(" ".join(words[last + 1:])), decode(" ".join(words[:first])), decode(" ".join(words[first:last + 1])))


def _von_last(words: list[str]) -> tuple[str, str]:
    """The particles (the lower-case words at the beginning, never the last word) and the family name."""
    count = 0
    while count < len(words) - 1 and _is_lower(words[count]):
        count += 1
    return " ".join(words[:count]), " ".join(words[count:])


def _is_lower(word: str) -> bool:
    """True where BibTeX takes a word for a "von": its first letter outside plain braces is a small one."""
    if word.startswith("{") and not word.startswith("{\\"):
        return False
    return next((c.islower() for c in decode(word) if c.isalpha()), False)


def _from_keyed_parts(parts: list[str]) -> Name:
    """BibLaTeX's extended name format (biblatex manual, 3.5)."""
    found: dict[str, Any] = {}
    for part in parts:
        if match := _PART.fullmatch(part):
            found[match[1]] = decode(match[2].strip('"'))
    return _person(found.get("family", ""), found.get("given", ""), found.get("prefix", ""), found.get("suffix", ""))


def _is_group(tex: str) -> bool:
    """True where one pair of braces holds the whole name."""
    if not (tex.startswith("{") and tex.endswith("}")):
        return False
    depth = 0
    for match in re.finditer(r"[{}]", tex):
        depth += 1 if match[0] == "{" else -1
        if depth == 0:
            return match.end() == len(tex)
    return False


def _words(tex: str) -> list[str]:
    if "{" not in tex:
        return tex.replace("~", " ").split()
    return [w for w in _split(tex, _SPACE_OR_BRACE) if w]


def _split(tex: str, pattern: re.Pattern[str]) -> list[str]:
    """``tex`` cut at the matches of ``pattern`` that stand outside braces; the pattern matches single braces too."""
    parts: list[str] = []
    depth = start = 0
    for match in pattern.finditer(tex):
        if match[0] == "{":
            depth += 1
        elif match[0] == "}":
            depth = max(depth - 1, 0)
        elif depth == 0:
            parts.append(tex[start:match.start()])
            start = match.end()
    parts.append(tex[start:])
    return parts
