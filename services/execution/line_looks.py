"""Reads how the lines of a batch stand, and keeps what the job waits for while a system can't be read."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

import structlog

from services.domain.error_codes import for_log
from services.domain.errors import RemoteBusy, RemoteError
from services.domain.states import LinePhase
from services.domain.steps import StepKind
from services.execution import transitions as judge
from services.execution.effects.base import Effect, Look, locked_out
from services.execution.lanes import LineTask, Work, lane_of
from services.execution.slice_state import SliceState
from services.store.ledger import Ledger
from services.timing.outages import Outage, Outages, outage_of
from services.timing.pace import Pace, WallClock

log = structlog.get_logger()
CHUNK = 250  # lines handled at a time: more would delay the answers of a bot in the same process


class LineLooks:
    """Takes looks at lines for one slice; `put` returns a line to its lane when it couldn't be read."""

    def __init__(
        self,
        job_id: str,
        owner: str,
        floor: SliceState,
        ledger: Ledger,
        clock: WallClock,
        pace: Pace,
        troubles: Outages,
        put: Callable[[LineTask], None],
    ) -> None:
        self._job_id = job_id
        self._owner = owner
        self._floor = floor
        self._ledger = ledger
        self._clock = clock
        self._pace = pace
        self._troubles = troubles
        self._put = put
        self._waiting_for: str | None = None  # unknown until first set: an earlier run may have stored one

    async def take(self, effect: Effect, work: Work, newer_than: float) -> list[Look] | None:
        """Where the rows stand; None if that can't be read now: then they wait, and the job says for what."""
        rows = work.rows
        unsure = [row.entry.since + self._pace.settle / 2 for row in rows if row.entry.phase == LinePhase.INTENT]
        for row in rows:
            row.tries += 1
        oldest = max(self._clock.now() - self._pace.fresh, *(row.suspect for row in rows))
        newer_than = max([newer_than, oldest, *unsure])
        try:
            looks = await self._read(effect, rows, newer_than)
        except RemoteError as error:
            if locked_out(error) and not self._troubles.may_pass(f"look {work.kind}", error):
                raise
            await self.hold(work.kind, f"look {work.kind}", error)
            for row in work.rows:
                self._put(row)
            return None
        self._floor.lanes[lane_of(work.kind)].release(work.kind)
        await self.heard(f"look {work.kind}")
        return looks

    async def _read(self, effect: Effect, rows: Sequence[LineTask], newer_than: float) -> list[Look]:
        """Where the rows stand, by the lists; objects that a list has shown as changed before are read one by one."""
        listed = [row for row in rows if not row.wants_itself_read]
        looks: dict[int, Look] = {}
        for start in range(0, len(listed), CHUNK):
            part = listed[start : start + CHUNK]
            seen = await effect.look([row.item(self._job_id) for row in part], newer_than)
            looks.update((row.line.no, look) for row, look in zip(part, seen, strict=True))
            await asyncio.sleep(0)
        for row in rows:
            if row.line.no not in looks:
                looks[row.line.no] = await effect.read(row.item(self._job_id))
                self._floor.heard()
        return [looks[row.line.no] for row in rows]

    async def hold(self, kind: StepKind, asked: str, error: RemoteError) -> None:
        """Let lines of this kind wait because a call failed without effect; the job says for what."""
        log.warning("lines wait", job=self._job_id, **for_log(error))
        wait = error.retry_after if isinstance(error, RemoteBusy) else 0.0
        pause = max(self._troubles.met(asked, outage_of(error)), min(wait, judge.longest(self._pace)))
        self._floor.lanes[lane_of(kind)].held[kind] = self._clock.now() + pause
        await self._store_waits()

    async def heard(self, asked: str, trouble: Outage | None = None) -> None:
        """Note that a call was answered, or that its system is in `trouble`."""
        if trouble is None:
            self._troubles.over(asked)
            self._floor.heard()
        else:
            self._troubles.met(asked, trouble)
        await self._store_waits()

    async def _store_waits(self) -> None:
        """Store which systems the job waits for."""
        if self._troubles.words != self._waiting_for:
            self._waiting_for = self._troubles.words
            await self._ledger.set_job(self._job_id, self._owner, waiting_for=self._waiting_for)
