"""Lines: who has which extension, number and add-ons, and whether it works in Teams."""

from __future__ import annotations

from bot.commands.files import Given, maker, offer
from bot.context import Context
from bot.registry import Said, action, command
from bot.turn import Card
from bot.views.lines.line import addon_names
from bot.views.pages import page_of
from cards.lines import lines as cards
from cards.lines.clicks import FileLines, ListLines, ListLinesInputs
from services.domain import addons
from services.domain.access import Right
from services.domain.line import Line
from services.domain.number import display
from services.domain.people import fold
from services.intake.results import table_file
from services.inventory.readiness import line_readiness
from services.inventory.snapshot import Snapshot

_PER_PAGE = 8


@command(
    "lines",
    "extensions",
    "list lines",
    help="All lines, or those you look for",
    group="Lines",
    usage="lines front desk",
    private=True,
)
async def lines(context: Context, rest: str) -> Said:
    """The first page of lines that fit the words after the command."""
    return page(context, await context.snapshot(), rest, 1)


@action(ListLines, ListLinesInputs, right=Right.READ, fresh="lines")
async def list_lines(context: Context, click: ListLines, inputs: ListLinesInputs) -> Said:
    """Another page, or another search."""
    query = click.query if inputs.query is None else inputs.query
    return page(context, await context.snapshot(), query, click.page)


@action(FileLines, right=Right.READ, fresh="lines")
async def file_lines(context: Context, click: FileLines) -> Said:
    """The lines that fit, as a file."""
    return await offer(context, "lines", click.query)


@maker("lines")
async def make_lines_file(context: Context, query: str) -> Given:
    """Every line that fits, a row each."""
    live = await context.snapshot()
    rows = [
        (r.key, r.label, r.person, ", ".join(display(n) for n in r.numbers), ", ".join(r.addons), r.teams)
        for r in rows_of(live, query)
    ]
    heads = ("Ext Key", "Directory name", "User", "Numbers", "Add-ons", "Teams")
    return Given("lines.xlsx", table_file("Lines", heads, rows), f"{len(rows):,} lines.")


def page(context: Context, live: Snapshot, query: str, number: int) -> Card:
    """A page of the lines that fit."""
    rows = rows_of(live, query)
    shown = page_of(rows, number, _PER_PAGE)
    view = cards.LinesPage(shown.rows, shown.number, shown.pages, len(rows), query, context.may(Right.CHANGE))
    return cards.lines(view)


def rows_of(live: Snapshot, query: str) -> list[cards.LineRow]:
    """A row for each line that fits the query, by extension."""
    wanted = fold(query)
    rows = [_row(line, live) for line in sorted(live.lines.values(), key=lambda line: (len(line.key), line.key))]
    return [row for row in rows if not wanted or wanted in _text(row)]


def _text(row: cards.LineRow) -> str:
    return fold(" ".join((row.key, row.label, row.person, *row.numbers, *(display(n) for n in row.numbers))))


def _row(line: Line, live: Snapshot) -> cards.LineRow:
    person = live.directory.get(line.identity_uuid)
    in_teams = addons.teams_code(line.addons) is not None
    broken = line_readiness(line, live).broken if in_teams else None
    return cards.LineRow(
        key=line.key,
        label=line.label,
        person=person.label if person else "",
        numbers=line.numbers,
        addons=addon_names(line.addons),
        teams=("can call" if broken is None else broken.missing) if in_teams else "not in Teams",
        ready=broken is None if in_teams else None,
    )
