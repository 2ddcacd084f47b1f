"""CSL-YAML, as pandoc has it: a list of items under ``references`` of a metadata block, or by itself (pandoc manual, "Specifying
bibliographic data"). Text is Markdown."""

import re
from collections.abc import Iterator
from typing import Any

import yaml

from paperconv.authors.parse import parse_name
from paperconv.errors import ItemError
from paperconv.formats.base import Item, Note, encoding_note
from paperconv.formats.csl.mapping import record_of
from paperconv.io.encoding import Decoding
from paperconv.io.frames import LIMIT, TOO_LONG
from paperconv.io.source import Source
from paperconv.markup import markdown
from paperconv.model import Record
from paperconv.model import date as dates
from paperconv.model.text import squeeze

_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""Every scalar is a string, as it is written: ``no`` is a language, ``010`` an issue, ``2019-05`` a date."""

_LIST = re.compile(rb"references[ \t]*:[ \t]*(?:[&!]\S+[ \t]*)?(?:#.*)?\Z")
_ITEM = re.compile(rb"([ \t]*)-(?:[ \t]|\Z)")
_NAMED = rb"[\"']?(?:id|type|title|author|issued|DOI|ISBN|abstract|citation-key|container-title)[\"']?[ \t]*:"
_OF_CSL = re.compile(rb"[ \t]*-\s+(?:\{|[&!]\S+|" + _NAMED + rb")|-[ \t]*\Z")
_CSL_MEMBER = re.compile(_NAMED)
_SKIPPED = re.compile(rb"[ \t]*(?:#.*)?|(?:---|\.\.\.)[ \t]*")
_ANCHOR = re.compile(rb"(?<![\w\"'])&([\w-]+)")
_ALIAS = re.compile(rb"(?<![\w\"'*\\])\*([\w-]+)[ \t]*(?:$|[,}\]])", re.M)
_MOST_ANCHORS = 256
_LONGEST_ANCHOR = 1 << 16
_MOST_OUTSIDE = 10_000
_MOST_VALUES = 100_000
"""Values of an item with all its aliases resolved: a paper with 3,000 authors has some 10,000."""
_DATES = frozenset(("issued", "accessed", "original-date", "event-date", "available-date", "submitted"))
_NAMES = frozenset(
    """author editor translator chair collection-editor compiler composer container-author contributor curator director editorial-director
editor-translator executive-producer guest host illustrator interviewer narrator organizer original-author performer producer recipient
reviewed-author script-writer series-creator""".split()
)
_VERBATIM = frozenset(("id", "type", "URL", "DOI", "ISBN", "ISSN", "PMID", "PMCID", "citation-key", "language", "custom"))
_NOTHING = frozenset(("", "~", "null", "Null", "NULL"))


class CslYamlReader:
    """Reads CSL-YAML: items under ``references``, a list of items, or a single item; what else a metadata block or file has is no item."""

    def frame(self, source: Source) -> Iterator[Item | Note]:
        """One item an entry of the list. Other lines come as a note."""
        with source.open() as stream:
            text = Decoding(stream)
            yield from _Framing(source.path).items(text.lines())
            yield from encoding_note(text)

    def decode(self, item: Item) -> Record:
        """The record in an item. Members that the model has no room for go to ``extra`` under ``csl:``."""
        members = _loaded(item)
        if isinstance(members, list) and members:
            members = members[-1]
        if not isinstance(members, dict) or not members:
            raise ItemError("is no CSL item: variables and their values were expected")
        left = [_MOST_VALUES]
        values = {str(k): _value(str(k), v, left) for k, v in _merged(members).items()}
        return record_of({k: _names(v) if k in _NAMES else v for k, v in values.items()}, item, "csl-yaml")


class _Framing:
    """Finds the items by the lines they begin on: the hyphens of the list under ``references``, or of a list at the top."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.ordinal = 0
        self.anchors: dict[bytes, bytes] = {}

    def items(self, lines: Iterator[bytes]) -> Iterator[Item | Note]:
        """The items, then a note on the lines that are in none."""
        indent: bytes | None = None  # of the list's items; None outside of a list
        begun: list[bytes] = []
        outside: list[tuple[int, bytes]] = []
        named = ever_named = False  # a list called references begins, or did
        at_top = True  # nothing but comments stands above in this document
        size = number = first = 0
        for number, line in enumerate(lines, 1):
            match = _ITEM.match(line)
            if indent is not None:
                if match and match[1] == indent:
                    yield self._item(begun, first, size)
                    begun, first, size = [line], number, len(line)
                    continue
                if not line.strip() or line.lstrip().startswith(b"#") or len(line) - len(line.lstrip()) > len(indent):
                    size += len(line) + 1
                    begun.append(line if size <= LIMIT else b"")
                    continue
                yield self._item(begun, first, size)
                indent, begun, named, at_top = None, [], False, False
            if match and (named or (at_top and _OF_CSL.match(line))):
                indent, begun, first, size = match[1], [line], number, len(line)
            elif _SKIPPED.fullmatch(line):
                at_top = at_top or (line.startswith(b"---") and not outside and not ever_named)
            else:
                named, at_top = _LIST.match(line) is not None, False
                ever_named = ever_named or named
                if not named and len(outside) < _MOST_OUTSIDE:
                    outside.append((number, line))
        if indent is not None:
            yield self._item(begun, first, size)
        if not self.ordinal and sum(_CSL_MEMBER.match(line) is not None for _, line in outside) > 1:
            yield self._item([line for _, line in outside], outside[0][0], 0)
        elif outside:
            yield Note("PC005", "lines that belong to no item: other metadata, or the text of a document", outside[0][0], outside[-1][0])

    def _item(self, lines: list[bytes], first: int, size: int) -> Item:
        while len(lines) > 1 and _SKIPPED.fullmatch(lines[-1]):
            lines.pop()
        data = b"\n".join(lines) if size <= LIMIT else lines[0]
        context = None
        if b"&" in data or b"*" in data:
            context = self._anchored(data) or None
        item = Item(self.path, data, first, first + len(lines) - 1, self.ordinal, context, "" if size <= LIMIT else TOO_LONG)
        self.ordinal += 1
        return item

    def _anchored(self, data: bytes) -> tuple[bytes, ...]:
        """The earlier items in which stands what this one only refers to."""
        own = set(_ANCHOR.findall(data))
        needed = dict.fromkeys(self.anchors[name] for name in _ALIAS.findall(data) if name not in own and name in self.anchors)
        for name in own:
            if len(self.anchors) < _MOST_ANCHORS and len(data) < _LONGEST_ANCHOR:
                self.anchors[name] = data
        return tuple(needed)


