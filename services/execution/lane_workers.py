"""Applies a job's lines: one slice of work on the ledger, every lane (remote system) side by side.

The rule that makes a crash harmless: look, store the intent, send, store the result. What is found in `intent`
later may or may not have happened, so it is looked at again, after a pause, before anything is sent. The rule that
keeps lines from ending wrongly: what looks lost, changed or refused is looked at once more before it counts.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from services.domain.errors import RemoteError, RemoteRefused
from services.domain.plan import PlanLine
from services.domain.record.entries import ToRecord
from services.domain.states import JobRequest, LineOutcome, LinePhase
from services.domain.steps import StepKind
from services.execution import transitions as judge
from services.execution.effects.base import Effect, Look, Observation, Result, WriteResult, from_error
from services.execution.lanes import WIDTH, Lane, LineTask, Work, lane_of
from services.execution.line_looks import CHUNK, LineLooks
from services.execution.line_order import LineOrder
from services.execution.recording import JobRecorder
from services.execution.slice_control import SliceController
from services.execution.slice_state import SliceState
from services.execution.transitions import Next
from services.store.in_parts import RECORDED_PART, in_parts
from services.store.ledger import Ledger, LedgerEntry
from services.timing.fair_share import FairShare
from services.timing.outages import Outage, Outages
from services.timing.pace import Pace, WallClock


@dataclass(frozen=True, slots=True)
class SliceResult:
    """The result of a slice: open lines, seconds until one is due, and what a person asked of the job meanwhile."""

    open: int
    wait: float
    wanted: str = ""


class Slice:
    """One run over a job's open lines, up to `pace.slice` seconds long; `linked` raises once the tenant isn't."""

    def __init__(
        self,
        job_id: str,
        owner: str,
        lines: Mapping[int, PlanLine],
        entries: Sequence[LedgerEntry],
        effects: Mapping[StepKind, Effect],
        ledger: Ledger,
        clock: WallClock,
        pace: Pace,
        stopping: asyncio.Event,
        place: FairShare,
        linked: Callable[[], Awaitable[object]],
        troubles: Outages,
        recorder: JobRecorder,
        order: LineOrder | None = None,
        wanted: str = "",
    ) -> None:
        self._wanted = wanted  # of the job before this slice began
        self._job_id = job_id
        self._owner = owner
        self._lines = lines
        self._entries = entries
        self._effects = effects
        self._batch = {kind: effect.batch for kind, effect in effects.items()}
        self._ledger = ledger
        self._clock = clock
        self._pace = pace
        self._troubles = troubles
        self._recorder = recorder
        self._order = order or LineOrder()
        self.floor = SliceState(clock, len(entries))
        self._looks = LineLooks(job_id, owner, self.floor, ledger, clock, pace, troubles, self._put)
        self._controller = SliceController(
            job_id, owner, self.floor, ledger, clock, pace, stopping, place, linked, self._obey
        )

    async def run(self) -> SliceResult:
        """Work until every line has ended, time is up, or the job is paused or cancelled. Stuck when nothing moves."""
        names = await self._fill()
        await self._obey(self._wanted)
        async with asyncio.TaskGroup() as group:
            group.create_task(self._controller.keep())
            for name in sorted(names):
                for _ in range(WIDTH[name]):
                    group.create_task(self._worker(name))
        return SliceResult(self.floor.open, self._until_due(), self.floor.wanted)

    def _until_due(self) -> float:
        """Seconds until an open line is due."""
        now, fast, lanes = self._clock.now(), self._pace.poll, self.floor.lanes.values()
        if not self.floor.open or any(lane.has_work(now, fast) for lane in lanes):
            return 0.0
        return min(max(0.0, min(lane.next_due(fast) for lane in lanes) - now), self._pace.slice)

    async def _fill(self) -> set[str]:
        """Put every line into its lane, or end it if it is as desired; the names of the lanes in use."""
        names: set[str] = set()
        for start in range(0, len(self._entries), CHUNK):
            rows = [self._row(entry) for entry in self._entries[start : start + CHUNK]]
            names.update(lane_of(step.kind) for row in rows for step in row.line.steps)
            for row in rows:
                if row.line.steps:
                    self._put(row)
            now = self._clock.now()
            await self._store([(row, Next(judge.already(row.entry, now))) for row in rows if not row.line.steps])
            await asyncio.sleep(0)
        await self._go_on()
        return names

    def _row(self, entry: LedgerEntry) -> LineTask:
        now = self._clock.now()
        entry = judge.adopted(entry, now)
        row = LineTask(self._lines[entry.no], entry, judge.due_at(entry, self._pace))
        if judge.is_puzzled(entry):
            row.doubted_since(entry.began, now, self._pace)
        return row

    async def _worker(self, name: str) -> None:
        """Work through this lane until the controller ends the slice."""
        lane = self.floor.lanes[name]
        while not self.floor.over:
            moved = lane.moved
            work = lane.take(self._clock.now(), self._batch, self._pace.poll, self._pace.slow_poll)
            if work is None:
                await self._rest(lane, moved)
                continue
            with self.floor.at(work):
                await (self._poll(work) if work.poll else self._push(work))

    async def _rest(self, lane: Lane, moved: asyncio.Event) -> None:
        """Wait until a line is due, something moves, or the slice is over."""
        wait = min(lane.next_due(self._pace.poll) - self._clock.now(), self._pace.slice)
        with suppress(TimeoutError):
            async with asyncio.timeout(max(0.02, wait)):
                await moved.wait()

    async def _push(self, work: Work) -> None:
        """Look, store the intent, send, store the result."""
        effect = self._effects[work.kind]
        looks = await self._looks.take(effect, work, newer_than=0.0)
        if looks is None:
            return
        to_send, moves, now = [], [], self._clock.now()
        cancels = self.floor.wanted == JobRequest.CANCEL
        for row, look in zip(work.rows, looks, strict=True):
            if row.verdict is not None and look.seen in (Observation.BEFORE, Observation.MOVED, Observation.FAILED):
                moves.append((row, Next(row.verdict)))
            elif row.suspects(look.seen is Observation.MOVED, now, self._pace):
                moves.append((row, Next(judge.puzzled(row.entry, now), row.again)))
            elif look.seen is not Observation.BEFORE:
                moves.append((row, judge.looked(row.line, row.entry, look, now, self._pace)))
            elif row.entry.phase == LinePhase.INTENT and self._may_show(row, now, last=cancels):
                self._put(row)
            elif cancels:
                moves.append((row, Next(judge.cancelled(row.entry, now))))
            else:
                row.entry = judge.about_to_send(row.entry, now)
                to_send.append(row)
        await self._store_changed(moves, to_send)
        if to_send:
            with self.floor.lanes[lane_of(work.kind)].sending():
                await self._send(effect, to_send)

    def _may_show(self, row: LineTask, now: float, *, last: bool) -> bool:
        """Whether a write in doubt may still show: then the line is due again. The last look is at the object."""
        by = judge.shows_by(row.entry, self._pace, last=last)
        if now < by:
            row.due = min(by, now + self._pace.settle)
            return True
        if last and not row.itself:
            row.itself, row.due = True, now
            return True
        return False

    async def _send(self, effect: Effect, rows: Sequence[LineTask]) -> None:
        try:
            answers: Sequence[WriteResult] = await effect.send([row.item(self._job_id) for row in rows])
        except RemoteError as error:
            answers = [from_error(error) for _ in rows]
        locked = [answer.locked for answer in answers if answer.locked]
        if len(locked) == len(rows):
            await self._turned_away(rows, locked[0])
            return
        # If other items of the batch were accepted, a 401 means an expired token and doesn't refuse this line.
        answers = [
            replace(answer, result=Result.LATER) if answer.locked and answer.locked.status == 401 else answer
            for answer in answers
        ]
        away = next((Outage(answer.away, answer.saw) for answer in answers if answer.away), None)
        await self._looks.heard(f"send {rows[0].kind}", away)
        now = self._clock.now()
        pairs = zip(rows, answers, strict=True)
        await self._store([(row, self._after(row, answer, now)) for row, answer in pairs])

    async def _turned_away(self, rows: Sequence[LineTask], refusal: RemoteRefused) -> None:
        """Handle a refused sign-in: nothing was sent. The lines wait while it may pass, otherwise the job stops."""
        kind = rows[0].kind
        passes = self._troubles.may_pass(f"send {kind}", refusal)
        if passes:
            await self._looks.hold(kind, f"send {kind}", refusal)
        await self._store([(row, Next(judge.not_sent(row.entry))) for row in rows])
        if not passes:
            raise refusal

    def _after(self, row: LineTask, answer: WriteResult, now: float) -> Next:
        """What follows from a result; before a line fails, its object is looked at once more."""
        move = judge.sent(row.line, row.entry, answer, now, self._pace)
        if move.entry.outcome != LineOutcome.FAILED:
            return move
        row.verdict = move.entry
        return judge.refused(row.entry, now, self._pace)

    async def _poll(self, work: Work) -> None:
        """Look at all lines that wait for the same kind of step at once."""
        # What was read before the newest write says nothing about it: a failure seen there may be an old one.
        newer_than = max(self._clock.now() - self._pace.poll / 2, *(row.entry.since for row in work.rows))
        looks = await self._looks.take(self._effects[work.kind], work, newer_than)
        now = self._clock.now()
        self.floor.lanes[lane_of(work.kind)].looked(work.kind, now)
        if looks is None:
            return
        for start in range(0, len(looks), CHUNK):
            await self._judge(work.rows[start : start + CHUNK], looks[start : start + CHUNK], now)

    async def _judge(self, rows: Sequence[LineTask], looks: Sequence[Look], now: float) -> None:
        moves: list[tuple[LineTask, Next]] = []
        for row, look in zip(rows, looks, strict=True):
            if row.suspects(look.seen is Observation.MOVED, now, self._pace):
                self._put(row)
            else:
                moves.append((row, judge.looked(row.line, row.entry, look, now, self._pace)))
        await self._store_changed(moves)
        await asyncio.sleep(0)

    async def _store_changed(self, moves: Sequence[tuple[LineTask, Next]], sending: Sequence[LineTask] = ()) -> None:
        """As `_store`, but lines that wait as before aren't written: after a crash they are found waiting anyway."""
        waiting = [(row, move) for row, move in moves if move.entry == row.entry]
        await self._store([(row, move) for row, move in moves if move.entry != row.entry], sending)
        for row, move in waiting:
            row.due = move.due
            self._put(row)

    async def _store(self, moves: Sequence[tuple[LineTask, Next]], sending: Sequence[LineTask] = ()) -> None:
        """Store entries and record them, then move their rows on: a row is never ahead of the ledger."""
        everything = [*(row.entry for row in sending), *(move.entry for _, move in moves)]
        if not everything:
            return
        recorded = await self._recorded(moves, sending)
        wanted = await self._ledger.write(self._job_id, self._owner, everything, recorded)
        for row, move in moves:
            row.goes_on(move.entry, move.due)
            self._order.heard(row.entry)
            self._put(row)
        await self._go_on()
        await self._obey(wanted)

    async def _recorded(self, moves: Sequence[tuple[LineTask, Next]], sending: Sequence[LineTask]) -> list[ToRecord]:
        now = self._clock.now()
        about_to = [self._recorder.sending(sending, now)] if sending else []
        listed = in_parts(moves, RECORDED_PART)
        effects = [self._recorder.moved(row.line, row.entry, move.entry, now) async for row, move in listed]
        return [*about_to, *(entry for some in effects for entry in some)]

    def _put(self, row: LineTask) -> None:
        if not row.open:
            self.floor.open -= 1
        elif not self._order.holds(row):
            self.floor.lanes[row.lane].put(row, self._clock.now(), self._effects[row.kind].waits)

    async def _go_on(self) -> None:
        """Move on the lines that waited for others; those that wait in vain end."""
        free, lost = self._order.moved()
        for row in free:
            self._put(row)
        now = self._clock.now()
        await self._store([(row, Next(judge.left_waiting(row.line, row.entry, now))) for row in lost])

    async def _obey(self, wanted: str) -> None:
        """Obey a person. Pause: begin nothing new. Cancel: end lines that haven't begun; others finish their step."""
        self.floor.wanted = wanted
        if wanted != JobRequest.CANCEL:
            return
        waits = [kind for kind, effect in self._effects.items() if effect.waits]
        rows = [row for lane in self.floor.lanes.values() for row in lane.drain(waits)] + self._order.drain()
        unsure = [row for row in rows if row.entry.phase == LinePhase.INTENT]
        for row in unsure:
            self._put(row)
        now = self._clock.now()
        ending = [row for row in rows if row.entry.phase != LinePhase.INTENT]
        for start in range(0, len(ending), 1000):
            part = ending[start : start + 1000]
            await self._store([(row, Next(judge.cancelled(row.entry, now))) for row in part])
