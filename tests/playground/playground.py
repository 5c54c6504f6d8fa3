"""One Playground server a person: Microsoft's web client in front of the bot."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import yaml
from aiohttp import ClientError, ClientSession

from services.sandbox.world import Person, Tenant

HERE = Path(__file__).parent
_PROGRAM = HERE / "node_modules" / "@microsoft" / "m365agentsplayground" / "cli.js"
_OTHERS = 5  # it takes a list of five users, and ends without a word for any other count
_START_SECONDS = 30.0


@asynccontextmanager
async def playground(tenant: Tenant, person: Person, bot_url: str, home: Path) -> AsyncIterator[str]:
    """The address of a Playground in which that person talks to the bot at `bot_url`."""
    _prepare(home, tenant, person)
    port = _free_port()
    arguments = ("start", "-e", f"{bot_url}/api/messages", "-c", "msteams", "-p", str(port), "--disable-telemetry")
    program = await asyncio.create_subprocess_exec(
        "node",
        "--require",
        str(HERE / "loopback.cjs"),
        str(_PROGRAM),
        *arguments,
        cwd=home,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        await _answers(f"http://127.0.0.1:{port}", program)
        yield f"http://127.0.0.1:{port}"
    finally:
        if program.returncode is None:
            program.terminate()
        await program.wait()


def _prepare(home: Path, tenant: Tenant, person: Person) -> None:
    home.mkdir(parents=True)
    others = [one for one in tenant.people.values() if one is not person][:_OTHERS]
    (home / ".m365agentsplayground.yml").write_text(yaml.safe_dump(_config(tenant, person, others)))


def _config(tenant: Tenant, person: Person, others: Sequence[Person]) -> dict[str, object]:
    return {
        "version": "0.1.1",
        "tenantId": tenant.id,
        "bot": {"id": "28:local", "name": "Switchboard"},
        "currentUser": _user(person),
        "users": [_user(one) for one in others],
        "personalChat": {"id": f"a:playground-{person.id}"},
        "groupChat": {"id": "19:playground-group@thread.v2", "name": "Telecom admins"},
        "team": {
            "id": "19:playground-team@thread.tacv2",
            "name": "IT",
            "aadGroupId": "7f0a3c52-0000-4000-8000-000000000001",
            "channels": [{"id": "19:playground-telephony@thread.tacv2", "name": "Telephony"}],
        },
    }


def _user(person: Person) -> dict[str, str]:
    first, _, last = person.display_name.partition(" ")
    return {
        "id": f"29:{person.id}",
        "name": person.display_name,
        "userPrincipleName": person.user_principal_name,
        "aadObjectId": person.id,
        "givenName": first,
        "surname": last or first,
        "email": person.user_principal_name,
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def _answers(url: str, program: asyncio.subprocess.Process) -> None:
    """Return as soon as the server answers; only its own log says why it doesn't start."""
    async with asyncio.timeout(_START_SECONDS), ClientSession() as http:
        while True:
            assert program.returncode is None, f"the Playground ended with {program.returncode}"
            try:
                async with http.get(url) as answer:
                    if answer.status == 200:
                        return
            except ClientError:
                await asyncio.sleep(0.1)
