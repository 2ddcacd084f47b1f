"""An entry that stands on one line: "A. Author, B. Author (2020). Title. Venue.", "[Title](url) — authors, 2020" and their like."""

import re

from paperconv.authors import tokens
from paperconv.authors.look import looks_like_authors
from paperconv.formats.text import details, gbt, imprint, people, titles
from paperconv.formats.text.imprint import Imprint
from paperconv.formats.text.pieces import DOTTED, GROUP, INITIAL, SURE, Entry, author_prefix, borders_of, commas, names_of, rest_of
from paperconv.formats.text.unmarked import unmarked

LONGEST = 3000
"""Characters beyond which a line is no entry; author lists of a collaboration included."""

_SPLIT = titles.SPLIT
_QUOTED = re.compile(
    r"“([^“”]{3,400})”|\"([^\"]{3,400})\"|``(.{8,400}?)''|«\s*([^«»]{8,400}?)\s*»"
    r"|„([^„“”]{8,400})[“”]|‘([^‘]{8,400}?)(?:(?<=[.,?!])’|’(?=[.,;]\s))"
)
_SOMEBODY = "Doe, Jane"
"""A name in the place of a dash, so that an entry with one is read as all others."""
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.{4,400}?)(?<=\S)\1")
_ITALIC = re.compile(r"(<i>|(?<![\w*])\*(?!\*)|(?<!\w)_(?!_))(?=\S)([^<>*_]{4,400}?)(?<=\S)(?:</i>|\*(?![\w*])|_(?!\w))")
_TAG = re.compile(
    r"\s*(?:\*\*)?[\[(]\s*(?:((?:19|20)\d\d)[-' ,]+([A-Za-z][\w &+-]{1,20}?)|"
    r"([A-Za-z][\w &+-]{1,20}?)[-'’ ,]+((?:19|20)\d\d|(?<=['’])\d\d)|((?:19|20)\d\d))\s*[\])](?:\*\*)?[:.,]?\s+(?=\S)"
)
"""A year, or a venue and a year, in brackets before everything else: "(TPAMI 2021)", "[2017-CVPR]"."""
_SHORT_YEAR, _LATEST = 2, "40"
_CODE_SPAN = re.compile(r"\s*`([^`]{2,80})`")
_EMPHASIS = re.compile(r"(?<![\w*])[*_](?=\S)([^*_]{2,300}?)(?<=\S)[*_](?![\w*])")
_SURELY = 2
"""The weight of words that only organisations have."""


def parse_entry(text: str, *, named: bool = False) -> Entry:
    """Reads a text as an entry; ``quality`` is 0 where it is none, and where no authors are found in what must be ``named``. Never raises."""
    entry = Entry(found=Imprint(identifiers={}))
    if len(text) > LONGEST or len(text) < 12:
        return entry
    if (typed := gbt.read(text)) is not None and typed.title:
        quality = 0.95 if typed.authors else 0.0 if named else 0.7
        return Entry(typed.title, typed.authors, found=typed.found, quality=quality, reason="its title ends with the sign of GB/T 7714", typed=typed)
    if not text.isascii() and (typed := gbt.untyped(text)) is not None:
        return Entry(typed.title, typed.authors, found=typed.found, quality=0.95, reason="names of East Asia, a title and a date", typed=typed)
    if (m := titles.CALLED.match(text)) is not None:
        text = text[m.end() :]
    if (m := titles.SAME_AUTHORS.match(text)) is not None:
        entry = parse_entry(f"{_SOMEBODY}. {text[m.end() :]}", named=named)
        entry.authors, entry.same = "", entry.quality > 0
        return entry
    tag = _TAG.match(text)
    venue = next((v for v in (tag[2], tag[3]) if v), "") if tag else ""
    if tag and (not venue or imprint.looks_like_venue(venue) > 0):
        entry.found.date = next(y for y in (tag[1], tag[4], tag[5]) if y)
        if len(entry.found.date) == _SHORT_YEAR:  # "(NeurIPS'17)"
            entry.found.date = ("19" if entry.found.date > _LATEST else "20") + entry.found.date
        text = text[tag.end() :]
    else:
        venue = ""
    text = details.take(text, entry.told)
    title, left, right = _marked_title(text)
    left, right = (_plain(_found_removed(x, entry.found)) for x in (left, right))
    if not entry.found.date:
        left, right = _dated(left, right, entry.found)
    if title:
        entry.title = _plain(_found_removed(title, entry.found))
        _around(entry, left, right)
    else:
        unmarked(entry, left, named)
    if named and not entry.authors:
        entry.quality = 0.0
        return entry
    entry.venue = entry.venue or venue
    entry.title = details.in_bracket(entry.title, entry.told)
    if entry.venue:
        entry.venue = details.take_behind(entry.venue, entry.told)
    _judge(entry)
    return entry


