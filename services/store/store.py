"""The store: one object that holds every table's reader and writer."""

from __future__ import annotations

from dataclasses import dataclass

from services.store.audit import Audit
from services.store.contacts import Contacts
from services.store.database import Database
from services.store.drafts import Drafts
from services.store.history import History
from services.store.joins import Joins
from services.store.ledger import Ledger
from services.store.outbox import OutboxStore
from services.store.plans import Plans
from services.store.preferences import Preferences
from services.store.presence import Presence
from services.store.sealed import Seal
from services.store.seen import SeenStore
from services.store.templates import Templates
from services.store.workspaces import Workspaces


@dataclass(frozen=True, slots=True)
class Store:
    """All persistence behind one name."""

    db: Database
    seal: Seal
    workspaces: Workspaces
    contacts: Contacts
    drafts: Drafts
    plans: Plans
    ledger: Ledger
    outbox: OutboxStore
    seen: SeenStore
    audit: Audit
    history: History
    presence: Presence
    preferences: Preferences
    templates: Templates
    joins: Joins


def open_store(database_url: str, secret_keys: tuple[str, ...]) -> Store:
    """A store on this database; run `migrate` before the first use."""
    db, seal = Database(database_url), Seal(secret_keys)
    return Store(
        db=db,
        seal=seal,
        workspaces=Workspaces(db, seal),
        contacts=Contacts(db),
        drafts=Drafts(db),
        plans=Plans(db),
        ledger=Ledger(db),
        outbox=OutboxStore(db),
        seen=SeenStore(db),
        audit=Audit(db),
        history=History(db),
        presence=Presence(db),
        preferences=Preferences(db),
        templates=Templates(db),
        joins=Joins(db),
    )
