"""An entry -> a record. Every field that is not empty ends in the record or, as it stands, in ``extra`` under ``bibtex:``."""

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from paperconv.formats.bibtex import mapping as m
from paperconv.formats.bibtex.dates import read_date, read_issued
from paperconv.formats.bibtex.names import read_names
from paperconv.markup.latex import decode, decode_title
from paperconv.model import ArxivInfo
from paperconv.model import identifier as ids
from paperconv.model.name import LOST_SIGN
from paperconv.patterns import pattern

_ARXIV_JOURNAL = pattern(
    r"(?:arxiv(?:\.org)?|corr)(?:[\s,]*(?:e-?prints?|preprints?))?[\s,:]*(?:abs/)?(?:arxiv\s*:\s*)?(?P<id>[\w.-]+/?[\d.]+(?:v\d+)?)?", re.I)
_URL_MACRO = pattern(r"\s*(?:\\(?:url|path|nolinkurl)\s*)?\{?\s*([^{}]*?)\s*\}?\s*")
_URL_ESCAPES = pattern(r"\\([_%&#~$ ])|\{?\\textasciitilde(?:\s*\{\})?\}?|\\~\{\}")
_WEB = pattern(r"(?:https?|ftp)://\S+", re.I)
_PAGE_DASH = pattern(r"\s*[–—‐‑‒]+\s*")
_IDENTIFIERS = (*m.IDENTIFIERS.items(), *((kind, kind) for kind in m.OTHER_IDENTIFIERS))


class Field(msgspec.Struct):
    """A field of an entry: its name as written, its TeX, and its line (0 for an inherited one)."""

    name: str
    tex: str
    line: int


class Decoded(msgspec.Struct):
    """What an entry says: values for the record's fields, the rest for ``extra``, and the lines of both."""

    values: dict[str, Any]
    identifiers: dict[str, str]
    extra: dict[str, str]
    lines: dict[str, int]


def decode_entry(entry_type: str, key: str, fields: Mapping[str, Field]) -> Decoded:
    """Reads an entry; ``fields`` are under their lower-case names, in order."""
    entry = _Entry(entry_type.lower(), _named(fields) if m.CUSTOM_TEXT[0] in fields else fields)
    if "author" not in fields and "key" in fields and fields["key"].tex == key:  # the writer's, for an entry that nothing else sorts
        entry.used.add("key")
    return entry.decoded()


def _named(fields: Mapping[str, Field]) -> dict[str, Field]:
    """The fields, of which the writer's custom ones ("publisher: Springer") are under the name that they say, where it is free."""
    named = {}
    for key, field in fields.items():
        name, colon, tex = field.tex.partition(": ")
        is_ours = key in m.CUSTOM_TEXT and colon and name in m.UNPUBLISHED["article"] and name not in fields
        named[name if is_ours else key] = Field(name, tex, field.line) if is_ours else field
    return named


def address(tex: str) -> str:
    r"""A URL from its field: without ``\url{}`` and without the backslashes that people put before ``_`` and ``%``."""
    if "\\" not in tex and "{" not in tex and "}" not in tex:
        return tex.replace("\n", "").strip()
    match = _URL_MACRO.fullmatch(tex)
    text = match[1] if match else tex
    return _URL_ESCAPES.sub(lambda e: e[1] or "~", text).replace("\n", "").strip() if "\\" in text else "".join(text.split("\n"))


