"""An authority: the names of many papers, counted, as evidence of which given names and family names belong together.

One SQLite file. For each pair of a given and a family name (keys of :mod:`paperconv.authors.keys`) it holds in how many works the
pair was seen and which works these were, as four bytes each: so that the work in question can be left out of the count, and that people
who published together elsewhere are known. An organisation, or a person of one name, is a pair without a given name.

    name(given, family, works, seen)     seen: at most MOST_SEEN works, the least ones
    given(name, works, families)         each given name: in how many pairs and works
    family(name, works, givens)          each family name likewise
    word(word, names)                    each word of family names: in how many pairs
    total(what, number)                  works, lists counted, lists purged, names counted, family names
"""

import hashlib
import sqlite3
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from os import PathLike
from pathlib import Path
from typing import NamedTuple

from paperconv.authors import keys, lexical, model, tokens
from paperconv.authors.counts import Counts
from paperconv.authors.examine import Examination, examine, examine_with
from paperconv.authors.repair import mend_names
from paperconv.errors import InputError
from paperconv.model import Name, Record
from paperconv.model.text import fold

MARK = 0x50436E61
"""SQLite's application id: "PCna"."""
VERSION = 1
MOST_SEEN = 64
"""Works that are kept of a name. Who has more is so common a name that being in the same work says little."""
BATCH = 50_000
"""Names that wait in memory."""
_TELLING_TITLE = 4
"""Words from which a title names one work; "Introduction" is the title of many."""

_TABLES = """
CREATE TABLE name(given TEXT, family TEXT, works INTEGER NOT NULL, seen BLOB NOT NULL, PRIMARY KEY(given, family)) WITHOUT ROWID;
CREATE TABLE given(name TEXT PRIMARY KEY, works INTEGER NOT NULL, families INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE family(name TEXT PRIMARY KEY, works INTEGER NOT NULL, givens INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE word(word TEXT PRIMARY KEY, names INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE total(what TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID;
CREATE TEMP TABLE seen(given TEXT, family TEXT, work BLOB);
CREATE TEMP TABLE part(word TEXT, names INTEGER);
"""


def work_of(record: Record) -> bytes:
    """Four bytes for the work: the same for each record that has its title."""
    title = fold(record.title)
    if title.count(" ") < _TELLING_TITLE - 1:
        more = (record.issued[:4], fold(record.container_title), *sorted(record.identifiers.values())) if title else _untitled(record)
        title = "\n".join((title, *more))
    return hashlib.blake2b(title.encode(), digest_size=4).digest()


def _untitled(record: Record) -> tuple[str, ...]:
    return tuple(sorted(record.identifiers.values())) or tuple(keys.full(n) for n in record.author)


def key_of(given: str, family: str) -> keys.Pair:
    """The key under which a name is counted; one without a family name is not."""
    return (keys.given_key(given), keys.family_key(family)) if given else ("", keys.fold(family))


def is_faulty(names: tuple[Name, ...]) -> bool:
    """True for a list that a rule calls an error: its names are not to be counted."""
    if any(f.kind in lexical.ERRORS for f in lexical.faults(names)):
        return True
    found = examine(names)
    return found is not None and found.verdict.is_error


class Built(NamedTuple):
    """What an authority was made of: lists counted, lists left out as faulty, and the names that came of it."""

    lists: int
    purged: int
    names: int


