"""COinS: papers as OpenURL's key/value pairs in the ``title`` of an empty ``span`` (ANSI/NISO Z39.88-2004; ocoins.info)."""

from urllib.parse import parse_qsl

from lxml import etree

_NAMES = {
    "jtitle": "citation_journal_title", "stitle": "citation_journal_abbrev", "volume": "citation_volume", "issue": "citation_issue",
    "spage": "citation_firstpage", "epage": "citation_lastpage", "pages": "citation_firstpage", "issn": "citation_issn", "isbn": "citation_isbn",
    "date": "citation_publication_date", "pub": "citation_publisher", "language": "citation_language", "au": "citation_author",
    "inst": "citation_dissertation_institution", "description": "citation_abstract",
}  # fmt: skip
_IDENTIFIERS = {"info:doi/": "citation_doi", "info:pmid/": "citation_pmid", "info:arxiv/": "citation_arxiv_id"}

TYPES = {
    "article": "article-journal", "book": "book", "bookitem": "chapter", "proceeding": "paper-conference", "conference": "book",
    "report": "report", "dissertation": "thesis", "preprint": "article",
}  # fmt: skip
"""The genres of OpenURL's matrices as types of CSL."""
Tag = tuple[str, str, int]
"""A name of Google Scholar's ``meta`` elements, what it says, and its line (from 1)."""


def read(tree: etree._Element) -> list[tuple[Tag, ...]]:
    """The papers of a page, each under the names that ``meta`` elements have for the same; only those with a title."""
    spans = (e for e in tree.iter("span") if "Z3988" in (e.get("class") or "").split())
    found = (_paper(e.get("title") or "", int(getattr(e, "sourceline", 0) or 1)) for e in spans)
    return [tags for tags in found if any(name == "citation_title" for name, *_ in tags)]


def _paper(pairs: str, line: int) -> tuple[Tag, ...]:
    values: dict[str, list[str]] = {}
    for key, value in parse_qsl(pairs):
        values.setdefault(key.removeprefix("rft."), []).append(" ".join(value.split()))
    first = {key: held[0] for key, held in values.items()}
    title = next((first[k] for k in ("atitle", "title", "btitle") if k in first), "")
    out = [("citation_title", title, line)] if title else []
    if "atitle" in first and (within := first.get("btitle") or ("" if "jtitle" in first else first.get("title", ""))):
        out.append(("citation_inbook_title" if "btitle" in first else "citation_journal_title", within, line))
    if "aulast" in first:
        given = first.get("aufirst") or " ".join(first[k] for k in ("auinit", "auinit1", "auinitm") if k in first)
        out.append(("citation_author", f"{first['aulast']}, {given}".rstrip(", "), line))
    for address in values.pop("rft_id", []):
        kind = next((k for k in _IDENTIFIERS if address.startswith(k)), "")
        out.append((_IDENTIFIERS[kind], address.removeprefix(kind), line) if kind else ("citation_public_url", address, line))
    for key, held in values.items():
        if key in _TAKEN or (key == "au" and "aulast" in first and _is_same(held[0], first["aulast"])):
            held = held[1:] if key == "au" else []
        out += [(_NAMES.get(key, f"coins_{key}"), value, line) for value in held if value]
    return tuple(out)


_TAKEN = frozenset("atitle title btitle aulast aufirst auinit auinit1 auinitm ctx_ver rft_val_fmt rfr_id url_ver".split())


def _is_same(name: str, family: str) -> bool:
    """True for the first author once more, as a whole name."""
    return family.casefold() in name.casefold()