def _marked_title(text: str) -> tuple[str, str, str]:
    """The title where a link, quotes or bold type mark it, and the text before and behind it; all the text is "before" where nothing does."""
    for m in imprint.LINK.finditer(text):
        words = m[1].strip().strip("*_\"“”")
        if len(words.split()) > 1 and not imprint.only_marks(words) and looks_like_authors(words) < 0.6 and m[0][0] != "!":
            return words, text[: m.start()], f" [link]({m[2]}) " + text[m.end() :]
    for pattern, signs in ((_QUOTED, "“\"`«„‘"), (_STRONG, "*_"), (_ITALIC, "*_<")):
        for m in pattern.finditer(text) if any(sign in text for sign in signs) else ():
            words = next(g for g in m.groups()[:: 1 if pattern is _QUOTED else -1] if g)
            before = GROUP.sub("", text[: m.start()]).strip(" ,:.(")
            by_names = looks_like_authors(before) > 0.5 or people.covers(before) >= SURE or tokens.organisation_weight(before) == _SURELY
            by_names = by_names or (pattern is _QUOTED and people.is_one(before))
            if pattern is _STRONG and m.start() and people.leading(_plain(text))[1] > m.start():
                continue  # whose page it is
            if pattern is _ITALIC and (not by_names or imprint.looks_like_venue(words) > 0.3):
                continue  # a journal
            if (len(words.split()) > 1 or by_names) and looks_like_authors(words) < 0.7:
                if pattern is _QUOTED and before and not by_names and m.end() <= len(text) - 30:
                    continue  # words quoted within a title
                return words.strip(" ,.") if not words.endswith("..") else words, text[: m.start()], text[m.end() :]
    return "", text, ""


def _plain(text: str) -> str:
    """``text`` without Markdown's and HTML's type faces."""
    if "*" in text or "_" in text:
        text = _EMPHASIS.sub(r"\1", _STRONG.sub(r"\2", text))
    if "`" in text:
        text = _CODE_SPAN.sub(rf" {_SPLIT} \1", text)
    return re.sub(r"</?(?:b|i|em|strong|u|cite)>", "", text) if "<" in text else text


def _found_removed(text: str, found: Imprint) -> str:
    return imprint.take_identifiers(imprint.take_links(text, found), found) if text else text


def _dated(left: str, right: str, found: Imprint) -> tuple[str, str]:
    """Takes the date out of the text behind the title, else of that before it, and leaves a border there; its year, too, where it stands apart."""
    sides = [left, right]
    for i in (1, 0):
        place = imprint.find_date(sides[i]) if sides[i] else None
        if place is not None:
            found.date, begin, end = place
            sides[i] = f"{sides[i][:begin]} {_SPLIT} {sides[i][end:]}"
            sides[i] = re.sub(rf"(?<=[.,])\s+{found.date[:4]}\.\s", f" {_SPLIT} ", sides[i], count=1)
            break
    return sides[0], sides[1]


_VENUE_FIRST = re.compile(r"\(([^()]{2,60})\)[\s.,:;]+(?=\S)")
"""A venue in brackets right behind a title, before the authors: "**Title** (NeurIPS 2017). A. Author, …"."""


def _around(entry: Entry, left: str, right: str) -> None:
    """Authors and venue of a text whose title is marked."""
    ends = left.strip(f" ,;:({_SPLIT}—–-").endswith(".")
    left = left.strip(f" ,;:.({_SPLIT}—–-")
    if ends and INITIAL.search(left[-3:]) and (DOTTED.search(left) or people.leading(f"{left}. “")[1] > len(left)):
        left += "."  # of an initial
    score = max(looks_like_authors(GROUP.sub("", left)), people.covers(left)) if left else 0.0
    if score < SURE and tokens.organisation_weight(left) == _SURELY:
        score, entry.organisation = SURE, True
    right = right.lstrip(f" ,;:.{_SPLIT}—–-|")
    if score >= 0.45:
        entry.authors, entry.venue, entry.reason, entry.quality = left, rest_of(right), "authors before a marked title", score
        return
    right = right.removeprefix("by ")
    cited = titles.CITED_BEHIND.match(right)
    if cited is not None and not left and author_prefix(cited[1], sorted([*borders_of(cited[1]), *commas(cited[1])]))[0] >= 0.5:
        right = f"{cited[1].strip()}. {right[cited.end() :].lstrip(' .,;')}".rstrip()
    elif m := _VENUE_FIRST.match(right):
        entry.venue, right = m[1].replace(_SPLIT, " ").strip(" ,"), right[m.end() :]
    borders = sorted([*borders_of(right), *commas(right[:2000])])
    score, end, following = author_prefix(right, borders)
    if score >= 0.5:
        entry.authors, entry.reason, entry.quality = names_of(right[:end]), "authors behind a marked title", score
        right = right[following:]
    else:
        entry.reason, entry.quality = "a marked title", 0.3
    entry.venue = rest_of(f"{entry.venue}, {right}" if entry.venue else right)
    entry.note = imprint.tidy(left) if left and not imprint.only_marks(left) else ""


def _judge(entry: Entry) -> None:
    """Sets the quality from what was found, and the reason in words."""
    found = entry.found
    marks = [name for name, there in (("identifier", found.identifiers), ("date", found.date), ("link", found.urls)) if there]
    if len(entry.title) > 400 or (not any(map(str.isalpha, entry.title)) and not (entry.authors and not entry.title and marks)):
        entry.quality = 0.0
        return
    where = imprint.looks_like_venue(entry.venue) if entry.venue else 0.0
    if entry.authors:
        sure = 0.15 * (bool(found.date) and entry.quality >= SURE and not entry.organisation)
        entry.quality = min(0.45 * entry.quality + sure + 0.3 * bool(marks) + 0.15 * (len(entry.title.split()) > 2) + 0.2 * where, 1.0)
        entry.reason = f"one line with {', '.join(marks) or 'no date'}; {entry.reason}"
    else:
        words = len(entry.title.split())
        entry.quality = (0.35 if entry.reason else 0.2) * bool(marks) + 0.2 * (words > 2) + 0.1 * where
        entry.reason = f"{entry.reason or 'a title'} with {', '.join(marks) or 'nothing'}"
