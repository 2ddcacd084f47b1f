"""citeproc-py's elements of a style, with its faults mended (measured against citeproc-js; CSL 1.0.2).

Each class here takes the place of the one of the same name. Markup travels as private characters (:mod:`paperconv.rendering.text`).
"""

import re
from typing import Any

from citeproc import NUMBERS, model
from citeproc.source import VariableError

from paperconv.rendering.dates import Date
from paperconv.rendering.names import Name, Names
from paperconv.rendering.parts import Cased, Plain
from paperconv.rendering.sorting import Key, Sort
from paperconv.rendering.text import QUOTE, UNQUOTE, tagged

_ONE_NUMBER = r"(?:[^\W\d_]{0,4}\d+[^\W\d_]{0,4}|[ivxlcdm]+)"
NUMERIC = re.compile(rf"\A\s*{_ONE_NUMBER}(?:\s*[-–,&]\s*{_ONE_NUMBER})*\s*\Z")
"""Content of a number variable that counts as a number (CSL 1.0.2, ``is-numeric``)."""


class Formatter:
    """Formatting as private characters, for citeproc-py's elements."""

    @staticmethod
    def preformat(text: object) -> str:
        """``text`` as it is: it was read before."""
        return str(text)

    Italic = Oblique = staticmethod(lambda text: tagged("i", text))
    Bold = staticmethod(lambda text: tagged("b", text))
    Light = staticmethod(str)
    Underline = staticmethod(lambda text: tagged("u", text))
    Superscript = staticmethod(lambda text: tagged("sup", text))
    Subscript = staticmethod(lambda text: tagged("sub", text))
    SmallCaps = staticmethod(lambda text: tagged("sc", text))


class Text(Plain, Cased, model.Text):
    """cs:text."""

    def process(self, item: Any, context: Any = None, **kwargs: Any) -> tuple[str | None, str]:
        """The text and its language."""
        context = self if context is None else context
        language = str(item.reference.get("language") or self.get_root().language)[:2].lower()
        if "variable" in self.attrib:
            text = self._variable(item)
            item.note(self.get("variable"), bool(text))
        elif "macro" in self.attrib:
            asked = item.asked
            text = self.get_macro(self.get("macro")).render(item, context, **kwargs)
            if text and item.asked == asked:  # what a macro prints counts as a variable for the group around it
                item.asked += 1
                item.told += 1
        elif "term" in self.attrib:
            text = self._term(item)
        else:
            text = self.get("value")
        return str(text) if text else None, language

    def _variable(self, item: Any) -> str:
        name = self.get("variable")
        if name in item.repressed:
            return ""
        field = name.replace("-", "_")
        if self.get("form") == "short" and item.reference.get(f"{field}_short"):
            field += "_short"
        if name == "citation-number":
            return str(item.number)
        value = str(item.reference.get("page" if name == "page-first" else field) or "")
        numeric = (name.startswith("page") or field in NUMBERS) and NUMERIC.match(value)
        return str(self._process(value, name)) if numeric else value

    def _format_last_page(self, first: str, last: str) -> str:
        return last_page(first, last, self.get_root().get("page-range-format"))

    def markup(self, text: str | None, language: str) -> str | None:
        """The text in its case, formatted, quoted, between its affixes."""
        if not text:
            return None
        if self.get("strip-periods") == "true":
            text = text.replace(".", "")
        text = str(self.format(self.case(text, language)))
        if self.get("quotes") == "true":
            text = f"{QUOTE}{text}{UNQUOTE}"
        return self.wrap(text)


def last_page(first: str, last: str, form: str | None) -> str:
    """The last page of a range as ``page-range-format`` wants it (CSL 1.0.2, appendix V)."""
    if form is None:
        return last
    head = re.match(r"(.*?)(\d+)\Z", first)
    tail = re.match(r"(.*?)(\d+)\Z", last)
    if not head or not tail or (tail[1] and tail[1] != head[1]):
        return last
    start, end = head[2], tail[2]
    if len(end) < len(start):
        end = start[: len(start) - len(end)] + end
    if form.startswith("chicago"):
        number = int(start)
        if number < 100 or number % 100 == 0:
            form = "expanded"
        elif number % 100 < 10:
            form = "minimal"
        else:
            form = "minimal-two"
    if form == "expanded" or len(end) != len(start) or start == end:
        return head[1] + end
    same = next((i for i, (a, b) in enumerate(zip(start, end, strict=True)) if a != b), len(end))
    least = 2 if form == "minimal-two" else 1
    return end[min(same, max(len(end) - least, 0)) :]


class Number(Plain, Cased, model.Number):
    """cs:number."""

    def process(self, item: Any, context: Any = None, **_: Any) -> str | None:
        """The number as it is to be read."""
        name = self.get("variable")
        value = str(item.reference.get("page" if name == "page-first" else name.replace("-", "_")) or "")
        if name == "citation-number":
            value = str(item.number)
        if name in item.repressed:
            value = ""
        item.note(name, bool(value))
        return str(self._process(value, name)) if value else None

    def format_number(self, number: str) -> str:
        """A number in the form that is asked for; one with leading zeros stays."""
        return number if self.get("form", "numeric") == "numeric" else str(super().format_number(number))

    def markup(self, text: str | None) -> str | None:
        """The number in its case, formatted, between its affixes."""
        if not text:
            return None
        return self.wrap(self.format(self.case(self.strip_periods(text))))


