"""TeX text -> the model's text: one pass over the string, which never fails and never takes longer than its length."""

import re
import unicodedata
from functools import lru_cache

from paperconv.markup.latex_tables import ACCENTS, CONTROL_SYMBOLS, HIDDEN, LETTERS, STYLES, SWITCHES, symbol
from paperconv.model.text import squeeze
from paperconv.patterns import pattern

MARK_OPEN, MARK_CLOSE = "\ufdd0", "\ufdd1"
"""Noncharacters that stand for a pair of braces at the top level of a title until it is decided what they protect."""

_TOKEN = pattern(
    r"\\(?:(?P<word>[A-Za-z]+)\*?[ \t\n]*|(?P<char>.))|(?P<mark>[{}$~])|(?P<dash>---?)|(?P<quote>``|'')|"
    r"(?P<text>(?:[^\\{}$~\-`']++|-(?!-)|`(?!`)|'(?!'))+|.)",
    re.S,
)
_LIGATURES = {"--": "–", "---": "—", "``": "“", "''": "”", "~": " "}
_LIGATURE = pattern(r"---?|``|''|~")
_MATHS_END = pattern(r"(?<!\\)(?:\\\\)*\$")
_SYMBOL_ONLY = pattern(r"\\([A-Za-z]+)\s*")
_ONE_DEEP = pattern(r"[^{}\\$]*+(?:\{[^{}\\$]++\}[^{}\\$]*+)++")
"""Text with braces that are not in each other, and no macro and no formula."""
_SHORT = 100
"""Texts shorter than this (years, journals, names) come again and again, and are remembered."""
MAX_DEPTH = 60
"""Nesting beyond this is no text that a person wrote; its braces are ignored."""


def decode(tex: str) -> str:
    """TeX text as the model's text: accents and symbols as Unicode, styles as CSL tags, maths kept between ``$``.

    Braces are dropped, white space is squeezed. A macro that is not known stays as it is written, as text. Never raises.
    """
    return _remembered(tex) if len(tex) < _SHORT else _decode(tex)


def _decode(tex: str) -> str:
    if not is_tex(tex):
        return squeeze(tex)
    plain = _formulas_only(tex)
    return plain if plain is not None else _Decoder(tex, marked=False).text()


_remembered = lru_cache(maxsize=16384)(_decode)


def is_tex(text: str) -> bool:
    """True where something in the text is read as something else than itself. Ten looks are ten times as fast as one expression."""
    return (
        "\\" in text or "$" in text or "{" in text or "}" in text or "~" in text
        or "--" in text or "``" in text or "''" in text or MARK_OPEN in text or MARK_CLOSE in text
    )


def decode_marked(tex: str) -> str:
    """Like :func:`decode`, but a group at the top level that BibTeX would protect comes between :data:`MARK_OPEN` and :data:`MARK_CLOSE`."""
    if not is_tex(tex):
        return " ".join(tex.split())
    if _ONE_DEEP.fullmatch(tex) and MARK_OPEN not in tex and MARK_CLOSE not in tex:
        if "-" in tex or "~" in tex or "`" in tex or "'" in tex:
            tex = _LIGATURE.sub(lambda m: _LIGATURES[m[0]], tex)
        return unicodedata.normalize("NFC", " ".join(tex.replace("{", MARK_OPEN).replace("}", MARK_CLOSE).split()))
    return _Decoder(tex, marked=True).text()


def _formulas_only(tex: str) -> str | None:
    """The fast way for text in which a macro or brace stands at most inside of formulas; ``None`` where it is another."""
    if "$$" in tex or "\\$" in tex:
        return None
    parts = tex.split("$")
    outside = "".join(parts[::2])
    if len(parts) % 2 == 0 or "\\" in outside or "{" in outside or "}" in outside or MARK_OPEN in tex or MARK_CLOSE in tex:
        return None
    if "--" in outside or "~" in outside or "``" in outside or "''" in outside:
        parts[::2] = [_LIGATURE.sub(lambda m: _LIGATURES[m[0]], part) for part in parts[::2]]
    for i in range(1, len(parts), 2):
        formula = " ".join(parts[i].split())
        parts[i] = f"${formula}$" if formula else ""
    text = squeeze("".join(parts))
    return text if text.isascii() else unicodedata.normalize("NFC", text)


