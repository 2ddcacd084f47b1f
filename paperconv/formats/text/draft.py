"""What is gathered of a record on its way."""

from paperconv.model import Name


class Draft:
    """What is gathered of a record: values of fields, the lines they stand on, and what fits nowhere."""

    def __init__(self) -> None:
        self.values: dict[str, str] = {}
        self.names: dict[str, tuple[Name, ...]] = {}
        self.keywords: list[str] = []
        self.identifiers: dict[str, str] = {}
        self.categories: list[str] = []
        self.version = 0
        self.extra: dict[str, str] = {}
        self.unplaced: list[str] = []
        self.lines: dict[str, int] = {}
        self.kind = ""

    def put(self, field: str, value: str, line: int, joint: str = "; ") -> None:
        """A value for a field; a second one is joined to the first."""
        value = value.strip()
        if not value:
            return
        self.lines.setdefault(field, line)
        old = self.values.get(field)
        self.values[field] = value if old is None else f"{old}{joint}{value}"

    def keep(self, key: str, value: str, line: int) -> None:
        """A value that the model has no field for."""
        if value:
            key = f"text:{key}"
            self.lines.setdefault(key, line)
            self.extra[key] = f"{self.extra[key]}; {value}" if key in self.extra else value

    def leave(self, text: str, line: int) -> None:
        """Text that fits no field."""
        if text.strip():
            self.lines.setdefault("text:unplaced", line)
            self.unplaced.append(text.strip())
