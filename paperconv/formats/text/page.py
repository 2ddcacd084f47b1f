"""Web pages: the metadata that a publisher's page says of its one paper, else the list of papers that the page shows."""

import re
from collections.abc import Iterator

import msgspec
from lxml import etree

from paperconv.authors.parse import parse_authors, parse_name
from paperconv.formats.base import Item, Note, encoding_note
from paperconv.formats.text import coins
from paperconv.formats.text.fill import Part
from paperconv.formats.text.reader import Context, TextReader, cut, message
from paperconv.io.encoding import Decoding
from paperconv.io.source import Source
from paperconv.model import Name, Record
from paperconv.model import date as dates
from paperconv.model import identifier as ids

LARGEST = 64 << 20
"""Bytes of the largest page that is looked at; a page is held whole."""


class Tags(msgspec.Struct, frozen=True):
    """The ``meta`` elements of a page about its paper: (name in lower case, content, line)."""

    tags: tuple[tuple[str, str, int], ...]


class PageReader(TextReader):
    """Reads web pages.

    A page with the ``meta`` elements that Google Scholar asks publishers for (names beginning ``citation_``), or with Dublin Core's
    (RFC 2731), is one paper; one with COinS (:mod:`.coins`) holds those papers. All others are listings: headings, list items, rows of
    tables and type faces become Markdown's.
    """

    format = "html"

    def frame(self, source: Source) -> Iterator[Item | Note]:
        """The paper that a page is about, or the papers it lists. Raises :class:`~paperconv.errors.InputError` for what cannot be read."""
        with source.open() as stream:
            text = Decoding(stream)
            page = b"".join(text.blocks())
        number = page.count(b"\n") + 1
        if len(page) > LARGEST:
            yield Note("PC002", f"a page of {len(page):,} bytes is left out; no list of papers is that long", 1, number)
            return
        tree = etree.fromstring(page, etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_pis=True))
        tags = _tags(tree) if tree is not None else ()
        if tags:
            lines = [line for _, _, line in tags]
            yield Item(source.path, page, min(lines), max(lines), 0, Tags(tags))
        elif tree is not None:
            found = coins.read(tree)
            listed = list(_listed(tree, source.path, number))
            if found and len(found) * 2 >= sum(isinstance(i, Item) for i in listed):
                for n, one in enumerate(found):
                    said = "\n".join(f"{name}: {value}" for name, value, _ in one)
                    yield Item(source.path, said.encode(), one[0][2], one[0][2], n, Tags(one))
            else:
                yield from listed
        yield from encoding_note(text)

    def decode(self, item: Item) -> Record:
        """The paper in an item. Raises :class:`~paperconv.errors.ItemError` where it holds none."""
        return _record(item, item.context) if isinstance(item.context, Tags) else super().decode(item)


# --- what a page says of itself ------------------------------------------------------------------------------------------------

_CORE = {
    "title": "citation_title", "creator": "citation_author", "date": "citation_publication_date", "date.issued": "citation_publication_date",
    "publisher": "citation_publisher", "source": "citation_journal_title", "description": "citation_abstract", "language": "citation_language",
    "subject": "citation_keywords", "identifier.doi": "citation_doi", "identifier.issn": "citation_issn",
}  # fmt: skip
"""Names of Dublin Core, for pages that have no others."""
_DUBLIN = re.compile(r"dc(?:terms)?[.:]")
_DATES = ("citation_publication_date", "citation_date", "citation_cover_date", "citation_online_date", "citation_year")
_PLAIN = {
    "title": "citation_title", "abstract": "citation_abstract", "volume": "citation_volume", "issue": "citation_issue",
    "language": "citation_language", "publisher": "citation_publisher", "number": "citation_technical_report_number",
    "container_title_short": "citation_journal_abbrev",
}  # fmt: skip
_WHERE = (
    ("citation_journal_title", "article-journal"), ("citation_conference_title", "paper-conference"), ("citation_inbook_title", "chapter"),
    ("citation_book_title", "chapter"), ("citation_dissertation_institution", "thesis"), ("citation_technical_report_institution", "report"),
)  # fmt: skip
"""What names where a paper is, and the type that it tells."""
_LINKS = frozenset({"citation_abstract_html_url", "citation_fulltext_html_url", "citation_public_url", "citation_pdf_url"})


