"""Telling a format by the beginning of an input. Looks only; parses nothing in full and imports no reader."""

import re

from paperconv.io.encoding import decode
from paperconv.patterns import pattern

_BIB_ENTRY = pattern(r"^[ \t]*@[A-Za-z]+[ \t]*[{(]\s*[^\s,{}()=]*\s*[,=]", re.M)
_BIB_BLOCK = pattern(r"^[ \t]*@(?:string|preamble|comment)[ \t]*[{(]", re.I | re.M)
_BIBLATEX = pattern(
    r"^[ \t]*@(?:online|thesis|report|collection|mvbook|dataset|software|patent)[ \t]*[{(]|^[ \t]*(?:journaltitle|eprinttype|date|location)[ \t]*=",
    re.I | re.M,
)
_MARKUP = pattern(r"<(?:[A-Za-z?!])")
_PROLOG = pattern(r"\A(?:\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>)+", re.S)
_HTML = pattern(r"\A\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|div|table|p|span|script|ul|ol|h1)\b", re.I | re.S)
_TAGGED_PAGE = pattern(
    r"^(?:.*<pre[^<>]*>)?\s*(?:PMID- \d+[ \t]*\n(?:OWN|STAT|IS|VI|DP|TI|DA|DCOM|LR) {0,2}- |TY  - [A-Z]{3,}[ \t]*\n[A-Z][A-Z0-9]  - )", re.M
)
"""A record as PubMed and catalogues show it on a web page, in ``<pre>``."""
_NATIVE = pattern(r'"source"\s*:\s*\{\s*"path"\s*:|"identifiers"\s*:\s*\{\s*"[a-z]+"\s*:\s*"|"history"\s*:\s*\[\s*\{\s*"code"\s*:\s*"PC')
_CSL = pattern(r'"(?:date-parts|DOI|ISBN|ISSN|PMID|PMCID|citation-key)"\s*:')
_CSL_TYPE = pattern(
    r'"type"\s*:\s*"(?:article(?:-journal|-magazine|-newspaper)?|book|chapter|paper-conference|thesis|report|webpage|post(?:-weblog)?|dataset|software|'
    r'manuscript|document|entry(?:-\w+)?|patent|speech|review(?:-book)?|motion_picture|song|legal_case|legislation|map|figure|personal_communication)"'
)
_NATIVE_MEMBERS = pattern(
    r'\{\s*(?:"id"\s*:\s*"[^"]*"\s*,\s*)?(?:"type"\s*:\s*"[a-z_-]+"\s*,\s*)?"(?:type|title|author|issued|container-title)"\s*:'
)
_DUMPED = pattern(r"\A[\[\s]*\{\s*(?=['\"])(?=(?s:.)*?['\"](?:title|paper_?title)['\"]\s*:)(?=(?s:.)*?(?:'authors?'|\"authors\")\s*:)", re.I)
"""Dictionaries of papers as Python prints them, or JSON's objects with "authors", which CSL has not: a listing of its own kind."""
_LINE_OF_ITS_OWN = pattern(r"\{.*\}\s*(?:\n|\Z)")
_TEXT_SIGNS = {
    "ris": pattern(r"^[ \t\ufeff]*TY[ \t]{0,3}-(?:[ \t]|$)|\A[A-Z][A-Z0-9]  - (?s:.*?)^ER  -(?:[ \t]|$)", re.M),
    "nbib": pattern(
        r"^PMID {0,2}- {0,2}\d+[ \t]*$|^OWN {0,2}- |^FAU {0,2}- |^STAT ?- |^PMCR?- |"
        r"\A(?=(?s:.*?)^(?:JT|LID|DP|VN|BTI) {1,2}- )(?=(?s:.*?)^(?:AU|TI|AID|AB|DB) {1,2}- )",
        re.M,
    ),
    "wos": pattern(
        r"\A(?:FN(?:[ \t].*)?\n\s*)?VR(?:[ \t].*)?\n|\AFN (?:ISI|Clarivate|Thomson)|\APT [A-Z][ \t]*\n[A-Z][A-Z0-9] |\A(?:\"?[A-Z][A-Z0-9]\"?\t){5,}"
    ),
    "enw": pattern(r"^%0 \S.*\n%[A-Z@] |^%[A-Z] \S.*\n%0 \S|\A%[A-Z0] \S(?s:.*?)^%[TDJBI] \S|\A%[ABEJTQ] \S.*\s*\Z", re.M),
    "cff": pattern(r"^[\"']?cff-version[\"']?[ \t]*:", re.M),
    "csl-yaml": pattern(
        r"\A(?:(?:---.*|#.*|)\n)*(?:references:|-\s+(?:id|type|citation-key):)|\A---[ \t]*\n(?:(?!---|\.\.\.).*\n)*references:[^\n]*\n\s*-\s"
    ),
    "a Biblioscape export": pattern(r"\A--[A-Z0-9]{2}-- "),
    "an INSPEC export": pattern(r"\ARecord\b.*INSPEC|^(?:TI|AU|SO) ~ ", re.M),
    "an Ovid export": pattern(r"\A<\d+>\s*\n[A-Z]|\A(?:Score|VN|Accession Number|Unique Identifier)[ \t]*\n[ \t]+\S"),
    "a Copac export": pattern(r"\ATI- (?s:.*?)^(?:HL|PU|DT)- ", re.M),
    "a RefWorks export": pattern(r"^RT [A-Z][\w ]+\n(?:SR|ID|A1|T1|AN) ", re.M),
    "a CSA or SilverPlatter export": pattern(r"\A(?:.*\n){0,8}?(?:TI|DN|AN): (?=(?s:.*?)^(?:AU|SO): )(?=(?s:.*?)^(?:AB|PY|DE|LA|PT): )", re.M),
}
"""Signs of tagged formats. Read as a listing, their tags would be taken for titles."""

