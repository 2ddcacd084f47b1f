"""Identifiers in normal form: what a paper is called by arXiv, DOI, PubMed, ISBN …

Normal forms: arXiv ``2501.12948`` or ``hep-th/9711200`` (no version, no prefix); DOI as registered, without resolver, in the case
it was given (DOIs compare without regard to case: DOI Handbook, 2.4); PMID digits; PMCID ``PMC123``; ISBN-13 digits;
ISSN ``1234-567X``; ORCID ``0000-0002-1825-0097``; ADS bibcode (19 characters); OpenAlex ``W2741809807``; Semantic Scholar's paper
id (40 hexadecimal digits); DBLP ``conf/nips/VaswaniSPUJGKP17``; INSPIRE record number; ACL Anthology ``P18-1001``, ``2022.naloma-1.3``.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from urllib.parse import unquote

from paperconv.patterns import pattern

# https://info.arxiv.org/help/arxiv_identifier.html: YYMM.NNNN from 0704, YYMM.NNNNN from 1501; archive(.XX)/YYMMNNN before.
_ARXIV_NEW = r"\d{4}\.\d{4,5}"
_ARXIV_OLD = (
    r"(?:astro-ph|cond-mat|gr-qc|hep-(?:ex|lat|ph|th)|math-ph|nlin|nucl-(?:ex|th)|physics|quant-ph|math|cs|q-bio|q-fin|stat|"
    r"acc-phys|adap-org|alg-geom|ao-sci|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas|dg-ga|funct-an|mtrl-th|patt-sol|plasm-ph|q-alg|solv-int|supr-con)(?:\.[A-Za-z-]{2,})?/\d{7}"
)
_ARXIV_ID = rf"(?:{_ARXIV_NEW}|{_ARXIV_OLD})"
_ARXIV_WHOLE = pattern(
    rf"(?:(?:https?://)?(?:www\.|export\.)?arxiv\.org/(?:abs|pdf|html|ps|format|e-print)/|(?:doi:\s*|https?://(?:dx\.)?doi\.org/)?10\.48550/arxiv\.|oai:arxiv\.org:|arxiv\s*:?\s*)?"
    rf"({_ARXIV_ID})(?:v(\d+))?(?:\.pdf)?(?:\s*\[[\w.-]+\])?",
    re.I,
)
_ARXIV_IN = pattern(
    rf"(?:arxiv\.org/(?:abs|pdf|html|ps|format|e-print)/|10\.48550/arxiv\.|oai:arxiv\.org:|arxiv\s*(?:preprint\s*)?(?:arxiv)?\s*:?\s*)({_ARXIV_ID})(?:v(\d+))?(?!\d)",
    re.I,
)
_DOI = r"10\.\d{4,9}(?:\.\d+)*/[^\s\"<>{}]*[^\s\"<>{}.,;:'\]]"
# As a whole a DOI may be made of a SICI, which has a part in angle brackets: 10.1002/(SICI)1097-4571(1998)49:8<693::AID-ASI4>3.0.CO;2-O
_DOI_NAME = r"10\.\d{4,9}(?:\.\d+)*/(?:[^\s\"<>{}]|<[^\s\"<>{}/]*:[^\s\"<>{}/]*>)*[^\s\"<>{}.,;:'\]]"
_DOI_WHOLE = pattern(
    rf"(?:(?:https?://)?(?:www\.)?(?:dx\.)?doi\.org/|doi:?\s*(?:https?://(?:dx\.)?doi\.org/)?|info:doi/|urn:doi:)?({_DOI_NAME})", re.I
)
_DOI_IN = pattern(rf"(?<![\w.]){_DOI}", re.I)
_PMID = pattern(
    r"(?:pmid:?\s*|(?:https?://)?pubmed\.ncbi\.nlm\.nih\.gov/|(?:https?://)?(?:www\.)?ncbi\.nlm\.nih\.gov/pubmed/)?(\d{1,8})(?:\s*\[pmid\])?/?", re.I
)
_PMCID = pattern(
    r"(?:pmcid:?\s*|https?://(?:www\.)?(?:ncbi\.nlm\.nih\.gov/pmc/articles|pmc\.ncbi\.nlm\.nih\.gov/articles|europepmc\.org/articles)/)?(?:pmc)?(\d{2,9})(?:\.\d+)?/?",
    re.I,
)
_ORCID = pattern(r"(?:https?://orcid\.org/)?(\d{4})-?(\d{4})-?(\d{4})-?(\d{3}[\dX])", re.I)
_ISSN = pattern(r"(?:issn:?\s*)?(\d{4})-?(\d{3}[\dX])", re.I)

# https://adsabs.github.io/help/actions/bibcode: year, journal, volume, section, page, initial.
_BIBCODE = pattern(r"(?:https?://(?:ui\.)?adsabs\.harvard\.edu/(?:#?abs|link_gateway)/)?((?:1[5-9]|20)\d\d[A-Za-z.&][\w.&:]{13}[A-Z.:])(?:/abstract)?/?")
_OPENALEX = pattern(r"(?:https?://(?:api\.)?openalex\.org/(?:works/)?)?(W\d{2,12})", re.I)
_SEMANTIC_SCHOLAR = pattern(r"(?:https?://(?:www\.)?semanticscholar\.org/paper/(?:[^/]+/)?)?([0-9a-f]{40})", re.I)
_DBLP = pattern(
    r"(?:DBLP:|https?://dblp\.(?:org|uni-trier\.de|dagstuhl\.de)/rec/(?:bibtex/|html/)?)?"
    r"((?:journals|conf|books|phd|series|reference|tr|homepages|www|data|persons|dblpnote|ms)/[\w.@+:/-]+?)(?:\.html|\.bib|\.xml)?",
    re.I,
)
_INSPIRE = pattern(r"(?:(?:https?://)?(?:www\.)?inspirehep\.net/(?:api/)?(?:literature|record)/)?(\d{1,9})")
_ACL = pattern(r"(?:https?://(?:www\.)?(?:aclanthology\.org|aclweb\.org/anthology)/)?([A-Z]\d\d-\d{4,5}|\d{4}\.[a-z0-9]+-[a-z0-9]+\.\d+)(?:\.pdf)?/?")


def arxiv(text: str) -> str:
    """The arXiv identifier in ``text`` (bare, prefixed, a URL or an arXiv DOI) without its version; "" where it is none."""
    return _arxiv_parts(text)[0]


def arxiv_version(text: str) -> int:
    """The version named at the end of an arXiv identifier or URL, 0 where none is."""
    return _arxiv_parts(text)[1]


@lru_cache(maxsize=1024)
def _arxiv_parts(text: str) -> tuple[str, int]:
    """The identifier, "" where its month is none, and the version (0: none named)."""
    m = _ARXIV_WHOLE.fullmatch(text.strip())
    return (_arxiv_form(m[1]) if _plausible_month(m[1]) else "", int(m[2] or 0)) if m else ("", 0)


def arxiv_month(identifier: str) -> tuple[int, int]:
    """Year and month in which an arXiv identifier (normal form) was given out; (0, 0) where ``identifier`` is none."""
    digits = identifier.rpartition("/")[2]
    if not digits[:4].isdigit():
        return 0, 0
    yy, month = int(digits[:2]), int(digits[2:4])
    return (1900 if yy >= 91 and "/" in identifier else 2000) + yy, month


def find_arxiv(text: str) -> tuple[str, int] | None:
    """The first arXiv identifier that running text names with its prefix or as a URL, and its version (0 = none)."""
    for m in _ARXIV_IN.finditer(text):
        if _plausible_month(m[1]):
            return _arxiv_form(m[1]), int(m[2] or 0)
    return None


def doi(text: str) -> str:
    """The DOI in ``text`` (bare, ``doi:`` or a resolver's URL), without the percent signs of URLs; "" where it is none."""
    text = text.strip().rstrip(".,;")
    m = (_DOI_WHOLE.fullmatch(unquote(text)) if "%" in text else None) or _DOI_WHOLE.fullmatch(text)
    return _balanced(m[1]) if m else ""


def find_doi(text: str) -> str:
    """The first DOI in running text, "" where there is none."""
    m = _DOI_IN.search(text)
    return _balanced(m[0]) if m else ""


def pmid(text: str) -> str:
    """The PubMed identifier in ``text``, digits; "" where it is none."""
    m = _PMID.fullmatch(text.strip())
    return m[1].lstrip("0") if m else ""


def pmcid(text: str) -> str:
    """The PubMed Central identifier in ``text``, with its ``PMC``; "" where it is none."""
    m = _PMCID.fullmatch(text.strip())
    return "PMC" + m[1] if m else ""


@lru_cache(maxsize=4096)
def issn(text: str) -> str:
    """The ISSN in ``text`` as ``1234-567X``; "" where its check digit (ISO 3297, annex A) is wrong."""
    m = _ISSN.fullmatch(text.strip())
    if not m:
        return ""
    digits = (m[1] + m[2]).upper()
    total = sum((8 - i) * (10 if c == "X" else int(c)) for i, c in enumerate(digits))
    return f"{digits[:4]}-{digits[4:]}" if total % 11 == 0 else ""


def isbn(text: str) -> str:
    """The ISBN in ``text`` as 13 digits; "" where its check digit is wrong (ISO 2108, annex C; ISBN-10 is converted)."""
    digits = re.sub(r"(?i)^\s*isbn(?:-1[03])?:?|[\s\u2010-\u2015-]", "", text).upper()
    if re.fullmatch(r"\d{9}[\dX]", digits):
        if sum((10 - i) * (10 if c == "X" else int(c)) for i, c in enumerate(digits)) % 11:
            return ""
        stem = "978" + digits[:9]
        return stem + str(-sum(int(c) * (3 if i % 2 else 1) for i, c in enumerate(stem)) % 10)
    if re.fullmatch(r"97[89]\d{10}", digits) and sum(int(c) * (3 if i % 2 else 1) for i, c in enumerate(digits)) % 10 == 0:
        return digits
    return ""


def orcid(text: str) -> str:
    """The ORCID iD in ``text``; "" where its check digit (ISO 7064, MOD 11-2) is wrong."""
    m = _ORCID.fullmatch(text.strip())
    if not m:
        return ""
    digits = "".join(m.groups()).upper()
    total = 0
    for c in digits[:15]:
        total = (total + int(c)) * 2
    check = (12 - total % 11) % 11
    return "-".join(m.groups()).upper() if digits[15] == ("X" if check == 10 else str(check)) else ""


def bibcode(text: str) -> str:
    """The ADS bibcode in ``text`` (19 characters, bare or a page's URL); "" where it is none."""
    m = _BIBCODE.fullmatch(unquote(text.strip()))
    return m[1] if m else ""


def openalex(text: str) -> str:
    """The OpenAlex identifier of a work in ``text`` (``W`` and digits, bare or a URL); "" where it is none."""
    m = _OPENALEX.fullmatch(text.strip())
    return m[1].upper() if m else ""


def semanticscholar(text: str) -> str:
    """The Semantic Scholar paper id in ``text`` (40 hexadecimal digits, bare or a URL); "" where it is none."""
    m = _SEMANTIC_SCHOLAR.fullmatch(text.strip())
    return m[1].lower() if m else ""


def dblp(text: str) -> str:
    """The DBLP key in ``text`` (bare, ``DBLP:`` or a record's URL); "" where it is none."""
    m = _DBLP.fullmatch(text.strip())
    return m[1] if m else ""


def inspire(text: str) -> str:
    """The INSPIRE record number in ``text`` (digits, bare or a record's URL); "" where it is none."""
    m = _INSPIRE.fullmatch(text.strip())
    return m[1] if m else ""


def acl(text: str) -> str:
    """The ACL Anthology identifier in ``text`` (bare or a page's URL); "" where it is none."""
    m = _ACL.fullmatch(text.strip())
    return m[1] if m else ""


NORMALISERS: dict[str, Callable[[str], str]] = {
    "arxiv": arxiv,
    "doi": doi,
    "pmid": pmid,
    "pmcid": pmcid,
    "issn": issn,
    "isbn": isbn,
    "bibcode": bibcode,
    "openalex": openalex,
    "semanticscholar": semanticscholar,
    "dblp": dblp,
    "inspire": inspire,
    "acl": acl,
}
"""Kind of identifier -> function from any usual spelling to the normal form ("" where it is none)."""


def arxiv_doi(identifier: str) -> str:
    """The DOI that arXiv registers for each of its papers (https://info.arxiv.org/help/doi.html)."""
    return f"{ARXIV_DOI}{identifier}"


ARXIV_DOI = "10.48550/arXiv."
"""How the DOIs of arXiv's papers begin, in their normal form."""


def arxiv_url(identifier: str) -> str:
    """The page of an arXiv paper."""
    return f"https://arxiv.org/abs/{identifier}"


def _arxiv_form(text: str) -> str:
    if "/" not in text:
        return text
    archive, _, number = text.rpartition("/")
    archive, dot, group = archive.partition(".")
    return f"{archive.lower()}{dot}{group.upper() if dot else ''}/{number}"


def _plausible_month(identifier: str) -> bool:
    return 1 <= arxiv_month(identifier)[1] <= 12


def _balanced(text: str) -> str:
    """A DOI found in brackets does not own the closing one."""
    while text.endswith((")", "]", ">")) and text.count("(") < text.count(")"):
        text = text[:-1].rstrip(".,;")
    return text
