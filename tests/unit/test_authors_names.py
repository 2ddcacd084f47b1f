"""Name keys, faults of single names, the name model, and repairs of single names."""

import lzma
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from paperconv.authors import columns, keys, lexical, model, repair
from paperconv.authors.counts import Silent
from paperconv.authors.examine import examine, examine_with
from paperconv.authors.glance import glance_at
from paperconv.authors.parse import parse_authors
from paperconv.diagnostics import Safety
from paperconv.model import Name
from tests.authors_cases import load


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Jean-Marie", "jeanmarie"),
        ("O’Neil Jr.", "oneil jr"),
        ("Erdős", "erdos"),
        ("Łukasz", "lukasz"),
        ("Nguyễn", "nguyen"),
        ("Иван", "иван"),
        ("Æsop", "aesop"),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert keys.fold(text) == folded


@pytest.mark.parametrize(
    ("text", "spelled", "loose"),
    [
        ("Z. F.", True, True),
        ("J.-P.", True, True),
        ("A", True, True),
        ("KJ", False, True),
        ("H-M", True, True),
        ("Th.", False, True),
        ("HE", False, True),
        ("Li", False, False),
        ("Na", False, False),
        ("Ann", False, False),
        ("", False, False),
        ("王", False, False),
    ],
)
def test_initials(text: str, spelled: bool, loose: bool) -> None:
    assert (keys.is_spelled_initials(text), keys.is_given_initials(text)) == (spelled, loose)


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("J.", "Jürgen", True),
        ("Jürgen", "Jurgen K.", True),
        ("Jean-Pierre", "Jean Pierre", True),
        ("Alex", "Alexander", True),
        ("Li", "Lin", False),
        ("A. B.", "B.", False),
        ("", "Ann", False),
        ("Ann", "Bob", False),
    ],
)
def test_given_names_agree(first: str, second: str, same: bool) -> None:
    assert keys.given_agrees(first, second) is same
    assert keys.given_agrees(second, first) is same


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("Müller", "Muller", True),
        ("Smith Jr.", "Smith", True),
        ("García Márquez", "García", True),
        ("van der Berg", "Berg", True),
        ("Li", "Liu", False),
        ("", "Li", False),
    ],
)
def test_family_names_agree(first: str, second: str, same: bool) -> None:
    assert keys.family_agrees(first, second) is same
    assert keys.family_agrees(second, first) is same


@pytest.mark.parametrize(
    ("given", "family", "kinds"),
    [
        ("Daya", "Guo", ()),
        ("null", "DeepSeek-AI", ("null-token",)),
        ("", "", ("empty-name",)),
        ("", ":", ("empty-name",)),
        ("Daya", "DeepSeek-AI", ("org-as-person",)),
        ("ATLAS", "Collaboration", ("collab-as-person",)),
        ("et", "al.", ("et-al-as-author",)),
        ("", "III", ("suffix-as-person",)),
        ("FranÃ§ois", "Chollet", ("mojibake",)),
        ("Ann Lee and Bob", "Roe", ("merged-names",)),
        ("Ann", "Roe†", ("marker-in-name",)),
        ("", "OpenAI", ()),
        ("", "Johnson & Johnson", ()),
        ("Thomas", "Groß†", ("marker-in-name",)),
        ("Matyáš", "Kopp", ()),
        ("Nan", "Null", ()),
    ],
)
def test_faults_of_one_name(given: str, family: str, kinds: tuple[str, ...]) -> None:
    assert lexical.name_faults(given, family) == kinds
    name = Name(given=given, family=family) if given else Name(literal=family)
    assert glance_at((name,)).suspicious or not kinds


@pytest.mark.parametrize("text", ["François", "Jürgen Müller", "Šnajder", "Grigonytė", "João", "Иван Петров", "王小明", "Nguyễn Văn", "Ø"])
def test_wrong_decoding_is_undone(text: str) -> None:
    data = text.encode()
    broken = "".join(bytes([b]).decode("cp1252") if b not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else chr(b) for b in data)
    assert lexical.decode_again(broken) == text
    assert lexical.decode_again(text) == text


