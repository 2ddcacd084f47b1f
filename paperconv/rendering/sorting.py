"""The order of a bibliography (CSL 1.0.2, "Sorting"): as people expect it of letters with and without accents."""

from typing import Any

from anyascii import anyascii
from citeproc import DATES, NAMES, model
from citeproc.source import VariableError

from paperconv.rendering.parts import Worded
from paperconv.rendering.text import bare


class Sort(model.Sort):
    """cs:sort: entries by the keys of the style, those without a key last."""

    def sort(self, items: Any, context: Any) -> list[Any]:
        """The items in order; those whose keys are all the same stay as they are."""
        ordered = list(items)
        for key in reversed(self.findall("cs:key", self.nsmap)):
            values = {id(item): key.value(item, context) for item in ordered}
            there = [item for item in ordered if values[id(item)] is not None]
            there.sort(key=lambda item: values[id(item)], reverse=key.get("sort") == "descending")
            ordered = there + [item for item in ordered if values[id(item)] is None]
        return ordered


class Key(Worded, model.Key):
    """cs:key."""

    def value(self, item: Any, context: Any) -> tuple[int, int, str, str] | None:
        """What an item is sorted by, None where it has none of it."""
        item.begin()
        if name := self.get("variable"):
            field = name.replace("-", "_")
            held = item.reference.get(field)
            if field in NAMES:
                text = self._format_name(item, field) if held else ""
            elif field in DATES:
                text = held.sort_key() if held else ""
            else:
                text = str(item.number) if name == "citation-number" else str(held or "")
        else:
            options = {"name-as-sort-order": "all", "and": None}
            options |= {name.replace("names", "et-al"): self.get(name) for name in ("names-min", "names-use-first") if name in self.attrib}
            try:
                text = str(self.get_macro(self.get("macro")).render(item, context=context, sort_options=options) or "")
            except VariableError:
                text = ""
        return collation(text) if text else None


def collation(text: str) -> tuple[int, int, str, str]:
    """``text`` as it sorts: numbers by value and before words; words by their letters, then by accents and signs."""
    plain = bare(text).strip()
    if plain.isdecimal():
        return 0, int(plain), "", ""
    return 1, 0, "".join(c for c in anyascii(plain).lower() if c.isalnum() or c == " "), plain
