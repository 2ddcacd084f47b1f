"""What a file tells of its layout before any record is known: which headings and years are fields, and what stands between its papers."""

import operator
from collections import Counter
from collections.abc import Sequence

import msgspec

from paperconv.formats.text.evidence import STUDIES, YEAR_ALONE, Guess
from paperconv.formats.text.lines import Unit


def years(units: Sequence[Unit], looks: Sequence[list[Guess]]) -> list[list[Guess]]:
    """Lines that are a year: headings of a page ordered by year, or the dates of its papers.

    They are dates where nearly each paper has one, and they stand in no order or right below something.
    """
    bare = {i for i, found in enumerate(looks) if any(g.role == "heading" and g.reason == YEAR_ALONE for g in found)}
    authors = sum(bool(found) and found[0].role == "authors" for found in looks)
    stated = [units[i].text.strip("()[]. ") for i in sorted(bare)]
    in_order = all(map(operator.lt, stated, stated[1:])) or all(map(operator.gt, stated, stated[1:]))
    attached = [i for i in bare if i and units[i].gap == "none" and i - 1 not in bare and not (i + 1 < len(units) and units[i + 1].mark)]
    if len(bare) < 2 or len(bare) * 10 < authors * 8 or (in_order and (len(attached) * 10 < len(bare) * 8 or len(attached) * 10 < authors * 8)):
        return list(looks)
    return [[g for g in found if g.role != "heading"] if i in bare else found for i, found in enumerate(looks)]


def below_studies(looks: Sequence[list[Guess]]) -> list[list[Guess]]:
    """Lines between Semantic Scholar's fields of study and a date say where the paper appeared."""
    out = list(looks)
    venue = Guess("venue", 4.0, "stands between fields of study and a date")
    for i in range(1, len(looks) - 1):
        if looks[i - 1] and looks[i - 1][0].reason == STUDIES and looks[i + 1] and looks[i + 1][0].role == "date":
            out[i] = [venue, *(g for g in looks[i] if g.role not in ("venue", "authors"))]
    return out


def headed(units: Sequence[Unit], looks: Sequence[list[Guess]]) -> list[list[Guess]]:
    """Markdown's headings: titles of papers where one paper stands below and nothing else, else of sections."""
    heads = [i for i, u in enumerate(units) if u.mark == "heading"]
    title = Guess("title", _TITLE_HEADING, "is a heading above one paper")
    out = list(looks)
    if not heads:
        return out
    for i, following in zip(heads, [*heads[1:], len(units)], strict=True):
        below = Counter(found[0].role if found else "" for found in looks[i + 1 : following])
        if below.keys() <= _OF_ONE_PAPER and below["authors"] < 2 and (below["authors"] or below["identifier"]):
            out[i] = [title, *(g for g in looks[i] if g.role not in ("heading", "title"))]
    return out


_OF_ONE_PAPER = frozenset(("authors", "identifier", "url", "date", "venue", "keyword", "comment", "abstract", "label"))
_TITLE_HEADING = 4.0


def is_labelled(units: Sequence[Unit], looks: Sequence[list[Guess]]) -> bool:
    """True for a file in which labels say what is what: at least one unit in four has one, and not more papers begin without."""
    titles = sum(u.field == "title" for u in units)
    bare = sum(not u.field and _begins_bare(looks[i : i + 2]) for i, u in enumerate(units))
    return titles > 0 and titles >= bare and sum(bool(u.field) for u in units) * 4 >= len(units)


def _begins_bare(looks: Sequence[list[Guess]]) -> bool:
    """True for an entry, or a title with authors below it."""
    roles = [g[0].role if g else "" for g in looks]
    return roles[0] == "entry" or roles == ["title", "authors"]


def unlabelled(unit: Unit, found: list[Guess]) -> list[Guess]:
    """The guesses at a unit without label in a labelled file: its titles and authors would have one."""
    if unit.field:
        return found
    found = [msgspec.structs.replace(g, score=g.score - 3.0) if g.role in ("title", "authors", "entry") else g for g in found]
    return [*found, Guess("heading", 0.0 if unit.gap in ("rule", "blank") else -1.5, "has no label, and the fields of this file have")]


