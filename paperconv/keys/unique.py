"""Keys that differ without regard to case, the same for the same set of records whatever their order."""

import sqlite3
import weakref
from collections.abc import Callable, Iterator, Set
from heapq import merge
from itertools import groupby
from typing import Any

import msgspec

from paperconv.model import Record

IDENTIFIERS = ("arxiv", "doi", "pmid", "pmcid", "isbn")
"""By which identifier a record is known first."""
_CACHE = 8192
"""KiB of keys that are held in memory before they go to a temporary file."""
_ROWS = 1024
"""Keys that are put into the database at once."""


class KeyList:
    """The citation keys of a run's records, in their order: first each one's base, then, once :meth:`settle` was called, its own.

    They stand in a temporary database, which goes to disk where they are many.
    """

    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None)  # a private database, in memory as long as its cache holds it
        self._close = weakref.finalize(self, self._db.close)
        for setting in ("journal_mode=OFF", "synchronous=OFF", f"cache_size=-{_CACHE}"):
            self._db.execute(f"PRAGMA {setting}")
        self._db.execute("CREATE TABLE base (at INTEGER PRIMARY KEY, folded TEXT NOT NULL, key TEXT NOT NULL, fixed INTEGER NOT NULL)")
        self._db.execute("CREATE TABLE own (at INTEGER PRIMARY KEY, folded TEXT NOT NULL, key TEXT NOT NULL)")
        self._count = 0
        self._waiting: list[tuple[int, str, str, bool]] = []

    def append(self, base: str, fixed: bool = False) -> None:
        """Adds the base of one more record. ``fixed``: it is a key that must be kept before all others."""
        self._waiting.append((self._count, base.lower(), base, fixed))
        self._count += 1
        if len(self._waiting) >= _ROWS:
            self._flush()

    def settle(self, rank: Callable[[int], Any], reserved: Set[str] = frozenset()) -> None:
        """Gives each record its base, or the base with a, b, c … where others have it too, without regard to case.

        Of records with the same base the one with the least ``rank`` (asked for by position, and only where bases collide) keeps it.
        ``reserved`` (lower case) are keys that only those may have whose base is fixed.
        """
        self._flush()
        ask = self._db.execute
        ask("CREATE INDEX base_folded ON base (folded)")
        ask("CREATE INDEX own_folded ON own (folded)")
        crowded = (folded for (folded,) in ask("SELECT folded FROM base GROUP BY folded HAVING count(*) > 1 ORDER BY folded"))
        for folded, _ in groupby(merge(crowded, sorted(reserved))):
            members = [(fixed, at, key) for at, key, fixed in ask("SELECT at, key, fixed FROM base WHERE folded = ? ORDER BY at", (folded,))]
            if len(members) > 1:
                members.sort(key=lambda member: (not member[0], rank(member[1])))
            number = 0
            for _, at, base in members[1:] if members and (members[0][0] or folded not in reserved) else members:
                while (key := base + _letters(number)).lower() in reserved or self._has(key.lower()):
                    number += 1
                ask("INSERT INTO own VALUES (?, ?, ?)", (at, key.lower(), key))

    def _has(self, folded: str) -> bool:
        return any(self._db.execute(f"SELECT 1 FROM {table} WHERE folded = ?", (folded,)).fetchone() for table in ("base", "own"))

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, at: int) -> str:
        self._flush()
        row = self._db.execute("SELECT key FROM own WHERE at = ?1 UNION ALL SELECT key FROM base WHERE at = ?1 LIMIT 1", (at,)).fetchone()
        if row is None:
            raise IndexError(at)
        return str(row[0])

    def __iter__(self) -> Iterator[str]:
        self._flush()
        for (key,) in self._db.execute("SELECT coalesce(own.key, base.key) FROM base LEFT JOIN own USING (at) ORDER BY at"):
            yield key

    def _flush(self) -> None:
        self._db.execute("BEGIN")
        self._db.executemany("INSERT INTO base VALUES (?, ?, ?, ?)", self._waiting)
        self._db.execute("COMMIT")
        self._waiting.clear()


def tie_breaker(record: Record) -> str:
    """What orders records with the same base key, wherever they came from: identifiers, then the content."""
    known = [f"{k}:{record.identifiers[k]}" for k in IDENTIFIERS if k in record.identifiers]
    return " ".join(known) + "\x00" + digest(record)


def digest(record: Record) -> str:
    """24 hexadecimal digits that stand for what a record says, but not for where it came from."""
    from hashlib import blake2b

    content = msgspec.json.encode(
        (record.title, [n.display() for n in record.author], record.issued, record.abstract, record.note, sorted(record.extra.items()))
    )
    return blake2b(content, digest_size=12).hexdigest()


def _letters(number: int) -> str:
    """0, 1, … 25, 26 -> a, b, … z, aa."""
    text = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(97 + rest) + text
    return text
