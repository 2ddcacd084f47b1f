"""Two records of perhaps one work: named evidence, its sum, and apart from that the verdict.

A weight is a natural-log odds ratio: how much likelier the observation is if both records are one work than if two different works
met under a key (Fellegi and Sunter, "A Theory for Record Linkage", JASA 64, 1969). The weights below are set by hand from what each
observation means, in halves, and none is trained. Rules were added after reading the disagreements on the labelled sets that the tests
name, so the figures on those sets are in sample.
"""

from collections.abc import Sequence
from typing import Literal

import msgspec
from rapidfuzz import fuzz

from paperconv.duplicates import titles, venues
from paperconv.duplicates.sketch import Authors, Sketch

Verdict = Literal["same", "unsure", "different"]

PRIOR = -4.0
"""Of the pairs that meet under a key one in 25 to one in 75 is one work (measured on the labelled sets of the tests)."""
SAME = 5.0
"""Sum from which two records are joined: as a log odds, more than 99 in 100."""
UNSURE = 1.0
"""Sum from which a pair is worth a look: as a log odds, more than 70 in 100."""

# Weight of equal titles by the number of words that say something; from six on no two works share one by chance.
_TITLE = (0.0, 2.0, 4.0, 5.5, 6.5, 7.5, 8.0)
_OTHER_JOURNAL = -2.0
"""Weight of two venues from which they are two, not one spelt otherwise."""
_GENERIC_TITLE = 0.5
_SERIAL_TITLE = 4.5
_SERIAL_YEAR = 3.0
_REJECTED = -3.0
"""Weight of two titles that authors, year and venue together cannot outweigh."""


_TELLS_PAPERS = ("pages", "abstract", "arxiv", "doi", "pmid", "pmcid")
"""What papers of one group in one year and journal do not share."""

_GOES_ON = frozenset(("and", "or", "of", "for", "with", "to", "on", "from", "by", "as"))
"""Words by which a title goes on; a journal's name is set behind it without them."""

GENERIC = "a title that many works have, and no agreeing place"
"""What forbids joining two editorials; in sources that have each work once their being alone in both may tell."""


class Signal(msgspec.Struct, frozen=True, gc=False):
    """One ground: its name, how alike the two records are in it (0 to 1), its weight, and what was seen."""

    name: str
    similarity: float
    weight: float
    detail: str = ""


class Comparison(msgspec.Struct, frozen=True, gc=False):
    """The evidence on a pair, its sum with the prior, what forbids joining (""), and the verdict."""

    verdict: Verdict
    score: float
    signals: tuple[Signal, ...] = ()
    veto: str = ""


class Context(msgspec.Struct, frozen=True):
    """What a run shows beyond its pairs.

    ``one_venue`` are pairs of names of one venue ("VLDB", "Very Large Data Bases"); ``serial`` are titles (compact) that return year
    after year, so that the year tells which work is meant.
    """

    one_venue: frozenset[tuple[tuple[str, ...], tuple[str, ...]]] = frozenset()
    serial: frozenset[str] = frozenset()

    def relation(self, a: tuple[str, ...], b: tuple[str, ...]) -> venues.Relation:
        """The relation of two venues, as of :func:`venues.relation`."""
        return "same" if (min(a, b), max(a, b)) in self.one_venue else venues.relation(a, b)


ALONE = Context()
"""The context of a pair of which nothing else is known."""


def compare(a: Sketch, b: Sketch, context: Context = ALONE) -> Comparison:
    """The evidence that two records are one work, and the verdict. Pure and symmetric."""
    title, veto, exchanged = _title(a, b, context)
    shared_id = _shares_identifier(a, b)
    if title is not None and title.weight <= _REJECTED and not (shared_id or _same_place(a, b) or _same_abstract(a, b)):
        return Comparison("different", PRIOR + title.weight, (title,), veto)
    signals, id_conflict = _identifiers(a, b)
    if title is not None:
        signals.append(title)
    abstract = _abstracts(a, b)
    if abstract is not None:
        signals.append(abstract)
    authors = _authors(a.authors, b.authors)
    if authors is not None:
        signals.append(authors)
    signals += _coordinates(a, b, context)
    score = PRIOR + sum(s.weight for s in signals)
    veto = veto or id_conflict or _generic_veto(a, b, signals, shared_id) or _apart(signals)
    if not veto and not shared_id and {a.kind, b.kind} in ({"thesis", "journal"}, {"thesis", "conference"}):
        veto = "a thesis and a paper"
    if not veto and score >= SAME:
        veto = (_exchanged(signals) if exchanged else "") or _elsewhere(a, b, signals)
    return Comparison(_verdict(score, veto, signals), round(score, 3), tuple(signals), veto)


