"""Detects secret keys that are too easily guessed."""

from __future__ import annotations

import re
import zlib
from itertools import pairwise

MIN_CHARACTERS = 32  # characters
_MIN_KINDS = 10  # different characters
_MIN_STEPS = 8  # different distances between neighbouring characters: abcdef… has one
_MIN_PACKED_BYTES = 28  # bytes after compression
_WORDS = re.compile(
    r"password|passphrase|secret|change|replace|switchboard|admin|letmein|qwerty|example|test|default|key|me"
)


def weakness(key: str) -> str:
    """Why the key is weak; empty for a key such as `python -c "import secrets; print(secrets.token_hex(32))"` makes."""
    if len(key) < MIN_CHARACTERS:
        return f"it must have at least {MIN_CHARACTERS} characters"
    rest = _WORDS.sub("", key.casefold())
    steps = {ord(after) - ord(before) for before, after in pairwise(rest)}
    packed = len(zlib.compress(rest.encode("utf-8", "surrogatepass"), 9))
    if len(set(rest)) < _MIN_KINDS or len(steps) < _MIN_STEPS or packed < _MIN_PACKED_BYTES:
        return "it is easily guessed; make one with `python -c 'import secrets; print(secrets.token_hex(32))'`"
    return ""
