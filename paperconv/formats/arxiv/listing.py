"""arXiv's mailings (https://info.arxiv.org/help/subscribe.html), its old monthly listings, and ``.abs`` files.

All of them print a paper between lines of two backslashes: identifier, dates and fields, then in most of them the abstract. Fields
that go on are indented. A rule of dashes stands between papers; what stands around them is reported.
"""

import re
from collections import deque
from collections.abc import Iterable, Iterator

from paperconv.errors import ItemError
from paperconv.formats.arxiv import common
from paperconv.formats.base import Item, Note, items
from paperconv.formats.draft import Draft
from paperconv.io.encoding import Decoding
from paperconv.io.frames import LIMIT, TOO_LONG, UNENDED, Piece
from paperconv.io.source import Source
from paperconv.model import Record
from paperconv.model import identifier as ids

_MARK = b"\\\\"
_RULE = re.compile(rb"[-%]{20,}\s*")
_IDENTITY = re.compile(rb"(?:arXiv:|Paper\b[^:\n]{0,40}:)\s*\S")
_NAMED = re.compile(r"(?:arXiv|Paper)\s*(\([^)]*\))?\s*:\s*(\S+)\s*(\([^)]*\))?(.*)", re.S)
_LABEL = re.compile(r"([A-Z][A-Za-z-]*)(?:\s\(([^)\n]{0,40})\))?:\s*")
_REPLACED = re.compile(r"replaced with revised version\s+(.*)")
_SIZED = re.compile(r"(.*?)\s*(?:\(\s*(\d+\s*kb(?:,\s*\w+)*)\s*\))?\s*")
_CLOSING = re.compile(r"\\\\\s*\(\s*(\S+)\s*(?:,\s*([^)]*?))?\s*\)\s*")
_CLOSED = re.compile(rb"\\\\\s*\(\s*http")
_SHOWN = 60
_Line = tuple[int, bytes]


class ArxivListingReader:
    """Reads mailings, listings and ``.abs`` files, a paper at a time."""

    def frame(self, source: Source) -> Iterator[Item | Note]:
        """One item a paper, with the rule behind it. Other lines are reported, neighbouring ones together."""
        with source.open() as stream:
            text = Decoding(stream)
            framer = _Framer(text.lines())
            for found in items(source, text, framer.pieces()):
                yield from framer.notes()
                yield found
            yield from framer.notes()

    def decode(self, item: Item) -> Record:
        """The paper in an item. Raises :class:`~paperconv.errors.ItemError` where it has no identifier."""
        head, abstract, closing, before = _sections(item.text)
        if not head or not _IDENTITY.match(head[0].encode()):
            raise ItemError("has no arXiv identifier behind the line of two backslashes")
        draft = Draft("arxiv-listing", item)
        lines: dict[str, int] = {}
        _head(draft, head, item.line + before, lines)
        if any(map(str.strip, abstract)):
            common.texts(draft, abstract="\n".join(abstract))
            lines["abstract"] = item.line + before + len(head) + 1
        if found := _CLOSING.fullmatch(closing):
            if ids.arxiv(found[1]) != draft.identifiers.get("arxiv"):
                draft.keep("url", found[1])
            if found[2] and not any(found[2] in kept for kept in draft.extra.values()):
                draft.keep("size", found[2])
        elif rest := closing.removeprefix("\\\\").strip():
            draft.keep("end", rest)
        return draft.record(lines)


