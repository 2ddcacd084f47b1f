"""The text as units: one line, or a paragraph wrapped over several, with its marker, its label and what stands before it."""

import re
from typing import Literal

import msgspec

from paperconv.authors.look import looks_like_authors
from paperconv.formats.text import labels

Gap = Literal["none", "blank", "rule", "tex"]
"""What stands before a unit: nothing, blank lines, a rule of dashes or the like, or a line of two backslashes (arXiv's mailings)."""

Mark = Literal["", "number", "bullet", "heading"]


class Unit(msgspec.Struct):
    """A piece of the text that has one role. ``start`` and ``end`` are offsets of its content in the text, ``line`` and ``end_line`` 1-based.

    ``first_line`` is where its marker or label stands. ``text`` is the content with its wraps undone.
    """

    text: str
    start: int
    end: int
    first_line: int
    line: int
    end_line: int
    gap: Gap = "none"
    mark: Mark = ""
    indent: int = 0
    field: str = ""
    word: str = ""


class RawLine(msgspec.Struct):
    """A line that is neither blank nor a rule, without its indent, marker and label. ``line`` is 1-based, ``start`` an offset in the text."""

    text: str
    start: int
    line: int
    width: int
    indent: int
    gap: Gap
    mark: Mark = ""
    field: str = ""
    word: str = ""
    label: int = 0
    first_line: int = 0


_RULE = re.compile(r"(?:[-=_*~#+%^.─━═—–|:\\/]\s?){3,}")
_TEX_RULE = re.compile(r"\\\\(?:\s+|$)")
_MARK = re.compile(
    r"(?:\[(?:\d{1,5}|[A-Z][A-Za-z+]{1,12}\d{2}[a-z]?)\][.:]?|\(\d{1,3}\)|(?!(?:19|20)\d\d\b)\d{1,4}[.)]|[-*+•◦▪‣●○■□►▶➢➤✓→·⁃∙]|[–—]|#{1,6})(?:\s+|$)"
)
_MARGIN = re.compile(r"[ \t\ufeff\u200b]*")


def join(lines: list[str]) -> str:
    """Wrapped lines as one: a space between them, none behind a hyphen that a word goes on after."""
    if len(lines) == 1:
        return lines[0].strip()
    out = lines[0].strip()
    for line in lines[1:]:
        line = line.strip()
        out += line if out.endswith("-") and out[-2:-1].isalpha() and line[:1].islower() else f" {line}"
    return out


def units(text: str) -> tuple[list[Unit], list[tuple[int, int]]]:
    """The units of a text, and the lines (1-based, inclusive) of its rules, in their order."""
    raw, rules = _raw_lines(text)
    raw, rest = _settle_labels(raw)
    rules += rest
    width = wrap_width(raw)
    out: list[Unit] = []
    at = 0
    while at < len(raw):
        first = at
        at += 1
        while at < len(raw) and _continues(raw[at - 1], raw[at], raw[first], width, at - 1 == first):
            at += 1
        out += _unit(raw[first:at])
    return out, rules


