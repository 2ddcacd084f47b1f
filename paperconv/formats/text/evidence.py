"""What a unit looks like by itself: the roles it may have, each with a score and the reason.

Scores are weights of evidence on a rough logarithmic scale: +3 "clearly", +1 "rather", -3 "hardly". They were set by hand from what the
roles are, not from any file; place and the repeated layout (:mod:`.layout`) are added to them.
"""

import re

import msgspec

from paperconv.authors import tokens
from paperconv.authors.look import looks_like_authors
from paperconv.authors.parse import parse_authors
from paperconv.formats.text import imprint, inline, people
from paperconv.formats.text.lines import Unit
from paperconv.formats.text.pieces import Entry
from paperconv.model import identifier

ROLES = ("owner", "title", "authors", "abstract", "comment", "identifier", "date", "venue", "url", "keyword", "label", "entry", "heading", "unplaced")
"""``label`` is a labelled field that is none of the others; ``entry`` a whole record on one line; ``heading`` belongs to no record."""


YEAR_ALONE = "is a year by itself"


class Guess(msgspec.Struct, frozen=True):
    """A role that a unit may have. ``keys`` are the identifiers in it, as "arxiv=2501.12948"; ``entry`` are the pieces of an entry."""

    role: str
    score: float
    reason: str
    keys: tuple[str, ...] = ()
    entry: Entry | None = None


ROLE_OF_FIELD = {
    "title": "title", "author": "authors", "abstract": "abstract", "note": "comment", "issued": "date", "updated": "date",
    "arxiv": "identifier", "identifier": "identifier", "doi": "identifier", "pmid": "identifier", "pmcid": "identifier", "isbn": "identifier",
    "issn": "identifier", "url": "url",
    "venue": "venue", "volume": "venue", "issue": "venue", "page": "venue", "publisher": "venue", "keyword": "keyword", "category": "keyword",
}  # fmt: skip
"""The role that a labelled field gives its unit; all others are ``label``."""

