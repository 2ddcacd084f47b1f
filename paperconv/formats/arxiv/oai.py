"""OAI-PMH answers (http://www.openarchives.org/OAI/openarchivesprotocol.html) with arXiv's metadata (https://info.arxiv.org/help/oa:
arXiv, arXivRaw, arXivOld) or Dublin Core (oai_dc), of arXiv and of other repositories; their records also by themselves.
"""

import html
import re
from collections.abc import Iterator

from paperconv.errors import ItemError
from paperconv.formats.arxiv import common
from paperconv.formats.arxiv.dublincore import dublin_core
from paperconv.formats.base import Item, Note, items
from paperconv.formats.draft import Draft
from paperconv.formats.elements import keep, keep_attributes
from paperconv.io.encoding import Decoding
from paperconv.io.frames import xml_elements
from paperconv.io.source import Source
from paperconv.io.xml import Element, attribute, characters, children, first, local, parse, text
from paperconv.model import Record
from paperconv.model import identifier as ids

_OWN = ("arXiv", "arXivRaw", "arXivOld")
_DELETED = re.compile(rb"<(?:\w+:)?header\b[^>]*\bstatus\s*=\s*[\"']deleted", re.S)
_ERROR = re.compile(rb"<(?:\w+:)?error\b[^>]*\bcode\s*=\s*[\"']([^\"']*)[\"'][^>]*>([^<]*)", re.S)
_VERB = re.compile(rb"<(?:\w+:)?(Identify|ListMetadataFormats|ListSets|ListIdentifiers)[\s>/]")


class ArxivOaiReader:
    """Reads the records of OAI-PMH answers. The answer around them (request, resumption token) is not looked at."""

    def frame(self, source: Source) -> Iterator[Item | Note]:
        """One item a record. Deleted ones are counted in a note at the end; an answer without records is told by one."""
        ordinal = deleted = first_line = last_line = 0
        with source.open() as stream:
            decoding = Decoding(stream)
            for found in items(source, decoding, xml_elements(decoding.blocks(), ("record", *_OWN, "dc"))):
                if isinstance(found, Item) and _DELETED.search(found.data, 0, 400) and not found.fault:
                    deleted, first_line, last_line = deleted + 1, first_line or found.line, found.end_line
                elif isinstance(found, Item):
                    yield Item(found.path, found.data, found.line, found.end_line, ordinal, found.context, found.fault)
                    ordinal += 1
                else:
                    yield found
        if deleted:
            kind = "PC005" if ordinal else "PC004"
            yield Note(kind, f"{deleted} record{' was' if deleted == 1 else 's were'} deleted: the repository has no metadata", first_line, last_line)
        elif not ordinal and (why := _without_records(source.head)):
            yield Note("PC004", why, 1, 1)

    def decode(self, item: Item) -> Record:
        """The paper in a record. Raises :class:`~paperconv.errors.ItemError` where its metadata is in another form, or no well-formed XML."""
        root = parse(item.data)
        draft = Draft("arxiv-oai", item)
        header = None
        metadata: Element | None = root
        if local(root) == "record":
            header, holder = first(root, "header"), first(root, "metadata")
            metadata = next(iter(holder), None) if holder is not None else next(children(root, *_OWN, "dc"), None)
            for child in children(root, "about"):
                keep(draft, child)
        if metadata is None:
            raise ItemError("has no metadata")
        if header is not None:
            _header(draft, header)
        kind = local(metadata)
        if kind in _OWN:
            _arxiv(draft, metadata)
        elif kind == "dc":
            dublin_core(draft, metadata)
        else:
            raise ItemError(f"has its metadata as {kind}; arXiv, arXivRaw, arXivOld and oai_dc can be read")
        return draft.record()


def _without_records(head: bytes) -> str:
    """Why an answer has no records, in its own words."""
    if error := _ERROR.search(head):
        said = " ".join(html.unescape(error[2].decode("utf-8", "replace")).split())
        return f"is an error message of the repository: {error[1].decode('utf-8', 'replace')}" + (f" ({said})" if said else "")
    verb = _VERB.search(head)
    return f"is the repository's answer to {verb[1].decode()}, which has no records; harvest with ListRecords" if verb else ""


def _header(draft: Draft, header: Element) -> None:
    """The record's name in the repository, which is arXiv's identifier there; its date and sets."""
    for child in header:
        name, written = local(child), text(child)
        if name == "identifier" and ids.arxiv(written):
            draft.identify("arxiv", written, "identifier")
        else:
            draft.keep(name, written)


def _arxiv(draft: Draft, metadata: Element) -> None:
    """The metadata formats arXiv, arXivRaw and arXivOld."""
    named = latest = 0
    fields: dict[str, str] = {}
    versions: list[Element] = []
    for child in metadata:
        name = local(child)
        if name == "id":
            named = common.identify(draft, text(child))
        elif name == "authors":
            _authors(draft, child)
        elif name == "submitter":
            draft.keep(name, common.plain(text(child)))
        elif name == "version":
            versions.append(child)
        elif name in _TAKEN and name not in fields:
            fields[name] = characters(child) if name in ("title", "abstract") else text(child)
        elif name in _TAKEN:
            draft.keep(name, text(child))
        else:
            keep(draft, child)
    common.texts(draft, fields.get("title", ""), fields.get("abstract", ""), fields.get("comments", ""))
    if versions:
        latest = _versions(draft, versions)
    if created := fields.get("created", ""):
        draft.date("issued", created, "created")
    common.about(draft, latest or named, fields.get("categories", ""))
    if written := fields.get("doi", ""):
        common.doi(draft, written)
    common.journal(draft, fields.get("journal-ref", ""))


_TAKEN = frozenset(("title", "abstract", "comments", "created", "categories", "doi", "journal-ref"))


def _authors(draft: Draft, element: Element) -> None:
    """The authors, each with keyname and forenames (arXiv), or as a by-line (arXivRaw, arXivOld)."""
    if not len(element):
        common.byline(draft, text(element), "authors")
        return
    names = []
    for author in element:
        parts = {"keyname": "", "forenames": "", "suffix": ""}
        places = []
        for child in author:
            name = local(child)
            if name == "affiliation":
                places.append(text(child))
            elif name in parts and not parts[name]:
                parts[name] = text(child)
            else:
                keep(draft, child, "author")
        if any(parts.values()):
            names.append(common.person(parts["keyname"], parts["forenames"], parts["suffix"], places))
        elif len(author) == 0 and text(author):
            common.byline(draft, text(author), "authors")
    draft.names("author", names)


def _versions(draft: Draft, versions: list[Element]) -> int:
    """The versions of arXivRaw, which also have a size and the kind of the source."""
    latest = common.versions(draft, [(attribute(v, "version"), text(first(v, "date"))) for v in versions])
    draft.extra.pop("arxiv-oai:versions", None)
    for version in versions:
        draft.keep("versions", " ".join([attribute(version, "version"), *(text(child) for child in version)]))
        keep_attributes(draft, version, "version", "version")
    return latest
