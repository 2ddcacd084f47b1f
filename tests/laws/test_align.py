"""Laws of author lists: comparing is symmetric, nothing is invented, mending comes to an end and mends again nothing."""

import random

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from paperconv.authors import keys
from paperconv.authors.align import align, soundness
from paperconv.authors.lexical import decode_again
from paperconv.diagnostics import CODES
from paperconv.model import Name, Record
from paperconv.rules.apply import mend
from paperconv.rules.base import check, rules_for
from tests.authors_cases import OPERATORS, List, honest

GIVENS = """Yoav Graham Emily Noah Yejin Luke Mike Kyunghyun Daya Dejian Haowei Junxiao Runxin Qihao Jürgen François João Matyáš Ana-María Jean-Pierre
    Z.\u00a0F. A. J.\u00a0R. Priya Ravi Björk Olga Ngọc Mohammed Seo-yeon Ichiro István""".split()
FAMILIES = """Goldberg Neubig Bender Smith Choi Zettlemoyer Lewis Cho Guo Yang Zhang Song Xu Zhu Müller Chollet Santos Kopp García Dupont
    Wu Lee van\u00a0der\u00a0Berg Sharma Kumar Guðmundsdóttir Petrova Nguyễn Hassan Kim Suzuki Nagy""".split()
RULES, _ = rules_for(frozenset(c for c in CODES if c.startswith("PC1")))

people = st.tuples(st.sampled_from(GIVENS), st.sampled_from(FAMILIES)).map(lambda p: (p[0].replace("\u00a0", " "), p[1].replace("\u00a0", " ")))
lists = st.lists(people, min_size=1, max_size=12, unique=True)
seeds = st.integers(0, 2**31)


def names(pairs: List) -> tuple[Name, ...]:
    return tuple(Name(given=g, family=f) if g and f else Name(literal=g or f) for g, f in pairs)


def corrupted(pairs: List, operator: int, seed: int) -> List:
    case = OPERATORS[operator % len(OPERATORS)](pairs, random.Random(seed))
    return pairs if case is None else case.corrupted


def words(*lists_: tuple[Name, ...]) -> set[str]:
    found = {"others"}
    for one in lists_:
        for name in one:
            for text in (keys.full(name), decode_again(keys.full(name)), keys.full(name).replace(";", " ; ")):
                found |= set(keys.fold(text).split())
    return found


@settings(max_examples=300, deadline=None)
@given(lists, lists, st.integers(0, 99), seeds, st.booleans())
def test_alignment_is_symmetric(a: List, b: List, operator: int, seed: int, related: bool) -> None:
    first = names(corrupted(a, operator, seed))
    second = names(honest(a, random.Random(seed)) if related else b)
    there, back = align(first, second), align(second, first)
    mirror = {"": "", "first": "second", "second": "first"}
    assert (there.relation, there.corrupt, there.confidence, there.repaired) == (back.relation, mirror[back.corrupt], back.confidence, back.repaired)
    assert there.evidence == back.evidence


@settings(max_examples=300, deadline=None)
@given(lists, st.integers(0, 99), seeds)
def test_alignment_invents_nothing(a: List, operator: int, seed: int) -> None:
    first, second = names(corrupted(a, operator, seed)), names(honest(a, random.Random(seed)))
    repaired = align(first, second).repaired
    if repaired is not None:
        assert words(repaired) <= words(first, second)


@settings(max_examples=200, deadline=None)
@given(lists)
def test_a_list_is_the_same_as_itself(a: List) -> None:
    assert align(names(a), names(a)).relation == "same"
    assert align(names(a), names(a)).corrupt == ""


@settings(max_examples=300, deadline=None)
@given(lists, st.integers(0, 99), seeds, st.sampled_from(["safe", "all"]))
def test_mending_invents_nothing_and_comes_to_an_end(a: List, operator: int, seed: int, level: str) -> None:
    record = Record(title="A title", author=names(corrupted(a, operator, seed)))
    mended, _ = mend(record, RULES, "safe" if level == "safe" else "all")
    assert words(mended.author) <= words(record.author)
    again, _ = mend(msgspec.structs.replace(mended, history=()), RULES, "safe" if level == "safe" else "all")
    assert again.author == mended.author
    allowed = [f for f in check(mended, RULES) if f.repair is not None and (level == "all" or f.repair.safety == "safe")]
    assert not allowed, [f.code for f in allowed]


@settings(max_examples=200, deadline=None)
@given(lists, seeds)
def test_a_list_with_a_fault_is_less_sound(a: List, seed: int) -> None:
    whole = names(a)
    assert soundness(whole) > soundness(())
    broken = (*whole[:-1], Name(given="null", family="Team X"))
    assert soundness(broken) < soundness((*whole[:-1], Name(literal="Team X")))
