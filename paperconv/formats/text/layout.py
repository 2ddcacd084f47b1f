"""Which role each unit has: from its looks, from its place, and from the layout that the rest of the file repeats.

A path through the units gives each a role and says where a record begins. Its score is the sum of what the units look like and of what
stands beside what; the best path is found from left to right, with the few best ways to have got here kept at each unit. A first pass uses
general expectations only (a title before authors, one title a record, a rule between records). What it found is counted, and a second pass
prefers the sequences that the file repeats.
"""

from collections import Counter
from collections.abc import Sequence
from operator import attrgetter

import msgspec

from paperconv.formats.text.evidence import ONE_PERSON, Guess, guesses
from paperconv.formats.text.frame import Frame, below_studies, frame_of, headed, is_labelled, is_named_again, unlabelled, years
from paperconv.formats.text.lines import Unit
from paperconv.formats.text.pieces import Entry

BEAM = 10
"""Ways kept at each unit. More change nothing in the files tried; fewer lose the right one at shape changes."""


FAR = 15.0
"""A way that is so much worse than the best one has not won in any file tried."""


class Placed(msgspec.Struct, frozen=True):
    """A unit with its role. ``record`` counts records from 0; -1 is outside. ``entry`` are the pieces of an entry, where they are known."""

    unit: Unit
    role: str
    reason: str
    record: int
    entry: Entry | None = None


class _Way(msgspec.Struct):
    """A way to have got to a unit: ``filled`` are the fields that the record has, ``last`` the role of its last unit."""

    score: float
    filled: frozenset[str]
    last: str
    guess: Guess | None
    begins: bool
    back: "_Way | None"


_START: dict[str, float] = {
    "title": 0.0, "entry": 0.3, "identifier": -1.5, "label": -1.5, "authors": -2.5, "abstract": -2.5, "date": -3.0, "venue": -3.0,
}  # fmt: skip
"""What a record begins with; -4 for the roles not named."""

_FOLLOWS: dict[tuple[str, str], float] = {
    ("title", "authors"): 1.2, ("authors", "abstract"): 0.6, ("authors", "title"): -2.0, ("identifier", "title"): -0.3,
    ("identifier", "authors"): -1.5, ("date", "title"): -1.0, ("date", "authors"): -1.5, ("venue", "title"): -2.5,
    ("comment", "title"): -3.0, ("url", "title"): -1.5, ("keyword", "title"): -3.0, ("abstract", "title"): -5.0,
    ("abstract", "authors"): -4.0, ("title", "title"): -6.0, ("authors", "authors"): -3.0, ("entry", "title"): -6.0,
    ("entry", "authors"): -4.0, ("entry", "abstract"): -0.5, ("entry", "comment"): -0.3, ("entry", "url"): 0.0,
    ("entry", "identifier"): 0.0, ("title", "keyword"): -1.0, ("comment", "authors"): -2.5, ("venue", "authors"): -1.5,
    ("comment", "comment"): -0.8, ("date", "date"): -0.5, ("venue", "venue"): -1.5, ("identifier", "identifier"): -0.2,
    ("keyword", "authors"): -3.0, ("entry", "venue"): -0.5,
}  # fmt: skip
"""What follows what within a record; -0.2 for pairs not named."""

_GAP_SAME = {"none": 0.0, "blank": -0.3, "rule": -2.5, "tex": -0.1}
_GAP_NEW = {"none": -0.8, "blank": 0.2, "rule": 2.0, "tex": 0.2}
_NEW = -1.2
_BEGINS = 4.0
"""Log odds that a record begins with what all others of the file begin with."""
_BLOCK = 2.5
"""Log odds that a record begins where a block does, in a file of blocks of one paper each."""
_ONCE = frozenset({"title", "authors", "entry"})


