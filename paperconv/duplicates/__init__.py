"""The same work, however it came, becomes one entry: keys, evidence, groups, merging."""

from paperconv.duplicates.links import Link, Versions
from paperconv.duplicates.run import Join, dedupe
from paperconv.duplicates.works import Doubt, Result, Row, Work

__all__ = ["Doubt", "Join", "Link", "Result", "Row", "Versions", "Work", "dedupe"]