def _tags(tree: etree._Element) -> tuple[tuple[str, str, int], ...]:
    """The ``meta`` elements about the page's paper; none where they name no title."""
    found = [_tag(m) for m in tree.iter("meta")]
    cited = tuple(t for t in found if t[0].startswith("citation_") and t[1])
    if not any(name == "citation_title" for name, _, _ in cited):
        core = ((_DUBLIN.sub("", name), content, line) for name, content, line in found if _DUBLIN.match(name))
        cited = tuple((_CORE[name], content, line) for name, content, line in core if name in _CORE and content)
    names = {name for name, _, _ in cited}
    return cited if names >= {"citation_title", "citation_author"} else ()


def _tag(element: etree._Element) -> tuple[str, str, int]:
    name = element.get("name") or element.get("property") or ""
    return name.lower(), " ".join((element.get("content") or "").split()), int(getattr(element, "sourceline", 0) or 1)


def _record(item: Item, context: Tags) -> Record:
    values: dict[str, list[str]] = {}
    for name, content, _ in context.tags:
        values.setdefault(name, []).append(content)
    first = {name: content[0] for name, content in values.items()}
    fields: dict[str, str] = {field: first[name] for field, name in _PLAIN.items() if name in first}
    kind, where = next(((kind, name) for name, kind in _WHERE if name in first), ("article", ""))
    if kind in ("thesis", "report"):
        fields["publisher"] = first[where]
    elif where:
        fields["container_title"] = first[where]
    kind = kind if kind != "article" else coins.TYPES.get(first.get("coins_genre", ""), kind)
    pages = [first[name] for name in ("citation_firstpage", "citation_lastpage") if name in first]
    identifiers = {k: ids.NORMALISERS[k](first[name]) for k, name in _IDENTIFIERS.items() if name in first}
    link = next((first[name] for name in first if name in _LINKS), "")
    known = {"citation_author", "citation_author_institution", "citation_keywords", "citation_firstpage", "citation_lastpage", where, *_DATES}
    known |= {"coins_genre"} if first.get("coins_genre") in coins.TYPES else set()
    known |= {*_LINKS, *_PLAIN.values(), *(name for k, name in _IDENTIFIERS.items() if identifiers.get(k))}
    return Record(
        type=kind,
        author=_authors(context.tags),
        issued=next((d for name in _DATES if name in first and (d := dates.parse(first[name].replace("/", "-")))), ""),
        page="-".join(dict.fromkeys(pages)),
        keyword=tuple(k for text in values.get("citation_keywords", ()) for k in (p.strip() for p in re.split("[;,]", text)) if k),
        url=link,
        identifiers={k: v for k, v in identifiers.items() if v},
        extra={f"html:{name}": "; ".join(content) for name, content in values.items() if name not in known},
        source=item.origin("html"),
        **fields,  # type: ignore[arg-type]
    )


_IDENTIFIERS = {
    "arxiv": "citation_arxiv_id", "doi": "citation_doi", "pmid": "citation_pmid", "issn": "citation_issn", "isbn": "citation_isbn",
}  # fmt: skip


def _authors(tags: tuple[tuple[str, str, int], ...]) -> tuple[Name, ...]:
    """The authors in their order, each with the institutions that stand behind it; one element may hold all of them."""
    out: list[Name] = []
    for name, content, _ in tags:
        if name == "citation_author":
            out += parse_authors(content).names if ";" in content else [parse_name(content)]
        elif name == "citation_author_institution" and out:
            out[-1] = msgspec.structs.replace(out[-1], affiliation=(*out[-1].affiliation, content))
    return tuple(out)


# --- what a page lists ---------------------------------------------------------------------------------------------------------

_SKIPPED = frozenset("head script style noscript template nav footer button select svg math iframe".split())
_APART = frozenset("p li tr dt td th article section blockquote table ul ol dl h1 h2 h3 h4 h5 h6 hr div dd pre figure main header aside".split())
"""Elements that begin a line; the first ones also begin a block."""
_BLOCKS = frozenset("p li tr dt article h1 h2 h3 h4 h5 h6 hr blockquote table ul ol dl".split())
_STRONG, _ITALIC = "\x05", "\x06"
_FACES = {"b": _STRONG, "strong": _STRONG, "i": _ITALIC, "em": _ITALIC, "cite": _ITALIC}
_FIELD = re.compile(r"(?:^|[\s_-])(?:title|authors?|creators?|venue|journal|abstract)(?:$|[\s_-])", re.I)
"""Classes of elements that hold a field of a paper."""
_DEEPEST = 400


