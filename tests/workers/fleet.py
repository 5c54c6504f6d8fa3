"""Several processes of the program on one database, any of which may die."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from tests.support.processes import Machines, Program, World, free_port, fresh, until
from tests.support.road import connects

KEYS = {"Alex": "sb-contoso-key-0001", "Fiona": "sb-fabrikam-key-0001"}


class OfVersion(Program):
    """The same program in a workflow version of the test's choosing."""

    def __init__(self, kind: str, version: str, environment: dict[str, str], log: Path) -> None:
        self.log = log
        command = [sys.executable, "-m", "tests.workers.program", kind, version]
        with log.open("ab") as out:
            self.process = subprocess.Popen(
                command, cwd=log.parent, env=environment, stdout=out, stderr=out, start_new_session=True
            )


@dataclass
class Fleet(Machines):
    """The world, and the processes that were started; those still running are ended with the block."""

    programs: dict[str, Program] = field(default_factory=dict)
    front: Program | None = None

    async def serve(self, name: str = "serve", version: str = "", **settings: str) -> Program:
        """Start a `serve` and wait until it answers; the world talks to it if the one before it has ended."""
        alone = self.front is None or not self.front.runs
        port = self.bot_port if alone else free_port()
        program = self._start("serve", name, version, {"SWITCHBOARD_PORT": str(port), **settings})
        self.front = program if alone else self.front
        await until(lambda: self._answers(program, port), f"{name} answers")
        return program

    async def worker(self, name: str, version: str = "", **settings: str) -> Program:
        """Start a `worker` and wait until it works."""
        before = self._said_working(name)
        program = self._start("worker", name, version, settings)

        async def works() -> bool:
            assert program.runs, program.last_words
            return self._said_working(name) > before

        await until(works, f"{name} works")
        return program

    async def end(self, name: str) -> None:
        """End one of them with SIGKILL."""
        await asyncio.to_thread(self.programs[name].end, signal.SIGKILL)

    async def stop_one(self, name: str) -> None:
        """Stop one of them with SIGTERM, as a deployment does; it must end in good order."""
        program = self.programs[name]
        code = await asyncio.to_thread(program.end, signal.SIGTERM)
        assert code == 0, f"{name} ended with {code}:\n{program.last_words}"

    async def link(self, name: str) -> Any:
        """An admin whose tenant is linked with its own key."""
        admin = await self.person(name)
        await connects(admin, KEYS[name], await admin.say("connect"))
        await admin.sees("Connected")
        await admin.sees("All done", "Link ")  # so that no fault of the test strikes the end of the link
        return admin

    async def struck(self) -> None:
        """Come back when every fault that was switched on has struck."""

        async def all_struck() -> bool:
            async with self.http.get("/sandbox/faults") as answer:
                return all(rule["used"] for rule in await answer.json())

        await until(all_struck, "the fault strikes")

    async def begun(self, kind: str) -> None:
        """Come back when something of this kind had an effect."""

        async def some() -> bool:
            return bool(await self.effects(kind))

        await until(some, f"an effect of {kind}")

    async def settled(self) -> dict[str, int]:
        """What had an effect, once a second has passed in which nothing more had one."""
        before: dict[str, int] = {}
        while (now := await self.effects()) != before:
            before = now
            await asyncio.sleep(1.0)
        return now

    def holder(self, workflow: str) -> str:
        """The process that runs a workflow of this kind now, or nothing."""
        query = "SELECT executor_id FROM dbos.workflow_status WHERE name = %s AND status = 'PENDING'"
        with psycopg.connect(self.environment["SWITCHBOARD_DATABASE_URL"]) as connection:
            found = connection.execute(query, (workflow,)).fetchone()
        return str(found[0]).split("@")[0] if found else ""

    def _start(self, kind: str, name: str, version: str, more: dict[str, str]) -> Program:
        assert name not in self.programs or not self.programs[name].runs, f"{name} runs already"
        environment = {**self.environment, "SWITCHBOARD_EXECUTOR": name, **more}
        log = self._log_of(name)
        log.touch()
        self.programs[name] = (
            OfVersion(kind, version, environment, log) if version else Program([kind], environment, log)
        )
        return self.programs[name]

    def _log_of(self, name: str) -> Path:
        return self.log.parent / f"{name}.log"

    def _said_working(self, name: str) -> int:
        log = self._log_of(name)
        return log.read_text().count('"working"') if log.exists() else 0

    async def _answers(self, program: Program, port: int) -> bool:
        self.bot, here = program, self.bot_port
        self.bot_port = port
        try:
            return await self._healthy()
        finally:
            self.bot_port = here


@asynccontextmanager
async def fleet(here: World, home: Path, database_url: str = "") -> AsyncIterator[Fleet]:
    """The world as new, and nothing running yet."""
    async with fresh(Fleet, here, home, database_url) as place:
        try:
            yield place
        finally:
            for program in place.programs.values():
                program.end(signal.SIGKILL)