def place(units: Sequence[Unit]) -> list[Placed]:
    """All units with their roles and records. A group of units that tells of no paper goes outside."""
    if not units:
        return []
    looks = [guesses(u, first=i == 0) for i, u in enumerate(units)]
    if is_named_again(units):
        looks[0] = [Guess("owner", 5.0, "is a name at the head of the file that an author list has too"), *looks[0]]
    if _name_papers_alone(looks):
        return _one_each(units, looks)
    looks = headed(units, years(units, below_studies(looks)))
    labelled = is_labelled(units, looks)
    if labelled:
        looks = [unlabelled(u, found) for u, found in zip(units, looks, strict=True)]
    frame = frame_of(units, looks)
    steps = [_steps(unit, found, frame) for unit, found in zip(units, looks, strict=True)]
    ways = _best(units, steps, frame, None)
    habits = _Habits(ways)
    if habits.records > 1:
        ways = _best(units, steps, frame, habits)
    return _without_strays(_placed(units, ways, habits), labelled)


def _name_papers_alone(looks: Sequence[list[Guess]]) -> bool:
    """True where nothing but identifiers, addresses and headings stands in a file."""
    roles = {found[0].role if found else "" for found in looks}
    return "identifier" in roles and roles <= {"identifier", "url", "heading"}


def _one_each(units: Sequence[Unit], looks: Sequence[list[Guess]]) -> list[Placed]:
    """A list of identifiers: each line is a paper, or each block where no block has two of a kind."""
    blocks: list[set[str]] = []
    for unit, found in zip(units, looks, strict=True):
        if unit.gap != "none" or not blocks:
            blocks.append(set())
        blocks[-1].update(found[0].keys or ([f"{found[0].role}={unit.text}"] if found[0].role == "url" else []))
    by_block = all(len({k.partition("=")[0] for k in block}) == len(block) for block in blocks)
    out: list[Placed] = []
    record = -1
    for unit, found in zip(units, looks, strict=True):
        best = found[0]
        if best.role == "heading":
            out.append(Placed(unit, best.role, best.reason, -1))
            continue
        begins = record < 0 or not by_block or unit.gap != "none" or bool(unit.mark) or out[-1].record < 0
        record += begins and unit.cell != "later"
        out.append(Placed(unit, best.role, best.reason + ("; a list of identifiers" if begins else ""), record))
    return out


class _Habits(dict[tuple[str, str, bool], float]):
    """What a first pass found: how often a role came after a role, and with what records began.

    ``habits[last, role, begins]`` is how much they speak for this sequence: 0 where it is usual, down to -2 where it never happens in a long file.
    """

    def __init__(self, ways: Sequence[_Way]) -> None:
        super().__init__()
        self.pairs: Counter[tuple[str, str, bool]] = Counter()
        self.after: Counter[str] = Counter()
        self.first: Counter[str] = Counter()
        last = ""
        for way in ways:
            role = way.guess.role if way.guess else "unplaced"
            if role in ("heading", "owner", "unplaced"):
                continue
            if last:
                self.pairs[last, role, way.begins] += 1
                self.after[last] += 1
            if way.begins:
                self.first[role] += 1
            last = role
        self.records = sum(self.first.values())

    def __missing__(self, key: tuple[str, str, bool]) -> float:
        last, role, begins = key
        seen, total = self.pairs[key], self.after[last]
        value = -2.0 * (1 - (seen + 0.5) / (total + 0.5)) * min(total / 6, 1.0) if total else 0.0
        if begins:
            value -= 1.5 * (1 - (self.first[role] + 0.3) / (self.records + 0.3)) * min(self.records / 6, 1.0)
        self[key] = value
        return value


class _Step(msgspec.Struct):
    """A role that a unit may get, with all that does not depend on the way there. ``fields`` is what the record then has."""

    guess: Guess
    role: str
    field: str
    fields: frozenset[str]
    start: float = 0.0
    first: float = 0.0
    lead: float = 0.0


def _steps(unit: Unit, found: list[Guess], frame: Frame) -> list[_Step]:
    out: list[_Step] = []
    for guess in found:
        role = guess.role
        field = unit.field if unit.field not in ("", "?") else role
        lead = _BEGINS * (unit.field == frame.label if unit.field else role == frame.lead)
        out.append(_Step(guess, role, field, frozenset((field, role, *guess.keys)), _START.get(role, -4.0), 0.7 * (role == frame.first), lead))
    return out


_After = dict[tuple[frozenset[str], str], _Way]
"""The best way to each state (what the record has, the last role)."""


