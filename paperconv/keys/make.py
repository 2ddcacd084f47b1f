"""The key of one record, before it is known which others there are."""

from paperconv.keys.known import KnownKeys
from paperconv.keys.pattern import NOT_KEY, Pattern, family, in_ascii, title_words, year
from paperconv.keys.unique import IDENTIFIERS, digest
from paperconv.model import Record, replace


class KeyMaker:
    """Decides how records are called: by the key that ``known`` has for the work, by ``pattern``, by their own id, in this order."""

    def __init__(self, pattern: str = "", known: KnownKeys | None = None) -> None:
        self.pattern, self.known = Pattern(pattern) if pattern else None, known

    def base(self, record: Record) -> tuple[str, bool]:
        """The key that a record would have if it were alone, and whether it must be kept."""
        if self.known is not None and (key := self.known.find(record)):
            return key, True
        if self.pattern is not None:
            return self.pattern(record) or named_key(record), False
        return base_key(record), False


def base_key(record: Record) -> str:
    """The key a record would have if it were alone: its own, made safe, or one made from it."""
    return NOT_KEY.sub("-", in_ascii(record.id)).strip("-") or "paper" if record.id else made_key(record)


def made_key(record: Record) -> str:
    """The key that is made from what a record says, whatever id it has: the pattern ``scholar``, without its detours."""
    name = family(record.author[0]).lower() if record.author else ""
    word = next(iter(title_words(record.title)), "").lower()
    return f"{name}{year(record) or ''}{word}" if word or name else named_key(record)


def named_key(record: Record) -> str:
    """The key of a record that has neither authors nor a title: an identifier, else a digest of what it says."""
    for kind in IDENTIFIERS:
        if value := record.identifiers.get(kind):
            return f"{kind}-" + NOT_KEY.sub("-", value.replace("/", "-"))
    return "paper-" + digest(record)[:8]


def is_given(record: Record) -> bool:
    """True where a record's id was its input's, and not made from it (as it is for a listing, which has none)."""
    return bool(record.id) and (record.origin.format not in ("", "text") or record.id != made_key(record))


def renew(before: Record, after: Record) -> Record:
    """``after`` with a new key, if the key of ``before`` was made from it: a repaired or joined record is called by what it says now."""
    if before.id and before.id != made_key(before):
        return after
    return replace(after, id=made_key(after))
