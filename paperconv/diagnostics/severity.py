"""How much a diagnostic matters."""

import enum


class Severity(enum.StrEnum):
    """``error``: the output would be wrong; ``warning``: something is missing or doubtful; ``info``: worth knowing, maybe right."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """2 for an error, 1 for a warning, 0 for information."""
        return {"error": 2, "warning": 1, "info": 0}[self.value]
