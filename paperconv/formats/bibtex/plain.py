"""Entries in the plain grammar that nearly all files keep to (btxdoc, 3), cut twenty times as fast as bibtexparser cuts them.

An entry that is not plain (no key, a comma too many, comments between fields, groups that are nested deeply) is bibtexparser's to read or to
refuse; a plain one is cut as bibtexparser cuts it.
"""


import msgspec

from paperconv.patterns import pattern


class Field(msgspec.Struct, frozen=True, gc=False):
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
_FIELD = pattern(rf"({_NAME})\s*+(=)\s*+({_VALUE})\s*+(?:,\s*+|(?=\}}))")
_HEAD = pattern(r"@(\w++)[ \t]*+\{\s*+([^\s{}\",=#@%\\()]++)\s*+,\s*+")
_NO_ENTRIES = ("comment", "preamble", "string")
_BLOCK = pattern(r"\n[^\S\n]*@\w*[ \t]*[{(]")
RUNS_ON = pattern(r"[}\"]\s*+[A-Za-z][\w:.+-]*+\s*+=\s*+[{\"\w]")
"""What the value of a field holds that was not closed before the next one."""


class Entry(msgspec.Struct, frozen=True):
    """An entry: its text, its type in lower case, its key, its fields in their order."""

    raw: str
    entry_type: str
    key: str
    fields: list[Field]


def entry_at(text: str, start: int = 0) -> Entry | None:
    """The entry that begins at ``start``; ``None`` where none begins, or it is not as plain as it looks."""
    head = _HEAD.match(text, start)
    if head is None or (kind := head[1].lower()).startswith(_NO_ENTRIES):
        return None
    following = text.find("\n@", start + 1)
    end, at = following if following >= 0 else len(text), head.end()
    fields: list[Field] = []
    line, counted, cut = 0, start, _FIELD.match
    while match := cut(text, at, end):
        equals = match.start(2)
        line += text.count("\n", counted, equals)
        counted, at = equals, match.end()
        fields.append(Field(match[1], match[3], line))
    if not fields or text[at : at + 1] != "}" or at >= end:
        return None
    raw = text[start : at + 1]
    if raw.count("=") > len(fields) and RUNS_ON.search(raw):  # only a value can hold another sign of equality
        return None
    if raw.find("@", 1) > 0 and _BLOCK.search(raw):
        return None
    return Entry(raw, kind, head[2], fields)
