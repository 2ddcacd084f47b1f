"""Pairs of records that are hard to judge: facts of real papers, and what a librarian would say of them."""

import pytest

from paperconv.duplicates.evidence import Comparison, compare
from paperconv.duplicates.sketch import sketch
from paperconv.model import Name, Record


def names(text: str) -> tuple[Name, ...]:
    """``Family, Given; Family, Given``; a name without a comma is a literal."""
    return tuple(
        Name(family=f.strip(), given=g.strip()) if g else Name(literal=f.strip()) for f, _, g in (n.partition(",") for n in text.split(";")) if f
    )


def article(
    title: str = "",
    author: str = "",
    year: str = "",
    journal: str = "",
    volume: str = "",
    page: str = "",
    abstract: str = "",
    type: str = "article-journal",
    doi: str = "",
    arxiv: str = "",
) -> Record:
    """A record of the fields by which works are told apart."""
    return Record(
        type=type,
        title=title,
        author=names(author),
        issued=year,
        container_title=journal,
        volume=volume,
        page=page,
        abstract=abstract,
        identifiers={k: v for k, v in (("doi", doi), ("arxiv", arxiv)) if v},
    )


ATTENTION = "Vaswani, Ashish; Shazeer, Noam; Parmar, Niki; Uszkoreit, Jakob; Jones, Llion; Gomez, Aidan N.; Kaiser, Lukasz; Polosukhin, Illia"
RESNET = "He, Kaiming; Zhang, Xiangyu; Ren, Shaoqing; Sun, Jian"
SAME = {
    "preprint and proceedings": (
        article("Attention Is All You Need", ATTENTION, "2017-06-12", arxiv="1706.03762", type="article"),
        article(
            "Attention is All you Need",
            ATTENTION,
            "2017",
            "Advances in Neural Information Processing Systems",
            "30",
            "5998-6008",
            type="paper-conference",
        ),
    ),
    "preprint published a year later": (
        article("Deep Residual Learning for Image Recognition", RESNET, "2015-12-10", arxiv="1512.03385", type="article"),
        article(
            "Deep Residual Learning for Image Recognition",
            "He, K.; Zhang, X.; Ren, S.; Sun, J.",
            "2016",
            "CVPR",
            page="770-778",
            type="paper-conference",
        ),
    ),
    "the arXiv DOI and the identifier": (
        article("Adam: A Method for Stochastic Optimization", "Kingma, Diederik P.; Ba, Jimmy", doi="10.48550/arXiv.1412.6980"),
        article("Adam: a method for stochastic optimisation", "Kingma, D; Ba, J", "2014", arxiv="1412.6980"),
    ),
    "no title, the same arXiv number": (
        article("Scaling Laws for Neural Language Models", "Kaplan, Jared", "2020", arxiv="2001.08361"),
        article(
            arxiv="2001.08361",
            abstract="We ask how loss falls when models, data and compute grow, and find straight lines on paper with two logarithmic axes.",
        ),
    ),
    "abbreviated journal, shortened pages, translated title in brackets": (
        article(
            "[Pleural tuberculosis in adults: a study of 120 cases]",
            "Garcia, Maria L; Perez, Juan",
            "1998",
            "Archivos de Bronconeumologia",
            "34",
            "123-8",
        ),
        article("Pleural tuberculosis in adults: study of 120 cases", "Garcia ML,; Perez J,", "1998", "Arch Bronconeumol", "34", "123-128"),
    ),
    "tails that databases append": (
        article("Management of empyema. [Review] [45 refs]", "Light, R W", "2006", "Chest", "129", "1-4"),
        article("Management of empyema", "Light, Richard W.", "2006", "Chest", "129", "1-4"),
    ),
    "a page range spoilt by a spreadsheet": (
        article("Talc slurry for malignant effusion: a randomized trial", "Dresler, C M; Olak, J", "2005", "Lung Cancer", "47", "01-Jun"),
        article("Talc slurry for malignant effusion: a randomised trial", "Dresler, Carolyn M.; Olak, Jemi", "2005", "Lung Cancer", "47", "1-6"),
    ),
    "versions of one review": (
        article(
            "Air versus oxygen for resuscitation", "Tan, A; Schulze, A", "2004", "Cochrane Database Syst Rev", doi="10.1002/14651858.CD002273.pub2"
        ),
        article(
            "Air versus oxygen for resuscitation", "Tan, A; Schulze, A", "2005", "Cochrane Database Syst Rev", doi="10.1002/14651858.CD002273.pub3"
        ),
    ),
    "Greek letters spelt out": (
        article("Role of TNF-α in pleural inflammation of mice", "Lee, Y; Kim, S; Park, J", "2011", "Thorax", "66", "12-19"),
        article("Role of TNF-alpha in pleural inflammation of mice", "Lee, Y.; Kim, S.; Park, J.", "2011", "Thorax", "66", "12-19"),
    ),
}
DIFFERENT = {
    "parts in Roman numerals": (
        article("Natural convection in an enclosure. Part I: theory", "Batchelor, G. K.; Moffatt, H. K.", "1954", "J. Fluid Mech.", "12", "209-233"),
        article("Natural convection in an enclosure. Part II: theory", "Batchelor, G. K.; Moffatt, H. K.", "1954", "J. Fluid Mech.", "12", "234-260"),
    ),
    "an erratum and its article": (
        article("Observation of gravitational waves from a binary black hole merger", "Abbott, B. P.", "2016", "Phys. Rev. Lett.", "116", "061102"),
        article(
            "Erratum: Observation of gravitational waves from a binary black hole merger", "Abbott, B. P.", "2016", "Phys. Rev. Lett.", "117", "1"
        ),
    ),
    "hypo and hyper": (
        article("Treatment of subclinical hypothyroidism in pregnancy", "Casey, B M; Thom, E A", "2017", "N Engl J Med", "376", "815-825"),
        article("Treatment of subclinical hyperthyroidism in pregnancy", "Casey, B M; Thom, E A", "2006", "Obstet Gynecol", "107", "337-341"),
    ),
    "adults and adolescents": (
        article("Cognitive therapy for depression in adults: a trial", "Brent, D; Kolko, D", "1997", "Arch Gen Psychiatry", "54", "877-885"),
        article("Cognitive therapy for depression in adolescents: a trial", "Brent, D; Kolko, D", "1998", "Arch Gen Psychiatry", "55", "906-914"),
    ),
    "a generic title in two issues": (
        article("Editorial", "Snodgrass, Richard", "2001", "ACM Transactions on Database Systems", "26", "1"),
        article("Editorial", "Snodgrass, Richard", "2001", "ACM Transactions on Database Systems", "26", "213"),
    ),
    "a yearly introduction": (
        article(
            "Introduction to the Minitrack on Gig Work",
            "Deng, Xuefei; Taylor, Joseph",
            "2021",
            "HICSS",
            doi="10.24251/HICSS.2021.510",
            type="paper-conference",
        ),
        article(
            "Introduction to the Minitrack on Gig Work",
            "Deng, Xuefei; Taylor, Joseph",
            "2022",
            "HICSS",
            doi="10.24251/HICSS.2022.544",
            type="paper-conference",
        ),
    ),
    "one DOI on two papers": (
        article(
            "Information privacy in organizations",
            "Attili, V. S.; Mathew, Saji K.",
            "2018",
            "Communications of the AIS",
            "42",
            doi="10.17705/1CAIS.04204",
        ),
        article(
            "A longitudinal analysis of misperceptions",
            "Annabi, Hala; McGann, Sean",
            "2019",
            "Communications of the AIS",
            "44",
            doi="10.17705/1CAIS.04204",
        ),
    ),
    "homonymous short papers of other people": (
        article("On random graphs", "Erdős, Paul; Rényi, Alfréd", "1959", "Publ. Math. Debrecen", "6", "290-297"),
        article("On random graphs", "Gilbert, E. N.; Moore, E. F.", "1961", "Ann. Math. Stat.", "30", "1141-1144"),
    ),
    "genes apart by a number": (
        article("Expression of IL-2 in pleural fluid of patients", "Kim, J; Lee, S", "2001", "Chest", "119", "100-104"),
        article("Expression of IL-6 in pleural fluid of patients", "Kim, J; Lee, S", "2002", "Chest", "121", "200-204"),
    ),
}
NOT_JOINED = {
    "the journal version of a conference paper": (
        article(
            "A formal perspective on the view selection problem", "Chirkova, Rada; Halevy, Alon; Suciu, Dan", "2001", "VLDB", type="paper-conference"
        ),
        article("A formal perspective on the view selection problem", "Chirkova, Rada; Halevy, Alon; Suciu, Dan", "2002", "VLDB Journal"),
    ),
    "next year's paper with a subtitle": (
        article(
            "The impact of load on responses to alerts",
            "Vaishnav, L; Goel, S",
            "2024",
            "Americas Conference on Information Systems",
            type="paper-conference",
        ),
        article(
            "The impact of load on responses to alerts: human errors",
            "Vaishnav, L; Goel, S",
            "2025",
            "Americas Conference on Information Systems",
            type="paper-conference",
        ),
    ),
    "one meeting abstract in two journals": (
        article(
            "Two-year follow up from a trial of two inhibitors in leukemia",
            "Kantarjian, H; Shah, N P; Cortes, J E",
            "2011",
            "Indian J Hematol",
            "27",
            "218",
        ),
        article(
            "Two-year follow-up from a trial of two inhibitors in leukemia", "Kantarjian, H; Shah, N P; Cortes, J E", "2011", "J Clin Oncol", "29"
        ),
    ),
}


