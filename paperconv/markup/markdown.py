"""Pandoc's Markdown in one line of text -> the model's text; knows no record (pandoc manual, "Inline formatting")."""

import html
import re

_SIGN = re.compile(r"[\\*_^~\[&]|--")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_MATHS = re.compile(r"(?<!\\)(\$(?![\s$])(?:\\.|[^$\\])*(?<!\s)\$(?!\d))")
_RULES = (
    (re.compile(r"\[([^\[\]]+)\]\{\.smallcaps\}"), r'<span style="font-variant:small-caps;">\1</span>'),
    (re.compile(r"\[([^\[\]]+)\]\{\.nocase\}"), r'<span class="nocase">\1</span>'),
    (re.compile(r"\*\*(?=[^\s*])(.+?)(?<=[^\s*])\*\*"), r"<b>\1</b>"),
    (re.compile(r"(?<![\w_])__(?=[^\s_])(.+?)(?<=[^\s_])__(?![\w_])"), r"<b>\1</b>"),
    (re.compile(r"\*(?=[^\s*])([^*]+?)(?<=[^\s*])\*"), r"<i>\1</i>"),
    (re.compile(r"(?<![\w_])_(?=[^\s_])([^_]+?)(?<=[^\s_])_(?![\w_])"), r"<i>\1</i>"),
    (re.compile(r"\^([^\s^]+)\^"), r"<sup>\1</sup>"),
    (re.compile(r"(?<!~)~([^\s~]+)~(?!~)"), r"<sub>\1</sub>"),
    (re.compile(r"---"), "—"),
    (re.compile(r"--"), "–"),
)
_PRIVATE = 0xF700
"""Where escaped signs wait as private characters while the others are read."""
_HELD = re.compile("[\uf700-\uf77f]")
_ESCAPED_SPACE = "\\ "


def decode(text: str) -> str:
    """``text`` with emphasis, powers and indices as CSL's tags, escapes resolved, maths between ``$`` as it is. Never raises."""
    if _SIGN.search(text) is None:
        return text
    if "$" not in text:
        return _decode(text)
    return "".join(part if i % 2 else _decode(part) for i, part in enumerate(_MATHS.split(text)))


def unescape(text: str) -> str:
    """``text`` without Markdown's backslashes: for addresses and identifiers, in which nothing else is markup."""
    return _ESCAPED.sub(r"\1", text) if "\\" in text else text


def _decode(text: str) -> str:
    if "\\" in text:
        text = _ESCAPED.sub(lambda m: chr(_PRIVATE + ord(m[1])), text).replace(_ESCAPED_SPACE, "\u00a0\ufeff")
    text = html.unescape(text)
    for pattern, into in _RULES:
        text = pattern.sub(into, text)
    text = text.replace("\u00a0\ufeff", " ")
    return _HELD.sub(lambda m: chr(ord(m[0]) - _PRIVATE), text)
