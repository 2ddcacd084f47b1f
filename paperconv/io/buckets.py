"""Numbers outside of memory: in lists, and under keys, put in one after the other and given back together."""

import tempfile
import weakref
from array import array
from collections.abc import Iterable, Iterator

_PORTION = 1 << 13
"""Numbers of a list that are held in memory before they go to the file."""
_IN_MEMORY = 4 << 20
"""Bytes of the file that are held in memory."""


class Lists:
    """``count`` lists of numbers of 64 bits. Memory does not grow with them, but for some bytes a thousand."""

    def __init__(self, count: int) -> None:
        self._open = [array("Q") for _ in range(count)]
        self._portions: list[list[tuple[int, int]]] = [[] for _ in range(count)]
        self._file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  # a run that is broken off never comes to an end
        self._end = 0
        self.close = weakref.finalize(self, self._file.close)

    def __len__(self) -> int:
        return len(self._open)

    def extend(self, at: int, numbers: Iterable[int]) -> None:
        """Adds numbers to a list."""
        rest = self._open[at]
        rest.extend(numbers)
        if len(rest) >= _PORTION:
            self._portions[at].append((self._end, len(rest)))
            self._file.seek(self._end)
            self._end += self._file.write(rest.tobytes())
            del rest[:]

    def parts(self, at: int) -> Iterator["array[int]"]:
        """The numbers of a list in the order in which they came, a portion at a time."""
        for start, length in self._portions[at]:
            self._file.seek(start)
            part = array("Q")
            part.frombytes(self._file.read(length * part.itemsize))
            yield part
        yield self._open[at]


class Buckets:
    """Keys of 64 bits, each with numbers of 64 bits, in ``count`` lists by key: what is looked through at a time is one of them."""

    def __init__(self, count: int = 64) -> None:
        self._lists = Lists(count)
        self._count = count
        self.close = self._lists.close

    def add(self, key: int, number: int) -> None:
        """Puts a number under a key."""
        self._lists.extend(key % self._count, (key, number))

    def shared(self) -> Iterator[list[int]]:
        """The different numbers of each key that has two or more, in the order in which they came; always in the same order of keys."""
        for _, numbers in self.groups():
            yield numbers

    def wanted(self, keys: Iterable[int]) -> Lists:
        """Keys to ask for, as :meth:`groups` takes them."""
        lists = Lists(self._count)
        for key in keys:
            lists.extend(key % self._count, (key,))
        return lists

    def groups(self, only: Lists | None = None) -> Iterator[tuple[int, list[int]]]:
        """As :meth:`shared`, with the keys; ``only`` holds those that are asked for, where not all are. What was put in twice comes twice,
        but for the first."""
        for at in range(self._count):
            alone: dict[int, int] = {}
            several: dict[int, list[int]] = {}
            asked = {key for part in only.parts(at) for key in part} if only else None
            for part in self._lists.parts(at):
                for key, number in zip(part[::2], part[1::2], strict=True):
                    if asked is not None and key not in asked:
                        continue
                    first = alone.setdefault(key, number)
                    if first != number:
                        several.setdefault(key, [first]).append(number)
            yield from several.items()
