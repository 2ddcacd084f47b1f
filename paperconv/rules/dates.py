"""Rules on dates."""

from collections.abc import Iterator

from paperconv.diagnostics import Finding
from paperconv.model import Record
from paperconv.model.date import parts
from paperconv.model.identifier import arxiv_month
from paperconv.rules.base import rule

_LATE_DAYS = 3
"""Days of the next month that a date may show: before 2007 numbers were given out on arrival, and dates written elsewhere."""

_DATE_FIELDS = frozenset({"issued", "date", "year", "created", "published"})


@rule("PC301", when=lambda record: not record.issued)
def missing_date(record: Record) -> Iterator[Finding]:
    """The record has no date.

    Styles print "n.d." in its place, and the citation key lacks its year.

    Example: a listing of titles, authors and abstracts alone.

    Never repaired from the record itself, though an arXiv identifier tells the month in which it was given out: the date of
    the first version may be a day of the month before.
    """
    if any(_is_date_field(k) for k in record.extra):
        return
    yield Finding(code="PC301", field="issued", message="no date")


@rule("PC302", when=lambda record: "arxiv" in record.identifiers)
def date_contradicts_arxiv(record: Record) -> Iterator[Finding]:
    """The date of a preprint does not fit the month that its arXiv identifier names.

    arXiv numbers papers by the month in which they are announced; the first version is sent in that month or on the last
    days of the one before. Another date is that of a later version, or the identifier belongs to another paper.

    Example: `arXiv:2501.12948` with `Created: 2024-06-01`.

    Never repaired: which of the two is wrong cannot be told. Nothing is said of published papers, whose date is the journal's.
    """
    if record.type != "article" or record.container_title:
        return
    when = parts(record.issued)
    year, month = arxiv_month(record.identifiers["arxiv"])
    if not when or not month:
        return
    if len(when) == 1 or when[1] > 12:
        wrong = when[0] not in (year, year - 1 if month == 1 else year)
    else:
        early = (year * 12 + month) - (when[0] * 12 + when[1])
        wrong = early not in (0, 1) and not (early == -1 and when[2:] and when[2] <= _LATE_DAYS)
    if wrong:
        yield Finding(
            code="PC302",
            field="issued",
            message=f"dated {record.issued}, but arXiv:{record.identifiers['arxiv']} was given out in {year}-{month:02d}",
        )


@rule("PC303", when=lambda record: bool(record.extra) and not record.issued)
def malformed_date(record: Record) -> Iterator[Finding]:
    """What stands where the date belongs is no date that can be read.

    Example: `year = {in press}`, `Created: 2025-13-40`.

    Never repaired. The text is kept under `extra`, and written back where the output format lets it stand.
    """
    for key, value in record.extra.items():
        if _is_date_field(key):
            yield Finding(code="PC303", field="issued", message=f"{value!r} is no date")


def _is_date_field(key: str) -> bool:
    return key.rpartition(":")[2].lower() in _DATE_FIELDS
