"""The services on a real database, with directory and engine stood in for at their edge."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from services.changes import approvals
from services.context import Services
from services.domain.access import Access, HeldRole, Role
from services.domain.bond import Bond
from services.domain.plan import Plan, PlanLine, count_steps
from services.domain.policy import DEFAULT, Policy
from services.domain.same_human import AccountTraits
from services.domain.states import WorkspaceState
from services.domain.steps import ObjectState, Step, StepKind
from services.execution import job_end
from services.execution.effects.base import Effect, Look, Observation, Result, StepAttempt, WriteResult
from services.execution.slice import take_turn
from services.intake.table import Limits
from services.store.store import open_store
from services.store.workspaces import Workspace
from services.timing.pace import Pace
from tests.support.tables import tables_at

_CONTACT = {"user_id": "u", "conversation": {}, "locale": "", "time_zone": "UTC", "installed": True, "seen_at": 1.0}
PEOPLE = ("alex", "sam", "kim", "omar", "alex-two")  # the last one is Alex's second account


class Directory:
    """Who has which role, and which accounts are one human's."""

    def __init__(self) -> None:
        self.roles = dict.fromkeys(PEOPLE, Role.OWNER)

    async def access(self, _tenant: str, who: str, _fresh: bool) -> Access:
        role = self.roles[who]
        return Access((HeldRole(role),) if role is not Role.NOBODY else (), who=who)

    async def alone(self, _tenant: str, who: str) -> bool:
        return not [one for one, role in self.roles.items() if role is Role.OWNER and one != who]

    async def traits_of(self, who: str) -> AccountTraits:
        return AccountTraits(who, employee_id="E1" if who.startswith("alex") else who)


@dataclass
class Remote:
    """What all remote systems hold, by object, and everything that was sent; `moods` say how the next writes go."""

    batch: int = 10
    waits: bool = False
    held: dict[str, ObjectState] = field(default_factory=dict)
    sent: list[Step] = field(default_factory=list)
    moods: list[Result] = field(default_factory=list)

    async def look(self, items: Sequence[StepAttempt], newer_than: float) -> list[Look]:
        """As they are."""
        del newer_than
        return [await self.read(item) for item in items]

    async def read(self, item: StepAttempt) -> Look:
        """As it is."""
        there = self.held.get(item.step.object, item.step.before) == item.step.after
        return Look(Observation.AFTER if there else Observation.BEFORE)

    async def send(self, items: Sequence[StepAttempt]) -> list[WriteResult]:
        """Taken, or refused."""
        return [self._send(item.step) for item in items]

    def _send(self, step: Step) -> WriteResult:
        mood = self.moods.pop() if self.moods else Result.DONE
        self.sent.append(step)
        if mood is Result.DONE:
            self.held[step.object] = step.after
        return WriteResult(mood, "No.")

    def effects(self, _world: object) -> dict[StepKind, Effect]:
        """An effect for the one kind of step that plans have here."""
        return {StepKind.EXTENSION_UPDATE: self}


class _Alone:
    """Room for every slice; nobody else wants it."""

    left = False

    async def wanted(self) -> bool:
        return False

    @contextmanager
    def enter(self) -> Iterator[_Alone]:
        yield self


async def _linked(*, fresh: bool = False) -> None:
    """The CPaaS says that the tenant is linked."""


@dataclass
class Quarters:
    """The services, a clock, and what this test itself has seen."""

    services: Services
    directory: Directory
    tenant: str
    time: float = 1_000_000.0
    crashes: bool = False
    plans: list[str] = field(default_factory=list)
    authors: dict[str, str] = field(default_factory=dict)
    yes: dict[str, set[str]] = field(default_factory=dict)
    alone: list[tuple[str, float]] = field(default_factory=list)
    ran: set[str] = field(default_factory=set)
    edited: set[str] = field(default_factory=set)
    policy: Policy = DEFAULT
    remote: Remote = field(default_factory=Remote)

    def now(self) -> float:
        return self.time


async def quarters(home: Path, tenant: str) -> Quarters:
    """A workspace of five owners, each of whom can be written to."""
    await tables_at(home / "store.db")
    store = open_store(f"sqlite:///{home / 'store.db'}", ("a" * 32,))
    directory = Directory()
    remote = Remote()
    cpaas: Any = SimpleNamespace(still_linked=_linked, remote=remote)
    operator: Any = SimpleNamespace(consent=None, capability_plans=None)
    clients: Any = SimpleNamespace(
        graph=lambda _tenant: directory, cpaas=lambda _key, _bond: cpaas, operator=lambda _tenant: operator
    )

    town: Quarters

    async def start(_kind: str, _ident: str) -> None:
        if town.crashes:
            raise ConnectionError("the engine is away")

    clock: Any = SimpleNamespace(now=lambda: town.now())
    room: Any = _Alone()
    store.db._slewed_clock = clock
    services = Services(store, clients, clock, Pace(), Limits(), start, room)
    object.__setattr__(services, "roles", directory)
    town = Quarters(services, directory, tenant, remote=remote)
    await store.workspaces.save(
        Workspace(
            tenant_id=tenant,
            name="Contoso",
            country="SG",
            org_uuid="org",
            org_name="Contoso",
            account="contoso",
            countries=("SG",),
            state=WorkspaceState.CONNECTED,
            connected_by="Alex",
            connected_at=1.0,
            channel={},
            key="key",
        )
    )
    for who in PEOPLE:
        await store.contacts.save(tenant, who, {**_CONTACT, "name": who.title(), "conversation_id": who})
    return town


async def worked(town: Quarters) -> None:
    """A slice of every job at work; those without an open line are ended."""
    for job in await town.services.store.ledger.unfinished():
        if not (await take_turn(town.services, job.id)).open:
            await job_end.end(town.services, job.id)


async def planned(town: Quarters, who: str, lines: int, starts_at: float = 0.0) -> str:
    """A plan of somebody's that renames so many lines, at its time where it has one; its id."""
    before, after = ObjectState(label="a"), ObjectState(label="b")
    made = tuple(
        PlanLine(no, f"10{no}", f"10{no}", (Step(StepKind.EXTENSION_UPDATE, f"10{no}", before, after),))
        for no in range(1, lines + 1)
    )
    plan = Plan("Rename", made, counts=count_steps(made))
    row = await approvals.new_plan(town.services, plan, Bond(town.tenant, "org"), who, who, starts_at=starts_at)
    town.plans.append(row.id)
    town.authors[row.id], town.yes[row.id] = who, set()
    return row.id
