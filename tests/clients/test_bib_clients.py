"""The real programs take what is written: BibTeX, biber and pandoc, each where it is installed."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from paperconv.formats.bibtex.writer import BiblatexWriter, BibtexWriter
from paperconv.model import ArxivInfo, Name, Record

HOSTILE = r"100% of $5 & a_b # ~ ^ {x} \input{/etc/passwd} $\write18{ls}$ $x^{2$ }{ @misc{foo, '' -- <b>"
RECORDS = (
    Record(id="vaswani2017", title="Attention Is All You Need: BERT and $O(N^2)$", issued="2017-06-12", identifiers={"arxiv": "1706.03762"},
           author=(Name(family="Vaswani", given="Ashish"), Name(literal="Barnes and Noble, Inc."), Name(literal="others")), arxiv=ArxivInfo(7, "cs.CL")),
    Record(id="journal", type="article-journal", title=HOSTILE, container_title="Astronomy & Astrophysics", volume="7", issue="1", page="1-29", issued="2012-09",
           author=(Name(family="Erdős", given="Pál"), Name(family="Berg", given="Jan", non_dropping_particle="van der", suffix="Jr."), Name(given="Zhen", lost="family")),
           abstract=HOSTILE, note=HOSTILE, identifiers={"doi": "10.1000/a_b"}),
    Record(id="meeting", type="paper-conference", title="A talk", container_title="Proceedings of R&D", issued="2001", author=(Name(literal="Sukarno"),)),
    Record(id="bare", abstract="We show it: " + HOSTILE, issued="2020"),
    Record(id="abstract-only", abstract="Nothing else."),
    Record(id="percent", type="article-journal", title="Percent", container_title="J", issued="2020", author=(Name(family="Roe", given="J."),),
           identifiers={"doi": "10.1000/a%20b#c_d&e~f"}, url="https://example.org/a%20b#c_d&e~f"),
    Record(id="film", type="motion_picture", title="Film", issued="2020", author=(Name(family="Roe", given="J."),),
           identifiers={"doi": "10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O", "pmid": "123"}),
)


def run(*command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=120, check=False)


def write(folder: Path, writer: BibtexWriter | BiblatexWriter) -> None:
    (folder / "x.bib").write_text(writer.head + writer.separator.join(writer.encode(r) for r in RECORDS) + writer.foot, encoding="utf-8")


@pytest.mark.parametrize("style", ["plain", "unsrt", "alpha"])
@pytest.mark.parametrize("ascii", [False, True])
def test_bibtex_says_nothing(tmp_path: Path, style: str, ascii: bool) -> None:
    write(tmp_path, BibtexWriter(ascii=ascii))
    (tmp_path / "x.aux").write_text(f"\\citation{{*}}\n\\bibstyle{{{style}}}\n\\bibdata{{x}}\n")
    done = run("bibtex", "x", cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    assert "Warning" not in done.stdout
    assert (tmp_path / "x.bbl").read_text(encoding="utf-8").count("\\bibitem") == len(RECORDS)


@pytest.mark.parametrize("style", ["plain", "plainurl"])
def test_pdflatex_typesets_it_and_nothing_is_executed(tmp_path: Path, style: str) -> None:
    write(tmp_path, BibtexWriter())
    if style == "plainurl" and not run("kpsewhich", "plainurl.bst", cwd=tmp_path).stdout:
        pytest.skip("plainurl.bst is not installed")
    (tmp_path / "x.tex").write_text(
        "\\documentclass{article}\\usepackage[T1]{fontenc}\\usepackage[utf8]{inputenc}\\usepackage{amsmath,amssymb,textcomp,url,hyperref}"
        "\\begin{document}\\nocite{*}\\bibliographystyle{" + style + "}\\bibliography{x}\\end{document}")
    latex = ("pdflatex", "-no-shell-escape", "-interaction=nonstopmode", "x.tex")
    run(*latex, cwd=tmp_path)
    run("bibtex", "x", cwd=tmp_path)
    run(*latex, cwd=tmp_path)
    run(*latex, cwd=tmp_path)
    log = (tmp_path / "x.log").read_text(encoding="utf-8", errors="replace")
    assert "\n! " not in log
    assert "runsystem" not in log


@pytest.mark.parametrize("writer", [BibtexWriter(), BiblatexWriter()])
def test_biber_reads_all(tmp_path: Path, writer: BibtexWriter) -> None:
    write(tmp_path, writer)
    done = run("biber", "--tool", "--output-file=o.bib", "x.bib", cwd=tmp_path)
    assert not re.search(r"^(ERROR|WARN)", done.stdout, re.M), done.stdout
    assert (tmp_path / "o.bib").read_text(encoding="utf-8").count("\n@") + 1 >= len(RECORDS)


@pytest.mark.parametrize(("writer", "format"), [(BibtexWriter(), "bibtex"), (BiblatexWriter(), "biblatex")])
def test_pandoc_reads_all(tmp_path: Path, writer: BibtexWriter, format: str) -> None:
    write(tmp_path, writer)
    done = run("pandoc", "-f", format, "-t", "csljson", "x.bib", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count('"id":') == len(RECORDS)
