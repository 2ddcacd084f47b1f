"""CSL items -> the entries of a bibliography in a CSL style, through citeproc-py with its faults mended."""

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from citeproc import LOCALES_PATH, PRIMARY_DIALECTS, model
from citeproc.source import Date, DateRange, LiteralDate, Name, Reference
from lxml import etree

from paperconv.rendering.elements import MENDED, Formatter
from paperconv.rendering.text import Kind, Quotes, bare, hold, read, tidy, write

_NAMESPACE = "http://purl.org/net/xbiblio/csl"
_NAME_PARTS = ("family", "given", "dropping-particle", "non-dropping-particle", "suffix", "literal")
_VERBATIM = frozenset({"URL", "DOI", "language"})


def _parser() -> etree.XMLParser:
    lookup = etree.ElementNamespaceClassLookup()
    names = lookup.get_namespace(_NAMESPACE)
    names[None] = model.CitationStylesElement
    for element in model.CitationStylesElement.__subclasses__():
        if element.__module__ == model.__name__:
            names[element.__name__.replace("_", "-").lower()] = element
    names.update(MENDED)
    parser = etree.XMLParser(remove_comments=True, no_network=True, resolve_entities=False)
    parser.set_element_class_lookup(lookup)
    return parser


class Style:
    """A CSL style that is ready to render: its elements, with the locales that it falls back on."""

    def __init__(self, source: bytes, locale: str = "") -> None:
        root: Any = etree.fromstring(source, _parser())
        self.root = root
        if self.root.tag != f"{{{_NAMESPACE}}}style":
            raise ValueError("is no CSL style (its root is no cs:style)")
        self.locale = locale or self.root.get("default-locale", "en-US")
        self.root.language = self.locale[:2]
        self.root.formatter = Formatter
        self.root.known = {}
        self.root.writes_suffix = bool(self.root.xpath_search("//cs:text[@variable='year-suffix']"))
        self._check_macros()
        for names in self.root.xpath_search("//cs:names[not(cs:name)][not(ancestor::cs:substitute)]"):
            names.insert(0, names.makeelement(f"{{{_NAMESPACE}}}name"))
        self._set_locales()
        self._kept = list(self.root.iter())  # lxml makes an element anew each time it is asked for, unless someone holds it

    def _check_macros(self) -> None:
        """Raises :class:`ValueError` for a macro that is not there, or that calls itself."""
        calls = {macro.get("name"): set(macro.xpath_search(".//@macro")) for macro in self.root.findall("cs:macro", self.root.nsmap)}
        if missing := sorted(set(self.root.xpath_search("//@macro")) - calls.keys()):
            raise ValueError(f"calls a macro {missing[0]!r} that it does not have")
        while done := {name for name, called in calls.items() if not called}:
            calls = {name: called - done for name, called in calls.items() if name not in done}
        if calls:
            raise ValueError(f"its macro {min(calls)!r} calls itself")

    def _set_locales(self) -> None:
        language = self.locale.split("-")[0]
        found: list[Any] = []
        for wanted in (f"[@xml:lang='{self.locale}']", f"[@xml:lang='{language}']", "[not(@xml:lang)]"):
            found += self.root.xpath_search(f"./cs:locale{wanted}")[:1]
        files = [name for name in (self.locale, PRIMARY_DIALECTS.get(language), "en-US") if name]
        for name in dict.fromkeys(files):
            path = os.path.join(LOCALES_PATH, f"locales-{name}.xml")
            if os.path.isfile(path):
                found.append(etree.parse(path, _parser()).getroot())
        for element in found:
            element.style = self.root
        self.root.locales = found

    @property
    def has_bibliography(self) -> bool:
        """False for a style that has citations only."""
        return self.root.bibliography is not None

    @property
    def parent(self) -> str:
        """The name of the style whose rules this one takes, "" for one with rules of its own."""
        links = self.root.xpath_search("./cs:info/cs:link[@rel='independent-parent']/@href")
        return str(links[0]).rpartition("/")[2] if links and not self.has_bibliography else ""

    def faults(self) -> list[str]:
        """What of the style is rendered otherwise than by citeproc-js, in words; none for most."""
        return [message for search, message in _FAULTS if self.root.xpath_search(search)]

    def quotes(self) -> Quotes:
        """The quotation marks of the locale."""
        pairs = [tuple(str(self.root.get_single_term(name=f"{end}-{kind}")) for end in ("open", "close")) for kind in ("quote", "inner-quote")]
        inside = str(self.root.get_locale_option("punctuation-in-quote")).lower() == "true"
        return Quotes(outer=(pairs[0][0], pairs[0][1]), inner=(pairs[1][0], pairs[1][1]), inside=inside)


_FAULTS = (
    ("//cs:bibliography[@subsequent-author-substitute-rule][@subsequent-author-substitute-rule!='complete-all']",
     "repeated authors are replaced only where the whole list is the same (subsequent-author-substitute-rule)"),
    ("//cs:bibliography//@display", "its blocks and indents are not laid out (display)"),
    ("//cs:if[@disambiguate] | //cs:else-if[@disambiguate]", "what it prints only to tell entries apart is left out (disambiguate)"),
    ("//cs:citation[@disambiguate-add-givenname='true'][@disambiguate-add-names='true'][not(@disambiguate-add-year-suffix='true')]",
     "names that it adds to tell entries with \"et al.\" apart may be others (disambiguate-add-names)"),
    ("//cs:intext | //cs:institution | //cs:conditions", "elements that CSL 1.0.2 does not have are left out"),
)  # fmt: skip


