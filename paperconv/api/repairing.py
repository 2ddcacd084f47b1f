"""repair: papers mended in the files that they stand in."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import takewhile
from typing import Any

import msgspec

from paperconv import pipeline
from paperconv.api.authority import examining
from paperconv.api.inputs import Inputs, OnRepair, Summary, sources_of, summary_of
from paperconv.api.validation import collector_for
from paperconv.diagnostics import CODES, Collector, Finding, place
from paperconv.diagnostics.forms.sarif import ByFix, Replacement, by_fix
from paperconv.diagnostics.gather import Findings
from paperconv.errors import InputError, ItemError, OutputError, UsageError
from paperconv.formats.base import Item, Patch, Reader
from paperconv.formats.bibtex.update import one_line_end
from paperconv.formats.registry import patch_for, reader_for
from paperconv.io.sink import compare_output, open_output, read_output
from paperconv.io.source import COMPRESSED, Source
from paperconv.model import Name, Record, replace
from paperconv.model.record import FIELDS
from paperconv.pipeline import Tick, Totals
from paperconv.rules.apply import FixLevel, mend
from paperconv.rules.base import Rule, check, rules_for
from paperconv.rules.ignore import ignored_by

OnSkip = Callable[[str, str], None]
"""Takes what is not repaired, a "file" or a "record", and a line that says why."""


class Edit(msgspec.Struct, frozen=True):
    """A piece of a file's text, by its characters from 0, and what is to stand there."""

    start: int
    end: int
    text: str


class _Run(msgspec.Struct):
    """What holds for all files of a run."""

    format: str
    fix: FixLevel
    rules: Sequence[Rule]
    collector: Collector
    totals: Totals
    on_repair: OnRepair | None
    skip: OnSkip
    tick: Tick | None


def repair(
    inputs: Inputs,
    format: str = "",
    *,
    fix: FixLevel = "safe",
    select: Sequence[str] = (),
    extend_select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    per_file_ignores: Sequence[str] = (),
    baseline: str | os.PathLike[str] = "",
    authority: str | os.PathLike[str] = "",
    compare: bool = False,
    on_repair: OnRepair | None = None,
    on_skip: OnSkip | None = None,
    tick: Tick | None = None,
) -> Summary:
    """Makes the repairs of the rules in the files themselves: the authors of records that are repaired change, every other byte stays.

    What is not told by :func:`paperconv.api.validate`, called with the same choice of rules, is not repaired. With ``compare`` nothing is
    written; ``changes`` of the summary says what would be. ``on_skip`` is told, in a line each, of files in folders that cannot be repaired
    in place, and of records whose text could not be changed without changing more. Raises :class:`UsageError` for a file that was named
    itself and cannot be repaired in place, before anything is written.
    """
    sources = sources_of(inputs, format, [os.fspath(baseline)], tick)
    skip = on_skip or (lambda what, text: None)
    ready = [(source, patch) for source in sources if (patch := _patch_of(source, format, skip))]
    changes: dict[str, str] = {}
    collector = collector_for(None, select, extend_select, ignore, per_file_ignores, baseline)
    with examining(authority, sources, format) as examine:
        run = _Run(format, fix, rules_for(collector.selected, examine, fix)[0], collector, Totals(), on_repair, skip, tick)
        for source, patch in ready:
            run.totals.inputs += 1
            text = _Text(source, patch)
            if edits := list(_edits(text, run)):
                with compare_output(source.file, changes) if compare else open_output(source.file) as stream:
                    stream.write(edited(text.text, edits))
    return summary_of(run.totals, collector, changes)


def edited(text: str, edits: Sequence[Edit]) -> str:
    """The text with edits made, which stand in their order and do not overlap."""
    parts, done = [], 0
    for edit in edits:
        parts += [text[done : edit.start], edit.text]
        done = edit.end
    return "".join([*parts, text[done:]])


def _patch_of(source: Source, format: str, skip: OnSkip, strict: bool = True) -> Patch | None:
    """What writes into a file of this format; None for one that nothing can write into, unless it was named itself and ``strict`` says so."""
    try:
        if source.is_stdin:
            raise UsageError("standard input cannot be repaired in place; name a file, or: paperconv convert")
        if source.path.lower().endswith(COMPRESSED):
            raise UsageError(f"{source.path}: is compressed and cannot be repaired in place; unpack it first")
        spec, _ = reader_for(source, format)
        if (patch := patch_for(spec)) is None:
            stem = os.path.splitext(source.path)[0]
            raise UsageError(f"{source.path}: {spec.name} cannot be repaired in place; write it anew: paperconv convert {source.path} -o {stem}.bib")
        read_output(source.file)
        return patch
    except (UsageError, InputError, OutputError) as error:
        if strict and not source.root:
            raise
        skip("file", str(error))
        return None


