"""What a user may ask of an output: keys, order, fields, comparison, update; writers and readers of other packages."""

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import paperconv
from paperconv import OutputOptions
from paperconv.errors import OutputError, UsageError
from paperconv.formats.bibtex.update import entries
from paperconv.model import Name, Record

A = Record(id="roe2019one", title="One", author=(Name("Roe", "Jane"), Name("Doe", "John"), Name("Poe", "Edgar")), issued="2019", abstract="Said.", identifiers={"doi": "10.1000/a"})
B = Record(id="abe2021two", title="Two", author=(Name("Abe", "Kō"),), issued="2021-03", identifiers={"arxiv": "2103.00001"}, extra={"bibtex:file": "x.pdf"})
C = Record(id="zed", title="Three", author=(Name("Zed", "A."),))


def written(tmp_path: Path, records: list[Record], options: OutputOptions, to: str = "bibtex") -> str:
    out = tmp_path / "out"
    paperconv.write(records, out, to, options=options)
    return out.read_text(encoding="utf-8")


def keys(text: str) -> list[str]:
    return [e.record.id for e in entries(text)]


def test_order(tmp_path: Path) -> None:
    assert keys(written(tmp_path, [C, B, A], OutputOptions())) == ["zed", "abe2021two", "roe2019one"]
    assert keys(written(tmp_path, [C, B, A], OutputOptions(sort="key"))) == ["abe2021two", "roe2019one", "zed"]
    assert keys(written(tmp_path, [C, B, A], OutputOptions(sort="date"))) == ["roe2019one", "abe2021two", "zed"]


def test_fields(tmp_path: Path) -> None:
    text = written(tmp_path, [A, B], OutputOptions(fields=("title", "doi")))
    assert {line.split()[0] for line in text.split("\n") if " = " in line} == {"title", "doi", "key"}
    text = written(tmp_path, [A, B], OutputOptions(omit=("abstract", "url", "file", "eprint")))
    assert not any(word in text for word in ("abstract", "url", "file", "eprint", "archivePrefix"))
    assert "2103.00001" in written(tmp_path, [B], OutputOptions(fields=("arxiv",)))
    assert "https:" not in written(tmp_path, [B], OutputOptions(omit=("url",)), "csl-json")
    assert "https:" not in written(tmp_path, [B], OutputOptions(omit=("URL",)), "ris")
    with pytest.raises(UsageError, match="in --fields and in --omit"):
        written(tmp_path, [A], OutputOptions(fields=("title",), omit=("title",)))


def test_shape_of_bibtex(tmp_path: Path) -> None:
    text = written(tmp_path, [A], OutputOptions(max_authors=2, indent=4, field_order=("doi", "title")))
    assert text.split("\n")[1:4] == ["    doi      = {10.1000/a},", "    title    = {One},", "    author   = {Roe, Jane and Doe, John and others},"]
    assert "{\\=o}" in written(tmp_path, [B], OutputOptions(ascii=True))
    assert written(tmp_path, [A], OutputOptions(max_authors=1), "csl-json").count('"family"') == 3  # CSL cannot say that a list is cut
    with pytest.raises(UsageError, match="csl-json has no --indent"):
        written(tmp_path, [A], OutputOptions(indent=4), "csl-json")


def test_new_keys_and_their_map(tmp_path: Path) -> None:
    mapped = tmp_path / "keys.tsv"
    text = written(tmp_path, [A, B], OutputOptions(key="acl", key_map=str(mapped), sort="key"))
    assert keys(text) == ["abe-2021-two", "roe-etal-2019-one"]
    assert mapped.read_text(encoding="utf-8") == "roe2019one\troe-etal-2019-one\nabe2021two\tabe-2021-two\n"


def test_keys_of_yesterday_are_kept(tmp_path: Path) -> None:
    old = tmp_path / "old.bib"
    old.write_text("@misc{MyKey,\n doi = {10.1000/A}\n}\n@misc{abe-2021-two,\n title = {Something else}, year = 1999\n}\n", encoding="utf-8")
    assert keys(written(tmp_path, [A, B], OutputOptions(key="acl", keys_from=str(old)))) == ["MyKey", "abe-2021-twoa"]


def test_a_given_key_is_kept_before_one_that_was_made(tmp_path: Path) -> None:
    dump = tmp_path / "a.txt"
    dump.write_text("[1] Jane Roe. One. 2019.\n", encoding="utf-8")
    bib = tmp_path / "b.bib"
    bib.write_text("@misc{roe2019one,\n title = {One more}, year = 2019, author = {Roe, Zoe}, doi = {10.1000/z}\n}\n", encoding="utf-8")
    for inputs in ([dump, bib], [bib, dump]):
        paperconv.convert(inputs, tmp_path / "out.bib")
        found = {e.record.title: e.record.id for e in entries((tmp_path / "out.bib").read_text(encoding="utf-8"))}
        assert found["One more"] == "roe2019one"


@given(st.randoms())
def test_keys_do_not_depend_on_the_order(tmp_path_factory: pytest.TempPathFactory, rng: random.Random) -> None:
    folder = tmp_path_factory.mktemp("keys")
    records = [Record(title=f"Same {n % 3}", author=(Name("Roe", f"J{n}"),), issued="2020", note=str(n)) for n in range(12)]
    first = {e.record.note: e.record.id for e in entries(written(folder, records, OutputOptions(key="[auth:lower][year]")))}
    rng.shuffle(records)
    assert {e.record.note: e.record.id for e in entries(written(folder, records, OutputOptions(key="[auth:lower][year]")))} == first
    assert len(set(first.values())) == 12


