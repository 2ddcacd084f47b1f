"""The one parser of author-list strings, in whatever form they are printed. It reads; what is corrupted stays so, for rules to diagnose."""

import re
from typing import Literal

import msgspec

from paperconv.authors import brackets, tokens
from paperconv.authors.look import looks_like_authors
from paperconv.authors.person import inverted, is_cjk, is_glued_initials, is_spelled, is_suffix, parse_name, whole
from paperconv.markup.latex_decode import decode
from paperconv.model import Name
from paperconv.model.text import unescape
from paperconv.patterns import pattern

__all__ = ["AuthorList", "Form", "looks_like_authors", "parse_authors", "parse_name"]

Form = Literal["empty", "single", "listed", "flat", "pairs", "first-inverted", "initials-behind"]
"""How a list is printed.

    single           one name
    listed           Given Family, Given Family and Given Family
    flat             Family, Given, Family, Given
    pairs            Family, Given; Family, Given   or   Family, Given and Family, Given
    first-inverted   Family, Given, Given Family, and Given Family
    initials-behind  Family I., Family I.   or   Family I, Family I
"""


class AuthorList(msgspec.Struct, frozen=True):
    """A parsed list. ``odd`` is True for a flat list with an odd number of parts; ``doubt`` says in words what is not sure.

    ``leftover`` is text that is part of no name: a legend of affiliations that nobody refers to, "(eds.)", loose numbers.
    """

    names: tuple[Name, ...] = ()
    form: Form = "empty"
    odd: bool = False
    doubt: str = ""
    leftover: str = ""


_LEAD = pattern(r"(?:by|par)\s+(?=[A-Z])|(?:and|&)\s+", re.I)
_ET_AL = pattern(
    r"(?:^|[\s,;]+)(?:(?:and|&)\s+)?(?:et\.?\s*al\b\.?|(?:\d+\s+)?others\b\.?|\d+\s+(?:more\s+|other\s+)?(?:co-?)?authors\.?|等)((?:\s*\x01\d+\x02)*)\s*$",
    re.I,
)
_ET_AL_ENDS = ("al", "al.", "others", "others.", "author", "author.", "authors", "authors.", "等")
"""How such a text ends, but for the signs of brackets (:mod:`.brackets`) behind it."""
_REFERENCE = "\x01\x02 0123456789"
_GAP = pattern(r"\s*,?\s*(?:\.\.\.|…)\s*(?:&\s*)?")
"""The sign for names left out: "A. Author, … Z. Author" (APA), "A Author, ..." (web pages)."""
_AND = pattern(r"(?:\s*,\s*|\s+)(?:and|&|und)\s+|\s*&\s*(?=\S)", re.I)
_AND_ELSEWHERE = pattern(r"(?:,|(?<=[^\W\d_]\.))\s+(?:y|e|i|et|en|og|och|и|та|ve|oraz)\s+(?=[^\W\d_a-zà-öø-ÿа-я])")
"""The word in other languages, behind a comma or an initial: "y" and "e" stand within names too ("Ortega y Gasset")."""
_AND_WORDS = frozenset("y e i et en og och и та ve oraz".split())
_AND_BARE = pattern(r"\s+(?:et|en|og|och|и|ve|oraz)\s+(?=[^\W\d_a-zà-öø-ÿа-я][^\s,]*\s+[^\s,])")
"""Those that stand within no person's name, before a name of two words."""
_SEMICOLON = pattern(r"\s*;\s*(?:(?:and|&)\s+)?", re.I)
_OTHER_COMMAS = str.maketrans({"、": ",", "，": ",", "；": ";", "•": ",", "·": "·", "|": ",", "\u00a0": " "})
_MIDDLE_DOT = pattern(r"\s+[·∙⋅]\s+")
_TEX = pattern(r"\\[A-Za-z'`\"^~=.]|[{}]|\w~\w|\.~")
_FOR = pattern(r"(.+?),?\s+(?:for|on behalf of)\s+(?:the\s+)?(.+(?:collaborations?|consortium|team|group))", re.I)
_ORG_HEAD = pattern(r"(?:the\s+)?([^:;,]{2,80}?(?:collaborations?|consortium|team|group))\s*:\s+", re.I)
_BEHIND_BRACKET = pattern(r"(?<=\x02) (?=[^\W\d_])")
_SET_APART = pattern(r"[,;&]|\band\b|\x02 \x01", re.I)
_MORE = pattern(r"\+\s*\d+\s*(?:more\s+|other\s+)?(?:authors?|others)?", re.I)
"""What web pages print in place of the names they leave out: "+5 authors"."""
_GROUP = pattern(r"\[([^\[\]()]*(?:collaborations?|consorti(?:um|a)))\]", re.I)
_DIGITS = pattern(r"[\d\W]+")


