"""One XML element from its bytes, and reading it by local names (whatever the prefixes and namespaces).

Nothing from outside is ever loaded: the bytes of an item come without their document type, so that no entity is defined but
HTML's named ones, which are put in as characters first.
"""

import html
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from lxml import etree

from paperconv.errors import ItemError
from paperconv.model.text import squeeze

Element = etree._Element

_ENTITY = re.compile(r"&(?:#\d+;|#[xX][0-9a-fA-F]+;|([A-Za-z][\w.-]*);|)")
_XML_ENTITIES = frozenset(("amp", "lt", "gt", "quot", "apos"))
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NO_XML_REFERENCE = re.compile(r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|[xX]0*(?:[0-8bceBCEfF]|1[0-9a-fA-F]));")
_NO_XML_ENTITY = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#\d+|#[xX][0-9a-fA-F]+);)")
_PREFIX_OF_ELEMENT = re.compile(rb"<([A-Za-z_][\w.-]*+):")
_PREFIX = re.compile(r"</?([A-Za-z_][\w.-]*):|\s([A-Za-z_][\w.-]*):[\w.-]+\s*=")
_GREEK = dict(zip("a b g d e z ee th i k l m n x o p r s t u ph kh ps oh sf".split(), "αβγδεζηθικλμνξοπρστυφχψως", strict=True))
"""Letters of ISO 8879's set "Greek Letters" (``&rgr;``), which NLM's DTDs have and HTML has not."""
_TAG_WITH_PREFIX = re.compile(r"<[^<>:]*:[^<>]*>")
_HUGE = 9_000_000
"""Characters from which the parser's limit on text (10 MB) is lifted, and with it the one on depth (256), which no record comes near."""
_PARSER = {"resolve_entities": False, "no_network": True, "load_dtd": False, "remove_comments": True, "remove_pis": True, "collect_ids": False}
_USUAL = etree.XMLParser(**_PARSER)  # type: ignore[arg-type]


def parse(data: bytes) -> Element:
    """The element in an item's bytes (UTF-8, without a document type). Prefixes need no declaration, bare ``&`` are taken as text.

    Raises :class:`~paperconv.errors.ItemError` where it is not well-formed.
    """
    tried: tuple[bytes, set[str]] | None = None
    failed: Exception | None = None
    if b"&" not in data or _NO_XML_ENTITY.search(data) is None:
        # the usual case: XML as it should be, but for prefixes of elements that the file's head declares
        tried = data, {p.decode() for p in _PREFIX_OF_ELEMENT.findall(data)}
        try:
            return _element(*tried)
        except (etree.XMLSyntaxError, IndexError) as error:
            failed = error
    text = _mended(data.decode("utf-8", "replace"))
    bare = "\n".join(_TAG_WITH_PREFIX.findall(text)) if ":" in text else ""
    for prefixes in (_prefixes(bare), _prefixes(text)):  # a ">" within an attribute may hide a prefix
        if tried != (attempt := (text.encode(), prefixes)):
            tried = attempt
            try:
                return _element(*attempt)
            except (etree.XMLSyntaxError, IndexError) as error:
                failed = error
    raise ItemError(f"is no well-formed XML: {failed}")


def _mended(text: str) -> str:
    """Text that is no XML until its entities and its characters are seen to."""
    if "&" in text:
        text = _NO_XML_REFERENCE.sub("\ufffd", text)
        text = _ENTITY.sub(_entity, text)
    return _NO_XML.sub("\ufffd", text)


def _prefixes(tags: str) -> set[str]:
    return {a or b for a, b in _PREFIX.findall(tags)}


def _element(data: bytes, prefixes: Iterable[str]) -> Element:
    """The element in ``data``, with all the prefixes declared."""
    declared = "".join(f' xmlns:{p}="{p}"' for p in sorted(prefixes) if p not in ("xml", "xmlns")) if prefixes else ""
    parser = _USUAL if len(data) <= _HUGE else etree.XMLParser(**_PARSER, huge_tree=True)  # type: ignore[arg-type]
    return etree.fromstring(b"<_%b>%b</_>" % (declared.encode(), data), parser)[0]


def local(element: Element) -> str:
    """An element's name without prefix and namespace."""
    return _local(element.tag)


@lru_cache(maxsize=1 << 12)
def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2].rpartition(":")[2]


def children(element: Element, *names: str) -> Iterator[Element]:
    """The children with one of these local names, all where none is given, in document order."""
    for child in element:
        if not names or _local(child.tag) in names:
            yield child


def first(element: Element, path: str) -> Element | None:
    """The first descendant along a path of local names ("Article/Journal/Title"); ``None`` where there is none."""
    name, _, rest = path.partition("/")
    for child in element:
        if _local(child.tag) == name:
            found = first(child, rest) if rest else child
            if found is not None:
                return found
    return None


def every(element: Element, path: str) -> Iterator[Element]:
    """All descendants along a path of local names, in document order."""
    name, _, rest = path.partition("/")
    for child in children(element, name):
        if rest:
            yield from every(child, rest)
        else:
            yield child


def text(element: Element | None) -> str:
    """All character data in an element, white space squeezed; "" for ``None``."""
    if element is None:
        return ""
    return squeeze(characters(element))


def characters(element: Element) -> str:
    """All character data in an element, as it stands there."""
    return "".join(map(str, element.itertext())) if len(element) else element.text or ""


def attribute(element: Element, name: str) -> str:
    """An attribute by its local name, "" where there is none."""
    value = element.get(name)
    if value is None:
        for key in element.keys():  # noqa: SIM118  # iterating over an element gives its children
            if str(key).endswith(f"}}{name}"):
                return str(element.get(key)).strip()
        return ""
    return str(value).strip()


def leaves(element: Element, path: str = "") -> Iterator[tuple[str, str]]:
    """Every non-empty piece of character data and every attribute below an element, with the path of local names that leads to it.

    Mixed content counts as one piece. An attribute's path ends in ``@name``.
    """
    for key, value in element.attrib.items():
        if str(value).strip():
            yield f"{path}@{str(key).rpartition('}')[2]}", str(value).strip()
    if (element.text or "").strip() or any((c.tail or "").strip() for c in element) or not len(element):
        if content := text(element):
            yield path, content
        return
    for child in element:
        name = local(child)
        yield from leaves(child, f"{path}/{name}" if path else name)


def _entity(match: re.Match[str]) -> str:
    if match[0] == "&":
        return "&amp;"
    name = match[1]
    if not name or name in _XML_ENTITIES:
        return match[0]
    character = html.unescape(match[0])
    if character == match[0] and name.endswith("gr") and (letter := _GREEK.get(name[:-2].lower())):
        return letter if name[0].islower() else letter.upper()
    return html.escape(character) if character != match[0] else f"&amp;{name};"
