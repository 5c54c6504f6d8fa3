"""Licences: the seats bought, used and free of each code, and who holds it."""

from __future__ import annotations

from bot.commands.files import Given, maker, offer
from bot.context import Context
from bot.registry import Said, action, command
from bot.views.pages import page_of
from cards.licences import licences as cards
from cards.licences.clicks import FileLicences, ListHolders, ListHoldersInputs, ListLicences
from services.domain import addons
from services.domain.access import Right
from services.domain.errors import BadInput
from services.domain.line import Seats
from services.domain.people import fold
from services.domain.phrases import tr
from services.intake.results import table_file
from services.inventory.licence_pools import holders, pool_of, pools
from services.inventory.snapshot import Snapshot

_CODES_PER_PAGE, _LINES_PER_PAGE = 15, 8


@command(
    "licences",
    "licenses",
    "licence",
    "license",
    "seats",
    "add-ons",
    "addons",
    help="What is bought, used and free, and who has it",
    group="Lines",
    usage="licences call recording",
    private=True,
)
async def licences(context: Context, rest: str) -> Said:
    """All pools, or who holds the one that is named."""
    live = await context.snapshot()
    return _who(live, _meant(rest, live), 1) if rest else _page(context, live, 1)


@action(ListLicences, right=Right.READ, fresh="licences")
async def list_licences(context: Context, listed: ListLicences) -> Said:
    """Another page of pools."""
    return _page(context, await context.snapshot(), listed.page)


@action(ListHolders, ListHoldersInputs, right=Right.READ, fresh="licences")
async def list_holders(context: Context, click: ListHolders, inputs: ListHoldersInputs) -> Said:
    """The lines that hold one licence."""
    code = click.code or inputs.code
    if not code:
        raise BadInput(tr("No licence is chosen."), fix=tr("Choose one, then click *Show who*."))
    live = await context.snapshot()
    return _who(live, _meant(code, live), click.page)


@action(FileLicences, right=Right.READ, fresh="licences")
async def file_licences(context: Context, click: FileLicences) -> Said:
    """All pools as a file, or the lines that hold one licence."""
    return await offer(context, "licences", click.code)


@maker("licences")
async def make_licences_file(context: Context, code: str) -> Given:
    """A row for each pool, or for each line that holds this licence."""
    live = await context.snapshot()
    if code:
        rows = [(h.key, h.label, h.person, str(h.seats)) for h in _holders(live, code)]
        content = table_file(addons.name_of(code), (tr("Ext Key"), tr("Directory name"), tr("User"), tr("Seats")), rows)
        return Given(
            "licence-holders.xlsx",
            content,
            tr("{rows:,} lines with {name_of}.", rows=len(rows), name_of=addons.name_of(code)),
        )
    found = [_row(pool) for pool in pools(live)]
    cells = [(one.name, one.code, one.kind, str(one.total), str(one.used), str(one.free)) for one in found]
    content = table_file(
        tr("Licences"), (tr("Licence"), tr("Code"), tr("Kind"), tr("Bought"), tr("Used"), tr("Free")), cells
    )
    return Given("licences.xlsx", content, tr("{cells:,} licences.", cells=len(cells)))


def _meant(text: str, live: Snapshot) -> str:
    """The code that these words mean: a known one by code or name, or an unknown one of the organisation by code."""
    codes = {fold(pool.code): pool.code for pool in pools(live)}
    names = {fold(addons.name_of(code)): code for code in codes.values()}
    found = addons.find_code(text) or codes.get(fold(text)) or names.get(fold(text))
    if found is None:
        raise BadInput(tr("I know no licence “{text}”.", text=text), fix=tr("Say *licences* to see all."))
    return found


def _page(context: Context, live: Snapshot, number: int) -> Said:
    rows = [_row(pool) for pool in pools(live)]
    page = page_of(rows, number, _CODES_PER_PAGE)
    held = [(one.code, one.name) for one in rows if one.used]
    view = cards.LicencesPage(page.rows, page.number, page.pages, len(rows), held, context.may(Right.CHANGE))
    return cards.licences(view)


def _who(live: Snapshot, code: str, number: int) -> Said:
    rows = _holders(live, code)
    page = page_of(rows, number, _LINES_PER_PAGE)
    licence = _row(pool_of(live, code))
    return cards.holders(cards.LicenceHoldersPage(licence, page.rows, page.number, page.pages, len(rows)))


def _holders(live: Snapshot, code: str) -> list[cards.LicenceHolderRow]:
    found = []
    for holder in holders(live, code):
        person = live.directory.get(holder.line.identity_uuid)
        label = person.label if person else ""
        found.append(cards.LicenceHolderRow(holder.line.key, holder.line.label, label, holder.seats))
    return found


def _row(pool: Seats) -> cards.LicenceRow:
    kind = "base" if pool.base else (addons.kind_of(pool.code) or "")
    return cards.LicenceRow(pool.code, addons.name_of(pool.code), str(kind), pool.total, pool.used, pool.free)
