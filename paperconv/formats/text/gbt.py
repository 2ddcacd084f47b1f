"""An entry in the form of GB/T 7714-2015, in which a letter in brackets ends the title: "王伟, 李娜. 题名[J]. 计算机学报, 2019, 42(3): 453-466."."""

import re

import msgspec

from paperconv.authors import tokens
from paperconv.authors.look import looks_like_authors
from paperconv.authors.person import is_cjk
from paperconv.formats.text import imprint
from paperconv.formats.text.imprint import Imprint

_MARK = re.compile(
    r"(?<=\S)\s*[\[［【]\s*(?P<kind>J|C|M|D|R|P|S|N|G|Z|A|DB|CP|EB|CM|DS)(?:\s*/\s*(?P<carrier>OL|CD|DK|MT))?\s*[\]］】]\s*(?P<end>//|／／|[.．,，。:：]|$)"
)
"""GB/T 7714-2015, appendix B: what a work is, and what it is on."""
_KIND = {
    "J": "article-journal", "C": "paper-conference", "M": "book", "D": "thesis", "R": "report", "P": "patent", "S": "standard",
    "N": "article-newspaper", "G": "book", "DB": "dataset", "DS": "dataset", "CP": "software", "EB": "webpage", "CM": "map", "Z": "document",
    "A": "document",
}  # fmt: skip
_STOP = re.compile(r"(?<![A-Za-z\d])\s*[．。]\s*|\.\s+|(?<=[^\x00-\x7f])\.|\.(?=[^\x00-\x7f])")
_ACCESSED = re.compile(r"[\[［](\d{4}-\d\d?-\d\d?)[\]］]")
_ISSUED = re.compile(r"[(（](\d{4}-\d\d?-\d\d?)[)）]")
_IMPRINT = re.compile(
    r"(?:^|(?<=[.．。]\s)|(?<=[.．。]))\s*(?P<place>[^.．。:：,，\d]{1,30})\s*[:：]\s*(?P<publisher>[^:：,，\d][^:：,，]*?)\s*(?:[,，].*)?$"
)
_YEAR = re.compile(r"(?:^|[,，.．。])\s*(?P<year>(?:19|20)\d\d)(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?(?=\s*(?:[,，:：.．(（]|$))")
_NUMBERS = re.compile(
    r"[,，]+\s*(?P<volume>\d+)?\s*(?:[(（](?P<issue>[^()（）]{1,12})[)）])?\s*(?:[:：]\s*(?P<page>[A-Za-z]?\d+(?:\s*[-–—+]\s*[A-Za-z]?\d+)?))?\s*[.．。]?\s*$"
)
_PAGES = re.compile(r"[:：]\s*(?P<page>\d+(?:\s*[-–—]\s*\d+)?)\s*[.．。]?\s*$")
_NUMBER = re.compile(r"\s*[:：]\s*([A-Z]{0,4}[ /]?[A-Z]{0,2} ?\d[\w./ -]*)$")
_SHORT = 12
"""Characters of a Chinese author's name, a person's or an organisation's."""


class Typed(msgspec.Struct):
    """The pieces of an entry; ``found`` has its date, identifiers and links."""

    kind: str
    authors: str = ""
    title: str = ""
    container: str = ""
    volume: str = ""
    issue: str = ""
    page: str = ""
    number: str = ""
    publisher: str = ""
    place: str = ""
    accessed: str = ""
    rest: str = ""
    found: Imprint = msgspec.field(default_factory=lambda: Imprint(identifiers={}))


def read(text: str) -> Typed | None:
    """The pieces of an entry in the form of GB/T 7714; ``None`` for all else."""
    text = text.strip()
    m = _MARK.search(text)
    if m is None or m.start() < _LEAST:
        return None
    entry = Typed(_KIND[m["kind"]])
    within = m["end"] in ("//", "／／")
    if within and entry.kind == "book":
        entry.kind = "chapter"
    entry.authors, entry.title = _authors_and_title(text[: m.start()].strip())
    if numbered := _NUMBER.search(entry.title) if entry.kind in ("patent", "standard", "report") else None:
        entry.title, entry.number = entry.title[: numbered.start()].strip(), numbered[1]
    tail = imprint.take_identifiers(imprint.take_links(text[m.end() :], entry.found), entry.found).strip(" .．。")
    for pattern, field in ((_ACCESSED, "accessed"), (_ISSUED, "date")):
        if dated := pattern.search(tail):
            tail = f"{tail[: dated.start()]} {tail[dated.end() :]}".strip()
            if field == "date":
                entry.found.date = _iso(*dated[1].split("-"))
            else:
                entry.accessed = _iso(*dated[1].split("-"))
    _where(entry, tail, within)
    return entry


