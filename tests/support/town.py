"""A town for a test: the sandbox's world and a real bot in this process, on free ports."""

from __future__ import annotations

import secrets
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

from aiohttp import ClientSession, web

from bot.config import Settings
from bot.sealing import Sealer
from bot.teams.channel import Timings
from bot.teams.door import listen
from bot.up import sandbox_environment
from bot.wiring import Bot, build
from services.sandbox.app import SANDBOX, Options, run
from services.sandbox.state import Sandbox
from services.sandbox.teams.chats import Chats
from services.sandbox.world import Extension, Organisation, Tenant
from services.sandbox.world import Person as InDirectory
from tests.support.chat import Json, Person
from tests.support.controlled import Controlled
from tests.support.linked import Linked
from tests.support.road import connects
from tests.support.sdk import TEAMS_SDK

KEY = "sb-contoso-key-0001"
OTHER_KEY = "sb-fabrikam-key-0001"
SPEED = 60.0
_SECRET = secrets.token_hex(32)  # the same for all towns of this process, so that one's files can be used in the next
# A busy machine must not turn an answer into "Still working on it", nor let a typing indicator meet the fault that was
# meant for the answer; tests/bot/teams/test_turns.py tests both.
PATIENT = Timings(typing_after=60.0, words_after=60.0, slow=60.0)


class Restart(Protocol):
    """Restarts the bot with what was stored."""

    async def __call__(self, between: Callable[[], None] = lambda: None) -> None:
        """Restart, and wait until the new bot answers; `between` is called while none runs."""


@dataclass
class Town(Controlled):
    """The world, the bot and the people of a test."""

    sandbox: Sandbox
    running: Bot
    home: Path  # the folder of the bot's files
    restart: Restart  # restarts the bot with what was stored
    kind: str  # new towns of one kind are all equal
    arranged: bool = False  # the test has accessed the bot, and may have changed it

    @property
    def bot(self) -> Bot:
        """The running bot, to arrange or read things in it."""
        self.arranged = True
        return self.running

    async def person(self, name: str, conversation: str = "") -> Person:
        """Somebody with the bot installed."""
        where = {"conversation": conversation} if conversation else {}
        async with self.http.post(f"/chat/{name}/install", json=where) as answer:
            assert answer.status == 200, await answer.text()
        return Person(name, self.http, conversation)

    async def connected(self, name: str = "Alex", key: str = KEY) -> Person:
        """An admin whose tenant is linked. The CPaaS already knew the tenant, so that linking leaves no job behind."""
        begun = self.arranged or self.sandbox.part(Chats).activities or self.sandbox.faults.rules
        if begun or (name, key) != ("Alex", KEY):
            return await self.links(name, key)
        if self.kind in _linked:
            self._known_to_the_cpaas(key)
            await self.restart(lambda: _linked[self.kind].put_back(self.home, self.sandbox))
            return Person(name, self.http)
        admin = await self.links(name, key)
        await self.restart(lambda: _linked.update({self.kind: Linked.kept(self.home, self.sandbox)}))
        return admin

    async def links(self, name: str = "Alex", key: str = KEY) -> Person:
        """An admin who has linked the tenant with this bot, step by step."""
        self._known_to_the_cpaas(key)
        admin = await self.person(name)
        await connects(admin, key, await admin.say("connect"))
        await admin.sees("Connected")
        return admin

    def _known_to_the_cpaas(self, key: str) -> None:
        organisation = next(o for o in self.sandbox.world.organisations.values() if o.api_key == key)
        organisation.tenant_id = self.tenant(organisation.name).id

    def tenant(self, name: str = "Contoso") -> Tenant:
        """A tenant of the world, to arrange things in it."""
        return next(t for t in self.sandbox.world.tenants.values() if t.display_name.startswith(name))

    def organisation(self, name: str = "Contoso") -> Organisation:
        """An organisation of the world, to arrange things in it."""
        return next(o for o in self.sandbox.world.organisations.values() if o.name == name)

    def somebody(self, name: str, tenant: str = "Contoso") -> InDirectory:
        """Somebody of the directory, to arrange their roles and licences."""
        return next(p for p in self.tenant(tenant).people.values() if p.display_name == name)

    def line(self, key: str, user: str = "", number: str = "", *addons: str) -> None:
        """Add an extension to Contoso's organisation, as if it had been there before."""
        organisation = self.organisation()
        member = next((m.identity_uuid for m in organisation.members.values() if m.username == user), None)
        numbers = [number] if number else []
        organisation.extensions[key] = Extension(
            key, f"Line {key}", identity_uuid=member, addons=list(addons), numbers=numbers
        )
        organisation.index = None

    def forget_tokens(self) -> None:
        """Make the bot sign in again before its next call to Microsoft."""
        self.bot.core.clients._graphs.clear()

    def forget_links(self) -> None:
        """Make the bot check the link again before its next call to the CPaaS."""
        self.bot.core.clients._cpaas.clear()

    async def struck(self) -> list[int]:
        """How often each fault struck."""
        async with self.http.get("/sandbox/faults") as answer:
            return [int(rule["used"]) for rule in await answer.json()]

    async def effects(self) -> Json:
        """The count of each effect on the remote systems."""
        return await self.part("effects")

    async def in_teams(self, tenant: str = "Contoso") -> dict[str, Json]:
        """A tenant's numbers as Graph lists them, with the holder's name."""
        tenants = await self.part("graph")
        found = next(t for t in tenants.values() if t["display_name"].startswith(tenant))
        return {number: {**record, "holder": _holder(found, record)} for number, record in found["numbers"].items()}

    async def at_operator(self, account: str = "contoso") -> dict[str, Json]:
        """An account's numbers at the operator's gateway."""
        found: dict[str, Json] = (await self.part("operator"))["accounts"][account]["numbers"]
        return found

    async def in_cpaas(self, name: str = "Contoso") -> Json:
        """An organisation of the CPaaS."""
        organisations = await self.part("cpaas")
        found: Json = next(o for o in organisations.values() if o["name"] == name)
        return found

    async def calls(self, part: str) -> int:
        """The number of calls to routes that contain these words."""
        async with self.http.get("/sandbox/calls") as answer:
            counted: dict[str, int] = (await answer.json())["calls"]
        return sum(count for route, count in counted.items() if part in route)

    def sealed(self, verb: str, data: Mapping[str, Any], tenant: str = "Contoso", days: float = 30.0) -> Json:
        """A click's data, sealed as by the bot itself."""
        sealer = Sealer(self.bot.store.seal.derived("cards"), days)
        action = {"type": "Action.Execute", "verb": verb, "data": {"d": dict(data)}}
        made: Json = sealer.seal(action, self.tenant(tenant).id, time.time())["data"]
        return made

    def activity(self, activity_id: str) -> Json:
        """A copy of what was delivered to the bot under this id."""
        return dict(self.sandbox.part(Chats).activities[activity_id])

    async def deliver(self, activity: Json) -> int:
        """Deliver any activity to the bot; the HTTP status."""
        bot_url = self.sandbox.options.bot_url
        async with self.http.post(f"{bot_url}/api/messages", json=activity) as answer:
            return answer.status

    def stored(self) -> bytes:
        """Everything that the bot has written to disk."""
        folder = Path(self.bot.store.db.url.database or "").parent
        return b"".join(path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file())


