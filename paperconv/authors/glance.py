"""One look at a list of names, which tells most lists from those that must be looked at name by name."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from paperconv.authors import tokens
from paperconv.authors.latest import latest
from paperconv.model import Name
from paperconv.patterns import pattern

# Words without which no organisation, placeholder, suffix or "et al." is seen; a list that has none of them is not looked at closely.
_TELLING = frozenset(
    """
    university universities universität université università universitat universite institut institute instituto laboratory laboratories
    laboratoire collaboration collaborations consortium committee department inc inc. ltd ltd. gmbh corporation foundation association
    contributors developers group team force initiative hospital ministry agency council society academy openai deepmind google microsoft
    nvidia anthropic bytedance nasa cern workshop lab labs project network investigators community null none nan n/a undefined nil <na> nat
    #n/a and et et. al al. others u.a. u. alia alii 等 jr jr. sr sr. ii iii iv v vi vii viii phd ph.d. ph. md m.d. m. d. dr dr. prof prof.
    esq esq. mr mr. mrs mrs. ms ms. msc m.sc. bsc b.sc. faculty school - -- . , ? [] {}
""".split()
)
_SIGNS = pattern(
    r"[^\w\s.,'’\-‐‑–ʼ‘`´()·•\u0300-\u036f\u0900-\u0dff\u200c\u200d]|[\d_]|[\u00c2-\u00f4](?:[^A-Za-z\s.,'’-]|\u00a0)|[-\s](?:ML|LLM|NLP|AGI)(?!\w)|AI(?!\w)|(?<!\w)AI"
)
_EVERYDAY = pattern(r"(?:[A-Za-z\s.,'’)ÀÁõöø-\u024f\u1e00-\u1eff-]++|[\u00c2-\u00d6\u00d8-\u00f4](?=[A-Za-z \t\n.,'’-]|\Z))*+")
_ACRONYM = pattern("AI|ML|LLM|NLP|AGI")
"""Text of the first kind has none of the signs, but for those that begin with an acronym; it is known seven times as fast."""
_ODD_FAMILY = pattern(r"\t(?:[^a-z\n]*|.*(?:[a-z]{3}[A-Z]|\.\.\.|(?<!\w)and)|\s*.?)\s*$", re.M)
"""A family name without small letters or of one letter, with a mark at its end, or one that the end of a cut list may be."""


class Glance(NamedTuple):
    """What one look at a list shows: a line for each name, given and family name set apart by a tab, and two things that follow from it.

    ``suspicious``: a single name may have a fault. ``plain``: all are people with a given and a family name, in whose letters nothing is odd,
    no organisation and no list is among them; only their places in the list can be wrong.
    """

    text: str
    suspicious: bool
    plain: bool


def glance_at(names: Sequence[Name]) -> Glance:
    """Looks at a list once."""
    return _latest(names) if isinstance(names, tuple) else _look(names)


def _look(names: Sequence[Name]) -> Glance:
    text = "\n".join([f"{n.given}\t{n.family}\t{n.literal}" if n.literal else f"{n.given}\t{n.family}" for n in names])
    small = text.lower()
    suspicious = (
        "(" in text
        or ((_EVERYDAY.fullmatch(text) is None or _ACRONYM.search(text) is not None) and _SIGNS.search(text) is not None)
        or not _TELLING.isdisjoint(small.split())
        or text.endswith("\t")  # a name without family name and literal
        or "\t\n" in text
    )
    plain = (
        not suspicious
        and "," not in text
        and all(map(_is_simple, names))
        and not tokens.speaks_of_organisation(small)
        and _ODD_FAMILY.search(text) is None
    )
    return Glance(text, suspicious, plain)


def _is_simple(name: Name) -> bool:
    """True for a person with a given and a family name and nothing besides."""
    if not (name.given and name.family) or name.literal or name.lost:
        return False
    return not (name.suffix or name.non_dropping_particle or name.dropping_particle)


_latest = latest(_look)
