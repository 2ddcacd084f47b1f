"""What is written as BibTeX or BibLaTeX is read back as it was."""

import io
import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperconv.formats.base import Item
from paperconv.formats.bibtex.names import read_names, write_names
from paperconv.formats.bibtex.reader import BibtexReader
from paperconv.formats.bibtex.writer import BiblatexWriter, BibtexWriter
from paperconv.io.source import Source
from paperconv.markup.latex import decode, decode_title, encode, encode_title
from paperconv.model import Name, Record
from paperconv.model.text import plain

HOSTILE = [r"\input{/etc/passwd}", r"\write18{ls}", r"\catcode", "%", "{", "}", "$", "$x$", "$x_1^2$", "$a_b_c$", r"$\input{x}$", "#", "&", "_", "^", "~", "\\",
           "@misc{foo,", "<script>", "<i>it</i>", "<b>", "--", "''", '"', "é", "Łódź", "–", "BERT", "the", "Bayesian", "≤", "×", "中文", "Колмогоров", "O(n)", "US$5",
           r"$\mathbb{R}^n$", r"$\left( x$", "$$", "and", "100%", "ễ"]
words = st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), min_size=1, max_size=8))
# A Greek letter or sign in a formula is written as its macro, and so comes back as that.
texts = st.lists(words, min_size=1, max_size=8).map(" ".join).filter(lambda text: not re.search(r"\$[^$]*[^\x00-\x7f][^$]*\$", text))
letters = st.text(st.characters(codec="utf-8", categories=("Lu", "Ll")), min_size=1, max_size=10).map(lambda s: unicodedata.normalize("NFC", s).capitalize())
people = st.builds(
    lambda family, given_, particle, suffix: Name(family=family, given=given_, non_dropping_particle=particle, suffix=suffix),
    st.one_of(letters, st.sampled_from(["Ben Ahmed", "O'Brien", "Sánchez-Pérez", "al-Khwarizmi", "Black and White"])),
    st.one_of(letters, st.sampled_from(["J.-P.", "Élise", "Văn Đức", "A. B."])), st.sampled_from(["", "van der", "de la"]), st.sampled_from(["", "Jr.", "III"]))
organisations = st.sampled_from(["OpenAI", "Barnes and Noble, Inc.", "École Normale", "北京大学"]).map(lambda s: Name(literal=s))
names = st.lists(st.one_of(people, organisations, st.just(Name(given="Zhen", lost="family"))), max_size=5).map(tuple)
dates = st.sampled_from(["", "2019", "2019-05", "2019-05-03", "2019/2021", "2019-21", "1850~"])
identifiers = st.sampled_from([{}, {"doi": "10.1000/a_b#c"}, {"arxiv": "2501.12948"}, {"arxiv": "hep-th/9711200", "doi": "10.48550/arXiv.hep-th/9711200"}, {"pmid": "123"}])
extras = st.dictionaries(st.sampled_from(["bibtex:My-Field", "bibtex:timestamp", "bibtex:file"]), st.sampled_from(["a {B} c", r"x \& \emph{y}", "10:30, Tue"]))


def settle(text: str) -> str:
    """What no text format keeps: runs of white space, the way in which letters are composed, characters that cannot be seen."""
    shown = "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Cn", "Co"))
    return unicodedata.normalize("NFC", " ".join(shown.split()))


def again(entry: str) -> Record:
    reader = BibtexReader()
    (item,) = [x for x in reader.frame(Source("x.bib", stream=io.BytesIO(entry.encode()))) if isinstance(x, Item)]
    return reader.decode(item)


@given(texts)
def test_text(text: str) -> None:
    assert decode(encode(text)) == settle(text)


@given(texts)
def test_titles_but_for_the_marks_of_case(text: str) -> None:
    title = decode_title(encode_title(text))
    assert plain(title) == plain(settle(text))
    assert decode_title(encode_title(title)) == title


@given(names, st.booleans())
def test_names(people: tuple[Name, ...], ascii: bool) -> None:
    assert read_names(write_names(people, ascii)) == people


@pytest.mark.parametrize("writer", [BibtexWriter(), BiblatexWriter()])
@settings(max_examples=150, deadline=None)
@given(title=texts, abstract=texts, note=texts, author=names, issued=dates, known=identifiers, extra=extras)
def test_records(writer: BibtexWriter, title: str, abstract: str, note: str, author: tuple[Name, ...], issued: str, known: dict[str, str], extra: dict[str, str]) -> None:
    record = Record(id="k", title=title, abstract=abstract, note=note, author=author, issued=issued, identifiers=known, extra=extra)
    found = again(writer.encode(record))
    assert (found.id, found.author, found.identifiers, found.extra) == ("k", author, known, extra)
    assert plain(found.title) == plain(settle(title))
    assert (found.abstract, found.note) == (settle(abstract), settle(note))
    assert found.issued == issued
    assert writer.encode(again(writer.encode(found))) == writer.encode(found)
