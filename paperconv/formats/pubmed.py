"""PubMed's XML (https://dtd.nlm.nih.gov/ncbi/pubmed/, https://www.nlm.nih.gov/bsd/licensee/elements_descriptions.html): the answers of
efetch, the yearly baseline with its updates, books, and the older MedlineCitationSet.

References that a paper cites are kept a line each in ``extra``; their identifiers are never taken for the paper's own.
"""

import re
from collections.abc import Callable, Iterator

import msgspec

from paperconv.authors.person import inverted
from paperconv.authors.tokens import organisation_weight
from paperconv.formats import medline
from paperconv.formats.base import Item, Note, items
from paperconv.formats.draft import Draft
from paperconv.formats.elements import keep, keep_attributes, marked, value, without_stop
from paperconv.io.encoding import Decoding
from paperconv.io.frames import xml_elements
from paperconv.io.source import Source
from paperconv.io.xml import Element, parse, text
from paperconv.model import Name, Record
from paperconv.model import date as dates
from paperconv.model import identifier as ids

_Handler = Callable[[Draft, Element, str], None]

_ARTICLE_IDS = {"pubmed": "pmid", "doi": "doi", "pmc": "pmcid", "pmcid": "pmcid"}
_YEAR_AHEAD = re.compile(r"((?:1[4-9]|20)\d\d)\b")


class PubmedReader:
    """Reads PubMed's XML, a citation at a time."""

    def frame(self, source: Source) -> Iterator[Item | Note]:
        """One item a PubmedArticle, PubmedBookArticle or bare MedlineCitation. A list of deleted citations is no paper: it comes as a note."""
        with source.open() as stream:
            decoding = Decoding(stream)
            pieces = xml_elements(decoding.blocks(), ("PubmedArticle", "PubmedBookArticle", "MedlineCitation", "DeleteCitation", "DeleteDocument"))
            ordinal = 0
            for found in items(source, decoding, pieces):
                if isinstance(found, Item) and found.data.startswith(b"<Delete"):
                    yield Note("PC005", f"{found.data.count(b'<PMID')} citations that PubMed has deleted", found.line, found.end_line)
                elif isinstance(found, Item):
                    yield Item(found.path, found.data, found.line, found.end_line, ordinal, found.context, found.fault)
                    ordinal += 1
                else:
                    yield found

    def decode(self, item: Item) -> Record:
        """The record of a citation. Raises :class:`~paperconv.errors.ItemError` where it is no well-formed XML."""
        root = parse(item.data)
        draft = Draft("pubmed-xml", item)
        draft.fields["type"] = "article-journal"
        if root.tag == "MedlineCitation":
            _citation(draft, root, "")
        else:
            _walk(draft, root, "", _PARTS)
        return draft.record()


def _walk(draft: Draft, element: Element, path: str, handlers: dict[str, _Handler]) -> None:
    """Hands each child to its handler; a child without one is kept as it is."""
    for child in element:
        name = str(child.tag)
        handler = handlers.get(name)
        if handler is None:
            keep(draft, child, path)
        else:
            handler(draft, child, name)


def _field(field: str) -> _Handler:
    """A handler that puts the text of an element into a field."""

    def take(draft: Draft, element: Element, name: str) -> None:
        draft.text(field, marked(element), name)
        keep_attributes(draft, element, name)

    return take


def _inside(handlers: dict[str, _Handler], path: str = "") -> _Handler:
    """A handler for an element whose children have handlers of their own."""

    def go(draft: Draft, element: Element, name: str) -> None:
        keep_attributes(draft, element, name, "CompleteYN")
        _walk(draft, element, path, handlers)

    return go


def _citation(draft: Draft, element: Element, name: str) -> None:
    keep_attributes(draft, element, "MedlineCitation")
    _walk(draft, element, "", _CITATION)


def _article(draft: Draft, element: Element, name: str) -> None:
    """Article. Its date is the issue's; the day it went online (ArticleDate) stands for it where the issue has none."""
    keep_attributes(draft, element, name)
    _walk(draft, element, "", _ARTICLE)


def _pmid(draft: Draft, element: Element, name: str) -> None:
    draft.identify("pmid", text(element), name)
    if element.get("Version", "1") != "1":
        draft.keep("PMID@Version", element.get("Version"))


def _article_ids(draft: Draft, element: Element, name: str) -> None:
    for child in element:
        kind = (child.get("IdType") or "pubmed").lower()
        if kind in _ARTICLE_IDS:
            draft.identify(_ARTICLE_IDS[kind], text(child), f"ArticleId[{kind}]")
        elif kind == "url":
            draft.text("url", text(child), "ArticleId[url]")
        else:
            draft.keep(f"ArticleId[{kind}]", text(child))


