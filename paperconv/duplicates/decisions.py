"""What a person decided of pairs: read from a filled review file, found again in the records of a later run."""

import hashlib
from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from typing import Any, Literal, cast

import msgspec
import yaml

from paperconv.diagnostics import Diagnostic, code_of
from paperconv.errors import InputError
from paperconv.model import Record
from paperconv.model import date as dates
from paperconv.model.text import fold

Decided = Literal["same", "different"]
_SIDES = ("first", "second")
_BEGINNING = 200


class Named(msgspec.Struct, frozen=True):
    """A record as a review file names it: its input, its id there, and a fingerprint of what it says."""

    path: str
    id: str
    fingerprint: str


class Decision(msgspec.Struct, frozen=True):
    """A verdict that a person gave; ``path`` and ``line`` say where; ``entry`` is the pair as it stands in the file."""

    verdict: Decided
    first: Named
    second: Named
    path: str
    line: int
    entry: dict[str, Any] = {}


class Settled(msgspec.Struct):
    """Decisions in positions of records: groups that are one work, pairs that are not, and the decisions of which a record is not there."""

    same: list[list[int]] = []
    different: dict[int, set[int]] = {}
    missing: list[Decision] = []


def fingerprint(record: Record) -> str:
    """What a record says of its paper without regard to case, signs, key and place, as 16 hexadecimal digits."""
    said = (
        fold(record.title), [fold(f"{n.surname} {n.given}") for n in record.author], str(dates.year(record.issued)),
        fold(record.container_title or record.event_title), record.volume, record.page, record.number, fold(record.abstract)[:_BEGINNING],
        sorted((k, v.lower()) for k, v in record.identifiers.items()),
    )  # fmt: skip
    return hashlib.blake2b(msgspec.json.encode(said), digest_size=8).hexdigest()


def name(record: Record) -> Named:
    """The record as a review file names it."""
    return Named(record.origin.path, record.id, fingerprint(record))


def read(text: str, path: str) -> list[Decision]:
    """The decisions in the text of a review file; pairs whose verdict is empty are none.

    Raises :class:`InputError`, with file and line, for what is no review file and for a verdict that is no word of it.
    """
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise InputError(f"{path}:{mark.line + 1 if mark else 1}: is not YAML ({getattr(error, 'problem', None) or 'it cannot be read'})") from None
    if root is None:
        return []
    if not isinstance(root, yaml.SequenceNode):
        raise InputError(f"{path}:1: is no list of pairs, as paperconv dedupe --review writes it")
    return [found for node in root.value if (found := _decision(node, path)) is not None]


def _decision(node: yaml.Node, path: str) -> Decision | None:
    line = node.start_mark.line + 1
    members = {k.value: v for k, v in node.value} if isinstance(node, yaml.MappingNode) else {}
    if not all(side in members for side in (*_SIDES, "verdict")):
        raise InputError(f"{path}:{line}: is no pair as paperconv dedupe --review writes it: verdict, first, second")
    verdict = members["verdict"]
    said = str(verdict.value).strip().lower() if isinstance(verdict, yaml.ScalarNode) else "?"
    if said in ("", "~", "null"):
        return None
    line = verdict.start_mark.line + 1
    if said not in ("same", "different"):
        raise InputError(f"{path}:{line}: the verdict {said!r} is none; write same or different, or leave it empty")
    loader = yaml.SafeLoader("")
    try:
        entry = loader.construct_document(node)
    except yaml.YAMLError:
        raise InputError(f"{path}:{line}: cannot be read as a pair") from None
    finally:
        loader.dispose()
    sides = [entry[side] if isinstance(entry[side], dict) else {} for side in _SIDES]
    first, second = (Named(str(s.get("path") or ""), str(s.get("id") or ""), str(s.get("fingerprint") or "")) for s in sides)
    if not all(n.fingerprint or n.id for n in (first, second)):
        raise InputError(f"{path}:{line}: a record of this pair has neither fingerprint nor id")
    return Decision(cast(Decided, said), first, second, path, line, entry)


def settle(decisions: Sequence[Decision], records: Iterable[Record]) -> Settled:
    """Finds the records that the decisions speak of (by fingerprint, else by path and id), and holds the decisions against each other.

    Raises :class:`InputError` where two records are the same by some decisions and different by another.
    """
    if not decisions:
        return Settled([], {}, [])
    prints: defaultdict[str, list[int]] = defaultdict(list)
    ids: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    named = []
    for i, record in enumerate(records):
        named.append(name(record))
        prints[named[i].fingerprint].append(i)
        ids[named[i].path, named[i].id].append(i)

    def positions(wanted: Named) -> list[int]:
        found = prints.get(wanted.fingerprint, [])
        if not found:
            found = ids.get((wanted.path, wanted.id), [])
            return found if len(found) == 1 else []
        here = [i for i in found if (named[i].path, named[i].id) == (wanted.path, wanted.id)]
        return here or [i for i in found if named[i].id == wanted.id] or found

    missing: list[Decision] = []
    joins: defaultdict[int, list[tuple[int, Decision]]] = defaultdict(list)
    parts: list[tuple[int, int, Decision]] = []
    for decision in decisions:
        x, y = positions(decision.first), positions(decision.second)
        if not x or not y:
            missing.append(decision)
            continue
        for i in x:
            for j in y:
                if decision.verdict == "different":
                    if i != j or len(x) == len(y) == 1:  # of records that say the very same, each is apart from the others
                        parts.append((i, j, decision))
                elif i != j:
                    joins[i].append((j, decision))
                    joins[j].append((i, decision))
    different: defaultdict[int, set[int]] = defaultdict(set)
    for i, j, decision in parts:
        if (chain := _chain(joins, i, j)) is not None:
            lines = ", ".join(dict.fromkeys(f"{d.path}:{d.line}" for d in chain)) or "they are one record"
            where = f"{decision.path}:{decision.line}"
            raise InputError(f"{where}: says that two records are different, and they are the same by {lines}; change one of them")
        different[i].add(j)
        different[j].add(i)
    return Settled(_groups(joins), dict(different), missing)


def _chain(joins: dict[int, list[tuple[int, Decision]]], start: int, end: int) -> list[Decision] | None:
    """The decisions that make two records one work; None where there are none."""
    came: dict[int, tuple[int, Decision] | None] = {start: None}
    waiting = deque([start])
    while waiting and end not in came:
        at = waiting.popleft()
        for other, decision in joins.get(at, ()):
            if other not in came:
                came[other] = (at, decision)
                waiting.append(other)
    if end not in came:
        return None
    chain = []
    step = came[end]
    while step is not None:
        chain.append(step[1])
        step = came[step[0]]
    return chain


def _groups(joins: dict[int, list[tuple[int, Decision]]]) -> list[list[int]]:
    seen: set[int] = set()
    groups = []
    for start in sorted(joins):
        if start in seen:
            continue
        group, waiting = {start}, [start]
        while waiting:
            for other, _ in joins[waiting.pop()]:
                if other not in group:
                    group.add(other)
                    waiting.append(other)
        seen |= group
        groups.append(sorted(group))
    return groups


def note(decision: Decision) -> Diagnostic:
    """Says that a record of which something was decided is not there."""
    code = code_of("PC503")
    pair = " and ".join(n.id or n.fingerprint for n in (decision.first, decision.second))
    message = f"{decision.verdict} was decided of {pair}; one of them is not among the records"
    return Diagnostic(
        code=code.code, name=code.name, severity=code.severity, message=message, path=decision.path, line=decision.line, end_line=decision.line,
        column=1, confidence=1.0,
    )  # fmt: skip