def _best(units: Sequence[Unit], steps: Sequence[list[_Step]], frame: Frame, habits: _Habits | None) -> list[_Way]:
    """The best path, as the way at each unit."""
    ways = [_Way(0.0, frozenset(), "", None, False, None)]
    joined: dict[tuple[frozenset[str], frozenset[str]], frozenset[str]] = {}  # so that equal states are the same object, which is told fast
    for unit, possible in zip(units, steps, strict=True):
        marked = unit.mark in ("number", "bullet") and unit.indent <= frame.indent
        after: _After = {}
        for way in ways:
            _onward(after, way, unit, possible, marked, frame, habits, joined)
        ways = sorted(after.values(), key=_score, reverse=True)[:BEAM]
        ways = [w for w in ways if w.score > ways[0].score - FAR]
    best: _Way | None = max(ways, key=lambda w: w.score + _closing(w.filled))
    path: list[_Way] = []
    while best is not None and best.back is not None:
        path.append(best)
        best = best.back
    return path[::-1]


_score = attrgetter("score")


def _reach(after: _After, score: float, filled: frozenset[str], last: str, guess: Guess | None, begins: bool, way: _Way) -> None:
    """Notes a way to a state unless a better one is known."""
    key = (filled, last)
    old = after.get(key)
    if old is None or score > old.score:
        after[key] = _Way(score, filled, last, guess, begins, way)


def _onward(
    after: _After,
    way: _Way,
    unit: Unit,
    steps: list[_Step],
    marked: bool,
    frame: Frame,
    habits: _Habits | None,
    joined: dict[tuple[frozenset[str], frozenset[str]], frozenset[str]],
) -> None:
    """All ways to place one more unit, noted in ``after``."""
    last, filled, gap = way.last, way.filled, unit.gap
    paused = last.endswith("|")
    bare = last.rstrip("|")
    at_block = gap in frame.gaps
    before_new, before_same = (1.0, -3.0) if paused else (_GAP_NEW[gap], _GAP_SAME[gap])
    ended = _closing(filled) if bare else 1.2
    usual_end = 1.5 * (bare == frame.last)
    for step in steps:
        role, guess = step.role, step.guess
        score = way.score + guess.score
        if role == "heading" or role == "owner":
            _reach(after, score, filled, last + "|" if last and not paused else last, guess, False, way)
            continue
        if unit.cell != "later":  # a record begins with a line
            begin = score + _NEW + step.start + before_new + (3.0 if marked else 0.0) + ended + (usual_end + step.first) + step.lead
            if frame.gaps and not paused:
                begin += _BLOCK if at_block else -_BLOCK
            if habits is not None and bare:
                begin += habits[bare, role, True]
            _reach(after, begin, step.fields, role, guess, True, way)
        if not bare or _conflict(filled, step.field, role, bare, guess):
            continue
        follows = 0.5 if bare == role and guess.reason == ONE_PERSON else _FOLLOWS.get((bare, role), -0.2)
        if at_block:
            follows -= _BLOCK
        same = score + follows + before_same + (-4.0 if marked else 0.0)
        if role == "abstract" and bare == "abstract" and gap != "none":
            same -= 1.5
        if habits is not None:
            same += habits[bare, role, False]
        if guess.keys and not filled.isdisjoint(guess.keys):
            same += 2.0  # the identifier that the record has already
        both = joined.get((filled, step.fields))
        if both is None:
            both = joined[filled, step.fields] = filled | step.fields
        _reach(after, same, both, role, guess, False, way)
    _reach(after, way.score - 4.0, filled, last, None, False, way)


def _conflict(filled: frozenset[str], field: str, role: str, last: str, guess: Guess) -> bool:
    """True where the record cannot have another unit of this kind."""
    keys = guess.keys
    if last == role == "authors" and (field == "author" or guess.reason == ONE_PERSON):
        return False  # one a line
    if role in _ONCE and (role in filled or (role != "entry" and "entry" in filled)):
        return True
    if role == "entry":
        return True
    if role == "abstract":
        return "abstract" in filled and last != "abstract"
    if keys:
        kinds = {k.partition("=")[0]: k for k in keys}
        return any(f.partition("=")[0] in kinds and "=" in f and f not in keys and (last != role or f.startswith("arxiv")) for f in filled)
    if field in ("date", "issued", "url", "comment", "note", "label", "?", "updated"):
        return False
    return field in filled and last != role