def _verdict(score: float, veto: str, signals: list[Signal]) -> Verdict:
    if veto:
        # What forbids joining leaves the pair for a look where all else is as sure as can be.
        return "unsure" if score >= SAME else "different"
    return "same" if score >= SAME else "unsure" if score >= UNSURE else "different"


def _shares_identifier(a: Sketch, b: Sketch) -> bool:
    return any(kind in b.ids and not values.isdisjoint(b.ids[kind]) for kind, values in a.ids.items())


def _identifiers(a: Sketch, b: Sketch) -> tuple[list[Signal], str]:
    """Identifiers that both have. Another arXiv number or PubMed number is another work; a second DOI may be the preprint's."""
    signals = []
    conflict = ""
    for kind, agree, differ in (("arxiv", 12.0, -8.0), ("doi", 9.0, -4.0), ("pmid", 10.0, -8.0), ("pmcid", 9.0, -6.0)):
        x, y = a.ids.get(kind), b.ids.get(kind)
        if not x or not y:
            continue
        if x & y:
            signals.append(Signal(kind, 1.0, agree, min(x & y)))
        elif kind != "doi" or a.preprint == b.preprint:
            signals.append(Signal(kind, 0.0, differ, _against(min(x), min(y))))
            if kind in ("arxiv", "pmid"):
                conflict = f"{kind}: {_against(min(x), min(y))}"
    return signals, conflict


def _against(x: object, y: object) -> str:
    return " against ".join(sorted((str(x), str(y))))


def _title(a: Sketch, b: Sketch, context: Context) -> tuple[Signal | None, str, bool]:
    """Two titles; what in them forbids joining: part 1 and part 2, an erratum and its article, hypo- and hyper-; whether words stand for others."""
    x, y = a.title, b.title
    if not x.words or not y.words:
        return None, "", False
    found = titles.match(x, y)
    short = x if x.content <= y.content else y
    top = _GENERIC_TITLE if x.generic or y.generic else _TITLE[min(short.content, 6)]
    if x.compact in context.serial or y.compact in context.serial:
        top = min(top, _SERIAL_TITLE) - (_SERIAL_YEAR if a.year != b.year else 0.0)
    veto = ""
    if x.notice != y.notice:
        veto = "a notice (erratum, comment, reply) and an article"
    elif found.conflict:
        veto = f"numbers in the title: {found.conflict}"
    elif found.opposite:
        veto = f"words of opposite sense: {found.opposite}"
    weight = top
    if found.subtitle and short.content >= 2 and not (found.head and _names_venue(x.words, y.words, a.venue + b.venue)):
        weight = top - 2.5  # a subtitle left out, or a second paper of one series
    elif found.head and found.similarity < 0.97 and _names_venue(x.words, y.words, a.venue + b.venue):
        weight = top  # the journal's name behind the title
    elif found.head and found.similarity < 0.97:
        weight = min(top - 2.5, top - 0.75 * found.extra) if short.content >= 3 else top - 5.0
    elif found.similarity < 1.0:
        # A word for another is another work in most cases; a word more, in one of many. Letters alone say little below three in four.
        weight = top - (0.5 if found.similarity >= 0.9 else 1.5) - 3.5 * found.swapped - 1.25 * found.extra
    if found.lone_number:
        weight -= 4.0
    if veto:
        weight -= 6.0
    # Two translations of a title share few words, and a translation shares none with the original.
    weight = max(weight, -2.5 if (x.translated or y.translated) and not veto else -8.0)
    return Signal("title", round(found.similarity, 3), weight), veto, found.swapped > 0 and not (x.translated or y.translated)


def _names_venue(x: Sequence[str], y: Sequence[str], venue: Sequence[str]) -> bool:
    """True where the longer title is the shorter one and the name of the venue, with or without numbers."""
    short, long = (x, y) if len(x) < len(y) else (y, x)
    tail = long[len(short) :]
    behind = [w for w in tail if w != "in" and not w[0].isdigit()]
    if not behind or tail[0] in _GOES_ON or (tail[0] == "in" and len(tail) == 2):
        return False  # "... and diabetes", "... in stroke": the title goes on with the subject that names the journal
    return venues.names(behind, venue) and long[: len(short)] == short


def _same_place(a: Sketch, b: Sketch) -> bool:
    return bool(a.pages.first and a.pages.first == b.pages.first and (a.volume == b.volume or not a.volume or not b.volume))


