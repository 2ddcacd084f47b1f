"""Names in a bibliography: order, initials, particles, et al. (CSL 1.0.2, "Names"), in the place of citeproc-py's own.

citeproc-py 0.11.1 makes initials of scripts that have none, prints what is left of an empty part, and knows no ``initialize="false"``.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any

from citeproc import model
from citeproc.source import VariableError

from paperconv.rendering.parts import Worded
from paperconv.rendering.text import bare

_CASED = "a-zA-Z\u00c0-\u024f\u0370-\u03ff\u0400-\u052f\u0531-\u058f\u0590-\u05ff\u0600-\u06ff\u0e01-\u0e5b\u10a0-\u10ff\u1e00-\u1fff"
_WRITTEN_APART = re.compile(f"[{_CASED}0-9-]")
"""Signs of scripts in which given and family name stand apart; Chinese, Japanese and Korean names are written family name first, in one."""
_STARTS_APART = re.compile(f"[&{_CASED}]")
_INITIAL = re.compile(r"\A([^\W\d_])([^\W_]*)(\.)*")
_JOINING = ("’", "'", "-", " ")


class Name(Worded, model.Name):
    """cs:name: all names of a variable as one text."""

    def process(self, item: Any, variable: str, context: Any = None, sort_options: dict[str, str] | None = None, **_: Any) -> Any:
        """The names of ``variable``; a number where the form is count."""

        around = (self if context is None else context).xpath_search("./ancestor::*[self::cs:citation or self::cs:bibliography][1]")[0]
        asked: dict[str, Any] = {}

        def option(name: str) -> Any:
            if name not in asked:
                asked[name] = self._option(name, around, sort_options or {})
            return asked[name]

        names: Sequence[Any] = item.reference.get(variable.replace("-", "_"), [])
        at_least, use_first = option("et-al-min"), option("et-al-use-first")
        use_first = max(use_first, item.more_names)
        cut = bool(at_least) and len(names) >= at_least and use_first < len(names) and not item.in_full
        shown = list(names[:use_first]) if cut else list(names)
        form = "long" if item.in_full or item.with_given else option("form")
        if form == "count":
            return len(shown)
        written = [str(self.wrap(self._written(n, i, form, option)) or "") for i, n in enumerate(shown)]
        order = option("name-as-sort-order")
        turned = ["literal" not in n and (order == "all" or (order == "first" and i == 0)) for i, n in enumerate(shown)]
        delimiter = option("delimiter")
        if cut:
            if option("et-al-use-last") and len(names) >= len(written) + 2:
                last = self.wrap(self._written(names[-1], len(names) - 1, form, option))
                return str(delimiter).join([*written, f"… {last}"])
            return self._et_al(written, delimiter, option, bool(turned) and turned[-1])
        return self._joined(written, delimiter, option, turned)

    def markup(self, text: Any) -> Any:
        """The names, formatted; their affixes stand around each of them."""
        return self.format(text) if text and not isinstance(text, int) else text or None

    def _option(self, name: str, around: Any, sort_options: dict[str, str]) -> Any:
        """An option of this name, else of the bibliography ``around`` it, else of the style."""
        if name == "initialize":
            return self.get(name, "true") != "false"
        if name in sort_options:
            value: Any = sort_options[name]
        else:
            value = self.get(name)
            value = around.get_option(f"name-{name}" if name in ("form", "delimiter") else name) if value is None else value
        if name == "et-al-use-last":
            return value == "true"
        return int(value) if name.startswith("et-al") else value

    def _joined(self, written: list[str], delimiter: str, option: Callable[[str], Any], turned: list[bool]) -> str:
        joint = option("and")
        if joint is None or len(written) < 2:
            return str(delimiter).join(written)
        term = str(self.get_single_term(name="and")) if joint == "text" else "&"
        precedes = option("delimiter-precedes-last")
        comma = precedes == "always" or (precedes == "contextual" and len(written) > 2) or (precedes == "after-inverted-name" and turned[-2])
        gap = delimiter if comma else "" if term.startswith((",", ";")) else " "
        return f"{str(delimiter).join(written[:-1])}{gap}{term} {written[-1]}"

    def _et_al(self, written: list[str], delimiter: str, option: Callable[[str], Any], inverted: bool) -> str:
        term = str(self.et_al() or "")
        if not term or not written:
            return str(delimiter).join(written)
        precedes = option("delimiter-precedes-et-al")
        comma = precedes == "always" or (precedes == "contextual" and len(written) > 1) or (precedes == "after-inverted-name" and inverted)
        return str(delimiter).join(written) + (delimiter if comma else " ") + term

    def _written(self, name: Any, at: int, form: str, option: Callable[[str], Any]) -> str:
        """One name as it is to be read, with the formatting of its parts."""
        given, family, dropping, non_dropping, suffix = (str(part or "") for part in name.parts())
        if "literal" in name:
            return self._part("family", family)
        if _WRITTEN_APART.search(bare(family)) is None:
            if not given or _STARTS_APART.match(bare(given)) is None:
                return self._part("family", non_dropping + family) + ("" if form == "short" else self._part("given", given))
            return f"{self._part('family', non_dropping + family)} {self._part('given', given)}"
        if form == "short":
            return self._part("family", _beside(non_dropping, family))
        mark = option("initialize-with")
        if mark is not None:
            given = initials(given, mark, self.get_root().get("initialize-with-hyphen", "true") == "true", option("initialize"))
        order = option("name-as-sort-order")
        if order == "all" or (order == "first" and at == 0):
            separator = option("sort-separator")
            if option("demote-non-dropping-particle") == "display-and-sort":
                first, second = family, " ".join(p for p in (given, dropping, non_dropping) if p)
            else:
                first, second = _beside(non_dropping, family), " ".join(p for p in (given, dropping) if p)
            return str(separator).join(p for p in (self._part("family", first), self._part("given", second), suffix) if p)
        surname = " ".join(p for p in (_beside(dropping, _beside(non_dropping, family)), suffix) if p)
        return " ".join(p for p in (self._part("given", given), self._part("family", surname)) if p)

    def _part(self, kind: str, text: str) -> str:
        for part in self.findall("cs:name-part", self.nsmap):
            if part.get("name") == kind and text:
                return str(part.wrap(part.format(part.case(text))))
        return text


def _beside(particle: str, family: str) -> str:
    if not particle or not family:
        return particle or family
    return particle + family if particle.endswith(_JOINING) else f"{particle} {family}"


def initials(given: str, mark: str, hyphen: bool, initialize: bool) -> str:
    """Given names as initials, each followed by ``mark`` (CSL 1.0.2, ``initialize-with``).

    Without ``initialize`` only what is an initial already gets the mark. What begins in a script without capitals stays as it is.
    """
    if not given or _STARTS_APART.match(bare(given)) is None:
        return given
    text = re.sub(r"\s*-\s*", "-", given if hyphen else given.replace("-", " "))
    text = re.sub(r"\.(?=[^\s.])", ". ", text)
    pieces = re.split(r"(\s*-\s*(?=[^a-z])|\s+)", text)
    out = _initials(pieces, mark) if initialize else _marked(pieces, mark)
    return re.sub(r"\s+", " ", re.sub(r"\s*-\s*", "-", out.rstrip(" \u00a0\ufeff")))


def _initials(pieces: list[str], mark: str) -> str:
    out = ""
    for at in range(0, len(pieces), 2):
        word, gap = pieces[at].strip("."), pieces[at + 1] if at + 1 < len(pieces) else ""
        match = _INITIAL.match(word)
        if match and match[1] == match[1].upper() and match[1] != match[1].lower():
            run = re.match(r"[A-Z]*", match[2])
            upper = run[0] if run else ""
            extra = upper.lower() if len(upper) < len(match[2]) else ""
            if match[2] and pieces[at].endswith("."):  # it was cut by whoever wrote it: Yu. is for Yuri
                extra = match[2]
            out += match[1] + extra + (mark.rstrip() + "-" if "-" in gap else mark)
        elif word:
            out += f" {pieces[at]}{gap}"
    return out


def _marked(pieces: list[str], mark: str) -> str:
    """Initials and abbreviations with the mark, whole names as they are."""
    out = ""
    for at in range(0, len(pieces), 2):
        word, gap = pieces[at], pieces[at + 1] if at + 1 < len(pieces) else ""
        short = len(word.rstrip(".")) == 1 and word[:1].isupper()
        following = pieces[at + 2] if at + 2 < len(pieces) else ""
        if not short and not (len(word) > 1 and word.endswith(".")):
            out += word + gap
        elif not following:
            out += word.rstrip(".") + mark
        else:
            abbreviated = following.endswith(".") or (len(following) == 1 and following.isupper())
            out += word.rstrip(".") + mark + ("-" if "-" in gap else "" if abbreviated else " ")
    return out


class Names(Worded, model.Names):
    """cs:names: the names of one or several variables with their labels, else what the style substitutes for them."""

    def process(self, item: Any, context: Any = None, **kwargs: Any) -> str:
        """The names. Raises VariableError where there are none and nothing stands in for them."""
        context = self if context is None else context
        names_context = self._with_name()
        roles = self.get("variable").split()
        both = self._editor_translator(roles, item)
        written: list[Any] = []
        for role in ["editor"] if both else roles:
            there = bool(item.reference.get(role.replace("-", "_"))) and role not in item.repressed
            item.note(role, there)
            if not there:
                continue
            written.append(self._one(item, role, "editortranslator" if both else role, names_context, context, kwargs))
        if written:
            if item.lead is None:
                item.lead = str(written)
                if item.again is not None and item.lead == item.before:
                    return str(item.again)
            if all(isinstance(w, int) for w in written):
                return str(sum(written)) if sum(written) else ""
            return str(names_context.get("delimiter", self.get_parent_delimiter(context))).join(str(w) for w in written)
        substitute = self.substitute()
        text = substitute.render(item, context=context, **kwargs) if substitute is not None else None
        if not text:
            raise VariableError
        return str(text)

    def _with_name(self) -> Any:
        """This element, or in a substitute without cs:name the names that are substituted, whose form then holds."""
        if self.name is not None:
            return self
        around = self.xpath_search("./ancestor::cs:substitute[1]/parent::cs:names")
        return around[0]._with_name() if around else self

    def _editor_translator(self, roles: list[str], item: Any) -> bool:
        if set(roles) != {"editor", "translator"}:
            return False
        editors = item.reference.get("editor")
        term = self.get_term("editortranslator")
        return bool(editors) and editors == item.reference.get("translator") and term is not None and bool(term.getchildren() or term.text)

    def _one(self, item: Any, role: str, label: str, names_context: Any, context: Any, kwargs: dict[str, Any]) -> Any:
        text = names_context.name.render(item, role, context=context, **kwargs) or ""
        for at, child in enumerate(names_context):
            if child.tag.endswith("}label") and text and not isinstance(text, int):
                many = len(item.reference[role.replace("-", "_")]) > 1
                said = child.render(item, label, many, context=context)
                first = not any(c.tag.endswith("}name") for c in list(names_context)[:at]) and at == 0
                text = f"{said or ''}{text}" if first else f"{text}{said or ''}"
        return text
