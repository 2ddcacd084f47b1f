"""The dates of an article in JATS (``pub-date``, ``history``)."""

from paperconv.formats.draft import Draft
from paperconv.io.xml import Element, attribute, children, local, text
from paperconv.model import date as dates
from paperconv.model.text import squeeze

_RANKS = (
    ("print", ("ppub", "epub-ppub", "ppub-epub", "print", "cover")),
    ("", ("pub", "final", "published", "publication", "issue-pub", "")),
    ("electronic", ("epub", "epub-original", "online", "electronic", "aheadofprint", "epreprint", "preprint")),
    ("collection", ("collection", "ecollection")),
)
_LAST = len(_RANKS)
_NOT_ISSUED = ("pmc-release", "nihms-submitted", "retracted", "corrected", "update")


def publication_dates(draft: Draft, meta: Element) -> None:
    """The date of the issue in print, else of the article, else of its first appearance online, else of its collection; the others are kept."""
    found = sorted(children(meta, "pub-date"), key=_rank)
    for element in found:
        label = f"pub-date[{_kind(element)}]" if _kind(element) else "pub-date"
        written = written_date(element)
        if _rank(element) < _LAST + 1:
            draft.date("issued", written, label)
        else:
            draft.keep(label, written)


def written_date(element: Element) -> str:
    """An element with day, month, year or season as ISO 8601 where it is a date, else as it is written."""
    parts = {local(child): text(child) for child in element}
    year, day = parts.get("year", ""), parts.get("day", "")
    written = squeeze(" ".join(p for p in (year, parts.get("month") or parts.get("season", ""), day) if p))
    month = dates.month_number(parts.get("month") or parts.get("season", ""))
    if year.isdigit() and (month or not day) and day.isdigit() == bool(day):
        whole = dates.iso(int(year), month, int(day or 0)) if month or not (parts.get("month") or parts.get("season")) else ""
        if whole:
            return whole
    printed = parts.get("string-date", "")
    known = dates.parse(written) or dates.parse(attribute(element, "iso-8601-date")[:10])
    return known or written or dates.parse(printed) or printed or text(element)


def _kind(element: Element) -> str:
    return " ".join(k for k in (attribute(element, "pub-type") or attribute(element, "date-type"), attribute(element, "publication-format")) if k)


def _rank(element: Element) -> int:
    """Which date goes before which; a larger number is a date of something else."""
    form, kind = attribute(element, "publication-format"), attribute(element, "pub-type") or attribute(element, "date-type")
    if kind in _NOT_ISSUED:
        return _LAST + 1
    if kind not in ("collection", "ecollection", "ppub", "epub-ppub") and form:
        return {"print": 0, "electronic": 2, "online": 2, "online-only": 2}.get(form, 1)
    return next((i for i, (_, kinds) in enumerate(_RANKS) if kind in kinds), _LAST)
