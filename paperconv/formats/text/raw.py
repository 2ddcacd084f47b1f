"""The lines of a text without their indents, markers and labels, and what stands before each."""

import re
from collections import Counter
from typing import Literal

import msgspec

from paperconv.formats.text import labels

Gap = Literal["none", "blank", "rule", "tex"]
"""What stands before a unit: nothing, blank lines, a rule of dashes or the like, or a line of two backslashes (arXiv's mailings)."""

Mark = Literal["", "number", "bullet", "heading"]


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
    r"(?:\.\.\s+\[[^\[\]]{1,40}\]|\\item(?:\s*\[[^\[\]]{0,40}\])?(?=\s)|[A-Z]{1,2}\d{1,3}\.(?=\s+[^\W\d_])|\\bibitem\s*(?:\[(?:[^\[\]{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\])?\s*\{[^{}]*\}|"
    r"\[(?:\d{1,5}|[A-Z][A-Za-z+]{1,12}\d{2}[a-z]?|[A-Za-z]{1,2}\d{1,4}|[A-Z]{2,8})\][.:]?|\(\d{1,3}\)|(?!(?:19|20)\d\d\b)\d{1,4}[.)]|\d{1,3}/|(?!(?:19|20)\d\d\b)\d{1,5}(?=\s{2,}[^\W\d_]{2})|[-*+•◦▪‣●○■□►▶➢➤✓→·⁃∙]|[–—]|#{1,6}|\*{2,8}|={1,6}|"
    r"\d{1,2}[:h]\d\d(?:\s?[AaPp]\.?[Mm]\.?)?(?:\s?[-–—]\s?\d{1,2}[:h]\d\d(?:\s?[AaPp]\.?[Mm]\.?)?)?(?=\s+\D))(?:\s+|$)|\[\d{1,4}\](?=[^\W\d_a-z])"
)
_BOX = re.compile(
    r"\[[ xX-]\]\s+|(?:TODO|DONE|NEXT|READ|READING|WAITING)\s+(?=[A-Z\"“])|\[{3}[^\[\]]{1,60}\]{3}\s+"
)
"""Behind a bullet: a box to tick, Org mode's keyword, AsciiDoc's anchor."""
_DRAWER = re.compile(r":(?:PROPERTIES|END|LOGBOOK):", re.I)
"""Lines around the properties of a heading in Org mode."""
_MARGIN = re.compile(r"[ \t\ufeff\u200b]*")


def raw_lines(text: str) -> list[RawLine]:
    """The lines that are neither blank nor rules, without markers and labels; labels and markers that nothing follows are in none."""
    return _settle_labels(_cut(text))


def _cut(text: str) -> list[RawLine]:
    raw: list[RawLine] = []
    gap: Gap = "none"
    offset = 0
    mark: Mark = ""
    first_line = 0
    for number, line in enumerate(text.split("\n"), 1):
        begin, offset = offset, offset + len(line) + 1
        content = line.rstrip()
        if not content.strip("\ufeff\u200b \t\r\x0b\x0c\xa0\u2028\u2029\x85\x1c\x1d\x1e\x1f"):
            gap = "blank" if gap == "none" else gap
            continue
        indent = _MARGIN.match(content).end()  # type: ignore[union-attr]
        if (m := _TEX_RULE.match(content, indent)) is not None:
            gap = "tex" if gap != "rule" else gap
            indent = m.end()
        elif _RULE.fullmatch(content, indent):
            gap = "rule"
        if indent >= len(content) or _DRAWER.fullmatch(content, indent) or (gap == "rule" and _RULE.fullmatch(content, indent)):
            continue
        entry = RawLine(content[indent:], begin + indent, number, len(content), len(content[:indent].expandtabs(4)), gap, mark, first_line=first_line)
        _take_mark(entry)
        if not entry.text:  # a marker on a line of its own belongs to the next line
            mark, first_line = entry.mark, entry.first_line or number
            continue
        _take_label(entry)
        raw.append(entry)
        gap, mark, first_line = "none", "", 0
    return raw


