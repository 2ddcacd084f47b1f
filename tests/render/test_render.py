"""paperconv render: bibliographies in CSL styles, as text, HTML and Markdown."""

import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import paperconv
from paperconv import api
from paperconv.diagnostics import Diagnostic
from paperconv.errors import InputError, UsageError
from paperconv.formats.csl.mapping import csl_item
from paperconv.model import Name, Record, replace
from paperconv.rendering import BODY, entries, load, shipped, styles
from paperconv.rendering.case import cased
from paperconv.rendering.elements import last_page
from paperconv.rendering.names import initials
from paperconv.rendering.sorting import collation
from paperconv.rendering.text import Quotes, read, tidy, write
from tests.formats.test_writers import RECORDS

HERE = Path(__file__).parent
ENGLISH = Quotes(("“", "”"), ("‘", "’"), inside=True)
HOSTILE = r"""<script>alert("x")</script> & &amp; <i>open <b>wrong</i> <img src=x onerror=y> </div> *e* _s_ `c` [l](http://x) ![i](x) <!-- {.c} $x$ \input{a} @x #"""
PARTS = ("title", "container_title", "publisher", "publisher_place", "volume", "issue", "page", "number", "note", "abstract", "edition", "genre", "url", "event_title")
MORE = [
    Record(id="sorted", type="book", title="A book", author=(Name(family="Ábel", given="Zoë"),), editor=(Name(family="Roe", given="Jane"),), issued="1999", publisher="P"),
    Record(id="twice-a", type="article-journal", title="First of the year?", author=(Name(family="Roe", given="Jane"),), issued="2020", container_title="J", page="1-29"),
    Record(id="twice-b", type="article-journal", title="Second “of” the year", author=(Name(family="Roe", given="Jane"),), issued="2020", container_title="J", page="123-125"),
    Record(id="chinese", type="article-journal", title="论文", author=(Name(family="张", given="三"), Name(literal="DeepSeek-AI")), issued="2021-03", container_title="学报"),
    Record(id="markup", type="article-journal", title='The <i>Drosophila</i> gene: H<sub>2</sub>O, x<sup>2 n</sup> and "quotes"', author=(
        Name(family="Waals", given="Johannes Diderik", non_dropping_particle="van der"), Name(family="King", given="Martin Luther", suffix="Jr."),
        Name(given="Zhen", lost="family")), issued="2019-05-02", container_title="Physics", volume="7", issue="1-2", identifiers={"doi": "10.1/a..b"}),
    Record(id="nobody", type="webpage", title="No author here", issued="2001", url="https://example.org/a_b"),
    Record(id="undated", type="thesis", title="A thesis", author=(Name(family="Roe", given="Jean-Paul"),), publisher="University"),
    Record(id="range", type="paper-conference", title="A talk", author=(Name(family="Doe", given="J. R."),), issued="2020-05-30/2020-06-02", container_title="Proceedings"),
]  # fmt: skip
ALL = [*RECORDS, *MORE]


def rendered(records: list[Record], style: str, kind: str = "text", locale: str = "") -> list[str]:
    return [text for _, text in entries([csl_item(r) for r in records], load(style, locale), BODY[kind].kind)]


@pytest.mark.parametrize("style", shipped())
def test_golden(style: str, golden: bool) -> None:
    path = HERE / "golden" / f"{style}.txt"
    text = "\n".join(rendered(ALL, style)) + "\n"
    if golden:
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize(("kind", "suffix"), [("html", "html"), ("markdown", "md")])
def test_golden_markup(kind: str, suffix: str, golden: bool) -> None:
    path = HERE / "golden" / f"apa.{suffix}"
    text = "\n".join(rendered(ALL, "apa", kind)) + "\n"
    if golden:
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def hostile(text: str) -> Record:
    names = (Name(family=text, given=text), Name(literal=text))
    record = Record(id=text, type="article-journal", author=names, editor=names, issued="2020", identifiers={"doi": "10.1/" + text})
    return replace(record, **dict.fromkeys(PARTS, text))


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: set[tuple[str, tuple[tuple[str, str | None], ...]]] = set()
        self.depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add((tag, tuple(attrs)))
        self.depth += 1

    def handle_endtag(self, tag: str) -> None:
        self.depth -= 1


@pytest.mark.parametrize("style", shipped())
def test_no_field_becomes_html(style: str) -> None:
    tags = Tags()
    tags.feed("".join(rendered([hostile(HOSTILE)], style, "html")))
    assert tags.seen <= {(t, ()) for t in ("i", "b", "sup", "sub", "u")} | {("span", (("style", "font-variant:small-caps;"),))}
    assert tags.depth == 0


