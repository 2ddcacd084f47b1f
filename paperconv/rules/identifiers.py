"""Rules on identifiers."""

from collections.abc import Iterator

from paperconv.diagnostics import Finding
from paperconv.model import Record
from paperconv.model.identifier import NORMALISERS
from paperconv.patterns import pattern
from paperconv.rules.base import has_more, rule

_NUMBER = pattern(r"\d[\dXx-]{6,16}[\dXx]")
_SHORT_DOI = pattern(r"(?:https?://(?:dx\.)?doi\.org/)?10/[a-z0-9]+")  # https://shortdoi.org
_STANDING_IN = ("doi", "pmid", "pmcid", "isbn")


@rule("PC201", when=lambda record: "arxiv" not in record.identifiers)
def missing_arxiv_id(record: Record) -> Iterator[Finding]:
    """The record has no arXiv identifier, and no other identifier that would stand for it.

    Without an identifier a paper can be found again by its title only, duplicates are told less surely, and links cannot be
    made. Nothing is said of a published paper that has a DOI, a PubMed number or an ISBN.

    Example: a listing of titles, authors and abstracts alone.

    Never repaired from the record itself: an identifier is not guessed. `paperconv dedupe` with a second dump of the same
    papers that has identifiers joins them.
    """
    if any(kind in record.identifiers for kind in _STANDING_IN):
        if record.type != "article" or "arxiv" not in record.publisher.lower():
            return
        yield Finding(code="PC201", field="identifiers", message="a preprint of arXiv without its arXiv identifier")
        return
    yield Finding(code="PC201", field="identifiers", message="no arXiv identifier, and no DOI or other identifier either")


@rule("PC202", when=has_more)
def malformed_identifier(record: Record) -> Iterator[Finding]:
    """What stands where an identifier belongs is not of the form that its kind has, or its check digit is wrong.

    A DOI begins with `10.` and a registrant's number; an arXiv identifier is `YYMM.NNNNN` or, before April 2007,
    `archive/YYMMNNN`; ISBN, ISSN and ORCID carry a check digit. Links made from a wrong one lead nowhere.

    Example: `doi = {n/a}`, `eprint = {2501.129481234}`.

    Never repaired. The text is kept under `extra`, and no identifier is made of it.
    """
    for key, value in record.extra.items():
        kind = key.rpartition(":")[2].lower()
        normalise = NORMALISERS.get("arxiv" if kind == "eprint" else kind)
        readings = _readings(value)
        if kind == "isbn" and any(map(NORMALISERS["issn"], readings)):  # EndNote and others have one field for both
            continue
        if normalise and not any(map(normalise, readings)) and not (kind == "eprint" and _other_archive(record)):
            yield Finding(code="PC202", field="identifiers", message=f"{value!r} is no {kind if kind != 'eprint' else 'arXiv identifier'}")


def _readings(text: str) -> list[str]:
    """The text, and the numbers in it: an ISSN or ISBN field may name several ("0883-7252 (print), 1099-1255"). A short DOI counts as one."""
    return [text.replace("10/", "10.0000/", 1) if _SHORT_DOI.fullmatch(text) else text, *_NUMBER.findall(text)]


def _other_archive(record: Record) -> bool:
    """True where the record says that its eprint is in another archive than arXiv."""
    archives = [v.lower() for k, v in record.extra.items() if k.rpartition(":")[2].lower() in ("archiveprefix", "eprinttype")]
    return bool(archives) and "arxiv" not in archives
