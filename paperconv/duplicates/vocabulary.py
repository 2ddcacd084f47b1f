"""The words by which titles are judged: what is no part of a title, what many works are called, what turns a word's sense."""

import re

_LANGUAGES = "english|french|german|spanish|chinese|japanese|russian|italian|portuguese|polish|korean|turkish|czech|hungarian|dutch|swedish"
_NOTE_WORDS = (
    r"review|refs?|references|erratum|errata|corrigendum|correct(?:ed|ion)|retract\w*|comments?|commentary|see comments?|abstract|letter|editorial|"
    rf"reply|summary|proceedings paper|conference paper|article|electronic|in (?:{_LANGUAGES})|republished|reprinted?|update of|original"
)
NOTE_AT_END = re.compile(
    rf"[\s.]*\[(?:[^\[\]]*\b)?(?:{_NOTE_WORDS})\b(?:[^\[\]]|\[[^\[\]]*\])*\][\s.]*$|"
    r"[\s.]*\[(?:erratum|corrected|retract\w*|comment|update|(?:corrected and )?republished|summary for patients)\b"
    r"[^\[\]]* (?:in|of|from|by|to)\b.*$",
    re.I | re.S,
)
"""What databases append to a title in square brackets: "[Review] [33 refs]", "[Erratum appears in …]", the latter also cut off within."""

ORIGINAL = re.compile(r"\s*<original>.*$|(?<=\])\s*to:\s.*$", re.I | re.S)
"""The title in its own language behind its translation, as CENTRAL and some of its sources have it."""

PARALLEL = re.compile(r"\s*(?:[;=/]|\]\.?)\s+(?=\S)")
"""What may part a title from the same title in another language."""

GROUP_AT_END = re.compile(
    r"(?<=[.:?!)])\s+(?:for the |the )?(?:[A-Z][\w'-]*(?: (?:and|of|for|the|in|on|&))* ){1,8}"
    r"(?:(?:(?:Study|Research|Working|Trial|Collaborative|Cooperative|Writing) )*Group|Investigators|Collaborators|Collaboration|Trialists|"
    r"Consortium)[\s.]*$"
)
"""The group that did the work, behind the title ("… clinical results. North American Linomide Investigators")."""

NOTE_AT_START = re.compile(r"^\s*(?:\[?retracted(?: article| paper)?\]?\s*[:.-]\s*|withdrawn\s*:\s*)", re.I)
"""A retracted paper is still that paper; the notice that retracts it is another (:data:`NOTICE`)."""

ABSTRACT_NUMBER = re.compile(
    r"^\s*(?:[\[(]?(?:abstract|poster|oral(?: presentation)?|paper)\s+(?:no\.?\s*|number\s+|#\s*)?[A-Z]{0,3}-?\d+[A-Z]?[\])]?"
    r"\s*[.:\u2013\u2014-]|#\d+[.:]?)\s+(?=\S)",
    re.I,
)
"""The number of an abstract of a meeting before its title: "Abstract P12: …", "#1234 …"."""

SIGNS = re.compile(r"\+\s*/\s*-|±|\(?\bplus[ -]or[ -]minus\b\)?|\bplus/minus\b|%|\bper\s?cent\b", re.I)
"""Signs that one source spells out and another leaves away."""

_GENRES = r"panel|tutorial|abstract|keynote|talk|poster|demo(?:nstration)?|paper|session|address|description|summary|report|invited"
GENRE = re.compile(
    r"\s*\((?:invited |extended |demo(?:nstration)? |experience |industrial |short |poster |keynote |panel )?"
    rf"(?:{_GENRES})(?: (?:session|abstract|description|summary|paper|talk))?\)",
    re.I,
)
"""The sort of contribution in round brackets, which one database gives and the other does not."""

GENRE_AT_END = re.compile(
    r"\s*(?:[:,.\u2013\u2014]|\s-)\s*(?:a )?"
    r"(?:book review|(?:guest )?editors?['\u2019]?s?['\u2019]? (?:introduction|foreword|preface|editorial)|guest editorial|editorial)[\s.]*$",
    re.I,
)
"""The same at the end, behind what the title names."""