def test_model_knows_names() -> None:
    scores = model.default()
    assert scores.role("Yoav") > 1 > -1 > scores.role("Zhang")
    assert scores.is_known("Graham", "Neubig")
    assert not scores.is_known("Graham", "Xylophonovich")
    assert scores.association("Graham", "Neubig") > scores.association("Graham", "Zhang")
    assert scores.upright("Yoav", "Goldberg") > 2 > -2 > scores.upright("Goldberg", "Yoav")


@pytest.mark.parametrize(("given", "family"), [("王", "小明"), ("Иван", "Петров"), ("Z. F.", "Wu"), ("", "OpenAI"), ("राम", "शर्मा")])
def test_model_is_silent_where_it_knows_nothing(given: str, family: str) -> None:
    assert model.default().association(given, family) == 0.0


def test_model_of_another_format_is_refused() -> None:
    import msgspec

    packed = model.Packed(9, 1, 1, (1.0, 1.0, 1.0), b"", b"", b"", b"", b"", 1, (0.0, 0.0, 0.0), (0.0, 0.0, 0.0))
    with pytest.raises(ValueError, match="format 9"):
        model.read(msgspec.msgpack.encode(packed))


def test_lexical_rules_do_not_load_the_model() -> None:
    code = (
        "import sys; from paperconv.authors import lexical; from paperconv.model import Name; lexical.faults((Name(family='Guo', given='Daya'),)); "
        "sys.exit('paperconv.authors.model' in sys.modules or 'numpy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def people(*texts: str) -> tuple[Name, ...]:
    return tuple(Name(family=t.partition(", ")[0], given=t.partition(", ")[2]) for t in texts)


def test_evidence_adds_up() -> None:
    found = examine(people("DeepSeek-AI, Daya", "Guo, Dejian", "Yang, Haowei", "Zhang, Junxiao", "Song, Ruoyu"))
    assert found is not None
    assert sum(e.weight for e in found.verdict.best.evidence) == pytest.approx(found.verdict.best.odds, abs=0.05)
    assert found.verdict.pinned
    assert [n.display() for n in found.lost] == ["Ruoyu [?]"]


SHIFTED = [("Neubig", "Yoav"), ("Goldberg", "Emily M."), ("Bender", "Luke"), ("Zettlemoyer", "Noah A."), ("Smith", "Christopher D."), ("Manning", "Dan")]
"""Graham Neubig, Yoav Goldberg, Emily M. Bender … as they stand where Graham went to the name before them."""


@pytest.mark.parametrize(
    ("first", "restored", "safety"),
    [
        (Name(given="Graham Qwen", family="Team"), ["Qwen Team", "Graham Neubig"], Safety.SAFE),
        (Name(given="Graham F The LHCb", family="Collaboration"), ["The LHCb Collaboration", "Graham F Neubig"], Safety.SAFE),
        (Name(given="Graham Apple", family="Inc."), ["Apple Inc.", "Graham Neubig"], Safety.SAFE),
        (Name(literal="Graham Qwen Team"), ["Qwen Team", "Graham Neubig"], Safety.SAFE),
        # Whether he is "Graham" or "Graham Human" is not printed.
        (Name(literal="Graham Human Atlas Consortium"), ["Human Atlas Consortium", "Graham Neubig"], Safety.UNSAFE),
    ],
    ids=lambda x: x.display() if isinstance(x, Name) else "",
)
def test_an_organisation_is_told_from_the_given_name_it_took_along(first: Name, restored: list[str], safety: Safety) -> None:
    found = examine((first, *(Name(family=f, given=g) for f, g in SHIFTED)))
    assert found is not None
    assert [n.display() for n in found.restored[:2]] == restored
    assert found.safety is safety


def test_long_lists_are_not_turned_as_certain() -> None:
    givens, families = ["Yoav", "Graham", "Emily", "Luke"] * 10, ["Goldberg", "Neubig", "Bender", "Zettlemoyer"] * 10
    found = examine(tuple(Name(given=f, family=g) for g, f in zip(givens, families, strict=True)))
    assert found is not None
    assert found.verdict.best.kind == "swap-all"
    assert found.safety is Safety.UNSAFE


def test_other_scores_can_be_given() -> None:
    names = people("DeepSeek-AI, Daya", "Guo, Dejian", "Yang, Haowei")
    found = examine_with(names, Silent())
    assert found is not None
    assert found.safety is Safety.UNSAFE
    assert examine_with(people("Guo, Daya", "Yang, Dejian", "Zhang, Haowei"), Silent()) is None


def test_ties_speak_only_in_sorted_lists() -> None:
    given = sorted(["Ann", "Ann", "Bob", "Bob", "Cid", "Cid", "Dan", "Dan", "Eve", "Eve"])
    family = ["X", "A", "B", "A", "B", "A", "B", "A", "B", "A"]  # right only when read one row later
    found = columns.ties(list(zip(given, family, strict=True)))
    assert found
    assert sum(g for g, _ in found.values()) > 0
    assert columns.ties(list(zip(given[::-1], family, strict=True))) == {}


@pytest.mark.parametrize(
    ("text", "expected", "sure"),
    [
        ("Ann Lee", ("Ann", "Lee"), True),
        ("A. B. Lee", ("A. B.", "Lee"), True),
        ("Jan van der Berg", ("Jan", "van der Berg"), True),
        ("Ann Mary Lee", ("Ann Mary", "Lee"), False),
    ],
)
def test_a_printed_person_is_cut(text: str, expected: tuple[str, str], sure: bool) -> None:
    name, certain = repair.person(text)
    assert ((name.given, name.family), certain) == (expected, sure)


DEV = Path(__file__).parents[2].parent / "shared/data/authors/dev.jsonl.xz"


@pytest.mark.skipif(not DEV.is_file(), reason="the list files are not beside this checkout")
def test_training_is_reproducible(tmp_path: Path) -> None:
    pytest.importorskip("numpy")
    pytest.importorskip("scipy")
    from itertools import islice

    with lzma.open(DEV, "rt", encoding="utf-8") as lines:
        tmp_path.joinpath("lists.jsonl").write_text("".join(islice(lines, 1500)), encoding="utf-8")
    made = []
    for name in ("a.bin", "b.bin"):
        subprocess.run(
            [sys.executable, "-m", "paperconv.authors.train", tmp_path / "lists.jsonl", "-o", tmp_path / name, "--steps", "5"],
            check=True,
            capture_output=True,
        )
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1]
    assert model.read(made[0]).role("Yoav") == model.read(made[1]).role("Yoav")