_COMMENT = re.compile(
    r"(?:\d+|[a-z-]{3,12})\s+(?:\+\s*\d+\s+)?(?:pages?|pp\.?|figures?|figs?\.?|tables?)\b.{0,200}|(?:\w+ )?(?:technical|tech|"
    r"internal|project)\s?-?report.{0,40}|"
    r"(?:to appear|to be published|to be presented|appeared|appears|accepted|submitted|published|presented|in press|under review|"
    r"in submission|camera[- ]ready|"
    r"extended (?:version|abstract)|full version|preprint|preliminary version|work in progress|draft|oral|spotlight|poster|best paper|withdrawn|"
    r"code (?:is )?available|code at|code:|project (?:page|website)|homepage|demo|supplement|v\d+:|erratum|corrected|minor (?:changes|revision)|"
    r"latex|revtex|postscript|uuencoded|invited|keynote|ph\.?d\.? thesis|master'?s thesis|(?:first|equal) (?:two )?(?:authors|"
    r"contribution)|\*?equal contribution)\b.{0,300}",
    re.I,
)
_COMMENT_INSIDE = re.compile(r"\b\d+ (?:pages|figures|tables)\b|\baccepted (?:at|by|to|for|in)\b|\bto appear in\b|\bsubmitted to\b", re.I)
_HEADING = re.compile(
    r"(?:selected |recent |all |list of |other |my |refereed |peer[- ]reviewed )*(?:publications?|papers?|articles?|preprints?|"
    r"bibliography|references|reading list|journal (?:articles|papers|publications)|"
    r"conference (?:papers|proceedings|publications|articles)|books?(?: chapters?)?|theses|thesis|technical reports?|"
    r"workshops?(?: papers)?|works?|research|talks|patents|"
    r"veröffentlichungen|publikationen|schriften(?:verzeichnis)?|literatur(?:verzeichnis)?|bibliographie|publications choisies|travaux|"
    r"publicaciones|referencias|bibliografía|publicações|referências|pubblicazioni|riferimenti|参考文献|发表论文|論文|業績|"
    r"table of contents|\[bibliography\]|"
    r"curriculum vitae|c\.?v\.?|biography|education|awards|teaching|contact|contents|index|results?|search results|abstracts?|"
    r"open access|free access|full (?:text|access)|download(?: pdf| citation)?|export citation|cite(?: this)?|share|save|"
    r"(?:research|review|short|survey)[- ]?(?:article|paper)|coffee break|lunch(?: break)?|registration|welcome|opening|closing|"
    r"(?:session|track|day|week) [\dIVXA-H]{1,3}\b.{0,80}|"
    r"#\+\w+(?::.*)?|"
    r"(?:from|to|cc|subject|reply-to|sent|message-id|in-reply-to):\s.*|(?:hi|hello|dear|hey)\b[\w .'-]{0,30}[,!]|"
    r"(?:(?:pdf|bib|abs|alert|save|expand|collapse|html)(?:\s+|$)){1,6}|"
    r"export record.*|ask others|(?:create|set) alert|add to library|share record|"
    r"zotero report|scopus|export date: .{0,40}|source: scopus|"
    r"(?:best|kind regards|best regards|best wishes|regards|cheers|thanks|many thanks|sincerely),?|"
    r"back to (?:top|list)|home|next(?: page)?|"
    r"previous(?: page)?|(?:working )?papers in progress|under review|in press)"
    r"(?:\s*\(?(?:19|20)\d\d(?:\s*[-–]\s*(?:(?:19|20)\d\d|present))?\)?)?\s*:?|"
    r"(?:page|seite)\s+\d+(?:\s*(?:of|/|von)\s*\d+)?|\d+\s*/\s*\d+|(?:showing|displaying)\b.{0,60}\d.{0,40}|"
    r"(?:total(?: of)?:?\s+)?\d+ (?:results|papers|articles|records|entries|publications|documents|hits)\b.{0,60}|"
    r"total:? \d+.{0,30}|papers received .*|archives at .*|to unsubscribe.*|send any comments .*|received from .*|"
    r"submissions to:?|last updated.*|generated (?:on|by|at).*|copyright.*|©.*|"
    r"\(?to retrieve abstracts.*|get \d+ \d+.*|replacements? .{0,60}|cross-?lists?(?: .{0,40})?|new submissions.*|.{0,60}\bcontinued\b.{0,20}",
    re.I,
)
_SITE = re.compile(r"(?:[a-z\d-]+\.)+[a-z]{2,6}")
"""What Google Scholar prints before a title: "[PDF] arxiv.org"."""
_TEX_FRAME = re.compile(r"\\(?:begin|end)\s*\{\w+\*?\}.*|\\(?:provide|renew|new)command\b.*|\\(?:expandafter|def|bibliographystyle|makeatletter)\b.*")
CITED = re.compile(
    r"(?:☆?\s?save\s+|[❝”\"]?\s?cite\s+)*cited by:? ?[\d,.]+"
    r"(?:\s+(?:related articles|(?:all \d+|other) versions?|view as html|import into \w+|cached|web of science: \d+|[»≫]))*|"
    r"times cited(?: in [\w ]{3,60})?:? ?[\d,.]+|"
    r"[\d,.]+ citations?(?:\W+[\d,.]+ downloads?)?|cited by:? (?:(?:papers|patents) \([\d,]+\)[\s|,]*)+", re.I)