def _same_abstract(a: Sketch, b: Sketch) -> bool:
    return bool(a.abstract and b.abstract) and fuzz.ratio(a.abstract, b.abstract, score_cutoff=85) > 0


def _abstracts(a: Sketch, b: Sketch) -> Signal | None:
    if not a.abstract or not b.abstract:
        return None
    size = min(len(a.abstract), len(b.abstract))
    ratio = fuzz.ratio(a.abstract[:size], b.abstract[:size]) / 100
    if ratio < 0.7:  # other headings, another first sentence: the words in any order
        ratio = max(ratio, fuzz.token_sort_ratio(a.abstract[:size], b.abstract[:size]) / 100 - 0.05)
    full = size >= 200
    if ratio >= 0.9:
        weight = 10.0 if full else 7.0
    elif ratio >= 0.7:
        weight = 4.0
    else:
        weight = 0.0 if ratio >= 0.5 else -2.5
    return Signal("abstract", round(ratio, 3), weight)


def _authors(a: Authors, b: Authors) -> Signal | None:
    """Two lists without regard to order and columns: how many of the family names stand anywhere in the other list."""
    if not a.count or not b.count:
        return None
    here, there = _covered(a, b), _covered(b, a)
    high, low = max(here, there), min(here, there)
    first = bool(a.first & b.first)
    smaller = min(a.count, b.count)
    if low >= 0.8 and high >= 0.8:
        people = smaller if smaller >= 3 or a.count == b.count else _people(a, b)
        weight = (2.0, 3.5, 4.5)[min(people, 3) - 1]
        if smaller == 1 and a.count == b.count:
            weight += 0.5 if a.initials & b.initials else -3.0 if a.initials and b.initials else 0.0
    elif high >= 0.8:  # one list is cut, or leaves some out
        weight = 2.5 if low >= 0.5 or a.cut or b.cut else 1.0 if first else 0.0
    elif high >= 0.5:
        weight = 1.0 if low >= 0.6 or (first and low >= 0.5) else 0.0 if first else -1.5
    elif high > 0:
        weight = -1.5 if first else -4.0
    else:
        weight = -1.5 if a.people == 0 or b.people == 0 else -6.0  # a group and its members
    return Signal("author", round((here + there) / 2, 3), weight)


def _people(a: Authors, b: Authors) -> int:
    """How many people agree, though one list holds several in one name ("Y. Freund, R. Schapire, N. Tishby")."""
    fewer, more = (a, b) if a.count < b.count else (b, a)
    return max(fewer.count, min(more.count, len(more.family & fewer.every)))


def _covered(a: Authors, b: Authors) -> float:
    """The share of the family names of ``a`` that stand in ``b``, a slip of the pen allowed."""
    missing = a.family - b.every
    if missing and len(missing) <= 16:  # a longer rest is no slip of the pen
        initials = {w[0] for w in missing}
        rest = [w for w in b.every - a.every if len(w) >= 4 and w[0] in initials]
        missing = missing if not rest else frozenset(w for w in missing if not any(_spelled_alike(w, r) for r in rest))
    return 1 - len(missing) / len(a.family)


def _spelled_alike(a: str, b: str) -> bool:
    if a[0] != b[0] or len(a) < 4:
        return False
    return a.startswith(b) or b.startswith(a) or fuzz.ratio(a, b) >= 80


def _coordinates(a: Sketch, b: Sketch, context: Context) -> list[Signal]:
    """Year, venue, volume and pages. Of a preprint and its published version only the year is compared, and kindly."""
    signals = []
    mixed = a.preprint != b.preprint
    if a.year and b.year:
        signals.append(_years(a, b, mixed))
    if mixed:
        return signals
    pages = venues.pages_agree(a.pages, b.pages) if a.pages.ranges and b.pages.ranges else None
    volumes = a.volume == b.volume if a.volume and b.volume else None
    venue = _venues(a, b, context, placed=bool(pages) or bool(volumes))
    if venue is not None:
        signals.append(venue)
    if pages is not None:
        signals.append(Signal("pages", pages, _page_weight(a, b, pages, volumes)))
    if volumes is not None:
        elsewhere = venue is not None and venue.weight < 0  # another journal and another volume: printed twice
        weight = 1.0 if volumes else -4.0 if elsewhere else -2.0
        signals.append(Signal("volume", float(volumes), weight, f"{a.volume}" if volumes else _against(a.volume, b.volume)))
    return signals


