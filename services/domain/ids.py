"""Microsoft's ids of tenants and people, in the form in which they are compared and stored.

They are GUIDs, whose letters mean the same in either case: https://www.rfc-editor.org/rfc/rfc9562#section-4
"""

from __future__ import annotations

import re

_USABLE = re.compile(r"[a-z0-9-]{1,64}")
_BARE_GUID = re.compile(r"([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})")


def folded_id(text: str) -> str:
    """The id in lower case, without blanks or braces around it; empty if it can't be one.

    Only ASCII counts: a character that merely looks like such a letter, or becomes one in lower case, doesn't.
    """
    found = text.strip(" \t\r\n").removeprefix("{").removesuffix("}").strip(" ")
    low = found.lower() if found.isascii() else ""
    if not _USABLE.fullmatch(low):
        return ""
    return _BARE_GUID.sub(r"\1-\2-\3-\4-\5", low) if _BARE_GUID.fullmatch(low) else low
