"""Workspaces: which tenant is linked to what, with the organisation key sealed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.domain.bond import Bond
from services.domain.errors import NotConnected
from services.domain.record.entries import ToRecord
from services.domain.states import WorkspaceState
from services.store.database import Database
from services.store.record.log import RecordLog
from services.store.sealed import Seal
from services.store.tables import WorkspaceRow


@dataclass(frozen=True, slots=True)
class Workspace:
    """A linked tenant with its key in plain text, which must not be logged (`repr` omits it).

    `business_phones`: the number somebody calls with is written to their directory entry, too.
    """

    tenant_id: str
    name: str
    country: str
    org_uuid: str
    org_name: str
    account: str
    countries: tuple[str, ...]
    state: WorkspaceState
    connected_by: str
    connected_at: float
    channel: dict[str, Any]
    key: str = field(repr=False)
    business_phones: bool = False

    @property
    def bond(self) -> Bond:
        """The bond of tenant and organisation."""
        return Bond(self.tenant_id, self.org_uuid)


class Workspaces:
    """Reads and writes workspaces."""

    def __init__(self, db: Database, seal: Seal, record: RecordLog) -> None:
        self._db = db
        self._seal = seal
        self._record = record

    async def find(self, tenant_id: str) -> Workspace | None:
        """The workspace of this tenant, linked or being linked, or None."""
        async with self._db.read() as session:
            row = await session.get(WorkspaceRow, tenant_id)
        return self._open(row) if row is not None and row.state != WorkspaceState.DISCONNECTED else None

    async def get(self, tenant_id: str) -> Workspace:
        """The linked workspace of this tenant; NotConnected when there is none, or while it is still being linked."""
        found = await self.find(tenant_id)
        if found is None:
            raise NotConnected(
                "Switchboard isn't connected yet.", "This tenant has no CPaaS organisation linked.", "Say *connect*."
            )
        if found.state == WorkspaceState.LINKING:
            why = f"The CPaaS hasn't confirmed yet that {found.org_name} is linked to it."
            raise NotConnected("Your tenant is being linked.", why, "Wait a moment; *connect* shows how far it is.")
        return found

    async def has(self, tenant_id: str) -> bool:
        """Whether this tenant is or was linked, or is being linked; its key isn't opened."""
        async with self._db.read() as session:
            found = await session.scalar(select(WorkspaceRow.tenant_id).where(WorkspaceRow.tenant_id == tenant_id))
        return found is not None

    async def connected(self) -> tuple[Workspace, ...]:
        """Every linked workspace."""
        async with self._db.read() as session:
            rows = await session.scalars(select(WorkspaceRow).where(WorkspaceRow.state == WorkspaceState.CONNECTED))
            return tuple(self._open(row) for row in rows)

    async def save(self, workspace: Workspace, *recorded: ToRecord) -> None:
        """Store the workspace, its key sealed for this tenant only, and record that in the same commit."""
        values = {
            "tenant_id": workspace.tenant_id,
            "name": workspace.name,
            "country": workspace.country,
            "org_uuid": workspace.org_uuid,
            "org_name": workspace.org_name,
            "key_sealed": self._seal.seal(workspace.key, f"cpaas-key:{workspace.tenant_id}"),
            "account": workspace.account,
            "countries": list(workspace.countries),
            "state": workspace.state,
            "connected_by": workspace.connected_by,
            "connected_at": workspace.connected_at,
            "channel": workspace.channel,
        }
        upsert = self._db.insert(WorkspaceRow).values(values)
        async with self._db.begin() as session:
            await session.execute(upsert.on_conflict_do_update(index_elements=["tenant_id"], set_=values))
            await self._record.append_in(session, recorded)

    async def reseal(self) -> int:
        """Reseal every stored key with the newest secret key; how many there are."""
        async with self._db.begin() as session:
            rows = list(await session.scalars(select(WorkspaceRow).where(WorkspaceRow.key_sealed != "")))
            for row in rows:
                context = f"cpaas-key:{row.tenant_id}"
                row.key_sealed = self._seal.seal(self._seal.open(row.key_sealed, context), context)
            return len(rows)

    async def set_state(self, tenant_id: str, state: WorkspaceState) -> None:
        """Mark it connected or disconnected; a disconnected one loses its key."""
        values: dict[str, Any] = {"state": state}
        if state == WorkspaceState.DISCONNECTED:
            values["key_sealed"] = ""
        async with self._db.begin() as session:
            await session.execute(update(WorkspaceRow).where(WorkspaceRow.tenant_id == tenant_id).values(values))

    async def drop_in(self, session: AsyncSession, tenant_id: str, org_uuid: str, until: float) -> None:
        """Forget a link to this organisation that was never made, with its key, in somebody else's transaction.

        A link begun after `until` stays: it is another one, to the same organisation.
        """
        same = (WorkspaceRow.tenant_id == tenant_id, WorkspaceRow.org_uuid == org_uuid)
        begun = (WorkspaceRow.state == WorkspaceState.LINKING, WorkspaceRow.connected_at <= until)
        query = update(WorkspaceRow).where(*same, *begun)
        await session.execute(query.values(state=WorkspaceState.DISCONNECTED, key_sealed=""))

    async def set_channel(self, tenant_id: str, conversation: dict[str, Any], recorded: ToRecord) -> None:
        """Set the channel for notices and checkpoints, and record that."""
        query = update(WorkspaceRow).where(WorkspaceRow.tenant_id == tenant_id)
        async with self._db.begin() as session:
            await session.execute(query.values(channel=conversation))
            await self._record.append_in(session, [recorded])

    async def set_business_phones(self, tenant_id: str, recorded: ToRecord, *, on: bool) -> None:
        """Set whether numbers are written back to people's directory entries, and record that."""
        query = update(WorkspaceRow).where(WorkspaceRow.tenant_id == tenant_id)
        async with self._db.begin() as session:
            await session.execute(query.values(business_phones=on))
            await self._record.append_in(session, [recorded])

    def _open(self, row: WorkspaceRow) -> Workspace:
        return Workspace(
            tenant_id=row.tenant_id,
            name=row.name,
            country=row.country,
            org_uuid=row.org_uuid,
            org_name=row.org_name,
            account=row.account,
            countries=tuple(row.countries),
            state=WorkspaceState(row.state),
            connected_by=row.connected_by,
            connected_at=row.connected_at,
            channel=row.channel,
            key=self._seal.open(row.key_sealed, f"cpaas-key:{row.tenant_id}"),
            business_phones=row.business_phones,
        )
