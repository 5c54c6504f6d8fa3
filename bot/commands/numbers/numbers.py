"""Numbers: the state of each in Teams, searched, filtered, ticked, and as a file."""

from __future__ import annotations

from bot.commands.files import Given, maker, offer
from bot.context import Context
from bot.registry import Said, action, command
from bot.views.numbers.numbers import age_words, number_row, options_words, status_of, whom_to_ask
from bot.views.pages import page_of
from cards.numbers import numbers as cards
from cards.numbers.clicks import FileNumbers, ListNumbers, ListNumbersInputs
from cards.words import quoted
from services.changes import upload_options
from services.domain.access import Right
from services.domain.errors import BadInput, Stale
from services.domain.line import Number
from services.domain.number_list import as_ranges
from services.domain.people import fold
from services.domain.phrases import join_text, tr
from services.intake.results import table_file
from services.inventory.ages import ages
from services.inventory.number_lists import counts, fitting, for_teams, owner, pairs, unassigned, uploadable
from services.inventory.snapshot import Snapshot, read_snapshot

_PER_PAGE = 10
_WORDS = {fold(words): name for name, title in cards.FILTERS.items() for words in (name.replace("_", " "), title)}


@command(
    "numbers",
    "number",
    "phone numbers",
    "dids",
    help="All numbers and their upload status",
    group="Numbers",
    usage="numbers 6789",
    private=True,
)
async def numbers(context: Context, rest: str) -> Said:
    """The first page of numbers that match the words after the command: a filter's name, or a search."""
    wanted = _WORDS.get(fold(rest))
    return await _page(context, wanted or "all", "" if wanted else rest, 1, ())


@action(ListNumbers, ListNumbersInputs, right=Right.READ, fresh="numbers")
async def list_numbers(context: Context, click: ListNumbers, inputs: ListNumbersInputs) -> Said:
    """Show another page, filter or search; what was ticked stays ticked if the filter has an action for it."""
    query = click.query if inputs.query is None else inputs.query
    ticks = ticked(click.ticked, inputs.ticked)
    return await _page(context, inputs.filter or click.filter, query, click.page, ticks)


@action(FileNumbers, right=Right.READ, fresh="numbers")
async def file_numbers(context: Context, click: FileNumbers) -> Said:
    """Give the matching numbers as a file."""
    return await offer(context, "numbers", tr("{filter} {query}", filter=click.filter, query=click.query))


@maker("numbers")
async def make_numbers_file(context: Context, ident: str) -> Given:
    """A file with every matching number."""
    wanted, _, query = ident.partition(" ")
    workspace = await context.workspace()
    live = await read_snapshot(context.services, workspace)
    known, now = await ages(context.services, context.tenant_id, live), context.services.clock.now()
    rows = []
    for n in fitting(live, wanted, query):
        age, person = known.get(n.e164), owner(n, live)
        why = join_text(" ", filter(None, (n.error or age_words(n, age, now), whom_to_ask(n, age, workspace.account))))
        rows.append((n.e164, n.ext_key, person.name if person else "", status_of(n, live, age)[0], quoted(why)))
    heads = (tr("Number"), tr("Ext Key"), tr("User"), tr("Status"), tr("Reason"))
    return Given("numbers.xlsx", table_file(tr("Numbers"), heads, rows), tr("{rows:,} numbers.", rows=len(rows)))


def ticked(elsewhere: tuple[str, ...], here: tuple[str, ...]) -> tuple[str, ...]:
    """What is ticked on other pages and on this one, each once."""
    return tuple(dict.fromkeys((*elsewhere, *here)))


def chosen(e164s: tuple[str, ...], live: Snapshot, what: str) -> list[Number]:
    """The ticked numbers that are ours; raises BadInput when there are none, with `what` they are needed for.

    Raises Stale when all of them are gone.
    """
    found = [live.numbers[e164] for e164 in e164s if e164 in live.numbers]
    if e164s and not found:
        raise Stale(tr("None of the ticked numbers is here any more."))
    if not found:
        raise BadInput(
            tr("No number is ticked."), fix=tr("Tick the numbers to {what}, then click the button.", what=what)
        )
    return found


def as_words(numbers: list[Number]) -> str:
    """The shortest text that lists these numbers, in a form that can be typed."""
    return as_ranges([number.e164 for number in numbers])


async def _page(context: Context, wanted: str, query: str, number: int, carried: tuple[str, ...]) -> Said:
    workspace = await context.workspace()
    live = await read_snapshot(context.services, workspace)
    wanted = wanted if wanted in cards.FILTERS else "all"
    fits = fitting(live, wanted, query)
    page = page_of(fits, number, _PER_PAGE)
    known, now = await ages(context.services, context.tenant_id, live), context.services.clock.now()
    options = await upload_options.chosen(context.services, context.tenant_id)
    view = cards.NumbersPage(
        rows=[
            number_row(n, live, known.get(n.e164), now, workspace.account, _tickable(n, live, wanted))
            for n in page.rows
        ],
        filter=wanted,
        counts=counts(live),
        page=page.number,
        pages=page.pages,
        total=len(fits),
        query=query,
        ticked=[e164 for e164 in carried if e164 in live.numbers and _tickable(live.numbers[e164], live, wanted)],
        tickable_total=sum(uploadable(n, live) and for_teams(n, live) for n in fits),
        pairs=len(pairs(live, unassigned(live)).changes),
        options=options_words(options) if options else "",
        may_change=context.may(Right.CHANGE),
    )
    return cards.numbers(view)


def _tickable(number: Number, live: Snapshot, wanted: str) -> bool:
    """Whether any of this filter's actions is possible with the number."""
    if wanted in ("uploaded", "assigned", "unassigned"):
        return True
    return wanted != "uploading" and uploadable(number, live)
