"""Diagnostics for programs."""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from paperconv.diagnostics.diagnostic import Diagnostic


def json_array(diagnostics: Iterable[Diagnostic]) -> Iterator[str]:
    """One JSON array, a diagnostic a line."""
    first = True
    for d in diagnostics:
        yield ("[\n" if first else ",\n") + as_json(d)
        first = False
    yield "[]\n" if first else "\n]\n"


def json_lines(diagnostics: Iterable[Diagnostic]) -> Iterator[str]:
    """JSON Lines, a diagnostic a line."""
    for d in diagnostics:
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
