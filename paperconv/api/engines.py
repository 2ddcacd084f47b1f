"""Where the work of a call runs."""

import contextlib
import os
from typing import TYPE_CHECKING

import msgspec

from paperconv import __version__
from paperconv.errors import UsageError

if TYPE_CHECKING:
    from paperconv.engine.base import Engine


class OnCluster(msgspec.Struct, frozen=True):
    """A run on a Dask cluster: the address of its scheduler ("" starts workers here), and whether it goes on where a run broke off.

    The workers must see the folder of the output, where their parts lie until all are put together.
    """

    scheduler: str = ""
    resume: bool = False


def engine_for(jobs: int, cluster: OnCluster | None = None, output: str = "-") -> "contextlib.AbstractContextManager[Engine | None]":
    """The engine of ``jobs`` processes; 0 is one for each processor, and ``None``, for 1, is this process alone.

    Of a ``cluster`` the parts stand beside ``output``. Raises :class:`UsageError` for what is not possible.
    """
    if jobs < 0:
        raise UsageError(f"{jobs} worker processes are not possible: name 1 or more, or 0 for one on each processor")
    if cluster is None and jobs == 1:
        return contextlib.nullcontext()
    from paperconv.engine.local import Workers, cores

    jobs = jobs or cores()
    if cluster is None:
        return Workers(jobs, preload=("paperconv.shards",)) if jobs > 1 else contextlib.nullcontext()
    from paperconv.engine.dask import Cluster

    if cluster.resume and output == "-":
        raise UsageError("--resume needs an output file, beside which the parts of the first run lie: name it with -o")
    if output == "-" and cluster.scheduler:
        raise UsageError("a cluster needs an output file, beside which its parts can lie: name it with -o")
    return Cluster(jobs, cluster.scheduler, "" if output == "-" else output.rstrip("/" + os.sep) + ".parts", cluster.resume, __version__)
