"""What columns of a table are called by the programs and databases that write tables of papers, and what each says of a paper.

Names are compared without regard to case, spaces and punctuation ("Author(s)", "author/s" and "Authors" are one). Sources: the export
pages of Scopus, Web of Science (long names and field tags), PubMed, Embase, Cochrane, IEEE Xplore, ACM, Dimensions, The Lens, OpenAlex,
Zotero, Mendeley, EndNote, JabRef, Publish or Perish, Rayyan, Covidence, ASReview, the fields of BibTeX, the variables of CSL, the tags of RIS.
"""

import re
import unicodedata
from collections.abc import Sequence

import msgspec

# Role -> the names of its columns, best first: where a table has several, the first that is filled has the field, the others go to ``extra``.
_ROLES: dict[str, str] = {
    "id": """id key citekey citationkey bibtexkey bibkey recordid recordnumber refid referenceid itemkey identifer covidence
        cochranereviewid paperid pubid articleid""",
    "type": """entrytype itemtype bibliographytype typeofreference referencetype publicationtype documenttype contenttype type doctype
        pubtype typeofwork typeofpublication worktype 文献类型 文献タイプ ドキュメントタイプ 문서유형 типдокумента tipodedocumento
        typededocument dokumenttyp tipodidocumento""",
    "title": """articletitle documenttitle itemtitle primarytitle papertitle title titles paper articlename papername titleofarticle
        titleofpaper titlepaper displayname booktitleofpaper 文献标题 标题 題名 题名 论文标题 论文题目 篇名 タイトル 論文名 文献名 제목
        문서제목 título titulo títulodeldocumento titre titredudocument titolo titel название заглавие""",
    "title_short": "shorttitle titleshort",
    "author": """authorfullnames authorsfullnames authorshipsauthordisplayname authors author authornames authorlist authornamesfull
        firstauthors primaryauthors authorsnames allauthors authorshipsrawauthorname creators creator nameofauthors bookauthors 作者
        作者全名 著者 著者名 저자 autores autor auteurs auteur autori autore autoren авторы автор""",
    "group": "groupauthors groupauthor corporateauthor corporateauthors collaboration bookgroupauthors",
    "editor": """editor editors bookeditors secondaryauthors secondaryauthor 编者 編集者 편집자 editores éditeursscientifiques herausgeber
        редакторы""",
    "translator": "translator translators",
    "date": """publicationdate datepublished dateofpublication datepublication published publisheddate issued coverdate publisheddateprint
        publicationdateprint publishedprint pubdate date issuedate 出版日期 发表日期 発行日""",
    "year": """year publicationyear pubyear yearpublished publishedyear yearofpublication yr 年份 年 出版年 发表年 出版年份 발행연도 연도
        año ano année anno jahr год""",
    "month": "month publishedmonth publicationmonth",
    "day": "day publishedday",
    "abstract": """abstract abstracts abstractnote summary abstracttext notesabstract 摘要 抄録 要約 초록 resumen resumo résumé riassunto
        zusammenfassung аннотация""",
    "journal": """journal journaltitle journalname fulljournal journalbook fulljournaltitle periodical primarylocationsourcedisplayname
        hostvenuedisplayname journalfull 期刊 期刊名称 刊名 雑誌名 revista revue zeitschrift журнал""",
    "booktitle": "booktitle proceedings proceedingstitle conferenceproceedings booktitlename anthologytitle",
    "container": """sourcetitle publicationtitle containertitle publication publicationname journalconference venue secondarytitle
        来源出版物名称 来源出版物标题 刊名来源 出版物名 出版物名称 出版物 出典 출판물명 소스제목 títulodelafuente títulodafonte
        titredelasource titolodellafonte quelltitel titelderquelle названиеисточника""",
    "source": "source",
    "container_title_short": """abbreviatedsourcetitle journalabbreviation journalisoabbreviation containertitleshort abbreviatedjournal
        jabbrv isoabbreviation alternatetitle1 shortjournal 来源出版物名称缩写 títuloabreviadodelafuente""",
    "collection_title": "series seriestitle bookseriestitle collectiontitle tertiarytitle 丛书",
    "event_title": """conferencename conferencetitle eventtitle conference meetingname 会议名称 会議名 nombredelaconferencia
        nomdelaconférence konferenzname""",
    "volume": "volume journalvolume bibliovolume vol 卷 巻 권 volumen tome band том",
    "issue": "issue journalissue issuenumber issueno biblioissue iss 期 号 호 número numero numéro heft выпуск",
    "number": "number reportnumber",
    "eid": "eid",
    "institution": "institution school university",
    "article_number": """artno articlenumber articleno 论文编号 文献号 論文番号 아티클번호 artículono nºdelartículo artigono artnr
        статьяno статья""",
    "page": "pages page pagination pagerange pagenumbers pagesrange 页码 页 ページ páginas paginas seiten страницы",
    "first": """pagestart startpage firstpage bibliofirstpage beginningpage startpages 起始页码 开始页 開始ページ 시작페이지
        páginadeinicio páginainicial páginainicio pagededébut seitenbeginn seitebeginn paginainiziale страницаначала начальнаястраница""",
    "last": """pageend endpage lastpage bibliolastpage endingpage endpages 结束页码 结束页 終了ページ 종료페이지 páginafinal
        páginadefinalización páginafin pagedefin seitenende seiteende paginafinale страницаокончания конечнаястраница""",
    "number_of_pages": """pagecount numpages numberofpages numofpages pagetotal totalpages 页码计数 ページ数 페이지수 recuentodepáginas
        contagemdepáginas nombredepages seitenanzahl количествостраниц""",
    "edition": "edition",
    "chapter_number": "chapter chapternumber",
    "genre": "genre thesistype",
    "publisher": "publisher publishername publishers 出版商 出版社 出版者 발행처 editora éditeur verlag herausgeberverlag издатель",
    "publisher_place": """publisherplace place publishercity placepublished address location publisherlocation publicationplace
        cityofpublication publisherloc""",
    "language": """language languageoforiginaldocument languages lang originallanguage 语言 原始文献语言 言語 原文言語 언어 원본문서언어
        idioma idiomadeldocumentooriginal idiomadodocumentooriginal langue languedudocumentdorigine sprache spracheoriginaldokument язык
        языкоригинальногодокумента""",
    "keyword": """authorkeywords keyword keywords keywordsauthor authorskeywords manualtags tags keywordsdisplayname 作者关键字 关键词
        关键字 キーワード 著者キーワード 저자키워드 palabrasclavedeautor palabraschavedoautor motsclésdelauteur palabrasclave
        palavraschave motsclés schlagwörter autorenschlagwörter ключевыесловаавтора ключевыеслова""",
    "note": "note notes comments comment annote annotation howpublished",
    "url": """url link urls urllink publisherurl articleurl weburl fulltextlink externalurl primarylocationlandingpageurl landingpageurl
        openurllink openurl sourcelinkout documenturl paperurl htmlurl 链接 リンク 링크 enlace lien ссылка""",
    "accessed": "accessdate accessed urldate dateaccessed lastchecked",
    "doi": "doi doinumber digitalobjectidentifier itemdoi doilink idsdoi bookdoi doiurl",
    "pmid": "pmid pubmedid idspmid medlinepmid pubmed accessionnumberpmid",
    "pmcid": "pmcid idspmcid pmc",
    "arxiv": "arxiv arxivid eprint arxivnumber",
    "issn": """issn issns issnl printissn pissn primarylocationsourceissnl primarylocationsourceissn eissn onlineissn electronicissn issn1
        issn2 isbnissn issnisbn""",
    "isbn": "isbn isbns eisbn isbn13 isbn10 printisbn onlineisbn",
    "openalex": "openalexid idsopenalex openalex",
    "semanticscholar": "s2paperid semanticscholarid s2id",
    "dblp": "dblpkey dblp dblpid",
    "bibcode": "bibcode adsbibcode",
    "acl": "aclid anthologyid",
    "orcids": "authorshipsauthororcid",
    "extra": "extra",
    "identifiers": "identifiers",
    "arxiv_version": "arxivversion",
    "arxiv_primary": "arxivprimarycategory primarycategory primaryclass",
    "arxiv_categories": "arxivcategories categories",
    "with_affiliations": """authorswithaffiliations 带归属机构的作者 著者所属機関 소속기관이있는저자 소속포함저자 autoresconafiliaciones
        autorescomafiliações auteursavecaffiliations autorenmitzugehörigkeiten авторыорганизаций авторысаффилиацией""",
}
_WOS_TAGS: dict[str, str] = {
    "AU": "author 1", "AF": "author 0", "BA": "author 2", "CA": "group 0", "GP": "group 1", "BE": "editor 0", "ED": "editor 1", "TI": "title 0",
    "SO": "container 0", "SE": "collection_title 0", "LA": "language 0", "DT": "type 0", "PT": "type 1", "CT": "event_title 0", "DE": "keyword 0",
    "AB": "abstract 0", "PU": "publisher 0", "PI": "publisher_place 0", "SN": "issn 0", "EI": "issn 1",
    "BN": "isbn 0", "JI": "container_title_short 0",
    "J9": "container_title_short 1", "PD": "date 0", "PY": "year 0", "VL": "volume 0", "IS": "issue 0", "AR": "article_number 0", "BP": "first 0",
    "EP": "last 0", "DI": "doi 0", "D2": "doi 1", "PG": "number_of_pages 0", "PM": "pmid 0", "UR": "url 0", "PP": "page 0",
}  # fmt: skip
_RIS_TAGS: dict[str, str] = {
    "TY": "type 0", "T1": "title 0", "TI": "title 1", "A1": "author 0", "AU": "author 1", "A2": "editor 0", "ED": "editor 1", "PY": "date 0",
    "Y1": "date 1", "DA": "date 2", "JF": "journal 0", "JO": "journal 1", "T2": "container 0", "BT": "booktitle 0", "JA": "container_title_short 0",
    "VL": "volume 0", "IS": "issue 0", "SP": "first 0", "EP": "last 0", "SN": "issn 0", "DO": "doi 0", "UR": "url 0", "AB": "abstract 0",
    "N2": "abstract 1", "KW": "keyword 0", "PB": "publisher 0", "CY": "publisher_place 0", "PP": "publisher_place 1", "LA": "language 0",
    "ID": "id 0",
    "N1": "note 0", "ET": "edition 0", "T3": "collection_title 0", "M3": "genre 0",
}  # fmt: skip
_NOT_NAME = re.compile(r"[\W_]+")
_NUMBERED_AUTHOR = re.compile(r"authors?(?:name)?(\d{1,3})")
_TAG = re.compile(r"[A-Z][A-Z\d]")
_WOS_ONLY = frozenset(("SO", "UT", "DT", "BP", "DI"))
_MANY_TAGS = 4
_SCOPUS_ONLY = frozenset(
    """authorswithaffiliations authorsid eid artno 带归属机构的作者 著者所属機関 autoresconafiliaciones autorescomafiliações
auteursavecaffiliations""".split()
)
_SCOPUS_TOO = frozenset(
    """sourcetitle citedby link publicationstage pagestart documenttype 来源出版物名称 链接 施引文献 出版物名 títulodelafuente títulodafonte
titredelasource enlace lien""".split()
)


