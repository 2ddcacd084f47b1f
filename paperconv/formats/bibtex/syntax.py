"""The syntax of a .bib file: blocks, values with macros and ``#``, and the safety of what is written back as it was (btxdoc, 3)."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec

from paperconv.formats.bibtex.mapping import STYLE_MACROS
from paperconv.formats.bibtex.mend import mended, whole_block
from paperconv.formats.bibtex.plain import RUNS_ON, entry_at
from paperconv.formats.bibtex.plain import Entry as PlainEntry
from paperconv.markup.latex import encode
from paperconv.markup.latex_maths import braces_balance, is_formula
from paperconv.markup.latex_tables import ACCENTS, CONTROL_SYMBOLS, HIDDEN, LETTERS, STYLES, SWITCHES, symbol
from paperconv.patterns import pattern

if TYPE_CHECKING:
    from bibtexparser.model import Entry

_PIECE = pattern(r'\s*(?:\{(?P<braced>.*)\}|"(?P<quoted>.*)"|(?P<bare>[^\s#{}"]+))\s*', re.S)
_MACRO = pattern(r"\\(?:([A-Za-z]+)(?:\*(?=\{))?|(.))", re.S)
_BARE_PERCENT = pattern(r"(?<!\\)%")
_BARE_DOLLAR = pattern(r"(?<!\\)\$")
_MATHS = pattern(r"(?<!\\)\$([^$]*)(?<!\\)\$")
_BLANK = pattern(r"\s*")
_BLOCK = pattern(r"\n[^\S\n]*@\w+[ \t]*[{(]")
_COMMENT_LINES = pattern(r"^[ \t]*%.*$", re.M)


class Block(msgspec.Struct, frozen=True):
    """A block of a file: ``kind`` is entry, mended (an entry with a slip), string, failed or other.

    Lines are 1-based and inclusive; ``block`` is a plain entry or bibtexparser's.
    """

    kind: str
    line: int
    end_line: int
    raw: str
    block: Any


def blocks(text: str) -> Iterator[Block]:
    """The blocks of a file in their order, each with its place; what bibtexparser could not read has the kind ``failed``."""
    at, line = 0, 1
    while at < len(text):
        start = _BLANK.match(text, at).end()  # type: ignore[union-attr]
        if start == len(text):
            return
        if plain := entry_at(text, start):
            line += text.count("\n", at, start)
            yield Block("entry", line, line + (lines := plain.raw.count("\n")), plain.raw, plain)
            line += lines
            end = start + len(plain.raw)
        else:
            following = _BLOCK.search(text, start)
            end, seen = (following.start() + 1, following.end()) if following else (len(text), len(text))
            yield from _odd_blocks(text[at:seen], end - at, line)
            line += text.count("\n", at, end)
        at = end


def _odd_blocks(text: str, end: int, line: int) -> Iterator[Block]:
    """What bibtexparser makes of a piece of a file that begins on ``line``; of the block that begins at ``end`` it sees the head only."""
    at, mended_to, first = 0, 0, line
    for block in _split(text):
        raw = str(block.raw or "")
        found = text.find(raw, at)
        if found < 0:  # after a failure a block can begin inside the one before
            found = max(text.rfind(raw, 0, at), 0)
            line = first + text.count("\n", 0, found)
        else:
            line += text.count("\n", at, found)
        if found >= end:
            break
        at = found + len(raw)
        kind = _kind(block)
        known: Any = getattr(block, "ignore_error_block", None) or block
        if found < mended_to:  # what bibtexparser made of the rest of a block that was mended
            line += raw.count("\n")
            continue
        if kind == "failed" and (whole := whole_block(text, found)) and (entry := entry_of(mended(whole))) is not None:
            kind, known, raw = "mended", entry, whole
            mended_to = found + len(whole)
        if kind == "entry" and any(RUNS_ON.search(str(f.value)) for f in known.fields):  # bibtexparser takes two fields without a comma for one
            fixed = mended(raw)
            if fixed != raw and (entry := entry_of(fixed)) is not None:
                kind, known = "mended", entry
        yield Block(kind, line, line + raw.rstrip().count("\n"), raw, known)
        line += text.count("\n", found, at)


def _split(text: str) -> list[Any]:
    """Bibtexparser's blocks."""
    return list(_splitter()(text).split().blocks)


@cache
def _splitter() -> Any:
    """It is loaded when it is first needed: most files are plain throughout."""
    import logging

    logging.getLogger("bibtexparser").addHandler(logging.NullHandler())  # it warns of broken blocks; we report them ourselves
    logging.getLogger("bibtexparser.splitter").setLevel(logging.CRITICAL + 1)
    from bibtexparser.splitter import Splitter

    return Splitter


