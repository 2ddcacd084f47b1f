"""HTML, JATS and MathML -> the model's text (Unicode, CSL inline tags, maths between ``$``); knows no record."""

import html
import re
from collections.abc import Callable

from lxml import etree

from paperconv.model.text import squeeze

_TAG = re.compile(
    r"<(/?)((?:[A-Za-z][\w.-]*:)?[A-Za-z][\w-]*)((?:\s+[\w:.-]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*)\s*(/?)>|<!--.*?-->|<!\[CDATA\[(.*?)\]\]>", re.S
)
_MATHML = re.compile(r"<((?:[\w.-]+:)?)math\b(?:[^<>]*/>|.*?</\1math\s*>)", re.S)
_EMPTY_MATHS = re.compile(r"<(?:[\w.-]+:)?math\b[^<>]*/>")
_TEX = re.compile(r"<((?:[\w.-]+:)?)tex-math\b[^>]*>(.*?)</\1tex-math\s*>", re.S)
_ALTERNATIVES = re.compile(r"<((?:[\w.-]+:)?)alternatives\b[^>]*>(.*?)</\1alternatives\s*>", re.S)
_TITLE = re.compile(r"<((?:[\w.-]+:)?)title\b[^>]*>(.*?)</\1title\s*>", re.S)
_CLOSED = {name: re.compile(rf"</(?:[\w.-]+:)?{name}\s*>") for name in ("math", "tex-math", "alternatives", "title")}
_DOCUMENT = re.compile(r"\\begin\s*\{document\}(.*?)\\end\s*\{document\}", re.S)
_DISPLAY = re.compile(r"\A\s*(?:\$\$?|\\\(|\\\[)(.*?)(?:\$\$?|\\\)|\\\])\s*\Z", re.S)
_ANNOTATION = re.compile(r"<(?:[\w.-]+:)?annotation\b[^>]*encoding\s*=\s*[\"'](?:application/x-tex|LaTeX|TeX)[\"'][^>]*>(.*?)</", re.S | re.I)
_ALTTEXT = re.compile(r"\balttext\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_INLINE = (
    {"i": "i", "em": "i", "italic": "i", "b": "b", "strong": "b", "bold": "b"}
    | {"sup": "sup", "superscript": "sup", "sub": "sub", "inf": "sub", "subscript": "sub"}
)
_BREAKS = frozenset(
    """p sec title br div li ul ol list list-item label section abstract h1 h2 h3 h4 h5 h6 tr td break disp-formula disp-quote
boxed-text dl dt dd""".split()
)
_DROPPED = frozenset(
    """a abbr abbrev article-title body center cite code del doi email ext-link fn font head html ins img inline-formula inline-graphic kbd
meta monospace named-content overline q related-article roman sans-serif samp script-ref sc small span strike styled-content table tbody tt
tex u underline uri var xref formula mml math x z wbr nobr""".split()
)
_SMALL_CAPS = '<span style="font-variant:small-caps;">'
_PREFIX = re.compile(r"(</?)[\w.-]+:")
_NAMED = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)[A-Za-z]\w*;")
_ANY_TAG = re.compile(r"<[^<>]*>")
_CSL = re.compile(r"</?(?:i|b|sup|sub|span)\b")
_EMPTY = re.compile(r"<(i|b|sup|sub)>(\s*)</\1>")
_SPACE_BEFORE, _SPACE_BEHIND = re.compile(r"(\s+)(</(?:i|b)>)"), re.compile(r"(<(?:i|b)>)(\s+)")
_KNOWN = frozenset(_INLINE) | _BREAKS | _DROPPED
_HEADING_OF_ALL = re.compile(r"\A\s*(?:abstract|summary)\s*:?\s*\Z", re.I)
_TOLERANT = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False)
_ROUNDS = 3
"""How many times text may have been escaped."""


def decode(text: str) -> str:
    """Text with HTML or JATS tags and entities as the model's text; white space is squeezed.

    Emphasis, superscripts, subscripts and small capitals become CSL's tags (CSL 1.0.2, appendix on rich text), MathML and TeX maths
    ``$…$`` or text, links and other known tags leave their content. What is no known tag stays as it is ("p < 0.05").
    Entities that were escaped twice are resolved twice. Never raises.
    """
    if "<" not in text and "&" not in text:
        return squeeze(text)
    for _ in range(_ROUNDS):
        before = text
        text = html.unescape(_tags(text))
        if text == before or ("&" not in text and not _has_foreign_tag(text)):
            break
    return squeeze(_tidy(text))


def decode_abstract(text: str) -> str:
    """Like :func:`decode`, for an abstract: its own heading ("Abstract") is left out, headings of its parts get a colon."""
    if "<" not in text:
        return decode(text)
    return decode(_replace("title", _TITLE, _heading, text))


def _heading(match: re.Match[str]) -> str:
    inner = match[2].strip()
    if not inner or _HEADING_OF_ALL.match(inner):
        return " "
    return f" {inner} " if inner[-1:] in ".:?!" else f" {inner}: "


