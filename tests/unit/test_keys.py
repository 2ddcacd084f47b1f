"""Citation keys: safe, unique without regard to case, the same in any order."""

import re

from hypothesis import given
from hypothesis import strategies as st

from paperconv.keys import assign, base_key, renew
from paperconv.model import Name, Record


def test_keys_say_author_year_and_title() -> None:
    assert base_key(Record(title="Attention Is All You Need", author=(Name("Vaswani", "Ashish"),), issued="2017-06-12")) == "vaswani2017attention"
    assert base_key(Record(title="The $O(n)$ Case", author=(Name("Erdős", "P."),), issued="1960")) == "erdos1960case"
    assert base_key(Record(title="DeepSeek-R1: Incentivizing", author=(Name(literal="DeepSeek-AI"),), issued="2025")) == "deepseekai2025deepseekr1"
    assert base_key(Record(title="深度学习", author=(Name("张", "三"),))) == "zhangshenduxuexi"
    assert base_key(Record(identifiers={"arxiv": "hep-th/9711200"})) == "arxiv-hep-th-9711200"
    assert base_key(Record(id="Müller 2020, p. 3")) == "Muller-2020-p.-3"


@given(st.lists(st.tuples(st.sampled_from(["a2020x", "A2020x", "a2020xa", "b"]), st.text(max_size=3)), max_size=12, unique=True), st.randoms())
def test_keys_are_unique_and_do_not_depend_on_order(entries: list[tuple[str, str]], rng: object) -> None:
    keys = assign(entries)
    assert len({k.lower() for k in keys}) == len(entries)
    shuffled = list(entries)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]
    distinct = len({(b.lower(), t) for b, t in entries}) == len(entries)
    if distinct:
        assert dict(zip(shuffled, assign(shuffled), strict=True)) == dict(zip(entries, keys, strict=True))


@given(st.text(max_size=30), st.text(max_size=10), st.text(max_size=30))
def test_keys_hold_safe_characters_only(title: str, family: str, given_id: str) -> None:
    for record in (Record(title=title, author=(Name(family, "A"),)), Record(id=given_id)):
        assert re.fullmatch(r"[A-Za-z0-9:._/+-]+", base_key(record))


def test_a_made_key_follows_the_record_and_a_given_one_stays() -> None:
    swapped, right = (Name("Wei", "Li"),), (Name("Li", "Wei"),)
    made = Record(id="wei2020one", title="One", author=swapped, issued="2020")
    assert renew(made, Record(id="wei2020one", title="One", author=right, issued="2020")).id == "li2020one"
    given_key = Record(id="Li20", title="One", author=swapped, issued="2020")
    assert renew(given_key, Record(id="Li20", title="One", author=right, issued="2020")).id == "Li20"
