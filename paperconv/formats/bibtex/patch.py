"""Other authors in an entry as it stands: of its field the names that differ are replaced, and nothing else."""

import re

from paperconv.formats.bibtex.names import read_name, split_names, write_names
from paperconv.formats.bibtex.syntax import entry_of
from paperconv.model import Name, Record

_AUTHOR = re.compile(r"\bauthor\s*=\s*", re.I)
_HEAD = re.compile(r"@\s*\w+\s*[{(]\s*[^,\s]+\s*,[ \t]*\n?")
_PARENTHESES = re.compile(r"@\s*\w+\s*\(")
_PLAIN = re.compile(r'\{(.*)\}|"(.*)"', re.S)
_BETWEEN = re.compile(r"\s+and\s+", re.I)


def patched(text: str, before: Record, after: Record) -> str | None:
    """The entry with the authors of ``after``; None where it has no such field that could be found, nor a place for one.

    An entry in ASCII stays so, with accents as TeX. One that inherits its authors gets a field of its own.
    """
    entry = entry_of(text)
    values = [str(f.value) for f in entry.fields if f.key.lower() == "author"] if entry else []
    if entry is None or len(values) > 1:
        return None
    if not values:
        head = _HEAD.match(text)
        names = write_names(after.author, text.isascii())
        return f"{text[: head.end()]}  author = {{{names}}},\n{text[head.end() :]}" if head else None
    inside = int(_PARENTHESES.match(text) is None)  # braces that are open between the fields of an entry
    for name in _AUTHOR.finditer(text):
        depth = text.count("{", 0, name.start()) - text.count("}", 0, name.start())
        if depth == inside and text.startswith(values[0], name.end()):
            tex = _names(values[0], before.author, after.author, text.isascii())
            return text[: name.end()] + tex + text[name.end() + len(values[0]) :]
    return None


def _names(value: str, before: tuple[Name, ...], after: tuple[Name, ...], ascii: bool) -> str:
    """The value of the field; names that stay, and what stands between names, are written as they were."""
    plain = _PLAIN.fullmatch(value)
    parts = split_names(plain[1] or plain[2] or "") if plain else []
    own = dict(zip(before, parts, strict=True)) if tuple(map(read_name, parts)) == before else {}
    between = _BETWEEN.search(value)
    written = [own.get(name) or write_names((name,), ascii) for name in after]
    return "{" + (between[0] if between else " and ").join(filter(None, written)) + "}"
