"""Rows of two lists side by side, and bars of a chart."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperconv.model import Name
from paperconv.reporting.charts import MOST_BARS, MOST_YEARS, Bar, bars, years
from paperconv.reporting.lists import aligned

ANN, BOB, CARL, DORA = (Name(family=f, given=g) for f, g in (("Lee", "Ann"), ("Roe", "Bob"), ("May", "Carl"), ("Fay", "Dora")))
TEAM = Name(literal="Gemini Team")

CASES = {
    "one is mended": ([Name(family="Gemini Team", given="null"), ANN], [TEAM, ANN], [["null", "Gemini Team", "", "Gemini Team"], ["Ann", "Lee"]]),
    "one is removed": ([ANN, Name(), BOB, CARL], [ANN, BOB, CARL], [["Ann", "Lee"], ["", "", "", ""], ["Bob", "Roe"], ["Carl", "May"]]),
    "one becomes two": (
        [Name(family="Roe", given="Ann Lee and Bob"), CARL, DORA],
        [ANN, BOB, CARL, DORA],
        [["Ann Lee and Bob", "Roe", "Ann", "Lee"], ["", "", "Bob", "Roe"], ["Carl", "May"], ["Dora", "Fay"]],
    ),
    "a column slid": (
        [Name(family="Gemini Team", given="Ann"), Name(family="Lee", given="Bob")],
        [TEAM, ANN, Name(given="Bob", lost="family")],
        [["Ann", "Gemini Team", "", "Gemini Team"], ["Bob", "Lee", "Ann", "Lee"], ["", "", "Bob", None]],
    ),
    "a given name is lost": ([ANN], [Name(family="Lee", lost="given", suffix="Jr.")], [["Ann", "Lee", None, "Lee, Jr."]]),
    "nothing was there": ([], [ANN], [["", "", "Ann", "Lee"]]),
}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_rows_stand_beside_each_other(case: str) -> None:
    before, after, rows = CASES[case]
    assert list(aligned(before, after)) == rows


NAMES = st.lists(st.builds(Name, family=st.sampled_from(["Lee", "Roe", "May"]), given=st.sampled_from(["Ann", "Bob"])), max_size=12)


@given(NAMES, NAMES)
def test_no_name_is_left_out_on_either_side(before: list[Name], after: list[Name]) -> None:
    rows = list(aligned(before, after))
    for names, side in ((before, slice(0, 2)), (after, slice(-2, None))):
        assert [row[side] for row in rows if any(row[side])] == [[n.given, n.family] for n in names]


def test_years_without_a_record_keep_their_place_and_far_ones_are_gathered() -> None:
    found = years(Counter({2020: 4, 2022: 2}))
    assert [(b.label, b.count, b.length) for b in found] == [("2020", 4, 100.0), ("2021", 0, 0.0), ("2022", 2, 50.0)]
    found = years(Counter({1665: 1, 2000: 500, 2024: 500, 9999: 1}))
    assert len(found) == MOST_YEARS + 2
    assert (found[0], found[-1]) == (Bar("before 1965", 1, 0.2), Bar("after 2024", 1, 0.2))
    assert sum(b.count for b in found) == 1002
    assert years(Counter()) == []


def test_what_is_beyond_the_most_frequent_is_one_bar() -> None:
    found = bars(Counter({f"t{n:02}": 100 - n for n in range(MOST_BARS + 3)}), "other types")
    assert [b.label for b in found[:2]] == ["t00", "t01"]
    assert found[-1].label == "3 other types"
    assert found[-1].count == 80 + 79 + 78
