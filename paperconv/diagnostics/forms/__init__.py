"""The forms of findings for programs; the one for people is :mod:`paperconv.diagnostics.render`."""

from collections.abc import Callable, Iterator

from paperconv.diagnostics.forms import errorformat, github, gitlab, json, junit, sarif
from paperconv.diagnostics.gather import Findings

_WRITERS: dict[str, Callable[[Findings], Iterator[str]]] = {
    "json": json.array,
    "jsonl": json.lines,
    "github": github.write,
    "gitlab": gitlab.write,
    "junit": junit.write,
    "errorformat": errorformat.write,
}


def write(findings: Findings, form: str, version: str, page: Callable[[str], str]) -> Iterator[str]:
    """The findings in a form, by its name, piece by piece. ``version`` is paperconv's, ``page`` gives the page of a code: SARIF has both."""
    return sarif.write(findings, version, page) if form == "sarif" else _WRITERS[form](findings)