"""How often a paper was cited, as search engines print it."""
COUNTER = re.compile(
    r"(?:up-?votes?|votes?|likes?|stars?|views?|downloads?|shares?|reads?|points?|score|comments?)[:\s]+[\d.,]+\s?[kKM]?|"
    r"[▲⬆★☆♥❤👍]\s*[\d.,]+\s?[kKM]?|[\d.,]+\s?[kKM]?\s+(?:up-?votes?|votes?|likes?|stars?|views?|downloads?|shares?|reads?|"
    r"points?|comments?)",
    re.I,
)
"""How often something was clicked, as pages print it beside a paper."""
MEDLINE = re.compile(
    r"[A-Z][^.]{1,120}(?:\.[^.;\d]{1,40})*\.\s+(?:19|20)\d\d"
    r"(?:\s+[A-Z][a-z]{2}(?:[-/][A-Z][a-z]{2})?(?:\s+\d{1,2}(?:-\d{1,2})?)?)?"
    r";\s?[\w-]+(?:\s?\([\w .-]+\))?:\s?[\w.-]+\."
)
"""PubMed's citation line: "Nature. 2015 May 28;521(7553):436-44." (NLM, Citing Medicine, chapter 1)."""
_PUBLISHED = re.compile(r"(?:published|appeared) in (?=[A-Z])", re.I)
PERSON = re.compile(r"([^\W\d_][^,;:()]{2,50}), ([^;:()]{4,150})")
"""A name and where the person works: "Jane Roe, University of Somewhere"."""
EXTRACT = "is an extract from the paper"
ONE_PERSON = "is a name with an affiliation"
_LEGEND = re.compile(r"(?:\(?\d{1,2}\)?|[*†‡§¶])\s?(?=[A-Z])")
_STUDIES = re.compile(
    r"(?:(?:computer science|medicine|chemistry|biology|materials science|physics|geology|psychology|sociology|business|political science|economics|"
    r"philosophy|mathematics|engineering|environmental science|agricultural and food sciences)(?:,\s*|$))+", re.I)
"""Semantic Scholar's fields of study."""
STUDIES = "names fields of study"
_BUTTONS = 100
_YEAR_LENGTH = 4
_OF_PAPERS = re.compile(
    r"\b(?:papers|publications|preprints|articles|reading (?:list|group)|digest|newsletter|bibliography|literature|references)\b", re.I
)
_PAGE_TITLE = 80
"""Characters up to which a first line may be the title of a page."""
_ANCHOR = re.compile(r"\[[^\]]*\]\(#[^)]*\)")
_OWNER = re.compile(
    r"(?:(?:selected |recent )?(?:publications|papers|articles|works|bibliography)(?: list)?|list of (?:publications|"
    r"papers))\s*(?:of|by|[:–—-])\s*(?P<of>.{3,60})|"
    r"(?P<whose>.{3,60})['’]s (?:publications|papers|works)",
    re.I,
)
_FUNCTION = frozenset(
    """
    the of a an in to and is are was were we our this that these which with for on by as it its be has have can from at their they not but
    also such however while than been using show
    """.split()
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|can|may|will|we|our|show|shows|propose|present|presents|study|find|"
    r"demonstrate|introduce|achieves?|gives?|does|do|its?|this|that|these)\b",
    re.I,
)
_SENTENCE_END = re.compile(r"[.!?。！？](?:(?<=[。！？])|(?<=[a-z0-9)$%\]”\"].)(?:\s+[A-Z\"“($]|\s*$))")
_STOP = (".", "!", "?", "。", ".”", '."', ".)")
_SHORT_PROSE = 160
"""Characters below which a sentence may rather be a title with a full stop."""
_KEYWORD = re.compile(r"[^\W\d_][\w /-]{1,40}")


