"""Citation keys: made from the paper, safe in every client, the same tomorrow.

Without a pattern a key is the first author's family name, the year and the first word of the title that says something, in ASCII
lower case (as Google Scholar makes them): ``vaswani2017attention``. A record without a title is called by an identifier.
"""

from paperconv.keys.known import KnownKeys
from paperconv.keys.make import KeyMaker, base_key, is_given, made_key, renew
from paperconv.keys.pattern import PRESETS, Pattern
from paperconv.keys.unique import KeyList, tie_breaker

__all__ = ["PRESETS", "KeyList", "KeyMaker", "KnownKeys", "Pattern", "base_key", "is_given", "made_key", "renew", "tie_breaker"]
