"""Making repairs: find, mend, look again, until nothing more is to be mended."""

from collections.abc import Sequence

from paperconv.diagnostics import Finding, Repair, Safety
from paperconv.model import Change, Record, replace
from paperconv.rules.base import FixLevel, Rule, check

__all__ = ["MAX_ROUNDS", "FixLevel", "mend"]

MAX_ROUNDS = 8
"""Rounds after which repairs stop. Each rule repairs what it finds, so that two or three are the rule; a test holds them below."""


def mend(record: Record, rules: Sequence[Rule], level: FixLevel, ignored: frozenset[str] = frozenset()) -> tuple[Record, list[Finding]]:
    """The repaired record, and everything that was found: in the record as read, and what only the repaired one shows.

    One repair a field and round is made, in the order of the rules; then the rules look again. What is found under a code that is
    ``ignored`` is neither told nor repaired.
    """
    findings = _heeded(check(record, rules), ignored)
    seen = list(findings)
    for _ in range(MAX_ROUNDS):
        repairs = _allowed(findings, level)
        if not repairs:
            break
        changed, history = {}, list(record.history)
        for field, finding, repair in repairs:
            changed[field] = repair.value
            history.append(Change(code=finding.code, field=field, message=repair.description, safety=repair.safety.value))
        record = replace(record, history=tuple(history), **changed)
        findings = _heeded(check(record, rules), ignored)
        known = {(f.code, f.index, f.field) for f in seen}
        seen += [f for f in findings if (f.code, f.index, f.field) not in known]
    return record, seen


def _heeded(findings: list[Finding], ignored: frozenset[str]) -> list[Finding]:
    return [f for f in findings if f.code not in ignored] if ignored else findings


def _allowed(findings: Sequence[Finding], level: FixLevel) -> list[tuple[str, Finding, Repair]]:
    """The first repair for each field that the level permits."""
    chosen: dict[str, tuple[str, Finding, Repair]] = {}
    for finding in findings:
        repair = finding.repair
        if repair is None or level == "none" or (level == "safe" and repair.safety is not Safety.SAFE):
            continue
        chosen.setdefault(repair.field, (repair.field, finding, repair))
    return list(chosen.values())
