"""The findings of a run, grouped by file and in the order of lines, however many they are."""

import tempfile
import weakref
from collections.abc import Iterator
from itertools import islice

import msgspec

from paperconv.diagnostics.diagnostic import Diagnostic
from paperconv.diagnostics.excerpt import located
from paperconv.model import notebook

_IN_MEMORY = 8 << 20


class Findings:
    """Takes diagnostics as they come (:meth:`add`) and gives them file by file, each file's by line, as often as wanted.

    Files stand in the order in which they were first spoken of. Beyond some megabytes the diagnostics wait on disk, so that memory
    grows by a few words a finding only. A notebook shows them as a table.

    >>> found = paperconv.Findings()
    >>> records = list(paperconv.read("listing.txt", on_diagnostic=found.add))
    >>> len(found), next(iter(found)).message
    (14, 'names the owner of the page: Ma, Zhicheng')
    """

    def __init__(self) -> None:
        self._spool = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - it lives as long as the findings do
        weakref.finalize(self, self._spool.close)
        self._places: list[tuple[int, int, int, int]] = []
        self._files: dict[str, int] = {}
        self._fixes: list[tuple[int, int]] = []
        self._end = 0
        self.codes: set[str] = set()

    def __len__(self) -> int:
        return len(self._places)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Findings) and len(self) == len(other) and all(a == b for a, b in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]

    def add(self, diagnostic: Diagnostic) -> None:
        """Takes one diagnostic."""
        data = msgspec.msgpack.encode(diagnostic)
        file = self._files.setdefault(diagnostic.path, len(self._files))
        self._places.append((file, diagnostic.line, self._end, len(data)))
        self.codes.add(diagnostic.code)
        if diagnostic.fix is not None:
            self._fixes.append((self._end, len(data)))
        self._spool.seek(self._end)
        self._spool.write(data)
        self._end += len(data)

    def __iter__(self) -> Iterator[Diagnostic]:
        for _, _, start, length in sorted(self._places):
            yield located(self._at(start, length))

    def with_fix(self) -> Iterator[Diagnostic]:
        """Those that can be repaired, as they came."""
        return (self._at(start, length) for start, length in self._fixes)

    def _at(self, start: int, length: int) -> Diagnostic:
        self._spool.seek(start)
        return msgspec.msgpack.decode(self._spool.read(length), type=Diagnostic)

    def _repr_html_(self) -> str:
        shown = [(f"{d.path}:{d.line}" if d.line > 0 else d.path, d.code, d.name, d.severity.value, d.message) for d in islice(self, notebook.ROWS)]
        return notebook.table(("where", "code", "rule", "severity", "what"), shown, len(self))
