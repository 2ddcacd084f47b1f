"""What mail and chats put before each line: the signs of a quotation (RFC 3676, 4.5), the time and who speaks."""

import re
from collections import Counter

_SIGN = re.compile(r"^[ \t]{0,3}>(?:[ \t]?>)*(?:[ \t]+|$)", re.M)
_SPOKEN = re.compile(
    r"^(?:\[?(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?[ T])?\d{1,2}:\d{2}(?::\d{2})?(?:[ \u202f]?[AaPp]\.?[Mm]\.?)?\]?)"
    r"[ ]*(?:- )?<?([^\W\d_][\w .@-]{0,30}?)(?:>|:)[ ]+",
    re.M,
)
"""A line of a chat: "[10:02] Anna: …", "12/31/23, 10:02 - Anna: …", "10:02 <anna> …"."""
_LINE = re.compile(r"^.*\S.*$", re.M)
_SIGNS, _TURNS = 2, 2


def without(text: str) -> str:
    """``text`` with spaces for signs of quotation and a bullet for who speaks; all else stays at its place."""
    if ">" in text and len(_SIGN.findall(text)) >= _SIGNS:
        text = _SIGN.sub(lambda m: " " * len(m[0]), text)
    if ":" in text and (speakers := Counter(m[1] for m in _SPOKEN.finditer(text))):
        said = speakers.total()
        if speakers.most_common(1)[0][1] >= _TURNS and len(speakers) * _TURNS <= said + 1 and said * 2 >= sum(1 for _ in _LINE.finditer(text)):
            text = _SPOKEN.sub(lambda m: "- ".rjust(len(m[0])), text)
    return text

