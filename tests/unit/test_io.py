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
from paperconv.io.encoding import decode, looks_binary
from paperconv.io.frames import json_objects
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
    pieces = list(json_objects(data))
    assert [(p.line, p.end_line) for p in pieces] == [(2, 2), (3, 3), (4, 4)]
    assert pieces[2].data == b'{"id": "c"}'
    assert [p.data for p in json_objects(b'{"total": {"n": 1}, "items": [{"id": 1}, {"id": 2}]}', (b"items",))] == [b'{"id": 1}', b'{"id": 2}']
    assert [p.data for p in json_objects(b'{"id": 1}\n{"id": 2')] == [b'{"id": 1}', b'{"id": 2']
