"""The approvals of a plan: one per person."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.store.conversion import columns_of, values_of
from services.store.database import Database
from services.store.records import PlanDecision
from services.store.tables import DecisionRow


class Decisions:
    """Reads and writes the single decisions on plans."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def of(self, plan_id: str) -> tuple[PlanDecision, ...]:
        """Everybody who approved it, in their order."""
        async with self._db.read() as session:
            return await self.of_in(session, plan_id)

    async def of_in(self, session: AsyncSession, plan_id: str) -> tuple[PlanDecision, ...]:
        """The same, within somebody else's transaction."""
        query = (
            select(DecisionRow).where(DecisionRow.plan_id == plan_id).order_by(DecisionRow.at, DecisionRow.object_id)
        )
        return values_of(PlanDecision, await session.scalars(query))

    async def add_in(self, session: AsyncSession, decision: PlanDecision) -> bool:
        """Store somebody's approval; False when it was there before."""
        new = self._db.insert(DecisionRow).values(**columns_of(decision))
        new = new.on_conflict_do_nothing(index_elements=["plan_id", "object_id"]).returning(DecisionRow.object_id)
        return await session.scalar(new) is not None
