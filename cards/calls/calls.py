"""Call history: who called whom, newest first; for reading only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from microsoft_teams.cards import BadgeStyle, CardElement

from cards.assembler import Card, card, listing
from cards.calls.clicks import FileCalls, ListCalls
from cards.elements import Button, badge, buttons, execute, group, muted, row
from cards.inputs import choice_input, date_input, find_input
from cards.paging import turns, where
from cards.words import clean, first_upper

MAX_ROWS = 15
EVERYBODY = "all"
DIRECTIONS: Mapping[str, str] = {"": "Both directions", "inbound": "Calls in", "outbound": "Calls out"}
RESULTS: Mapping[str, str] = {
    "answered": "Answered",
    "missed": "Missed",
    "noAnswer": "No answer",
    "busy": "Busy",
    "voicemail": "Voicemail",
}
_STYLES: Mapping[str, BadgeStyle] = {"answered": "Good", "missed": "Warning"}


@dataclass(frozen=True, slots=True)
class CallRow:
    """One call in words: the other side's number, whose line, when; `direction` and `result` as the provider says."""

    other: str
    direction: str
    result: str
    when: str
    whose: str = ""
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class CallsPage:
    """One page of calls, pages counted from 1; `lines` are those to choose from, `day` is YYYY-MM-DD or empty."""

    rows: Sequence[CallRow]
    page: int = 1
    pages: int = 1
    total: int = 0
    line: str = ""
    direction: str = ""
    day: str = ""
    lines: Sequence[tuple[str, str]] = ()
    masked: bool = False


def calls(page: CallsPage) -> Card:
    """A page of calls.

    Parts: filter by line (input `line`), direction (input `direction`) and day (input `day`) with Show (calls.show),
    how many, a row a call, whether numbers are covered; buttons: Previous and Next (calls.show with `page`), As a file
    (calls.file), each with `line`, `direction` and `day` in its data.
    """
    rows = page.rows[:MAX_ROWS]
    return card(
        "Call history",
        _filter(page),
        where(len(rows), page.page, page.pages, page.total, "call"),
        muted("Parts of the numbers are covered: your role doesn't see them.") if page.masked and rows else None,
        listing([_row(one) for one in rows]) if rows else "Choose another day or another person to see more.",
        actions=[
            *turns(ListCalls(page.line, page.direction, page.day), page.page, page.pages),
            _file(page) if page.total else None,
        ],
    )


def _file(page: CallsPage) -> Button:
    return execute("As a file", FileCalls(page.line, page.direction, page.day), inputs=False)


def _filter(page: CallsPage) -> CardElement:
    directions = [(key or EVERYBODY, title) for key, title in DIRECTIONS.items()]
    whose = [(EVERYBODY, "Everybody"), *page.lines]
    return group(
        find_input("line", "Whose calls", "lines", whose, page.line or EVERYBODY),
        choice_input("direction", "Which direction", directions, page.direction or EVERYBODY),
        date_input("day", "On which day (empty: any)", page.day),
        buttons(execute("Show", ListCalls())),
    )


def _row(one: CallRow) -> CardElement:
    way = {"inbound": "Call in", "outbound": "Call out"}.get(one.direction, first_upper(one.direction))
    result = clean(RESULTS.get(one.result, one.result), 22)
    times = " · ".join(filter(None, (way, one.when, length(one.seconds))))
    return row(one.other, times, one.whose, tag=badge(result, _STYLES.get(one.result, "Subtle")) if result else None)


def length(seconds: int) -> str:
    """How long a call was: `1 min 1 s`; nothing for one that never began."""
    minutes, rest = divmod(max(0, seconds), 60)
    return " ".join(filter(None, (f"{minutes} min" if minutes else "", f"{rest} s" if rest else "")))
