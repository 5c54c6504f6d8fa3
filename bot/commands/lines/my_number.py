"""My number: everybody's own line, whatever their role."""

from __future__ import annotations

from bot.context import Context
from bot.registry import Said, command
from bot.turn import Card
from cards.lines import mine as cards
from services.domain.access import Right
from services.domain.errors import BadInput
from services.domain.phrases import tr
from services.domain.states import WorkspaceState
from services.inventory.readiness import line_readiness
from services.inventory.snapshot import Snapshot


@command(
    "my number",
    "my numbers",
    "my line",
    "my extension",
    "my phone number",
    "what's my number",
    "whats my number",
    "what is my number",
    "what's my extension",
    "what is my extension",
    help="Your own line",
    group="Start",
    right=Right.NONE,
    private=True,
)
async def my_number(context: Context, _rest: str) -> Said:
    """The lines that this person holds."""
    return await own_lines(context)


async def own_lines(context: Context, *, greets: bool = False) -> Card:
    """The card with this person's own lines; raises BadInput while the tenant isn't linked, unless it `greets`."""
    admins = await context.house.admins(context.tenant_id)
    workspace = await context.services.store.workspaces.find(context.tenant_id)
    if workspace is None or workspace.state != WorkspaceState.CONNECTED:
        if greets:
            return cards.my_lines(context.author.name, (), admins, greets=True)
        raise BadInput(
            tr("Your organisation hasn't set me up yet."), fix=tr("Ask your Teams admin to say *connect* to me.")
        )
    services = context.house.services  # people may see their own lines, whatever their role
    live = await services.glances.get(services, services.steady, workspace)
    return cards.my_lines(
        context.author.name, _lines(context, live), await context.house.admins(context.tenant_id), greets=greets
    )


def _lines(context: Context, live: Snapshot) -> list[cards.OwnLine]:
    person = live.directory.get(context.author.object_id)
    if person is None or not person.identity_uuid:
        return []
    own = sorted(line.key for line in live.lines.values() if line.identity_uuid == person.identity_uuid)
    return [cards.OwnLine(key, live.lines[key].numbers, _calls(key, live)) for key in own]


def _calls(key: str, live: Snapshot) -> str:
    """Whether the line can call, in words, without details, which are for admins."""
    broken = line_readiness(live.lines[key], live).broken
    return (
        tr("It can't call in Teams yet: {missing}.", missing=broken.missing)
        if broken
        else tr("You can call with it in Teams.")
    )
