"""What libraries' records share, in MODS as in MARC: roles, and how cataloguing rules write names, years and extents."""

import re
from typing import NamedTuple

from paperconv.authors.person import is_suffix, parse_name
from paperconv.model import Name

ROLES = {
    **dict.fromkeys("author|aut|creator|cre|joint author|co-author|dissertant|dis".split("|"), "author"),
    **dict.fromkeys("editor|edt|compiler|com|editor of compilation|edc".split("|"), "editor"),
    **dict.fromkeys("translator|trl".split("|"), "translator"),
}
"""Roles that the model has a field for, in MARC's words and codes (https://www.loc.gov/marc/relators/)."""
GRANTORS = frozenset(("degree grantor", "dgg", "degree granting institution", "publisher", "pbl"))
"""Roles of who stands behind a work as its publisher."""

_LIFE = re.compile(r"[,\s]+(?:(?:b|d|fl|ca)\.\s*)?(?:ca\.\s*)?\d{3,4}\??(?:\s*[-–]\s*(?:ca\.\s*)?(?:\d{3,4}\??)?)?\.?$")
_WHOLE_INITIAL = re.compile(r"(?:^|[\s.-])[^\W\d_]\.$")
_AROUND = re.compile(r"^\[?(?:c|©|p|cop\.)?\s*(\d{4})\]?\.?$")
_PAGES = re.compile(r"(?:[^\d]*\bleaves|[ivxlc]+,\s*)?\[?(\d+)\]?\s*(?:p|pp|pages|S|Seiten)\.?(?=\W|$)")


class Person(NamedTuple):
    """A person's name, and the dates of life that stood behind it ("1953-"), "" where there were none."""

    name: Name
    life: str


def person(written: str) -> Person:
    """A person as a heading names one: "West, Matthew, 1953-", "Alleman, Tillie Pierce." """
    years = ""
    if life := _LIFE.search(written):
        years = life[0].strip(" ,")
        written = written[: life.start()].strip(" ,")
    whole = _WHOLE_INITIAL.search(written) or is_suffix(written.rsplit(" ", 1)[-1])
    return Person(parse_name(written if whole else written.rstrip(".")), years)


def year(written: str) -> str:
    """The year in what a rule writes around it ("c2011", "[2023]", "©2023."), "" where there is more or no year."""
    match = _AROUND.match(written)
    return match[1] if match else ""


def pages(extent: str) -> str:
    """How many pages an extent names ("xii, 127 p. : ill."), "" where it does not begin with them."""
    match = _PAGES.match(extent)
    return match[1] if match else ""
