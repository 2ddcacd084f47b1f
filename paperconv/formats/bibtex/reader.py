"""Reading .bib files: BibTeX and BibLaTeX are read alike, since real files mix them."""

import re
from collections.abc import Iterator, Set
from itertools import count
from typing import Any

import msgspec

from paperconv.errors import ItemError
from paperconv.formats.base import Item, Note, encoding_note
from paperconv.formats.bibtex import mapping as m
from paperconv.formats.bibtex.decode import Field, decode_entry
from paperconv.formats.bibtex.mend import mended
from paperconv.formats.bibtex.plain import Entry
from paperconv.formats.bibtex.syntax import Block, blocks, entry_of, field_name, macro_names, value_of
from paperconv.io.encoding import Decoding
from paperconv.io.source import Source
from paperconv.model import Change, Record
from paperconv.model.record import IGNORE
from paperconv.patterns import pattern

_NO_PAPER = {"set": "a set of entries", "xdata": "data that other entries take over", "control": "a setting of a style", "bibnote": "a note"}
CHUNK = 1 << 20
"""Characters of a file that are looked at together. A larger file is read three times, the first two for macros and parents only."""
IGNORE_COMMENT = pattern(r"paperconv:[ \t]*ignore[ \t]+([\w, \t-]+)", re.I)
_BLOCK_START = pattern(r"@\w+[ \t]*[{(]")
_STRING = pattern(r"^[ \t]*@string\b", re.I | re.M)
_LINK = pattern(r"\b(?:crossref|xdata)\s*=\s*[{\"]?\s*([^{}\"\n]+)", re.I)
_FEW = 50
_LEVELS = 4
"""So many parents are followed upwards (an xdata of a crossref …)."""


class Context(msgspec.Struct, frozen=True):
    """What an entry needs of its file: the macros it names, the fields it inherits (their values as written), why it cannot be read,
    whether a slip in it was mended, the rules that a comment before it names."""

    macros: dict[str, str] = {}
    inherited: dict[str, str] = {}
    error: str = ""
    mended: bool = False
    ignore: str = ""


_NOTHING = Context()


class Chunk(msgspec.Struct, frozen=True):
    """A piece of a file that holds whole blocks, and the line (1-based) that it begins on."""

    text: str
    line: int


class Shared(msgspec.Struct, frozen=True):
    """What the entries of a file may need of other blocks: its macros, and the entries that others inherit from, by their keys in lower case."""

    macros: dict[str, str]
    parents: dict[str, Any]

    @staticmethod
    def of(found: list[Block], macros: dict[str, str], named: Set[str] | None = None) -> "Shared":
        """What these blocks share; of their entries only those ``named``, where that is given."""
        entries = {b.block.key.lower(): b.block for b in found if b.kind in ("entry", "mended")} if named is None or named else {}
        return Shared(_macros(found, macros), entries if named is None else {k: e for k, e in entries.items() if k in named})

    @staticmethod
    def of_file(source: Source) -> "Shared":
        """What a file that is read in chunks shares, from two passes over it that look for these blocks alone."""
        named: set[str] = set()
        macros = False
        with source.open() as stream:
            for data in Decoding(stream).blocks():
                small = data.lower()
                macros = macros or b"@string" in small
                if b"crossref" in small or b"xdata" in small:
                    named.update(key.strip().lower() for match in _LINK.finditer(data.decode()) for key in match[1].split(","))
        shared = Shared({}, {})
        if not (named or macros):
            return shared
        keys = re.compile("|".join(map(re.escape, sorted(named))) or r"(?!)", re.I) if len(named) <= _FEW else None
        with source.open() as stream:
            for chunk, _ in _chunks(Decoding(stream)):
                if ("@string" in chunk.text.lower() and _STRING.search(chunk.text)) or (named and (keys is None or keys.search(chunk.text))):
                    more = Shared.of(list(blocks(chunk.text)), shared.macros, named)
                    shared = Shared(more.macros, {**shared.parents, **more.parents})
        return shared


class BibtexReader:
    """Reads BibTeX. What is in no entry (comments, macros, text between entries) is noted under PC005."""

    format = "bibtex"

    def __init__(self) -> None:
        self._framed: tuple[bytes, Entry | None] = (b"", None)  # the last item's bytes and what they were cut into, so that it is cut once

    def frame(self, source: Source) -> Iterator[Item | Note]:
        """One item an entry, with the macros it names and the fields it inherits through ``crossref`` or ``xdata``."""
        source = source.again()
        with source.open() as stream:
            text = Decoding(stream)
            shared: Shared | None = None
            ordinals = count()
            for chunk, whole in _chunks(text):
                found = list(blocks(chunk.text))
                if shared is None:
                    shared = Shared.of(found, {}, None if _has_links(chunk.text) else set()) if whole else Shared.of_file(source)
                for piece, entry in _cut(chunk, found, source.path, shared, ordinals):
                    if entry is not None and isinstance(piece, Item):
                        self._framed = piece.data, entry
                    yield piece
            yield from encoding_note(text)

    def decode(self, item: Item) -> Record:
        """The record in an entry. Fields that the model has no room for go to ``extra`` under ``bibtex:``, in their order.

        Raises :class:`ItemError` for a block that is no entry or has no end.
        """
        context = item.context if isinstance(item.context, Context) else Context()
        entry = self._entry(item, context)
        if entry is None:
            raise ItemError(context.error or "is no BibTeX entry: expected @type{key, field = {value}, …}", line=item.line)
        fields: dict[str, Field] = {}
        for field in entry.fields:
            if tex := value_of(field.value, context.macros).strip():
                name, line = field.key, item.line + (field.start_line or 0)
                if "%" in name:
                    name = field_name(name)
                if (key := name.lower()) in fields:
                    _add_again(fields, name, tex, line)
                else:
                    fields[key] = Field(name, tex, line)
        for name, expression in context.inherited.items():
            if name not in fields and (tex := value_of(expression, context.macros).strip()):
                fields[name] = Field(name, tex, 0)
        found = decode_entry(entry.entry_type, entry.key, fields)
        if context.ignore:
            found.extra[IGNORE] = context.ignore
        source = item.origin(self.format, lines=found.lines)
        history = (Change("PC001", "", "a comma or the key between two fields was missing or doubled", "safe"),) if context.mended else ()
        return Record(id=entry.key, **found.values, identifiers=found.identifiers, extra=found.extra, source=source, history=history)

    def _entry(self, item: Item, context: Context) -> Any:
        """The entry in an item; ``None`` where there is none."""
        data, entry = self._framed
        if entry is not None and data is item.data:
            return entry
        return None if context.error else entry_of(mended(item.text) if context.mended else item.text)


