"""Outputs: a file is written whole or not at all, and left as it is where it would not change."""

import contextlib
import difflib
import errno
import io
import os
import sys
from collections.abc import Iterator
from typing import TextIO

from paperconv.errors import OutputError
from paperconv.io.source import shown


@contextlib.contextmanager
def open_output(path: str) -> Iterator[TextIO]:
    """A UTF-8 text stream that becomes the file ``path`` when the block ends well, and leaves no trace when it does not.

    A file that would become what it is keeps its time of change, so that make builds nothing anew.
    ``-`` is standard output. The temporary file stands in the same folder, so that the rename is atomic.
    Raises :class:`OutputError` where the folder does not exist or may not be written.
    """
    if path == "-":
        with contextlib.suppress(AttributeError, ValueError):
            sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
        yield sys.stdout
        sys.stdout.flush()
        return
    if os.path.exists(path) and not os.path.isfile(path) and not os.path.isdir(path):  # /dev/null, a named pipe: there is nothing to rename over
        try:
            with open(path, "w", encoding="utf-8", newline="\n") as stream:
                yield stream
        except BrokenPipeError:
            raise
        except OSError as error:
            raise OutputError(f"{shown(path)}: cannot be written ({error.strerror})") from None
        return
    with replacing(path) as temporary, open(temporary, "w", encoding="utf-8", newline="\n") as stream:
        yield stream


@contextlib.contextmanager
def replacing(path: str) -> Iterator[str]:
    """The name of an empty file beside ``path``, which takes its place when the block ends well, and is removed when it does not.

    Raises :class:`OutputError` as :func:`open_output` does.
    """
    if os.path.isdir(path) or path.endswith(("/", os.sep)):
        raise OutputError(f"{shown(path)}: is a folder; name a file in it")
    target = os.path.realpath(path)
    folder = os.path.dirname(target) or "."
    temporary = os.path.join(folder, f".paperconv-{os.urandom(8).hex()}")
    try:  # the name is known before the file is there, so that a signal leaves none behind
        _create(path, temporary)
        yield temporary
        if os.path.isfile(target) and _is_same(temporary, target):
            os.unlink(temporary)
            return
        mode = os.stat(target).st_mode & 0o777 if os.path.exists(target) else 0o666 & ~_umask()
        os.chmod(temporary, mode)
        os.replace(temporary, target)
    except OSError as error:
        _remove(temporary)
        raise OutputError(f"{shown(path)}: cannot be written ({error.strerror})") from None
    except BaseException:
        _remove(temporary)
        raise


def expect_writable(path: str) -> None:
    """Raises :class:`OutputError` where a file could not be written, before anything else is."""
    folder = os.path.dirname(os.path.realpath(path))
    if os.path.isdir(path):
        raise OutputError(f"{shown(path)}: is a folder; name a file in it")
    if os.path.exists(path) and not os.path.isfile(path):
        return  # a device or a pipe, which is written as it is
    if not os.path.isdir(folder):
        raise OutputError(f"{shown(path)}: the folder {shown(os.path.dirname(path))} does not exist")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise OutputError(f"{shown(path)}: cannot be written ({os.strerror(errno.EACCES)})")


@contextlib.contextmanager
def compare_output(path: str, changes: dict[str, str]) -> Iterator[TextIO]:
    """A stream in place of the file ``path``, which is left alone: where it would become another, ``changes`` gets the unified diff."""
    stream = io.StringIO(newline="\n")
    yield stream
    before, after = read_output(path), stream.getvalue()
    if before != after or not os.path.exists(path):
        lines = difflib.unified_diff(before.splitlines(keepends=True), after.splitlines(keepends=True), path, path)
        changes[path] = "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def read_output(path: str) -> str:
    """The text of a file that is to be written over, "" where there is none. Raises :class:`OutputError` where it is not UTF-8."""
    try:
        with open(path, encoding="utf-8", newline="") as stream:
            return stream.read()
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError:
        raise OutputError(f"{shown(path)}: is not UTF-8; convert it first (iconv), or name another output") from None
    except OSError as error:
        raise OutputError(f"{shown(path)}: cannot be read ({error.strerror})") from None


def _create(path: str, temporary: str) -> None:
    try:
        os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileNotFoundError:
        raise OutputError(f"{shown(path)}: the folder {shown(os.path.dirname(path))} does not exist") from None
    except OSError as error:
        raise OutputError(f"{shown(path)}: cannot be written ({error.strerror})") from None


def _is_same(path: str, other: str) -> bool:
    import filecmp

    return filecmp.cmp(path, other, shallow=False)


def _remove(path: str) -> None:
    with contextlib.suppress(FileNotFoundError):
        os.unlink(path)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
