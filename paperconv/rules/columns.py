"""Rules on the columns of an author list: given and family names that stand beside the wrong ones."""

from collections.abc import Iterator

from paperconv.authors import keys
from paperconv.authors.examine import Examination, Examine, by_model
from paperconv.diagnostics import Finding, Safety, Severity
from paperconv.model import Record
from paperconv.rules.base import rule
from paperconv.rules.listing import mending, shown

REPAIR_FROM = -1.5
"""Log odds from which a repair is offered (as unsafe). Of the published lists between here and 0, six in ten are faulty as said."""
_MOST_NAMED = 5
"""Authors that a message names one by one."""


@rule("PC101", repairs=Safety.SAFE)
def pair_shift(record: Record, examine: Examine = by_model) -> Iterator[Finding]:
    """One column of the author list is shifted against the other.

    An author without a given name, such as an organisation, was written as an empty cell; the empty cell was dropped, and from
    there on every given name stands beside the family name before its own. All names after it are people who do not exist,
    and the last family name is gone. (The mirror of it: a family name was dropped.)

    Example: `Daya DeepSeek-AI, Dejian Guo, Haowei Yang, …` for `DeepSeek-AI, Daya Guo, Dejian Yang, …`

    It is seen by three things. An organisation stands in a person's name. The given names fit the next family names better than
    their own, as the name model judges. And in a sorted list, authors who are equal in the sorted column ascend in the other only
    if it is moved back.

    Repaired (safe) where an organisation marks the start and the probability of exactly this shift is at least 0.999: the columns are
    moved back, and the part that the file no longer holds is marked as lost, never guessed. Without an organisation the start may
    be off by a row, so the repair is unsafe.
    """
    found = _examined(examine(record), "shift-given", "shift-family")
    if found is None:
        return
    best, first = found.verdict.best, found.names[found.verdict.best.start]
    given = best.kind == "shift-given"
    moved, still = ("given", "family") if given else ("family", "given")
    if given and found.verdict.pinned:
        why = "an organisation without a given name was dropped from one column"
    else:
        why = f"a {moved} name was dropped there"
    persons = sum(1 for n in found.restored if n.is_person)
    literals = [n.literal for n in found.restored if n.literal]
    lost = found.lost
    what = (
        f"{persons} persons{' and ' + ', '.join(literals[:2]) if literals else ''} restored; "
        + f"{'the' if len(lost) == 1 else len(lost)} lost name part{'s are' if len(lost) > 1 else ' is'} not in this file"
        + " (a second record of the work would give it)"
    )
    yield _finding(
        "PC101",
        record,
        found,
        best.start,
        f'{moved} names stand one place early against the {still} names from author {best.start + 1} ("{keys.full(first)}") on: {why}',
        what,
    )


@rule("PC102", repairs=Safety.SAFE)
def parity_flip(record: Record, examine: Examine = by_model) -> Iterator[Finding]:
    """A flat "family, given, family, given" list lost one part, so that all names after it are turned.

    Read two by two, every later family name is taken for a given name and paired with the next author's.

    Example: `DeepSeek-AI, Guo, Daya, Yang, Dejian` read as Guo DeepSeek-AI, Yang Daya, Dejian.

    Seen by the last author, who is left without a given name, and by the model, to which the parts fit only paired the other way.

    Repaired (safe) where the probability of exactly this start is at least 0.99 in a list of at most 31 authors; nothing is lost by it.
    """
    found = _examined(examine(record), "parity-flip")
    if found is not None:
        first = found.names[found.verdict.best.start]
        yield _finding(
            "PC102",
            record,
            found,
            found.verdict.best.start,
            f'parts of names are paired wrongly from author {found.verdict.best.start + 1} ("{keys.full(first)}") on:'
            " a flat list lost one part there",
            "paired anew from there on; nothing is lost",
        )


@rule("PC103", repairs=Safety.SAFE)
def name_swap(record: Record, examine: Examine = by_model) -> Iterator[Finding]:
    """Family and given names are exchanged in the whole list.

    A whole volume may have been read in the wrong order. Citations then sort and abbreviate by given names.

    Example: given "Zhang", family "Wei".

    Seen by the name model: for each part, is it oftener a given or a family name, and does the pair occur the other way round?

    Repaired (safe) where the probability is at least 0.99 in a list of at most 31 authors. In a plain listing that prints whole
    names ("Pham Hoang Hiep") it is unsafe where a name has three words or more: which of them are the family name is not printed.
    """
    found = _examined(examine(record), "swap-all")
    if found is not None:
        n = len(found.verdict.best.rows)
        yield _finding("PC103", record, found, -1, f"given and family names are exchanged ({n} author{'s' if n > 1 else ''})", "exchanged again")


@rule("PC104", repairs=Safety.SAFE)
def name_swap_one(record: Record, examine: Examine = by_model) -> Iterator[Finding]:
    """Family and given name of single authors are exchanged, while the others of the list stand right.

    Example: `Ann Lee, Zhang Wei, Bob Roe` with given "Zhang", family "Wei".

    Seen and repaired as PC103; safe only where every author of the list is decided.
    """
    found = _examined(examine(record), "swap-some")
    if found is None:
        return
    rows = found.verdict.best.rows
    named = ", ".join(f'{i + 1} ("{keys.full(found.names[i])}")' for i in rows[:_MOST_NAMED])
    more = f" and {len(rows) - _MOST_NAMED} more" if len(rows) > _MOST_NAMED else ""
    yield _finding(
        "PC104",
        record,
        found,
        rows[0],
        f"given and family name are exchanged in author{'s' if len(rows) > 1 else ''} {named}{more}",
        "exchanged again in these",
    )


def _examined(found: Examination | None, *kinds: str) -> Examination | None:
    return found if found is not None and found.verdict.best.kind in kinds else None


def _cut_by_us(record: Record, found: Examination) -> bool:
    """True where a name to be exchanged was printed whole, in three words or more, and cut by the reader of listings."""
    return record.origin.format == "text" and any(len(keys.full(found.names[i]).split()) > 2 for i in found.verdict.best.rows)


_SUREST = 0.9999
"""The highest confidence that is claimed: the odds of a long list run beyond what the model's assumptions can bear."""


def _finding(code: str, record: Record, found: Examination, index: int, message: str, what: str) -> Finding:
    verdict = found.verdict
    safety = Safety.UNSAFE if verdict.best.kind.startswith("swap") and _cut_by_us(record, found) else found.safety
    details = (
        ("as printed", shown(record.author)),
        ("re-aligned", shown(found.restored)),
        ("evidence", "; ".join(f"{e.name}{': ' + e.detail if e.detail else ''} ({e.weight:+.1f})" for e in verdict.best.evidence)),
        ("repair", f"{safety.value}: {what}"),
    )
    # The message tells of the kind of fault; the repair is of one start exactly, and has its own, smaller probability.
    return Finding(
        code=code,
        message=message,
        field="author",
        index=index,
        severity=Severity.ERROR if verdict.is_error else Severity.WARNING,
        confidence=min(verdict.kind_probability, _SUREST),
        evidence=verdict.best.evidence,
        details=details,
        repair=mending(found.restored, safety, what) if verdict.odds >= REPAIR_FROM else None,
    )