class _Framer:
    """Cuts lines into papers; what is in none waits as notes."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        self._lines = enumerate(lines, 1)
        self._ahead: deque[_Line] = deque()
        self._outside: list[_Line] = []
        self._notes: list[Note] = []

    def notes(self) -> Iterator[Note]:
        """The notes on what stood before the paper that was cut last."""
        waiting, self._notes = self._notes, []
        yield from waiting

    def pieces(self) -> Iterator[Piece]:
        """The papers in the lines of a listing."""
        while line := self._peek(0):
            if self._begins():
                yield self._paper()
            else:
                if line[1].strip():
                    self._outside.append(line)
                self._ahead.popleft()
        self._report()

    def _peek(self, further: int) -> _Line | None:
        """A line that is not yet taken, ``None`` behind the end."""
        while len(self._ahead) <= further:
            line = next(self._lines, None)
            if line is None:
                return None
            self._ahead.append(line)
        return self._ahead[further]

    def _begins(self) -> bool:
        line, following = self._peek(0), self._peek(1)
        return line is not None and line[1].strip() == _MARK and following is not None and _IDENTITY.match(following[1]) is not None

    def _paper(self) -> Piece:
        """The paper that begins here. It ends with the rule behind it, or before the mark with which the next one begins."""
        taken = self._rules_before()
        self._report()
        marks = size = 0
        ended = False
        while (line := self._peek(0)) and not (marks > 1 and self._begins()):
            rule = _RULE.fullmatch(line[1]) is not None
            if line[1].strip() and not rule and (ended or marks > 2):
                break
            ended = ended or rule
            marks += _is_mark(line[1])
            size += len(line[1])
            if size <= LIMIT:
                taken.append(line)
            self._ahead.popleft()
        while not taken[-1][1].strip():
            taken.pop()
        fault = TOO_LONG if size > LIMIT else UNENDED if marks == 1 and not ended else ""
        data = b"\n".join(line for _, line in taken)
        return Piece(data[:1024] if fault == TOO_LONG else data, taken[0][0], taken[-1][0], fault)

    def _rules_before(self) -> list[_Line]:
        """The rules before the first paper, where nothing else stands there."""
        if all(_RULE.fullmatch(line) for _, line in self._outside):
            rules, self._outside = self._outside, []
            return rules
        return []

    def _report(self) -> None:
        if self._outside:
            texts = [line.decode("utf-8", "replace").strip() for _, line in self._outside]
            shown = next((t for t in texts if any(map(str.isalnum, t))), texts[0])
            shown = shown if len(shown) <= _SHOWN else shown[: _SHOWN - 1] + "…"
            message = f"{len(texts)} lines belong to no record: {shown} …" if len(texts) > 1 else f"belongs to no record: {shown}"
            self._notes.append(Note("PC005", message, self._outside[0][0], self._outside[-1][0]))
            self._outside = []


def _is_mark(line: bytes) -> bool:
    return line.startswith(_MARK) and (line.strip() == _MARK or _CLOSED.match(line) is not None)


def _sections(text: str) -> tuple[list[str], list[str], str, int]:
    """The lines of the fields, those of the abstract, the closing mark, and how many lines stand before the fields."""
    lines = text.split("\n")
    marks = [n for n, line in enumerate(lines) if _is_mark(line.encode())]
    if not marks:
        return [], [], "", 0
    begin = marks[0] + 1
    middle = marks[1] if len(marks) > 1 else len(lines)
    end = marks[2] if len(marks) > 2 else len(lines)
    head = [line for line in lines[begin:middle] if not _RULE.fullmatch(line.encode())]
    abstract = [line for line in lines[middle + 1 : end] if not _RULE.fullmatch(line.encode())]
    closing = lines[marks[2]] if len(marks) > 2 else lines[middle] if len(marks) > 1 else ""
    return head, abstract, closing, begin


def _head(draft: Draft, head: list[str], line: int, lines: dict[str, int]) -> None:
    """The identifier, the dates and the fields; ``line`` is the number of the first."""
    dated: list[tuple[str, str]] = []
    sizes: list[str] = []
    fields: dict[str, tuple[str, int]] = {}
    for number, entry in _entries(head, line):
        if number == line:
            _named(draft, entry)
        elif replaced := _REPLACED.fullmatch(entry):
            draft.keep("replaced", replaced[1])
        elif label := _LABEL.match(entry):
            name, value = label[1], entry[label.end() :].strip()
            if name == "Date":
                date, size = _SIZED.fullmatch(value).groups()  # type: ignore[union-attr]
                dated.append((_version(label[2] or "", len(dated)), date))
                sizes.append(size or "")
                lines.setdefault("issued", number)
            elif name.lower() in fields or label[2]:
                draft.keep(entry[: label.end()].rstrip(": ").lower(), value)
            else:
                fields[name.lower()] = (value, number)
        else:
            draft.keep("unplaced", entry)
    latest = _versions(draft, dated, sizes)
    for name, field in (("title", "title"), ("authors", "author"), ("author", "author"), ("comments", "note"), ("journal-ref", "container_title")):
        if name in fields:
            lines[field] = fields[name][1]
    taken = {name: fields.pop(name, ("", 0))[0] for name in ("title", "comments", "categories", "doi", "journal-ref", "authors", "author")}
    common.texts(draft, taken["title"], comments=taken["comments"])
    common.byline(draft, taken["authors"] or taken["author"], "authors")
    common.about(draft, max(latest, draft.fields.pop("version", 0)), taken["categories"])
    common.doi(draft, taken["doi"])
    common.journal(draft, taken["journal-ref"])
    for name, (value, _) in fields.items():
        draft.keep(name, value)


def _entries(head: list[str], line: int) -> Iterator[tuple[int, str]]:
    """The fields with their lines, wraps undone: a line that is indented, or has no label, goes on with the one before."""
    parts: list[str] = []
    start = line
    for number, text in enumerate(head, line):
        if not text.strip():
            continue
        if parts and (text[0].isspace() or not (_LABEL.match(text) or _REPLACED.match(text))):
            parts.append(text.strip())
            continue
        if parts:
            yield start, " ".join(parts)
        parts, start = [text.strip()], number
    if parts:
        yield start, " ".join(parts)


def _named(draft: Draft, entry: str) -> None:
    """ "arXiv:2101.10016", "Paper (*cross-listing*): cond-mat/9712129"."""
    found = _NAMED.fullmatch(entry)
    if found is None:
        draft.keep("paper", entry)
        return
    draft.fields["version"] = common.identify(draft, found[2], "paper")
    for said in (found[1], found[3], found[4]):
        draft.keep("listing", (said or "").strip("()* \n"))


def _version(said: str, before: int) -> str:
    """The version that a date belongs to: "revised v2" is v2, "revised" alone (until 1999) the next."""
    number = re.search(r"v(\d+)", said)
    return f"v{number[1]}" if number else f"v{before + 1}"


def _versions(draft: Draft, dated: list[tuple[str, str]], sizes: list[str]) -> int:
    """Several dates are versions; a single one says nothing of the latest."""
    latest = common.versions(draft, dated)
    draft.extra.pop("arxiv-listing:versions", None)
    if len(dated) > 1:
        draft.keep("versions", "\n".join(f"{v} {d}" + (f" ({s})" if s else "") for (v, d), s in zip(dated, sizes, strict=True)))
        return latest
    draft.keep("size", "".join(sizes))
    if dated and not common.day(dated[0][1]):
        draft.keep("date", dated[0][1])
    return 0
