"""The text reader on sample dumps in many layouts, on the shapes of the seeds, and on real mailings where they are."""

import io
import re
from pathlib import Path

import msgspec
import pytest

from paperconv.errors import ItemError
from paperconv.formats.base import Item, Note
from paperconv.formats.detect import sniff
from paperconv.formats.text.inline import parse_entry
from paperconv.formats.text.reader import TextReader
from paperconv.io.source import Source
from paperconv.model import Name, Record

SAMPLES = Path(__file__).parent / "text"
READER = TextReader()


def read(text: str | bytes) -> tuple[list[Record], list[Note]]:
    return _read(Source("-", stream=io.BytesIO(text.encode() if isinstance(text, str) else text)))


def _read(source: Source) -> tuple[list[Record], list[Note]]:
    found = list(READER.frame(source))
    return [READER.decode(x) for x in found if isinstance(x, Item)], [x for x in found if isinstance(x, Note)]


@pytest.mark.parametrize("sample", sorted(p.name for p in SAMPLES.iterdir() if p.is_file()))
def test_samples(sample: str, golden: bool) -> None:
    records, notes = _read(Source(str(SAMPLES / sample)))
    lines = [_line(r) for r in records] + [msgspec.json.encode(n).decode() for n in notes]
    expected = SAMPLES / "golden" / f"{sample}.jsonl"
    if golden:
        expected.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert lines == expected.read_text(encoding="utf-8").splitlines()


def _line(record: Record) -> str:
    assert record.source is not None
    return msgspec.json.encode(msgspec.structs.replace(record, source=msgspec.structs.replace(record.source, path=""))).decode()


# What is dropped on purpose: words between fields, buttons, and the parts of addresses and dates that have a normal form.
_BETWEEN = set("""and in by from internet cited times aufl nr pp pages vol no eds authors citations doi https http org abs pdf html other www arxiv corr preprint paper code others pmid retrieved accessed available
    mon tue wed thu fri sat sun jan feb mar apr may jun jul aug sep oct nov dec eb ol january february march april june july august september october november december""".split())


@pytest.mark.parametrize("sample", sorted(p.name for p in SAMPLES.iterdir() if p.is_file()))
def test_every_word_is_in_the_record(sample: str) -> None:
    for item in READER.frame(Source(str(SAMPLES / sample))):
        if isinstance(item, Item):
            record = _line(READER.decode(item)).lower()
            for part in item.context.parts:
                if part.role not in ("heading", "date", "identifier", "keyword"):
                    text = re.sub(r"\S+//\S*|\\[a-z]+|\b[\w.]+\((?=')", "", item.text[part.start : part.end].lower())
                    missing = [w for w in re.findall(r"[^\W\d_]{2,}", text) if w not in record and w not in _BETWEEN]
                    assert not missing, part


def test_owner_and_lines_without_blank_lines() -> None:
    records, notes = _read(Source(str(SAMPLES / "owner_lines.txt")))
    assert [len(r.author) for r in records] == [8, 7, 3]
    assert all(r.origin.owner == "Kaiser, Lukasz" and r.title and r.abstract for r in records)
    assert records[2].author == (Name("Google Research", "null"), Name("Chowdhery", "Aakanksha"), Name("NARANG", "Sharan"))
    assert [(n.code, n.line) for n in notes] == [("PC005", 1)]
    assert [(r.origin.line, r.origin.end_line) for r in records] == [(2, 4), (5, 7), (8, 10)]


def test_blocks_of_which_one_record_spans_several() -> None:
    records, notes = _read(Source(str(SAMPLES / "blocks.txt")))
    assert [r.identifiers["arxiv"] for r in records] == ["1706.03762", "2204.09433", "2210.07140", "2112.07146"]
    assert [r.issued for r in records] == ["2017-06-12", "2022-04-20", "2022-10-13", "2021-12-13"]
    assert [r.note for r in records] == ["15 pages, 5 figures", "", "TechReport", "accepted to a workshop"]
    assert [bool(r.title) for r in records] == [True, False, False, False]
    assert all(r.abstract for r in records)
    assert records[0].origin.lines == {"author": 2, "abstract": 4, "note": 6, "identifiers": 8, "issued": 9}
    assert not notes


