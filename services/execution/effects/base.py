"""What an effect is: look where an object stands, and send the write that moves it."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

from services.domain.errors import RemoteBusy, RemoteError, RemoteRefused, RemoteUnknown
from services.domain.line import Line
from services.domain.phrases import tr
from services.domain.steps import Step
from services.remote.clients import CPAAS
from services.remote.cpaas import Cpaas
from services.remote.cpaas_records import ItemFailure, Settings
from services.remote.graph import Graph, GraphUser
from services.remote.graph_numbers import TeamsNumber
from services.remote.operator_connect import OperatorConnect
from services.remote.operator_records import CapabilityPlan, Consent, OperatorNumber
from services.store.rules import Rules
from services.timing.pace import WallClock
from services.wording.odd_answers import seen_in, unreadable
from services.wording.refusals import explain

T = TypeVar("T")
R = TypeVar("R")
_CHUNK = 250
MAX_SINGLE_READS = 3  # that many things are read one by one


class Observation(StrEnum):
    """Where an object stands compared with its step."""

    BEFORE = "before"  # as the plan saw it: the write is still to be sent
    AFTER = "after"  # as requested: nothing left to do
    RUNNING = "running"  # the remote system is working on it
    MOVED = "moved"  # neither: somebody else changed it since the plan
    FAILED = "failed"  # the remote system gave up on it
    AGAIN = "again"  # it gave up for a reason that passes: send it again later


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen, and for MOVED, FAILED and AGAIN why and what to do; `kind` is the same for all that wait alike.

    `short` is our code for why.
    """

    seen: Observation
    reason: str = ""
    fix: str = ""
    kind: str = ""
    short: str = ""


class Result(StrEnum):
    """How a write went."""

    DONE = "done"  # it took effect
    STARTED = "started"  # accepted; look until it shows
    REFUSED = "refused"  # the remote system said no for good
    UNKNOWN = "unknown"  # sent, no trustworthy answer: read back before anything else
    LATER = "later"  # nothing happened; repeat after `wait` seconds
    MOVED = "moved"  # not sent: what it depends on looks changed by somebody else


@dataclass(frozen=True, slots=True)
class WriteResult:
    """How one item of a write went. `note` is kept with the line, e.g. an operation's id.

    `away` names the system that couldn't be reached, or whose answer can't be read (`saw` then says what it was);
    `locked` is the refusal of a system that no longer lets us in. `kind` is the reason without this line's details,
    `short` our code for it.
    """

    result: Result
    reason: str = ""
    fix: str = ""
    request_id: str = ""
    note: str = ""
    wait: float = 0.0
    away: str = ""
    saw: str = ""
    locked: RemoteRefused | None = None
    kind: str = ""
    short: str = ""


@dataclass(frozen=True, slots=True)
class StepAttempt:
    """One step at work: `key` makes its write idempotent, `note` is what the last write left, `tries` counts looks."""

    step: Step
    key: str
    note: str = ""
    tries: int = 0


class Effect(Protocol):
    """One kind of step. `batch` items go into one write; an effect that `waits` sends nothing and only looks."""

    batch: int
    waits: bool

    async def look(self, items: Sequence[StepAttempt], newer_than: float) -> list[Look]:
        """Where each object stands, by reads made after `newer_than`; many are looked up in a list, which may lag."""
        ...

    async def read(self, item: StepAttempt) -> Look:
        """Where this one object stands, read by itself: what counts before a step is said to have failed."""
        ...

    async def send(self, items: Sequence[StepAttempt]) -> list[WriteResult]:
        """Send the writes; one answer an item, in order. RemoteErrors of the whole call are raised."""
        ...


class ReadSingly(ABC):
    """The part of effects that read every object anew, one by one, when asked where they stand."""

    batch = 1
    waits = False

    def __init__(self, world: World) -> None:
        self._world = world

    async def look(self, items: Sequence[StepAttempt], newer_than: float) -> list[Look]:
        """Where each object stands now, in order; nothing older is ever used."""
        del newer_than
        return [await self.read(item) for item in items]

    @abstractmethod
    async def read(self, item: StepAttempt) -> Look:
        """Where this one object stands."""

    async def send(self, items: Sequence[StepAttempt]) -> list[WriteResult]:
        """Send the writes one after the other."""
        return [await self.write(item.step) for item in items]

    @abstractmethod
    async def write(self, step: Step) -> WriteResult:
        """Send one write."""


class Cache(Generic[T]):
    """Something read in pages, kept until somebody needs it newer."""

    def __init__(self, load: Callable[[], Awaitable[T]], clock: WallClock) -> None:
        self._load = load
        self._clock = clock
        self._lock = asyncio.Lock()
        self._read: tuple[float, T] | None = None

    async def get(self, newer_than: float) -> T:
        """The value, read after `newer_than`; whoever asks meanwhile waits for the same read."""
        async with self._lock:
            if self._read is None or self._read[0] <= newer_than:
                started = self._clock.now()
                self._read = (started, await self._load())
            return self._read[1]