_TAGGED_SUFFIXES = {".ris": "ris", ".nbib": "nbib", ".enw": "enw", ".ciw": "wos", ".isi": "wos"}
"""Suffixes of files that are no listing, though no sign of their format is in them."""

_JSON_SIGNS = {
    "jsonld": pattern(r'\A(?=(?s:.)*?"@context"\s*:)(?=(?s:.)*?(?:\bschema\.org\b|\bcodemeta\b))'),
    "arxiv-jsonl": pattern(r'"(?:authors_parsed|abs_categories|paper_id_v|journal-ref)"\s*:'),
    "doaj-json": pattern(r'"bibjson"\s*:\s*\{'),
    "orcid": pattern(r'"orcid-(?:identifier|profile|works|work)"\s*:|"put-code"\s*:|"(?:work-title|external-ids|work-summary)"\s*:\s*[{\[]'),
    "crossref": pattern(
        r'"message-version"\s*:|\A(?=(?s:.)*"(?:indexed|deposited|content-domain|is-referenced-by-count)"\s*:)(?=(?s:.)*"title"\s*:\s*\[)(?=(?s:.)*"DOI"\s*:)'
    ),
    "openalex": pattern(r'"https?://openalex\.org/'),
    "ads": pattern(r'\A(?=(?s:.)*?"responseHeader"\s*:)(?=(?s:.)*?"(?:docs|response)"\s*:)|"bibcode"\s*:'),
    "semanticscholar": pattern(
        r'"(?:paperId|paperAbstract|s2Url|corpusid|s2_pdf_hash|pdf_parse|citingPaper|citedPaper)"\s*:|'
        r'\A(?=(?s:.)*?"paper_id"\s*:)(?=(?s:.)*?"(?:title|author_name)"\s*:)'
    ),
    "inspire": pattern(
        r'"(?:control_number|inspire_categories|arxiv_eprints|acquisition_source|inspire_roles|texkeys)"\s*:|"\$schema"\s*:\s*"[^"]*\bhep\.json"|'
        r'\A(?=(?s:.)*?"recid"\s*:)(?=(?s:.)*?"(?:authors|title)"\s*:)'
    ),
    "datacite": pattern(r'"attributes"\s*:\s*\{|"schemaVersion"\s*:'),
    "an export of ADS inside JSON (save what its member export holds)": pattern(r'\A\{\s*"msg"\s*:\s*"Retrieved|"export"\s*:\s*"\s*@'),
}
_NO_LISTING = frozenset((".yaml", ".yml", ".json", ".jsonl", ".ndjson", ".xml", ".toml", ".dtd", ".xsd"))
"""Suffixes of files that are no listing even where no format is told: their content is broken or something else."""

