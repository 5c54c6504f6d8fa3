"""Lanes: which lines of a job are ready, waiting or being looked at, one lane a remote system."""

from __future__ import annotations

import asyncio
import heapq
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count

from services.domain.plan import PlanLine
from services.domain.states import LinePhase
from services.domain.steps import ORDER, Step, StepKind
from services.execution.effects.base import StepAttempt
from services.store.ledger import LedgerEntry
from services.timing.pace import LIST_LOOKS, MAX_LOOKS, Pace

_REST_FACTOR = 3  # after a look, the lane waits three times as long as the look took
_MIN_READY_LINES = 100  # with fewer lines ready than this, look for more before the lane runs dry
# How many batches of a lane are under way at once: enough that the rate limit, not the round trip, sets the speed.
WIDTH = {"cpaas": 2, "operator": 2, "graph": 4, "switchboard": 1}


def lane_of(kind: StepKind) -> str:
    """The lane in which steps of this kind are done: their remote system's."""
    return kind.value.split(".")[0]


@dataclass(eq=False)
class LineTask:
    """A line that is being worked on: plan, ledger entry, when it is due and how often its step was looked at.

    `doubts` counts consecutive looks that showed it changed by somebody else, `suspect` is when the last of them was
    and `again` when the next one counts. `verdict` is a failure that counts only after one more look; `itself` that the
    next look is at the object and not at a list.
    """

    line: PlanLine
    entry: LedgerEntry
    due: float = 0.0
    tries: int = 0
    suspect: float = 0.0
    doubts: int = 0
    again: float = 0.0
    verdict: LedgerEntry | None = None
    itself: bool = False

    def suspects(self, moved: bool, now: float, pace: Pace) -> bool:
        """Whether it looks changed by somebody else, but not yet often and long enough to count."""
        if not moved:
            self.doubts, self.suspect, self.again = 0, 0.0, 0.0
            return False
        if now < self.again:
            return True
        self.doubts += 1
        self.suspect, self.again = now, now + pace.pause(self.doubts)
        return self.doubts < MAX_LOOKS

    def doubted_since(self, began: float, now: float, pace: Pace) -> None:
        """Count the looks that an earlier slice took at a line that looked changed, as if none had been missed."""
        self.doubts, self.again, self.suspect = 1, began + pace.pause(1), now
        while self.again <= now and self.doubts < MAX_LOOKS - 1:
            self.doubts += 1
            self.again += pace.pause(self.doubts)

    def goes_on(self, entry: LedgerEntry, due: float) -> None:
        """Take over the entry that the ledger holds now; doubts about an earlier step are forgotten."""
        if entry.step != self.entry.step:
            self.tries, self.doubts, self.suspect, self.again, self.itself = 0, 0, 0.0, 0.0, False
        if entry.phase != LinePhase.INTENT:
            self.verdict = None
        self.entry, self.due = entry, due

    @property
    def wants_itself_read(self) -> bool:
        """Whether the next look reads the object itself: it has to, or lists were read often enough."""
        return self.itself or self.doubts >= LIST_LOOKS

    @property
    def step(self) -> Step:
        """The step that comes next."""
        return self.line.steps[self.entry.step]

    @property
    def kind(self) -> StepKind:
        """The kind of that step."""
        return self.step.kind

    @property
    def lane(self) -> str:
        """The remote system of that step."""
        return lane_of(self.kind)

    @property
    def open(self) -> bool:
        """Whether there is anything left to do."""
        return self.entry.phase != LinePhase.ENDED

    def item(self, job_id: str) -> StepAttempt:
        """The step as an effect takes it; the key makes its write idempotent."""
        key = f"{job_id}-{self.line.no}-{self.entry.step}-{self.entry.since:.6f}"
        return StepAttempt(self.step, key, self.entry.note, self.tries)


@dataclass(frozen=True, slots=True)
class Work:
    """Rows of one kind to work on together; `poll` means to look only."""

    kind: StepKind
    rows: list[LineTask]
    poll: bool


