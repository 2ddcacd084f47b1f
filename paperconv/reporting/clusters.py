"""The page of a dedupe: unsure pairs, linked pairs, joined works, each with its records side by side."""

from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files
from typing import Any, TextIO

import jinja2
import msgspec
from markupsafe import Markup

from paperconv.reporting.page import hash_of


class Counts(msgspec.Struct, frozen=True):
    """What stands at the head of the page, in numbers."""

    records: int
    works: int
    unsure: int
    linked: int
    clusters: int


def write(counts: Counts, fields: Sequence[str], items: Iterable[Any], stream: TextIO) -> None:
    """Writes the page. An item is [kind, score, what speaks against it, [[name, similarity, weight, detail]], [[value of each field]]].

    Nothing of the items stands in the page as markup: they are JSON without a ``<``, of which the script makes text nodes, and a
    Content-Security-Policy (W3C CSP 3) lets only the style sheet and the script of this package run.
    """
    here = files("paperconv.reporting")
    css = "".join(here.joinpath(name).read_text(encoding="utf-8") for name in ("page.css", "clusters.css"))
    script, template = (here.joinpath(f"clusters.{suffix}").read_text(encoding="utf-8") for suffix in ("js", "html"))
    environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined)
    environment.filters["n"] = "{:,}".format
    context = {
        **msgspec.structs.asdict(counts),
        "css": Markup(css),
        "script": Markup(script),
        "policy": f"default-src 'none'; style-src {hash_of(css)}; script-src {hash_of(script)}; base-uri 'none'; form-action 'none'",
        "fields": Markup(_json(list(fields))),
        "items": _array(items),
    }
    stream.writelines(environment.from_string(template).generate(context))


def _array(items: Iterable[Any]) -> Iterator[Markup]:
    yield Markup("[")
    for n, item in enumerate(items):
        yield Markup((",\n" if n else "") + _json(item))
    yield Markup("]")


def _json(value: Any) -> str:
    return msgspec.json.encode(value).replace(b"<", b"\\u003c").decode()
