"""Days as people write them: today, Friday, next Friday, 30 November, 2026-12-24, the end of the month."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

_WEEKDAYS = {name.casefold(): no for no, name in enumerate(calendar.day_name)} | {
    "mon": 0, "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4, "sat": 5, "sun": 6,
}  # fmt: skip
_MONTHS = {name.casefold(): no for no, name in enumerate(calendar.month_name) if name} | {
    name.casefold(): no for no, name in enumerate(calendar.month_abbr) if name
}
WORDS = frozenset(_WEEKDAYS) | frozenset(_MONTHS) | {f"{name}s" for name in _WEEKDAYS if len(name) > 4}
_NEAR = {
    "today": 0, "tonight": 0, "tomorrow": 1, "tmrw": 1, "yesterday": -1, "day after tomorrow": 2, "last night": -1,
    "last nite": -1, "yesterday night": -1, "day before yesterday": -2,
}  # fmt: skip
_FEASTS = {
    "christmas": (12, 25), "christmas day": (12, 25), "xmas": (12, 25), "xmas day": (12, 25), "christmas eve": (12, 24),
    "boxing day": (12, 26), "new year's day": (1, 1), "new year's eve": (12, 31), "new years eve": (12, 31),
    "new years day": (1, 1),
}  # fmt: skip
_DAY = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?")
_ORDINAL = re.compile(
    r"(?:(?:on |by |from |until |till )(?:the )?|the )([0-9]{1,2})(?:st|nd|rd|th)(?: of (?:the|this) month)?"
)
_SLASHED = re.compile(r"([0-9]{1,2})[/.]([0-9]{1,2})(?:[/.]([0-9]{4}))?")
_AHEAD = re.compile(r"in ([a-z0-9]+) (days?|weeks?)(?: time)?")
_COUNTS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_COUNTS |= {"a": 1, **{str(no): no for no in range(1, 31)}}
_MONTH_AND_MORE = 62  # any so many days contain every day of a month, even the 31st
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LEAD = (
    "w.e.f. ",
    "wef ",
    "with effect from ",
    "effective ",
    "as of ",
    "starting ",
    "on ",
    "the ",
    "by ",
    "from ",
    "after ",
    "this coming ",
    "coming ",
    "this ",
)


def find_date(text: str, today: date) -> date | None:
    """The day that a folded text names, None if it names none; a weekday is the next one, which may be today."""
    if found := _ORDINAL.fullmatch(text):
        return _in_a_month(int(found[1]), today)
    for lead in _LEAD:
        text = text.removeprefix(lead)
    text = text.removeprefix("the ")
    if text in _NEAR:
        return today + timedelta(days=_NEAR[text])
    if text in ("end of the month", "month's end", "end of month", "end of this month", "last day of the month"):
        return today.replace(day=calendar.monthrange(today.year, today.month)[1])
    if text in _FEASTS:
        return _coming(today.replace(month=_FEASTS[text][0], day=_FEASTS[text][1]), today)
    if _ISO.fullmatch(text):
        return _iso(text)
    if found := _SLASHED.fullmatch(text):
        return _slashed(int(found[1]), int(found[2]), found[3], today)
    if (found := _AHEAD.fullmatch(text)) and found[1] in _COUNTS:
        return today + timedelta(days=_COUNTS[found[1]] * (7 if found[2].startswith("week") else 1))
    return _weekday(text, today) or _day_of_month(text.replace(" of ", " "), today)


def _in_a_month(day: int, today: date) -> date | None:
    """The next day with this number in its month (the 1st, the 15th), which may be today."""
    ahead = (today + timedelta(days=no) for no in range(_MONTH_AND_MORE))
    return next((one for one in ahead if one.day == day), None)


def _coming(day: date, today: date) -> date:
    return day if day >= today else day.replace(year=day.year + 1)


def _slashed(day: int, month: int, year: str, today: date) -> date | None:
    """The day written as 24/12 or 24.12.2026; None if day and month can't be told apart."""
    if month > 12:
        day, month = month, day
    elif day <= 12 and day != month:
        return None
    try:
        that = date(int(year) if year else today.year, month, day)
    except ValueError:
        return None
    return that if year else _coming(that, today)


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _weekday(text: str, today: date) -> date | None:
    """The coming day of this name, which may be today; *next Friday* is a week after the coming Friday."""
    name = text.removeprefix("next ")
    if name not in _WEEKDAYS:
        return None
    ahead = (_WEEKDAYS[name] - today.weekday()) % 7
    return today + timedelta(days=ahead + 7 if name != text else ahead)


def _day_of_month(text: str, today: date) -> date | None:
    """The day written as *30 November*: in this year, or in the next if it is over."""
    parts = text.split()
    if len(parts) not in (2, 3):
        return None
    day, month = (parts[1], parts[0]) if parts[0] in _MONTHS else (parts[0], parts[1])
    found = _DAY.fullmatch(day)
    year = int(parts[2]) if len(parts) == 3 and parts[2].isdigit() and len(parts[2]) == 4 else 0
    if found is None or month not in _MONTHS or (len(parts) == 3 and not year):
        return None
    try:
        that = date(year or today.year, _MONTHS[month], int(found[1]))
        return that if year else _coming(that, today)
    except ValueError:
        return None


def day_past(day: date, today: date) -> date:
    """The day meant by a question about the past: a coming day from `find_date` goes back by a week or a year."""
    if day <= today:
        return day
    if day - today <= timedelta(days=7):
        return day - timedelta(days=7)
    leap = (day.month, day.day) == (2, 29)
    return min(day.replace(year=day.year - 1, day=28 if leap else day.day), today)