_XML = {
    "pubmed-xml": r"<(?:Pubmed(?:ArticleSet|Article|BookArticle|BookArticleSet)|MedlineCitation(?:Set)?)[\s>]",
    "arxiv-atom": r"\A<(?:\w+:)?(?:feed|entry|rss|RDF)\b(?s:.)*arxiv\.org",
    "acl-xml": r"\A<(?:collection\b[^>]*>\s*<volume|volume\b[^>]*>\s*<paper)[\s>]",
    "dblp-xml": r"\A<(?:dblp[\s>]|dblpperson\b|(?:article|inproceedings|proceedings|book|incollection|phdthesis|mastersthesis|www)\b[^>]*\skey\s*=)"
    r"|\A<result>(?s:.)*dblp\.",
    "crossref": r"<(?:\w+:)?(?:doi_records?|crossref_result|doi_batch|crossref(?:_metadata)?)[\s>]",
    "endnote-xml": r"\A(?i:<xml>\s*<records>)|\A<records?>(?s:.)*<ref-type\b",
    "orcid": r"<(?:\w+:)?(?:work|works|record|bulk|activities-summary|activities)\b[^>]*orcid\.org/ns/",
    "mods": r"<(?:\w+:)?mods(?:Collection)?(?=[\s>])",
    "marcxml": r"MARC21/slim|marcxml|<(?:\w+:)?datafield\b[^<>]*\btag=",
    "msbib-xml": r"<(?:\w+:)?Sources\b[^>]*bibliography",
    "a VOTable": r"\A<VOTABLE\b",
    "an answer of Entrez without papers (fetch them with efetch, retmode=xml)": r"\A<e(?:Search|Summary|Link|Info|Spell|Post)Result\b",
    "a book in BITS": r"\A<(?:book|book-part-wrapper|book-part)\b[^>]*(?:dtd-version|book-type|content-type)=",
    "an OpenAIRE or RIOXX record": r"\A<(?:\w+:)?(?:rioxx|oaf:|metadata\s+xmlns=\"http://www\.lyncode)",
    "datacite": r"<(?:\w+:)?(?:resource|oai_datacite)\b[^>]*>(?s:.)*<(?:\w+:)?(?:creators|identifier)[\s>]",
    "jats": r"<(?:front|front-stub|article-meta)[\s>]|\A<(?:\w+:)?(?:article|articles|pmc-articleset)\b[^>]*(?:article-type|dtd-version)",
    "arxiv-oai": r"<(?:\w+:)?(?:OAI-PMH|ListRecords|arXiv|arXivRaw|arXivOld|dc)[\s>]",
}
"""Signs of XML formats, in the order they are looked for; what is wrapped in an OAI answer comes before the answer itself."""
_XML_SIGNS = {name: pattern(sign) for name, sign in _XML.items()}
_YAML = {
    "csl-yaml": pattern(
        r"\A(?:(?:---.*|#.*|)\n)*(?:-\s+(?:title|author|issued|DOI|\{)|(?:id|type|title|author|citation-key):)|^references:",
        re.M,
    ),
    "Better BibTeX's own YAML": pattern(r"^config:(?s:.)*^items:", re.M),
    "hayagriva": pattern(r"^[^\s#:-][^:\n]*:[ \t]*\n(?:[ \t]++.*+\n){0,40}?[ \t]++(?:type|title|author|date|parent):", re.M),
}
"""Signs of bibliographies in files that are called YAML."""
_MAILED = pattern(r"^\\\\[ \t]*\n(?:arXiv:|Paper\b[^:\n]{0,40}:)[ \t]*\S", re.M)
_MARK = pattern(r"^\\\\[ \t]*(?:\([^\n]*)?$", re.M)
_IDENTITY = pattern(r"(?:arXiv:|Paper\b[^:\n]{0,40}:)[ \t]*\S")
_MARKS_OF_A_PAPER = 3
_DASHES = pattern(r"^[-%]{20,}[ \t]*$", re.M)
_PAPER_SIGN = pattern(r"\d{4}\.\d{4,5}|10\.\d{4,9}/|^(?:Title|Authors?|Abstract)\b.*:", re.M)
_LONGEST_HEAD, _LONGEST_FOOT = 40, 8
"""Lines of the longest head and foot of a mailing."""
_TABLES = frozenset((".csv", ".tsv", ".tab"))
_PRINTED = pattern(
    r"^\s*(?:INSERT\b[^\n(]{0,40}\bINTO|REPLACE\s+INTO|COPY\s+\S+\s*\([^()]*\)\s+FROM\s+stdin)\b(?=(?s:.*?)\btitle)|"
    r"^\[\[[\w.-]+\]\][ \t]*\n(?=(?s:.*?)^[ \t]*title[ \t]*=[ \t]*[\"'])",
    re.I | re.M,
)
"""Statements of SQL and tables of TOML: a listing whatever its suffix, and no table though it has commas."""
_COLUMNS_ENOUGH = 3
_RULE = pattern(r"[\s|:+-]+")


