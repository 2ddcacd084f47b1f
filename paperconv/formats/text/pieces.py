"""The pieces of an entry that stands on one line, and where they may end."""

import re

import msgspec

from paperconv.authors import tokens
from paperconv.authors.look import HEAD, looks_like_authors
from paperconv.authors.person import is_spelled
from paperconv.formats.text import gbt, imprint, titles
from paperconv.formats.text.details import Details
from paperconv.formats.text.imprint import Imprint


class Entry(msgspec.Struct):
    """The pieces of an entry. ``quality`` (0 to 1) says how well the text is one; ``reason`` says by what."""

    title: str = ""
    authors: str = ""
    venue: str = ""
    note: str = ""
    found: Imprint = msgspec.field(default_factory=Imprint)
    quality: float = 0.0
    reason: str = ""
    organisation: bool = False
    """True where the author is an organisation though its words do not tell."""
    told: Details = msgspec.field(default_factory=Details)
    same: bool = False
    """True where a dash stands for the authors of the entry above."""
    typed: gbt.Typed | None = None
    """Where the entry was written, piece by piece, if it is in a form that says so."""


_SPLIT = titles.SPLIT
SURE = 0.7
"""From here a list of names in one form is taken for the authors without looking further."""
_SURELY = 2
_BORDER = re.compile(
    rf"(?<=[^\s.])[.?!](?:[”\"’)]*)\s+(?=[^\W_a-z]|[\"“‘(\[]|{_SPLIT})|"
    rf"\s+[—–|]\s+|\s//\s+|\s+-{{1,3}}\s+|\s*{_SPLIT}[\s.,:;]*|:\s+(?=[A-Z])|\s*<br\s*/?>\s*"
)
_COMMA = re.compile(r",\s+(?=[A-Z“\"]|(?:ar|bio|med|chem)[rRX])")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(.])(?:vol|no|nr|pp?|proc|conf|int|intl?|j|trans|dr|st|jr|sr|vs|fig|eds?|rev|lett|phys|univ|dept|ann|sci|soc|math|"
    r"inst|publ|bull|mem|nachr|ges|wiss|sitzungsber|ber|abh|verh|appl|mon|not|roy|astron|astrophys|"
    r"e\.g|i\.e|cf|symp|adv|comput|chem|biol|med|eng|res|am|acad|natl|ser|sect|nucl|instrum|meth|suppl|ed|approx)$",
    re.I,
)
DOTTED = re.compile(r"(?:^|[\s.,-])[A-ZА-ЯЁ]\.|\A[^,]*[a-z]{2},\s+[A-Z][a-z]+\s+[A-Z]\Z")
"""Where initials have points: "Y. LeCun", "Shannon, Claude E"."""
GROUP = re.compile(r"\s*[\[(][^\[\]()]*(?:Collaborations?|Groups?|Teams?|Consorti(?:um|a))[\])]")
_LAST_NAME = re.compile(
    r"((?:,\s*|\s)(?:and|&)\s+(?:[A-Z]\.[ -]?)+\s*[^\W\d_][^\s,.]+(?:\s[^\W\d_][^\s,.]+){0,2}),\s+(?=[“\"]?[A-Z][a-z]+[\s-]|[“\"]?[A-Z]{3,})"
)
"""What ends a list of names that begin with initials: "and A. Courville, Deep Learning"."""
INITIAL = re.compile(r"(?:^|[\s.\-‐,(])[^\W\d_]$")


Border = tuple[int, int, str]
"""Where a piece may end, where the next begins, and at what: "hard" (full stop, dash, date), "soft" (a point that may be an initial's), "comma"."""


def borders_of(text: str) -> list[Border]:
    """The borders of a text, commas left out."""
    out: list[Border] = []
    for m in _BORDER.finditer(text):
        before = text[: m.start()]
        soft = m[0].startswith(".") and INITIAL.search(before[-3:]) is not None
        if m[0].startswith(".") and not soft and _ABBREVIATION.search(before[-12:]) is not None:
            continue
        keep = m.start() + (1 if m[0][0] in "?!" else 0)
        out.append((keep, m.end(), "soft" if soft else "hard"))
        if len(out) >= 60:
            break
    if (last := _LAST_NAME.search(text)) is not None:
        out = sorted([*out, (last.end(1), last.end(), "hard")])
    return out


