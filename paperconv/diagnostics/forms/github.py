"""GitHub's workflow commands: findings as annotations of a pull request.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions; escaping as in actions/toolkit, core/command.ts.
"""

from collections.abc import Iterable, Iterator

from paperconv.diagnostics.diagnostic import Diagnostic
from paperconv.diagnostics.forms.paths import from_here
from paperconv.diagnostics.severity import Severity

_COMMAND = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def write(findings: Iterable[Diagnostic]) -> Iterator[str]:
    """One ``::error …::`` command a finding. Columns are given where begin and end stand on one line, as GitHub wants it."""
    for d in findings:
        properties = {"title": f"{d.code} {d.name}"}
        if d.path:
            properties["file"] = from_here(d.path)
        if d.line > 0:
            properties |= {"line": str(d.line), "endLine": str(max(d.end_line, d.line))}
            if d.end_column > 0:
                properties |= {"endLine": str(d.line), "col": str(d.column), "endColumn": str(d.end_column)}
        listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
        message = d.message + (f"\nrepair ({d.fix.safety}): {d.fix.description}" if d.fix else "")
        yield f"::{_COMMAND[d.severity]} {listed}::{_data(message)}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
