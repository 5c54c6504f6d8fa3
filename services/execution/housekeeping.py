"""What a process does besides its work: renew its name, watch jobs, take over orphaned work, delete old rows."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import structlog
from dbos import DBOS

from services.changes import dated, expiry
from services.changes.publishing import publish_daily
from services.changes.witnessing import witness_all
from services.context import Services
from services.domain.record.entries import month
from services.execution import workflows as jobs
from services.execution.takeover import Takeover
from services.execution.watchdog import Watch
from services.store.database import is_away, is_broken, reason
from services.store.seen import KEPT_DAYS

log = structlog.get_logger()

_Round = tuple[Callable[[], Awaitable[object]], float, float]  # what, how often, after how many seconds first
_DAY_SECONDS = 86_400.0
_CHUNK = 500
_ALONE_INTERVAL_SECONDS = (
    2.0  # a process that runs alone has only its own leftovers to find, so it looks no more often than this
)
_FIRST_PUBLISHING_SECONDS = 60.0  # after the start
_PUBLISHING_SECONDS = 3_600.0  # between two searches for records whose checkpoint is a day old
_FIRST_CLEANING_SECONDS = 5.0  # from the start to the first cleaning, which must not delay the start


@dataclass(frozen=True, slots=True)
class Rounds:
    """Seconds between two renewals of the name, two searches for orphans, and two clean-ups."""

    renew: float = 2.0
    look: float = 5.0
    clean: float = _DAY_SECONDS

    def faster(self, speed: float) -> Rounds:
        """The same rounds in a world that runs `speed` times faster."""
        return Rounds(max(0.5, self.renew / speed), max(0.5, self.look / speed), self.clean)


@dataclass(frozen=True, slots=True)
class Retention:
    """Days for which ended work is kept, and for which the record can name people; 0 means as long as the record."""

    days: float
    record_names_days: float = 0.0


class Caretaker:
    """Runs beside the engine until it is stopped; `ousted` is set when another process takes this one's name."""

    def __init__(self, services: Services, kept: Retention, rounds: Rounds | None = None) -> None:
        self._services = services
        self._kept = kept
        self._rounds = rounds or Rounds()
        self._takeover = Takeover(services)
        self._watch = Watch(services)
        self._tasks: list[asyncio.Task[None]] = []
        self.ousted = asyncio.Event()

    async def start(self, *, works: bool) -> None:
        """Start the rounds; what was left undone is resumed at once. A process without jobs only renews and watches."""
        alone = self._services.store.presence.alone
        look = max(_ALONE_INTERVAL_SECONDS, self._rounds.look) if alone else self._rounds.look
        every: list[_Round] = [(self._watch.look, look, 0.0)]
        if not alone:
            every.append((self._renew, self._rounds.renew, 0.0))
        if works:
            every += [(self._look, look, 0.0), (self._clean, self._rounds.clean, _FIRST_CLEANING_SECONDS)]
            every.append((self._publish, _PUBLISHING_SECONDS, _FIRST_PUBLISHING_SECONDS))
        self._tasks = [asyncio.create_task(self._again(what, rest, first)) for what, rest, first in every]

    async def rest(self) -> None:
        """Stop the rounds. They use the engine, so stop them before it."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _again(self, what: Callable[[], Awaitable[object]], rest: float, first: float) -> None:
        await asyncio.sleep(first)
        while True:
            try:
                await what()
                wait = rest
            except Exception as error:
                wait = min(rest, self._rounds.look)
                if is_away(error):
                    log.warning("the database doesn't answer", why=reason(error))
                elif is_broken(error):
                    log.error("caretaking failed, going on", why=reason(error))
                else:
                    log.exception("caretaking failed, going on")
            await asyncio.sleep(wait)

    async def _renew(self) -> None:
        if not await self._services.store.presence.renew():
            log.error("another process has this one's name", name=self._services.store.presence.name)
            self.ousted.set()

    async def _look(self) -> None:
        await jobs.spread()
        await self._takeover.look()
        if await self._services.store.presence.leads("expiry"):
            await expiry.look(self._services)
            await dated.look(self._services)

    async def _publish(self) -> None:
        if await self._services.store.presence.leads("publish"):
            await publish_daily(self._services.store, self._services.clock.now())
            await witness_all(self._services)

    async def _clean(self) -> None:
        if not await self._services.store.presence.leads("clean"):
            return
        gone = await clean(self._services, self._kept.days)
        await forget_old_names(self._services, self._kept.record_names_days)
        if gone:
            log.info("old history cleaned", rows=gone)


async def clean(services: Services, keep_days: float) -> int:
    """Delete what ended more than `keep_days` ago, here and in the engine; the number of rows. The record is kept."""
    now = services.clock.now()
    before = now - keep_days * _DAY_SECONDS
    gone = await services.store.history.clean(before)
    await services.store.seen.clean(now - KEPT_DAYS * _DAY_SECONDS)
    return gone + await _clean_engine(datetime.fromtimestamp(before, UTC).isoformat())


async def forget_old_names(services: Services, days: float) -> int:
    """Destroy the keys to names in the record, of months that ended more than `days` ago; the number of keys."""
    if not days:
        return 0
    return await services.store.record_keys.expire(month(services.clock.now() - days * _DAY_SECONDS))


async def _clean_engine(before: str) -> int:
    gone = 0
    while True:
        old = await DBOS.list_workflows_async(
            completed_before=before, limit=_CHUNK, load_input=False, load_output=False
        )
        if not old:
            return gone
        await DBOS.delete_workflows_async([flow.workflow_id for flow in old])
        gone += len(old)
