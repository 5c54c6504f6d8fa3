"""What the work on changes needs of the rest: store, remote clients, time and ids, handed over once."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from services.changes.glance import Glances
from services.changes.pace import Clock, Pace
from services.changes.room import Room
from services.intake.table import Limits
from services.remote.clients import Clients
from services.store.store import Store

_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def new_id() -> str:
    """A short random id that people can read out: no letters that look like digits."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(12))


@dataclass(frozen=True, slots=True)
class Services:
    """Everything a change needs on its way. `start` hands work to the durable engine: (kind, id, run number)."""

    store: Store
    clients: Clients
    clock: Clock
    pace: Pace
    limits: Limits
    start: Callable[[str, str], Awaitable[None]]
    room: Room
    make_id: Callable[[], str] = new_id
    plan_days: float = 7.0
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    glances: Glances = field(default_factory=Glances)
