"""A cluster: Dask futures over shard files. The only module that knows Dask.

Shards, and what becomes of them, are files of a folder that this process and all workers see; the scheduler passes their names alone. A part is
written whole or not at all (a temporary name, then a rename), and its name is a digest of what it was made of: the names in the folder are the
manifest by which a second run does only what is missing.
"""

import contextlib
import glob
import hashlib
import importlib
import logging
import os
import pickle
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import count, islice
from types import TracebackType
from typing import Any, NamedTuple, Self, cast

from paperconv.engine.base import Lost, R, S
from paperconv.errors import UsageError

SIZE = 4 << 20
"""Bytes of a shard: some seconds' work, against some milliseconds at the scheduler and in the file system."""
AHEAD = 2
"""Shards that wait for each thread of the cluster, or are done and wait for those before them."""
PATIENCE = 15
"""Seconds until a scheduler must have answered."""
_SETTINGS = {
    "distributed.scheduler.allowed-failures": 1,
    "distributed.deploy.lost-worker-timeout": "1h",
    "distributed.worker.profile.enabled": False,
}
"""Of a cluster that is started here: a shard is divided once it has ended two workers; one that is slow to start again is not given up; no
profile of each worker is taken a hundred times a second.
"""
_PART, _SHARD, _WORK = ".part", ".shard", ".work"


class Cluster:
    """An engine of the Dask workers at ``scheduler``, or of ``jobs`` that are started here where it is "".

    ``folder`` takes the parts; "" is a temporary one. They stay where a run breaks off, and with ``resume`` the next one begins with them,
    if it is of the same ``version`` of the program.
    """

    size, start, started = SIZE, 0.0, True

    def __init__(self, jobs: int, scheduler: str = "", folder: str = "", resume: bool = False, version: str = "") -> None:
        try:
            dask: Any = importlib.import_module("dask")
            distributed: Any = importlib.import_module("distributed")
        except ImportError:
            raise UsageError("--engine dask needs Dask: pip install 'paperconv[cluster]'") from None
        self._named, self._version = bool(folder), version
        self._folder = os.path.abspath(folder) if folder else tempfile.mkdtemp(prefix="paperconv-")
        os.makedirs(self._folder, exist_ok=True)
        if not resume:
            self._clear()
            os.makedirs(self._folder, exist_ok=True)
        self._numbers = count()
        self._stack = contextlib.ExitStack()
        if not scheduler:
            self._stack.enter_context(dask.config.set(_SETTINGS))
            cluster = distributed.LocalCluster(n_workers=jobs, threads_per_worker=1, dashboard_address=None, silence_logs=logging.CRITICAL)
            self._stack.enter_context(cluster)
            scheduler = cluster.scheduler_address
        try:
            self._client = self._stack.enter_context(distributed.Client(scheduler, timeout=PATIENCE, set_as_default=False))
        except (OSError, ValueError) as error:
            self._stack.close()
            raise UsageError(f"{scheduler}: no Dask scheduler answers there ({error})") from None
        self._lost = distributed.scheduler.KilledWorker

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stack.close()
        if kind is None or not self._named:
            self._clear()

    def _clear(self) -> None:
        """Removes what a run leaves in the folder, and the folder where nothing else is in it."""
        for pattern in (_PART, _SHARD, _WORK):
            for path in glob.glob(os.path.join(glob.escape(self._folder), f"*{pattern}*")):
                os.unlink(path)
        with contextlib.suppress(OSError):
            os.rmdir(self._folder)

    def run(self, work: Callable[[S], R], shards: Iterable[S]) -> Iterator[R | Lost]:
        """See :class:`~paperconv.engine.base.Engine`."""
        told = pickle.dumps((self._version, work), protocol=5)
        mark = hashlib.blake2b(told, digest_size=16)
        work_file = self._write(mark.hexdigest() + _WORK, told)
        tasks: deque[_Task] = deque()
        coming = iter(shards)
        try:
            while True:
                room = max(sum(self._client.nthreads().values()), 1) * (1 + AHEAD)
                for shard in islice(coming, max(room - len(tasks), 0)):
                    tasks.append(self._task(work_file, mark, shard))
                if not tasks:
                    return
                task = tasks.popleft()
                try:
                    if task.future is not None:
                        task.future.result()
                except self._lost:
                    if len(task.shard) < 2:
                        yield self._alone(work_file, mark, task.shard, tasks)
                        continue
                    n = len(task.shard) // 2
                    tasks.extendleft(self._task(work_file, mark, half) for half in (task.shard[n:], task.shard[:n]))
                    continue
                finally:
                    task.end()
                yield cast("R", _read(task.part))
        finally:
            for task in tasks:
                task.end()

    def _task(self, work_file: str, mark: "hashlib.blake2b", shard: Sequence[Any]) -> "_Task":
        """A shard on its way; nowhere, where its part is there already."""
        data = pickle.dumps(shard, protocol=5)
        digest = mark.copy()
        digest.update(data)
        part = os.path.join(self._folder, digest.hexdigest() + _PART)
        if os.path.exists(part):
            return _Task(shard, "", part, None)
        file = self._write(f"{next(self._numbers)}{_SHARD}", data)
        return _Task(shard, file, part, self._client.submit(_run, work_file, file, part, pure=False))

    def _alone(self, work_file: str, mark: "hashlib.blake2b", shard: Sequence[Any], others: Iterable["_Task"]) -> Any:
        """What becomes of a shard of one element once nothing else is at the workers.

        A worker that dies takes with it whatever waited there: only what ends workers by itself is to blame.
        """
        for other in others:
            if other.future is not None:
                other.future.exception()
        task = self._task(work_file, mark, shard)
        try:
            if task.future is not None:
                task.future.result()
        except self._lost as error:
            return Lost(shard, f"{error.allowed_failures + 1} workers, one after the other")
        finally:
            task.end()
        return _read(task.part)

    def _write(self, name: str, data: bytes) -> str:
        path = os.path.join(self._folder, name)
        with open(path, "wb") as stream:
            stream.write(data)
        return path


class _Task(NamedTuple):
    """A shard, its file ("" where it has none, since its part is there), the file of its part, and the future of that."""

    shard: Sequence[Any]
    file: str
    part: str
    future: Any

    def end(self) -> None:
        """Gives up what is not yet done, and removes the shard's file."""
        if self.future is not None:
            self.future.cancel()
            with contextlib.suppress(FileNotFoundError):
                os.unlink(self.file)


def _read(part: str) -> Any:
    with open(part, "rb") as stream:
        return pickle.load(stream)


def _run(work_file: str, shard_file: str, part: str) -> None:
    """What a worker does: reads a shard, works on it, and writes the part whole or not at all.

    A part is made once: Dask would make it again where the worker dies that told of it.
    """
    if os.path.exists(part):
        return
    with open(shard_file, "rb") as stream:
        shard = pickle.load(stream)
    result = _work(work_file)(shard)
    handle, temporary = tempfile.mkstemp(prefix=os.path.basename(part) + "-", dir=os.path.dirname(part))
    with os.fdopen(handle, "wb") as stream:
        pickle.dump(result, stream, protocol=5)
    os.replace(temporary, part)


@lru_cache(maxsize=2)
def _work(path: str) -> Callable[[Sequence[Any]], Any]:
    with open(path, "rb") as stream:
        return cast("Callable[[Sequence[Any]], Any]", pickle.load(stream)[1])
