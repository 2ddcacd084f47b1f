"""The text as units: one line, or a paragraph wrapped over several, with its marker, its label and what stands before it."""

import re
from itertools import pairwise
from typing import Literal

import msgspec

from paperconv.authors.look import looks_like_authors
from paperconv.authors.person import is_spelled
from paperconv.formats.text import labels, numbered
from paperconv.formats.text.raw import Gap, Mark, RawLine, raw_lines
from paperconv.markup.latex_decode import decode


class Unit(msgspec.Struct):
    """A piece of the text that has one role. ``start`` and ``end`` are offsets of its content in the text, ``line`` and ``end_line`` 1-based.

    ``first_line`` is where its marker or label stands. ``text`` is the content with its wraps undone. ``cell`` is set for one of several on a line,
    ``value`` where the text writes the content otherwise (a string of a program).
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
    cell: Literal["", "first", "later"] = ""
    value: str = ""


def join(lines: list[str]) -> str:
    """Wrapped lines as one: a space between them, none behind a hyphen that a word goes on after. TeX's text macros become text."""
    joined = _joined(lines)
    if ">`" in joined or "[[" in joined:
        joined = _WIKI_LINK.sub(r"\1", _ORG_LINK.sub(r"[\2](\1)", _RST_LINK.sub(r"[\1](\2)", joined)))
    if "\\" not in joined and "~" not in joined:
        return joined
    return decode(joined.replace("\\newblock", " ")) if _TEX_TEXT.search(joined) else joined


_RST_LINK = re.compile(r"`([^`<>]+?)\s*<((?:https?://|www\.)[^<>\s]+)>`__?")
_WIKI_LINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|\s]+\s[^\[\]|]+)\]\]")
_ORG_LINK = re.compile(r"\[\[((?:https?://|www\.)[^\[\]\s]+)\]\[([^\[\]]+)\]\]")
"""Links of reStructuredText and of Org mode; they are read as Markdown's."""
_TEX_TEXT = re.compile(r"\\(?:newblock|emph|textbf|textit|textsc|em|bf|it|sl|sc)(?![A-Za-z])|(?<=[\w.])~(?=[\w\\{])")


def _joined(lines: list[str]) -> str:
    if len(lines) == 1:
        return lines[0].strip()
    out = lines[0].strip()
    for line in lines[1:]:
        line = line.strip()
        if out.endswith("/") and _DOI_BROKEN.search(out) and line[:1].isalnum():
            out += line
        elif out.endswith("-") and out[-2:-1].isalpha() and line[:1].islower():
            out = (out[:-1] if _ENDING.match(line) and out[-2].islower() else out) + line
        elif out[-1:] in "/_." and "10." in out and _DOI_CUT.search(out) and (out[-1] != "." or _DOI_GOES_ON.match(line)):
            out += line
        else:
            out += f" {line}"
    return out


_DOI_BROKEN = re.compile(r"(?<![\w.])10\.\d{4,9}/$")
_DOI_CUT = re.compile(r"(?<![\w.])10\.\d{4,9}/(?:\S*[/_.])?$")
_DOI_GOES_ON = re.compile(r"\d+\.\d")
"""What goes on with a DOI that was cut at a point: "10.1109/CVPR." and "2016.90"; a sentence does not."""
_ENDING = re.compile(
    r"(?:(?:iz|is|fic|r|t|l|m|c|z|s|put|lut|et|gr|f[ou]rm|ul)?(?:a?tion|sion)(?:s|al|ally|ed|ing)?|bution[s]?|ings?|[tnldpvzcg]ing|(?:al)?ments?|mental|"
    r"(?:bil|al|iv|ar)?it(?:y|ies)|(?:[tnr]|log)?ical(?:ly)?|cally|i[sz](?:ed|ing|er|ers)|[td]?[ea]nces?|mance|t?ives?|tively|[ct]?ular|tor(?:y|ies|s)?|at(?:or|ors|ed|ing)|"
    r"tur(?:e|es|al)|[ei]?ous(?:ly)?|ness|ters?|ble|bly|sis|(?:is|ma)?tics?|nents?|[tc]ial(?:ly)?|[cf]ient(?:ly|s)?|[ct]?iency|[ea]ntly|puters?|(?:go)?rithms?|"
    r"nomial|tured|dient|dients|tral|cess(?:ing|es)|gy|gies|phy|ry|ty|ly|ed|er|al)(?![\w'’-])"
)
"""What ends a word and is none: a hyphen before it was set at the margin, any other may be the word's own ("graph-/based")."""


