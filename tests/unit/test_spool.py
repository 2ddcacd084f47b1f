"""Records that wait on disk, and the keys that wait with them."""

import json
from pathlib import Path

import pytest

import paperconv
from paperconv.io import spool as spool_module
from paperconv.io.spool import Spool
from paperconv.keys import KeyList
from paperconv.keys import unique as unique_module
from paperconv.model import Record

RECORDS = [Record(id=f"r{i}", title="word " * (i % 37)) for i in range(100)]


@pytest.mark.parametrize("memory", [1, 1 << 20])
def test_records_come_back_in_their_order_and_by_their_position(monkeypatch: pytest.MonkeyPatch, memory: int) -> None:
    monkeypatch.setattr(spool_module, "MEMORY", memory)
    with Spool() as spool:
        for record in RECORDS:
            spool.append(record)
        assert len(spool) == len(RECORDS)
        assert list(spool) == RECORDS
        assert [spool[at] for at in (99, 0, 16, 15, 17)] == [RECORDS[at] for at in (99, 0, 16, 15, 17)]
        assert list(spool) == RECORDS
        spool.append(RECORDS[7])
        assert spool[100] == RECORDS[7]
        assert list(spool) == [*RECORDS, RECORDS[7]]
        with pytest.raises(IndexError):
            spool[len(RECORDS) + 1]


def test_keys_are_put_into_the_database_in_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unique_module, "_ROWS", 7)
    keys = KeyList()
    for at in range(50):
        keys.append(f"Key{at % 10}")
    keys.settle(lambda at: -at)
    found = list(keys)
    assert len(keys) == len(found) == len({key.lower() for key in found}) == 50
    assert found[40:] == [f"Key{i}" for i in range(10)]  # the least rank keeps the base
    assert (found[30], found[0], keys[30]) == ("Key0a", "Key0d", "Key0a")
    with pytest.raises(IndexError):
        keys[50]


def test_without_findings_the_output_is_the_same_and_nothing_is_said_of_papers(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    papers = [
        {"id": "a", "title": "One", "author": [{"family": "Team", "given": "Qwen"}, {"family": "null", "given": "Ann"}]},
        {"id": "a", "author": [{"family": "Lee", "given": "Ann"}, {"family": "Roe", "given": "Bob"}] * 2},
    ]
    path.write_text("".join(json.dumps(p) + "\n" for p in papers) + "{broken\n", encoding="utf-8")
    full = paperconv.convert(str(path), str(tmp_path / "full.bib"))
    few = paperconv.convert(str(path), str(tmp_path / "few.bib"), findings=False)
    assert (tmp_path / "few.bib").read_text("utf-8") == (tmp_path / "full.bib").read_text("utf-8")
    assert few.totals.repaired == full.totals.repaired == 2
    assert set(few.by_code) == {"PC001"}
    assert {"PC001", "PC105", "PC128", "PC401"} <= set(full.by_code)
