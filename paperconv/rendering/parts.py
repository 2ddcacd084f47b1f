"""What several elements of a style share: affixes, delimiters, letter case."""

from typing import Any

from paperconv.rendering.case import cased


class Cased:
    """An element with ``text-case``."""

    def case(self: Any, text: str, language: str | None = "en") -> str:
        """``text`` in the case that the style asks for."""
        how = self.get("text-case")
        return cased(str(text), how, language or "en") if how and text else str(text)


class Worded:
    """An element that asks for terms and macros: each is looked up in the style and its locales once."""

    def get_term(self: Any, name: str, form: str | None = None, **how: Any) -> Any:
        """The term of that name, None where there is none."""
        known = self.get_root().known
        key = ("term", name, form, *sorted(how.items()))
        if key not in known:
            known[key] = super().get_term(name, form, **how)  # type: ignore[misc]
        return known[key]

    def get_macro(self: Any, name: str) -> Any:
        """The macro of that name."""
        known = self.get_root().known
        if ("macro", name) not in known:
            known["macro", name] = super().get_macro(name)  # type: ignore[misc]
        return known["macro", name]


def _affixed(element: Any, text: str | None) -> str | None:
    return f"{element.get('prefix', '')}{text}{element.get('suffix', '')}" if text else None


class Plain(Worded):
    """An element with affixes and delimiters, whose text is a plain str."""

    def wrap(self: Any, text: Any) -> str | None:
        """``text`` between the affixes of the element, None where there is none."""
        return _affixed(self, str(text)) if text else None

    def join(self: Any, texts: Any, default_delimiter: str = "") -> str:
        """The texts that are there, with the delimiter of the element between."""
        return str(self.get("delimiter", default_delimiter)).join(str(t) for t in texts if t)