def test_dictionaries_are_read_and_never_run() -> None:
    assert sniff(b"{'title': 'On Ponds', 'authors': ['A. Roe']}", ".txt") == sniff(b'[{"title": "On Ponds", "authors": ["A. Roe"]}]', ".json") == ["text"]
    records, notes = _read(Source("-", stream=io.BytesIO(b"{'title': 'On Ponds', 'authors': ['A. Roe'], 'x': __import__('os').abort(), 'y': '\\d'}\n" * 3)))
    assert [r.title for r in records] == ["On Ponds"] * 3
    assert not notes
    assert records[0].extra == {"text:x": "__import__('os').abort()", "text:y": "\\d"}


def test_many_dictionaries_over_windows_and_a_deep_one() -> None:
    records, notes = read("".join(f"{{'title': 'On Ponds {n}',\n 'authors': ['Ada Roe'], 'abstract': '{'wet ' * 200}'}}\n" for n in range(3000)))
    assert [r.title for r in records] == [f"On Ponds {n}" for n in range(3000)]
    assert not notes
    assert {r.author for r in records} == {(Name("Roe", "Ada"),)}
    records, _ = read("{'title': 'Deep', 'authors': " + "[" * 9000 + "]" * 9000 + "}\n")
    assert len(records) <= 1


def test_odd_flat_list_keeps_its_printed_line() -> None:
    printed = "DeepSeek-AI, Guo, Daya, Yang, Dejian"
    records, _ = read(f"Title: A Paper on Ponds\nAuthors: {printed}\nYear: 2020\n")
    assert records[0].extra["text:author"] == printed


