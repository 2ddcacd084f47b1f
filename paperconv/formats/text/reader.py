"""The reader of plain-text listings."""

import re
from collections.abc import Iterator

import msgspec

from paperconv.errors import ItemError
from paperconv.formats.base import Item, Note, encoding_note
from paperconv.formats.text import answers, dicts, evidence, fill, grid, layout, lines, printed, prose, quoted, statements, table, toml, wiki, years
from paperconv.formats.text.draft import Draft
from paperconv.formats.text.fill import Part
from paperconv.formats.text.layout import Placed
from paperconv.formats.text.years import Year
from paperconv.io.encoding import Decoding
from paperconv.io.source import Source
from paperconv.model import Record

OUTSIDE = ("heading", "owner")
"""Roles of lines that belong to no record."""
LONGEST_LINE = 1 << 20
"""Bytes of the longest line of a listing."""
_BIBITEM = re.compile(r"\s*\\bibitem\s*(?:\[(?:[^\[\]{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\])?\s*\{([^{}\s]+)\}")
WINDOW = 1 << 21
"""Characters of a file that are looked at together; of a longer one, the layout is learned anew from each window."""


_PRINTED = (dicts.read, statements.read, answers.read, toml.read, wiki.read)
"""Where papers are sought that a program printed; a text has one kind of them."""


class LineRole(msgspec.Struct, frozen=True):
    """A line (1-based, its first one where a field was wrapped) with its role and why it has it."""

    line: int
    role: str
    reason: str
    text: str


class Context(msgspec.Struct, frozen=True):
    """What framing learned of an item: whose page the file is, the parts of the record, and the year in the heading above it.

    Enough to decode it by itself.
    """

    owner: str
    parts: tuple[Part, ...]
    year: Year = Year()


class TextReader:
    """Reads listings in any layout: blocks, lines, labels, lists, one-line entries, columns."""

    format = "text"

    def frame(self, source: Source) -> Iterator[Item | Note]:
        """Cuts a listing into records. Every line that is not blank is in an item or in a note.

        Raises :class:`~paperconv.errors.InputError` where the source cannot be read.
        """
        with source.open() as stream:
            text = Decoding(stream)
            line, ordinal, owner, waiting, enough = 1, 0, None, "", WINDOW
            for block in _without_endless_lines(text):
                if isinstance(block, Note):
                    yield block
                    continue
                waiting += block
                if len(waiting) < enough:
                    continue
                found = list(cut(waiting, source.path, owner))
                last = max((i.line for i in found if isinstance(i, Item)), default=0)
                if last < 2:  # one record as long as the window: it goes on
                    enough = 2 * len(waiting)
                    continue
                for piece in found:
                    if piece.line < last:
                        yield _placed_in_file(piece, line - 1, ordinal)
                        ordinal += isinstance(piece, Item)
                owner = _owner(found)
                rest = _line_starts(waiting)[last - 1]
                line += last - 1
                waiting, enough = waiting[rest:], WINDOW
            for piece in cut(waiting, source.path, owner):
                yield _placed_in_file(piece, line - 1, ordinal)
                ordinal += isinstance(piece, Item)
            yield from encoding_note(text)

    def decode(self, item: Item) -> Record:
        """The paper in an item. An item without context is framed by itself. Raises :class:`ItemError` where it holds no paper."""
        context = item.context if isinstance(item.context, Context) else _own_context(item)
        draft = Draft()
        text = item.text
        for part in context.parts:
            if part.role not in OUTSIDE:
                fill.fill(draft, part, _text(part, text))
        if key := _BIBITEM.match(text):
            draft.values["id"] = key[1]
        if context.year.value and "issued" not in draft.values:
            draft.put("issued", context.year.value, context.year.line)
        return fill.record_of(draft, source=item.origin(self.format, lines=draft.lines, owner=context.owner))

    def explain(self, item: Item) -> list[LineRole]:
        """Each part of an item with its role and the reason for it."""
        return explain(item)


def explain(item: Item) -> list[LineRole]:
    """Each part of an item with its role and the reason for it, in the order of the lines."""
    context = item.context if isinstance(item.context, Context) else _own_context(item)
    text = item.text
    return [LineRole(p.line, p.role, p.reason, _text(p, text)) for p in context.parts]


def _text(part: Part, text: str) -> str:
    """What a part says, with its wraps undone."""
    return part.value or lines.join(text[part.start : part.end].split("\n"))


def cut(text: str, path: str, owner: str | None = None, *, wrapped: bool = True, alone: bool = False) -> Iterator[Item | Note]:
    """The items and notes of a text, in the order of its lines. ``owner`` is known where the text is not the beginning of its file.

    ``wrapped`` is False where no field goes on in the next line; ``alone`` is True for one item, which nothing around it tells from prose.
    """
    text = quoted.without(text)
    dumps = next((found for read in _PRINTED if (found := read(text))), [])
    rest = printed.without(text, dumps)
    tables = grid.read(rest)
    tables += table.read(table.without(rest, tables))
    listed = layout.place(lines.units(table.without(rest, tables), wrapped=wrapped))
    parts = [printed.beside(listed) if dumps else listed, *map(table.place, tables), *map(printed.place, dumps)]
    placed = layout.in_order(parts) if alone else prose.without(layout.in_order(parts))
    _repeat_authors(placed)
    if owner is None:
        owner = next((evidence.owner_of(p.unit.text) for p in placed if p.role == "owner"), "")
    starts = _line_starts(text)
    groups: dict[int, list[Placed]] = {}
    for p in placed:
        if p.record >= 0:
            groups.setdefault(p.record, []).append(p)
    in_order = sorted(groups.values(), key=lambda group: min(p.unit.first_line for p in group))  # a label may stand above a table
    given = years.above(placed, text)
    items = [_item(text, path, g, starts, n, Context(owner, (), given.get(g[0].record, Year()))) for n, g in enumerate(in_order)]
    notes = _notes(text, placed, items)
    everything: list[Item | Note] = [*items, *notes]
    yield from sorted(everything, key=lambda x: (x.line, isinstance(x, Item)))


