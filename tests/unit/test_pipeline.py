"""The loop over records: what goes wrong costs itself only, and is counted."""

import io
import json
from pathlib import Path

import pytest

import paperconv
from paperconv import pipeline
from paperconv.diagnostics import Collector, Diagnostic, Finding
from paperconv.errors import InputError, OutputError
from paperconv.formats.base import Item
from paperconv.formats.jsonl import JsonlReader, JsonlWriter
from paperconv.io.source import Source
from paperconv.model import Name, Record
from paperconv.rules.base import RULES, Rule, load


def native(*records: dict[str, object]) -> str:
    return "".join(json.dumps(r) + "\n" for r in records)


def test_a_decoders_bug_costs_its_item_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(native({"id": "a", "title": "One"}, {"id": "b", "title": "Two"}, {"id": "c", "title": "Three"}), encoding="utf-8")
    decode = JsonlReader.decode

    def broken(self: JsonlReader, item: Item) -> Record:
        if item.ordinal == 1:
            raise ZeroDivisionError("by design")
        return decode(self, item)

    monkeypatch.setattr(JsonlReader, "decode", broken)
    found: list[Diagnostic] = []
    assert [r.id for r in paperconv.read(path, on_diagnostic=found.append)] == ["a", "c"]
    bug = next(d for d in found if d.code == "PC090")
    assert (bug.path, bug.line, bug.ordinal) == (str(path), 2, 1)
    assert "ZeroDivisionError: by design" in bug.message


def test_a_rules_bug_costs_no_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(record: Record) -> list[Finding]:
        raise ZeroDivisionError("by design")

    load()
    monkeypatch.setattr("paperconv.rules.base.RULES", [*RULES, Rule(("PC401",), broken)])  # type: ignore[arg-type]
    path = tmp_path / "a.jsonl"
    path.write_text(native({"id": "a", "title": "One"}), encoding="utf-8")
    found: list[Diagnostic] = []
    summary = paperconv.convert(path.as_posix(), str(tmp_path / "a.bib"), on_diagnostic=found.append)
    assert summary.totals.written == 1
    assert [d.code for d in found] == ["PC090"]


def test_an_arxiv_paper_gets_the_doi_that_arxiv_registers() -> None:
    assert pipeline.complete(Record(identifiers={"arxiv": "2501.12948"})).identifiers["doi"] == "10.48550/arXiv.2501.12948"
    assert pipeline.complete(Record(identifiers={"arxiv": "1207.7214", "doi": "10.1016/x"})).identifiers["doi"] == "10.1016/x"
    assert "doi" not in pipeline.complete(Record(title="No identifier")).identifiers


def test_keys_are_unique_in_the_output_whatever_the_order() -> None:
    papers = [Record(title="One", issued="2020", author=(Name("Li", "Wei"),), abstract=str(i)) for i in range(3)]

    def written(records: list[Record]) -> dict[str, str]:
        out, totals = io.StringIO(), pipeline.Totals()
        pipeline.write(map(pipeline.complete, records), JsonlWriter(), out, Collector(), totals)
        assert totals.written == 3
        return {json.loads(line)["abstract"]: json.loads(line)["id"] for line in out.getvalue().splitlines()}

    keys = written(papers)
    assert sorted(keys.values()) == ["li2020one", "li2020onea", "li2020oneb"]
    assert written(papers[::-1]) == keys


def test_a_folder_is_mirrored(tmp_path: Path) -> None:
    for name in ("a.jsonl", "sub/b.jsonl"):
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_text(native({"id": "x", "title": "One"}), encoding="utf-8")
    paperconv.convert(tmp_path / "in", f"{tmp_path}/out/", to="csl-json")
    assert sorted(str(p.relative_to(tmp_path / "out")) for p in (tmp_path / "out").rglob("*.json")) == ["a.json", "sub/b.json"]


def test_two_inputs_never_go_into_one_file(tmp_path: Path) -> None:
    for name in ("a.jsonl", "a.json"):
        (tmp_path / name).write_text(native({"id": "x", "title": "One"}), encoding="utf-8")
    with pytest.raises(OutputError, match="would be written for both"):
        paperconv.convert([tmp_path / "a.jsonl", tmp_path / "a.json"], f"{tmp_path}/out/")
    assert not (tmp_path / "out").exists()


def test_an_empty_file_in_a_folder_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.jsonl").write_text("", encoding="utf-8")
    (tmp_path / "in" / "b.jsonl").write_text(native({"id": "x", "title": "One"}), encoding="utf-8")
    found: list[Diagnostic] = []
    paperconv.convert(tmp_path / "in", f"{tmp_path}/out/", on_diagnostic=found.append)
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["b.bib"]
    assert [d.code for d in found if d.code.startswith("PC0")] == ["PC004"]


def test_nothing_is_written_where_nothing_was_read(tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").write_text("\n\n", encoding="utf-8")
    with pytest.raises(InputError, match="is empty"):
        paperconv.convert(tmp_path / "empty.jsonl", str(tmp_path / "refs.bib"))
    (tmp_path / "broken.jsonl").write_text("{nonsense}\n", encoding="utf-8")
    assert paperconv.convert(tmp_path / "broken.jsonl", str(tmp_path / "refs.bib")).totals.rejected == 1
    assert not (tmp_path / "refs.bib").exists()


def test_standard_input_is_called_so() -> None:
    source = Source("-", stream=io.BytesIO(native({"title": "One"}).encode()))
    records = list(pipeline.read([source], "", Collector(), pipeline.Totals()))
    assert records[0].origin.path == "<stdin>"
    assert records[0].id == "one"


def test_what_a_format_cannot_carry_is_said_once_with_its_count(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(native({"id": "a", "extra": {"ris:U1": "x"}}, {"id": "b", "extra": {"ris:U1": "y"}}), encoding="utf-8")
    found: list[Diagnostic] = []
    paperconv.convert(tmp_path / "a.jsonl", str(tmp_path / "a.json"), on_diagnostic=found.append)
    assert [d.message for d in found if d.code == "PC901"] == ["ris:U1 of 2 records has no place in this format"]
