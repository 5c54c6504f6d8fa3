"""Text for cards: made harmless and cut to length; counts, durations and sizes in words."""

from __future__ import annotations

import re
import unicodedata

from services.domain.number import display, parse_number
from services.domain.phrases import counted, told, tr

# Controls, formats (zero-width and direction marks) and lone surrogates.
_INVISIBLE_CATEGORIES = frozenset({"Cc", "Cf", "Cs"})
_MARKDOWN_SIGNS = re.compile(r"[\\*_\[\]()`#><~|]|&(?=#?\w+;)|^[-+=](?=[\s=-]|$)")
_ESCAPED_SIGNS = re.compile(r"\\([\\*_\[\]()`#><~|&=+.-])")
_LOOK_ALIKES = str.maketrans("[]<>*`", "()‹›∗'")
_DATE_FUNCTION = re.compile(r"\{\{(?=\s*(?:DATE|TIME)\b)", re.IGNORECASE)
_SAY_MARKS = re.compile(r"(?<!\*)\*([a-zA-Z][\w +,:.-]{0,60})\*(?!\*)")
_MAX_WORD = 24  # characters; a longer word is cut in the middle
_SPELT_NUMBER = re.compile(r"\+[0-9]{1,3}(?: [0-9•-]{1,12}){1,5}(?![0-9])")
_NUMBERED = re.compile(r"^(\d{1,9})\.(?=\s|$)")


def clean(text: str, most: int = 600) -> str:
    """`text` for a card: on one line, without invisible characters, at most `most` characters, with … where it was cut.

    It is cut between words, unless the last one is so long that too much would be lost. What a card would expand as a
    date is shown as it was written
    (https://learn.microsoft.com/adaptive-cards/authoring-cards/text-features#datetime-formatting-and-localization).
    """
    dead = _DATE_FUNCTION.sub("{ {", as_typed(text, most))
    return dead if len(dead) <= most else as_typed(dead, most)


def as_typed(text: str, most: int = 600) -> str:
    """`text` for a field, whose value must come back unchanged."""
    text = told(text)
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
    """`clean` text, escaped so that markdown shows it as it is written."""
    return _NUMBERED.sub(r"\1\\.", _MARKDOWN_SIGNS.sub(r"\\\g<0>", clean(text, most)))


def inert(text: str, most: int = 600) -> str:
    """`clean` text with look-alikes for the characters of links and code.

    For places that Teams shows literally but other clients render as markdown, such as the titles of choices
    (https://github.com/microsoft/AdaptiveCards/issues/8697).
    """
    return clean(text, most).translate(_LOOK_ALIKES)


def quoted(text: str) -> str:
    """`text` with quotation marks around what can be said to the bot (`*say this*`), as card text has no italics."""
    return _SAY_MARKS.sub(r"“\1”", told(text))


def sayings(text: str) -> list[str]:
    """The phrases in `text` that can be said to the bot (`*say this*`), in order."""
    return _SAY_MARKS.findall(told(text))


def unescaped(text: str) -> str:
    """The text that `plain` escaped."""
    return _ESCAPED_SIGNS.sub(r"\1", text)


def first_upper(text: str) -> str:
    """`text` with its first letter capitalised and all others unchanged."""
    said = told(text)
    return said[:1].upper() + said[1:]


def unbroken(text: str) -> str:
    """`text` with phone numbers that no line break takes apart; browsers copy their spaces as plain ones."""
    return _SPELT_NUMBER.sub(lambda found: found[0].replace(" ", "\u00a0"), text)


def count(n: int) -> str:
    """A number with the reader's thousands separators: `10,000`."""
    return counted(n)


def things(n: int, one: str, many: str = "") -> str:
    """A count with its noun: `1 line`, `1,234 lines`."""
    noun = one if n == 1 else many or f"{one}s"
    return tr(f"{{n}} {noun}", n=count(n))


def duration(seconds: float) -> str:
    """A duration in words: `about 3 minutes`."""
    if seconds < 45:
        return tr("less than a minute")
    minutes = round(seconds / 60)
    if minutes < 60:
        return tr("about {how_many}", how_many=things(max(1, minutes), "minute"))
    hours = round(minutes / 60)
    long = things(hours, "hour") if hours < 48 else things(round(hours / 24), "day")
    return tr("about {how_many}", how_many=long)


def size(octets: int) -> str:
    """A file's size in words: `1.4 MB`."""
    if octets < 1000:
        return things(octets, "byte")
    return f"{octets / 1000:.0f} KB" if octets < 999_500 else f"{octets / 1_000_000:.1f} MB"


def number(e164: str) -> str:
    """A phone number in its usual spacing; one outside every numbering plan is shown unchanged."""
    return display(e164) if isinstance(parse_number(e164), str) else clean(e164, 20)
