"""The page: a template, a style sheet and a script beside this file, and what was gathered."""

import base64
import hashlib
from collections.abc import Callable, Iterator
from importlib.resources import files
from typing import TextIO

import jinja2
import msgspec
from markupsafe import Markup

from paperconv.diagnostics import CODES, Severity
from paperconv.reporting import charts
from paperconv.reporting.gather import FIELDS, File, Gathered, Lines

FILES = 500
"""Inputs that the tables of files name one by one; the rest is one line."""


class _Rule(msgspec.Struct, frozen=True):
    code: str
    name: str
    page: str
    severity: str
    count: int
    length: float
    repaired: int
    files: int
    first: list[tuple[str, int, str, str]]


def write(gathered: Gathered, stream: TextIO, page: Callable[[str], str]) -> None:
    """Writes the page. ``page`` gives the page of a code.

    Nothing of the input stands in it as markup: the template escapes, and the script makes text nodes. A Content-Security-Policy
    (W3C CSP 3) lets only the style sheet and the script of this package run, by their hashes, and nothing be loaded.
    """
    here = files("paperconv.reporting")
    css, script, template = (here.joinpath(f"page.{suffix}").read_text(encoding="utf-8") for suffix in ("css", "js", "html"))
    environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined)
    environment.filters["n"] = "{:,}".format
    ranked = sorted(enumerate(gathered.files), key=lambda item: (-item[1].records, item[0]))
    shown, rest = sorted(ranked[:FILES], key=lambda item: item[0]), [file for _, file in ranked[FILES:]]
    codes = {code: CODES[code].name for code in sorted({*gathered.codes, *gathered.mended})}
    context = {
        "css": Markup(css),
        "script": Markup(script),
        "policy": f"default-src 'none'; style-src {hash_of(css)}; script-src {hash_of(script)}; base-uri 'none'; form-action 'none'",
        "fields": list(enumerate(FIELDS)),
        "files": shown,
        "rest": rest,
        "whole": _whole(gathered.files),
        "severity": Severity,
        "rules": _rules(gathered, page),
        "unread": gathered.unread,
        "unread_count": gathered.unread_count,
        "years": charts.years(gathered.years),
        "dated": gathered.years.total(),
        "types": charts.bars(gathered.types, "other types"),
        "categories": charts.bars(gathered.categories, "other categories"),
        "records_repaired": gathered.records_repaired,
        "lists_repaired": gathered.lists_repaired,
        "lists_shown": gathered.lists.count,
        "unsafe_offered": gathered.unsafe_offered,
        "data": {
            "records": _data(gathered.records),
            "findings": _data(gathered.findings),
            "lists": _data(gathered.lists),
            "names": [_json({"paths": list(gathered.paths), "fields": FIELDS, "codes": codes})],
        },
    }
    stream.writelines(environment.from_string(template).generate(context))


def hash_of(text: str) -> str:
    """A style sheet or script as a Content-Security-Policy names it (W3C CSP 3, section 2.3.1, hash-source)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _data(lines: Lines) -> Iterator[Markup]:
    return (Markup(chunk) for chunk in lines.chunks())


def _json(value: object) -> Markup:
    return Markup(msgspec.json.encode(value).decode().replace("<", "\\u003c"))


def _whole(every: list[File]) -> File:
    """All inputs together."""
    whole = File("")
    for file in every:
        for name in ("records", "repaired", "unread", "unplaced", "outside"):
            setattr(whole, name, getattr(whole, name) + getattr(file, name))
        whole.severities.update(file.severities)
        whole.has = [a + b for a, b in zip(whole.has, file.has, strict=True)]
    return whole


def _rules(gathered: Gathered, page: Callable[[str], str]) -> list[_Rule]:
    """The rules that spoke, the gravest and then the most frequent first."""
    longest = max((c.count for c in gathered.codes.values()), default=1)
    found = []
    for name, code in gathered.codes.items():
        gravest = max(code.severities, key=lambda s: s.rank, default=CODES[name].severity)
        first = [(d.path, d.line, d.record, d.message) for d in code.first]
        length = round(100 * code.count / longest, 2)
        entry = CODES[name]
        found.append(
            _Rule(name, entry.name, page(name), gravest.value, code.count, length, code.repaired, len(code.files), first)
        )
    return sorted(found, key=lambda r: (-Severity(r.severity).rank, -r.count, r.code))
