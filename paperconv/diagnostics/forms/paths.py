"""Paths as a repository's tools want them."""

import os


def from_here(path: str) -> str:
    """A path from the working folder where it is below that, with ``/`` between its parts; else as it is."""
    if os.path.isabs(path):
        relative = os.path.relpath(path)
        path = path if relative.startswith(os.pardir) else relative
    return os.path.normpath(path).replace(os.sep, "/") if path else path
