"""Reading .bib files: BibTeX and BibLaTeX are read alike, since real files mix them."""

from collections.abc import Iterator

import msgspec

from paperconv.errors import ItemError
from paperconv.formats.base import Item, Note
from paperconv.formats.bibtex import mapping as m
from paperconv.formats.bibtex.decode import Field, decode_entry
from paperconv.formats.bibtex.syntax import Block, blocks, entry_of, field_name, macro_names, value_of
from paperconv.io.encoding import decode as decode_bytes
from paperconv.io.source import Source
from paperconv.model import Change, Record

_NO_PAPER = {"set": "a set of entries", "xdata": "data that other entries take over", "control": "a setting of a style", "bibnote": "a note"}
_LEVELS = 4
"""So many parents are followed upwards (an xdata of a crossref …)."""


class Context(msgspec.Struct, frozen=True):
    """What an entry needs of its file: the macros it names, the fields it inherits (their values as written), why it cannot be read,
    whether a slip in it was mended."""

    macros: dict[str, str] = {}
    inherited: dict[str, str] = {}
    error: str = ""
    mended: bool = False


class BibtexReader:
    """Reads BibTeX. What is in no entry (comments, macros, text between entries) is noted under PC005."""

    format = "bibtex"

    def frame(self, source: Source) -> Iterator[Item | Note]:
        """One item an entry, with the macros it names and the fields it inherits through ``crossref`` or ``xdata``."""
        text = decode_bytes(source.read())
        if text.guessed:
            yield Note("PC003", f"read as {text.encoding}", 1, 1)
        found = list(blocks(text.text))
        macros = _macros(found)
        parents = {b.block.key.lower(): b.block for b in found if b.kind in ("entry", "mended")}
        ordinal, done = 0, 0
        lines = text.text.split("\n")
        for block in found:
            yield from _gap(lines, done + 1, block.line - 1)
            done = max(done, block.end_line)
            note = _note(block) or ("an entry that is commented out" if _commented(block, lines) else "")
            if note:
                yield Note("PC005", note, block.line, block.end_line)
                continue
            yield Item(source.path, block.raw.encode(), block.line, block.end_line, ordinal, _context(block, macros, parents))
            ordinal += 1
        yield from _gap(lines, done + 1, len(lines))

    def decode(self, item: Item) -> Record:
        """The record in an entry. Fields that the model has no room for go to ``extra`` under ``bibtex:``, in their order.

        Raises :class:`ItemError` for a block that is no entry or has no end.
        """
        context = item.context if isinstance(item.context, Context) else Context()
        entry = None if context.error else entry_of(item.text)
        if entry is None:
            raise ItemError(context.error or "is no BibTeX entry: expected @type{key, field = {value}, …}", line=item.line)
        fields: dict[str, Field] = {}
        for field in entry.fields:
            tex = value_of(str(field.value), context.macros).strip()
            if tex:
                _add(fields, field_name(field.key), tex, item.line + int(field.start_line or 0))
        for name, expression in context.inherited.items():
            if name not in fields and (tex := value_of(expression, context.macros).strip()):
                fields[name] = Field(name, tex, 0)
        found = decode_entry(entry.entry_type, entry.key, fields)
        source = item.origin(self.format, lines=found.lines)
        history = (Change("PC001", "", "a comma or the key between two fields was missing or doubled", "safe"),) if context.mended else ()
        return Record(id=entry.key, **found.values, identifiers=found.identifiers, extra=found.extra, source=source, history=history)


class BiblatexReader(BibtexReader):
    """Reads BibLaTeX; differs from BibTeX in its name alone."""

    format = "biblatex"


def _add(fields: dict[str, Field], name: str, tex: str, line: int) -> None:
    """A field; the second of the same name, if it says something else, gets a number."""
    key = name.lower()
    count = 1
    while (known := fields.get(key if count == 1 else f"{key}-{count}")) is not None:
        if known.tex == tex:
            return
        count += 1
    suffix = "" if count == 1 else f"-{count}"
    fields[key + suffix] = Field(name + suffix, tex, line)


def _macros(found: list[Block]) -> dict[str, str]:
    """The file's @string definitions, expanded. A later one of the same name wins."""
    macros: dict[str, str] = {}
    for block in found:
        if block.kind == "string":
            macros[block.block.key.lower()] = value_of(str(block.block.value), macros)
    return macros


def _note(block: Block) -> str:
    """What a block is that holds no paper; "" for one that does, or should."""
    if block.kind == "string":
        return "a macro (@string), expanded where it is named"
    if block.kind == "other":
        return "a comment or preamble"
    if block.kind == "entry":
        kind = block.block.entry_type
        return _NO_PAPER.get(kind, "a setting of a style" if kind.endswith("control") and not block.block.fields else "")
    return ""


def _commented(block: Block, lines: list[str]) -> bool:
    """True for an entry all of whose lines begin with ``%``: read by BibTeX, but meant to be left out, as biber does."""
    return all(line.lstrip().startswith("%") for line in lines[block.line - 1:block.end_line])


def _gap(lines: list[str], first: int, last: int) -> Iterator[Note]:
    """Lines that no block covers, as notes, so that every line is accounted for."""
    start = 0
    for number in range(first, last + 1):
        if lines[number - 1].strip():
            start = start or number
        elif start:
            yield Note("PC005", "text between entries", start, number - 1)
            start = 0
    if start:
        yield Note("PC005", "text between entries", start, last)


def _context(block: Block, macros: dict[str, str], parents: dict[str, object]) -> Context:
    if block.kind == "failed":
        return Context(error=_failure(block))
    inherited = _inherited(block.block, parents, macros, 0)
    named = {n for f in block.block.fields for n in macro_names(str(f.value))} | {n for value in inherited.values() for n in macro_names(value)}
    return Context({n: macros[n] for n in named if n in macros}, inherited, mended=block.kind == "mended")


def _failure(block: Block) -> str:
    reason = " ".join(str(getattr(block.block.error, "abort_reason", block.block.error)).split())
    head = block.raw.split("\n", 1)[0].strip()[:60]
    return f"the entry {head!r} cannot be read: {reason} Close its braces and quotes, put a comma after each field, and read it again."


def _inherited(entry: object, parents: dict[str, object], macros: dict[str, str], level: int) -> dict[str, str]:
    """The fields that an entry takes from those it names in ``crossref`` and ``xdata``, and these from theirs."""
    fields = {f.key.lower(): str(f.value) for f in entry.fields}  # type: ignore[attr-defined]
    taken: dict[str, str] = {}
    if level >= _LEVELS or not {"crossref", "xdata"} & fields.keys():
        return taken
    for link in ("crossref", "xdata"):
        for key in value_of(fields.get(link, ""), macros).split(","):
            parent = parents.get(key.strip().lower())
            if parent is None or parent is entry:
                continue
            offered = {f.key.lower(): str(f.value) for f in parent.fields}  # type: ignore[attr-defined]
            offered = {**_inherited(parent, parents, macros, level + 1), **offered}
            if link == "crossref":
                if entry.entry_type in m.HOSTED and "title" in offered:  # type: ignore[attr-defined]
                    offered.setdefault("booktitle", offered["title"])
                    if "subtitle" in offered:
                        offered.setdefault("booksubtitle", offered["subtitle"])
                if entry.entry_type in m.HOSTED and "author" not in fields and "editor" in fields | offered:  # type: ignore[attr-defined]
                    offered.pop("author", None)
                offered = {n: v for n, v in offered.items() if n not in m.NOT_INHERITED}
            taken = {**{n: v for n, v in offered.items() if n not in fields and n != link}, **taken}
    return taken
