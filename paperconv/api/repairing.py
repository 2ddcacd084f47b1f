"""repair: papers mended in the files that they stand in."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import takewhile

import msgspec

from paperconv import pipeline
from paperconv.api.authority import examining
from paperconv.api.inputs import Inputs, OnRepair, Summary, sources_of, summary_of
from paperconv.api.validation import collector_for
from paperconv.diagnostics import CODES, Collector, Finding, place
from paperconv.errors import InputError, ItemError, OutputError, UsageError
from paperconv.formats.base import Item, Patch, Reader
from paperconv.formats.bibtex.update import one_line_end
from paperconv.formats.registry import patch_for, reader_for
from paperconv.io.sink import compare_output, open_output, read_output
from paperconv.io.source import COMPRESSED, Source
from paperconv.model import Record
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
    sources = sources_of(inputs, format)
    skip = on_skip or (lambda what, text: None)
    ready = [(source, *found) for source in sources if (found := _patch_of(source, format, skip))]
    changes: dict[str, str] = {}
    collector = collector_for(None, select, extend_select, ignore, per_file_ignores, baseline)
    with examining(authority, sources, format) as examine:
        run = _Run(format, fix, rules_for(collector.selected, examine, fix)[0], collector, Totals(), on_repair, skip, tick)
        for source, patch, text in ready:
            run.totals.inputs += 1
            if edits := list(_edits(source, text, patch, run)):
                with compare_output(source.path, changes) if compare else open_output(source.path) as stream:
                    stream.write(edited(text, edits))
    return summary_of(run.totals, collector, changes)


def edited(text: str, edits: Sequence[Edit]) -> str:
    """The text with edits made, which stand in their order and do not overlap."""
    parts, done = [], 0
    for edit in edits:
        parts += [text[done : edit.start], edit.text]
        done = edit.end
    return "".join([*parts, text[done:]])


def _patch_of(source: Source, format: str, skip: OnSkip) -> tuple[Patch, str] | None:
    """What writes into a file of this format, and its text; None for a file in a folder that nothing can write into."""
    try:
        if source.is_stdin:
            raise UsageError("standard input cannot be repaired in place; name a file, or: paperconv convert")
        if source.path.lower().endswith(COMPRESSED):
            raise UsageError(f"{source.path}: is compressed and cannot be repaired in place; unpack it first")
        spec, _ = reader_for(source, format)
        if (patch := patch_for(spec)) is None:
            stem = os.path.splitext(source.path)[0]
            raise UsageError(f"{source.path}: {spec.name} cannot be repaired in place; write it anew: paperconv convert {source.path} -o {stem}.bib")
        return patch, read_output(source.path)
    except (UsageError, InputError, OutputError) as error:
        if not source.root:
            raise
        skip("file", str(error))
        return None


def _edits(source: Source, text: str, patch: Patch, run: _Run) -> Iterator[Edit]:
    """What is to change in a file, in the order of its text."""
    plain, in_file = one_line_end(text)
    line_end = "\r\n" if text.count("\r\n") * 2 > text.count("\n") else "\n"
    at = 0
    for piece in pipeline.framed([source], run.format, Totals()):
        if not isinstance(piece, tuple):
            continue
        reader, item = piece
        if (record := _decoded(reader, item)) is None:
            continue
        run.totals.records += 1
        if run.tick is not None:
            run.tick()
        start = plain.find(item.text, at)
        at = start + len(item.text) if start >= 0 else at
        mended, made = _mended(record, run)
        if not made:
            continue
        new = patch(item.text, record, mended) if start >= 0 else None
        if new is None or not _says(reader, item, new, mended):
            run.skip("record", f"{item.path}:{item.line}: {record.id} cannot be repaired in place; paperconv convert does it in another file")
            continue
        run.totals.repaired += 1
        for finding in made:
            if run.on_repair and finding.repair:
                run.on_repair(record, finding, finding.repair)
        first, last = _difference(item.text, new)
        yield Edit(in_file(start + first), in_file(start + len(item.text) - last), new[first : len(new) - last].replace("\n", line_end))


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
