"""A pilot: Microsoft's sign-in of the channel, for people of a real tenant who stand in the places of the sandbox's."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession

from bot.sealing import Sealer
from bot.teams.door import listen
from bot.up import CLIENT_ID, pilot_environment
from bot.wiring import Bot, build
from services.sandbox.app import Options, run
from services.sandbox.seed import Pilot
from services.sandbox.state import SANDBOX, Sandbox
from services.sandbox.teams import signing
from tests.support.chat import Json, words_of
from tests.support.marks import first_quick
from tests.support.processes import ROOT, surroundings
from tests.support.town import KEY, PATIENT, SPEED, settings_of

TENANT = "1f0c7a52-63b4-4c1e-9d0a-7f2b8e6a4d31"
ADMIN, OTHER, READER = (f"9{no}b4d0c2-5a11-4e7f-8c3d-2f6e1a7b9c05" for no in range(3))
STRANGER = "77777777-5a11-4e7f-8c3d-2f6e1a7b9c05"
SERVICE = "https://smba.trafficmanager.net/emea/"
REGISTERED = {
    "SWITCHBOARD_APP_ID": CLIENT_ID,
    "SWITCHBOARD_APP_PASSWORD": "secret",
    "SWITCHBOARD_APP_TENANT_ID": TENANT,
    "SWITCHBOARD_PUBLIC_URL": "https://bot.example",
}


@dataclass
class Trial:
    """The sandbox, and the bot before Microsoft's channel."""

    sandbox: Sandbox
    bot: Bot
    url: str
    http: ClientSession

    async def post(self, activity: Json, *, signed: bool = True) -> tuple[int, Any]:
        """The bot's status and body."""
        headers = {"Authorization": f"Bearer {signing.token_for(SERVICE)}"} if signed else {}
        async with self.http.post(f"{self.url}/api/messages", json=activity, headers=headers) as answer:
            return answer.status, (await answer.json() if answer.content_type == "application/json" else None)

    async def clicks(self, who: str, verb: str, data: Mapping[str, Any], **inputs: str) -> str:
        """Every word of the card that somebody's click is answered with."""
        sealer = Sealer(self.bot.store.seal.derived("cards"))
        sealed = sealer.token(verb, data, TENANT, time.time())
        status, body = await self.post(clicked(who, verb, {"s": sealed, **inputs}))
        assert status == 200
        return words_of(body["value"])


def clicked(who: str, verb: str, data: Json, tenant: str = TENANT) -> Json:
    """A click in somebody's personal chat, as Teams sends it."""
    return {
        "type": "invoke",
        "name": "adaptiveCard/action",
        "id": f"f:{time.time_ns()}",
        "channelId": "msteams",
        "serviceUrl": SERVICE,
        "from": {"id": f"29:{who}", "name": "Dana", "aadObjectId": who},
        "recipient": {"id": f"28:{CLIENT_ID}", "name": "Switchboard"},
        "conversation": {"id": f"a:{who}", "conversationType": "personal", "tenantId": tenant},
        "channelData": {"tenant": {"id": tenant}},
        "value": {"action": {"type": "Action.Execute", "verb": verb, "data": data}, "trigger": "manual"},
    }


@pytest.fixture
async def trial(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Trial]:
    """A pilot of that tenant, whose people are two administrators and one who reads."""
    monkeypatch.setattr("bot.wiring.MICROSOFT", "http://127.0.0.1:1/microsoft")  # tests stay on this machine
    pilot = Pilot(TENANT.upper(), (ADMIN, OTHER, READER))
    world, port = await run(Options(speed=SPEED, local=False, pilot=pilot))
    url = f"http://127.0.0.1:{port}"
    home = tmp_path / "pilot"
    home.mkdir()
    settings = settings_of({**pilot_environment(0, url, SPEED, home, TENANT), **REGISTERED})
    bot = await build(settings, timings=PATIENT, metadata_url=f"{url}/teams/v1/.well-known/openidconfiguration")
    await bot.start()
    runner = await listen(bot.app, "127.0.0.1", 0)
    try:
        async with ClientSession() as http:
            where = f"http://127.0.0.1:{runner.addresses[0][1]}"
            yield Trial(world.app[SANDBOX], bot, where, http)
    finally:
        await runner.cleanup()
        await bot.stop()
        await world.cleanup()


async def test_people_of_the_tenant_stand_in_the_places_of_contosos(trial: Trial) -> None:
    assert not [call for call in trial.sandbox.calls if call.startswith("login ")], "the bot itself signs in elsewhere"
    for who, role in ((ADMIN, "owner"), (READER, "reader"), (STRANGER, "nobody")):
        told = await trial.clicks(who, "say", {"text": "whoami"})
        assert TENANT in told
        assert f"Role: \n{role}" in told
    organisation = next(o for o in trial.sandbox.world.organisations.values() if o.api_key == KEY)
    organisation.tenant_id = TENANT
    assert "Contoso" in await trial.clicks(ADMIN, "connect.save", {}, key=KEY)


async def test_what_is_not_signed_or_of_another_tenant_is_refused(trial: Trial) -> None:
    click = clicked(ADMIN, "say", {})
    assert (await trial.post(click, signed=False))[0] == 401
    assert (await trial.post(click))[0] == 200
    assert (await trial.post(clicked(ADMIN, "say", {}, tenant=STRANGER)))[0] == 403


@pytest.mark.parametrize(
    ("given", "named"),
    first_quick(
        [
            ({"SWITCHBOARD_CPAAS_URL": "https://cpaas.example"}, "SWITCHBOARD_CPAAS_URL: a pilot's is the sandbox"),
            ({}, ""),
        ]
    ),
)
def test_the_command_says_in_one_line_what_looks_like_production(
    tmp_path: Path, given: dict[str, str], named: str
) -> None:
    clean = {key: value for key, value in surroundings(tmp_path).items() if not key.startswith("SWITCHBOARD_")}
    registered = {} if not given else REGISTERED
    done = subprocess.run(
        [sys.executable, "-m", "bot", "pilot", TENANT, ADMIN, OTHER],
        cwd=tmp_path,
        env={**clean, **registered, **given, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,  # one that starts goes on for ever
    )
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert (named or "SWITCHBOARD_APP_ID: it is missing") in line
