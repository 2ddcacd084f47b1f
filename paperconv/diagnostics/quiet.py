"""Findings that are not to be told again: in certain files, or known since a baseline was written."""

import fnmatch
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from paperconv.diagnostics.codes import select_codes
from paperconv.diagnostics.diagnostic import Diagnostic
from paperconv.diagnostics.fingerprint import fingerprint
from paperconv.errors import InputError, UsageError


class Known(msgspec.Struct, frozen=True, order=True):
    """A finding of a baseline: path (from the baseline's folder, with ``/``), code, the record's id, fingerprint, and how often it stood there."""

    path: str
    code: str
    record: str
    fingerprint: str
    count: int = 1


class Baseline:
    """The findings of an earlier run. Each hides as many as there were then; lines may have moved, and words of messages changed."""

    def __init__(self, path: str) -> None:
        """Raises :class:`InputError` for a file that is none, or is not there."""
        try:
            with open(path, "rb") as stream:
                known = msgspec.json.decode(stream.read(), type=list[Known])
        except FileNotFoundError:
            raise InputError(f"{path}: no such baseline; make one with --write-baseline {path}") from None
        except OSError as error:
            raise InputError(f"{path}: cannot be read ({error.strerror})") from None
        except msgspec.DecodeError as error:
            raise InputError(f"{path}: is no baseline ({error}); make it anew with --write-baseline {path}") from None
        self._folder = os.path.dirname(path)
        self._left = Counter({(k.code, k.fingerprint): k.count for k in known})

    def __call__(self, d: Diagnostic) -> bool:
        """True for a finding that is known; it counts as seen."""
        mark = (d.code, fingerprint(d, _from(self._folder, d.path)))
        if self._left[mark] <= 0:
            return False
        self._left[mark] -= 1
        return True

    @property
    def gone(self) -> int:
        """How many known findings were not seen."""
        return sum(self._left.values())


def baseline(findings: Iterable[Diagnostic], path: str) -> Iterator[str]:
    """The text of a baseline that stands at ``path``: a JSON array, a finding a line, sorted, so that a version control's diff says what changed."""
    folder = os.path.dirname(path)
    counts = Counter((p, d.code, d.record, fingerprint(d, p)) for d in findings for p in [_from(folder, d.path)])
    known = [Known(*mark, count) for mark, count in sorted(counts.items())]
    yield "[" + ",".join("\n" + msgspec.json.encode(k).decode() for k in known) + "\n]\n"


class FileIgnores:
    """Rules that are not told for files: ``GLOB:RULES`` as in ``old/*.bib:PC301,PC2``. A glob without ``/`` is held against the name alone."""

    def __init__(self, words: Sequence[str]) -> None:
        """Raises :class:`UsageError` for a word that is not of this form, or names an unknown rule."""
        self._codes: list[tuple[str, frozenset[str]]] = []
        for word in words:
            glob, colon, rules = word.rpartition(":")
            if not colon or not glob or not rules:
                raise UsageError(f"--per-file-ignores {word!r}: expected GLOB:RULES, like 'old/*.bib:PC301,PC2'")
            self._codes.append((os.path.normpath(glob).replace(os.sep, "/"), select_codes([rules])))
        self._by_path: dict[str, frozenset[str]] = {}

    def __call__(self, d: Diagnostic) -> bool:
        """True for a finding in a file for which its rule is not told."""
        codes = self._by_path.get(d.path)
        if codes is None:
            path = _from("", d.path)
            names = (path, os.path.abspath(d.path).replace(os.sep, "/"))
            fitting = (c for g, c in self._codes if any(fnmatch.fnmatchcase(name if "/" in g else os.path.basename(name), g) for name in names))
            codes = self._by_path[d.path] = frozenset[str]().union(*fitting)
        return d.code in codes


def _from(folder: str, path: str) -> str:
    return path if not path or path.startswith("<") else os.path.relpath(path, folder or ".").replace(os.sep, "/")
