"""Short cuts for everyday text give what the long way gives."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperconv.authors import columns, glance, keys, lexical, model, tokens
from paperconv.authors.latest import latest
from paperconv.authors.repair import mend_names
from paperconv.formats.bibtex import names
from paperconv.markup import latex_encode
from paperconv.model import Name, Record
from paperconv.rules.base import RULES, load
from paperconv.rules.listing import faulty, odd

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


PARTS = (
    "Ann Smith Lee O'Brien J. III Jr. Sr HE McX SmithB Roe... Doe-and and University Foo-University Federation gmbh. Team Qwen-AI AI et al. "
    "others null Press Müller† x Ab, Cd, ' 1 Daumé"
).split()
PART = st.sampled_from(PARTS) | st.lists(st.sampled_from(PARTS), max_size=2).map(" ".join)
CLEAN = tuple(Name(family=family, given=first) for family, first in (("Poe", "Zoë"), ("Doe", "Kim"), ("Møller", "Ida"), ("Fry", "Eli")))


@settings(max_examples=1500)
@given(st.builds(Name, family=PART, given=PART, suffix=st.sampled_from(["", "", "Jr."]), lost=st.sampled_from(["", "", "family"])), st.integers(0, 4))
def test_a_plain_list_has_nothing_for_the_rules_on_single_names(name: Name, at: int) -> None:
    people = (*CLEAN[:at], name, *CLEAN[at:])
    if not glance.glance_at(people).plain:
        return
    load()
    record = Record(title="T", author=people)
    assert [finding for one in RULES if one.when in (odd, faulty) for finding in one.check(record)] == []
    assert mend_names(people) == people
    assert not lexical.name_faults(*keys.pair(name))
    assert not columns.pins_of([keys.pair(n) for n in people], model.default())
    assert not tokens.is_et_al(keys.full(people[-1]))


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
