"""The dates of a MARC record, of which the best becomes that of the work."""

from paperconv.formats.cataloguing import year
from paperconv.formats.draft import Draft
from paperconv.model import date as iso_dates


class Dates:
    """Gathers dates with their ranks: the lowest that can be read is the work's."""

    def __init__(self) -> None:
        self._found: list[tuple[int, int, str, str]] = []  # rank, order, as written, its name

    def add(self, written: str, name: str, rank: int) -> None:
        """A date as the record writes it ("c2011", "[1991?]", "2011-06-02")."""
        if written:
            self._found.append((rank, len(self._found), written, name))

    def finish(self, draft: Draft) -> None:
        """Puts the best into the draft; of one year the more exact. What says another, or more than its year, is kept (008 is so anyway)."""
        read = [(rank, order, _iso(written), written, name) for rank, order, written, name in self._found]
        best = min(((r, o, iso) for r, o, iso, *_ in read if iso), default=None)
        if best is not None:
            same = [iso for _, _, iso, *_ in read if iso.startswith(best[2]) and "/" not in iso]
            draft.fields["issued"] = max(same, key=len, default=best[2])
        issued = str(draft.fields.get("issued", ""))
        for _, _, iso, written, name in read:
            if name != "008" and (not iso or not issued.startswith(iso) or written.strip(" .[]") != iso):
                draft.keep(name, written)


def of_control_field(field: str) -> tuple[str, str]:
    """The date and its kind in field 008 (positions 06 to 14): date 1, and with date 2 a day where the kind is a detailed date; "" for none."""
    kind, first, second = field[6:7], field[7:11], field[11:15]
    if not first.isdigit() or kind in "nb|":
        return "", kind
    if kind == "e" and second.isdigit():
        month, day = int(second[:2]), int(second[2:])
        return iso_dates.iso(int(first), month, day) or iso_dates.iso(int(first), month) or first, kind
    return first, kind


def _iso(written: str) -> str:
    bare = written.strip(" .,;")
    if known := iso_dates.parse(bare) or year(bare):
        return known
    doubtful = bare.strip("[]")
    return f"{doubtful[:-1]}~" if doubtful.endswith("?") and doubtful[:-1].isdigit() and len(doubtful) == 5 else ""
