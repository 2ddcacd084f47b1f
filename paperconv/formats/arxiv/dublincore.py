"""Dublin Core as OAI-PMH has it (http://www.openarchives.org/OAI/2.0/oai_dc.xsd, https://www.dublincore.org/specifications/dublin-core/dces/).

arXiv puts its fields in a fixed order (https://github.com/arXiv/arxiv-oaipmh, templates): the first description is the abstract, a
second one the comments, the first date version 1's, an identifier that is no address the journal reference. Other repositories are
read by what their values are; where that does not tell, they are kept as they are.
"""

import re

from paperconv.authors.person import is_suffix, parse_name
from paperconv.formats.arxiv import common
from paperconv.formats.draft import Draft
from paperconv.formats.elements import keep, marked
from paperconv.io.xml import Element, local, text
from paperconv.model import Name
from paperconv.model import date as dates
from paperconv.model import identifier as ids

_COMMENT = re.compile(r"\s*Comments?:\s*")
_URN = re.compile(r"(?:urn:|info:|https?://)?(isbn|issn|doi|pmid|hdl)[:/]\s*(.+)", re.I)
_VERSION_OF = re.compile(r"(?:info:eu-repo/semantics/|doc-type:|https?://purl\.org/coar/resource_type/)", re.I)
_OJS = re.compile(
    r"(?P<journal>[^;]+);\s*(?P<issue>[^;]*\b(?:Vol|Volume|Bd|Núm|No|Band|Jg)\b[^;]*);?\s*(?P<pages>[\dA-Za-z]+\s*[-–]\s*[\dA-Za-z]+)?\s*"
)
"""How Open Journal Systems writes a source: "Journal of X; Vol. 3 No. 2 (2010): Summer; 12-34"."""
_VOLUME = re.compile(r"\b(?:Vol(?:ume)?|Bd|Band|Jg)\b\.?\s*(\d+)", re.I)
_NUMBER = re.compile(r"\b(?:No|Nr|Núm|Number|Issue|Heft)\b\.?\s*(\d+(?:[-/]\d+)?)", re.I)
_CSL_TYPES = {
    "article": ("article", "articles", "journalarticle", "journal article", "peer-reviewed article", "c_6501", "c_2df8fbb1", "research article"),
    "paper-conference": ("conferenceobject", "conferencepaper", "conferenceproceedings", "conference paper", "conference item", "c_5794", "c_c94f"),
    "thesis": ("thesis", "doctoralthesis", "masterthesis", "bachelorthesis", "studentthesis", "dissertation", "c_46ec", "c_db06", "c_bdcc", "c_7a1f"),
    "book": ("book", "c_2f33"),
    "chapter": ("bookpart", "book chapter", "book section", "c_3248"),
    "report": ("report", "workingpaper", "technical report", "working paper", "c_93fc", "c_8042", "c_18gh"),
    "preprint": ("preprint", "c_816b"),
    "dataset": ("dataset", "c_ddb1"),
    "software": ("software", "c_5ce6"),
    "review": ("review", "bookreview"),
    "patent": ("patent", "c_15cd"),
    "speech": ("lecture", "presentation", "c_8544"),
}
"""CSL type -> words of the vocabularies that repositories use (DRIVER and OpenAIRE guidelines, COAR resource types, DCMI, EPrints)."""
_TYPES = {word: kind for kind, words in _CSL_TYPES.items() for word in words}
_MODEL_TYPES = {"article": "article-journal", "preprint": "article"}


