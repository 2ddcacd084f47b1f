"""The same work, however it came, becomes one entry: keys, evidence, groups, merging."""

from paperconv.duplicates.run import Doubt, Result, Row, Work, dedupe

__all__ = ["Doubt", "Result", "Row", "Work", "dedupe"]
