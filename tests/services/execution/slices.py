"""A slice of a job in virtual time: remote systems, ledger and people's requests, with waits that the test chooses."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random

from services.domain.errors import RemoteBusy, RemoteRefused, Stale
from services.domain.plan import PlanLine
from services.domain.record.entries import ToRecord
from services.domain.steps import ObjectState, Step, StepKind
from services.execution.effects.base import Effect, Look, Observation, Result, StepAttempt, WriteResult
from services.execution.lane_workers import Slice, SliceResult
from services.execution.lanes import WIDTH
from services.execution.recording import JobRecorder
from services.store.ledger import LedgerEntry
from services.timing.outages import Outages
from services.timing.pace import Pace, Timeline
from tests.support.virtual import VirtualClock, VirtualLoop

ROAD = (StepKind.EXTENSION_CREATE, StepKind.NUMBER_UPLOAD, StepKind.NUMBER_VISIBLE, StepKind.NUMBER_ASSIGN)
BATCH = dict(zip(ROAD, (5, 5, 100, 3), strict=True))
Wait = Callable[[], float]


def nothing() -> float:
    """No wait at all."""
    return 0.0


def lines(count: int, kinds: Sequence[StepKind] = ROAD) -> dict[int, PlanLine]:
    """That many lines with these steps."""
    return {no: _line(no, kinds) for no in range(1, count + 1)}


def _line(no: int, kinds: Sequence[StepKind]) -> PlanLine:
    steps = tuple(Step(kind, f"{kind}:{no}", ObjectState(exists=False), ObjectState(exists=True)) for kind in kinds)
    return PlanLine(no, str(1000 + no), f"Line {no}", steps)


@dataclass
class System:
    """The system behind one kind of step; an effect shows `shows` seconds after it was sent."""

    kind: StepKind
    clock: VirtualClock
    wait: Wait = nothing
    shows: Wait = nothing
    busy: Callable[[], bool] = lambda: False
    silent: Callable[[], bool] = lambda: False
    refuses: Callable[[], bool] = lambda: False
    bars: Callable[[], bool] = lambda: False  # the sign-in is refused
    forgets: bool = False  # nothing that is sent has an effect
    takes_from: int = 1  # which write of an object has an effect, counted from 1
    lags_until: float = 0.0  # until then lists show every object as changed by somebody else
    moved: frozenset[str] = frozenset()  # objects that somebody else has changed
    held_until: float = 0.0  # until then what a write depends on looks changed by somebody else
    read_alone: Counter[str] = field(default_factory=Counter)
    sent: Counter[str] = field(default_factory=Counter)
    seen_from: dict[str, float] = field(default_factory=dict)
    batch: int = 1
    waits: bool = False

    async def look(self, items: Sequence[StepAttempt], newer_than: float) -> list[Look]:
        """The objects as the list shows them, which may lag behind."""
        del newer_than
        await self._turn()
        now = self.clock.now()
        if now < self.lags_until:
            return [Look(Observation.MOVED, "Somebody changed it.") for _ in items]
        return [self._seen(item.step.object, now) for item in items]

    async def read(self, item: StepAttempt) -> Look:
        """The object itself, as it is."""
        await self._turn()
        self.read_alone[item.step.object] += 1
        return self._seen(item.step.object, self.clock.now())

    async def send(self, items: Sequence[StepAttempt]) -> list[WriteResult]:
        """Accept the writes, even those that are answered with silence or a refusal."""
        await self._turn()
        if self.clock.now() < self.held_until:
            return [WriteResult(Result.MOVED, "Somebody changed it.", short="SW-80") for _ in items]
        for item in items:
            self.sent[item.step.object] += 1
            if not self.forgets and self.sent[item.step.object] >= self.takes_from:
                self.seen_from.setdefault(item.step.object, self.clock.now() + self.shows())
        await asyncio.sleep(self.wait())
        if self.silent():
            return [WriteResult(Result.UNKNOWN, "no answer") for _ in items]
        if self.refuses():
            return [WriteResult(Result.REFUSED, "It exists already.") for _ in items]
        return [WriteResult(Result.STARTED, note="taken") for _ in items]

    async def _turn(self) -> None:
        await asyncio.sleep(self.wait())
        if self.busy():
            raise RemoteBusy("The world", 503, "", "busy")
        if self.bars():
            raise RemoteRefused("The world", 401, "InvalidAuthenticationToken", "Access token has expired.")

    def _seen(self, name: str, now: float) -> Look:
        if name in self.moved:
            return Look(Observation.MOVED, "Somebody changed it.")
        if self.waits:
            self.seen_from.setdefault(name, now + self.shows())
        at = self.seen_from.get(name)
        if at is None:
            return Look(Observation.BEFORE)
        return Look(Observation.AFTER if at <= now else Observation.RUNNING)


class Books:
    """The ledger of one job; every call takes `wait` seconds."""

    def __init__(self, count: int, clock: VirtualClock, wait: Wait = nothing) -> None:
        self.clock = clock
        self.entries = {no: LedgerEntry(no) for no in range(1, count + 1)}
        self.wait = wait
        self.asked = ""
        self.other_job = False
        self.owner = "me"
        self.recorded: list[ToRecord] = []
        self.fault: Exception | None = None
        self.writes = self.beats = 0
        self.said: list[dict[str, object]] = []

    async def write(
        self, job_id: str, owner: str, entries: Sequence[LedgerEntry], recorded: Sequence[ToRecord] = ()
    ) -> str:
        """Store the entries with their entries of the record; what is requested of the job."""
        await asyncio.sleep(self.wait())
        self._fence(owner)
        self.writes += 1
        self.recorded += recorded
        self.entries.update({entry.no: entry for entry in entries})
        return self.asked

    async def wanted(self, job_id: str, owner: str = "me") -> str:
        """What is requested of the job."""
        await asyncio.sleep(self.wait())
        self._fence(owner)
        return self.asked

    async def others(self, job_id: str) -> bool:
        """Whether another job waits."""
        await asyncio.sleep(self.wait())
        return self.other_job

    async def set_job(self, job_id: str, owner: str, **values: object) -> None:
        """Change fields of the job itself."""
        await asyncio.sleep(self.wait())
        self._fence(owner)
        self.said.append(values)

    async def beat(self, job_id: str, owner: str) -> float:
        """Take a sign of life; the time."""
        await asyncio.sleep(self.wait())
        self._fence(owner)
        self.beats += 1
        return self.clock.now()

    async def all(self, job_id: str) -> list[LedgerEntry]:
        """Every entry."""
        return list(self.entries.values())

    def _fence(self, owner: str) -> None:
        if self.fault:
            raise self.fault
        if owner != self.owner:
            raise Stale("Another run took this job over.")


@dataclass
class Place:
    """A slice's place among others, which it may be `asked` to give up."""

    asked: bool = False
    wait: Wait = nothing
    left: bool = False

    async def wanted(self) -> bool:
        """Whether somebody else should take the job on."""
        await asyncio.sleep(self.wait())
        self.left = self.asked
        return self.asked


