"""The pairs of ``tests/dedupe_pairs.txt``: what is judged rightly stays so, and what is not is marked, so that a gain is seen as well as a loss."""

from pathlib import Path

import pytest

from paperconv.duplicates import dedupe
from paperconv.model import Record
from tests.unit.test_dedupe_pairs import article

_FIELDS = ("title", "author", "year", "journal", "volume", "page")


def _record(line: str) -> Record:
    values = [cell.strip() for cell in line.split("|")]
    further = dict(cell.split("=", 1) for cell in values[len(_FIELDS) :])
    return article(**dict(zip(_FIELDS, values, strict=False)), **further)


def _pairs() -> dict[str, tuple[str, bool, Record, Record]]:
    text = Path(__file__).parents[1].joinpath("dedupe_pairs.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert len(lines) % 3 == 0
    made = {}
    for head, first, second in zip(*[iter(lines)] * 3, strict=True):
        verdict, _, name = head.partition(": ")
        assert name not in made
        made[name] = verdict.removeprefix("~"), not verdict.startswith("~"), _record(first), _record(second)
    return made


PAIRS = _pairs()


def _verdict(first: Record, second: Record, expected: str) -> str:
    versions = "link" if expected == "preprint-of" else "join"
    result = dedupe([first, second], versions=versions)
    if len(result.works) == 1:
        return "same"
    for link in result.links:
        return link.kind if result.works[link.first].members[0].title == first.title else f"{link.kind}, the wrong way round"
    return "different"


@pytest.mark.parametrize("name", PAIRS)
def test_pair(name: str) -> None:
    expected, known, first, second = PAIRS[name]
    found = _verdict(first, second, expected)
    if known:
        assert found == expected
    else:
        assert found != expected, "judged rightly now: take the ~ from it"
