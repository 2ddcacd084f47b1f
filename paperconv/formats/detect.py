"""Telling a format by the beginning of an input. Looks only; parses nothing in full and imports no reader."""

import re

from paperconv.io.encoding import decode

_BIB_ENTRY = re.compile(r"^[ \t]*@[A-Za-z]+[ \t]*[{(][ \t]*[^\s,{}()=]*[ \t]*[,=]", re.M)
_BIB_BLOCK = re.compile(r"^[ \t]*@(?:string|preamble|comment)[ \t]*[{(]", re.I | re.M)
_BIBLATEX = re.compile(
    r"^[ \t]*@(?:online|thesis|report|collection|mvbook|dataset|software|patent)[ \t]*[{(]|^[ \t]*(?:journaltitle|eprinttype|date|location)[ \t]*=",
    re.I | re.M,
)
_NATIVE = re.compile(r'"(?:source|identifiers|history)"\s*:\s*[{\[]')
_CSL = re.compile(r'"(?:date-parts|DOI|ISBN|ISSN|PMID|PMCID|citation-key)"\s*:')


def sniff(head: bytes, suffix: str) -> list[str]:
    """The names of the formats that the beginning of an input fits; ``suffix`` (lower case, with its dot) decides between equals.

    An empty list means that none does. Text that is no structured format is a listing (``text``).
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
    if text.startswith(("<?xml", "<!DOCTYPE", "<html", "<HTML")):
        return []
    return ["text"]


def _json(text: str) -> list[str]:
    """Native records and CSL items are told apart by members that only one of them has; CSL-JSON may also stand one item a line."""
    if text[0] == "[" and not text[1:].lstrip().startswith(("{", "]")):
        return ["text"]
    if text[0] == "{" and _NATIVE.search(text):
        return ["jsonl"]
    if text[0] == "[" or _CSL.search(text) or _is_one_object(text):
        return ["csl-json"]
    return ["jsonl"]


def _is_one_object(text: str) -> bool:
    """True where the first line is not an object of its own, so that the whole is one JSON value."""
    return not text.split("\n", 1)[0].rstrip().endswith("}")
