"""What entries say in words of their own beside title, names and venue: edition, kind of thesis or report, when it was looked up, length."""

import re

import msgspec

from paperconv.formats.text import imprint
from paperconv.model import date as dates


class Details(msgspec.Struct):
    """``kind`` is the CSL type that the words tell, "" where they tell none. ``accessed`` is ISO 8601."""

    edition: str = ""
    genre: str = ""
    number: str = ""
    accessed: str = ""
    number_of_pages: str = ""
    kind: str = ""
    codes: dict[str, str] = {}
    """Numbers of catalogues that the model has no field for, by the catalogue's name in small letters."""


_MONTH = r"(?:[A-Z][a-zé]{2,8}\.?)"
_DAY = (
    rf"(?:\d{{1,2}}\.?\s+{_MONTH},?\s+\d{{4}}|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|\d{{4}}[-/]\d\d[-/]\d\d|"
    rf"\d{{1,2}}[./]\d{{1,2}}[./]\d{{4}}|\d{{4}}\s+{_MONTH}\s+\d{{1,2}})"
)
_ACCESSED = re.compile(
    r"[(\[]?\s*(?:(?:date\s+)?(?:last\s+)?(?:retrieved|accessed|viewed|cited|consulted|visited|consulté|abgerufen|zugegriffen|zugriff|acesso|acessado|consultado|"
    rf"дата обращения|besucht)(?:\s+(?:on|am|le|em|el|in))?)\s*:?\s*({_DAY})(?:,?\s+from(?=\s))?\s*[)\]]?[.,;]?",
    re.I,
)
_AVAILABLE = re.compile(
    r"(?:\[(?:online|internet|en ligne|en línea)\][.,]?\s*)?(?:(?:available|retrieved|disponible|disponível|verfügbar|erreichbar|dostupné)"
    r"(?:\s+(?:online|at|from|en|em|unter|sur|on))*"
    r"\s*:?\s*(?=<?https?://|<?www\.|\x04|$)|\[(?:online|internet|en ligne|en línea)\])",
    re.I,
)
_HINTS = (*"retr acces acess view cited cons visit abge zug обращ besuch avail dispon verf erreich dost online internet".split(), "en l")
_ACCESS_WORDS = tuple("retrieved accessed viewed cited consult visited abgerufen zugegriffen zugriff acess обращения besucht".split())
"""One of these is in everything that :data:`_ACCESSED` finds."""
_AVAILABLE_WORDS = ("available", "retrieved", "disponible", "disponível", "verfügbar", "erreichbar", "dostupné", "[online", "[internet", "[en l")
_CODE = re.compile(r"\b(Bibcode|S2CID|OCLC|JSTOR|LCCN|Zbl|MR|OSTI|SSRN|ISBN-A|HDL|SICI)(?::\s?|\s)([\w.&/-]*\d[\w.&/-]*\w)[.,;]?")
_EDITION = re.compile(
    r"(?:,\s*|\.\s+|\s*\(|\s+)(\d{1,3})(?:st|nd|rd|th|\.|ª|e|-е)?"
    r"\s*(?:ed(?:ition|n|s|\.)?|aufl(?:age)?|éd(?:ition|\.)?|edición|изд\.?)\b\.?(?:\s*\)(?=\.|,|\s|$))?",
    re.I,
)
_THESIS = re.compile(
    r"[(\[]?\s*(?:unpublished\s+)?\b((?:ph\.?\s?d\.?|doctoral|doctor'?s|master(?:['’]?s)?|m\.?\s?sc\.?|m\.?a\.|bachelor(?:['’]?s)?|habilitation|diploma)\s*"
    r"(?:thesis|dissertation|diss\.?)|dissertation|thèse de doctorat|"
    r"doktorarbeit|masterarbeit|diplomarbeit|tesis doctoral|tese de doutorado|tesi di dottorato)\b"
    r"\s*[)\]]?(?=[\s.,;:)—]|$)",
    re.I,
)
_THESIS_WORDS = ("thes", "thès", "diss", "arbeit", "tesi", "tese")
"""One of these is in everything that :data:`_THESIS` finds."""
_REPORT = re.compile(
    r"[(\[]?\s*\b(technical report|tech\.? rep(?:ort|\.)?|research report|working paper|discussion paper)\b\.?"
    r"(?:\s*(?:no\.?|nr\.?)?\s*([A-Z]*[-/]?\d[\w/.-]*\w|\d+))?[)\]]?",
    re.I,
)
BEHIND = re.compile(
    r"[.,]\s+(?=(?:\d{1,3}(?:st|nd|rd|th|\.)?\s?(?:ed(?:ition|n)?\b|aufl|éd)|(?:[Vv]ol\.|Bd\.)\s\d|"
    r"(?:unpublished\s+)?(?:ph\.?\s?d|doctoral|master|m\.?\s?sc|dissertation|"
    r"(?:technical|tech\.?|research) rep|working paper)))",
    re.I,
)
"""Where a detail begins behind a title: "…, 3rd ed.", "…, PhD thesis"."""
_LENGTH = re.compile(r"(?:^|(?<=[\s.,;—–-]))(\d{2,4})\s*(?:pp?|s|с|seiten|pages|págs?)\.?\s*$", re.I)