def wrap_width(raw: list[RawLine]) -> int:
    """The width at which the text was wrapped, 0 where it was not.

    A program that wraps breaks a line only where the next word does not fit; so it was wrapped if that holds for many
    neighbouring lines. Up to one line in fifty may be longer (URLs).
    """
    widths = sorted((r.width for r in raw), reverse=True)
    if len(widths) < 3:
        return 0
    width = widths[len(widths) // 50]
    if not 40 <= width <= 140:
        return 0
    pairs = full = 0
    for a, b in zip(raw, raw[1:], strict=False):
        if b.gap == "none" and not b.mark and not b.field and b.line == a.line + 1:
            pairs += 1
            full += _is_full(a, b, width)
    return width if full >= 2 and full * 10 >= pairs * 3 else 0


def _is_full(a: RawLine, b: RawLine, width: int) -> bool:
    """True where the first word of the next line would not have fitted on this one."""
    return a.width + 1 + len(b.text.split(None, 1)[0]) > width and a.width <= width + 2


def _continues(a: RawLine, b: RawLine, first: RawLine, width: int, is_first: bool) -> bool:
    """True where line ``b`` goes on with the unit that ``a`` is the last line of."""
    if b.gap != "none" or b.mark or b.field or b.line != a.line + 1 or "\t" in b.text or first.mark == "heading":
        return False
    if a.text.endswith((",", ";", " and", " &")):
        return True
    if first.field and b.indent > first.indent and not (b.indent > a.indent and not is_first):
        return True
    if not width:
        return False
    if not _is_full(a, b, width):
        return b.indent > first.indent and first.mark != "" and b.text[0].islower() and a.width * 2 > width
    if b.indent > a.indent and not is_first:
        return False  # a paragraph begins
    return not _names_begin(a, b, first)


def _names_begin(a: RawLine, b: RawLine, first: RawLine) -> bool:
    """True where an author list begins below a full title line."""
    if first.field or looks_like_authors(b.text) < 0.8:
        return False
    return looks_like_authors(a.text) < 0.3 and ("," in b.text or " and " in b.text)


def _unit(raw: list[RawLine]) -> list[Unit]:
    first, last = raw[0], raw[-1]
    if len(raw) == 1 and "\t" in first.text and not first.field:
        return _cells(first)
    text = join([r.text for r in raw])
    return [
        Unit(text, first.start, last.start + len(last.text), first.first_line or first.line, first.line, last.line, first.gap, first.mark, first.indent, first.field, first.word)
    ]


def _cells(raw: RawLine) -> list[Unit]:
    """The cells of a line with tabs, each a unit of its own on the same line."""
    out: list[Unit] = []
    at = raw.start
    for cell in raw.text.split("\t"):
        if cell.strip():
            begin = at + len(cell) - len(cell.lstrip())
            head = not out
            out.append(
                Unit(cell.strip(), begin, begin + len(cell.strip()), raw.line, raw.line, raw.line, raw.gap if head else "none", raw.mark if head else "", raw.indent)
            )
        at += len(cell) + 1
    return out


def _raw_lines(text: str) -> tuple[list[RawLine], list[tuple[int, int]]]:
    raw: list[RawLine] = []
    rules: list[tuple[int, int]] = []  # lines that are seen but hold nothing
    gap: Gap = "none"
    offset = 0
    mark: Mark = ""
    first_line = 0
    for number, line in enumerate(text.split("\n"), 1):
        begin, offset = offset, offset + len(line) + 1
        content = line.rstrip()
        if not content.strip("\ufeff\u200b \t\r\x0b\x0c\xa0\u2028\u2029\x85\x1c\x1d\x1e\x1f"):
            gap = "blank" if gap == "none" else gap
            if not content or content.isspace():
                continue
            rules.append((number, number))
            continue
        indent = _MARGIN.match(content).end()  # type: ignore[union-attr]
        if (m := _TEX_RULE.match(content, indent)) is not None:
            gap = "tex" if gap != "rule" else gap
            indent = m.end()
        elif _RULE.fullmatch(content, indent):
            gap = "rule"
        if indent >= len(content) or gap == "rule" and _RULE.fullmatch(content, indent):
            rules.append((number, number))
            continue
        entry = RawLine(content[indent:], begin + indent, number, len(content), len(content[:indent].expandtabs(4)), gap, mark, first_line=first_line)
        _take_mark(entry)
        if not entry.text:  # a marker on a line of its own belongs to the next line
            mark, first_line = entry.mark, entry.first_line or number
            continue
        _take_label(entry)
        raw.append(entry)
        gap, mark, first_line = "none", "", 0
    if mark:
        rules.append((first_line, first_line))
    return raw, rules


def _take_mark(entry: RawLine) -> None:
    m = _MARK.match(entry.text)
    if m is None:
        return
    sign = m[0][0]
    entry.mark = "heading" if sign == "#" else "number" if sign.isdigit() or sign in "[(" else "bullet"
    entry.start += m.end()
    entry.text = entry.text[m.end() :]
    box = re.match(r"\[[ xX]\]\s+", entry.text)
    if box:
        entry.start += box.end()
        entry.text = entry.text[box.end() :]


def _take_label(entry: RawLine) -> None:
    label = labels.match(entry.text)
    if label is not None:
        entry.field, entry.word, entry.label = label.field or "?", label.word, label.length


def _settle_labels(raw: list[RawLine]) -> tuple[list[RawLine], list[tuple[int, int]]]:
    """Takes the labels off the lines that have one; gives the lines, and those that hold a label and nothing to go with it.

    A word before a colon is a label if it is known, or if the same word stands so at other lines that have labelled neighbours;
    "BERT: Pre-training of …" is a title. A label without text goes over to the next line.
    """
    count: dict[str, int] = {}
    for i, r in enumerate(raw):
        if r.field == "?" and (_labelled(raw, i - 1) or _labelled(raw, i + 1)):
            count[r.word] = count.get(r.word, 0) + 1
    known = sum(1 for r in raw if r.field not in ("", "?"))
    titles = any(r.field == "title" for r in raw)
    labelled = [_is_label(r, i, raw, count, titles and known >= 3) for i, r in enumerate(raw)]
    out: list[RawLine] = []
    waiting: RawLine | None = None
    for r, sure in zip(raw, labelled, strict=True):
        if not sure:
            r.field = r.word = ""
        else:
            r.text, r.start = r.text[r.label :], r.start + r.label
            if not r.text:
                waiting = r if waiting is None else waiting
                continue
        if waiting is not None:
            r.first_line, r.gap = waiting.first_line or waiting.line, waiting.gap
            if not r.field and r.line <= waiting.line + 2 and (not r.mark or waiting.mark):
                r.field, r.word, r.mark = waiting.field, waiting.word, waiting.mark
            waiting = None
        out.append(r)
    return out, [] if waiting is None else [(waiting.first_line or waiting.line, waiting.line)]


def _is_label(r: RawLine, i: int, raw: list[RawLine], count: dict[str, int], in_labelled_file: bool) -> bool:
    if not r.field:
        return False
    if r.field == "?":
        return in_labelled_file and (count.get(r.word, 0) > 1 or _labelled(raw, i - 1) and _labelled(raw, i + 1))
    return in_labelled_file or r.word.lower() not in _PLAIN_WORDS


_PLAIN_WORDS = frozenset("by in paper source type web code no number summary note notes topics language publication container links subject".split())
"""Labels that also begin titles and sentences; they count only where the file is labelled throughout."""


def _labelled(raw: list[RawLine], i: int) -> bool:
    return 0 <= i < len(raw) and raw[i].field not in ("", "?")