def _location(draft: Draft, element: Element, name: str) -> None:
    """ELocationID: a DOI, unless PubMed says that it is wrong, or a publisher's own number."""
    kind = element.get("EIdType", "")
    label = f"ELocationID[{kind}]"
    if element.get("ValidYN", "Y") == "N":
        draft.keep(label, f"{text(element)} (invalid)")
    elif kind == "doi":
        draft.identify("doi", text(element), label)
    else:
        draft.keep(label, text(element))


def _issn(draft: Draft, element: Element, name: str) -> None:
    draft.identify("issn", text(element), name)
    keep_attributes(draft, element, name)


def _isbn(draft: Draft, element: Element, name: str) -> None:
    draft.identify("isbn", text(element), name)


def _title(draft: Draft, element: Element, name: str) -> None:
    keep_attributes(draft, element, name)
    medline.title(draft, marked(element), name)


def _vernacular(draft: Draft, element: Element, name: str) -> None:
    """VernacularTitle stands behind ArticleTitle, which is its translation, or "[Not Available]"."""
    draft.text("title", without_stop(marked(element)), name)


def _pagination(draft: Draft, element: Element, name: str) -> None:
    """StartPage and EndPage (whole numbers) go before MedlinePgn ("2425-9")."""
    parts = _parts(element)
    start, end = parts.pop("StartPage", ""), parts.pop("EndPage", "")
    written = parts.pop("MedlinePgn", "")
    pages = f"{start}-{end}" if start and end and start != end else start
    if written and pages and re.search("[,;]", written):  # several ranges
        pages, start, end = written, "", ""
    draft.text("page", pages or written, name)
    draft.text("page", written, "MedlinePgn")
    for key, rest in parts.items():
        draft.keep(key, rest)


def _published(draft: Draft, element: Element, name: str) -> None:
    """PubDate: year, month, day or season apart, or a MedlineDate; of one that is no date the year at its beginning is known."""
    written = _date(element)
    if iso := dates.parse(written):
        draft.date("issued", iso, name)
    elif written:
        draft.keep("MedlineDate" if element.find("MedlineDate") is not None else name, written)
        if year := _YEAR_AHEAD.match(written):
            draft.date("issued", year[1], name)


def _online(draft: Draft, element: Element, name: str) -> None:
    """ArticleDate follows the issue's PubDate, and stands for it where there is none."""
    label = f"{name}[{element.get('DateType')}]" if element.get("DateType") else name
    draft.date("issued", _date(element), label)


def _date(element: Element) -> str:
    return _joined(_parts(element))


def _parts(element: Element) -> dict[str, str]:
    return {str(child.tag): text(child) for child in element}


def _joined(parts: dict[str, str]) -> str:
    """A date as written in parts; in ISO's form where all of them are numbers."""
    year, month, day = parts.get("Year", ""), parts.get("Month") or parts.get("Season", ""), parts.get("Day", "")
    if not year:
        return parts.get("MedlineDate", "") or " ".join(p for p in (month, day) if p)
    number = dates.month_number(month)
    if number and year.isdigit() and (day.isdigit() or not day) and (iso := dates.iso(int(year), number, int(day or 0))):
        return iso
    return " ".join(p for p in (year, month, day) if p)


def _event(draft: Draft, element: Element, name: str) -> None:
    """A date of PubMed's own (DateCompleted …), or one of the history (received, accepted …), with its time."""
    parts = _parts(element)
    written = _joined(parts)
    clock = [t.zfill(2) for part in ("Hour", "Minute", "Second") if (t := parts.get(part))]
    kind = element.get("PubStatus") or element.get("DateType")
    draft.keep(f"{name}[{kind}]" if kind else name, f"{dates.parse(written) or written} {':'.join(clock)}".strip())


def _authors(draft: Draft, element: Element, name: str) -> None:
    """AuthorList. CompleteYN="N": the list is cut, which "others" at its end says. ValidYN="N": a misprint that an erratum put right."""
    field = "editor" if element.get("Type", "").startswith("editor") else "author"
    names = []
    for author in element:
        if author.get("ValidYN") == "N":
            draft.keep("Author[ValidYN=N]", value(author))
        elif (found := _name(draft, author)) is not None:
            names.append(found)
    if element.get("CompleteYN") == "N" and names:
        names.append(Name(literal="others"))
    draft.names(field, names)