_DATABASE = re.compile(
    r"(?<=[.,])\s(JSTOR|Project MUSE|EBSCOhost|ProQuest|ScienceDirect|Gale Academic OneFile|Academic Search Complete)(?=[.,](?:\s|$))[.,]?"
)
_LOOSE_STOP = re.compile(r"\s+([.,;])(?=\s|$)")


def take(text: str, found: Details) -> str:
    """``text`` without the details that stand in it; they are added to ``found``. A title's words are not looked at."""

    def accessed(m: re.Match[str]) -> str:
        value = dates.parse(m[1])
        if not value:
            return m[0]
        found.accessed = found.accessed or value
        return " "

    def code(m: re.Match[str]) -> str:
        found.codes = {**found.codes, m[1].lower(): m[2]}
        return ""

    text = _CODE.sub(code, text)
    if (m := _DATABASE.search(text)) is not None:  # where MLA's entries were looked up
        found.codes = {**found.codes, "database": m[1]}
        text = text[: m.start()] + text[m.end() :]
    small = text.casefold()
    if not any(word in small for word in _HINTS):  # most entries
        return text
    if any(word in small for word in _ACCESS_WORDS):
        text = _ACCESSED.sub(accessed, text)
    if any(word in small for word in _AVAILABLE_WORDS):
        text = _AVAILABLE.sub(" ", text)
    return _LOOSE_STOP.sub(r"\1", text)


def take_behind(text: str, found: Details) -> str:
    """The same for what stands behind a title: edition, kind and number of thesis or report, length of a book."""
    text = f" {text}"
    if (m := _EDITION.search(text)) is not None:
        found.edition = m[1]
        text = _cut(text, m)
    small = text.casefold()
    if any(word in small for word in _THESIS_WORDS) and (m := _THESIS.search(text)) is not None:
        found.genre, found.kind = m[1], "thesis"
        text = _cut(text, m)
    elif ("rep" in small or "paper" in small) and (m := _REPORT.search(text)) is not None:
        found.genre, found.number, found.kind = m[1], m[2] or "", "report"
        text = _cut(text, m)
    if not found.kind and (m := _LENGTH.search(text)) is not None:
        found.number_of_pages = m[1]
        text = text[: m.start()]
    return imprint.tidy(text)


def in_bracket(title: str, found: Details) -> str:
    """A title without a bracket at its end that holds nothing but such details: "The art of programming (3rd ed., Vol. 1)"."""
    m = re.search(r"\s*[(\[]([^()\[\]]{2,60})[)\]]\.?$", title)
    if m is None or not (_EDITION.search(" " + m[1]) or _THESIS.match(m[1]) or _REPORT.match(m[1])):
        return title
    rest = take_behind(m[1], found)
    return title[: m.start()] + (f" ({rest})" if rest else "")


def _cut(text: str, m: re.Match[str]) -> str:
    opening = m[0].lstrip(" ,.")[:1] in "([" and m[0].rstrip(" ,.")[-1:] not in ")]"
    return f"{text[: m.start()]}{' (' if opening else ', '}{text[m.end() :].lstrip(' ,')}"
