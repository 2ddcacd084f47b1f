"""The line of an input that a diagnostic speaks of, and which part of it."""

import codecs
import functools
import itertools
import os
import re
from array import array
from collections.abc import Sequence

import msgspec

from paperconv.diagnostics.diagnostic import Diagnostic
from paperconv.patterns import pattern

LARGEST = 64 << 20
"""Bytes of a file above which its lines are not read again."""
LONGEST = 1 << 16
"""Characters of a line above which it is not looked at: a whole file of JSON on one line shows nothing, and costs much to search."""
_MARKED = 32
"""Of so many lines of a file it is held in memory where one begins."""
_BLOCK = 1 << 20
_LINE_END = re.compile(rb"\r\n?|\n")
_WORD = pattern(r"\w")
_QUOTED = pattern(r'"([^"]+)"')
_GAP = 4
"""Characters that may stand between two parts of a name in a line: a comma and a space, a brace, a tag."""


def line_at_fault(d: Diagnostic) -> str:
    """The line of the input that a diagnostic names, without its end; "" where it cannot be read again."""
    if d.line < 1 or not d.path or d.path.startswith("<"):
        return ""
    try:
        status = os.stat(d.path)
        if status.st_size > LARGEST:
            return ""
        line = _line(d.path, status.st_mtime_ns, status.st_size, d.line - 1)
    except (OSError, UnicodeDecodeError):
        return ""
    return line if len(line) <= LONGEST else ""


def located(d: Diagnostic) -> Diagnostic:
    """The diagnostic with the columns (1-based, in characters, the end exclusive) of what its message quotes, where its line has that."""
    if d.end_column > 0 or not (line := line_at_fault(d)):
        return d
    for match in _QUOTED.finditer(d.message):
        if (span := _find(match[1], line)) is not None:
            return msgspec.structs.replace(d, column=span[0] + 1, end_column=span[1] + 1)
    return msgspec.structs.replace(d, column=len(line) - len(line.lstrip()) + 1)


def _line(path: str, changed: int, size: int, at: int) -> str:
    marks = _marks(path, changed, size)
    group, row = divmod(at, _MARKED)
    if group >= len(marks):
        return ""
    end = marks[group + 1] if group + 1 < len(marks) else size
    lines = _lines(path, changed, marks[group], end)
    return lines[row] if row < len(lines) else ""


@functools.lru_cache(maxsize=2)
def _marks(path: str, changed: int, size: int) -> Sequence[int]:
    """Where every :data:`_MARKED`-th line of a file begins. Raises :class:`UnicodeDecodeError` where the file is not UTF-8 throughout."""
    marks, count, at = array("Q", [0]), 0, 0
    decoder = codecs.getincrementaldecoder("utf-8")()
    with open(path, "rb") as stream:
        while data := stream.read(_BLOCK):
            if data.endswith(b"\r"):  # the line end that it begins may go on
                data += stream.read(1)
            decoder.decode(data)
            for match in _LINE_END.finditer(data):
                count += 1
                if count % _MARKED == 0:
                    marks.append(at + match.end())
            at += len(data)
    decoder.decode(b"", final=True)
    return marks


@functools.lru_cache(maxsize=4)
def _lines(path: str, changed: int, start: int, end: int) -> list[str]:
    """The lines that stand between two bytes of a file; those of the last pieces asked for are kept, as long as the file does not change."""
    with open(path, "rb") as stream:
        stream.seek(start)
        return _LINE_END.sub(b"\n", stream.read(end - start)).decode("utf-8-sig" if not start else "utf-8").split("\n")


def _whole(words: str, line: str) -> list[tuple[int, int]]:
    """Where ``words`` stand in a line as whole words. An expression would have to be compiled for each name."""
    spans, at = [], line.find(words)
    while at >= 0:
        end = at + len(words)
        if not (_WORD.match(line, at - 1) if at else None) and not _WORD.match(line, end):
            spans.append((at, end))
            at = line.find(words, end)
        else:
            at = line.find(words, at + 1)
    return spans


def _find(words: str, line: str) -> tuple[int, int] | None:
    """Where ``words`` stand in a line: as they are, or in another order close together ("Guo, Daya" for "Daya Guo")."""
    parts = words.split()
    whole = _whole(words, line)
    if whole and (len(parts) > 1 or len(whole) == 1):  # a single word that stands there several times could be any of them
        return whole[0]
    if not 1 < len(parts) <= 6 or not all(part in line for part in parts):
        return None
    any_part = "|".join(re.escape(p) for p in sorted(set(parts), key=len, reverse=True))
    found = list(re.finditer(rf"(?<!\w)(?:{any_part})(?!\w)", line))
    for i in range(len(found) - len(parts) + 1):
        window = found[i:i + len(parts)]
        close = all(b.start() - a.end() <= _GAP for a, b in itertools.pairwise(window))
        if close and sorted(m[0] for m in window) == sorted(parts):
            return window[0].start(), window[-1].end()
    return None
