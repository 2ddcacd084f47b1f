"""Numbers under keys, many of them, outside of memory: put in one after the other, and given back those of a key together."""

import tempfile
import weakref
from array import array
from collections.abc import Iterator

_BUCKETS = 64
_PORTION = 1 << 13
"""Numbers of a bucket that are held in memory before they go to the file."""
_IN_MEMORY = 4 << 20
"""Bytes of the file that are held in memory."""


class Buckets:
    """Keys of 64 bits, each with numbers of 64 bits. Memory does not grow with them, but for some bytes a thousand."""

    def __init__(self) -> None:
        self._open = [array("Q") for _ in range(_BUCKETS)]  # key and number, by turns
        self._portions: list[list[tuple[int, int]]] = [[] for _ in range(_BUCKETS)]
        self._file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  # a run that is broken off never comes to an end
        self.close = weakref.finalize(self, self._file.close)

    def add(self, key: int, number: int) -> None:
        """Puts a number under a key. Not after :meth:`shared`."""
        bucket = self._open[key % _BUCKETS]
        bucket.extend((key, number))
        if len(bucket) >= _PORTION:
            self._portions[key % _BUCKETS].append((self._file.tell(), len(bucket)))
            self._file.write(bucket.tobytes())
            del bucket[:]

    def shared(self) -> Iterator[list[int]]:
        """The different numbers of each key that has two or more, in the order in which they came; always in the same order of keys."""
        for portions, bucket in zip(self._portions, self._open, strict=True):
            alone: dict[int, int] = {}
            several: dict[int, list[int]] = {}
            for part in self._parts(portions, bucket):
                for key, number in zip(part[::2], part[1::2], strict=True):
                    first = alone.setdefault(key, number)
                    if first != number:
                        several.setdefault(key, [first]).append(number)
            yield from several.values()

    def _parts(self, portions: list[tuple[int, int]], rest: "array[int]") -> Iterator["array[int]"]:
        for at, length in portions:
            self._file.seek(at)
            part = array("Q")
            part.frombytes(self._file.read(length * part.itemsize))
            yield part
        yield rest
