"""JSON and JSON Lines: all that is known of a finding."""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from paperconv.diagnostics.diagnostic import Diagnostic


def array(findings: Iterable[Diagnostic]) -> Iterator[str]:
    """One JSON array, a diagnostic a line."""
    first = True
    for d in findings:
        yield ("[\n" if first else ",\n") + as_json(d)
        first = False
    yield "[]\n" if first else "\n]\n"


def lines(findings: Iterable[Diagnostic]) -> Iterator[str]:
    """JSON Lines, a diagnostic a line."""
    for d in findings:
        yield as_json(d) + "\n"


def as_json(diagnostic: Diagnostic) -> str:
    """One diagnostic as a JSON object (members as in the command line's contract; ``evidence`` and ``details`` beside them)."""
    return msgspec.json.encode(_members(diagnostic)).decode()


def _members(d: Diagnostic) -> dict[str, Any]:
    members: dict[str, Any] = msgspec.to_builtins(d)
    members["details"] = dict(d.details)
    if not d.details:
        del members["details"]
    return members