@given(st.text(st.sampled_from("<>&/ibspan\"'*_[]()`\\^~$!-.,:;? \ue000\ue00e\ue101abc"), max_size=40))
def test_what_is_no_tag_is_escaped(text: str) -> None:
    page = write(tidy(read(text), ENGLISH), "html", ENGLISH)
    tags = Tags()
    tags.feed(page)
    tags.close()
    assert tags.seen <= {(t, ()) for t in ("i", "b", "sup", "sub", "u")}
    assert not re.search(r"&(?!amp;|lt;|gt;)", page)
    assert not re.search("[\ue000-\uf8ff]", page)


def test_pandoc_reads_the_markdown_as_text() -> None:
    if shutil.which("pandoc") is None:
        pytest.skip("pandoc is not installed")
    record = Record(id="a", type="webpage", title=HOSTILE, issued="2020")
    [markdown], [text] = rendered([record], "apa", "markdown"), rendered([record], "apa")
    said = subprocess.run(["pandoc", "-f", "markdown-smart", "-t", "plain", "--wrap=none"], input=markdown, capture_output=True, text=True, check=True).stdout
    assert said.replace("_", "").split() == text.replace("_", "").split()


def test_an_entry_a_record_in_the_order_of_the_style(tmp_path: Path) -> None:
    paperconv.write(ALL, tmp_path / "all.jsonl", "jsonl")
    found: list[Diagnostic] = []
    done = paperconv.render(tmp_path / "all.jsonl", "apa", tmp_path / "refs.html", on_diagnostic=found.append)
    page = (tmp_path / "refs.html").read_text(encoding="utf-8")
    assert page.count('<div class="csl-entry">') == done.totals.written == len(ALL)
    assert not [d for d in found if d.code == "PC902"]
    assert page.index("Ábel") < page.index("Roe, J. (2020a)") < page.index("Roe, J. (2020b)")
    paperconv.render(tmp_path / "all.jsonl", "vancouver", tmp_path / "refs.md")
    assert (tmp_path / "refs.md").read_text(encoding="utf-8").startswith("1\\. ")


def test_the_words_of_a_locale() -> None:
    [text] = rendered([Record(id="a", type="book", title="Ein Titel", author=tuple(Name(family=f, given="X.") for f in "AB"), issued="2020-03-01")], "harvard", locale="de")
    assert "A, X. und B, X. (2020)" in text
    [text] = rendered([Record(id="a", type="article-journal", title="Un titre", issued="2020-03/2020-04")], "ieee", locale="fr-FR")
    assert "mars" in text
    assert "avr." in text


def test_an_unknown_style_says_which_are_near_and_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(styles, "_installed", lambda: ())
    with pytest.raises(UsageError, match=r"'iee'; did you mean ieee\? .*pip install 'paperconv\[styles\]'"):
        load("iee")
    with pytest.raises(UsageError, match=r"'zzz'; known are .*apa, .*ieee"):
        load("zzz")
    with pytest.raises(UsageError, match="no locale is called 'en-XX'; did you mean en-"):
        load("apa", "en-XX")
    with pytest.raises(InputError, match=r"no-such.csl: No such file"):
        load("no-such.csl")
    with pytest.raises(UsageError, match="cannot be written as pdf"):
        api.render("x.bib", "apa", to="pdf")


def test_styles_from_files(tmp_path: Path) -> None:
    head = '<style xmlns="http://purl.org/net/xbiblio/csl" class="note" version="1.0"><info><title>t</title>'
    parent = '<link rel="independent-parent" href="http://www.zotero.org/styles/ieee"/>'
    (tmp_path / "child.csl").write_text(f"{head}{parent}</info></style>", encoding="utf-8")
    assert rendered(MORE, str(tmp_path / "child.csl")) == rendered(MORE, "ieee")
    for name, text, why in (
        ("cites.csl", f'{head}</info><citation><layout><text value="x"/></layout></citation></style>', "has no bibliography"),
        ("page.csl", "<html/>", "is no CSL style"), ("broken.csl", "<style", "is no CSL style"),
        ("lost.csl", f'{head}</info><bibliography><layout><text macro="x"/></layout></bibliography></style>', "calls a macro 'x' that it does not have"),
        ("circle.csl", f'{head}</info><macro name="x"><text macro="y"/></macro><macro name="y"><text macro="x"/></macro></style>', "its macro 'x' calls itself"),
        ("bomb.csl", '<!DOCTYPE x [<!ENTITY a SYSTEM "/etc/passwd">]><html>&a;</html>', "is no CSL style"),
    ):  # fmt: skip
        (tmp_path / name).write_text(text, encoding="utf-8")
        with pytest.raises(InputError, match=why):
            load(str(tmp_path / name))


