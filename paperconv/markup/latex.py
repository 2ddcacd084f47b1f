"""TeX text <-> the model's text (Unicode, CSL inline tags, maths between ``$``); knows no record."""

from functools import lru_cache
from typing import Any

from paperconv.markup.latex_decode import decode, decode_marked, is_tex
from paperconv.markup.latex_encode import clean, encode, encode_title, paired, pieces
from paperconv.markup.protect import restore

__all__ = ["as_plain", "clean", "decode", "decode_title", "encode", "encode_title", "is_tex", "paired", "pieces"]


def decode_title(tex: str) -> str:
    """A title's TeX as the model's text, in which braces that keep a capital live on as ``<span class="nocase">``.

    Braces that :func:`encode_title` would write again by itself leave no trace.
    """
    return restore(decode_marked(tex)) if "{" in tex else decode(tex)


def as_plain(text: str) -> str:
    """The model's text with its formulas in plain Unicode (``$\\alpha^2$`` -> ``α^2``), for formats that have no maths. Tags stay."""
    if "$" not in text:
        return text
    return "".join(_formula_as_text(piece) if kind == "maths" else piece for kind, piece in pieces(text))


@lru_cache(maxsize=4096)
def _formula_as_text(formula: str) -> str:
    return str(_to_text().latex_to_text(f"${formula}$"))


@lru_cache(maxsize=1)
def _to_text() -> Any:
    from pylatexenc.latex2text import LatexNodes2Text

    return LatexNodes2Text(math_mode="text", keep_comments=True)
