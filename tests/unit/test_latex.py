"""TeX text and the model's text."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperconv.markup import latex_decode
from paperconv.markup.latex import decode, decode_title, encode, encode_title
from paperconv.markup.latex_maths import is_formula


@pytest.mark.parametrize(("tex", "text"), [
    (r"{\'E}lise M{\"u}ller", "Élise Müller"),
    (r"{\L}ukasz Garc{\'\i}a Nguy{\~{\^e}}n", "Łukasz García Nguyễn"),
    (r"Radim {\v R}eh{\r u}{\v r}ek, {\c c}a va, \'{E}cole, P\"ackert", "Radim Řehůřek, ça va, École, Päckert"),
    (r"\ss{} \aa\ \o", "ß å ø"),
    ("A.~B. -- c --- ``d''", "A. B. – c — “d”"),
    (r"100\% of R\&D \#1 a\_b \$5", "100% of R&D #1 a_b $5"),
    (r"\textit{Natrix} {\em cetti} H\textsubscript{2}O \textbf{b}", "<i>Natrix</i> <i>cetti</i> H<sub>2</sub>O <b>b</b>"),
    (r"$O(N^2)$ and \(x_1\)", "$O(N^2)$ and $x_1$"),
    (r"The \TeX{} book", "The TeX book"),
    (r"\alpha \ensuremath{\leq} \ldots", "α≤ …"),
    (r"\mycmd{x} stays", r"\mycmd{x} stays"),
    ("two\n  lines", "two lines"),
])
def test_decode(tex: str, text: str) -> None:
    assert decode(tex) == text


@given(st.text(alphabet="ab -`'~$\\{}é\n", max_size=30))
def test_formulas_are_read_the_same_the_fast_way(tex: str) -> None:
    fast = latex_decode._formulas_only(tex)
    assert fast is None or fast == latex_decode._Decoder(tex, marked=False).text()


@pytest.mark.parametrize("tex", ["{" * 5000 + "x", "}" * 5000, r"\em" * 3000, r"\'" * 3000, r"\(" * 3000, "$" * 3001, r"\url{" * 3000, "\\", "{\\", "$\\"])
def test_any_text_is_decoded_in_little_time(tex: str) -> None:
    start = time.perf_counter()
    decode(tex)
    decode_title(tex)
    assert time.perf_counter() - start < 2


@pytest.mark.parametrize(("text", "tex"), [
    ("plain words, and 3 numbers.", "plain words, and 3 numbers."),
    ("100% of R&D #1 a_b", r"100\% of R\&D \#1 a\_b"),
    (r"\input{/etc/passwd}", r"{\textbackslash}input{\textbraceleft}/etc/passwd{\textbraceright}"),
    (r"\write18{ls} ~ ^", r"{\textbackslash}write18{\textbraceleft}ls{\textbraceright} {\textasciitilde} {\textasciicircum}"),
    (r"$\input{x}$", r"\${\textbackslash}input{\textbraceleft}x{\textbraceright}\$"),
    ("$x^{2$", r"\$x{\textasciicircum}{\textbraceleft}2\$"),
    ("between $5 and US$ 6", r"between \$5 and US\$ 6"),
    (r"$O(n \log n)$ time", r"{$O(n \log n)$} time"),
    ("a--b ''c''", "a-{}-b '{}'c'{}'"),
    ("zero\u200bwidth \x07 bell\nline", "zerowidth  bell line"),
    ("<i>E. coli</i> and <b>open", r"\textit{E. coli} and <b>open"),
    ("Łukasz ễ ≤ 中", r"Łukasz {\~{\^e}} {\ensuremath{\leq}} 中"),
])
def test_encode(text: str, tex: str) -> None:
    assert encode(text) == tex


def test_encode_to_ascii_leaves_what_has_no_tex() -> None:
    assert encode("Élise Łukasz – Колмогоров 中 é", ascii=True) == r"{\'E}lise {\L}ukasz -- Колмогоров 中 {\'e}"


@pytest.mark.parametrize(("title", "tex"), [
    ("Attention Is All You Need: BERT, $O(N^2)$ Costs and 100% of R&D", r"Attention Is All You Need: {BERT}, {$O(N^2)$} Costs and 100\% of {R\&D}"),
    ("DeepSeek-R1: Incentivizing Reasoning Capability in LLMs", "{DeepSeek-R1}: Incentivizing Reasoning Capability in {LLMs}"),
    ("Learning representations with Gaussian processes", "Learning representations with {Gaussian} processes"),
    ("ATTENTION IS ALL YOU NEED", "ATTENTION IS ALL YOU NEED"),
    ("BERT", "{BERT}"),
    ("A Survey of K-means and 3D Vision", "A Survey of {K-means} and {3D} Vision"),
    ('Birds of <span class="nocase">New Zealand</span> in Winter', "Birds of {New Zealand} in Winter"),
])
def test_capitals_of_a_title(title: str, tex: str) -> None:
    assert encode_title(title) == tex
    assert decode_title(tex) == title


@pytest.mark.parametrize(("tex", "title"), [
    ("{Bayesian} Methods", "Bayesian Methods"),
    ("A {B}ayesian View of {GPT}-4", 'A <span class="nocase">Bayesian</span> View of GPT-4'),
    ("{{中文标题}}", "中文标题"),
    ("{A Whole Title in Braces}", '<span class="nocase">A Whole Title in Braces</span>'),
])
def test_braces_of_a_title(tex: str, title: str) -> None:
    assert decode_title(tex) == title


@pytest.mark.parametrize("maths", [r"\frac{1}{2}", r"x_1^2", r"\left(x\right)", r"\mathcal{O}(n)", r"{\rm d}x", r"x_\text{max}", r"\{a\}", "x'"])
def test_formula(maths: str) -> None:
    assert is_formula(maths)


@pytest.mark.parametrize("maths", ["", " x", "a_b_c", r"x^2'", r"\frac{1}", r"\left(x", r"x\right)", r"\def\x{y}", r"\catcode`\%", "a & b", "%", "#1", "{", r"\}a\{",
                                   r"\csname foo\endcsname", r"\text{a_b}", r"\sum\input", "5 and US", r"\bf x"])
def test_no_formula(maths: str) -> None:
    assert not is_formula(maths)
