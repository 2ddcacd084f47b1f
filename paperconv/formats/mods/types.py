"""Which CSL type a record in MODS has: by its genre, else by its host, else by the kind of resource it is."""

from paperconv.formats.draft import Draft
from paperconv.io.xml import Element, attribute, children, every, text

_GENRES = {
    "journal article": "article-journal",
    "journalarticle": "article-journal",
    "academic journal article": "article-journal",
    "article": "article-journal",
    "research article": "article-journal",
    "magazine article": "article-magazine",
    "magazinearticle": "article-magazine",
    "newspaper article": "article-newspaper",
    "newspaperarticle": "article-newspaper",
    "preprint": "article",
    "book": "book",
    "ebook": "book",
    "collection": "book",
    "monograph": "book",
    "proceedings": "book",
    "conference proceedings": "book",
    "book chapter": "chapter",
    "bookchapter": "chapter",
    "booksection": "chapter",
    "book section": "chapter",
    "chapter": "chapter",
    "conference paper": "paper-conference",
    "conferencepaper": "paper-conference",
    "inproceedings": "paper-conference",
    "thesis": "thesis",
    "theses": "thesis",
    "academic theses": "thesis",
    "dissertation": "thesis",
    "dissertations": "thesis",
    "ph.d. thesis": "thesis",
    "masters thesis": "thesis",
    "doctoral thesis": "thesis",
    "habilitation thesis": "thesis",
    "diploma thesis": "thesis",
    "report": "report",
    "technical report": "report",
    "technicalreport": "report",
    "working paper": "report",
    "government publication": "report",
    "web page": "webpage",
    "web site": "webpage",
    "website": "webpage",
    "webpage": "webpage",
    "electronic": "webpage",
    "blogpost": "post-weblog",
    "blog": "post-weblog",
    "patent": "patent",
    "map": "map",
    "review": "review",
    "book review": "review-book",
    "data set": "dataset",
    "dataset": "dataset",
    "numeric data": "dataset",
    "computer program": "software",
    "software": "software",
    "computerprogram": "software",
    "unpublished": "manuscript",
    "manuscript": "manuscript",
    "letter": "personal_communication",
    "email": "personal_communication",
    "communication": "personal_communication",
    "interview": "interview",
    "speech": "speech",
    "lecture": "speech",
    "presentation": "speech",
    "hearing": "hearing",
    "legislation": "legislation",
    "statute": "legislation",
    "bill": "bill",
    "legal case and case notes": "legal_case",
    "case": "legal_case",
    "encyclopedia": "entry-encyclopedia",
    "encyclopediaarticle": "entry-encyclopedia",
    "dictionary": "entry-dictionary",
    "dictionaryentry": "entry-dictionary",
    "pamphlet": "pamphlet",
    "motion picture": "motion_picture",
    "videorecording": "motion_picture",
    "film": "motion_picture",
    "television broadcast": "broadcast",
    "radio broadcast": "broadcast",
    "artwork": "graphic",
    "art original": "graphic",
    "picture": "graphic",
    "photograph": "graphic",
    "standard or specification": "standard",
    "standard": "standard",
    "treaty": "treaty",
    "treaties": "treaty",
    "online discussion": "post",
}
"""Genres of MARC's list, of bibutils and of Zotero that name a CSL type (in lower case)."""
_WITH_HOST = {"book": "chapter"} | dict.fromkeys(("conference publication", "proceedings", "conference proceedings"), "paper-conference")
"""What a genre of a part, or of its host, says when the paper stands in something larger."""
_HOSTS = {
    "periodical": "article-journal",
    "academic journal": "article-journal",
    "journal": "article-journal",
    "series": "article-journal",
    "magazine": "article-magazine",
    "newspaper": "article-newspaper",
    "encyclopedia": "entry-encyclopedia",
    "dictionary": "entry-dictionary",
    "web site": "webpage",
    "web page": "webpage",
    "multivolume monograph": "book",
    "collection": "chapter",
    **_WITH_HOST,
}
_RESOURCES = {
    "still image": "graphic",
    "moving image": "motion_picture",
    "cartographic": "map",
    "sound recording": "song",
    "sound recording-musical": "song",
    "notated music": "musical_score",
    "software, multimedia": "software",
}


def type_of(draft: Draft, mods: Element) -> str:
    """The CSL type; "document" where nothing tells it."""
    genres = [text(g).strip(".").lower() for g in children(mods, "genre")]
    hosts = [r for r in children(mods, "relatedItem") if attribute(r, "type") == "host"]
    host_genres = [text(g).strip(".").lower() for h in hosts for g in every(h, "genre")]
    for genre in genres:
        if known := (_WITH_HOST.get(genre) if hosts else None) or _GENRES.get(genre) or ("book" if genre == "conference publication" else None):
            return known
    if known := next((_HOSTS[g] for g in host_genres if g in _HOSTS), ""):
        return known
    issuance = [text(i) for h in hosts for i in every(h, "originInfo/issuance")]
    if "continuing" in issuance or "serial" in issuance or any("issn" in attribute(i, "type") for h in hosts for i in children(h, "identifier")):
        return "article-journal"
    if "monographic" in issuance:
        return "chapter"
    resources = list(children(mods, "typeOfResource"))
    if any(attribute(r, "manuscript") == "yes" for r in resources):
        return "manuscript"
    if known := next((_RESOURCES[k] for r in resources if (k := text(r).lower()) in _RESOURCES), ""):
        return known
    if any("monographic" in text(i) or "single unit" in text(i) for i in every(mods, "originInfo/issuance")):
        return "book"
    return "document"
