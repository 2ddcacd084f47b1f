"""The tables of BibTeX's and BibLaTeX's entry types and fields, both ways.

BibTeX: btxdoc, sections 3.1 (types) and 3.2 (fields). BibLaTeX: its manual, sections 2.1 and 2.2. CSL types and variables:
CSL 1.0.2, appendices III and IV. The names on the right are the Python names of :class:`~paperconv.model.Record`.
"""

CSL_TYPE: dict[str, str] = {
    "article": "article-journal", "inproceedings": "paper-conference", "conference": "paper-conference", "incollection": "chapter",
    "inbook": "chapter",
    "suppbook": "chapter", "suppcollection": "chapter", "bookinbook": "chapter", "inreference": "entry-encyclopedia", "book": "book",
    "mvbook": "book",
    "proceedings": "book", "mvproceedings": "book", "collection": "book", "mvcollection": "book", "reference": "book", "mvreference": "book",
    "booklet": "pamphlet", "manual": "report", "phdthesis": "thesis", "mastersthesis": "thesis", "thesis": "thesis", "techreport": "report",
    "report": "report",
    "unpublished": "manuscript", "online": "webpage", "electronic": "webpage", "www": "webpage", "dataset": "dataset", "data": "dataset",
    "software": "software", "softwareversion": "software", "softwaremodule": "software", "codefragment": "software", "patent": "patent",
    "periodical": "periodical", "suppperiodical": "article-journal", "review": "review", "image": "graphic", "artwork": "graphic", "audio": "song",
    "music": "song", "movie": "motion_picture", "video": "motion_picture", "legislation": "legislation", "legal": "treaty",
    "jurisdiction": "legal_case",
    "standard": "standard", "performance": "performance", "letter": "personal_communication", "misc": "document",
}
"""Entry type -> CSL type. A type that is not here is read as ``document``."""

PREPRINT = "article"
"""CSL's type for a preprint (and for what is not known to be anything else)."""

OTHER_TYPES = frozenset("""bill broadcast classic collection entry entry-dictionary event figure hearing interview manuscript map musical_score
pamphlet
paper-conference post post-weblog regulation review-book speech article-journal article-magazine article-newspaper chapter entry-encyclopedia graphic
legal_case motion_picture personal_communication song treaty webpage document""".split())
"""CSL types that are no entry types: what ``entrysubtype`` can say beside those."""

SUBTYPES: dict[str, str] = {"magazine": "article-magazine", "newspaper": "article-newspaper", "preprint": PREPRINT}
"""BibLaTeX's ``entrysubtype`` -> CSL type (biblatex-apa has the first two)."""

BIBTEX_TYPE: dict[str, str] = {
    "article-journal": "article", "article-magazine": "article", "article-newspaper": "article", "review": "article", "review-book": "article",
    "paper-conference": "inproceedings", "chapter": "incollection", "entry-encyclopedia": "incollection", "entry-dictionary": "incollection",
    "book": "book",
    "thesis": "phdthesis", "report": "techreport", "manuscript": "unpublished", "pamphlet": "booklet",
}
"""CSL type -> entry type of BibTeX; every other is ``misc``."""

BIBLATEX_TYPE: dict[str, str] = {
    **BIBTEX_TYPE, "entry-encyclopedia": "inreference", "entry-dictionary": "inreference", "thesis": "thesis", "report": "report",
    "webpage": "online",
    "post": "online", "post-weblog": "online", "dataset": "dataset", "software": "software", "patent": "patent", "periodical": "periodical",
    PREPRINT: "online",
}
"""CSL type -> entry type of BibLaTeX; every other is ``misc``."""

OWN_TYPES: dict[str, frozenset[str]] = {
    "bibtex": frozenset("""article book booklet conference inbook incollection inproceedings manual mastersthesis misc phdthesis proceedings
        techreport unpublished""".split()),
    "biblatex": frozenset("""article book mvbook inbook bookinbook suppbook booklet collection mvcollection incollection suppcollection dataset manual
        misc online patent periodical suppperiodical proceedings mvproceedings inproceedings reference mvreference inreference report software
        thesis unpublished phdthesis mastersthesis techreport""".split()),
}
"""The entry types that the styles of each dialect know."""

REQUIRED: dict[str, str] = {
    "article": "container_title", "inproceedings": "container_title", "conference": "container_title", "incollection": "container_title",
    "inreference": "container_title", "phdthesis": "publisher", "mastersthesis": "publisher", "techreport": "publisher", "unpublished": "note",
    "booklet": "title", "manual": "title", "proceedings": "title",
}
"""What an entry type is nothing without: an entry that lacks it is written as ``misc``, about which no style complains."""

