"""Activities that were received before. Teams repeats a delivery when the first answer was slow."""

from __future__ import annotations

from sqlalchemy import delete

from services.store.database import Database
from services.store.tables import SeenRow

KEPT_DAYS = 2.0  # Teams repeats a delivery within minutes


class SeenStore:
    """Tells first deliveries from repeats."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def first(self, key: str, now: float) -> bool:
        """True the first time `key` is asked for, False ever after (for a day)."""
        query = self._db.insert(SeenRow).values(key=key, at=now).on_conflict_do_nothing(index_elements=["key"])
        async with self._db.begin() as session:
            # RETURNING tells in both databases; PostgreSQL's driver gives no row count for an INSERT.
            return await session.scalar(query.returning(SeenRow.key)) is not None

    async def clean(self, before: float) -> None:
        """Forget keys older than this time."""
        async with self._db.begin() as session:
            await session.execute(delete(SeenRow).where(SeenRow.at < before))
