"""Telling a format never takes long, whatever the beginning of a file repeats."""

import pytest

from paperconv.formats.detect import sniff

REPEATED = ["  - a: b\n", "a:\n  b\n", "TY  - x\n", "@a{", "{", "[", '{"a":', "<a ", "<a>", "# x\n", "---\n", "%A x\n", "a;b;c\n", "a\tb\n", "PMID- 1\n", "FN x\n", "VR \n", "\\\\\n", "| a | b |\n", '"', "<!--", "references:\n", "- id: a\n", " ", "\n", "AU a\n", "--AB-- x\n"]  # fmt: skip


@pytest.mark.parametrize("suffix", ["", ".yaml", ".json", ".csv", ".xml", ".bib"])
@pytest.mark.parametrize("piece", REPEATED)
def test_no_beginning_takes_long(piece: str, suffix: str) -> None:
    sniff((piece * 65536)[:65536].encode(), suffix)
    sniff(("x" + piece * 65536)[:65536].encode(), suffix)
