"""The model's text -> TeX text that every engine typesets as what it says, and that can do nothing else."""

import re
import unicodedata
from functools import lru_cache

from paperconv.markup.latex_maths import is_formula
from paperconv.markup.latex_tables import ACCENTS, LETTERS, OPENING, macro_for, symbol
from paperconv.markup.protect import NOCASE, Casing, casing, core, keeps_capital
from paperconv.model.text import plain
from paperconv.patterns import pattern

_PLAIN = b" !\"()*+,-./0123456789:;=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]abcdefghijklmnopqrstuvwxyz|'`"
"""The characters that are the same in TeX."""
_CONTROL = pattern(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
_SPACES = pattern("[\n\t\r\x85\u2028\u2029]+")
_MATHS = pattern(r"(?<!\\)\$([^$\n]+)(?<!\\)\$")
_TAG = pattern(r"</?(?:i|b|sup|sub|sc)>|<span (?:class=\"nocase\"|style=\"font-variant: ?small-caps;\")>|</span>")
_UNICODE = "[A-Za-z][\u0300-\u036f]+|[\u0370-\u03ff\u1f00-\u1fff]{2,}|[^\x00-\x7f]"
_TEXT = pattern(r"[\\{}%&#_$^~]|--+|''+|``+|" + _UNICODE)
_TEXT_ASCII = pattern(r"[\\{}%&#_$^~<>|\"]|--+|''+|``+|" + _UNICODE)
_ESCAPES = {"\\": r"{\textbackslash}", "{": r"{\textbraceleft}", "}": r"{\textbraceright}", "%": r"\%", "&": r"\&", "#": r"\#", "_": r"\_",
    "$": r"\$",
            "^": r"{\textasciicircum}", "~": r"{\textasciitilde}", "<": r"{\textless}", ">": r"{\textgreater}", "|": r"{\textbar}",
            '"': r"{\textquotedbl}"}
_TYPOGRAPHIC = {"–": "--", "—": "---", "“": "``", "”": "''", "\xa0": " ", "\u2009": " ", "\u202f": " ", "‐": "-", "‑": "-"}
_ONE_MACRO = pattern(r"\\ensuremath\{\\([A-Za-z]+)\}")
_COMBINING = {mark: macro for macro, mark in ACCENTS.items() if macro not in ("h", "U", "f", "textcommabelow")}
_LETTER = {char: macro for macro, char in LETTERS.items() if macro not in ("aa", "AA", "i", "j", "ij", "IJ")}
# What LaTeX's inputenc (2022) sets up for UTF-8 in the T1 and TS1 encodings beside Latin-1: measured character by character.
_KNOWN_TO_LATEX = frozenset(
    "ĀāĂăĄąĆćĈĉĊċČčĎďĐđĒēĔĕĖėĘęĚěĜĝĞğĠġĢģĤĥĨĩĪīĬĭĮįİıĲĳĴĵĶķĹĺĻļĽľŁłŃńŅņŇňŊŋŌōŎŏŐőŒœŔŕŖŗŘřŚśŜŝŞşŠšŢţŤťŨũŪūŬŭŮůŰűŲųŴŵŶŷŸŹźŻżŽžƒǄǅǆǇǈǉǊǋǌǍǎǏǐǑǒǓǔǢǣǦǧǨǩǪǫǰǴǵȘșȚțȲȳȷ"
    "ḂḃḍḞḟḠḡḥḰḱḷṃṅṇṛṣṭẎẏẐẑẞỲỳ‐‑‒–—―‖‘’‚“”„†‡•…‰‱‹›※‽⁄⁎⁒₡₤₦₩₫€₱℃№℗℞℠™Ω℧℮←↑→↓〈〉◦◯⟨⟩ﬀﬁﬂﬃﬄﬅﬆ")


def encode(text: str, ascii: bool = False) -> str:
    """The model's text as TeX, for any field but a title, a name or a verbatim one.

    ``ascii`` writes accents as TeX (``{\\'E}``); scripts that TeX's 8-bit fonts lack stay as they are.
    """
    if _is_plain(text) and not (ascii and ('"' in text or "|" in text)):
        return text
    return _Encoder(ascii).text(text)


def encode_title(text: str, ascii: bool = False) -> str:
    """The model's text as TeX for a title: like :func:`encode`, with braces around what must keep its capitals."""
    if text[1:].islower() and _is_plain(text):
        return text
    return _Encoder(ascii, casing(plain(text))).text(text)


def _is_plain(text: str) -> bool:
    """True for text that is the same in TeX."""
    # taking all plain bytes away is four times as fast as searching an abstract for another one
    return text.isascii() and not text.encode().translate(None, _PLAIN) and "--" not in text and "''" not in text and "``" not in text


def clean(text: str) -> str:
    """``text`` on one line, without control and zero-width characters."""
    return text if text.isprintable() else _CONTROL.sub("", _SPACES.sub(" ", text))


class _Encoder:
    """Writes one text: formulas first, then tags, then words and characters."""

    def __init__(self, ascii: bool, style: Casing | None = None) -> None:
        self.ascii, self.style = ascii, style
        self.starts = True  # the next word is the first one, or follows a colon

    def text(self, text: str) -> str:
        text = clean(text)
        if not text.isascii():
            text = unicodedata.normalize("NFC", text)
        if "$" not in text and "<" not in text:
            return self._words(text) if self.style else self._characters(text)
        return self._tagged(pieces(text))

    def _tagged(self, pieces: list[tuple[str, str]]) -> str:
        """Pieces with the tags that pair up as TeX groups, the others as text."""
        partner = paired(pieces)
        parts: list[list[str]] = [[]]
        inside: list[str] = []
        for at, (kind, piece) in enumerate(pieces):
            if kind == "maths":
                parts[-1].append("{$" + _unicode_in_maths(piece) + "$}")
                self.starts = False
            elif kind == "tag" and at in partner:
                if not piece.startswith("</"):
                    inside.append(piece)
                    parts.append([])
                    continue
                opened, inner = inside.pop(), "".join(parts.pop())
                if opened == NOCASE:
                    parts[-1].append(_group(inner) if self.style and not inside else inner)
                else:
                    parts[-1].append(OPENING.get(opened.replace(": ", ":"), r"\textsc{") + inner + "}")
            else:
                parts[-1].append(self._words(piece) if self.style and not inside else self._characters(piece))
        return "".join(parts[0])

    def _words(self, text: str) -> str:
        """The words of a title, in braces where they must keep a capital."""
        assert self.style is not None
        parts = []
        for word in text.split(" "):
            if word:
                parts.append(_word(word, self.starts, self.style, self.ascii))
                self.starts = word[-1] == ":"
            else:
                parts.append("")
        return " ".join(parts)

    def _characters(self, text: str) -> str:
        return _characters(text, self.ascii)


@lru_cache(maxsize=16384)
def _word(word: str, starts: bool, style: Casing, ascii: bool) -> str:
    if not keeps_capital(word, starts, style):
        return _characters(word, ascii)
    start, end = core(word)
    return _characters(word[:start], ascii) + _group(_characters(word[start:end], ascii)) + _characters(word[end:], ascii)


def _characters(text: str, ascii: bool) -> str:
    if _is_plain(text) and not (ascii and ('"' in text or "|" in text)):
        return text
    return _TEXT_ASCII.sub(_ascii_character, text) if ascii else _TEXT.sub(_character, text)


def _group(inner: str) -> str:
    """Braces that protect: a brace before a backslash would begin a "special character" (btxhak), which does not."""
    return "{{" + inner + "}}" if inner.startswith("\\") else "{" + inner + "}"


def pieces(text: str) -> list[tuple[str, str]]:
    """The text cut into (kind, piece): ``maths`` (without its dollars), ``tag`` and ``text``. A formula that TeX would not take is text."""
    found: list[tuple[str, str]] = []
    done, at = 0, -1
    while (at := text.find("$", at + 1)) >= 0:
        match = _MATHS.match(text, at)
        if match is None:
            continue
        formula = match[1]
        amount = formula[0].isdigit() and text[match.end():match.end() + 1].isdigit() and "\\" not in formula and "^" not in formula
        if amount or not is_formula(formula):
            at = match.end() - 2
            continue
        found += _tags(text[done:at])
        found.append(("maths", formula))
        done = match.end()
        at = done - 1
    return found + _tags(text[done:])


def _tags(text: str) -> list[tuple[str, str]]:
    if "<" not in text:
        return [("text", text)] if text else []
    found, done = [], 0
    for match in _TAG.finditer(text):
        found += [("text", text[done:match.start()]), ("tag", match[0])]
        done = match.end()
    return [p for p in [*found, ("text", text[done:])] if p[1]]


def paired(found: list[tuple[str, str]]) -> set[int]:
    """The places of the tags that open and close properly; a tag without its partner is text."""
    partner: set[int] = set()
    stack: list[tuple[str, int]] = []
    for at, (kind, piece) in enumerate(found):
        if kind != "tag":
            continue
        if not piece.startswith("</"):
            stack.append((piece[1:].rstrip(">").split(" ")[0], at))
        elif stack and stack[-1][0] == piece[2:-1]:
            partner |= {stack.pop()[1], at}
    return partner


def _character(match: re.Match[str]) -> str:
    run = match[0]
    if known := _ESCAPES.get(run):
        return known
    if run.isascii():  # "--" would print a dash, "''" a quotation mark
        return "{}".join(run)
    if len(run) == 1 and (run < "\u0100" or run in _KNOWN_TO_LATEX):
        return run
    return _uncommon(run)


_FEW_CAPITALS = 3


@lru_cache(maxsize=4096)
def _uncommon(char: str) -> str:
    """A character that LaTeX's UTF-8 does not know: as accents on a Latin letter, as a symbol of maths, else as it is.

    A Greek letter by itself is such a symbol, and so are two or three capitals ("ΔΔCT"), a Greek word is not.
    """
    if 1 < len(char) <= _FEW_CAPITALS and char.isupper() and not unicodedata.combining(char[1]):
        return "".join(map(_uncommon, char))
    return _decomposed(char) or _as_maths(char) or char


def _as_maths(char: str) -> str:
    if char == "−":
        return r"{\ensuremath{-}}"
    match = _ONE_MACRO.fullmatch(macro_for(char)) if len(char) == 1 else None
    if match and is_formula("\\" + match[1]) and symbol(match[1]) == char:  # so that it is read back as the same character
        return "{" + match[0] + "}"
    return ""


@lru_cache(maxsize=4096)
def _decomposed(char: str) -> str:
    """``ễ`` -> ``{\\~{\\^e}}``; "" for what is no Latin letter with accents that TeX has."""
    base, *marks = list(unicodedata.normalize("NFD", char))
    if not marks or not base.isascii() or not base.isalpha() or any(m not in _COMBINING for m in marks):
        return ""
    tex = base
    for mark in marks:
        macro = _COMBINING[mark]
        tex = f"\\{macro}{tex}" if len(tex) == 1 and not macro.isalpha() else f"\\{macro}{{{tex}}}"
    return "{" + tex + "}"


def _ascii_character(match: re.Match[str]) -> str:
    run = match[0]
    if run in _ESCAPES:
        return _ESCAPES[run]
    return "{}".join(run) if run.isascii() else _ascii_letter(run)


@lru_cache(maxsize=4096)
def _ascii_letter(char: str) -> str:
    if char in _TYPOGRAPHIC:
        return _TYPOGRAPHIC[char]
    if char in _LETTER:
        return "{\\" + _LETTER[char] + "}"
    if known := _decomposed(char) or _as_maths(char):
        return known
    macro = macro_for(char) if len(char) == 1 else ""
    return "{" + macro + "}" if re.fullmatch(r"\\text[a-z]+", macro) else char


def _unicode_in_maths(formula: str) -> str:
    """Greek letters and signs in a formula as their macros, which every engine knows in maths."""
    if formula.isascii():
        return formula
    return "".join(macro[12:-1] + " " if ord(c) > 0xff and (macro := macro_for(c)).startswith("\\ensuremath{\\") else c for c in formula)
