"""What scripts and the command line call: read, write, convert, validate, dedupe, report, render.

Each is imported when it is first used, so that a command loads what it needs and no more.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from paperconv.api.authority import SELF, build_authority
    from paperconv.api.conversion import convert, explain, parse, read, write
    from paperconv.api.engines import OnCluster
    from paperconv.api.inputs import Inputs, OnDiagnostic, OnRepair, Summary
    from paperconv.api.joining import dedupe
    from paperconv.api.rendering import render
    from paperconv.api.repairing import repair, replacements
    from paperconv.api.reporting import report
    from paperconv.api.validation import UNREADABLE, validate, write_baseline

_HOME = {
    "authority": ("SELF", "build_authority"),
    "conversion": ("convert", "explain", "parse", "read", "write"),
    "engines": ("OnCluster",),
    "inputs": ("Inputs", "OnDiagnostic", "OnRepair", "Summary"),
    "joining": ("dedupe",),
    "rendering": ("render",),
    "repairing": ("repair", "replacements"),
    "reporting": ("report",),
    "validation": ("UNREADABLE", "validate", "write_baseline"),
}
_MODULE_OF = {name: module for module, names in _HOME.items() for name in names}

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


def __getattr__(name: str) -> Any:
    """Imports what is asked for when it is first used."""
    if name in _MODULE_OF:
        return getattr(importlib.import_module(f"paperconv.api.{_MODULE_OF[name]}"), name)
    raise AttributeError(f"module 'paperconv.api' has no attribute {name!r}")
