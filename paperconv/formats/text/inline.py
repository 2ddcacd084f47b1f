"""An entry that stands on one line: "A. Author, B. Author (2020). Title. Venue.", "[Title](url) — authors, 2020" and their like."""

import re

import msgspec

from paperconv.authors import tokens
from paperconv.authors.look import HEAD, looks_like_authors
from paperconv.authors.person import is_spelled
from paperconv.formats.text import corporate, details, gbt, imprint, people, publishers, titles
from paperconv.formats.text.details import Details
from paperconv.formats.text.imprint import Imprint


class Entry(msgspec.Struct):
    """The pieces of an entry. ``quality`` (0 to 1) says how well the text is one; ``reason`` says by what."""

    title: str = ""
    authors: str = ""
    venue: str = ""
    note: str = ""
    found: Imprint = msgspec.field(default_factory=Imprint)
    quality: float = 0.0
    reason: str = ""
    organisation: bool = False
    """True where the author is an organisation though its words do not tell."""
    told: Details = msgspec.field(default_factory=Details)
    typed: gbt.Typed | None = None
    """Where the entry was written, piece by piece, if it is in a form that says so."""


LONGEST = 3000
"""Characters beyond which a line is no entry; author lists of a collaboration included."""

_SPLIT = titles.SPLIT
_QUOTED = re.compile(
    r"“([^“”]{3,400})”|\"([^\"]{3,400})\"|``(.{8,400}?)''|«\s*([^«»]{8,400}?)\s*»"
    r"|„([^„“”]{8,400})[“”]|‘([^‘]{8,400}?)(?:(?<=[.,?!])’|’(?=[.,;]\s))"
)
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
_BORDER = re.compile(
    rf"(?<=[^\s.])[.?!](?:[”\"’)]*)\s+(?=[^\W_a-z]|[\"“‘(\[]|{_SPLIT})|"
    rf"\s+[—–|]\s+|\s//\s+|\s+-{{1,3}}\s+|\s*{_SPLIT}[\s.,:;]*|:\s+(?=[A-Z])|\s*<br\s*/?>\s*"
)
_COMMA = re.compile(r",\s+(?=[A-Z“\"]|(?:ar|bio|med|chem)[rRX])")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(.])(?:vol|no|nr|pp?|proc|conf|int|intl?|j|trans|dr|st|jr|sr|vs|fig|eds?|rev|lett|phys|univ|dept|ann|sci|soc|math|"
    r"inst|publ|bull|mem|nachr|ges|wiss|sitzungsber|ber|abh|verh|appl|mon|not|roy|astron|astrophys|"
    r"e\.g|i\.e|cf|symp|adv|comput|chem|biol|med|eng|res|am|acad|natl|ser|sect|nucl|instrum|meth|suppl|ed|approx)$",
    re.I,
)
_DOTTED = re.compile(r"(?:^|[\s.,-])[A-ZА-ЯЁ]\.|\A[^,]*[a-z]{2},\s+[A-Z][a-z]+\s+[A-Z]\Z")
"""Where initials have points: "Y. LeCun", "Shannon, Claude E"."""
_SURELY = 2
"""The weight of words that only organisations have."""
_GROUP = re.compile(r"\s*[\[(][^\[\]()]*(?:Collaborations?|Groups?|Teams?|Consorti(?:um|a))[\])]")
_LAST_NAME = re.compile(
    r"((?:,\s*|\s)(?:and|&)\s+(?:[A-Z]\.[ -]?)+\s*[^\W\d_][^\s,.]+(?:\s[^\W\d_][^\s,.]+){0,2}),\s+(?=[“\"]?[A-Z][a-z]+[\s-]|[“\"]?[A-Z]{3,})"
)
"""What ends a list of names that begin with initials: "and A. Courville, Deep Learning"."""
_INITIAL = re.compile(r"(?:^|[\s.\-‐,(])[^\W\d_]$")


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
        _unmarked(entry, left, named)
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
            before = _GROUP.sub("", text[: m.start()]).strip(" ,:.(")
            by_names = looks_like_authors(before) > 0.5 or people.covers(before) >= _SURE or tokens.organisation_weight(before) == _SURELY
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


_Border = tuple[int, int, str]
"""Where a piece may end, where the next begins, and at what: "hard" (full stop, dash, date), "soft" (a point that may be an initial's), "comma"."""


def _borders(text: str) -> list[_Border]:
    """The borders of a text, commas left out."""
    out: list[_Border] = []
    for m in _BORDER.finditer(text):
        before = text[: m.start()]
        soft = m[0].startswith(".") and _INITIAL.search(before[-3:]) is not None
        if m[0].startswith(".") and not soft and _ABBREVIATION.search(before[-12:]) is not None:
            continue
        keep = m.start() + (1 if m[0][0] in "?!" else 0)
        out.append((keep, m.end(), "soft" if soft else "hard"))
        if len(out) >= 60:
            break
    if (last := _LAST_NAME.search(text)) is not None:
        out = sorted([*out, (last.end(1), last.end(), "hard")])
    return out


