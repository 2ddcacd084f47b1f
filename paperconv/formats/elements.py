"""What readers of XML formats share: an element's text in the model's markup, and keeping what no field takes."""

import html
import re
from typing import Any

from lxml import etree

from paperconv.formats.draft import Draft
from paperconv.io.xml import Element, local
from paperconv.markup.html import decode, decode_abstract
from paperconv.model.text import squeeze

_MARKS = frozenset(
    """i em italic b strong bold sup superscript sub inf subscript sc scp p sec title label break br div li ul ol list list-item disp-quote
boxed-text dl dt dd tr td h1 h2 h3 h4 h5 h6""".split()
)
_WHOLE = frozenset("math tex-math alternatives span".split())
_STOP_OF_ITS_OWN = re.compile(r"(?:\b[^\W\d_]\.){2,}$|\.\.$")


def inner(element: Element) -> str:
    """What stands between an element's tags, as XML without namespaces: marks and formulas with their tags, of other elements the content."""
    content = html.escape(element.text or "", quote=False)
    for child in element:
        name = local(child)
        if name in _WHOLE:
            content += etree.tostring(child, encoding="unicode", with_tail=False)
        else:
            content += f"<{name}>{inner(child)}</{name}>" if name in _MARKS else inner(child)
        content += html.escape(child.tail or "", quote=False)
    return content


def marked(element: Element | None) -> str:
    """An element's content as the model's text: emphasis, powers and indices as CSL's tags, formulas between ``$``; "" for ``None``."""
    if element is None:
        return ""
    return decode(inner(element) if len(element) else element.text or "")


def marked_abstract(element: Element) -> str:
    """Like :func:`marked`, for an abstract with the titles of its sections."""
    return decode_abstract(inner(element))


def without_stop(title: str) -> str:
    """A title without the full stop that the database puts behind each; one of an abbreviation ("in the U.S.") or of an ellipsis stays."""
    return title[:-1].rstrip() if title.endswith(".") and not _STOP_OF_ITS_OWN.search(title) else title


def is_mixed(element: Element) -> bool:
    """True where text stands beside an element's children, so that they mark it up and are no fields."""
    if not len(element):
        return False
    if (element.text or "").strip():
        return True
    for child in element:  # noqa: SIM110  # a generator takes twice as long, and this is asked of every element that is kept
        if (child.tail or "").strip():
            return True
    return False


def drop(element: Element, *names: str) -> None:
    """Takes the descendants with one of these local names out of an element; the text behind them stays."""
    for child in [c for c in element.iter() if c is not element and local(c) in names] if len(element) else ():
        parent = child.getparent()
        if parent is not None:
            before, tail = child.getprevious(), child.tail or ""
            if before is not None:
                before.tail = (before.tail or "") + tail
            else:
                parent.text = (parent.text or "") + tail
            parent.remove(child)


def value(element: Element) -> Any:
    """An element as built-in data: its text, or an object of its attributes (``@name``), children and text (``#text``); "" where it is empty.

    A child that is repeated becomes a list, as in the common mappings of XML to JSON.
    """
    members: dict[str, Any] = {f"@{str(k).rpartition('}')[2]}": str(v).strip() for k, v in element.items() if str(v).strip()}
    if not len(element) or is_mixed(element):
        content = marked(element)
        if not members:
            return content
        return members | {"#text": content} if content else members
    for child in element:
        inside = value(child)
        if inside in ("", {}):
            continue
        name = local(child)
        if name not in members:
            members[name] = inside
        elif isinstance(members[name], list):
            members[name].append(inside)
        else:
            members[name] = [members[name], inside]
    return members


def keep(draft: Draft, element: Element, path: str = "") -> None:
    """Keeps an element that no field takes under its name: text as text, an object as JSON, a list (children of one name) an entry a line."""
    own = local(element)
    name = f"{path}/{own}" if path else own
    if _is_list(element, own):
        keep_attributes(draft, element, name)
        for child in element:
            keep(draft, child, name)
        return
    inside = value(element)
    draft.keep(name, squeeze(inside) if isinstance(inside, str) else inside)


def _is_list(element: Element, name: str) -> bool:
    """True for several children of one name and nothing else, or a single one that the element is called after (GrantList, Grant)."""
    if not len(element) or len({child.tag for child in element}) > 1 or is_mixed(element):
        return False
    return len(element) > 1 or (name != (inner := local(element[0])) and name.startswith(inner))


def keep_attributes(draft: Draft, element: Element, name: str, *known: str) -> None:
    """Keeps the attributes of an element called ``name``, but for the ``known`` ones."""
    for key, written in element.items():
        attribute = str(key).rpartition("}")[2]
        if attribute not in known:
            draft.keep(f"{name}@{attribute}", str(written))
