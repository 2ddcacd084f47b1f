"""Records that wait until all are through: in memory as long as they are few, then in a temporary file."""

import tempfile
from array import array
from types import TracebackType
from typing import Self

import msgspec

from paperconv.model import Record

MEMORY = 64 << 20
"""Bytes that are held in memory before they go to a temporary file."""


class Spool:
    """A list of records outside of memory: :meth:`append`, then any of them by its position. A context manager."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=MEMORY)  # noqa: SIM115
        self._ends = array("Q", [0])
        self._encode, self._decode = msgspec.msgpack.Encoder().encode, msgspec.msgpack.Decoder(Record).decode

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        self._file.close()

    def __len__(self) -> int:
        return len(self._ends) - 1

    def append(self, record: Record) -> None:
        """Adds a record. Not after one was read."""
        data = self._encode(record)
        self._file.write(data)
        self._ends.append(self._ends[-1] + len(data))

    def __getitem__(self, at: int) -> Record:
        self._file.seek(self._ends[at])
        return self._decode(self._file.read(self._ends[at + 1] - self._ends[at]))
