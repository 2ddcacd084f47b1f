"""Repairs in the files themselves: what is repaired is the author field of faulty entries; every other byte stays, and a second time nothing changes."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

import paperconv
from paperconv import api
from paperconv.errors import OutputError, UsageError
from paperconv.model import Name
from tests.conftest import ROOT

BAD, GOOD = "null, DeepSeek-AI", "{DeepSeek-AI}"

spaces = st.sampled_from(["", " ", "\n", "\n\n", "% a comment, null\n", "\n@comment{author = {null, DeepSeek-AI}}\n", '\n@string{pr = "Physical Review"}\n', "text between\n"])
others = st.lists(st.sampled_from(["Guo, Daya", "{van der Berg}, Jan", r"Erd{\H{o}}s, P{\'a}l", "Łukasz Kaiser", "{CERN}", "王, 小明", "others"]), max_size=4).map(
    lambda names: [n for n in names if n != "others"] + ["others"] * ("others" in names)
)
field = st.sampled_from(
    ["  title = {A {T}itle},\n", "title={null, DeepSeek-AI and others}, ", '  Title = "Quoted",\n', "  year = 2020,\n", "  journal = pr # {, B},\n", "  note = {author = {null, DeepSeek-AI}},\n",
     "  xfield = {kept as it is},\n", "  abstract = {Long\n   and wrapped,\n\n and 100\\% so},\n", "\t doi\t= {10.1000/x},\n"]
)  # fmt: skip
form = st.sampled_from(["  author = {%s},\n", "AUTHOR={%s},\n", '  author = "%s",\n', "  author =\n    {%s} ,\n", "\tAuthor\t=\t{%s},"])
between = st.sampled_from([" and ", "\n            and ", "  and\n "])


@st.composite
def entries(draw: st.DrawFn) -> tuple[str, str]:
    """An entry as it stands, and as it must be after its repair; the same where nothing is wrong with it."""
    bad = draw(st.booleans())
    names = draw(others)
    fields = draw(st.lists(field, max_size=4, unique_by=lambda f: f.split("=")[0].strip().lower()))
    at = draw(st.integers(0, len(fields)))
    shape, sep = draw(form), draw(between)
    key = draw(st.text("abcdefgh", min_size=3, max_size=8))

    def text(first: str, shape: str) -> str:
        inner = sep.join([first, *names])
        return f"@article{{{key},\n{''.join([*fields[:at], shape.replace('%s', inner), *fields[at:]])}}}"

    if not bad:
        same = text("Yang, Dejian", shape)
        return same, same
    return text(BAD, shape), text(GOOD, shape.replace('"', "{", 1).replace('"', "}", 1))


def repaired(name: str, text: str) -> str:
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(text.encode())
        api.repair(path, "bibtex" if name.endswith(".bib") else "", select=["PC105"])
        return path.read_bytes().decode()


@given(st.lists(st.tuples(spaces, entries()), min_size=1, max_size=5), spaces, st.sampled_from(["\n", "\r\n"]), st.sampled_from(["", "\ufeff"]))
def test_only_the_names_at_fault_change_byte_for_byte(parts: list[tuple[str, tuple[str, str]]], last: str, line_end: str, mark: str) -> None:
    before = mark + "".join(f"{space}\n{old}\n" for space, (old, _) in parts) + last
    after = mark + "".join(f"{space}\n{new}\n" for space, (_, new) in parts) + last
    before, after = before.replace("\n", line_end), after.replace("\n", line_end)
    # BibTeX's separator is kept as the first one is; a list with one kind of separator stays as it is laid out
    assert repaired("a.bib", before) == after
    assert repaired("a.bib", after) == after


@pytest.mark.parametrize("indent", [None, 1, 2, 4, "\t"])
@pytest.mark.parametrize("ascii", [True, False])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_csl_json_keeps_its_manner_and_what_names_say_beside(indent: int | str | None, ascii: bool, line_end: str) -> None:
    def items(first: dict[str, str]) -> str:
        rest = [{"family": "Erdős", "given": "Pál", "ORCID": "0000-0001", "affiliation": [{"name": "X"}]}]
        made = [
            {"id": "a", "type": "article", "title": "null, é", "unknown": {"author": [1, 2]}, "author": [first, *rest], "issued": {"date-parts": [["2020"]]}},
            {"id": "b", "author": rest, "type": "article", "x": 1.50},
        ]
        return json.dumps(made, indent=indent, ensure_ascii=ascii).replace("\n", line_end)

    before, after = items({"family": "null", "given": "DeepSeek-AI"}), items({"literal": "DeepSeek-AI"})
    assert repaired("a.json", before) == after
    assert repaired("a.json", after) == after


def test_native_records_and_ris(tmp_path: Path) -> None:
    line = '{"id": "a",  "type":"article","title":"T","author":[{"family":"null","given":"DeepSeek-AI"},{"family":"Guo","given":"Daya"}], "identifiers": {"doi": "10.1000/a"}}\n'
    assert repaired("a.jsonl", line) == line.replace('{"family":"null","given":"DeepSeek-AI"}', '{"literal":"DeepSeek-AI"}')
    ris = "TY  - JOUR\r\nA1  - null, DeepSeek-AI\r\nA1  - Guo, Daya\r\nTI  - null\r\nZZ  - own\r\nER  - \r\n\r\nTY  - JOUR\r\nAU  - Guo, Daya\r\nER  - \r\n"
    assert repaired("a.ris", ris) == ris.replace("null, DeepSeek-AI", "DeepSeek-AI")


def test_the_same_repairs_are_made_as_in_a_conversion(tmp_path: Path) -> None:
    bib, out = tmp_path / "a.bib", tmp_path / "out.jsonl"
    api.convert(ROOT / "examples" / "blocks.txt", bib, fix="none")
    before = bib.read_text(encoding="utf-8")
    converted = [r.author for r in paperconv.read(bib, fix="safe")]
    summary = api.repair(bib)
    assert summary.totals.repaired == 2
    assert [r.author for r in paperconv.read(bib)] == converted
    assert Name(given="Zhen", lost="family") in converted[0]
    changed = [(a, b) for a, b in zip(before.split("\n"), bib.read_text(encoding="utf-8").split("\n"), strict=True) if a != b]
    assert len(changed) == 2
    assert all(a.lstrip().startswith("author") for a, _ in changed)
    api.convert(bib, out)
    assert out.exists()


@pytest.mark.parametrize("outer", ["{}", "()"])
def test_a_field_within_a_field_is_not_taken_for_it(outer: str) -> None:
    text = f"@misc{outer[0]}a,\n  note = {{author = {{{BAD}}}}},\n  author = {{{BAD}}},\n  title = {{T}}\n{outer[1]}\n"
    assert repaired("a.bib", text) == f"@misc{outer[0]}a,\n  note = {{author = {{{BAD}}}}},\n  author = {{{GOOD}}},\n  title = {{T}}\n{outer[1]}\n"


def test_an_inherited_list_is_repaired_in_the_entry_alone() -> None:
    text = "@inproceedings{a,\n  crossref = {b},\n  title = {T}\n}\n\n@misc{b,\n  author = {null, DeepSeek-AI},\n  title = {All}\n}\n"
    after = repaired("a.bib", text)
    assert after.count("null") == 0
    assert "crossref = {b}" in after


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.txt", b"A Title\nnull, DeepSeek-AI\n", "text cannot be repaired in place; write it anew: paperconv convert"),
        ("a.bib.gz", b"", "is compressed and cannot be repaired in place"),
        ("a.bib", b"@misc{a, title = {\xe9t\xe9}, author = {null, X}}", "is not UTF-8"),
        ("a.csv", b"title,author\nT,null\n", "csv cannot be repaired in place"),
    ],
)
def test_what_cannot_be_repaired_in_place_is_refused_before_anything_is_written(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    first, second = tmp_path / "0.bib", tmp_path / name
    first.write_text(f"@misc{{a, author = {{{BAD}}}}}", encoding="utf-8")
    second.write_bytes(data)
    with pytest.raises((UsageError, OutputError), match=message):
        api.repair([first, second])
    assert BAD in first.read_text(encoding="utf-8")
    skipped: list[tuple[str, str]] = []
    api.repair(tmp_path, on_skip=lambda what, text: skipped.append((what, text)))
    assert BAD not in first.read_text(encoding="utf-8")
    assert [what for what, _ in skipped] == ["file"]
    assert second.read_bytes() == data


def test_what_is_not_told_is_not_repaired(tmp_path: Path) -> None:
    path = tmp_path / "a.bib"
    text = f"% paperconv: ignore PC105\n@misc{{a, author = {{{BAD}}}}}\n"
    for content, options in (
        (text, {}),
        (text.replace("PC105", "PC3"), {"ignore": ["PC105"]}),
        (text.replace("PC105", "PC3"), {"select": ["PC2"]}),
        (text.replace("PC105", "PC3"), {"per_file_ignores": ["*.bib:PC1"]}),
    ):
        path.write_text(content, encoding="utf-8")
        api.repair(path, **options)  # type: ignore[arg-type]
        assert path.read_text(encoding="utf-8") == content
    told: list[paperconv.Diagnostic] = []
    paperconv.validate(path, on_diagnostic=told.append)
    api.write_baseline(told, tmp_path / "base.json")
    api.repair(path, baseline=tmp_path / "base.json")
    assert path.read_text(encoding="utf-8") == content
    api.repair(path)
    assert path.read_text(encoding="utf-8") == content.replace(BAD, GOOD)


def test_comparing_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.bib"
    path.write_text(f"@misc{{a, author = {{{BAD}}}}}\n", encoding="utf-8")
    changes = api.repair(path, compare=True).changes
    assert list(changes) == [str(path)]
    assert f"-@misc{{a, author = {{{BAD}}}}}\n+@misc{{a, author = {{{GOOD}}}}}\n" in changes[str(path)]
    assert BAD in path.read_text(encoding="utf-8")
