"""Regular expressions that are compiled when they are first used: there are hundreds, and a small run needs a few of them."""

import re
from typing import Any, cast


def pattern(expression: str, flags: int = 0) -> re.Pattern[str]:
    """As ``re.compile``, later: a mistake in ``expression`` shows when it is first used."""
    return cast("re.Pattern[str]", _Pattern(expression, flags))


class _Pattern:
    """Stands for a pattern until one of its attributes is asked for, then has them all."""

    def __init__(self, expression: str, flags: int) -> None:
        self._made_of = expression, flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(*self._made_of)
        for known in ("match", "fullmatch", "search", "sub", "split", "findall", "finditer", "pattern", "flags", "groups"):
            self.__dict__[known] = getattr(compiled, known)
        return getattr(compiled, name)
