"""Records that wait until all are through: in memory as long as they are few, then in a temporary file."""

import tempfile
import weakref
from array import array
from collections.abc import Iterator
from types import TracebackType
from typing import Self

import msgspec

from paperconv.model import Record

MEMORY = 16 << 20
"""Bytes that are held in memory before they go to a temporary file."""
_MARKED = 16
"""Of so many records the place of one is held in memory."""
_LENGTH = 4
"""Bytes before a record that tell its length."""

pack = msgspec.msgpack.Encoder().encode
"""A record as bytes (MessagePack)."""
unpack = msgspec.msgpack.Decoder(Record).decode


class Spool:
    """A list of records outside of memory: :meth:`append`, then all in their order, or any by its position. A context manager.

    ``memory``: the bytes that are held there, where it is not :data:`MEMORY`.
    """

    def __init__(self, memory: int | None = None) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=MEMORY if memory is None else memory)  # noqa: SIM115
        self.close = weakref.finalize(self, self._file.close)
        self._marks = array("Q")
        self._count = self._end = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        self.close()

    def __len__(self) -> int:
        return self._count

    def append(self, record: Record) -> None:
        """Adds a record. Not after one was read."""
        data = pack(record)
        self._file.write(len(data).to_bytes(_LENGTH, "big") + data)
        if self._count % _MARKED == 0:
            self._marks.append(self._end)
        self._count += 1
        self._end += _LENGTH + len(data)

    def __iter__(self) -> Iterator[Record]:
        """All records in their order; nothing else is read meanwhile."""
        return map(unpack, self.packed())

    def packed(self) -> Iterator[bytes]:
        """All records in their order, each as :func:`unpack` takes it."""
        self._file.seek(0)
        read = self._file.read
        while head := read(_LENGTH):
            yield read(int.from_bytes(head, "big"))

    def __getitem__(self, at: int) -> Record:
        return unpack(self.packed_at(at))

    def packed_at(self, at: int) -> bytes:
        """One record, as :func:`unpack` takes it."""
        if not 0 <= at < self._count:
            raise IndexError(at)
        self._file.seek(self._marks[at // _MARKED])
        for _ in range(at % _MARKED):
            self._file.seek(int.from_bytes(self._file.read(_LENGTH), "big"), 1)
        return self._file.read(int.from_bytes(self._file.read(_LENGTH), "big"))
