"""Short cuts for everyday text give what the long way gives."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperconv.authors import glance
from paperconv.authors.latest import latest
from paperconv.formats.bibtex import names
from paperconv.markup import latex_encode
from paperconv.model import Name

WORDS = st.sampled_from(["Ann", "de", "and", "And", "O'Brien", "José", "Łukasz", "Jean-Pierre", "J.", "AI", "GPT-4", "ML", "×", "é1", "-", "'", "--", "{", "Li", "x_y", "Nguyễn"])
TEXT = st.lists(WORDS | st.text(max_size=3), max_size=4).map(" ".join)
NOTHING = re.compile(r"(?!)")


@given(TEXT, TEXT)
def test_an_everyday_name_is_written_as_any_other(family: str, given_name: str) -> None:
    name = Name(family=family, given=given_name)
    write = names._write_name.__wrapped__
    short = write(name, False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(names, "_EVERYDAY", NOTHING)
        assert write(name, False) == short


@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=3))
def test_an_everyday_list_is_looked_at_closely_where_any_other_is(pairs: list[tuple[str, str]]) -> None:
    people = [Name(family=family, given=given_name) for given_name, family in pairs]
    short = glance.glance_at(people).suspicious
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(glance, "_EVERYDAY", NOTHING)
        assert glance.glance_at(people).suspicious == short


@given(TEXT)
def test_plain_text_is_the_same_in_tex(text: str) -> None:
    if latex_encode._is_plain(text):
        assert latex_encode._Encoder(ascii=False).text(text) == text


@given(st.text())
def test_text_that_can_be_printed_has_nothing_to_be_cleaned(text: str) -> None:
    assert latex_encode.clean(text) == latex_encode._CONTROL.sub("", latex_encode._SPACES.sub(" ", text))


def test_the_last_answer_is_remembered_for_the_same_list_only() -> None:
    asked: list[tuple[Name, ...]] = []

    @latest
    def judge(people: tuple[Name, ...]) -> int:
        asked.append(people)
        return len(people)

    first, second = (Name("Li", "Wei"),), (Name("Li", "Wei"),) * 2
    assert [judge(x) for x in (first, first, second, second, first)] == [1, 1, 2, 2, 1]
    assert asked == [first, second, first]
