"""Inputs and outputs: compressed, from a pipe, in other encodings, whole or not at all."""

import bz2
import gzip
import io
import lzma
import os
from pathlib import Path

import pytest
import zstandard

from paperconv.errors import InputError, OutputError
from paperconv.io.encoding import Decoding, decode, looks_binary
from paperconv.io.frames import _plain_end, _value_end, json_objects, xml_elements
from paperconv.io.sink import open_output
from paperconv.io.source import Source, expand

TEXT = "Erdős, Pál\n" * 20000


@pytest.mark.parametrize(("suffix", "pack"), [(".gz", gzip.compress), (".bz2", bz2.compress), (".xz", lzma.compress), (".zst", zstandard.compress)])
def test_compressed_inputs_are_read_as_they_are(tmp_path: Path, suffix: str, pack: object) -> None:
    path = tmp_path / f"dump.txt{suffix}"
    path.write_bytes(pack(TEXT.encode()))  # type: ignore[operator]
    source = Source(str(path))
    assert source.name == "dump.txt"
    assert source.head == TEXT.encode()[:65536]
    assert source.read() == TEXT.encode()


@pytest.mark.parametrize("suffix", [".gz", ".bz2", ".xz", ".zst"])
def test_a_damaged_archive_is_told_in_one_line(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"dump.txt{suffix}"
    path.write_bytes(b"no archive at all")
    with pytest.raises(InputError, match="damaged") as told:
        Source(str(path)).read()
    assert "\n" not in str(told.value)


def test_a_pipe_is_looked_at_and_then_read_from_its_beginning() -> None:
    source = Source("-", stream=io.BytesIO(TEXT.encode()))
    assert source.path == "<stdin>"
    assert source.head.startswith("Erdős".encode())
    assert source.read() == TEXT.encode()


def test_folders_are_walked_in_order_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", ".hidden", "sub/c.txt", ".git/d.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    assert [os.path.relpath(s.path, tmp_path) for s in expand([str(tmp_path)])] == ["a.txt", "b.txt", "sub/c.txt"]
    assert [s.name for s in expand([str(tmp_path / "*.txt")])] == ["a.txt", "b.txt"]
    with pytest.raises(InputError, match="nothing matches"):
        list(expand([str(tmp_path / "*.bib")]))


@pytest.mark.parametrize(("encoding", "guessed"), [("utf-8", False), ("utf-8-sig", False), ("utf-16", False), ("cp1252", True)])
def test_encodings_are_told_apart(encoding: str, guessed: bool) -> None:
    text = "Müller, Jürgen und Françoise Élysée schrieben über größere Wörter.\r\nSchröder, Käthe\rGarcía, José\n" * 5
    read = decode(text.encode(encoding))
    assert read.text == text.replace("\r\n", "\n").replace("\r", "\n")
    assert read.guessed is guessed


def test_a_file_cut_inside_a_character_loses_that_character_only() -> None:
    assert decode("Erdős".encode()[:-2]).text == "Erd�"


def test_binary_data_is_seen() -> None:
    assert looks_binary(b"%PDF-1.7 ...")
    assert looks_binary(b"abc\0def")
    assert not looks_binary("Ünïcode".encode("utf-16"))


def test_an_output_is_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    path.write_text("yesterday", encoding="utf-8")
    with pytest.raises(RuntimeError), open_output(str(path)) as out:
        out.write("half")
        raise RuntimeError
    assert path.read_text(encoding="utf-8") == "yesterday"
    assert os.listdir(tmp_path) == ["refs.bib"]
    with open_output(str(path)) as out:
        out.write("today\n")
    assert path.read_bytes() == b"today\n"


def test_an_output_that_cannot_be_written_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="does not exist"), open_output(str(tmp_path / "no" / "refs.bib")):
        pass
    with pytest.raises(OutputError, match="is a folder"), open_output(str(tmp_path)):
        pass


def test_a_broken_json_object_costs_itself_only() -> None:
    data = b'[\n{"id": "a", "x": "}"},\n{"id": "b", "y": },\n{"id": "c"}\n]'
    pieces = list(json_objects([data]))
    assert [(p.line, p.end_line) for p in pieces] == [(2, 2), (3, 3), (4, 4)]
    assert pieces[2].data == b'{"id": "c"}'
    assert [p.data for p in json_objects([b'{"total": {"n": 1}, "items": [{"id": 1}, {"id": 2}]}'], ("items",))] == [b'{"id": 1}', b'{"id": 2}']
    assert [p.data for p in json_objects([b'{"id": 1}\n{"id": 2'])] == [b'{"id": 1}', b'{"id": 2']


_JSON = (
    (b'[{"a":1},\n {"b":{"c":[1,2]}}]', (), [b'{"a":1}', b'{"b":{"c":[1,2]}}']),
    (b'{"message":{"x":{"y":1},"items":[{"a":1},{"b":"}"}],"z":{"q":2}}}\n{"message":{"items":[{"k":2}]}}', ("message.items",), [b'{"a":1}', b'{"b":"}"}', b'{"k":2}']),
    (b'{"a":\n1}\n{"b":2}\n{"c":3}', (), [b'{"a":\n1}', b'{"b":2}', b'{"c":3}']),
    (b'[\n{"a": "x, "b":1},\n{"c":2}\n]', (), [b'{"a": "x, "b":1}', b'{"c":2}']),
    (b'{"status":"ok","message":{"DOI":"1","author":[{"n":1}]}}', ("message.items",), [b'{"status":"ok","message":{"DOI":"1","author":[{"n":1}]}}']),
)