def _compared(pair: tuple[Record, Record]) -> Comparison:
    first, second = (sketch(r) for r in pair)
    found = compare(first, second)
    assert compare(second, first) == found
    return found


@pytest.mark.parametrize("name", SAME)
def test_one_work(name: str) -> None:
    found = _compared(SAME[name])
    assert found.verdict == "same", found


@pytest.mark.parametrize("name", DIFFERENT)
def test_two_works(name: str) -> None:
    found = _compared(DIFFERENT[name])
    assert found.verdict != "same", found


@pytest.mark.parametrize("name", NOT_JOINED)
def test_left_for_a_look(name: str) -> None:
    assert _compared(NOT_JOINED[name]).verdict == "unsure"


def test_a_corrupted_author_list_hides_no_work() -> None:
    whole = names(ATTENTION)
    given = [n.given for n in whole]
    shifted = tuple(Name(family=n.family, given=g) for n, g in zip(whole, given[1:], strict=False))
    swapped = tuple(Name(family=n.given, given=n.family) for n in whole)
    true = article("Attention Is All You Need", ATTENTION, "2017")
    for wrong in (shifted, swapped, whole[::-1]):
        assert compare(sketch(true), sketch(Record(title=true.title, author=wrong, issued="2017"))).verdict == "same"


def test_evidence_is_named() -> None:
    found = _compared(SAME["the arXiv DOI and the identifier"])
    assert {s.name for s in found.signals} == {"arxiv", "title", "author"}
    assert all(0 <= s.similarity <= 1 for s in found.signals)
