"""Call history: who called whom, newest first; read-only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from microsoft_teams.cards import BadgeStyle, CardElement

from cards.assembler import Card, card, listing
from cards.calls.clicks import FileCalls, ListCalls
from cards.elements import Button, badge, buttons, columns, execute, group, muted, strong
from cards.grid import Grid
from cards.inputs import choice_input, date_input, find_input
from cards.paging import turns, where
from cards.words import clean, first_upper
from services.domain.phrases import join_text, tr

MAX_ROWS = 15
EVERYBODY = "all"
_GRID = Grid(((tr("Other side"), 38), (tr("Call"), 34), (tr("Line"), 28)))
DIRECTIONS: Mapping[str, str] = {"": tr("Both directions"), "inbound": tr("Calls in"), "outbound": tr("Calls out")}
RESULTS: Mapping[str, str] = {
    "answered": tr("Answered"),
    "missed": tr("Missed"),
    "noAnswer": tr("No answer"),
    "busy": tr("Busy"),
    "voicemail": tr("Voicemail"),
}
_STYLES: Mapping[str, BadgeStyle] = {"answered": "Good", "missed": "Warning"}


@dataclass(frozen=True, slots=True)
class CallRow:
    """One call in words: the other side's number, whose line, when; `direction` and `result` are the provider's."""

    other: str
    direction: str
    result: str
    when: str
    whose: str = ""
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class CallsPage:
    """One page of calls, counted from 1; `lines` are those to choose from, `day` is YYYY-MM-DD or empty."""

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
        tr("Call history"),
        _filter(page),
        where(len(rows), page.page, page.pages, page.total, "call"),
        muted(tr("Parts of the numbers are covered: your role doesn't see them.")) if page.masked and rows else None,
        _GRID.head() if rows else None,
        listing([_row(one) for one in rows]) if rows else tr("Choose another day or another person to see more."),
        actions=[
            *turns(ListCalls(page.line, page.direction, page.day), page.page, page.pages),
            _file(page) if page.total else None,
        ],
        full_width=True,
    )


def _file(page: CallsPage) -> Button:
    return execute(tr("As a file"), FileCalls(page.line, page.direction, page.day), inputs=False)


def _filter(page: CallsPage) -> CardElement:
    directions = [(key or EVERYBODY, title) for key, title in DIRECTIONS.items()]
    whose = [(EVERYBODY, tr("Everybody")), *page.lines]
    return group(
        find_input("line", tr("Whose calls"), "lines", whose, page.line or EVERYBODY),
        choice_input("direction", tr("Which direction"), directions, page.direction or EVERYBODY),
        date_input("day", tr("On which day (empty: any)"), page.day),
        buttons(execute(tr("Show"), ListCalls())),
    )


def _row(one: CallRow) -> CardElement:
    way = {"inbound": tr("Call in"), "outbound": tr("Call out")}.get(one.direction, first_upper(one.direction))
    result = clean(RESULTS.get(one.result, one.result), 22)
    times = join_text(" · ", filter(None, (way, one.when, length(one.seconds))))
    tag = [("auto", [badge(result, _STYLES.get(one.result, "Subtle"))])] if result else []
    head = columns(("stretch", [strong(first_upper(one.other), most=100)]), *tag)
    return _GRID.row(head, muted(times, most=160), muted(one.whose, most=160) if one.whose else None)


def length(seconds: int) -> str:
    """The length of a call: `1 min 1 s`; empty for one that wasn't answered."""
    minutes, rest = divmod(max(0, seconds), 60)
    return join_text(
        " ",
        filter(
            None, (tr("{minutes} min", minutes=minutes) if minutes else "", tr("{rest} s", rest=rest) if rest else "")
        ),
    )
