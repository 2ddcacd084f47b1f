"""The list of all codes. A code never changes its meaning; a retired one is not used again.

PC0xx reading, PC1xx authors, PC2xx identifiers, PC3xx dates, PC4xx titles and text, PC5xx duplicates, PC6xx links and files,
PC9xx what a writer could not carry. The page of a rule is its docstring; the pages of the other codes stand in
:mod:`paperconv.diagnostics.pages`.
"""

import difflib
from collections.abc import Iterable

import msgspec

from paperconv.diagnostics.severity import Severity
from paperconv.errors import UsageError


class Code(msgspec.Struct, frozen=True):
    """A code with its name, severity and one line that says what it means."""

    code: str
    name: str
    severity: Severity
    summary: str


_LETTERS_FOR_DIGITS = str.maketrans("OIL", "011")
_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO

CODES: dict[str, Code] = {
    c[0]: Code(*c)
    for c in (
        ("PC001", "unreadable-item", _E, "an item of the input cannot be read; it is left out, the rest is read"),
        ("PC002", "unplaced-line", _W, "a line of a listing fits no field; it is kept with the record"),
        ("PC003", "encoding-guessed", _W, "the input is not UTF-8; the encoding was told from its bytes"),
        ("PC004", "no-records", _E, "an input that is not empty holds no paper that could be read"),
        ("PC005", "outside-records", _I, "lines that belong to no record: the page's owner, headings, comments"),
        ("PC006", "unknown-ignore", _W, "a record asks that a rule be ignored that there is not"),
        ("PC090", "internal-error", _E, "paperconv itself failed on an item; it is left out, the rest is read"),
        ("PC091", "process-died", _E, "an item ended the worker process that was at it; it is left out, the rest is read"),
        ("PC101", "pair-shift", _E, "one column of the author list is shifted against the other"),
        ("PC102", "parity-flip", _E, "a flat family, given, … list lost one part, so that all names after it are turned"),
        ("PC103", "name-swap", _E, "family and given names are exchanged in the whole list"),
        ("PC104", "name-swap-one", _W, "family and given name of single authors are exchanged"),
        ("PC105", "null-token", _E, "a programming language's nothing (null, None, NaN) stands as a name"),
        ("PC106", "empty-name", _E, "an author without any name"),
        ("PC107", "org-as-person", _E, "an organisation is split into given and family name"),
        ("PC108", "collab-as-person", _E, "a collaboration is split into given and family name"),
        ("PC109", "et-al-as-author", _E, '"et al." stands as an author'),
        ("PC110", "affiliation-in-name", _E, "an affiliation or address stands in a name"),
        ("PC111", "suffix-as-person", _E, "Jr., III, PhD … stands as an author of its own"),
        ("PC112", "mojibake", _E, "a name was decoded with the wrong encoding"),
        ("PC113", "letter-per-name", _E, "the list was cut into single letters"),
        ("PC114", "merged-names", _E, "two authors stand in one name"),
        ("PC115", "tail-lost", _E, "the end of the author list is gone"),
        ("PC116", "marker-in-name", _W, "a footnote mark is glued to a name"),
        ("PC117", "initials-as-family", _W, "initials stand where family names belong"),
        ("PC118", "and-others", _I, "the list says itself that it is cut"),
        ("PC119", "all-caps-name", _I, "a family name is written in capitals"),
        ("PC120", "duplicate-author", _I, "the same name stands twice in the list"),
        ("PC123", "odd-flat-list", _E, "a flat family, given, … list has an odd number of parts"),
        ("PC124", "family-missing", _W, "a name without its family name"),
        ("PC125", "missing-author", _W, "the record has no author"),
        ("PC126", "owner-not-author", _W, "the owner of the page is not among the authors"),
        ("PC127", "given-lost", _W, "a name whose given name was lost"),
        ("PC128", "doubled-list", _E, "the whole author list stands twice"),
        ("PC130", "zip-shift", _E, "by a second record, the columns were closed up over empty cells and paired anew"),
        ("PC131", "shift-given", _E, "by a second record, the given names stand a row away from their family names"),
        ("PC132", "shift-family", _E, "by a second record, the family names stand a row away from their given names"),
        ("PC133", "swap-all", _E, "by a second record, given and family names are exchanged in the whole list"),
        ("PC134", "swap-some", _E, "by a second record, given and family names are exchanged in some names"),
        ("PC135", "merged", _E, "by a second record, two authors stand in one name"),
        ("PC136", "duplicated", _W, "by a second record, an author is named twice"),
        ("PC137", "suffix-split", _E, "by a second record, a suffix or degree stands as an author"),
        ("PC138", "truncated", _W, "by a second record, the list is cut"),
        ("PC139", "dropped", _W, "by a second record, authors are left out"),
        ("PC140", "sorted", _W, "by a second record, the list was put in alphabetical order"),
        ("PC141", "order-differs", _I, "a second record has the same authors in another order"),
        ("PC142", "shift-conflict", _W, "two records pair given and family names differently, and which is right cannot be told"),
        ("PC143", "batch", _E, "given and family names are exchanged in a whole source, as its lists show together"),
        ("PC144", "person-differs", _W, "a second record has another person in an author's place"),
        ("PC145", "cut-name", _W, "one name stands in two: it was cut at what is no separator"),
        ("PC146", "no-person", _W, "a journal, publisher or date stands as an author"),
        ("PC147", "tex-in-name", _E, "TeX's signs are left in a name"),
        ("PC148", "name-repeated", _I, "given and family name are the same"),
        ("PC201", "missing-arxiv-id", _W, "the record has no arXiv identifier, and no other that would stand for it"),
        ("PC202", "malformed-identifier", _E, "an identifier is not of the form that its kind has"),
        ("PC301", "missing-date", _W, "the record has no date"),
        ("PC302", "date-contradicts-arxiv", _W, "the date does not fit the month in the arXiv identifier"),
        ("PC303", "malformed-date", _W, "what stands as the date is no date"),
        ("PC401", "missing-title", _E, "the record has no title"),
        ("PC402", "missing-abstract", _I, "the record has no abstract though others of its source have one"),
        ("PC403", "abstract-repeated", _W, "two records have the same abstract but are not the same work"),
        ("PC501", "joined", _I, "records of the same work were joined; a field was taken from another record"),
        ("PC502", "merge-conflict", _W, "records of the same work disagree"),
        ("PC503", "decision-unmatched", _I, "a decision on a pair names a record that is not there"),
        ("PC504", "block-cut", _I, "records that share a key are too many to be compared with each other"),
        ("PC901", "field-not-carried", _I, "the output format has no place for a field"),
        ("PC902", "style-not-exact", _W, "a citation style asks for what cannot be rendered, or prints nothing of a record"),
    )
}


def code_of(code: str) -> Code:
    """The entry of a code; :class:`KeyError` for an unknown one (a bug, never bad input)."""
    return CODES[code]


def select_codes(words: Iterable[str]) -> frozenset[str]:
    """The codes that words choose: a code (``PC101``), a prefix (``PC1``), a name (``pair-shift``) or ``ALL``; commas separate.

    Raises :class:`~paperconv.errors.UsageError` for a word that chooses nothing, with the nearest known one.
    """
    chosen: set[str] = set()
    for word in (w.strip() for words_ in words for w in words_.split(",")):
        if not word:
            continue
        upper = word.upper()
        found = {c for c, entry in CODES.items() if upper == "ALL" or (c.startswith(upper) and upper.startswith("PC")) or entry.name == word.lower()}
        if not found:
            digits = "PC" + upper[2:].translate(_LETTERS_FOR_DIGITS)
            near = [digits] if digits in CODES else difflib.get_close_matches(word.lower(), [e.name for e in CODES.values()], n=1)
            raise UsageError(f"no rule is called {word!r}" + (f"; did you mean {near[0]}?" if near else "") + " (see: paperconv rules)")
        chosen |= found
    return frozenset(chosen)
