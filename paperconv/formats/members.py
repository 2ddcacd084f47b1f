"""The members of a JSON object, taken one by one; what nobody took is kept as it stands, without having been decoded."""

from typing import Any

import msgspec

from paperconv.errors import ItemError
from paperconv.formats.draft import Draft

_OBJECT = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
_EMPTY = frozenset((b"null", b'""', b"[]", b"{}"))


class Members:
    """The members of an object. Raises :class:`~paperconv.errors.ItemError` where the bytes are no JSON object."""

    def __init__(self, data: bytes | msgspec.Raw) -> None:
        try:
            self._left = _OBJECT(data)
        except msgspec.DecodeError as error:
            raise ItemError(f"is no JSON object: {error}") from None

    def __contains__(self, name: str) -> bool:
        return name in self._left

    def take(self, name: str) -> Any:
        """The value of a member, which counts as read; ``None`` where it is absent, null or cannot be decoded."""
        raw = self._left.pop(name, None)
        if raw is None:
            return None
        try:
            return msgspec.json.decode(raw)
        except (msgspec.DecodeError, RecursionError) as error:
            raise ItemError(f"is no JSON: {error}") from None

    def look(self, name: str) -> Any:
        """The value of a member, which is kept all the same."""
        raw = self._left.get(name)
        return self.take(name) if raw is None else msgspec.json.decode(raw)

    def drop(self, name: str) -> None:
        """A member that was looked at counts as read."""
        self._left.pop(name, None)

    def text(self, name: str) -> str:
        """A member that should be text or a number, as text; anything else is left to be kept."""
        raw = self._left.get(name)
        if raw is None or bytes(raw).lstrip()[:1] in (b"[", b"{"):
            return ""
        value = self.take(name)
        return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""

    def inner(self, name: str) -> "Members":
        """The members of an object within, which counts as read; none where it is no object."""
        raw = self._left.get(name)
        if raw is None or not bytes(raw).lstrip().startswith(b"{"):
            return Members(b"{}")
        return Members(self._left.pop(name))

    def keep(self, draft: Draft, before: str = "") -> None:
        """Puts all that was not taken into the draft's extras, under its own name (after ``before``)."""
        for name, raw in self._left.items():
            data = bytes(raw).strip()
            if data in _EMPTY:
                continue
            if b"\\" in data or data.startswith(b'"') or b"\n" in data:  # escapes and indents are the file's, and say nothing
                draft.keep(before + name, msgspec.json.decode(data))
            else:
                draft.keep(before + name, data.decode("utf-8", "replace"))
