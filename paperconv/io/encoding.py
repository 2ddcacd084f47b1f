"""Bytes to text: UTF-8 unless the bytes say otherwise."""

import codecs
import io
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import IO

import msgspec

BLOCK = 1 << 20
"""Bytes that are read at a time."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""\A\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)""")
_SAMPLE = 1 << 18
"""Bytes that an encoding is guessed from."""
_BEFORE = 1 << 12
"""Of these, how many may stand before the first byte that is no UTF-8."""


class Text(msgspec.Struct, frozen=True):
    """Decoded text. ``guessed`` is False where the encoding is certain (UTF-8, or a byte order mark). Lines end with ``\\n``."""

    text: str
    encoding: str
    guessed: bool


class Decoding:
    """An input as UTF-8 with ``\\n`` at the end of lines, a block at a time.

    The encoding is told by a byte order mark, else it is UTF-8; from the first block on that is none, it is what an XML declaration
    says, else what charset-normalizer finds in that block, else Latin-1 (which fits any bytes), and lines that are UTF-8 stay so.
    A file cut inside a UTF-8 character loses no more than that character, for U+FFFD.

    ``encoding`` and ``guessed`` (False where the encoding is certain) hold when the blocks are read.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self.encoding = "utf-8"
        self.guessed = False
        self._stream = stream
        self._declared = ""

    def blocks(self) -> Iterator[bytes]:
        """The input in blocks of about 1 MiB that end with a line; a line longer than that comes in several blocks."""
        raw = _blocks(self._stream)
        first = next(raw, b"")
        if mark := next((m for m in _BOMS if first.startswith(m[0])), None):
            self.encoding = mark[1].removesuffix("-sig")
            if self.encoding != "utf-8":
                yield from self._wide(chain((first,), raw))
                return
            first = first[len(codecs.BOM_UTF8) :]
        elif declared := _DECLARED.match(first):
            self._declared = declared[1].decode()
        last = b""
        for block in chain((first,), raw):
            if last:
                yield self._utf8(last, at_end=False)
            last = block
        if last:
            yield self._utf8(last, at_end=True)

    def lines(self) -> Iterator[bytes]:
        """The lines of the input, without their ends."""
        return lines_of(self.blocks())

    def read(self) -> Text:
        """The whole input as text."""
        data = b"".join(self.blocks())
        return Text(data.decode("utf-8"), self.encoding, self.guessed)

    def _wide(self, blocks: Iterable[bytes]) -> Iterator[bytes]:
        decoder = io.IncrementalNewlineDecoder(codecs.getincrementaldecoder(self.encoding)("replace"), translate=True)
        for block in blocks:
            yield decoder.decode(block).encode("utf-8", "replace")
        yield decoder.decode(b"", final=True).encode("utf-8", "replace")

    def _utf8(self, block: bytes, at_end: bool) -> bytes:
        if self.guessed:
            return _newlines(self._mixed(block))
        try:
            block.decode("utf-8")
        except UnicodeDecodeError as error:
            self.guessed = True
            if at_end and error.start >= len(block) - 3 and error.reason == "unexpected end of data":
                return _newlines(block.decode("utf-8", "replace").encode())
            from paperconv.io.guess import guess  # here, since most inputs are UTF-8

            self.encoding = _known(self._declared) or guess(block[max(0, error.start - _BEFORE) :][:_SAMPLE])
            return _newlines(self._mixed(block))
        return _newlines(block)

    def _mixed(self, block: bytes) -> bytes:
        """A block of which some lines at least are not UTF-8."""
        if codecs.lookup(self.encoding).name in _MULTIBYTE:
            try:
                return block.decode(self.encoding).encode()
            except UnicodeDecodeError:
                pass
        return b"".join(self._line(line) for line in block.splitlines(keepends=True))

    def _line(self, line: bytes) -> bytes:
        for encoding in ("utf-8", self.encoding):
            try:
                return line.decode(encoding).encode()
            except UnicodeDecodeError:
                continue
        return line.decode("latin-1").encode()


def lines_of(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """The lines of what comes in blocks, without their ends."""
    waiting: list[bytes] = []
    for block in blocks:
        waiting.append(block)
        if b"\n" in block:
            lines = b"".join(waiting).split(b"\n")
            waiting = [lines.pop()]
            yield from lines
    if rest := b"".join(waiting):
        yield rest


def decode(data: bytes) -> Text:
    """The text of ``data`` (see :class:`Decoding`)."""
    return Decoding(io.BytesIO(data)).read()


def looks_binary(head: bytes) -> bool:
    """True where the beginning of an input cannot be text: NUL bytes without a UTF-16 or UTF-32 mark, or a known binary signature."""
    if head.startswith((b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"\x1f\x8b", b"SQLite format 3", b"\x7fELF", b"\xd0\xcf\x11\xe0")):
        return True
    if any(head.startswith(mark) for mark, _ in _BOMS):
        return False
    return b"\0" in head


_MULTIBYTE = frozenset({"gb18030", "gbk", "gb2312", "big5", "big5hkscs", "cp950", "shift_jis", "cp932", "euc_jp", "euc_kr", "cp949", "johab", "hz"})
"""Encodings in which half a character may look like UTF-8, so that lines are not taken one by one."""


def _blocks(stream: IO[bytes]) -> Iterator[bytes]:
    """Blocks cut behind a line; where a line has no end, behind an ASCII character, so that no character is cut."""
    rest = b""
    while chunk := stream.read(BLOCK):
        data = rest + chunk if rest else chunk
        cut = data.rfind(b"\n") + 1 or data.rfind(b"\r", 0, -1) + 1
        if not cut:
            if len(data) < 4 * BLOCK:
                rest = data
                continue
            cut = next((i + 1 for i in range(len(data) - 1, len(data) - 64, -1) if data[i] < 0x80 and data[i] != 0x0D), len(data))
        yield data[:cut]
        rest = data[cut:]
    if rest:
        yield rest


def _known(encoding: str) -> str:
    """The encoding that an XML declaration names, as it is used (Latin-1 stands for cp1252); "" where it is unknown or UTF-8."""
    try:
        name = codecs.lookup(encoding).name if encoding else ""
    except LookupError:
        return ""
    return "" if name.startswith("utf") else {"iso8859-1": "cp1252", "ascii": "cp1252"}.get(name, name)


def _newlines(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in data else data
