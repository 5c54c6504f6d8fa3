"""The list of lines: who has which number, which add-ons, and whether they can call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from microsoft_teams.cards import BadgeStyle, CardElement

from cards.assembler import Card, card, listing
from cards.elements import badge, button, execute, row, say
from cards.paging import search, turns, where
from cards.words import clean, number

MOST_ROWS = 15


@dataclass(frozen=True, slots=True)
class LineRow:
    """One line in words; `numbers` are E.164, `ready` is None when nobody has looked yet."""

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


def lines(page: LinesPage) -> Card:
    """A page of lines.

    Parts: search (input `query`, verb lines.show), how many, one row a line; buttons: Previous and Next (lines.show
    with `page`, `query`), As a file (lines.file with `query`). Without a line at all it says how to make some.
    """
    rows = page.rows[:MOST_ROWS]
    query = clean(page.query, 100)
    data = {"query": query}
    return card(
        "Lines",
        search("lines.show", "Find by extension, name or number", query, {"page": 1}),
        where(len(rows), page.page, page.pages, page.total, "line"),
        listing([_row(line) for line in rows]) if rows else _nothing(page.query),
        actions=[
            *turns("lines.show", page.page, page.pages, data),
            execute("As a file", "lines.file", data, inputs=False) if page.total else None,
            None if page.total else button(say("Add lines from a file", "bulk")),
        ],
    )


def _nothing(query: str) -> str:
    if query:
        return "Nothing matches. Try fewer letters, or leave the field empty to see all."
    return "Lines come from a spreadsheet: one row for each extension."


def _row(line: LineRow) -> CardElement:
    lead = f"{line.key} · {clean(line.label, 60)}" if line.label else line.key
    tag = badge(line.teams, _style(line)) if line.teams else None
    addons = ", ".join(line.addons[:6])
    return row(lead, line.person or "Nobody yet", _numbers(line.numbers), addons, _ready(line.ready), tag=tag)


def _numbers(numbers: Sequence[str]) -> str:
    more = [f"and {len(numbers) - 3} more"] if len(numbers) > 3 else []
    return ", ".join([*(number(e164) for e164 in numbers[:3]), *more])


def _ready(ready: bool | None) -> str:
    return "" if ready is None else "✔ can call" if ready else "✖ can't call yet"


def _style(line: LineRow) -> BadgeStyle:
    return "Good" if line.ready else "Subtle" if line.ready is None else "Informative"
