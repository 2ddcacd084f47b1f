"""Where a record came from, and what was done to it."""

from typing import Literal

import msgspec

SafetyName = Literal["safe", "unsafe"]


class Origin(msgspec.Struct, frozen=True, omit_defaults=True):
    """The place of a record in its input.

    ``line`` and ``end_line`` are 1-based and inclusive, ``ordinal`` counts the items of the input from 0.
    ``lines`` gives, for fields that do not stand on ``line``, the line each begins on. ``owner`` is whose page the dump is.
    """

    path: str
    format: str
    line: int = msgspec.field(default_factory=lambda: 1)  # factories, so that the first line is written as every other
    end_line: int = msgspec.field(default_factory=lambda: 1)
    ordinal: int = -1
    owner: str = ""
    lines: dict[str, int] = {}

    def line_of(self, field: str) -> int:
        """The line on which ``field`` begins, as far as the reader knew; else the record's first line."""
        return self.lines.get(field, self.line)


class Change(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing that was done to a record: a repair, or a field taken from another record of the same work (then with its place)."""

    code: str
    field: str
    message: str
    safety: SafetyName | Literal[""] = ""
    path: str = ""
    line: int = 0
