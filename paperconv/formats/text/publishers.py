"""Publishers with their places, and editors, in the text that says where a paper appeared."""

import re

from paperconv.authors.look import looks_like_authors
from paperconv.formats.text import people

PUBLISHER = re.compile(
    r"(?:(?P<place>[A-Z](?:(?![a-z]{3}\. [A-Z])[\w .,'’-]){2,40})\s?:\s*)?(?P<name>(?:[A-Z][\w.'’&-]*\s+(?:(?:of|and|&|for|the|de|der)\s+)*){0,6}"
    r"(?:Press|Publishers?|Publishing(?: Company| Co\.)?|Publications|Verlag|Springer(?:[- ]Verlag)?|Wiley(?:-\w+)?|"
    r"Elsevier|Routledge|McGraw[- ]Hill|IEEE|ACM|USENIX Association|Curran Associates|"
    r"Prentice[- ]Hall|Addison[- ]Wesley|O[’']Reilly(?: Media)?|Pearson|Birkhäuser|Kaufmann|Kluwer|North[- ]Holland|Association|Society|Books|"
    r"(?:Taylor|Chapman|Harper|Allen|Faber|Simon|Allyn|Rowman|Lea) (?:&|and) "
    r"(?:Francis|Hall|Row|Unwin|Faber|Schuster|Bacon|Littlefield|Febiger)|"
    r"Benjamins|Gruyter|(?<=for )Computational Linguistics|Teubner|Hanser|Dover)(?:,? (?:Inc|Ltd|Co|LLC)\b\.?|(?: and| &) [A-Z]\w+)?)"
    r"(?:,\s*(?P<behind>[A-Z][\w .,'’-]{1,40}))?\.?"
)
"""A publisher, with its place before or behind it: "Cambridge, MA: MIT Press", "Springer, Berlin"."""
_UPPER = r"[^\W\d_a-zß-öø-ÿа-яё]"
_PLACED = re.compile(
    rf"(?:^|(?<=[.,;)—–])\s+|(?<=[.,;)—–]))"
    rf"(?P<place>{_UPPER}[\w'’-]+\.?(?:[ -]{_UPPER}[\w.'’-]+){{0,2}}(?:, {_UPPER}[\w.]{{1,14}})?|М\.|Л\.|СПб\.|\[?[sS]\. ?l\.\]?)\s?:\s"
    rf"(?P<name>{_UPPER}[^.:;()\d]{{1,60}}?)[.,]?$"
)
_PLACE = re.compile(rf"{_UPPER}[\w .,'’-]{{1,40}}")
_BRACKET = re.compile(r"\s*\((?P<inner>[^()\d]{3,90}?)[\s,]*\)[.,]*\s*$")
_BORDER = re.compile(r"(?:(?<=[^\s.][^\s.][^\s][.,;)])|(?<=\d\d\.))\s+(?=[A-Z])")
_WORD = r"(?:eds?|editors?|hrsg|hg|orgs?|éds?|coords?|dirs?)"
_NAMES_FIRST = re.compile(rf"(.{{4,300}}?),?\s*(?:\(\s*{_WORD}\.?\s*\)|\[{_WORD}\.?\]|(?<=[,.])\s{_WORD}\b\.?)[.,:]*\s+(?=\S)", re.I)
_WORD_FIRST = re.compile(
    r"[,.;]?\s*\(?(?:\b(?:edited by|"
    r"ed\. by|eds?\.(?: by)?|hrsg\.? von|herausgegeben von|sous la dir(?:ection|\.) de|a cura di)|под ред\.)\s+(?=\S)", re.I
)
_WORD_LAST = re.compile(rf",?\s*\(?\b{_WORD}\b\.?\)?(?=[\s.,:;)(]|$)[.,:]?", re.I)
_PIECE = re.compile(r"[,.;(]\s*(?=\S)")


_JOURNAL_OF = re.compile(r"(?:Proc|Trans|Commun|J)\.?\s+(?:of\s+the\s+)?(?:IEEE|ACM)\.?", re.I)
"""What is a journal's name with its publisher's: "Proc. IEEE", "Commun. ACM"."""


def take_publisher(text: str, unlikely: bool) -> tuple[str, str, str]:
    """``text`` without the publisher that ends it (or is all of it), the publisher and its place.

    ``unlikely`` says that the text is rather the name of a journal or conference, so that nothing but a known publisher counts in it.
    """
    inner = _BRACKET.search(text)
    if inner is not None and (whole := _whole(inner["inner"])) and looks_like_authors(inner["inner"]) <= 0.7:
        return text[: inner.start()] + " " + text[inner.end() :], *whole
    if _JOURNAL_OF.fullmatch(text):
        return text, "", ""
    for start in (0, *(m.end() for m in _BORDER.finditer(text))):
        known = PUBLISHER.fullmatch(text, start)
        if known is not None and not (start == 0 and unlikely and not known["place"]):
            return text[:start], known["name"], (known["place"] or known["behind"] or "").strip(" ,.")
        name, colon, place = text[start:].strip(" .").partition(": ")
        if colon and PUBLISHER.fullmatch(name) and _PLACE.fullmatch(place):
            return text[:start], name, place
    m = _PLACED.search(text)
    if m is not None and not (m.start() == 0 and unlikely):
        return text[: m.start()], m["name"].strip(" ,"), m["place"]
    return text, "", ""


def _whole(text: str) -> tuple[str, str] | None:
    """Publisher and place in a bracket of a book or proceedings: "Springer, New York", "Oxford: Clarendon Press"."""
    text = text.strip(" ,")
    if (m := PUBLISHER.fullmatch(text)) is not None:
        return m["name"], (m["place"] or m["behind"] or "").strip(" ,.")
    if (m := _PLACED.fullmatch(text)) is not None:
        return m["name"].strip(" ,"), m["place"]
    words = text.split()
    if len(words) > 1 and all(w[0].isupper() or w in ("of", "and", "de", "for", "the", "&", "und") for w in words) and not text.isupper():
        name, _, place = text.partition(", ")
        return (name, place) if len(name.split()) > 1 else None
    return None


def take_editors(text: str) -> tuple[str, str]:
    """``text`` without the editors that a word names as such, and their names: "A. Poe (Ed.), Title", "Title, edited by A. Poe"."""
    if (m := _NAMES_FIRST.match(text)) is not None and looks_like_authors(m[1]) >= 0.4:
        return text[m.end() :], m[1].strip(" ,")
    if (m := _WORD_FIRST.search(text)) is not None:
        score, end, following = people.leading(text[m.end() :])
        names = text[m.end() : m.end() + end]
        if score < 0.7:
            cut = re.search(r"(?<![A-Z])[.,;]\s|\s*[()]|$", text[m.end() :])
            names, following = text[m.end() : m.end() + (cut.start() if cut else 0)], cut.end() if cut else 0
        if looks_like_authors(names) >= 0.4:
            opening = " (" if text[m.end() : m.end() + following].rstrip().endswith("(") else ". "
            return text[: m.start()] + opening + text[m.end() + following :].lstrip(" ,."), names.strip(" ,")
    for m in _WORD_LAST.finditer(text):
        for piece in _PIECE.finditer(text, 0, m.start()):
            names = text[piece.end() : m.start()].strip(" ,(")
            if people.leading(names)[1] >= len(names.rstrip(".")) and looks_like_authors(names) >= 0.4:
                return f"{text[: piece.start()]}. {text[m.end() :].lstrip(' ,.)')}", names
    return text, ""
