"""The page of a report: what stands in it, and that nothing of an input can do more than be read."""

import base64
import hashlib
import json
import os
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

import paperconv
from paperconv.errors import OutputError
from tests.conftest import ROOT

EXAMPLES = [ROOT / "examples" / name for name in ("listing.txt", "blocks.txt", "exports")]
PWN = "document.title='pwned'"
HOSTILE = [
    f"</script><script>{PWN}</script>",
    f'<img src=x onerror="{PWN}">',
    f"<!--<script>{PWN}",
    f"'\"><svg/onload={PWN}>",
    f"javascript:{PWN}",
    f"{{{{ 7*7 }}}}{{% for x in y %}}&lt;b&gt;&#60;script>{PWN}",
    "\u202eevil\u202c \u2066x\u2069 \u200f",
    f"]]></title></style></textarea><body onload={PWN}>",
]


class Seen(HTMLParser):
    """Tags with their attributes, and the text of each element that holds no other."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.of: dict[str, str] = {}
        self._in = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.tags.append((tag, named))
        self._in = (named.get("id") or tag) if tag in ("script", "style") or (tag == "title" and "title" not in self.of) else ""

    def handle_endtag(self, tag: str) -> None:
        self._in = ""

    def handle_data(self, data: str) -> None:
        if self._in:
            self.of[self._in] = self.of.get(self._in, "") + data
        else:
            self.text += data

    def data(self, name: str) -> Any:
        return json.loads(self.of[f"data-{name}"])


def reported(inputs: Any, target: Path, **options: Any) -> Seen:
    paperconv.report(inputs, target, **options)
    return Seen(target.read_text(encoding="utf-8"))


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A folder of records all of whose text means harm; so does a file's name."""
    records = []
    for n, text in enumerate(HOSTILE):
        name = {"family": text, "given": "null"}
        ids = {"doi": f"10.1234/{text}", "arxiv": text}
        source = {"path": text, "format": text, "line": 1, "ordinal": n}
        records.append({"id": text, "type": text, "title": text, "author": [name], "issued": text, "container-title": text, "identifiers": ids, "source": source})
    folder = tmp_path / "in"
    folder.mkdir()
    lines = "".join(json.dumps(r) + "\n" for r in records)
    (folder / f"<img src=x onerror={PWN}>.jsonl").write_text(lines + '{"title": "</script>', encoding="utf-8")
    return folder


def test_what_was_read_and_found_is_on_the_page(tmp_path: Path) -> None:
    page = reported(EXAMPLES, tmp_path / "report.html")
    assert page.of["title"] == "paperconv report: 13 records"
    records, findings, lists = page.data("records"), page.data("findings"), page.data("lists")
    assert [len(x) for x in (records, findings, lists)] == [13, 31, 4]
    assert records[3][:4] == [
        "DeepSeek-R1: Incentivizing Reasoning Capability in LLMs via Reinforcement Learning",
        records[3][1], 200, "2025-01-22",
    ]  # fmt: skip
    assert records[3][1].startswith("DeepSeek-AI; Daya Guo; Dejian Yang; ")
    row, repairs, names = lists[2]
    assert row == 3
    assert repairs[0][:2] == ["PC101", "safe"]
    assert {e[0] for e in repairs[0][5]} == {"how rare it is", "organisation in a person's name", "pairs likelier re-aligned"}
    assert names[:2] == [["Daya", "DeepSeek-AI", "", "DeepSeek-AI"], ["Dejian", "Guo", "Daya", "Guo"]]
    assert names[-1] == ["", "", "Zhen", None]
    assert len(names) == 200
    for words in ("13 records in 5 files", "blocks.txt", "PC101", "given names stand one place early"):
        assert words in page.text


def test_every_finding_is_counted_as_validate_counts_it(tmp_path: Path) -> None:
    found: list[paperconv.Diagnostic] = []
    page = reported(EXAMPLES, tmp_path / "report.html", fix="none", on_diagnostic=found.append)
    summary = paperconv.validate([str(p) for p in EXAMPLES])
    assert len(page.data("findings")) == len(found) == sum(summary.by_code.values())
    assert page.data("lists") == []
    assert "No author list was repaired" in page.text


