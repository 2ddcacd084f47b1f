"""What every reader of a structured format must hold: nothing of an item is dropped."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from paperconv.formats.base import Item, Note, Reader
from paperconv.io.source import Source
from paperconv.markup.html import decode
from paperconv.markup.latex import decode as decode_tex
from paperconv.model import Record
from paperconv.model import date as dates
from paperconv.model.identifier import NORMALISERS, orcid
from paperconv.model.text import fold


def items_of(reader: Reader, source: Source) -> list[Item]:
    """The items of an input, without the notes."""
    return [item for item in reader.frame(source) if not isinstance(item, Note)]


def strings(value: Any) -> Iterator[str]:
    """Every string in a built-in value, keys of identifiers and extras left out."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from strings(inner)
    elif value is not None and not isinstance(value, bool):
        yield str(value)


def json_leaves(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every non-empty string and number of a JSON value, with its path of members ("author.family"; a list adds nothing to it)."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from json_leaves(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for inner in value:
            yield from json_leaves(inner, path)
    elif value is not None and not isinstance(value, bool) and str(value).strip():
        yield path, str(value)


def missing(leaves: Iterable[tuple[str, str]], record: Record, implied: Iterable[str] = ()) -> list[tuple[str, str]]:
    """The leaves (path, text) of a source that are nowhere in ``record``, in whatever normal form.

    ``implied`` are paths (or their beginnings) of what a record says in another way, so that it is not repeated: the position of an
    author, the format's own version. Each needs a reason where it is named.
    """
    known = list(strings(msgspec.to_builtins({f: getattr(record, f) for f in record.__struct_fields__ if f not in ("source", "history")})))
    folded = [fold(_unescaped(text)) for text in known]
    compact = " ".join(f.replace(" ", "") for f in folded)
    words = frozenset(w for f in folded for w in f.split())
    exact = frozenset(known)
    skipped = tuple(implied)
    return [(path, text) for path, text in leaves if not path.startswith(skipped or ("\0",)) and not _found(text, compact, words, exact)]


def _found(text: str, compact: str, words: frozenset[str], exact: frozenset[str]) -> bool:
    if text.strip() in exact:
        return True
    for form in (text, decode(text), decode_tex(text)):
        key = fold(_unescaped(form))
        if not key or key.replace(" ", "") in compact or words.issuperset(key.split()):
            return True
    if (iso := dates.parse(text)) and any(iso in value or iso[:7] in value for value in exact):
        return True
    return any((normal := normalise(text)) and normal in exact for normalise in (*NORMALISERS.values(), orcid))


def _unescaped(text: str) -> str:
    return re.sub(r"\\[nrt]", " ", text).replace('\\"', '"').replace("\\/", "/")