def _loaded(item: Item) -> Any:
    """The item's YAML, every scalar a string, behind the items it refers to."""
    before = b"".join(text + b"\n" for text in item.context or ())
    try:
        return yaml.load(before + item.data, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        line = (error.problem_mark.line if error.problem_mark else 0) - before.count(b"\n")
        raise ItemError(f"is no YAML: {error.problem or error.context}", line=item.line + max(line, 0)) from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise ItemError(f"is no YAML: {str(error).splitlines()[0]}") from None


def _merged(members: dict[Any, Any]) -> dict[Any, Any]:
    """The members with those of the mapping that ``<<`` refers to (YAML 1.1, merge key)."""
    under = members.pop("<<", None)
    for other in under if isinstance(under, list) else (under,):
        if isinstance(other, dict):
            members = {**other, **members}
    return members


def _value(key: str, value: Any, left: list[int]) -> Any:
    """A value as it stands in CSL-JSON, with Markdown as the model's text; ``left`` counts down how many may come."""
    left[0] -= 1
    if left[0] < 0:
        raise ItemError(f"has more than {_MOST_VALUES} values with its aliases resolved")
    if isinstance(value, str):
        if value in _NOTHING:
            return None
        return squeeze(markdown.unescape(value) if key in _VERBATIM else markdown.decode(value))
    if isinstance(value, dict):
        value = {str(k): _value(str(k), v, left) for k, v in _merged(value).items()}
    elif isinstance(value, list):
        value = [_value("" if key in _DATES else key, v, left) for v in value]
    if key in _DATES:
        return _date(value)
    if key == "keyword" and isinstance(value, list):
        return "; ".join(str(v) for v in value if v)
    return value


def _names(value: Any) -> Any:
    """Names as a list of objects, whether one stands alone or is a string."""
    return [_name(name) for name in (value if isinstance(value, list) else [value]) if name]


def _name(name: Any) -> Any:
    if isinstance(name, dict):
        return {k: " ".join(map(str, v)) if k == "given" and isinstance(v, list) else v for k, v in name.items()}
    if isinstance(name, str) and "," in name:
        read = parse_name(name)
        return {"family": read.family, "given": read.given, "suffix": read.suffix, "non-dropping-particle": read.non_dropping_particle}
    return name


def _date(value: Any) -> Any:
    """A date as CSL-JSON has it: pandoc's older form is one object or two with year, month, day or season."""
    halves = value if isinstance(value, list) else [value]
    if not halves or not all(isinstance(half, dict) for half in halves):
        return value
    if len(halves) == 1 and not halves[0].keys() & {"year"}:
        return {k: (str(v).lower() in ("true", "1", "yes")) if k == "circa" else v for k, v in halves[0].items()}
    about = len(halves) == 1 and str(halves[0].get("circa")).lower() in ("true", "1", "yes")
    try:
        parts = [[int(half[p]) for p in ("year", "month", "day") if half.get(p)] for half in halves]
        seasons = [int(half.get("season") or 0) for half in halves]
    except (KeyError, ValueError, TypeError):
        return value
    if not any(seasons):
        return {"date-parts": parts} | ({"circa": True} if about else {})
    iso = "/".join(dates.iso(part[0], 20 + season) if season else dates.iso(*part) for part, season in zip(parts, seasons, strict=True))
    return iso if dates.valid(iso) else value
