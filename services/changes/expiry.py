"""Plans that nobody decides: approvers are reminded, and when the time is over everybody concerned is told."""

from __future__ import annotations

from services.changes.approvals import expire, remind
from services.context import Services


async def look(services: Services) -> None:
    """Remind of plans that end soon and close those whose time is over, each told once."""
    now = services.clock.now()
    for plan in await services.store.plans.overdue(now):
        await expire(services, plan)
    for plan in await services.store.plans.ending(now):
        await remind(services, plan)
