"""TeX text <-> the model's text (Unicode, CSL inline tags, maths between ``$``); knows no record."""

from paperconv.markup.latex_decode import decode, decode_marked
from paperconv.markup.latex_encode import clean, encode, encode_title
from paperconv.markup.protect import restore

__all__ = ["clean", "decode", "decode_title", "encode", "encode_title"]


def decode_title(tex: str) -> str:
    """A title's TeX as the model's text, in which braces that keep a capital live on as ``<span class="nocase">``.

    Braces that :func:`encode_title` would write again by itself leave no trace.
    """
    return restore(decode_marked(tex)) if "{" in tex else decode(tex)
