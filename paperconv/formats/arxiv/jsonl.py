"""arXiv's metadata as JSON: the snapshot on Kaggle (one object a line), and the search index's documents.

Specification: https://www.kaggle.com/datasets/Cornell-University/arxiv ("Metadata"); the index's documents:
https://github.com/arXiv/arxiv-search/blob/master/schema/DocMeta.json.
"""

from collections.abc import Iterator
from typing import Any

import msgspec

from paperconv.errors import ItemError
from paperconv.formats.arxiv import common, docmeta
from paperconv.formats.base import Item, Note, items
from paperconv.formats.draft import Draft
from paperconv.io.encoding import Decoding
from paperconv.io.frames import json_objects
from paperconv.io.source import Source
from paperconv.model import Record


class _Version(msgspec.Struct, forbid_unknown_fields=True):
    version: str = ""
    created: str = ""


class _Paper(msgspec.Struct, forbid_unknown_fields=True, rename="kebab"):
    """A line of the snapshot. Its first editions had categories and versions as lists of words."""

    id: str | None = None
    submitter: str | None = None
    authors: str | None = None
    title: str | None = None
    comments: str | None = None
    journal_ref: str | None = None
    doi: str | None = None
    report_no: str | None = None
    categories: str | list[str] | None = None
    license: str | None = None
    abstract: str | None = None
    versions: list[_Version | str] | None = None
    update_date: str | None = msgspec.field(default=None, name="update_date")
    authors_parsed: list[list[str | None]] | None = msgspec.field(default=None, name="authors_parsed")


_DECODE = msgspec.json.Decoder(_Paper).decode
_MEMBERS = dict(zip(_Paper.__struct_encode_fields__, msgspec.structs.fields(_Paper), strict=True))


class ArxivJsonlReader:
    """Reads the snapshot one object a line, pretty-printed objects one after another, or an array of them."""

    def frame(self, source: Source) -> Iterator[Item | Note]:
        """One item an object."""
        with source.open() as stream:
            text = Decoding(stream)
            yield from items(source, text, json_objects(text.blocks()))

    def decode(self, item: Item) -> Record:
        """The paper in an object. Members that the snapshot does not define are kept in ``extra`` under their own names."""
        draft = Draft("arxiv-jsonl", item)
        try:
            paper = _DECODE(item.data)
        except msgspec.DecodeError:
            members = _members(item)
            if "paper_id" in members or "document_id" in members:
                return docmeta.record(draft, members)
            paper = _other(draft, members)
        return _record(draft, paper)


def _members(item: Item) -> dict[str, Any]:
    try:
        members = msgspec.json.decode(item.data)
    except (msgspec.DecodeError, RecursionError) as error:
        raise ItemError(f"is no JSON: {error}") from None
    if not isinstance(members, dict):
        raise ItemError("is no paper: an object was expected")
    return members


def _other(draft: Draft, members: dict[str, Any]) -> _Paper:
    """A paper with members that the snapshot has not, or with values of other types; they are kept as they are."""
    known: dict[str, Any] = {}
    for name, value in members.items():
        field = _MEMBERS.get(name)
        try:
            known[field.name] = msgspec.convert(value, field.type, strict=False)  # type: ignore[union-attr]
        except (AttributeError, msgspec.ValidationError):
            draft.keep(name, value)
    return _Paper(**known)


def _record(draft: Draft, paper: _Paper) -> Record:
    if not (paper.id or paper.title or paper.authors or paper.authors_parsed):
        raise ItemError("is no paper of the snapshot: it has no id, title or authors")
    named = common.identify(draft, paper.id) if paper.id else 0
    common.texts(draft, paper.title or "", paper.abstract or "", paper.comments or "")
    names = [common.person(*_parts(author), affiliation=[a for a in author[3:] if a]) for author in paper.authors_parsed or () if any(author)]
    common.authors(draft, names, paper.authors or "", "authors")
    latest = common.versions(draft, [(v.version, v.created) if isinstance(v, _Version) else (v, "") for v in paper.versions or ()])
    categories = paper.categories or ""
    common.about(draft, latest or named, categories if isinstance(categories, str) else " ".join(categories))
    if paper.doi:
        common.doi(draft, paper.doi)
    if paper.journal_ref:
        common.journal(draft, paper.journal_ref)
    draft.keep("submitter", paper.submitter and common.plain(paper.submitter))
    draft.keep("report-no", paper.report_no)
    draft.keep("license", paper.license)
    draft.keep("update_date", paper.update_date)
    return draft.record()


def _parts(author: list[str | None]) -> tuple[str, str, str]:
    """Keyname, forenames and suffix."""
    family, given, suffix = (*author[:3], "", "", "")[:3]
    return family or "", given or "", suffix or ""