def dublin_core(draft: Draft, metadata: Element) -> None:
    """Takes the elements of a ``dc`` element into the draft."""
    values: dict[str, list[Element]] = {}
    for child in metadata:
        values.setdefault(local(child), []).append(child)
        draft.keep("text", child.tail or "")  # what strayed between the elements
    _identifiers(draft, values.pop("identifier", []))
    own = "arxiv" in draft.identifiers
    for element in values.pop("title", []):
        draft.text("title", common.prose(text(element), title=True) if own else marked(element), "title")
    draft.names("author", (_creator(text(element), own) for element in values.pop("creator", []) if text(element)))
    _descriptions(draft, values.pop("description", []), own)
    _dates(draft, [text(e) for e in values.pop("date", [])])
    _types(draft, [text(e) for e in values.pop("type", [])], own)
    draft.keywords(text(e) for e in values.pop("subject", []))
    for name, field in (("publisher", "publisher"), ("language", "language")):
        for element in values.pop(name, []):
            draft.text(field, marked(element), name)
    for element in values.pop("source", []):
        _source(draft, text(element))
    for elements in values.values():
        for element in elements:
            keep(draft, element)


def _creator(written: str, own: bool) -> Name:
    """ "Family, Given" or "Family Suffix, Given". A name without comma is arXiv's keyname and nothing else; elsewhere one as read aloud.

    Open Journal Systems puts the affiliation behind a semicolon.
    """
    if not own:
        written, _, place = written.partition(";")
        name = parse_name(written)
        return common.placed(name, (place.strip(),)) if place.strip() else name
    family, _, given = common.plain(written).partition(",")
    head, _, last = family.rpartition(" ")
    if given and head and is_suffix(last):
        return common.person(head, given.strip(), last)
    return common.person(family, given.strip())


def _descriptions(draft: Draft, elements: list[Element], own: bool) -> None:
    for element in elements:
        written = text(element)
        if own and (comment := _COMMENT.match(written)):
            common.texts(draft, comments=written[comment.end() :])
        else:
            draft.text("abstract", common.prose(written) if own else marked(element), "description")


def _dates(draft: Draft, written: list[str]) -> None:
    """The first date that is no time stamp, else the first: a repository's own dates (of its accession) come with the time of day."""
    days = [d for d in written if "T" not in d and dates.parse(d)]
    for date in (*days[:1], *written):
        draft.date("issued", date, "date")


def _types(draft: Draft, written: list[str], own: bool) -> None:
    """The CSL type; the words it was told from are kept. Of arXiv everything is "text"."""
    if own:
        for value in written:
            draft.keep("type", "" if value == "text" else value)
        return
    kinds = (_TYPES.get(_VERSION_OF.sub("", value).strip().lower(), "") for value in written)
    kind = next(filter(None, kinds), "document")
    draft.fields["type"] = _MODEL_TYPES.get(kind, kind)
    for value in written:
        draft.keep("type", value)


def _identifiers(draft: Draft, elements: list[Element]) -> None:
    """DOI, arXiv identifier, ISBN, ISSN and the address of the record; of arXiv, what is none of these is the journal reference."""
    rest = []
    for element in elements:
        written = text(element)
        urn = _URN.fullmatch(written)
        if ids.arxiv(written) and "arxiv" in written.lower():
            draft.identify("arxiv", written, "identifier")
        elif ids.doi(written):
            draft.identify("doi", written, "identifier")
        elif urn and urn[1].lower() in ids.NORMALISERS and ids.NORMALISERS[urn[1].lower()](urn[2]):
            draft.identify(urn[1].lower(), urn[2], "identifier")
        elif written.startswith(("http:", "https:", "ftp:")):
            draft.text("url", written, "identifier")
        else:
            rest.append(written)
    for written in rest:
        if "arxiv" in draft.identifiers:
            common.journal(draft, written, "identifier")
        else:
            draft.keep("identifier", written)


def _source(draft: Draft, written: str) -> None:
    """Where it appeared, as Open Journal Systems writes it, and the journal's ISSN; anything else is kept."""
    if ids.issn(written):
        draft.identify("issn", written, "source")
        return
    draft.keep("source", written)
    found = _OJS.fullmatch(written)
    if found and "container_title" not in draft.fields:
        draft.text("container_title", found["journal"], "source")
        for field, pattern in (("volume", _VOLUME), ("issue", _NUMBER)):
            if match := pattern.search(found["issue"]):
                draft.text(field, match[1], "source")
        draft.text("page", re.sub(r"\s*[-–]\s*", "-", found["pages"] or ""), "source")
