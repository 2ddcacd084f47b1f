"""paperconv: paper dumps into clean BibTeX and CSL-JSON.

>>> import paperconv
>>> for record in paperconv.read("dump.txt"):        # doctest: +SKIP
...     print(record.title, [name.display() for name in record.author])
>>> paperconv.convert("dump.txt", "refs.bib")        # doctest: +SKIP
"""

import importlib
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from paperconv.api import Summary, convert, dedupe, read, report, validate, write
    from paperconv.diagnostics import Diagnostic, Finding, Severity
    from paperconv.errors import InputError, OutputError, PaperconvError, UsageError
    from paperconv.model import Name, Record
    from paperconv.output import OutputOptions

_HOME = {
    "read": "api",
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
    "Severity": "diagnostics",
    "PaperconvError": "errors",
    "InputError": "errors",
    "OutputError": "errors",
    "UsageError": "errors",
}

__all__ = [
    "Diagnostic",
    "Finding",
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
    "report",
    "validate",
    "write",
]


def __getattr__(name: str) -> Any:
    """Imports a public name when it is first used, so that the command line starts quickly."""
    if name in _HOME:
        return getattr(importlib.import_module(f"paperconv.{_HOME[name]}"), name)
    raise AttributeError(f"module 'paperconv' has no attribute {name!r}")
