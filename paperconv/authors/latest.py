"""Remembering the answer on one list of names, for the dozen rules that ask for it one after the other."""

from collections.abc import Callable
from typing import TypeVar

from paperconv.model import Name

_T = TypeVar("_T")


def latest(judge: Callable[[tuple[Name, ...]], _T]) -> Callable[[tuple[Name, ...]], _T]:
    """``judge``, which remembers its last answer for as long as it is asked for the same object.

    To look whether it is the same object costs a twentieth of hashing a list of four names.
    """
    known: tuple[tuple[Name, ...] | None, _T | None] = (None, None)

    def judged(names: tuple[Name, ...]) -> _T:
        nonlocal known
        asked, answer = known  # at once, so that threads do not mix two
        if asked is not names:
            answer = judge(names)
            known = names, answer
        return answer  # type: ignore[return-value]

    judged.__doc__ = judge.__doc__
    return judged
