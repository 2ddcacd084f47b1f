"""Files of one entry a line: numbers without a mark before the names, and lines that are entries however long they are."""

import re
from typing import TYPE_CHECKING

from paperconv.formats.text import people

if TYPE_CHECKING:
    from paperconv.formats.text.raw import RawLine

_FEW = 4
"""Lines from which a habit of the file shows."""


def take_counters(raw: "list[RawLine]") -> None:
    """Numbers without a mark before names, "1 Y. LeCun", counted from 1 throughout the file, are markers."""
    numbered = [(r, m) for r in raw if not r.mark and not r.field and (m := _COUNTER.match(r.text)) is not None]
    rows = [(r, m) for r, m in numbered if people.leading(r.text[m.end() :])[0] >= _SURE_NAMES]
    if len(rows) * 2 < len(numbered) or len(rows) < _FEW - 1 or not _counts(numbered):
        return
    for r, m in numbered:
        r.mark, r.start, r.text = "number", r.start + m.end(), r.text[m.end() :]


def _counts(numbered: "list[tuple[RawLine, re.Match[str]]]") -> bool:
    """True where the numbers are 1, 2, 3 and so on."""
    return [int(m[1]) for _, m in numbered] == list(range(1, len(numbered) + 1))


_COUNTER = re.compile(r"(\d{1,4})\s*(?=[^\W\d_a-z][\w'’.-]|van |de |von )")
_SURE_NAMES = 0.7


def ends_entry(text: str) -> bool:
    """True for a line with a date or an identifier that ends as entries do."""
    return (text[-1] in _ENDS or text[-1].isdigit() or _ADDRESS_LAST.search(text) is not None) and _DATED.search(text) is not None


def begins_with_names(text: str) -> bool:
    """True for a line with a list of names at its head, one of them in bold type perhaps, as people print their own."""
    return people.leading(text.replace("**", "").replace("__", ""))[0] >= _SURE_NAMES


def _is_whole(r: "RawLine") -> bool:
    """True for a line that begins and ends as an entry does and has a date or an identifier of its own; not all lines of prose have."""
    text = r.text
    return not text[0].islower() and len(text) > _SHORTEST and ends_entry(text)


_ENDS = ".。．)）]"
_ADDRESS_LAST = re.compile(r"(?:https?://|www\.)\S+$")
_DATED = re.compile(r"(?<!\d)(?:1[6-9]|20)\d\d(?!\d)|(?<![\w.])10\.\d{4,9}/|(?<!\d)\d{4}\.\d{4,5}(?!\d)")
_SHORTEST = 25
"""Characters of the shortest line that may be an entry."""


def is_entry_a_line(raw: "list[RawLine]") -> bool:
    """True where most lines begin with a list of names and end as entries do, so that each line is an entry whatever its length."""
    rows = [r for r in raw if not r.mark and not r.field]
    if len(rows) * 2 > len(raw) and len(rows) > 1 and all(map(_is_whole, rows)):
        return True
    if len(rows) < _FEW:
        return False
    others = 0
    for r in rows:
        others += r.text.endswith((",", ";", " and", " &")) or people.leading(r.text)[0] < _SURE_NAMES
        if others * 2 >= len(rows):
            return False
    return True