@dataclass
class Lane:
    """The rows whose step is at one remote system. A row is in one place: ready, later, polling, or at work."""

    ready: dict[StepKind, deque[LineTask]] = field(default_factory=dict)
    later: list[tuple[float, int, LineTask]] = field(default_factory=list)
    polling: dict[StepKind, list[LineTask]] = field(default_factory=dict)
    polled: dict[StepKind, float] = field(default_factory=dict)
    cost: dict[StepKind, float] = field(default_factory=dict)
    taken: int = 0  # batches handed out so far
    held: dict[StepKind, float] = field(default_factory=dict)  # kinds that can't be looked at now, and until when
    moved: asyncio.Event = field(default_factory=asyncio.Event)
    _sending: int = 0
    _disturbed: bool = False
    _order: count[int] = field(default_factory=count)

    def put(self, row: LineTask, now: float, waits: bool) -> None:
        """Add a row: to those ready, due later or polling."""
        if row.entry.phase == LinePhase.POLLING or (waits and row.due <= now):
            self.polling.setdefault(row.kind, []).append(row)
        elif row.due > now:
            heapq.heappush(self.later, (row.due, next(self._order), row))
        else:
            self.ready.setdefault(row.kind, deque()).append(row)
        self.stir()

    def take(self, now: float, batch: dict[StepKind, int], fast: float, slow: float) -> Work | None:
        """The next work to do now, lines nearest to their end first; None when there is none.

        While there is much to send, looks come at the slow pace only, since both share one rate limit.
        """
        self._promote(now)
        sendable = self.sendable(now)
        busy = sum(len(self.ready[kind]) for kind in sendable) >= _MIN_READY_LINES
        poll = self._due_poll(now, slow if busy else fast)
        if poll is None and not sendable:
            return None
        self.taken += 1
        if poll is not None:
            return poll
        kind = max(sendable, key=ORDER.__getitem__)
        rows = self.ready[kind]
        return Work(kind, [rows.popleft() for _ in range(min(batch[kind], len(rows)))], poll=False)

    def next_due(self, fast: float) -> float:
        """When something in this lane is due next."""
        times = [self._poll_at(kind, fast) for kind, rows in self.polling.items() if rows]
        times += [self.held[kind] for kind, rows in self.ready.items() if rows and kind in self.held]
        times += [self.later[0][0]] if self.later else []
        return min(times, default=float("inf"))

    def sendable(self, now: float) -> list[StepKind]:
        """The kinds of which something can be sent now."""
        return [kind for kind, rows in self.ready.items() if rows and self.held.get(kind, 0.0) <= now]

    def has_work(self, now: float, fast: float) -> bool:
        """Whether `take` would return work."""
        return bool(self.sendable(now)) or self.next_due(fast) <= now

    @contextmanager
    def sending(self) -> Iterator[None]:
        """Count a write as under way for as long as the block lasts."""
        self._sending += 1
        self._disturbed = True
        try:
            yield
        finally:
            self._sending -= 1

    def looked(self, kind: StepKind, now: float) -> None:
        """Note that a look has ended: after a long one (many pages) the next one comes later.

        A look that queued behind writes is not measured.
        """
        if not self._disturbed:
            self.cost[kind] = now - self.polled.get(kind, now)
            self.stir()  # the next look may be due earlier than the waiting workers believe

    def release(self, kind: StepKind) -> None:
        """Allow looks at this kind again."""
        if self.held.pop(kind, None):
            self.stir()

    def stir(self) -> None:
        """Wake the workers that wait here. They read `moved` before they look for work, so none misses it."""
        moved, self.moved = self.moved, asyncio.Event()
        moved.set()

    def drain(self, kinds: Iterable[StepKind]) -> list[LineTask]:
        """Take out every row that waits for its turn, and those being polled whose kind is among `kinds`."""
        rows = [row for queue in self.ready.values() for row in queue] + [row for _, _, row in self.later]
        self.ready.clear()
        self.later.clear()
        for kind in kinds:
            rows += self.polling.pop(kind, [])
        return rows

    def _poll_at(self, kind: StepKind, interval: float) -> float:
        rest = max(interval, _REST_FACTOR * self.cost.get(kind, 0.0))
        return max(self.polled.get(kind, float("-inf")) + rest, self.held.get(kind, float("-inf")))

    def _promote(self, now: float) -> None:
        """Make due rows ready, and wake the waiting workers, since it may be more than one batch."""
        if self.later and self.later[0][0] <= now:
            self.stir()
        while self.later and self.later[0][0] <= now:
            row = heapq.heappop(self.later)[2]
            self.ready.setdefault(row.kind, deque()).append(row)

    def _due_poll(self, now: float, interval: float) -> Work | None:
        for kind, rows in self.polling.items():
            if rows and now >= self._poll_at(kind, interval):
                self.polled[kind] = now
                self._disturbed = self._sending > 0
                self.polling[kind] = []
                return Work(kind, rows, poll=True)
        return None