def _author_prefix(text: str, borders: list[_Border], base: int = 0) -> tuple[float, int, int]:
    """The beginning of ``text`` (from ``base``) that looks most like an author list: its score, its end, the beginning of the rest.

    Of equal ones the longest is taken at commas, the shortest at full stops: "D. Kingma, J. Ba. Adam: A method" ends at "Ba".
    """
    best, best_kind = (0.0, 0, 0), ""
    for end, following, kind in [*borders, (len(text), len(text), "hard")]:
        if end <= base:
            continue
        piece = text[base:end].strip(f" ,;:.({_SPLIT}")
        if _venue_last(piece):
            continue
        score = looks_like_authors(piece)
        if score < 0.7 and _SPLIT in text[end:following] and tokens.organisation_weight(piece) == 2:
            score = 0.75  # "OpenAI. 2023. …"
        if best_kind == "soft" and text[end : end + 1] == ":" and _initials_end(text[base : best[1]]) and not is_spelled(text[best[2] : end]):
            continue  # "…, Lee K, Toutanova K. BERT: Pre-training"
        if kind == "soft":  # behind "J." rather inside a name than at the end of the list
            score = min(score, 0.95) - 0.05 if _inverted_end(piece) else 0.0
        longer_wins = "comma" in (kind, best_kind) or best_kind == "soft"
        if score > best[0] + (0.0 if kind != "hard" or best_kind != "hard" else 0.05) or (longer_wins and score >= best[0] > 0):
            best, best_kind = (score, end, following), kind
        if kind != "soft" and ((score < 0.3 and best[0] > 0.7) or (score < best[0] and len(piece) > HEAD and _SPLIT not in text[end:])):
            break  # behind names come words; of a piece longer than HEAD no more is looked at
    return best


def _venue_last(piece: str) -> bool:
    """True where a conference stands behind whole names: "Ashish Vaswani, Noam Shazeer, NeurIPS". Behind a family name it could be a given one."""
    names, _, last = piece.rpartition(",")
    return " " not in last.strip() and imprint.names_proceedings(last.strip()) and all(" " in name.strip() for name in names.split(","))


def _initials_end(piece: str) -> bool:
    """True for a list of which most names end with initials: "Lee K, Toutanova K"."""
    names = [n.split() for n in piece.split(",") if n.strip()]
    return len(names) > 1 and sum(len(n) > 1 and (is_spelled(n[-1]) or n[-1].isupper()) for n in names) * 2 > len(names)


def _inverted_end(piece: str) -> bool:
    """True where the last name of a piece that ends with an initial is whole: "LeCun, Y" or "LeCun Y", never "S. Hochreiter and J"."""
    last = re.split(r"\s+(?:and|&)\s+|,\s*(?:and|&)\s+|;\s*", piece)[-1]
    parts = [p for p in last.split(",") if p.strip()]
    if len(parts) > 1:
        return len(parts[-1].split()) <= 3 and not is_spelled(parts[-2].split()[0])
    return len(last.split()) > 1 and not is_spelled(last.split()[0])


