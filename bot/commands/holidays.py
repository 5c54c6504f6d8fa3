"""Public holidays of the organisation: looked at, added one by one or many at once, taken out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot.commands.files import Given, maker, offer
from bot.commands.lists import ask_list, list_shown, read_system
from bot.context import Context
from bot.registry import Said, action, command
from bot.turn import Card
from bot.views.pages import page_of
from cards import holidays as cards
from cards.words import things
from services.domain.access import Right
from services.domain.errors import BadInput
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
    """The list; with a date and a name, a plan to add that day."""
    records = await _records(context)
    if rest and context.may(Right.CHANGE):
        day, _, name = rest.replace(";", " ").partition(" ")
        return await _add(context, records, {"date": day, "name": name.strip()})
    return _card(context, records, 1)


@action("holidays.show", right=Right.READ, fresh="holidays")
async def show(context: Context, data: Mapping[str, Any], _inputs: Mapping[str, str]) -> Said:
    """Another page."""
    return _card(context, await _records(context), int(data.get("page", 1)))


@action("holidays.add", right=Right.CHANGE, fresh="holidays")
async def add(context: Context, data: Mapping[str, Any], inputs: Mapping[str, str]) -> Said:
    """A plan to add one day."""
    return await _add(context, await list_shown(context, HOLIDAYS, data), inputs, int(data.get("page", 1)))


@action("holidays.remove", right=Right.CHANGE, fresh="holidays")
async def remove(context: Context, data: Mapping[str, Any], inputs: Mapping[str, str]) -> Said:
    """A plan without the ticked days."""
    records = await list_shown(context, HOLIDAYS, data)
    ticked = {day for day in inputs.get("ticked", "").split(",") if day}
    gone = [record for record in records if record.get("date") in ticked]
    if not gone:
        raise BadInput("No day is ticked.", fix="Tick the days to remove, then click *Remove ticked*.")
    title = f"Remove {_named(gone)}"
    return await ask_list(context, title, HOLIDAYS, [record for record in records if record not in gone], None)


@action("holidays.many", right=Right.CHANGE, fresh="holidays")
async def many(context: Context, _data: Mapping[str, Any], _inputs: Mapping[str, str]) -> Said:
    """A form for several lines."""
    return cards.many(fingerprint(await _records(context)))


@action("holidays.import", right=Right.CHANGE, fresh="holidays")
async def take(context: Context, data: Mapping[str, Any], inputs: Mapping[str, str]) -> Said:
    """A plan to add every line's day; a line that can't be read is named."""
    records, typed = await list_shown(context, HOLIDAYS, data), inputs.get("lines", "")
    found = read(FIELDS[HOLIDAYS], typed)

    def form(error: str) -> Card:
        return cards.many(fingerprint(records), typed, error)

    if isinstance(found, Wrong):
        return form(found.why)
    new = [record for record in records_of(found) if record not in records]
    if not new:
        return form("Write at least one new day.")
    return await ask_list(context, f"Add {_named(new)}", HOLIDAYS, _sorted([*records, *new]), form)


@action("holidays.file", right=Right.READ, fresh="holidays")
async def file(context: Context, _data: Mapping[str, Any], _inputs: Mapping[str, str]) -> Said:
    """All holidays, as a file."""
    return await offer(context, "holidays", "")


@maker("holidays")
async def make(context: Context, _ident: str) -> Given:
    """Every holiday, a row each."""
    rows = [(str(record.get("date")), name_of(record)) for record in _sorted(await _records(context))]
    return Given("holidays.xlsx", table_file("Holidays", ("Date", "Name"), rows), f"{len(rows):,} holidays.")


async def _add(context: Context, records: list[Record], inputs: Mapping[str, str], page: int = 1) -> Said:
    new: Record = {"date": inputs.get("date", "").strip(), "name": inputs.get("name", "").strip()}

    def form(error: str) -> Card:
        return _card(context, records, page, error, inputs)

    return await ask_list(context, f"Add {_named([new])}", HOLIDAYS, _sorted([*records, new]), form)


def _card(
    context: Context, records: Sequence[Record], number: int, error: str = "", kept: Mapping[str, str] | None = None
) -> Card:
    page = page_of(_sorted(records), number, _PER_PAGE)
    rows = [cards.Holiday(str(one.get("date")), name_of(one), _day(str(one.get("date")))) for one in page.rows]
    mark, may = fingerprint(records), context.may(Right.CHANGE)
    view = cards.HolidaysPage(rows, mark, page.number, page.pages, len(records), may, kept or {})
    return cards.holidays(view, error)


async def _records(context: Context) -> list[Record]:
    return records_at(await read_system(context), HOLIDAYS)


def _sorted(records: Sequence[Record]) -> list[Record]:
    return sorted(records, key=lambda record: str(record.get("date")))


def _day(text: str) -> str:
    """The day as people read it: `Fri 25 Dec 2026`; what is no day as it is."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{day:%a} {day.day} {day:%b %Y}"


def _named(records: Sequence[Record]) -> str:
    return f"holiday {name_of(records[0])}" if len(records) == 1 else things(len(records), "holiday")
