"""Each expression that runs only where a sign of it stands finds all that it knows: no sign is missing."""

import pytest

from paperconv.authors.look import looks_like_authors
from paperconv.authors.parse import parse_authors
from paperconv.authors.tokens import is_collaboration, organisation_weight
from paperconv.formats.text import details, imprint

LOOKED_UP = """Retrieved|Last accessed on|Accessed|viewed|cited|consulted on|visited|consulté le|abgerufen am|zugegriffen am|Zugriff am|acesso em|acessado em|
consultado el|дата обращения:|besucht am""".replace("\n", "").split("|")
OFFERED = "Available at:|available online at|Retrieved from|disponible en|Disponível em:|verfügbar unter|erreichbar unter|dostupné".split("|")
THESES = """PhD thesis|Doctoral dissertation|Master's thesis|M.Sc. thesis|Dissertation|thèse de doctorat|Doktorarbeit|Masterarbeit|Diplomarbeit|
tesis doctoral|tese de doutorado|tesi di dottorato""".replace("\n", "").split("|")


@pytest.mark.parametrize("words", LOOKED_UP)
def test_when_it_was_looked_up(words: str) -> None:
    found = details.Details()
    assert details.take(f"Roe A. A title. {words} 2020-05-01.", found).strip() == "Roe A. A title."
    assert found.accessed == "2020-05-01"


@pytest.mark.parametrize("words", OFFERED)
def test_where_it_is_offered(words: str) -> None:
    rest = details.take(f"Roe A. A title. {words} https://example.org/a", details.Details())
    assert rest.split() == "Roe A. A title. https://example.org/a".split()


@pytest.mark.parametrize("words", THESES)
def test_theses(words: str) -> None:
    found = details.Details()
    details.take_behind(f"{words}, University of Somewhere", found)
    assert (found.kind, found.genre.lower()) == ("thesis", words.lower())


@pytest.mark.parametrize("words", ["Technical Report 7", "tech. rep. 7", "Research report 7", "Working paper 7", "Discussion Paper 7"])
def test_reports(words: str) -> None:
    found = details.Details()
    details.take_behind(words, found)
    assert (found.kind, found.number) == ("report", "7")


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("on 12 May 2019", "2019-05-12"),
        ("September 3rd, 2019", "2019-09-03"),
        ("2019-05-12T10:00:00Z", "2019-05-12"),
        ("2019/5/12", "2019-05-12"),
        ("DEC 2019", "2019-12"),
        ("2019年5月", "2019-05"),
        ("as of 2019.", "2019"),
        ("in the eighties", ""),
    ],
)
def test_dates(text: str, date: str) -> None:
    place = imprint.find_date(text)
    assert (place[0] if place else "") == date


@pytest.mark.parametrize("text", ["arXiv:1706.03762v7", "hep-th/9711200", "corr abs/1706.03762", "see math.GT/0309136"])
def test_identifiers_of_arxiv(text: str) -> None:
    found = imprint.Imprint(identifiers={})
    imprint.take_identifiers(text, found)
    assert "arxiv" in found.identifiers


@pytest.mark.parametrize(
    ("text", "alone"), [("[pdf] [code]", True), ("Project page | Slides", True), ("()", True), ("pdf 12", False), ("Paper by Roe", False), ("_pdf_", False)]
)
def test_marks_alone(text: str, alone: bool) -> None:
    assert imprint.only_marks(text) is alone


@pytest.mark.parametrize("end", ["et al.", "ET AL", "and others", "& others.", "and 12 more authors", "and 3 co-authors.", "等"])
def test_a_list_that_is_cut(end: str) -> None:
    assert [n.display() for n in parse_authors(f"Ada Roe, Max Doe, {end}").names] == ["Ada Roe", "Max Doe", "et al."]


def test_collaborations_in_any_case() -> None:
    assert all(map(is_collaboration, ("The ATLAS COLLABORATION", "a Study Group", "Task Force on names", "the consortium")))
    assert [organisation_weight(n) for n in ("UNIVERSITÄT WIEN", "Ministry of Health", "Ada Roe")] == [2, 2, 0]
    assert looks_like_authors("Ada Roe, Max Doe, Kim Poe ON BEHALF OF the Somewhere Collaboration") > 0.8


@pytest.mark.parametrize("text", ["Journal of Somewhere, Vol. 12", "Zeitschrift X, Bd. 12", "Вестник, Т. 12", "Annals, v. 12"])
def test_volumes(text: str) -> None:
    assert imprint.looks_like_venue(text) >= 0.35
