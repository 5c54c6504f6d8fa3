"""A town whose bot is knocked at, and what it logged meanwhile."""

from __future__ import annotations

import asyncio
import json
import logging
import threading
import time
from collections.abc import Coroutine, Iterator, MutableMapping
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

import pytest
import structlog

from bot.sealing import Sealer
from bot.teams import pace
from services.changes.approvals import weight_of
from services.domain.notice_kind import NoticeKind
from services.sandbox.teams import throttle
from tests.support.chat import Json, Person, actions_of, inputs_of
from tests.support.sheets import TEAMS
from tests.support.town import Town, town

T = TypeVar("T")
IN_TIME = 10.0  # seconds for one answer, however odd the question
WRITING = frozenset({"plan.apply", "approval.approve"})  # the clicks that let an agreed plan run
WORDS = (
    *("help", "lines", "numbers", "people", "licences", "ready", "record", "policy", "access", "templates", "jobs"),
    *("approvals", "calls", "settings", "connect", "home", "whoami", "usage"),
)
ASKED = ("line 101", "settings john", "ready john", "assign number 6567891231 to john", "unassign number from john")


@dataclass(frozen=True, slots=True)
class RealClick:
    """A button that a card had: its verb, what it carries, and what the card's fields held."""

    verb: str
    data: Json
    inputs: dict[str, str]


class Faults(logging.Handler):
    """What was logged as a fault, by us or by a library."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """A library's."""
        self.found.append(f"{record.getMessage()} {record.exc_info}")

    def __call__(self, _logger: Any, method: str, event: MutableMapping[str, Any]) -> str:
        """Ours; a processor of structlog. An answer to a conversation that was made up can't reach anybody."""
        unreachable = event.get("kind") is NoticeKind.ANSWER and event.get("status") == 404
        if event.get("exc_info") or (method in ("error", "critical", "exception") and not unreachable):
            self.found.append(str(structlog.processors.format_exc_info(_logger, method, dict(event))))
        raise structlog.DropEvent


@dataclass
class FuzzedDoor:
    """The bot's door, with a person's real activities to be bent."""

    loop: asyncio.AbstractEventLoop
    place: Town
    alex: Person
    faults: Faults
    clicked: Json = field(default_factory=dict)
    said: Json = field(default_factory=dict)
    clicks: list[RealClick] = field(default_factory=list)
    before: Json = field(default_factory=dict)
    jobs: set[str] = field(default_factory=set)
    ids: Iterator[int] = field(default_factory=count)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """What it comes to."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result()

    def knock(self, activity: Any, fresh: bool = True) -> int:
        """Deliver it under an id of its own; the status. Whatever it is: no fault, in time, and nothing written."""
        if fresh and isinstance(activity, dict):
            activity = {**activity, "id": f"fuzz:{next(self.ids)}"}
        return self.run(self._knock(json.dumps(activity).encode()))

    def sealed(self, verb: str, data: Any, inputs: Json) -> Json:
        """A click as Teams delivers it, its data sealed by the bot's own key."""
        button = {**inputs, **self.place.sealed(verb, data)} if isinstance(data, dict) else data
        action = {"type": "Action.Execute", "verb": verb, "data": button}
        return {**self.clicked, "value": {**self.clicked["value"], "action": action}}

    async def _knock(self, body: bytes) -> int:
        began = time.monotonic()
        url = f"{self.place.sandbox.options.bot_url}/api/messages"
        headers = {"Content-Type": "application/json"}
        async with asyncio.timeout(IN_TIME), self.place.http.post(url, data=body, headers=headers) as answer:
            said, status = await answer.text(), answer.status
        assert status < 500 or status == 501, said
        assert time.monotonic() - began < IN_TIME
        await self.unharmed()
        return status

    async def unharmed(self) -> None:
        """No fault was logged, and nothing was written but what one person may do alone by the policy."""
        found, self.faults.found = self.faults.found, []
        assert not found, "\n".join(found)
        store, tenant = self.place.bot.store, self.place.tenant().id
        for job in await store.ledger.recent(tenant):
            plan = await store.plans.get(job.plan_id, tenant)
            assert (plan.busy, weight_of(plan).loses, plan.needs_approval) == (1, 0, False), plan.title
            self.jobs.add(job.id)
        before, self.before = self.before, await self.place.effects()
        assert self.before == before or self.jobs, f"{self.before} was written, {before} before, and by no job"

    async def furnish(self) -> None:
        """Have Alex say this and that, and keep every button that comes."""
        self.place.line("101", "john", "6567891230", TEAMS)
        for words in (*WORDS, *ASKED):
            await self.alex.say(words)
        self.said = self.place.activity(self.alex.sent)
        home = await self.alex.say("home")
        action = next(one for one in home.actions.values() if one.get("verb"))
        await self.alex.press(home, str(action["verb"]), action["data"])
        self.clicked = self.place.activity(self.alex.sent)
        self.clicks = await self._buttons()
        self.before = await self.place.effects()

    async def _buttons(self) -> list[RealClick]:
        sealer = Sealer(self.place.bot.store.seal.derived("cards"))
        found: dict[str, RealClick] = {}
        for message in await self.alex.messages():
            for action in actions_of(message.card):
                verb = str(action.get("verb", ""))
                if not verb or verb in WRITING:
                    continue
                data = dict(sealer.open(action["data"]["s"], verb, self.place.tenant().id, time.time()))
                one = RealClick(verb, data, inputs_of(message.card))
                found.setdefault(f"{verb} {sorted(data)} {sorted(one.inputs)}", one)
        return list(found.values())


@contextmanager
def going() -> Iterator[asyncio.AbstractEventLoop]:
    """A loop that goes on between two knocks, as a bot's does: were it still, jobs would run in another."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield loop
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


@contextmanager
def fuzzed(home: Path) -> Iterator[FuzzedDoor]:
    """The door, open for as long as the block lasts."""
    faults, kept = Faults(), structlog.get_config()
    logging.getLogger().addHandler(faults)
    structlog.configure(processors=[faults])
    try:
        with going() as loop, pytest.MonkeyPatch.context() as patch:
            # One chat gets more answers here than Teams takes: what waits for its turn there would look like a hang.
            patch.setattr(pace, "LIMITS", ())
            patch.setattr(throttle, "_SEND_LIMITS", ())
            patch.setattr(throttle, "_TENANT_PER_SECOND", 1_000_000)

            def run(work: Coroutine[Any, Any, T]) -> T:
                return asyncio.run_coroutine_threadsafe(work, loop).result()

            stack = AsyncExitStack()
            place = run(stack.enter_async_context(town(home, SWITCHBOARD_TURNS_A_SECOND="100000")))
            try:
                door = FuzzedDoor(loop, place, run(place.connected()), faults)
                door.run(door.furnish())
                yield door
            finally:
                run(stack.aclose())
    finally:
        structlog.configure(**kept)
        logging.getLogger().removeHandler(faults)
