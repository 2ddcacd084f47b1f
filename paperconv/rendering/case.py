"""Letter case as a style asks for it (CSL 1.0.2, "Text-case"); tags and what stands in ``nocase`` are left alone."""

import re

_STOP = frozenset(
    """about above across afore after against al along alongside amid amidst among amongst anenst apropos apud around as aside astride at athwart
atop barring before behind below beneath beside besides between beyond but by circa despite down during et except for forenenst from given in inside
into lest like modulo near next notwithstanding of off on onto out over per plus pro qua sans since than through thru throughout thruout till to
toward towards under underneath until unto up upon versus vs. v. vs v via vis-à-vis with within without or yet so and nor a an the de d' von van c
ca""".split()
)
"""Words that a title in English writes small: the list that Zotero and citeproc-js have."""
_PIECE = re.compile("[\ue000-\ue011]|[^\\s\ue000-\ue011–—.,;:!?/()\\[\\]‘’“”\"'-]+|.", re.S)
_NO_CASE_OPEN, _NO_CASE_CLOSE = "\ue00a\ue004\ue006\ue008", "\ue00b\ue005\ue007\ue009"


def cased(text: str, how: str, language: str) -> str:
    """``text`` in the case ``how`` (a value of CSL's text-case); title case is for English only."""
    if how == "title" and language != "en":
        return text
    pieces = _PIECE.findall(text)
    depth, first, after, unbroken = 0, True, False, True
    last = -1
    upper_only = how == "sentence" and text.upper() == text
    for at, piece in enumerate(pieces):
        if piece in _NO_CASE_OPEN:
            depth += 1
            continue
        if piece in _NO_CASE_CLOSE:
            depth = max(depth - 1, 0)
            continue
        if piece in "!?:":
            after = True
        if not piece[0].isalnum():
            unbroken = unbroken and piece.isspace()
            continue
        if not depth:
            before = pieces[at - 1] if at else ""
            following = pieces[at + 1] if unbroken and at + 1 < len(pieces) else ""
            apostrophe = before in "’'" and at > 1 and pieces[at - 2][-1:].isalnum() if before else False
            pieces[at] = _word(piece, how, first, after, following, apostrophe, upper_only)
            last = at
        else:
            last = -1
        first = after = False
    if how == "title" and last > 0 and pieces[last] in _STOP and len(pieces[last]) > 1:
        pieces[last] = _capital(pieces[last])
    return "".join(pieces)


def _word(word: str, how: str, first: bool, after: bool, following: str, apostrophe: bool, upper_only: bool) -> str:
    if how == "uppercase":
        return word.upper()
    if how == "lowercase":
        return word.lower()
    if how == "sentence":
        return _capital(word.lower()) if first else word.lower()
    if word != word.lower():
        return word
    if how == "capitalize-first":
        return _capital(word) if first else word
    if how == "capitalize-all":
        return word if apostrophe else _capital(word)
    wanted = first or after or following == "-" or (len(word) > 1 and word not in _STOP)
    return _capital(word) if wanted and not apostrophe else word


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]
