"""From pairs to works: the best pair first, and no work held together by a chain."""

from collections.abc import Callable, Iterable
from itertools import product

from paperconv.duplicates.evidence import UNSURE, Comparison

_CHECKED = 24
"""Pairs across two groups that are looked at before they are joined; large groups of one work agree everywhere."""

Edge = tuple[int, int, Comparison]


def cluster(
    size: int, edges: Iterable[Edge], compare: Callable[[int, int], Comparison], apart: Callable[[int, int], bool] | None = None
) -> list[list[int]]:
    """Groups of positions 0 … ``size`` - 1, each position in exactly one.

    ``edges`` are the pairs judged the same work; they are taken best first. Two groups of more than one are joined only where the
    pairs across them, on the average, speak for it: A like B and B like C does not make A like C. ``apart`` names pairs that must
    not come together (two records of a source that has no duplicates).
    """
    groups: dict[int, list[int]] = {i: [i] for i in range(size)}
    home = list(range(size))
    for i, j, _ in sorted(edges, key=lambda e: (-e[2].score, e[0], e[1])):
        x, y = sorted((home[i], home[j]))
        if x == y or not _fits(groups[x], groups[y], (i, j), compare, apart):
            continue
        groups[x] = sorted(groups[x] + groups.pop(y))
        for member in groups[x]:
            home[member] = x
    return [groups[x] for x in sorted(groups)]


def _fits(
    x: list[int], y: list[int], edge: tuple[int, int], compare: Callable[[int, int], Comparison], apart: Callable[[int, int], bool] | None
) -> bool:
    if apart is not None and any(apart(i, j) for i, j in product(x, y)):
        return False
    if len(x) == len(y) == 1:
        return True
    found = [compare(min(i, j), max(i, j)) for i, j in list(product(x, y))[:_CHECKED]]
    return sum(c.score for c in found) / len(found) >= UNSURE