def _name(draft: Draft, author: Element) -> Name | None:
    """One author: a person, or an organisation (CollectiveName). Given names come as ForeName, as FirstName and MiddleName, or as initials."""
    parts: dict[str, str] = {}
    affiliations: list[str] = []
    orcid = ""
    for child in author:
        tag = str(child.tag)
        if tag == "AffiliationInfo":
            for inner in child:
                if inner.tag == "Affiliation":
                    affiliations.append(marked(inner))
                else:
                    draft.keep(f"AffiliationInfo/{inner.tag}[{inner.get('Source', '')}]", text(inner))
        elif tag == "Affiliation":
            affiliations.append(marked(child))
        elif tag == "Identifier":
            written = text(child)
            known = ids.orcid(written) if child.get("Source", "ORCID") == "ORCID" else ""
            if known and not orcid:
                orcid = known
            else:
                draft.keep(f"Author/Identifier[{child.get('Source', '')}]", written)
        elif tag in _NAME_PARTS:
            parts[tag] = marked(child)
        else:
            keep(draft, child, "Author")
    given = parts.get("ForeName") or " ".join(p for p in (parts.get("FirstName", ""), parts.get("MiddleName", "")) if p) or parts.get("Initials", "")
    family, collective = parts.get("LastName", ""), parts.get("CollectiveName", "")
    if collective and (family or given):
        draft.keep("Author/CollectiveName", collective)
    if family and not given and not parts.get("Suffix") and organisation_weight(family) == 2:
        family, collective = "", family
    kept = tuple(dict.fromkeys(a for a in affiliations if a))
    bare = inverted(family, given, parts.get("Suffix", "")) if family else Name(literal=collective or given)
    name = msgspec.structs.replace(bare, affiliation=kept, orcid=orcid)
    if author.get("EqualContrib") == "Y":
        draft.keep("Author[EqualContrib]", name.display())
    return name if name.family or name.literal else None


_NAME_PARTS = frozenset(("LastName", "ForeName", "FirstName", "MiddleName", "Initials", "Suffix", "CollectiveName"))


def _abstract(draft: Draft, element: Element, name: str) -> None:
    """Abstract, its labelled parts one after another ("METHODS: …"). One in another language (OtherAbstract) stands for it where it is alone."""
    parts = []
    for child in element:
        if child.tag != "AbstractText":
            keep(draft, child, name)
            continue
        label, category, part = child.get("Label", "").strip(), child.get("NlmCategory", ""), marked(child)
        if category not in ("", "UNASSIGNED", "UNLABELLED", label.upper()):
            draft.keep("AbstractText@NlmCategory", f"{label}: {category}" if label else category)
        parts.append(f"{label}: {part}" if label and part and label.upper() != "UNLABELLED" else part)
    if (element.text or "").strip():
        parts.insert(0, element.text or "")
    draft.text("abstract", " ".join(p for p in parts if p), name)
    keep_attributes(draft, element, name)


def _keywords(draft: Draft, element: Element, name: str) -> None:
    """KeywordList: the authors' words, or those of another indexer."""
    if element.get("Owner", "NOTNLM") != "NOTNLM":
        draft.keep("KeywordList@Owner", element.get("Owner"))
    words = [marked(child).rstrip(".") for child in element]
    draft.keywords(words)
    if major := [w for w, child in zip(words, element, strict=True) if child.get("MajorTopicYN") == "Y"]:
        draft.keep("Keyword[MajorTopicYN]", "\n".join(major))


def _mesh(draft: Draft, element: Element, name: str) -> None:
    """MeshHeadingList, in MEDLINE's notation (a star for a major topic) with the identifiers of the vocabulary."""
    lines = []
    for heading in element:
        terms = [("*" if t.get("MajorTopicYN") == "Y" else "") + text(t) for t in heading]
        codes = [c for t in heading if (c := t.get("UI"))]
        kinds = [k for t in heading if (k := t.get("Type"))]
        lines.append("/".join(terms) + (f" [{'/'.join((*codes, *kinds))}]" if codes or kinds else ""))
    draft.keep("MeshHeading", "\n".join(lines))


def _publication_types(draft: Draft, element: Element, name: str) -> None:
    for child in element if element.tag == "PublicationTypeList" else (element,):
        written = text(child)
        if draft.fields["type"] == "article-journal" and (known := medline.TYPES.get(written.lower())):
            draft.fields["type"] = known
        draft.keep("PublicationType", f"{written} [{child.get('UI')}]" if child.get("UI") else written)