_linked: dict[str, Linked] = {}  # by kind of town
_tables: dict[str, bytes] = {}  # database files of a bot that has just been started for the first time, by name


async def _tables_ready(settings: Settings, home: Path) -> None:
    """Give the bot the files that its first start would create, as creating its tables takes longer than many tests."""
    if not settings.database_url.startswith("sqlite") or (home / "switchboard.db").exists():
        return
    if not _tables:
        with TemporaryDirectory() as elsewhere:
            first = await build(settings.model_copy(update={"database_url": f"sqlite:///{elsewhere}/switchboard.db"}))
            await first.start()
            await first.stop()
            _tables.update(_files(Path(elsewhere)))
    for name, content in _tables.items():
        (home / name).write_bytes(content)


_port = 0  # of the first world of this process


async def _at_the_same_port(options: Options) -> tuple[web.AppRunner, int]:
    """A world at the address of the one before, since what is cached contains the address."""
    global _port
    try:
        runner, _port = await run(options, port=_port)
    except OSError:  # two towns at once, or the port is taken
        return await run(options)
    return runner, _port


def _files(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def _holder(tenant: Json, record: Json) -> str | None:
    person = tenant["people"].get(record["assignment_target_id"] or "")
    return str(person["display_name"]) if person else None


def settings_for(url: str, home: Path, speed: float = SPEED, **more: str) -> Settings:
    """Settings of a bot in the sandbox at `url`."""
    ours = {"SWITCHBOARD_TEAMS_SDK": TEAMS_SDK, "SWITCHBOARD_SECRET_KEY": _SECRET}
    return settings_of({**sandbox_environment(0, url, speed, home), **ours, **more})


def settings_of(environment: Mapping[str, str]) -> Settings:
    """The settings of these variables alone."""
    given = {name.removeprefix("SWITCHBOARD_").lower(): value for name, value in environment.items()}
    return Settings(_env_file=None, **given)  # type: ignore[call-arg, arg-type]


@asynccontextmanager
async def town(home: Path, speed: float = SPEED, people: int = 0, numbers: int = 0, **more: str) -> AsyncIterator[Town]:
    """The world and the bot for the block."""
    bot_runner: web.AppRunner | None = None
    world_runner, port = await _at_the_same_port(Options(speed=speed, people=people, numbers=numbers))
    url = f"http://127.0.0.1:{port}"
    settings = settings_for(url, home, speed, **more)
    await _tables_ready(settings, home)
    bot = await build(settings, timings=PATIENT)
    await bot.start()

    async def restart(between: Callable[[], None] = lambda: None) -> None:
        nonlocal bot, bot_runner
        assert bot_runner is not None
        await bot_runner.cleanup()
        await bot.stop()
        between()
        bot = await build(settings, timings=PATIENT)
        await bot.start()
        bot_runner = await listen(bot.app, "127.0.0.1", 0)
        place.running = bot
        url_now = f"http://127.0.0.1:{bot_runner.addresses[0][1]}"
        place.sandbox.options = replace(place.sandbox.options, bot_url=url_now)

    try:
        bot_runner = await listen(bot.app, "127.0.0.1", 0)
        bot_port = bot_runner.addresses[0][1]
        sandbox = world_runner.app[SANDBOX]
        sandbox.reset(bot_url=f"http://127.0.0.1:{bot_port}")
        async with ClientSession(url) as http:
            place = Town(
                url, http, sandbox, bot, home, restart, repr((url, speed, people, numbers, sorted(more.items())))
            )
            yield place
    finally:
        if bot_runner is not None:
            await bot_runner.cleanup()
        await bot.stop()
        await world_runner.cleanup()
