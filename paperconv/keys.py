"""Citation keys: made from the paper, safe in every client, the same tomorrow.

A key is the first author's family name, the year and the first word of the title that says something, in ASCII lower case
(as Google Scholar makes them): ``vaswani2017attention``. A record without a title is called by an identifier.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec
from anyascii import anyascii

from paperconv.model import Record, replace
from paperconv.model.date import year
from paperconv.model.text import plain

_NOT_SAFE = re.compile(r"[^A-Za-z0-9]+")
_NOT_KEY = re.compile(r"[^A-Za-z0-9:._/+-]+")
_WORD = re.compile(r"[^\s:;,.!?()\[\]{}\"“”„«»/|]+")
_MATH = re.compile(r"\$[^$]*\$")
_SKIPPED = frozenset(
    "a an the on in of for to and or with from by at as is are towards toward der die das ein eine le la les un une el los las".split()
)
_IDENTIFIERS = ("arxiv", "doi", "pmid", "pmcid", "isbn")


def base_key(record: Record) -> str:
    """The key a record would have if it were alone: its own, made safe, or one made from it."""
    if record.id:
        return _NOT_KEY.sub("-", anyascii(record.id)).strip("-") or "paper"
    name = _ascii(record.author[0].literal or record.author[0].family or record.author[0].given) if record.author else ""
    when = year(record.issued)
    word = _title_word(record.title)
    if not word and not name:
        for kind in _IDENTIFIERS:
            if value := record.identifiers.get(kind):
                return f"{kind}-" + _NOT_KEY.sub("-", value.replace("/", "-"))
        return "paper-" + _digest(record)[:8]
    return f"{name}{when or ''}{word}"


def renew(before: Record, after: Record) -> Record:
    """``after`` with a new key, if the key of ``before`` was made from it: a repaired or joined record is called by what it says now."""
    if before.id and before.id != base_key(replace(before, id="")):
        return after
    return replace(after, id=base_key(replace(after, id="")))


def assign(entries: Sequence[tuple[str, str]]) -> list[str]:
    """Keys that differ without regard to case (BibTeX compares so), for ``(base key, tie-breaker)`` in the order of records.

    Of records with the same base the one with the smallest tie-breaker keeps it, the others get a, b, c … So the keys depend
    on the set of records alone, and not on their order.
    """
    groups: dict[str, list[int]] = defaultdict(list)
    for i, (base, _) in enumerate(entries):
        groups[base.lower()].append(i)
    keys = [base for base, _ in entries]
    taken = set(groups)
    for folded in sorted(g for g, members in groups.items() if len(members) > 1):
        number = 0
        for i in sorted(groups[folded], key=lambda i: entries[i][1])[1:]:
            while (key := keys[i] + _letters(number)).lower() in taken:
                number += 1
            taken.add(key.lower())
            keys[i] = key
    return keys


def tie_breaker(record: Record) -> str:
    """What orders records with the same base key, wherever they came from: identifiers, then the content."""
    known = [f"{k}:{record.identifiers[k]}" for k in _IDENTIFIERS if k in record.identifiers]
    return " ".join(known) + "\x00" + _digest(record)


def _letters(number: int) -> str:
    """0, 1, … 25, 26 -> a, b, … z, aa."""
    text = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(97 + rest) + text
    return text


def _ascii(text: str) -> str:
    return _NOT_SAFE.sub("", text if text.isascii() else anyascii(text)).lower()


def _title_word(title: str) -> str:
    for word in _words(title):
        key = _ascii(word)
        if key and key not in _SKIPPED:
            return key[:24]
    return ""


def _words(title: str) -> Iterable[str]:
    text = plain(title)
    return _WORD.findall(_MATH.sub(" ", text)) + _WORD.findall(text)


def _digest(record: Record) -> str:
    content = msgspec.json.encode(
        (record.title, [n.display() for n in record.author], record.issued, record.abstract, record.note, sorted(record.extra.items()))
    )
    return hashlib.blake2b(content, digest_size=12).hexdigest()
