"""The values everything else speaks in: records, names, dates, identifiers, origins. No I/O, no other import of ours."""

from paperconv.model.name import Name
from paperconv.model.origin import Change, Origin
from paperconv.model.record import ArxivInfo, Record, replace

__all__ = ["ArxivInfo", "Change", "Name", "Origin", "Record", "replace"]
