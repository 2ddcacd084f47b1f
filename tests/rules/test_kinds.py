"""The kinds of corruption that author lists have in the wild, each in its own shape, read from a file and checked from end to end."""

import json
from pathlib import Path

import pytest

import paperconv
from paperconv import Diagnostic

TITLE = "Turbulent convection of cold water in a wide enclosure heated from below"
PEOPLE = "Yoav Goldberg, Graham Neubig, Emily Bender, Yejin Choi, Noah Smith, Mike Lewis, Myle Ott, Yinhan Liu, Luke Zettlemoyer, Veselin Stoyanov"


def csl(*texts: str, title: str = TITLE, **fields: object) -> str:
    """One CSL item; "Given | Family" is a person, all else a literal."""
    names = [dict(zip(("given", "family"), t.split(" | "), strict=True)) if " | " in t else {"literal": t} for t in texts]
    return json.dumps([{"id": "x", "type": "article", "title": title, "author": names, **fields}], ensure_ascii=False)


def persons(text: str = PEOPLE) -> list[str]:
    return [" | ".join(t.split()) for t in text.split(", ")]


def bib(authors: str) -> str:
    return f"@article{{x,\n  title = {{{TITLE}}},\n  author = {{{authors}}},\n  year = {{1954}}\n}}\n"


def listing(authors: str) -> str:
    return f"{TITLE}\n{authors}\n\nA report. It is long. It says much of what was done.\n\narXiv:1603.05976\n"


def volume(*lists: list[str]) -> str:
    return json.dumps([json.loads(csl(*names, title=f"{TITLE} {i}"))[0] | {"id": str(i)} for i, names in enumerate(lists)])


WHOLE = csl(*persons())
SEED = "Daya DeepSeek-AI, Dejian Guo, Haowei Yang, Junxiao Zhang, Ruoyu Song, Runxin Zhang, Qihao Xu"

