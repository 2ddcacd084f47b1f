"""Author lists a second: the rules without the name model, with it, and with an authority beside it; each list is new to all caches."""

import random
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from paperconv.authors import model
from paperconv.authors.authority import Authority, Builder
from paperconv.authors.examine import examine_with
from paperconv.model import Name, Record
from paperconv.rules.base import check, rules_for

LISTS, LONG_LISTS = 5_000, 20
MEDIAN, LONG = 3, 200
"""Authors of the median published list, and of a long one."""
GIVEN = (
    "Anna Bjørn Chen Daya Elena Fatima Giovanni Haruki Ivan Jürgen Kavya Liang Maria Nikolai Olga Pedro Qiang Rohan Sofia Tomoko Ulrich Viktor Wei Xin "
    "Yoav Zsófia Amélie Boris Chiara Dmitri Emily Felix Grace Hiroshi Ingrid João Katarzyna Luke Min-Jun Noah"
).split()
FAMILY = (
    "Andersson Bianchi Chang Dubois Eriksen Fernández García Hoffmann Ivanov Johnson Kowalski Lee Müller Nguyen O'Brien Petrov Quintero Rossi Schmidt "
    "Tanaka Ueda Vogel Wang Xu Yamamoto Zhang Álvarez Becker Cohen Dvořák Fischer Gupta Horváth Ito Jansen Kumar Lindqvist Martin Novak Okafor"
).split()


def lists(count: int, authors: int, seed: int) -> list[Record]:
    """Records with names of many languages; half of the names have letters that no other list has."""
    r = random.Random(seed)

    def word(parts: Sequence[str]) -> str:
        return r.choice(parts) if r.random() < 0.5 else r.choice(parts)[:3].lower().capitalize() + r.choice(parts)[-3:]

    return [
        Record(title=f"Work {seed} number {i} of all", author=tuple(Name(given=word(GIVEN), family=word(FAMILY)) for _ in range(authors)))
        for i in range(count)
    ]


def seconds(run: Callable[[Record], object], records: Sequence[Record]) -> float:
    """Processor seconds a record."""
    start = time.process_time()
    for record in records:
        run(record)
    return (time.process_time() - start) / len(records)


def fresh() -> Callable[[Record], object]:
    """Judges columns with a name model that remembers no other list."""
    model.default.cache_clear()
    names = model.default()
    return lambda record: examine_with(record.author, names)


def report(reference: float) -> None:
    """One row each; ``reference`` is the seconds that the reference loop takes for a record."""
    codes = frozenset(f"PC{n}" for n in (105, 106, 107, 108, 109, 110, 111, 112, 113, 114, 116))
    rules, _ = rules_for(codes)
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder, "names.db"))
        with Builder(path) as builder:
            built = seconds(builder.add, lists(LISTS, MEDIAN, 1))
            builder.finish()
        rows = {
            "rules without the model": seconds(lambda r: check(r, rules, codes), lists(LISTS, MEDIAN, 2)),
            "columns by the model": seconds(fresh(), lists(LISTS, MEDIAN, 3)),
        }
        with Authority(path) as counted:
            rows["columns with an authority"] = seconds(counted.examine, lists(LISTS, MEDIAN, 4))
        rows["authority build"] = built
    for name, taken in rows.items():
        print(f"authors    {name:26} {1 / taken:>9,.0f} lists a second, {taken / reference:.1f} times the reference")
    taken = sum(seconds(fresh(), [record]) for record in lists(LONG_LISTS, LONG, 5)) / LONG_LISTS
    print(f"authors    {f'{LONG} authors by the model':26} {1000 * taken:>9.1f} ms, {taken / reference:.0f} times the reference")
