"""What paperconv says about papers and inputs: values, gathered and shown. Exceptions are for "cannot run" alone."""

from paperconv.diagnostics.codes import CODES, Code, code_of, select_codes
from paperconv.diagnostics.collect import Collector
from paperconv.diagnostics.diagnostic import Diagnostic, Evidence, Finding, Place, Repair, Safety, place
from paperconv.diagnostics.severity import Severity

__all__ = [
    "CODES",
    "Code",
    "Collector",
    "Diagnostic",
    "Evidence",
    "Finding",
    "Place",
    "Repair",
    "Safety",
    "Severity",
    "code_of",
    "place",
    "select_codes",
]
