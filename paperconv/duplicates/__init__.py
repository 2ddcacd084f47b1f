"""The same work, however it came, becomes one entry: keys, evidence, groups, merging."""

from paperconv.duplicates.links import Link, Versions
from paperconv.duplicates.noted import Noted, note
from paperconv.duplicates.run import Join, dedupe, dedupe_noted
from paperconv.duplicates.works import Doubt, Result, Row, Work

__all__ = ["Doubt", "Join", "Link", "Noted", "Result", "Row", "Versions", "Work", "dedupe", "dedupe_noted", "note"]
