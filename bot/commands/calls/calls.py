"""Call history: who called whom, newest first, in the reader's time zone; numbers are masked where required."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.commands.files import Given, maker, offer
from bot.commands.search import first, lines
from bot.context import Context
from bot.registry import Said, action, command
from bot.views.viewer import Viewer
from cards.calls import calls as cards
from cards.calls.clicks import CallsInputs, FileCalls, ListCalls
from services.domain.access import Right
from services.domain.calls import read_day, read_words, shown_number
from services.domain.errors import BadInput
from services.domain.phrases import join_text, tr
from services.domain.record.entries import Recorded
from services.domain.subject import Subject, SubjectKind
from services.intake.results import table_file
from services.inventory.find_line import the_line
from services.inventory.snapshot import Snapshot
from services.remote.cpaas import Cpaas
from services.remote.cpaas_records import CallFilter, CallRecord

_PER_PAGE = 10
_MAX_LOOKED_THROUGH = 2_000  # calls, for somebody who may see only some lines
_HEADS = (
    tr("When"),
    tr("Direction"),
    tr("Caller"),
    tr("Called number"),
    tr("Ext Key"),
    tr("Line"),
    tr("Seconds"),
    tr("Result"),
)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Which calls: of which extension, direction and day; empty for all."""

    line: str = ""
    direction: str = ""
    day: date | None = None

    def filter(self, viewer: Viewer) -> CallFilter:
        """The filter for the CPaaS; a day is the viewer's."""
        since, until = viewer.hours_of(self.day) if self.day else (0.0, 0.0)
        return CallFilter(self.line, self.direction, since, until)


@command(
    "calls",
    "call history",
    "call log",
    help="Who called whom, newest first",
    group="Lines",
    usage="calls alice today",
    private=True,
    examples=("calls", "calls 101 yesterday", "calls inbound 2026-11-24"),
)
async def calls(context: Context, rest: str) -> Said:
    """The newest calls that match the words: whose, which day, which direction."""
    asked = read_words(rest, _today(context))
    live = await _live(context)
    line = the_line(asked.whose, live).key if asked.whose else ""
    return await _page(context, _Wanted(line, asked.direction, asked.day), 1, live)


@action(ListCalls, CallsInputs, right=Right.READ, fresh="calls")
async def list_calls(context: Context, click: ListCalls, inputs: CallsInputs) -> Said:
    """Another page or another filter."""
    line = click.line if inputs.line is None else inputs.line
    direction = click.direction if inputs.direction is None else inputs.direction
    day = click.day if inputs.day is None else inputs.day
    return await _page(context, _wanted(context, line, direction, day), click.page, await _live(context))


@action(FileCalls, right=Right.READ, fresh="calls")
async def file_calls(context: Context, click: FileCalls) -> Said:
    """All calls that fit, as a file."""
    wanted = _wanted(context, click.line, click.direction, click.day)
    return await offer(context, "calls", f"{wanted.line}|{wanted.direction}|{wanted.day or ''}")


@maker("calls")
async def make_calls_file(context: Context, ident: str) -> Given:
    """Every call that fits, a row each."""
    line, direction, day = (*ident.split("|"), "", "")[:3]
    wanted = _wanted(context, line, direction, day)
    viewer, live = context.viewer, await _live(context)
    fits = (await _cpaas(context)).calls(wanted.filter(viewer))
    masked = not context.may(Right.CALLS)
    rows = [_cells(call, viewer, live, masked=masked) async for call in fits if _is_seen(call, live)]
    return Given("calls.xlsx", table_file(tr("Calls"), _HEADS, rows), tr("{rows:,} calls.", rows=len(rows)))


