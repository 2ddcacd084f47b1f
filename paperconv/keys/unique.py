"""Keys that differ without regard to case, the same for the same set of records whatever their order."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Sequence, Set
from typing import Any

import msgspec

from paperconv.model import Record

IDENTIFIERS = ("arxiv", "doi", "pmid", "pmcid", "isbn")
"""By which identifier a record is known first."""


def assign(bases: Sequence[str], rank: Callable[[int], Any], fixed: Set[int] = frozenset(), reserved: Set[str] = frozenset()) -> list[str]:
    """The records' keys, in their order: each its base, or the base with a, b, c … where others have it too.

    Of records with the same base the one with the least ``rank`` (asked for by position, and only where bases collide) keeps it.
    ``fixed`` are the positions whose base is a key that must be kept before all others; ``reserved`` (lower case) are keys that
    only those may have.
    """
    groups: dict[str, list[int]] = defaultdict(list)
    for i, base in enumerate(bases):
        groups[base.lower()].append(i)
    keys = list(bases)
    taken = groups.keys() | reserved
    crowded = [g for g, members in groups.items() if len(members) > 1 or (g in reserved and members[0] not in fixed)]
    for folded in sorted(crowded):
        members = groups[folded]
        if len(members) > 1:
            members = sorted(members, key=lambda i: (i not in fixed, rank(i)))
        number = 0
        for i in members[1:] if members[0] in fixed or folded not in reserved else members:
            while (key := keys[i] + _letters(number)).lower() in taken:
                number += 1
            taken.add(key.lower())
            keys[i] = key
    return keys


def tie_breaker(record: Record) -> str:
    """What orders records with the same base key, wherever they came from: identifiers, then the content."""
    known = [f"{k}:{record.identifiers[k]}" for k in IDENTIFIERS if k in record.identifiers]
    return " ".join(known) + "\x00" + digest(record)


def digest(record: Record) -> str:
    """24 hexadecimal digits that stand for what a record says, but not for where it came from."""
    content = msgspec.json.encode(
        (record.title, [n.display() for n in record.author], record.issued, record.abstract, record.note, sorted(record.extra.items()))
    )
    return hashlib.blake2b(content, digest_size=12).hexdigest()


def _letters(number: int) -> str:
    """0, 1, … 25, 26 -> a, b, … z, aa."""
    text = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(97 + rest) + text
    return text
