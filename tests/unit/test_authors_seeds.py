"""The two real dumps: a list with its columns shifted, and the true one."""

from pathlib import Path

import pytest

from paperconv.authors.align import align
from paperconv.diagnostics import CODES, Finding
from paperconv.model import Name, Record
from paperconv.model.origin import Origin
from paperconv.rules.apply import mend
from paperconv.rules.base import check, rules_for

SEEDS = Path(__file__).parents[2].parent / "shared/seeds"
pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the two dumps are not beside this checkout")
AUTHOR_CODES = frozenset(c for c in CODES if c.startswith("PC1"))
LOST = {"R1": "Zhen", "V3": "Zizheng"}


def flat(line: str) -> tuple[Name, ...]:
    parts = line.split(", ")
    return tuple(Name(family=f, given=g) for f, g in zip(parts[::2], parts[1::2], strict=True))


def printed(line: str) -> tuple[Name, ...]:
    return tuple(Name(given=given, family=family) for given, _, family in (part.rpartition(" ") for part in line.split(", ")))


def lines(pattern: str) -> list[str]:
    return next(SEEDS.glob(pattern)).read_text(encoding="utf-8").splitlines()


def whole(paper: str) -> tuple[Name, ...]:
    found = [flat(line) for line in lines("000*") if line.startswith("DeepSeek-AI, null")]
    return found[0 if paper == "R1" else 1]


def shifted(paper: str) -> tuple[Name, ...]:
    found = [printed(line) for line in lines("001*") if " DeepSeek-AI, " in line[:40]]
    return found[0 if paper == "R1" else 1]


def truth(paper: str) -> tuple[Name, ...]:
    return (Name(literal="DeepSeek-AI"), *whole(paper)[1:])


def findings(names: tuple[Name, ...]) -> list[Finding]:
    rules, _ = rules_for(AUTHOR_CODES)
    return check(Record(title="A title", author=names, source=Origin(path="", format="", owner="Ma, Zhicheng")), rules, AUTHOR_CODES - {"PC126"})


@pytest.mark.parametrize("paper", ["R1", "V3"])
def test_the_shifted_list_alone(paper: str) -> None:
    found = [f for f in findings(shifted(paper)) if f.code != "PC120"]
    assert [f.code for f in found] == ["PC101"]
    shift = found[0]
    assert shift.index == 0
    assert shift.confidence >= 0.999
    assert {e.name for e in shift.evidence} >= {"organisation in a person's name", "pairs likelier re-aligned"}
    assert dict(shift.details)["re-aligned"].startswith("DeepSeek-AI, ")
    rules, _ = rules_for(AUTHOR_CODES)
    mended, seen = mend(Record(title="A title", author=shifted(paper)), rules, "safe")
    assert mended.author[:-1] == truth(paper)[:-1]
    assert mended.author[-1] == Name(given=LOST[paper], lost="family")
    assert "PC124" in {f.code for f in seen}
    assert [c.code for c in mended.history] == ["PC101"]


def test_ties_of_the_sorted_column_speak_for_the_shift() -> None:
    shift = next(f for f in findings(shifted("V3")) if f.code == "PC101")
    assert next(e for e in shift.evidence if e.name == "ties of the sorted column").weight > 5


@pytest.mark.parametrize("paper", ["R1", "V3"])
def test_the_true_list_has_its_null_and_two_doubles_and_nothing_else(paper: str) -> None:
    found = findings(whole(paper))
    assert sorted(f.code for f in found) == ["PC105", "PC120", "PC120"]
    rules, _ = rules_for(AUTHOR_CODES)
    mended, _ = mend(Record(title="A title", author=whole(paper)), rules, "safe")
    assert mended.author == truth(paper)


def test_the_short_list_has_a_name_in_capitals() -> None:
    found = findings(next(flat(line) for line in lines("000*") if line.startswith("Xu, Qing")))
    assert [(f.code, f.index) for f in found] == [("PC119", 2)]


@pytest.mark.parametrize("paper", ["R1", "V3"])
def test_with_the_second_record_it_is_exact(paper: str) -> None:
    there, back = align(whole(paper), shifted(paper)), align(shifted(paper), whole(paper))
    assert (there.corrupt, back.corrupt) == ("second", "first")
    assert there.repaired == back.repaired == truth(paper)
    assert there.confidence > 0.999
