"""Which secret keys are too easily guessed to seal anything with."""

from __future__ import annotations

import re
import zlib
from itertools import pairwise

LEAST = 32  # characters
_LEAST_KINDS = 10  # different characters
_LEAST_STEPS = 8  # different distances from one character to the next: in abcdef… there is one
_LEAST_PACKED = 28  # bytes that are left when repetitions are packed together
_WORDS = re.compile(
    r"password|passphrase|secret|change|replace|switchboard|admin|letmein|qwerty|example|test|default|key|me"
)


def weakness(key: str) -> str:
    """Why the key is weak; empty for one that `python -c "import secrets; print(secrets.token_hex(32))"` could make."""
    if len(key) < LEAST:
        return f"it must have at least {LEAST} characters"
    rest = _WORDS.sub("", key.casefold())
    steps = {ord(after) - ord(before) for before, after in pairwise(rest)}
    packed = len(zlib.compress(rest.encode("utf-8", "surrogatepass"), 9))
    if len(set(rest)) < _LEAST_KINDS or len(steps) < _LEAST_STEPS or packed < _LEAST_PACKED:
        return "it is easily guessed; make one with `python -c 'import secrets; print(secrets.token_hex(32))'`"
    return ""
