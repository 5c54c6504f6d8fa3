"""Drafts: requests on their way to a plan. Their content names people and is stored sealed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any

from sqlalchemy import select, update

from services.domain.errors import NotFound
from services.domain.phrases import tr
from services.domain.states import DraftState
from services.store.conversion import columns_of, value_of, with_said
from services.store.database import Database, changed
from services.store.records import Draft
from services.store.sealed import Resealed, Seal
from services.store.tables import DraftRow

_MAX_QUICK_BYTES = 100_000  # larger content is sealed and opened in a thread: megabytes take a tenth of a second
_BATCH = 20  # drafts that are resealed in one transaction


class DraftKind(StrEnum):
    """What a draft was made of."""

    FILE = "file"  # a spreadsheet or CSV file, as it was sent
    CHANGES = "changes"  # changes asked for in the chat, as JSON


class Drafts:
    """Reads and writes drafts."""

    def __init__(self, db: Database, seal: Seal) -> None:
        self._db = db
        self._seal = seal

    async def add(self, draft: Draft) -> None:
        """Store a new draft; a big file takes a while."""
        sealed = await _away(self._seal.seal_bytes, draft.content, _context(draft.id))
        async with self._db.begin(patient=True) as session:
            session.add(DraftRow(**with_said(DraftRow, columns_of(draft)) | {"content": sealed}))

    async def get(self, draft_id: str, tenant_id: str) -> Draft:
        """The draft, if it is this tenant's; NotFound otherwise."""
        draft = await self.find(draft_id)
        if draft is None or draft.tenant_id != tenant_id:
            raise NotFound(tr("That file isn't here any more."), fix=tr("Send it again."))
        return draft

    async def set(self, draft_id: str, **values: Any) -> None:
        """Change fields of the draft."""
        async with self._db.begin() as session:
            await session.execute(update(DraftRow).where(DraftRow.id == draft_id).values(**values))

    async def answer(
        self, draft_id: str, answers: Mapping[str, str], rounds: int, state: DraftState = DraftState.ASKING
    ) -> bool:
        """Store the answers of round `rounds` and start the next; False when that round was answered already.

        `state` is the one that asks: a draft's questions, or its faults.
        """
        query = update(DraftRow).where(DraftRow.id == draft_id, DraftRow.rounds == rounds, DraftRow.state == state)
        values = {"answers": dict(answers), "rounds": rounds + 1, "state": DraftState.READING}
        async with self._db.begin() as session:
            return changed(await session.execute(query.values(**values)))

    async def read_again(self, draft_id: str, rounds: int) -> bool:
        """Restart round `rounds` as the next one; False when it is no longer being read."""
        query = update(DraftRow).where(
            DraftRow.id == draft_id, DraftRow.rounds == rounds, DraftRow.state == DraftState.READING
        )
        async with self._db.begin() as session:
            return changed(await session.execute(query.values(rounds=rounds + 1)))

    async def find(self, draft_id: str) -> Draft | None:
        """The draft, of any tenant: for the program's own use."""
        async with self._db.read() as session:
            row = await session.get(DraftRow, draft_id)
        if row is None:
            return None
        return replace(value_of(Draft, row), content=await self._opened(row.id, row.content))

    async def tenant_of(self, draft_id: str) -> str:
        """The draft's tenant, without loading it; empty when it is gone."""
        async with self._db.read() as session:
            return await session.scalar(select(DraftRow.tenant_id).where(DraftRow.id == draft_id)) or ""

    async def ref_of(self, draft_id: str) -> str:
        """The id of the trace it belongs to, without loading it; empty when that isn't known."""
        async with self._db.read() as session:
            return await session.scalar(select(DraftRow.ref).where(DraftRow.id == draft_id)) or ""

    async def skip_faulty(self, draft_id: str, rounds: int) -> bool:
        """Read a faulty draft once more without its faulty lines; False when that was asked already."""
        query = update(DraftRow).where(
            DraftRow.id == draft_id, DraftRow.rounds == rounds, DraftRow.state == DraftState.FAULTY
        )
        values = {"skip_faulty": True, "rounds": rounds + 1, "state": DraftState.READING}
        async with self._db.begin() as session:
            return changed(await session.execute(query.values(**values)))

    async def reading(self) -> dict[str, int]:
        """Drafts that are being read, or were when the program died: their round by id."""
        async with self._db.read() as session:
            found = await session.execute(
                select(DraftRow.id, DraftRow.rounds).where(DraftRow.state == DraftState.READING)
            )
            return dict(found.tuples().all())

    async def reseal(self) -> Resealed:
        """Reseal the content of every draft with the newest secret key, some at a time."""
        last, found = "", Resealed()
        while ids := await self._ids_after(last):
            found += await self._reseal(ids)
            last = ids[-1]
        return found

    async def _ids_after(self, last: str) -> list[str]:
        query = select(DraftRow.id).where(DraftRow.id > last).order_by(DraftRow.id).limit(_BATCH)
        async with self._db.read() as session:
            return list(await session.scalars(query))

    async def _reseal(self, ids: list[str]) -> Resealed:
        found = Resealed()
        async with self._db.begin(patient=True) as session:
            for row in await session.scalars(select(DraftRow).where(DraftRow.id.in_(ids))):
                row.content, one = await asyncio.to_thread(self._seal.bytes_again, row.content, _context(row.id))
                found += one
        return found

    async def _opened(self, draft_id: str, stored: bytes) -> bytes:
        return await _away(self._seal.open_bytes, stored, _context(draft_id))


def _context(draft_id: str) -> str:
    return f"draft:{draft_id}"


async def _away(work: Callable[[bytes, str], bytes], content: bytes, context: str) -> bytes:
    """The result of this function on the content, without blocking the loop."""
    if len(content) <= _MAX_QUICK_BYTES:
        return work(content, context)
    return await asyncio.to_thread(work, content, context)
