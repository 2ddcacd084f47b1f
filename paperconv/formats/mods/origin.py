"""Where and when a work in MODS came out (``originInfo``), and which part of its host it is (``part``)."""

from paperconv.formats.cataloguing import year
from paperconv.formats.draft import Draft
from paperconv.formats.elements import keep
from paperconv.io.xml import Element, attribute, first, local, text
from paperconv.model import date as dates

_DATES = ("dateIssued", "dateCreated", "copyrightDate", "dateModified", "dateValid", "dateCaptured", "dateOther")
_STANDS_FOR_ISSUED = ("dateIssued", "dateCreated", "copyrightDate")
_DETAILS = {"volume": "volume", "issue": "issue", "number": "issue", "chapter": "chapter_number"} | dict.fromkeys(
    ("page", "pages", "page number"), "page"
)


class Origin:
    """Gathers the dates of a record over all its ``originInfo``, its own first, then its host's."""

    def __init__(self) -> None:
        self.found: list[tuple[int, int, str, str]] = []  # rank of its kind, its order, ISO text or "", its name
        self.written: dict[str, list[str]] = {}

    def take(self, draft: Draft, element: Element, within: str = "") -> None:
        """One ``originInfo``: publisher, place and edition go to their fields, dates wait until all are known."""
        apart: dict[str, list[Element]] = {}
        for child in element:
            tag = local(child)
            if tag in _DATES:
                apart.setdefault(tag, []).append(child)
            elif tag == "publisher":
                draft.text("publisher", text(child), f"{within}publisher")
            elif tag == "place":
                _place(draft, child, within)
            elif tag == "edition":
                draft.text("edition", text(child), f"{within}edition")
            else:
                keep(draft, child, f"{within}originInfo")
        for tag, elements in apart.items():
            self._dates(draft, elements, tag, within)

    def part_date(self, written: str, within: str) -> None:
        """The date of an issue (``part/date``)."""
        self._add("dateIssued", written, f"{within}part/date", 10 if within else 5)

    def finish(self, draft: Draft) -> None:
        """Puts the best date into the draft: one of issue before one of creation or copyright, the record's own before its host's."""
        for _, _, iso, name in sorted(self.found, key=lambda f: f[:2]):
            if iso and "issued" not in draft.fields:
                draft.fields["issued"] = iso
            elif iso != draft.fields.get("issued"):
                draft.keep(name, iso)
        for name, texts in self.written.items():
            for words in texts:
                draft.keep(name, words)

    def _dates(self, draft: Draft, elements: list[Element], tag: str, within: str) -> None:
        starts = [e for e in elements if attribute(e, "point") == "start"]
        ends = [e for e in elements if attribute(e, "point") == "end"]
        for i, start in enumerate(starts):
            end = text(ends[i]) if i < len(ends) else ""
            about = "~" if attribute(start, "qualifier") == "approximate" and not end else ""
            self._add(tag, f"{text(start)}/{end}" if end else text(start) + about, _label(start, tag, within), 10 if within else 0)
            if end and attribute(start, "qualifier"):
                draft.keep(f"{within}{tag}@qualifier", attribute(start, "qualifier"))
        for element in [e for e in elements if e not in starts and (e not in ends[: len(starts)])]:
            about = "~" if attribute(element, "qualifier") == "approximate" else ""
            rank = (10 if within else 0) + (not attribute(element, "encoding"))
            if attribute(element, "qualifier") in ("inferred", "questionable"):
                draft.keep(f"{within}{tag}@qualifier", attribute(element, "qualifier"))
            self._add(tag, text(element) + about, _label(element, tag, within), rank)

    def _add(self, tag: str, written: str, name: str, rank: int) -> None:
        bare = written.rstrip("~")
        iso = dates.parse(bare) or year(bare)
        if iso and written.endswith("~"):
            iso += "~"
        if iso and tag in _STANDS_FOR_ISSUED:
            self.found.append((_STANDS_FOR_ISSUED.index(tag) * 100 + rank, len(self.found), iso, name))
            if year(bare) and not bare.isdigit():
                self.written.setdefault(name, []).append(bare)
        elif written:
            self.written.setdefault(name, []).append(iso or bare)


def _label(element: Element, tag: str, within: str) -> str:
    kind = attribute(element, "type")
    return f"{within}{tag}[{kind}]" if kind else within + tag


def _place(draft: Draft, element: Element, within: str) -> None:
    for term in element:
        if attribute(term, "type") == "code":
            draft.keep(f"{within}placeTerm[{attribute(term, 'authority') or 'code'}]", text(term))
        else:
            draft.text("publisher_place", text(term).strip(" :;,"), f"{within}placeTerm")
    if not len(element):
        draft.text("publisher_place", text(element), f"{within}place")


def take_part(draft: Draft, element: Element, origin: Origin, within: str = "") -> None:
    """``part``: volume, issue, chapter and pages."""
    for child in element:
        tag = local(child)
        if tag == "detail":
            _detail(draft, child, within)
        elif tag == "extent" and attribute(child, "unit").lower() in ("page", "pages", "pp.", "p.", ""):
            _pages(draft, child, within)
        elif tag == "date":
            origin.part_date(text(child), within)
        else:
            keep(draft, child, f"{within}part")


def _detail(draft: Draft, element: Element, within: str) -> None:
    kind = attribute(element, "type").lower()
    number = first(element, "number")
    field = _DETAILS.get(kind, "")
    name = f"{within}part/detail[{kind}]" if kind else f"{within}part/detail"
    if field and number is not None:
        draft.text(field, text(number), name)
    for child in element:
        if child is not number or not field:
            draft.keep(f"{name}/{local(child)}", text(child))
    if not len(element):
        draft.keep(name, text(element))


def _pages(draft: Draft, element: Element, within: str) -> None:
    parts = {local(child): text(child) for child in element}
    start, end = parts.get("start", ""), parts.get("end", "")
    draft.text("page", f"{start}-{end}" if start and end and start != end else start or end, f"{within}part/extent")
    draft.text("page", parts.get("list", ""), f"{within}part/extent/list")
    if total := parts.get("total", ""):
        draft.keep(f"{within}part/extent/total", total)
    if not len(element):
        draft.text("page", text(element), f"{within}part/extent")