async def _page(context: Context, wanted: _Wanted, number: int, live: Snapshot) -> Said:
    viewer, masked, page = context.viewer, not context.may(Right.CALLS), max(1, number)
    await _recorded(context, wanted, page)
    found, total = await _calls(context, wanted, page, live)
    now = context.services.clock.now()
    view = cards.CallsPage(
        rows=[_row(call, viewer, live, now, masked=masked) for call in found],
        page=page,
        pages=max(1, -(-total // _PER_PAGE)),
        total=total,
        line=wanted.line,
        direction=wanted.direction,
        day=wanted.day.isoformat() if wanted.day else "",
        lines=first(lines(live), wanted.line),
        masked=masked,
    )
    return cards.calls(view)


async def _recorded(context: Context, wanted: _Wanted, page: int) -> None:
    """Record whose calls are about to be read."""
    day = wanted.day.isoformat() if wanted.day else ""
    detail = {"line": wanted.line, "direction": wanted.direction, "day": day, "page": page}
    subject = (
        Subject(SubjectKind.LINE, wanted.line) if wanted.line else Subject(SubjectKind.WORKSPACE, context.tenant_id)
    )
    await context.services.store.record.append(context.entry(Recorded.CALLS_READ, subject, detail))


async def _calls(context: Context, wanted: _Wanted, page: int, live: Snapshot) -> tuple[Sequence[CallRecord], int]:
    """A page of calls and their total; people who may see only some lines get those lines' calls among the newest."""
    cpaas, fits = await _cpaas(context), wanted.filter(context.viewer)
    if live.seen_by is None:
        return await cpaas.calls_page(fits, page - 1, _PER_PAGE)
    found: list[CallRecord] = []
    looked = 0
    async for call in cpaas.calls(fits, most=_MAX_LOOKED_THROUGH):
        looked += 1
        if looked > _MAX_LOOKED_THROUGH:
            break
        if _is_seen(call, live):
            found.append(call)
    return found[(page - 1) * _PER_PAGE :][:_PER_PAGE], len(found)


def _is_seen(call: CallRecord, live: Snapshot) -> bool:
    return live.seen_by is None or call.ext_key in live.lines


def _wanted(context: Context, line: str, direction: str, day: str) -> _Wanted:
    """The filter in a card's inputs or data; `all` stands for everybody or everything."""
    line, direction, day = _unless_all(line), _unless_all(direction), day.strip()
    found = read_day(day, _today(context)) if day else None
    if day and found is None:
        raise BadInput(tr("“{day}” is no day.", day=day), fix=tr("Write it such as 2026-11-24, or leave it empty."))
    return _Wanted(line, direction if direction in cards.DIRECTIONS else "", found)


def _unless_all(value: str) -> str:
    return "" if value == cards.EVERYBODY else value


def _row(call: CallRecord, viewer: Viewer, live: Snapshot, now: float, *, masked: bool) -> cards.CallRow:
    other = call.to_number if call.direction == "outbound" else call.from_number
    return cards.CallRow(
        other=shown_number(other, masked=masked),
        direction=call.direction,
        result=call.result,
        when=viewer.when(call.at, now),
        whose=join_text(" · ", filter(None, (call.ext_key, _holder(call.ext_key, live)))),
        seconds=call.duration_seconds,
    )


def _cells(call: CallRecord, viewer: Viewer, live: Snapshot, *, masked: bool) -> tuple[str, ...]:
    numbers = (shown_number(number, masked=masked) for number in (call.from_number, call.to_number))
    result = cards.RESULTS.get(call.result, call.result)
    seconds = str(call.duration_seconds)
    return (
        viewer.written(call.at),
        tr(call.direction),
        *numbers,
        call.ext_key,
        _holder(call.ext_key, live),
        seconds,
        result,
    )


def _holder(key: str, live: Snapshot) -> str:
    """The name of the person who holds the line now, else the directory name."""
    line = live.lines.get(key)
    person = live.directory.get(line.identity_uuid) if line else None
    return person.name if person else line.label if line else ""


def _today(context: Context) -> date:
    return context.viewer.day(context.services.clock.now())


async def _cpaas(context: Context) -> Cpaas:
    workspace = await context.workspace()
    return context.services.clients.cpaas(workspace.key, workspace.bond)


async def _live(context: Context) -> Snapshot:
    """The live state, which may be some seconds old, as only names are used."""
    services = context.services
    return await services.glances.get(services, services.steady, await context.workspace())
