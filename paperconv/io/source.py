"""Inputs: where the bytes come from."""

import bz2
import glob
import gzip
import io
import lzma
import os
import shutil
import sys
import tempfile
import weakref
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import IO, BinaryIO, cast

from paperconv.errors import InputError

HEAD = 65536
"""How many bytes of an input detection looks at."""

STDIN = "<stdin>"
COMPRESSED = (".gz", ".bz2", ".xz", ".zst")


class Source:
    """One input: a file (decompressed by its suffix) or standard input (``-``).

    ``file`` is its name for the system, ``path`` the name it is called by in messages and records: that is always UTF-8 on one line.
    :meth:`open` gives the bytes from the beginning, once for standard input and as often as wanted for a file. ``fault`` says, once
    it was read, why it broke off before its end.
    """

    def __init__(self, path: str, root: str = "", stream: IO[bytes] | None = None) -> None:
        self.file = path
        self.path = STDIN if path == "-" else shown(path)
        self.root = root
        self._copy = ""
        self.fault = ""
        self._raw: io.FileIO | None = None
        self._stream = stream if stream is not None else (sys.stdin.buffer if path == "-" else None)

    @property
    def is_stdin(self) -> bool:
        """True where the bytes come from a stream that can be read only once."""
        return self._stream is not None

    @property
    def name(self) -> str:
        """The file's name without folders and without a compression suffix."""
        name = os.path.basename(self.file)
        stem, suffix = os.path.splitext(name)
        return stem if suffix.lower() in COMPRESSED else name

    @property
    def relative(self) -> str:
        """The path below the folder that was named on the command line (the bare name where a file was named)."""
        return os.path.relpath(self.file, self.root) if self.root else os.path.basename(self.file)

    @property
    def size(self) -> int:
        """Bytes of the file as it lies there, compressed or not; 0 where that is not known."""
        try:
            return 0 if self.is_stdin else os.stat(self.file).st_size
        except OSError:
            return 0

    @property
    def position(self) -> int | None:
        """How far the reading has come, in bytes of the file as it lies there. ``None`` before it has begun."""
        if self._raw is None:
            return None
        return self.size if self._raw.closed else self._raw.tell()

    def look(self) -> None:
        """Raises :class:`InputError` where the input could not be opened. The reading has not begun by that."""
        if self._stream is None:
            self.open().close()
            self._raw = None

    @cached_property
    def head(self) -> bytes:
        """The first 64 KiB. Raises :class:`InputError` where the input cannot be read."""
        if self._stream is not None:
            data = _read_fully(self._stream, HEAD)
            self._stream = cast("IO[bytes]", io.BufferedReader(_Rejoined(data, self._stream)))
            return data
        with self.open() as stream:
            return stream.read(HEAD)

    def open(self) -> BinaryIO:
        """The bytes of the input, decompressed. Raises :class:`InputError` with a one-line remedy."""
        if self._stream is not None:
            _ = self.head
            return cast("BinaryIO", self._stream)
        if self._copy:
            return open(self._copy, "rb")
        suffix = os.path.splitext(self.file)[1].lower()
        try:
            raw = self._raw = open(self.file, "rb", buffering=0)  # noqa: SIM115
            if suffix not in COMPRESSED:
                return io.BufferedReader(raw)
            return cast("BinaryIO", io.BufferedReader(_Guarded(self, raw, _decompressor(cast("BinaryIO", raw), suffix)), HEAD))
        except FileNotFoundError:
            raise InputError(f"{self.path}: no such file") from None
        except IsADirectoryError:
            kept = "" if os.access(self.file, os.R_OK | os.X_OK) else " that may not be read (permission denied)"
            raise InputError(f"{self.path}: is a folder{kept}") from None
        except PermissionError:
            raise InputError(f"{self.path}: may not be read (permission denied)") from None
        except OSError as error:
            raise InputError(f"{self.path}: cannot be read ({error.strerror or error})") from None

    def again(self) -> "Source":
        """The same input as one that can be opened more than once: standard input goes to a temporary file on disk."""
        if self._stream is None:
            return self
        with self.open() as stream, tempfile.NamedTemporaryFile(prefix="paperconv-", delete=False) as copy:
            shutil.copyfileobj(stream, copy, HEAD)
        weakref.finalize(self, os.unlink, copy.name)
        self._stream = None
        self._copy = copy.name
        return self

    def read(self) -> bytes:
        """All bytes of the input."""
        with self.open() as stream:
            return stream.read()


def shown(path: str) -> str:
    """A file's name as it stands in messages and records: bytes that are no UTF-8, and control characters, as escapes."""
    text = os.fsencode(path).decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() or c not in _CONTROLS else c.encode("unicode_escape").decode() for c in text)


_CONTROLS = frozenset(map(chr, (*range(32), *range(127, 160), 0x2028, 0x2029)))


