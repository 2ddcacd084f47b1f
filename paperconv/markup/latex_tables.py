"""Tables for reading and writing TeX text: accents, letters, styles, symbols.

The common ones stand here; the long tail of symbols comes from pylatexenc's databases, which are loaded when first needed.
"""

from functools import lru_cache

ACCENTS: dict[str, str] = {
    "'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307", "u": "\u0306", "v": "\u030c",
    "H": "\u030b", "c": "\u0327", "k": "\u0328", "d": "\u0323", "b": "\u0331", "r": "\u030a", "t": "\u0361", "h": "\u0309", "G": "\u030f",
    "f": "\u0311", "U": "\u030d", "textcommabelow": "\u0326",
}
"""Accent macro -> the combining character that Unicode puts after the letter."""

LETTERS: dict[str, str] = {
    "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ss": "ß", "SS": "ẞ", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å", "i": "ı",
    "j": "ȷ",
    "dh": "ð", "DH": "Ð", "dj": "đ", "DJ": "Đ", "ng": "ŋ", "NG": "Ŋ", "th": "þ", "TH": "Þ", "ij": "ĳ", "IJ": "Ĳ",
}
"""Macros that stand for a letter that has no decomposition."""

SYMBOLS: dict[str, str] = {
    "textbackslash": "\\", "textasciitilde": "~", "textasciicircum": "^", "textbraceleft": "{", "textbraceright": "}", "lbrace": "{", "rbrace": "}",
    "textless": "<", "textgreater": ">", "textbar": "|", "textquotedbl": '"', "textdollar": "$", "textunderscore": "_", "textasciigrave": "`",
    "textquotesingle": "'", "slash": "/", "S": "§", "P": "¶", "copyright": "©", "pounds": "£", "dots": "…", "ldots": "…", "textellipsis": "…",
    "textendash": "–", "textemdash": "—", "textquoteleft": "‘", "textquoteright": "’", "textquotedblleft": "“", "textquotedblright": "”",
    "quotedblbase": "„", "quotesinglbase": "‚", "lq": "‘", "rq": "’", "guillemotleft": "«", "guillemotright": "»", "flqq": "«", "frqq": "»",
    "textdegree": "°", "degree": "°", "texttrademark": "™", "textregistered": "®", "textmu": "µ", "texteuro": "€", "euro": "€",
    "TeX": "TeX", "LaTeX": "LaTeX", "LaTeXe": "LaTeX2e", "BibTeX": "BibTeX", "XeTeX": "XeTeX", "LuaTeX": "LuaTeX",
    "quad": " ", "qquad": " ", "space": " ", "nobreakspace": " ", "thinspace": " ", "enspace": " ", "newline": " ", "par": " ",
    "linebreak": " ", "break": " ",
    "protect": "", "relax": "", "null": "", "noindent": "", "allowbreak": "", "sloppy": "", "unskip": "", "ignorespaces": "", "normalfont": "",
}
"""Text macros -> what they print."""

CONTROL_SYMBOLS: dict[str, str] = {
    "%": "%", "&": "&", "#": "#", "_": "_", "$": "$", "{": "{", "}": "}", ",": " ", ";": " ", ":": " ", " ": " ", "\n": " ", "\t": " ", "\\": " ",
    "!": "", "/": "", "-": "", "@": "",
}
"""A backslash and one character that is no letter (and no accent) -> what it prints."""

STYLES: dict[str, tuple[str, str]] = {
    **dict.fromkeys(("textit", "emph", "textsl", "mkbibemph", "mkbibitalic"), ("<i>", "</i>")),
    **dict.fromkeys(("textbf", "mkbibbold"), ("<b>", "</b>")),
    **dict.fromkeys(("textsuperscript", "mkbibsuperscript"), ("<sup>", "</sup>")),
    **dict.fromkeys(("textsubscript", "mkbibsubscript"), ("<sub>", "</sub>")),
    "textsc": ('<span style="font-variant:small-caps;">', "</span>"),
    **dict.fromkeys(("mkbibquote", "enquote"), ("“", "”")), "mkbibparens": ("(", ")"), "mkbibbrackets": ("[", "]"),
    **dict.fromkeys(("texttt", "textrm", "textsf", "textup", "textmd", "textnormal", "text", "mbox", "hbox", "fbox", "url", "path", "nolinkurl",
    "uppercase", "lowercase",
                     "MakeUppercase", "MakeLowercase", "NoCaseChange", "autocap", "mkbibacro", "acro", "bibname", "underline", "uline"), ("", "")),
}
"""Macros with one argument -> what opens and closes around it in CSL's inline markup."""

SWITCHES: dict[str, tuple[str, str]] = {
    **dict.fromkeys(("em", "it", "sl", "itshape", "slshape"), STYLES["textit"]), **dict.fromkeys(("bf", "bfseries"), STYLES["textbf"]),
    **dict.fromkeys(("sc", "scshape"), STYLES["textsc"]),
    **dict.fromkeys(("rm", "tt", "sf", "rmfamily", "ttfamily", "sffamily", "upshape", "mdseries", "small", "footnotesize", "scriptsize", "tiny",
    "large", "normalsize"), ("", "")),
}
"""Macros that hold for the rest of their group."""

HIDDEN = frozenset({"noopsort", "sortunder", "vphantom", "hphantom", "phantom", "label"})
"""Macros whose argument is not printed (``noopsort``: btxdoc's companion xampl.bib)."""

OPENING = {"<i>": r"\textit{", "<b>": r"\textbf{", "<sup>": r"\textsuperscript{", "<sub>": r"\textsubscript{", STYLES["textsc"][0]: r"\textsc{",
    "<sc>": r"\textsc{"}
"""CSL inline tag -> the TeX that opens it; ``}`` closes."""


@lru_cache(maxsize=4096)
def symbol(name: str) -> str | None:
    """What the text macro ``\\name`` prints, as Unicode; ``None`` for a macro that is not known to be a mere symbol."""
    known = LETTERS.get(name)
    if known is None:
        known = SYMBOLS.get(name)
    if known is None:
        spec = _macros().get_macro_spec(name)
        replacement = getattr(spec, "simplify_repl", None)
        known = replacement if isinstance(replacement, str) and replacement and "%" not in replacement and replacement[0] != "<" else None
    return known


@lru_cache(maxsize=4096)
def macro_for(char: str) -> str:
    """TeX for a character outside ASCII as pylatexenc has it (``\\ensuremath{\\leq}``, ``\\textdegree``); "" where there is none."""
    return str(_characters().get(ord(char), ""))


@lru_cache(maxsize=1)
def _macros():  # type: ignore[no-untyped-def]
    from pylatexenc.latex2text import get_default_latex_context_db

    return get_default_latex_context_db()


@lru_cache(maxsize=1)
def _characters():  # type: ignore[no-untyped-def]
    from pylatexenc.latexencode import get_builtin_uni2latex_dict

    return get_builtin_uni2latex_dict()
