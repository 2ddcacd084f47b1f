"""Rules on an author list as a whole: is it there, is it all there, does it hold whom it must."""

from collections.abc import Iterator

from paperconv.authors import keys, tokens
from paperconv.authors.examine import Examine, by_model
from paperconv.diagnostics import Finding, Safety
from paperconv.model import Record
from paperconv.patterns import pattern
from paperconv.rules.base import has_more, rule
from paperconv.rules.listing import faulty, mending, odd, of_kind, repeats

_CUT = pattern(r"(?:\.\.\.|…|(?<!\w)(?:and|&))$")


@rule("PC113", when=faulty)
def letter_per_name(record: Record) -> Iterator[Finding]:
    """The list was cut into single letters.

    A program went through a string as if it were a list of names.

    Example: `J, o, h, n, S, m, i, t, h`.

    Not repaired: where one name ended and the next began is lost with the spaces.
    """
    for fault in of_kind(record, "letter-per-name"):
        yield Finding(
            code="PC113", field="author", message=f"the list is cut into letters ({fault.detail} entries are of one letter)", confidence=0.999
        )


@rule("PC115", when=odd)
def tail_lost(record: Record) -> Iterator[Finding]:
    """The end of the author list is gone: it ends in an ellipsis, or in an "and" after which nothing comes.

    Example: `Ann Lee, Bob Roe and`; `Ann Lee, Bob R...`

    Not repaired: the names are not there. A second record of the work gives them (`paperconv dedupe`).
    """
    if _CUT.search(keys.full(record.author[-1]).strip()):
        yield Finding(
            code="PC115",
            field="author",
            index=len(record.author) - 1,
            confidence=0.95,
            message=f'the list ends in the middle ("{keys.full(record.author[-1])}")',
        )


@rule("PC118", when=faulty)
def and_others(record: Record) -> Iterator[Finding]:
    """The list says itself that it is cut: it ends in "others".

    Right in BibTeX, where "and others" prints as "et al."; the missing authors cannot be found by name.

    Not repaired.
    """
    for fault in of_kind(record, "and-others"):
        yield Finding(code="PC118", field="author", index=fault.at, message=f'the list ends in "{fault.detail}": not all authors are named')


@rule("PC120", when=repeats)
def duplicate_author(record: Record) -> Iterator[Finding]:
    """The same name stands twice in the list.

    Often two people of one name, and then right; sometimes one who was named twice. Nothing in the list tells which.

    Example: Shengfeng Ye and Yanhong Xu stand twice each among the authors of DeepSeek-R1, and are meant to.

    Not repaired.
    """
    seen: dict[tuple[str, str, str], int] = {}
    for i, name in enumerate(record.author):
        key = (name.given, name.family, name.literal)
        first = seen.setdefault(key, i)
        if first != i and (name.is_person or name.literal) and not _is_doubled(record):
            yield Finding(code="PC120", field="author", index=i, message=f'"{keys.full(name)}" is author {first + 1} and author {i + 1}')


@rule("PC128", repairs=Safety.SAFE, when=repeats)
def doubled_list(record: Record) -> Iterator[Finding]:
    """The whole list stands twice, one after the other.

    Two columns of a database were joined, or a list was appended to itself. Two people of one name are common; all
    authors again in the same order are not.

    Example: `Ann Lee; Bob Roe; Ann Lee; Bob Roe`.

    Repaired (safe): the second half is removed.
    """
    if _is_doubled(record):
        half = len(record.author) // 2
        yield Finding(
            code="PC128",
            field="author",
            index=half,
            confidence=0.999,
            message=f"the list of {half} authors stands twice",
            repair=mending(record.author[:half], Safety.SAFE, f"the second half of {2 * half} entries removed"),
        )


def _is_doubled(record: Record) -> bool:
    half, odd = divmod(len(record.author), 2)
    return not odd and half >= 2 and record.author[:half] == record.author[half:] and len(set(record.author)) > 1


@rule("PC123", when=has_more)
def odd_flat_list(record: Record) -> Iterator[Finding]:
    """A flat "family, given, family, given" list has an odd number of parts.

    One part is missing, most often the given name of an organisation. From there on all names may be turned (PC102).

    Example: `DeepSeek-AI, Guo, Daya, Yang, Dejian`.

    Not repaired by itself: which part is missing is for PC102 to say.
    """
    printed = record.extra.get("text:author", "")
    parts = [p for p in printed.split(",") if p.strip()]
    if len(parts) % 2 and len(parts) > 1:
        yield Finding(code="PC123", field="author", message=f"the flat list has {len(parts)} parts, an odd number: one is missing", confidence=0.99)


@rule("PC125", when=lambda record: not record.author)
def missing_author(record: Record) -> Iterator[Finding]:
    """The record has no author.

    It cannot be cited by name, and is hard to match with other records of the same work.

    Example: a block of a listing that begins with its abstract.

    Never repaired from the record itself. `paperconv dedupe` with a second dump of the same papers fills it.
    """
    if not record.editor:
        yield Finding(code="PC125", field="author", message="no author")


@rule("PC126", when=lambda record: bool(record.origin.owner and record.author))
def owner_not_author(record: Record, examine: Examine = by_model) -> Iterator[Finding]:
    """The owner of the page is not among the authors.

    On a page of one author's papers each paper has that author. Where one has not, names were lost or exchanged,
    or the paper is another's.

    Example: a paper without "Ma, Zhicheng" on the page of Ma, Zhicheng.

    Not repaired.
    """
    owner = record.origin.owner
    if tokens.is_et_al(keys.full(record.author[-1])):
        return
    family, comma, given = (x.strip() for x in owner.partition(","))
    if not comma:
        given, _, family = owner.rpartition(" ")
    pair = (given, family)
    pairs = [keys.pair(n) for n in record.author]
    if any(keys.agrees(pair, p) or keys.agrees_swapped(pair, p) for p in pairs):
        return
    found = examine(record)
    if found is not None and found.verdict.is_error and any(keys.agrees(pair, keys.pair(n)) for n in found.restored):
        return
    yield Finding(code="PC126", field="author", message=f'"{owner}", whose page this is, is not among the {len(pairs)} authors', confidence=0.9)
