"""What a listing prints around a paper: identifiers, links, dates, volume and pages. Found in running text, with the text that is left."""

import re

import msgspec

from paperconv.formats.text import publishers
from paperconv.model import date as dates
from paperconv.model import identifier as ids


class Imprint(msgspec.Struct):
    """What was found in a text; ``rest`` is the text without it. ``identifiers`` are normal forms, ``date`` is ISO 8601."""

    rest: str = ""
    identifiers: dict[str, str] = {}
    version: int = 0
    categories: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    date: str = ""
    size: str = ""


LINK = re.compile(r"!?\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(<?((?:https?://|www\.|/|#)[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)>?(?:\s+\"[^\"]*\")?\)")
_URL = re.compile(r"<?(?:https?://|ftp://|www\.)[^\s<>\"{}|^`\[\]]+[^\s<>\"{}|^`\[\].,;:!?'()]\)?>?", re.I)
_ARXIV = re.compile(
    r"(?:corr,?\s+(?:abs/)?|e-?prints?:?\s+)?(?:arxiv(?:\s+(?:e-?prints?|preprint))?[\s:.,]*)?(?:arxiv:\s*|corr\s+abs/|abs/|oai:arxiv\.org:)?"
    r"((?<![\d.])\d{4}\.\d{4,5}(?![\d.]\d)|"
    r"(?:[a-z]{2,8}(?:-[a-z]{2,4})?(?:\.[A-Z]{2})?)/\d{7})(?:v(\d{1,2}))?\b(?:\s*\[([a-z-]+(?:\.[A-Za-z-]{2,})?)\])?",
    re.I,
)
_ARXIV_NUMBER = re.compile(r"\d(?:\d\d\d\.\d{4}|\d{6})")
"""What every identifier of arXiv has in it; most texts have nothing of the kind."""
_DOI = re.compile(r"(?:doi[\s:]*)?(?:https?://(?:dx\.)?doi\.org/)?(?<![\w.])10\.\d{4,9}(?:\.\d+)*/[^\s\"<>{}]*[^\s\"<>{}.,;:'\]]", re.I)
_NUMBERED = re.compile(r"\b(pmid|pmcid|isbn|issn)[\s:#]*((?:PMC)?[\dXx][\dXx\u2010-\u2015 -]{4,20}[\dXx]|PMC\d+)", re.I)
_CATEGORY = (
    r"(?:astro-ph|cond-mat|cs|econ|eess|gr-qc|hep-(?:ex|lat|ph|th)|math|math-ph|nlin|nucl-(?:ex|th)|physics|q-bio|"
    r"q-fin|quant-ph|stat)(?:\.[A-Za-z-]{2,})?"
)
_CATEGORIES = re.compile(rf"\[?\(?\b({_CATEGORY})(?:\s*[,;]?\s+({_CATEGORY}))*\b\)?\]?")
_ONE_CATEGORY = re.compile(rf"(?<![\w-]){_CATEGORY}(?![\w-])")
_SIZE = re.compile(r"[(,]\s*(\d+\s?[kK][bB](?:,\w+)?)\s*\)?")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|"
    r"dec(?:ember)?)\.?"
)
_YEAR = r"(?:19|20)\d\d"
_FULL_DATE = re.compile(
    rf"(?<![\w/.-])(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?(?:{_YEAR}-\d\d(?:-\d\d)?(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?|{_YEAR}/\d\d?/\d\d?|"
    rf"\d{{1,2}}(?:st|nd|rd|th)?\.?\s+{_MONTH},?\s+{_YEAR}|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+{_YEAR}|{_MONTH},?\s+{_YEAR}|"
    rf"{_YEAR},?\s+{_MONTH}(?:\s+\d{{1,2}})?)(?:\s+\d\d?:\d\d(?::\d\d)?(?:\s*(?:GMT|UTC|Z|[A-Z]{{3}}))?)?(?![\w/-])",
    re.I,
)
_SOME_YEAR = re.compile(r"(?:19|20)\d\d")
_FULL_DATE_SIGN = re.compile(rf"{_YEAR}[-/]\d|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)")
"""What every full date has in it, in small letters."""
_CJK_DATE = re.compile(r"(\d{4})\s*年(?:\s*(\d{1,2})\s*月(?:\s*(\d{1,2})\s*日)?)?")
_THE = re.compile(r"\b(?:the|der|des|du|del)\s+$", re.I)
_PAREN_YEAR = re.compile(rf"[(\[]({_YEAR})[a-z]?(?:,\s*({_MONTH}(?:\s+\d{{1,2}})?))?[)\]]", re.I)
_OLD_YEAR = re.compile(r"(?:^|(?<=\s))[(\[](1[5-8]\d\d)[a-z]?[)\]]")
"""A year before 1900; behind a volume and no space it would be an issue."""
_LOOSE_YEAR = re.compile(rf"(?<![\w./:'’–-])({_YEAR})[a-z]?(?![\w/–-]|\.\d|:\d(?!\d*\s?[–-]))")
_YEAR_APART = re.compile(rf"(?<=[.,;—–])(?<!\d[—–])(?<!\d\s[—–])\s*({_YEAR})[a-z]?\s*(?=[.,;]|$)")
_BUTTONS = (
    "pdf|html|other|abs|abstract|ps|format|link|url|doi|arxiv|code|paper|project|bib|bibtex|poster|slides|video|"
    "website|github|data|supplement|supplementary|blog|demo|talk|preprint"
)
_LINK_WORDS = re.compile(rf"(?:[\[(|/]\s*)*\b(?:project page|{_BUTTONS})\b(?:\s*[\])|/])*", re.I)
_FIRST_WORDS = frozenset(_BUTTONS.split("|"))
_WORD = re.compile(r"\w+")
_BUTTON = re.compile(r"\[\s*(?:pdf|html|ps|abs|link|url|doi|arxiv|code|paper|bib|bibtex|poster|slides|video|website|data|demo|talk)\s*\]", re.I)
_PUNCTUATION = re.compile(r"[\s,;:.|/()\[\]<>·•—–-]*")
_EMPTY = re.compile(r"\(\s*[,;]?\s*\)|\[\s*[,;|]?\s*\]")
_WIDE, _LOOSE_MARK = re.compile(r"\s\s+"), re.compile(r"\s([,.;:)\]])")
_MARKS_TOGETHER = re.compile(r"([,;:.])(?:(?<!\.)(?:\s*[,;:.])+|(?<=\.)(?:\s+[,;:.])+)")
_AT_ENDS = "".join(chr(c) for c in range(0x3001) if chr(c).isspace()) + ",;:|·•—–-"