# number and name of the kind, suffix, the file, what is said of it, the names after all repairs ("" where they stay), a second file
KINDS = [
    ("1 a shift by a missing given name", ".txt", listing(SEED), {"PC101"}, "DeepSeek-AI, Daya Guo, Dejian Yang, Haowei Zhang, Junxiao Song, Ruoyu Zhang, Runxin Xu, Qihao [?]", ""),
    ("2 a colon as an author", ".json", csl(":", "John | Smith"), {"PC106"}, "John Smith", ""),
    ("3 a by-line as one name", ".json", csl("Teresa Maria Montaruli for the IceCube | Collaboration"), {"PC108"}, "Teresa Maria Montaruli, IceCube Collaboration", ""),
    ("4 a flat list with null", ".txt", listing("DeepSeek-AI, null, Guo, Daya, Yang, Dejian, Zhang, Haowei"), {"PC105"}, "DeepSeek-AI, Daya Guo, Dejian Yang, Haowei Zhang", ""),
    ("4 a flat list of the old Scopus", ".bib", bib("Pan, Y., Yu, C., Lee, A."), {"PC114"}, "Y. Pan, C. Yu, A. Lee", ""),
    ("5 the list doubled", ".json", csl("Ann | Lee", "Bob | Roe", "Ann | Lee", "Bob | Roe"), {"PC128"}, "Ann Lee, Bob Roe", ""),
    ("6 a whole list in one slot", ".json", csl("Ann Lee, Bob Roe, Carl May and Dan Fay"), {"PC114"}, "Ann Lee, Bob Roe, Carl May, Dan Fay", ""),
    ("6 a whole list in one slot", ".bib", bib("Ann Lee, Bob Roe, Carl May, Dan Fay"), {"PC114"}, "Ann Lee, Bob Roe, Carl May, Dan Fay", ""),
    ("7 a line wrap as separator", ".json", csl("Ann | Lee", "Bob | Roe", "Michael", "Schmidt"), {"PC145"}, "Ann Lee, Bob Roe, Michael Schmidt", ""),
    ("8 an entity's semicolon as separator", ".json", csl("Mart&#xED", "N | Abadi", "Ann | Lee"), {"PC145"}, "MartíN Abadi, Ann Lee", ""),
    ('9 a word cut at "and"', ".json", csl("Alex", "re", "Ann | Lee"), {"PC145"}, "", ""),
    ("10 initials as an author of their own", ".bib", bib("{Van Deux} and {A. Z.} and Ann Lee"), {"PC145"}, "A. Z. Van Deux, Ann Lee", ""),
    ("11 null", ".json", csl("null | EBioMedicine", "Ann | Lee"), {"PC105"}, "EBioMedicine, Ann Lee", ""),
    ("12 et al. as a person", ".txt", listing("Ann Lee, Bob Roe, et al"), {"PC109"}, "Ann Lee, Bob Roe, others", ""),
    ("13 [Anonymous]", ".json", csl("[Anonymous]"), set(), "", ""),
    ("14 a department as an author", ".json", csl("Ann | Lee", "Department of Physics, University of York"), {"PC110"}, "", ""),
    ("15 a journal as an author", ".json", csl("Ann | Lee", "Physics Letters A", **{"container-title": "Physics Letters A"}), {"PC146"}, "", ""),
    ("15 a date as an author", ".json", csl("Ann | Lee", "12 March 2019"), {"PC146", "PC116"}, "", ""),
    ("16 the collaboration before its names", ".txt", listing("ATLAS Collaboration: Ann Lee, Bob Roe"), set(), "", ""),
    ("17 a suffix as the family name", ".json", csl("Hal Daumé | III"), {"PC111"}, "Hal Daumé, III", ""),
    ("17 a suffix as a person", ".json", csl("Martin Luther | King", "Jr.", "Jane | Roe"), {"PC111"}, "Martin Luther King, Jr., Jane Roe", ""),
    ("18 a volume exchanged", ".json", volume(["Zhang | Wei"], ["Smith | Noah", "Choi | Yejin"], ["Sun | Min"], ["Liu | Hao"]), {"PC143", "PC103"}, "", ""),
    ("19 a middle name in the family name", ".json", csl("Ann | Marie Lee"), set(), "", ""),
    ("20 the family name repeated", ".json", csl("Robin | Robin", "Ann | Lee"), {"PC148"}, "", ""),
    ("21 marks glued on", ".json", csl("G. | BillotT", "Ann | Lee1,2", "Jens | Lehmann 0001"), {"PC116"}, "G. BillotT, Ann Lee, Jens Lehmann 0001", ""),
    ("22 an affiliation in brackets", ".json", csl("Ann | Lee (University of York)", "Bob | Roe"), {"PC110"}, "Ann Lee, Bob Roe", ""),
    ("22 an affiliation in brackets", ".txt", listing("Ann Lee (University of York), Bob Roe (MIT)"), set(), "Ann Lee, Bob Roe", ""),
    ("23 TeX left in", ".json", csl("Paul | Erd{\\H o}s", "Fran\\c{c}ois | \\'Alvarez"), {"PC147"}, "Paul Erdős, François Álvarez", ""),
    ("24 mojibake", ".json", csl("FranÃ§ois | Chollet"), {"PC112"}, "François Chollet", ""),
    ("25 another person put in", ".json", csl(*persons("Yoav Goldberg, Sergey Levine, Emily Bender, Yejin Choi")), {"PC144"}, "", csl(*persons()[:4])),
    ("26 alphabetised", ".json", csl(*persons("Emily Bender, Yejin Choi, Yoav Goldberg, Graham Neubig")), {"PC140"}, "", csl(*persons("Yoav Goldberg, Yejin Choi, Graham Neubig, Emily Bender"))),
    ("27 reordered", ".json", csl(*persons("Graham Neubig, Yoav Goldberg, Emily Bender, Yejin Choi")), {"PC141"}, "", csl(*persons()[:4])),
    ("28 truncated", ".json", csl(*persons()[:3]), {"PC138"}, "", WHOLE),
    ("29 duplicated", ".json", csl(*persons()[:3], persons()[0]), {"PC136", "PC120"}, "", csl(*persons()[:3])),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "suffix", "text", "codes", "names", "second"), KINDS, ids=[f"{k[0]}{k[1]}" for k in KINDS])
def test_kind(kind: str, suffix: str, text: str, codes: set[str], names: str, second: str, tmp_path: Path) -> None:
    files = [tmp_path / f"first{suffix}"]
    files[0].write_text(text, encoding="utf-8")
    if second:
        files.append(tmp_path / "second.json")
        files[1].write_text(second, encoding="utf-8")
    found: list[Diagnostic] = []
    paperconv.validate(files, select=["PC1"], on_diagnostic=found.append)
    assert {d.code for d in found} == codes, [d.message for d in found]
    for d in found:
        assert bool(d.related) == (bool(second) and d.code != "PC120")
    record = next(iter(paperconv.read(files[0], fix="all")))
    as_read = next(iter(paperconv.read(files[0])))
    if second:
        paperconv.dedupe(files, tmp_path / "joined.jsonl")
        (joined,) = paperconv.read(tmp_path / "joined.jsonl")
        written = {w for r in paperconv.read(files) for n in r.author for w in n.display().split()}
        assert {w for n in joined.author for w in n.display().split()} <= written
    elif names:
        assert ", ".join(n.display() for n in record.author) == names
    elif len(codes) < 2:
        assert record.author == as_read.author


def test_all_kinds_are_there() -> None:
    assert {int(k[0].split()[0]) for k in KINDS} == set(range(1, 30))
