"""Rules that a record itself asks not to be told of.

Native records have a member ``paperconv:ignore`` in ``extra``; in BibTeX that is a comment before the entry, ``% paperconv: ignore PC103``;
in CSL-JSON and CSL-YAML ``"custom": {"paperconv-ignore": "PC103"}``; in every format a line ``paperconv-ignore: PC103`` of the note, or a
field or column of that name where the format has fields of one's own.
"""

import re

from paperconv.diagnostics import Finding, select_codes
from paperconv.errors import UsageError
from paperconv.model import Record
from paperconv.model.record import IGNORE
from paperconv.patterns import pattern

_FIELD = "paperconv-ignore"
_NOTE = pattern(rf"^[ \t]*{_FIELD}[ \t]*:[ \t]*([\w, \t-]+?)[ \t]*\.?$", re.I | re.M)


def ignored_by(record: Record) -> tuple[frozenset[str], list[Finding]]:
    """The codes that a record asks not to be told, and a finding (PC006) for each word of it that is no rule's."""
    if not (record.extra or record.note):
        return frozenset(), []
    asked = [value for key, value in record.extra.items() if key == IGNORE or key.lower().rpartition(":")[2] == _FIELD]
    if _FIELD in record.note.lower():
        asked += _NOTE.findall(record.note)
    if not asked:
        return frozenset(), []
    codes: set[str] = set()
    unknown: list[Finding] = []
    for word in re.split(r"[,\s]+", " ".join(asked).strip()):
        try:
            codes |= select_codes([word])
        except UsageError as error:
            unknown.append(Finding(code="PC006", message=f"the record asks that a rule be ignored, but {error}"))
    return frozenset(codes), unknown
