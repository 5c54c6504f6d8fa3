"""What is asked before anything is done to a plan: whose it is, how old, and whether it is what was shown."""

from __future__ import annotations

import asyncio

from services.context import Services
from services.domain.errors import NotAllowed, Stale
from services.domain.plan import plan_hash
from services.store.records import StoredPlan


def need_mine(row: StoredPlan, who: str) -> None:
    if row.author != who:
        raise NotAllowed("This is somebody else's plan.", f"{row.author_name} made it.", f"Ask {row.author_name}.")


def need_fresh(services: Services, row: StoredPlan) -> None:
    if services.clock.now() > row.expires_at:
        raise Stale("This plan has expired.", "The world may have moved on since.", "Send the file or the wish again.")


async def need_unchanged(services: Services, row: StoredPlan, seen_hash: str) -> None:
    """Stale unless the plan's lines are those that were shown."""
    texts = await services.store.plans.texts(row.id)
    if (
        len(seen_hash) < 12
        or not row.hash.startswith(seen_hash)
        or await asyncio.to_thread(plan_hash, row.tenant_id, row.author, texts) != row.hash
    ):
        raise Stale("This isn't the plan that was shown.", "It changed since the card was made.", "Say *approvals*.")