def _references(draft: Draft, element: Element, name: str) -> None:
    """ReferenceList, which may hold others: a line a reference, its identifiers in brackets."""
    lines = []
    for reference in element.iter("Reference"):
        known = [f"{i.get('IdType', '')}:{text(i)}" for i in reference.iter("ArticleId")]
        cited = " ".join([marked(c) for c in reference if c.tag != "ArticleIdList"])
        lines.append(f"{cited} [{', '.join(known)}]" if known else cited)
    draft.keep("Reference", "\n".join(line.strip() for line in lines if line.strip()))
    for title in element.iter("Title"):
        draft.keep("ReferenceList/Title", text(title))


def _book_document(draft: Draft, element: Element, name: str) -> None:
    """BookDocument: a chapter where it has a title of its own (ArticleTitle), else the book itself."""
    chapter = element.find("ArticleTitle")
    draft.fields["type"] = "chapter" if chapter is not None and text(chapter) else "book"
    alone = not any(a.get("Type", "authors") == "authors" for a in element.findall("AuthorList"))
    for child in element:
        if child.tag == "Book":
            _book(draft, child, alone)
        elif child.tag in _BOOK_DOCUMENT:
            _BOOK_DOCUMENT[str(child.tag)](draft, child, str(child.tag))
        else:
            keep(draft, child)


def _book(draft: Draft, element: Element, alone: bool) -> None:
    """Book. Its authors are the chapter's where the chapter names none (``alone``)."""
    is_chapter = draft.fields["type"] == "chapter"
    for child in element:
        tag = str(child.tag)
        if tag == "BookTitle":
            draft.text("container_title" if is_chapter else "title", marked(child), tag)
            keep_attributes(draft, child, tag)
        elif tag == "AuthorList" and is_chapter and not alone and child.get("Type", "authors") == "authors":
            keep(draft, child, "Book")
        elif tag in _BOOK:
            _BOOK[tag](draft, child, tag)
        else:
            keep(draft, child, "Book")


def _collection_title(draft: Draft, element: Element, name: str) -> None:
    draft.text("collection_title", marked(element), name)
    keep_attributes(draft, element, name)


_ISSUE: dict[str, _Handler] = {"Volume": _field("volume"), "Issue": _field("issue"), "PubDate": _published}
_JOURNAL: dict[str, _Handler] = {
    "ISSN": _issn,
    "JournalIssue": _inside(_ISSUE),
    "Title": _field("container_title"),
    "ISOAbbreviation": _field("container_title_short"),
}
_ARTICLE: dict[str, _Handler] = {
    "Journal": _inside(_JOURNAL, "Journal"),
    "Book": _inside({}, "Book"),
    "ArticleTitle": _title,
    "VernacularTitle": _vernacular,
    "Pagination": _pagination,
    "ELocationID": _location,
    "Abstract": _abstract,
    "AuthorList": _authors,
    "Language": _field("language"),
    "PublicationTypeList": _publication_types,
    "ArticleDate": _online,
}
_CITATION: dict[str, _Handler] = {
    "PMID": _pmid,
    "Article": _article,
    "DateCreated": _event,
    "DateCompleted": _event,
    "DateRevised": _event,
    "MedlineJournalInfo": _inside({"MedlineTA": _field("container_title_short"), "ISSNLinking": _issn}, "MedlineJournalInfo"),
    "KeywordList": _keywords,
    "MeshHeadingList": _mesh,
    "OtherAbstract": _abstract,
}
_DATA: dict[str, _Handler] = {"ArticleIdList": _article_ids, "History": _inside({"PubMedPubDate": _event}), "ReferenceList": _references}
_BOOK: dict[str, _Handler] = {
    "Publisher": _inside({"PublisherName": _field("publisher"), "PublisherLocation": _field("publisher_place")}),
    "PubDate": _published,
    "BeginningDate": _event,
    "EndingDate": _event,
    "AuthorList": _authors,
    "Volume": _field("volume"),
    "Edition": _field("edition"),
    "CollectionTitle": _collection_title,
    "Isbn": _isbn,
    "ELocationID": _location,
}
_BOOK_DOCUMENT: dict[str, _Handler] = {
    "PMID": _pmid,
    "ArticleIdList": _article_ids,
    "ArticleTitle": _title,
    "VernacularTitle": _vernacular,
    "Pagination": _pagination,
    "Language": _field("language"),
    "AuthorList": _authors,
    "PublicationType": _publication_types,
    "Abstract": _abstract,
    "KeywordList": _keywords,
    "ContributionDate": _event,
    "DateRevised": _event,
    "ReferenceList": _references,
}
_PARTS: dict[str, _Handler] = {
    "MedlineCitation": _citation,
    "PubmedData": _inside(_DATA),
    "BookDocument": _book_document,
    "PubmedBookData": _inside(_DATA),
}
