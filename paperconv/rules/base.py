"""What a rule is, and which rules run."""

import importlib
import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Literal, Protocol, TypeVar

import msgspec

from paperconv.authors.examine import Examine
from paperconv.diagnostics import Diagnostic, Finding, Safety
from paperconv.diagnostics.pages import PAGES
from paperconv.model import Record

FixLevel = Literal["none", "safe", "all"]
"""Which repairs are made."""
Check = Callable[..., Iterator[Finding]]
"""From a record to findings. One that judges columns takes ``examine``, too: what judges them, the name model by default."""


class CorpusCheck(Protocol):
    """A rule that needs more than one record: it sees each once, keeps little of it, and speaks at the end."""

    def add(self, record: Record, noted: Any = None) -> None:
        """Takes note of one record; ``noted`` is what the rule's ``note`` found of it in another process, ``None`` where it was not asked."""
        ...

    def finish(self) -> Iterator[Diagnostic]:
        """What was found over all records."""
        ...


class Rule(msgspec.Struct, frozen=True):
    """A rule on single records: the codes it can report, the function, and how sure the surest of its repairs is (``None``: it has none).

    ``when`` is what must be true of a record for the rule to find anything; it is asked once for all rules that share it.
    """

    codes: tuple[str, ...]
    check: Check
    repairs: Safety | None = None
    when: Callable[[Record], bool] | None = None

    def repairs_at(self, level: FixLevel) -> bool:
        """True where the rule has repairs that are made at ``level``."""
        return self.repairs is not None and (level == "all" or (level == "safe" and self.repairs is Safety.SAFE))


class CorpusRule(msgspec.Struct, frozen=True):
    """A rule on all records of a run: the codes it can report, and what makes a fresh one for each run.

    ``note`` finds what takes long of a record by itself, for where other processes do that (``None``: nothing does).
    """

    codes: tuple[str, ...]
    make: Callable[[], CorpusCheck]
    note: Callable[[Record], Any] | None = None


RULES: list[Rule] = []
CORPUS_RULES: list[CorpusRule] = []
PAGE_OF: dict[str, str] = dict(PAGES)
_MODULES = ("authors", "cuts", "lists", "columns", "identifiers", "dates", "titles", "corpus", "pairs", "sources")
_C = TypeVar("_C", bound=Callable[[], CorpusCheck])


def rule(
    code: str, *more: str, repairs: Safety | None = None, when: Callable[[Record], bool] | None = None
) -> Callable[[Check], Check]:
    """Makes a function from a record to findings a rule. Its docstring is the page of ``code`` (and of ``more``).

    ``repairs`` says how sure the surest of its repairs is; a rule that has none leaves it out. ``when`` as :class:`Rule` has it.
    """

    def register(check: Check) -> Check:
        RULES.append(Rule((code, *more), check, repairs, when))
        _document(check, (code, *more))
        return check

    return register


def corpus_rule(
    code: str,
    *more: str,
    also: Iterable[str] = (),
    pages: Mapping[str, str] | None = None,
    note: Callable[[Record], Any] | None = None,
) -> Callable[[_C], _C]:
    """Makes a class of :class:`CorpusCheck` a rule on whole runs. Its docstring is its page, unless ``pages`` has one for each code.

    ``also`` are codes of other rules that it reports too; ``note`` as :class:`CorpusRule` has it.
    """

    def register(make: _C) -> _C:
        CORPUS_RULES.append(CorpusRule((code, *more, *also), make, note))
        if pages is None:
            _document(make, (code, *more))
        else:
            PAGE_OF.update(pages)
        return make

    return register


def has_more(record: Record) -> bool:
    """True for a record with something that the model has no field for: what readers could not place or understand stands there."""
    return bool(record.extra)


def load() -> None:
    """Imports all rules, which registers them, and puts them in the order of their modules, whichever was imported first."""
    place = {importlib.import_module(f"paperconv.rules.{name}").__name__: at for at, name in enumerate(_MODULES)}
    RULES.sort(key=lambda rule: place.get(rule.check.__module__, len(place)))
    CORPUS_RULES.sort(key=lambda rule: place.get(rule.make.__module__, len(place)))


def page(code: str) -> str:
    """The page of a code: what it is, why it matters, an example, what is repaired and when."""
    load()
    return PAGE_OF[code]


def rules_for(
    selected: frozenset[str] | None, examine: Examine | None = None, level: FixLevel = "none"
) -> tuple[list[Rule], list[CorpusRule]]:
    """The rules that can report one of the selected codes (``None``: all) or make a repair at ``level``.

    ``examine`` judges columns in the name model's stead.
    """
    load()
    rules = [r for r in RULES if _wanted(r.codes, selected) or r.repairs_at(level)]
    if examine is not None:
        rules = [msgspec.structs.replace(r, check=partial(r.check, examine=examine)) if _examines(r) else r for r in rules]
    return rules, [r for r in CORPUS_RULES if _wanted(r.codes, selected)]


def check(record: Record, rules: Sequence[Rule], selected: frozenset[str] | None = None) -> list[Finding]:
    """What ``rules`` find in a record, of the selected codes."""
    found: list[Finding] = []
    holds: dict[Callable[[Record], bool], bool] = {}
    for r in rules:
        if (when := r.when) is not None:
            if when not in holds:
                holds[when] = when(record)
            if not holds[when]:
                continue
        found += r.check(record)
    return found if selected is None else [f for f in found if f.code in selected]


def _wanted(codes: Iterable[str], selected: frozenset[str] | None) -> bool:
    return selected is None or any(c in selected for c in codes)


def _examines(rule: Rule) -> bool:
    return "examine" in inspect.signature(rule.check).parameters


def _document(obj: object, codes: Iterable[str]) -> None:
    text = inspect.getdoc(obj) or ""
    for code in codes:
        PAGE_OF[code] = text
