"""What waits on disk comes back as it would from memory: numbers under keys, lines of files."""

import random
from pathlib import Path

import pytest

from paperconv.diagnostics import Diagnostic, Severity, excerpt
from paperconv.io import buckets as buckets_module
from paperconv.io.buckets import Buckets


@pytest.mark.parametrize("portion", [2, 8, 1 << 13])
def test_numbers_of_a_key_come_back_together_in_their_order(monkeypatch: pytest.MonkeyPatch, portion: int) -> None:
    monkeypatch.setattr(buckets_module, "_PORTION", portion)
    r = random.Random(1)
    expected: dict[int, list[int]] = {}
    found = Buckets()
    for number in range(2000):
        key = r.randrange(1 << 64) if number % 2 else r.choice([7, 71, 1 << 63, 5])
        found.add(key, number)
        expected.setdefault(key, []).append(number)
    assert sorted(found.shared()) == sorted(v for v in expected.values() if len(v) > 1)
    found.close()


def test_the_same_number_twice_is_one() -> None:
    found = Buckets()
    for key, number in [(1, 5), (1, 5), (2, 6), (2, 7), (2, 6)]:
        found.add(key, number)
    assert list(found.shared()) == [[6, 7]]
    found.close()


def test_more_comes_after_the_first_look(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(buckets_module, "_PORTION", 4)
    found = Buckets(3)
    for number in range(12):
        found.add(number % 5, number)
    assert dict(found.groups(found.wanted([1, 2, 1]))) == {1: [1, 6, 11], 2: [2, 7]}
    found.add(2, 99)
    assert dict(found.groups(found.wanted([2]))) == {2: [2, 7, 99]}
    assert dict(found.groups()) == {0: [0, 5, 10], 1: [1, 6, 11], 2: [2, 7, 99], 3: [3, 8], 4: [4, 9]}
    found.close()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("block", [3, 1 << 20])
def test_the_line_of_a_finding_is_read_without_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: str, block: int) -> None:
    monkeypatch.setattr(excerpt, "_BLOCK", block)
    lines = [f"line {i} é" if i % 7 else "" for i in range(200)]
    path = tmp_path / f"{len(end)}{ord(end[0])}{block}.txt"
    path.write_bytes(b"\xef\xbb\xbf" + end.join(lines).encode())

    def line(number: int) -> str:
        return excerpt.line_at_fault(Diagnostic(code="PC001", name="x", severity=Severity.ERROR, message="", path=str(path), line=number))

    assert [line(n) for n in range(1, 201)] == lines
    assert [line(n) for n in (0, 201, 5000)] == ["", "", ""]


def test_a_file_that_is_not_utf_8_shows_no_line(tmp_path: Path) -> None:
    path = tmp_path / "latin.txt"
    path.write_bytes(b"one\ntwo\n\xe9t\xe9\n")
    assert excerpt.line_at_fault(Diagnostic(code="PC001", name="x", severity=Severity.ERROR, message="", path=str(path), line=1)) == ""
