"""Our own cutting of plain entries beside bibtexparser's, on written, on random and on real files."""

from itertools import count
from pathlib import Path

import pytest
from bibtexparser.model import Entry
from bibtexparser.splitter import Splitter
from hypothesis import given
from hypothesis import strategies as st

from paperconv.formats.bibtex import syntax
from paperconv.formats.bibtex.plain import entry_at
from paperconv.io.encoding import Decoding
from paperconv.io.source import Source

PLAIN = """@article{a:1,
  title = {On {\\'E}lan and {{n}ested} $x=1$},
  author = "Ann Lee and {Bob} Roe",
  year = 2020, month = jan # "~1",
  note = {an @ sign, a \\} brace, 100\\%}
}"""
ODD = [
    "@article{,\n title = {No key}\n}",
    "@misc{k}",
    "@misc{k,}",
    "@misc{k,, title = {Two commas}}",
    "@misc{k, title = {No comma} year = 2020}",
    "@misc{k,\n % a remark\n title = {One}\n}",
    "@misc(k, title = {Parentheses})",
    "@misc{k, title = {Not closed\n@misc{l, title = {Two}}",
    '@misc{k, title = "{"} quoted"}',
    "@misc{k, title = {One},\n year = 2020\n",
    "@string{k = {v}}",
    "@comment{k, v = {w}}",
]


def theirs(raw: str) -> tuple[str, str, list[tuple[str, str, int]]] | None:
    blocks = Splitter(raw).split().blocks
    if len(blocks) != 1:
        return None
    entry = getattr(blocks[0], "ignore_error_block", None) or blocks[0]
    if not isinstance(entry, Entry) or entry.raw != raw:
        return None
    return entry.entry_type, entry.key, [(f.key, str(f.value), int(f.start_line or 0)) for f in entry.fields]


def ours(raw: str) -> tuple[str, str, list[tuple[str, str, int]]] | None:
    entry = entry_at(raw)
    return None if entry is None else (entry.entry_type, entry.key, [(f.key, f.value, f.start_line) for f in entry.fields])


def seen(blocks: object) -> list[tuple[object, ...]]:
    return [
        (b.kind, b.line, b.end_line, b.raw, [(f.key, str(f.value)) for f in b.block.fields] if b.kind in ("entry", "mended") else "")
        for b in blocks  # type: ignore[attr-defined]
    ]


def test_a_plain_entry_is_cut_as_bibtexparser_cuts_it() -> None:
    assert ours(PLAIN) is not None
    assert ours(PLAIN) == theirs(PLAIN)
    assert entry_at("text\n" + PLAIN + "\n", 5).raw == PLAIN  # type: ignore[union-attr]


@pytest.mark.parametrize("raw", ODD)
def test_what_is_not_plain_is_left_to_bibtexparser(raw: str) -> None:
    assert entry_at(raw) is None


SNIPPETS = st.sampled_from(
    ["@misc{k", "@article{", "{", "}", '"', ",", "=", "#", "\\", "\n", " ", "title", "year", "= {", "},\n", "a", "b = 1,", "@", "{x}", '"y"', "%", "@string{s = 1}"]
)


@given(st.lists(SNIPPETS, max_size=25).map("".join))
def test_what_we_take_for_a_plain_entry_bibtexparser_reads_alike(tail: str) -> None:
    raw = "@misc{k, t = {u}, " + tail
    entry = entry_at(raw)
    if entry is not None and "\\\n" not in raw:  # a line end behind a backslash is none to bibtexparser
        assert ours(entry.raw) == theirs(entry.raw)


@given(st.lists(st.sampled_from([PLAIN, *ODD, "some text", "% @misc{x,", "}", "{"]), max_size=6))
def test_a_file_has_the_same_blocks_whoever_cuts_the_plain_ones(pieces: list[str]) -> None:
    number = count()
    text = "\n\n".join(p.replace("{k", f"{{k{next(number)}") for p in pieces) + "\n"
    assert seen(syntax.blocks(text)) == seen(syntax._odd_blocks(text, len(text) + 1, 1))


def test_real_files_have_the_same_blocks_whoever_cuts_the_plain_ones(real_files: Path) -> None:
    entries = plain = 0
    for path in sorted(p for p in real_files.parent.rglob("*.bib") if p.stat().st_size < 1 << 21):
        with Source(str(path)).open() as stream:
            text = b"".join(Decoding(stream).blocks()).decode()
        found = list(syntax.blocks(text))
        assert seen(found) == seen(syntax._odd_blocks(text, len(text) + 1, 1)), path
        for block in found:
            entries += block.kind == "entry"
            if block.kind == "entry" and ours(block.raw) is not None:
                plain += 1
                assert ours(block.raw) == theirs(block.raw), path
    assert plain > 0.9 * entries
