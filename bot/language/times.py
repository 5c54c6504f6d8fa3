"""Times of a day and lengths of time, as people write them."""

from __future__ import annotations

import re

from bot.language.things import ThingKind

WORDS = frozenset({"noon", "midday", "midnight", "till", "until", "o'clock", "weekdays", "weekends", "hour", "hours"})
_ONES = "one|two|three|four|five|six|seven|eight|nine"
_COUNT = (
    rf"(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[- ](?:{_ONES}))?|{_ONES}|ten|eleven|twelve"
    rf"|thirteen"
    r"|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)"
)
_UNIT = r"(?:secs?|seconds?|mins?|minutes?|rings?|hours?|hrs?)"
_LENGTH = re.compile(
    rf"(?:(?:for|after|within|in|to|by|of|every) )?"
    rf"(?:[0-9]{{1,3}} ?(?:{_UNIT}|s)|{_COUNT} {_UNIT}|(?:a|half a) minute|(?:an|half an) hour)"
)
_CLOCK = r"(?:[0-9]{1,2}(?:[:.][0-9]{2})? ?(?:am|pm|a\.m|p\.m|o'clock|hrs|h)|[0-9]{1,2}:[0-9]{2}|noon|midday|midnight)"
_HOUR = r"[0-9]{1,2}(?:[:.][0-9]{2})?"
_TIME = re.compile(
    rf"(?:(?:at|until|till|after|before|from|by|to|past|since) )?{_CLOCK}"
    rf"|(?:from )?(?:{_CLOCK}|{_HOUR}) ?(?:-|–|till|until|to) ?{_CLOCK}"
    rf"|(?:from )?{_HOUR} ?(?:-|–) ?{_HOUR}(?: ?(?:h|hrs|o'clock))?"
    rf"|from {_HOUR} (?:till|until|to) {_HOUR}|{_HOUR} (?:till|until) {_HOUR}"
)


_WEEKDAY = r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*"
_WEEK = re.compile(
    rf"(?:on |from )?(?:{_WEEKDAY}s? ?(?:-|–|to|till|until|through) ?{_WEEKDAY}|weekdays|week days"
    rf"|(?:every |each )?{_WEEKDAY}s|every {_WEEKDAY}|each {_WEEKDAY})"
)


def find_time(text: str) -> ThingKind | None:
    """Whether a folded text is a time of the day or a length of time; None for neither."""
    if _LENGTH.fullmatch(text):
        return ThingKind.LENGTH
    return ThingKind.TIME if _TIME.fullmatch(text) or _WEEK.fullmatch(text) else None
