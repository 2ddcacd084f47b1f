"""Two lists of one work: each relation, and which list is at fault."""

import pytest

from paperconv.authors.align import align, soundness
from paperconv.model import Name


def people(*texts: str) -> tuple[Name, ...]:
    out = []
    for text in texts:
        family, _, given = text.partition(", ")
        out.append(Name(family=family, given=given) if given else Name(literal=family))
    return tuple(out)


WHOLE = people("Goldberg, Yoav", "Neubig, Graham", "Bender, Emily", "Choi, Yejin")


@pytest.mark.parametrize(
    ("printed", "relation"),
    [
        (people("Qwen Team, Yoav", "Goldberg, Graham", "Neubig, Emily", "Bender, Yejin"), "shift-given"),
        (people("Neubig, Yoav", "Bender, Graham", "Choi, Emily"), "shift-family"),
        (people("Goldberg, Graham", "Neubig, Emily", "Bender, Yejin"), "shift-given"),
        (people("Yoav, Goldberg", "Graham, Neubig", "Emily, Bender", "Yejin, Choi"), "swap-all"),
        (people("Goldberg, Yoav", "Graham, Neubig", "Bender, Emily", "Choi, Yejin"), "swap-some"),
        (people("Neubig, Yoav Goldberg and Graham", "Bender, Emily", "Choi, Yejin"), "merged"),
        (people("Goldberg, Yoav", "Neubig, Graham", "Neubig, Graham", "Bender, Emily", "Choi, Yejin"), "duplicated"),
        (people("Goldberg, Yoav", "Neubig, Graham", "PhD", "Bender, Emily", "Choi, Yejin"), "suffix-split"),
        (people("Goldberg, Yoav", "Neubig, Graham"), "truncated"),
        (people("Goldberg, Yoav", "et al."), "truncated-et-al"),
        (people("Goldberg, Yoav", "Bender, Emily", "Choi, Yejin"), "dropped"),
        (people("Bender, Emily", "Choi, Yejin", "Goldberg, Yoav", "Neubig, Graham"), "sorted"),
        (people("Goldberg, Graham", "Neubig, Emily", "Bender, Yejin", "Choi"), "shift-given"),
    ],
    ids=lambda x: x if isinstance(x, str) else "",
)
def test_relation(printed: tuple[Name, ...], relation: str) -> None:
    result = align(printed, WHOLE)
    assert (result.relation, result.corrupt) == (relation, "first")
    assert result.repaired is not None
    assert [n for n in result.repaired if n.literal != "Qwen Team"] == list(WHOLE)
    assert result.evidence


def test_an_organisation_that_only_the_shifted_list_has_is_kept() -> None:
    result = align(people("Qwen Team, Yoav", "Goldberg, Graham", "Neubig, Emily", "Bender, Yejin"), WHOLE)
    assert result.repaired == (Name(literal="Qwen Team"), *WHOLE)


def test_columns_closed_up_over_two_empty_cells() -> None:
    whole = people("Qwen Team", "Goldberg, Yoav", "Mausam", "Neubig, Graham", "Bender, Emily")
    printed = people("Qwen Team, Yoav", "Goldberg, Graham", "Mausam, Emily")
    result = align(whole, printed)
    assert (result.relation, result.corrupt, result.repaired) == ("zip-shift", "second", whole)


def test_a_flat_list_without_one_given_name() -> None:
    printed = people("Goldberg, Yoav", "Neubig, Bender", "Emily, Choi", "Yejin")
    result = align(printed, WHOLE)
    assert (result.relation, result.corrupt, result.repaired) == ("parity-flip", "first", WHOLE)


def test_the_fuller_spelling_is_kept_from_the_faulty_list() -> None:
    short = people("Müller, J.", "Neubig, G.", "Bender, E.", "Choi, Y.")
    cut = align(people("Muller, Jürgen", "Neubig, Graham"), short)
    assert cut.repaired == people("Müller, Jürgen", "Neubig, Graham", "Bender, E.", "Choi, Y.")


def test_two_spellings_are_no_fault() -> None:
    result = align(people("Müller, J.", "Neubig, G."), people("Muller, Jürgen", "Neubig, Graham"))
    assert (result.relation, result.corrupt, result.repaired) == ("spelling-differs", "", None)


def test_other_people_differ() -> None:
    assert align(WHOLE, people("Smith, Noah", "Lewis, Mike")).relation == "differ"
    assert align(WHOLE, ()).relation == "differ"


def test_letters() -> None:
    letters = tuple(Name(literal=c) for c in "YoavGoldbergGrahamNeubigEmilyBenderYejinChoi")
    result = align(letters, WHOLE)
    assert (result.relation, result.corrupt, result.repaired) == ("letters", "first", WHOLE)


def test_null_marks_the_faulty_side() -> None:
    result = align(people("Qwen Team", "Goldberg, Yoav"), people("Qwen Team, null", "Goldberg, Yoav"))
    assert (result.relation, result.corrupt, result.repaired) == ("same", "second", people("Qwen Team", "Goldberg, Yoav"))


def test_soundness_orders_lists() -> None:
    full, initials, cut = WHOLE, people("Goldberg, Y.", "Neubig, G.", "Bender, E.", "Choi, Y."), WHOLE[:2]
    lost = (*WHOLE[:-1], Name(given="Yejin", lost="family"))
    faulty = (*WHOLE[:-1], Name(given="null", family="Choi"))
    ranked = [faulty, lost, initials, cut, full]
    assert sorted(ranked, key=soundness) == ranked
    assert soundness(full).is_sound
    assert not soundness(lost).is_sound


@pytest.mark.parametrize(("printed", "other"), [
    (people("Yucheng, Zhang", "Bevilacqua, Beatrice"), people("Zhang, Y.", "Bevilacqua, B.")),
    (people("杰昊, 梁", "Wang, Wei"), people("梁, 杰昊", "Wang, Wei")),
    (people("Goldberg, Yoav", "Goldberg, Yoav", "Choi, Yejin"), people("Goldberg, Yoav", "Choi, Yejin")),
    (people("Banga, Eduardo", "Díaz, Francisco", "Ínsua, Ana", "Zamora, Luis"), people("Zamora, Luis", "Banga, Eduardo", "Ínsua, Ana", "Díaz, Francisco")),
    (people("Banga, Eduardo", "Díaz, Francisco", "Zamora, Luis", "Ínsua, Ana"), people("Zamora, Luis", "Banga, Eduardo", "Ínsua, Ana", "Díaz, Francisco")),
])  # fmt: skip
def test_what_tells_which_of_two_lists_is_at_fault(printed: tuple[Name, ...], other: tuple[Name, ...]) -> None:
    assert align(printed, other).corrupt == "first"
    assert align(other, printed).corrupt == "second"


def test_a_version_with_one_author_more_is_no_fault_and_half_a_list_is() -> None:
    many = people(*(f"{family}, Ann" for family in "Goldberg Neubig Bender Choi Smith Lewis Ott Liu Zhang Stoyanov".split()))
    assert align(many[:-1], many).confidence < 0.9
    assert align(many[:3], many).confidence > 0.99


def test_two_homonyms_of_a_large_collaboration_may_both_be_there() -> None:
    team = [f"{family}, {given}" for given in "Wei Jun Lei Hao Bin Tao Kai".split() for family in "Li Wang Zhang Liu Chen Yang Huang Zhao Wu Zhou".split()]
    with_both = people(*team, "Li, Wei")
    assert align(with_both, people(*team)).confidence < 0.7