class World:
    """The remote systems as one workspace reaches them, and what was last read of them."""

    def __init__(
        self,
        tenant_id: str,
        account: str,
        cpaas: Cpaas,
        graph: Graph,
        operator: OperatorConnect,
        clock: WallClock,
        rules: Rules | None = None,
    ) -> None:
        self.tenant_id = tenant_id
        self.account = account
        self.cpaas = cpaas
        self.graph = graph
        self.operator = operator
        self.clock = clock
        self.rules = rules
        self.answered: Callable[[], None] = lambda: None  # called now and then while a long list is read
        self.lines: Cache[dict[str, Line]] = Cache(self._lines, clock)
        self.teams: Cache[dict[str, TeamsNumber]] = Cache(self._teams, clock)
        self.gateway: Cache[dict[str, OperatorNumber]] = Cache(self._gateway, clock)
        self.consent: Cache[Consent | None] = Cache(lambda: operator.consent(tenant_id), clock)
        self.plans: Cache[tuple[CapabilityPlan, ...]] = Cache(lambda: operator.capability_plans(account), clock)
        self.settings: Cache[dict[str, Settings]] = Cache(self._settings, clock)
        self.people: Cache[dict[str, GraphUser]] = Cache(self._people, clock)

    async def settings_of(self, keys: Sequence[str], newer_than: float) -> Mapping[str, Settings]:
        """Settings by extension; a few are read by themselves, which is less than a page of all."""
        if len(keys) > MAX_SINGLE_READS:
            return await self.settings.get(newer_than)
        found = await asyncio.gather(*(self.cpaas.find_settings(key) for key in keys))
        return {key: one.settings for key, one in zip(keys, found, strict=True) if one is not None}

    async def people_of(self, ids: Sequence[str], newer_than: float) -> Mapping[str, GraphUser]:
        """Directory entries by object id; a few are read by themselves."""
        if len(ids) > MAX_SINGLE_READS:
            return await self.people.get(newer_than)
        found = await asyncio.gather(*(self.graph.find_user(one) for one in ids))
        return {user.id: user for user in found if user is not None}

    async def _settings(self) -> dict[str, Settings]:
        return {one.key: one.settings async for one in self._heard(self.cpaas.all_extension_settings())}

    async def _people(self) -> dict[str, GraphUser]:
        return {user.id: user async for user in self._heard(self.graph.users())}

    async def _lines(self) -> dict[str, Line]:
        return {line.key: line async for line in self._heard(self.cpaas.extensions())}

    async def _teams(self) -> dict[str, TeamsNumber]:
        return {number.telephone_number: number async for number in self._heard(self.graph.numbers())}

    async def _gateway(self) -> dict[str, OperatorNumber]:
        return {number.e164: number async for number in self._heard(self.operator.numbers(self.account))}

    async def _heard(self, records: AsyncIterator[R]) -> AsyncIterator[R]:
        """The records; `answered` is called after every part of a page, as a sign that the system still answers."""
        place = 0
        async for record in records:
            if place % _CHUNK == 0:
                self.answered()
            place += 1
            yield record


def locked_out(error: RemoteError) -> bool:
    """Whether the remote system no longer lets us in at all: then the whole job stops, not just a line."""
    return isinstance(error, RemoteRefused) and error.status in (401, 403)


def unnamed(system: str) -> WriteResult:
    """The result of a write that the batch's answer doesn't mention: unknown."""
    return WriteResult(Result.UNKNOWN, tr("{system} answered without a word about this line.", system=system))


def results_of(items: Sequence[StepAttempt], failed: Sequence[ItemFailure], done: set[str]) -> list[WriteResult]:
    """How each item of a CPaaS batch went; `done` are the keys that were answered, as the steps name them."""
    failures = {failure.key: failure for failure in failed}
    return [_result_of(item.step.object, failures, done) for item in items]


def _result_of(key: str, failures: Mapping[str, ItemFailure], done: set[str]) -> WriteResult:
    failure = failures.get(key)
    if failure is None:
        return WriteResult(Result.DONE) if key in done else unnamed(CPAAS)
    said = explain(failure.code, failure.message)
    result = Result.LATER if said.later else Result.REFUSED
    return WriteResult(result, said.reason, said.fix, kind=said.kind, short=said.short)


def from_error(error: RemoteError) -> WriteResult:
    """The result of a write that raised this error."""
    if isinstance(error, RemoteUnknown):
        return WriteResult(Result.UNKNOWN, str(error), request_id=error.request_id)
    if isinstance(error, RemoteBusy):
        wait = error.retry_after
        return WriteResult(Result.LATER, str(error), request_id=error.request_id, wait=wait, away=error.system)
    if not isinstance(error, RemoteRefused):
        # What had to be asked before the write was answered oddly: nothing was sent.
        return WriteResult(Result.LATER, unreadable(error), "", error.request_id, away=error.system, saw=seen_in(error))
    said = explain(error.code, error.message, error.request_id)
    if said.later:
        return WriteResult(Result.LATER, said.reason, said.fix, error.request_id, kind=said.kind, short=said.short)
    if _clashed(error):
        return WriteResult(Result.UNKNOWN, said.reason, said.fix, error.request_id, short=said.short)
    locked = error if locked_out(error) else None
    return WriteResult(Result.REFUSED, said.reason, said.fix, error.request_id, locked=locked, short=said.short)


def _clashed(error: RemoteRefused) -> bool:
    """Whether somebody else is changing the same object: nothing happened, and a new read shows what is left to do.

    412 and 423 say no more than that (https://learn.microsoft.com/graph/errors#http-status-codes); what a 409 is about,
    its code tells.
    """
    return error.status in (412, 423)