def take_links(text: str, found: Imprint) -> str:
    """``text`` with Markdown links as their words, and without URLs; both are added to ``found``."""

    def link(m: re.Match[str]) -> str:
        if m[0][0] != "!" or _BADGE.match(m[2]) is None:
            _sort_url(m[2], found)
        return "" if _LINK_WORDS.fullmatch(m[1].strip()) or not m[1].strip() or m[0][0] == "!" else m[1]

    if "](" in text:
        text = LINK.sub(link, text)
    if "://" in text or "www." in text:

        def url(m: re.Match[str]) -> str:
            address = m[0].strip("<>")
            closing = ""
            while address.endswith(")") and address.count("(") < address.count(")"):
                address, closing = address[:-1].rstrip(".,;"), closing + ")"
            _sort_url(address, found)
            return closing

        text = _URL.sub(url, text)
        text = _URL_WORD.sub("", text)
    return text


_BADGE = re.compile(r"https?://(?:img\.shields\.io|badgen\.net|badge\.fury\.io)/")
"""Pictures that say how many stars a repository has; none is the paper's address."""
_URL_WORD = re.compile(r"[,.]?\s+URL:?\s*(?=(?:\\url)?[{}.,;\s]*$)")


def _sort_url(address: str, found: Imprint) -> None:
    bare = re.sub(r"[?#].*$", "", address)
    if number := ids.arxiv(bare):
        found.identifiers.setdefault("arxiv", number)
        found.version = found.version or ids.arxiv_version(bare)
    elif "doi.org/" in address.lower() and (name := ids.doi(address)):
        found.identifiers.setdefault("doi", name)
    elif address.startswith(("http", "www", "ftp")):
        found.urls = (*found.urls, address)


def take_identifiers(text: str, found: Imprint) -> str:
    """``text`` without the identifiers that stand in it; they are added to ``found``. A bare number of arXiv's form counts too."""
    if "10." in text:

        def doi(m: re.Match[str]) -> str:
            name = ids.find_doi(m[0])
            if not name:
                return m[0]
            if number := ids.arxiv(name):
                found.identifiers.setdefault("arxiv", number)
            found.identifiers.setdefault("doi", name)
            return m[0][m[0].find(name) + len(name) :]

        text = _DOI.sub(doi, text)

    def arxiv(m: re.Match[str]) -> str:
        number = ids.arxiv(m[1])
        if not number or found.identifiers.get("arxiv", number) != number:
            return m[0]
        found.identifiers["arxiv"] = number
        found.version = found.version or int(m[2] or 0)
        if m[3] and _ONE_CATEGORY.fullmatch(m[3]):
            found.categories = (*found.categories, m[3])
        return ""

    if any(map(str.isdigit, text)):
        if _ARXIV_NUMBER.search(text) is not None:
            text = _ARXIV.sub(arxiv, text)
        if "pm" in text.lower() or "is" in text.lower():
            text = _NUMBERED.sub(lambda m: _numbered(m, found), text)
    return text


