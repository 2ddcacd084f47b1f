"""Diagnostics for people: one line that names file, line and code, then the line at fault and what would mend it."""

import textwrap
from collections.abc import Callable, Iterable, Iterator

from rich.cells import cell_len, set_cell_size

from paperconv.diagnostics.diagnostic import Diagnostic, Repair
from paperconv.diagnostics.excerpt import line_at_fault
from paperconv.diagnostics.severity import Severity
from paperconv.patterns import pattern

Style = Callable[[str, str], str]
"""Takes a text and what it is (``error``, ``warning``, ``info``, ``path``, ``dim``), and gives it coloured or not."""

_INDENT = "    "
_UNSEEN = pattern(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""What would move the cursor, or colour the terminal: a tab, an escape, a mark of direction."""
_AHEAD = 4
"""So many times the room a text is looked at first, before all of it: its white space is squeezed."""
_EXCERPT = 120
"""Columns of a line at fault where there is no terminal whose width is known."""
_BEFORE = 20
"""Columns of a long line that are shown before the part at fault."""


def uncoloured(text: str, kind: str) -> str:
    """The style that changes nothing."""
    return text


def render(diagnostic: Diagnostic, width: int = 100, style: Style = uncoloured, *, excerpt: bool = True) -> str:
    """A diagnostic as lines of at most ``width`` columns (a single long word may stand out); 0: each part on a line of its own, whole."""
    d = diagnostic
    where = d.path + (f":{d.line}" if d.line > 0 else "") + (f":{d.column}" if d.end_column > 0 else "") if d.path else ""
    sure = f", {floor3(d.confidence):g}" if 0 <= d.confidence < 1 else ""
    lead = f"{d.code} {d.name} ({d.severity}{sure})"
    body = _wrap(d.message, width, first=len(f"{where} {lead}  "), indent=_INDENT)
    head = (style(where, "path") + " " if where else "") + style(lead, d.severity.value) + "  " + body
    lines = [head]
    if excerpt and len(text := line_at_fault(d)) > 2:  # a lone bracket shows nothing
        lines += _excerpt(d, text, width, style)
    labelled = list(d.details)
    if d.fix and not any(label == "repair" for label, _ in labelled):
        labelled.append(("repair", _repair_text(d.fix)))
    labelled += [("see", f"{p.path}:{p.line}") for p in d.related]
    margin = max((len(label) for label, _ in labelled), default=0)
    for label, text in labelled:
        lead = f"{_INDENT}{label.ljust(margin)}  "
        lines.append(lead + _wrap(text, width, first=len(lead), indent=" " * len(lead)))
    return "\n".join(lines)


def listing(findings: Iterable[Diagnostic], width: int = 100, style: Style = uncoloured) -> Iterator[str]:
    """All findings, those of a file together, the files set apart by an empty line."""
    path = None
    for d in findings:
        yield ("\n" if path not in (None, d.path) else "") + render(d, width, style) + "\n"
        path = d.path


def summary(counts: dict[Severity, int]) -> str:
    """ "2 errors, 1 warning, 3 notes", or "nothing found"."""
    words = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
    parts = [f"{n:,} {words[s]}{'s' if n != 1 else ''}" for s in words if (n := counts.get(s, 0))]
    return ", ".join(parts) or "nothing found"


def shorten(text: str, width: int) -> str:
    """``text`` on one line of at most ``width`` characters, the rest for "…"."""
    room = max(width, 2)
    head = " ".join(text[: _AHEAD * room].split())  # a record on one line of JSON is not taken apart for what is shown of it
    return _cut(head if cell_len(head) > room else " ".join(text.split()), room)


def floor3(value: float) -> float:
    """A probability with three places, rounded down: 0.9999 is not shown as certain."""
    return int(value * 1000) / 1000


def _repair_text(fix: Repair) -> str:
    return f"{fix.safety}: {fix.description}"


def _wrap(text: str, width: int, first: int, indent: str) -> str:
    """``text`` broken at ``width``; its first line begins at column ``first``, the others at ``indent``."""
    text = _UNSEEN.sub(" ", text)
    if not width:
        return " ".join(text.split())
    room = max(width, 40)
    return textwrap.fill(
        text, room, initial_indent=" " * min(first, room - 20), subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    ).lstrip(" ")


def _excerpt(d: Diagnostic, text: str, width: int, style: Style) -> list[str]:
    """The line at fault, as much of it as fits, and below it carets under the part that the diagnostic is about, where that is known."""
    number = str(d.line)
    room = max((width or _EXCERPT) - len(number) - 7, 20)
    text = _UNSEEN.sub(" ", text)
    if d.end_column <= 0:
        return [style(f"{_INDENT}{number} | {shorten(text, room)}", "dim")]
    before, fault, after = text[:d.column - 1].lstrip(), text[d.column - 1:d.end_column - 1], text[d.end_column - 1:].rstrip()
    if cell_len(before + fault + after) > room and cell_len(before) > _BEFORE:
        before = "…" + _last(before, _BEFORE)
    carets = min(max(cell_len(fault), 1), room - cell_len(before))
    return [
        style(f"{_INDENT}{number} | {_cut(before + fault + after, room)}", "dim"),
        style(f"{_INDENT}{' ' * len(number)} | ", "dim") + " " * cell_len(before) + style("^" * carets, d.severity.value),
    ]


def _cut(text: str, room: int) -> str:
    return text if cell_len(text) <= room else set_cell_size(text, room - 1).rstrip() + "…"


def _last(text: str, room: int) -> str:
    while cell_len(text) > room:
        text = text[1:]
    return text
