"""CSL's items in JSON and in YAML: one mapping, two spellings."""

from paperconv.formats.csl.json import CslJsonReader, CslJsonWriter
from paperconv.formats.csl.mapping import TYPES, csl_item

__all__ = ["TYPES", "CslJsonReader", "CslJsonWriter", "csl_item"]
