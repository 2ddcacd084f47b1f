"""The forms of findings for programs; the one for people is :mod:`paperconv.diagnostics.render`."""

from collections.abc import Callable, Iterator

from paperconv.diagnostics.forms import errorformat, github, gitlab, json, junit
from paperconv.diagnostics.gather import Findings

_WRITERS: dict[str, Callable[[Findings], Iterator[str]]] = {
    "json": json.array,
    "jsonl": json.lines,
    "github": github.write,
    "gitlab": gitlab.write,
    "junit": junit.write,
    "errorformat": errorformat.write,
}


def write(findings: Findings, form: str) -> Iterator[str]:
    """The findings in a form, by its name, piece by piece; SARIF, which has more to say, is :func:`paperconv.diagnostics.forms.sarif.write`."""
    return _WRITERS[form](findings)
