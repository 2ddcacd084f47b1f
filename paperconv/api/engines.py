"""Where the work of a call runs."""

import contextlib
from typing import TYPE_CHECKING

from paperconv.errors import UsageError

if TYPE_CHECKING:
    from paperconv.engine.base import Engine


def engine_for(jobs: int) -> "contextlib.AbstractContextManager[Engine | None]":
    """The engine of ``jobs`` processes; 0 is one for each processor, and ``None``, for 1, is this process alone."""
    if jobs < 0:
        raise UsageError(f"{jobs} worker processes are not possible: name 1 or more, or 0 for one on each processor")
    if jobs == 1:
        return contextlib.nullcontext()
    from paperconv.engine.local import Workers, cores

    jobs = jobs or cores()
    return Workers(jobs, preload=("paperconv.shards",)) if jobs > 1 else contextlib.nullcontext()
