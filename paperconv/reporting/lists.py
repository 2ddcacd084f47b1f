"""An author list before and after its repair, row beside row."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest

from paperconv.model import Name

Cell = str | None
"""A name part; ``None`` where the source lost it, "" where the name has none."""


def aligned(before: Sequence[Name], after: Sequence[Name]) -> Iterator[list[Cell]]:
    """The rows of two lists side by side: ``[given, family]`` of a name that stayed, ``[given, family, given, family]`` of one that did not.

    Where a side has no name, both its cells are "". Lists that have most of their names in common are aligned by these; others, as after a
    shifted column, stand row by row.
    """
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    common = sum(block.size for block in matcher.get_matching_blocks()) if len(before) != len(after) else 0
    steps = matcher.get_opcodes() if 2 * common > len(before) else [("replace", 0, len(before), 0, len(after))]
    for _, i, j, k, m in steps:
        for old, new in zip_longest(before[i:j], after[k:m]):
            yield _row(old, new)


def _row(old: Name | None, new: Name | None) -> list[Cell]:
    left, right = _cells(old), _cells(new)
    return left if left == right and old is not None and new is not None else left + right


def _cells(name: Name | None) -> list[Cell]:
    if name is None:
        return ["", ""]
    if name.lost == "family":
        return [name.given, None]
    family = f"{name.surname}, {name.suffix}" if name.suffix else name.surname
    return [None if name.lost == "given" else name.given, family]
