"""Text as cards show it: harmless, cut to length, counted and measured in plain words."""

from __future__ import annotations

import re
import unicodedata

from services.domain.number import display, parse_number

# Controls, formats (zero-width and direction marks) and lone surrogates.
_INVISIBLE_CATEGORIES = frozenset({"Cc", "Cf", "Cs"})
_MARKDOWN_SIGNS = re.compile(r"[\\*_\[\]()`#><~|]|&(?=#?\w+;)|^[-+=](?=[\s=-]|$)")
_ESCAPED_SIGNS = re.compile(r"\\([\\*_\[\]()`#><~|&=+.-])")
_LOOK_ALIKES = str.maketrans("[]<>*`", "()‹›∗'")
_DATE_FUNCTION = re.compile(r"\{\{(?=\s*(?:DATE|TIME)\b)", re.IGNORECASE)
_SAY_MARKS = re.compile(r"(?<!\*)\*([a-zA-Z][\w +,:.-]{0,60})\*(?!\*)")
_MAX_WORD = 24  # a longer word is cut in the middle
_NUMBERED = re.compile(r"^(\d{1,9})\.(?=\s|$)")


def clean(text: str, most: int = 600) -> str:
    """`text` as a card shows it: on one line, without signs nobody sees, at most `most` characters, … where it was cut.

    It is cut between words, unless the last one is so long that too much would go. What a card would take for a date of
    its own to fill in is shown as it was written
    (https://learn.microsoft.com/adaptive-cards/authoring-cards/text-features#datetime-formatting-and-localization).
    """
    dead = _DATE_FUNCTION.sub("{ {", as_typed(text, most))
    return dead if len(dead) <= most else as_typed(dead, most)


def as_typed(text: str, most: int = 600) -> str:
    """The same for a field, whose value comes back as it is."""
    start = text[: 4 * most]
    line = " ".join((start if start.isprintable() else _seen(start)).split())
    if len(line) <= most and len(text) <= 4 * most:
        return line
    head, space, tail = line[:most].rpartition(" ")
    return f"{(head if space and len(tail) <= _MAX_WORD else line[: most - 1]).rstrip()}…"


def _seen(text: str) -> str:
    return "".join(
        " " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c) not in _INVISIBLE_CATEGORIES
    )


def plain(text: str, most: int = 600) -> str:
    """`clean` text that a markdown reader shows as it is written."""
    return _NUMBERED.sub(r"\1\\.", _MARKDOWN_SIGNS.sub(r"\\\g<0>", clean(text, most)))


def inert(text: str, most: int = 600) -> str:
    """`clean` text with look-alikes for the signs of links and code.

    For places that Teams shows as they are but other clients read as markdown, such as the titles of choices
    (https://github.com/microsoft/AdaptiveCards/issues/8697).
    """
    return clean(text, most).translate(_LOOK_ALIKES)


def quoted(text: str) -> str:
    """`text` with what can be said to the bot (`*say this*`) in quotation marks: a card's words know no italics."""
    return _SAY_MARKS.sub(r"“\1”", text)


def sayings(text: str) -> list[str]:
    """What `text` says can be said to the bot (`*say this*`), in its order."""
    return _SAY_MARKS.findall(text)


def unescaped(text: str) -> str:
    """The text that `plain` escaped."""
    return _ESCAPED_SIGNS.sub(r"\1", text)


def first_upper(text: str) -> str:
    """`text` with a capital at its start and every other letter as it is: names keep theirs."""
    return text[:1].upper() + text[1:]


def count(n: int) -> str:
    """A number with thousands separators: `10,000`."""
    return f"{n:,}"


def things(n: int, one: str, many: str = "") -> str:
    """How many of what: `1 line`, `1,234 lines`."""
    return f"{count(n)} {one if n == 1 else many or one + 's'}"


def duration(seconds: float) -> str:
    """A length of time as people say it: `about 3 minutes`."""
    if seconds < 45:
        return "less than a minute"
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"about {things(max(1, minutes), 'minute')}"
    hours = round(minutes / 60)
    return f"about {things(hours, 'hour')}" if hours < 48 else f"about {things(round(hours / 24), 'day')}"


def size(octets: int) -> str:
    """A file's size as people say it: `1.4 MB`."""
    if octets < 1000:
        return things(octets, "byte")
    return f"{octets / 1000:.0f} KB" if octets < 999_500 else f"{octets / 1_000_000:.1f} MB"


def number(e164: str) -> str:
    """A phone number as people read it; one outside every numbering plan is shown as it came."""
    return display(e164) if isinstance(parse_number(e164), str) else clean(e164, 20)