NOTICE = re.compile(
    r"^(?:publisher s |author )?(?:erratum|errata|corrigend\w+|addendum|expression of concern)\b|"
    r"^(?:publisher s |author )?(?:retraction|correction)(?: (?:note|notice))?(?: (?:to|for)\b|$)|"
    r"^(?:comments? on|comment to|reply to|response to|author s? ?reply|authors? response|rejoinder|re )\b"
)
"""How folded titles begin that speak of another work: errata, comments, replies."""

NOTICE_BREAK = re.compile(
    r"^\W*(?:(?:publisher|author)\S*\s+)?(?:(?:retraction|correction)(?: (?:note|notice))?|repl(?:y|ies)|response|comments?|(?:invited )?commentary)"
    r"\s*(?:[:.\u2014]|[-\u2013]\s)",
    re.I,
)
"""The same in titles as they are written, where the word stands before a colon, a point or a dash."""

NOTICE_AT_END = re.compile(
    r"\s*[(\[](?:(?:erratum|corrigendum|correction|retraction|addendum)(?: (?:of|to|for)? ?vol\b[^()\[\]]*)?|"
    r"vol\.? \w+, (?:pg|art no)\b[^()\[\]]*)[)\]]\W*$",
    re.I,
)
"""What makes a notice of a title behind it: "(Erratum)", and Web of Science's "(vol 516, pg 46, 2014)" and "(Retraction of vol 9, pg 1, 2019)"."""

NOTICE_PLACE = re.compile(r"\s*[(\[][^()\[\]]*\d(?:[^()\[\]]|\([^()]*\))*[)\]]\W*$")
"""The place of the article that a notice speaks of, behind the article's title: "Erratum: … [Phys. Rev. D 8, 1240 (1973)]"."""

_NAMES = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon phi chi psi omega".split()
GREEK = str.maketrans({c: f" {name} " for c, name in zip("αβγδεζηθικλμνξοπρστυφχψω", _NAMES, strict=True)} | {"µ": " mu ", "ς": " sigma "})
"""Greek letters as they are spelt out where a database has none."""

ROMAN = {numeral: str(i) for i, numeral in enumerate("i ii iii iv v vi vii viii ix x".split(), 1)}
"""Roman numerals of the numbers that parts have."""

NUMBERED = frozenset("part parts phase type stage grade class group vol volume chapter section study paper level edition version book".split())
"""Words before a number that counts parts."""

SHORT = {"vol": "volume", "pt": "part", "ch": "chapter"}
"""Words for parts as they are abbreviated before a number."""

COUNTED = frozenset(
    "part parts phase stage edition version volume chapter section teil mitteilung abhandlung band auflage partie tome memoire parte".split()
)
"""Words beside which a number in words (:data:`ORDINALS`) is read as a number."""

ORDINALS = {
    word: str(i)
    for words in (
        "first second third fourth fifth", "one two three four five", "1st 2nd 3rd 4th 5th", "erste zweite dritte vierte funfte",
        "erster zweiter dritter vierter funfter", "premiere deuxieme troisieme quatrieme cinquieme", "primera segunda tercera cuarta quinta",
        "prima seconda terza quarta quinta",
    )
    for i, word in enumerate(words.split(), 1)
}
"""Numbers in words."""

STOP = frozenset(
    "a an the on in of for to and or with from by at as is are its their using via into between among "
    "der die das ein eine le la les un une des du el los las de en et und".split()
)
"""Words that say nothing about which paper a title names."""

FOREIGN = frozenset(
    "der die das und ein eine bei zur zum mit von le la les des du et une dans pour sur aux el los las del una en con para por y "
    "di della il nel da do dos na no e o os".split()
)
"""Small words of German, French, Spanish, Italian and Portuguese."""