class Builder:
    """Counts the names of records into an SQLite file, in constant memory: SQLite sorts on disk.

    The tables depend on which records were added alone, not on their order.
    """

    def __init__(self, path: str) -> None:
        self._base = sqlite3.connect(path, isolation_level=None)
        self._base.executescript(f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA temp_store=FILE; PRAGMA application_id={MARK};")
        self._base.executescript(f"PRAGMA user_version={VERSION}; BEGIN; {_TABLES}")
        self._waiting: list[tuple[str, str, bytes]] = []
        self.counted = self.purged = 0

    def add(self, record: Record) -> None:
        """Takes the names of a record, mended where that is certain, unless a rule still calls the list faulty."""
        if not record.author:
            return
        names = mend_names(record.author)
        if is_faulty(names):
            self.purged += 1
            return
        self.counted += 1
        work = work_of(record)
        for name in names:
            given, family = key_of(*keys.pair(name))
            if family and not name.lost and not tokens.is_et_al(keys.full(name)):
                self._waiting.append((given, family, work))
        if len(self._waiting) >= BATCH:
            self._flush()

    def _flush(self) -> None:
        self._base.executemany("INSERT INTO seen VALUES(?, ?, ?)", self._waiting)
        self._waiting.clear()

    def finish(self) -> Built:
        """Counts, and says what was counted."""
        self._flush()
        base = self._base
        rows = base.execute("SELECT DISTINCT given, family, work FROM seen ORDER BY given, family, work")
        base.executemany("INSERT INTO name VALUES(?, ?, ?, ?)", _counted(rows))
        works = base.execute("SELECT count(DISTINCT work) FROM seen").fetchone()[0]
        base.execute("DROP TABLE seen")
        person = "FROM name WHERE given <> '' GROUP BY"
        base.execute(f"INSERT INTO given SELECT given, sum(works), count(*) {person} given ORDER BY given")
        base.execute(f"INSERT INTO family SELECT family, sum(works), count(*) {person} family ORDER BY family")
        words = ((word, n) for name, n in base.execute("SELECT name, givens FROM family") for word in set(name.split()))
        base.executemany("INSERT INTO part VALUES(?, ?)", words)
        base.execute("INSERT INTO word SELECT word, sum(names) FROM part GROUP BY word ORDER BY word")
        base.execute("DROP TABLE part")
        names, families = base.execute("SELECT coalesce(sum(works), 0), count(*) FROM family").fetchone()
        totals = {"works": works, "lists": self.counted, "purged": self.purged, "names": names, "families": families}
        base.executemany("INSERT INTO total VALUES(?, ?)", sorted(totals.items()))
        base.execute("COMMIT")
        return Built(self.counted, self.purged, base.execute("SELECT count(*) FROM name").fetchone()[0])

    def close(self) -> None:
        """Closes the file, finished or not."""
        self._base.close()

    def __enter__(self) -> "Builder":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _counted(rows: Iterator[tuple[str, str, bytes]]) -> Iterator[tuple[str, str, int, bytes]]:
    for (given, family), group in groupby(rows, key=lambda r: r[:2]):
        works = [work for _, _, work in group]
        yield given, family, len(works), b"".join(works[:MOST_SEEN])


class Seen(NamedTuple):
    """In how many works a name was seen, and in which (at most :data:`MOST_SEEN`)."""

    works: int
    which: frozenset[bytes]


_NEVER = Seen(0, frozenset())


class Authority:
    """An authority that was built before, open for reading. Raises :class:`~paperconv.errors.InputError` for a file that is none."""

    def __init__(self, path: str | PathLike[str]) -> None:
        self._path = path
        self._base = _opened(path)
        totals = dict(self._base.execute("SELECT what, number FROM total"))
        self._names, self._families = int(totals["names"]), int(totals["families"])
        self.name = lru_cache(maxsize=1 << 16)(self._name)
        self.given = lru_cache(maxsize=1 << 16)(self._given)
        self.bearers = lru_cache(maxsize=1 << 16)(self._bearers)
        self.share = lru_cache(maxsize=1 << 16)(self._share)
        self.word = lru_cache(maxsize=1 << 16)(self._word)
        self._examine = lru_cache(maxsize=256)(self._examine_anew)

    def __reduce__(self) -> "tuple[type[Authority], tuple[str | PathLike[str]]]":
        """Another process opens the file anew."""
        return Authority, (self._path,)

    def close(self) -> None:
        """Closes the file."""
        self._base.close()

    def __enter__(self) -> "Authority":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def examine(self, record: Record) -> Examination | None:
        """Judges the columns of a record's list, by the name model and by the counts of all other works."""
        return self._examine(record.author, work_of(record)) if record.author else None

    def _examine_anew(self, names: tuple[Name, ...], work: bytes) -> Examination | None:
        return examine_with(names, Counts(self, model.default(), work))

    def _name(self, given: str, family: str) -> Seen:
        row = self._base.execute("SELECT works, seen FROM name WHERE given = ? AND family = ?", (given, family)).fetchone()
        return Seen(row[0], frozenset([row[1][i : i + 4] for i in range(0, len(row[1]), 4)])) if row else _NEVER

    def _given(self, name: str) -> tuple[int, int]:
        """In how many works a given name was seen, each bearer counted, and with how many family names."""
        row: tuple[int, int] | None = self._base.execute("SELECT works, families FROM given WHERE name = ?", (name,)).fetchone()
        return row or (0, 0)

    def _bearers(self, family: str) -> int:
        """In how many works a family name was seen, each bearer counted."""
        row = self._base.execute("SELECT works FROM family WHERE name = ?", (family,)).fetchone()
        return int(row[0]) if row else 0

    def _share(self, family: str) -> float:
        """The part of all names that have a family name; a little for one that was not seen."""
        return (self.bearers(family) + 0.5) / (self._names + 0.5 * self._families + 0.5)

    def _word(self, word: str) -> int:
        """In how many names a word was seen in the family part."""
        row = self._base.execute("SELECT names FROM word WHERE word = ?", (word,)).fetchone()
        return int(row[0]) if row else 0


def _opened(path: str | PathLike[str]) -> sqlite3.Connection:
    if not Path(path).is_file():
        raise InputError(f"{path}: no such file; paperconv authority build makes an authority")
    base = sqlite3.connect(f"{Path(path).absolute().as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None)
    try:
        mark, version = (base.execute(f"PRAGMA {p}").fetchone()[0] for p in ("application_id", "user_version"))
    except sqlite3.DatabaseError:
        mark, version = 0, 0
    if mark == MARK and version == VERSION:
        return base
    base.close()
    if mark == MARK:
        raise InputError(f"{path}: an authority of version {version}, and this paperconv reads {VERSION}; build it anew (paperconv authority build)")
    raise InputError(f"{path}: is no authority; paperconv authority build makes one")
