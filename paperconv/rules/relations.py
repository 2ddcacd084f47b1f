"""What a second record of a work can show of an author list: a code, a message and a page for each relation of two lists."""

from typing import NamedTuple


class Told(NamedTuple):
    """How a relation of two lists is reported; ``page`` is "" where the code is another rule's, which has its page."""

    code: str
    message: str
    page: str = ""


_MENDED = """`paperconv dedupe` joins the two records and repairs the list; `validate` shows the repaired list and names the other record.
Every part of a name that is written stands in one of the two records."""
_NOT = "Not repaired"

TOLD: dict[str, Told] = {
    "zip-shift": Told(
        "PC130",
        "the columns of names were closed up over empty cells and paired anew",
        f"""A second record of the same work shows that both columns of the list, given and family names, were written without their empty
cells and paired anew, until the shorter one ended.

An organisation or a single name has no given name; once its empty cell is gone, all later given names stand beside wrong family names, and what
the longer column had at its end is lost. One list alone shows this where many rows are shifted; a second record proves it for two.

Example: `Daya DeepSeek-AI, Dejian Guo` beside `DeepSeek-AI, Daya Guo, Dejian Yang` in another file.

Repaired, lost names too. {_MENDED}""",
    ),
    "shift-given": Told(
        "PC131",
        "given names stand a row away from their family names",
        f"""A second record of the same work shows that from some author on the given names stand one row away from their family names.

All names from there on are people who do not exist.

Example: `Yoav Qwen Team, Graham Goldberg, Emily Neubig` beside `Yoav Goldberg, Graham Neubig, Emily Bender`.

Repaired; an organisation that only the shifted list has is kept. {_MENDED}""",
    ),
    "shift-family": Told(
        "PC132",
        "family names stand a row away from their given names",
        f"""A second record of the same work shows that from some author on the family names stand one row away from their given names.

All names from there on are people who do not exist.

Example: `Yoav Neubig, Graham Bender, Emily Choi` beside `Yoav Goldberg, Graham Neubig, Emily Bender, Yejin Choi`.

Repaired, lost names too. {_MENDED}""",
    ),
    "swap-all": Told(
        "PC133",
        "given and family names are exchanged in the whole list",
        f"""A second record of the same work has all names the other way round, and they are likelier so.

Which of the two is right is judged by the name model, and by initials: only given names are shortened.

Example: given "Zhang", family "Wei" beside given "Wei", family "Zhang".

Repaired. {_MENDED}""",
    ),
    "swap-some": Told(
        "PC134",
        "given and family name are exchanged in some names",
        f"""A second record of the same work has some of the names the other way round, and they are likelier so.

Judged as PC133, by the names that differ.

Example: given "See", family "Abigail" beside given "A.", family "See".

Repaired. {_MENDED}""",
    ),
    "merged": Told(
        "PC135",
        "two authors stand in one name",
        f"""A second record of the same work has two authors where this list has one name that holds both.

The paper then has an author less, and one who does not exist.

Example: `Yoav Goldberg Graham Neubig` beside `Yoav Goldberg, Graham Neubig`.

Repaired. {_MENDED}""",
    ),
    "duplicated": Told(
        "PC136",
        "an author is named twice",
        f"""A second record of the same work names an author once whom this list names twice.

Two authors of one name are common among Chinese names and in large collaborations, and rare elsewhere: the shorter list is held for right
only where that is the likelier cause.

Example: `Elad Gilboa, John Cunningham, Arye Nehorai, Elad Gilboa` beside the three.

Repaired. {_MENDED}""",
    ),
    "suffix-split": Told(
        "PC137",
        "a suffix or degree stands as an author",
        f"""A second record of the same work lacks an "author" who is a suffix or a degree.

Example: `Yoav Goldberg, PhD, Yejin Choi` read as three authors.

Repaired. {_MENDED}""",
    ),
    "truncated": Told(
        "PC138",
        "the list is cut",
        f"""A second record of the same work goes on where this list ends.

Databases keep the first 3, 10 or 100 authors and do not say so. One or two authors more at the end of the other list may be those of a
later version, and are not reported; half a list more is not.

Example: three names beside ten that begin with these three.

Repaired: the whole list is taken. {_MENDED}""",
    ),
    "dropped": Told(
        "PC139",
        "authors are left out",
        f"""A second record of the same work has authors between those of this list.

One or two may be those of another version of the work, and are not reported.

Example: every second author of a list.

Repaired: the whole list is taken. {_MENDED}""",
    ),
    "sorted": Told(
        "PC140",
        "the list was put in alphabetical order",
        f"""A second record of the same work has the same authors in an order that is not alphabetical, and this list is alphabetical.

A program sorted the list; who is first author is lost. Lists that are alphabetical in all records are the custom of a field and no fault.

Example: `Bender, Choi, Goldberg, Neubig` beside `Goldberg, Neubig, Bender, Choi`.

Repaired: the order of the other record is taken. {_MENDED}""",
    ),
    "order-differs": Told(
        "PC141",
        "the same authors stand in another order",
        f"""A second record of the same work has the same authors in another order, and neither order is alphabetical.

A version of the work may have another order than the next; or one of the records is wrong.

Example: `Goldberg, Neubig, Bender` beside `Neubig, Goldberg, Bender`.

{_NOT}: which of the two is right cannot be told.""",
    ),
    "shift-conflict": Told(
        "PC142",
        "given and family names are paired differently",
        f"""A second record of the same work pairs the same given and family names differently.

One of the two lists is shifted, and nothing in the names says which: initials alone, or names that go together either way.

Example: `A. Lee, B. Roe, C. May` beside `B. Lee, C. Roe, D. May`.

{_NOT}. A third record, or the paper itself, tells.""",
    ),
    "differ": Told(
        "PC144",
        "another person stands in an author's place",
        f"""A second record of the same work has another person in the place of one author, while all others are the same.

A name was taken from elsewhere: the wrong entry of an authority file, a cell of a neighbouring row.

Example: `Yoav Goldberg, Noah Smith, Emily Bender` beside `Yoav Goldberg, Graham Neubig, Emily Bender`.

{_NOT}: which of the two is right cannot be told.""",
    ),
    "parity-flip": Told("PC102", "parts of names are paired wrongly: a flat list lost one part"),
    "part-lost": Told("PC127", "name parts are missing that the other record has"),
}
"""Relation of two lists, as of :mod:`paperconv.authors.align` -> how it is reported. What the letters of one list show by themselves is not
told again, nor that two spellings differ, which is no fault."""

ALIGNED = ("PC130", "PC131", "PC132", "PC133", "PC134", "PC135", "PC136", "PC137", "PC138", "PC139", "PC140", "PC141", "PC142", "PC144")
"""The codes of this module."""
