"""Another value of a member in the text of a JSON object, in the manner of the text."""

import json
import re
from typing import Any

_SPACE = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder()


def with_member(text: str, name: str, value: Any) -> str | None:
    """The text of an object with another ``value`` of its member ``name``; None where it has none, or the text is no object.

    Values that stand on several lines are written so, with the indent of the text; what is ASCII stays so.
    """
    at = _after(text, 0)
    if text[at : at + 1] != "{":
        return None
    at = _after(text, at + 1)
    while text[at : at + 1] == '"':
        try:
            key, at = _DECODER.raw_decode(text, at)
            start = _after(text, _after(text, at) + 1)
            _, end = _DECODER.raw_decode(text, start)
        except ValueError:
            return None
        if key == name:
            return text[:start] + _written(value, text, start, end) + text[end:]
        at = _after(text, end)
        at = _after(text, at + 1)
    return None


def _written(value: Any, text: str, start: int, end: int) -> str:
    old = text[start:end]
    ascii = text.isascii()
    if "\n" not in old:
        tight = not re.search(r'":\s|,\s', old)
        return json.dumps(value, ensure_ascii=ascii, separators=(",", ":") if tight else (", ", ": "))
    line = text[text.rfind("\n", 0, start) + 1 : start]
    base = line[: len(line) - len(line.lstrip())]
    inner = re.search(r"\n([ \t]*)", old)
    step = inner[1][len(base) :] if inner and inner[1].startswith(base) else ""
    return json.dumps(value, ensure_ascii=ascii, indent=step or "  ").replace("\n", "\n" + base)


def _after(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at
