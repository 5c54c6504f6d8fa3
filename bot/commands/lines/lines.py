"""Lines: who has which extension, number and add-ons, and whether it works in Teams."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import structlog

from bot.commands.files import Given, maker, offer
from bot.context import Context
from bot.registry import Said, action, command
from bot.turn import Card
from bot.views.lines.line import addon_names
from bot.views.pages import page_of
from cards.lines import lines as cards
from cards.lines.clicks import FileLines, ListLines, ListLinesInputs
from cards.words import count
from services.changes import upload_options
from services.domain import addons
from services.domain.access import Right
from services.domain.error_codes import for_log
from services.domain.errors import RemoteError
from services.domain.line import Line
from services.domain.number import display
from services.domain.people import fold
from services.domain.phrases import join_text, tr
from services.intake.results import table_file
from services.inventory.groups import lines_of_group
from services.inventory.readiness import line_readiness
from services.inventory.snapshot import Snapshot

log = structlog.get_logger()

_PER_PAGE = 6  # more of them, with all there is to know, are too heavy for a card
_FEWEST_SITES = 2  # to choose from
_SEPARATOR = "\n"  # separates filter, site and words in the id of a file


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
    """The first page of lines that match the words after the command."""
    return await page(context, await context.snapshot(), rest, 1)


@action(ListLines, ListLinesInputs, right=Right.READ, fresh="lines")
async def list_lines(context: Context, click: ListLines, inputs: ListLinesInputs) -> Said:
    """Show another page or another search."""
    query = click.query if inputs.query is None else inputs.query
    site = click.site if inputs.site is None else inputs.site
    site = "" if site == cards.EVERYWHERE else site
    return await page(context, await context.snapshot(), query, click.page, _filter(click.filter), site)


@action(FileLines, right=Right.READ, fresh="lines")
async def file_lines(context: Context, click: FileLines) -> Said:
    """Give the matching lines as a file."""
    return await offer(context, "lines", _SEPARATOR.join((click.filter, click.site, click.query)))


@maker("lines")
async def make_lines_file(context: Context, ident: str) -> Given:
    """A file with every matching line; `ident` is the filter, the site and the search."""
    live = await context.snapshot()
    *before, query = ident.split(_SEPARATOR)  # of an earlier version without a site
    which, site = [*before, "", ""][:2]
    rows = [
        (r.key, r.label, r.person, join_text(", ", (display(n) for n in r.numbers)), join_text(", ", r.addons), r.teams)
        for r in rows_of(live, query)
        if r.fits(_filter(which)) and _at(r, site)
    ]
    heads = (tr("Ext Key"), tr("Directory name"), tr("User"), tr("Numbers"), tr("Add-ons"), tr("Teams"))
    return Given("lines.xlsx", table_file(tr("Lines"), heads, rows), tr("{rows:,} lines.", rows=len(rows)))


async def page(
    context: Context,
    live: Snapshot,
    query: str,
    number: int,
    which: cards.LineFilter = cards.LineFilter.ALL,
    site: str = "",
) -> Card:
    """A page of the matching lines, at one `site` if that is named."""
    everywhere = rows_of(live, query)
    found = [row for row in everywhere if _at(row, site)]
    counts = {one: sum(row.fits(one) for row in found) for one in cards.LineFilter}
    shown = page_of([row for row in found if row.fits(which)], number, _PER_PAGE)
    return cards.lines(
        cards.LinesPage(
            shown.rows,
            shown.number,
            shown.pages,
            counts[which],
            query,
            context.may(Right.CHANGE),
            which,
            counts,
            await _sites(context, everywhere, site),
            site,
        )
    )


def _at(row: cards.LineRow, site: str) -> bool:
    return not site or site in row.sites


async def _sites(context: Context, rows: Sequence[cards.LineRow], chosen: str) -> list[tuple[str, str]]:
    """The sites to choose from, most lines first; none where all these lines have the same.

    While Microsoft can't tell their names, lines are listed all the same, and sites by their ids.
    """
    there = Counter(site for row in rows for site in row.sites)
    if len(there) < _FEWEST_SITES and not chosen:
        return []
    try:
        places = await upload_options.places(context.services, await context.workspace())
    except RemoteError as error:
        log.warning("sites listed by their ids", **for_log(error))
        places = ()
    names = {place.id: place.name for place in places}
    if chosen:
        there.setdefault(chosen, 0)  # stays to be seen when nobody of the search is there
    return [
        (site, tr("{name} · {lines}", name=names.get(site, site), lines=count(n))) for site, n in there.most_common()
    ]


def _filter(text: str) -> cards.LineFilter:
    """The filter of this name; all lines for a name that this version doesn't know."""
    return cards.LineFilter(text) if text in list(cards.LineFilter) else cards.LineFilter.ALL


def rows_of(live: Snapshot, query: str) -> list[cards.LineRow]:
    """A row for each line that matches the query, or whose holder is in the group that it names; by extension."""
    wanted, group = fold(query), {line.key for line in lines_of_group(query, live)}
    rows = [_row(line, live) for line in sorted(live.lines.values(), key=lambda line: (len(line.key), line.key))]
    return [row for row in rows if not wanted or wanted in _text(row) or row.key in group]


def _text(row: cards.LineRow) -> str:
    return fold(join_text(" ", (row.key, row.label, row.person, *row.numbers, *(display(n) for n in row.numbers))))


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
        teams=(tr("can call") if broken is None else broken.missing) if in_teams else tr("not in Teams"),
        ready=broken is None if in_teams else None,
        rule=bool(live.rule_of(line.key)),
        sites=sorted({n.location for e in line.numbers if (n := live.numbers.get(e)) and n.location}),
    )
