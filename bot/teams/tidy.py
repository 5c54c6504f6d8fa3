"""Turns text as Teams sends it into plain text."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from services.domain.invisible import without_invisible

# A table's cells become separated by tabs, like those of a spreadsheet pasted as text.
_FIRST_CELL = re.compile(r"(<tr(?:\s[^<>]*)?>\s*)<t[dh](?:\s[^<>]*)?>", re.IGNORECASE)
_CELL = re.compile(r"<t[dh](?:\s[^<>]*)?/?>", re.IGNORECASE)
# An emoji or sticker is an image in HTML, but isn't meant as a picture.
_PICTURE = re.compile(r"<img(?:\s(?![^<>]*(?:emoji|emoticon|schema\.skype\.com/Emoji))[^<>]*)?/?>", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>|</(?:p|div|li|h[1-6]|tr)>", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:at|a|attachment|b|blockquote|caption|code|codeblock|col|colgroup|div|em|emoji|h[1-6]|hr|i|img|li|ol|p|pre|s"
    r"|span|strong|table|tbody|td|tfoot|th|thead|tr|u|ul)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
# How a reply names its message: in the text as an empty tag, in the HTML copy with the message's first words.
_QUOTED = re.compile(r"<quoted\s[^<>]*?messageid\s*=\s*[\"']?([^\"'\s<>/]+)[^<>]*>", re.IGNORECASE)
_QUOTE = re.compile(
    r"</?quoted(?:\s[^<>]*)?/?>|<blockquote\s[^<>]*schema\.skype\.com/Reply[^<>]*>.*?</blockquote>",
    re.IGNORECASE | re.DOTALL,
)
# How a mention is written in a message's text, and in its HTML copy.
_MENTIONS = (
    r"<at(?:\s[^<>]*)?>\s*{name}\s*</at>",
    r"<span\s[^<>]*schema\.skype\.com/Mention[^<>]*>\s*{name}\s*</span>",
)
_BLANKS = re.compile(r"[^\S\n\t]+")


def plain(text: str) -> str:
    """The text without characters that can't be seen or stored."""
    return without_invisible(text)


def words(text: str, bot_names: Iterable[str] = ()) -> str:
    """What was typed: without quoted messages and mentions of the bot, other mentions as names, HTML and odd blanks as
    plain text."""
    for name in bot_names:
        for mention in _MENTIONS:
            text = re.sub(mention.format(name=re.escape(name)), " ", text, flags=re.IGNORECASE)
    text = _QUOTE.sub(" ", text)
    text = untagged(_BREAK.sub("\n", _CELL.sub("\t", _FIRST_CELL.sub(r"\1 ", text))))
    lines = plain(html.unescape(text).replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    return "\n".join(_BLANKS.sub(" ", line).strip(" ") for line in lines).strip()


def quoted_in(text: str) -> set[str]:
    """The ids of the messages that a text replies to."""
    return set(_QUOTED.findall(text))


def has_picture(page: str) -> bool:
    """Whether the HTML copy of a message has a picture."""
    return _PICTURE.search(page) is not None


def untagged(text: str) -> str:
    """The text without the tags with which Teams formats messages."""
    return _TAG.sub("", text)
