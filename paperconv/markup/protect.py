"""Which words of a title keep their capitals: BibTeX styles set titles in lower case, save what stands in braces (btxdoc, 4).

Protected are words with a capital after the first letter (BERT, DeepSeek-R1, O'Brien) and single capitals that are no article
(vitamin C, K-means). A word that is merely capitalised is left to the style: in a title in title case that is every word.
"""

import re
from functools import lru_cache

from paperconv.markup.latex_decode import MARK_CLOSE, MARK_OPEN

NOCASE, END = '<span class="nocase">', "</span>"
_PARTS = re.compile(r"[-‐‑‒–—/]")
_EDGE = "()[]{}.,;:!?\"'“”‘’«»„‚…<>*"
_WORD = re.compile(r"\S+")
_MARKS = re.compile(f"[{MARK_OPEN}{MARK_CLOSE}]")
_FORMULA = re.compile(r"\$[^$]*\$")
_CHUNK = re.compile(r"\$[^$]*\$|<[^<>]*>")
SHOUTED = 4
"""From so many words on, a title without a single lower-case letter is set in capitals, and not full of acronyms."""


@lru_cache(maxsize=16384)
def needs_braces(word: str) -> bool:
    """True for a word of a title that must keep a capital."""
    if word.islower():
        return False
    return any(_keeps(part) for part in _PARTS.split(word.strip(_EDGE)))


def _keeps(part: str) -> bool:
    if len(part) == 1:
        return part.isupper() and part != "A"
    return any(c.isupper() for c in part[1:])


def is_shouted(title: str) -> bool:
    """True for a title that is wholly set in capitals."""
    return title.isupper() and len(title.split()) >= SHOUTED


def core(word: str) -> tuple[int, int]:
    """Where a word begins and ends without the punctuation around it."""
    inner = word.lstrip(_EDGE)
    start = len(word) - len(inner)
    return start, start + len(inner.rstrip(_EDGE))


def restore(marked: str) -> str:
    """A decoded title with marks for its braces -> the model's text.

    Braces that the writer would put there again by itself are dropped; others become ``<span class="nocase">``, widened to
    whole words.
    """
    if MARK_OPEN not in marked:
        return marked
    text = _MARKS.sub("", marked)
    spans = _spans(marked, text)
    shouted = is_shouted(text)
    parts, done = [], 0
    for start, end in _widened(text, spans):
        if start < done or not _says_something(text[start:end], shouted):
            continue
        parts += [text[done:start], NOCASE, text[start:end], END]
        done = end
    return "".join([*parts, text[done:]])


def _spans(marked: str, text: str) -> list[tuple[int, int]]:
    """Where, in the text without marks, each marked piece begins and ends."""
    spans: list[tuple[int, int]] = []
    removed, start = 0, -1
    for match in _MARKS.finditer(marked):
        at = match.start() - removed
        removed += 1
        if match[0] == MARK_OPEN:
            start = at
        elif start >= 0 and not _FORMULA.fullmatch(text, start, at):  # the writer's own braces around maths
            spans.append((start, at))
    return spans


def _widened(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans grown to the ends of the words (without punctuation) that they touch; formulas and tags are not cut."""
    words = [(m.start() + a, m.start() + b) for m in _WORD.finditer(text) for a, b in (core(m[0]),) if a < b]
    fixed = [m.span() for m in _CHUNK.finditer(text)]
    grown: list[tuple[int, int]] = []
    at = 0
    for start, end in spans:
        while at < len(words) and words[at][1] <= start:
            at += 1
        if at < len(words) and words[at][0] < start and not _cuts(fixed, words[at][0], start):
            start = words[at][0]
        last = at
        while last < len(words) and words[last][1] < end:
            last += 1
        if last < len(words) and words[last][0] < end < words[last][1] and not _cuts(fixed, end, words[last][1]):
            end = words[last][1]
        if grown and start < grown[-1][1]:
            start = grown.pop()[0]
        grown.append((start, end))
    return grown


def _cuts(fixed: list[tuple[int, int]], start: int, end: int) -> bool:
    return any(a < end and start < b for a, b in fixed)


def _says_something(piece: str, shouted: bool) -> bool:
    """True where braces around ``piece`` keep a capital that the writer would not keep by itself."""
    bare = _CHUNK.sub(" ", piece)
    if bare.lower() == bare.upper():
        return False
    return shouted or any(not needs_braces(word) for word in bare.split() if word.lower() != word.upper())