def expand(inputs: Sequence[str], without: Collection[str] = ()) -> Iterator[Source]:
    """The sources that the words of a command line name: files, folders (walked in sorted order, without hidden files), globs, ``-``.

    ``without`` are files and folders that a walk leaves out: what a run writes is not what it reads.
    Raises :class:`InputError` for a word that names nothing.
    """
    left_out = frozenset(os.path.realpath(path) for path in without)
    for word in inputs:
        if word == "-":
            yield Source("-")
        elif os.path.isdir(word):
            if not os.access(word, os.R_OK | os.X_OK):
                raise InputError(f"{shown(word)}: is a folder that may not be read (permission denied)")
            found = sorted(_walk(Path(word), left_out))
            if not found:
                raise InputError(f"{shown(word)}: the folder has no files to read")
            yield from (Source(str(p), root=word) for p in found)
        elif os.path.exists(word) or not glob.has_magic(word):
            yield Source(word)
        else:
            matches = sorted(m for m in glob.glob(word, recursive=True) if os.path.isfile(m))
            if not matches:
                raise InputError(f"{shown(word)}: nothing matches this pattern")
            yield from (Source(m) for m in matches)


def _walk(folder: Path, left_out: frozenset[str], above: frozenset[str] = frozenset()) -> Iterator[Path]:
    """The files below a folder, and what cannot be looked into, so that it is told. A link to a folder above is not followed."""
    here = os.path.realpath(folder)
    if here in above:
        return
    try:
        entries = list(folder.iterdir())
    except OSError:
        yield folder
        return
    for entry in entries:
        if entry.name.startswith(".") or os.path.realpath(entry) in left_out:
            continue
        if entry.is_dir():
            yield from _walk(entry, left_out, above | {here})
        elif not _is_no_dump(entry) and (entry.is_file() or (entry.is_symlink() and not entry.exists())):
            yield entry


_NO_DUMPS = frozenset(
    """
    .py .pyc .sh .bash .zsh .bat .ps1 .c .h .cc .cpp .hpp .rs .go .java .js .mjs .ts .jsx .tsx .css .scss .rb .pl .r .jl .m .lua .php .sql
    .ipynb .lock .toml .ini .cfg .png .jpg .jpeg .gif .svg .webp .ico .bmp .tif .tiff .eps .ps .pdf .docx .doc .odt .pptx .xlsx .xls .zip
    .tar .tgz .7z .rar .whl .exe .dll .so .o .a .mp3 .mp4 .wav .mov .avi .db .sqlite .pkl .npy .npz .parquet .h5 .aux .log .blg .bcf .bst
    .cls .sty .toc .out .fls .csl .woff .woff2 .ttf .otf
    """.split()
)
"""Suffixes of programs, pictures, archives and the like. Named by itself such a file is read; a walk through a folder leaves it out."""


def _is_no_dump(path: Path) -> bool:
    return path.suffix.lower() in _NO_DUMPS or path.name in ("Makefile", "Dockerfile", "LICENSE", "LICENCE", "COPYING", "paperconv.yaml")


def _decompressor(raw: BinaryIO, suffix: str) -> IO[bytes]:
    if suffix == ".gz":
        return cast("IO[bytes]", gzip.GzipFile(fileobj=raw, mode="rb"))
    if suffix == ".bz2":
        return cast("IO[bytes]", bz2.BZ2File(raw))
    if suffix == ".xz":
        return cast("IO[bytes]", lzma.LZMAFile(raw))
    import zstandard

    return cast("IO[bytes]", zstandard.open(raw, "rb"))


def _read_fully(stream: IO[bytes], size: int) -> bytes:
    chunks = []
    while size > 0 and (chunk := stream.read(size)):
        chunks.append(chunk)
        size -= len(chunk)
    return b"".join(chunks)


class _Rejoined(io.RawIOBase):
    """A stream of which the beginning was read already."""

    def __init__(self, head: bytes, rest: IO[bytes]) -> None:
        self._head = io.BytesIO(head)
        self._read = getattr(rest, "read1", rest.read)  # as much as there is: a signal is not seen while more is waited for

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._head.read(len(buffer)) or self._read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


class _Guarded(io.RawIOBase):
    """A decompressing stream. One that cannot be read at all is an :class:`InputError`; where it breaks off, it ends, and its source says why."""

    def __init__(self, source: Source, raw: io.FileIO, stream: IO[bytes]) -> None:
        self._source, self._raw, self._stream = source, raw, stream
        self._read = getattr(stream, "read1", stream.read)
        self._begun = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            data = self._read(min(len(buffer), HEAD))  # as much as is there: what comes before a fault is not lost with it
        except Exception as error:  # each decompressor has an error class of its own
            if not self._begun:
                raise InputError(f"{self._source.path}: is damaged or not what its suffix says ({error})") from None
            self._source.fault = f"is damaged behind what could be read ({error})"
            return 0
        self._begun = self._begun or bool(data)
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._stream.close()
        self._raw.close()
        super().close()
