"""A run to look at: one HTML page that stands by itself."""

from paperconv.reporting.gather import Gathered
from paperconv.reporting.page import write

__all__ = ["Gathered", "write"]