def guesses(unit: Unit, first: bool = False) -> list[Guess]:
    """The roles that a unit may have by its looks, best first. ``first`` is True at the beginning of the file, where its owner may stand."""
    if unit.field and unit.field != "?":
        role = ROLE_OF_FIELD.get(unit.field, "label")
        return [Guess(role, 8.0, f'labelled "{unit.word}"', _keys(unit) if role == "identifier" else ())]
    if unit.field:
        return [Guess("label", 5.0, f'labelled "{unit.word}", as elsewhere in the file')]
    text = unit.text
    found: list[Guess] = []
    if CITED.fullmatch(text):
        return [Guess("comment", 6.0, "says how often it was cited")]
    if MEDLINE.match(text) and len(text) < 400 and people.leading(text.replace("**", ""))[0] < _SEVERAL_NAMES:
        found.append(Guess("venue", 7.0, "is PubMed's line of journal, date, volume and pages"))
    if text.startswith("… ") and text.endswith(("…", ".")):
        return [Guess("label", 5.0, EXTRACT)]
    if _STUDIES.fullmatch(text):
        found.append(Guess("keyword", 3.0, STUDIES))
    if COUNTER.fullmatch(text) or is_buttons(text):
        return [Guess("comment", 6.0, "is a counter or a button of the page")]
    if not unit.cell:
        _furniture(unit, text, found, first)
    marks = imprint.read(text) if len(text) < 400 and (any(map(str.isdigit, text)) or "http" in text or "www." in text) else None
    if marks is not None and _is_mark(unit, marks, found):
        return sorted(found, key=lambda g: -g.score)
    if (m := PERSON.fullmatch(text)) is not None and _is_affiliation(m[2]) and looks_like_authors(m[1]) >= 0.5:
        found.append(Guess("authors", 4.0, ONE_PERSON))
    elif _LEGEND.match(text) and tokens.organisation_weight(text) == 2 and text.count(",") > 0:
        found.append(Guess("label", 4.0, "is a numbered affiliation"))
    names = looks_like_authors(text)
    shown = len(text) if len(text) < 400 else 400
    if names > 0.25:
        found.append(Guess("authors", 7 * names - 3.5 + (1.0 if shown == 400 else 0.0), f"reads as names ({names:.2f})"))
    comment = _comment(text, found)
    venue = imprint.looks_like_venue(text) if shown < 300 else 0.0
    if venue > 0.2 and _PUBLISHED.match(text):
        venue = min(venue + 0.5, 1.0)
    elif marks is not None and marks.date and _PUBLISHED.match(text) and len(text) < 150:
        found.append(Guess("venue", 5.0, "says where and when it was published"))
    if venue > 0.2:
        found.append(Guess("venue", 5 * venue - 1.5 - 2 * names, "names a journal or conference"))
    _prose(text, found)
    _title(unit, text, max(names, 0.9 if comment else 0.0), venue, marks, found)
    _entry(unit, text, marks, found)
    if "," in text or ";" in text:
        _keywords(text, names, found)
    found.sort(key=lambda g: -g.score)
    return found[:5]


def is_buttons(text: str) -> bool:
    """True for the buttons of a page: "[pdf] [code]", "Paper | Slides"."""
    return len(text) < _BUTTONS and ("[" in text or "|" in text) and any(map(str.isalpha, text)) and imprint.only_marks(text)


def _is_affiliation(text: str) -> bool:
    """True for an institution, alone or with its place; no author list in which one stands."""
    return tokens.organisation_weight(text.split(",")[0]) == 2 and looks_like_authors(text) < 0.7


def _keys(unit: Unit) -> tuple[str, ...]:
    """The identifier in a labelled unit."""
    normal = identifier.NORMALISERS[unit.field](unit.text) if unit.field in identifier.NORMALISERS else ""
    if normal:
        return (f"{unit.field}={normal}",)
    return tuple(f"{k}={v}" for k, v in imprint.read(unit.text).identifiers.items())


def _furniture(unit: Unit, text: str, found: list[Guess], first: bool) -> None:
    if unit.mark == "heading":
        found.append(Guess("heading", 4.0, "is a heading"))
    if text.startswith("\\") and _TEX_FRAME.fullmatch(text):
        found.append(Guess("heading", 6.0, "is a command of TeX"))
    if len(text) > 120:
        return
    if _HEADING.fullmatch(text) or (unit.mark and _SITE.fullmatch(text)):
        found.append(Guess("heading", 4.5, "is what pages print around papers"))
    elif text.endswith(":") and len(text) < 60 and len(text.split()) < 7:
        found.append(Guess("heading", 2.0, "is short and ends with a colon"))
    elif _ANCHOR.fullmatch(text):
        found.append(Guess("heading", 5.0, "is a link within the page"))
    elif not any(map(str.isalnum, text)):
        found.append(Guess("heading", 3.0, "holds no letter or digit"))
    elif text.isdigit() and len(text) < _YEAR_LENGTH and not unit.cell:
        found.append(Guess("heading", 3.0, "is a number by itself"))
    if first and len(text) < _PAGE_TITLE and _OF_PAPERS.search(text):
        found.append(Guess("heading", 2.5, "stands first and speaks of papers"))
    if first and owner_of(text):
        found.append(Guess("owner", 3.5, "is one name at the head of the file"))


