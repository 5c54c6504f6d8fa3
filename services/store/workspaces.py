"""Workspaces: which tenant is linked to what, with the organisation key sealed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.domain.bond import Bond
from services.domain.errors import NotConnected, Stale
from services.domain.phrases import tr
from services.domain.record.entries import ToRecord
from services.domain.states import WorkspaceState
from services.store.database import Database, changed
from services.store.record.log import RecordLog
from services.store.sealed import Resealed, Seal
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
                tr("Switchboard isn't connected yet."),
                tr("This tenant has no CPaaS organisation linked."),
                tr("Say *connect*."),
            )
        if found.state == WorkspaceState.LINKING:
            # Either somebody has to approve it, or the CPaaS to confirm it.
            why = tr("The link to {name} was asked for, and isn't confirmed yet.", name=found.org_name)
            raise NotConnected(tr("Your tenant is being linked."), why, tr("Say *connect* to see how it is."))
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

    async def save(self, workspace: Workspace, *recorded: ToRecord, before: Workspace | None = None) -> None:
        """Store the workspace, its key sealed for this tenant only, and record that in the same commit.

        Stale unless the link is as it was `before`: somebody may have linked or disconnected the tenant meanwhile.
        """
        async with self._db.begin() as session:
            await self.save_in(session, workspace, *recorded, before=before)

    async def save_in(
        self, session: AsyncSession, workspace: Workspace, *recorded: ToRecord, before: Workspace | None = None
    ) -> None:
        """The same, within somebody else's transaction."""
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
        new = self._db.insert(WorkspaceRow).values(values).on_conflict_do_nothing(index_elements=["tenant_id"])
        new = new.returning(WorkspaceRow.tenant_id)
        # The channel may have been chosen anew since, which changes nothing about the link.
        kept = {name: value for name, value in values.items() if before is None or name != "channel"}
        replaced = changed(await session.execute(update(WorkspaceRow).where(*_is(workspace, before)).values(kept)))
        if not replaced and (before is not None or await session.scalar(new) is None):
            raise Stale(
                tr("The link of your tenant changed just now."),
                tr("Nothing was linked."),
                tr("Say *connect* to see how it is."),
            )
        await self._record.append_in(session, recorded)

    async def reseal(self) -> Resealed:
        """Reseal every stored key with the newest secret key."""
        found = Resealed()
        async with self._db.begin() as session:
            for row in await session.scalars(select(WorkspaceRow).where(WorkspaceRow.key_sealed != "")):
                row.key_sealed, one = self._seal.again(row.key_sealed, f"cpaas-key:{row.tenant_id}")
                found += one
        return found

    async def set_state(self, tenant_id: str, org_uuid: str, state: WorkspaceState) -> None:
        """Mark the link to this organisation connected or disconnected; a disconnected one loses its key.

        A link to another organisation, which took its place meanwhile, is left as it is.
        """
        values: dict[str, Any] = {"state": state}
        if state == WorkspaceState.DISCONNECTED:
            values["key_sealed"] = ""
        same = (WorkspaceRow.tenant_id == tenant_id, WorkspaceRow.org_uuid == org_uuid)
        async with self._db.begin() as session:
            await session.execute(update(WorkspaceRow).where(*same).values(values))

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


def _is(workspace: Workspace, before: Workspace | None) -> tuple[ColumnElement[bool], ...]:
    """The conditions that the tenant's link is still as it was before."""
    same = WorkspaceRow.tenant_id == workspace.tenant_id
    if before is None:
        return (same, WorkspaceRow.state == WorkspaceState.DISCONNECTED)
    begun = WorkspaceRow.connected_at == before.connected_at
    return (same, WorkspaceRow.state == before.state, WorkspaceRow.org_uuid == before.org_uuid, begun)
