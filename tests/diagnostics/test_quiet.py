"""What is asked not to be told is not told, and nothing else is hidden: records, files, baselines."""

import json
from pathlib import Path

import pytest

import paperconv
from paperconv import api
from paperconv.diagnostics import Diagnostic
from paperconv.errors import InputError, UsageError
from paperconv.formats.bibtex import reader

NULL = "@article{%s,\n  author = {null, DeepSeek-AI and Guo, Daya and Yang, Dejian},\n  title = {Title %s},\n  year = {2020},\n  doi = {10.1000/%s}\n}\n"


def bib(*keys: str) -> str:
    return "\n".join(NULL % (k, k, k) for k in keys)


def found(*paths: Path, **options: object) -> list[tuple[str, str]]:
    """Record and code of each finding that is no information."""
    told: list[Diagnostic] = []
    paperconv.validate([str(p) for p in paths], on_diagnostic=told.append, **options)  # type: ignore[arg-type]
    return [(d.record, d.code) for d in told if d.severity != "info"]


def test_a_comment_before_an_entry_quiets_a_rule_for_this_entry_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.bib"
    first, second, third = (NULL % (k, k, k) for k in "abc")
    path.write_text(f"{first}\n% paperconv: ignore PC105\n{second}\n{third}", encoding="utf-8")
    assert found(path) == [("a", "PC105"), ("c", "PC105")]


def test_what_is_ignored_is_not_repaired_either(tmp_path: Path) -> None:
    path, out = tmp_path / "a.bib", tmp_path / "out.bib"
    path.write_text(f"% paperconv: ignore null-token\n{bib('a', 'b')}", encoding="utf-8")
    api.convert(path, out)
    text = out.read_text(encoding="utf-8")
    assert text.count("null") == 2, "in the comment, and in the first entry's author"
    assert text.index("null-token") < text.index("{a,") < text.index("{b,")
    api.convert(out, tmp_path / "again.bib")
    assert (tmp_path / "again.bib").read_text(encoding="utf-8") == text


@pytest.mark.parametrize("suffix", ["jsonl", "json", "yaml", "bib", "biblatex"])
def test_what_a_record_ignores_survives_in_formats_with_a_place_for_it(tmp_path: Path, suffix: str) -> None:
    path, out = tmp_path / "a.bib", tmp_path / f"out.{suffix}"
    path.write_text(f"% paperconv: ignore PC105, PC3\n{bib('a')}", encoding="utf-8")
    told: list[Diagnostic] = []
    api.convert(path, out, to="biblatex" if suffix == "biblatex" else "", on_diagnostic=told.append)
    assert not [d for d in told if d.code == "PC901"]
    assert next(iter(paperconv.read(out))).extra["paperconv:ignore"] == "PC105, PC3"
    assert found(out) == []


