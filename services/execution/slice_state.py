"""What the workers and the controller of a slice share: lanes, batches at work, the number of open lines."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from services.domain.phrases import tr
from services.execution.lanes import WIDTH, Lane, Work, lane_of
from services.timing.pace import WallClock


@dataclass(eq=False, slots=True)
class Piece:
    """A batch at work: its lane, what is done with how many lines, and when it last made progress."""

    lane: str
    doing: str
    lines: int
    heard: float


class SliceState:
    """Shared state. `over` is set when the controller ends the slice: workers finish their batch and take no other."""

    def __init__(self, clock: WallClock, open_lines: int) -> None:
        self._clock = clock
        self.lanes: defaultdict[str, Lane] = defaultdict(Lane)
        self.pieces: set[Piece] = set()
        self.open = open_lines
        self.wanted = ""
        self.over = False
        self.moved = asyncio.Event()

    @contextmanager
    def at(self, work: Work) -> Iterator[None]:
        """Register a batch as being at work for as long as the block lasts."""
        doing = tr("{word} {value}", word=tr("waiting for") if work.poll else tr("working at"), value=work.kind.value)
        piece = Piece(lane_of(work.kind), doing, len(work.rows), self._clock.now())
        self.pieces.add(piece)
        try:
            yield
        finally:
            self.pieces.discard(piece)
            self.stir()

    def heard(self) -> None:
        """Note that a remote system answered, so that the batches waiting for it don't count as silent."""
        now = self._clock.now()
        for piece in self.pieces:
            piece.heard = now

    def stir(self) -> None:
        """Wake the controller to check whether the slice has ended."""
        moved, self.moved = self.moved, asyncio.Event()
        moved.set()

    def close(self) -> None:
        """End the slice: workers take nothing new."""
        self.over = True
        for lane in self.lanes.values():
            lane.stir()

    def only_waits(self) -> bool:
        """Whether every open line waits: there is nothing to send now."""
        now = self._clock.now()
        return not any(lane.sendable(now) for lane in self.lanes.values())

    def idle(self, fast: float) -> dict[str, int]:
        """Lanes with work that a free worker could take, and how many batches each has handed out."""
        now, busy = self._clock.now(), [piece.lane for piece in self.pieces]
        return {
            name: lane.taken
            for name, lane in self.lanes.items()
            if busy.count(name) < WIDTH[name] and lane.has_work(now, fast)
        }
