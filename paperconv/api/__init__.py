"""What scripts and the command line call: read, write, convert, validate, dedupe, report, render."""

from paperconv.api.authority import SELF, build_authority
from paperconv.api.conversion import convert, explain, parse, read, write
from paperconv.api.engines import OnCluster
from paperconv.api.inputs import Inputs, OnDiagnostic, OnRepair, Summary
from paperconv.api.joining import dedupe
from paperconv.api.rendering import render
from paperconv.api.repairing import repair, replacements
from paperconv.api.reporting import report
from paperconv.api.validation import UNREADABLE, validate, write_baseline

__all__ = [
    "SELF",
    "UNREADABLE",
    "Inputs",
    "OnCluster",
    "OnDiagnostic",
    "OnRepair",
    "Summary",
    "build_authority",
    "convert",
    "dedupe",
    "explain",
    "parse",
    "read",
    "render",
    "repair",
    "replacements",
    "report",
    "validate",
    "write",
    "write_baseline",
]