def test_what_is_not_to_be_told_is_not_shown_and_repaired_all_the_same(tmp_path: Path) -> None:
    page = reported(EXAMPLES, tmp_path / "report.html", select=["PC1"], ignore=["pair-shift"], per_file_ignores=["listing.txt:PC105"])
    assert {f[2] for f in page.data("findings")} == {"PC119", "PC120", "PC124", "PC125"}
    assert [repairs[0][0] for _, repairs, _ in page.data("lists")] == ["PC105", "PC105", "PC101", "PC101"]
    assert page.data("names")["codes"]["PC101"] == "pair-shift"


def test_the_same_inputs_give_the_same_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "first.html", tmp_path / "second.html"
    for path in (first, second):
        paperconv.report(EXAMPLES, path)
    assert first.read_bytes() == second.read_bytes()


def test_hostile_text_stays_text(hostile: Path, tmp_path: Path) -> None:
    plain, page = reported(EXAMPLES, tmp_path / "plain.html"), reported(hostile, tmp_path / "report.html", fix="all")
    assert {t for t, _ in page.tags} <= {t for t, _ in plain.tags} | {"ul", "li", "noscript"}
    assert [t for t, _ in page.tags].count("script") == 5
    assert not {name for _, named in page.tags for name in named if name.startswith("on") or name in ("src", "style", "srcdoc")}
    assert all((named.get("href") or "#").startswith("#") for _, named in page.tags)
    assert len(page.data("records")) == len(HOSTILE)
    for text, record in zip(HOSTILE, page.data("records"), strict=True):
        assert record[0] == text or "<i>" in text or "<b>" in text
        assert page.data("names")["paths"].count(text) == 1
    raw = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert raw.count("<script") == raw.count("</script>") == 5
    assert "<img" not in raw


def test_only_the_packages_own_script_and_style_may_run(hostile: Path, tmp_path: Path) -> None:
    page = reported(hostile, tmp_path / "report.html")
    (policy,) = [named["content"] for tag, named in page.tags if tag == "meta" and named.get("http-equiv") == "Content-Security-Policy"]
    assert policy is not None
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for name in ("style", "script"):
        digest = base64.b64encode(hashlib.sha256(page.of[name].encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy


def test_a_page_is_no_folder_and_half_a_page_is_none(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="is a folder; name a file in it"):
        paperconv.report(EXAMPLES, tmp_path)
    empty = tmp_path / "empty.txt"
    empty.write_text("", encoding="utf-8")
    with pytest.raises(paperconv.InputError):
        paperconv.report(empty, tmp_path / "report.html")
    assert os.listdir(tmp_path) == ["empty.txt"]


# In a browser, where there is one.
BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
in_browser = pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine (apt-get install chromium)")


def opened(path: Path, state: str = "") -> str:
    """The page as it is after its script ran; fails where the script said anything."""
    assert BROWSER
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--enable-logging=stderr", f"--user-data-dir={path.parent / 'profile'}"]
    ran = subprocess.run([BROWSER, *flags, "--dump-dom", f"file://{path}{state}"], capture_output=True, check=True, timeout=120, encoding="utf-8")
    assert not [line for line in ran.stderr.split("\n") if "CONSOLE" in line]
    return ran.stdout


@in_browser
def test_records_are_shown_searched_and_filtered(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    paperconv.report(EXAMPLES, path)
    dom = opened(path)
    assert dom.count('class="open"') == 13
    assert dom.count('class="repair"') == 4
    assert '<span class="lost">' not in dom  # the lost name stands in the last row of two hundred
    for state, count in (("q=split-attention", 1), ("rule=PC101", 2), ("missing=0", 4), ("file=1", 6), ("q=LECUN", 2), ("q=nobody", 0)):
        dom = opened(path, f"#{state}")
        assert dom.count('class="open"') == count, state
        assert f"{count} of 13 records" in dom
    titles = re.findall(r'class="open".*?>(?:<bdi>)?([^<]*)', opened(path, "#sort=-title"))
    assert titles[0].startswith("DeepSeek-V3")
    assert titles[-1].startswith("(no title)")


@in_browser
def test_hostile_text_runs_nothing(hostile: Path, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    paperconv.report(hostile, path, fix="all")
    dom = opened(path)
    assert "<title>paperconv report: 8 records</title>" in dom
    assert "<img" not in dom
    assert "onerror=&quot;" in dom or 'onerror="' in dom  # it is there, as text
    assert 'href="javascript' not in dom
