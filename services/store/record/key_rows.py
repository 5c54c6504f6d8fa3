"""The rows of the keys that seal what the record says about people."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.domain.invisible import without_invisible
from services.store.tables import RecordKeyRow

_MONTH = re.compile(r"\d{4}-\d{2}", re.ASCII)
_PART = 500  # people per statement
_PLACE = (RecordKeyRow.tenant_id, RecordKeyRow.person, RecordKeyRow.month, RecordKeyRow.no)
_SELECT = select(*_PLACE, RecordKeyRow.key_sealed)


@dataclass(frozen=True, slots=True)
class SealedKey:
    """A sealed key; of several of one person and month the one with the highest number that opens is in use."""

    tenant_id: str
    person: str
    month: str
    no: int = 1
    sealed: str = ""

    @property
    def context(self) -> str:
        """What it is sealed for."""
        return f"record-person:{self.tenant_id}:{self.person}"

    @property
    def label(self) -> str:
        """What it is called where damage is told."""
        return without_invisible(f"{self.context}:{self.month}")

    @property
    def findable(self) -> bool:
        """Whether its month is one."""
        return _MONTH.fullmatch(self.month) is not None

    def after(self, sealed: str) -> SealedKey:
        """The next key of the same person and month."""
        return replace(self, no=self.no + 1, sealed=sealed)

    @property
    def columns(self) -> dict[str, str | int]:
        """Its row."""
        place = {"tenant_id": self.tenant_id, "person": self.person, "month": self.month}
        return {**place, "no": self.no, "key_sealed": self.sealed}


async def keys_of(
    session: AsyncSession, tenant_id: str, month: str, people: Collection[str]
) -> dict[str, list[SealedKey]]:
    """The keys of each of these people for this month, the newest first."""
    found: dict[str, list[SealedKey]] = {}
    wanted = sorted(people)
    for start in range(0, len(wanted), _PART):
        some = RecordKeyRow.person.in_(wanted[start : start + _PART])
        query = _SELECT.where(RecordKeyRow.tenant_id == tenant_id, RecordKeyRow.month == month, some)
        for row in await session.execute(query.order_by(RecordKeyRow.no.desc())):
            found.setdefault(row.person, []).append(SealedKey(*row))
    return found


async def every_key(session: AsyncSession) -> list[SealedKey]:
    """The keys of all people in all records."""
    return [SealedKey(*row) for row in await session.execute(_SELECT.order_by(*_PLACE))]


async def reseal_in(session: AsyncSession, key: SealedKey, sealed: str) -> None:
    """Store this key as it was sealed anew."""
    which = zip(_PLACE, (key.tenant_id, key.person, key.month, key.no), strict=True)
    query = update(RecordKeyRow).where(*(column == value for column, value in which))
    await session.execute(query.values(key_sealed=sealed))