def test_check_writes_nothing_and_tells_what_would_change(tmp_path: Path) -> None:
    out = tmp_path / "refs.bib"
    summary = paperconv.write([A], out, options=OutputOptions(check=True))
    assert list(summary.changes) == [str(out)]
    assert not out.exists()
    paperconv.write([A], out)
    assert not paperconv.write([A], out, options=OutputOptions(check=True)).changes
    difference = paperconv.write([C], out, options=OutputOptions(check=True)).changes[str(out)]
    assert "-@misc{roe2019one,\n" in difference
    assert "+@misc{zed,\n" in difference
    with pytest.raises(UsageError, match="needs a file"):
        paperconv.write([A], "-", options=OutputOptions(check=True))


OLD = """% My papers. Do not touch!
@string{jj = "Journal of Jokes"}
@comment{jabref-meta: x}

@ARTICLE { roe2019one ,
  author="Jane Roe and John Doe" , year=2019,
    title  = {{O}ne},   journal=jj,
  file = {:home/me.pdf:PDF},
  doi = "10.1000/a"}
between

@misc{other, title={Other  {thing}}, year = 2000 }
% the end"""


def test_update_leaves_the_rest_byte_for_byte(tmp_path: Path) -> None:
    out = tmp_path / "refs.bib"
    for old in (OLD, OLD.replace("\n", "\r\n"), OLD + "\n", "\ufeff" + OLD):
        out.write_bytes(old.encode())
        paperconv.write([A, B], out, options=OutputOptions(update=True))
        new = out.read_bytes().decode()
        start, end = old.index("@ARTICLE"), old.index('"10.1000/a"}') + len('"10.1000/a"}')
        assert new.startswith(old[:start] + "@article{roe2019one,")
        assert f"}}{old[end:]}" in new
        assert ("\r" in old) == ("\r" in new)
        assert new.count("\r\n") in (0, new.count("\n"))
        found = {e.record.id: e.record for e in entries(new)}
        assert list(found) == ["roe2019one", "other", "abe2021two"]
        assert found["roe2019one"].abstract == "Said."
        assert found["roe2019one"].container_title == "Journal of Jokes"
        assert found["roe2019one"].extra["bibtex:file"] == ":home/me.pdf:PDF"
        assert len(found["roe2019one"].author) == 3
        paperconv.write([A, B], out, options=OutputOptions(update=True))
        assert out.read_bytes().decode() == new


def test_update_with_what_is_there_changes_nothing(tmp_path: Path) -> None:
    out = tmp_path / "refs.bib"
    out.write_text(OLD, encoding="utf-8")
    paperconv.convert(out, out, "bibtex", options=OutputOptions(update=True))
    assert out.read_text(encoding="utf-8") == OLD


def test_update_finds_a_work_under_another_key_and_never_takes_the_key_of_another(tmp_path: Path) -> None:
    out = tmp_path / "refs.bib"
    out.write_text("@misc{mine, doi = {10.1000/A}, title = {First}}\n@misc{abe2021two, title = {Not it}, year = 1990}\n", encoding="utf-8")
    paperconv.write([A, B], out, options=OutputOptions(update=True))
    assert {e.record.id: e.record.title for e in entries(out.read_text(encoding="utf-8"))} == {"mine": "One", "abe2021two": "Not it", "abe2021twoa": "Two"}


def test_a_biblatex_file_stays_one(tmp_path: Path) -> None:
    out = tmp_path / "refs.bib"
    out.write_text("@online{other,\n  date = {2020-01},\n  title = {Other}\n}\n", encoding="utf-8")
    paperconv.write([B], out, options=OutputOptions(update=True))
    assert "= {2021-03}" in out.read_text(encoding="utf-8")


def test_what_cannot_be_updated_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"only a \.bib file"):
        paperconv.write([A], tmp_path / "x.json", options=OutputOptions(update=True))
    with pytest.raises(UsageError, match="--sort would move"):
        paperconv.write([A], tmp_path / "x.bib", options=OutputOptions(update=True, sort="key"))
    (tmp_path / "latin.bib").write_bytes(b"@misc{a, title = {\xe9}}")
    with pytest.raises(OutputError, match="not UTF-8"):
        paperconv.write([A], tmp_path / "latin.bib", options=OutputOptions(update=True))


def test_a_writer_and_a_reader_of_another_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "shouting.py").write_text(
        "from paperconv.formats.base import Item\nfrom paperconv.model import Record\n"
        "class Shout:\n    head, separator, foot, keyed, carries, extras = '', '\\n', '!\\n', True, frozenset({'title'}), ()\n    suffixes = ('.shout',)\n"
        "    def encode(self, record):\n        return record.title.upper()\n"
        "class Hear:\n    def frame(self, source):\n        yield Item(source.path, source.read(), 1, 1, 0)\n"
        "    def decode(self, item):\n        return Record(title=item.text.strip('!\\n').lower())\n", encoding="utf-8")  # fmt: skip
    info = tmp_path / "shouting-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: shouting\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text("[paperconv.writers]\nshout = shouting:Shout\nbroken = nowhere:Writer\n[paperconv.readers]\nshout = shouting:Hear\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    paperconv.write([A, C], tmp_path / "a.txt", "shout")
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "ONE\nTHREE!\n"
    paperconv.convert([tmp_path / "a.txt"], f"{tmp_path}/out/", "shout", "shout")
    assert (tmp_path / "out" / "a.shout").read_text(encoding="utf-8") == "ONE\nTHREE!\n"
    with pytest.raises(UsageError, match="cannot be used"):
        paperconv.write([A], tmp_path / "b", "broken")
    with pytest.raises(UsageError, match="no format is called"):
        paperconv.write([A], tmp_path / "b", "whisper")
