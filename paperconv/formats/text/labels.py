"""Labels that stand before a field: "Title:", "**Authors:**", "Journal-ref:", "Zusammenfassung:"."""

import re

_WORDS = {
    "title": "title|titel|titre|título|titulo|titolo|paper title|标题|题目|タイトル",
    "author": "author|authors|author(s)|contributors|contributor(s)|by|autor|autoren|auteur|auteurs|autores|autori|作者|著者",
    "abstract": "abstract|summary|zusammenfassung|résumé|resumen|resumo|riassunto|tl;dr|tldr|摘要|要旨|概要",
    "note": "comment|comments|comment(s)|note|notes|remark|remarks|bemerkung|备注",
    "issued": "date|created|published|publication date|submitted|submitted on|submission date|first submitted|posted|"
    "issued|datum|fecha|year|publication year|jahr|année|año|"
    "published on|date published|日期|年份|originally announced|announced",
    "updated": "updated|date added|last updated|modified|revised|last revised|date (revised)|update date|last modified",
    "arxiv": "arxiv|arxiv id|arxiv number|arxiv identifier|arxiv-id|arxivid|paper|paper id|paper number|eprint|e-print",
    "identifier": "archive id|id|identifier|identifiers|preprint",
    "doi": "doi|digital object identifier|related doi",
    "pmid": "pmid|pubmed id|pubmed",
    "pmcid": "pmcid|pmc",
    "isbn": "isbn|isbn-13|isbn-10",
    "issn": "issn|eissn",
    "url": "url|link|links|pdf|pdf link|web|website|html|available at|available from|source|homepage|project page|code|github|链接",
    "venue": "journal|venue|conference|booktitle|proceedings|journal-ref|journal reference|journal ref|published in|in|publication|"
    "source title|publication title|proceedings title|book title|conference name|zeitschrift|revue|revista|"
    "published at|container|期刊|会议",
    "volume": "volume|vol",
    "issue": "issue|number|no",
    "page": "pages|page|pp|seiten|page numbers",
    "publisher": "publisher|verlag|éditeur|editorial",
    "keyword": "keywords|keyword|key words|index terms|tags|schlagworte|schlüsselwörter|mots-clés|palabras clave|关键词|topics",
    "category": "categories|category|subjects|subject classes|arxiv categories|primary category|arxiv subjects",
    "language": "language|sprache|langue|idioma",
    "type": "type|item type|document type|publication type",
    "affiliation": "author information|affiliations|affiliation|author affiliations|author affiliation",
    "related": "comment in|comment on|erratum in|erratum for|update in|update of|republished in|retraction in|summary for patients in",
    "rights": "copyright|license|licence|conflict of interest statement|competing interests",
    "editor": "editor|editors|editor(s)|herausgeber|edited by",
}
FIELD_OF: dict[str, str] = {word: field for field, words in _WORDS.items() for word in words.split("|")}
"""A label in lower case -> the field it names. ``updated`` and ``type`` name none of the model's."""


def field_of(name: str) -> str:
    """The field that a word names, as a label or as a program writes it ("arxiv_id", "publicationDate"); "" where it names none."""
    word = name.lower()
    return FIELD_OF.get(word) or FIELD_OF.get(_JOINED.sub(" ", name).lower(), "")


_JOINED = re.compile(r"(?<=[a-z])(?=[A-Z])|[_-]")

ALONE = frozenset("abstract summary title authors author keywords zusammenfassung résumé resumen 摘要 关键词".split()) | {
    "key words", "tldr", "tl;dr", "author information", "comment in", "comment on", "erratum in", "update in", "update of",
}  # fmt: skip
"""Labels that also stand on a line of their own, without a colon."""

_LABEL = re.compile(
    r"(?:[*_]{1,3}|<b>)?([^\W\d_][\w()/;. '-]{0,28}?)(?:\s*(\([^)]*\)))?\s*(?:[*_]{1,3}|</b>)?\s*[:：]"
    r"(?:[*_]{1,3}|</b>)?(?=\s|$|[^\s/\d])\s*"
)
_REVISED = re.compile(r"revis|updat|replac|v\d", re.I)
_BEFORE_NUMBER = re.compile(r"(arxiv|doi|pmid|pmcid|isbn|issn|year|jahr)\s*:\s*(?=\S)", re.I)
_ABSTRACT_DASH = re.compile(r"[*_]{0,3}(abstract|summary|index terms|keywords)[*_]{0,3}\s*(?:[—–―]|-{1,3}(?=\s|[A-Z])|\.\s(?=[A-Z]))\s*", re.I)
_TABBED = re.compile(r"([^\W\d_][\w()/ -]{0,28}?)\t[ \t]*(?=\S)")
"""The name of a field in its column, as in the reports of Zotero."""
_DRAWER = re.compile(r":([A-Za-z][\w-]{1,20}):[ \t]+(?=\S)")
"""A property of Org mode."""
_NOT_LABELS = frozenset({"http", "https", "ftp", "mailto"})


class Label:
    """A label as it stands at the beginning of a text: the field ("" where the word is not known), the word, and how long it is."""

    __slots__ = ("field", "length", "word")

    def __init__(self, field: str, word: str, length: int) -> None:
        self.field, self.word, self.length = field, word, length


def match(text: str) -> Label | None:
    """The label at the beginning of ``text``, known or merely of a label's shape (then its ``field`` is ""); else ``None``."""
    head = text[:60]
    if ":" in head or "：" in head:
        if (m := _BEFORE_NUMBER.match(head)) is not None:
            if len(text) - m.end() > 80:  # an entry that begins with its identifier
                return None
            return Label(FIELD_OF[m[1].lower()], m[1], m.end())
        m = _LABEL.match(head)
        if m is not None and m[1].lower() not in _NOT_LABELS and not text.startswith("//", m.end()):
            field = "updated" if m[2] and _REVISED.search(m[2]) else field_of(m[1].strip())
            return Label(field, m[1].strip() + (f" {m[2]}" if m[2] else ""), _end(text, m.end()))
    if text.startswith(":") and (m := _DRAWER.match(text)) is not None:
        word = m[1].lower().replace("_", " ")
        return Label(FIELD_OF.get(word, "property"), m[1], m.end())
    if "\t" in head and (m := _TABBED.match(text)) is not None and text.count("\t") == 1:
        return Label(FIELD_OF.get(m[1].lower(), ""), m[1], m.end())
    bare = text.strip("*_#= \t:").lower()
    if bare in ALONE:
        return Label(FIELD_OF[bare], text.strip("*_#= \t:"), len(text))
    if (m := _ABSTRACT_DASH.match(text)) is not None and m.end() < len(text):
        return Label(FIELD_OF[m[1].lower()], m[1], m.end())
    return None


def _end(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t":
        at += 1
    return at
