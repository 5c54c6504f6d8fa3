"""Lanes: which lines of a job are ready, waiting or being looked at, one lane a remote system."""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count

from services.changes.effects.base import Item
from services.domain.plan import PlanLine
from services.domain.steps import ORDER, Step, StepKind
from services.store.ledger import Entry

_LOOK_SHARE = 3  # after a look, it rests three times as long as the look took
_AHEAD = 100  # with fewer lines ready than this, it is time to look for more before the lane runs dry
# How many batches of a lane are under way at once: enough that the rate limit, not the round trip, is the brake.
WIDTH = {"cpaas": 2, "operator": 2, "graph": 4}
_SIGHTS = 3  # reads one after the other that must show a line moved by somebody else


@dataclass(eq=False)
class Row:
    """A line at work: its plan, its ledger entry, when it is due and how often its step was looked at.

    `suspect` is when it was last seen moved by somebody else, `doubts` how often one after the other; newer reads must
    say so too before it counts.
    """

    line: PlanLine
    entry: Entry
    due: float = 0.0
    tries: int = 0
    suspect: float = 0.0
    doubts: int = 0

    def suspects(self, moved: bool, now: float) -> bool:
        """Whether it looks moved, but not often enough to be believed: a list may lag behind, even twice."""
        self.doubts = self.doubts + 1 if moved else 0
        self.suspect = now if moved else 0.0
        return moved and self.doubts < _SIGHTS

    @property
    def step(self) -> Step:
        """The step it stands at."""
        return self.line.steps[self.entry.step]

    @property
    def kind(self) -> StepKind:
        """The kind of that step."""
        return self.step.kind

    @property
    def lane(self) -> str:
        """The remote system of that step."""
        return self.kind.value.split(".")[0]

    @property
    def open(self) -> bool:
        """Whether there is anything left to do."""
        return self.entry.phase != "ended"

    def item(self, job_id: str) -> Item:
        """The step as an effect takes it; the key makes its write idempotent."""
        key = f"{job_id}-{self.line.no}-{self.entry.step}-{self.entry.since:.6f}"
        return Item(self.step, key, self.entry.note, self.tries)


@dataclass(frozen=True, slots=True)
class Work:
    """Rows of one kind to work on together; `poll` means to look only."""

    kind: StepKind
    rows: list[Row]
    poll: bool


@dataclass
class Lane:
    """The rows that stand at one remote system. A row is in one place: ready, later, polling, or out at work."""

    ready: dict[StepKind, deque[Row]] = field(default_factory=dict)
    later: list[tuple[float, int, Row]] = field(default_factory=list)
    polling: dict[StepKind, list[Row]] = field(default_factory=dict)
    polled: dict[StepKind, float] = field(default_factory=dict)
    cost: dict[StepKind, float] = field(default_factory=dict)
    _sending: int = 0
    _disturbed: bool = False
    _order: count[int] = field(default_factory=count)

    def put(self, row: Row, now: float, waits: bool) -> None:
        """Take a row in where it belongs."""
        if row.entry.phase == "polling" or (waits and row.due <= now):
            self.polling.setdefault(row.kind, []).append(row)
        elif row.due > now:
            heapq.heappush(self.later, (row.due, next(self._order), row))
        else:
            self.ready.setdefault(row.kind, deque()).append(row)

    def take(self, now: float, batch: dict[StepKind, int], fast: float, slow: float) -> Work | None:
        """The next thing to do now, lines nearest to their end first, or None.

        While there is much to send, looks come at the slow pace only: they use up the same rate limit.
        """
        self._promote(now)
        sendable = [kind for kind, rows in self.ready.items() if rows]
        busy = sum(len(self.ready[kind]) for kind in sendable) >= _AHEAD
        poll = self._due_poll(now, slow if busy else fast)
        if poll is not None:
            return poll
        if not sendable:
            return None
        kind = max(sendable, key=ORDER.__getitem__)
        rows = self.ready[kind]
        return Work(kind, [rows.popleft() for _ in range(min(batch[kind], len(rows)))], poll=False)

    def next_due(self, fast: float) -> float:
        """When something of this lane is due next."""
        polls = [self._poll_at(kind, fast) for kind, rows in self.polling.items() if rows]
        return min([*polls, self.later[0][0] if self.later else float("inf")], default=float("inf"))

    @contextmanager
    def sending(self) -> Iterator[None]:
        """A write is under way for as long as the block lasts."""
        self._sending += 1
        self._disturbed = True
        try:
            yield
        finally:
            self._sending -= 1

    def looked(self, kind: StepKind, now: float) -> None:
        """A look has ended: a long one (many pages) makes the next one come later.

        One that had to queue behind writes says nothing of its own length.
        """
        if not self._disturbed:
            self.cost[kind] = now - self.polled.get(kind, now)

    def drain(self, kinds: Iterable[StepKind]) -> list[Row]:
        """Every row that waits for its turn, and those being looked at whose kind is among `kinds`."""
        rows = [row for queue in self.ready.values() for row in queue] + [row for _, _, row in self.later]
        self.ready.clear()
        self.later.clear()
        for kind in kinds:
            rows += self.polling.pop(kind, [])
        return rows

    def _poll_at(self, kind: StepKind, interval: float) -> float:
        rest = max(interval, _LOOK_SHARE * self.cost.get(kind, 0.0))
        return self.polled.get(kind, float("-inf")) + rest

    def _promote(self, now: float) -> None:
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