class _Lines:
    """Lines of text with the line of the page each comes from."""

    def __init__(self) -> None:
        self.text: list[str] = [""]
        self.source: list[int] = [1]

    def add(self, text: str | None, line: int) -> None:
        """Text that goes on with the line that is open."""
        words = " ".join((text or "").split())
        if not words:
            if text and self.text[-1] and not self.text[-1].endswith(" "):
                self.text[-1] += " "
            return
        if not self.text[-1].strip():
            self.source[-1] = line
        joint = " " if text and text[0].isspace() and self.text[-1] and not self.text[-1].endswith((" ", _STRONG, _ITALIC, "[")) else ""
        self.text[-1] += joint + words + (" " if text and text[-1].isspace() else "")

    def begin(self, line: int, *, block: bool) -> None:
        """Ends the line that is open; before a block stands a blank one."""
        if self.text[-1].strip():
            self.text.append("")
            self.source.append(line)
        else:
            self.text[-1] = ""
        if block and len(self.text) > 1 and self.text[-2].strip():
            self.text.append("")
            self.source.append(line)


def _listed(tree: etree._Element, path: str, last: int) -> Iterator[Item | Note]:
    """The papers that a page lists, with the lines of the page on which they stand."""
    out = _Lines()
    _walk(tree, out, 0, 1)
    source = out.source
    for piece in cut("\n".join(_faced(out.text)) + "\n", path, wrapped=False):
        line, end = (source[min(n, len(source)) - 1] for n in (piece.line, piece.end_line))
        end = max(line, end)
        if isinstance(piece, Note):
            yield msgspec.structs.replace(piece, line=line, end_line=min(end, last))
            continue
        context = piece.context
        if isinstance(context, Context):
            if {part.role for part in context.parts} <= _NO_PAPER:
                yield Note("PC005", message(piece.text.split("\n")), line, min(end, last))
                continue
            context = msgspec.structs.replace(context, parts=tuple(_at(part, source) for part in context.parts))
        yield msgspec.structs.replace(piece, line=line, end_line=min(end, last), context=context)


_NO_PAPER = frozenset(("title", "comment", "unplaced", "heading"))
"""Roles that are no paper on a page full of words: menus and news stand there, too."""


def _faced(lines: list[str]) -> list[str]:
    """The lines with type faces as Markdown has them in blocks of one line, where they tell title and journal; elsewhere without."""
    alone = [bool(line) and not (n and lines[n - 1].strip()) and not "".join(lines[n + 1 : n + 2]).strip() for n, line in enumerate(lines)]
    return [
        (line.replace(_STRONG, "**").replace(_ITALIC, "*") if one else line.replace(_STRONG, "").replace(_ITALIC, "")).rstrip()
        for line, one in zip(lines, alone, strict=True)
    ]


def _at(part: Part, source: list[int]) -> Part:
    moved = {field: source[min(getattr(part, field), len(source)) - 1] for field in ("line", "first_line", "end_line")}
    return msgspec.structs.replace(part, **moved)


def _walk(element: etree._Element, out: _Lines, depth: int, line: int) -> None:
    name = element.tag if isinstance(element.tag, str) else ""
    line = int(getattr(element, "sourceline", 0) or line)
    if name and name not in _SKIPPED and depth < _DEEPEST:
        apart = name in _APART or _FIELD.search(f"{element.get('class') or ''} {element.get('itemprop') or ''}") is not None
        if apart or name == "br":
            out.begin(line, block=name in _BLOCKS)
        before, behind = _signs(element, name)
        if before:
            out.add(before, line)
        out.add(element.text, line)
        for child in element:
            _walk(child, out, depth + 1, line)
        if behind:
            out.text[-1] = out.text[-1].rstrip() + behind
        if apart:
            out.begin(line, block=name in _BLOCKS)
    out.add(element.tail, line)


def _text(element: etree._Element) -> str:
    return "".join(str(t) for t in element.itertext()).strip()


def _signs(element: etree._Element, name: str) -> tuple[str, str]:
    """What stands for an element in Markdown, before its text and behind it."""
    if name in _FACES:
        return (_FACES[name], _FACES[name]) if _text(element) else ("", "")
    if name == "a":
        address = (element.get("href") or "").strip()
        if address.startswith(("http://", "https://")) and " " not in address and _text(element):
            return "[", f"]({address})"
    elif name == "li":
        return "- ", ""
    elif name[0] == "h" and name[1:].isdigit():
        return "#" * int(name[1:]) + " ", ""
    return "", ""
