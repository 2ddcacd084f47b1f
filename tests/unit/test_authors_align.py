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
