"""Author lists in all the forms that sources print."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperconv.authors.parse import looks_like_authors, parse_authors, parse_name
from paperconv.model import Name


def short(names: tuple[Name, ...]) -> list[str]:
    """Each name as given|particles|family|suffix, or =literal."""
    return [
        f"={n.literal}" if n.literal else "|".join(x for x in (n.given, n.dropping_particle, n.non_dropping_particle, n.family, n.suffix) if x)
        for n in names
    ]


@pytest.mark.parametrize(
    ("text", "form", "names"),
    [
        ("DeepSeek-AI, null, Guo, Daya, Yang, Dejian", "flat", ["null|DeepSeek-AI", "Daya|Guo", "Dejian|Yang"]),
        ("Xu, Qing, Ma, Zhicheng, HE, Na, Duan, Wenting", "flat", ["Qing|Xu", "Zhicheng|Ma", "Na|HE", "Wenting|Duan"]),
        ("Wu, Z. F.", "flat", ["Z. F.|Wu"]),
        ("HE, Na", "flat", ["Na|HE"]),
        ("Garcia Lopez, Maria Jose, Smith, John Paul", "flat", ["Maria Jose|Garcia Lopez", "John Paul|Smith"]),
        ("King, Martin L., Jr., Smith, John", "flat", ["Martin L.|King|Jr.", "John|Smith"]),
        ("Pan, Y., Yu, C.", "flat", ["Y.|Pan", "C.|Yu"]),
        ("LeCun, Y., Bottou, L., & Haffner, P.", "flat", ["Y.|LeCun", "L.|Bottou", "P.|Haffner"]),
        ("Daya DeepSeek-AI, Dejian Guo, Haowei Yang", "listed", ["Daya|DeepSeek-AI", "Dejian|Guo", "Haowei|Yang"]),
        ("Ann Lee, Bob C. Roe and Carl Poe", "listed", ["Ann|Lee", "Bob C.|Roe", "Carl|Poe"]),
        ("Lee and Roe and Poe", "listed", ["=Lee", "=Roe", "=Poe"]),
        ("Ann Lee, Bob Roe, and Carl Poe", "listed", ["Ann|Lee", "Bob|Roe", "Carl|Poe"]),
        ("Z. F. Wu, J.-P. Serre", "listed", ["Z. F.|Wu", "J.-P.|Serre"]),
        ("M.Magliocchetti, C.Porciani", "listed", ["M.|Magliocchetti", "C.|Porciani"]),
        ("Jan van der Berg, Laurent El Ghaoui", "listed", ["Jan|van der|Berg", "Laurent|El Ghaoui"]),
        ("John Smith, Jr., Martin Luther King III", "listed", ["John|Smith|Jr.", "Martin Luther|King|III"]),
        ("Gemini Team, Rohan Anil", "listed", ["=Gemini Team", "Rohan|Anil"]),
        ("GUO Daya, YANG Dejian", "listed", ["Daya|GUO", "Dejian|YANG"]),
        ("王伟、李娜、张敏", "listed", ["=王伟", "=李娜", "=张敏"]),
        ("山田 太郎, 鈴木 花子", "listed", ["太郎|山田", "花子|鈴木"]),
        ("Ashish Vaswani1,2, Noam Shazeer∗", "listed", ["Ashish|Vaswani1,2", "Noam|Shazeer∗"]),
        ("C. Bal\\'azs, E. L. Berger", "listed", ["C.|Balázs", "E. L.|Berger"]),
        ("Guo, Daya; Yang, Dejian", "pairs", ["Daya|Guo", "Dejian|Yang"]),
        ("Guo, Daya and Yang, Dejian", "pairs", ["Daya|Guo", "Dejian|Yang"]),
        ("van der Berg, Jan and Humboldt, Alexander von", "pairs", ["Jan|van der|Berg", "Alexander|von|Humboldt"]),
        ("Liu F.; Li C.", "listed", ["F.|Liu", "C.|Li"]),
        ("LeCun Y, Bottou L, Haffner PA", "initials-behind", ["Y|LeCun", "L|Bottou", "PA|Haffner"]),
        ("LeCun, Yann, Léon Bottou, and Yoshua Bengio", "first-inverted", ["Yann|LeCun", "Léon|Bottou", "Yoshua|Bengio"]),
        ("A. Lee et al.", "listed", ["A.|Lee", "=et al."]),
        ("A. Lee, B. Roe, et al", "listed", ["A.|Lee", "B.|Roe", "=et al."]),
        ("A. Lee and others", "listed", ["A.|Lee", "=et al."]),
        ("IceCube Collaboration: M. G. Aartsen, M. Ackermann", "listed", ["=IceCube Collaboration", "M. G.|Aartsen", "M.|Ackermann"]),
        ("Teresa Maria Montaruli for the IceCube Collaboration", "listed", ["Teresa Maria|Montaruli", "=IceCube Collaboration"]),
        ("A. Roe, B. C. Poe and D. Lee (for the X Collaboration)", "listed", ["A.|Roe", "B. C.|Poe", "D.|Lee", "=X Collaboration"]),
        ("Mausam", "single", ["=Mausam"]),
        ("OpenAI", "single", ["=OpenAI"]),
        ("José Ortega y Gasset", "single", ["José|Ortega y Gasset"]),
        ("", "empty", []),
    ],
)
def test_forms(text: str, form: str, names: list[str]) -> None:
    parsed = parse_authors(text)
    assert short(parsed.names) == names
    assert parsed.form == form or (form == "listed" and parsed.form == "single")


def test_affiliations() -> None:
    numbered = parse_authors("A. Roe (1 and 2), B. Poe (2) ((1) Inst A, (2) Inst B)")
    assert [(n.family, n.affiliation) for n in numbered.names] == [("Roe", ("Inst A", "Inst B")), ("Poe", ("Inst B",))]
    written = parse_authors("Patrick A. Woudt (Univ. of Cape Town) and Brian Warner (Univ. of Cape Town, South Africa)")
    assert [n.affiliation for n in written.names] == [("Univ. of Cape Town",), ("Univ. of Cape Town, South Africa",)]
    group = parse_authors("M. Roe (1), V. Poe (2) (on behalf of GLAST, (1) IAA, (2) INAOE)")
    assert [(n.display(), n.affiliation) for n in group.names] == [("M. Roe", ("IAA",)), ("V. Poe", ("INAOE",)), ("GLAST", ())]
    bare = parse_authors("A. Roe (1), B. Poe (2) (1 Inst of Physics, 2 Univ of Kiel)")
    assert [n.affiliation for n in bare.names] == [("Inst of Physics",), ("Univ of Kiel",)]
    assert parse_authors("Ann Lee (Uni").names == (Name("Lee", "Ann", affiliation=("Uni",)),)


def test_odd_flat_list_is_paired_as_printed_and_said() -> None:
    parsed = parse_authors("DeepSeek-AI, Guo, Daya, Yang, Dejian")
    assert parsed.odd
    assert "5" in parsed.doubt
    assert short(parsed.names) == ["Guo|DeepSeek-AI", "Yang|Daya", "Dejian"]
    assert parsed.names[-1] == Name(family="Dejian")
    assert not parse_authors("Guo, Daya, Yang, Dejian").odd


def test_end_that_is_lost_stays_visible() -> None:
    assert parse_authors("Ann Lee, Bob Roe and").names[-1].display() == "Bob Roe and"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Guo, Daya", Name("Guo", "Daya")),
        ("Daya Guo", Name("Guo", "Daya")),
        ("van den Berg, Jan", Name("Berg", "Jan", non_dropping_particle="van den")),
        ("King, Jr., Martin L.", Name("King", "Martin L.", suffix="Jr.")),
        ("King Jr., Martin L.", Name("King", "Martin L.", suffix="Jr.")),
        ("King, Jr.", Name("King", suffix="Jr.")),
        ("N.d'Ambrumenil", Name("d'Ambrumenil", "N.")),
        ("", Name()),
    ],
)
def test_single_names(text: str, name: Name) -> None:
    assert parse_name(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "Xu, Qing, Ma, Zhicheng, HE, Na, Duan, Wenting",
        "Kaiming He, Xiangyu Zhang, Shaoqing Ren, Jian Sun",
        "Y. LeCun, L. Bottou, Y. Bengio, and P. Haffner",
        "A. Lee et al.",
        "Patrick A. Woudt (Univ. of Cape Town) and Brian Warner (Univ. of Cape Town)",
        "王伟、李娜、张敏",
    ],
)
def test_lists_look_like_lists(text: str) -> None:
    assert looks_like_authors(text) >= 0.8


@pytest.mark.parametrize(
    "text",
    [
        "Attention Is All You Need",
        "Planning, Learning, and Acting in Large Worlds",
        "Long Short-Term Memory",
        "8 pages, 3 figures",
        "TechReport",
        "machine learning, computer vision, segmentation",
        "We show that this works, and why.",
        "Nature Communications",
        "",
    ],
)
def test_other_lines_do_not(text: str) -> None:
    assert looks_like_authors(text) < 0.45


@given(st.text(max_size=120))
def test_any_text_is_read(text: str) -> None:
    parsed = parse_authors(text)
    assert isinstance(parsed.names, tuple)
    assert 0.0 <= looks_like_authors(text) <= 1.0


_GIVEN = st.sampled_from(["Daya", "Wei Ming", "Z. F.", "Jean-Marie", "Ana", "Łukasz"])
_FAMILY = st.sampled_from(["Guo", "Yang", "Müller", "O'Neil", "Kaiser", "Silva"])


@given(st.lists(st.tuples(_GIVEN, _FAMILY), min_size=1, max_size=8))
def test_flat_and_listed_agree(people: list[tuple[str, str]]) -> None:
    expected = tuple(Name(f, g) for g, f in people)
    assert parse_authors(", ".join(f"{f}, {g}" for g, f in people)).names == expected
    assert parse_authors("; ".join(f"{f}, {g}" for g, f in people)).names == expected
    assert parse_authors(", ".join(f"{g} {f}" for g, f in people)).names == expected
    assert parse_authors(" and ".join(f"{f}, {g}" for g, f in people)).names == expected


@pytest.mark.parametrize(
    ("text", "families"),
    [
        ("Pérez-Soler, J., y Gómez Ruiz, M. A.", ["Pérez-Soler", "Gómez Ruiz"]),
        ("Ramón y Cajal, S. y Pérez, J.", ["Ramón y Cajal", "Pérez"]),
        ("Jean Dupont et Marie Martin", ["Dupont", "Martin"]),
        ("А. Иванов, Б. Петров и В. Сидоров", ["Иванов", "Петров", "Сидоров"]),
        ("Jan Jansen, Piet Pietersen en Klaas Bakker", ["Jansen", "Pietersen", "Bakker"]),
        ("Ortega y Gasset, José", ["Ortega y Gasset"]),
    ],
)
def test_the_word_for_and_in_other_languages(text: str, families: list[str]) -> None:
    assert [n.family for n in parse_authors(text).names] == families


def test_an_affiliation_keeps_its_words() -> None:
    names = parse_authors("Rossi, M. (Dip. Astro. e Scienza dello Spazio), Bianchi, L. (INAF)").names
    assert names[0].affiliation == ("Dip. Astro. e Scienza dello Spazio",)
