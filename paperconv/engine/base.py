"""What an engine is: it runs a pure function over shards, and gives the results in the order of the shards."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple, Protocol, TypeVar

S = TypeVar("S", bound=Sequence[Any])
R = TypeVar("R")


class Lost(NamedTuple):
    """A shard of one element that ended the process which worked on it, and how that ended."""

    shard: Sequence[Any]
    reason: str


class Engine(Protocol):
    """Runs functions elsewhere. A context manager: what it started ends with it.

    ``size`` is how many bytes a shard should have. ``start`` is how many seconds of work this process does alone before the engine is worth
    its start.
    """

    size: int
    start: float

    @property
    def started(self) -> bool:
        """True once something was started."""
        ...

    def run(self, work: Callable[[S], R], shards: Iterable[S]) -> Iterator[R | Lost]:
        """The results of ``work`` on each shard, in their order; few shards are held at a time. ``work``, shards and results can be pickled.

        ``work`` must be pure: a shard whose process dies is worked on again in halves, each of which has its own result, until what
        is to blame stands alone; that one comes as :class:`Lost`. An exception of ``work`` is raised here.
        """
        ...
