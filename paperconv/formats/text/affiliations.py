"""The affiliations that lines below the authors number."""

import re

import msgspec

from paperconv.formats.text.draft import Draft
from paperconv.model import Name


def attach(draft: Draft) -> None:
    """Gives the authors the affiliations to which their marks refer ("Roe1", "Roe(1)"), where the lines below number them."""
    lines = "; ".join(draft.extra[k] for k in _LEGENDS if k in draft.extra)
    legend = {m[1]: m[2].strip(" ;.") for m in _LEGEND_ENTRY.finditer(lines)}
    authors = draft.names.get("author", ())
    if not legend or not authors:
        return
    found: list[Name] = []
    for name in authors:
        marked = _MARKED.fullmatch(name.family)
        marks = name.affiliation if name.affiliation else tuple(re.findall(r"\d+|[*†‡§¶]", marked[2])) if marked else ()
        if not marks or not legend.keys() >= set(marks):
            found.append(name)
            continue
        family = marked[1] if marked else name.family
        found.append(msgspec.structs.replace(name, family=family, affiliation=tuple(legend[m] for m in marks)))
    given = {a for n in found for a in n.affiliation}
    if given >= set(legend.values()) and not any(map(str.isalnum, _LEGEND_ENTRY.sub("", lines))):
        for key in _LEGENDS:
            draft.extra.pop(key, None)
            draft.lines.pop(key, None)
    draft.names["author"] = tuple(found)


_LEGENDS = ("text:author-information", "text:affiliation", "text:affiliations")
_LEGEND_ENTRY = re.compile(
    r"(?:^|[;.]\s+|(?<=[A-Za-z.])\s+)\(?(\d{1,2}|[*†‡§¶])\)?\s?([A-Z].*?)"
    r"(?=(?:;\s*|\.?\s+)\(?(?:\d{1,2}|[*†‡§¶])\)?\s?[A-Z]|$)"
)
_MARKED = re.compile(r"(.*[^\W\d_])(\d{1,2}(?:,\d{1,2})*|[*†‡§¶]+)")
