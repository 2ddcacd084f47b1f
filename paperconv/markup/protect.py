"""Which words of a title keep their capitals: BibTeX styles set titles in lower case, save what stands in braces (btxdoc, 4).

Protected are words with a capital after the first letter (BERT, DeepSeek-R1, O'Brien, non-Gaussian), single capitals that are no
article (vitamin C, K-means), and in a title that is not in title case every capitalised word after the first: a proper name.
In a title in title case a word that is merely capitalised is left to the style.
"""

import bisect
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from paperconv.markup.latex_decode import MARK_CLOSE, MARK_OPEN
from paperconv.patterns import pattern

Casing = Literal["sentence", "title", "capitals"]

NOCASE, END = '<span class="nocase">', "</span>"
_PARTS = pattern(r"[-‐‑‒–—/]")
_EDGE = "()[]{}.,;:!?\"'“”‘’«»„‚…<>*"
_WORD = pattern(r"\S+")
_MARKS = pattern(f"[{MARK_OPEN}{MARK_CLOSE}]")
_MARKED_WORDS = pattern(rf"(?<!\S){MARK_OPEN}([^{MARK_OPEN}{MARK_CLOSE}]*){MARK_CLOSE}(?=[\s,.:;?!]|\Z)")
_FORMULA = pattern(r"\$[^$]+\$")
_CHUNK = pattern(r"\$[^$]+\$|<[^<>]*>")
_LONG = pattern(r"[^\W\d_]{4,}")
# Words of four letters and more that stay small in title case (Chicago Manual of Style, 8.159: prepositions and conjunctions).
_SMALL = frozenset("""with from over between under through without toward towards into upon against among amongst across within beyond about
after before during versus that this than when onto around along behind below above near until till because while where whether""".split())
SHOUTED = 4
"""From so many words on, a title without a single lower-case letter is set in capitals, and not full of acronyms."""


def casing(title: str) -> Casing:
    """How a title (without TeX) is set. In sentence case its long words are small, but for the first and for names."""
    if title.isupper() and len(title.split()) >= SHOUTED:
        return "capitals"
    small = capitalised = 0
    for at, word in enumerate(_LONG.findall(_CHUNK.sub(" ", title) if "$" in title or "<" in title else title)):
        if word[0].isupper():
            capitalised += at > 0
        elif word not in _SMALL:
            small += 1
    return "sentence" if small > capitalised else "title"


def keeps_capital(word: str, starts: bool, style: Casing) -> bool:
    """True for a word that must keep a capital in a title of that ``style``; ``starts`` for the first word, and for one after a colon."""
    if word.islower() or style == "capitals":
        return False
    return _needs_braces(word) or (style == "sentence" and not starts and word.strip(_EDGE)[:1].isupper())


@lru_cache(maxsize=16384)
def _needs_braces(word: str) -> bool:
    bare = word.strip(_EDGE)
    return (bare[:1].islower() and bare != bare.lower()) or any(_keeps(part) for part in _PARTS.split(bare))


def _keeps(part: str) -> bool:
    if len(part) == 1:
        return part.isupper() and part != "A"
    return any(c.isupper() for c in part[1:])


def core(word: str) -> tuple[int, int]:
    """Where a word begins and ends without the punctuation around it."""
    inner = word.lstrip(_EDGE)
    start = len(word) - len(inner)
    return start, start + len(inner.rstrip(_EDGE))


def restore(marked: str) -> str:
    """A decoded title with marks for its braces -> the model's text.

    Braces that the writer would put there again by itself, or that keep nothing (the first capital of a title stays anyway), are
    dropped; others become ``<span class="nocase">``, widened to whole words.
    """
    if MARK_OPEN not in marked:
        return marked
    text = _MARKS.sub("", marked)
    if _keep_themselves(marked) and not text.isupper():
        return text
    spans = _spans(marked, text)
    lost = [at for at, _ in _losing(text)]
    parts, done = [], 0
    for start, end in _widened(text, spans):
        if start < done or not _any_between(lost, start, end):
            continue
        parts += [text[done:start], NOCASE, text[start:end], END]
        done = end
    return "".join([*parts, text[done:]])


def _keep_themselves(marked: str) -> bool:
    """True where only whole words are marked, of which each keeps its capitals whatever title it stands in."""
    words = _MARKED_WORDS.findall(marked)
    return (
        len(words) == marked.count(MARK_OPEN)
        and "$" not in marked
        and "<" not in marked
        and all(word == word.lower() or _needs_braces(word) for piece in words for word in piece.split())
    )


def _any_between(places: list[int], start: int, end: int) -> bool:
    at = bisect.bisect_left(places, start)
    return at < len(places) and places[at] < end


def _losing(text: str) -> Iterator[tuple[int, str]]:
    """The words, with where their core begins, that have a capital which neither the writer nor a style keeps."""
    style, starts = casing(text), True
    bare = _CHUNK.sub(lambda m: " " * len(m[0]), text)
    for match in _WORD.finditer(bare):
        word = match[0]
        if word != word.lower() and not keeps_capital(word, starts, style) and not (starts and word.strip(_EDGE)[1:].islower()):
            yield match.start() + core(word)[0], word
        starts = word.endswith(":")


def _spans(marked: str, text: str) -> list[tuple[int, int]]:
    """Where, in the text without marks, each marked piece begins and ends."""
    spans: list[tuple[int, int]] = []
    start = -1
    for removed, match in enumerate(_MARKS.finditer(marked)):
        at = match.start() - removed
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
