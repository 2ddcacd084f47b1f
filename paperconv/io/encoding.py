"""Bytes to text: UTF-8 unless the bytes say otherwise."""

import codecs

import msgspec

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class Text(msgspec.Struct, frozen=True):
    """Decoded text. ``guessed`` is False where the encoding is certain (UTF-8, or a byte order mark). Lines end with ``\\n``."""

    text: str
    encoding: str
    guessed: bool


def decode(data: bytes) -> Text:
    """Text of ``data`` by byte order mark, else as UTF-8, else in the encoding that charset-normalizer finds, else as Latin-1 (which fits any bytes).

    CRLF and CR become LF. A file cut inside a UTF-8 character loses no more than that character, for U+FFFD.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return Text(_newlines(data.decode(encoding, "replace")), encoding.removesuffix("-sig"), guessed=False)
    try:
        return Text(_newlines(data.decode("utf-8")), "utf-8", guessed=False)
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 3 and error.reason == "unexpected end of data":
            return Text(_newlines(data.decode("utf-8", "replace")), "utf-8", guessed=True)
    from charset_normalizer import from_bytes

    best = from_bytes(data[: 1 << 20]).best()
    encoding = best.encoding if best is not None else "latin-1"
    try:
        return Text(_newlines(data.decode(encoding)), encoding, guessed=True)
    except UnicodeDecodeError:
        return Text(_newlines(data.decode("latin-1")), "latin-1", guessed=True)


def looks_binary(head: bytes) -> bool:
    """True where the beginning of an input cannot be text: NUL bytes without a UTF-16 or UTF-32 mark, or a known binary signature."""
    if head.startswith((b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"\x1f\x8b", b"SQLite format 3", b"\x7fELF", b"\xd0\xcf\x11\xe0")):
        return True
    if any(head.startswith(mark) for mark, _ in _BOMS):
        return False
    return b"\0" in head


def _newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
