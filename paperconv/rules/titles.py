"""Rules on titles and on lines that found no place."""

from collections.abc import Iterator

from paperconv.diagnostics import Finding
from paperconv.model import Record
from paperconv.rules.base import has_more, rule


@rule("PC401", when=lambda record: not record.title)
def missing_title(record: Record) -> Iterator[Finding]:
    """The record has no title.

    No style can print it as a reference, and it can be matched by identifier or abstract only.

    Example: a block of a listing that begins with its abstract.

    Never repaired from the record itself. `paperconv dedupe` with a second dump of the same papers fills it.
    """
    where = f" (arXiv:{record.identifiers['arxiv']})" if "arxiv" in record.identifiers else ""
    yield Finding(code="PC401", field="title", message=f"no title{where}")


@rule("PC002", when=has_more)
def unplaced_line(record: Record) -> Iterator[Finding]:
    """A line of a plain-text listing is part of a record, but fits none of its fields.

    Nothing is dropped: the line is kept under `extra` as `text:unplaced`.

    Example: a line of a web page's menu that was copied with the papers.

    Never repaired. `paperconv parse --explain FILE` shows the role of every line, and why it has it.
    """
    unplaced = record.extra.get("text:unplaced")
    if unplaced:
        lines = unplaced.split("\n")
        more = f" and {len(lines) - 1} more" if len(lines) > 1 else ""
        yield Finding(code="PC002", field="text:unplaced", message=f"fits no field: {lines[0][:80]!r}{more}")
