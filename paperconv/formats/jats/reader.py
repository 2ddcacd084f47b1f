"""Reads the front matter of articles in JATS.

Documented exception to "nothing is dropped": a record is what ``front`` says of the article. Its body, its references, its figures, and
articles within it (reviews, responses: ``sub-article``, ``response``) are not in the record.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from paperconv.errors import ItemError
from paperconv.formats.base import Item, Note, items
from paperconv.formats.draft import Draft
from paperconv.formats.elements import drop, keep, keep_attributes, marked, marked_abstract, value
from paperconv.formats.jats.contributors import contributors
from paperconv.formats.jats.dates import publication_dates, written_date
from paperconv.io.encoding import Decoding
from paperconv.io.frames import xml_elements
from paperconv.io.source import Source
from paperconv.io.xml import Element, attribute, children, first, local, parse, text
from paperconv.model import Record
from paperconv.model.text import fold, squeeze

_Handler = Callable[[Draft, Element, str], None]

_OPEN = re.compile(rb"""\s*(<((?:[\w.-]+:)?article)\b(?:[^<>"']|"[^"]*"|'[^']*')*>)""")
_FRONT = re.compile(rb"<((?:[\w.-]+:)?front)(?=[\s>])")
_CLOSED = re.compile(rb"\s*>")
_REST = re.compile(rb"<(?:[\w.-]+:)?(?:body|back|floats-group|floats-wrap|sub-article|response)[\s/>]")
_TYPES = {
    "book-review": "review-book",
    "product-review": "review",
    "preprint": "article",
    "conference-paper": "paper-conference",
    "proceedings-paper": "paper-conference",
    "dissertation": "thesis",
    "data-set": "dataset",
    "dataset": "dataset",
    "standard": "standard",
    "chapter-article": "chapter",
}
"""Values of ``article-type`` that are CSL types of their own; all others are kinds of journal articles, and kept."""
_IDENTIFIERS = {"doi": "doi", "pmid": "pmid", "pmc": "pmcid", "pmcid": "pmcid", "arxiv": "arxiv", "bibcode": "bibcode"}
_ABBREVIATED = ("nlm-ta", "iso-abbrev")


class JatsReader:
    """Reads articles in JATS, from publishers' files, PubMed Central's article sets and OAI answers."""

    def frame(self, source: Source) -> Iterator[Item | Note]:
        """One item an ``article``; a front matter that stands alone is one too. The header of an OAI record is its context."""
        names = ("article", "front", "front-stub", "article-meta", "sub-article", "response")
        with source.open() as stream:
            decoding = Decoding(stream)
            yield from items(source, decoding, xml_elements(decoding.blocks(), names, ("record",), ("header",)))

    def decode(self, item: Item) -> Record:
        """The record of an article. Only its front matter is parsed, so that a broken body costs nothing.

        Raises :class:`~paperconv.errors.ItemError` where that is no well-formed XML, or there is none.
        """
        root = parse(_front_matter(item.data))
        if (inner := _within(root)) is not None:
            root = inner
        draft = Draft("jats", item)
        draft.fields["type"] = "article-journal"
        _header(draft, item)
        if local(root) == "article":
            _root(draft, root)
        front = root if local(root) in ("front", "front-stub", "article-meta") else first(root, "front")
        parts = [root] if local(root) == "article-meta" else [] if local(root) == "front-stub" else list(front if front is not None else root)
        for part in parts:
            if local(part) == "journal-meta":
                _walk(draft, sorted(part, key=lambda child: local(child) == "journal-id"), "journal-meta", _JOURNAL)
            elif local(part) == "article-meta":
                _article_meta(draft, part)
            elif local(part) not in ("body", "back", "sub-article", "response", "floats-group"):
                keep(draft, part)
        if local(root) == "front-stub":
            _article_meta(draft, root)
        if not (len(draft.fields) > 1 or draft.identifiers or draft.extra):
            raise ItemError("has no front matter")
        return _finished(draft)


def _within(root: Element) -> Element | None:
    """The front matter of a review or response, or of the first in an article that has none itself; ``None`` for an article that has."""
    if local(root) == "article" and any(True for _ in children(root, "front", "article-meta")):
        return None
    return next((e for e in root.iter() if local(e) == "front-stub"), None) if local(root) in ("article", "sub-article", "response") else None


def _front_matter(data: bytes) -> bytes:
    """The article without all that comes behind its front matter."""
    opening = _OPEN.match(data)
    if opening is None:
        return data
    close = b"</" + opening[2] + b">"
    if (front := _FRONT.search(data, opening.end())) and (end := _end(data, front)) > 0:
        return opening[1] + data[front.start() : end] + close
    rest = None if b"front-stub" in data and b"article-meta" not in data else _REST.search(data, opening.end())
    return data[: rest.start()] + close if rest else data


def _end(data: bytes, front: re.Match[bytes]) -> int:
    """Where the front matter is closed, -1 where it is not."""
    name = b"</" + front[1]
    at = front.end()
    while (at := data.find(name, at)) >= 0:
        at += len(name)
        if closed := _CLOSED.match(data, at):
            return closed.end()
    return -1


def _root(draft: Draft, root: Element) -> None:
    kind = attribute(root, "article-type")
    draft.fields["type"] = _TYPES.get(kind, "article-journal")
    if kind not in ("research-article", "article", ""):
        draft.keep("article-type", kind)
    draft.text("language", attribute(root, "lang"), "article@lang")


def _header(draft: Draft, item: Item) -> None:
    """What an OAI answer says of the record beside the article."""
    if item.context and "header" in item.context:
        for child in parse(item.context["header"]):
            keep(draft, child, "header")


def _walk(draft: Draft, elements: Iterable[Element], path: str, handlers: dict[str, _Handler]) -> None:
    for child in elements:
        name = local(child)
        if name in handlers:
            handlers[name](draft, child, name)
        elif name != "x":
            keep(draft, child, path)


def _article_meta(draft: Draft, meta: Element) -> None:
    contributors(draft, meta)
    publication_dates(draft, meta)
    _pages(draft, meta)
    _walk(draft, meta, "", _ARTICLE)


def _finished(draft: Draft) -> Record:
    """The record; a journal that is known by its abbreviation alone is called by it, and one that has none is not repeated."""
    if (short := draft.fields.pop("container_title_short", "")) and draft.fields.setdefault("container_title", short) != short:
        draft.fields["container_title_short"] = short
    return draft.record()


def _skip(draft: Draft, element: Element, name: str) -> None:
    """For elements that were read before."""


def _field(field: str) -> _Handler:
    def take(draft: Draft, element: Element, name: str) -> None:
        draft.text(field, marked(element), name)

    return take


def _journal_id(draft: Draft, element: Element, name: str) -> None:
    """An identifier of the journal, read after its titles: that of an index may be an abbreviation, if the journal gives none itself."""
    kind = attribute(element, "journal-id-type")
    label = f"journal-id[{kind}]" if kind else name
    if kind in _ABBREVIATED:
        draft.text("container_title_short", text(element), label)
    else:
        draft.keep(label, text(element))


def _journal_titles(draft: Draft, element: Element, name: str) -> None:
    _walk(draft, element, name, _JOURNAL)


def _issn(draft: Draft, element: Element, name: str) -> None:
    kind = attribute(element, "pub-type") or attribute(element, "publication-format")
    draft.identify("issn", text(element), f"{name}[{kind}]" if kind else name)


def _isbn(draft: Draft, element: Element, name: str) -> None:
    kind = attribute(element, "pub-type") or attribute(element, "publication-format")
    draft.identify("isbn", text(element), f"{name}[{kind}]" if kind else name)


def _publisher(draft: Draft, element: Element, name: str) -> None:
    for child in element:
        if local(child) == "publisher-name":
            draft.text("publisher", text(child), "publisher-name")
        elif local(child) == "publisher-loc":
            draft.text("publisher_place", ", ".join(text(c) for c in child) if len(child) else text(child), "publisher-loc")
        else:
            keep(draft, child, name)


def _article_id(draft: Draft, element: Element, name: str) -> None:
    kind = attribute(element, "pub-id-type").lower()
    label, written = f"article-id[{kind}]" if kind else name, text(element)
    if kind in ("pmc", "pmcid") and written.isdigit():
        written = f"PMC{written}"
    if kind in _IDENTIFIERS:
        draft.identify(_IDENTIFIERS[kind], written, label)
    else:
        draft.keep(label, written)


def _subjects(draft: Draft, element: Element, name: str) -> None:
    """The headings that an article stands under in its journal: kept, for they are no keywords of the article."""
    for group in element:
        if local(group) != "subj-group":
            keep(draft, group, name)
            continue
        kind = attribute(group, "subj-group-type")
        for child in group.iter():
            if local(child) in ("subject", "compound-subject", "series-title", "series-text"):
                words = [text(c) for c in child] if local(child) == "compound-subject" else [text(child)]
                draft.keep(f"subject[{kind}]" if kind else "subject", " ".join(w for w in words if w))


def _title_group(draft: Draft, element: Element, name: str) -> None:
    """The title, with its subtitles behind a colon; translated and other titles are kept, a short one has its field."""
    parts: list[str] = []
    short: list[tuple[str, str]] = []
    for child in element:
        tag = local(child)
        if tag in ("article-title", "subtitle"):
            for note in list(children(child, "fn")):
                keep(draft, note, tag)
            drop(child, "xref", "fn")
            parts.append(marked(child))
        elif tag == "alt-title":
            drop(child, "xref", "fn")
            kind = attribute(child, "alt-title-type")
            if kind in ("short", "short-title", "running-title", "running-head", "right-running", "right-running-head"):
                short.append((marked(child), f"alt-title[{kind}]"))
            else:
                draft.keep(f"alt-title[{kind}]" if kind else tag, marked(child))
        elif tag in ("trans-title", "trans-subtitle", "trans-title-group"):
            lang = attribute(child, "lang")
            drop(child, "xref", "fn")
            forms = [marked(c) for c in child] if tag == "trans-title-group" else [marked(child)]
            draft.keep(f"trans-title[{lang}]" if lang else "trans-title", ": ".join(w for w in forms if w))
        else:
            keep(draft, child)
    title = joined(parts)
    draft.text("title", title, "article-title")
    for words, label in short:  # some journals give their running heads, "Lee et al.", as short titles
        if set(fold(words).split()) & set(fold(title).split()):
            draft.text("title_short", words, label)
        else:
            draft.keep(label, words)


def joined(parts: list[str]) -> str:
    """A title and its subtitles: a colon stands between them, unless the title ends in a mark of its own."""
    title = ""
    for part in (p for p in parts if p):
        title += (" " if title[-1:] in ":?!.–—" else ": ") * bool(title) + part
    return title


def _pages(draft: Draft, meta: Element) -> None:
    """First and last page; the number of an article without pages (``elocation-id``) is its number."""
    found = {k: squeeze(text(e)) for k in ("fpage", "lpage", "page-range") if (e := first(meta, k)) is not None}
    start, end, printed = found.get("fpage", ""), found.get("lpage", ""), found.get("page-range", "")
    draft.text("page", f"{start}-{end}" if start and end and start != end else start or end, "fpage")
    draft.text("page", printed, "page-range")
    for element in children(meta, "fpage", "lpage"):
        keep_attributes(draft, element, local(element))


def _location(draft: Draft, element: Element, name: str) -> None:
    draft.text("number", text(element), name)
    keep_attributes(draft, element, name, "content-type")


def _abstract(draft: Draft, element: Element, name: str) -> None:
    """The abstract proper has no type; a graphical one, a digest, highlights … are kept."""
    for child in [c for c in element.iter() if local(c) in ("object-id", "fig", "graphic", "media")]:
        if local(child) == "object-id" or attribute(child, "href"):
            draft.keep(f"{name}/{local(child)}", text(child) or attribute(child, "href"))
    drop(element, "object-id", "graphic", "media")
    kind, lang = attribute(element, "abstract-type"), attribute(element, "lang")
    content = marked_abstract(element)
    if kind not in ("", "main", "abstract", "author", "normal", "structured", "section", "web"):
        draft.keep(f"{name}[{kind}]", content)
    else:
        draft.text("abstract", content, f"{name}[{lang}]" if lang else name)


def _keywords(draft: Draft, element: Element, name: str) -> None:
    """Keywords; of a vocabulary's compound ones the term. A list of abbreviations is no list of keywords."""
    kind = attribute(element, "kwd-group-type")
    if kind.startswith("abbr"):
        keep(draft, element)
        return
    words: list[str] = []
    for child in element.iter():
        if local(child) == "kwd":
            words.append(marked(child))
        elif local(child) == "compound-kwd":
            parts = list(children(child, "compound-kwd-part"))
            terms = [p for p in parts if attribute(p, "content-type") in ("term", "keyword", "text")] or parts[-1:]
            words += [marked(p) for p in terms]
            draft.keep("compound-kwd", " ".join(marked(p) for p in parts if p not in terms))
        elif local(child) in ("title", "label"):
            draft.keep(f"kwd-group/{local(child)}", text(child))
    draft.keywords(words)
    if kind and kind != "author":
        draft.keep("kwd-group@kwd-group-type", kind)
    if lang := attribute(element, "lang"):
        draft.keep("kwd-group@lang", lang)


def _history(draft: Draft, element: Element, name: str) -> None:
    for child in element:
        if local(child) == "date":
            kind = attribute(child, "date-type")
            draft.keep(f"date[{kind}]" if kind else "date", written_date(child))
        else:
            keep(draft, child, name)


def _self_uri(draft: Draft, element: Element, name: str) -> None:
    """The article's own page, unless it is the name of a file."""
    address, kind = attribute(element, "href") or text(element), attribute(element, "content-type")
    if address.startswith(("http://", "https://")) and kind in ("", "abstract", "html", "full-text", "landing-page", "url"):
        draft.text("url", address, name)
    else:
        draft.keep(f"{name}[{kind}]" if kind else name, address)


def _conference(draft: Draft, element: Element, name: str) -> None:
    for child in element:
        if local(child) == "conf-name":
            draft.text("event_title", marked(child), "conf-name")
        else:
            keep(draft, child, name)


def _kept(draft: Draft, element: Element, name: str) -> None:
    """An element as one value, with the marks of notes in it left out."""
    draft.keep(name, value(element))


_JOURNAL: dict[str, _Handler] = {
    "journal-id": _journal_id,
    "journal-title-group": _journal_titles,
    "journal-title": _field("container_title"),
    "abbrev-journal-title": _field("container_title_short"),
    "issn": _issn,
    "isbn": _isbn,
    "publisher": _publisher,
}
_ARTICLE: dict[str, _Handler] = {
    "article-id": _article_id,
    "article-categories": _subjects,
    "title-group": _title_group,
    "volume": _field("volume"),
    "issue": _field("issue"),
    "edition": _field("edition"),
    "isbn": _isbn,
    "elocation-id": _location,
    "abstract": _abstract,
    "trans-abstract": _abstract,
    "kwd-group": _keywords,
    "history": _history,
    "self-uri": _self_uri,
    "conference": _conference,
    "related-article": _kept,
    "related-object": _kept,
    "contrib-group": _skip,
    "aff": _skip,
    "aff-alternatives": _skip,
    "pub-date": _skip,
    "fpage": _skip,
    "lpage": _skip,
    "page-range": _skip,
}
