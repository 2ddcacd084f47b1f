"""Prose, source code and settings told from a listing: most of what looks like a title there has nothing beside it that a paper has."""

import re
from collections.abc import Sequence

import msgspec

from paperconv.formats.text.layout import Placed

_TELLING = frozenset(("authors", "identifier", "venue"))
"""Roles that tell of a paper beside a title; dates and addresses stand in any text."""
_FIELDS = frozenset(("title", "author", "abstract", "doi", "arxiv", "pmid"))
_CODE = re.compile(r"[={}<>\\$|`@^~]|[;,({]$|\w_\w|\w\(|::|->|//(?!\S+\.\S)|^(?:if|for|def|class|import|from|return|else|elif|while|try)\b")
"""What source code and settings are made of, and titles seldom."""
_FORMULA = re.compile(r"\$[^$]{1,80}\$")
_WORDS = 3
"""Words that titles with nothing beside them have on average, at least."""
_LONG_ABSTRACT = 200
"""Characters of a paragraph that may be an abstract with no names above it."""
_BESIDE = frozenset(("date", "url", "comment", "label"))
"""Roles that stand beside a title and tell of no paper."""


def without(placed: Sequence[Placed]) -> list[Placed]:
    """The same, with what is prose outside: its title has no names, identifier or venue beside it, and most of the file is so.

    A list of titles, of titles with dates or links, or of titles with abstracts is none: nearly all its records are of this one shape.
    """
    by_number: dict[int, list[Placed]] = {}
    for p in placed:
        if p.record >= 0:
            by_number.setdefault(p.record, []).append(p)
    groups = list(by_number.values())
    bare = {g[0].record for g in groups if not _is_told(g)}
    outside = sum(p.record < 0 and p.role not in ("heading", "owner") for p in placed)
    if len(bare) * 2 <= len(groups) or _are_titles(groups) or sum(map(_has_abstract, groups)) * 10 >= (len(groups) + outside) * 9:
        return list(placed)
    return [msgspec.structs.replace(p, record=-1) if p.record in bare else p for p in placed]


def _is_told(group: Sequence[Placed]) -> bool:
    """True for a record that has names, an identifier or a venue, or of which a label says what it is."""
    for p in group:
        if p.role in _TELLING or p.unit.field in _FIELDS:
            return True
        if p.entry is not None and (p.entry.authors or p.entry.found.identifiers or p.entry.typed is not None):
            return True
    return False


def _are_titles(groups: Sequence[Sequence[Placed]]) -> bool:
    """True where nearly each record is a title with nothing below it that is prose."""
    titles = [g[0].entry.title if g[0].entry is not None else g[0].unit.text for g in groups if _is_title(g)]
    return len(titles) * 10 >= len(groups) * 9 and sum(len(t.split()) for t in titles) >= _WORDS * len(titles)


def _is_title(group: Sequence[Placed]) -> bool:
    """True for a title by itself or with a date, an address or a note: its first word has a capital, and nothing of code is in it."""
    first, *others = group
    if first.role not in ("title", "entry") or not {p.role for p in others} <= _BESIDE:
        return False
    text = first.entry.title if first.entry is not None else first.unit.text
    return text != "" and not text[0].islower() and text[-1] not in ".:,;" and _CODE.search(_FORMULA.sub("", text)) is None


def _has_abstract(group: Sequence[Placed]) -> bool:
    """True for a title with a paragraph below it that is as long as an abstract."""
    below = [p for p in group if p.role == "abstract"]
    return sum(len(p.unit.text) for p in below) >= _LONG_ABSTRACT and _is_title([p for p in group if p.role != "abstract"] or group)
