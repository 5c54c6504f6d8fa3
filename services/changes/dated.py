"""Approved plans that begin by themselves: announced before, and checked again at their time.

Author, approvals, policy and live state must fit at that time, not only when it was approved.
"""

from __future__ import annotations

import structlog

from services.changes.approval_count import need_approvals
from services.changes.approvals import announce, begin_dated, overtake
from services.changes.authors import need_author
from services.changes.drafts import still_fits
from services.changes.plan_binding import workspace_of
from services.changes.plan_checks import need_unchanged
from services.context import Services
from services.domain.error_codes import for_log
from services.domain.errors import NotAllowed, NotConnected, OtherOrganisation, Stale, SwitchboardError
from services.domain.phrases import tr
from services.store.records import StoredPlan

log = structlog.get_logger()

_ANNOUNCED_BEFORE_SECONDS = 86_400.0  # seconds before it begins
_CHANGED = tr("What it is about has changed since it was approved. Nothing was written.")


async def look(services: Services) -> None:
    """Announce what begins within a day, once each, and begin what is due."""
    now = services.clock.now()
    for plan in await services.store.plans.soon(now, _ANNOUNCED_BEFORE_SECONDS):
        await announce(services, plan)
    for plan in await services.store.plans.due(now):
        try:
            await _begin(services, plan)
        except SwitchboardError as error:
            # Such as a remote system that is away: the next look tries again.
            log.warning("a dated plan begins later", plan=plan.id, **for_log(error))


async def _begin(services: Services, plan: StoredPlan) -> None:
    try:
        await workspace_of(services, plan)
        await need_author(services, plan)
        rules = await need_approvals(services, plan)
        await need_unchanged(services, plan, plan.hash)  # its stored lines may have been bent since
    except (NotAllowed, NotConnected, OtherOrganisation, Stale) as error:
        await overtake(services, plan, tr("{what} {why}", what=error.what, why=error.why).strip())
        return
    if await still_fits(services, plan):
        await begin_dated(services, plan, rules)
    else:
        await overtake(services, plan, _CHANGED)