class Column(msgspec.Struct, frozen=True):
    """A column: its place in the row, what the table calls it, what it says ("" where it is not known), and its rank in that role."""

    place: int
    name: str
    role: str = ""
    rank: int = 0


def key_of(name: str) -> str:
    """A column's name as names are compared."""
    return _NOT_NAME.sub("", unicodedata.normalize("NFKC", name).lower())


_KNOWN: dict[str, tuple[str, int]] = {}
for _role, _names in _ROLES.items():
    for _rank, _name in enumerate(_names.split()):
        _KNOWN.setdefault(_name, (_role, _rank))


def columns_of(names: Sequence[str]) -> tuple[Column, ...]:
    """The columns of a table, by the cells of the row that names them. A column without a name is called by its number, from 1."""
    tags = _tags_of(names)
    return tuple(_column(place, name.strip().lstrip("\ufeff"), tags) for place, name in enumerate(names))


def titled(columns: Sequence[Column]) -> bool:
    """True where a column names papers' titles."""
    return any(c.role == "title" for c in columns)


def known(columns: Sequence[Column]) -> int:
    """How many different things the columns say of a paper."""
    return len({c.role for c in columns if c.role})


def is_scopus(names: Sequence[str]) -> bool:
    """True for the columns of Scopus's export, whatever was chosen to be in it and in whatever language."""
    keys = {key_of(n) for n in names}
    return len(keys & _SCOPUS_ONLY) + len(keys & _SCOPUS_TOO) > 2 and bool(keys & _SCOPUS_ONLY)


def _tags_of(names: Sequence[str]) -> dict[str, str]:
    """The tags that a table uses as names: Web of Science's or RIS's; {} where it has names."""
    tags = {n.strip() for n in names if _TAG.fullmatch(n.strip())}
    if len(tags) < _MANY_TAGS or not tags & {"TI", "T1"}:
        return {}
    return _WOS_TAGS if len(tags & _WOS_ONLY) > 1 else _RIS_TAGS


def _column(place: int, name: str, tags: dict[str, str]) -> Column:
    if name in tags:
        role, _, place_of = tags[name].partition(" ")
        return Column(place, name, role, int(place_of))
    key = key_of(name)
    if tags and _TAG.fullmatch(name):
        return Column(place, name)
    if not key:
        return Column(place, name or f"column {place + 1}")
    if m := _NUMBERED_AUTHOR.fullmatch(key):
        return Column(place, name, "author_n", int(m[1]))
    role, rank = _KNOWN.get(key, ("", 0))
    return Column(place, name, role, rank)
