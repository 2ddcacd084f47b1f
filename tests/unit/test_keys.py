"""Citation keys: safe, unique without regard to case, the same in any order."""

import re
from collections.abc import Callable, Sequence, Set

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperconv.errors import UsageError
from paperconv.keys import KeyList, KeyMaker, KnownKeys, Pattern, base_key, made_key, renew
from paperconv.model import Name, Record


def test_keys_say_author_year_and_title() -> None:
    assert base_key(Record(title="Attention Is All You Need", author=(Name("Vaswani", "Ashish"),), issued="2017-06-12")) == "vaswani2017attention"
    assert base_key(Record(title="The $O(n)$ Case", author=(Name("Erdős", "P."),), issued="1960")) == "erdos1960case"
    assert base_key(Record(title="DeepSeek-R1: Incentivizing", author=(Name(literal="DeepSeek-AI"),), issued="2025")) == "deepseekai2025deepseekr1"
    assert base_key(Record(title="深度学习", author=(Name("张", "三"),))) == "zhangshenduxuexi"
    assert base_key(Record(identifiers={"arxiv": "hep-th/9711200"})) == "arxiv-hep-th-9711200"
    assert base_key(Record(id="Müller 2020, p. 3")) == "Muller-2020-p.-3"


def assign(bases: Sequence[str], rank: Callable[[int], object], fixed: Set[int] = frozenset(), reserved: Set[str] = frozenset()) -> list[str]:
    keys = KeyList()
    for at, base in enumerate(bases):
        keys.append(base, at in fixed)
    keys.settle(rank, reserved)
    found = list(keys)
    assert [keys[at] for at in range(len(keys))] == found
    return found


def keys_of(entries: list[tuple[str, str]]) -> list[str]:
    return assign([base for base, _ in entries], lambda i: entries[i][1])


@given(st.lists(st.tuples(st.sampled_from(["a2020x", "A2020x", "a2020xa", "b"]), st.text(max_size=3)), max_size=12, unique=True), st.randoms())
def test_keys_are_unique_and_do_not_depend_on_order(entries: list[tuple[str, str]], rng: object) -> None:
    keys = keys_of(entries)
    assert len({k.lower() for k in keys}) == len(entries)
    shuffled = list(entries)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]
    distinct = len({(b.lower(), t) for b, t in entries}) == len(entries)
    if distinct:
        assert dict(zip(shuffled, keys_of(shuffled), strict=True)) == dict(zip(entries, keys, strict=True))


def test_a_tie_is_broken_only_where_there_is_one() -> None:
    asked: list[int] = []
    assert assign(["a", "b", "c", "B"], lambda i: asked.append(i) or i) == ["a", "b", "c", "Ba"]  # type: ignore[func-returns-value]
    assert set(asked) == {1, 3}


def test_a_key_that_must_be_kept_comes_first_and_a_reserved_one_is_given_to_nobody_else() -> None:
    assert assign(["smith", "smith"], lambda i: i, fixed={1}, reserved={"smith"}) == ["smitha", "smith"]
    assert assign(["Smith"], lambda i: i, reserved={"smith", "smitha"}) == ["Smithb"]


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


VASWANI = Record(title="Attention Is All You Need", author=(Name("Vaswani", "Ashish"), Name("Shazeer", "Noam"), Name("Łukasz Ødegård", "K.")), issued="2017-06-12",
                 container_title="Advances in Neural Information Processing Systems", identifiers={"arxiv": "1706.03762"})  # fmt: skip


@pytest.mark.parametrize(("pattern", "key"), [
    ("scholar", "vaswani2017attention"), ("acl", "vaswani-etal-2017-attention"), ("arxiv", "vaswani2017attentionallyouneed"), ("inspire", "Vaswani:2017"),
    ("[auth:lower][year][shorttitle:1]", "vaswani2017Attention"), ("[auth3:upper]_[shortyear]", "VAS_17"), ("[authors:2:-]+[month]", "Vaswani-Shazeer+06"),
    ("[lastauth]", "LukaszOdegard"), ("[journal:abbr]", "AiNIPS"), ("[shorttitle3:2:lower:_]", "att_all"), ("[arxiv]", "1706.03762"), ("[auth.etal:.]", "Vaswani.etal"),
    ("[title:capitalize]", "AttentionIsAllYouNeed"), ("x/[veryshorttitle]", "x/Attention"),
])  # fmt: skip
def test_patterns(pattern: str, key: str) -> None:
    made = Pattern(pattern)(VASWANI)
    assert made == key or (pattern == "inspire" and re.fullmatch(r"Vaswani:2017[a-z]{3}", made))


@pytest.mark.parametrize(("pattern", "message"), [
    ("scholr", "no pattern"), ("[auht]", "did you mean .auth."), ("[auth:lowr]", "no modifier"), ("[auth] [year]", "cannot stand"), ("", "no pattern"), ("[auth", "cannot stand"),
])  # fmt: skip
def test_what_is_no_pattern_is_told(pattern: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        Pattern(pattern)


def test_a_record_that_says_nothing_of_what_is_asked_is_called_by_an_identifier() -> None:
    maker = KeyMaker("[auth:lower][year]")
    assert maker.base(Record(issued="2020", identifiers={"doi": "10.1000/x"})) == ("doi-10.1000-x", False)
    assert maker.base(Record(id="given", author=(Name("Roe", "J."),)))[0] == "roe"


def test_the_year_of_a_preprint_without_a_date_is_its_identifiers() -> None:
    assert made_key(Record(title="One", author=(Name("Roe", "J."),), identifiers={"arxiv": "1706.03762"})) == "roe2017one"


def test_yesterdays_keys() -> None:
    known = KnownKeys([Record(id="Old1", identifiers={"doi": "10.1000/ABC"}), Record(id="Old2", title="Same Title", issued="2020"),
                       Record(id="Old3", title="Twice", issued="2020"), Record(id="Old4", title="Twice", issued="2020"),
                       Record(id="Old5", title="Other", issued="2021", identifiers={"arxiv": "2101.00001"})])  # fmt: skip
    assert known.find(Record(title="x", identifiers={"doi": "10.1000/abc"})) == "Old1"
    assert known.find(Record(title="<i>Same</i> title!", issued="2020-05")) == "Old2"
    assert known.find(Record(title="Same title", issued="2021")) == ""
    assert known.find(Record(title="Twice", issued="2020")) == ""
    assert known.find(Record(title="Other", issued="2021", identifiers={"arxiv": "2102.00002"})) == ""
    assert known.find(Record(title="Other", issued="2021", identifiers={"doi": "10.1000/z"})) == "Old5"
    assert known.find(Record(id="Old3", title="Twice", issued="2020")) == "Old3"
    assert known.find(Record(id="Old5", title="Other")) == "Old5"
    assert known.find(Record(id="Old5", title="Another")) == ""
    assert known.find(Record(id="Old5", title="Other", identifiers={"arxiv": "2102.00002"})) == ""
