"""How values look in a notebook: small HTML tables. All text is escaped; nothing of a paper is ever markup or a link."""

from collections.abc import Iterable, Mapping, Sequence

ROWS = 200
"""Rows of a table that are shown; the rest is counted."""
_LONGEST = 400
"""Characters of a text that are shown."""
_NAMES = 10
_LEFT = ' style="text-align:left;vertical-align:top"'


def table(headings: Sequence[str], rows: Iterable[Sequence[object]], count: int) -> str:
    """A table of the first rows of ``count``, with a line that counts the rest."""
    head = "".join(f"<th{_LEFT}>{escape(h)}</th>" for h in headings)
    body, shown = [], 0
    for row in rows:
        body.append("<tr>" + "".join(f"<td{_LEFT}>{_text(cell)}</td>" for cell in row) + "</tr>")
        shown += 1
    more = f"<p>… and {count - shown:,} more</p>" if count > shown else "" if count else "<p>nothing found</p>"
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table>{more}" if body else more


def counts(numbers: Mapping[str, int]) -> str:
    """A line of numbers with their names, without those that are 0."""
    return f"<p>{', '.join(f'{escape(name)}: {n:,}' for name, n in numbers.items() if n)}</p>"


def fields(named: Iterable[tuple[str, object]]) -> str:
    """A table of names and values, a line each; what is empty is left out."""
    lines = "".join(f"<tr><th{_LEFT}>{escape(name)}</th><td{_LEFT}>{_text(value)}</td></tr>" for name, value in named if value)
    return f"<table><tbody>{lines}</tbody></table>" if lines else ""


def people(names: Sequence[str]) -> str:
    """The first names of a list, and how many there are."""
    return "; ".join(names[:_NAMES]) + (f"; … ({len(names):,} in all)" if len(names) > _NAMES else "")


def escape(text: str) -> str:
    """``text`` without markup."""
    import html  # it holds two thousand names of letters

    return html.escape(text)


def _text(value: object) -> str:
    text = str(value)
    return f"<bdi>{escape(text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + '…')}</bdi>"