def owner_of(text: str) -> str:
    """The name in a line that says whose page this is ("Ma, Zhicheng", "Publications of Jane Doe"), "" where it names nobody."""
    if m := _OWNER.fullmatch(text.strip()):
        text = m["of"] or m["whose"]
    text = text.strip(" .:")
    parts = text.split(",")
    words = text.replace(",", " ").split()
    if not 2 <= len(words) <= 5 or len(parts) > 2 or any(c.isdigit() for c in text):
        return ""
    if looks_like_authors(text) < (0.7 if len(parts) == 2 else 0.5) or len(parse_authors(text).names) != 1:
        return ""
    return text


def _is_mark(unit: Unit, marks: imprint.Imprint, found: list[Guess]) -> bool:
    """True where the line holds nothing but identifiers, links or a date."""
    rest, text = marks.rest, unit.text
    if len(rest) > 120:
        return False
    if imprint.only_marks(rest):
        if marks.identifiers:
            kinds = " and ".join({"arxiv": "an arXiv identifier", "doi": "a DOI"}.get(k, k.upper()) for k in marks.identifiers)
            found.append(Guess("identifier", 6.0, f"is {kinds}", tuple(f"{k}={v}" for k, v in marks.identifiers.items())))
        elif marks.urls:
            found.append(Guess("url", 5.0, "is an address"))
        elif marks.date:
            year = text.strip("()[]. ") == marks.date and len(marks.date) == 4
            found.append(Guess("date", 3.0 if year else 6.0, "is a date"))
            if year and not unit.cell:
                found.append(Guess("heading", 3.2, YEAR_ALONE))
        else:
            return False
        return True
    words = rest.strip(" :,.-–|").lower()
    if marks.date and _VERSIONS.match(text):
        found.append(Guess("date", 6.0, "says when it was submitted"))
        return True
    if marks.date and not marks.identifiers and (words in _DATE_WORDS or words in KINDS or words.startswith(("replaced with", "revised version"))):
        found.append(Guess("date", 6.0, "is a date with the word for it"))
        return True
    return False


_VERSIONS = re.compile(r"submitted \d{1,2} \w+,? \d{4}\b.{0,100}", re.I)
KINDS = frozenset(
    ("journal article", "conference paper", "conference abstract", "conference poster", "conference proceedings", "book chapter", "book review")
) | {"book", "preprint", "working paper", "report", "dissertation", "dissertation thesis", "dissertation or thesis", "data set", "review", "other"}
"""What ORCID prints behind a date: "2021-08-26 | Journal article"."""
_DATE_WORDS = frozenset("created published submitted updated received accepted posted on date dated revised announced online".split()) | {
    "submitted on", "published on", "posted on", "created on", "originally announced", "available online", "first published", "last updated",
}  # fmt: skip


def _comment(text: str, found: list[Guess]) -> bool:
    if len(text) > 500:
        return False
    if _COMMENT.fullmatch(text.strip(" .()[]*")):
        found.append(Guess("comment", 3.6 if len(text) < 120 else 2.5, "says what comments say (length, acceptance, report)"))
        return True
    if len(text) < 200 and _COMMENT_INSIDE.search(text):
        found.append(Guess("comment", 1.5, "mentions pages or acceptance"))
        return True
    if not any(map(str.isalpha, text)):
        return False
    found.append(Guess("comment", -1.5 if len(text) < 100 else -3.0, "stands where comments stand"))
    return False


