"""Invisible characters, which make a name look like another or reverse the text after it."""

from __future__ import annotations

import re

# Controls, soft hyphens, zero-width spaces, marks that change the writing direction, lone surrogates.
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]"
)


# https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters
DIRECTION = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def without_direction(text: str) -> str:
    """The string without marks that change the writing direction."""
    return DIRECTION.sub("", text)


def without_invisible(text: str) -> str:
    """The string without characters that can't be seen or stored."""
    return _INVISIBLE.sub("", text)