class BiblatexReader(BibtexReader):
    """Reads BibLaTeX; differs from BibTeX in its name alone."""

    format = "biblatex"


def _add_again(fields: dict[str, Field], name: str, tex: str, line: int) -> None:
    """A second field of the same name: if it says something else, it gets a number."""
    key, number = name.lower(), 1
    while (known := fields.get(key if number == 1 else f"{key}-{number}")) is not None:
        if known.tex == tex:
            return
        number += 1
    fields[f"{key}-{number}"] = Field(f"{name}-{number}", tex, line)


def _has_links(text: str) -> bool:
    """False where no entry of a text can take fields from another: to look for a word is twenty times as fast as the expression."""
    small = text.lower()
    return "crossref" in small or "xdata" in small


def _chunks(text: Decoding) -> Iterator[tuple[Chunk, bool]]:
    """The file in pieces of about :data:`CHUNK` characters that begin with a block; True for one that is the whole file."""
    waiting, line, first, enough = "", 1, True, CHUNK
    for data in text.blocks():
        waiting += data.decode()
        if len(waiting) < enough:
            continue
        cut = waiting.rfind("\n@") + 1
        while cut and not _BLOCK_START.match(waiting, cut):
            cut = waiting.rfind("\n@", 0, cut - 1) + 1
        cut = _before_comments(waiting, cut)
        enough = CHUNK if cut else 2 * len(waiting)
        if cut:
            yield Chunk(waiting[:cut], line), False
            line += waiting.count("\n", 0, cut)
            waiting, first = waiting[cut:], False
    if waiting:
        yield Chunk(waiting, line), first


def _before_comments(text: str, cut: int) -> int:
    """Where the comment lines begin that stand right before the entry at ``cut``: they go with it."""
    while cut and text[start := text.rfind("\n", 0, cut - 1) + 1] == "%":
        cut = start
    return cut


def _cut(chunk: Chunk, found: list[Block], path: str, shared: "Shared", ordinals: Iterator[int]) -> Iterator[tuple[Item | Note, Entry | None]]:
    """The entries of a chunk, each with what it was cut into where it is plain, and notes on all its other lines."""
    before = chunk.line - 1
    done, ignore = 0, ""
    lines = chunk.text.split("\n")
    for block in found:
        if any(lines[done : block.line - 1]):
            yield from ((note, None) for note in _gap(lines, done + 1, block.line - 1, before))
        done = max(done, block.end_line)
        reason = _note(block) or ("an entry that is commented out" if _commented(block, lines) else "")
        if reason:
            yield Note("PC005", reason, before + block.line, before + block.end_line), None
            ignore = " ".join(IGNORE_COMMENT.findall(block.raw)) if block.kind == "other" else ""
        else:
            item = Item(path, block.raw.encode(), before + block.line, before + block.end_line, next(ordinals), _context(block, shared, ignore))
            yield item, block.block if block.kind == "entry" and isinstance(block.block, Entry) else None
            ignore = ""
    yield from ((note, None) for note in _gap(lines, done + 1, len(lines), before))


def _macros(found: list[Block], known: dict[str, str]) -> dict[str, str]:
    """The @string definitions of blocks and those that are ``known``, expanded. A later one of the same name wins."""
    macros = dict(known)
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
    return lines[block.line - 1].lstrip().startswith("%") and all(line.lstrip().startswith("%") for line in lines[block.line:block.end_line])


def _gap(lines: list[str], first: int, last: int, before: int) -> Iterator[Note]:
    """Lines that no block covers, as notes, so that every line is accounted for."""
    start = 0
    for number in range(first, last + 1):
        if lines[number - 1].strip():
            start = start or number
        elif start:
            yield Note("PC005", "text between entries", before + start, before + number - 1)
            start = 0
    if start:
        yield Note("PC005", "text between entries", before + start, before + last)


def _context(block: Block, shared: "Shared", ignore: str) -> Context:
    macros = shared.macros
    if block.kind == "failed":
        return Context(error=_failure(block), ignore=ignore)
    if block.kind == "entry" and not (macros or shared.parents or ignore):
        return _NOTHING
    inherited = _inherited(block.block, shared.parents, macros, 0) if shared.parents else {}
    if not macros:
        return Context({}, inherited, mended=block.kind == "mended", ignore=ignore)
    named = {n for f in block.block.fields for n in macro_names(str(f.value))} | {n for value in inherited.values() for n in macro_names(value)}
    return Context({n: macros[n] for n in sorted(named) if n in macros}, inherited, mended=block.kind == "mended", ignore=ignore)


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
