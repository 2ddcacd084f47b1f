"""The journal reference of a preprint: free text, of which the usual forms are taken apart ("Phys. Rev. B 75, 195116 (2007)")."""

import re

_YEAR = r"(?:19|20)\d\d"
_NUMBER = r"(?:no|nr|number|issues?|iss|num|n)\.?\s*(?P<issue{0}>[\dA-Z]{{1,4}}(?:\s*[-–/]\s*\d{{1,3}})?)"
_PAGES = r"[A-Z]{0,2}\d+[A-Za-z]?(?:\.\d+)?(?:\s*[-–—]+\s*[A-Z]{0,2}\d+[A-Za-z]?)?"
# Phys.Rev.D76:013009,2007: how SPIRES wrote it, and arXiv until 2010.
_SPIRES = re.compile(
    rf"(?P<container_title>[A-Z](?:[A-Za-z]|\.\s?|\s|&|-)*?)\s?(?P<volume>[A-Z]?\d{{1,4}}(?:S\d+)?)\s?:\s?(?P<page>{_PAGES}),\s?(?P<year>{_YEAR})\.?"
)
_NAME = re.compile(r"(?P<container_title>[A-Za-z](?:[^\W\d]|[ .,&'’:/()-])*?)(?:[\s,]*\bv(?:ol(?:ume)?)?\.?)?[\s,(]*\Z", re.I)
_REST = re.compile(
    rf"""\(?(?:(?P<year0>{_YEAR})\)?,\s*(?:\bvol(?:ume)?\.?\s*|\bv\.\s*)?)?
    (?P<volume>[A-Z]?\d{{1,4}}[A-Z]?)
    (?:\s*\(\s*(?P<issue0>\d{{1,3}}(?:\s*[-–/]\s*\d{{1,3}})?)\s*\))?
    (?:[\s,:]*{_NUMBER.format(1)})?
    (?:[\s,]*\((?P<year1>{_YEAR})\))?
    (?:[\s,:]*{_NUMBER.format(2)})?
    [\s,:]+(?:pages?\.?\s*|pp?\.?\s*|article(?:\s+(?:no\.?|number))?\s*|art\.\s*)?(?P<page>{_PAGES})
    (?:[\s,]*\((?P<year2>{_YEAR})\)|\s*,\s*(?P<year3>{_YEAR}))?
    \.?""",
    re.X | re.I,
)
_FIRST_NUMBER = re.compile(r"(?<![^\W\d_])[A-Z]?\d|\d")
_LONGEST = 160
"""Characters of the longest reference that is taken apart; longer ones tell of more than one place."""
_NO_JOURNAL = re.compile(r"in\b|.*\b(?:eds?|no|workshop|symposium)\b|(?:\S+ ){9}|[^,]*\.[^,]*,|[^,]*,.*\.", re.I)
"""What no journal is called: a chapter's book, a number without volume, a whole reference with its authors or its title."""


def cite(text: str) -> dict[str, str]:
    """The parts of a journal reference by the fields of a record; {} where it is not wholly in one of the usual forms.

    Several references, an erratum among them, stand behind one another with a semicolon between; the first one counts.
    """
    text = text.partition(";")[0].strip()
    if len(text) > _LONGEST:
        return {}
    found = _parts(text)
    years = [v for k, v in found.items() if k.startswith("year")]
    issues = [v for k, v in found.items() if k.startswith("issue")]
    if not found or len(years) != 1 or len(issues) > 1 or _NO_JOURNAL.match(found["container_title"]):
        return {}
    parts = {k: found[k].strip(" ,") for k in ("container_title", "volume", "page")}
    parts["page"] = re.sub(r"\s*[-–—]+\s*", "-", parts["page"])
    if issues:
        parts["issue"] = re.sub(r"\s*[-–]\s*", "-", issues[0])
    return parts


def _parts(text: str) -> dict[str, str]:
    """The named parts of a reference in one of the forms. A name ends before the first number, so that nothing is tried twice."""
    number = _FIRST_NUMBER.search(text)
    if number is None:
        return {}
    spires = _SPIRES.fullmatch(text) if ":" in text and text[-1].isdigit() else None
    if spires is not None:
        return spires.groupdict()
    name, rest = _NAME.match(text[: number.start()]), _REST.fullmatch(text, number.start())
    return {**name.groupdict(), **{k: v for k, v in rest.groupdict().items() if v}} if name and rest else {}
