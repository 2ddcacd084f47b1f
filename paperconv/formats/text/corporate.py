"""Organisations that stand where the authors do: "World Bank. (2020). Poverty and …", "World Health Organization. Global report on …"."""

import re

from paperconv.authors import model, tokens
from paperconv.authors.look import looks_like_authors
from paperconv.formats.text import titles

_SPLIT = titles.SPLIT
_SURELY = 2
"""The weight of words that only organisations have."""
_NAMES = 0.7
_DATE_BEHIND = re.compile(rf"([^.?!:;,{_SPLIT}]{{3,80}}(?:, (?:U\.S\.|Inc\.|Ltd\.))?)\.?\s*{_SPLIT}[\s.,:;]*")
_GIVEN = 2.0
"""Log odds from which a first word is rather a given name."""
_SMALL = frozenset("of the and for on in de la du des der für und".split())


def dated(text: str) -> tuple[int, int] | None:
    """Where an organisation ends and the title begins in "World Bank. (2020). Poverty and shared prosperity. …"; ``None`` for all else.

    Capitals say that it is a name, and small letters behind the date that a title follows and no publisher.
    """
    m = _DATE_BEHIND.match(text)
    if m is None:
        return None
    words, title = m[1].split(), re.split(r"[.:?!]\s", text[m.end() :], maxsplit=1)[0].split()
    if tokens.organisation_weight(m[1]) < 2 and model.default().role(words[0]) > _GIVEN:
        return None  # "Jane Smith"
    capitals = all(w[0].isupper() or w in _SMALL for w in words) and not any(map(str.isdigit, m[1]))
    small = sum(w[0].islower() for w in title) * 3 >= len(title)
    return (m.end(1), m.end()) if capitals and small and 1 <= len(words) <= 8 and len(title) > 2 else None


def named(text: str) -> tuple[int, int] | None:
    """Where an organisation that its words tell ends and a title begins in "World Health Organization. Global report on trends. Geneva: …"."""
    m = _STOP_BEHIND.match(text)
    if m is None or tokens.organisation_weight(m[1]) < _SURELY or looks_like_authors(text[m.end() :].split(". ")[0]) >= _NAMES:
        return None
    words, title = m[1].split(), re.split(r"[.:?!]\s", text[m.end() :], maxsplit=1)[0].split()
    small = sum(w[0].islower() for w in title) * 3 >= len(title) > 1
    return (m.end(1), m.end()) if small and all(w[0].isupper() or w in _SMALL for w in words) else None


_STOP_BEHIND = re.compile(rf"([^.?!:;,\d{_SPLIT}]{{3,80}})\.\s+(?=[^\W\d_a-z])")
