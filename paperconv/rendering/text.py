"""Text with markup on its way through a CSL processor: tags and quotes as private characters, at the end text, HTML or Markdown.

Fields come from strangers: what is no CSL tag (CSL 1.0.2, "Rich text within fields") is text, and is escaped at the one place where it is written.
"""

import html
import re
from collections.abc import Callable, Iterator
from typing import Literal

import msgspec

Kind = Literal["text", "html", "markdown"]

_TAGS = {"i": "\ue000", "b": "\ue002", "sup": "\ue004", "sub": "\ue006", "sc": "\ue008", "nocase": "\ue00a", "u": "\ue00c"}
"""Name of a tag -> the character that opens it; the one that closes it comes next."""
_HTML = {"i": "i", "b": "b", "sup": "sup", "sub": "sub", "u": "u"}
_SMALL_CAPS = ('<span style="font-variant:small-caps;">', "</span>")
_MARKDOWN = {"i": ("*", "*"), "b": ("**", "**"), "sup": ("^", "^"), "sub": ("~", "~"), "sc": ("[", "]{.smallcaps}"), "u": ("[", "]{.underline}")}
QUOTE, UNQUOTE = "\ue00e", "\ue00f"
"""Quotation marks whose shape follows from how deep they stand; single ones of a field are the next two."""
_SINGLE, _UNSINGLE = "\ue010", "\ue011"
_HELD = 0xE100
"""Punctuation inside of a field waits as private characters while that at the seams is set in order."""
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_MARKS = re.compile("[\ue000-\ue00f]")
_TAG = re.compile(r'<(/?)(i|b|sup|sub|sc|span)((?:\s+(?:class="nocase"|style="font-variant:\s*small-caps;?"))?)\s*>')
_RUN = re.compile(r"[.,;:!?]{2,}(?=.)|(?<=\s)[.,;:!?](?=.)", re.S)
_HELD_BACK = re.compile("[\ue100-\ue17f]")


class Quotes(msgspec.Struct, frozen=True):
    """Quotation marks of a locale: outer and inner pair; ``inside`` says that commas and full stops go before the closing one."""

    outer: tuple[str, str]
    inner: tuple[str, str]
    inside: bool


def tagged(name: str, text: str) -> str:
    """``text`` inside of a tag: i, b, sup, sub, sc, nocase or u."""
    opening = _TAGS[name]
    return f"{opening}{text}{chr(ord(opening) + 1)}"


def bare(text: str) -> str:
    """``text`` without any tag, and without the characters that stand for them."""
    return _PRIVATE.sub("", text)


def read(text: str) -> str:
    """A field as it goes through the processor: balanced CSL tags and paired straight quotes as private characters, the rest as text."""
    return hold(_quoted(_inline(bare(text))))


def hold(text: str) -> str:
    """``text`` with its own punctuation kept from being set in order with that of the style."""
    return _RUN.sub(lambda m: "".join(chr(_HELD + ord(c)) for c in m[0]), text)


def _inline(text: str) -> str:
    if "<" not in text:
        return text
    found = list(_TAG.finditer(text))
    partner: dict[int, str] = {}
    waiting: list[tuple[int, str, str]] = []
    for at, match in enumerate(found):
        kind = "nocase" if "nocase" in match[3] else "sc" if "small-caps" in match[3] or match[2] == "sc" else match[2]
        if match[1]:
            while waiting and waiting[-1][1] != match[2]:
                waiting.pop()
            if waiting:
                start, _, kind = waiting.pop()
                partner[start], partner[at] = _TAGS[kind], chr(ord(_TAGS[kind]) + 1)
        elif kind != "span":
            waiting.append((at, match[2], kind))
    numbers = iter(range(len(found)))
    return _TAG.sub(lambda m: partner.get(next(numbers), m[0]), text)


_STRAIGHT = re.compile("[\"'“”‘’„«»]")
_OPENS_BEFORE = re.compile(r"[\s(\[{—–/\ue000-\ue00e\ue010-]\Z")


def _quoted(text: str) -> str:
    """Straight and curly double quotes in pairs, single ones in pairs that words do not hold; what is left over is an apostrophe."""
    if _STRAIGHT.search(text) is None:
        return text
    out, waiting = list(text), {'"': -1, "'": -1}
    for at, sign in enumerate(text):
        kind = {"“": '"', "”": '"', "‘": "'", "’": "'"}.get(sign, sign)
        if kind not in waiting:
            continue
        opens = (at == 0 or _OPENS_BEFORE.search(text[at - 1]) is not None) and text[at + 1 : at + 2].strip() != ""
        closes = at + 1 == len(text) or not text[at + 1].isalnum()
        if kind == "'" and sign != "‘":
            out[at] = "’"
        if opens and waiting[kind] < 0 and sign not in "”’":
            waiting[kind] = at
        elif closes and waiting[kind] >= 0:
            opened, waiting[kind] = waiting[kind], -1
            out[opened], out[at] = (QUOTE, UNQUOTE) if kind == '"' else (_SINGLE, _UNSINGLE)
    return "".join(out)


