"""Words as Teams sends them, made plain."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

_BREAK = re.compile(r"<br\s*/?>|</(?:p|div|li|h[1-6]|tr)>", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:at|a|attachment|b|blockquote|code|codeblock|div|em|emoji|h[1-6]|hr|i|img|li|ol|p|pre|s|span|strong|table|tbody|td"
    r"|th|tr|u|ul)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
# Controls, soft hyphens, zero-width spaces, marks that turn the writing direction, lone surrogates.
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]"
)
_BLANKS = re.compile(r"[^\S\n]+")


def plain(text: str) -> str:
    """The string without characters that can't be seen or stored."""
    return _INVISIBLE.sub("", text)


def words(text: str, bot_names: Iterable[str] = ()) -> str:
    """What was typed: mentions of the bot taken out, other mentions kept as names, HTML and odd blanks made plain."""
    for name in bot_names:
        text = re.sub(rf"<at(?:\s[^<>]*)?>\s*{re.escape(name)}\s*</at>", " ", text, flags=re.IGNORECASE)
    text = untagged(_BREAK.sub("\n", text))
    lines = plain(html.unescape(text).replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    return "\n".join(_BLANKS.sub(" ", line).strip() for line in lines).strip()


def untagged(text: str) -> str:
    """The text without the tags that Teams formats messages with."""
    return _TAG.sub("", text)