def test_encodings_and_line_ends_change_nothing() -> None:
    data = (SAMPLES / "lines.txt").read_bytes()
    plain, _ = read(data)
    windows, _ = read(b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n"))
    assert [msgspec.structs.replace(r, source=None) for r in windows] == [msgspec.structs.replace(r, source=None) for r in plain]
    latin, notes = read(data.decode().encode("latin-1"))
    assert [r.author for r in latin] == [r.author for r in plain]
    assert any(n.code == "PC003" for n in notes)


def test_what_fits_nowhere_is_kept() -> None:
    records, _ = read((SAMPLES / "abs_page.txt").read_text() + "\n\n" + "Title: Ponds\nAuthors: Ann Lee\narXiv: 2101.00001 withdrawn by its editor in haste\n")
    assert records[-1].extra["text:unplaced"] == "withdrawn by its editor in haste"


def test_prose_is_no_paper() -> None:
    records, notes = read("It rains. We go home.\n\nThe cat has nothing to do with it. It sleeps all day, and all of the night as well, and it does not care.\n")
    assert not records
    assert notes[-1].end_line == 3


CODE = """import os

class Reader:
    def read(self, path):
        with open(path) as stream:
            return stream.read()

    def close(self):
        pass
"""
SETTINGS = "[server]\nport = 8080\nhost = localhost\n\n[log]\nlevel = debug\nfile = /var/log/x.log\n"
MAKE = "all: build\n\nbuild: main.o util.o\n\tcc -o main main.o util.o\n\nclean:\n\trm -f main\n"


@pytest.mark.parametrize("text", [CODE, SETTINGS, MAKE])
def test_code_and_settings_hold_no_paper_and_are_told(text: str) -> None:
    records, notes = read(text)
    assert not records
    told = {n for note in notes for n in range(note.line, note.end_line + 1)}
    assert all(n in told for n, line in enumerate(text.split("\n"), 1) if line.strip())


@pytest.mark.parametrize(
    "text",
    [
        "Attention Is All You Need\nDeep Learning\nBERT: Pre-training of Deep Bidirectional Transformers\n",
        "- Attention Is All You Need (2017)\n- Deep Learning (2015)\n- Generative Adversarial Nets (2014)\n",
        "- [Attention Is All You Need](https://openreview.net/forum?id=a)\n- [Deep Learning](https://openreview.net/forum?id=b)\n"
        "- [Generative Adversarial Nets](https://openreview.net/forum?id=c)\n",
    ],
)
def test_a_list_of_titles_and_nothing_else_is_one(text: str) -> None:
    assert len(read(text)[0]) == 3


def test_papers_among_prose_are_read() -> None:
    records, _ = read(CODE + "\nJohn Jumper, Richard Evans, and Alexander Pritzel. 2021. Highly accurate protein structure prediction. Nature 596, 583-589.\n" + CODE)
    assert [r.title for r in records] == ["Highly accurate protein structure prediction"]


def test_rule_of_dashes_alone_holds_no_paper() -> None:
    records, notes = read("-- --\n------\n")
    assert not records
    assert [n.code for n in notes] == ["PC005"]


def test_explain_names_line_role_and_reason() -> None:
    item = next(x for x in READER.frame(Source(str(SAMPLES / "blocks.txt"))) if isinstance(x, Item))
    told = READER.explain(item)
    assert [(r.line, r.role) for r in told] == [(1, "title"), (2, "authors"), (4, "abstract"), (6, "comment"), (8, "identifier"), (9, "date")]
    assert all(r.reason for r in told)
    assert "reads as names" in told[1].reason


def test_item_without_context_is_framed_by_itself() -> None:
    record = READER.decode(Item("x.txt", b"Attention Is All You Need\nAshish Vaswani, Noam Shazeer\narXiv:1706.03762", 40, 42, 0))
    assert record.title == "Attention Is All You Need"
    assert record.origin.lines["author"] == 41
    with pytest.raises(ItemError):
        READER.decode(Item("x.txt", b"------", 1, 1, 0))


@pytest.mark.parametrize(
    ("text", "authors", "title", "venue", "date"),
    [
        ("Attention Is All You Need. A. Vaswani, N. Shazeer. 2017. arXiv:1706.03762", "A. Vaswani, N. Shazeer", "Attention Is All You Need", "", "2017"),
        ("Y. LeCun, Y. Bengio, G. Hinton (2015). Deep learning. Nature.", "Y. LeCun, Y. Bengio, G. Hinton", "Deep learning", "Nature", "2015"),
        ("D. P. Kingma, J. Ba. Adam: A Method for Stochastic Optimization. 2014.", "D. P. Kingma, J. Ba", "Adam: A Method for Stochastic Optimization", "", "2014"),
        ('K. He and J. Sun, "Deep residual learning," in Proc. CVPR, 2016.', "K. He and J. Sun", "Deep residual learning", "in Proc. CVPR", "2016"),
        ("LeCun Y, Hinton G. Deep learning. Nature. 2015;521(7553):436-44.", "LeCun Y, Hinton G", "Deep learning", "Nature.;521(7553):436-44", "2015"),
        ("LeCun, Y., & Haffner, P. (1998). Reading checks. Physica D, 86(11), 2278–2324.", "LeCun, Y., & Haffner, P.", "Reading checks", "Physica D, 86(11), 2278–2324", "1998"),
        ("S. Hochreiter and J. Schmidhuber, Long short-term memory, Neural Comput. 9, 1735 (1997).", "S. Hochreiter and J. Schmidhuber", "Long short-term memory",
         "Neural Comput. 9, 1735", "1997"),
        ("[Attention Is All You Need](https://arxiv.org/abs/1706.03762) — Ashish Vaswani, Noam Shazeer, 2017", "Ashish Vaswani, Noam Shazeer", "Attention Is All You Need", "", "2017"),
        ("OpenAI. 2023. GPT-4 technical report.", "OpenAI", "GPT-4 technical report", "", "2023"),
    ],
)  # fmt: skip
def test_entries_on_one_line(text: str, authors: str, title: str, venue: str, date: str) -> None:
    entry = parse_entry(text)
    assert (entry.authors, entry.title, entry.venue.rstrip("."), entry.found.date) == (authors, title, venue, date)


def test_seeds(seeds: tuple[Path, Path]) -> None:
    lines, lines_notes = _read(Source(str(seeds[0])))
    assert [len(r.author) for r in lines] == [200, 200, 4]
    assert all(r.title and r.abstract and not r.identifiers and not r.issued and r.origin.owner == "Ma, Zhicheng" for r in lines)
    assert [(n.code, n.line, n.end_line) for n in lines_notes] == [("PC005", 1, 1)]
    assert lines[0].author[0] == Name("DeepSeek-AI", "null")
    assert Name("HE", "Na") in lines[2].author
    blocks, blocks_notes = _read(Source(str(seeds[1])))
    assert [len(r.author) for r in blocks] == [199, 199, *[0] * 8]
    assert all(r.identifiers.get("arxiv") and len(r.issued) == 10 and r.abstract for r in blocks)
    assert [r.note for r in blocks] == ["", "", "8 pages, 3 figures", "8 pages", "8 pages", "TechReport", "", "", "Accepted by WACV workshop", "accepted to ICCV Workshop"]
    assert not blocks_notes
    assert not any(k == "text:unplaced" for r in [*lines, *blocks] for k in r.extra)


def test_real_mailings(real_files: Path) -> None:
    for path in [*sorted((real_files / "arxiv_mail_listing").glob("arXiv*")), *sorted((real_files / "arxiv_abs").glob("*.abs"))]:
        records, _ = _read(Source(str(path)))
        papers = len(re.findall(rb"(?m)^Title ?:", path.read_bytes()))
        assert len(records) == papers, path.name
        assert all(r.title and r.author and r.identifiers.get("arxiv") for r in records), path.name


def test_a_long_file_read_in_windows_gives_the_same_records(monkeypatch: pytest.MonkeyPatch) -> None:
    block = "\n".join(
        f"\\\\\narXiv:2301.{n:05d}\nDate: Tue, 3 Jan 2023 10:{n % 60:02d}:00 GMT   ({n}kb)\n\nTitle: On the graphs of order {n}\nAuthors: Pal Erdos, Alfred Renyi\n"
        f"Categories: math.CO\n\\\\\n  We count the graphs of order {n}, which has not been done.\n\\\\ ( https://arxiv.org/abs/2301.{n:05d} ,  {n}kb)\n" + "-" * 70
        for n in range(60)
    )

    def read() -> list[object]:
        reader = TextReader()
        return [p if isinstance(p, Note) else reader.decode(p) for p in reader.frame(Source("x.txt", stream=io.BytesIO(block.encode())))]

    whole = read()
    monkeypatch.setattr("paperconv.formats.text.reader.WINDOW", 4000)
    monkeypatch.setattr("paperconv.io.encoding.BLOCK", 1000)
    assert read() == whole
    assert len([x for x in whole if not isinstance(x, Note)]) == 60


def test_a_preposition_that_stuck_to_its_venue() -> None:
    """As Google Scholar prints it."""
    records, _ = read("1. He K, Zhang X. Deep residual learning. InProceedings of the IEEE conference on computer vision 2016 (pp. 770-778).\n")
    assert records[0].container_title == "Proceedings of the IEEE conference on computer vision"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("arXiv:2501.12948\n1706.03762v5\n10.1038/nature14539\ndoi:10.1145/3292500.3330701\nPMID: 26017442\n", ["2501.12948", "1706.03762", "10.1038/nature14539", "10.1145/3292500.3330701", "26017442"]),
        ("# To read\n\n10.1038/nature14539\nPMID: 26017442\n\narXiv:1706.03762\nhttps://arxiv.org/abs/1706.03762\n", ["10.1038/nature14539", "1706.03762"]),
        ("10.1038/nature14539", ["10.1038/nature14539"]),
    ],
)
def test_a_list_of_identifiers_has_a_paper_a_line_or_a_block(text: str, found: list[str]) -> None:
    assert [next(iter(r.identifiers.values())) for r in read(text)[0]] == found