TEXT: dict[str, str] = {
    "note": "note", "abstract": "abstract", "shortjournal": "container_title_short", "shorttitle": "title_short",
    "journal": "container_title", "journaltitle": "container_title", "booktitle": "container_title", "series": "collection_title",
    "eventtitle": "event_title", "volume": "volume", "issue": "issue", "eid": "number", "edition": "edition", "chapter": "chapter_number",
    "pagetotal": "number_of_pages", "numpages": "number_of_pages", "type": "genre", "publisher": "publisher", "institution": "publisher",
    "school": "publisher", "address": "publisher_place", "location": "publisher_place", "language": "language", "langid": "language",
}
"""Field -> text field of the record, where the entry type makes no difference. The first field of an entry that claims one has it."""

NAMES = ("author", "editor", "translator")
IDENTIFIERS: dict[str, str] = {"doi": "doi", "pmid": "pmid", "pmcid": "pmcid", "isbn": "isbn", "issn": "issn"}
OTHER_IDENTIFIERS = ("acl", "bibcode", "dblp", "inspire", "openalex", "semanticscholar")
"""Identifiers for which BibTeX has a field of that name by nobody's rule, and BibLaTeX none."""
CUSTOM_VERBATIM = ("verba", "verbb", "verbc")
"""BibLaTeX's verbatim fields that no style prints (manual, 2.2.4)."""

CUSTOM_TEXT = ("usera", "userb", "userc", "userd", "usere", "userf")
"""The same for text: what the data model has no field for in an entry of this type goes there, under its name ("publisher: Springer")."""
UNPUBLISHED: dict[str, tuple[str, ...]] = {
    "article": ("publisher", "location"), "periodical": ("publisher", "location"), "online": ("location",), "patent": ("publisher",)}
"""BibLaTeX's entry types -> fields of ours that biber calls invalid there, and that no style prints (manual, 2.1.1 and 2.2.2)."""

VERBATIM = frozenset("""url doi eprint file pdf verba verbb verbc urlraw biburl bdsk-url-1 bdsk-url-2 bdsk-file-1 local-url
repository swhid arxivid""".split())
"""Fields that are no TeX text: addresses and file names."""

EPRINT_FIELDS = ("eprint", "archiveprefix", "eprinttype", "primaryclass", "eprintclass", "arxivid")

NUMBER_IS_ISSUE = frozenset({"article-journal", "article-magazine", "article-newspaper", "review", "review-book", "periodical"})
"""CSL types of which BibTeX's ``number`` is the issue of a journal."""

ORGANISED = frozenset({"misc", "online", "manual", "software", "dataset", "electronic", "www"})
"""Entry types whose publisher is called ``organization``."""

GENRES: dict[str, str] = {"phdthesis": "PhD thesis", "mastersthesis": "Master's thesis"}
"""Entry type -> what it says of a thesis."""
GENRE_KEYS: dict[str, str] = {"phdthesis": "PhD thesis", "mathesis": "Master's thesis", "mastersthesis": "Master's thesis", "techreport": "",
    "resreport": "Research report"}
"""BibLaTeX's words for the ``type`` field (manual, 4.9.2.13) -> the record's genre."""

LANGUAGES: dict[str, str] = {
    "english": "en", "american": "en-US", "usenglish": "en-US", "british": "en-GB", "ukenglish": "en-GB", "australian": "en-AU", "canadian": "en-CA",
    "german": "de", "ngerman": "de", "austrian": "de-AT", "naustrian": "de-AT", "swissgerman": "de-CH", "french": "fr", "acadian": "fr-CA",
    "italian": "it", "spanish": "es", "catalan": "ca", "portuguese": "pt", "portuges": "pt", "brazilian": "pt-BR", "brazil": "pt-BR", "dutch": "nl",
    "danish": "da", "swedish": "sv", "norwegian": "no", "norsk": "nb", "nynorsk": "nn", "finnish": "fi", "icelandic": "is", "polish": "pl",
    "czech": "cs",
    "slovak": "sk", "slovene": "sl", "croatian": "hr", "serbian": "sr", "bulgarian": "bg", "russian": "ru", "ukrainian": "uk", "hungarian": "hu",
    "romanian": "ro", "greek": "el", "turkish": "tr", "hebrew": "he", "arabic": "ar", "chinese": "zh", "japanese": "ja", "korean": "ko",
    "latin": "la",
    "estonian": "et", "latvian": "lv", "lithuanian": "lt", "vietnamese": "vi", "persian": "fa", "hindi": "hi", "indonesian": "id",
    "basque": "eu", "galician": "gl",
}
"""babel's name of a language -> BCP 47 tag."""