_HEADS = (
    r"editors?|editorials?|introduction|preface|foreword|prologue|epilogue|afterword|overview|abstracts?|contents|index|news|letters?|"
    r"obituar(?:y|ies)|book reviews?|reviews?|reply|response|comment\w*|discussion|conclusions?|summary|panel|keynote|in memoriam|announcements?|"
    r"(?:author|subject|reviewer) index|table of contents|(?:front|back) matter|chairs?|message|correspondence|in this issue|from the editors?|"
    r"in brief|erratum|errata|corrigend\w+|calendar|reports?|notes?"
)
_TAILS = (
    r"notes?|s|message|letter|introduction|comments?|column|report|corner|page|remarks|desk|board|to the editors?|by the editors?|"
    r"from the (?:guest )?(?:editors?|chairs?)|abstracts?"
)
_OCCASIONS = r"special (?:issue|section|track)|theme issue|minitrack|mini track|proceedings|workshop|conference|symposium|editors?|chairs?"
GENERIC = re.compile(
    rf"(?:guest |the )?(?:editors? |editorial )?(?:s )?(?:{_HEADS})(?: (?:{_TAILS}))*"
    rf"|(?:guest editors? |editors? )?(?:s )?(?:introduction|preface|foreword|editorial|overview|message|welcome)\b.*\b(?:{_OCCASIONS})\b.*"
    r"|(?:the )?(?:special (?:issue|section)|minitrack)(?: .*)?|book reviews? .*|conference abstracts .*"
)
"""Folded titles that many works have."""

UNKNOWN = frozenset({"unknown", "untitled", "no title", "title", "na", "none", "null", "anonymous"})
"""What stands where a title is missing."""

OPPOSITE_HEADS = (
    "hypo hyper", "pre post", "intra inter", "intra extra", "pro anti", "under over", "mono bi", "uni bi", "micro macro", "endo exo",
    "ante post", "homo hetero", "sys dias", "in out", "in ex", "in de", "ab ad", "up down",
)  # fmt: skip
"""Beginnings that turn the sense of a word: two titles that differ in one of these are two studies."""

_OPPOSITES = (
    "men women|male female|males females|man woman|boys girls|fathers mothers|maternal paternal|brothers sisters|sons daughters|"
    "adult child|adults children|adult adolescent|adults adolescents|adults youth|children adolescents|rural urban|inpatients outpatients|"
    "left right|upper lower|northern southern|eastern western|north south|east west|inner outer|internal external|anterior posterior|"
    "dorsal ventral|medial lateral|proximal distal|horizontal vertical|forward backward|"
    "free based|with without|acute chronic|early late|before after|summer winter|high low|maximum minimum|maximal minimal|primary secondary|"
    "positive negative|static dynamic|active passive|public private|local global|systolic diastolic|arterial venous|benign malignant|"
    "systemic topical|sensitive resistant|light heavy|fast slow|strong weak|vivo vitro|discrete continuous|finite infinite|even odd"
)
OPPOSITE_WORDS = frozenset(a + b for pair in _OPPOSITES.split("|") for a, b in (pair.split(), pair.split()[::-1]))
"""Words opposite in sense, joined in both orders."""

NEGATIONS = frozenset(("a", "an", "un", "non", "in", "im", "ir", "dis", "anti", "de", "co", "re", "sub", "super", "multi"))
"""What before a word makes another of it."""

SHORT_FORMS = {
    "bob": "r", "bobby": "r", "bill": "w", "billy": "w", "dick": "r", "ted": "et", "ned": "e", "tony": "a", "gene": "e", "drew": "a",
    "bert": "ahr", "liz": "e", "betty": "e", "beth": "e", "peggy": "m", "sandy": "a", "fred": "a",
    "xander": "a", "lex": "a", "nelly": "eh", "tina": "c", "trudy": "g",
    "kathy": "c", "kate": "c", "cathy": "k", "sepp": "j", "beppe": "g", "pepe": "j", "paco": "f", "pancho": "f", "sasha": "a", "sascha": "a",
    "vanya": "i", "zhenya": "ey", "toni": "a", "hans": "j", "kees": "c",
}  # fmt: skip
"""Given names in a short form that begins with another letter: the initials of the names that they are short for."""
