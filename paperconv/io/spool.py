"""Records, or what is made of them, that wait until all are through: in memory as long as they are few, then in a temporary file."""

import tempfile
import weakref
from array import array
from collections.abc import Iterator
from types import TracebackType
from typing import Generic, Self, TypeVar

import msgspec

from paperconv.model import Record

MEMORY = 16 << 20
"""Bytes that are held in memory before they go to a temporary file."""
MARKED = 16
"""Of so many the place of one is held in memory."""
_LENGTH = 4
"""Bytes before each that tell its length."""

T = TypeVar("T", bound=msgspec.Struct)

pack = msgspec.msgpack.Encoder().encode
"""A record as bytes (MessagePack)."""
unpack = msgspec.msgpack.Decoder(Record).decode


class SpoolOf(Generic[T]):
    """A list of ``kind`` outside of memory: :meth:`append`, all in their order, or any by its position. A context manager.

    ``memory``: the bytes that are held there, where it is not :data:`MEMORY`. ``marked``: of how many the place of one is held there: what
    is read again and again by its position is found sooner with 1.
    """

    def __init__(self, kind: type[T], memory: int | None = None, marked: int = MARKED) -> None:
        self.unpack = msgspec.msgpack.Decoder(kind).decode
        self._at_end = True
        self._file = tempfile.SpooledTemporaryFile(max_size=MEMORY if memory is None else memory)  # noqa: SIM115
        self.close = weakref.finalize(self, self._file.close)
        self._marks, self._marked = array("Q"), marked
        self._count = self._end = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        self.close()

    def __len__(self) -> int:
        return self._count

    def append(self, item: T) -> None:
        """Adds one at the end."""
        data = pack(item)
        if not self._at_end:
            self._file.seek(self._end)
            self._at_end = True
        self._file.write(len(data).to_bytes(_LENGTH, "big") + data)
        if self._count % self._marked == 0:
            self._marks.append(self._end)
        self._count += 1
        self._end += _LENGTH + len(data)

    def __iter__(self) -> Iterator[T]:
        """All in their order; nothing else is read meanwhile."""
        return map(self.unpack, self.packed())

    def packed(self) -> Iterator[bytes]:
        """All in their order, each as :attr:`unpack` takes it."""
        self._at_end = False
        self._file.seek(0)
        read = self._file.read
        while head := read(_LENGTH):
            yield read(int.from_bytes(head, "big"))

    def __getitem__(self, at: int) -> T:
        return self.unpack(self.packed_at(at))

    def packed_at(self, at: int) -> bytes:
        """One of them, as :attr:`unpack` takes it."""
        self._at_end = False
        if not 0 <= at < self._count:
            raise IndexError(at)
        self._file.seek(self._marks[at // self._marked])
        for _ in range(at % self._marked):
            self._file.seek(int.from_bytes(self._file.read(_LENGTH), "big"), 1)
        return self._file.read(int.from_bytes(self._file.read(_LENGTH), "big"))


class Spool(SpoolOf[Record]):
    """A list of records outside of memory."""

    def __init__(self, memory: int | None = None) -> None:
        super().__init__(Record, memory)
