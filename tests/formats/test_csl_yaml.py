"""CSL-YAML: pandoc's files and metadata blocks, what a broken item costs, and what YAML itself can do to a reader."""

import io
from pathlib import Path

import msgspec
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from paperconv.errors import ItemError
from paperconv.formats.base import Item, Note
from paperconv.formats.csl.yaml import CslYamlReader
from paperconv.formats.csl_yaml_writer import CslYamlWriter, as_markdown
from paperconv.formats.registry import detect, reader_for
from paperconv.io.source import Source
from paperconv.markup import markdown
from paperconv.model import Name, Record
from tests.conservation import items_of, json_leaves, missing

SAMPLES = Path(__file__).parent / "csl"
READER = CslYamlReader()
# A season of a year is a month in ISO 8601; "circa" is its tilde; whose name is an organisation's is told by its literal.
IMPLIED = ("issued", "accessed", "original-date", "type")


BLOCK = """---
title: My thesis
references:
- id: vaswani2017
  type: paper-conference
  title: "Attention *is* all you need: H~2~O and CO^2^"
  author:
  - family: Vaswani
    given: Ashish
  - literal: Google Brain
  issued:
  - year: 2017
    month: 6
  DOI: 10.48550/arXiv.1706.03762
  custom-thing: kept
- id: broken
  title: [unclosed
- id: norway
  type: article-journal
  language: no
  issue: 010
  issued: {date-parts: [[2019, 5, 3]]}
  title: On graphs
...

# Text of the thesis
"""


def source(data: str) -> Source:
    return Source("x.yaml", stream=io.BytesIO(data.encode()))


def outcome(item: Item) -> Record | str:
    """The record of an item, or why there is none."""
    try:
        if item.fault:
            raise ItemError(item.fault)
        return READER.decode(item)
    except ItemError as error:
        return f"{error.line}: {error}"


def read(data: str) -> list[Record]:
    return [READER.decode(item) for item in items_of(READER, source(data))]


@pytest.mark.parametrize("sample", sorted(p.name for p in SAMPLES.iterdir() if p.is_file()))
def test_samples(sample: str, golden: bool) -> None:
    path = Source(str(SAMPLES / sample))
    assert detect(path).name == "csl-yaml"
    lines = []
    for found in READER.frame(path):
        if isinstance(found, Note):
            lines.append(msgspec.json.encode(found).decode())
        elif isinstance(record := outcome(found), str):
            lines.append(msgspec.json.encode({"line": found.line, "end_line": found.end_line, "reject": record}).decode())
        else:
            lines.append(msgspec.json.encode(msgspec.structs.replace(record, source=msgspec.structs.replace(record.origin, path=""))).decode())
    expected = SAMPLES / "golden" / f"{sample}.jsonl"
    if golden:
        expected.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert lines == expected.read_text(encoding="utf-8").splitlines()


def test_a_metadata_block() -> None:
    found = items_of(READER, source(BLOCK))
    assert [(i.line, i.end_line) for i in found] == [(4, 15), (16, 17), (18, 23)]
    first, last = READER.decode(found[0]), READER.decode(found[2])
    assert first.title == "Attention <i>is</i> all you need: H<sub>2</sub>O and CO<sup>2</sup>"
    assert first.author == (Name(family="Vaswani", given="Ashish"), Name(literal="Google Brain"))
    assert (first.issued, first.identifiers["arxiv"], first.extra["csl:custom-thing"]) == ("2017-06", "1706.03762", "kept")
    assert (last.language, last.issue, last.issued) == ("no", "010", "2019-05-03")
    with pytest.raises(ItemError, match="is no YAML"):
        READER.decode(found[1])


def test_what_is_written_is_read_back() -> None:
    record = Record(id="k", title="Costs of 5 * 3 in <i>E. coli</i> \\input{x}", author=(Name(family="Doe", given="Jane"),), issued="2020-01", abstract="A_b_c [d] $x^2$")
    writer = CslYamlWriter()
    text = writer.head + writer.encode(record) + writer.foot
    back = READER.decode(items_of(READER, source(text))[0])
    assert (back.id, back.title, back.author, back.issued, back.abstract) == (record.id, record.title, record.author, record.issued, record.abstract)


def test_what_we_write_is_read_again() -> None:
    path = Source(str(SAMPLES.parent / "writers" / "records.jsonl"))
    _, native = reader_for(path)
    records = [native.decode(item) for item in items_of(native, path)]
    writer = CslYamlWriter()
    again = read(writer.head + writer.separator.join(writer.encode(r) for r in records) + writer.foot)
    for before, after in zip(records, again, strict=True):
        for field in ("id", "type", "title", "issued", "abstract", "note", "container_title", "volume", "page", "keyword"):
            assert getattr(after, field) == getattr(before, field), field
        assert after.identifiers.items() <= before.identifiers.items()


@given(st.text("ab *_^~\\$`[]<>{}&;#@!'\"-.:1", max_size=30))
def test_markdown_is_undone(text: str) -> None:
    plain = " ".join(text.split())
    if "$" not in plain and "<" not in plain and "&" not in plain:
        assert " ".join(markdown.decode(as_markdown(plain)).split()) == plain


@given(st.text(max_size=80))
def test_any_text_is_markdown(text: str) -> None:
    markdown.decode(text)


def test_aliases_that_grow_without_bound_are_refused() -> None:
    lines = ["- id: a", "  l0: &l0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    lines += [f"  l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 10)]
    bomb, after = items_of(READER, source("references:\n" + "\n".join(lines) + "\n- id: b\n  title: After\n"))
    with pytest.raises(ItemError, match="aliases"):
        READER.decode(bomb)
    assert READER.decode(after).title == "After"


@pytest.mark.parametrize("data", ["- id: a\n  x: &x [*x]\n", "- id: !!python/object/apply:os.system [ls]\n", "- id: a\n  t: " + "[" * 5000 + "\n", "- &a\n", "- [a, b]\n", "-\n"])
def test_hostile_items_are_refused_or_read_as_text(data: str) -> None:
    for item in items_of(READER, source("references:\n" + data)):
        outcome(item)


@pytest.mark.parametrize(("text", "name"), [
    ("cff-version: 1.2.0\nreferences:\n- id: a\n", "cff"), ("zygos:\n    type: Article\n    title: X\n", "hayagriva"),
    ("config:\n  id: a\nitems:\n  - key: B\n", "Better BibTeX's own YAML"),
])  # fmt: skip
def test_other_yaml_is_told_apart(text: str, name: str) -> None:
    from paperconv.formats.detect import sniff

    assert sniff(text.encode(), ".yml") == [name]


@given(st.text("abc:-#&*!|>'\"[]{},\n  \t%@`?~.", max_size=120))
def test_any_text_is_framed(text: str) -> None:
    for item in items_of(READER, source(text)):
        assert item.text in text.replace("\r", "\n")
        outcome(item)


def test_real_files_lose_nothing(real_files: Path) -> None:
    read_some = 0
    for path in sorted((real_files / "csl_yaml").glob("*.csl.y*ml")) + sorted((real_files / "csl_yaml").glob("date*.yml")):
        origin = Source(str(path))
        assert detect(origin).name == "csl-yaml"
        lines = path.read_text(encoding="utf-8").split("\n")
        for item in items_of(READER, origin):
            assert "\n".join(lines[item.line - 1 : item.end_line]) == item.text
            (members,) = yaml.load(item.data, Loader=yaml.BaseLoader)
            assert not missing(json_leaves(members), READER.decode(item), IMPLIED)
            read_some += 1
    assert read_some
