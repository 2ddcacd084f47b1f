"""Laws of the text reader: no line is lost, nothing but ItemError is raised, whatever the text."""

import contextlib
import io

from hypothesis import example, given, settings
from hypothesis import strategies as st

from paperconv.errors import ItemError
from paperconv.formats.base import Item
from paperconv.formats.text.reader import TextReader
from paperconv.io.encoding import decode as decode_bytes
from paperconv.io.source import Source

_PIECES = [
    "", "", "  ", "Ma, Zhicheng", "Attention Is All You Need", "DeepSeek-V3 Technical Report", "Ashish Vaswani, Noam Shazeer", "Xu, Qing, Ma, Zhicheng, HE, Na",
    "Networks are made of attention. They train fast. The results are better than those of all networks that came before, by a wide margin.",
    "8 pages, 3 figures", "arXiv:1706.03762", "Created: 2017-06-12", "doi:10.1038/nature14539", "https://example.org/a?b=c", "Title: A Title: of Things", "Authors:", "Abstract",
    "Comments: 3 pages", "\\\\", "\\\\ ( https://arxiv.org/abs/2303.09176 ,  16kb)", "------", "***", "# Heading", "1. First. A. Roe, B. Poe. 2020.", "[2]", "- item", "• x",
    "a\tb\tc", "| a | b |", "|---|---|", "  continued line, and", "2019", "NeurIPS 2020", "Keywords: a, b", "\ufeff", "\u2028", "\x0c", "Page 2 of 3", "\x00", ":", "::", "(", "[x](y)",
]  # fmt: skip


def check(data: bytes) -> None:
    reader = TextReader()
    source = Source("-", stream=io.BytesIO(data))
    text = decode_bytes(data).text
    lines = text.split("\n")
    seen: set[int] = set()
    ordinals = []
    for found in reader.frame(source):
        assert 1 <= found.line <= found.end_line <= len(lines)
        if isinstance(found, Item) or found.code == "PC005":
            seen.update(range(found.line, found.end_line + 1))
        if isinstance(found, Item):
            ordinals.append(found.ordinal)
            assert found.text == "\n".join(lines[found.line - 1 : found.end_line]).removeprefix("\ufeff")
            try:
                record = reader.decode(found)
            except ItemError:
                continue
            assert record == reader.decode(found)
            assert all(found.line <= n <= found.end_line for n in record.origin.lines.values())
            assert len(reader.explain(found)) > 0
    assert ordinals == list(range(len(ordinals)))
    missing = [n for n, line in enumerate(lines, 1) if line.strip("\ufeff \t") and line.strip() and n not in seen]
    assert not missing


@given(st.lists(st.sampled_from(_PIECES), max_size=25).map("\n".join))
@example("Authors:\n| a | b |\n| a | b |\nAttention Is All You Need")  # a label above a table belongs to what is below it
@settings(max_examples=300, deadline=None)
def test_listings_of_any_order_are_accounted_for(text: str) -> None:
    check(text.encode())


@given(st.text(max_size=400))
@settings(deadline=None)
def test_any_text_is_accounted_for(text: str) -> None:
    check(text.encode(errors="replace"))


@given(st.binary(max_size=200))
@settings(max_examples=50, deadline=None)
def test_any_bytes_are_accounted_for(data: bytes) -> None:
    check(data)


@given(st.text(max_size=200))
@settings(deadline=None)
def test_an_item_without_context_decodes_or_says_why(text: str) -> None:
    with contextlib.suppress(ItemError):
        TextReader().decode(Item("x", text.encode(errors="replace"), 5, 5 + text.count("\n"), 0))
