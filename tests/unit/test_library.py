"""``import paperconv`` as a script and a notebook use it: examples in docstrings run, every public name is documented."""

import doctest
import importlib
import inspect
import pkgutil
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import msgspec
import pytest

import paperconv
from paperconv.model import ArxivInfo, Change, Origin
from tests.conftest import ROOT

PUBLIC = list(paperconv.__all__)
FUNCTIONS = [name for name in PUBLIC if inspect.isfunction(getattr(paperconv, name))]
CLASSES = [name for name in PUBLIC if inspect.isclass(getattr(paperconv, name))]


def _examples() -> list[doctest.DocTest]:
    """All examples in docstrings of the package, whose names begin as a user's: with ``import paperconv``."""
    finder, found = doctest.DocTestFinder(exclude_empty=True), []
    for info in pkgutil.walk_packages(paperconv.__path__, "paperconv."):
        if info.name not in ("paperconv.__main__", "paperconv.authors.train"):
            found += finder.find(importlib.import_module(info.name), info.name)
    found += finder.find(paperconv, "paperconv")
    return sorted({t.name: t for t in found if t.examples}.values(), key=lambda t: t.name)


EXAMPLES = _examples()


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.name)
def test_an_example_is_true(example: doctest.DocTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "examples", tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    example.globs["paperconv"] = paperconv
    said: list[str] = []
    result = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(example, out=said.append)
    assert result.attempted == len(example.examples)
    assert not result.failed, "".join(said)


def test_every_function_has_an_example_and_says_what_it_takes_gives_and_raises() -> None:
    assert set(FUNCTIONS) == {"convert", "dedupe", "read", "render", "report", "validate", "write"}
    shown = {e.name.rpartition(".")[2] for e in EXAMPLES}
    for name in FUNCTIONS:
        text = inspect.getdoc(getattr(paperconv, name)) or ""
        assert name in shown, name
        assert "Raises " in text, name
        unnamed = [p for p in inspect.signature(getattr(paperconv, name)).parameters if f"``{p}``" not in text]
        assert not unnamed, (name, unnamed)


def test_every_class_says_what_its_fields_are() -> None:
    for name in CLASSES:
        kind = getattr(paperconv, name)
        text = inspect.getdoc(kind) or ""
        assert len(text) > 20, name
        assert text != inspect.getdoc(kind.__base__), name
        if issubclass(kind, msgspec.Struct) and kind is not paperconv.Record:  # a record's fields are CSL's variables
            unnamed = [f for f in kind.__struct_fields__ if f"``{f}``" not in text]
            assert not unnamed, (name, unnamed)


def test_the_names_are_those_of_the_package_and_the_signatures_are_typed() -> None:
    assert dir(paperconv) == sorted(paperconv.__all__)
    for name in FUNCTIONS:
        signature = inspect.signature(getattr(paperconv, name))
        assert signature.return_annotation is not inspect.Signature.empty
        assert all(p.annotation is not inspect.Parameter.empty for p in signature.parameters.values()), name
    with pytest.raises(AttributeError, match="no attribute 'convrt'"):
        paperconv.convrt  # noqa: B018


def test_to_import_it_imports_nothing_but_the_standard_library() -> None:
    code = "import sys, paperconv; print(sorted(m for m in sys.modules if m.startswith('paperconv.') or m in ('msgspec', 'lxml', 'typer', 'jinja2')))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, encoding="utf-8", cwd=ROOT).stdout == "[]\n"


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        assert {name for name, _ in attrs} <= {"style"}

    def handle_data(self, data: str) -> None:
        self.text += data


SAFE = {"table", "thead", "tbody", "tr", "th", "td", "bdi", "p"}
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>&lt;"


def html_of(value: Any) -> str:
    html: str = value._repr_html_()
    return html


def test_a_notebook_shows_a_record() -> None:
    record = next(iter(paperconv.read(ROOT / "examples" / "blocks.txt", fix="safe")))
    seen = Tags(html_of(record))
    assert seen.tags <= SAFE
    for words in ("DeepSeek-R1: Incentivizing", "DeepSeek-AI; Daya Guo; ", "(200 in all)", "arxiv: 2501.12948", "blocks.txt:1", "PC101 198 persons"):
        assert words in seen.text, words
    assert "abstract" in seen.text
    assert "volume" not in seen.text


def test_a_notebook_shows_findings_and_counts_the_rest(tmp_path: Path) -> None:
    summary = paperconv.validate(ROOT / "examples" / "blocks.txt")
    seen = Tags(html_of(summary))
    assert seen.tags <= SAFE
    for words in ("records: 6", "blocks.txt:2", "PC101", "pair-shift", "given names stand one place early"):
        assert words in seen.text, words
    many = tmp_path / "many.jsonl"
    many.write_text('{"title": "A paper", "issued": "2020"}\n' * 300, encoding="utf-8")
    found = paperconv.validate(many, select=["missing-author"]).findings
    assert len(found) == 300
    assert "… and 100 more" in Tags(html_of(found)).text
    assert Tags(html_of(paperconv.Findings())).text == "nothing found"


def test_a_notebook_runs_nothing_of_a_paper() -> None:
    text: dict[str, Any] = {f: HOSTILE for f in paperconv.Record.__struct_fields__ if isinstance(getattr(paperconv.Record(), f), str)}
    record = paperconv.Record(
        **text, author=(paperconv.Name(literal=HOSTILE),), keyword=(HOSTILE,), identifiers={HOSTILE: HOSTILE}, extra={HOSTILE: HOSTILE},
        arxiv=ArxivInfo(categories=(HOSTILE,)), source=Origin(HOSTILE, "text"), history=(Change(HOSTILE, HOSTILE, HOSTILE),),
    )  # fmt: skip
    assert Tags(html_of(record)).tags <= SAFE
    found = paperconv.Findings()
    found.add(paperconv.Diagnostic(code=HOSTILE, name=HOSTILE, severity=paperconv.Severity.ERROR, message=HOSTILE, path=HOSTILE, line=1))
    seen = Tags(html_of(found))
    assert seen.tags <= SAFE
    assert HOSTILE.replace("&lt;", "<") in seen.text or HOSTILE in seen.text


def test_findings_go_to_the_callback_alone_where_there_is_one() -> None:
    taken: list[paperconv.Diagnostic] = []
    summary = paperconv.validate(ROOT / "examples" / "listing.txt", on_diagnostic=taken.append)
    assert (len(taken), len(summary.findings)) == (14, 0)
