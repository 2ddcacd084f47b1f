"""Bibliographies in CSL styles: CSL items -> entries as text, HTML or Markdown."""

import msgspec

from paperconv.rendering.bibliography import Style, entries
from paperconv.rendering.styles import SHORT, load, shipped
from paperconv.rendering.text import Kind


class Body(msgspec.Struct, frozen=True):
    """What stands around the entries of a bibliography."""

    kind: Kind
    head: str = ""
    before: str = ""
    after: str = "\n"
    separator: str = ""
    foot: str = ""


BODY: dict[str, Body] = {
    "text": Body("text"),
    "html": Body("html", '<div class="csl-bib-body">\n', '  <div class="csl-entry">', "</div>\n", foot="</div>\n"),
    "markdown": Body("markdown", separator="\n"),
}
"""Kinds of output by name; the HTML has the classes that citeproc-js and pandoc give."""

__all__ = ["BODY", "SHORT", "Body", "Kind", "Style", "entries", "load", "shipped"]
