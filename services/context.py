"""What work on changes needs: store, remote clients, clocks and ids, handed over once."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from copy import copy
from dataclasses import dataclass, field

from services.domain.access import Access
from services.domain.service_settings import ServiceSettings
from services.intake.table import Limits
from services.inventory.link_offers import LinkOffers
from services.inventory.recent import Glances
from services.inventory.roles import Roles
from services.inventory.snapshot import Snapshot
from services.inventory.visibility import seen
from services.planning.compute import Compute, InThread
from services.remote.clients import Clients
from services.remote.clock import SteadyClock, SystemSteadyClock
from services.remote.consent_page import ConsentPage
from services.remote.witness import Witness
from services.store.store import Store
from services.timing.fair_share import Room
from services.timing.outages import Memory
from services.timing.pace import Pace, WallClock
from services.timing.tries import KeyTries

_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def new_id() -> str:
    """A short random id that people can read out: no letters that look like digits."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(12))


@dataclass(frozen=True, slots=True)
class Services:
    """Everything that work on changes needs. `start` hands work to the durable engine: (kind, id, run number).

    `clock` says what time it is, `steady` measures waits. `viewer_access` is the access of the person for whom
    something is done, None for the program itself and for people who see everything. `witness` signs checkpoints where
    there is one.
    """

    store: Store
    clients: Clients
    clock: WallClock
    pace: Pace
    limits: Limits
    start: Callable[[str, str], Awaitable[None]]
    room: Room
    make_id: Callable[[], str] = new_id
    settings: ServiceSettings = field(default_factory=ServiceSettings)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    glances: Glances = field(default_factory=Glances)
    compute: Compute = field(default_factory=InThread)
    steady: SteadyClock = field(default_factory=SystemSteadyClock)
    viewer_access: Access | None = None
    witness: Witness | None = None
    consent: ConsentPage = field(default_factory=ConsentPage)
    troubles: Memory = field(init=False)
    tries: KeyTries = field(init=False)
    offers: LinkOffers = field(init=False)
    roles: Roles = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "troubles", Memory(self.pace, self.steady))
        object.__setattr__(self, "tries", KeyTries(self.steady.now))
        object.__setattr__(self, "offers", LinkOffers(self.steady.now))
        object.__setattr__(self, "roles", Roles(self.clients, self.store.rules, self.steady))

    def for_viewer(self, access: Access) -> Services:
        """The same services for a person with this access: reads return what they may see."""
        if access.sees_all:
            return self
        limited = copy(self)
        object.__setattr__(limited, "viewer_access", access)
        object.__setattr__(limited, "store", self.store.for_viewer(access))
        return limited

    def see(self, live: Snapshot) -> Snapshot:
        """The part of a snapshot that the person these services are for may see."""
        return seen(live, self.viewer_access)