@dataclass
class Bench:
    """A slice with all that it needs. `pace` is the real one, `wall` a clock that can be set."""

    count: int
    wait: Wait = nothing  # of the database
    kinds: Sequence[StepKind] = ROAD
    pace: Pace = field(default_factory=Pace)
    clock: VirtualClock = field(default_factory=VirtualClock)
    wall: VirtualClock = field(default_factory=VirtualClock)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    place: Place = field(default_factory=Place)
    linked_takes: Wait = nothing
    not_linked: Exception | None = None
    kind_of_slice: type[Slice] = Slice
    begun: float = 0.0

    def __post_init__(self) -> None:
        self.books = Books(self.count, self.wall, self.wait)
        self.troubles = Outages(self.pace, self.clock)
        self.place.wait = self.wait
        self.systems = {
            kind: System(kind, self.clock, batch=BATCH[kind], waits=kind is StepKind.NUMBER_VISIBLE)
            for kind in self.kinds
        }

    def slice(self) -> Slice:
        """A new run over all lines that are open."""
        effects: dict[StepKind, Effect] = dict(self.systems)
        entries = [entry for entry in self.books.entries.values() if entry.phase != "ended"]
        return self.kind_of_slice(
            "job",
            "me",
            lines(self.count, self.kinds),
            entries,
            effects,
            self.books,  # type: ignore[arg-type]
            Timeline(self.wall.now(), self.clock),
            self.pace,
            self.stopping,
            self.place,  # type: ignore[arg-type]
            self._linked,
            self.troubles,
            JobRecorder("tenant", "job", "plan"),
        )

    async def run(self, within: float = 3600.0) -> SliceResult:
        """Run one slice to its end, checking that no lane is neglected."""
        self.begun = self.clock.now()
        run, loop = self.slice(), asyncio.get_running_loop()
        assert isinstance(loop, VirtualLoop)
        neglected: list[tuple[float, list[str]]] = []

        def look() -> None:
            if going and not run.floor.over and (lanes := neglected_in(run)):
                neglected.append((self.clock.now() - self.begun, lanes))

        going, loop.at_rest = True, look
        try:
            async with asyncio.timeout(within):
                left = await run.run()
        finally:
            going = False
        assert not neglected, f"work lay about while somebody was free: {neglected[:3]} of {len(neglected)}"
        return left

    async def _linked(self) -> None:
        await asyncio.sleep(self.linked_takes())
        if self.not_linked:
            raise self.not_linked

    @property
    def done(self) -> int:
        """The number of lines done."""
        return sum(entry.outcome == "done" for entry in self.books.entries.values())


def neglected_in(run: Slice) -> list[str]:
    """The lanes with both work and a free worker for longer than a moment."""
    then, busy = run._clock.now() - 0.05, Counter(piece.lane for piece in run.floor.pieces)
    return [
        name
        for name, lane in run.floor.lanes.items()
        if busy[name] < WIDTH[name] and lane.has_work(then, run._pace.poll)
    ]


def uneven(rng: Random, most: float) -> Wait:
    """Waits, most of them short and some as long as `most`."""
    return lambda: most * rng.random() ** 4