class Label(Plain, Cased, model.Label):
    """cs:label: nothing where its variable is empty."""

    def process(self, item: Any, variable: str | None = None, plural: bool | None = None, context: Any = None, **_: Any) -> str | None:
        """The term of the variable."""
        form = self.get("form", "long")
        if variable is None:
            variable = self.get("variable")
            value = str(item.reference.get(variable.replace("-", "_")) or "")
            if not value:
                return None
            several = int(value) > 1 if variable.startswith("number-of") and value.isdigit() else self.RE_MULTIPLE_NUMBERS.search(value) is not None
            plural = several
        wanted = self.get("plural", "contextual")
        many = plural if wanted == "contextual" else wanted == "always"
        find = self.get_plural_term if many else self.get_single_term
        for shape in _fallbacks(form):
            if text := str(find(name=variable, form=shape) or ""):
                return text
        return None

    def markup(self, text: str | None) -> str | None:
        """The label in its case, formatted, between its affixes."""
        return self.wrap(self.format(self.case(self.strip_periods(text)))) if text else None


def _fallbacks(form: str) -> tuple[str | None, ...]:
    """The forms of a term in the order in which they stand in for each other (CSL 1.0.2, "Terms")."""
    return {"verb-short": ("verb-short", "verb", None), "symbol": ("symbol", "short", None), "long": (None,)}.get(form, (form, None))


class NamePart(Plain, Cased, model.Name_Part):
    """cs:name-part."""


class EtAl(Plain, model.Et_Al):
    """cs:et-al."""


class Group(Plain, model.Group):
    """cs:group: nothing where variables were asked for and none was there."""

    def process(self, item: Any, context: Any = None, **kwargs: Any) -> str:
        """The parts that are there. Raises VariableError where the group is suppressed."""
        asked, told = item.asked, item.told
        text = self.render_children(item, delimiter=self.get("delimiter", ""), context=context, **kwargs)
        if not text or (item.asked > asked and item.told == told):
            raise VariableError
        if item.asked == asked:  # a group that is there counts as a variable for the one around it
            item.asked += 1
            item.told += 1
        return str(text)

    def render(self, *args: Any, **kwargs: Any) -> str | None:
        """The group, formatted, between its affixes."""
        kwargs.pop("delimiter", None)
        text: str | None = self.markup(self.process(*args, **kwargs))
        return text


class _Conditions:
    """The tests of cs:if and cs:else-if."""

    def render(self: Any, item: Any, context: Any = None, delimiter: str = "", **kwargs: Any) -> Any:
        """What stands inside where the tests hold, else ConditionFailed."""
        if self.get("disambiguate") == "true":
            raise model.ConditionFailed
        return super().render(item, context=context, delimiter=delimiter, **kwargs)  # type: ignore[misc]

    def _variable(self: Any, item: Any) -> list[bool]:
        return [bool(item.reference.get(name.replace("-", "_"))) for name in self.get("variable").split()]

    def _is_numeric(self: Any, item: Any) -> list[bool]:
        values = [str(item.reference.get(name.replace("-", "_")) or "") for name in self.get("is-numeric").split()]
        return [bool(value) and NUMERIC.match(value) is not None for value in values]

    def _is_uncertain_date(self: Any, item: Any) -> list[bool]:
        return [bool((item.reference.get(name.replace("-", "_")) or {}).get("circa")) for name in self.get("is-uncertain-date").split()]

    def _locator(self: Any, item: Any) -> list[bool]:
        return [False for _ in self.get("locator").split()]

    def _position(self: Any, item: Any, context: Any) -> list[bool]:
        return [position == "first" for position in self.get("position").split()]


class If(_Conditions, model.If):
    """cs:if."""


class ElseIf(_Conditions, model.Else_If):
    """cs:else-if."""


class Layout(Plain, model.Layout):
    """cs:layout of a bibliography."""

    def render_bibliography(self, citation_items: Any) -> list[str]:
        """The entries, in the order given; "" for one of which the style prints nothing."""
        return [self.entry(item) for item in citation_items]

    def entry(self, item: Any) -> str:
        """One entry of the bibliography."""
        self.repressed: dict[str, list[str]] = {}  # citeproc-py's own; what is not printed again stands in the item
        item.begin()
        if self.getparent().get("second-field-align"):
            first, *rest = self.getchildren()
            label = str(self._one(first, item) or "").rstrip()
            body = "".join(str(text) for child in rest if (text := self._one(child, item)))
            text = f"{label} {body}" if label and body else label or body
        else:
            text = str(self.render_children(item) or "")
        return str(self.format(self.wrap(text) or ""))

    def _one(self, child: Any, item: Any) -> Any:
        try:
            return child.render(item)
        except VariableError:
            return None


class Substitute(model.Substitute):
    """cs:substitute: what stands in for names that are not there, and is not printed again."""

    def render(self, item: Any, context: Any = None, **kwargs: Any) -> str | None:
        """The first of the substitutes that is there."""
        for child in self.getchildren():
            found = len(item.found)
            try:
                text = child.render(item, context=context, **kwargs)
            except VariableError:
                continue
            if text:
                item.repressed.update(item.found[found:])
                return str(text)
        return None


class Style(model.Style):
    """cs:style."""

    language = "en"
    writes_suffix = False


MENDED: dict[str, type] = {
    "text": Text, "number": Number, "label": Label, "name": Name, "names": Names, "name-part": NamePart, "et-al": EtAl, "date": Date, "group": Group,
    "if": If, "else-if": ElseIf, "layout": Layout, "substitute": Substitute, "sort": Sort, "key": Key, "style": Style,
}  # fmt: skip
"""Name of an element -> the class that takes the place of citeproc-py's."""
