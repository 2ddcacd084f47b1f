"""Lines as compilers print them, which editors know (Vim's errorformat ``%f:%l:%c: %t%*[a-z] %m``, Emacs, reviewdog)."""

from collections.abc import Iterable, Iterator

from paperconv.diagnostics.diagnostic import Diagnostic


def write(findings: Iterable[Diagnostic]) -> Iterator[str]:
    """``path:line:column: severity CODE message``, one line a finding."""
    for d in findings:
        yield f"{d.path}:{max(d.line, 1)}:{max(d.column, 1)}: {d.severity} {d.code} {' '.join(d.message.split())}\n"