def test_what_a_style_asks_for_and_does_not_get_is_said(tmp_path: Path) -> None:
    layout = '<layout><text variable="title" display="block"/></layout>'
    style = '<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0"><info><title>t</title></info>'
    (tmp_path / "odd.csl").write_text(f"{style}<citation>{layout}</citation><bibliography>{layout}</bibliography></style>", encoding="utf-8")
    paperconv.write([*MORE, Record(id="untitled", issued="2020")], tmp_path / "all.jsonl", "jsonl")
    found: list[Diagnostic] = []
    done = paperconv.render(tmp_path / "all.jsonl", str(tmp_path / "odd.csl"), tmp_path / "out.txt", on_diagnostic=found.append)
    said = [d.message for d in found if d.code == "PC902"]
    assert said == ["its blocks and indents are not laid out (display)", "the style prints nothing of this record"]
    assert done.totals.written == len(MORE)
    assert (tmp_path / "out.txt").read_text(encoding="utf-8").splitlines()[0] == "A book"


def test_affixes_of_names_stand_around_each(tmp_path: Path) -> None:
    layout = '<layout><names variable="author"><name prefix="[" suffix="]" delimiter=", " et-al-min="3" et-al-use-first="2"/></names></layout>'
    style = '<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0"><info><title>t</title></info>'
    (tmp_path / "a.csl").write_text(f"{style}<citation>{layout}</citation><bibliography>{layout}</bibliography></style>", encoding="utf-8")
    names = [Name(family=f, given="X") for f in "ABC"]
    assert rendered([Record(author=tuple(names[:2])), Record(author=tuple(names))], str(tmp_path / "a.csl")) == ["[X A], [X B]", "[X A], [X B], et al."]


@pytest.mark.parametrize(("given_name", "mark", "hyphen", "whole", "expected"), [
    ("Jean-Paul", ". ", True, False, "J.-P."), ("Jean-Paul", ". ", False, False, "J. P."), ("John R.", "", True, False, "JR"), ("三", ". ", True, False, "三"),
    ("J.R.", ". ", True, False, "J. R."), ("Иван Петрович", ". ", True, False, "И. П."), ("John R", ". ", True, True, "John R."), ("C.-P.", ". ", True, False, "C.-P."),
    ("A. Yu.", "", True, False, "AYu"), ("Yuri", ". ", True, False, "Y."), ("Mary-Jane K", "", True, False, "M-JK"),
])  # fmt: skip
def test_initials(given_name: str, mark: str, hyphen: bool, whole: bool, expected: str) -> None:
    assert initials(given_name, mark, hyphen, not whole) == expected


@pytest.mark.parametrize(("text", "how", "expected"), [
    ("the art of war", "title", "The Art of War"), ("a test: of iPods and x-rays", "title", "A Test: Of iPods and x-Rays"), ("DNA AND ME", "sentence", "Dna and me"),
    ("one two", "capitalize-first", "One two"), ("one two", "uppercase", "ONE TWO"), ("what it is about", "title", "What It Is About"),
])  # fmt: skip
def test_case(text: str, how: str, expected: str) -> None:
    assert cased(text, how, "en") == expected
    assert how != "title" or cased(text, how, "de") == text


@pytest.mark.parametrize(("first", "last", "form", "expected"), [
    ("1", "29", "minimal-two", "29"), ("321", "328", "minimal", "8"), ("321", "328", "minimal-two", "28"), ("321", "8", "expanded", "328"), ("101", "108", "chicago", "8"),
    ("100", "104", "chicago", "104"), ("1536", "1538", "chicago", "38"), ("S1", "S12", "minimal", "S12"), ("321", "8", None, "8"), ("i", "ix", "minimal", "ix"),
])  # fmt: skip
def test_page_ranges(first: str, last: str, form: str | None, expected: str) -> None:
    assert last_page(first, last, form) == expected


@pytest.mark.parametrize(("parts", "expected"), [
    ("A “b”|.", "A “b.”"), ("Why?|.", "Why?"), ("Jr.|.|, x", "Jr., x"), ("say \"it's 'so'\"", "say “it’s ‘so’”"), ("a |  b", "a b"), ("x:|: y", "x: y"),
    ('He said "no"|, and', "He said “no,” and"), ("rock 'n' roll", "rock ‘n’ roll"), ("90's", "90’s"), ("What ..., then|.", "What ..., then."), ("Oh!|?", "Oh!?"),
])  # fmt: skip
def test_punctuation_meets_at_the_seams_only(parts: str, expected: str) -> None:
    assert write(tidy("".join(map(read, parts.split("|"))), ENGLISH), "text", ENGLISH) == expected


def test_accents_come_after_plain_letters_and_numbers_before() -> None:
    words = ["Zoe", "Øster", "Abel", "Ábel", "10", "9", "de la Cruz", "Oster"]
    assert sorted(words, key=collation) == ["9", "10", "Abel", "Ábel", "de la Cruz", "Oster", "Øster", "Zoe"]