def units(text: str, *, wrapped: bool = True) -> list[Unit]:
    """The units of a text, in their order. Blank lines, rules, and labels and markers that nothing follows are in none.

    Where the text is not ``wrapped``, each line is one.
    """
    raw = raw_lines(text)
    numbered.take_counters(raw)
    width = 0 if numbered.is_entry_a_line(raw) else wrap_width(raw)
    longest = max((r.width for r in raw), default=0)
    out: list[Unit] = []
    at = 0
    while at < len(raw):
        first = at
        at += 1
        while wrapped and at < len(raw) and _continues(raw[at - 1], raw[at], raw[first], width, longest, at - 1 == first):
            at += 1
        out += _unit(raw[first:at])
        if len(out) > 1 and out[-1].text.endswith(_ELLIPSES) and out[-2].word in _SCHOLAR_WORDS and out[-2].cell == "later" and out[-1].gap == "none":
            out[-1].field, out[-1].word = "?", "extract"
    return out


_ELLIPSES = ("…", "...")


def wrap_width(raw: list[RawLine]) -> int:
    """The width at which the text was wrapped, 0 where it was not.

    A program that wraps breaks a line only where the next word does not fit; so it was wrapped if that holds for many
    neighbouring lines. Up to one line in fifty may be longer (URLs).
    """
    widths = sorted((r.width for r in raw), reverse=True)
    if len(widths) < 3:
        return 0
    neighbours = [(a, b) for a, b in pairwise(raw) if b.gap == "none" and not b.mark and not b.field and b.line == a.line + 1]
    best, best_full = 0, 0
    for longer in sorted({0, 1, len(widths) // 50} if len(widths) > 8 else {0}):
        width = widths[longer]
        full = sum(_is_full(a, b, width) for a, b in neighbours) if 40 <= width <= 140 else 0
        if full > best_full:
            best, best_full = width, full
    return best if best_full >= 2 and best_full * 10 >= len(neighbours) * 3 else 0


def _is_full(a: RawLine, b: RawLine, width: int) -> bool:
    """True where the first word of the next line would not have fitted on this one."""
    return a.width + 1 + len(b.text.split(None, 1)[0]) > width and a.width <= width + 2


_GOES_ON = (",", ";", " and", " &", " ·", " |")
_MORE = re.compile(r"\+\s?\d+ authors?$")
_GOES_ON_BEFORE = ("· ", "and ", "& ")


def _continues(a: RawLine, b: RawLine, first: RawLine, width: int, longest: int, is_first: bool) -> bool:
    """True where line ``b`` goes on with the unit that ``a`` is the last line of."""
    if b.gap != "none" or b.field or b.line != a.line + 1 or "\t" in b.text or first.mark == "heading":
        return False
    if a.text.count(":") > _FEWEST_FIELDS and len(_labelled_pieces(a)) > _FEWEST_FIELDS:
        return False
    if first.field and b.indent > first.indent and b.mark in ("", "number"):
        return True  # "(2) Inst" at the beginning of a line goes on with a list of affiliations
    if b.text.startswith("\\newblock") or (_MARK_WANTED.search(a.text) and _IDENTIFIER_LINE.match(b.text)):
        return True
    if a.text.endswith(".") and _DOI_CUT.search(a.text) and _DOI_GOES_ON.match(b.text):
        return True
    if b.mark and not (width and b.mark == "number" and b.text[0].islower() and a.width * 2 > width):
        return False  # "(4) red galaxies" at the beginning of a wrapped line is prose
    if a.text.endswith("s") and _MORE.search(a.text) and looks_like_authors(b.text) >= 0.3:
        return True
    if a.text.endswith(_GOES_ON) or b.text.startswith(_GOES_ON_BEFORE) or (a.text.endswith(":") and looks_like_authors(a.text[:-1]) >= 0.8):
        return True
    if not first.field and not first.mark and _entry_begins(a, b, first):
        return False
    if first.field in ("", "author") and _name_broken(a, b):
        return True
    if not first.field and _goes_on_small(a, b):
        return True
    if first.mark and b.indent > first.indent and _hangs(a, b, first, longest):
        return True
    if not width or _IDENTIFIER_LINE.fullmatch(b.text) or (a.text.endswith(_STOPS) and _MARK_LINE.fullmatch(b.text)):
        return False
    if not _is_full(a, b, width):
        return b.text[0].islower() and a.width * 2 > width and not a.text.endswith((".", ":", "!", "?"))
    if b.indent > a.indent and not is_first:
        return False  # a paragraph begins
    return not _names_begin(a, b, first) and not _names_end(a, b, first)


_MARK_WANTED = re.compile(r"[,.;]\s(?:doi|arxiv|https?)\s?:?$", re.I)
"""The end of a line that an identifier was to follow."""
_STOPS = (".", "!", "?", ".)", "。")
_IDENTIFIER_LINE = re.compile(
    r"(?:https?://)?(?:www\.)?arxiv\.org/\S+|\[?(?:arxiv:\s*)?\d{4}\.\d{4,5}(?:v\d+)?\]?|\[?(?:arxiv:\s*)?[a-z-]+(?:\.[A-Z]{2})?/\d{7}(?:v\d+)?\]?|"
    r"(?:https?://(?:dx\.)?doi\.org/|doi:?\s*)?10\.\d{4,9}/\S+",
    re.I,
)
_MARK_LINE = re.compile(
    r"(?:https?://|www\.)\S+|(?:19|20)\d\d(?:-\d\d(?:-\d\d)?)?|\(?(?:\d{1,2} )?[A-Z][a-z]{2,8}\.? (?:\d{1,2}, )?(?:19|20)\d\d\)?"
)
"""A line that is an address or a date and nothing else: a paragraph that ended above it does not go on."""


def _hangs(a: RawLine, b: RawLine, first: RawLine, longest: int) -> bool:
    """True where a line as long as any in the file goes on below a marker, indented, as entries of a reference list do."""
    return a.width >= _LONG_LINE and _is_full(a, b, longest) and not _names_begin(a, b, first) and not _names_end(a, b, first)


_LONG_LINE = 60
"""Characters of a line that may have been broken at the margin where nothing but its length tells."""


def _goes_on_small(a: RawLine, b: RawLine) -> bool:
    """True where a long line has no end and the next one begins with a small letter that begins no field."""
    if a.width < _HALF_LINE or not b.text[0].islower() or a.text.endswith((*_STOPS, ":")) or _SMALL_FIELD.match(b.text):
        return False
    return looks_like_authors(a.text) < 0.5 and looks_like_authors(b.text) < 0.8


_HALF_LINE = 45
_SMALL_FIELD = re.compile(
    r"https?:|www\.|arxiv|doi\b|e-?print|to appear|accepted|submitted|published|presented|appear|in\s|by\s|preprint|v\d|vol\b|no\b|pp?\b|"
    r"[a-z]+(?:-[a-z]+)?(?:\.[A-Z][A-Za-z-]+)|(?:astro-ph|cond-mat|hep-|gr-qc|quant-ph|math|stat|physics|nlin|econ|eess|q-bio|q-fin)\b"
)


def _name_broken(a: RawLine, b: RawLine) -> bool:
    """True where an author list ends with half a name, whose other half begins the next line ("…, Dumitru Erhan, Vincent")."""
    initial = is_spelled(a.text.rpartition(" ")[2])
    if (a.text.endswith((".", ":")) and not initial) or sum(map(a.text.count, ",;·|")) + a.text.count("and") < _LONG_LIST:
        return False
    if len(_BETWEEN_NAMES.findall(a.text)) < _LONG_LIST:
        return False
    if looks_like_authors(a.text) < 0.8 or (looks_like_authors(b.text) < 0.8 and " " in b.text):
        return False
    *whole, last = (p.split() for p in _BETWEEN_NAMES.split(a.text))
    halves = len(last) == 1 or is_spelled(last[-1])  # "Andrew K" and "Hughes" on the next line
    return halves and all(len(p) > 1 for p in whole if p) and len(_BETWEEN_NAMES.split(b.text)[0].split()) == 1


_BETWEEN_NAMES = re.compile(r"[,;]|\s[·|]\s|\sand\s")
_LONG_LIST = 3
"""Separators of a line from which its last name is rather broken at the margin than a single name."""


def _entry_begins(a: RawLine, b: RawLine, first: RawLine) -> bool:
    """True where an entry that began with names has ended, date and all, and the next line begins with names, too."""
    return numbered.ends_entry(a.text) and numbered.begins_with_names(b.text) and numbered.begins_with_names(first.text)


def _names_begin(a: RawLine, b: RawLine, first: RawLine) -> bool:
    """True where an author list begins below a full title line."""
    if first.field not in ("", "title") or _BETWEEN_NAMES.search(b.text) is None:
        return False
    return looks_like_authors(b.text) >= (0.7 if a.text.endswith(_STOPS) else 0.8) and looks_like_authors(a.text) < 0.3


def _names_end(a: RawLine, b: RawLine, first: RawLine) -> bool:
    """True where a full line is an author list to its end, and what follows is none."""
    if first.field or first.mark or a.text.endswith("."):
        return False
    return "," not in b.text[:40] and looks_like_authors(a.text) >= 0.9 and looks_like_authors(b.text) < 0.3


def _unit(raw: list[RawLine]) -> list[Unit]:
    first, last = raw[0], raw[-1]
    if len(raw) == 1 and "\t" in first.text and not first.field:
        return _cells(first)
    if len(raw) == 1 and len(pieces := _labelled_pieces(first)) > 1:
        return pieces
    if len(raw) == 1 and not first.field and " - " in first.text and (found := _SCHOLAR.fullmatch(first.text)) is not None:
        return _pieces(first, [(field, word, *found.span(word)) for word, field in _SCHOLAR_FIELDS if found[word]])
    text = join([r.text for r in raw])
    end = last.start + len(last.text)
    begin = first.first_line or first.line
    return [Unit(text, first.start, end, begin, first.line, last.line, first.gap, first.mark, first.indent, first.field, first.word)]


def _labelled_pieces(raw: RawLine) -> list[Unit]:
    """The fields of a line that has several with labels ("Year: 2016 | Volume: 86, Issue: 11 | Publisher: IEEE"), each a unit; none elsewhere."""
    if not any(sign in raw.text for sign in "|•:") or not _BETWEEN_FIELDS.search(raw.text):
        return []
    spans, at = [], 0
    for m in _BETWEEN_FIELDS.finditer(raw.text):
        spans.append((at, m.start()))
        at = m.end()
    first = "venue" if raw.word.lower() == "source" and "://" not in raw.text else raw.field  # Web of Science's word for the journal
    found = [(first, raw.word, a, b) if not a and raw.field else _field(raw.text, a, b) for a, b in (*spans, (at, len(raw.text)))]
    if sum(field not in ("", "?") for field, *_ in found) < _FEWEST_FIELDS:
        return []
    return _pieces(raw, found)


_SCHOLAR = re.compile(
    r"(?P<author>(?:[^\W\d_a-z]{1,4}\s[^\W\d_][^,…\d]{1,40}?(?:,\s|(?=\s?…|\s-)))+(?:\s?…)?)\s-\s(?:(?P<venue>\S.{1,150}?),?\s)?(?:-\s)?(?P<issued>(?:19|20)\d\d)"
    r"(?:\s-\s(?P<site>\S.{2,40}))?"
)
"""What Google Scholar prints below a title: "A Vaswani, N Shazeer… - Advances in neural …, 2017 - proceedings.neurips.cc"."""
_SCHOLAR_FIELDS = (("author", "author"), ("venue", "venue"), ("issued", "issued"), ("site", "?"))
_SCHOLAR_WORDS = frozenset(word for word, _ in _SCHOLAR_FIELDS)


def _pieces(raw: RawLine, found: list[tuple[str, str, int, int]]) -> list[Unit]:
    """Pieces of a line as units: field, label, and where each stands."""
    out: list[Unit] = []
    for field, word, a, b in found:
        cell: Literal["first", "later"] = "later" if out else "first"
        first_line = raw.first_line or raw.line
        unit = Unit(raw.text[a:b].strip(), raw.start + a, raw.start + b, first_line, raw.line, raw.line, "none", "", raw.indent, field, word, cell)
        if unit.text:
            out.append(unit if out else msgspec.structs.replace(unit, gap=raw.gap, mark=raw.mark))
    return out


def _field(text: str, begin: int, end: int) -> tuple[str, str, int, int]:
    """The known label of a piece, and where its value stands."""
    label = labels.match(text[begin:end])
    return (label.field, label.word, begin + label.length, end) if label is not None and label.field else ("", "", begin, end)


_BETWEEN_FIELDS = re.compile(
    r"\s+[|•]\s+|,\s+(?=(?:volume|issue|number|pages?)\s*:)|\s{2,}(?=(?:volume|issue|number|pages?|article number|doi|published)\s*:)", re.I
)
_FEWEST_FIELDS = 2


def _cells(raw: RawLine) -> list[Unit]:
    """The cells of a line with tabs, each a unit of its own on the same line."""
    out: list[Unit] = []
    at = raw.start
    for cell in raw.text.split("\t"):
        if cell.strip():
            begin = at + len(cell) - len(cell.lstrip())
            first_line = raw.first_line or raw.line
            unit = Unit(cell.strip(), begin, begin + len(cell.strip()), first_line, raw.line, raw.line, indent=raw.indent, cell="later")
            if not out:
                unit.gap, unit.mark, unit.cell = raw.gap, raw.mark, "first"
            out.append(unit)
        at += len(cell) + 1
    return out
