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
    say,
    strong,
)
from cards.grid import Grid
from cards.inputs import choice_input
from cards.lines.clicks import FileLines, ListLines, OpenLine
from cards.paging import search, turns, where
from cards.words import clean, count, first_upper, number, quoted
from services.domain.phrases import join_text, tr

MAX_ROWS = 15
_MAX_ADDONS = 6  # named in a row
_MAX_SITES = 20  # to choose from, besides the chosen one
EVERYWHERE = "all"
_MAX_KEY_CHARACTERS = 20  # a longer one is no extension, and would make the card large


class LineFilter(StrEnum):
    """Which lines a list shows."""

    ALL = ""  # every line
    CANNOT = "cannot"  # meant to call in Teams, and can't yet
    FREE = "free"  # nobody has them
    NO_RULE = "no rule"  # they can't call out
    OUTSIDE = "outside"  # not meant for Teams


_FILTER_WORDS: dict[LineFilter, str] = {
    LineFilter.ALL: tr("All"),
    LineFilter.CANNOT: tr("Can't call"),
    LineFilter.FREE: tr("Free"),
    LineFilter.NO_RULE: tr("No outbound rule"),
    LineFilter.OUTSIDE: tr("Not in Teams"),
}


_GRID = Grid(((tr("Line"), 28), (tr("Person"), 24), (tr("Number"), 14), (tr("Add-ons"), 18), (tr("Missing"), 16)))


@dataclass(frozen=True, slots=True)
class LineRow:
    """One line in words; `numbers` are E.164.

    `ready` is whether it can call in Teams, None when it isn't meant to; `teams` says why not. `rule`: it has an
    outbound call rule. `sites` are the emergency locations of its numbers, by id.
    """

    key: str
    label: str = ""
    person: str = ""
    numbers: Sequence[str] = ()
    addons: Sequence[str] = ()
    teams: str = ""
    ready: bool | None = None
    rule: bool = True
    sites: Sequence[str] = ()

    def fits(self, which: LineFilter) -> bool:
        """Whether the line passes the filter."""
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
    """One page of lines, counted from 1; `counts` are the numbers of lines per filter, within the search.

    `sites` are the emergency locations of the numbers, (id, name), where there are several; `site` is the chosen one.
    """

    rows: Sequence[LineRow]
    page: int = 1
    pages: int = 1
    total: int = 0
    query: str = ""
    may_change: bool = False
    filter: LineFilter = LineFilter.ALL
    counts: Mapping[LineFilter, int] = field(default_factory=dict)
    sites: Sequence[tuple[str, str]] = ()
    site: str = ""


def lines(page: LinesPage) -> Card:
    """A page of lines.

    Parts: search (inputs `query` and, where numbers have several sites, `site`; verb lines.show), chips that filter
    (lines.show), how many, one row a line, which opens it (line.open), a line to open (input `line`); buttons: Previous
    and Next (lines.show with `page`, `query`, `filter`, `site`), As a file (lines.file), and for those who may: Assign
    a line. Without a line at all it says how to make some.
    """
    rows = page.rows[:MAX_ROWS]
    query = clean(page.query, 100)
    assign = button(say(tr("Assign a line"), "assign")) if page.may_change else None
    return card(
        tr("Lines"),
        search(ListLines(filter=page.filter), tr("Find by extension, name or number"), query, _sites(page)),
        _chips(page, query),
        where(len(rows), page.page, page.pages, page.total, "line"),
        _GRID.head() if rows else None,
        listing([_row(line) for line in rows]) if rows else _nothing(page),
        opener([(line.key, line.person or line.label) for line in rows], assign),
        actions=[
            *turns(ListLines(query, page.filter, page.site), page.page, page.pages),
            execute(tr("As a file"), FileLines(query, page.filter, page.site), inputs=False) if page.total else None,
            None if rows else assign,
            None if page.total or page.filter or page.site else button(say(tr("Add lines from a file"), "bulk")),
        ],
        full_width=True,
    )


def _sites(page: LinesPage) -> CardElement | None:
    if not page.sites:
        return None
    first = page.sites[:_MAX_SITES]
    chosen = [site for site in page.sites[_MAX_SITES:] if site[0] == page.site]
    left = len(page.sites) - len(first) - len(chosen)
    label = tr("Site ({left} smaller ones aren't listed)", left=count(left)) if left else tr("Site")
    choices = [(EVERYWHERE, tr("All sites")), *((site, clean(name, 80)) for site, name in (*first, *chosen))]
    return choice_input("site", label, choices, page.site or EVERYWHERE)


def opener(lines: Sequence[tuple[str, str]], beside: Button | None = None) -> CardElement | None:
    """The choice of a line to open, among those listed: (extension, whose it is); None for no lines.

    `beside` is another button in its row, so that the row of the card's own buttons fits a phone.
    """
    choices = [
        (key, join_text(" · ", filter(None, (key, clean(whose, 60)))))
        for key, whose in lines
        if len(key) <= _MAX_KEY_CHARACTERS
    ]
    if not choices:
        return None
    return group(
        choice_input("line", tr("Open a line"), choices, choices[0][0] if len(choices) == 1 else ""),
        buttons(execute(tr("Open"), OpenLine()), beside),
        separator=True,
    )


def _chips(page: LinesPage, query: str) -> CardElement | None:
    """The filters that have lines, and the chosen one; None where all lines are alike."""
    shown = [one for one in LineFilter if one in (LineFilter.ALL, page.filter) or page.counts.get(one)]
    if len(shown) == 1:
        return None
    return chips(
        *(
            (
                tr("{filter_words} · {one}", filter_words=_FILTER_WORDS[one], one=count(page.counts.get(one, 0))),
                ListLines(query, one, page.site),
                one is page.filter,
            )
            for one in shown
        )
    )


def _nothing(page: LinesPage) -> str:
    if page.filter or page.site:
        return tr("No line is like this now.")
    if page.query:
        return tr("Nothing matches. Try fewer letters, or leave the field empty to see all.")
    return tr("Lines come from a spreadsheet: one row for each extension.")


def _row(line: LineRow) -> CardElement:
    lead = tr("{key} · {label}", key=line.key, label=clean(line.label, 60)) if line.label else line.key
    tag = _state(line)
    head = columns(("stretch", [strong(lead, most=100)]), *([("auto", [tag])] if tag else []))
    left_out = (
        [tr("and {addons} more", addons=len(line.addons) - _MAX_ADDONS)] if len(line.addons) > _MAX_ADDONS else []
    )
    addons = join_text(", ", [*line.addons[:_MAX_ADDONS], *left_out])
    missing = line.teams if line.ready is False else ""
    details = (line.person or tr("Nobody yet"), _numbers(line.numbers), addons, first_upper(quoted(missing)))
    return _GRID.row(head, *(muted(detail, most=160) if detail else None for detail in details), opens=opens(line.key))


def opens(key: str) -> Click | None:
    """The click that opens the line of this extension, for a row of a list."""
    return Click(tr("Open {key}", key=key), OpenLine(key)) if key and len(key) <= _MAX_KEY_CHARACTERS else None


def _numbers(numbers: Sequence[str]) -> str:
    more = [tr("and {numbers} more", numbers=len(numbers) - 3)] if len(numbers) > 3 else []
    return join_text(", ", [*(number(e164) for e164 in numbers[:3]), *more])


def _state(line: LineRow) -> Badge | None:
    if line.ready is None:
        return badge(first_upper(line.teams)) if line.teams else None
    return badge(tr("Can call"), "Good") if line.ready else badge(tr("Can't call yet"), "Warning")
