"""The same work, however it came, becomes one entry: keys, evidence, groups, merging."""

from paperconv.duplicates.links import Link, Versions
from paperconv.duplicates.run import Doubt, Join, Result, Row, Work, dedupe

__all__ = ["Doubt", "Join", "Link", "Result", "Row", "Versions", "Work", "dedupe"]
