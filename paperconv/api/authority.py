"""Names counted as evidence: an authority is built of papers, and judges the columns of author lists in a run."""

import contextlib
import os
import tempfile
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from paperconv import pipeline
from paperconv.api.inputs import Inputs, OnDiagnostic, Summary, sources_of, summary_of
from paperconv.diagnostics import Collector
from paperconv.errors import OutputError, UsageError
from paperconv.io.sink import replacing
from paperconv.io.source import Source
from paperconv.pipeline import Tick, Totals

if TYPE_CHECKING:
    from paperconv.authors.authority import Built
    from paperconv.authors.examine import Examine


def build_authority(
    inputs: Inputs, output: str | os.PathLike[str], format: str = "", *, on_diagnostic: OnDiagnostic | None = None, tick: Tick | None = None
) -> tuple[Summary, "Built"]:
    """Counts the names of papers into an authority, an SQLite file that is written whole or not at all.

    Lists that a rule calls faulty are not counted. The same papers give the same file, in whatever order they are read.
    """
    from paperconv.authors.authority import Builder

    if os.fspath(output) == "-":
        raise OutputError("an authority is a database and not a stream: name a file for it (-o names.db)")
    collector, totals = Collector(on_diagnostic), Totals()
    with replacing(os.fspath(output)) as temporary, Builder(temporary) as builder:
        for record in pipeline.read(sources_of(inputs, format, tick=tick), format, collector, totals, tick):
            builder.add(record)
        built = builder.finish()
    return summary_of(totals, collector), built


SELF = "self"
"""The authority that is made of the papers of the run itself."""


@contextlib.contextmanager
def examining(authority: str | os.PathLike[str], sources: Sequence[Source], format: str) -> "Iterator[Examine | None]":
    """What judges columns of author lists with an authority; ``None``, for the name model alone, where none is named.

    For :data:`SELF` the sources are read once before, and counted. No work speaks for itself, so the order of the papers changes nothing.
    """
    if not authority:
        yield None
        return
    from paperconv.authors.authority import Authority, Builder

    with contextlib.ExitStack() as stack:
        if authority == SELF:
            if any(s.is_stdin for s in sources):
                raise UsageError("standard input cannot be read twice, and an authority of the run itself needs that: name a file")
            authority = os.path.join(stack.enter_context(tempfile.TemporaryDirectory(prefix="paperconv-")), "names.db")
            with Builder(authority) as builder:
                again = [Source(s.file, s.root) for s in sources]  # of which nothing says how far they are
                for record in pipeline.read(again, format, Collector(None), Totals()):
                    builder.add(record)
                builder.finish()
        yield stack.enter_context(Authority(authority)).examine