def sniff(head: bytes, suffix: str) -> list[str]:
    """The names of the formats that the beginning of an input fits; ``suffix`` (lower case, with its dot) decides between equals.

    The name may be of a format that cannot be read; the caller says so. An empty list means that none fits.
    Text that is no structured format is a listing (``text``).
    """
    text = decode(head).text.lstrip()
    if not text:
        return ["text"]
    if _HTML.match(text) and not _TAGGED_PAGE.search(text):
        return ["html"]
    if text[0] in "{[":
        return _json(text) or (["jsonl"] if suffix in (".jsonl", ".ndjson") else [])
    if suffix in _TABLES and _TEXT_SIGNS["wos"].match(text):
        return ["wos"]
    if suffix in _TABLES and text[0] != "<":
        return [_table(text, suffix)]
    if _is_mailing(text):
        return ["arxiv-listing"]
    if _BIB_ENTRY.search(text) or _BIB_BLOCK.search(text):
        if suffix == ".biblatex" or _BIBLATEX.search(text):
            return ["biblatex"]
        if suffix in (".bib", ".bibtex") or text.startswith(("@", "%")) or _BIB_ENTRY.search(text):
            return ["bibtex"]
    if suffix in (".bib", ".bibtex", ".biblatex"):
        return ["bibtex"]
    if _MARKUP.match(text) and not _TAGGED_PAGE.search(text):
        return _xml(text)
    if _PRINTED.search(text):
        return ["text"]
    foreign = next((name for name, sign in _TEXT_SIGNS.items() if sign.search(text)), "") or _table(text, suffix)
    if not foreign and suffix in (".yaml", ".yml"):
        return [name for name, sign in _YAML.items() if sign.search(text)][:1]
    if not foreign and suffix in _NO_LISTING:
        return []
    return [foreign or _TAGGED_SUFFIXES.get(suffix, "text")]


def _is_mailing(text: str) -> bool:
    """True for arXiv's mailings: papers between lines of two backslashes, and nothing but rules between them.

    What stands before the first is the head of a mail and names no paper; a file that goes on in another shape is a listing.
    """
    first = _MAILED.search(text)
    if first is None or text.count("\n", 0, first.start()) > _LONGEST_HEAD or _PAPER_SIGN.search(text, 0, first.start()):
        return False
    blocks = [b for block in _DASHES.split(text[first.start() :]) if (b := block.strip("%- \t\n"))]
    while len(blocks) > 1 and not blocks[-1].startswith("\\\\") and blocks[-1].count("\n") < _LONGEST_FOOT:
        blocks.pop()
    return all(_is_mailed(block, last=block is blocks[-1]) for block in blocks)


def _is_mailed(block: str, last: bool) -> bool:
    """True for a paper with its two or three marks and nothing behind them; the ``last`` one may be cut before its end."""
    if not block.startswith("\\\\"):
        return False
    parts = _MARK.split(block)
    behind = parts[-1].strip() and not _IDENTITY.match(parts[-1].lstrip())
    return not behind or (last and len(parts) <= _MARKS_OF_A_PAPER)


def _xml(text: str) -> list[str]:
    text = _PROLOG.sub("", text)
    return [name for name, sign in _XML_SIGNS.items() if sign.search(text)][:1]


def _table(text: str, suffix: str) -> str:
    """``csv`` or ``scopus-csv`` where a row near the beginning names the columns of a table of papers, "" where none does.

    In a file that is not called a table, that row is the first one, names more, and a row of as many cells stands below it.
    """
    from paperconv.formats.tables.columns import is_scopus, known
    from paperconv.formats.tables.rows import LOOKED_AT, find_head

    lines = text.split("\n", 3 * LOOKED_AT)[: 3 * LOOKED_AT]
    head = find_head(lines)
    if suffix in _TABLES:
        return "scopus-csv" if head and is_scopus([c.name for c in head.layout.columns]) else "csv"
    if head is None or head.above > 1 or known(head.layout.columns) < _COLUMNS_ENOUGH or text.startswith("|") or lines[0].startswith("#"):
        return ""
    below = next((line for line in lines[head.above + head.lines :] if line.strip()), "")
    if below and (_RULE.fullmatch(below) or ('"' not in below and below.count(head.layout.delimiter) < len(head.layout.columns) - 2)):
        return ""
    return "scopus-csv" if is_scopus([c.name for c in head.layout.columns]) else "csv"


def _json(text: str) -> list[str]:
    """Native records and CSL items are told apart by members that only one of them has; CSL-JSON may also stand one item a line."""
    if text[0] == "[" and not text[1:].lstrip().startswith(("{", "]")):
        return ["text"]
    if text[0] == "{" and _NATIVE.search(text):
        return ["jsonl"]
    if foreign := next((name for name, sign in _JSON_SIGNS.items() if sign.search(text)), ""):
        return [foreign]
    if _CSL.search(text):
        return ["csl-json"]
    if _NATIVE_MEMBERS.match(text) and _LINE_OF_ITS_OWN.match(text):
        return ["jsonl"]
    if _DUMPED.match(text):
        return ["text"]
    return ["csl-json"] if _CSL_TYPE.search(text) or not text.strip("[] \n\t") else []
