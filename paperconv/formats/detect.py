"""Telling a format by the beginning of an input. Looks only; parses nothing in full and imports no reader."""

import re

from paperconv.io.encoding import decode

_BIB_ENTRY = re.compile(r"^[ \t]*@[A-Za-z]+[ \t]*[{(][ \t]*[^\s,{}()=]*[ \t]*[,=]", re.M)
_BIB_BLOCK = re.compile(r"^[ \t]*@(?:string|preamble|comment)[ \t]*[{(]", re.I | re.M)
_BIBLATEX = re.compile(
    r"^[ \t]*@(?:online|thesis|report|collection|mvbook|dataset|software|patent)[ \t]*[{(]|^[ \t]*(?:journaltitle|eprinttype|date|location)[ \t]*=",
    re.I | re.M,
)
_MARKUP = re.compile(r"<(?:[A-Za-z?!])")
_NATIVE = re.compile(r'"(?:source|identifiers|history)"\s*:\s*[{\[]')
_CSL = re.compile(r'"(?:date-parts|DOI|ISBN|ISSN|PMID|PMCID|citation-key)"\s*:')
_FOREIGN = {
    "ris": re.compile(r"^TY {1,2}- ?\w", re.M),
    "nbib": re.compile(r"^(?:PMID|OWN |STAT|FAU )-? ?- ", re.M),
    "wos": re.compile(r"\A(?:FN .*\n)?VR \d|\AFN (?:ISI|Clarivate|Thomson)|\APT [JCBS]\n(?:AU|TI) ", re.M),
    "enw": re.compile(r"^%(?:0|T|A) \S.*\n%[0A-Z] ", re.M),
    "csl-yaml": re.compile(r"\A(?:---\s*\n)?references:\s*\n", re.M),
    "a citation file (CFF)": re.compile(r"^cff-version:", re.M),
    "a tagged export": re.compile(r"\A--[A-Z]{2}-- ", re.M),
}
"""Signs of structured formats that no reader is there for. Read as a listing, their tags would be taken for titles."""

_FOREIGN_JSON = {
    "arxiv-jsonl": re.compile(r'"authors_parsed"\s*:'),
    "crossref": re.compile(r'"message-version"\s*:'),
    "openalex": re.compile(r'"https?://openalex\.org/'),
    "semanticscholar": re.compile(r'"paperId"\s*:'),
    "inspire": re.compile(r'"control_number"\s*:|"inspire_categories"\s*:'),
    "datacite": re.compile(r'"attributes"\s*:\s*\{|"schemaVersion"\s*:'),
    "ads": re.compile(r'"responseHeader"\s*:|"bibcode"\s*:'),
    "orcid": re.compile(r'"orcid-identifier"\s*:|"put-code"\s*:'),
}
_CSV_COLUMNS = frozenset("title author authors year abstract doi journal venue volume issue pages keywords date type url source booktitle id".split())


def sniff(head: bytes, suffix: str) -> list[str]:
    """The names of the formats that the beginning of an input fits; ``suffix`` (lower case, with its dot) decides between equals.

    The name may be of a format that cannot be read; the caller says so. An empty list means that none fits.
    Text that is no structured format is a listing (``text``).
    """
    text = decode(head).text.lstrip()
    if not text:
        return ["text"]
    if text[0] in "{[":
        return _json(text)
    if _BIB_ENTRY.search(text) or _BIB_BLOCK.search(text):
        if suffix == ".biblatex" or _BIBLATEX.search(text):
            return ["biblatex"]
        if suffix in (".bib", ".bibtex") or text.startswith(("@", "%")) or _BIB_ENTRY.search(text):
            return ["bibtex"]
    if suffix in (".bib", ".bibtex", ".biblatex"):
        return ["bibtex"]
    if _MARKUP.match(text):
        return []
    foreign = next((name for name, sign in _FOREIGN.items() if sign.search(text)), "csv" if _is_csv(text) else "")
    return [foreign or "text"]


def _is_csv(text: str) -> bool:
    """True where the first line names the columns of a table set apart by commas or semicolons."""
    head = text.split("\n", 1)[0]
    cells = [c.strip().strip('"').lower() for c in head.split(";" if head.count(";") > head.count(",") else ",")]
    return len(cells) > 2 and sum(c in _CSV_COLUMNS for c in cells) >= 2


def _json(text: str) -> list[str]:
    """Native records and CSL items are told apart by members that only one of them has; CSL-JSON may also stand one item a line."""
    if text[0] == "[" and not text[1:].lstrip().startswith(("{", "]")):
        return ["text"]
    if text[0] == "{" and _NATIVE.search(text):
        return ["jsonl"]
    if foreign := next((name for name, sign in _FOREIGN_JSON.items() if sign.search(text)), ""):
        return [foreign]
    if text[0] == "[" or _CSL.search(text) or _is_one_object(text):
        return ["csl-json"]
    return ["jsonl"]


def _is_one_object(text: str) -> bool:
    """True where the first line is not an object of its own, so that the whole is one JSON value."""
    return not text.split("\n", 1)[0].rstrip().endswith("}")