def _years(a: Sketch, b: Sketch, mixed: bool) -> Signal:
    gap = abs(a.year - b.year)
    if mixed:  # published up to four years after the preprint, seldom later
        weight = 0.5 if gap <= 1 else 0.0 if gap <= 4 else -2.0
    else:
        weight = (1.0, -0.5, -2.0)[gap] if gap <= 2 else -4.0
        if gap and a.kind == b.kind == "conference":  # the next year's conference is another one
            weight -= 2.0
    return Signal("year", max(0.0, 1 - gap / 4), weight, "" if not gap else _against(a.year, b.year))


def _venues(a: Sketch, b: Sketch, context: Context, placed: bool) -> Signal | None:
    """Two venues; ``placed`` says that volume or pages agree, so that the names are only spelt otherwise.

    The same title in another venue and another year is another version: the journal's of a conference paper, a reprint.
    """
    relation = context.relation(a.venue, b.venue) if a.venue and b.venue else None
    if relation == "same":
        return Signal("venue", 1.0, 1.5)
    later = bool(a.year and b.year and a.year != b.year) and not placed
    if {a.kind, b.kind} == {"journal", "conference"} and not placed:
        detail = _against(a.kind, b.kind)
        if relation is None:  # one of the two is known by its type alone
            return Signal("venue", 0.0, -2.0 if later else -0.5, detail)
        return Signal("venue", 0.0, -5.0 if later else -4.0, detail)
    if relation is None:
        return None
    if relation == "unknown":
        return Signal("venue", 0.5, -3.5 if later else 0.0)
    return Signal("venue", 0.0, -5.0 if later else -2.5 if not placed else -2.0)


def _page_weight(a: Sketch, b: Sketch, agreement: float, volumes: bool | None) -> float:
    if agreement >= 0.9:
        weight = 4.0 if volumes else 3.0 if volumes is None else 1.0
        if agreement == 1.0 and volumes:
            weight += 3.0  # three pages or more hold no second work
        return weight if a.pages.first > 1 else weight - 1.5  # many papers begin on page 1
    if agreement:
        return (2.0 if agreement >= 0.7 else 1.0) if volumes is not False else 0.0
    if min(a.pages.first, b.pages.first) <= 1:  # numbered from 1 before the issue is set
        return -0.5
    return -6.0 if volumes is False else -2.0


def _generic_veto(a: Sketch, b: Sketch, signals: list[Signal], shared_id: bool) -> str:
    """A title that many works have says nothing: place or identifier must agree."""
    if not (a.title.generic or b.title.generic) or shared_id:
        return ""
    sure = {s.name for s in signals if s.weight > 0}
    people = sum(s.weight for s in signals if s.name == "author")
    if people >= 4.5 and {"year", "venue"} <= sure and not any(s.weight < 0 for s in signals if s.name != "title"):
        return ""  # three editors together introduce one special issue a year
    if ("pages" in sure and ("volume" in sure or "venue" in sure)) or "abstract" in sure:
        return ""
    return GENERIC


def _exchanged(signals: list[Signal]) -> str:
    """What leaves a pair for a look in whose titles a word stands for another: two papers of one group in one year differ no more than that."""
    weight = {s.name: s.weight for s in signals}
    if any(weight.get(name, 0) > 0 for name in _TELLS_PAPERS):
        return ""
    if weight.get("pages", 0) < 0:
        return "a word of the title for another, and other pages"
    return "" if weight.get("venue", 0) > 0 else "a word of the title for another, and no place that agrees"


def _elsewhere(a: Sketch, b: Sketch, signals: list[Signal]) -> str:
    """What leaves a pair for a look that stands in two journals: an abstract and its paper, or one paper printed twice, read alike."""
    if not a.kind == b.kind == "journal" or a.title.translated or b.title.translated:
        return ""
    weight = {s.name: s.weight for s in signals}
    if weight.get("venue", 0) > _OTHER_JOURNAL or any(weight.get(name, 0) > 0 for name in (*_TELLS_PAPERS, "volume")):
        return ""
    return "two journals, and no place that agrees"


def _apart(signals: list[Signal]) -> str:
    """Identifiers and place disagree together, or the same DOI stands on two papers."""
    weight = {s.name: s.weight for s in signals}
    if (
        weight.get("doi", 0) < 0
        and (weight.get("pages", 0) < 0 or weight.get("volume", 0) < 0 or weight.get("year", 0) <= -2.0)
        and weight.get("abstract", 0) <= 0
    ):
        return "DOIs and places disagree together"
    if weight.get("pages", 0) <= -6.0 and weight.get("abstract", 0) <= 0 and weight.get("doi", 0) <= 0:
        return "volumes and pages disagree together"
    if weight.get("title", 0) < 0 and weight.get("author", 0) < 0:
        return "titles and authors disagree together"
    return ""
