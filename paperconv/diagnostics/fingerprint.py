"""What makes a finding the same finding tomorrow, when lines have moved."""

import hashlib
import os

from paperconv.diagnostics.diagnostic import Diagnostic
from paperconv.diagnostics.excerpt import line_at_fault


def fingerprint(d: Diagnostic, path: str = "") -> str:
    """16 bytes in hexadecimal, of the path, the code, the record's id, the field and the text of the line at fault.

    The line's number is not in it, nor the message's words. Where the line cannot be read again, the message stands for it.
    ``path`` is the path as it is to count, the diagnostic's own where it is "". Findings alike in all this have the same one.
    """
    text = " ".join(line_at_fault(d).split()) or d.message
    parts = ((path or d.path).replace(os.sep, "/"), d.code, d.record, d.field, text)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