class _Entry:
    """An item on its way through the style: what citeproc-py's elements ask of one, with counts of the variables asked for and found."""

    def __init__(self, reference: Reference, at: int) -> None:
        self.reference, self.at = reference, at
        self.number = 0
        self.in_full = self.with_given = False
        self.again: str | None = None
        self.before: str | None = None
        self.more_names = 0
        self.begin()

    def begin(self) -> None:
        """Before an entry is rendered: nothing was asked for yet."""
        self.asked = self.told = 0
        self.suffixed = False
        self.found: list[str] = []
        self.repressed: set[str] = set()
        self.lead: str | None = None

    def note(self, variable: str, there: bool) -> None:
        """A variable was asked for, and was there or not."""
        if variable == "year-suffix" and not there:
            return
        self.asked += 1
        if there:
            self.told += 1
            self.found.append(variable)

    def get_field(self, field: str) -> Any:
        """A variable for sorting, None where there is none."""
        return self.reference.get(field)


def _reference(item: Mapping[str, Any]) -> Reference:
    fields: dict[str, Any] = {}
    for key, value in item.items():
        name = key.replace("-", "_")
        if key in ("id", "type", "custom", "categories", "citation-key"):
            continue
        if isinstance(value, list):
            fields[name] = [_name(n) for n in value if isinstance(n, dict)]
        elif isinstance(value, dict):
            fields[name] = _date(value)
        else:
            fields[name] = _verbatim(str(value)) if key in _VERBATIM else read(str(value))
    reference = Reference(str(item.get("id", "")), str(item.get("type", "document")))
    reference.update({k: v for k, v in fields.items() if v})
    return reference


def _verbatim(text: str) -> str:
    return hold(bare(text))


def _name(name: Mapping[str, str]) -> Name:
    return Name(**{part: read(text) for part, text in name.items() if text and part in _NAME_PARTS})


def _date(value: Mapping[str, Any]) -> Any:
    halves = [dict(zip(("year", "month", "day"), map(int, part), strict=False)) for part in value.get("date-parts", ())]
    circa = bool(value.get("circa"))
    for half in halves:
        if half.get("month", 0) > 12:
            half["season"] = half.pop("month") - 20
    if not halves:
        return LiteralDate(read(str(value.get("literal") or value.get("raw") or "")), circa=circa)
    if "season" in value:
        halves[0]["season"] = value["season"]
    dates = [Date(circa=circa, **half) for half in halves]
    return dates[0] if len(dates) == 1 else DateRange(begin=dates[0], end=dates[1], circa=circa)


def _tell_apart(entries: Sequence[_Entry], style: Style) -> None:
    """Letters after the year (2020a, 2020b) for entries that would be cited alike even with all names in full, where the style asks for them."""
    citation = style.root.citation
    if citation.get("disambiguate-add-names") == "true":
        given_first = citation.get("disambiguate-add-givenname") == "true" and citation.get("givenname-disambiguation-rule", "by-cite") != "by-cite"
        for entry in entries:
            entry.with_given = given_first
        for alike in _cited_alike(entries, citation):
            _name_more(alike, citation)
        for entry in entries:
            entry.with_given = False
    if citation.get("disambiguate-add-year-suffix") != "true":
        return
    for entry in entries:
        entry.in_full = citation.get("disambiguate-add-names") == "true"
        entry.with_given = citation.get("disambiguate-add-givenname") == "true"
    for alike in _cited_alike(entries, citation):
        for n, entry in enumerate(alike):
            entry.reference["year_suffix"] = letters(n)
    for entry in entries:
        entry.in_full = entry.with_given = False


def _cited_alike(entries: Sequence[_Entry], citation: Any) -> list[list[_Entry]]:
    """The entries that would be cited with the same text, in groups of two or more."""
    alike: dict[str, list[_Entry]] = {}
    for entry in entries:
        alike.setdefault(citation.layout.entry(entry), []).append(entry)
    return [same for same in alike.values() if len(same) > 1]


def _name_more(alike: list[_Entry], citation: Any) -> None:
    """Shows as many more names in each entry as set it apart from the others; none where no number does."""
    most = max(len(entry.reference.get("author", ())) for entry in alike)
    groups, n = [alike], 2
    while groups and n < most:
        left = []
        for group in groups:
            for entry in group:
                entry.more_names = n
            left += _cited_alike(group, citation)
        groups, n = left, n + 1
    for group in groups:
        for entry in group:
            entry.more_names = 0


def letters(n: int) -> str:
    """0 as "a", 25 as "z", 26 as "aa"."""
    return (letters(n // 26 - 1) if n >= 26 else "") + chr(ord("a") + n % 26)


def entries(items: Sequence[Mapping[str, Any]], style: Style, kind: Kind = "text") -> Iterator[tuple[int, str]]:
    """The entries of a bibliography of CSL items, in the order of the style: the item's index, and its entry as text, HTML or Markdown."""
    every = [_Entry(_reference(item), at) for at, item in enumerate(items)]
    layout = style.root.bibliography.layout
    for n, entry in enumerate(every):
        entry.number = n + 1
    every = layout.sort_bibliography(every)
    for n, entry in enumerate(every):
        entry.number = n + 1
    _tell_apart(every, style)
    quotes, before = style.quotes(), None
    again = style.root.bibliography.get("subsequent-author-substitute")
    for entry in every:
        entry.again, entry.before = again, before
        text, before = layout.entry(entry), entry.lead
        yield entry.at, write(tidy(text, quotes), kind, quotes)