def _take_mark(entry: RawLine) -> None:
    m = _MARK.match(entry.text)
    if m is None:
        return
    sign = m[0][0]
    entry.mark = "heading" if sign in "#=" else "number" if sign.isdigit() or sign in "[(\\" else "bullet"
    entry.start += m.end()
    entry.text = entry.text[m.end() :]
    box = _BOX.match(entry.text) if entry.mark != "number" else None
    if box is None and entry.mark == "number":
        box = re.match(r"[\^↑](?:\s*[a-z]{1,2}(?=\s))*\s+", entry.text)  # links back to where the reference is cited
    if box:
        entry.start += box.end()
        entry.text = entry.text[box.end() :]


def _take_label(entry: RawLine) -> None:
    label = labels.match(entry.text)
    if label is not None:
        entry.field, entry.word, entry.label = label.field or "?", label.word, label.length


def _settle_labels(raw: list[RawLine]) -> list[RawLine]:
    """Takes the labels off the lines that have one.

    A word before a colon is a label if it is known, or if it stands among lines with known labels; "BERT: Pre-training of …" is a
    title. A label without text goes over to the next line.
    """
    known = sum(1 for r in raw if r.field not in ("", "?"))
    throughout = known >= 3 and any(r.field == "title" for r in raw)
    labelled = _tabbed(raw, _labels(raw, throughout))
    out: list[RawLine] = []
    waiting: RawLine | None = None
    carried = ""
    for r, sure in zip(raw, labelled, strict=True):
        if not sure:
            r.field = r.word = ""
            carried = carried if r.gap == "none" else ""
            if carried:  # one author a line below "Authors:"
                r.field, r.word, r.mark = out[-1].field, out[-1].word, ""
        else:
            carried = ""
            r.text, r.start = r.text[r.label :], r.start + r.label
            if not r.text:
                waiting = r if waiting is None else waiting
                continue
        if waiting is not None:
            listed = waiting.field in _ONE_A_LINE and r.gap == "none"
            r.first_line, r.gap = waiting.first_line or waiting.line, waiting.gap
            if not r.field and r.line <= waiting.line + 2 and (not r.mark or waiting.mark or listed):
                r.field, r.word, r.mark = waiting.field, waiting.word, waiting.mark
                carried = r.field if listed else ""
            waiting = None
        out.append(r)
    return out


def _labels(raw: list[RawLine], throughout: bool) -> list[bool]:
    """For each line whether what looks like its label is one. ``throughout``: the file is labelled."""
    sure = [r.field not in ("", "?") and (throughout or r.word.lower() not in _PLAIN_WORDS) for r in raw]
    if not throughout:
        unsure = zip(raw, sure, strict=True)
        again = Counter(r.word for r, s in unsure if r.field and not s and len(r.word.split()) <= _LABEL_WORDS)
        return [s or (again[r.word] > 1 and _beside_label(raw, sure, i)) for i, (r, s) in enumerate(zip(raw, sure, strict=True))]
    run: list[int] = []
    for i, r in enumerate([*raw, None]):
        if r is None or i == 0 or r.gap != "none" or r.line != raw[i - 1].line + 1:
            if sum(sure[k] for k in run) >= 2:
                for k in run:
                    sure[k] = sure[k] or (raw[k].field == "?" and len(raw[k].word.split()) <= _LABEL_WORDS)
            run = []
        run.append(i)
    words = {r.word for r, s in zip(raw, sure, strict=True) if s}
    return [s or (bool(r.field) and r.word in words) for r, s in zip(raw, sure, strict=True)]


def _tabbed(raw: list[RawLine], sure: list[bool]) -> list[bool]:
    """The same, where names of fields stand in a column of their own: then what stands there is one, known or not."""
    column = [bool(r.field) and "\t" in r.text[: r.label] for r in raw]
    known = sum(r.field != "?" for r, there in zip(raw, column, strict=True) if there)
    return [s or there for s, there in zip(sure, column, strict=True)] if known * 2 > sum(column) else sure


def _beside_label(raw: list[RawLine], sure: list[bool], i: int) -> bool:
    """True for a line right above or below one with a label."""
    above = i > 0 and sure[i - 1] and raw[i].gap == "none"
    return above or (i + 1 < len(raw) and sure[i + 1] and raw[i + 1].gap == "none")


_LABEL_WORDS = 3
_ONE_A_LINE = ("author", "keyword", "url")
"""Fields of which the values may stand one a line below their label."""
_PLAIN_WORDS = frozenset("by in paper source type web code no number summary note notes topics language publication container links subject".split())
"""Labels that also begin titles and sentences; they count only where the file is labelled throughout."""