def _repeat_authors(placed: list[Placed]) -> None:
    """Gives the entries in which a dash stands for the authors those of the entry above."""
    above = ""
    for p in placed:
        if p.entry is not None and p.record >= 0:
            if p.entry.same:
                p.entry.authors = above
            above = p.entry.authors


def _without_endless_lines(text: Decoding) -> Iterator[str | Note]:
    """The text in blocks of whole lines. A line too long to be of a listing is left blank, and noted."""
    waiting: list[str] = []
    size = 0
    for number, line in enumerate(text.lines(), 1):
        if len(line) > LONGEST_LINE:
            yield Note("PC002", f"a line of {len(line):,} bytes is no part of a listing; it is left out", number, number)
            line = b""
        waiting.append(line.decode())
        size += len(line) + 1
        if size > WINDOW // 4:
            yield "\n".join(waiting) + "\n"
            waiting, size = [], 0
    yield "\n".join(waiting)


def _owner(found: list[Item | Note]) -> str:
    return next((i.context.owner for i in found if isinstance(i, Item) and isinstance(i.context, Context)), "")


def _placed_in_file(piece: Item | Note, lines_before: int, ordinal: int) -> Item | Note:
    """An item or note of a window, with the lines and the number that it has in the file."""
    line, end_line = piece.line + lines_before, piece.end_line + lines_before
    if isinstance(piece, Note):
        return msgspec.structs.replace(piece, line=line, end_line=end_line) if lines_before else piece
    context = piece.context
    if lines_before and isinstance(context, Context):
        year = Year(context.year.value, context.year.line + lines_before)
        context = Context(context.owner, tuple(_moved(part, 0, lines_before) for part in context.parts), year)
    return msgspec.structs.replace(piece, line=line, end_line=end_line, ordinal=ordinal, context=context)


def _item(text: str, path: str, group: list[Placed], starts: list[int], ordinal: int, page: Context) -> Item:
    first = min(p.unit.first_line for p in group)
    last = max(p.unit.end_line for p in group)
    begin = starts[first - 1]
    end = starts[last] - 1 if last < len(starts) else len(text)
    parts = tuple(_part(p, begin) for p in group)
    return Item(path, text[begin:end].encode(), first, last, ordinal, msgspec.structs.replace(page, parts=parts))


def _part(placed: Placed, begin: int) -> Part:
    u = placed.unit
    return Part(u.start - begin, u.end - begin, u.line, u.first_line, u.end_line, placed.role, placed.reason, u.field, u.word, placed.entry, u.value)


def _notes(text: str, placed: list[Placed], items: list[Item]) -> Iterator[Note]:
    """Notes on all lines that are in no item, neighbouring ones together, and on furniture inside items."""
    raw = text.split("\n")
    covered = bytearray(len(raw) + 2)
    for item in items:
        covered[item.line : item.end_line + 1] = b"\x01" * (item.end_line + 1 - item.line)
    owners = {p.unit.line for p in placed if p.role == "owner"} if items else set()
    for p in placed:
        if p.role in OUTSIDE:
            for n in range(p.unit.first_line, p.unit.end_line + 1):
                covered[n] = 0
    number = 1
    while number <= len(raw):
        if covered[number] or not raw[number - 1].strip():
            number += 1
            continue
        first = last = number
        if number not in owners:
            while last < len(raw) and last + 1 not in owners and not covered[last + 1]:
                last += 1
            while not raw[last - 1].strip():
                last -= 1
        yield Note("PC005", message(raw[first - 1 : last], first in owners), first, last)
        number = last + 1


def message(raw: list[str], owner: bool = False) -> str:
    """What is said of lines that are in no record."""
    shown = next((r.strip() for r in raw if any(map(str.isalnum, r))), raw[0].strip())
    shown = shown if len(shown) <= 60 else shown[:59] + "…"
    if owner:
        return f"names the owner of the page: {shown}"
    return f"belongs to no record: {shown}" if len(raw) == 1 else f"{len(raw)} lines belong to no record: {shown} …"


def _line_starts(text: str) -> list[int]:
    starts = [0]
    at = text.find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = text.find("\n", at + 1)
    return starts


def _own_context(item: Item) -> Context:
    """The context of an item that has none: its text, framed as a listing of its own."""
    for found in cut(item.text, item.path, alone=True):
        if isinstance(found, Item) and isinstance(found.context, Context):
            head = len("".join(item.text.splitlines(keepends=True)[: found.line - 1]))
            return msgspec.structs.replace(found.context, parts=tuple(_moved(p, head, item.line - 1) for p in found.context.parts))
    raise ItemError("holds no paper that can be told")


def _moved(part: Part, offset: int, lines_: int) -> Part:
    """The part of a text that begins ``offset`` characters and so many lines further on."""
    return msgspec.structs.replace(
        part,
        start=part.start + offset,
        end=part.end + offset,
        line=part.line + lines_,
        first_line=part.first_line + lines_,
        end_line=part.end_line + lines_,
    )