_NAME = r"(?:[\u4e00-\u9fff々]{2,5}|[\uac00-\ud7af]{2,4}|[\u4e00-\u9fff]{1,3}\s[\u4e00-\u9fff]{1,3})"
_NAMES_FIRST = re.compile(
    rf"(?P<names>{_NAME}(?:\s*[,，、;；·]\s*{_NAME})*(?:\s*[,，]?\s*(?:等|외(?:\s?\d+\s?인)?|ほか|他))?)"
    r"(?:\s*[(（](?P<year>(?:19|20)\d\d)[)）]\s*[.．。:：,，]?\s*|\s*[.．。:：]\s*|\s*(?=[「『“\"《]))"
)
"""The names that an entry in Chinese, Japanese or Korean begins with, and what sets them apart from the title."""
_QUOTED_TITLE = re.compile(r"[「『“\"《](?P<title>[^「」『』“”\"《》]{2,200})[」』”\"》]\s*[.．。,，]?\s*")
_TITLE = re.compile(r"(?P<title>[^.．。]{2,200}?)\s*(?:[．。]\s*|\.\s+)")
_TITLE_COMMA = re.compile(r"(?P<title>[^.．。,，]{4,200}?)\s*[,，]\s*")
_COUNTED = (
    (re.compile(r"[,，]?\s*(?:Vol\.?|第)?\s*(\d+)\s*[巻卷권]?\s*[,，]?\s*(?:No\.?|第)\s*(\d+)\s*[号號期호]?", re.I), r", \1(\2)"),
    (re.compile(r"[,，]?\s*第?(\d+)\s*[巻卷권]\s*[,，]?\s*第?(\d+)\s*[号號期호]"), r", \1(\2)"),
    (re.compile(r"[,，]\s*pp?\.\s*(?=\d)", re.I), ": "),
    (re.compile(r"(\d[)）]),\s*(?=\d)"), r"\1: "),
    (re.compile(r"\s*[(（]((?:19|20)\d\d)[)）]|(?<=[,，\s])((?:19|20)\d\d)\s*[年년]"), r", \1\2"),
)
"""How volume, issue, pages and year are called, and the form of the standard for them."""


def untyped(text: str) -> Typed | None:
    """The pieces of an entry in Chinese, Japanese or Korean without the standard's sign: "김철수, 이영희. 제목. 정보과학회논문지, 2020, 47(3)."."""
    text = text.strip()
    names = _NAMES_FIRST.match(text)
    if names is None or _SOME_YEAR.search(text) is None:
        return None
    rest = text[names.end() :]
    title = _QUOTED_TITLE.match(rest) or (_TITLE_COMMA.match(rest) if names[0].rstrip().endswith((":", "：")) else None) or _TITLE.match(rest)
    if title is None or not _EAST_ASIAN.search(title["title"]):
        return None
    entry = Typed("article-journal", _MIDDLE_DOT.sub(", ", names["names"]), title["title"].strip())
    tail = imprint.take_identifiers(imprint.take_links(rest[title.end() :], entry.found), entry.found).strip(" .．。")
    if names["year"]:
        entry.found.date = names["year"]
    for pattern, form in _COUNTED:
        tail = pattern.sub(form, tail)
    if not tail:
        return None
    if _IMPRINT.search(tail) and not _NUMBERS_SIGN.search(tail):
        entry.kind = "book"
    _where(entry, tail, within=False)
    return entry


_MIDDLE_DOT = re.compile(r"(?<=[\u4e00-\u9fff\uac00-\ud7af])\s*[·・ㆍ]\s*(?=[\u4e00-\u9fff\uac00-\ud7af])")
"""Between two persons in Korean and Japanese; within the name of one it stands between sounds written as kana."""
_SOME_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
_NUMBERS_SIGN = re.compile(r"\d\s*[(（]\d|\d\s*[-–]\s*\d")
_LEAST = 2


def _authors_and_title(head: str) -> tuple[str, str]:
    """The authors end at the last full stop up to which all are names: initials may have points."""
    end = following = 0
    for m in _STOP.finditer(head):
        names = head[: m.start()].strip()
        if not names or not head[m.end() :].strip():
            break
        short = not end and is_cjk(names) and len(names) <= _SHORT
        if not (short or looks_like_authors(names) >= _NAMES or tokens.organisation_weight(names) == 2):
            break
        end, following = m.start(), m.end()
    return head[:end].strip(), head[following:].strip()


_NAMES = 0.3
"""How much what stands before the first full stop must look like names; nothing but authors stands there by the standard."""


def _where(entry: Typed, tail: str, within: bool) -> None:
    """What stands behind the mark: a journal with year, volume, issue and pages; or place, publisher, year and pages."""
    if not entry.found.date and (m := _YEAR.search(tail)):
        entry.found.date = _iso(m["year"], m["month"] or "", m["day"] or "")
        tail = f"{tail[: m.start()]},{tail[m.end() :]}"
    tail = tail.rstrip(" ,，")
    serial = entry.kind in ("article-journal", "article-newspaper")
    if serial and (m := _NUMBERS.search(tail)) and m[0].strip(" ,，.．。"):
        entry.volume, entry.issue, entry.page = m["volume"] or "", m["issue"] or "", _dash(m["page"] or "")
        if entry.kind == "article-newspaper" and not entry.page:
            entry.issue, entry.page = "", entry.issue  # the number in brackets is the page
        tail = tail[: m.start()]
    elif m := _PAGES.search(tail):
        entry.page = _dash(m["page"])
        tail = tail[: m.start()]
    tail = tail.strip(" ,，.．。:：")
    if not serial and (m := _IMPRINT.search(tail)):
        entry.place, entry.publisher = m["place"].strip(), m["publisher"].strip(" .．。")
        tail = tail[: m.start()].strip(" ,，.．。:：")
    if serial or within:
        entry.container = tail
    elif entry.kind in ("thesis", "report", "book") and not entry.publisher and "," not in tail:
        entry.publisher = tail
    else:
        entry.rest = tail


def _iso(year: str, month: str = "", day: str = "") -> str:
    return "-".join([year, *(x.zfill(2) for x in (month, day) if x)])


def _dash(page: str) -> str:
    return re.sub(r"\s*[-–—]\s*", "-", page)
