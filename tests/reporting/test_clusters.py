"""The page of a dedupe: what it holds, that hostile text stays text, and how it looks in a browser."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

import paperconv
from paperconv.model import Name, Record

EVIL = "</script><script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\"> ' \" \u202e\u2028 {{ 7*7 }} <!--"
PEOPLE = (Name(family="Vaishnav", given="L."), Name(family="Goel", given="S."))
MEETING = "Americas Conference on Information Systems"


def native(id: str, **fields: Any) -> Record:
    known = {"title": "The impact of load on responses to alerts", "author": PEOPLE, "type": "paper-conference", "issued": "2024"}
    return Record(id=id, **{**known, "container_title": MEETING, **fields})


def page_of(tmp_path: Path, *records: Record) -> str:
    source, page = tmp_path / "in.jsonl", tmp_path / "pairs.html"
    paperconv.write(records, source, "jsonl")
    paperconv.dedupe(source, tmp_path / "out.jsonl", report_to=str(page))
    return page.read_text(encoding="utf-8")


def data_of(page: str, name: str) -> Any:
    (text,) = re.findall(rf'<script type="application/json" id="data-{name}">(.*?)</script>', page, re.S)
    return json.loads(text)


def test_unsure_pairs_stand_before_joined_works(tmp_path: Path) -> None:
    other = native("c", title="Treatment of subclinical hypothyroidism in pregnancy", container_title="Chest", type="article-journal", volume="3", page="1-9")
    page = page_of(tmp_path, native("a"), native("b", title="The impact of load on responses to alerts: human errors", issued="2025"), other, native("d", **{f: getattr(other, f) for f in ("title", "container_title", "type", "page")}))
    items = data_of(page, "items")
    assert [item[0] for item in items] == ["unsure", "same"]
    _, score, against, signals, records = items[0]
    assert 1 <= score < 5
    assert against == ""
    assert {"title", "author", "year", "venue"} <= {s[0] for s in signals}
    fields = data_of(page, "fields")
    assert [dict(zip(fields, r, strict=True))["date"] for r in records] == ["2024", "2025"]
    assert "4 records, 3 works" in page


def test_hostile_text_is_no_markup(tmp_path: Path) -> None:
    first = native("a", title=f"The impact of load on responses {EVIL}", abstract=EVIL * 5, note=EVIL, identifiers={"doi": "10.1000/<b>"})
    page = page_of(tmp_path, first, native("b", title=first.title, container_title=f"{MEETING} {EVIL}"))
    (item,) = data_of(page, "items")
    assert any("<script>document.title" in value for value in item[4][0])
    assert page.count("<script") == 3
    assert "onerror=" in page
    assert "<img" not in page
    assert "<!--" not in page


BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)


@pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine (apt-get install chromium)")
def test_a_browser_shows_it_and_runs_nothing_of_the_records(tmp_path: Path) -> None:
    first = native("a", title=f"The impact of load on responses {EVIL}", issued="2024")
    page_of(tmp_path, first, native("b", title=first.title, issued="2025", note=EVIL))
    command = [str(BROWSER), "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=3000", "--dump-dom", f"file://{tmp_path}/pairs.html"]
    shown = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
    assert '<section class="cluster">' in shown
    assert "<title>paperconv dedupe:" in shown
    assert "<img" not in shown
    assert '<td class="differs">' in shown
