"""By which known faults one author list could come out of another: the moves of cells that programs make when they write a list."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import NamedTuple

from paperconv.authors import keys, tokens
from paperconv.authors.keys import Pair, agrees, agrees_swapped, family_agrees, given_agrees

Row = tuple[int, int]
"""Where the given and the family cell of a row of the whole list stand in the faulty one (-1: nowhere)."""


class Origin(NamedTuple):
    """One fault that turns the whole list into the printed one.

    ``rows`` has one entry for each name of the whole list; in the rows ``swapped`` the given cell is printed in the family column.
    ``inserted`` are organisations that only the printed list has, with their place in the whole one.
    """

    fault: str
    rows: tuple[Row, ...]
    swapped: frozenset[int] = frozenset()
    inserted: tuple[tuple[int, str], ...] = ()
    detail: str = ""


COLUMN_FAULTS = ("zip-shift", "shift-given", "shift-family", "parity-flip")
"""The faults that part names from each other."""


def origins(printed: Sequence[Pair], whole: Sequence[Pair]) -> dict[str, Origin]:
    """Every known fault by which ``printed`` could have come out of ``whole``, under its name."""
    found = [find(printed, whole) for find in _FINDERS]
    result = {o.fault: o for o in found if o is not None}
    if "zip-shift" not in result and (moved := _moved(printed, whole)) is not None:
        result[moved.fault] = moved
    return result


def _zipped(printed: Sequence[Pair], whole: Sequence[Pair]) -> Origin | None:
    """Both columns were written without their empty cells, and paired anew until the shorter one ended."""
    # A single name of the whole list stood in the column of family names, or (its family name unknown) in that of given names.
    return _zipped_as(printed, whole, 1) or _zipped_as(printed, whole, 0)


def _zipped_as(printed: Sequence[Pair], whole: Sequence[Pair], single: int) -> Origin | None:
    columns: tuple[list[tuple[int, str]], list[tuple[int, str]]] = ([], [])
    for i, pair in enumerate(whole):
        if not keys.is_part(pair[0]):
            columns[single].append((i, pair[1]))
        else:
            columns[0].append((i, pair[0]))
            columns[1].append((i, pair[1]))
    givens, families = columns
    n = len(printed)
    if len(givens) == len(families) or n != min(len(givens), len(families)):
        return None
    if not all(given_agrees(p[0], g) and family_agrees(p[1], f) for p, (_, g), (_, f) in zip(printed, givens, families, strict=False)):
        return None
    if all(agrees(p, w) and (not p[0] or w[0] or keys.is_given_initials(p[0])) for p, w in zip(printed, whole, strict=False)):
        return None  # a given name beside what is a single name in the whole list is the next one's
    given_at, family_at = {i: k for k, (i, _) in enumerate(givens[:n])}, {i: k for k, (i, _) in enumerate(families[:n])}
    lost = len(givens) + len(families) - 2 * n
    return Origin(
        "zip-shift",
        tuple((given_at.get(i, -1), family_at.get(i, -1)) for i in range(len(whole))),
        detail=f"all {n} rows are the columns of the other list, closed up over {len(whole) - n} empty cell(s); {lost} part(s) lost",
    )


# Offsets (given, family) by which the cells of the printed rows stand off from the whole list's: one column lost a cell
# (it stands one row early), or the other gained one that the whole list does not have (it stands one row late).
_OFFSETS = ((1, 0, "shift-given"), (0, -1, "shift-given"), (0, 1, "shift-family"), (-1, 0, "shift-family"))


def _moved(printed: Sequence[Pair], whole: Sequence[Pair]) -> Origin | None:
    """From some row on, one column stands a row early or late."""
    n = len(printed)
    head = 0
    while head < min(n, len(whole)) and agrees(printed[head], whole[head]):
        head += 1
    for given, family, fault in _OFFSETS:
        start = _start(printed, whole, head, given, family)
        if start is None:
            continue
        inserted: tuple[tuple[int, str], ...] = ()
        if family < 0 and tokens.organisation_weight(printed[start][1]) and printed[start][1] not in {w[1] for w in whole}:
            inserted = ((start, printed[start][1]),)
        rows = tuple(_row(i, start, n, given, family) for i in range(len(whole)))
        return Origin(fault, rows, inserted=inserted, detail=f"{n - start} rows from author {start + 1} on, cell by cell")
    return None


def _start(printed: Sequence[Pair], whole: Sequence[Pair], head: int, given: int, family: int) -> int | None:
    """The row from which all cells stand at these offsets; None where not at least two rows do. The first ``head`` rows agree as they are."""
    n = len(printed)

    def fits(i: int, cut: bool) -> bool:
        # In the row where the column was cut, a gained cell has no counterpart.
        return ((cut and given < 0) or _cell(printed[i][0], whole, i + given, 0)) and (
            (cut and family < 0) or _cell(printed[i][1], whole, i + family, 1)
        )

    tail = n
    while tail > 0 and fits(tail - 1, cut=False):
        tail -= 1
    for start in range(min(head, n - 1), max(tail - 2, -1), -1):
        # One row alone is an accident, unless it names an organisation where the other list has a person's family name.
        enough = n - start >= 2 or (family < 0 and tokens.organisation_weight(printed[start][1]) == 2)
        if enough and fits(start, cut=True):
            return start
    return None


def _cell(text: str, whole: Sequence[Pair], at: int, column: int) -> bool:
    if not 0 <= at < len(whole):
        return at == len(whole) and not text  # the column that moved up left its last cell empty
    return given_agrees(text, whole[at][0]) if column == 0 else family_agrees(text, whole[at][1])


def _row(i: int, start: int, n: int, given: int, family: int) -> Row:
    if i < start:
        return (i, i)
    g, f = i - given, i - family
    return (g if start <= g < n else -1, f if start <= f < n else -1)


def _parity(printed: Sequence[Pair], whole: Sequence[Pair]) -> Origin | None:
    """A flat "family, given, …" list without one or two of its given names, read two by two."""
    alone = {i for i, p in enumerate(printed) if not p[0]}
    if not alone or alone == {i for i, p in enumerate(whole) if not p[0]}:
        return None
    cells = [(w[c], c) for w in whole for c in (1, 0) if w[c]]
    read = [(p[c], c) for p in printed for c in (1, 0) if p[c]]
    missing = len(cells) - len(read)
    if not 0 <= missing <= 2:
        return None
    at = moved = 0
    for text, column in read:
        while at < len(cells) and not _same_cell(text, cells[at][0]):
            at += 1
        if at == len(cells):
            return None
        moved += cells[at][1] != column
        at += 1
    if moved < 2:
        return None  # a single name that is cut in two elsewhere turns no other name
    return Origin("parity-flip", ((-1, -1),) * len(whole), detail=f"the same {len(read)} parts in the same order, paired from a wrong one on")


def _same_cell(x: str, y: str) -> bool:
    return given_agrees(x, y) or family_agrees(x, y)


def _swapped(printed: Sequence[Pair], whole: Sequence[Pair]) -> Origin | None:
    if len(printed) != len(whole):
        return None
    rows = [i for i in range(len(printed)) if not agrees(printed[i], whole[i])]
    if not rows or not all(agrees_swapped(printed[i], whole[i]) for i in rows):
        return None
    persons = sum(1 for p in printed if p[0] and p[1])
    return Origin(
        "swap-all" if len(rows) == persons else "swap-some",
        tuple((i, i) for i in range(len(whole))),
        swapped=frozenset(rows),
        detail=f"{len(rows)} of {len(printed)} names are turned",
    )


def _permuted(printed: Sequence[Pair], whole: Sequence[Pair]) -> Origin | None:
    if len(printed) != len(whole):
        return None
    by_family: dict[str, list[int]] = defaultdict(list)
    for j, p in enumerate(printed):
        by_family[_last_word(p)].append(j)
    rows: list[Row] = []
    for w in whole:
        here = by_family.get(_last_word(w), [])
        fitting = [j for j in here if agrees(printed[j], w)]
        if not fitting:
            return None
        best = min(fitting, key=lambda j: keys.fold(printed[j][0]) != keys.fold(w[0]))
        here.remove(best)
        rows.append((best, best))
    return Origin("permuted", tuple(rows), detail="the same people in another order")


def _last_word(p: Pair) -> str:
    words = keys.fold(p[1]).split()
    return words[-1] if words else ""


def _fewer(printed: Sequence[Pair], whole: Sequence[Pair]) -> Origin | None:
    """Names are missing at the end, or elsewhere."""
    if len(printed) >= len(whole):
        return None
    places = _subsequence(printed, whole)
    if places is None:
        return None
    at = {j: k for k, j in enumerate(places)}
    fault = "truncated" if places == list(range(len(printed))) else "dropped"
    return Origin(fault, tuple((at.get(j, -1),) * 2 for j in range(len(whole))), detail=f"{len(printed)} of {len(whole)} names")


def _et_al(printed: Sequence[Pair], whole: Sequence[Pair]) -> Origin | None:
    text = " ".join(x for x in printed[-1] if x)
    if not tokens.is_et_al(text) or not all(agrees(p, w) for p, w in zip(printed[:-1], whole, strict=False)) or len(printed) - 1 > len(whole):
        return None
    return Origin(
        "truncated-et-al",
        tuple((j, j) if j < len(printed) - 1 else (-1, -1) for j in range(len(whole))),
        detail=f'ends with "{text}" after {len(printed) - 1} of {len(whole)} names',
    )


def _more(printed: Sequence[Pair], whole: Sequence[Pair]) -> Origin | None:
    """Names stand twice, or a "Jr." stands alone."""
    if len(printed) <= len(whole):
        return None
    places = _subsequence(whole, printed)
    if places is None:
        return None
    kept = set(places)
    extra = [i for i in range(len(printed)) if i not in kept]
    rows = tuple((i, i) for i in places)
    if all(any(agrees(printed[i], printed[j]) for j in range(len(printed)) if j != i) for i in extra):
        return Origin("duplicated", rows, detail=f"{len(extra)} name(s) stand twice")
    if all(tokens.is_suffix(" ".join(printed[i]).strip()) or tokens.is_title(" ".join(printed[i]).strip()) for i in extra):
        return Origin("suffix-split", rows, detail=f"{len(extra)} suffix(es) stand as authors")
    return None


def _merged(printed: Sequence[Pair], whole: Sequence[Pair]) -> Origin | None:
    """Two names of the whole list stand in one."""
    if len(printed) >= len(whole):
        return None
    rows: list[Row] = []
    i = joined = 0
    while len(rows) < len(whole) and i < len(printed):
        j = len(rows)
        if agrees(printed[i], whole[j]):
            rows.append((i, i))
        elif j + 1 < len(whole) and _is_both(printed[i], whole[j], whole[j + 1]):
            rows += [(-1, -1), (-1, -1)]
            joined += 1
        else:
            return None
        i += 1
    if i < len(printed) or len(rows) < len(whole) or not joined:
        return None
    return Origin("merged", tuple(rows), detail=f"{joined} entries hold two names each")


def _is_both(printed: Pair, first: Pair, second: Pair) -> bool:
    """True where the words of one entry are two names after each other, each either way round."""
    words = [w for w in " ".join(printed).replace(";", " ").split() if w not in ("and", "&", "und", "et", "y")]
    return any(_is_name(words[:k], first) and _is_name(words[k:], second) for k in range(1, len(words)))


def _is_name(words: list[str], name: Pair) -> bool:
    text = keys.fold(" ".join(words))
    if text in (keys.fold(" ".join(name)), keys.fold(" ".join(reversed(name)))):
        return True
    return any(
        agrees((" ".join(words[:k]), " ".join(words[k:])), name) or agrees((" ".join(words[k:]), " ".join(words[:k])), name)
        for k in range(1, len(words))
    )


def _letters(printed: Sequence[Pair], whole: Sequence[Pair]) -> Origin | None:
    """The whole list as one string, cut into its letters."""
    if len(printed) < 4 or not all(len("".join(p)) == 1 for p in printed):
        return None
    read, at = keys.fold("".join("".join(p) for p in printed)).replace(" ", ""), 0
    for _, family in whole:
        word = keys.fold(family).replace(" ", "")
        at = read.find(word, at)
        if at < 0:
            return None
        at += len(word)
    return Origin("letters", ((-1, -1),) * len(whole), detail=f"{len(printed)} letters, with all family names in them")


def _subsequence(short: Sequence[Pair], long: Sequence[Pair]) -> list[int] | None:
    """Where the names of ``short`` stand in ``long``, in order; None where they do not."""
    places: list[int] = []
    j = 0
    for p in short:
        while j < len(long) and not agrees(p, long[j]):
            j += 1
        if j == len(long):
            return None
        places.append(j)
        j += 1
    return places


_FINDERS: tuple[Callable[[Sequence[Pair], Sequence[Pair]], Origin | None], ...] = (
    _zipped,
    _parity,
    _swapped,
    _permuted,
    _fewer,
    _et_al,
    _more,
    _merged,
    _letters,
)
