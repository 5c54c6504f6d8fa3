"""A plan for shared conversations: counts only."""

from __future__ import annotations

from bot.turn import Card
from bot.views.changes.plans import plan_view
from bot.views.viewer import Viewer
from cards.changes import counted as cards
from cards.words import things
from services.changes.approvals import weight_of
from services.context import Services
from services.domain.phrases import tr
from services.store.records import StoredPlan


async def counted_card(services: Services, plan_id: str, viewer: Viewer) -> Card:
    """The card of the plan in counts."""
    plan = await services.store.plans.get(plan_id, viewer.tenant_id)
    return cards.counted(await counted(services, plan, viewer))


async def counted(services: Services, plan: StoredPlan, viewer: Viewer) -> cards.CountedPlan:
    """The plan in counts, without its title, its reason and names, which are about people."""
    view = await plan_view(services, plan, viewer)
    yeses = len(view.said_yes)
    return cards.CountedPlan(
        plan.id,
        view.hash,
        view.lines_busy,
        view.lines_total,
        weight_of(plan).loses,
        view.counts,
        view.drastic,
        viewer.when(plan.created_at, services.clock.now()),
        tr("{how_many} said yes; it takes {approvals}.", how_many=things(yeses, "admin"), approvals=view.approvals)
        if view.approvals > 1 or yeses
        else "",
        view.state,
    )
