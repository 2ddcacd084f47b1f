"""Diagnostics for people: one line that names file, line and code, then the line at fault and what would mend it."""

import linecache
import os
import textwrap
from collections.abc import Callable

from paperconv.diagnostics.diagnostic import Diagnostic, Repair
from paperconv.diagnostics.severity import Severity

Style = Callable[[str, str], str]
"""Takes a text and what it is (``error``, ``warning``, ``info``, ``path``, ``dim``), and gives it coloured or not."""

_INDENT = "    "
_LARGEST_EXCERPTED = 64 << 20
"""Bytes of a file above which its lines are not shown."""


def uncoloured(text: str, kind: str) -> str:
    """The style that changes nothing."""
    return text


def render(diagnostic: Diagnostic, width: int = 100, style: Style = uncoloured, *, excerpt: bool = True) -> str:
    """A diagnostic as lines of at most ``width`` columns (a single long word may stand out)."""
    d = diagnostic
    where = d.path + (f":{d.line}" if d.line > 0 else "") if d.path else ""
    sure = f", {floor3(d.confidence):g}" if 0 <= d.confidence < 1 else ""
    lead = f"{d.code} {d.name} ({d.severity}{sure})"
    body = _wrap(d.message, width, first=len(f"{where} {lead}  "), indent=_INDENT)
    head = (style(where, "path") + " " if where else "") + style(lead, d.severity.value) + "  " + body
    lines = [head]
    if excerpt and len(text := _line_at_fault(d)) > 2:  # a lone bracket shows nothing
        number = str(d.line)
        lines.append(style(f"{_INDENT}{number} | {shorten(text, width - len(number) - 7)}", "dim"))
    labelled = list(d.details)
    if d.fix and not any(label == "repair" for label, _ in labelled):
        labelled.append(("repair", _repair_text(d.fix)))
    labelled += [("see", f"{p.path}:{p.line}") for p in d.related]
    margin = max((len(label) for label, _ in labelled), default=0)
    for label, text in labelled:
        lead = f"{_INDENT}{label.ljust(margin)}  "
        lines.append(lead + _wrap(text, width, first=len(lead), indent=" " * len(lead)))
    return "\n".join(lines)


def summary(counts: dict[Severity, int]) -> str:
    """ "2 errors, 1 warning, 3 notes", or "nothing found"."""
    words = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
    parts = [f"{n:,} {words[s]}{'s' if n != 1 else ''}" for s in words if (n := counts.get(s, 0))]
    return ", ".join(parts) or "nothing found"


def shorten(text: str, width: int) -> str:
    """``text`` on one line of at most ``width`` characters, the rest for "…"."""
    text = " ".join(text.split())
    return text if len(text) <= width else text[: max(width - 1, 1)].rstrip() + "…"


def floor3(value: float) -> float:
    """A probability with three places, rounded down: 0.9999 is not shown as certain."""
    return int(value * 1000) / 1000


def _repair_text(fix: Repair) -> str:
    return f"{fix.safety}: {fix.description}"


def _wrap(text: str, width: int, first: int, indent: str) -> str:
    """``text`` broken at ``width``; its first line begins at column ``first``, the others at ``indent``."""
    room = max(width, 40)
    return textwrap.fill(
        text, room, initial_indent=" " * min(first, room - 20), subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    ).lstrip(" ")


def _line_at_fault(d: Diagnostic) -> str:
    """The line of the input that a diagnostic names, "" where it cannot be read again."""
    try:
        if d.line < 1 or not d.path or d.path.startswith("<") or os.path.getsize(d.path) > _LARGEST_EXCERPTED:
            return ""
        return linecache.getline(d.path, d.line).strip()
    except (OSError, SyntaxError, UnicodeDecodeError):
        return ""
