"""Entries in the plain grammar that nearly all files keep to (btxdoc, 3), cut twenty times as fast as bibtexparser cuts them.

An entry that is not plain (no key, a comma too many, comments between fields, groups that are nested deeply) is bibtexparser's to read or to
refuse; a plain one is cut as bibtexparser cuts it.
"""

import re
from functools import cached_property
from typing import NamedTuple


class Field(NamedTuple):
    """A field as written: its name, its value with its delimiters, and on which line of the entry (from 0) its "=" stands."""

    key: str
    value: str
    start_line: int


# A brace behind a backslash is none (as in bibtexparser), and groups stand in each other five deep.
_INNER = r"[^{}\\]++|\\++[{}]?"
_GROUP = rf"\{{(?:{_INNER})*+\}}"
for _ in range(4):
    _GROUP = rf"\{{(?:{_INNER}|{_GROUP})*+\}}"
_ITEM = rf'(?:{_GROUP}|"(?:[^"\\]++|\\++"?)*+"(?!\}})|[^\s{{}}",=#@%\\()]++)'
_NAME, _VALUE = r"[A-Za-z][\w:.+-]*+", rf"{_ITEM}(?:\s*+#\s*+{_ITEM})*+"
_FIELD = re.compile(rf"({_NAME})\s*+(=)\s*+({_VALUE})\s*+,?\s*+")
_HEAD = r"@(\w++)[ \t]*+\{\s*+([^\s{}\",=#@%\\()]++)\s*+,\s*+"
_ENTRY = re.compile(rf"{_HEAD}(?:{_NAME}\s*+=\s*+{_VALUE}\s*+(?:,\s*+|(?=\}})))++\}}")
_NO_ENTRIES = ("comment", "preamble", "string")
_BLOCK = re.compile(r"\n[^\S\n]*@\w*[ \t]*[{(]")
RUNS_ON = re.compile(r"[}\"]\s*+[A-Za-z][\w:.+-]*+\s*+=\s*+[{\"\w]")
"""What the value of a field holds that was not closed before the next one."""


class Entry:
    """An entry: its text, its type in lower case, its key, its fields in their order (cut when first asked for)."""

    def __init__(self, raw: str, entry_type: str, key: str, body: int) -> None:
        self.raw, self.entry_type, self.key, self._body = raw, entry_type, key, body

    @cached_property
    def fields(self) -> list[Field]:
        """The fields."""
        raw, found = self.raw, []
        line, counted = 0, 0
        for match in _FIELD.finditer(raw, self._body):
            equals = match.start(2)
            line += raw.count("\n", counted, equals)
            counted = equals
            found.append(Field(match[1], match[3], line))
        return found


def entry_at(text: str, start: int = 0) -> Entry | None:
    """The entry that begins at ``start``; ``None`` where none begins, or it is not as plain as it looks."""
    following = text.find("\n@", start + 1)
    match = _ENTRY.match(text, start, following if following >= 0 else len(text))
    if match is None or (kind := match[1].lower()).startswith(_NO_ENTRIES):
        return None
    raw = match[0]
    if RUNS_ON.search(raw) or ("@" in raw[1:] and _BLOCK.search(raw)):
        return None
    return Entry(raw, kind, match[2], raw.index(",") + 1)
