"""One set of papers in every layout that a listing may have: each paper comes back with all its fields."""

import io
import itertools
import textwrap
from collections.abc import Callable
from typing import NamedTuple

import pytest

from paperconv.formats.base import Item
from paperconv.formats.text.reader import TextReader
from paperconv.io.source import Source
from paperconv.model import Record


class Paper(NamedTuple):
    """A paper as the listings below print it."""

    title: str
    authors: tuple[tuple[str, str], ...]
    arxiv: str
    date: str
    abstract: str


PAPERS = (
    Paper(
        "Attention Is All You Need",
        (("Ashish", "Vaswani"), ("Noam", "Shazeer"), ("Niki", "Parmar"), ("Jakob", "Uszkoreit"), ("Llion", "Jones")),
        "1706.03762",
        "2017-06-12",
        "A network for translation is built from attention alone. It needs neither recurrence nor convolution, and it trains in less time than "
        "the best models before it. On two tasks of translation it does better than they do.",
    ),
    Paper(
        "Deep Residual Learning for Image Recognition",
        (("Kaiming", "He"), ("Xiangyu", "Zhang"), ("Shaoqing", "Ren"), ("Jian", "Sun")),
        "1512.03385",
        "2015-12-10",
        "Very deep networks are hard to train. We let each block of layers learn what is to be added to its input. Networks of more than a hundred "
        "layers are then easier to train than shallow ones, and more accurate.",
    ),
    Paper(
        "Adam: A Method for Stochastic Optimization",
        (("Diederik P.", "Kingma"), ("Jimmy", "Ba")),
        "1412.6980",
        "2014-12-22",
        "We present a method that adapts the step of each parameter from running means of the gradient and of its square. It needs little memory and "
        "little tuning. Its convergence is studied, and experiments show that it works well.",
    ),
    Paper(
        "Sequence to Sequence Learning with Neural Networks",
        (("Ilya", "Sutskever"), ("Oriol", "Vinyals"), ("Quoc V.", "Le")),
        "1409.3215",
        "2014-09-10",
        "One recurrent network reads a sentence into a vector and a second one writes the translation from it. Reading the words in reverse helps a "
        "great deal. The result is close to the best systems of its time.",
    ),
    Paper(
        "Auto-Encoding Variational Bayes",
        (("Diederik P.", "Kingma"), ("Max", "Welling")),
        "1312.6114",
        "2013-12-20",
        "How can one learn models with latent variables whose posterior is out of reach? We write the sampling so that gradients pass through it, and "
        "train an approximate posterior beside the model. It scales to large sets of data.",
    ),
    Paper(
        "Neural Machine Translation by Jointly Learning to Align and Translate",
        (("Dzmitry", "Bahdanau"), ("Kyunghyun", "Cho"), ("Yoshua", "Bengio")),
        "1409.0473",
        "2014-09-01",
        "A vector of fixed length is too small for long sentences. The decoder here looks back at the words of the source and chooses softly where to "
        "look. Long sentences are translated better, and the choices agree with intuition.",
    ),
)

NAMES: dict[str, Callable[[list[tuple[str, str]]], str]] = {
    "Given Family, Given Family": lambda a: ", ".join(f"{g} {f}" for g, f in a),
    "Given Family and Given Family": lambda a: ", ".join(f"{g} {f}" for g, f in a[:-1]) + f"{',' * (len(a) > 2)} and {a[-1][0]} {a[-1][1]}",
    "Given Family; Given Family": lambda a: "; ".join(f"{g} {f}" for g, f in a),
    "Family, Given; Family, Given": lambda a: "; ".join(f"{f}, {g}" for g, f in a),
    "Family, Given, Family, Given": lambda a: ", ".join(f"{f}, {g}" for g, f in a),
    "Family, Given and Family, Given": lambda a: " and ".join(f"{f}, {g}" for g, f in a),
    "Given Family · Given Family": lambda a: " · ".join(f"{g} {f}" for g, f in a),
}
ORDERS = (
    ("title", "authors"), ("title", "authors", "date"), ("title", "authors", "id"), ("title", "authors", "abstract"), ("id", "title", "authors", "abstract"),
    ("title", "authors", "id", "date", "abstract"), ("title", "authors", "abstract", "id"), ("title", "id", "authors", "abstract"), ("authors", "title", "date"),
    ("date", "title", "authors", "abstract"), ("title", "abstract", "authors", "id"), ("title", "authors", "date", "abstract"),
)  # fmt: skip
LABELS = {"title": "Title", "authors": "Authors", "abstract": "Abstract", "id": "arXiv", "date": "Date"}
BETWEEN = {"blank": "\n\n", "rule": f"\n{'-' * 60}\n", "none": "\n", "number": "\n\n", "bullet": "\n\n", "heading": "\n\n"}


def printed(paper: Paper, order: tuple[str, ...], names: str, *, labels: bool, width: int) -> str:
    values = {"title": paper.title, "authors": NAMES[names](list(paper.authors)), "abstract": paper.abstract, "id": paper.arxiv, "date": paper.date}
    values["id"] = paper.arxiv if labels else f"arXiv:{paper.arxiv}"
    lines = [f"{LABELS[field]}: {values[field]}" if labels else values[field] for field in order]
    return "\n".join("\n".join(textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False)) if width else line for line in lines)


def listing(order: tuple[str, ...], names: str, between: str, *, labels: bool, width: int) -> str:
    made = [printed(p, order, names, labels=labels, width=width) for p in PAPERS]
    lead = {"number": "{}. ", "bullet": "- ", "heading": "## "}.get(between, "")
    return BETWEEN[between].join(lead.format(n) + text for n, text in enumerate(made, 1)) + "\n"


def read(text: str) -> list[Record]:
    reader = TextReader()
    return [reader.decode(x) for x in reader.frame(Source("-", stream=io.BytesIO(text.encode()))) if isinstance(x, Item)]


def expected(order: tuple[str, ...]) -> list[tuple[object, ...]]:
    return [
        (
            p.title,
            [f"{g} {f}" for g, f in p.authors],
            p.arxiv if "id" in order else None,
            p.date if "date" in order else "",
            p.abstract if "abstract" in order else "",
        )
        for p in PAPERS
    ]


def found(records: list[Record]) -> list[tuple[object, ...]]:
    return [(r.title, [n.display() for n in r.author], r.identifiers.get("arxiv"), r.issued, r.abstract) for r in records]


@pytest.mark.parametrize(("between", "labels", "width"), list(itertools.product(BETWEEN, (False, True), (0, 80))))
def test_every_layout(between: str, labels: bool, width: int) -> None:
    """What a heading or an item of a list begins with is a title; labels make no items."""
    wrong = []
    for order, names in itertools.product(ORDERS, NAMES):
        if between in ("heading", "bullet", "number") and (labels or order[0] != "title"):
            continue
        if found(read(listing(order, names, between, labels=labels, width=width))) != expected(order):
            wrong.append((order, names))
    assert wrong == []
