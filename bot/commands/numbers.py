"""Numbers: where each is on its way into Teams; tick some and upload them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from bot.commands.files import Given, maker, offer
from bot.context import Context
from bot.registry import Said, action, command
from bot.turn import Answer
from bot.views.pages import page_of
from cards import numbers as cards
from cards.plans import preparing
from cards.words import things
from services.changes import drafts
from services.changes.snapshot import Snapshot, read_snapshot
from services.domain import addons
from services.domain.access import Right
from services.domain.change import Change
from services.domain.errors import BadInput
from services.domain.line import Number, Upload
from services.domain.number import bare
from services.domain.people import fold
from services.intake.results import table_file

_PER_PAGE = 10
_STATUS: Mapping[Upload, tuple[str, cards.Style]] = {
    Upload.NOT_UPLOADED: ("Not uploaded", "Subtle"),
    Upload.UPLOADING: ("Uploading", "Accent"),
    Upload.SYNCED: ("Uploaded, not visible yet", "Accent"),
    Upload.UPLOADED: ("Uploaded", "Good"),
    Upload.FAILED: ("Failed", "Attention"),
}


@command(
    "numbers",
    "number",
    "phone numbers",
    "dids",
    help="All numbers and their upload status",
    group="Lines",
    usage="numbers 6789",
    private=True,
)
async def numbers(context: Context, rest: str) -> Said:
    """The first page of numbers that fit the words after the command."""
    return await _page(context, "all", rest, 1, ())


@action("numbers.show", right=Right.READ)
async def show(context: Context, data: Mapping[str, Any], inputs: Mapping[str, str]) -> Said:
    """Another page, filter or search; what was ticked stays ticked."""
    wanted = inputs.get("filter") or str(data.get("filter", "all"))
    query = inputs.get("query", str(data.get("query", "")))
    return await _page(context, wanted, query, int(data.get("page", 1)), _ticked(data, inputs))


@action("numbers.file", right=Right.READ)
async def file(context: Context, data: Mapping[str, Any], _inputs: Mapping[str, str]) -> Said:
    """The numbers that fit, as a file."""
    return await offer(context, "numbers", f"{data.get('filter', 'all')} {data.get('query', '')}")


@maker("numbers")
async def make(context: Context, ident: str) -> Given:
    """Every number that fits, a row each."""
    wanted, _, query = ident.partition(" ")
    live = await read_snapshot(context.services.clients, await context.workspace())
    rows = [(n.e164, n.ext_key, _person(n, live), _words(n, live)[0], n.error) for n in fitting(live, wanted, query)]
    heads = ("Number", "Ext Key", "User", "Status", "Reason")
    return Given("numbers.xlsx", table_file("Numbers", heads, rows), f"{len(rows):,} numbers.")


@action("numbers.upload", right=Right.CHANGE)
async def upload(context: Context, data: Mapping[str, Any], inputs: Mapping[str, str]) -> Said:
    """A plan to upload the ticked numbers, or all that fit."""
    live = await read_snapshot(context.services.clients, await context.workspace())
    chosen = _chosen(live, data, inputs)
    if not chosen:
        raise BadInput("No number is ticked.", fix="Tick the numbers to upload, then click *Upload*.")
    changes = [Change(key=n.ext_key, number=n.e164, upload=True, assign=False) for n in chosen]
    title = f"Upload {things(len(changes), 'number')}"
    draft_id = await drafts.add_changes(context.services, context.author, title, changes)
    await context.services.start("draft", f"{draft_id}-0")
    return Answer(card=preparing(title), new_message=True, subject=f"draft:{draft_id}")


def _chosen(live: Snapshot, data: Mapping[str, Any], inputs: Mapping[str, str]) -> list[Number]:
    if data.get("all"):
        fits = fitting(live, str(data.get("filter", "all")), str(data.get("query", "")))
        return [n for n in fits if tickable(n, live)]
    ticked = set(_ticked(data, inputs))
    return [n for n in live.numbers.values() if n.e164 in ticked and tickable(n, live)]


def _ticked(data: Mapping[str, Any], inputs: Mapping[str, str]) -> tuple[str, ...]:
    here = [n for n in inputs.get("ticked", "").split(",") if n]
    elsewhere = data.get("ticked") or []
    return tuple(dict.fromkeys([*elsewhere, *here]))


async def _page(context: Context, wanted: str, query: str, number: int, ticked: tuple[str, ...]) -> Said:
    live = await read_snapshot(context.services.clients, await context.workspace())
    fits = fitting(live, wanted, query)
    page = page_of(fits, number, _PER_PAGE)
    view = cards.NumbersPage(
        rows=[_row(n, live) for n in page.rows],
        filter=wanted if wanted in cards.FILTERS else "all",
        counts=_counts(live),
        page=page.number,
        pages=page.pages,
        total=len(fits),
        query=query,
        ticked=ticked,
        tickable_total=sum(tickable(n, live) for n in fits),
    )
    return cards.numbers(view)


def _counts(live: Snapshot) -> Counter[str]:
    counts: Counter[str] = Counter()
    for number in live.numbers.values():
        counts.update(filters_of(number))
    return counts


def filters_of(number: Number) -> set[str]:
    """The filters this number falls under."""
    found = {"all"}
    match number.upload:
        case Upload.NOT_UPLOADED:
            found.add("not_uploaded")
        case Upload.UPLOADING | Upload.SYNCED:
            found.add("uploading")
        case Upload.FAILED:
            found.add("failed")
        case Upload.UPLOADED:
            found |= {"uploaded", "assigned" if number.target else "unassigned"}
    return found


def fitting(live: Snapshot, wanted: str, query: str) -> list[Number]:
    """The numbers under this filter that hold the query in digits, extension or person; in order."""
    digits, words = bare("".join(query.split())), fold(query)
    found = [n for n in live.numbers.values() if wanted in filters_of(n) or wanted not in cards.FILTERS]
    return sorted(
        (n for n in found if not words or digits in n.e164 or words in fold(f"{n.ext_key} {_person(n, live)}")),
        key=lambda n: n.e164,
    )


def tickable(number: Number, live: Snapshot) -> bool:
    """Whether it can be uploaded: not there yet, and on a line with a Teams add-on."""
    line = live.lines.get(number.ext_key)
    return bool(line and addons.teams_code(line.addons) and number.upload in (Upload.NOT_UPLOADED, Upload.FAILED))


def _row(number: Number, live: Snapshot) -> cards.NumberRow:
    status, style = _words(number, live)
    return cards.NumberRow(
        e164=number.e164,
        ext_key=number.ext_key,
        person=_person(number, live),
        status=status,
        style=style,
        detail=number.error,
        tickable=tickable(number, live),
    )


def _words(number: Number, live: Snapshot) -> tuple[str, cards.Style]:
    if number.target:
        holder = live.directory.get(number.target)
        line = live.lines.get(number.ext_key)
        if holder and line and holder.identity_uuid == line.identity_uuid:
            return "Assigned", "Good"
        return f"Assigned to {holder.name if holder else 'an unknown account'}", "Good"
    return _STATUS[number.upload]


def _person(number: Number, live: Snapshot) -> str:
    line = live.lines.get(number.ext_key)
    person = live.directory.get(line.identity_uuid) if line else None
    return person.name if person else ""
