"""The values of a diagnosis: a finding (what a rule sees in a record), its evidence and repair, and the diagnostic (the finding in its place)."""

import enum
from typing import Any

import msgspec

from paperconv.diagnostics.codes import code_of
from paperconv.diagnostics.severity import Severity
from paperconv.model import Record


class Safety(enum.StrEnum):
    """How sure a repair is: ``safe`` = every name and value that it writes is right; ``unsafe`` = likely right."""

    SAFE = "safe"
    UNSAFE = "unsafe"


class Evidence(msgspec.Struct, frozen=True, omit_defaults=True):
    """One ground for a finding. ``weight`` is a natural-log odds ratio, positive where it speaks for the finding."""

    name: str
    weight: float
    detail: str = ""


class Repair(msgspec.Struct, frozen=True):
    """What would mend a record: ``value`` is the new value of ``field`` (a Python field name of :class:`~paperconv.model.Record`)."""

    field: str
    value: Any
    safety: Safety
    description: str


class Place(msgspec.Struct, frozen=True, omit_defaults=True):
    """Somewhere else that a finding speaks of: a second record of the same work, the record with the same abstract."""

    path: str
    line: int
    record: str = ""


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """What a rule sees in one record.

    ``code`` is the rule's (``PC101``), ``message`` one line for people, ``field`` a Python field name of :class:`~paperconv.model.Record`.
    ``index`` is the 0-based author it is about, -1 where it is about the whole field. ``confidence`` is the probability that
    the finding is true, and ``evidence`` what it stands on. ``details`` are labelled lines for people ("as printed" …). ``severity``
    overrides the code's own. ``repair`` is what would mend the record, ``related`` where else to look.
    """

    code: str
    message: str
    field: str = ""
    index: int = -1
    severity: Severity | None = None
    confidence: float = 1.0
    evidence: tuple[Evidence, ...] = ()
    details: tuple[tuple[str, str], ...] = ()
    repair: Repair | None = None
    related: tuple[Place, ...] = ()


class Diagnostic(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A finding in its place; what ``validate`` prints.

    ``code`` and ``name`` are the rule's, ``severity`` says how much it matters, ``message`` is one line for people. ``path``, ``line``,
    ``end_line``, ``column`` (1-based, -1 where unknown) say where, ``end_column`` is the column behind the part of the line that it is about,
    where that part is known. ``record`` is the citation key, ``ordinal`` the 0-based place among the items of the input (-1 outside records),
    ``field`` a Python field name of :class:`~paperconv.model.Record`. ``confidence`` is the probability that it is true (-1: not judged),
    ``evidence`` what it stands on, ``details`` labelled lines for people, ``fix`` what would mend it, ``related`` where else to look.
    """

    code: str
    name: str
    severity: Severity
    message: str
    path: str
    line: int = msgspec.field(default=-1)
    end_line: int = msgspec.field(default=-1)
    column: int = msgspec.field(default=-1)
    end_column: int = msgspec.field(default=-1)
    record: str = ""
    ordinal: int = -1
    field: str = ""
    confidence: float = msgspec.field(default=-1.0)
    evidence: tuple[Evidence, ...] = ()
    details: tuple[tuple[str, str], ...] = ()
    fix: Repair | None = None
    related: tuple[Place, ...] = ()


def place(finding: Finding, record: Record) -> Diagnostic:
    """The finding as a diagnostic at the line of its field in the record's input."""
    origin, code = record.origin, code_of(finding.code)
    line = origin.line_of(finding.field)
    return Diagnostic(
        code=code.code,
        name=code.name,
        severity=finding.severity or code.severity,
        message=finding.message,
        path=origin.path,
        line=line,
        end_line=line if finding.field in origin.lines else origin.end_line,
        column=1,
        record=record.id,
        ordinal=origin.ordinal,
        field=finding.field,
        confidence=_floor(finding.confidence),
        evidence=finding.evidence,
        details=finding.details,
        fix=finding.repair,
        related=finding.related,
    )


def _floor(confidence: float) -> float:
    """Four places, rounded down: what is not certain is not called so."""
    return int(confidence * 10_000) / 10_000
