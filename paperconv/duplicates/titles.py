"""Titles for comparing: what is no part of a title is taken off, and two titles are held against each other word by word."""

import html
import re
from collections.abc import Container, Iterable, Sequence
from functools import lru_cache

import msgspec
from rapidfuzz import fuzz

from paperconv.duplicates import vocabulary
from paperconv.duplicates.vocabulary import NUMBERED, STOP
from paperconv.model.text import fold

_TEX_COMMAND = re.compile(r"\\([A-Za-z]+)")
_WHOLE_IN_BRACKETS = re.compile(r"^\s*\[(.*)\]\s*\.?\s*$", re.S)
_BREAK = re.compile(r"[:?!]\s|\.\s|\s[-\u2013\u2014]+\s|\s\(")
"""Where a title ends and its subtitle begins."""
_DIGITS = re.compile(r"\d+")
_COUNTING = frozenset((*vocabulary.ROMAN, *vocabulary.ORDINALS, *vocabulary.SHORT))
_PLACES = frozenset(("volume", "vol", "issue", "number", "no", "paper", "article", "part", "pages", "page", *STOP))
_QUOTES = " \t\n\"\u201c\u201d\u201e"
_SLIPS = 5
"""Words of a title that may be misspelt; where more stand for one another they are other words."""


class Title(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A title made ready: words, letters without spaces, those before and behind the first break, how many words say something.

    ``generic`` is True for titles that many works have ("Editor's notes"), ``notice`` for errata, comments and replies, which are
    works of their own beside the one they name. ``translated`` is True for a title in another language than English, and for one in
    square brackets, by which PubMed marks its own translations (MEDLINE/PubMed Data Element Descriptions, "Vernacular Title"):
    it may read otherwise elsewhere.
    """

    words: tuple[str, ...] = ()
    compact: str = ""
    main: str = ""
    rest: str = ""
    content: int = 0
    generic: bool = False
    notice: bool = False
    translated: bool = False


class TitleMatch(msgspec.Struct, frozen=True, gc=False):
    """Two titles against each other.

    ``similarity`` is 0 to 1 over the letters. ``swapped`` counts words that stand for one another without being the same,
    ``extra`` words that only one has, ``conflict`` is what cannot be said of one work (part 1 against part 2), ``opposite`` the
    pair of words opposite in sense; ``head`` is True where one title is the beginning of the other, ``subtitle`` where it is the
    other without its subtitle, or without a heading before it.
    """

    similarity: float
    swapped: int = 0
    extra: int = 0
    conflict: str = ""
    lone_number: bool = False
    opposite: str = ""
    head: bool = False
    subtitle: bool = False


NO_TITLE = Title()


def prepare(text: str, venue: str = "") -> Title:
    """A title (model text) as :class:`Title`; ``venue`` is the folded name of the journal, which some exports put in place of the title."""
    bare, notice = _without_place(_bare(text))
    words = _words(bare)
    folded = " ".join(words)
    if not words or folded in vocabulary.UNKNOWN:
        return NO_TITLE
    cut = _BREAK.search(bare, 8)  # a title in two words is not cut
    main, rest = ("".join(_words(bare[: cut.start() + 1])), "".join(_words(bare[cut.end() :]))) if cut else ("", "")
    notice = notice or _begins_as_notice(folded, bare)
    generic = bool(vocabulary.GENERIC.fullmatch(folded)) or (bool(venue) and _is_venue(words, venue))
    return Title(
        words=tuple(words), compact="".join(words), main=main, rest=rest, content=len({w for w in words if w not in STOP}), generic=generic,
        notice=notice, translated=bool(_WHOLE_IN_BRACKETS.match(text)) or _foreign(words),
    )  # fmt: skip


def _without_place(bare: str) -> tuple[str, bool]:
    """A title without what follows the article's title in a notice's, and whether that shows a notice."""
    if bare.rstrip(" .")[-1:] not in (")", "]"):
        return bare, False
    if (shorter := vocabulary.NOTICE_AT_END.sub("", bare)) != bare:
        return (shorter, True) if shorter.strip() else (bare, False)
    if _begins_as_notice(fold(bare), bare):
        return vocabulary.NOTICE_PLACE.sub("", bare), True
    return bare, False


def _begins_as_notice(folded: str, bare: str) -> bool:
    return bool(vocabulary.NOTICE.match(folded) or vocabulary.NOTICE_BREAK.match(bare))


def _foreign(words: Sequence[str]) -> bool:
    """True where two of the small words are Spanish, French, German, Italian or Portuguese, or the script is not Latin."""
    return sum(1 for w in words if w in vocabulary.FOREIGN) >= 2 or any(w[0] > "\u036f" for w in words)


def _bare(text: str) -> str:
    if "&" in text:
        text = html.unescape(text)
    text = vocabulary.NOTE_AT_START.sub("", text.strip(_QUOTES))
    text = vocabulary.ABSTRACT_NUMBER.sub("", text)
    if "<" in text or "]" in text:
        text = vocabulary.ORIGINAL.sub("", text) or text
    if "[" in text:
        while (shorter := vocabulary.NOTE_AT_END.sub("", text)) != text and shorter:
            text = shorter
        if m := _WHOLE_IN_BRACKETS.match(text):
            text = m[1]
    if "(" in text:
        text = vocabulary.GENRE.sub(" ", text) or text
    if "\\" in text:
        text = _TEX_COMMAND.sub(r" \1 ", text)
    text = vocabulary.SIGNS.sub(" ", text) or text
    shorter = vocabulary.GENRE_AT_END.sub("", text)
    if len(shorter.split()) > 1:  # what is left names something
        text = shorter
    return _in_one_language(vocabulary.GROUP_AT_END.sub("", text))


def _in_one_language(text: str) -> str:
    """Of a title in two languages, one behind the other, the English half."""
    for m in vocabulary.PARALLEL.finditer(text):
        before, after = text[: m.start()], text[m.end() :]
        halves = fold(before).split(), fold(after).split()
        if min(map(len, halves)) < 3:
            continue
        foreign = [_foreign(half) for half in halves]
        if foreign[0] != foreign[1]:
            return after if foreign[0] else before
    return text


def _words(text: str) -> list[str]:
    words = fold(text if text.isascii() else text.lower().translate(vocabulary.GREEK)).split()
    if _COUNTING.isdisjoint(words):
        return words
    last = len(words) - 1
    out = []
    for i, word in enumerate(words):
        before, after = words[i - 1] if i else "", words[i + 1] if i < last else ""
        # A lone i, v or x is a letter, unless it ends the title or stands behind "part".
        if word in vocabulary.ROMAN and (before in NUMBERED or ((len(word) > 1 or (i == last and i > 0)) and word != "x")):
            word = vocabulary.ROMAN[word]
        elif word in vocabulary.ORDINALS and not vocabulary.COUNTED.isdisjoint((before, after)):
            word = vocabulary.ORDINALS[word]
        elif word in vocabulary.SHORT and (after in vocabulary.ROMAN or after[:1].isdigit()):
            word = vocabulary.SHORT[word]
        out.append(word)
    return out


def _is_venue(words: Sequence[str], venue: str) -> bool:
    """True where a title says no more than the journal's name, volume and number."""
    named = venue.split()
    return all(w in _PLACES or w in named or w.isdigit() for w in words)


def match(a: Title, b: Title) -> TitleMatch:
    """Compares two titles; symmetric."""
    if a.compact == b.compact:
        return TitleMatch(1.0)
    return _match(a, b) if a.compact < b.compact else _match(b, a)


def _match(a: Title, b: Title) -> TitleMatch:
    ratio = fuzz.ratio(a.compact, b.compact) / 100
    head = a.compact.startswith(b.compact) or b.compact.startswith(a.compact)
    if ratio < 0.5 and not head:  # half of the letters: no wording of one title is as far as that from another
        return TitleMatch(ratio, swapped=9)
    left, right = _leftovers(a.words, b.words)
    if not left and not right:
        return TitleMatch(max(ratio, 0.97), head=head)
    if ratio < 0.75 and not head and len(left) > 3 < len(right):  # misspelt words leave more letters alike
        swapped = min(_content(left), _content(right))
        return TitleMatch(ratio, swapped, abs(len(left) - len(right)), subtitle=_is_subtitle(a, b))
    numbers_left, numbers_right = _numbers(left), _numbers(right)
    conflict = ""
    if numbers_left != numbers_right and numbers_left and numbers_right:
        conflict = f"{' '.join(sorted(numbers_left))} against {' '.join(sorted(numbers_right))}"
    lone = bool(numbers_left) != bool(numbers_right) and _is_part_number(a.words, b.words, numbers_left or numbers_right)
    swapped, extra, opposite = _pair_up(left, right)
    return TitleMatch(ratio, swapped, extra, conflict, lone, opposite, head, subtitle=_is_subtitle(a, b))


def _is_subtitle(a: Title, b: Title) -> bool:
    return b.compact in (a.main, a.rest) or a.compact in (b.main, b.rest)


def _content(words: Sequence[str]) -> int:
    """How many words say something."""
    return len([w for w in words if w not in STOP])


def _leftovers(a: Sequence[str], b: Sequence[str]) -> tuple[list[str], list[str]]:
    """The words of each title that the other has not, or not as often, in their order."""
    here, there = set(a), set(b)
    if len(here) == len(a) and len(there) == len(b):  # no word twice
        return [w for w in a if w not in there], [w for w in b if w not in here]
    more = {w: a.count(w) - b.count(w) for w in here & there}
    return _beyond(a, there, more), _beyond(b, here, {w: -n for w, n in more.items()})


def _beyond(words: Sequence[str], others: Container[str], more: dict[str, int]) -> list[str]:
    out = []
    for word in words:
        if word not in others:
            out.append(word)
        elif more[word] > 0:
            more[word] -= 1
            out.append(word)
    return out


def _numbers(words: Iterable[str]) -> frozenset[str]:
    return frozenset(d.lstrip("0") or "0" for w in words for d in _DIGITS.findall(w))


def _is_part_number(a: Sequence[str], b: Sequence[str], numbers: frozenset[str]) -> bool:
    """True where the number that only one title has counts its parts: at its end, or behind "part" and the like; no year."""
    for words in (a, b):
        for i, word in enumerate(words):
            if word in numbers and len(word) < 3 and (i == len(words) - 1 or (i > 0 and words[i - 1] in NUMBERED)):
                return True
    return False


def _pair_up(left: list[str], right: list[str]) -> tuple[int, int, str]:
    """How many words are exchanged, how many only one side has, and the first pair that is opposite in sense."""
    ours, theirs = _content(left), _content(right)
    if min(ours, theirs) > _SLIPS:
        return min(ours, theirs), abs(ours - theirs), ""
    if left and right and len(left) != len(right) and fuzz.ratio("".join(left), "".join(right)) >= 85 and _numbers(left) == _numbers(right):
        return 0, 0, ""  # the same letters, cut into words elsewhere ("data base", "database")
    opposite = ""
    left, right = _joined(left, right), _joined(right, left)
    ours, theirs = _content(left), _content(right)
    rest = list(right)
    for word in left:
        for other in rest:
            if kind := _alike(word, other):
                rest.remove(other)
                ours -= word not in STOP
                theirs -= other not in STOP
                if kind == 1:
                    opposite = opposite or " against ".join(sorted((word, other)))
                break
    return min(ours, theirs), abs(ours - theirs), opposite


def _joined(words: list[str], others: list[str]) -> list[str]:
    """``words`` with those put together that the other title writes as one ("video anywhere", "videoanywhere")."""
    out: list[str] = []
    for word in words:
        if out and out[-1] + word in others:
            out[-1] += word
        else:
            out.append(word)
    return out


@lru_cache(maxsize=1 << 15)
def _alike(a: str, b: str) -> int:
    """2 for one word in two spellings, 1 for two words near in letters and opposite in sense, 0 for two words."""
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    if len(short) < 3 or len(long) > 2 * len(short):
        return 0
    found = 1 if opposites(a, b) else 2 if _one_word(short, long) else 0
    return found if found and _DIGITS.findall(a) == _DIGITS.findall(b) else 0


def _one_word(short: str, long: str) -> bool:
    if len(short) == len(long) and sorted(short) == sorted(long):  # letters exchanged in typing
        return True
    # Four letters in five: "randomised" and "randomized", "tumour" and "tumor", a slip of the pen; "adult" and "adolescent" are at 0.53.
    return len(short) >= 4 and ((long.startswith(short) and len(long) - len(short) <= 3) or fuzz.ratio(short, long, score_cutoff=80) > 0)


def opposites(a: str, b: str) -> bool:
    """True for words that differ in a beginning that turns the sense: hypo- and hyper-, typical and atypical, men and women."""
    if a + b in vocabulary.OPPOSITE_WORDS:
        return True
    if a[-3:] != b[-3:]:
        return False
    x, y = _heads(a, b)
    tail = len(a) - len(x)
    if not x or not y:
        return tail >= 5 and (x or y) in vocabulary.NEGATIONS
    return tail >= 3 and (x, y) in _OPPOSITES


def _heads(a: str, b: str) -> tuple[str, str]:
    """What is left of two words without the ending that they share."""
    n = 0
    shortest = min(len(a), len(b))
    while n < shortest and a[-1 - n] == b[-1 - n]:
        n += 1
    return a[: len(a) - n], b[: len(b) - n]


_OPPOSITES = frozenset(pair for heads in vocabulary.OPPOSITE_HEADS for x, y in (_heads(*heads.split()),) for pair in ((x, y), (y, x)))
