"""Public holidays of the organisation: listed, added singly or many at once, and removed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.commands.files import Given, list_maker
from bot.commands.system.lists import ask_list, list_shown, read_system
from bot.context import Context
from bot.registry import Said, action, command
from bot.turn import Card
from bot.views.pages import page_of
from bot.views.viewer import dated
from cards.system import holidays as cards
from cards.system.clicks import (
    AddHoliday,
    AddManyHolidays,
    FileHolidays,
    HolidayInputs,
    ImportHolidays,
    ImportHolidaysInputs,
    ListHolidays,
    RemoveHolidays,
)
from cards.words import things
from services.domain.access import Right
from services.domain.errors import BadInput
from services.domain.phrases import tr
from services.domain.settings.catalogue import FIELDS
from services.domain.settings.paths import HOLIDAYS
from services.domain.settings.records import Record, fingerprint, name_of, records_at, records_of
from services.domain.settings.values import Wrong, read
from services.intake.results import table_file

_PER_PAGE = 12


@command(
    "holidays",
    "public holidays",
    "settings holidays",
    "holiday",
    help="Public holidays: see, add and remove",
    group="Settings",
    private=True,
    examples=("holidays", "holidays 2026-12-25 Christmas"),
)
async def holidays(context: Context, rest: str) -> Said:
    """Show the list; with a date and a name, plan to add that day."""
    records = await _records(context)
    if rest and context.may(Right.SHARED):
        day, _, name = rest.replace(";", " ").partition(" ")
        return await _add(context, records, HolidayInputs(day, name.strip()))
    return _card(context, records, 1)


@action(ListHolidays, right=Right.READ, fresh="holidays")
async def list_holidays(context: Context, click: ListHolidays) -> Said:
    """Another page."""
    return _card(context, await _records(context), click.page)


@action(AddHoliday, HolidayInputs, right=Right.SHARED, fresh="holidays")
async def add_holiday(context: Context, click: AddHoliday, inputs: HolidayInputs) -> Said:
    """Plan to add one day."""
    return await _add(context, await list_shown(context, HOLIDAYS, click.mark), inputs, click.page)


@action(RemoveHolidays, HolidayInputs, right=Right.SHARED, fresh="holidays")
async def remove_holidays(context: Context, click: RemoveHolidays, inputs: HolidayInputs) -> Said:
    """Plan to remove the ticked days."""
    records = await list_shown(context, HOLIDAYS, click.mark)
    gone = [record for record in records if record.get("date") in inputs.ticked]
    if not gone:
        raise BadInput(tr("No day is ticked."), fix=tr("Tick the days to remove, then click *Remove ticked*."))
    title = tr("Remove {named}", named=_named(gone))
    return await ask_list(context, title, HOLIDAYS, [record for record in records if record not in gone], None)


@action(AddManyHolidays, right=Right.SHARED, fresh="holidays")
async def add_many_holidays(context: Context) -> Said:
    """Show the form for several holidays."""
    return cards.many(fingerprint(await _records(context)))


@action(ImportHolidays, ImportHolidaysInputs, right=Right.SHARED, fresh="holidays")
async def import_holidays(context: Context, click: ImportHolidays, inputs: ImportHolidaysInputs) -> Said:
    """Plan to add the day of every line; a line that can't be read is named."""
    records, typed = await list_shown(context, HOLIDAYS, click.mark), inputs.lines
    found = read(FIELDS[HOLIDAYS], typed)

    def form(error: str) -> Card:
        return cards.many(fingerprint(records), typed, error)

    if isinstance(found, Wrong):
        return form(found.why)
    new = [record for record in records_of(found) if record not in records]
    if not new:
        return form(tr("Write at least one new day."))
    return await ask_list(context, tr("Add {named}", named=_named(new)), HOLIDAYS, _sorted([*records, *new]), form)


@list_maker("holidays", FileHolidays, fresh="holidays")
async def make_holidays_file(context: Context) -> Given:
    """A file with every holiday."""
    rows = [(str(record.get("date")), name_of(record)) for record in _sorted(await _records(context))]
    return Given(
        "holidays.xlsx",
        table_file(tr("Holidays"), (tr("Date"), tr("Name")), rows),
        tr("{rows:,} holidays.", rows=len(rows)),
    )


async def _add(context: Context, records: list[Record], inputs: HolidayInputs, page: int = 1) -> Said:
    new: Record = {"date": inputs.date, "name": inputs.name}

    def form(error: str) -> Card:
        return _card(context, records, page, error, inputs)

    return await ask_list(context, tr("Add {named}", named=_named([new])), HOLIDAYS, _sorted([*records, new]), form)


def _card(
    context: Context, records: Sequence[Record], number: int, error: str = "", kept: HolidayInputs | None = None
) -> Card:
    page = page_of(_sorted(records), number, _PER_PAGE)
    rows = [cards.Holiday(str(one.get("date")), name_of(one), _day(str(one.get("date")))) for one in page.rows]
    mark, may = fingerprint(records), context.may(Right.SHARED)
    view = cards.HolidaysPage(rows, mark, page.number, page.pages, len(records), may, kept or HolidayInputs())
    return cards.holidays(view, error)


async def _records(context: Context) -> list[Record]:
    return records_at(await read_system(context), HOLIDAYS)


def _sorted(records: Sequence[Record]) -> list[Record]:
    return sorted(records, key=lambda record: str(record.get("date")))


def _day(text: str) -> str:
    """The day as people read it: `Fri 25 Dec 2026`; anything else unchanged."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return dated(day)


def _named(records: Sequence[Record]) -> str:
    return (
        tr("holiday {name_of}", name_of=name_of(records[0])) if len(records) == 1 else things(len(records), "holiday")
    )
