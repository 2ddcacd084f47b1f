"""Entries with a comma too many or too few, or without a key: slips that leave no doubt of what was meant."""

import re

from paperconv.patterns import pattern

_TOKEN = pattern(r'\\.|[{}",]|[^\\{}",]+', re.S)
_FIELD = pattern(r"\s*[A-Za-z][\w:.+-]*\s*=")
_HEAD = pattern(r"@\w*\s*\{")
_NEXT_BLOCK = pattern(r"\n[ \t]*@\w+[ \t]*[{(]")


def whole_block(text: str, start: int) -> str:
    """The block that begins at ``start``, up to the brace that closes it; "" where none does before the next block begins."""
    following = _NEXT_BLOCK.search(text, start + 1)
    end = following.start() if following else len(text)
    depth = 0
    for match in re.compile(r"(?<!\\)[{}]").finditer(text, start, end):
        depth += 1 if match[0] == "{" else -1
        if depth == 0:
            return text[start:match.end()]
    return ""


def mended(block: str) -> str:
    """``block`` with one comma between any two fields, and one after the (maybe missing) key; its lines stay where they are."""
    head = _HEAD.match(block)
    if head is None:
        return block
    parts = [head[0]]
    if _FIELD.match(block, head.end()):
        parts.append(",")  # no key
    depth, quoted, comma, closed = 1, False, False, False
    for match in _TOKEN.finditer(block, head.end()):
        token = match[0]
        outside = depth == 1 and not quoted
        if outside and token == ",":
            parts.append(" " if comma else ",")
            comma, closed = True, False
            continue
        if outside and closed and _FIELD.match(token):
            parts.append(",")
        if token == "{":
            depth += 1
        elif token == "}":
            depth -= 1
        elif token == '"' and depth == 1:
            quoted = not quoted
        parts.append(token)
        if not token.isspace():
            comma = False
            closed = depth == 1 and not quoted and token in ("}", '"')
    return "".join(parts)
