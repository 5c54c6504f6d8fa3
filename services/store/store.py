"""The store: one object that holds every table's reader and writer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from services.domain.access import Access
from services.domain.record.check import sealed_in
from services.domain.record.entries import ToRecord
from services.store.backlog import Backlog
from services.store.contacts import Contacts
from services.store.database import Database
from services.store.decisions import Decisions
from services.store.drafts import Drafts
from services.store.history import History
from services.store.joins import Joins
from services.store.ledger import Ledger
from services.store.messages import MessageStore
from services.store.outbox import OutboxStore
from services.store.plans import Plans
from services.store.preferences import Preferences
from services.store.presence import Presence
from services.store.record.carry import carry_over
from services.store.record.checkpoints import Checkpoints
from services.store.record.keys import OpenedParts, RecordKeys
from services.store.record.log import RecordEntry, RecordLog
from services.store.record.search import RecordSearch
from services.store.rules import Rules
from services.store.sealed import Seal
from services.store.seen import SeenStore
from services.store.seen_work import SeenLedger, SeenPlans
from services.store.templates import Templates
from services.store.workspaces import Workspaces


@dataclass(frozen=True, slots=True)
class Store:
    """All persistence in one object."""

    db: Database
    seal: Seal
    workspaces: Workspaces
    contacts: Contacts
    drafts: Drafts
    plans: Plans
    ledger: Ledger
    outbox: OutboxStore
    messages: MessageStore
    seen: SeenStore
    record: RecordLog
    record_keys: RecordKeys
    record_search: RecordSearch
    checkpoints: Checkpoints
    history: History
    presence: Presence
    preferences: Preferences
    templates: Templates
    joins: Joins
    rules: Rules
    decisions: Decisions
    backlog: Backlog

    def for_viewer(self, access: Access) -> Store:
        """The same store, limited to the plans and jobs that a person with this access may see."""
        return replace(
            self, plans=SeenPlans(self.db, access), ledger=SeenLedger(self.ledger, self.db, self.record, access)
        )

    async def carry_over(self, now: float) -> int:
        """Take over the earlier hash chain into the record; how many entries it had."""
        return await carry_over(self.db, self.record, now)

    async def forget(self, tenant_id: str, person: str, recorded: ToRecord) -> int:
        """Destroy the keys of what the record says about this person, and record that; how many there were."""
        async with self.db.begin() as session:
            await self.record.append_in(session, [recorded])
            return await self.record_keys.forget_in(session, tenant_id, person)

    async def opened_parts(self, tenant_id: str, entries: Sequence[RecordEntry]) -> list[OpenedParts]:
        """The sealed content of each of these entries; one that can't be read spoils no other."""
        return await self.record_keys.open(tenant_id, [sealed_in(entry.leaf) for entry in entries])


def open_store(database_url: str, secret_keys: tuple[str, ...]) -> Store:
    """A store on this database; run `migrate` before the first use."""
    db, seal = Database(database_url), Seal(secret_keys)
    keys, search = RecordKeys(db, seal), RecordSearch(db)
    record = RecordLog(db, keys)
    return Store(
        db=db,
        seal=seal,
        workspaces=Workspaces(db, seal, record),
        contacts=Contacts(db, record),
        drafts=Drafts(db, seal),
        plans=Plans(db),
        ledger=Ledger(db, record),
        outbox=OutboxStore(db),
        messages=MessageStore(db),
        seen=SeenStore(db),
        record=record,
        record_keys=keys,
        record_search=search,
        checkpoints=Checkpoints(db, seal, record, search),
        history=History(db),
        presence=Presence(db),
        preferences=Preferences(db),
        templates=Templates(db),
        joins=Joins(db),
        rules=Rules(db),
        decisions=Decisions(db),
        backlog=Backlog(db),
    )
