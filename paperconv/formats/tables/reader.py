"""Reading tables: every row a record, every column that no role is known for in ``extra`` under its own name."""

from collections.abc import Iterator
from itertools import chain, islice

import msgspec

from paperconv.errors import InputError, ItemError
from paperconv.formats.base import Item, Note, items
from paperconv.formats.draft import Draft
from paperconv.formats.tables import values
from paperconv.formats.tables.row import Row, Table
from paperconv.formats.tables.rows import LOOKED_AT, find_head, rows
from paperconv.io.encoding import Decoding
from paperconv.io.source import Source
from paperconv.model import Record

_SHOWN = 120


class CsvReader:
    """Reads a table whose columns have usual names, set apart by commas, semicolons, tabs or bars."""

    format = "csv"

    def frame(self, source: Source) -> Iterator[Item | Note]:
        """One item a row (it may have several lines). What stands above the row of names comes as a note.

        Raises :class:`~paperconv.errors.InputError` where no column names a title.
        """
        with source.open() as stream:
            text = Decoding(stream)
            lines = text.lines()
            begin = list(islice(lines, 3 * LOOKED_AT))
            blank = next((i for i, line in enumerate(begin) if line.strip()), 0)
            head = find_head([line.decode() for line in begin[blank:]])
            if head is None:
                raise InputError(f"{source.path}: no column is called title, so that no row is a paper; the first row has: {_told(begin, blank)}")
            above = blank + head.above
            if any(begin[:above]):
                yield Note("PC005", "lines above the row that names the columns", 1, above)
            table = Table.of(head.layout)
            pieces = rows(chain(begin[above + head.lines :], lines), head, above + head.lines)
            for item in items(source, text, pieces):
                yield item if isinstance(item, Note) else msgspec.structs.replace(item, context=table)

    def decode(self, item: Item) -> Record:
        """The record in a row. Raises :class:`~paperconv.errors.ItemError` for a row that has more cells than there are columns, or none of use."""
        table: Table = item.context
        cells = table.layout.cells(item.text)
        count = len(table.layout.columns)
        if len(cells) > count and any(c.strip() for c in cells[count:]):
            raise ItemError(f"has {len(cells)} cells where {count} columns are named: a delimiter in it is not quoted")
        row = Row(Draft(self.format, item), table)
        for column in table.ordered:
            if column.place < len(cells) and not values.is_empty(cell := cells[column.place].strip()):
                row.take(column, cell)
        if len(cells) < count and "title" not in row.draft.fields:
            raise ItemError(f"has {len(cells)} cells where {count} columns are named, and no title among them")
        return row.finish()


class ScopusCsvReader(CsvReader):
    """Reads Scopus's export, whose authors are set apart in three ways ("Pan, Y., Yu, C.", "Yagai T., Kimura Y.", "Liu F.; Li C.")."""

    format = "scopus-csv"


def _told(lines: list[bytes], at: int) -> str:
    line = lines[at].decode() if lines else ""
    return line if len(line) <= _SHOWN else line[:_SHOWN] + " …"
