"""What was made of what: kept beside the outputs, so that a later run makes only what has changed."""

import hashlib
import json
import os
import time
from types import TracebackType
from typing import Self

from paperconv.io.sink import replacing

NAME = ".paperconv-manifest.json"
EVERY = 5.0
"""Seconds after which the manifest is written again while a run goes on: so much is made twice after a run was killed."""


class Manifest:
    """For each output, hashes of what it was made of and of itself. A context manager, which writes it when it ends, however it ends.

    A folder of outputs has one manifest in it; a single output has one of its own beside it. What cannot be read is as if it were not there.
    """

    def __init__(self, output: str) -> None:
        if output.endswith(("/", os.sep)) or os.path.isdir(output):
            self.folder, self.path = output, os.path.join(output, NAME)
        else:
            self.folder = os.path.dirname(output)
            self.path = os.path.join(self.folder, f".{os.path.basename(output)}{NAME}")
        self._entries: dict[str, list[str]] = {}
        self._saved = time.monotonic()

    def __enter__(self) -> Self:
        try:
            with open(self.path, encoding="utf-8") as stream:
                kept = json.load(stream)["outputs"]
            self._entries = {str(name): [str(made_of), str(itself)] for name, (made_of, itself) in kept.items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            self._entries = {}
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._save()

    def holds(self, target: str, made_of: str) -> bool:
        """True where ``target`` is what was made of the same, and has not been changed since."""
        entry = self._entries.get(self._name(target))
        return entry is not None and entry[0] == made_of and os.path.isfile(target) and digest(target) == entry[1]

    def add(self, target: str, made_of: str) -> None:
        """Notes that ``target`` stands complete; nothing is noted of an output that is not there."""
        if os.path.isfile(target):
            self._entries[self._name(target)] = [made_of, digest(target)]
            if time.monotonic() - self._saved > EVERY:
                self._save()

    def _name(self, target: str) -> str:
        return os.path.relpath(target, self.folder or ".")

    def _save(self) -> None:
        there = {name: e for name, e in sorted(self._entries.items()) if os.path.isfile(os.path.join(self.folder, name))}
        if there or os.path.exists(self.path):
            with replacing(self.path) as temporary, open(temporary, "w", encoding="ascii") as stream:
                json.dump({"outputs": there}, stream, indent=0)
        self._saved = time.monotonic()


def digest(path: str) -> str:
    """A hash of a file's bytes, "" where it cannot be read."""
    try:
        with open(path, "rb") as stream:
            return hashlib.file_digest(stream, lambda: hashlib.blake2b(digest_size=16)).hexdigest()
    except OSError:
        return ""
