"""Papers in the source of a wiki: MediaWiki's templates for citations, ``{{cite journal |last=Roe |first=Ada |title=On Ponds}}``.

The parameters are those of Citation Style 1 (Help:Citation Style 1 of the English Wikipedia) and of their counterparts elsewhere.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from paperconv.formats.text.printed import Member, Printed, field_of, is_paper

_OPENED = re.compile(r"\{\{\s*(?:v?cite[ _-]?(?P<kind>\w*(?: \w+)?)|citation|literatur|article|ouvrage|cita \w+)\s*(?=\||\n)", re.I)
_STEP = re.compile(r"\{\{|\}\}|\[\[|\]\]|\||<!--.*?-->|<nowiki>.*?</nowiki>", re.S)
_LINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]]*)\]\]")
_MARKUP = re.compile(r"<!--.*?-->|'{2,5}|\{\{\s*(?:nbsp|thinsp|shy|zwnj)\s*\}\}|</?(?:nowiki|small|nobr)\s*/?>", re.S | re.I)
_DASH = re.compile(r"\{\{\s*(?:ndash|snd|endash|en dash)\s*\}\}", re.I)
_FAMILY = re.compile(r"(?:last|surname|author|author-last|nachname|nom|apellidos?)-?(\d*)(?:-last)?", re.I)
_GIVEN = re.compile(r"(?:first|given|author-first|vorname|prénom|nombre)-?(\d*)(?:-first)?", re.I)
_KEYS = {
    "vauthors": "author", "authors": "author", "work": "venue", "magazine": "venue", "newspaper": "venue", "website": "venue", "périodique": "venue",
    "sammelwerk": "venue", "contribution": "title", "chapter": "title", "eprint": "arxiv", "pmc": "pmcid", "titre": "title", "autor": "author",
    "año": "issued", "numéro": "issue", "nummer": "issue", "band": "volume", "editorial": "publisher",
    "s2cid": "?", "class": "category", "at": "page",
}  # fmt: skip
"""Names of parameters that are no labels elsewhere, or other ones."""
LONGEST = 1 << 14
"""Characters of the longest template that is looked at."""


def read(text: str) -> list[Printed]:
    """The templates of a text that name a title and one more field of a paper."""
    if "{{" not in text:
        return []
    found = (_paper(text, m) for m in _OPENED.finditer(text))
    return [p for p in found if p is not None]


def _paper(text: str, opened: re.Match[str]) -> Printed | None:
    parameters = list(_parameters(text, opened))
    if not parameters:
        return None
    end = parameters[-1][3]
    first = text.count("\n", 0, opened.start()) + 1
    whole = any(key in ("title", "titre", "titel") for key, *_ in parameters)
    people: dict[int, list[str]] = {}
    members: list[Member] = []
    line, counted = first, opened.start()
    for key, value, begin, stop in parameters:
        line += text.count("\n", counted, begin)
        counted = begin
        if not value:
            continue
        if (m := _FAMILY.fullmatch(key)) is not None and not ("," in value and "last" not in key):
            people.setdefault(int(m[1] or 1), ["", ""])[0] = value
            place = (begin, stop, line)
        elif (m := _GIVEN.fullmatch(key)) is not None:
            people.setdefault(int(m[1] or 1), ["", ""])[1] = value
        elif m := _FAMILY.fullmatch(key):
            people.setdefault(int(m[1] or 1), ["", ""])[0] = value
            place = (begin, stop, line)
        else:
            field = _KEYS.get(key.lower()) or field_of(key, value)
            field = "venue" if key in ("title", "titre") and field == "title" and _in_a_book(parameters) else "?" if field == "?" else field
            members.append(Member(field, key, value, begin, stop, line, line + text.count("\n", begin, stop)))
    if people:
        names = [", ".join(p for p in people[n] if p) for n in sorted(people)]
        shown = f"{names[0]};" if len(names) == 1 and "," in names[0] else "; ".join(names)
        members.insert(0, Member("author", "last, first", shown, *place, place[2]))
    if kind := (opened["kind"] or "").lower():
        members.append(Member("type", "type", kind, opened.start("kind"), opened.end("kind"), first, first))
    last = text.count("\n", 0, end) + 1
    return Printed(first, last, members) if whole and is_paper(members) else None


def _in_a_book(parameters: list[tuple[str, str, int, int]]) -> bool:
    return any(key in ("chapter", "contribution") and value for key, value, *_ in parameters)


def _parameters(text: str, opened: re.Match[str]) -> Iterator[tuple[str, str, int, int]]:
    """The parameters of a template as (name, value, begin, end); offsets of the value. Nothing where the template is not closed."""
    depth, at = 1, opened.end()
    cuts = []
    for m in _STEP.finditer(text, opened.end(), opened.end() + LONGEST):
        if m[0] in ("{{", "[["):
            depth += 1
        elif m[0] in ("}}", "]]"):
            depth -= 1
        if m[0] == "|" and depth == 1:
            cuts.append(m.start())
        if not depth:
            cuts.append(m.start())
            break
    else:
        return
    for at, end in pairwise(cuts):
        key, equals, value = text[at + 1 : end].partition("=")
        if equals:
            begin = at + 2 + len(key)
            yield key.strip(), _plain(value), begin + len(value) - len(value.lstrip()), end


def _plain(value: str) -> str:
    value = _LINK.sub(r"\1", _DASH.sub("–", value))
    return " ".join(_MARKUP.sub(" " if "nbsp" in value else "", value).split())
