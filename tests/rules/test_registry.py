"""The rules as a set: each code is listed once, has a page, and is reported by some rule or reader."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

import paperconv.diagnostics.codes as codes_module
from paperconv.diagnostics import CODES, select_codes
from paperconv.errors import UsageError
from paperconv.rules.base import CORPUS_RULES, RULES, load, page

load()


def test_the_order_of_rules_is_not_that_of_imports() -> None:
    show = "from paperconv.rules.base import *; load(); print([r.check.__name__ for r in RULES], [r.make.__name__ for r in CORPUS_RULES])"
    orders = {subprocess.run([sys.executable, "-c", first + show], capture_output=True, text=True, check=True).stdout
              for first in ("", "import paperconv.rules.titles;", "import paperconv.rules.sources, paperconv.rules.columns;")}
    assert len(orders) == 1


def test_no_code_is_listed_twice() -> None:
    source = Path(codes_module.__file__).read_text(encoding="utf-8")
    listed = re.findall(r'\(\s*"(PC\d{3})"', source)
    assert len(listed) == len(set(listed)) == len(CODES)
    names = [c.name for c in CODES.values()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_a_page_that_says_what_mends_it(code: str) -> None:
    text = page(code)
    assert len(text.split()) >= 15, f"{code} has no page"
    if code[2] in "1234":
        assert re.search(r"(?i)repair|filled", text), f"the page of {code} does not say whether it is repaired"


def test_rules_report_listed_codes_only() -> None:
    for codes in [r.codes for r in RULES] + [r.codes for r in CORPUS_RULES]:
        assert set(codes) <= set(CODES)


def test_every_listed_code_is_used_somewhere() -> None:
    package = Path(codes_module.__file__).parents[1]
    strings = set()
    for path in package.rglob("*.py"):
        if path.name in ("codes.py", "pages.py"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                strings.update(re.findall(r"PC\d{3}", node.value) if len(node.value) == 5 else [])
    assert strings <= set(CODES), "a code that is not listed"
    assert set(CODES) <= strings, f"never reported: {sorted(set(CODES) - strings)}"


def test_words_choose_codes() -> None:
    assert select_codes(["PC101"]) == {"PC101"}
    assert select_codes(["pair-shift,PC301"]) == {"PC101", "PC301"}
    assert select_codes(["PC2"]) == {c for c in CODES if c.startswith("PC2")}
    with pytest.raises(UsageError, match="did you mean pair-shift"):
        select_codes(["pair-shfit"])
