"""Each rule on author lists, with its page of cases: what passes, what fails, what is repaired."""

import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from paperconv.diagnostics import CODES, Diagnostic, Finding, code_of
from paperconv.model import Name, Record
from paperconv.model.origin import Origin
from paperconv.rules.apply import FixLevel, mend
from paperconv.rules.base import check, page, rules_for

PAGES = sorted(Path(__file__).parent.joinpath("cases").glob("PC1*.yaml"))
CASES = [(path.stem, case) for path in PAGES for case in yaml.safe_load(path.read_text(encoding="utf-8"))]
ALONE = [(code, case) for code, case in CASES if "authors" in case and "second" not in case]
AUTHOR_CODES = frozenset(c for c in CODES if c.startswith("PC1"))


def name(text: str) -> Name:
    """A name as the cases write it: "Family, Given", "Family, Given, Jr.", "[?], Given", or a single name."""
    parts = text.split(", ")
    if len(parts) == 1:
        return Name(literal=text)
    family, given, suffix = (*parts, "")[:3]
    if family == "[?]":
        return Name(given=given, lost="family")
    if given == "[?]":
        return Name(family=family, lost="given")
    if text.startswith("Smith1,2"):
        family, given = "Smith1,2", "John"
    return Name(family=family, given=given, suffix=suffix)


def record(case: dict[str, Any]) -> Record:
    extra = {"text:author": case["printed"]} if "printed" in case else {}
    names = (Name(literal=case["literal"]),) if "literal" in case else tuple(map(name, case["authors"]))
    return Record(
        title="A title", author=names, extra=extra, source=Origin(path="", format="", owner=case.get("owner", ""))
    )


def found(item: Record, code: str) -> list[Finding]:
    rules, _ = rules_for(frozenset({code}))
    return check(item, rules, frozenset({code}))


def from_second(case: dict[str, Any], code: str) -> list[Diagnostic]:
    """What the run says of the first record, beside a second record of the work; and that it says nothing worse of the second one."""
    found: list[Diagnostic] = []
    places = [Origin(path="first.txt", format="", line=3), Origin(path="second.txt", format="", line=7)]
    records = [Record(id=f"r{i}", title="A title of five words", author=tuple(map(name, case[k])), source=places[i]) for i, k in enumerate(("authors", "second"))]
    for order in (records, records[::-1]):
        made = [rule.make() for rule in rules_for(frozenset({code}))[1]]
        for one in made:
            for item in order:
                one.add(item)
        found = [d for one in made for d in one.finish() if d.code == code]
    return found


@pytest.mark.parametrize(("code", "case"), [c for c in CASES if "second" in c[1]], ids=[f"{code}: {case['name']}" for code, case in CASES if "second" in case])
def test_case_beside_a_second_record(code: str, case: dict[str, Any]) -> None:
    findings = from_second(case, code)
    assert bool(findings) == (case["expect"] == "fail"), [f.message for f in findings]
    for d in findings:
        assert {d.path, d.related[0].path} == {"first.txt", "second.txt"}
        assert d.related[0].line in (3, 7)
        assert d.severity.value == case.get("severity", d.severity.value)
        assert d.path == "first.txt" or "repaired" not in case
    if "repaired" in case:
        assert findings[0].fix is not None
        assert [n.display() for n in findings[0].fix.value] == [name(t).display() for t in case["repaired"]]
        assert findings[0].evidence
    elif case["expect"] == "fail":
        assert findings[0].fix is None


@pytest.mark.parametrize(("code", "case"), [c for c in CASES if "lists" in c[1]], ids=[f"{code}: {case['name']}" for code, case in CASES if "lists" in case])
def test_case_of_a_whole_source(code: str, case: dict[str, Any]) -> None:
    (made,) = [r.make() for r in rules_for(frozenset({code}))[1]]
    for i, names in enumerate(case["lists"]):
        made.add(Record(id=f"r{i}", author=tuple(map(name, names)), container_title=case.get("venue", ""), source=Origin(path="dump.json", format="", line=i + 1)))
    found = list(made.finish())
    assert len(found) == (case["expect"] == "fail"), [d.message for d in found]
    for d in found:
        assert case["counted"] in d.message
        assert d.evidence[1].detail == case["counted"]
        assert d.line == case["line"]


@pytest.mark.parametrize(("code", "case"), ALONE, ids=[f"{code}: {case['name']}" for code, case in ALONE])
def test_case(code: str, case: dict[str, Any]) -> None:
    item = record(case)
    findings = found(item, code)
    assert bool(findings) == (case["expect"] == "fail"), [f.message for f in findings]
    if "severity" in case:
        assert {(f.severity or code_of(f.code).severity).value for f in findings} == {case["severity"]}
    if "index" in case:
        assert findings[0].index == case["index"]
    if "repaired" in case:
        rules, _ = rules_for(frozenset({code}))
        mended, _ = mend(item, rules, case.get("level", "safe"))
        assert [n.display() for n in mended.author] == [name(t).display() for t in case["repaired"]]


def test_every_author_code_has_cases_of_both_kinds() -> None:
    for code in AUTHOR_CODES:
        kinds = {case["expect"] for c, case in CASES if c == code}
        assert kinds == {"pass", "fail"}, code


def test_every_page_has_an_example_and_says_what_is_repaired() -> None:
    for code in AUTHOR_CODES:
        text = page(code)
        assert "repaired" in text.lower() or "filled" in text.lower(), code
        assert len(text) > 120, code


