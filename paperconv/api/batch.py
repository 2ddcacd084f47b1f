"""The outputs of a run: which of them are up to date, what each was made of, which could not be made."""

import contextlib
import os
from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Self

import msgspec

from paperconv import __version__
from paperconv.api.depfile import rules
from paperconv.api.outputs import Output, targets_of
from paperconv.errors import InputError, OutputError, PaperconvError, UsageError
from paperconv.io.sink import replacing
from paperconv.io.source import Source, shown

if TYPE_CHECKING:
    from paperconv.api.manifest import Manifest

LOCK = ".paperconv.lock"
WAIT = 3.0
"""Seconds that a run waits for another one that writes into the same folder."""


class Batch:
    """The outputs that are to be made, one after another. A context manager: it keeps other runs out of the folder, and the manifest true.

    ``recipe`` is what makes an output beside its inputs and the options of its shape. Iterating gives the sources and the target of each
    output that is not up to date; what is done for one stands in a :meth:`making` block. One that fails does not stop the others of a folder.
    """

    def __init__(self, out: Output, sources: Sequence[Source], to: str, recipe: Sequence[object], evidence: str = "") -> None:
        options = out.options
        self.out, self.options, self.done = out, options, 0
        self.targets = targets_of(list(sources), out.output, to)
        self.folder = out.output if is_folder(out.output) else ""
        if out.output == "-" and (options.incremental or options.depfile):
            raise UsageError(f"--{'incremental' if options.incremental else 'depfile'} needs a file to look at: name it with -o")
        if options.force and not options.incremental:
            raise UsageError("--force makes again what --incremental would skip; there is nothing to force without it")
        if options.incremental and options.key_map:
            raise UsageError("--key-map tells the key of every record, and --incremental reads only what has changed; leave one out")
        if options.incremental and any(s.is_stdin for s in sources):
            raise UsageError("--incremental cannot tell whether standard input has changed: name a file")
        self.manifest = _manifest(out.output) if options.incremental and not options.check else None
        self._evidence = [path for path in (options.keys_from, evidence) if path and os.path.isfile(path)]
        shape = {**msgspec.to_builtins(options), "incremental": False, "force": False, "depfile": ""}
        self._recipe = msgspec.json.encode([__version__, *recipe, shape]) if self.manifest else b""
        # an authority of the run itself has every input in it
        self._others = [s for s in sources if not s.is_stdin] if evidence == "self" else []
        self._stack = contextlib.ExitStack()

    def __enter__(self) -> Self:
        with contextlib.ExitStack() as stack:
            if not self.options.check:
                rules([(self._inputs(sources), target) for sources, target in self.targets if self.options.depfile])  # a name that none can hold
                if self.folder:
                    _make_folder(self.folder)
                    stack.enter_context(_alone(self.folder))
                if self.manifest:
                    stack.enter_context(self.manifest)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        with self._stack:
            if kind is None and self.options.depfile and not self.options.check:
                self._write_depfile()

    def __iter__(self) -> Iterator[tuple[list[Source], str]]:
        for sources, target in self.targets:
            if self.manifest and not self.options.force and self.manifest.holds(target, self._made_of(sources)):
                self.out.skipped += 1
                self.done += 1
            else:
                yield sources, target
        unwritten = [reason for reason in self.out.failed.values() if isinstance(reason, OutputError)]
        if unwritten and not self.done:
            raise unwritten[0]

    @contextlib.contextmanager
    def making(self, sources: Sequence[Source], target: str) -> Iterator[None]:
        """Makes one output; in a folder, what goes wrong with it is kept for the end."""
        totals = self.out.totals
        rejected, written = totals.rejected, totals.written
        made_of = self._made_of(sources) if self.manifest else ""  # before it is read: one that changes meanwhile is made again
        try:
            if self.folder and not self.options.check:
                _make_folder(os.path.dirname(target))
            yield
        except PaperconvError as error:
            if not self.folder:
                raise
            self.out.failed[sources[0].path] = error
            return
        except Exception as error:  # a defect costs this input, never the others
            if not self.folder or isinstance(error, BrokenPipeError):
                raise
            text = f"{sources[0].path}: paperconv failed on this input ({type(error).__name__}: {error}); please report it"
            self.out.failed[sources[0].path] = PaperconvError(text)
            return
        rejected, written = totals.rejected - rejected, totals.written - written
        if self.folder and rejected:
            text = f"{rejected:,} of its items could not be read" if written else "nothing in it could be read"
            self.out.failed[sources[0].path] = InputError(f"{sources[0].path}: {text}")
        self.done += 1
        if self.manifest and written and not rejected:
            self.manifest.add(target, made_of)

    def _made_of(self, sources: Sequence[Source]) -> str:
        from hashlib import blake2b

        from paperconv.api.manifest import digest

        total = blake2b(self._recipe, digest_size=16)
        for source in (*sources, *self._others):
            total.update(msgspec.json.encode((source.path, digest(source.file))))
        for path in self._evidence:
            total.update(digest(path).encode())
        return total.hexdigest()

    def _inputs(self, sources: Sequence[Source]) -> list[str]:
        return [s.file for s in sources if not s.is_stdin] + self._evidence

    def _write_depfile(self) -> None:
        made = [(self._inputs(sources), target) for sources, target in self.targets if os.path.exists(target)]
        with replacing(self.options.depfile) as temporary, open(temporary, "wb") as stream:
            stream.write(os.fsencode(rules(made)))


def _manifest(output: str) -> "Manifest":
    from paperconv.api.manifest import Manifest

    return Manifest(output)


def is_folder(output: str) -> bool:
    """True for an output that is a folder, in which each input gets a file of its own."""
    return output.endswith(("/", os.sep)) or os.path.isdir(output)


def _make_folder(path: str) -> None:
    try:
        os.makedirs(path or ".", exist_ok=True)
    except OSError as error:
        raise OutputError(f"{shown(path)}: the folder cannot be made ({error.strerror})") from None


@contextlib.contextmanager
def _alone(folder: str) -> Iterator[None]:
    """Keeps other runs out of a folder while the block runs. Raises :class:`OutputError` where one is in it and stays."""
    from filelock import FileLock, Timeout

    lock = FileLock(os.path.join(folder, LOCK))
    try:
        lock.acquire(timeout=WAIT)
    except Timeout:
        raise OutputError(f"{shown(folder)}: another paperconv is writing into this folder; wait until it is done, or name another folder") from None
    except OSError as error:
        raise OutputError(f"{shown(folder)}: cannot be written ({error.strerror})") from None
    try:
        yield
    finally:
        with contextlib.suppress(OSError):  # one that waits sees that the file it holds has no name any more, and begins anew
            os.unlink(lock.lock_file)
        lock.release()
