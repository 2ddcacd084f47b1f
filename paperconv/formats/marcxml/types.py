"""Which CSL type a MARC record has: by what an archive's own field says, else by its leader (positions 06 and 07), its genre and its host."""

import re

from paperconv.formats.marcxml.fields import Field

_COLLECTIONS = {
    "article": "article-journal", "published": "article-journal", "publication-article": "article-journal", "journalarticle": "article-journal",
    "preprint": "article", "publication-preprint": "article", "workingpaper": "report", "publication-workingpaper": "report",
    "conferencepaper": "paper-conference", "publication-conferencepaper": "paper-conference", "proceedings": "book", "book": "book",
    "publication-book": "book", "bookchapter": "chapter", "publication-section": "chapter", "section": "chapter", "thesis": "thesis",
    "publication-thesis": "thesis", "report": "report", "publication-report": "report", "technicalnote": "report", "software": "software",
    "dataset": "dataset", "data": "dataset", "poster": "speech", "presentation": "speech", "slides": "speech", "patent": "patent",
}  # fmt: skip
"""What Invenio's archives (CERN's, INSPIRE's, Zenodo's) call their collections, in field 980."""
_GENRES = {
    "hochschulschrift": "thesis", "academic theses": "thesis", "dissertations": "thesis", "thèses et écrits académiques": "thesis",
    "software": "software", "datasets": "dataset", "maps": "map", "patents": "patent",
}  # fmt: skip
"""Genres of field 655."""
_KINDS = {
    "c": "musical_score", "d": "musical_score", "e": "map", "f": "map", "g": "motion_picture", "i": "song", "j": "song", "k": "graphic",
    "t": "manuscript", "p": "collection", "o": "collection", "r": "graphic",
}  # fmt: skip
"""Leader, position 06: what is no printed text and no file."""
_CONTENTS = {"cop": "software", "cod": "dataset", "tdi": "motion_picture", "spw": "song", "prm": "song", "sti": "graphic", "cri": "map"}
"""Contents of files (field 336, codes of RDA)."""

_NUMBERED = re.compile(r"^(?:volume|number):|\b(?:vol|volume|bd|band|jg|no|nr|heft|h|issue)\b|^\d+\s*\(\d{4}\)", re.I)
"""What only parts of a host that comes out in numbers have (773, subfield g)."""


def type_of(leader: str, fields: list[Field]) -> str:
    """The CSL type of a record with this leader; "document" where nothing tells it."""
    for field in fields:
        if field.tag == "980":
            words = (field.look("b"), f"{field.look('a')}-{field.look('b')}", field.look("a"))
            if known := next((csl for w in words if (csl := _COLLECTIONS.get(w.lower().replace(" ", "").replace("_", "")))), ""):
                return known
    kind, level = leader[6:7], leader[7:8]
    if any(f.tag == "502" for f in fields) and not any(f.tag == "020" for f in fields):
        return "thesis"
    genres = [f.look("a").rstrip(".").lower() for f in fields if f.tag == "655"]
    if known := next((_GENRES[g] for g in genres if g in _GENRES), ""):
        return known
    if any(f.tag == "773" for f in fields) or level in ("a", "b"):
        return _part(level, fields, "konferenzschrift" in genres or "conference papers and proceedings" in genres)
    if level == "s":
        return "periodical"
    contents = [f.look("b") for f in fields if f.tag == "336"]
    if kind == "m" and (known := next((_CONTENTS[c] for c in contents if c in _CONTENTS), "")):
        return known
    if kind in _KINDS:
        return _KINDS[kind]
    return "webpage" if level == "i" else "book" if level == "m" or any(f.tag == "020" for f in fields) else "document"


def _part(level: str, fields: list[Field], of_a_meeting: bool) -> str:
    """What stands in something larger: an article where that comes out in issues."""
    hosts = [f for f in fields if f.tag == "773"]
    serial = level == "b" or any(f.look(code) for f in hosts for code in ("x", "v")) or any(f.look("p") and not f.look("t") for f in hosts)
    numbered = any(_NUMBERED.search(f.look("g")) for f in hosts)
    if any(f.tag in ("111", "711") for f in fields) or of_a_meeting:
        return "paper-conference"
    return "article-journal" if serial or (numbered and not any(f.look("z") for f in hosts)) else "chapter"