def parse_authors(text: str) -> AuthorList:
    """The names in a printed author list. Empty text gives an empty list; never raises.

    A placeholder ("null"), a shifted pair or a wrong order come out as they are printed. "et al." and its like end the list as
    ``Name(literal="et al.")``. An affiliation in brackets goes to its name; "for the X Collaboration" is a last author.
    """
    text = _prepared(text)
    if not text:
        return AuthorList()
    held: tuple[str, ...] = ()
    if "[" in text:
        text = _GROUP.sub(r"(\1)", text)
    if "(" in text:
        text, held = brackets.hold(text)
        if len(held) > 1 and not _SET_APART.search(text):  # "M. Cervino (IAA) V. Luridiana (IAA)": the brackets set the names apart
            text = _BEHIND_BRACKET.sub(", ", text)
    head: list[Name] = []
    tail: list[Name] = []
    if ":" in text and (m := _ORG_HEAD.match(text)):
        head.append(Name(literal=m[1]))
        text = text[m.end() :]
    if ("..." in text or "…" in text) and (gap := _GAP.search(text)):
        before, after = parse_authors(text[: gap.start()]), parse_authors(text[gap.end() :])
        every = (*before.names, Name(literal="et al."), *after.names)
        return AuthorList(every, before.form, before.odd or after.odd, before.doubt or after.doubt, f"{before.leftover} {after.leftover}".strip())
    if text.rstrip(_REFERENCE).casefold().endswith(_ET_AL_ENDS) and (m := _ET_AL.search(text)):
        text = text[: m.start()] + m[1]
        tail.append(Name(literal="et al."))
    small = text.casefold()
    if (" for " in small or " on behalf" in small) and (m := _FOR.fullmatch(text)) and "," not in m[2]:
        text = m[1]
        tail.insert(0, Name(literal=m[2]))
    names, form, doubt = _split(text.strip(" ,;"))
    leftover = ""
    if held:
        names, leftover = brackets.attach(names, held)
    every = (*head, *names, *tail)
    return AuthorList(every, form if len(every) > 1 or form != "listed" else "single", doubt.startswith(_ODD), doubt, leftover)


_ODD = "a flat list with an odd number of parts"


def _prepared(text: str) -> str:
    if "\\" in text or "{" in text or "~" in text:
        text = decode(text) if _TEX.search(text) else text
    if "&" in text and ";" in text:
        text = unescape(text)
    if not text.isascii() or "|" in text:
        text = _MIDDLE_DOT.sub(", ", text.translate(_OTHER_COMMAS))
    text = brackets.clean(" ".join(text.split()))
    if m := _LEAD.match(text):
        text = text[m.end() :]
    if text.endswith(")."):
        text = text[:-1]
    if text.endswith(".") and len(text) > 3 and text[-3:-1].isalpha() and text[-2].islower() and not is_suffix(text.rpartition(" ")[2]):
        text = text if tokens.is_et_al(text[-6:]) or text.endswith(" al.") else text[:-1]
    return text


def _split(text: str) -> tuple[list[Name], Form, str]:
    """The names, the form, and the doubt."""
    if not text:
        return [], "empty", ""
    if "[" not in text and not _AND_WORDS.isdisjoint(text.split()):  # affiliations in round brackets were taken out before
        text = _AND_ELSEWHERE.sub(" and ", text)
        if _AND_BARE.search(text) and not tokens.organisation_weight(text):
            text = _AND_BARE.sub(" and ", text)
    if ";" in text:
        return _semicolons(_SEMICOLON.split(text))
    groups = _AND.split(text) if "&" in text or "nd " in text or "ND " in text or text.endswith(("and", "AND")) else [text]
    groups = [g.strip(" ,") for g in groups]
    parts = [p for g in groups for p in map(str.strip, g.split(",")) if p]
    if len(parts) == 1:
        return [whole(parts[0])], "single", ""
    if len(parts) == len(groups):  # no comma at all: what "and" sets apart are names
        return _listed(parts), "listed", ""
    paired = len(groups) > 1 and sum("," in g for g in groups) * 2 > len(groups) and all(g.count(",") <= 2 for g in groups)
    return _comma_list(parts, paired, groups)


def _semicolons(parts: list[str]) -> tuple[list[Name], Form, str]:
    names: list[Name] = []
    for part in parts:
        if part.count(",") > 1 and not any(is_suffix(p.strip()) for p in part.split(",")):
            names += _split(part)[0]
        elif part:
            names.append(parse_name(part))
    return names, "pairs" if any("," in p for p in parts) else "listed", ""


