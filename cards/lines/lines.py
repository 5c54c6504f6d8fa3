"""The list of lines: who has which number, which add-ons, and whether they can call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from microsoft_teams.cards import Badge, CardElement

from cards.assembler import Card, card, listing
from cards.elements import Button, badge, button, buttons, columns, execute, group, muted, say, strong
from cards.inputs import choice_input
from cards.lines.clicks import FileLines, ListLines, OpenLine
from cards.paging import search, turns, where
from cards.words import clean, first_upper, number, quoted

MAX_ROWS = 15
_MAX_ADDONS = 6  # named in a row
_MAX_KEY_CHARACTERS = 20  # a longer one is no extension, and would make the card heavy


@dataclass(frozen=True, slots=True)
class LineRow:
    """One line in words; `numbers` are E.164.

    `ready` is whether it can call in Teams, None when it isn't meant to; `teams` says why it can't.
    """

    key: str
    label: str = ""
    person: str = ""
    numbers: Sequence[str] = ()
    addons: Sequence[str] = ()
    teams: str = ""
    ready: bool | None = None


@dataclass(frozen=True, slots=True)
class LinesPage:
    """One page of lines, pages counted from 1."""

    rows: Sequence[LineRow]
    page: int = 1
    pages: int = 1
    total: int = 0
    query: str = ""
    may_change: bool = False


def lines(page: LinesPage) -> Card:
    """A page of lines.

    Parts: search (input `query`, verb lines.show), how many, one row a line, a line to open (input `line`, verb
    line.open); buttons: Previous and Next (lines.show with `page`, `query`), As a file (lines.file with `query`), and
    for those who may: Assign a line. Without a line at all it says how to make some.
    """
    rows = page.rows[:MAX_ROWS]
    query = clean(page.query, 100)
    assign = button(say("Assign a line", "assign")) if page.may_change else None
    return card(
        "Lines",
        search(ListLines(), "Find by extension, name or number", query),
        where(len(rows), page.page, page.pages, page.total, "line"),
        listing([_row(line) for line in rows]) if rows else _nothing(page.query),
        opener([(line.key, line.person or line.label) for line in rows], assign),
        actions=[
            *turns(ListLines(query), page.page, page.pages),
            execute("As a file", FileLines(query), inputs=False) if page.total else None,
            None if rows else assign,
            None if page.total else button(say("Add lines from a file", "bulk")),
        ],
    )


def opener(lines: Sequence[tuple[str, str]], beside: Button | None = None) -> CardElement | None:
    """The choice of a line to open, of those that a list shows: (extension, whose it is); none for no lines.

    `beside` is one more button in its row, so that the row of the card's own buttons fits a phone.
    """
    choices = [
        (key, " · ".join(filter(None, (key, clean(whose, 60)))))
        for key, whose in lines
        if len(key) <= _MAX_KEY_CHARACTERS
    ]
    if not choices:
        return None
    return group(
        choice_input("line", "Open a line", choices, choices[0][0] if len(choices) == 1 else ""),
        buttons(execute("Open", OpenLine()), beside),
        separator=True,
    )


def _nothing(query: str) -> str:
    if query:
        return "Nothing matches. Try fewer letters, or leave the field empty to see all."
    return "Lines come from a spreadsheet: one row for each extension."


def _row(line: LineRow) -> CardElement:
    lead = f"{line.key} · {clean(line.label, 60)}" if line.label else line.key
    tag = _state(line)
    head = columns(("stretch", [strong(lead, most=100)]), *([("auto", [tag])] if tag else []))
    left_out = [f"and {len(line.addons) - _MAX_ADDONS} more"] if len(line.addons) > _MAX_ADDONS else []
    addons = ", ".join([*line.addons[:_MAX_ADDONS], *left_out])
    missing = line.teams if line.ready is False else ""
    details = (line.person or "Nobody yet", _numbers(line.numbers), addons, first_upper(quoted(missing)))
    return group(head, *(muted(detail, most=160) for detail in details if detail), separator=True)


def _numbers(numbers: Sequence[str]) -> str:
    more = [f"and {len(numbers) - 3} more"] if len(numbers) > 3 else []
    return ", ".join([*(number(e164) for e164 in numbers[:3]), *more])


def _state(line: LineRow) -> Badge | None:
    if line.ready is None:
        return badge(first_upper(line.teams)) if line.teams else None
    return badge("Can call", "Good") if line.ready else badge("Can't call yet", "Warning")