def is_named_again(units: Sequence[Unit]) -> bool:
    """True where the first unit is "Family, Given" and a list further on has this very pair, in either order."""
    family, comma, given = units[0].text.partition(", ")
    if units[0].field or (" " in family and " " in given):  # labelled, or two whole names
        return False
    if not comma or not family or not given or "," in given or len(units[0].text) > _NAME_LENGTH:
        return False
    forms = (f", {family}, {given},", f", {given} {family},")
    return any(form in f", {u.text}," for u in units[1:] for form in forms)


_NAME_LENGTH = 60
"""Characters up to which a line may be one name."""


class Frame(msgspec.Struct, frozen=True):
    """What is known of a file before its records are: how far its markers are indented, and what it begins and ends with.

    Its first line begins a record and its last one ends a record, so that records elsewhere are likely to begin and end so too.
    """

    indent: int
    first: str
    last: str
    label: str
    """The label with which each record begins, "" where there is none."""
    lead: str
    """The role of the unlabelled unit with which each record begins, where that is no title; "" where it is unknown."""
    gaps: frozenset[str]
    """What stands between two records and never within one, empty where nothing does."""


def frame_of(units: Sequence[Unit], looks: Sequence[list[Guess]]) -> Frame:
    """What a file's units and their looks tell of the frame of its records."""
    return Frame(_base_indent(units), *_ends(looks), _first_label(units), _lead(units, looks), _between_papers(units, looks))


def _first_label(units: Sequence[Unit]) -> str:
    """The label of the first unit, where the file has it about as often as titles."""
    field = units[0].field
    titles = sum(u.field == "title" for u in units)
    return field if field and abs(sum(u.field == field for u in units) - titles) * 10 <= titles else ""


def _lead(units: Sequence[Unit], looks: Sequence[list[Guess]]) -> str:
    """What each record begins with: the file begins with it and does not end with it, and has it as often as titles; markers say it better."""
    if sum(u.mark != "" for u in units) > 1:
        return ""
    first, last = _ends(looks)
    roles = Counter(found[0].role for found in looks if found)
    even = abs(roles[first] - roles["title"]) * 5 <= roles["title"]
    return first if first in _LEADS and first != last and even and roles["title"] > 1 else ""


_LEADS = frozenset(("authors", "identifier", "date"))


def _between_papers(units: Sequence[Unit], looks: Sequence[list[Guess]]) -> frozenset[str]:
    """The gaps between the blocks of a file, where nearly each block has one author list, and more than that."""
    for gaps in (frozenset(("rule",)), frozenset(("blank", "rule", "tex"))):
        blocks: list[list[str]] = []
        for unit, found in zip(units, looks, strict=True):
            if unit.gap in gaps or not blocks:
                blocks.append([])
            blocks[-1].append("authors" if unit.field == "author" else found[0].role if found else "")
        whole = sum(block.count("authors") == 1 and len(block) > 1 for block in blocks)
        if len(blocks) >= _FEWEST_BLOCKS and whole * 10 >= len(blocks) * 8:
            return gaps
    return frozenset()


_FEWEST_BLOCKS = 3



def _ends(looks: Sequence[list[Guess]]) -> tuple[str, str]:
    """The roles of the first and the last unit that belong to records."""
    roles = [g[0].role for g in (*looks[:5], *looks[-5:]) if g and g[0].role not in ("heading", "owner")]
    return (roles[0], roles[-1]) if roles else ("", "")


def _base_indent(units: Sequence[Unit]) -> int:
    """The indent of the markers that begin records: the smallest that is used for at least a tenth of them."""
    indents = Counter(u.indent for u in units if u.mark in ("number", "bullet"))
    total = sum(indents.values())
    return min((i for i, n in indents.items() if n * 10 >= total), default=0)