def entry_of(raw: str) -> "Entry | PlainEntry | None":
    """The entry in the text of one block; ``None`` where there is none."""
    if plain := entry_at(raw):
        return plain
    from bibtexparser.model import DuplicateFieldKeyBlock, Entry

    for block in _split(raw):
        entry = block.ignore_error_block if isinstance(block, DuplicateFieldKeyBlock) else block
        if isinstance(entry, Entry):
            return entry
    return None


def field_name(key: str) -> str:
    """A field's name as written, without the comment lines before it that BibTeX does not know and biber does."""
    return _COMMENT_LINES.sub("", key).strip()


def value_of(expression: str, macros: Mapping[str, str]) -> str:
    """The text of a field's value: delimiters taken off, ``#`` joined, macros expanded (names compare without case).

    A macro that is defined nowhere stays as its name.
    """
    if expression[:1] == "{" and "#" not in expression:
        return expression[1:-1] if expression[-1:] == "}" else expression[1:]
    return "".join(_piece(piece, macros) for piece in _pieces(expression))


def macro_names(expression: str) -> list[str]:
    """The macros that a value names, in lower case."""
    if (expression[:1] in ("{", '"') and "#" not in expression) or expression.isdigit():
        return []
    return [p.lower() for p in _pieces(expression) if p[:1] not in ("{", '"') and not p.isdigit()]


def _pieces(expression: str) -> list[str]:
    """The parts of a value that ``#`` joins."""
    parts: list[str] = []
    depth, quoted, start = 0, False, 0
    for match in re.finditer(r'[{}"#]', expression):
        sign = match[0]
        if sign == "{":
            depth += 1
        elif sign == "}":
            depth -= 1
        elif sign == '"' and depth == 0:
            quoted = not quoted
        elif sign == "#" and depth == 0 and not quoted:
            parts.append(expression[start:match.start()].strip())
            start = match.end()
    return [p for p in [*parts, expression[start:].strip()] if p]


def _piece(piece: str, macros: Mapping[str, str]) -> str:
    match = _PIECE.fullmatch(piece)
    if match is None:
        return piece
    if match["bare"] is None:
        return str(match["braced"] if match["braced"] is not None else match["quoted"])
    name = match["bare"].lower()
    return macros.get(name) or STYLE_MACROS.get(name) or str(match["bare"])


def _kind(block: Any) -> str:
    from bibtexparser.model import DuplicateBlockKeyBlock, DuplicateFieldKeyBlock, Entry, ParsingFailedBlock, String

    if isinstance(block, DuplicateBlockKeyBlock | DuplicateFieldKeyBlock):
        block = block.ignore_error_block
    if isinstance(block, Entry):
        return "entry"
    if isinstance(block, String):
        return "string"
    return "failed" if isinstance(block, ParsingFailedBlock) else "other"


def harmless(tex: str, verbatim: bool) -> str:
    """A value that is written back as it was read, made unable to do harm.

    A value whose braces do not pair up is written as text; a bare ``%`` is escaped, a macro that is not known to be a mere
    accent, symbol or style becomes text. An address (``verbatim``) keeps its signs.
    """
    if not braces_balance(tex) or not braces_balance(tex.replace("\\{", "").replace("\\}", "")):
        if not verbatim:
            return encode(tex)  # no TeX that can be mended
        tex = tex.replace("{", "(").replace("}", ")")
    if tex.endswith("\\"):
        tex += " "  # a backslash before the closing brace hides it from clients that are not BibTeX
    if verbatim:
        return tex
    if "%" in tex:
        tex = _BARE_PERCENT.sub(r"\%", tex)
    if "\\" not in tex and "$" not in tex:
        return tex
    done, parts = 0, []
    for formula in _MATHS.finditer(tex):
        if is_formula(formula[1]):
            parts += [_disarmed(tex[done:formula.start()]), formula[0]]
            done = formula.end()
    return "".join([*parts, _disarmed(tex[done:])])


def _disarmed(tex: str) -> str:
    return _BARE_DOLLAR.sub(r"\$", _MACRO.sub(_known_or_text, tex))


def _known_or_text(match: re.Match[str]) -> str:
    name = match[1] or match[2]
    known = name in ACCENTS or name in CONTROL_SYMBOLS or name in LETTERS or name in STYLES or name in SWITCHES or name in HIDDEN or name == "href"
    if known or (name.isalpha() and symbol(name) is not None):
        return "\\" + name  # a starred form says the same, but not every client knows it
    return r"{\textbackslash}" + match[0][1:]