@pytest.mark.skipif(not DEV.is_file(), reason="the list files are not beside this checkout")
def test_every_published_list_that_is_called_faulty_was_looked_at() -> None:
    audit = yaml.safe_load(Path(__file__).parents[1].joinpath("authors_audit.yaml").read_text(encoding="utf-8"))
    looked_at = {tuple(entry["authors"]) for entry in audit}
    new = []
    for pairs in load(DEV):
        names = tuple(Name(given=g, family=f) if g and f else Name(literal=f or g) for g, f in pairs)
        found = examine_with(names, model.default())
        if (found is not None and found.verdict.is_error) or any(f.kind in lexical.ERRORS for f in lexical.faults(names)):
            text = tuple(f"{f}, {g}" if g else f for g, f in pairs)
            if text not in looked_at:
                new.append(text)
    assert not new
    assert sum(entry["judged"] != "real" for entry in audit) <= 3


def test_brackets_set_names_apart_where_nothing_else_does() -> None:
    names = parse_authors("M. Cervino (IAA) V. Luridiana (IAA) E. Perez (IAA)").names
    assert [(n.given, n.family, n.affiliation) for n in names] == [("M.", "Cervino", ("IAA",)), ("V.", "Luridiana", ("IAA",)), ("E.", "Perez", ("IAA",))]
