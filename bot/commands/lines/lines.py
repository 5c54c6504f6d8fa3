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
from services.inventory.groups import lines_of_group
from services.inventory.readiness import line_readiness
from services.inventory.snapshot import Snapshot

_PER_PAGE = 8
_BESIDE = "\n"  # between filter and words in what a file is asked for with


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
    return page(context, await context.snapshot(), query, click.page, _filter(click.filter))


@action(FileLines, right=Right.READ, fresh="lines")
async def file_lines(context: Context, click: FileLines) -> Said:
    """The lines that fit, as a file."""
    return await offer(context, "lines", f"{click.filter}{_BESIDE}{click.query}")


@maker("lines")
async def make_lines_file(context: Context, ident: str) -> Given:
    """Every line that fits, a row each; `ident` is the filter and what was looked for."""
    live = await context.snapshot()
    which, _, query = ident.rpartition(_BESIDE)
    rows = [
        (r.key, r.label, r.person, ", ".join(display(n) for n in r.numbers), ", ".join(r.addons), r.teams)
        for r in rows_of(live, query)
        if r.fits(_filter(which))
    ]
    heads = ("Ext Key", "Directory name", "User", "Numbers", "Add-ons", "Teams")
    return Given("lines.xlsx", table_file("Lines", heads, rows), f"{len(rows):,} lines.")


def page(
    context: Context, live: Snapshot, query: str, number: int, which: cards.LineFilter = cards.LineFilter.ALL
) -> Card:
    """A page of the lines that fit."""
    found = rows_of(live, query)
    counts = {one: sum(row.fits(one) for row in found) for one in cards.LineFilter}
    shown = page_of([row for row in found if row.fits(which)], number, _PER_PAGE)
    may_change = context.may(Right.CHANGE)
    return cards.lines(
        cards.LinesPage(shown.rows, shown.number, shown.pages, counts[which], query, may_change, which, counts)
    )


def _filter(text: str) -> cards.LineFilter:
    """The filter of this name; all lines where a card names one that this version doesn't know."""
    return cards.LineFilter(text) if text in list(cards.LineFilter) else cards.LineFilter.ALL


def rows_of(live: Snapshot, query: str) -> list[cards.LineRow]:
    """A row for each line that fits the query, or whose holder is of the group that it names; by extension."""
    wanted, group = fold(query), {line.key for line in lines_of_group(query, live)}
    rows = [_row(line, live) for line in sorted(live.lines.values(), key=lambda line: (len(line.key), line.key))]
    return [row for row in rows if not wanted or wanted in _text(row) or row.key in group]


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
        rule=bool(live.rule_of(line.key)),
    )