WORLD = [
    ["王, 小明", "李, 雷", "韓, 梅梅"],
    ["Иванов, Иван", "Петрова, Анна", "Сидоров, Пётр"],
    ["حسن, محمد", "علي, فاطمة"],
    ["शर्मा, राम", "वर्मा, सीता"],
    ["Guðmundsdóttir, Björk", "Jónsson, Jón", "Sigurðardóttir, Jóhanna"],
    ["Suharto", "Sukarno", "Widodo, Joko"],
    ["García Márquez, Gabriel", "Vargas Llosa, Mario", "Ramón y Cajal, Santiago"],
    ["Nagy, István", "Szabó, Péter", "Kovács, Katalin"],
    ["van der Waals, Johannes", "de Broglie, Louis", "von Neumann, John", "ter Haar, Dirk"],
    ["King, Martin Luther, Jr.", "Daumé, Hal, III", "Davis, Sammy, Jr."],
    ["Nguyễn, Văn An", "Trần, Thị Bình", "Lê, Hoàng"],
    ["Kim, Min-Jun", "Park, Seo-yeon", "Lee, Ji-hoon", "Choi, Yejin"],
    ["Suzuki, Ichiro", "Tanaka, Hiroshi", "Sato, Yuki"],
    ["Aho, A. V.", "Sethi, R.", "Ullman, J. D."],
    ["Li, Li", "Chen, Chen", "Yang, Yang"],
    ["Mausam", "Weld, Daniel S."],
    ["Anonymous"],
    ["Xue, Bing", "Wang, Bingxuan", "Wu, Bochao", "Lu, Chengda", "Zhao, Chenggang", "Deng, Chengqi", "Zhang, Chenyu", "Ruan, Chong", "Dai, Damai", "Guo, Daya"],
]


@pytest.mark.parametrize("authors", WORLD, ids=lambda a: a[0])
def test_names_of_the_world_are_no_fault(authors: list[str]) -> None:
    item = Record(title="A title", author=tuple(map(name, authors)))
    rules, _ = rules_for(AUTHOR_CODES)
    assert [(f.code, f.message) for f in check(item, rules, AUTHOR_CODES)] == []


def test_an_experiment_of_three_thousand_is_no_fault() -> None:
    givens = ["G.", "B.", "D. C.", "J.", "O.", "R.", "M.", "H.", "S.", "A. K."]
    families = ["Aad", "Abbott", "Abbott", "Abdallah", "Abdinov", "Aben", "Abolins", "AbouZeid", "Abramowicz", "Abreu"]
    people = [Name(family=f"{f}{chr(97 + i % 26)}{chr(97 + i // 26 % 26)}", given=givens[(i * 7) % 10]) for i in range(300) for f in families]
    item = Record(title="A title", author=(Name(literal="ATLAS Collaboration"), *people))
    rules, _ = rules_for(AUTHOR_CODES)
    assert {f.code for f in check(item, rules, AUTHOR_CODES)} <= {"PC120"}


def initials(item: Name) -> Name:
    given = " ".join(w[0] + "." for w in item.given.split())
    return Name(literal=item.literal) if item.literal else Name(family=item.family, given=given, suffix=item.suffix)


def without_accents(item: Name) -> Name:
    family, given = (unicodedata.normalize("NFKD", v).encode("ascii", "ignore").decode() or v for v in (item.family, item.given))
    return item if item.literal else Name(family=family, given=given, suffix=item.suffix)


@pytest.mark.parametrize("change", [initials, without_accents])
@pytest.mark.parametrize("authors", WORLD, ids=lambda a: a[0])
def test_two_spellings_of_a_sound_list_are_no_fault(authors: list[str], change: Callable[[Name], Name]) -> None:
    names = tuple(map(name, authors))
    assert second_record(names, tuple(map(change, names))) == []


def second_record(first: tuple[Name, ...], second: tuple[Name, ...]) -> list[str]:
    found = []
    for rule in rules_for(AUTHOR_CODES)[1]:
        one = rule.make()
        for path, author in (("a", first), ("b", second)):
            one.add(Record(title="A title of five words", author=author, source=Origin(path=path, format="")))
        found += [d.message for d in one.finish()]
    return found


def test_an_experiment_of_three_thousand_in_two_records_is_no_fault() -> None:
    people = tuple(Name(family=f"{'ABCDEFGHIJ'[i % 10]}{chr(97 + i % 26)}{chr(97 + i // 26 % 26)}ov", given=f"{'AGKMPRST'[i % 8]}leks{chr(97 + i % 7)}") for i in range(3000))
    group = Name(literal="ATLAS Collaboration")
    assert second_record((group, *people), tuple(map(initials, people))) == []


@pytest.mark.parametrize(("code", "case"), ALONE)
def test_a_rule_says_beforehand_how_sure_its_repairs_are(code: str, case: dict[str, Any]) -> None:
    for rule in rules_for(frozenset({code}))[0]:
        for finding in check(record(case), [rule]):
            if finding.repair is not None:
                assert rule.repairs_at("all"), f"{finding.code} repairs, and a run that looks for repairs alone would leave it out"
                assert rule.repairs_at("safe") or finding.repair.safety == "unsafe"


@pytest.mark.parametrize("level", ["safe", "all"])
@pytest.mark.parametrize(("code", "case"), ALONE)
def test_the_rules_that_repair_repair_alone_as_they_do_among_all(code: str, case: dict[str, Any], level: FixLevel) -> None:
    few, _ = rules_for(frozenset(), level=level)
    every, _ = rules_for(None)
    assert len(few) < len(every)
    assert mend(record(case), few, level)[0] == mend(record(case), every, level)[0]


def test_a_rule_that_repairs_nothing_is_left_out() -> None:
    assert rules_for(frozenset())[0] == []
    assert all(rule.repairs for rule in rules_for(frozenset(), level="all")[0])
