"""Links between works that are not one work: a preprint and its paper, a conference paper and its journal version, an erratum, a part."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from paperconv.duplicates import titles
from paperconv.duplicates.evidence import Comparison
from paperconv.duplicates.sketch import Sketch
from paperconv.model import Record
from paperconv.model.text import fold

LinkKind = Literal["preprint-of", "extended-by", "erratum-of", "part-of"]
Versions = Literal["join", "link"]

LINK = "link:"
"""Prefix in ``Record.extra`` of a link; the value names the other works by an identifier they have ("; " between them)."""

_ERRATUM = re.compile(
    r"(?:publishers?|authors?)?(?:erratum|errata|corrigend(?:um|a)|corrections?|addend(?:um|a)|retractions?|expressionofconcern)(?:note|notice)?(?:to|for|on)?"
)
_LATER = 5
"""Years within which the journal's version follows a conference paper."""
_WHOLES = frozenset({"book", "collection", "proceedings"})
_PARTS = frozenset({"chapter", "paper-conference", "entry-encyclopedia", "entry-dictionary", "entry"})
_TELLING = 3
"""Words that a title must have to be known as that of one book."""


class Link(msgspec.Struct, frozen=True):
    """A link between two works, by their positions: ``first`` is the preprint, the shorter version, the erratum, the part of ``second``."""

    kind: LinkKind
    first: int
    second: int


def between(a: Sketch, b: Sketch, found: Comparison, versions: Versions) -> tuple[LinkKind, bool] | None:
    """The link between two records that are compared, and whether it goes from ``a`` to ``b``. Pure."""
    if a.title.notice != b.title.notice:
        notice, article = (a, b) if a.title.notice else (b, a)
        return ("erratum-of", notice is a) if _is_erratum(notice, article) else None
    if a.preprint != b.preprint:
        return ("preprint-of", a.preprint) if versions == "link" and found.verdict == "same" else None
    if {a.kind, b.kind} == {"conference", "journal"} and found.verdict != "same" and not found.veto.startswith(("numbers", "words")):
        early, late = (a, b) if a.kind == "conference" else (b, a)
        if _is_extended(early, late, found):
            return "extended-by", early is a
    return None


def _is_erratum(notice: Sketch, article: Sketch) -> bool:
    head = notice.title.compact.removesuffix(article.title.compact)
    if article.title.content < _TELLING or head == notice.title.compact or (head and not _ERRATUM.fullmatch(head)):
        return False  # without a head the notice was told by what stood behind the title
    if notice.year and article.year and notice.year < article.year:
        return False
    ours, theirs = notice.authors.family, article.authors.family
    return not ours or not theirs or not notice.authors.people or not ours.isdisjoint(theirs)  # notices are often by "The Editors"


def _is_extended(early: Sketch, late: Sketch, found: Comparison) -> bool:
    if not (early.year and late.year and 0 <= late.year - early.year <= _LATER) or early.title.content < _TELLING or early.title.generic:
        return False
    same_title = early.title.compact in (late.title.compact, late.title.main) or late.title.compact == early.title.main
    return same_title and any(s.name == "author" and s.weight >= 2.5 for s in found.signals)


def whole_of(record: Record) -> str:
    """The title by which parts of the record name it, "" where the record is none that has parts."""
    return _name(record.title) if record.type in _WHOLES else ""


def part_of(record: Record) -> str:
    """The title of the book or proceedings that the record is a part of, as :func:`whole_of` gives it; "" where there is none."""
    return _name(record.container_title) if record.type in _PARTS and record.container_title else ""


def _name(text: str) -> str:
    made = titles.prepare(text, fold(""))
    return made.compact if made.content >= _TELLING else ""


def parts(wholes: Sequence[str], named: Sequence[str], years: Sequence[int]) -> Iterator[Link]:
    """The links from parts to the one book of that title and year."""
    books: defaultdict[str, list[int]] = defaultdict(list)
    for i, title in enumerate(wholes):
        if title:
            books[title].append(i)
    for i, title in enumerate(named):
        fits = [j for j in books.get(title, ()) if j != i and (not years[i] or not years[j] or years[i] == years[j])] if title else []
        if len(fits) == 1:  # of two editions none is guessed
            yield Link("part-of", i, fits[0])


def reference(record: Record, cluster: str) -> str:
    """How a link names a work: by its DOI, arXiv or PubMed number, else by its cluster in the map."""
    for kind in ("doi", "arxiv", "pmid"):
        if kind in record.identifiers:
            return f"{kind}:{record.identifiers[kind]}"
    return f"cluster:{cluster}"
