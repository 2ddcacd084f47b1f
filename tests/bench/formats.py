"""Records a second and peak memory of each reader, on its golden samples repeated, beside other readers of the same file where they are installed."""

import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

from paperconv.errors import PaperconvError
from paperconv.formats.base import Item
from paperconv.formats.registry import FORMATS, reader_for
from paperconv.io.source import Source

SAMPLES = Path(__file__).parents[1] / "formats"
ITEMS = 10_000
_LINES = frozenset({"jsonl", "arxiv-jsonl"})
_TABLES = frozenset({"csv", "scopus-csv"})
_KEY = re.compile(rb"(@\w+\s*\{)[^,]*,")
_RISPY = "import sys, rispy; rispy.load(open(sys.argv[1], encoding='utf-8-sig'))"
_BIBTEXPARSER = """
import sys, logging, bibtexparser
from bibtexparser import middlewares as m
logging.disable()
stack = [m.LatexDecodingMiddleware(), m.SeparateCoAuthors(), m.SplitNameParts()]
bibtexparser.parse_file(sys.argv[1], append_middleware=stack)
"""
_PANDOC = {"ris": "ris", "bibtex": "bibtex", "biblatex": "biblatex", "csl-json": "csljson", "endnote-xml": "endnotexml"}


def samples() -> dict[str, tuple[bytes, list[Item]]]:
    """Format -> the items of the golden samples that are in it, and what stands before them: the row of columns of a table (of the first sample)."""
    found: dict[str, tuple[bytes, list[Item]]] = {}
    for path in sorted(p for p in SAMPLES.rglob("*") if p.is_file() and p.suffix not in (".py", ".pyc") and "golden" not in str(p.relative_to(SAMPLES))):
        source = Source(str(path))
        try:
            spec, reader = reader_for(source)
            items = [i for i in reader.frame(source) if isinstance(i, Item) and not i.fault]
        except PaperconvError:
            continue
        if spec.name in _TABLES and items and spec.name not in found:
            found[spec.name] = b"\n".join(path.read_bytes().split(b"\n")[: items[0].line - 1]) + b"\n", items
        elif spec.name not in _TABLES:
            found.setdefault(spec.name, (b"", []))[1].extend(items)
    return found


def joined(format: str, before: bytes, items: list[Item]) -> bytes:
    """One file that holds the items so often that there are :data:`ITEMS` of them."""
    if format in _LINES:
        items = [i for i in items if b"\n" not in i.data.strip()]
    pieces = [items[i % len(items)].data for i in range(ITEMS)]
    if format in _TABLES:
        return before + b"\n".join(pieces) + b"\n"
    if format in ("bibtex", "biblatex"):
        pieces = [_KEY.sub(rb"\1k%d," % i, piece, count=1) for i, piece in enumerate(pieces)]
    first = pieces[0].lstrip()[:1]
    if first == b"{" and format not in _LINES:
        return b"[\n" + b",\n".join(pieces) + b"\n]\n"
    if format == "csl-yaml":
        return b"".join(_outdented(piece) for piece in pieces if piece.lstrip().startswith(b"-"))
    if first == b"<":
        return b"<records>\n" + b"\n".join(pieces) + b"\n</records>\n"
    return b"\n\n".join(pieces) + b"\n"


def _outdented(piece: bytes) -> bytes:
    """An item of a YAML list as one of a list at the margin."""
    lines = piece.split(b"\n")
    depth = len(lines[0]) - len(lines[0].lstrip())
    return b"".join(line[depth:] + b"\n" for line in lines)


def run(command: list[str]) -> tuple[float, float, int]:
    """CPU seconds of a command, its peak memory in MiB, and its exit status."""
    quiet = os.open(os.devnull, os.O_RDWR)
    pid = os.posix_spawnp(command[0], command, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, quiet, fd) for fd in (0, 1, 2)])
    os.close(quiet)
    _, status, usage = os.wait4(pid, 0)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, os.waitstatus_to_exitcode(status)


def peers(format: str) -> dict[str, list[str]]:
    """Other programs that read the format, as commands without the file."""
    known: dict[str, list[str]] = {}
    if format == "ris":
        known["rispy"] = [sys.executable, "-c", _RISPY]
    if format == "bibtex":
        known["bibtexparser + names"] = [sys.executable, "-c", _BIBTEXPARSER]
    if format in _PANDOC and shutil.which("pandoc"):
        known["pandoc"] = ["pandoc", "-f", _PANDOC[format], "-t", "csljson", "-o", os.devnull]
    return known


def main() -> None:
    """Prints a row for each format, and one for each peer below it."""
    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder, "one.jsonl")
        empty.write_text('{"id":"a","type":"article","title":"One"}\n')
        start, _, _ = run([sys.executable, "-m", "paperconv", "parse", "-q", str(empty)])
        print(f"{'reader':22} {'CPU s':>7} {'records/s':>10} {'peak':>8}   ({ITEMS:,} items of the golden samples; start-up of {start:.2f} s taken off)")
        for format, (before, items) in samples().items():
            if not items or not FORMATS[format].reader:
                continue
            path = Path(folder, "input")
            path.write_bytes(joined(format, before, items))
            commands = {format: [sys.executable, "-m", "paperconv", "parse", "-q", "-f", format, "-o", str(Path(folder, "out.jsonl"))], **peers(format)}
            for name, command in commands.items():
                taken, memory, status = run([*command, str(path)])
                well = status == 0 or (name == format and status == 1)  # 1: some of the samples hold broken items
                taken = max(taken - start, 1e-3) if name == format else taken
                read = Path(folder, "out.jsonl").read_bytes().count(b"\n") if name == format and well else ITEMS
                row = f"{taken:7.2f} {read / taken:10,.0f} {memory:6.0f} M" if well else "does not read it, or is not installed"
                print(f"{name if name == format else f'  {name}':22} {row}", flush=True)


if __name__ == "__main__":
    main()
