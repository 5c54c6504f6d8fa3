"""The list of lines: who has which number, which add-ons, and whether they can call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from microsoft_teams.cards import Badge, CardElement

from cards.assembler import Card, card, listing
from cards.elements import (
    Button,
    Click,
    badge,
    button,
    buttons,
    chips,
    columns,
    execute,
    group,
    muted,
    opening,
    say,
    strong,
)
from cards.inputs import choice_input
from cards.lines.clicks import FileLines, ListLines, OpenLine
from cards.paging import search, turns, where
from cards.words import clean, count, first_upper, number, quoted

MAX_ROWS = 15
_MAX_ADDONS = 6  # named in a row
_MAX_KEY_CHARACTERS = 20  # a longer one is no extension, and would make the card heavy


class LineFilter(StrEnum):
    """Which lines a list shows."""

    ALL = ""  # every line
    CANNOT = "cannot"  # meant to call in Teams, and can't yet
    FREE = "free"  # nobody has them
    NO_RULE = "no rule"  # they can't call out
    OUTSIDE = "outside"  # not meant for Teams


_FILTER_WORDS: dict[LineFilter, str] = {
    LineFilter.ALL: "All",
    LineFilter.CANNOT: "Can't call",
    LineFilter.FREE: "Free",
    LineFilter.NO_RULE: "No outbound rule",
    LineFilter.OUTSIDE: "Not in Teams",
}


@dataclass(frozen=True, slots=True)
class LineRow:
    """One line in words; `numbers` are E.164.

    `ready` is whether it can call in Teams, None when it isn't meant to; `teams` says why it can't. `rule`: it has an
    outbound call rule.
    """

    key: str
    label: str = ""
    person: str = ""
    numbers: Sequence[str] = ()
    addons: Sequence[str] = ()
    teams: str = ""
    ready: bool | None = None
    rule: bool = True

    def fits(self, which: LineFilter) -> bool:
        """Whether a list of these lines shows it."""
        match which:
            case LineFilter.CANNOT:
                return self.ready is False
            case LineFilter.FREE:
                return not self.person
            case LineFilter.NO_RULE:
                return not self.rule
            case LineFilter.OUTSIDE:
                return self.ready is None
            case _:
                return True


@dataclass(frozen=True, slots=True)
class LinesPage:
    """One page of lines, pages counted from 1; `counts` tell how many each filter has of those that are looked for."""

    rows: Sequence[LineRow]
    page: int = 1
    pages: int = 1
    total: int = 0
    query: str = ""
    may_change: bool = False
    filter: LineFilter = LineFilter.ALL
    counts: Mapping[LineFilter, int] = field(default_factory=dict)


def lines(page: LinesPage) -> Card:
    """A page of lines.

    Parts: search (input `query`, verb lines.show), chips that filter (lines.show), how many, one row a line, which
    opens it (line.open), a line to open (input `line`); buttons: Previous and Next (lines.show with `page`, `query`,
    `filter`), As a file (lines.file), and for those who may: Assign a line. Without a line at all it says how to make
    some.
    """
    rows = page.rows[:MAX_ROWS]
    query = clean(page.query, 100)
    assign = button(say("Assign a line", "assign")) if page.may_change else None
    return card(
        "Lines",
        search(ListLines(filter=page.filter), "Find by extension, name or number", query),
        _chips(page, query),
        where(len(rows), page.page, page.pages, page.total, "line"),
        listing([_row(line) for line in rows]) if rows else _nothing(page),
        opener([(line.key, line.person or line.label) for line in rows], assign),
        actions=[
            *turns(ListLines(query, page.filter), page.page, page.pages),
            execute("As a file", FileLines(query, page.filter), inputs=False) if page.total else None,
            None if rows else assign,
            None if page.total or page.filter else button(say("Add lines from a file", "bulk")),
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


def _chips(page: LinesPage, query: str) -> CardElement | None:
    """The filters that have lines, and the one that is chosen; none where all lines are alike."""
    shown = [one for one in LineFilter if one in (LineFilter.ALL, page.filter) or page.counts.get(one)]
    if len(shown) == 1:
        return None
    return chips(
        *(
            (f"{_FILTER_WORDS[one]} · {count(page.counts.get(one, 0))}", ListLines(query, one), one is page.filter)
            for one in shown
        )
    )


def _nothing(page: LinesPage) -> str:
    if page.filter:
        return "No line is like this now."
    if page.query:
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
    made = group(head, *(muted(detail, most=160) for detail in details if detail), separator=True)
    return opening(made, opens(line.key))


def opens(key: str) -> Click | None:
    """What a click on a row of a list does: it opens the line of this extension."""
    return Click(f"Open {key}", OpenLine(key)) if key and len(key) <= _MAX_KEY_CHARACTERS else None


def _numbers(numbers: Sequence[str]) -> str:
    more = [f"and {len(numbers) - 3} more"] if len(numbers) > 3 else []
    return ", ".join([*(number(e164) for e164 in numbers[:3]), *more])


def _state(line: LineRow) -> Badge | None:
    if line.ready is None:
        return badge(first_upper(line.teams)) if line.teams else None
    return badge("Can call", "Good") if line.ready else badge("Can't call yet", "Warning")