def _numbered(m: re.Match[str], found: Imprint) -> str:
    kind = m[1].lower()
    value = ids.NORMALISERS[kind](m[2].strip())
    if not value:
        return m[0]
    found.identifiers.setdefault(kind, value)
    return ""


def find_date(text: str) -> tuple[str, int, int] | None:
    """The date in a text as ISO 8601, and where it begins and ends; ``None`` where there is none.

    A full date comes first, then a year in brackets or one that stands apart ("…. 2019. …"), then the last bare year.
    """
    dated = _SOME_YEAR.search(text) is not None
    if not dated and "年" not in text:
        old = _OLD_YEAR.search(text)
        return (old[1], old.start(), old.end()) if old is not None else None
    for m in _FULL_DATE.finditer(text) if dated and _FULL_DATE_SIGN.search(text.casefold()) is not None else ():
        if value := dates.parse(re.sub(r"T[\d:.]+\S*$", "", m[0].strip())):
            return value, m.start(), m.end()
    found = _CJK_DATE.search(text) if "年" in text else None
    if found is not None and (value := dates.iso(int(found[1]), int(found[2] or 0), int(found[3] or 0))):
        return value, found.start(), found.end()
    found, apart = _PAREN_YEAR.search(text), _YEAR_APART.search(text)
    if found is not None and (apart is None or found.start() < apart.start()):
        month = found[2] or ""
        written = f"{month}, {found[1]}" if month[-1:].isdigit() else f"{month} {found[1]}"
        return dates.parse(written) or found[1], found.start(), found.end()
    found = apart or _last_of(_LOOSE_YEAR, text)
    return (found[1], found.start(), found.end()) if found is not None else None