class _Text:
    """The text of a file, and its items with their places in it."""

    def __init__(self, source: Source, patch: Patch) -> None:
        self.source, self.patch, self.text = source, patch, read_output(source.file)
        self.plain, self.in_file = one_line_end(self.text)
        self.line_end = "\r\n" if self.text.count("\r\n") * 2 > self.text.count("\n") else "\n"

    def items(self, format: str) -> Iterator[tuple[Reader, Item, Record, int]]:
        """Each item that can be read, with its record and where it begins in ``plain`` (-1 where that cannot be told)."""
        at = 0
        for piece in pipeline.framed([self.source], format, Totals()):
            if isinstance(piece, tuple):
                reader, item = piece
                start = self.plain.find(item.text, at)
                at = start + len(item.text) if start >= 0 else at
                if (record := _decoded(reader, item)) is not None:
                    yield reader, item, record, start

    def edit(self, reader: Reader, item: Item, start: int, record: Record, wanted: Record) -> Edit | None:
        """What makes the item the record that is ``wanted``, and changes nothing else that it says; None where nothing does."""
        new = self.patch(item.text, record, wanted) if start >= 0 else None
        if new is None or not _says(reader, item, new, wanted):
            return None
        first, last = _difference(item.text, new)
        end = start + len(item.text) - last
        return Edit(self.in_file(start + first), self.in_file(end), new[first : len(new) - last].replace("\n", self.line_end))


def _edits(text: _Text, run: _Run) -> Iterator[Edit]:
    """What is to change in a file, in the order of its text."""
    for reader, item, record, start in text.items(run.format):
        run.totals.records += 1
        if run.tick is not None:
            run.tick()
        mended, made = _mended(record, run)
        if not made:
            continue
        if (edit := text.edit(reader, item, start, record, mended)) is None:
            run.skip("record", f"{item.path}:{item.line}: {record.id} cannot be repaired in place; paperconv convert does it in another file")
            continue
        run.totals.repaired += 1
        for finding in made:
            if run.on_repair and finding.repair:
                run.on_repair(record, finding, finding.repair)
        yield edit


def replacements(findings: Findings, inputs: Inputs, format: str = "") -> dict[ByFix, Replacement]:
    """The repairs of findings as what is to be replaced in their files, where these are of a format that can be repaired in place."""
    wanted: dict[tuple[str, int], dict[ByFix, Any]] = {}
    for d in findings.with_fix():
        if d.fix is not None and d.fix.field == "author":
            wanted.setdefault((d.path, d.ordinal), {})[by_fix(d)] = d.fix.value
    found: dict[ByFix, Replacement] = {}
    paths = {path for path, _ in wanted}
    for source in [] if not wanted else sources_of(inputs, format):
        if source.path not in paths:
            continue
        if (patch := _patch_of(source, format, lambda what, text: None, strict=False)) is None:
            continue
        text = _Text(source, patch)
        for reader, item, record, start in text.items(format):
            for key, value in wanted.get((item.path, item.ordinal), {}).items():
                names = msgspec.convert(value, tuple[Name, ...])
                if edit := text.edit(reader, item, start, record, replace(record, author=names)):
                    found[key] = _replacement(text.text, edit)
    return found


def _replacement(text: str, edit: Edit) -> Replacement:
    def place(at: int) -> tuple[int, int]:
        return text.count("\n", 0, at) + 1, at - (text.rfind("\n", 0, at) + 1) + 1

    return Replacement(*place(edit.start), *place(edit.end), edit.text)


def _decoded(reader: Reader, item: Item) -> Record | None:
    """The record of an item; None for one that validate reports as unreadable."""
    try:
        return None if item.fault else pipeline.complete(reader.decode(item))
    except Exception:
        return None


def _mended(record: Record, run: _Run) -> tuple[Record, list[Finding]]:
    """The repaired record, and the findings whose repairs were made. What is not told is not repaired."""
    ignored = ignored_by(record)[0] | (frozenset(CODES) - (run.collector.selected or frozenset(CODES)))
    told = {f.code: run.collector.add(place(f, record)) for f in check(record, run.rules) if f.code not in ignored}
    mended, findings = mend(record, run.rules, run.fix, ignored | {code for code, is_told in told.items() if not is_told})
    made = {(c.code, c.message) for c in mended.history[len(record.history) :]}
    return mended, [f for f in findings if f.repair and (f.code, f.repair.description) in made]


def _says(reader: Reader, item: Item, text: str, wanted: Record) -> bool:
    """True where the item with another text is read as the record that is wanted, in all that it says of the paper."""
    try:
        record = pipeline.complete(reader.decode(msgspec.structs.replace(item, data=text.encode())))
    except ItemError:
        return False
    same = all(getattr(record, f) == getattr(wanted, f) for f in FIELDS if f != "author")
    return same and [n.display() for n in record.author] == [n.display() for n in wanted.author]


def _difference(old: str, new: str) -> tuple[int, int]:
    """How many characters two texts have in common at their beginning, and behind that at their end."""
    first = _alike(old, new)
    return first, _alike(reversed(old[first:]), reversed(new[first:]))


def _alike(old: Iterable[str], new: Iterable[str]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))