def _unmarked(entry: Entry, text: str, named: bool) -> None:
    """Title, authors and venue of a text in which nothing marks the title; nothing where it is to be ``named`` and is not."""
    text = text.strip(f" {_SPLIT}")
    if (journal := _titleless(text)) > 0:
        entry.authors, entry.venue = _names(text[:journal]), _rest(text[journal:])
        entry.reason, entry.quality = "authors and a journal's volume and page, no title", 0.8
        return
    text = _by_border(text)
    borders = _borders(text)
    score, end, following = people.leading(text)
    if score >= _SURE and titles.is_journal(text[following:], _borders(text[following:])):
        entry.authors, entry.venue, entry.reason, entry.quality = _names(text[:end]), _rest(text[following:]), "authors and a journal, no title", 0.8
        return
    if (note := titles.BOOK_NOTE.match(text)) is not None and _is_person(note["who"]) and (cited := titles.LOCATOR.fullmatch(text, note.end())):
        entry.authors, entry.reason, entry.quality = note["who"], "names, a title and a publisher in brackets", 0.75
        entry.title, behind = _title_and_rest(note["title"])
        entry.venue = f"{behind} {note['where']}".strip()
        entry.told.codes = {**entry.told.codes, **({"locator": cited[1]} if cited[1] else {})}
        return
    lead = corporate.named(text) if score < _SURE else None
    if lead is not None:
        entry.authors, entry.organisation, entry.reason, entry.quality = text[: lead[0]], True, _ORGANISATION, _SURE
        entry.title, entry.venue = _title_and_rest(text[lead[1] :])
        return
    if score < _SURE:
        score, end, following = _author_prefix(text, borders)
    best = ("authors first", score + 0.02 if end < len(text) else 0.0, 0, 0, end, following)
    hard = [b for b in borders if b[2] == "hard"][:4]
    for cut, rest, _ in hard:
        if len(text[:cut].split()) > 1 and looks_like_authors(text[:cut]) < 0.5:
            s, e, f = _author_prefix(text, borders, rest)
            if s > best[1] and s >= 0.55 and not publishers.PUBLISHER.fullmatch(text[rest:e].strip(f" ,;:.({_SPLIT}")):
                best = ("title first", s, cut, rest, e, f)
    if best[1] < 0.6:
        best = max(best, _by_commas(text, borders), key=lambda b: b[1])
    kind, score, cut, rest, end, following = best
    if score < 0.6 and (lead := corporate.dated(text)):
        kind, score, end, following = _ORGANISATION, 0.75, *lead
    if score < 0.6 and named:
        return
    if score < 0.6:
        stops = [b for b in hard if text[b[0] : b[0] + 1] != ":"]
        first = stops[0] if stops else (len(text), len(text), "hard")
        entry.title, entry.venue = imprint.tidy(text[: first[0]]), _rest(text[first[1] :])
        if at := titles.venue_comma(entry.title):
            entry.venue = f"{entry.title[at:].strip(' ,')} {entry.venue}".strip()
            entry.title = entry.title[:at]
        return
    if kind == "title first":
        entry.title = imprint.tidy(text[:cut])
        entry.authors = text[rest:end]
        entry.venue = _rest(text[following:])
    else:
        entry.authors = text[:end]
        entry.title, entry.venue = _title_and_rest(text[following:])
    if text[end : end + 1] == "." and _INITIAL.search(entry.authors[-3:]) and _DOTTED.search(entry.authors):
        entry.authors += "."  # of an initial, though it ends the list too
    entry.authors = _names(entry.authors)
    _split_bracket(entry)
    entry.reason = kind
    entry.organisation = kind == _ORGANISATION
    entry.quality = score


def _by_border(text: str) -> str:
    """``text`` with a full stop for the "by" between a title and its authors: "Scaling laws, by Jared Kaplan, Sam McCandlish"."""
    for m in _BY.finditer(text):
        ends = sorted([*_borders(text), *_commas(text[:2000])])
        apart = m[0][0] in ",."
        score = _author_prefix(text, ends, m.end())[0] if apart or len(text[: m.start()].split()) > 2 else 0.0
        if score >= (_SURE if apart else _SURELY_NAMES):
            return f"{text[: m.start()]}. {text[m.end() :]}"
    return text


_BY = re.compile(r"[,.]?\s+[Bb]y\s+(?=[^\W\d_a-z])")
_SURELY_NAMES = 0.9


_SURE = 0.7
"""From here a list of names in one form is taken for the authors without looking further."""
_ORGANISATION = "an organisation and a date first"


def _is_person(text: str) -> bool:
    return people.is_one(text) or looks_like_authors(text) >= 0.5


def _titleless(text: str) -> int:
    """Where the journal begins in "B. P. Abbott et al., Phys. Rev. Lett. 116, 061102", the way physicists cite; 0 where there is a title."""
    if len(text) > 2000:
        return 0
    for m in re.finditer(r",\s+(?=[A-Z])", text):
        found = imprint.TITLELESS.match(text, m.end())
        if found is not None and imprint.only_marks(text[found.end() :].replace(_SPLIT, "")):
            return m.start() if looks_like_authors(_GROUP.sub("", text[: m.start()])) >= 0.6 else 0
    return 0


def _split_bracket(entry: Entry) -> None:
    """ "Deep Learning (MIT Press, 2016)": where the year was taken out of the bracket, the rest of it is no title; nor is a publisher behind it."""
    head, bracket, rest = entry.title.rpartition("(")
    if bracket and ")" not in rest and head.strip():
        if (m := titles.LOCATOR.fullmatch(entry.venue)) is not None:
            entry.venue = ""
            if m[1]:
                entry.told.codes = {**entry.told.codes, "locator": m[1]}
        entry.title, entry.venue = head.strip(" ,."), f"{rest.strip(' ,')} {entry.venue}".strip()


def _names(text: str) -> str:
    """An author list without the marks at its ends; a point stays behind an initial."""
    text = text.split(_SPLIT)[0].strip(" ,;:(")
    return text.rstrip(" .") + "." if text.endswith(".") and is_spelled(text.rstrip(".").split()[-1] + ".") else text.rstrip(" .")


