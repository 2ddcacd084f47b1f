"""Which format an input is in, told by its content, and by its suffix between equals."""

import io

import pytest

from paperconv.errors import InputError, UsageError
from paperconv.formats.detect import sniff
from paperconv.formats.registry import detect, format_named, writer_for
from paperconv.io.source import Source


@pytest.mark.parametrize(("text", "name"), [
    ("@article{a,\n title = {One}\n}", "bibtex"), ("% my papers\n@string{pr = {Physical Review}}\n", "bibtex"), ("@online{a,\n date = {2020-01}}", "biblatex"),
    ('[{"id": "a", "type": "book"}]', "csl-json"), ('{"id": "a", "type": "book", "issued": {"date-parts": [[2020]]}}', "csl-json"),
    ('{\n "id": "a",\n "type": "book"\n}', "csl-json"), ("[]", "csl-json"),
    ('{"id":"a","title":"One","source":{"path":"x","format":"text"}}\n{"id":"b"}\n', "jsonl"), ('{"title":"One","identifiers":{"arxiv":"2501.12948"}}', "jsonl"),
    ("Attention Is All You Need\nAshish Vaswani, Noam Shazeer\n", "text"), ("[1] A. Author. A title. 2020.", "text"), ("mail me @ home {at} last", "text"),
])  # fmt: skip
def test_content_tells_the_format(text: str, name: str) -> None:
    assert detect(Source("-", stream=io.BytesIO(text.encode()))).name == name


def test_what_cannot_be_told_is_an_error_with_a_remedy() -> None:
    with pytest.raises(InputError, match="name its format: -f"):
        detect(Source("-", stream=io.BytesIO(b"<?xml version='1.0'?><x/>")))
    with pytest.raises(InputError, match="binary"):
        detect(Source("-", stream=io.BytesIO(b"PK\x03\x04\x00")))


@pytest.mark.parametrize(("text", "name"), [
    ("TY  - JOUR\nAU  - Roe, Jane\nER  - \n", "ris"), ("\nPMID- 123\nOWN - NLM\n", "nbib"), ("FN Clarivate Analytics Web of Science\nVR 1.0\nPT J\n", "wos"),
    ("%0 Journal Article\n%A Roe, Jane\n%T One\n", "enw"), ("---\nreferences:\n- id: a\n", "csl-yaml"), ('title,authors,year\n"One","Roe, J.",2020\n', "csv"),
    ('{"status":"ok","message-type":"work","message-version":"1.0.0","message":{"DOI":"10.1/x"}}', "crossref"), ('{"id":"0704.0001","authors_parsed":[["Roe","J",""]]}', "arxiv-jsonl"),
])  # fmt: skip
def test_a_structured_format_is_not_taken_for_a_listing(text: str, name: str) -> None:
    assert sniff(text.encode(), "") == [name]


def test_a_format_that_cannot_be_read_is_named() -> None:
    with pytest.raises(InputError, match="looks like a VOTable"):
        detect(Source("-", stream=io.BytesIO(b"<VOTABLE><RESOURCE/></VOTABLE>")))


def test_the_nearest_name_is_told() -> None:
    with pytest.raises(UsageError, match="did you mean bibtex"):
        format_named("bibtx")
    assert format_named("BibTeX").name == "bibtex"


def test_the_suffix_of_the_output_chooses() -> None:
    assert writer_for(path="refs.json")[0].name == "csl-json"
    assert writer_for(path="-")[0].name == "bibtex"
    with pytest.raises(UsageError, match="name one with -t"):
        writer_for(path="refs.docx")
    with pytest.raises(UsageError, match="can be read but not written"):
        writer_for("text")