def _tags(text: str) -> str:
    """One round: maths, then tags."""
    if "<" not in text:
        return text
    text = _replace("alternatives", _ALTERNATIVES, lambda m: tex[0] if (tex := _TEX.search(m[2])) else m[2], text)
    text = _replace("tex-math", _TEX, lambda m: _maths(m[2]), text)
    text = _replace("math", _MATHML, _mathml, text)
    open_spans: list[str] = []
    return _TAG.sub(lambda m: _tag(m, open_spans), text)


def _replace(name: str, pattern: re.Pattern[str], by: Callable[[re.Match[str]], str], text: str) -> str:
    """Replaces the elements of a name. What stands behind the last closing tag is not looked at: ten thousand opening ones would take minutes."""
    if f"<{name}" not in text and f":{name}" not in text:
        return text
    end = max((m.end() for m in _CLOSED[name].finditer(text)), default=0)
    if name == "math" and "/>" in text[end:]:
        return pattern.sub(by, text[:end]) + _EMPTY_MATHS.sub("", text[end:])
    return pattern.sub(by, text[:end]) + text[end:]


def _tag(match: re.Match[str], open_spans: list[str]) -> str:
    if match[2] is None:
        return match[5] or ""
    closes, empty = match[1], match[4]
    full = match[2].lower()
    _, colon, name = full.rpartition(":")
    if name in _INLINE:
        return "" if empty else f"<{closes}{_INLINE[name]}>"
    if name == "span":
        if closes:
            return open_spans.pop() if open_spans else ""
        kept = '<span class="nocase">' if "nocase" in match[3] else _SMALL_CAPS if "small-caps" in match[3] else ""
        if not empty:
            open_spans.append("</span>" if kept else "")
        return kept
    if name in ("sc", "scp", "small-caps", "smallcaps"):
        return "" if empty else "</span>" if closes else _SMALL_CAPS
    if name in _BREAKS:
        return " "
    return "" if name in _DROPPED or colon else match[0]


def _has_foreign_tag(text: str) -> bool:
    """True where a tag stands in the text that the model does not know but HTML or JATS does."""
    return any(m[2] is None or (not _CSL.match(m[0]) and (":" in m[2] or m[2].lower() in _KNOWN)) for m in _TAG.finditer(text))


def _maths(tex: str) -> str:
    tex = html.unescape(re.sub(r"<!\[CDATA\[(.*?)\]\]>", r"\1", tex, flags=re.S))
    if document := _DOCUMENT.search(tex):
        tex = document[1]
    if inner := _DISPLAY.match(tex):
        tex = inner[1]
    tex = " ".join(tex.split())
    return f"${html.escape(tex, quote=False)}$" if tex else ""


def _mathml(match: re.Match[str]) -> str:
    """A formula: its TeX where it has one, else its characters, with powers and indices as CSL tags."""
    source = match[0]
    if tex := _ANNOTATION.search(source):
        return _maths(tex[1])
    if alternative := _ALTTEXT.search(source.partition(">")[0]):
        return _maths(alternative[1] or alternative[2])
    bare = _NAMED.sub(lambda m: html.unescape(m[0]), _PREFIX.sub(r"\1", source))
    element = etree.fromstring(bare, _TOLERANT)
    return _presentation(element) if element is not None else _ANY_TAG.sub("", source)


def _presentation(element: etree._Element) -> str:
    name = str(element.tag).rpartition("}")[2]
    parts = [_presentation(child) for child in element]
    if name in ("msup", "msub", "msubsup") and len(parts) >= 2:
        tags = {"msup": ("sup",), "msub": ("sub",), "msubsup": ("sub", "sup")}[name]
        return parts[0] + "".join(f"<{t}>{p}</{t}>" for t, p in zip(tags, parts[1:], strict=False) if p)
    if name == "mfrac" and len(parts) == 2:
        return "/".join(p if len(p) < 2 or p.isalnum() else f"({p})" for p in parts)
    if name == "msqrt":
        inner = "".join(parts)
        return f"√{inner}" if len(inner) < 2 or inner.isalnum() else f"√({inner})"
    if name in ("annotation", "annotation-xml"):
        return ""
    own = html.escape(" ".join((element.text or "").split()), quote=False)
    if name == "mtext":
        own = html.escape(element.text or "", quote=False)
    if name == "mo" and own in _SPACED:
        own = f" {own} "
    return own + "".join(parts)


_SPACED = frozenset("= < > ≤ ≥ ≈ ∼ ≃ ≡ ≠ → ± × + &lt; &gt; ≲ ≳".split())


def _tidy(text: str) -> str:
    """Tags that hold nothing are no markup; the spaces inside of tags stand outside of them."""
    if "<" not in text:
        return text
    text = _EMPTY.sub(r"\2", text)
    if "</i>" not in text and "</b>" not in text:
        return text
    return _SPACE_BEHIND.sub(r"\2\1", _SPACE_BEFORE.sub(r"\2\1", text))
