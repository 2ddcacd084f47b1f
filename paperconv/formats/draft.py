"""A record in the making: what readers of structured formats fill in, field by field, so that nothing of an item is dropped."""

from collections.abc import Iterable
from typing import Any

import msgspec

from paperconv.formats.base import Item
from paperconv.model import Name, Record
from paperconv.model import date as dates
from paperconv.model import identifier as ids
from paperconv.model.text import squeeze


class Draft:
    """Collects what an item says. The first value of a field stands; what has no place is kept in ``extra`` under ``format:name``.

    ``field`` is always the Python name of a field of :class:`~paperconv.model.Record`, ``name`` the source's own name for it.
    """

    def __init__(self, format: str, item: Item) -> None:
        self.format = format
        self.fields: dict[str, Any] = {}
        self.identifiers: dict[str, str] = {}
        self._extra: dict[str, str] = {}
        self._further: dict[str, dict[str, None]] = {}  # what comes behind the first value of an extra
        self._keywords: dict[str, None] = {}
        self._item = item

    @property
    def extra(self) -> dict[str, str]:
        """What was kept so far, under ``format:name``."""
        for key, lines in self._further.items():
            if key in self._extra:
                self._extra[key] = "\n".join((self._extra[key], *lines))
        self._further.clear()
        return self._extra

    def text(self, field: str, value: str, name: str) -> None:
        """A text field: white space is squeezed, "" ignored. Where the field has another value already, this one is kept as an extra."""
        self.put(field, squeeze(value), name)

    def put(self, field: str, value: str, name: str) -> None:
        """Like :meth:`text`, for a value whose white space is squeezed already, as the decoders of markup give it."""
        if value and self.fields.setdefault(field, value) != value:
            self.keep(name, value)

    def names(self, field: str, names: Iterable[Name]) -> None:
        """Adds to a list of names, in order."""
        self.fields[field] = (*self.fields.get(field, ()), *names)

    def keywords(self, words: Iterable[str]) -> None:
        """Adds keywords, each once."""
        self._keywords.update(dict.fromkeys(w for word in words if (w := squeeze(word))))

    def date(self, field: str, written: str, name: str) -> None:
        """A date as written (see :func:`paperconv.model.date.parse`); what is no date, or another one than the field has, is kept as an extra."""
        iso = dates.parse(written)
        if not iso or self.fields.setdefault(field, iso) != iso:
            self.keep(name, written)

    def identify(self, kind: str, written: str, name: str) -> bool:
        """An identifier in any spelling. True where it is one of its kind; a second one, or what is none, is kept as an extra."""
        normal = ids.NORMALISERS[kind](written)
        if not normal or self.identifiers.setdefault(kind, normal) != normal:
            self.keep(name, written)
        return bool(normal)

    def keep(self, name: str, value: Any) -> None:
        """Keeps what the model has no room for: text as it is, anything else as JSON, repeated values a line each; nothing for what is empty."""
        if value is None or value in ("", [], {}):
            return
        text = value.strip() if isinstance(value, str) else msgspec.json.encode(value).decode()
        key = f"{self.format}:{name}"
        old = self._extra.get(key)
        if not text or old == text:
            return
        if old is None:
            self._extra[key] = text
        elif text not in (lines := self._further.setdefault(key, {})) and ("\n" not in old or text not in old.split("\n")):
            lines[text] = None

    def record(self, lines: dict[str, int] | None = None) -> Record:
        """The record as filled in, with the item's place as its source."""
        fields = {k: v for k, v in self.fields.items() if v}
        if self._keywords:
            fields["keyword"] = (*fields.get("keyword", ()), *self._keywords)
        return Record(**fields, identifiers=self.identifiers, extra=self.extra, source=self._item.origin(self.format, lines))
