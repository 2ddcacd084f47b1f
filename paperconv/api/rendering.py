"""render: a bibliography in a CSL style."""

import os

from paperconv import pipeline
from paperconv.api.inputs import Inputs, OnDiagnostic, OnRepair, Summary, sources_of, summary_of
from paperconv.diagnostics import Collector, Diagnostic, code_of
from paperconv.errors import UsageError
from paperconv.io.sink import open_output
from paperconv.pipeline import Tick, Totals
from paperconv.rules.apply import FixLevel

_SUFFIXES = {".html": "html", ".htm": "html", ".md": "markdown", ".markdown": "markdown"}


def render(
    inputs: Inputs,
    style: str,
    output: str | os.PathLike[str] = "-",
    format: str = "",
    to: str = "",
    *,
    locale: str = "",
    fix: FixLevel = "safe",
    on_diagnostic: OnDiagnostic | None = None,
    on_repair: OnRepair | None = None,
    tick: Tick | None = None,
) -> Summary:
    """Writes a bibliography: an entry a record, in the order of the style.

    ``inputs`` and ``format`` are as for :func:`read`, ``fix`` as for :func:`convert`. ``style`` is the name of a CSL style, or a file; ``locale``
    a language and country ("de-DE"), "" for the style's own. ``output`` is a file or ``-`` (standard output), ``to`` is "text", "html" or
    "markdown", "" for what the output's suffix says, else text. ``on_diagnostic`` is told what is wrong, ``on_repair`` what was repaired, ``tick``
    is called for each entry that is made. Raises :class:`~paperconv.errors.UsageError` for an unknown style, locale or kind of output, and
    :class:`~paperconv.errors.PaperconvError` where nothing can be read or written.

    >>> summary = paperconv.render("refs.bib", "apa", "refs.html")
    >>> summary.totals.written
    2
    """
    from paperconv.formats.csl.mapping import csl_item
    from paperconv.rendering import BODY, entries, load

    path = os.fspath(output)
    kind = to or _SUFFIXES.get(os.path.splitext(path)[1].lower(), "text")
    if kind not in BODY:
        raise UsageError(f"a bibliography cannot be written as {kind}; it can as {', '.join(BODY)}")
    look = load(style, locale)
    collector, totals = Collector(on_diagnostic), Totals()
    sources = sources_of(inputs, format, [path], tick)
    records = list(pipeline.check(pipeline.read(sources, format, collector, totals), fix, collector, totals, on_repair=on_repair))
    for fault in look.faults():
        collector.add(_said(style, fault))
    if not records:
        return summary_of(totals, collector)
    body = BODY[kind]
    with open_output(path) as stream:
        stream.write(body.head)
        for n, (at, text) in enumerate(entries([csl_item(record) for record in records], look, body.kind)):
            if not text:
                origin = records[at].origin
                collector.add(_said(origin.path, "the style prints nothing of this record", origin.line, records[at].id))
            else:
                totals.written += 1
                stream.write(f"{body.separator if n else ''}{body.before}{text}{body.after}")
            if tick:
                tick()
        stream.write(body.foot)
    return summary_of(totals, collector)


def _said(path: str, message: str, line: int = 1, record: str = "") -> Diagnostic:
    entry = code_of("PC902")
    return Diagnostic(
        code=entry.code, name=entry.name, severity=entry.severity, message=message, path=path, line=line, end_line=line, record=record, confidence=1.0
    )
