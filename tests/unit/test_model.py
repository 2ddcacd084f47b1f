"""Dates, identifiers, names, text: the forms that the rest relies on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperconv.model import Name, date, identifier
from paperconv.model.text import fold


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2025-01-22", "2025-01-22"),
        ("2025/1/22", "2025-01-22"),
        ("20250122", "2025-01-22"),
        ("2025", "2025"),
        ("(2025)", "2025"),
        ("June 2024", "2024-06"),
        ("Jun. 2024", "2024-06"),
        ("2024 Jun 3", "2024-06-03"),
        ("3 June 2024", "2024-06-03"),
        ("June 3rd, 2024", "2024-06-03"),
        ("Mon, 3 Jun 2024 10:00:00 GMT", "2024-06-03"),
        ("2024-06-03T10:00:00Z", "2024-06-03"),
        ("Spring 2019", "2019-21"),
        ("2010/2012", "2010/2012"),
        ("03/04/2020", ""),
        ("2025-13-40", ""),
        ("2025-02-30", ""),
        ("1995-00-00", "1995"),
        ("2020-02-00", "2020-02"),
        ("2020-13-00", ""),
        ("in press", ""),
        ("8 pages", ""),
        ("", ""),
        ("12345", ""),
    ],
)
def test_dates_are_read_as_far_as_they_say(text: str, iso: str) -> None:
    assert date.parse(text) == iso


@given(st.dates())
def test_a_day_survives_every_way_of_writing_it(day: object) -> None:
    iso = day.isoformat()  # type: ignore[attr-defined]
    assert date.parse(iso) == iso
    if iso >= "1400":
        assert date.parse(day.strftime("%d %B ") + iso[:4]) == iso  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("kind", "text", "normal"),
    [
        ("arxiv", "arXiv:2501.12948v2", "2501.12948"),
        ("arxiv", "https://arxiv.org/pdf/2501.12948v1.pdf", "2501.12948"),
        ("arxiv", "hep-th/9711200", "hep-th/9711200"),
        ("arxiv", "math.ag/0601001v3", "math.AG/0601001"),
        ("arxiv", "10.48550/arXiv.1706.03762", "1706.03762"),
        ("arxiv", "1706.03762 [cs.CL]", "1706.03762"),
        ("arxiv", "2513.12948", ""),
        ("arxiv", "2501.129481234", ""),
        ("arxiv", "10.1103/PhysRev.47.777", ""),
        ("doi", "https://doi.org/10.1103/PhysRev.47.777", "10.1103/PhysRev.47.777"),
        ("doi", "doi: 10.1000/(a)b.", "10.1000/(a)b"),
        ("doi", "n/a", ""),
        ("pmid", "PMID: 0123456", "123456"),
        ("pmcid", "3531190", "PMC3531190"),
        ("issn", "0317-8471", "0317-8471"),
        ("issn", "0317-8472", ""),
        ("isbn", "0-306-40615-2", "9780306406157"),
        ("isbn", "978-0-306-40615-7", "9780306406157"),
        ("isbn", "9780306406158", ""),
    ],
)
def test_identifiers_in_normal_form(kind: str, text: str, normal: str) -> None:
    assert identifier.NORMALISERS[kind](text) == normal


def test_orcid_has_a_check_digit() -> None:
    assert identifier.orcid("https://orcid.org/0000-0002-1825-0097") == "0000-0002-1825-0097"
    assert identifier.orcid("0000-0002-1825-0098") == ""


def test_identifiers_in_running_text() -> None:
    assert identifier.find_arxiv("see arXiv:2210.08788v3 [cs.CV], to appear") == ("2210.08788", 3)
    assert identifier.find_arxiv("pages 2210.08788") is None
    assert identifier.find_doi("published (doi:10.1016/j.physletb.2012.08.020).") == "10.1016/j.physletb.2012.08.020"
    assert identifier.arxiv_month("hep-th/9711200") == (1997, 11)


def test_a_lost_part_is_never_passed_off_as_whole() -> None:
    assert Name(given="Zhen", lost="family").display() == "Zhen [?]"
    assert Name(given="Jan", non_dropping_particle="van der", family="Berg", suffix="Jr.").display() == "Jan van der Berg, Jr."
    assert Name(literal="DeepSeek-AI").display() == "DeepSeek-AI"


def test_fold_compares_without_accents_case_and_marks() -> None:
    assert fold("Erdős–Rényi <i>graphs</i>!") == "erdos renyi graphs"
    assert fold("Łukasz Øster") == "lukasz oster"
    assert fold("深度学习") == "深度学习"


@pytest.mark.parametrize(("text", "doi"), [
    ("https://doi.org/10.1002/(SICI)1097-4571(199806)49:8%3C693::AID-ASI4%3E3.0.CO;2-O", "10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O"),
    ("10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O", "10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O"),
    ("10.1000/a%20b", "10.1000/a%20b"), ("10.1000/x<br>", ""), ("10.1000/x%2Fy", "10.1000/x/y"),
])  # fmt: skip
def test_a_doi_with_a_sici_or_with_the_percent_signs_of_a_url(text: str, doi: str) -> None:
    assert identifier.doi(text) == doi
