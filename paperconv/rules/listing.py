"""What the rules on author lists share: lists shown short, and findings that mend a whole list at once."""

from collections.abc import Iterator, Sequence

from paperconv.authors import keys, lexical
from paperconv.authors.glance import glance_at
from paperconv.diagnostics import Finding, Repair, Safety
from paperconv.model import Name, Record
from paperconv.model.name import LOST_SIGN

_HEAD, _TAIL = 3, 2
"""Names shown of a long list, at its beginning and its end."""


def shown(names: Sequence[Name]) -> str:
    """A list for one line: the first names and the last."""
    if len(names) <= _HEAD + _TAIL + 1:
        return ", ".join(map(one, names))
    return f"{', '.join(map(one, names[:_HEAD]))}, … , {', '.join(map(one, names[-_TAIL:]))}"


def one(name: Name) -> str:
    """One name as it is read; a lost part in words."""
    text = name.display() or "(empty)"
    return text.replace(LOST_SIGN, f"[{name.lost} name lost]") if name.lost else text


def of_kind(record: Record, kind: str) -> list[lexical.Fault]:
    """The faults of one kind in the author list."""
    return [f for f in lexical.faults(record.author) if f.kind == kind] if record.author else []


def faulty(record: Record) -> bool:
    """True where a single name of the author list shows a fault."""
    return bool(record.author) and bool(lexical.faults(record.author))


def odd(record: Record) -> bool:
    """True where something about a name of the author list is out of the ordinary; in other lists only the columns can be at fault."""
    return bool(record.author) and not glance_at(record.author).plain


def repeats(record: Record) -> bool:
    """True where two names of the author list are alike."""
    if len(record.author) < 2:
        return False
    lines = glance_at(record.author).text.split("\n")
    return len(set(lines)) < len(lines)


def mending(value: Sequence[Name], safety: Safety, description: str) -> Repair:
    """A repair of the whole author list."""
    return Repair("author", tuple(value), safety, description)


def report(
    code: str, record: Record, faults: Sequence[lexical.Fault], message: str, repair: Repair | None, confidence: float = 0.99
) -> Iterator[Finding]:
    """One finding for each fault; ``message`` has {name} and {number} (from 1). All carry the one repair, which mends them together."""
    changed = repair is not None and repair.value != record.author
    for fault in faults:
        name = keys.full(record.author[fault.at]) if fault.at >= 0 else ""
        yield Finding(
            code=code,
            field="author",
            index=fault.at,
            message=message.format(name=name, number=fault.at + 1),
            confidence=confidence,
            repair=repair if changed else None,
        )
