"""An entry in which nothing marks the title: where the names end, or the title does."""

import re

from paperconv.authors.look import looks_like_authors
from paperconv.formats.text import corporate, imprint, people, publishers, titles
from paperconv.formats.text.pieces import DOTTED, GROUP, INITIAL, SURE, Border, Entry, author_prefix, borders_of, commas, names_of, rest_of

_SPLIT = titles.SPLIT
_ORGANISATION = "an organisation and a date first"


def unmarked(entry: Entry, text: str, named: bool) -> None:
    """Title, authors and venue of a text in which nothing marks the title; nothing where it is to be ``named`` and is not."""
    text = text.strip(f" {_SPLIT}")
    if (journal := _titleless(text)) > 0:
        entry.authors, entry.venue = names_of(text[:journal]), rest_of(text[journal:])
        entry.reason, entry.quality = "authors and a journal's volume and page, no title", 0.8
        return
    if (cited := titles.CITED_AS.match(text)) is not None and _is_citation(cited["who"]) and not _is_list(cited["title"]):
        entry.title, entry.authors, entry.reason, entry.quality = imprint.tidy(cited["title"]), cited["who"], "a title and how it is cited", 0.8
        entry.venue = rest_of(f"{cited['where'].strip(' ,')} {text[cited.end() :]}")
        return
    if (law := titles.LAW_REVIEW.fullmatch(text)) is not None and _is_list(f"{law['who']}. "):
        entry.title, entry.authors, entry.reason, entry.quality = law["title"], law["who"], "names, a title, and a journal between two numbers", 0.8
        entry.venue = f"{law['journal']}, vol. {law['volume']}, p. {law['page']}"
        entry.told.codes = {**entry.told.codes, **({"locator": law["cited"].strip(" ,")} if law["cited"] else {})}
        return
    text = _by_border(text)
    borders = borders_of(text)
    score, end, following = people.leading(text)
    if score >= SURE and titles.is_journal(text[following:], borders_of(text[following:])):
        entry.authors, entry.venue = names_of(text[:end]), rest_of(text[following:])
        entry.reason, entry.quality = "authors and a journal, no title", 0.8
        return
    if (note := titles.BOOK_NOTE.match(text)) is not None and _is_person(note["who"]) and (cited := titles.LOCATOR.fullmatch(text, note.end())):
        entry.authors, entry.reason, entry.quality = note["who"], "names, a title and a publisher in brackets", 0.75
        entry.title, behind = _title_and_rest(note["title"])
        entry.venue = f"{behind} {note['where']}".strip()
        entry.told.codes = {**entry.told.codes, **({"locator": cited[1]} if cited[1] else {})}
        return
    lead = corporate.named(text) if score < SURE else None
    if lead is not None:
        entry.authors, entry.organisation, entry.reason, entry.quality = text[: lead[0]], True, _ORGANISATION, SURE
        entry.title, entry.venue = _title_and_rest(text[lead[1] :])
        return
    if score < SURE:
        score, end, following = author_prefix(text, borders)
    best = ("authors first", score + 0.02 if end < len(text) else 0.0, 0, 0, end, following)
    hard = [b for b in borders if b[2] == "hard"][:4]
    for cut, rest, _ in hard:
        if len(text[:cut].split()) > 1 and looks_like_authors(text[:cut]) < 0.5:
            s, e, f = author_prefix(text, borders, rest)
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
        entry.title, entry.venue = imprint.tidy(text[: first[0]]), rest_of(text[first[1] :])
        if at := titles.venue_comma(entry.title):
            entry.venue = f"{entry.title[at:].strip(' ,')} {entry.venue}".strip()
            entry.title = entry.title[:at]
        words, bracket, told = entry.title.rpartition("(")
        if bracket and ")" not in told and words.strip():  # "Deep Learning (Goodfellow, 2016)": who it was, or where
            entry.title = words.strip()
            if publishers.PUBLISHER.fullmatch(told) or imprint.looks_like_venue(told) > 0:
                entry.venue = f"{told} {entry.venue}".strip()
            else:
                entry.note = told
        return
    if kind == "title first":
        entry.title = imprint.tidy(text[:cut])
        entry.authors = text[rest:end]
        entry.venue = rest_of(text[following:])
    else:
        entry.authors = text[:end]
        entry.title, entry.venue = _title_and_rest(text[following:])
    if text[end : end + 1] == "." and INITIAL.search(entry.authors[-3:]) and DOTTED.search(entry.authors):
        entry.authors += "."  # of an initial, though it ends the list too
    entry.authors = names_of(entry.authors)
    _split_bracket(entry)
    entry.reason = kind
    entry.organisation = kind == _ORGANISATION
    entry.quality = score


