"""Other authors in a CSL-JSON item as it stands: its member is replaced, and nothing else."""

import json

from paperconv.formats.csl.mapping import csl_item
from paperconv.formats.members_patch import with_member
from paperconv.model import Record


def patched(text: str, before: Record, after: Record) -> str | None:
    """The item with the authors of ``after``; None where it has none. A name that stays keeps what else its object says."""
    try:
        own = json.loads(text).get("author")
    except (ValueError, AttributeError):
        return None
    old, new = (csl_item(r).get("author", []) for r in (before, after))
    if not isinstance(own, list):
        return None
    kept = list(zip(old, own, strict=True)) if len(old) == len(own) else []
    return with_member(text, "author", [next((o for form, o in kept if form == name), name) for name in new])
