"""One line: found by extension, number or person; its card, and the way to it from lists."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from bot.commands.lines.lines import page
from bot.context import Context
from bot.registry import Said, action, command
from bot.turn import Answer, Card
from bot.views.lines.line import line_card
from cards.lines.clicks import OpenLine, OpenLineInputs, ShowLine
from cards.lines.line import no_line, no_line_of
from services.domain.access import Right
from services.domain.addons import teams_code
from services.domain.errors import BadInput, RemoteError, RemoteRefused, Stale
from services.domain.line import Line
from services.domain.number import parse_number
from services.domain.phrases import tr
from services.domain.voice_policies import InTeams
from services.inventory.find_line import lines_meant, the_line
from services.inventory.readiness import way_ages
from services.inventory.snapshot import Snapshot

_MAX_READ_SECONDS = 5.0  # for what isn't essential to the card


@command(
    "line",
    "extension",
    "show line",
    help="One line: all about it, and what you can do",
    group="Lines",
    usage="line 101",
    private=True,
)
async def line(context: Context, rest: str) -> Said:
    """The line that these words mean; if there are several, or no words, the list to choose from."""
    live = await context.snapshot()
    found = lines_meant(rest, live)
    if not rest or len(found) > 1:
        return await page(context, live, rest, 1)
    if found:
        return await card_of(context, found[0], live)
    return _without_line(context, rest, live) or await card_of(context, the_line(rest, live), live)


@action(OpenLine, OpenLineInputs, right=Right.READ, fresh="lines")
async def open_line(context: Context, click: OpenLine, inputs: OpenLineInputs) -> Said:
    """Show a line chosen from a list, as a message of its own."""
    key = inputs.line or click.line
    if not key:
        raise BadInput(tr("No line is chosen."), fix=tr("Choose one, then click *Open*."))
    live, found = await line_of(context, key)
    return Answer(card=await card_of(context, found, live), new_message=True)


@action(ShowLine, right=Right.READ, fresh="lines")
async def show_line(context: Context, click: ShowLine) -> Said:
    """Show the line in place of a form."""
    live, found = await line_of(context, click.line)
    return await card_of(context, found, live)


async def card_of(context: Context, found: Line, live: Snapshot) -> Card:
    """The line's card for this person."""
    under_way = await way_ages(context.services, context.tenant_id, live)
    there = await _in_teams(context, found, live)
    return line_card(found, live, context.may(Right.CHANGE), under_way, context.services.clock.now(), there)


async def _in_teams(context: Context, found: Line, live: Snapshot) -> InTeams | None:
    """What Teams knows about the line's caller; None when that can't be read quickly."""
    holder = live.directory.get(found.identity_uuid) if found.identity_uuid else None
    if teams_code(found.addons) is None or holder is None or not holder.object_id or holder.is_resource:
        return None
    try:
        async with asyncio.timeout(_MAX_READ_SECONDS):
            return await context.services.clients.graph(context.tenant_id).in_teams(holder.object_id)
    except (RemoteError, TimeoutError) as error:
        unknown = isinstance(error, RemoteRefused) and error.status == 404
        return InTeams() if unknown else None


def choice_of(choices: Iterable[tuple[str, str]], who: str, live: Snapshot) -> str:
    """The value of the form's choice for the one person that `who` means; empty when there isn't exactly one."""
    person = live.directory.one(who)
    return next((value for value, _ in choices if person is not None and live.directory.one(value) is person), "")


async def line_of(context: Context, key: str) -> tuple[Snapshot, Line]:
    """The line of this extension, with the live state; raises Stale when it is gone."""
    live = await context.snapshot()
    if key not in live.lines:
        raise Stale(
            tr("Extension {key} is gone.", key=key),
            tr("It was renamed or deleted since."),
            tr("Say *lines* to see all."),
        )
    return live, live.lines[key]


def _without_line(context: Context, words: str, live: Snapshot) -> Card | None:
    """The card for a person or number without a line; None when the words mean neither."""
    may = context.may(Right.CHANGE)
    person = live.directory.one(words)
    if person is not None:
        return no_line(person.label, person.key, may)
    e164 = parse_number(words, live.country, live.numbers)
    return no_line_of(e164, may) if isinstance(e164, str) and e164 in live.numbers else None
