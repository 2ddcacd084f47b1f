"""Worker processes on this machine, each at the end of a pipe, so that it is known what each was at when one dies."""

import contextlib
import os
import signal
import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, cast

from paperconv.engine.base import Lost, R, S
from paperconv.errors import PaperconvError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

START = 0.5
"""Seconds that this process works alone: about what two workers cost to start, so that at worst that is lost twice."""
SIZE = 1 << 18
"""Bytes of a shard: about a tenth of a second's work, against a millisecond on its way."""
AHEAD = 2
"""Shards that wait for each worker, or are done and wait for those before them: what is held in memory."""


@cache
def _context() -> Any:
    """How processes are started; loaded when the first one is: most inputs need none.

    No plain fork: the thread that draws the progress may hold a lock at that moment.
    """
    import multiprocessing

    return multiprocessing.get_context("forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn")


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Workers:
    """An engine of ``jobs`` processes, started when they are first needed. ``preload`` are modules that all of them need."""

    size, start = SIZE, START

    def __init__(self, jobs: int, preload: Sequence[str] = ()) -> None:
        self.jobs = jobs
        self._workers: list[_Worker] = []
        self._preload = list(preload)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for worker in self._workers:
            worker.stop()
        self._workers.clear()

    @property
    def started(self) -> bool:
        """True once a process was started."""
        return bool(self._workers)

    def run(self, work: Callable[[S], R], shards: Iterable[S]) -> Iterator[R | Lost]:
        """See :class:`~paperconv.engine.base.Engine`."""
        tasks: deque[_Task] = deque()  # in the order of the shards: those that wait, are worked on, and are done but not yet given
        coming = iter(shards)
        try:
            while True:
                for shard in islice(coming, max(self.jobs * (1 + AHEAD) - len(tasks), 0)):
                    tasks.append(_Task(shard))
                    self._send(work, tasks)
                if not tasks:
                    return
                while not tasks[0].done:
                    self._receive(tasks)
                    self._send(work, tasks)
                yield tasks.popleft().result
        finally:
            for worker in [w for w in self._workers if w.task is not None]:  # nobody waits for these any more
                self._workers.remove(worker)
                worker.stop()

    def _send(self, work: Callable[..., Any], tasks: "deque[_Task]") -> None:
        """Gives what waits to workers that are free."""
        waiting = [task for task in tasks if task.waits]
        while waiting and (free := self._free()) is not None:
            if free.send(work, waiting[0]):
                waiting.pop(0)
            else:
                self._workers.remove(free)
                free.end()

    def _free(self) -> "_Worker | None":
        for worker in self._workers:
            if worker.task is None:
                return worker
        if len(self._workers) < self.jobs:
            if self._preload and not self._workers:
                _context().set_forkserver_preload(self._preload)
            self._workers.append(_Worker())
            return self._workers[-1]
        return None

    def _receive(self, tasks: "deque[_Task]") -> None:
        """Waits until a worker is done with its task, or dead."""
        busy = {worker.pipe: worker for worker in self._workers if worker.task is not None}
        from multiprocessing.connection import wait

        for pipe in wait(list(busy)):
            worker = busy[cast("Connection", pipe)]
            task = worker.task
            assert task is not None
            try:
                fault, result = worker.pipe.recv()
            except (EOFError, ConnectionError):
                self._workers.remove(worker)
                _divide(tasks, task, worker.end())
                continue
            worker.task = None
            if fault is not None:
                raise fault
            task.result, task.done = result, True


class _Task:
    """A shard, and what became of it."""

    def __init__(self, shard: Sequence[Any]) -> None:
        self.shard, self.waits, self.done, self.result = shard, True, False, cast("Any", None)


def _divide(tasks: "deque[_Task]", task: _Task, reason: str) -> None:
    """Puts the halves of a task in its place; one that cannot be divided is done, and lost."""
    n = len(task.shard)
    if n < 2:
        task.result, task.done = Lost(task.shard, reason), True
        return
    at = tasks.index(task)
    tasks[at] = _Task(task.shard[n // 2 :])
    tasks.insert(at, _Task(task.shard[: n // 2]))


class _Worker:
    """A process at the other end of ``pipe``, and the task it is at."""

    def __init__(self) -> None:
        self.pipe, far = _context().Pipe()
        self._process = _context().Process(target=_serve, args=(far,), daemon=True)
        self._process.start()
        far.close()
        self._work: Callable[..., Any] | None = None
        self.task: _Task | None = None
        try:
            self.pipe.recv()
        except EOFError:
            raise PaperconvError(f"a worker process cannot be started ({self.end()}); --jobs 1 does without") from None

    def send(self, work: Callable[..., Any], task: _Task) -> bool:
        """Gives the worker a task; what is to be done with it is told once. False where the worker is dead."""
        try:
            self.pipe.send((None if work is self._work else work, task.shard))
        except ConnectionError:
            return False
        self._work, self.task, task.waits = work, task, False
        return True

    def end(self) -> str:
        """Waits for the end of a process that closed its pipe, or that learns here that there is nothing more to do; says how it ended."""
        self.pipe.close()
        self._process.join()
        code = self._process.exitcode or 0
        with contextlib.suppress(ValueError):
            return f"exit status {code}" if code >= 0 else signal.Signals(-code).name
        return f"signal {-code}"

    def stop(self) -> None:
        """Ends the process, whatever it is at."""
        if self.task is not None:
            self._process.terminate()
        self.end()


def _end_with_the_first() -> None:
    """Ends this process where the one that started it was killed: nobody waits for the task any more."""
    from multiprocessing import parent_process

    if (first := parent_process()) is not None:
        first.join()
        os._exit(1)


def _serve(pipe: "Connection") -> None:
    """What a worker does: tasks, one after the other, until nobody is at the other end."""
    from multiprocessing.reduction import ForkingPickler

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to all processes of a terminal; the first one ends the others
    threading.Thread(target=_end_with_the_first, daemon=True).start()
    work: Callable[..., Any] | None = None
    with contextlib.suppress(EOFError, ConnectionError):
        pipe.send(None)
        while True:
            try:
                told, shard = pipe.recv()
                work = told or work
                assert work is not None
                answer = ForkingPickler.dumps((None, work(shard)))
            except (EOFError, ConnectionError):
                raise
            except PaperconvError as error:
                answer = ForkingPickler.dumps((error, None))
            except Exception:
                answer = ForkingPickler.dumps((RuntimeError(f"in a worker process:\n{traceback.format_exc()}"), None))
            pipe.send_bytes(answer)
