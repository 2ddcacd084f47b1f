"""Writing CSL-YAML: CSL's variables under ``references``, their text in pandoc's Markdown (pandoc manual, "Specifying bibliographic data").

Pandoc reads each text field as Markdown, so that ``*``, ``\\input`` or ``@name`` in a title would vanish: they are escaped here,
and CSL's inline tags become emphasis. ``id`` and ``type`` are no text.
"""

import re
from typing import Any

from paperconv.formats.csl import csl_item
from paperconv.io.yaml_text import dump
from paperconv.markup.latex import clean, paired, pieces
from paperconv.model import Record
from paperconv.model.record import FIELDS, IGNORE

_SPECIAL = re.compile(r"[\\`*<[$^~]|(?<![^\W_])_|_(?![^\W_])|(?<!\w)@|-(?=-)|\.(?=\.\.)|'(?=')|&(?=#?\w+;)")
_LIST = r"\d+|\#|[a-z]|[ivxlcdm]+|[IVXLCDM]{2,}"
_BEGINS_BLOCK = re.compile(rf"(?:{_LIST})(?=[.)](?:\s|$))|[A-Z](?=\)\s)|(?=\((?:{_LIST}|[A-Z]|@\w*)\)\s)|(?=[-+:>|%#=])")
_OPEN = {"i": "*", "b": "**", "sup": "^", "sub": "~"}
_PLAIN = frozenset({"id", "type"})


class CslYamlWriter:
    """Writes a file for ``pandoc --bibliography refs.yaml``."""

    head, separator, foot = "---\nreferences:\n", "\n", "\n...\n"
    keyed = True
    carries = frozenset(FIELDS)
    extras: tuple[str, ...] = ("csl:", IGNORE)

    def __init__(self, hidden: frozenset[str] = frozenset()) -> None:
        self.hidden = hidden

    def encode(self, record: Record) -> str:
        """The record as an item of the list ``references``."""
        return dump([{key: value if key in _PLAIN else _markdown(value) for key, value in csl_item(record, self.hidden).items()}])


def _markdown(value: Any) -> Any:
    """``value`` with each string in it as Markdown."""
    if isinstance(value, str):
        return as_markdown(value)
    if isinstance(value, list):
        return [_markdown(v) for v in value]
    return {k: _markdown(v) for k, v in value.items()} if isinstance(value, dict) else value


def as_markdown(text: str) -> str:
    """The model's text as one line of pandoc's Markdown that says the same."""
    found = pieces(clean(text))
    partner = paired(found)
    parts: list[str] = []
    raised = 0  # in ^…^ and ~…~ a space must be escaped
    for at, (kind, piece) in enumerate(found):
        if kind == "tag" and at in partner:
            name = re.split(r"[\s>]", piece.strip("</"))[0]
            raised += (name in ("sup", "sub")) * (-1 if piece.startswith("</") else 1)
            parts.append(_OPEN.get(name, piece))
        elif kind == "maths":
            parts.append(f"${piece.strip()}$")
        else:
            escaped = _SPECIAL.sub(r"\\\g<0>", piece)
            parts.append(escaped.replace(" ", r"\ ") if raised else escaped)
    return _not_a_block("".join(parts))


def _not_a_block(text: str) -> str:
    """``text`` whose beginning cannot be taken for a list, a quotation or a heading: the sign that would make it one is escaped."""
    match = _BEGINS_BLOCK.match(text)
    return f"{text[: match.end()]}\\{text[match.end() :]}" if match else text
