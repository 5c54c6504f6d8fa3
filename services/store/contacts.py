"""Contacts: the people the bot can write to, and how."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import select, update

from services.domain.record.entries import ToRecord
from services.store.conversion import value_of
from services.store.database import Database, changed
from services.store.readable import readable
from services.store.record.log import RecordLog
from services.store.records import Contact
from services.store.tables import ContactRow

_EMPTY_CONTACT = {"name": "", "user_id": "", "conversation_id": "", "conversation": {}}


class Contacts:
    """Reads and writes contacts."""

    def __init__(self, db: Database, record: RecordLog) -> None:
        self._db = db
        self._record = record

    async def get(self, tenant_id: str, object_id: str) -> Contact | None:
        """This person's contact, or None when they never opened the bot."""
        async with self._db.read() as session:
            row = await session.get(ContactRow, (tenant_id, object_id))
        return value_of(Contact, row) if row is not None else None

    async def holder(self, tenant_id: str, conversation_id: str) -> str:
        """The object id of the person in this personal conversation, or an empty string."""
        query = select(ContactRow.object_id).where(
            ContactRow.tenant_id == tenant_id, ContactRow.conversation_id == conversation_id
        )
        async with self._db.read() as session:
            return str(await session.scalar(query) or "")

    async def of_tenant(self, tenant_id: str) -> tuple[Contact, ...]:
        """Everybody of the tenant who has the bot installed, by name."""
        query = (
            select(ContactRow).where(ContactRow.tenant_id == tenant_id, ContactRow.installed).order_by(ContactRow.name)
        )
        async with self._db.read() as session:
            return await readable(session, Contact, query)

    async def ids_of_tenant(self, tenant_id: str) -> tuple[str, ...]:
        """The object ids of everybody of the tenant who has the bot installed, also where the rest can't be read."""
        query = select(ContactRow.object_id).where(ContactRow.tenant_id == tenant_id, ContactRow.installed)
        async with self._db.read() as session:
            return tuple(await session.scalars(query.order_by(ContactRow.object_id)))

    async def names(self, tenant_id: str, object_ids: Collection[str]) -> dict[str, str]:
        """The known names of these people, including those who removed the bot since."""
        query = select(ContactRow.object_id, ContactRow.name).where(
            ContactRow.tenant_id == tenant_id, ContactRow.object_id.in_(object_ids), ContactRow.name != ""
        )
        async with self._db.read() as session:
            return {row.object_id: row.name for row in await session.execute(query)}

    async def save(self, tenant_id: str, object_id: str, values: dict[str, Any], first: ToRecord | None = None) -> None:
        """Store what is known of the person; missing fields stay as they are. `first` is recorded if they are new."""
        everything = {**_EMPTY_CONTACT, "tenant_id": tenant_id, "object_id": object_id, **values}
        upsert = self._db.insert(ContactRow).values(everything)
        async with self._db.begin() as session:
            if first is not None and await session.get(ContactRow, (tenant_id, object_id)) is None:
                await self._record.append_in(session, [first])
            await session.execute(upsert.on_conflict_do_update(index_elements=["tenant_id", "object_id"], set_=values))

    async def choose_language(self, tenant_id: str, object_id: str, language: str) -> None:
        """Keep the language that the person chose; an empty one means their client's again."""
        query = update(ContactRow).where(ContactRow.tenant_id == tenant_id, ContactRow.object_id == object_id)
        async with self._db.begin() as session:
            await session.execute(query.values(language=language))

    async def claim_welcome(self, tenant_id: str, object_id: str) -> bool:
        """True once per install: the caller that gets it sends the welcome."""
        query = (
            update(ContactRow)
            .where(ContactRow.tenant_id == tenant_id, ContactRow.object_id == object_id, ContactRow.welcomed.is_(False))
            .values(welcomed=True)
        )
        async with self._db.begin() as session:
            return changed(await session.execute(query))

    async def removed(self, tenant_id: str, object_id: str) -> None:
        """Note that the person removed the bot: nothing is sent to them until they install it again."""
        query = update(ContactRow).where(ContactRow.tenant_id == tenant_id, ContactRow.object_id == object_id)
        async with self._db.begin() as session:
            await session.execute(query.values(installed=False, welcomed=False))