def _by_commas(text: str, borders: list[_Border]) -> tuple[str, float, int, int, int, int]:
    """ "Title, A. Author, B. Author, Venue" and "A. Author and B. Author, Title, Venue": commas stand between all the pieces."""
    commas = _commas(text[:2000])
    ends = sorted([*borders, *commas])
    score, end, following = _author_prefix(text, ends)
    if end >= len(text) or len(text[following:].split(",")[0].split()) < 3:
        score = 0.0
    best = ("authors first", score, 0, 0, end, following)
    for cut, rest, _ in commas[:12]:
        if len(text[:cut].split()) < 3 or looks_like_authors(text[:cut]) > 0.3:
            continue
        score, end, following = _author_prefix(text, [e for e in ends if e[0] > rest], rest)
        if score > best[1] and score > 0.7:
            best = ("title first", score, cut, rest, end, following)
    return best


def _commas(text: str) -> list[_Border]:
    return [(m.start(), m.end(), "comma") for m in _COMMA.finditer(text)]


def _title_and_rest(text: str) -> tuple[str, str]:
    """The title at the beginning of ``text``, and what follows it."""
    text = text.lstrip(f" .,:;{_SPLIT}")
    end, following = titles.end(text, [b for b in _borders(text) if b[2] == "hard" and text[b[0] : b[0] + 1] != ":"])
    if following >= len(text):
        return imprint.tidy(text[:end].replace(_SPLIT, " ")).rstrip("."), ""
    return imprint.tidy(text[:end]), _rest(text[following:])


_VENUE_FIRST = re.compile(r"\(([^()]{2,60})\)[\s.,:;]+(?=\S)")
"""A venue in brackets right behind a title, before the authors: "**Title** (NeurIPS 2017). A. Author, …"."""


def _around(entry: Entry, left: str, right: str) -> None:
    """Authors and venue of a text whose title is marked."""
    ends = left.strip(f" ,;:({_SPLIT}—–-").endswith(".")
    left = left.strip(f" ,;:.({_SPLIT}—–-")
    if ends and _INITIAL.search(left[-3:]) and (_DOTTED.search(left) or people.leading(f"{left}. “")[1] > len(left)):
        left += "."  # of an initial
    score = max(looks_like_authors(_GROUP.sub("", left)), people.covers(left)) if left else 0.0
    if score < _SURE and tokens.organisation_weight(left) == _SURELY:
        score, entry.organisation = _SURE, True
    right = right.lstrip(f" ,;:.{_SPLIT}—–-|")
    if score >= 0.45:
        entry.authors, entry.venue, entry.reason, entry.quality = left, _rest(right), "authors before a marked title", score
        return
    right = right.removeprefix("by ")
    cited = titles.CITED_BEHIND.match(right)
    if cited is not None and not left and _author_prefix(cited[1], sorted([*_borders(cited[1]), *_commas(cited[1])]))[0] >= 0.5:
        right = f"{cited[1].strip()}. {right[cited.end() :].lstrip(' .,;')}".rstrip()
    elif m := _VENUE_FIRST.match(right):
        entry.venue, right = m[1].replace(_SPLIT, " ").strip(" ,"), right[m.end() :]
    borders = sorted([*_borders(right), *_commas(right[:2000])])
    score, end, following = _author_prefix(right, borders)
    if score >= 0.5:
        entry.authors, entry.reason, entry.quality = _names(right[:end]), "authors behind a marked title", score
        right = right[following:]
    else:
        entry.reason, entry.quality = "a marked title", 0.3
    entry.venue = _rest(f"{entry.venue}, {right}" if entry.venue else right)
    entry.note = imprint.tidy(left) if left and not imprint.only_marks(left) else ""


def _rest(text: str) -> str:
    text = imprint.tidy(text.replace(_SPLIT, " "))
    return "" if imprint.only_marks(text) else text


def _judge(entry: Entry) -> None:
    """Sets the quality from what was found, and the reason in words."""
    found = entry.found
    marks = [name for name, there in (("identifier", found.identifiers), ("date", found.date), ("link", found.urls)) if there]
    if len(entry.title) > 400 or (not any(map(str.isalpha, entry.title)) and not (entry.authors and not entry.title and marks)):
        entry.quality = 0.0
        return
    where = imprint.looks_like_venue(entry.venue) if entry.venue else 0.0
    if entry.authors:
        sure = 0.15 * (bool(found.date) and entry.quality >= _SURE and not entry.organisation)
        entry.quality = min(0.45 * entry.quality + sure + 0.3 * bool(marks) + 0.15 * (len(entry.title.split()) > 2) + 0.2 * where, 1.0)
        entry.reason = f"one line with {', '.join(marks) or 'no date'}; {entry.reason}"
    else:
        words = len(entry.title.split())
        entry.quality = (0.35 if entry.reason else 0.2) * bool(marks) + 0.2 * (words > 2) + 0.1 * where
        entry.reason = f"{entry.reason or 'a title'} with {', '.join(marks) or 'nothing'}"
