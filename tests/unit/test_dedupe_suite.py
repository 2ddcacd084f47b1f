"""The pairs of ``tests/dedupe_pairs.txt``: what is judged rightly stays so, and what is not is marked, so that a gain is seen as well as a loss."""

from pathlib import Path

import pytest

from paperconv.duplicates import dedupe, titles, venues
from paperconv.duplicates.evidence import compare
from paperconv.duplicates.sketch import sketch
from paperconv.model import Record
from tests.unit.test_dedupe_pairs import article

_FIELDS = ("title", "author", "year", "journal", "volume", "page")


def _record(line: str) -> Record:
    values = [cell.strip() for cell in line.split("|")]
    further = dict(cell.split("=", 1) for cell in values[len(_FIELDS) :])
    return article(**dict(zip(_FIELDS, values, strict=False)), **further)


def _pairs() -> dict[str, tuple[str, bool, Record, Record]]:
    text = Path(__file__).parents[1].joinpath("dedupe_pairs.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert len(lines) % 3 == 0
    made = {}
    for head, first, second in zip(*[iter(lines)] * 3, strict=True):
        verdict, _, name = head.partition(": ")
        assert name not in made
        made[name] = verdict.removeprefix("~"), not verdict.startswith("~"), _record(first), _record(second)
    return made


PAIRS = _pairs()


def _verdict(first: Record, second: Record, expected: str) -> str:
    result = dedupe([first, second], versions="link" if expected == "preprint-of" else "join")
    if len(result.works) == 1:
        return "same"
    for link in result.links:
        return link.kind if result.works[link.first].members[0].title == first.title else f"{link.kind}, the wrong way round"
    return "different"


@pytest.mark.parametrize("name", PAIRS)
def test_pair(name: str) -> None:
    expected, known, first, second = PAIRS[name]
    found = _verdict(first, second, expected)
    if known:
        assert found == expected
    else:
        assert found != expected, "judged rightly now: take the ~ from it"


@pytest.mark.parametrize(
    "pair", ["with without", "early late", "adults adolescents", "systolic diastolic", "static dynamic", "positive negative", "rural urban", "vivo vitro"]
)
def test_words_of_opposite_sense(pair: str) -> None:
    first, second = (f"Treatment of patients {word} progressive disease of the heart" for word in pair.split())
    assert titles.match(titles.prepare(first), titles.prepare(second)).opposite
    pairs = [article(title, "Rich, Michael W.; Kitzman, Dalane W.; Shah, Sanjiv J.", "2005") for title in (first, second)]
    assert len(dedupe(pairs).works) == 2


def test_a_word_for_another_is_left_for_a_look_where_no_place_agrees() -> None:
    authors = "Larsen, Inger; Myklebust, Tor; Bray, Freddie"
    first = article("Cancer survival in Norway: a registry study of patients who were diagnosed over two decades", authors, "2013")
    second = article("Cancer survival in Sweden: a registry study of patients who were diagnosed over two decades", authors, "2013")
    found = compare(sketch(first), sketch(second))
    assert (found.verdict, found.veto) == ("unsure", "a word of the title for another, and no place that agrees")
    here, there = (sketch(article(r.title, authors, "2013", "Acta Oncologica", "52", page)) for r, page in ((first, "700-709"), (second, "710-719")))
    assert compare(here, there).veto == "a word of the title for another, and other pages"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Proceedings of the National Academy of Sciences of the United States of America", "journal"),
        ("Proc. Natl. Acad. Sci. U.S.A.", "journal"),
        ("Proceedings of the IEEE", "journal"),
        ("Proceedings of the Royal Society of London. Series B", "journal"),
        ("Proceedings of the ACM on Programming Languages", "journal"),
        ("Proceedings of the Annual Meeting of the Cognitive Science Society", "conference"),
        ("Proceedings of the IEEE Conference on Computer Vision and Pattern Recognition", "conference"),
        ("Proceedings of the ACM SIGMOD International Conference on Management of Data", "conference"),
    ],
)
def test_proceedings_of_a_society_are_a_journal(name: str, kind: str) -> None:
    assert venues.kind_of(name) == kind


def test_the_name_of_the_journal_behind_a_title_is_no_part_of_it() -> None:
    authors = "Hodgkin, A. L.; Huxley, A. F."
    title = "The components of membrane conductance in the giant axon of Loligo"
    record = article(title, authors, "1952", "Journal of Physiology", "116", "473-496")
    for behind in ("Journal of Physiology", "In J. Physiol., 116:473, 1952"):
        found = compare(sketch(record), sketch(article(f"{title}. {behind}", authors, "1952")))
        assert next(s.weight for s in found.signals if s.name == "title") == 8.0
    other = compare(sketch(record), sketch(article(f"{title}. A computer model", authors, "1952")))
    assert next(s.weight for s in other.signals if s.name == "title") < 8.0


def test_a_list_in_one_name_counts_its_people() -> None:
    listed = article("Random walks of many kinds", "Freund, Yoav; Schapire, Robert; Tishby, Naftali", "1997")
    joined = article("Random walks of many kinds", "Freund, Y. and Schapire R. and Tishby N.", "1997")
    weight = {s.name: s.weight for s in compare(sketch(listed), sketch(joined)).signals}
    assert weight["author"] == 4.5


def test_three_editors_introduce_one_issue_a_year() -> None:
    editors = "Casati, Fabio; Shan, Ming-Chien; Georgakopoulos, Dimitrios"
    first = sketch(article("Guest editorial", editors, "2001", "VLDB Journal"))
    assert compare(first, sketch(article("Guest editorial", editors, "2001", "VLDB J."))).verdict == "unsure"
    assert compare(first, sketch(article("Guest editorial", editors, "2002", "VLDB J."))).verdict == "different"
    assert compare(first, sketch(article("Guest editorial", editors.partition(";")[0], "2001", "VLDB J."))).verdict == "different"


@pytest.mark.parametrize(
    ("title", "notice"),
    [
        ("Initial sequencing and analysis of the human genome (vol 409, pg 860, 2001)", True),
        ("Initial sequencing and analysis of the human genome (Correction of vol 409, pg 860, 2001)", True),
        ("Initial sequencing and analysis of the human genome (Erratum)", True),
        ("Initial sequencing and analysis of the human genome (Erratum appears in Nature 2001, 412, 565)", False),
        ("Refraction of light in moist air (correction factors for the metre)", False),
        ("Initial sequencing and analysis of the human genome (Retracted article. See vol. 412, pg. 565, 2001)", False),
        ("Retraction—Initial sequencing and analysis of the human genome", True),
        ("Retraction Note: Initial sequencing and analysis of the human genome", True),
    ],
)
def test_what_stands_behind_a_title_may_make_a_notice_of_it(title: str, notice: bool) -> None:
    assert titles.prepare(title).notice == notice


@pytest.mark.parametrize(("ending", "journal"), [("and diabetes", "Diabetes"), ("in stroke", "Stroke"), ("in cancer", "Cancer")])
def test_a_title_that_goes_on_with_the_subject_of_its_journal_is_another(ending: str, journal: str) -> None:
    authors = "Hu, Frank B.; Manson, JoAnn E.; Willett, Walter C."
    first, second = (article(f"Genetics of obesity{e}", authors, "2010", journal, "41", page) for e, page in (("", "100-109"), (f" {ending}", "110-121")))
    assert compare(sketch(first), sketch(second)).verdict == "unsure"
