"""Applies a job's lines: one slice of work on the ledger, every lane (remote system) side by side.

The rule that makes a crash harmless: look, store the intent, send, store the result. What is found in `intent`
later may or may not have happened, so it is looked at again, after a pause, before anything is sent.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import structlog

from services.changes.effects.base import Effect, Item, Look, Result, Seen, Sent, from_error
from services.changes.pace import Clock, Pace
from services.domain.errors import RemoteBusy, RemoteError, RemoteRefused
from services.domain.plan import PlanLine
from services.domain.steps import ORDER, WORDS, StepKind
from services.store.ledger import Entry, Ledger

log = structlog.get_logger()


@dataclass
class Row:
    """A line at work: its plan, its ledger entry, when it is due and how often its step was looked at."""

    line: PlanLine
    entry: Entry
    due: float = 0.0
    tries: int = 0

    @property
    def kind(self) -> StepKind:
        """The kind of the step it stands at."""
        return self.line.steps[self.entry.step].kind

    @property
    def open(self) -> bool:
        """Whether there is anything left to do."""
        return self.entry.phase != "ended"


@dataclass(frozen=True, slots=True)
class Left:
    """What a slice leaves: how many lines are open, and seconds until the first of them is due."""

    open: int
    wait: float


class Slice:
    """One run over a job's open lines, up to `pace.slice` seconds long."""

    def __init__(
        self,
        job_id: str,
        owner: str,
        lines: Mapping[int, PlanLine],
        entries: Iterable[Entry],
        effects: Mapping[StepKind, Effect],
        ledger: Ledger,
        clock: Clock,
        pace: Pace,
        stopping: asyncio.Event,
    ) -> None:
        self._job_id = job_id
        self._owner = owner
        self._by_no = {e.no: Row(lines[e.no], e) for e in entries}
        self._rows = list(self._by_no.values())
        self._effects = effects
        self._ledger = ledger
        self._clock = clock
        self._pace = pace
        self._stopping = stopping
        self._moved = asyncio.Condition()
        self._started = clock.now()

    async def run(self) -> Left:
        """Work until every line ended, time is up or the program stops."""
        self._until = self._started + self._pace.slice
        await self._end_empty()
        lanes = sorted({step.kind.split(".")[0] for row in self._rows for step in row.line.steps})
        async with asyncio.TaskGroup() as group:
            for lane in lanes:
                group.create_task(self._lane(lane))
        waiting = [row.due for row in self._rows if row.open]
        wait = max(0.0, min(waiting) - self._clock.now()) if waiting else 0.0
        return Left(len(waiting), wait)

    async def _end_empty(self) -> None:
        await self._store([_ended(row, "done", self._clock.now()) for row in self._rows if not row.line.steps])

    async def _lane(self, lane: str) -> None:
        while not self._stopping.is_set() and self._clock.now() < self._until:
            mine = [row for row in self._rows if row.open and row.kind.startswith(lane)]
            due = [row for row in mine if row.due <= self._clock.now()]
            if due:
                await self._work(due)
            elif any(row.open for row in self._rows):
                await self._rest(mine)
            else:
                return

    async def _rest(self, mine: Sequence[Row]) -> None:
        """Wait until a line is due, another lane hands one over, or the slice is over."""
        until = min([row.due for row in mine] + [self._until, self._clock.now() + self._pace.poll])
        async with self._moved:
            try:
                async with asyncio.timeout(max(0.01, until - self._clock.now())):
                    await self._moved.wait()
            except TimeoutError:
                return

    async def _work(self, due: Sequence[Row]) -> None:
        """Take the rows of one kind that are due, those nearest to their end first, and move them on."""
        kind = max((row.kind for row in due), key=ORDER.__getitem__)
        rows = [row for row in due if row.kind is kind]
        effect = self._effects[kind]
        ready = [row for row in rows if row.entry.phase != "polling"]
        if ready and not effect.waits:
            await self._push(effect, ready[: effect.batch])
        else:
            await self._poll(effect, rows)
        async with self._moved:
            self._moved.notify_all()

    async def _push(self, effect: Effect, rows: Sequence[Row]) -> None:
        looks = await self._look(effect, rows)
        if looks is None:
            return
        to_send, entries, now = [], [], self._clock.now()
        for row, look in zip(rows, looks, strict=True):
            if look.seen is not Seen.BEFORE:
                entries.append(self._judge(row, look))
            elif row.entry.phase == "intent" and now < row.entry.since + self._pace.settle:
                row.due = row.entry.since + self._pace.settle
            else:
                entries.append(replace(row.entry, phase="intent", since=now, attempts=row.entry.attempts + 1))
                to_send.append(row)
        await self._store(entries)
        if to_send:
            await self._send(effect, to_send)

    async def _send(self, effect: Effect, rows: Sequence[Row]) -> None:
        try:
            sents = await effect.send([self._item(row) for row in rows])
        except RemoteError as error:
            if locked_out(error):
                await self._store([replace(row.entry, phase="todo") for row in rows])
                raise
            sents = [from_error(error) for _ in rows]
        await self._store([self._settle(row, sent) for row, sent in zip(rows, sents, strict=True)])

    async def _poll(self, effect: Effect, rows: Sequence[Row]) -> None:
        looks = await self._look(effect, rows, newer_than=self._clock.now() - self._pace.poll / 2)
        if looks is not None:
            await self._store([self._judge(row, look) for row, look in zip(rows, looks, strict=True)])

    async def _look(self, effect: Effect, rows: Sequence[Row], newer_than: float = 0.0) -> list[Look] | None:
        unsure = [row.entry.since + self._pace.settle / 2 for row in rows if row.entry.phase == "intent"]
        newer_than = max([newer_than, self._started - 60.0, *unsure])
        for row in rows:
            row.tries += 1
        try:
            return await effect.look([self._item(row) for row in rows], newer_than)
        except RemoteError as error:
            if locked_out(error):
                raise
            self._hold(rows, error)
            return None

    def _hold(self, rows: Sequence[Row], error: RemoteError) -> None:
        wait = error.retry_after if isinstance(error, RemoteBusy) else 0.0
        log.warning("reading failed, lines wait", job=self._job_id, system=error.system, why=error.message)
        for row in rows:
            row.due = self._clock.now() + max(wait, self._pace.retry)

    def _item(self, row: Row) -> Item:
        key = f"{self._job_id}-{row.line.no}-{row.entry.step}-{row.entry.attempts}"
        return Item(row.line.steps[row.entry.step], key, row.entry.note, row.tries)

    def _judge(self, row: Row, look: Look) -> Entry:
        """What a look means for the line."""
        now = self._clock.now()
        if look.seen is Seen.AFTER:
            return self._advance(row, "")
        if look.seen is Seen.MOVED:
            return _ended(row, "skipped", now, look.reason, look.fix)
        if look.seen is Seen.FAILED:
            return _ended(row, "failed", now, look.reason, look.fix)
        if now - row.entry.since > self._pace.give_up:
            return _ended(row, "failed", now, _too_long(row, now), "Contact your operator and quote the number.")
        row.due = now + self._pace.poll
        # An accepted write that shows no effect although its operation is unknown or gone is looked at until it is old.
        since = row.entry.since if row.entry.phase == "polling" else now
        return replace(row.entry, phase="polling", since=since)

    def _settle(self, row: Row, sent: Sent) -> Entry:
        """What the answer to a write means for the line."""
        now = self._clock.now()
        if sent.result is Result.DONE:
            return self._advance(row, sent.request_id)
        if sent.result is Result.STARTED:
            row.due = now + self._pace.poll
            return replace(row.entry, phase="polling", since=now, note=sent.note)
        if sent.result is Result.REFUSED:
            return _ended(row, "failed", now, sent.reason, sent.fix, sent.request_id)
        if row.entry.attempts >= self._pace.tries and sent.result is Result.UNKNOWN:
            return _ended(row, "failed", now, sent.reason, "Look at the line before you retry it.", sent.request_id)
        return self._again(row, sent, now)

    def _again(self, row: Row, sent: Sent, now: float) -> Entry:
        if sent.result is Result.UNKNOWN:
            row.due = now + self._pace.settle
            return replace(row.entry, since=now)
        first = _first_try(row, now)
        if now - first > self._pace.give_up:
            return _ended(row, "failed", now, f"{sent.reason} {_too_long(row, now)}", sent.fix, sent.request_id)
        row.due = now + max(min(sent.wait, 30 * self._pace.retry), self._pace.retry)
        return replace(row.entry, phase="todo")

    def _advance(self, row: Row, request_id: str) -> Entry:
        """The step is done: record it and go to the next, or end the line."""
        now, entry = self._clock.now(), row.entry
        how = "already" if entry.phase == "todo" and not request_id else "done"
        done = {"kind": row.kind.value, "how": how, "at": now, "request_id": request_id}
        entry = replace(entry, trace=(*entry.trace, done), attempts=0, note="")
        row.due, row.tries = now, 0
        if entry.step + 1 == len(row.line.steps):
            return replace(entry, phase="ended", outcome="done", since=now)
        return replace(entry, step=entry.step + 1, phase="todo", since=now)

    async def _store(self, entries: Sequence[Entry]) -> None:
        """Store first, believe after: a row moves on only when the ledger holds it."""
        if not entries:
            return
        await self._ledger.write(self._job_id, self._owner, entries)
        for entry in entries:
            self._by_no[entry.no].entry = entry


def locked_out(error: RemoteError) -> bool:
    """Whether the remote system no longer lets us in at all: then the whole job stops, not just a line."""
    return isinstance(error, RemoteRefused) and error.status in (401, 403)


def _ended(row: Row, outcome: str, now: float, reason: str = "", fix: str = "", request_id: str = "") -> Entry:
    trace: tuple[dict[str, Any], ...] = row.entry.trace
    if reason:
        trace = (*trace, {"kind": row.kind.value, "how": outcome, "at": now, "request_id": request_id})
    return replace(row.entry, phase="ended", outcome=outcome, reason=reason, fix=fix, since=now, trace=trace)


def _first_try(row: Row, now: float) -> float:
    steps = [float(done["at"]) for done in row.entry.trace]
    return steps[-1] if steps else now


def _too_long(row: Row, now: float) -> str:
    minutes = int((now - row.entry.since) / 60)
    return f"{WORDS[row.kind]}: still not done after {minutes:,} minutes."
