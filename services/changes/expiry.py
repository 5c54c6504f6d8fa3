"""Plans that nobody decides: approvers are reminded, and when the time is over everybody concerned hears of it."""

from __future__ import annotations

from services.changes.approvals import expire, remind
from services.context import Services


async def look(services: Services) -> None:
    """Remind of what ends soon and close what has ended; what was told before isn't told again."""
    now = services.clock.now()
    for plan in await services.store.plans.overdue(now):
        await expire(services, plan)
    for plan in await services.store.plans.ending(now):
        await remind(services, plan)
