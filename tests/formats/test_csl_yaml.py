"""CSL-YAML: a list of items, a metadata block, pandoc's older dates, anchors, broken items."""

import io

import pytest

from paperconv.errors import ItemError
from paperconv.formats.base import Item
from paperconv.formats.csl.yaml import CslYamlReader
from paperconv.formats.csl_yaml_writer import CslYamlWriter
from paperconv.io.source import Source
from paperconv.model import Name, Record

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


def items(text: str) -> list[Item]:
    return [i for i in CslYamlReader().frame(Source("-", stream=io.BytesIO(text.encode()))) if isinstance(i, Item)]


def test_a_metadata_block() -> None:
    found = items(BLOCK)
    assert [(i.line, i.end_line) for i in found] == [(4, 15), (16, 17), (18, 23)]
    first, last = CslYamlReader().decode(found[0]), CslYamlReader().decode(found[2])
    assert first.title == "Attention <i>is</i> all you need: H<sub>2</sub>O and CO<sup>2</sup>"
    assert first.author == (Name(family="Vaswani", given="Ashish"), Name(literal="Google Brain"))
    assert (first.issued, first.identifiers["arxiv"], first.extra["csl:custom-thing"]) == ("2017-06", "1706.03762", "kept")
    assert (last.language, last.issue, last.issued) == ("no", "010", "2019-05-03")
    with pytest.raises(ItemError, match="is no YAML"):
        CslYamlReader().decode(found[1])


def test_what_is_written_is_read_back() -> None:
    record = Record(id="k", title="Costs of 5 * 3 in <i>E. coli</i> \\input{x}", author=(Name(family="Doe", given="Jane"),), issued="2020-01", abstract="A_b_c [d] $x^2$")
    writer = CslYamlWriter()
    text = writer.head + writer.encode(record) + writer.foot
    back = CslYamlReader().decode(items(text)[0])
    assert (back.id, back.title, back.author, back.issued, back.abstract) == (record.id, record.title, record.author, record.issued, record.abstract)


def test_aliases_are_bounded() -> None:
    lines = "- id: a\n  x: &a [1,1,1,1,1,1,1,1,1]\n" + "".join(f"  x{n}: &b{n} [{', '.join(['*' + ('a' if n == 0 else f'b{n - 1}')] * 9)}]\n" for n in range(9))
    (item,) = items(lines)
    with pytest.raises(ItemError, match="more than"):
        CslYamlReader().decode(item)