def _last_of(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    last = None
    for m in pattern.finditer(text):
        last = m
    return last


def take_date(text: str, found: Imprint) -> str:
    """``text`` without its date, which is added to ``found``."""
    place = None if found.date else find_date(text)
    if place is None:
        return text
    found.date, begin, end = place
    if _THE.search(text[:begin]):  # "Proceedings of the 2019 Conference": the year is part of the name
        return text
    return f"{text[:begin]} {text[end:]}"


def without_year(text: str, known: str) -> str:
    """``text`` without the year that is known already, where it stands by itself ("CVPR 2016", "…, 2016, pp. 1-9"), not within a name."""
    year = known[:4]
    apart = re.compile(rf"\({year}\)|(?:^|(?<=[\s,;]))(?<!\d[—–-]){year}(?=\s*(?:[.,;:]|$))")
    return tidy(apart.sub("", text))


def take_categories(text: str, found: Imprint) -> str:
    """``text`` without arXiv categories in brackets or standing alone; they are added to ``found``."""

    def category(m: re.Match[str]) -> str:
        known = _ONE_CATEGORY.findall(m[0])
        if not (m[0].startswith("[") or all("." in c or "-" in c for c in known)):
            return m[0]
        found.categories = (*found.categories, *(c for c in known if c not in found.categories))
        return ""

    return _CATEGORIES.sub(category, text)


def read(text: str, known_date: str = "") -> Imprint:
    """Everything of the kind in ``text``, and what is left of it. Where the date is known already, none is looked for."""
    found = Imprint(identifiers={}, date=known_date)
    rest = take_links(text, found)
    rest = take_identifiers(rest, found)
    if "kb" in rest.lower() and (m := _SIZE.search(rest)):
        found.size = m[1]
        rest = rest[: m.start()] + rest[m.end() :]
    if found.identifiers:
        rest = take_categories(rest, found)
    rest = take_date(rest, found)
    found.rest = tidy(rest)
    return found


def tidy(text: str) -> str:
    """``text`` without empty brackets, doubled marks and the marks at its ends that removed pieces leave behind."""
    text = _BUTTON.sub("", text) if "[" in text else text
    text = _LOOSE_MARK.sub(r"\1", _WIDE.sub(" ", _EMPTY.sub("", text)))
    text = _MARKS_TOGETHER.sub(r"\1", text).lstrip(_AT_ENDS + ".").rstrip(_AT_ENDS)
    return re.sub(r"(?<!\.)\.[,;:]?\.$", ".", re.sub(r"(?<!\.)[,;:]\.$", "", text)) if text.endswith(".") else text


def only_marks(text: str) -> bool:
    """True where nothing is left but punctuation and the words of link buttons ("pdf", "[code]")."""
    first = _WORD.search(text)
    return (first is None or first[0].lower() in _FIRST_WORDS) and _PUNCTUATION.fullmatch(_LINK_WORDS.sub("", text)) is not None


# --- where it appeared ---------------------------------------------------------------------------------------------------------


class Venue(msgspec.Struct):
    """Where a paper appeared. ``kind`` is the CSL type that this tells, "" where it tells none."""

    title: str = ""
    volume: str = ""
    issue: str = ""
    page: str = ""
    kind: str = ""
    editors: str = ""
    publisher: str = ""
    place: str = ""
    rest: str = ""


_PAGES = r"(?:[A-Za-z]{0,3}\d{1,7}(?:\s*[-–—]{1,2}\s*[A-Z]{0,2}\d{1,6})?)"
_PP = re.compile(rf",?\s*\b(?:(?:pp?|pages?|seiten)\.?[:\s]\s*({_PAGES})|[SСC]\.\s*(\d{{1,5}}\s*[-–—]\s*\d{{1,5}}))", re.I)
_VOL = re.compile(r",?\s*\b(?:vol(?:ume|\.)?|Bd\.?|v\.|Т\.|Вып\.)\s*(\w{1,6})\b", re.I)
_VOL_WORDS = ("vol", "bd", "v.", "т.", "вып.")
_NO = re.compile(r",?\s*(?:\b(?:no|nr|iss(?:ue)?|number|heft|num)\.?|№|\bn[.°º]+)\s*(\d{1,4}(?:[-–/]\d{1,4})?)\b", re.I)
_NUMBERS = re.compile(
    r"[\s,;:.]+(?P<volume>[A-Z]?\d{1,5})(?![\d–-])(?:\s*\(\s*(?:no\.?\s*)?(?P<issue>[\w.–-]{1,9})\s*\))?"
    rf"(?:(?:\s*[,:;(]\s*|\s+)(?:pp?\.?\s*)?(?P<page>{_PAGES}))?[\s.,;)]*$"
)
"""What ends a journal reference: "86(11), 2278-2324"; "9, 1735"; "521:436-444". The year was taken out before."""
_VOLUME_ISSUE = re.compile(r"\s(\d{1,4})(?:\.|,\s)(\d{1,5})(?:[\s,;:()]+(\d{1,6}\s*[-–—]{1,2}\s*\d{1,6}))?[\s,.;:]*$")
TITLELESS = re.compile(
    r"(?:[A-Z][A-Za-z]{0,11}\.?(?:\s+(?:of|and|de|für)\b|\s*&)?\s*){1,7}(?:\([A-Za-z\d ]{1,12}\)\s*)?(?<=[\s.)])(?:[A-Z]\s?)?"
    r"\d{1,4}\s*(?:\(\d{1,3}\)\s*)?,\s*[A-Za-z]?\d{1,7}"
    r"(?:\s*[-–—]\s*\d{1,7})?(?=\W|$)"
)
"""A journal with volume and page and nothing before it: "Phys. Rev. Lett. 116, 061102"."""
_DASHES = re.compile(r"\s*[—–](?:[\s.,]*[—–])+|[\s.,]*[—–][\s.,]*$")
"""What is left where pieces were taken out between dashes, as Russian entries set them apart (GOST R 7.0.5)."""
_VOLUME_FIRST = re.compile(rf"(?P<volume>\d{{1,4}})\s+(?P<title>[A-Z][^\d,;:()]{{1,80}}?),?\s+(?P<page>{_PAGES})\.?")
"""The way lawyers cite: "521 Nature 436"."""
_PAGES_LAST = re.compile(r"[,:]\s*(\d{1,6}\s*[-–—]{1,2}\s*\d{1,6})[\s.,;]*$")
_VOLUME_PAGE = re.compile(r"\b\d{1,4}\s*\(\d{1,4}\)|\b\d{1,4}\s*[,:]\s*\d{1,6}(?:\s*[-–]|\b)")
_PROCEEDINGS = re.compile(
    r"\b(?:(?i:proc(?:eedings|\.)?|conference|conf\.|workshop|symposium|advances in neural information processing|lecture notes)|NeurIPS|NIPS|"
    r"ICML|ICLR|CVPR|ICCV|ECCV|WACV|BMVC|MICCAI|ACL|EMNLP|NAACL|EACL|COLING|LREC|AAAI|IJCAI|AISTATS|UAI|COLT|KDD|SIGIR|SIGMOD|VLDB|ICDE|WWW|"
    r"WSDM|CIKM|RecSys|CHI|UIST|SIGGRAPH|ICRA|IROS|RSS|CoRL|Interspeech|ICASSP|SODA|FOCS|STOC|PODC|SOSP|OSDI|NSDI|USENIX|SIGCOMM|PLDI|POPL|"
    r"OOPSLA|ICSE|FSE|ASPLOS|ISCA|MICRO|HPCA|CRYPTO|EUROCRYPT|CCS|NDSS|ISBI|ICIP|ICPR|3DV|ACCV|ISMIR)(?!\w)"
)
_JOURNAL = re.compile(
    r"\b(?:journal|transactions|trans\.|letters|lett\.|review|rev\.|annals|ann\.|archives?|bulletin|bull\.|j\.|acta|nature|science|pnas|"
    r"plos|ieee|acm|physica|phys\.|astrophys\.|astron\.|mon\.\s?not|quarterly|zeitschrift|comptes rendus|communications|commun\.|"
    r"magazine|reports|neural computation|cell|lancet|jama|bmj|mnras|apj|jmlr|tmlr|tpami|ijcv|comput(?:ation|\.)|"
    r"proceedings of the (?:ieee|national academy))(?!\w)"
)
"""Words of journals' names in small letters: an expression that heeds case takes a quarter of the time of one that does not."""
_ABBREVIATED = re.compile(r"\A(?:(?:[A-Z][a-z]{0,9}\.|of|de|für|and|&)\s*){2,}[^.]{0,20}\d|\A[A-Z][a-z]{1,9}\.\s(?:[A-Z]\s)?\d")
"""The abbreviated name of a journal and a number: "Phys. Rev. Lett. 116", "Ann. of Math. (2) 141"."""
_PREPRINT = re.compile(
    r"(?:in\s+)?(?:arxiv|corr|(?:ar|bio|med|chem)rxiv|preprint|e-?print)s?(?:\s+(?:preprint|e-?prints?|server))?[\s.,:]*(?:\(cornell university\))?",
    re.I,
)
_MEDLINE = re.compile(
    r"(?P<title>.+?)\.\s+;\s?(?P<volume>[\w-]+(?:\s[Ss]uppl\s?\w*)?)(?:\s?\((?P<issue>[^()]+)\))?:\s?(?P<page>[\w–-]+)\.?(?P<rest>.*)"
)
_IN = re.compile(r"^(?:in|to appear in|appeared in|published in)[:\s]+(?=\S)|^In(?=Proceedings|Advances|International|\d{4}\s)", re.I)
"""The preposition before a venue; Google Scholar prints "InProceedings of"."""
_PROCEEDINGS_JOURNAL = re.compile(
    r"proceedings of the (?:IEEE|national academy|royal society)\b(?!.*conference)|^proc\.\s+(?:of the\s+)?(?:IEEE|natl|nat|R\.|Roy|Amer|Lond)\b\.?"
    r"(?!.*(?:conf|symp|workshop|\bint))", re.I)
"""Journals that are called proceedings."""


def venue(text: str) -> Venue:
    """A venue line ("Phys. Rev. D 76, 013009", "In Proceedings of X, pages 1-9", "Nature, 521(7553), 436–444") in its parts."""
    text = tidy(text)
    if _PREPRINT.fullmatch(text.rstrip(".")):
        return Venue()
    if (m := _MEDLINE.fullmatch(text.replace(".;", ". ;"))) is not None:  # PubMed's, without its date
        return Venue(m["title"], m["volume"], m["issue"] or "", _dashes(m["page"]), "article-journal", rest=m["rest"].strip(" ."))
    found = Venue()
    proceedings = _PROCEEDINGS.search(text)
    if _PROCEEDINGS_JOURNAL.search(text):
        proceedings = None
    within = _IN.match(text) is not None
    text = _IN.sub("", text)
    text, found.editors = publishers.take_editors(text)
    if (m := _VOLUME_FIRST.fullmatch(text)) is not None:
        return Venue(m["title"], m["volume"], "", _dashes(m["page"]), "article-journal")
    for pattern, name in ((_PP, "page"), (_VOL, "volume"), (_NO, "issue")):
        if m := pattern.search(text):
            setattr(found, name, _dashes(m[m.lastindex or 1]))
            text = text[: m.start()] + " " + text[m.end() :]
    if not found.page and (proceedings or not re.search(r"\d[\s,:;()]+\d", text)) and (m := _PAGES_LAST.search(text)):
        found.page = _dashes(m[1])
        text = text[: m.start()]
    if not found.volume and not found.issue and (m := _VOLUME_ISSUE.search(text)) and (m[3] or found.page):  # ACM's "521, 7553", MLA's "521.7553"
        found.volume, found.issue, found.page = m[1], m[2], found.page or _dashes(m[3])
        text = text[: m.start()]
    if not found.volume and (m := _NUMBERS.search(text)) and (m["issue"] or m["page"] or found.page or _JOURNAL.search(text[: m.start()].lower())):
        if not proceedings or m["issue"] or m["page"] or (found.page and text[m.start()] == ","):
            found.volume, found.issue, found.page = m["volume"], found.issue or m["issue"] or "", found.page or _dashes(m["page"] or "")
            point = "." if text[m.start()] == "." and "." in text[: m.start()] else ""
            text = text[: m.start()] + point
    elif found.volume and not found.page and (m := re.search(rf"[,:;]\s*({_PAGES})\s*[.]?$", text)):
        found.page = _dashes(m[1])
        text = text[: m.start()]
    if "—" in text or "–" in text:
        text = _DASHES.sub(" ", text)
    journal = bool(proceedings or _JOURNAL.search(text.lower()))
    text, found.publisher, found.place = publishers.take_publisher(tidy(text), journal)
    found.title = _name(re.sub(r"(?:\s*[.,;:]){2,}$", ".", tidy(text)))
    if proceedings:
        found.kind = "paper-conference"
    elif found.title and (found.volume or (_JOURNAL.search(text.lower()) and found.page)):
        found.kind = "article-journal"
    elif found.title and found.editors:
        found.kind = "chapter"
    elif found.title and found.page and within and _ACRONYM.fullmatch(found.title):
        found.kind = "paper-conference"
    return found


_ACRONYM = re.compile(r"[A-Z][A-Za-z]{1,8}[A-Z](?:['’ -]?\d\d(?:\d\d)?)?")
"""A conference by its letters, where it is "In" it: "In AMTA, pages 193-199"."""


def names_proceedings(text: str) -> bool:
    """True where a text is the name of a conference and nothing else: "NeurIPS"."""
    return _PROCEEDINGS.fullmatch(text) is not None


def looks_like_venue(text: str) -> float:
    """How much a line looks like a venue: 0 to 1."""
    if len(text) > 300:
        return 0.0
    if _PREPRINT.fullmatch(text):
        return 0.8
    proceedings, journal = _PROCEEDINGS.search(text), _JOURNAL.search(small := text.lower())
    digits = any(map(str.isdigit, text))
    numbers = bool((any(word in small for word in _VOL_WORDS) and _VOL.search(text)) or (digits and (_PP.search(text) or _VOLUME_PAGE.search(text))))
    year = digits and has_year(text)
    start = re.match(r"(?:in:?|published in|appeared in|to appear in)\s+(?:proc|[A-Z])", text, re.I)
    value = 0.45 * bool(proceedings) + 0.35 * bool(journal) + 0.45 * bool(_ABBREVIATED.match(text)) + 0.35 * numbers + 0.2 * year + 0.25 * bool(start)
    if proceedings and len(text.split()) <= 3:
        value += 0.25
    return min(value, 1.0)


_PLACE_LAST = re.compile(r", [^\W\d_a-z]\w{3,}\.$")


def _name(text: str) -> str:
    """A journal's name; the point behind an abbreviation ("Phys. Rev. Lett.") stays."""
    last = text.split()[-1] if text else ""
    if _PLACE_LAST.search(text):
        return text.rstrip(".")
    return text if text.count(".") > 1 and (last == "J." or not last.isupper()) else text.rstrip(".")


def _dashes(text: str) -> str:
    return re.sub(r"\s*[-–—]+\s*", "-", text)


def has_year(text: str) -> bool:
    """True where a year of the twentieth or twenty-first century stands by itself in the text."""
    return _SOME_YEAR.search(text) is not None and (_LOOSE_YEAR.search(text) is not None or _PAREN_YEAR.search(text) is not None)
