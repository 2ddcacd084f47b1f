"""References rendered in real citation styles and read back: how many of their fields come out right.

``python -m tests.citations STYLE.csl… [--records FILE.json] [--show FIELD]`` prints for each style the share of records of which each field is
right, among those whose entry has it at all. The records are CSL-JSON (``tests/citations.json``: works of many kinds); ``pandoc`` renders them.
"""

import argparse
import html
import json
import re
import subprocess
import tempfile
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

from paperconv import api
from paperconv.model import Record

FIELDS = ("title", "author", "editor", "year", "container", "volume", "issue", "page", "publisher", "place", "id", "extra")
"""``author`` is the family names in their order; ``extra`` is right where a record has no field that its source has not."""
_ENTRY = re.compile(r'<div id="ref-([^"]+)" class="csl-entry"[^>]*>(.*?)</div>\s*(?=<div id="ref-|</div>\s*\Z)', re.S)
_PAGES = re.compile(r"[-–—]+")
_RECORDS = Path(__file__).with_name("citations.json")


def render(style: Path, records: Path) -> dict[str, str]:
    """The entry of each record in a style, by its id, as plain text on one line."""
    source = f'---\nbibliography: "{records}"\ncsl: "{style}"\nnocite: "@*"\nlang: en\n---\n'
    out = subprocess.run(["pandoc", "--citeproc", "-t", "html", "--wrap=none"], input=source, capture_output=True, text=True, check=False, timeout=120)
    entries = {}
    for m in _ENTRY.finditer(out.stdout):
        text = html.unescape(re.sub(r"<[^>]+>", "", re.sub(r"</div>\s*<div", "</div> <div", m[2])))
        entries[m[1]] = " ".join(text.replace("\u200b", "").split())
    return entries


def fold(text: object) -> str:
    """Letters and digits alone, without accents and case."""
    plain = unicodedata.normalize("NFKD", str(text or "").replace("&", "and"))
    return re.sub(r"[\W_]", "", "".join(c for c in plain if not unicodedata.combining(c))).lower()


def first_page(page: str) -> str:
    """The page on which it begins, for some styles print no other."""
    return fold(_PAGES.split(page)[0])


def right(item: dict[str, Any], entry: str, record: Record) -> dict[str, bool]:
    """For each field that the entry shows, whether the record has it right."""
    shown = fold(entry)
    told: dict[str, bool] = {}
    if fold(item["title"]) in shown:
        told["title"] = fold(record.title) == fold(item["title"])
    for role, names in (("author", record.author), ("editor", record.editor)):
        families = [fold(n.get("family") or n.get("literal")) for n in item.get(role, ())]
        families = families[: sum(f in shown for f in families)]
        read = [f for n in names if (f := fold(n.dropping_particle + n.non_dropping_particle + (n.family or n.literal))) not in ("others", "etal")]
        if families:
            told[role] = read == families or (read == families[: len(read)] and bool(read) and bool(re.search(r"et al|…|\. \. \.|and others|\bu\. a\.", entry)))
    if str(item["issued"]["date-parts"][0][0]) in entry:
        told["year"] = record.issued[:4] == str(item["issued"]["date-parts"][0][0])
    for field, key, value in (
        ("container", "container-title", record.container_title), ("volume", "volume", record.volume), ("issue", "issue", record.issue),
        ("publisher", "publisher", record.publisher), ("place", "publisher-place", record.publisher_place),
    ):  # fmt: skip
        if key in item and re.search(rf"\b{re.escape(item[key])}\b", entry, re.I):
            told[field] = fold(value) == fold(item[key])
        elif field == "container" and (short := item.get("container-title-short")) and short in entry:
            told[field] = fold(value) == fold(short)
    if "page" in item and first_page(item["page"]) in shown and re.search(rf"\b{item['page'].split('-')[0]}", entry):
        told["page"] = first_page(record.page) == first_page(item["page"])
    for key, kind in (("DOI", "doi"), ("ISBN", "isbn")):
        if key in item and fold(item[key]) in shown:
            told["id"] = fold(record.identifiers.get(kind)) == fold(item[key])
    pairs = (("volume", record.volume), ("issue", record.issue), ("page", record.page), ("container-title", record.container_title), ("editor", record.editor))
    told["extra"] = not any(value and key not in item for key, value in pairs if not (key == "container-title" and item["type"] in ("article", "webpage", "dataset")))
    return told


def measure(style: Path, records: list[dict[str, Any]], show: str = "") -> tuple[Counter[str], Counter[str], int, int]:
    """How often each field was right and how often it was there, the entries, and those that became one record each."""
    with tempfile.TemporaryDirectory() as folder:
        source, text = Path(folder, "records.json"), Path(folder, "list.txt")
        source.write_text(json.dumps(records), encoding="utf-8")
        entries = render(style, source)
        order = list(entries)
        text.write_text("".join(f"{e}\n" for e in entries.values()), encoding="utf-8")
        by_line: dict[int, Record] = {r.source.line: r for r in api.read(text) if r.source and r.source.line == r.source.end_line} if entries else {}
    good, there = Counter[str](), Counter[str]()
    by_id = {r["id"]: r for r in records}
    single = 0
    for line, key in enumerate(order, 1):
        record = by_line.get(line, Record(title="-"))
        single += line in by_line
        told = right(by_id[key], entries[key], record)
        there.update(told.keys())
        good.update(f for f, ok in told.items() if ok)
        for field, ok in told.items():
            if not ok and show in (field, "all"):
                print(f"  {field}: {entries[key]}\n      {_shown(record)}")
    return good, there, len(order), single


def _shown(r: Record) -> str:
    names = "; ".join(f"{n.given}/{n.family}{n.literal}" for n in r.author)
    rest = {k: v for k, v in (("vol", r.volume), ("iss", r.issue), ("pp", r.page), ("pub", r.publisher), ("place", r.publisher_place), ("note", r.note)) if v}
    return f"{r.title} | {names} | {r.issued} | {r.container_title} | {rest} {dict(r.extra)} {'ed=' + '; '.join(n.family or n.literal for n in r.editor) if r.editor else ''}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("styles", nargs="+", type=Path)
    parser.add_argument("--records", type=Path, default=_RECORDS)
    parser.add_argument("--show", default="", help="print the entries of which this field is wrong, or all")
    chosen = parser.parse_args()
    records = json.loads(chosen.records.read_text(encoding="utf-8"))
    print(f"{'':44}{'one':>5}" + "".join(f"{f[:6]:>7}" for f in FIELDS) + "    all")
    every, existing, entries, singles = Counter[str](), Counter[str](), 0, 0
    for style in chosen.styles:
        good, there, count, single = measure(style, records, chosen.show)
        every.update(good)
        existing.update(there)
        entries, singles = entries + count, singles + single
        print(_line(style.stem, good, there, count, single), flush=True)
    print(_line("all styles", every, existing, entries, singles))


def _line(name: str, good: Counter[str], there: Counter[str], count: int, single: int) -> str:
    cells = "".join(f"{100 * good[f] / there[f]:7.0f}" if there[f] else "      -" for f in FIELDS)
    return f"{name[:43]:44}{100 * single / max(count, 1):5.0f}{cells}{100 * good.total() / max(there.total(), 1):7.1f}"


if __name__ == "__main__":
    main()
