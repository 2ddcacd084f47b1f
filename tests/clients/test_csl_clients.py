"""CSL-JSON before those who read it: the schema of the CSL project where it is there, citeproc-py always, pandoc where it is installed."""

import json
import shutil
import subprocess
import warnings
from pathlib import Path
from typing import Any

import pytest

import paperconv
from tests.conftest import ROOT, SHARED

EXAMPLES = ("listing.txt", "blocks.txt", "cv.txt", "reading-list.md", "refs.bib")


@pytest.fixture(scope="module")
def items(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("csl") / "refs.json"
    paperconv.convert([ROOT / "examples" / name for name in EXAMPLES], path)
    return path


def test_the_schema_accepts_it(items: Path) -> None:
    schema = SHARED / "data" / "csl" / "schema" / "csl-data.json"
    if not schema.is_file():
        pytest.skip("the schema of CSL-JSON is not beside this checkout")
    from jsonschema import Draft7Validator

    errors = list(Draft7Validator(json.loads(schema.read_text(encoding="utf-8"))).iter_errors(json.loads(items.read_text(encoding="utf-8"))))
    assert not errors, errors[0].message


def test_dates_are_integers_and_no_name_is_empty(items: Path) -> None:
    for item in json.loads(items.read_text(encoding="utf-8")):
        assert all(isinstance(p, int) for half in item.get("issued", {}).get("date-parts", []) for p in half)
        assert all(name.get("literal") or name.get("family") for name in item.get("author", []))


def test_citeproc_renders_every_item(items: Path) -> None:
    from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
    from citeproc.source.json import CiteProcJSON

    data: list[dict[str, Any]] = json.loads(items.read_text(encoding="utf-8"))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        style = CitationStylesStyle("harvard-cite-them-right", validate=False)
        bibliography = CitationStylesBibliography(style, CiteProcJSON(data), formatter.plain)
        for item in data:
            bibliography.register(Citation([CitationItem(item["id"])]))
        rendered = [str(entry) for entry in bibliography.bibliography()]
    assert len(rendered) == len(data)
    assert any("Vaswani" in entry and "Attention Is All You Need" in entry for entry in rendered)


def test_pandoc_renders_every_item(items: Path, tmp_path: Path) -> None:
    if not shutil.which("pandoc"):
        pytest.skip("pandoc is not installed")
    document = tmp_path / "all.md"
    document.write_text('---\nnocite: "@*"\n...\n', encoding="utf-8")
    ran = subprocess.run(
        ["pandoc", "--citeproc", "--bibliography", str(items), str(document), "-t", "html"], capture_output=True, text=True, check=True
    )
    assert "[WARNING]" not in ran.stderr
    assert ran.stdout.count('class="csl-entry"') == len(json.loads(items.read_text(encoding="utf-8")))