def _by_border(text: str) -> str:
    """``text`` with a full stop for the "by" between a title and its authors: "Scaling laws, by Jared Kaplan, Sam McCandlish"."""
    for m in _BY.finditer(text):
        ends = sorted([*borders_of(text), *commas(text[:2000])])
        apart = m[0][0] in ",."
        score = author_prefix(text, ends, m.end())[0] if apart or len(text[: m.start()].split()) > 2 else 0.0
        if score >= (SURE if apart else _SURELY_NAMES):
            return f"{text[: m.start()]}. {text[m.end() :]}"
    return text


_BY = re.compile(r"[,.]?\s+[Bb]y\s+(?=[^\W\d_a-z])")
_SURELY_NAMES = 0.9




def _is_citation(text: str) -> bool:
    """True for the names in a citation ("Vaswani et al.", "Kingma & Ba"), False for a house ("Taylor & Francis")."""
    return text[0].isupper() and not publishers.PUBLISHER.fullmatch(text) and not any(map(str.isdigit, text)) and looks_like_authors(text) >= 0.5


def _is_list(text: str) -> bool:
    """True for a text that begins with a list of names."""
    return people.leading(text)[0] >= SURE or author_prefix(text, borders_of(text))[0] >= SURE


def _is_person(text: str) -> bool:
    return people.is_one(text) or looks_like_authors(text) >= 0.5


def _titleless(text: str) -> int:
    """Where the journal begins in "B. P. Abbott et al., Phys. Rev. Lett. 116, 061102", the way physicists cite; 0 where there is a title."""
    if len(text) > 2000:
        return 0
    for m in re.finditer(r",\s+(?=[A-Z])", text):
        found = imprint.TITLELESS.match(text, m.end())
        if found is not None and imprint.only_marks(text[found.end() :].replace(_SPLIT, "")):
            return m.start() if looks_like_authors(GROUP.sub("", text[: m.start()])) >= 0.6 else 0
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


def _by_commas(text: str, borders: list[Border]) -> tuple[str, float, int, int, int, int]:
    """ "Title, A. Author, B. Author, Venue" and "A. Author and B. Author, Title, Venue": commas stand between all the pieces."""
    at_commas = commas(text[:2000])
    ends = sorted([*borders, *at_commas])
    score, end, following = author_prefix(text, ends)
    if end >= len(text) or len(text[following:].split(",")[0].split()) < 3:
        score = 0.0
    best = ("authors first", score, 0, 0, end, following)
    for cut, rest, _ in at_commas[:12]:
        if len(text[:cut].split()) < 3 or looks_like_authors(text[:cut]) > 0.3:
            continue
        score, end, following = author_prefix(text, [e for e in ends if e[0] > rest], rest)
        if score > best[1] and score > 0.7:
            best = ("title first", score, cut, rest, end, following)
    return best


def _title_and_rest(text: str) -> tuple[str, str]:
    """The title at the beginning of ``text``, and what follows it."""
    text = text.lstrip(f" .,:;{_SPLIT}")
    end, following = titles.end(text, [b for b in borders_of(text) if b[2] == "hard" and text[b[0] : b[0] + 1] != ":"])
    if following >= len(text):
        return imprint.tidy(text[:end].replace(_SPLIT, " ")).rstrip("."), ""
    return imprint.tidy(text[:end]), rest_of(text[following:])
