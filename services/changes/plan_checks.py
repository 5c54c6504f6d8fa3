"""Checks before anything is done to a plan: whose it is, how old, and whether it is what was shown."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from services.context import Services
from services.domain.errors import NotAllowed, PlanOver, Stale
from services.domain.phrases import tr
from services.domain.plan import PlanLine, plan_hash
from services.store.plans import read_in_parts
from services.store.records import StoredPlan

_MIN_SEEN = 12  # characters of a hash that a card carries at least


def need_mine(row: StoredPlan, who: str) -> None:
    if row.author != who:
        raise NotAllowed(
            tr("This is somebody else's plan."),
            tr("{author_name} made it.", author_name=row.author_name),
            tr("Ask {author_name}.", author_name=row.author_name),
        )


def need_fresh(services: Services, row: StoredPlan) -> None:
    if services.clock.now() > row.expires_at:
        raise expired(row)


def expired(row: StoredPlan) -> PlanOver:
    """What whoever acts on a plan whose time is over is told."""
    over = PlanOver(
        tr("This plan has expired."),
        tr("Nobody decided in time, and the world may have moved on since."),
        tr("Plan it again, so that it fits what is there now."),
    )
    over.plan = row.id
    return over


async def need_unchanged(services: Services, row: StoredPlan, seen_hash: str) -> None:
    """Stale unless the plan's lines are those that the card showed."""
    texts = await services.store.plans.texts(row.id)
    if len(seen_hash) < _MIN_SEEN or not row.hash.startswith(seen_hash) or not await _have_hash(row, texts):
        raise Stale(
            tr("This isn't the plan that was shown."), tr("It changed since the card was made."), tr("Say *approvals*.")
        )


async def approved_lines(services: Services, row: StoredPlan) -> tuple[PlanLine, ...]:
    """The lines of an approved plan, to be carried out; NotAllowed when what is stored isn't what was approved."""
    texts = await services.store.plans.texts(row.id)
    lines = await read_in_parts(texts)
    if not await _have_hash(row, texts):
        what, why = (
            tr("The stored plan isn't the one that was approved."),
            tr("It was changed since, so nothing more is done."),
        )
        raise NotAllowed(what, why, tr("Tell whoever runs Switchboard, and plan it again."))
    return lines


async def _have_hash(row: StoredPlan, texts: Sequence[str]) -> bool:
    return await asyncio.to_thread(plan_hash, row.tenant_id, row.author, texts) == row.hash
