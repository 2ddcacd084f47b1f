"""EndNote's reference types, and what its fields mean in each (EndNote's manual, appendix on reference types)."""

NAMES = {
    "ancient text": "classic",
    "artwork": "graphic",
    "audiovisual material": "motion_picture",
    "aggregated database": "dataset",
    "bill": "bill",
    "blog": "post-weblog",
    "book": "book",
    "book section": "chapter",
    "case": "legal_case",
    "catalog": "book",
    "chart or table": "figure",
    "classical work": "classic",
    "computer program": "software",
    "conference paper": "paper-conference",
    "conference proceeding": "paper-conference",
    "conference proceedings": "paper-conference",
    "dataset": "dataset",
    "dictionary": "entry-dictionary",
    "discussion forum": "post",
    "ebook": "book",
    "ebook section": "chapter",
    "edited book": "book",
    "electronic article": "article-journal",
    "electronic book": "book",
    "electronic book section": "chapter",
    "electronic source": "webpage",
    "encyclopedia": "entry-encyclopedia",
    "equation": "figure",
    "figure": "figure",
    "film or broadcast": "motion_picture",
    "generic": "document",
    "government document": "report",
    "grant": "document",
    "hearing": "hearing",
    "interview": "interview",
    "journal": "periodical",
    "journal article": "article-journal",
    "legal rule or regulation": "regulation",
    "magazine article": "article-magazine",
    "manuscript": "manuscript",
    "map": "map",
    "multimedia application": "software",
    "music": "song",
    "newspaper article": "article-newspaper",
    "online database": "dataset",
    "online multimedia": "webpage",
    "pamphlet": "pamphlet",
    "patent": "patent",
    "personal communication": "personal_communication",
    "podcast": "broadcast",
    "preprint": "article",
    "press release": "document",
    "report": "report",
    "serial": "periodical",
    "social media": "post",
    "standard": "standard",
    "statute": "legislation",
    "television episode": "broadcast",
    "thesis": "thesis",
    "unpublished work": "manuscript",
    "web page": "webpage",
}
"""Names of EndNote's reference types (lower case) and the CSL type of each."""

NUMBERS = {
    "2": "artwork", "3": "audiovisual material", "4": "bill", "5": "book section", "6": "book", "7": "case", "8": "catalog",
    "9": "computer program", "10": "conference proceedings", "12": "web page", "13": "generic", "14": "hearing", "17": "journal article",
    "19": "magazine article", "20": "map", "21": "film or broadcast", "23": "newspaper article", "24": "pamphlet", "25": "patent",
    "26": "personal communication", "27": "report",
    "28": "edited book", "31": "statute", "32": "thesis", "34": "unpublished work", "36": "manuscript", "37": "figure", "38": "chart or table",
    "39": "equation", "43": "electronic article", "44": "electronic book", "45": "online database", "46": "government document",
    "47": "conference paper", "48": "online multimedia", "49": "classical work", "50": "legal rule or regulation", "51": "ancient text",
    "52": "dictionary", "53": "encyclopedia", "54": "grant", "55": "aggregated database", "56": "blog", "57": "serial", "58": "standard",
    "59": "dataset", "60": "electronic book section", "61": "music",
}  # fmt: skip
"""Numbers of the reference types since EndNote 8."""

OLD_NUMBERS = {
    "0": "journal article", "1": "book", "2": "thesis", "3": "conference proceedings", "4": "personal communication", "5": "newspaper article",
    "6": "computer program", "7": "book section", "8": "magazine article", "9": "edited book", "10": "report", "11": "map",
    "12": "audiovisual material", "13": "artwork", "15": "patent", "16": "electronic source", "17": "bill", "18": "case", "19": "hearing",
    "20": "manuscript", "21": "film or broadcast", "22": "statute", "25": "figure", "26": "chart or table", "27": "equation", "31": "generic",
}  # fmt: skip
"""Their numbers before (REFERENCE_TYPE of EndNote 7)."""

IN_A_SERIES = frozenset("book|edited book|ebook|electronic book|report|government document|web page|catalog|pamphlet|map".split("|"))
"""Types whose second title is a series, and whose second authors are its editors."""
TRANSLATED = frozenset("book|book section|edited book|ebook|electronic book|ebook section|electronic book section|classical work".split("|"))
"""Types whose subsidiary authors are translators."""
NUMBERED = frozenset(("report", "patent", "standard", "government document", "legal rule or regulation"))
"""Types whose own number stands where others have their ISBN."""
