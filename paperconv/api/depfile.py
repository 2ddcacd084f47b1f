"""A list of what each output was made of, for make, as compilers write it (gcc -MD -MP: https://gcc.gnu.org/onlinedocs/gcc/Preprocessor-Options.html)."""

from collections.abc import Iterable, Sequence

from paperconv.errors import OutputError
from paperconv.io.source import shown


def rules(outputs: Iterable[tuple[Sequence[str], str]]) -> str:
    """A rule for each output, and one without a recipe for each input, so that make does not stop where an input is gone.

    Raises :class:`OutputError` for a name with a line break: none can stand in a makefile.
    """
    lines, inputs = [], dict[str, None]()
    for made_of, target in outputs:
        lines.append(f"{_target(target)}: " + " \\\n  ".join(map(_escaped, made_of)))
        inputs |= dict.fromkeys(made_of)
    return "\n".join([*lines, *(f"\n{_target(path)}:" for path in inputs)]) + "\n"


def _target(name: str) -> str:
    """A name before the colon, where a per cent sign would make a pattern of it."""
    return _escaped(name).replace("%", "\\%")


def _escaped(name: str) -> str:
    """A name as make reads it back: blanks, number signs and colons behind a backslash (and the backslashes before them doubled), dollars doubled."""
    if "\n" in name or "\r" in name:
        raise OutputError(f"{shown(name)}: has a line break in its name, which no makefile can hold; leave --depfile out, or rename it")
    text, backslashes = [], 0
    for character in name:
        if character in " \t#:":
            text.append("\\" * backslashes + "\\")
        elif character == "$":
            text.append("$")
        backslashes = backslashes + 1 if character == "\\" else 0
        text.append(character)
    return "".join(text)