@pytest.mark.parametrize(("data", "paths", "expected"), _JSON)
def test_json_items_are_the_same_however_the_input_comes_in_blocks(data: bytes, paths: tuple[str, ...], expected: list[bytes]) -> None:
    for size in range(30, len(data) + 1):
        assert [p.data for p in json_objects([data[i : i + size] for i in range(0, len(data), size)], paths)] == expected


_XML = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "<paper>">]>
<c id="1"><volume id="2"><meta>
<y>1</y></meta>
<paper id="1"><!-- </paper> --><t>a</t><papers/><paper>in</paper></paper>
<x:paper/>
<volume id="3"><paper>
<![CDATA[</paper>]]></paper>
<paper a=">">q</paper></volume></volume><paper>"""


def test_xml_elements_are_the_same_however_the_input_comes_in_blocks() -> None:
    for size in range(70, len(_XML) + 1):
        blocks = [_XML[i : i + size] for i in range(0, len(_XML), size)]
        pieces = list(xml_elements(blocks, ("paper",), around=("c", "volume"), beside=("meta",)))
        assert [(p.line, p.end_line) for p in pieces] == [(4, 4), (5, 5), (6, 7), (8, 8), (8, 8)]
        assert [bool(p.fault) for p in pieces] == [False] * 4 + [True]
        assert pieces[0].data == b'<paper id="1"><!-- </paper> --><t>a</t><papers/><paper>in</paper></paper>'
        assert pieces[0].context == {"c": b'<c id="1">', "volume": b'<volume id="2">', "meta": b"<meta>\n<y>1</y></meta>"}
        assert pieces[2].context == {"c": b'<c id="1">', "volume": b'<volume id="3">'}


def test_an_item_beyond_the_limit_costs_itself_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("paperconv.io.frames.LIMIT", 100)
    data = b'[{"a": 1},\n{"long": "' + b"x" * 1000 + b'", "y": [2]},\n{"c": 3}]'
    for size in (50, 64, 200, 5000):
        pieces = list(json_objects(data[i : i + size] for i in range(0, len(data), size)))
        assert [(p.data[:9], p.line) for p in pieces] == [(b'{"a": 1}', 1), (b'{"long": ', 2), (b'{"c": 3}', 3)]
    assert pieces[1].fault == ""  # it came in one block


@pytest.mark.parametrize(
    ("data", "encoding", "text"),
    [
        (b"\xef\xbb\xbfabc\r\nd\re", "utf-8", "abc\nd\ne"),
        ("Erdős\r\nRényi".encode("utf-16"), "utf-16", "Erdős\nRényi"),
        ("<?xml version='1.0' encoding='ISO-8859-1'?><a>Müller – Dvo</a>".encode("cp1252"), "cp1252", "<?xml version='1.0' encoding='ISO-8859-1'?><a>Müller – Dvo</a>"),
        ("论文标题：深度学习的研究进展与展望\n作者：王小明，李华，张伟\n".encode("gb18030"), "gb18030", "论文标题：深度学习的研究进展与展望\n作者：王小明，李华，张伟\n"),
    ],
)
def test_an_encoding_is_told_by_its_mark_its_declaration_or_its_bytes(data: bytes, encoding: str, text: str) -> None:
    read = Decoding(io.BytesIO(data)).read()
    assert (read.encoding, read.text) == (encoding, text)


def test_a_line_that_is_utf_8_stays_so_among_lines_that_are_not() -> None:
    lines = ["Rényi", "Erdős et Müller, Grüße aus Köln, für die Ähnlichkeit"]
    data = lines[0].encode() + b"\n" + lines[1].replace("ő", "ö").encode("cp1252")
    assert next(line.decode() for line in Decoding(io.BytesIO(data)).lines()) == "Rényi"


def test_a_walk_leaves_programs_and_pictures_out(tmp_path: Path) -> None:
    for name in ("refs.bib", "list.txt", "build.py", "Makefile", "figure.png", "refs.aux", "notes"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    assert [Path(s.path).name for s in expand([str(tmp_path)])] == ["list.txt", "notes", "refs.bib"]
    assert [Path(s.path).name for s in expand([str(tmp_path / "build.py")])] == ["build.py"]


@pytest.mark.parametrize(
    ("text", "end"),
    [
        (b"<r><a>x</a></r><r>y</r>", 15),
        (b"<r><r>x</r></r>", -1),  # the name comes again
        (b"<p:r><a/></p:r >", 16),
        (b"<r><![CDATA[</r>]]></r>", -1),
        (b"<r><!-- </r> --></r>", -1),
        (b"<r>goes on", -1),
    ],
)
def test_where_a_plain_element_ends(text: bytes, end: int) -> None:
    at = min(i for i in (text.find(b">"), text.find(b" ")) if i > 0)
    assert _plain_end(text, 0, at, text[1:at].rpartition(b":")[2]) == end


def test_where_a_json_value_ends() -> None:
    assert _value_end(memoryview(b'{"a":1} , {}'), 0) == 8
    assert _value_end(memoryview(b'{"a":1}'), 0) == 7
    assert _value_end(memoryview(b'{"a":'), 0) == -1
