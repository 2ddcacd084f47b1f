"""The documents of arXiv's search index (https://github.com/arXiv/arxiv-search/blob/master/schema/DocMeta.json)."""

from typing import Any

import msgspec

from paperconv.formats.arxiv import common
from paperconv.formats.draft import Draft
from paperconv.model import Name, Record
from paperconv.model import identifier as ids

_TEXTS = (("title", "title"), ("abstract", "abstract"), ("comments", "comments"))
_PERSON = ("last_name", "first_name", "suffix", "affiliation", "orcid")
_SUBMITTED = ("submitted_date_first", "submitted_date_all", "submitted_date", "submitted_date_latest")


def record(draft: Draft, members: dict[str, Any]) -> Record:
    """The paper in a document. Of a text that stands twice, with TeX and as Unicode (``_utf8``), the latter is taken."""
    left = dict(members)
    for name, kind in _TEXTS:
        common.texts(draft, **{kind: _text(left, name)})
    named = common.identify(draft, str(left.pop("paper_id", "") or ""), "paper_id")
    written = str(left.get("paper_id_v") or "")
    if written and ids.arxiv(written) == draft.identifiers.get("arxiv"):
        named = ids.arxiv_version(written) or named
        del left["paper_id_v"]
    version = left.pop("version", None)
    secondary = left.get("secondary_classification") or []
    codes = [_code(left.get("primary_classification")), *(str(left.pop("abs_categories", None) or "").split()), *map(_code, secondary)]
    common.about(draft, version if isinstance(version, int) else named, " ".join(codes), codes[0])
    _authors(draft, left)
    dates = [d for name in _SUBMITTED for d in _listed(left.get(name)) if isinstance(d, str)]
    if dates:
        draft.date("issued", min(dates), "submitted_date")
    common.doi(draft, str(left.pop("doi", None) or ""))
    common.journal(draft, _text(left, "journal_ref"), "journal_ref")
    for name, value in left.items():
        if not (name in _SUBMITTED and _listed(value) == dates[:1]):
            draft.keep(name, value)
    return draft.record()


def _text(left: dict[str, Any], name: str) -> str:
    """A text of the document, taken out of what is left of it; its other spelling stays where it says something else."""
    tex, unicode = left.pop(name, None), left.pop(f"{name}_utf8", None)
    if unicode and tex and common.plain(str(tex)) != common.plain(str(unicode)):
        left[name] = tex
    return str(unicode or tex or "")


def _authors(draft: Draft, left: dict[str, Any]) -> None:
    byline = left.pop("authors_freeform", None) or ""
    people = left.pop("authors_parsed", None)
    if isinstance(left.get("authors"), str | None):
        byline = byline or _text(left, "authors")
    elif not people:
        people = left.pop("authors")
    names = [_person(draft, p) for p in people or () if isinstance(p, dict) and any(p.values())]
    common.authors(draft, names, byline, "authors")


def _person(draft: Draft, author: dict[str, Any]) -> Name:
    parts = [author.get(part) or "" for part in _PERSON]
    name = common.person(str(parts[0]), str(parts[1]), str(parts[2]), [str(a) for a in _listed(parts[3])])
    if orcid := ids.orcid(str(parts[4])):
        name = msgspec.structs.replace(name, orcid=orcid)
    else:
        draft.keep("authors.orcid", parts[4])
    for key, value in author.items():
        if key not in _PERSON and value and str(value) not in (name.display(), name.surname, name.given):
            draft.keep(f"authors.{key}", value)
    return name


def _code(classification: Any) -> str:
    category = classification.get("category") if isinstance(classification, dict) else None
    return str(category.get("id") or "") if isinstance(category, dict) else ""


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value else []