@pytest.mark.parametrize(
    "text",
    [
        '{"id": "a", "type": "article", "title": "T", "issued": "2020", "author": [{"literal": "null"}], "identifiers": {"doi": "10.1000/a"}, "note": "Good.\\nPaperconv-Ignore: PC105"}\n',
        '{"id": "a", "type": "article", "title": "T", "issued": "2020", "author": [{"literal": "null"}], "identifiers": {"doi": "10.1000/a"}, "extra": {"x:paperconv-ignore": "null-token"}}\n',
    ],
)
def test_a_line_of_the_note_or_a_field_of_ones_own_asks_too(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(text, encoding="utf-8")
    assert found(path) == []
    path.write_text(text.replace("gnore", "gnor"), encoding="utf-8")
    assert found(path) == [("a", "PC105")]


def test_an_unknown_rule_is_told_with_the_nearest(tmp_path: Path) -> None:
    path = tmp_path / "a.bib"
    path.write_text(f"% paperconv: ignore PC1O5\n{bib('a')}", encoding="utf-8")
    told: list[Diagnostic] = []
    paperconv.validate(path, select=["PC006"], on_diagnostic=told.append)
    assert [d.message for d in told] == ["the record asks that a rule be ignored, but no rule is called 'PC1O5'; did you mean PC105? (see: paperconv rules)"]


def test_a_comment_is_found_across_the_pieces_in_which_a_large_file_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.bib"
    path.write_text("".join(f"% paperconv: ignore PC105\n{NULL % (k, k, k)}\n" for k in (f"k{n}" for n in range(60))), encoding="utf-8")
    for size in (150, 400, 1000):
        monkeypatch.setattr(reader, "CHUNK", size)
        monkeypatch.setattr("paperconv.io.encoding.BLOCK", size, raising=False)
        assert found(path) == []


def test_rules_on_several_records_heed_the_record_that_they_name(tmp_path: Path) -> None:
    record = {"type": "article", "issued": "2020", "abstract": "An abstract that is long enough to be told from others by its words alone, and then some more words that make it longer still.", "author": [{"family": "Guo", "given": "Daya"}]}
    path = tmp_path / "a.jsonl"
    two = [{**record, "id": k, "title": t, "identifiers": {"doi": f"10.1000/{k}"}} for k, t in (("a", "Apples grow"), ("b", "Number theory of primes"))]
    path.write_text("".join(json.dumps(r) + "\n" for r in two), encoding="utf-8")
    told = found(path, select=["PC403"])
    assert told
    for r in two:
        r["note"] = "paperconv-ignore: PC403"
    path.write_text("".join(json.dumps(r) + "\n" for r in two), encoding="utf-8")
    assert found(path, select=["PC403"]) == []


def test_files_are_quieted_by_name_or_by_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "old").mkdir()
    for path in (tmp_path / "a.bib", tmp_path / "old" / "a.bib"):
        path.write_text(bib("a"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    both = [Path("a.bib"), Path("old/a.bib")]
    assert len(found(*both)) == 2
    assert len(found(*both, per_file_ignores=["old/*:PC1"])) == 1
    assert len(found(*both, per_file_ignores=["./old/a.bib:null-token"])) == 1
    assert len(found(*both, per_file_ignores=["a.bib:PC1"])) == 0
    assert len(found(*both, per_file_ignores=[f"{tmp_path}/old/*:PC105"])) == 1
    assert len(found(*both, per_file_ignores=["b.bib:PC1", "*.bib:PC2"])) == 2
    with pytest.raises(UsageError, match="did you mean null-token"):
        found(*both, per_file_ignores=["*:null-tokn"])
    with pytest.raises(UsageError, match="expected GLOB:RULES"):
        found(*both, per_file_ignores=["PC105"])


def with_baseline(tmp_path: Path, text: str, after: str) -> list[tuple[str, str]]:
    """What is told of ``after``, where the baseline was made of ``text``."""
    path, base = tmp_path / "a.bib", tmp_path / "base.json"
    path.write_text(text, encoding="utf-8")
    told: list[Diagnostic] = []
    paperconv.validate(path, on_diagnostic=told.append)
    api.write_baseline(told, base)
    path.write_text(after, encoding="utf-8")
    return found(path, baseline=base)


def test_a_baseline_hides_what_was_there_however_lines_move(tmp_path: Path) -> None:
    assert with_baseline(tmp_path, bib("a", "b"), bib("a", "b")) == []
    assert with_baseline(tmp_path, bib("a", "b"), "\n\n\n" + bib("b", "a")) == []


def test_a_baseline_hides_nothing_new(tmp_path: Path) -> None:
    assert with_baseline(tmp_path, bib("a"), bib("a", "b")) == [("b", "PC105")]
    assert with_baseline(tmp_path, bib("a"), bib("a").replace("Guo, Daya", "Guo, Dayan")) == [("a", "PC105")], "the list is another"
    assert ("a", "PC201") in with_baseline(tmp_path, bib("a"), bib("a").replace("doi", "dio")), "another rule"


def test_a_baseline_counts(tmp_path: Path) -> None:
    line = '{"id": "a", "type": "article", "title": "T", "issued": "2020", "author": [{"literal": "null"}], "identifiers": {"doi": "10.1000/a"}}\n'
    path, base, told = tmp_path / "a.jsonl", tmp_path / "base.json", list[Diagnostic]()
    path.write_text(line, encoding="utf-8")
    paperconv.validate(path, on_diagnostic=told.append, select=["PC105"])
    api.write_baseline(told, base)
    path.write_text(line * 3, encoding="utf-8")
    assert found(path, baseline=base, select=["PC105"]) == [("a", "PC105")] * 2


def test_a_baseline_is_found_from_any_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.bib").write_text(bib("a"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    told: list[Diagnostic] = []
    paperconv.validate("sub/a.bib", on_diagnostic=told.append)
    api.write_baseline(told, "base.json")
    assert json.loads(Path("base.json").read_text(encoding="utf-8"))[0]["path"] == "sub/a.bib"
    monkeypatch.chdir(tmp_path / "sub")
    assert found(Path("a.bib"), baseline="../base.json") == []


@pytest.mark.parametrize("text", ["", "{}", '[{"path": 1}]', "not json"])
def test_what_is_no_baseline_is_said(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.bib").write_text(bib("a"), encoding="utf-8")
    base = tmp_path / "base.json"
    with pytest.raises(InputError, match="no such baseline"):
        found(tmp_path / "a.bib", baseline=base)
    base.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="is no baseline"):
        found(tmp_path / "a.bib", baseline=base)


def test_extend_select_adds_to_select(tmp_path: Path) -> None:
    path = tmp_path / "a.bib"
    path.write_text(bib("a").replace("doi", "dio"), encoding="utf-8")
    assert found(path, select=["PC1"]) == [("a", "PC105")]
    assert found(path, select=["PC1"], extend_select=["PC2"]) == [("a", "PC105"), ("a", "PC201")]
    assert found(path, select=["PC1"], extend_select=["PC2"], ignore=["PC105"]) == [("a", "PC201")]


def test_a_choice_that_leaves_no_rule_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.bib"
    path.write_text(bib("a"), encoding="utf-8")
    with pytest.raises(UsageError, match="leave no rule"):
        found(path, select=["PC105"], ignore=["PC1"])
    assert found(path, select=["PC105"], ignore=["PC2"]) == [("a", "PC105")]


def test_a_hostile_ignore_cannot_write_an_entry(tmp_path: Path) -> None:
    out = tmp_path / "out.bib"
    paperconv.write([paperconv.Record(id="a", title="T", extra={"paperconv:ignore": "PC105\n@article{evil, title={x}}\n%"})], out)
    assert [r.id for r in paperconv.read(out)] == ["a"]


def test_update_leaves_the_comment_where_it_is(tmp_path: Path) -> None:
    path, new = tmp_path / "refs.bib", tmp_path / "new.jsonl"
    path.write_text(f"% paperconv: ignore PC105\n{bib('a')}", encoding="utf-8")
    new.write_text('{"id": "a", "type": "article", "title": "Title a", "issued": "2021", "identifiers": {"doi": "10.1000/a"}}\n', encoding="utf-8")
    api.convert(new, path, options=paperconv.OutputOptions(update=True))
    text = path.read_text(encoding="utf-8")
    assert text.count("paperconv: ignore") == 1
    assert "2021" in text