_AFTER = {
    "!": {".": "!", "?": "!?", ":": "!", ",": "!,", ";": "!;"},
    "?": {"!": "?!", ".": "?", ":": "?", ",": "?,", ";": "?;"},
    ".": {},
    ":": {"!": "!", "?": "?", ".": ":"},
    ",": {},
    ";": {"!": "!", "?": "?", ":": ";", ".": ";"},
}  # fmt: skip
"""Two signs that meet at a seam -> what is left of them, as citeproc-js has it; one and the same sign stands once, other pairs stay."""
_MEETING = re.compile("([.,;:!?])([\ue000-\ue011]*)([.,;:!?])")
_CLOSED = re.compile("([\ue00f\ue011])([\ue001\ue003\ue005\ue007\ue009\ue00b\ue00d\ue00f\ue011]*)([.,])")
_SPACES = re.compile("( [\ue000-\ue011]*) +")


def tidy(text: str, quotes: Quotes) -> str:
    """Punctuation at the seams in order: no sign twice, none after one that includes it, in or out of quotation marks as the locale has it."""
    text = _SPACES.sub(r"\1", text)
    before = ""
    while before != text:
        before = text
        text = _MEETING.sub(_meet, text)
        if quotes.inside:
            text = _CLOSED.sub(r"\3\1\2", text)
    return text


def _meet(match: re.Match[str]) -> str:
    left, between, right = match.groups()
    kept = left if left == right else _AFTER[left].get(right, left + right)
    if len(kept) == 1:
        return kept + between if kept == left else between + kept
    return left + between + right


def write(text: str, kind: Kind, quotes: Quotes) -> str:
    """What has gone through the processor, as plain text, HTML or Markdown in which every other sign is escaped."""
    escape = _ESCAPES[kind]
    written = "".join(escape(part) if not is_mark else part for part, is_mark in _parts(text, kind, quotes)).strip()
    return _LIST.sub(r"\1\\\2", written) if kind == "markdown" else written


def _escape_html(text: str) -> str:
    return html.escape(text, quote=False)  # it stands between tags, never in one


def _as_it_is(text: str) -> str:
    return text


_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#~^$|@&])")


_LIST = re.compile(r"\A(\d*)([.)+=-])")
"""What would begin a list or a heading."""


def _escape_markdown(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


_ESCAPES: dict[Kind, Callable[[str], str]] = {"text": _as_it_is, "html": _escape_html, "markdown": _escape_markdown}


def _parts(text: str, kind: Kind, quotes: Quotes) -> Iterator[tuple[str, bool]]:
    """The text between marks, and what is to be written for each mark."""
    opened: dict[str, int] = {}
    depth = 0
    start = 0
    for match in re.finditer("[\ue000-\ue011]", text):
        between = _back(text[start : match.start()])
        in_script = kind == "markdown" and (opened.get("sup") or opened.get("sub"))
        yield between.replace(" ", "\u00a0") if in_script else between, False  # a plain space would end the power
        start = match.end()
        sign = match[0]
        if sign in (QUOTE, _SINGLE):
            pair = quotes.inner if depth % 2 or (sign == _SINGLE and not depth) else quotes.outer
            depth += 1
            yield pair[0], False
        elif sign in (UNQUOTE, _UNSINGLE):
            depth = max(depth - 1, 0)
            pair = quotes.inner if depth % 2 or (sign == _UNSINGLE and not depth) else quotes.outer
            yield pair[1], False
        else:
            code = ord(sign) - 0xE000
            name = next(n for n, c in _TAGS.items() if ord(c) == 0xE000 + code - code % 2)
            yield _mark(name, bool(code % 2), kind, opened), True
    yield _back(text[start:]), False


def _mark(name: str, closes: bool, kind: Kind, opened: dict[str, int]) -> str:
    """A tag as it is written. One inside of the same one is left out."""
    before = opened.get(name, 0)
    opened[name] = before + (-1 if closes else 1)
    if name == "nocase" or kind == "text" or (before > 1 if closes else before > 0):
        return ""
    if kind == "html":
        if name == "sc":
            return _SMALL_CAPS[closes]
        return f"</{_HTML[name]}>" if closes else f"<{_HTML[name]}>"
    return _MARKDOWN[name][closes]


def _back(text: str) -> str:
    return _HELD_BACK.sub(lambda m: chr(ord(m[0]) - _HELD), text)
