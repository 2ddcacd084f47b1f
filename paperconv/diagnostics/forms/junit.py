"""JUnit's XML: a suite a file, a test case a finding (the form that Jenkins and GitLab read: windyroad's JUnit.xsd)."""

import re
from collections.abc import Iterator
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from paperconv.diagnostics.diagnostic import Diagnostic
from paperconv.diagnostics.gather import Findings
from paperconv.diagnostics.severity import Severity

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(findings: Findings) -> Iterator[str]:
    """One document. Errors and warnings are failures; information is a test that passed and said something."""
    failed = sum(d.severity is not Severity.INFO for d in findings)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<testsuites name="paperconv" tests="{len(findings) or 1}" failures="{failed}" errors="0">\n'
    for path, group in groupby(findings, key=lambda d: d.path):
        of_file = list(group)
        failures = sum(d.severity is not Severity.INFO for d in of_file)
        yield f'  <testsuite name={_attribute(path)} tests="{len(of_file)}" failures="{failures}" errors="0" skipped="0">\n'
        yield from map(_case, of_file)
        yield "  </testsuite>\n"
    if not len(findings):
        yield '  <testsuite name="paperconv" tests="1" failures="0" errors="0" skipped="0">\n'
        yield '    <testcase name="nothing found" classname="paperconv"/>\n  </testsuite>\n'
    yield "</testsuites>\n"


def _case(d: Diagnostic) -> str:
    name = f"{d.code} {d.name}, line {max(d.line, 1)}" + (f", {d.record}" if d.record else "")
    head = f'    <testcase name={_attribute(name)} classname={_attribute(d.path)} file={_attribute(d.path)} line="{max(d.line, 1)}">\n'
    text = "\n".join([f"{d.path}:{max(d.line, 1)}: {d.message}", *(f"{label}: {value}" for label, value in d.details)])
    if d.severity is Severity.INFO:
        body = f"      <system-out>{_text(text)}</system-out>\n"
    else:
        body = f'      <failure type="{d.severity}" message={_attribute(d.message)}>{_text(text)}</failure>\n'
    return head + body + "    </testcase>\n"


def _text(text: str) -> str:
    return escape(_NO_XML.sub("\ufffd", text))


def _attribute(text: str) -> str:
    return quoteattr(_NO_XML.sub("\ufffd", text), {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})
