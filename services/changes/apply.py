"""Applies a job's lines: one slice of work on the ledger, every lane (remote system) side by side.

The rule that makes a crash harmless: look, store the intent, send, store the result. What is found in `intent`
later may or may not have happened, so it is looked at again, after a pause, before anything is sent.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import structlog

from services.changes import judge
from services.changes.effects.base import Effect, Look, Result, Seen, Sent, from_error, locked_out
from services.changes.explain import explain
from services.changes.judge import Next
from services.changes.lanes import WIDTH, Lane, Row, Work
from services.changes.pace import Clock, Pace
from services.changes.room import Place
from services.domain.errors import RemoteBusy, RemoteError, RemoteRefused
from services.domain.plan import PlanLine
from services.domain.steps import StepKind
from services.store.ledger import Entry, Ledger

log = structlog.get_logger()
_PART = 250  # lines handled in one go: what takes longer would hold up the answers of a bot in the same process

# After that part of a slice it is asked whether the tenant is still linked, and whether another job or another process
# should go on.
_PATIENCE = 10


@dataclass(frozen=True, slots=True)
class Left:
    """What a slice leaves: how many lines are open, seconds until one is due, and what was asked of it meanwhile."""

    open: int
    wait: float
    wanted: str = ""


def not_answering(system: str) -> str:
    """What a job says while it waits for a system that is down."""
    return f"{system} isn't answering. I try again by myself."


class Slice:
    """One run over a job's open lines, up to `pace.slice` seconds long; `linked` raises once the tenant isn't."""

    def __init__(
        self,
        job_id: str,
        owner: str,
        lines: Mapping[int, PlanLine],
        entries: Sequence[Entry],
        effects: Mapping[StepKind, Effect],
        ledger: Ledger,
        clock: Clock,
        pace: Pace,
        stopping: asyncio.Event,
        place: Place,
        linked: Callable[[], Awaitable[object]],
    ) -> None:
        self._job_id = job_id
        self._owner = owner
        self._lines = lines
        self._entries = entries
        self._effects = effects
        self._batch = {kind: effect.batch for kind, effect in effects.items()}
        self._ledger = ledger
        self._clock = clock
        self._pace = pace
        self._stopping = stopping
        self._place = place
        self._linked = linked
        self._lanes: defaultdict[str, Lane] = defaultdict(Lane)
        self._open = len(entries)
        self._wanted = ""
        self._away: dict[str, str] = {}  # lane: the system that isn't answering
        self._waiting_for: str | None = None  # not known before the first word: another run may have left one
        self._moved = asyncio.Condition()
        self._until = clock.now() + pace.slice
        self._yields = clock.now() + pace.slice / _PATIENCE

    async def run(self) -> Left:
        """Work until every line ended, time is up, or somebody wants it to pause or stop."""
        lanes = await self._fill()
        async with asyncio.TaskGroup() as group:
            for lane in sorted(lanes):
                for _ in range(WIDTH[lane]):
                    group.create_task(self._worker(lane))
        waits = [lane.next_due(self._pace.poll) for lane in self._lanes.values()]
        wait = max(0.0, min(waits, default=0.0) - self._clock.now()) if self._open else 0.0
        return Left(self._open, min(wait, self._pace.slice), self._wanted)

    async def _fill(self) -> set[str]:
        """Put every line into its lane, or end it where it is as wished; the names of the lanes they will walk."""
        names: set[str] = set()
        for start in range(0, len(self._entries), _PART):
            rows = [self._row(entry) for entry in self._entries[start : start + _PART]]
            names.update(step.kind.value.split(".")[0] for row in rows for step in row.line.steps)
            for row in rows:
                if row.line.steps:
                    self._put(row)
            now = self._clock.now()
            await self._store([(row, Next(judge.already(row.entry, now))) for row in rows if not row.line.steps])
            await asyncio.sleep(0)
        return names

    def _row(self, entry: Entry) -> Row:
        return Row(self._lines[entry.no], entry, judge.due_at(entry, self._pace))

    async def _worker(self, name: str) -> None:
        lane = self._lanes[name]
        while await self._goes_on():
            work = lane.take(self._clock.now(), self._batch, self._pace.poll, self._pace.slow_poll)
            if work is None:
                await self._rest(lane)
                continue
            await (self._poll(work) if work.poll else self._push(work))
            async with self._moved:
                self._moved.notify_all()

    async def _goes_on(self) -> bool:
        """Whether there is more to do now. Time is up only for those whom another job of the workspace waits for."""
        now = self._clock.now()
        if now < min(self._yields, self._until) or not self._going(on_time=True):
            return self._going()
        self._yields = now + self._pace.slice / _PATIENCE
        await self._linked()
        if await self._place.wanted():
            self._until = now
        elif now >= self._until or self._only_waits():
            self._until = now if await self._ledger.others(self._job_id) else max(self._until, now + self._pace.slice)
        return self._going()

    def _only_waits(self) -> bool:
        """Whether there is nothing to send now: then another job of the workspace may have its turn early."""
        return not any(any(lane.ready.values()) for lane in self._lanes.values())

    def _going(self, on_time: bool = False) -> bool:
        on_time = on_time or self._clock.now() < self._until
        return self._open > 0 and on_time and not self._stopping.is_set() and self._wanted != "pause"

    async def _rest(self, lane: Lane) -> None:
        """Wait until a line is due, another lane hands one over, or the slice is over; hear what is wanted."""
        until = min(lane.next_due(self._pace.poll), self._until, self._clock.now() + self._pace.poll)
        async with self._moved:
            try:
                async with asyncio.timeout(max(0.02, until - self._clock.now())):
                    await self._moved.wait()
            except TimeoutError:
                await self._obey(await self._ledger.wanted(self._job_id))

    async def _push(self, work: Work) -> None:
        """Look, store the intent, send, store the result."""
        effect = self._effects[work.kind]
        looks = await self._look(effect, work, newer_than=0.0)
        if looks is None:
            return
        to_send, moves, now = [], [], self._clock.now()
        for row, look in zip(work.rows, looks, strict=True):
            if row.suspects(look.seen is Seen.MOVED, now):
                row.due = now + self._pace.settle
                self._put(row)
            elif look.seen is not Seen.BEFORE:
                moves.append((row, judge.looked(row.line, row.entry, look, now, self._pace)))
            elif self._wanted == "cancel":
                moves.append((row, Next(judge.cancelled(row.entry, now))))
            elif row.entry.phase == "intent" and now < row.entry.since + self._pace.settle:
                row.due = row.entry.since + self._pace.settle
                self._put(row)
            else:
                row.entry = judge.about_to_send(row.entry, now)
                to_send.append(row)
        await self._store(moves, [row.entry for row in to_send])
        if to_send:
            with self._lanes[to_send[0].lane].sending():
                await self._send(effect, to_send)

    async def _send(self, effect: Effect, rows: Sequence[Row]) -> None:
        try:
            answers: Sequence[Sent] = await effect.send([row.item(self._job_id) for row in rows])
        except RemoteError as error:
            answers = [from_error(error) for _ in rows]
        locked = [answer.locked for answer in answers if answer.locked]
        if len(locked) == len(rows):
            await self._store([(row, Next(judge.not_sent(row.entry))) for row in rows])
            raise locked[0]
        # Where others of the same batch got in, a token that had expired is no refusal of this line.
        answers = [
            replace(answer, result=Result.LATER) if answer.locked and answer.locked.status == 401 else answer
            for answer in answers
        ]
        now = self._clock.now()
        await self._heard(rows[0].lane, next((answer.away for answer in answers if answer.away), ""))
        pairs = zip(rows, answers, strict=True)
        await self._store([(row, judge.sent(row.line, row.entry, answer, now, self._pace)) for row, answer in pairs])

    async def _poll(self, work: Work) -> None:
        """Look at all that wait for the same thing at once."""
        # What was read before the newest write tells nothing of it: a failure seen there may be the old one.
        newer_than = max(self._clock.now() - self._pace.poll / 2, *(row.entry.since for row in work.rows))
        looks = await self._look(self._effects[work.kind], work, newer_than)
        now = self._clock.now()
        self._lanes[work.rows[0].lane].looked(work.kind, now)
        if looks is None:
            return
        await self._heard(work.rows[0].lane)
        for start in range(0, len(looks), _PART):
            await self._judge(work.rows[start : start + _PART], looks[start : start + _PART], now)

    async def _judge(self, rows: Sequence[Row], looks: Sequence[Look], now: float) -> None:
        pairs: list[tuple[Row, Look]] = []
        for row, look in zip(rows, looks, strict=True):
            if row.suspects(look.seen is Seen.MOVED, now):
                self._put(row)
            else:
                pairs.append((row, look))
        moves = [(row, judge.looked(row.line, row.entry, look, now, self._pace)) for row, look in pairs]
        # Lines that wait on as before need no write: a crash would find them waiting all the same.
        waiting = [row for row, move in moves if move.entry == row.entry]
        await self._store([(row, move) for row, move in moves if move.entry != row.entry])
        for row in waiting:
            self._put(row)
        await asyncio.sleep(0)

    async def _look(self, effect: Effect, work: Work, newer_than: float) -> list[Look] | None:
        rows = work.rows
        unsure = [row.entry.since + self._pace.settle / 2 for row in rows if row.entry.phase == "intent"]
        for row in rows:
            row.tries += 1
        oldest = max(self._clock.now() - self._pace.fresh, *(row.suspect for row in rows))
        newer_than, looks = max([newer_than, oldest, *unsure]), []
        try:
            for start in range(0, len(rows), _PART):
                items = [row.item(self._job_id) for row in rows[start : start + _PART]]
                looks += await effect.look(items, newer_than)
                await asyncio.sleep(0)
            return looks
        except RemoteError as error:
            # A list that is refused for good concerns every line, so it stops the job.
            if isinstance(error, RemoteRefused) and (locked_out(error) or not explain(error.code, error.message).later):
                raise
            await self._hold(rows, error)
            return None

    async def _hold(self, rows: Sequence[Row], error: RemoteError) -> None:
        """A read failed: nothing was written, so the lines just wait, and the job says for what."""
        log.warning("reading failed, lines wait", job=self._job_id, system=error.system, why=error.message)
        await self._heard(rows[0].lane, error.system)
        wait = error.retry_after if isinstance(error, RemoteBusy) else 0.0
        for row in rows:
            row.due = self._clock.now() + max(wait, self._pace.retry)
            self._put(row)

    async def _heard(self, lane: str, away: str = "") -> None:
        """A lane's system answered, or is `away`; the job says which ones it waits for."""
        if away:
            self._away[lane] = away
        else:
            self._away.pop(lane, None)
        waiting_for = " ".join(not_answering(system) for system in sorted(set(self._away.values())))
        if waiting_for != self._waiting_for:
            self._waiting_for = waiting_for
            await self._ledger.set_job(self._job_id, self._owner, waiting_for=waiting_for)

    async def _store(self, moves: Sequence[tuple[Row, Next]], entries: Sequence[Entry] = ()) -> None:
        """Store first, believe after: a row moves on only when the ledger holds it."""
        everything = [*entries, *(move.entry for _, move in moves)]
        if not everything:
            return
        wanted = await self._ledger.write(self._job_id, self._owner, everything)
        for row, move in moves:
            if move.entry.step != row.entry.step:
                row.tries = 0
            row.entry, row.due = move.entry, move.due
            self._put(row)
        await self._obey(wanted)

    def _put(self, row: Row) -> None:
        if not row.open:
            self._open -= 1
            return
        self._lanes[row.lane].put(row, self._clock.now(), self._effects[row.kind].waits)

    async def _obey(self, wanted: str) -> None:
        """Pause: take nothing new. Cancel: end what hasn't begun; what is under way ends with its step."""
        self._wanted = wanted
        if wanted != "cancel":
            return
        waits = [kind for kind, effect in self._effects.items() if effect.waits]
        rows = [row for lane in self._lanes.values() for row in lane.drain(waits)]
        unsure = [row for row in rows if row.entry.phase == "intent"]
        for row in unsure:
            self._put(row)
        now = self._clock.now()
        ending = [row for row in rows if row.entry.phase != "intent"]
        for start in range(0, len(ending), 1000):
            part = ending[start : start + 1000]
            await self._store([(row, Next(judge.cancelled(row.entry, now))) for row in part])
