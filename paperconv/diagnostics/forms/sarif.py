"""SARIF 2.1.0 (OASIS Standard, 27 March 2020): findings for code-scanning viewers, with the pages of the rules."""

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple
from urllib.parse import quote

import msgspec

from paperconv.diagnostics.codes import code_of
from paperconv.diagnostics.diagnostic import Diagnostic
from paperconv.diagnostics.excerpt import line_at_fault
from paperconv.diagnostics.fingerprint import fingerprint
from paperconv.diagnostics.forms.paths import from_here
from paperconv.diagnostics.gather import Findings
from paperconv.diagnostics.severity import Severity

_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_AREAS = {
    "PC0": "reading", "PC1": "authors", "PC2": "identifiers", "PC3": "dates", "PC4": "text", "PC5": "duplicates", "PC6": "links", "PC9": "writing",
}  # fmt: skip
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_SNIPPET = 400


ByFix = tuple[str, int, str, bytes]
"""What tells a repair from all others: the path and ordinal of the record, the code, the repair itself."""


class Replacement(NamedTuple):
    """A piece of a file, from a line and column (from 1, in characters) to the place behind its end, and what is to stand there."""

    line: int
    column: int
    end_line: int
    end_column: int
    text: str


def by_fix(d: Diagnostic) -> ByFix:
    """The key of a diagnostic's repair in the replacements that :func:`write` takes."""
    return d.path, d.ordinal, d.code, msgspec.msgpack.encode(d.fix)


def write(
    findings: Findings, version: str, page: Callable[[str], str], replacements: Mapping[ByFix, Replacement] = MappingProxyType({})
) -> Iterator[str]:
    """One SARIF log with one run (sections 3.13, 3.14). ``page`` gives the page of a code, which becomes the rule's help (3.49.13).

    ``replacements`` are the repairs that can be made in the files, which become fixes (3.55).
    """
    codes = sorted(findings.codes)
    driver = {"name": "paperconv", "version": version, "semanticVersion": version, "rules": [_rule(code, page(code)) for code in codes]}
    yield f'{{"$schema":"{_SCHEMA}","version":"2.1.0","runs":[{{"tool":{{"driver":{_json(driver)}}},\n'
    yield '"columnKind":"unicodeCodePoints","results":['
    places = {code: n for n, code in enumerate(codes)}
    for n, d in enumerate(findings):
        yield (",\n" if n else "\n") + _json(_result(d, places[d.code], replacements.get(by_fix(d)) if d.fix else None))
    yield "\n]}]}\n"


def _rule(code: str, page: str) -> dict[str, Any]:
    entry = code_of(code)
    return {
        "id": code,
        "name": "".join(word.capitalize() for word in entry.name.split("-")),
        "shortDescription": {"text": f"{entry.name}: {entry.summary}"},
        "fullDescription": {"text": page.split("\n\n")[0]},
        "help": {"text": page, "markdown": page},
        "defaultConfiguration": {"level": _LEVEL[entry.severity]},
        "properties": {"tags": [_AREAS[code[:3]]], "problem.severity": "recommendation" if entry.severity is Severity.INFO else entry.severity.value},
    }


def _result(d: Diagnostic, index: int, replacement: Replacement | None) -> dict[str, Any]:
    location: dict[str, Any] = {"physicalLocation": _place(d.path, _region(d))}
    if d.record:
        name = f"{d.record}.{d.field}" if d.field else d.record
        location["logicalLocations"] = [{"name": d.record, "fullyQualifiedName": name, "kind": "element"}]
    result: dict[str, Any] = {
        "ruleId": d.code,
        "ruleIndex": index,
        "level": _LEVEL[d.severity],
        "message": {"text": d.message},
        "locations": [location],
        "partialFingerprints": {"paperconv/v1": fingerprint(d, from_here(d.path))},
    }
    if 0 <= d.confidence <= 1:
        result["rank"] = round(d.confidence * 100, 2)
    if d.related:
        result["relatedLocations"] = [
            {"id": n, "physicalLocation": _place(p.path, {"startLine": max(p.line, 1)}), "message": {"text": p.record or "see also"}}
            for n, p in enumerate(d.related, 1)
        ]
    if d.fix and replacement:
        region = dict(zip(("startLine", "startColumn", "endLine", "endColumn"), replacement[:4], strict=True))
        change = {"deletedRegion": region, "insertedContent": {"text": replacement.text}}
        artifact = _place(d.path, {})["artifactLocation"]
        description = {"text": f"{d.fix.description} ({d.fix.safety})"}
        result["fixes"] = [{"description": description, "artifactChanges": [{"artifactLocation": artifact, "replacements": [change]}]}]
    if d.details or d.fix:
        result["properties"] = dict(d.details) | ({"repair": f"{d.fix.safety}: {d.fix.description}"} if d.fix else {})
    return result


def _region(d: Diagnostic) -> dict[str, Any]:
    region: dict[str, Any] = {"startLine": max(d.line, 1)}
    if d.end_column > 0:
        region |= {"startColumn": d.column, "endLine": region["startLine"], "endColumn": d.end_column}
    else:
        region |= {"startColumn": max(d.column, 1), "endLine": max(d.end_line, region["startLine"])}
    text = line_at_fault(d)
    if text and region["endLine"] == region["startLine"] and len(text) <= _SNIPPET:
        region["snippet"] = {"text": text[region["startColumn"] - 1:region.get("endColumn", len(text) + 1) - 1]}
    return region


def _place(path: str, region: dict[str, Any]) -> dict[str, Any]:
    here = from_here(path)
    uri = Path(here).as_uri() if os.path.isabs(here) else quote(here)
    return {"artifactLocation": {"uri": uri}, "region": region}


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
