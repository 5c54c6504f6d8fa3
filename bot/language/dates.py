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
_NEAR = {"today": 0, "tonight": 0, "tomorrow": 1, "tmrw": 1, "yesterday": -1, "day after tomorrow": 2}
_DAY = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LEAD = ("on ", "the ", "by ", "from ", "until ", "this coming ", "coming ", "this ")


def find_date(text: str, today: date) -> date | None:
    """The day that a folded text means; None for anything else. A weekday is the next one that comes, or today."""
    for lead in _LEAD:
        text = text.removeprefix(lead)
    if text in _NEAR:
        return today + timedelta(days=_NEAR[text])
    if text in ("end of the month", "month's end", "end of month", "end of this month", "last day of the month"):
        return today.replace(day=calendar.monthrange(today.year, today.month)[1])
    if _ISO.fullmatch(text):
        return _iso(text)
    return _weekday(text, today) or _day_of_month(text.replace(" of ", " "), today)


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _weekday(text: str, today: date) -> date | None:
    """Next Friday is the one of the week after the coming one."""
    name = text.removeprefix("next ")
    if name not in _WEEKDAYS:
        return None
    ahead = (_WEEKDAYS[name] - today.weekday()) % 7
    return today + timedelta(days=ahead + 7 if name != text else ahead)


def _day_of_month(text: str, today: date) -> date | None:
    """Of this year, or the next where it is over."""
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
        return that if year or that >= today else that.replace(year=today.year + 1)
    except ValueError:
        return None
