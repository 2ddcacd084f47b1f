"""What PubMed's XML and MEDLINE's tagged text have in common: the titles and publication types of MEDLINE's citations."""

import re

from paperconv.formats.draft import Draft
from paperconv.formats.elements import without_stop

TYPES = {
    "preprint": "article",
    "dataset": "dataset",
    "newspaper article": "article-newspaper",
    "academic dissertation": "thesis",
    "dissertation": "thesis",
    "academic dissertations": "thesis",
    "web archive": "webpage",
    "webcast": "broadcast",
    "legislation": "legislation",
    "legal case": "legal_case",
    "patent": "patent",
    "video-audio media": "motion_picture",
}
"""Publication types (MeSH, category V; lower case) that are CSL types of their own; everything else in a journal is an article of it."""
_NOT_AVAILABLE = re.compile(r"\[?\s*(?:title )?not available\s*\]?\.?", re.I)


def title(draft: Draft, written: str, name: str) -> None:
    """A title. A translated one stands in square brackets, the full stop at the end is PubMed's own."""
    plain = without_stop(written)
    if plain.startswith("[") and plain.endswith("]") and "[" not in plain[1:]:
        plain = "" if _NOT_AVAILABLE.fullmatch(plain) else without_stop(plain[1:-1].strip())
        draft.keep(name, written)
    draft.text("title", plain, name)
