"""A field of a MARC record, whose subfields are taken one by one; what nobody took is kept."""

import re
from collections.abc import Callable

from paperconv.formats.draft import Draft
from paperconv.io.xml import Element, attribute, children, text

_ARTICLE_MARKS = re.compile("[\x98\x9c]|<<([^<>]{1,12})>>")
"""Signs around an article that is not filed: control characters (ISO 6630), or doubled angle brackets."""
_PUNCTUATION = " /:;,="


class Field:
    """A data field: ``tag``, its two indicators ("#" is a blank), its subfields in their order."""

    def __init__(self, element: Element) -> None:
        self.tag = attribute(element, "tag")
        self.first, self.second = (element.get(name, " ").strip() or "#" for name in ("ind1", "ind2"))
        self._left = [(attribute(s, "code") or "?", shown) for s in children(element, "subfield") if (shown := _shown(s))]

    def look(self, code: str) -> str:
        """The first subfield of that code as it stands, which is not taken."""
        return next((text for own, text in self._left if own == code), "")

    def one(self, code: str) -> str:
        """Takes the first subfield of that code, without the punctuation that sets it off from the next (ISBD)."""
        for n, (own, said) in enumerate(self._left):
            if own == code:
                del self._left[n]
                return trimmed(said)
        return ""

    def every(self, *codes: str) -> list[str]:
        """Takes all subfields of these codes, in their order."""
        found = [trimmed(text) for code, text in self._left if code in codes]
        self._left = [(code, text) for code, text in self._left if code not in codes]
        return found

    def read(self, codes: tuple[str, ...], reader: Callable[[str], str]) -> str:
        """Takes the first subfield of these codes of which ``reader`` gives something, and gives that."""
        for n, (code, said) in enumerate(self._left):
            if code in codes and (found := reader(said)):
                del self._left[n]
                return found
        return ""

    def keep(self, draft: Draft, whose: str = "") -> None:
        """Keeps the subfields that nobody took, each under its code; ``whose`` is the name that they belong to."""
        for code, said in self._left:
            draft.keep(f"{self.tag}${code}", f"{whose}: {said}" if whose else said)

    def keep_whole(self, draft: Draft) -> None:
        """Keeps what is left as one text, as catalogues show it ("$a Studies $v 12"), under the tag and its indicators."""
        marks = "" if self.first == self.second == "#" else f"[{self.first}{self.second}]"
        draft.keep(self.tag + marks, " ".join(f"${code} {text}" for code, text in self._left))


def trimmed(text: str) -> str:
    """A subfield without the punctuation at its end that only sets it off."""
    return text.rstrip(_PUNCTUATION)


def _shown(subfield: Element) -> str:
    return _ARTICLE_MARKS.sub(r"\1", text(subfield))