class _Decoder:
    """Reads one string. ``at`` is the next character to read; groups are read by recursion, maths is copied."""

    def __init__(self, tex: str, marked: bool) -> None:
        tex = tex.replace(MARK_OPEN, "").replace(MARK_CLOSE, "")
        if _depth(tex) > MAX_DEPTH:
            tex = tex.replace("{", "").replace("}", "")
        self.tex, self.at, self.marked = tex, 0, marked
        self.unclosed: set[str] = set()  # closing signs that do not come any more, so that none is looked for twice

    def text(self) -> str:
        parts = [self._sequence(0)]
        while self.at < len(self.tex):  # a closing brace too many
            self.at += 1
            parts.append(self._sequence(0))
        return unicodedata.normalize("NFC", " ".join("".join(parts).split()))

    def _sequence(self, depth: int) -> str:
        """What stands up to the brace that closes the group (which is left unread) or the end."""
        parts: list[str] = []
        while match := _TOKEN.match(self.tex, self.at):
            kind, token = match.lastgroup, match[0]
            if token == "}":
                break
            self.at = match.end()
            if kind == "text":
                parts.append(token)
            elif kind in ("dash", "quote"):
                parts.append(_LIGATURES[token])
            elif kind == "word":
                parts.append(self._word(match["word"], token, depth))
            elif kind == "char":
                parts.append(self._control(match["char"], depth))
            elif token == "{":
                parts.append(self._group(depth))
            elif token == "$":
                parts.append(self._maths("$"))
            else:
                parts.append(" ")
        return "".join(parts)

    def _group(self, depth: int) -> str:
        special = self.tex.startswith("\\", self.at)  # btxhak, "special characters": a brace and a backslash protect nothing
        inner = self._sequence(depth + 1)
        self.at += 1
        return f"{MARK_OPEN}{inner}{MARK_CLOSE}" if self.marked and depth == 0 and not special and inner else inner

    def _argument(self, depth: int) -> str:
        """The next group, or the next token where there is none; "" at the end."""
        while self.tex[self.at:self.at + 1].isspace():
            self.at += 1
        match = _TOKEN.match(self.tex, self.at)
        if match is None or match[0] == "}":
            return ""
        if match[0] == "{":
            self.at += 1
            inner = self._sequence(depth + 1)
            self.at += 1
            return inner
        if match.lastgroup == "word":
            self.at = match.end()
            return self._word(match["word"], match[0], depth + 1)
        if match.lastgroup == "char" and depth < MAX_DEPTH:
            self.at = match.end()
            return self._control(match["char"], depth + 1)
        self.at += 1
        return match[0][0]

    def _word(self, name: str, token: str, depth: int) -> str:
        if depth > 2 * MAX_DEPTH:
            return token
        if name in LETTERS:
            return LETTERS[name]
        if name in STYLES:
            return self._styled(name, token, depth)
        if name in ACCENTS:
            return _accented(self._argument(depth), ACCENTS[name], token)
        if name in SWITCHES:
            opening, closing = SWITCHES[name]
            return opening + self._sequence(depth + 1) + closing
        if name == "href":
            address, shown = self._argument(depth), self._argument(depth)
            return shown or address
        if name == "ensuremath":
            return self._ensured(self._raw_group())
        if name in HIDDEN:
            self._argument(depth)
            return ""
        known = symbol(name)
        return known if known is not None else self._unknown(token, depth)

    def _styled(self, name: str, token: str, depth: int) -> str:
        if name in ("path", "url") and self.tex[self.at:self.at + 1] in ("|", "!", "+"):
            delimiter, start = self.tex[self.at], self.at + 1
            end = self.tex.find(delimiter, start)
            if end > 0:
                self.at = end + 1
                return self.tex[start:end]
        if name in ("url", "path", "nolinkurl") and (verbatim := self._raw_group()):
            return re.sub(r"\\([%#&_~{}])", r"\1", verbatim)
        opening, closing = STYLES[name]
        inner = self._argument(max(depth, 1))
        return opening + inner + closing if inner else ""

    def _unknown(self, token: str, depth: int) -> str:
        """A macro of the author's own: kept as text, with its groups."""
        parts = [token]
        while self.tex.startswith("{", self.at):
            self.at += 1
            parts.append("{" + self._sequence(depth + 1) + "}")
            self.at += 1
        return "".join(parts)

    def _control(self, char: str, depth: int) -> str:
        if char in ACCENTS:
            return _accented(self._argument(depth), ACCENTS[char], "\\" + char)
        if char in "([":
            return self._maths("\\)" if char == "(" else "\\]")
        return CONTROL_SYMBOLS.get(char, "\\" + char)

    def _maths(self, closing: str) -> str:
        """A formula, from after its opening sign to its closing one, copied; a lone sign is text."""
        start = self.at
        if closing == "$":
            display = self.tex.startswith("$", start)
            start += display
            match = _MATHS_END.search(self.tex, start)
            end = match.end() - 1 if match else -1
            after = end + (2 if display and self.tex.startswith("$$", end) else 1)
        else:
            end = -1 if closing in self.unclosed else self.tex.find(closing, start)
            after = end + 2
        if end < 0:
            self.unclosed.add(closing)
            return "$" if closing == "$" else "(" if closing == "\\)" else "["
        self.at = after
        formula = " ".join(self.tex[start:end].split())
        return f"${formula}$" if formula else ""

    def _raw_group(self) -> str:
        """The source of the next group, without its braces; "" where there is none."""
        if not self.tex.startswith("{", self.at):
            return ""
        depth = 0
        for match in re.compile(r"\\.|[{}]", re.S).finditer(self.tex, self.at):
            depth += {"{": 1, "}": -1}.get(match[0], 0)
            if depth == 0:
                inner = self.tex[self.at + 1:match.start()]
                self.at = match.end()
                return inner
        return ""

    def _ensured(self, formula: str) -> str:
        """A formula in ``\\ensuremath``; a lone symbol in it is a character of the text, as the writer has it."""
        formula = formula.strip()
        match = _SYMBOL_ONLY.fullmatch(formula)
        known = symbol(match[1]) if match else formula if formula in ("-", "<", ">") else None
        if known is not None and len(known) == 1:
            return "−" if known == "-" else known
        return f"${formula}$" if formula else ""


def _accented(base: str, combining: str, token: str) -> str:
    """The accent on the first letter of ``base``. An accent on nothing is kept as it is written."""
    if not base or (not base[0].isalpha() and not unicodedata.combining(base[-1])):
        return base or token
    first = {"ı": "i", "ȷ": "j"}.get(base[0], base[0])
    end = 1
    while end < len(base) and unicodedata.combining(base[end]):
        end += 1
    return unicodedata.normalize("NFC", first + base[1:end] + combining) + base[end:]


def _depth(tex: str) -> int:
    depth = deepest = 0
    for char in re.findall(r"[{}]", tex):
        depth += 1 if char == "{" else -1
        deepest = max(deepest, depth)
    return deepest