BABEL: dict[str, str] = {tag: name for name, tag in reversed(LANGUAGES.items())}
"""BCP 47 tag -> babel's name of the language."""

_THREE_LETTERS: dict[str, str] = {
    "eng": "en", "ger": "de", "deu": "de", "fre": "fr", "fra": "fr", "ita": "it", "spa": "es", "cat": "ca", "por": "pt", "dut": "nl", "nld": "nl",
    "dan": "da", "swe": "sv", "nor": "no", "nob": "nb", "nno": "nn", "fin": "fi", "ice": "is", "isl": "is", "pol": "pl", "cze": "cs", "ces": "cs",
    "slo": "sk", "slk": "sk", "slv": "sl", "hrv": "hr", "srp": "sr", "bul": "bg", "rus": "ru", "ukr": "uk", "hun": "hu", "rum": "ro", "ron": "ro",
    "gre": "el", "ell": "el", "tur": "tr", "heb": "he", "ara": "ar", "chi": "zh", "zho": "zh", "jpn": "ja", "kor": "ko", "lat": "la", "est": "et",
    "lav": "lv", "lit": "lt", "vie": "vi", "per": "fa", "fas": "fa", "hin": "hi", "ind": "id", "baq": "eu", "eus": "eu", "glg": "gl",
}
"""ISO 639-2, both its bibliographic and its terminological codes -> ISO 639-1."""


def babel(language: str) -> str:
    """Babel's name of a language: of its tag (en-NZ as en), its code of two or three letters, its name; "" where it has none."""
    tag = language.strip().replace("_", "-")
    if tag in BABEL or tag.lower() in LANGUAGES:
        return BABEL.get(tag) or tag.lower()
    first, _, rest = tag.lower().partition("-")
    first = _THREE_LETTERS.get(first, first)
    return BABEL.get(f"{first}-{rest.upper()}") or BABEL.get(first, "")

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

STYLE_MACROS: dict[str, str] = {**{m: m for m in MONTHS},
    "acmcs": "ACM Computing Surveys", "acta": "Acta Informatica", "cacm": "Communications of the ACM",
    "ibmjrd": "IBM Journal of Research and Development",
    "ibmsj": "IBM Systems Journal", "ieeese": "IEEE Transactions on Software Engineering", "ieeetc": "IEEE Transactions on Computers",
    "ieeetcad": "IEEE Transactions on Computer-Aided Design of Integrated Circuits", "ipl": "Information Processing Letters",
    "jacm": "Journal of the ACM",
    "jcss": "Journal of Computer and System Sciences", "scp": "Science of Computer Programming", "sicomp": "SIAM Journal on Computing",
    "tocs": "ACM Transactions on Computer Systems", "tods": "ACM Transactions on Database Systems", "tog": "ACM Transactions on Graphics",
    "toms": "ACM Transactions on Mathematical Software", "toois": "ACM Transactions on Office Information Systems",
    "toplas": "ACM Transactions on Programming Languages and Systems", "tcs": "Theoretical Computer Science"
}
"""What the standard styles define as @string (btxdoc, 3; plain.bst)."""

NOT_INHERITED = frozenset("""crossref xref xdata ids entryset entrysubtype execute label options presort related relatedoptions relatedstring
relatedtype
shorthand shorthandintro sortkey key doi url eprint eprinttype eprintclass archiveprefix primaryclass abstract annote annotation keywords file
pagetotal numpages pages title subtitle titleaddon shorttitle""".split())
"""Fields that a child does not take from the entry it names in ``crossref``: the manual's list (appendix B), and what is the parent's own."""

HOSTED = frozenset("inproceedings conference incollection inbook inreference suppbook suppcollection bookinbook".split())
"""Entry types of a part of a book, to which the parent's title is the ``booktitle``."""


def csl_type(entry_type: str, fields: frozenset[str], is_arxiv: bool) -> str:
    """The CSL type of an entry of ``entry_type`` that has ``fields`` (lower case): one rule for the reader and the writer.

    A preprint is a ``misc`` or ``online`` with an arXiv identifier (or an ``article`` without a journal), or a ``misc`` that says
    nothing of a publisher or an address.
    """
    if is_arxiv and (entry_type in ("misc", "online", "unpublished") or (entry_type == "article" and not fields & {"journal", "journaltitle"})):
        return PREPRINT
    if entry_type == "misc" and not fields & {"url", "howpublished", "publisher", "organization", "institution", "type"}:
        return PREPRINT
    return CSL_TYPE.get(entry_type, "document")
