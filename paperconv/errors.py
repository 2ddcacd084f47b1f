"""What can go wrong so that paperconv cannot run, or cannot read one item.

    PaperconvError            base; its text is one line that says what to do
    ├── UsageError            the call's words: unknown format, option that does not fit
    ├── InputError            no such input, unreadable, or of no format that can be told
    ├── OutputError           an output cannot be written
    └── ItemError             one item of an input cannot be read; the run goes on without it

Findings about papers are values (:mod:`paperconv.diagnostics`), never exceptions.
"""


class PaperconvError(Exception):
    """Base of all errors that paperconv raises on purpose."""


class UsageError(PaperconvError):
    """The call itself is off: an unknown format or rule, options that exclude each other."""


class InputError(PaperconvError):
    """An input is missing, unreadable, empty of papers, or of a format that cannot be told."""


class OutputError(PaperconvError):
    """An output cannot be written where it was asked for."""


class ItemError(PaperconvError):
    """One item of an input cannot be read. The pipeline reports it under ``code`` and goes on with the next.

    ``line`` is 1-based in the input; 0 means the item's first line.
    """

    def __init__(self, message: str, code: str = "PC001", line: int = 0) -> None:
        super().__init__(message)
        self.code = code
        self.line = line