def author_prefix(text: str, borders: list[Border], base: int = 0) -> tuple[float, int, int]:
    """The beginning of ``text`` (from ``base``) that looks most like an author list: its score, its end, the beginning of the rest.

    Of equal ones the longest is taken at commas, the shortest at full stops: "D. Kingma, J. Ba. Adam: A method" ends at "Ba".
    """
    best, best_kind = (0.0, 0, 0), ""
    for end, following, kind in [*borders, (len(text), len(text), "hard")]:
        if end <= base:
            continue
        piece = text[base:end].strip(f" ,;:.({_SPLIT}")
        if _venue_last(piece):
            continue
        score = looks_like_authors(piece)
        if score < 0.7 and _SPLIT in text[end:following] and tokens.organisation_weight(piece) == 2:
            score = 0.75  # "OpenAI. 2023. …"
        if best_kind == "soft" and text[end : end + 1] == ":" and _initials_end(text[base : best[1]]) and not is_spelled(text[best[2] : end]):
            continue  # "…, Lee K, Toutanova K. BERT: Pre-training"
        if kind == "soft":  # behind "J." rather inside a name than at the end of the list
            score = min(score, 0.95) - 0.05 if _inverted_end(piece) else 0.0
        longer_wins = "comma" in (kind, best_kind) or best_kind == "soft"
        if score > best[0] + (0.0 if kind != "hard" or best_kind != "hard" else 0.05) or (longer_wins and score >= best[0] > 0):
            best, best_kind = (score, end, following), kind
        if kind != "soft" and ((score < 0.3 and best[0] > 0.7) or (score < best[0] and len(piece) > HEAD and _SPLIT not in text[end:])):
            break  # behind names come words; of a piece longer than HEAD no more is looked at
    return best


def _venue_last(piece: str) -> bool:
    """True where a conference stands behind whole names: "Ashish Vaswani, Noam Shazeer, NeurIPS". Behind a family name it could be a given one."""
    names, _, last = piece.rpartition(",")
    return " " not in last.strip() and imprint.names_proceedings(last.strip()) and all(" " in name.strip() for name in names.split(","))


def _initials_end(piece: str) -> bool:
    """True for a list of which most names end with initials: "Lee K, Toutanova K"."""
    names = [n.split() for n in piece.split(",") if n.strip()]
    return len(names) > 1 and sum(len(n) > 1 and (is_spelled(n[-1]) or n[-1].isupper()) for n in names) * 2 > len(names)


def _inverted_end(piece: str) -> bool:
    """True where the last name of a piece that ends with an initial is whole: "LeCun, Y" or "LeCun Y", never "S. Hochreiter and J"."""
    last = re.split(r"\s+(?:and|&)\s+|,\s*(?:and|&)\s+|;\s*", piece)[-1]
    parts = [p for p in last.split(",") if p.strip()]
    if len(parts) > 1:
        return len(parts[-1].split()) <= 3 and not is_spelled(parts[-2].split()[0])
    return len(last.split()) > 1 and not is_spelled(last.split()[0])


def commas(text: str) -> list[Border]:
    """The borders of a text at commas."""
    return [(m.start(), m.end(), "comma") for m in _COMMA.finditer(text)]


def names_of(text: str) -> str:
    """An author list without the marks at its ends; a point stays behind an initial."""
    text = text.split(_SPLIT)[0].strip(" ,;:(")
    return text.rstrip(" .") + "." if text.endswith(".") and is_spelled(text.rstrip(".").split()[-1] + ".") else text.rstrip(" .")


def rest_of(text: str) -> str:
    """What is left of a text when the rest is found; "" where that is punctuation."""
    text = imprint.tidy(text.replace(_SPLIT, " "))
    return "" if imprint.only_marks(text) else text
