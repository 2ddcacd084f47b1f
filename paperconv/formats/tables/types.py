"""What tables call the kind of a work -> its CSL type. Compared like names of columns (see :mod:`paperconv.formats.tables.columns`)."""

from paperconv.formats.tables.columns import key_of

_TYPES: dict[str, str] = {
    "article-journal": """journalarticle articlejournal jour j journal article articleinpress earlyaccess articleearlyaccess shortsurvey
        note editorial letter erratum correction retracted retraction datapaper ejour ejournalarticle journals electronicarticle
        researcharticle originalarticle ieeejournals ieeeearlyaccessarticles businessarticle editorialmaterial meetingabstract
        abstractreport reviewarticle suppperiodical clinicaltrial casereport journalpaper researchpaper shortcommunication 期刊论文
        期刊文章 文献 aufsatz artículo artigo статья 論文""",
    "paper-conference": """conferencepaper proceedingspaper inproceedings conference conf cpaper paperconference
        conferenceproceedingsarticle proceedingsarticle conferencearticle articleproceedingspaper conferenceabstract ieeeconferences c
        会议论文 会議録 actesdecolloque ponencia documentodeconferencia trabalhodeconferência conferenceposter workshoppaper""",
    "review": "review 综述 レビュー revisión revisão обзор",
    "review-book": "bookreview reviewbook",
    "book": """book monograph editedbook books b wholebook edbook mvbook collection proceedings conferencereview 书 图书 libro livre buch
        livro книга""",
    "chapter": """chapter bookchapter incollection inbook booksection chap section bookpart 书籍章节 capítulodelibro kapitel
        capítulodelivro глава bookseries bookseriesarticle chapters referencechapter""",
    "thesis": """thesis dissertation phdthesis mastersthesis thes doctoralthesis doctoraldissertation dissertationthesis masterthesis
        diplomathesis 学位论文 tesis thèse tese hochschulschrift диссертация""",
    "report": """report techreport technicalreport rprt reporttech reports workingpaper manual governmentdocument 报告 informe rapport
        bericht отчет""",
    "article": "preprint postedcontent preprints eprint arxiv workingpaperpreprint 预印本 препринт",
    "dataset": "dataset data datasets",
    "software": "software computerprogram comp program",
    "webpage": "webpage web elec online www electronic onlineresource website electronicsource internetsource",
    "post-weblog": "blogpost postweblog blog",
    "post": "post forumpost",
    "patent": "patent pat pat1",
    "article-magazine": "magazinearticle articlemagazine mgzn magazine tradejournal ieeemagazines",
    "article-newspaper": "newspaperarticle articlenewspaper news newspaper newsitem",
    "manuscript": "manuscript unpublished unpb unpublishedwork",
    "speech": "presentation speech slide",
    "standard": "standard stand ieeestandards standards",
    "entry-encyclopedia": "encyclopediaarticle entryencyclopedia ency encyclopedia inreference",
    "entry-dictionary": "dictionaryentry entrydictionary dict dictionary",
    "entry": "referenceentry entry",
    "document": "misc document generic gen other unknown",
    "motion_picture": "film videorecording motionpicture video motion",
    "interview": "interview",
    "legislation": "statute legislation",
    "legal_case": "case legalcase",
    "bill": "bill",
    "hearing": "hearing",
    "map": "map",
    "song": "audiorecording podcast song sound",
    "graphic": "artwork graphic art",
    "personal_communication": "personalcommunication email pcomm",
    "periodical": "periodical journalissue",
    "pamphlet": "pamphlet booklet pamp",
}
_CSL_TYPE = {word: csl for csl, words in _TYPES.items() for word in words.split()}

CSL_TYPES = frozenset(_TYPES) | {"classic", "collection", "event", "figure", "musical_score", "performance", "regulation", "treaty", "broadcast"}
"""The types of CSL 1.0.2 (appendix III)."""


THESES = {"phdthesis": "PhD thesis", "mastersthesis": "Master's thesis", "doctoralthesis": "Doctoral thesis", "masterthesis": "Master's thesis"}
"""Types that say what a thesis was for."""


def csl_type(written: str) -> str:
    """The CSL type that a table's word names, "" where it names none. Of several ("Article; Proceedings Paper") the most telling."""
    found = _CSL_TYPE.get(key_of(written), "")
    if found or not (";" in written or "|" in written or "," in written):
        return found
    parts = [_CSL_TYPE.get(key_of(part), "") for part in written.replace("|", ";").replace(",", ";").split(";")]
    named = [part for part in parts if part]
    return next((part for part in named if part != "article-journal"), named[0] if named else "")