def _prose(text: str, found: list[Guess]) -> None:
    size = len(text)
    if size < 60 and not text.endswith(_STOP):
        return
    head = text[:1500]
    sentences = len(_SENTENCE_END.findall(head))
    words = head.lower().split()
    share = sum(map(_FUNCTION.__contains__, words)) / max(len(words), 1)
    score = -2.0 + min(size, 600) / 150 + min(sentences, 4) * 0.9 + (1.0 if share > 0.2 else 0.0 if share > 0.12 else -2.0)
    if not text.endswith(_STOP) or (sentences < 2 and size < _SHORT_PROSE):
        score -= 1.0
    if not text.isascii() and sum(c > "\u2e80" for c in head) > len(head) // 2:
        score = -2.0 + size / 40
    if score > -2.5:
        found.append(Guess("abstract", min(score, 5.0), f"is prose of {sentences} sentence{'s' if sentences != 1 else ''}, {size} characters"))


def _title(unit: Unit, text: str, names: float, venue: float, marks: imprint.Imprint | None, found: list[Guess]) -> None:
    size, words = len(text), len(text.split())
    if size > 350 or not any(map(str.isalpha, text)):
        return
    score = 2.0 - 3.5 * names - 2.0 * max(venue - 0.3, 0)
    if text.endswith((".", "。", ";", ":")):
        score -= 1.2
    if text[0].islower():
        score -= 1.2
    if words == 1:
        score -= 1.2
    elif words > 30:
        score -= 1.5
    if size > 200:
        score -= 1.0
    if words > 12 and text.endswith(".") and _VERB.search(text):
        score -= 1.0
    if marks is not None and (marks.identifiers or marks.urls):
        score -= 1.5
    if unit.mark == "heading":
        score -= 0.5
    if len(_SENTENCE_END.findall(text)) > 1:
        score -= 2.5
    if text.startswith(("**", "__")) and text.endswith(("**", "__")):
        score += 0.5
    shape = "one word" if words == 1 else f"{words} words" + ("" if text.endswith(".") else ", no full stop")
    found.append(Guess("title", score, f"reads as a title: {shape}"))


def _entry(unit: Unit, text: str, marks: imprint.Imprint | None, found: list[Guess]) -> None:
    """A whole record on one line. Without a date, an identifier, a link or a marker before it nothing is taken for one."""
    if not 25 <= len(text) <= inline.LONGEST or unit.mark == "heading":
        return
    if not unit.mark and marks is not None and not (marks.date or marks.identifiers or marks.urls):
        return
    if not unit.mark and marks is None and not imprint.has_year(text):
        return
    entry = inline.parse_entry(text, named=not unit.mark and "](" not in text)
    if entry.quality > 0.25:
        bonus = 0.5 if unit.mark in ("number", "bullet") else 0.0
        found.append(Guess("entry", 7 * entry.quality - 2.5 + bonus, entry.reason, entry=entry))
        if entry.quality > _WHOLE:  # its full stops are no ends of sentences
            found[:] = [msgspec.structs.replace(g, score=g.score - 3.0) if g.role in ("abstract", "comment") else g for g in found]


_SEVERAL_NAMES = 0.95
"""From here a line begins with several names in one form, and is no journal."""
_WHOLE = 0.8
"""Quality from which an entry has names, a title and a date."""


def _keywords(text: str, names: float, found: list[Guess]) -> None:
    parts = [p.strip() for p in re.split(r"[,;]", text.rstrip("."))]
    if len(parts) >= 3 and len(text) < 400 and all(_KEYWORD.fullmatch(p) and len(p.split()) <= 4 for p in parts):
        lower = sum(p.islower() for p in parts) / len(parts)
        found.append(Guess("keyword", 3.0 * lower - 2.0 * names, "is a list of short terms"))