def _comma_list(parts: list[str], paired: bool, groups: list[str]) -> tuple[list[Name], Form, str]:
    """Two parts or more, set apart by commas: which of the forms costs least?

    The costs are counts of what would be odd under a form: a single word as a whole name, a family name of two words, initials
    where a family name belongs. They are whole numbers and halves, so that a tie is a tie.
    """
    lasts = [p.rpartition(" ")[2] for p in parts if " " in p]
    if len(lasts) > 1 and any(map(_is_sure_initial, lasts)) and all(map(_has_initials_behind, parts)):
        return [_initials_behind(p) for p in parts], "initials-behind", ""
    listed = flat = 0.0
    at = 0
    for part in parts:
        if is_suffix(part) or (not part[0].isalpha() and _says_no_name(part)):
            continue
        family_place = at % 2 == 0
        at += 1
        if is_cjk(part) and len(part) > 1:
            flat += 0.7
        elif is_spelled(part):
            listed += 1.5
            flat += 2.0 if family_place else -0.5
        elif " " not in part.replace(" \x01", "\x01"):
            glued = whole(part)
            whole_name = bool(glued.family) or tokens.organisation_weight(part) == 2
            listed += 0.0 if whole_name else 1.0
            flat += 1.5 if glued.family else 0.0
        elif family_place and not part[0].islower():
            flat += 0.7
        elif part[0].islower() and tokens.organisation_weight(part) < 2:
            listed += 1.0
    odd = at % 2 == 1
    flat += 1.0 if odd else 0.0
    if paired and all(_halves(g) <= 2 for g in groups) and flat - 1.0 < listed:
        return [parse_name(g) for g in groups if g], "pairs", ""
    if len(parts) > 2 and min(listed, flat) > 0.5 and _is_first_inverted(parts):
        return [inverted(parts[0], parts[1]), *_listed(parts[2:])], "first-inverted", ""
    if flat < listed and not _are_families(parts):
        names = _flat(parts)
        return names, "flat", f"{_ODD} ({at})" if odd else ""
    return _listed(parts), "listed", "a single word stands as a whole name" if listed >= 1 else ""


def _are_families(parts: list[str]) -> bool:
    """True for single words that are all family names, where a flat list has given names at every second place: "Devlin, Chang, Lee"."""
    if not all(p.isalpha() and len(p) > 1 for p in parts):
        return False
    from paperconv.authors import model

    roles = [model.default().role(p) for p in parts]
    return sum(roles[0::2]) < _SURELY_FAMILIES and sum(roles[1::2]) < _SURELY_FAMILIES


_SURELY_FAMILIES = -4.0
"""Log odds that the words at every second place are given names; one in a thousand true flat lists is below it at both."""


def _says_no_name(part: str) -> bool:
    """True for "+5 authors" and for marks without a letter; what a program prints for nothing stands for a name."""
    return _MORE.fullmatch(part) is not None or (not any(map(str.isalpha, part)) and not tokens.is_null(part))


def _halves(group: str) -> int:
    """The parts of "Family, Given", without suffixes."""
    return sum(1 for p in group.split(",") if not is_suffix(p.strip()))


def _has_initials_behind(part: str) -> bool:
    """True for "Liu F.", "LeCun YA": a name of which the last word is initials and the first is none. Organisations pass."""
    head, _, last = part.rpartition(" ")
    if is_suffix(last) and " " in head:  # "Smith J 3rd", as PubMed prints it
        head, _, last = head.rpartition(" ")
    if not head:
        return tokens.organisation_weight(part) == 2
    return (is_spelled(last) or (len(last) <= 3 and last.isupper() and last.isalpha())) and not is_spelled(head.split()[0]) and len(head) > 1


def _is_sure_initial(word: str) -> bool:
    return is_spelled(word) or is_glued_initials(word)


def _initials_behind(part: str) -> Name:
    words = part.split()
    if len(words) == 1:
        return Name(literal=part)
    suffix = words.pop() if len(words) > 2 and is_suffix(words[-1]) else ""
    cut = len(words) - 1
    while cut > 1 and is_spelled(words[cut - 1]):
        cut -= 1
    return inverted(" ".join(words[:cut]), " ".join(words[cut:]), suffix)


def _is_first_inverted(parts: list[str]) -> bool:
    """True for "LeCun, Yann, Léon Bottou, Yoshua Bengio": the first name turned round, all others whole."""
    if (" " in parts[0] and not parts[0][0].islower()) or len(parts[1].split()) > 2:
        return False
    return all(" " in p and not is_spelled(p) and not p[0].islower() for p in parts[2:])


def _listed(parts: list[str]) -> list[Name]:
    names: list[Name] = []
    for part in parts:
        if names and is_suffix(part) and names[-1].family and not names[-1].suffix:
            names[-1] = msgspec.structs.replace(names[-1], suffix=part)
        elif names and not part[0].isalpha() and _DIGITS.fullmatch(part) and not tokens.is_null(part):  # "Author1,2": the second mark of one name
            names[-1] = _marked(names[-1], part)
        elif _MORE.fullmatch(part) or tokens.is_et_al(part):
            names.append(Name(literal="et al."))
        else:
            names.append(whole(part))
    return names


def _flat(parts: list[str]) -> list[Name]:
    """Two by two. The last part of an odd list stands alone, as the family name that it would be."""
    names: list[Name] = []
    family = ""
    for part in parts:
        if not family and names and is_suffix(part) and not names[-1].suffix:
            names[-1] = msgspec.structs.replace(names[-1], suffix=part)
        elif not family:
            family = part
        else:
            names.append(inverted(family, part))
            family = ""
    if family:
        names.append(Name(family=family))
    return names


def _marked(name: Name, mark: str) -> Name:
    """The name with a further footnote mark, as printed."""
    if name.literal:
        return msgspec.structs.replace(name, literal=f"{name.literal},{mark}")
    return msgspec.structs.replace(name, family=f"{name.family},{mark}")

