"""CSL-YAML, RIS and Hayagriva before those who read them: pandoc, rispy and Typst, each where it is installed."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from paperconv.formats.csl_yaml_writer import CslYamlWriter
from paperconv.model import Name, Record
from tests.formats.test_writers import RECORDS, write

HOSTILE = [
    r"100% of $5 & a_b # ~ ^ {x} \input{/etc/passwd} }{ @misc{foo, <b> [link](http://a.b) ![img](x) `code` *e* __s__ H~2~O ^2^ ... a--b",
    "1. first", "(a) first", "- item", "> q", "# head", "a. b", "@foo says", "[@foo]", "| line", ": def", "~~~", "***", "---", "iv) x", "a@b.c", "(@) x",
    "<i>Homo sapiens</i> in <sup>13 C</sup> x<sub>2</sub>", "<script>x</script> & &amp; &#65;", r"$x_1^2$ and $\alpha$", "line\\ break\\", "[^1] note",
    "_a_", "f(x)=a*b*c", "http://x.y/z_a_b", "it's ''double''", "12:30", "a: b", "<!-- c -->", r"\newcommand{\x}{y} z", "http://a.b/c", "MM. x", "#. x", "{.class}",
]  # fmt: skip
MANY = [Record(id=f"k{i}", type="book", title=text, note=text, publisher=text, author=(Name(literal=text),)) for i, text in enumerate(HOSTILE)]


def said(node: Any) -> str:
    """What pandoc read, in the model's text."""
    kind, content = node.get("t"), node.get("c")
    if kind in ("Str", "MetaString"):
        return str(content)
    if kind in ("Space", "SoftBreak"):
        return " "
    if kind == "Math":
        return f"${content[1]}$"
    if kind == "Quoted":
        mark = '"' if content[0]["t"] == "DoubleQuote" else "'"
        return mark + "".join(map(said, content[1])) + mark
    tag = {"Emph": "i", "Strong": "b", "Superscript": "sup", "Subscript": "sub"}.get(kind)
    if tag:
        return f"<{tag}>" + "".join(map(said, content)) + f"</{tag}>"
    assert kind in ("MetaInlines", "Para", "Plain"), node
    return "".join(map(said, content))


def test_pandoc_reads_csl_yaml_as_it_was_meant(tmp_path: Path) -> None:
    if shutil.which("pandoc") is None:
        pytest.skip("pandoc is not installed")
    path = tmp_path / "refs.yaml"
    writer = CslYamlWriter()
    path.write_text(writer.head + "\n".join(writer.encode(r) for r in MANY) + writer.foot, encoding="utf-8")
    ran = subprocess.run(["pandoc", "-f", "markdown", "-t", "json", str(path)], capture_output=True, text=True, check=True)
    references = json.loads(ran.stdout)["meta"]["references"]["c"]
    for record, reference in zip(MANY, references, strict=True):
        for field in ("title", "note", "publisher"):
            text = said(reference["c"][field]).replace("’", "'").replace("‘", "'").replace("\xa0", " ")
            assert text == getattr(record, field), field


def test_pandoc_renders_csl_yaml(tmp_path: Path) -> None:
    if shutil.which("pandoc") is None:
        pytest.skip("pandoc is not installed")
    (tmp_path / "refs.yaml").write_text(write("csl-yaml", [*RECORDS, *MANY]), encoding="utf-8")
    (tmp_path / "m.md").write_text('---\nnocite: "@*"\n...\n', encoding="utf-8")
    ran = subprocess.run(["pandoc", "--citeproc", "--bibliography", "refs.yaml", "m.md", "-t", "html"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert ran.stderr == ""
    assert ran.stdout.count('class="csl-entry"') == len(RECORDS) + len(MANY)


def test_rispy_reads_all_of_ris() -> None:
    rispy = pytest.importorskip("rispy")
    entries = rispy.loads(write("ris", [*RECORDS, *MANY]))
    assert [e["id"] for e in entries] == [r.id for r in [*RECORDS, *MANY]]
    assert not [e for e in entries[1:] if set(e.get("unknown_tag", {})) - {"ED", "U1"}]
    assert entries[1]["authors"][:2] == ["Aad, G.", "Barnes and Noble, Inc."]


@pytest.mark.parametrize("style", ["ieee", "apa"])
def test_typst_takes_hayagriva(tmp_path: Path, style: str) -> None:
    typst = pytest.importorskip("typst")
    (tmp_path / "refs.yml").write_text(write("hayagriva", [*RECORDS, *MANY]), encoding="utf-8")
    (tmp_path / "main.typ").write_text(f'#bibliography("refs.yml", full: true, style: "{style}")\n', encoding="utf-8")
    assert typst.compile(str(tmp_path / "main.typ")).startswith(b"%PDF")
