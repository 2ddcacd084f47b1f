"""GitLab's Code Quality report (https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format)."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator

import msgspec

from paperconv.diagnostics.diagnostic import Diagnostic
from paperconv.diagnostics.fingerprint import fingerprint
from paperconv.diagnostics.forms.paths import from_here
from paperconv.diagnostics.severity import Severity

_SEVERITY = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def write(findings: Iterable[Diagnostic]) -> Iterator[str]:
    """One JSON array. A fingerprint is the same at every run and stands once in a report: findings that are alike are numbered."""
    seen: Counter[str] = Counter()
    first = True
    for d in findings:
        mark = fingerprint(d, from_here(d.path))
        seen[mark] += 1
        if seen[mark] > 1:
            mark = hashlib.sha256(f"{mark} {seen[mark]}".encode()).hexdigest()[:32]
        begin = max(d.line, 1)
        issue = {
            "description": f"{d.code} {d.name}: {d.message}",
            "check_name": d.code,
            "fingerprint": mark,
            "severity": _SEVERITY[d.severity],
            "location": {"path": from_here(d.path), "lines": {"begin": begin, "end": max(d.end_line, begin)}},
        }
        yield ("[\n" if first else ",\n") + msgspec.json.encode(issue).decode()
        first = False
    yield "[]\n" if first else "\n]\n"