def _closing(filled: frozenset[str]) -> float:
    """What it costs to end a record that has no more than this."""
    if "entry" in filled:
        return 0.0
    if "title" in filled:
        return 0.0 if len(filled) > 1 else -1.0
    if "abstract" in filled:
        return -0.3 if "identifier" in filled else -2.0
    return -2.5 if "identifier" in filled else -4.0


def _placed(units: Sequence[Unit], ways: Sequence[_Way], habits: _Habits) -> list[Placed]:
    """Roles and records of the best path; pieces that are no record (no title, abstract, author or identifier) go outside."""
    out: list[Placed] = []
    record = -1
    last = ""
    for unit, way in zip(units, ways, strict=True):
        if way.begins:
            record += 1
        role = way.guess.role if way.guess else "unplaced"
        reason = way.guess.reason if way.guess else "fits no field here"
        outside = role in ("heading", "owner") or record < 0
        if not outside and way.guess is not None:
            reason += _where(last, role, way.begins, unit, habits)
            last = role
        out.append(Placed(unit, role, reason, -1 if outside else record, way.guess.entry if way.guess else None))
    return out


def _without_strays(placed: list[Placed], labelled: bool) -> list[Placed]:
    """The same, with the records that are none outside."""
    groups: dict[int, list[Placed]] = {}
    for p in placed:
        groups.setdefault(p.record, []).append(p)
    rich = sum(1 for n, g in groups.items() if n >= 0 and (len({p.role for p in g}) > 1 or g[0].role == "entry"))
    marked = sum(1 for g in groups.values() if g[0].unit.mark in ("number", "bullet"))
    strays = {n for n, g in groups.items() if not _is_paper(g, labelled, rich * 2 > len(groups), marked * 2 > len(groups))}
    return [msgspec.structs.replace(p, record=-1) if p.record in strays else p for p in placed]


def _is_paper(group: list[Placed], labelled: bool, rich: bool, marked: bool) -> bool:
    """True for parts that tell of a paper: a title, an entry, an identifier, an author list; an abstract alone tells of none.

    A title by itself is none where titles have labels, or where it is a sentence or unmarked among ``marked`` or ``rich`` records.
    """
    roles = {p.role for p in group}
    if roles & {"entry", "identifier"} or any(p.unit.field == "title" for p in group):
        return True
    if labelled and not any(p.unit.field in ("title", "author", "abstract") for p in group):
        return False
    if roles == {"title"} and (rich or marked):
        unit = group[0].unit
        return bool(unit.mark) if marked else not unit.text.endswith((".", ":"))
    if roles <= {"title", "abstract", "comment"} and all(p.unit.text.endswith((".", ":")) and not p.unit.field for p in group if p.role == "title"):
        return False  # nothing but sentences
    if "title" in roles:
        return True
    return ("authors" in roles and len(roles) > 1) or ("abstract" in roles and bool(roles & {"date", "url", "venue"}))


def in_order(parts: Sequence[Sequence[Placed]]) -> list[Placed]:
    """The units of several parts of a file in the order of their lines, with the records counted through."""
    if len(parts) == 1:
        return list(parts[0])
    out: list[Placed] = []
    numbers: dict[tuple[int, int], int] = {}
    every = [(p.unit.start, i, p) for i, part in enumerate(parts) for p in part]
    for _, i, p in sorted(every, key=lambda x: x[:2]):
        record = numbers.setdefault((i, p.record), len(numbers)) if p.record >= 0 else -1
        out.append(p if record == p.record else msgspec.structs.replace(p, record=record))
    return out


def _where(last: str, role: str, begins: bool, unit: Unit, habits: _Habits) -> str:
    """What the place adds to the reason."""
    if begins:
        count = habits.first[role]
        return f"; begins a record, as {count} in this file do" if count > 1 else "; begins a record"
    count = habits.pairs[last, role, False]
    return f"; after {_name(last)}, as {count} times in this file" if count > 1 else f"; after {_name(last)}" if last else ""


def _name(role: str) -> str:
    return {"url": "an address", "entry": "an entry"}.get(role, f"the {role}")
