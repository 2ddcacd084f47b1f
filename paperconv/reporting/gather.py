"""What a run has to show, gathered while the records go by: counts in memory, records and findings in temporary files."""

import tempfile
from collections import Counter
from collections.abc import Iterator
from types import TracebackType
from typing import Any, Self

import msgspec

from paperconv.diagnostics import Diagnostic, Finding, Repair, Safety, Severity
from paperconv.model import Record
from paperconv.model import date as dates
from paperconv.model.identifier import arxiv_doi
from paperconv.model.text import plain
from paperconv.reporting.lists import aligned

FIELDS = ("title", "author", "date", "identifier", "abstract", "venue")
"""The fields whose completeness is counted; bit n of a record's mask says that it has the nth."""
AUTHORS = 20
"""Authors of a record that are shown in the table of records, and searched."""
LISTS = 500
"""Repaired author lists that are shown in full."""
EXAMPLES = 5
"""Findings of each rule that stand beside it."""
UNREAD = 200
"""Items that could not be read or placed, and are named one by one."""
_MEMORY = 16 << 20


class Lines:
    """The items of a JSON array, which wait in a file; no ``<`` is left in them, so that the array can stand in a page."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=_MEMORY)  # noqa: SIM115 - closed by close()
        self.count = 0

    def add(self, item: list[Any]) -> None:
        """Adds an item."""
        self._file.write((b",\n" if self.count else b"") + msgspec.json.encode(item).replace(b"<", b"\\u003c"))
        self.count += 1

    def chunks(self) -> Iterator[str]:
        """The array as text, piece by piece."""
        self._file.seek(0)
        yield "["
        for line in self._file:
            yield line.decode()
        yield "]"

    def close(self) -> None:
        """Removes the file."""
        self._file.close()


class File(msgspec.Struct):
    """An input: its format ("" where nothing could be read), and what was counted in it."""

    path: str
    format: str = ""
    records: int = 0
    repaired: int = 0
    unread: int = 0
    unplaced: int = 0
    outside: int = 0
    severities: Counter[Severity] = msgspec.field(default_factory=Counter)
    codes: Counter[str] = msgspec.field(default_factory=Counter)
    has: list[int] = msgspec.field(default_factory=lambda: [0] * len(FIELDS))


class Code(msgspec.Struct):
    """A rule's findings: how many, how many of them were repaired, in which files (numbers), and the first."""

    count: int = 0
    severities: Counter[Severity] = msgspec.field(default_factory=Counter)
    repaired: int = 0
    files: set[int] = msgspec.field(default_factory=set)
    first: list[Diagnostic] = msgspec.field(default_factory=list)


class Gathered:
    """Takes the inputs (:meth:`begin`), findings, repairs and records of a run in the order in which they come. A context manager."""

    def __init__(self) -> None:
        self.files: list[File] = []
        self.codes: dict[str, Code] = {}
        self.mended: set[str] = set()
        self.paths: dict[str, int] = {}
        self.years: Counter[int] = Counter()
        self.types: Counter[str] = Counter()
        self.categories: Counter[str] = Counter()
        self.unread: list[Diagnostic] = []
        self.unread_count = self.records_repaired = self.lists_repaired = self.unsafe_offered = 0
        self.records, self.findings, self.lists = Lines(), Lines(), Lines()
        self._file_of: dict[str, int] = {}
        self._repairs: list[tuple[Record, Finding, Repair]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        for lines in (self.records, self.findings, self.lists):
            lines.close()

    def begin(self, path: str) -> None:
        """An input that is read from now on."""
        self._file_of.setdefault(path, len(self.files))
        self.files.append(File(path))

    def found(self, d: Diagnostic) -> None:
        """Takes a diagnostic of the run."""
        at = self._file_of.get(d.path, len(self.files) - 1)
        file = self.files[at]
        file.severities[d.severity] += 1
        file.codes[d.code] += 1
        if d.code == "PC005":
            file.outside += max(d.end_line - d.line + 1, 1)
        if d.code in ("PC001", "PC002", "PC004", "PC090", "PC091"):
            if d.code != "PC002":
                file.unread += 1
            elif d.ordinal < 0:  # lines within a record are counted with it
                file.unplaced += 1
            self.unread_count += 1
            if len(self.unread) < UNREAD:
                self.unread.append(d)
        code = self.codes.setdefault(d.code, Code())
        code.count += 1
        code.severities[d.severity] += 1
        code.files.add(at)
        if len(code.first) < EXAMPLES:
            code.first.append(d)
        if d.fix is not None and d.fix.safety is Safety.UNSAFE:
            self.unsafe_offered += 1
        self.findings.add([self._path(d.path), d.ordinal, d.code, d.severity.rank, d.line, d.message])

    def repaired(self, record: Record, finding: Finding, repair: Repair) -> None:
        """Takes a repair that was made; ``record`` is as it was read. The mended one comes with the next :meth:`record`."""
        self._repairs.append((record, finding, repair))

    def record(self, record: Record) -> None:
        """Takes a record as it left the rules."""
        origin, file = record.origin, self.files[-1]
        self._file_of.setdefault(origin.path, len(self.files) - 1)
        file.format = file.format or origin.format
        file.records += 1
        mask = _mask(record)
        if unplaced := record.extra.get("text:unplaced"):
            file.unplaced += unplaced.count("\n") + 1
        for i in range(len(FIELDS)):
            file.has[i] += mask >> i & 1
        if record.issued and (year := dates.year(record.issued)):
            self.years[year] += 1
        self.types[record.type] += 1
        if record.arxiv and (category := record.arxiv.primary_category or next(iter(record.arxiv.categories), "")):
            self.categories[category] += 1
        if self._repairs:
            self._mended(record, file)
        arxiv, doi = record.identifiers.get("arxiv", ""), record.identifiers.get("doi", "")
        self.records.add(
            [
                plain(record.title),
                "; ".join(n.display() for n in record.author[:AUTHORS]),
                len(record.author),
                record.issued,
                record.type,
                plain(record.container_title or record.event_title),
                "" if arxiv and doi == arxiv_doi(arxiv) else doi,
                arxiv,
                len(self.files) - 1,
                self._path(origin.path),
                origin.line,
                origin.ordinal,
                mask,
                record.id,
            ]
        )

    def _mended(self, record: Record, file: File) -> None:
        """Counts the repairs of a record, and keeps its author list before and after."""
        repairs, self._repairs = self._repairs, []
        file.repaired += 1
        self.records_repaired += 1
        for _, finding, _ in repairs:
            self.mended.add(finding.code)
            if code := self.codes.get(finding.code):  # else the run does not tell this rule's findings
                code.repaired += 1
        made = {(finding.code, repair.description): (finding, repair) for _, finding, repair in repairs if repair.field == "author"}
        before = repairs[0][0].author
        if not made or before == record.author:
            return
        self.lists_repaired += 1
        if self.lists.count < LISTS:
            told = [
                [f.code, r.safety.value, r.description, f.confidence, f.message, [[e.name, round(e.weight, 2), e.detail] for e in f.evidence]]
                for f, r in made.values()
            ]
            self.lists.add([self.records.count, told, list(aligned(before, record.author))])

    def _path(self, path: str) -> int:
        return self.paths.setdefault(path, len(self.paths))


def _mask(record: Record) -> int:
    venue = record.container_title or record.event_title or record.publisher
    present = (record.title, record.author, record.issued, record.identifiers, record.abstract, venue)
    return sum(1 << i for i, value in enumerate(present) if value)