class _Entry:
    """One entry being read: ``values`` fills up, ``used`` are the fields whose content is in the record."""

    def __init__(self, entry_type: str, fields: Mapping[str, Field]) -> None:
        self.entry_type, self.fields = entry_type, fields
        self.values: dict[str, Any] = {}
        self.identifiers: dict[str, str] = {}
        self.used: set[str] = set()
        self.lines: dict[str, int] = {}

    def decoded(self) -> Decoded:
        self._arxiv()
        self._type()
        self._titles()
        for name in m.NAMES:
            if name in self.fields and (names := read_names(self.fields[name].tex)):
                self._set(name, names, name)
        self._issued()
        self._identifiers()
        self._addresses()
        for name in self.fields:
            if name not in self.used:
                self._text(name)
        extra: dict[str, str] = {f"bibtex:{f.name}": " ".join(f.tex.split()) for name, f in self.fields.items() if name not in self.used}
        if self._has_type_of_its_own():
            extra = {"bibtex:entrytype": self.entry_type, **extra}
        return Decoded(self.values, self.identifiers, extra, self.lines)

    def _has_type_of_its_own(self) -> bool:
        """True where the record's CSL type does not tell the entry type in either dialect."""
        csl = self.values["type"]
        usual = (m.BIBTEX_TYPE.get(csl, "misc"), m.BIBLATEX_TYPE.get(csl, "misc"), "misc", *m.GENRES)
        return csl != m.PREPRINT and self.entry_type not in usual

    def _tex(self, name: str) -> str:
        field = self.fields.get(name)
        return field.tex if field else ""

    def _set(self, target: str, value: Any, *names: str) -> None:
        self.values[target] = value
        self.used.update(names)
        if line := self.fields[names[0]].line:
            self.lines[target] = line

    def _arxiv(self) -> None:
        """The arXiv identifier: eprint fields, then an arXiv DOI or address, then the ways of Google Scholar and DBLP to name it as a journal."""
        prefix_name = next((n for n in ("archiveprefix", "eprinttype") if n in self.fields), "")
        prefix = decode(self._tex(prefix_name)).lower()
        found, version = "", 0
        for name in ("eprint", "arxivid"):
            tex = decode(self._tex(name)) if name in self.fields and prefix in ("", "arxiv") else ""
            if tex and (known := ids.arxiv(tex)) and known == (found or known):
                found, version = known, version or ids.arxiv_version(tex)
                self.used |= {name, "archiveprefix", "eprinttype"} & self.fields.keys()
        if prefix == "pubmed" and (pmid := ids.pmid(self._tex("eprint"))):
            self.identifiers["pmid"] = pmid
            self.used |= {"eprint", prefix_name}
        for name in ("doi", "url"):
            if not found and name in self.fields:
                found, version = ids.arxiv(address(self._tex(name))), ids.arxiv_version(address(self._tex(name)))
        found = self._arxiv_journal(found)
        if not found:
            return
        self.identifiers["arxiv"] = found
        category = ""
        for name in ("primaryclass", "eprintclass"):
            if name in self.fields and category in ("", self._tex(name)):
                category = decode(self._tex(name))
                self.used.add(name)
        stated = int(self._tex("version")) if self._tex("version").isdigit() else 0
        if stated and version in (0, stated):
            version = stated
            self.used.add("version")
        if version or category:
            self.values["arxiv"] = ArxivInfo(version=version, primary_category=category)

    def _arxiv_journal(self, found: str) -> str:
        """A journal that is arXiv itself ("arXiv preprint arXiv:1706.03762"; CoRR, volume abs/1706.03762) says no more than the identifier."""
        name = next((n for n in ("journal", "journaltitle") if n in self.fields), "")
        match = _ARXIV_JOURNAL.fullmatch(decode(self._tex(name))) if name else None
        if match is None:
            return found
        volume = self._tex("volume")
        named = ids.arxiv(match["id"] or "") or ids.arxiv(volume.removeprefix("abs/"))
        if (match["id"] and not named) or not (found or named) or (found and named not in ("", found)):
            return found
        self.used.add(name)
        if ids.arxiv(volume.removeprefix("abs/")):
            self.used.add("volume")
        return found or named

    def _type(self) -> None:
        subtype = decode(self._tex("entrysubtype")).lower()
        if subtype.replace("-", "_") in m.OTHER_TYPES:  # the writer's, of CSL's types with an underscore
            subtype = subtype.replace("-", "_")
        kept = self._tex("entrytype").lower()
        present = frozenset(self.fields.keys() - self.used)
        self.values["type"] = m.csl_type(self.entry_type, present, "arxiv" in self.identifiers)
        if self.entry_type in m.GENRES and "type" not in self.fields:
            self.values["genre"] = m.GENRES[self.entry_type]
        if subtype in m.SUBTYPES:
            self._set("type", m.SUBTYPES[subtype], "entrysubtype")
        elif subtype in m.CSL_TYPE:
            self._set("type", m.CSL_TYPE[subtype], "entrysubtype")
            self.entry_type = subtype
        elif subtype in m.OTHER_TYPES:
            self._set("type", subtype, "entrysubtype")
        elif subtype.isalpha() and self.entry_type == "misc":
            self._set("type", "document", "entrysubtype")
            self.entry_type = subtype
        if kept and kept == self.entry_type:
            self.used.add("entrytype")

    def _titles(self) -> None:
        if "title" in self.fields:
            title = decode_title(self._tex("title"))
            self.used.add("title")
            if title and title != LOST_SIGN:
                self._set("title", _with_subtitle(title, decode_title(self._tex("subtitle"))), "title", *({"subtitle"} & self.fields.keys()))
        if "booktitle" in self.fields and "booksubtitle" in self.fields and not {"journal", "journaltitle"} & self.fields.keys():
            whole = _with_subtitle(decode(self._tex("booktitle")), decode(self._tex("booksubtitle")))
            self._set("container_title", whole, "booktitle", "booksubtitle")

    def _issued(self) -> None:
        texts = {n: decode(self._tex(n)) for n in ("year", "month", "day") if n in self.fields}
        if "date" in self.fields:
            texts["date"] = self._tex("date")  # its "~" means "about", and is no space
        issued, used = read_issued(texts)
        if issued:
            self._set("issued", issued, *used)
        if "urldate" in self.fields and (accessed := read_date(self._tex("urldate"))):
            self._set("accessed", accessed, "urldate")

    def _identifiers(self) -> None:
        for name in m.CUSTOM_VERBATIM:
            pairs = [word.partition(":") for word in self._tex(name).split()] if name in self.fields else []
            listed = {kind: ids.NORMALISERS[kind](address(value)) for kind, _, value in pairs if kind in ids.NORMALISERS}
            if pairs and len(listed) == len(pairs) and all(listed.values()):
                self.identifiers |= listed
                self.used.add(name)
        for name, kind in _IDENTIFIERS:
            if name in self.fields and kind not in self.identifiers and (known := ids.NORMALISERS[kind](address(self._tex(name)))):
                self.identifiers[kind] = known
                self.used.add(name)
                if line := self.fields[name].line:
                    self.lines.setdefault("identifiers", line)

    def _addresses(self) -> None:
        if "url" in self.fields:
            self._set("url", address(self._tex("url")), "url")
        for name in ("howpublished",):
            if name in self.fields and "url" not in self.fields and _WEB.fullmatch(known := address(self._tex(name))):
                self._set("url", known, name)
        if "pubstate" in self.fields and self._tex("pubstate") == "prepublished" and self.values["type"] == m.PREPRINT:
            self.used.add("pubstate")

    def _text(self, name: str) -> None:
        """A field of plain text, if it has a place in the record that is still free."""
        target = m.TEXT.get(name, "")
        if name == "organization" and self.entry_type not in m.HOSTED | {"proceedings"}:  # of a conference it is the host, and no publisher
            target = "publisher"
        elif name == "number":
            target = "issue" if self.values["type"] in m.NUMBER_IS_ISSUE else "number"
        elif name == "pages":
            target = "page"
        elif name in ("keywords", "keyword"):
            target = "keyword"
        if not target or target in self.values:
            if target and target != "keyword" and self._value(target, name) == self.values[target]:
                self.used.add(name)
            return
        if value := self._value(target, name):
            self._set(target, value, name)
        else:
            self.used.add(name)

    def _value(self, target: str, name: str) -> Any:
        text = decode(self._tex(name))
        if target == "page":
            return _pages(text)
        if target == "keyword":
            return tuple(k for part in text.split(";" if ";" in text else ",") if (k := part.strip()))
        if target == "language":
            return m.LANGUAGES.get(text.lower(), text)
        if target == "genre":
            genre = m.GENRE_KEYS.get(text.lower(), text)
            return "" if genre == "Thesis" and self.values["type"] == "thesis" else genre
        return text


def _with_subtitle(title: str, subtitle: str) -> str:
    if not subtitle:
        return title
    return f"{title} {subtitle}" if title.endswith(("?", "!", ":", ".")) else f"{title}: {subtitle}"


def _pages(text: str) -> str:
    """Pages with a hyphen between first and last; the dash stays where page numbers have hyphens of their own ("10-1–10-5")."""
    return _PAGE_DASH.sub("–" if "-" in text else "-", text)
