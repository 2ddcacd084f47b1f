"""paperconv: paper dumps into clean BibTeX and CSL-JSON.

>>> import paperconv
>>> for record in paperconv.read("listing.txt"):
...     print(record.title, "by", record.author[0].display(), "and", len(record.author) - 1, "others")
DeepSeek-R1: Incentivizing Reasoning Capability in LLMs via Reinforcement Learning by null DeepSeek-AI and 199 others
DeepSeek-V3 Technical Report by null DeepSeek-AI and 199 others
DCSAU-Net: A Deeper and More Compact Split-Attention U-Net for Medical Image Segmentation by Qing Xu and 3 others
>>> summary = paperconv.convert("listing.txt", "papers.bib")
>>> summary.totals.written, summary.totals.repaired
(3, 2)

What can be called: :func:`read`, :func:`write`, :func:`convert`, :func:`validate`, :func:`dedupe`, :func:`render`, :func:`report`. An input is
a file, a folder, a glob or ``-`` (standard input), or a list of these; a format is named as ``paperconv formats`` lists it, and detected where
it is not named. All that is raised on purpose is a :class:`PaperconvError`; what is wrong with papers is no error but a :class:`Diagnostic`.
"""

import importlib
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from paperconv.api import Summary, convert, dedupe, read, render, report, validate, write
    from paperconv.diagnostics import Diagnostic, Finding, Severity
    from paperconv.diagnostics.gather import Findings
    from paperconv.errors import InputError, OutputError, PaperconvError, UsageError
    from paperconv.model import Name, Record
    from paperconv.output import OutputOptions

_HOME = {
    "read": "api",
    "render": "api",
    "write": "api",
    "convert": "api",
    "validate": "api",
    "dedupe": "api",
    "report": "api",
    "Summary": "api",
    "OutputOptions": "output",
    "Record": "model",
    "Name": "model",
    "Diagnostic": "diagnostics",
    "Finding": "diagnostics",
    "Findings": "diagnostics.gather",
    "Severity": "diagnostics",
    "PaperconvError": "errors",
    "InputError": "errors",
    "OutputError": "errors",
    "UsageError": "errors",
}

__all__ = [
    "Diagnostic",
    "Finding",
    "Findings",
    "InputError",
    "Name",
    "OutputError",
    "OutputOptions",
    "PaperconvError",
    "Record",
    "Severity",
    "Summary",
    "UsageError",
    "convert",
    "dedupe",
    "read",
    "render",
    "report",
    "validate",
    "write",
]


def __getattr__(name: str) -> Any:
    """Imports a public name when it is first used, so that the command line starts quickly."""
    if name in _HOME:
        return getattr(importlib.import_module(f"paperconv.{_HOME[name]}"), name)
    raise AttributeError(f"module 'paperconv' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
