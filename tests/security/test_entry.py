"""Who gets in: tokens, keys, service URLs, tenants, links to files, floods, secrets."""

from __future__ import annotations

import random
import re
import subprocess
from pathlib import Path

import pytest

from bot.config import load
from bot.teams.channel import Identity, check_bind
from bot.teams.files import Files
from bot.teams.hosts import file_url_allowed, service_url_allowed
from bot.turn import SentFile
from services.domain.errors import BadInput, RemoteBusy, SettingWrong
from tests.bot.teams.harness import TENANT, Json, Ticks, running, says, talking
from tests.bot.teams.test_auth import BAD_TOKENS, KEY, KeyServer, guarded, knock, public, token
from tests.bot.teams.test_files import DATA, drive, sent
from tests.bot.teams.test_hosts import BAD_CONNECTORS, BAD_FILES, NOT_PUBLIC, Says
from tests.bot.test_config import REAL

ROOT = Path(__file__).parent.parent.parent
OTHER = "22222222-bbbb-4bbb-8bbb-222222222222"
LOOKS_LIKE_A_SECRET = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|\bghp_[A-Za-z0-9]{36}\b|[\w~.-]{3}8Q~[\w~.-]{31,34}"
)


async def test_01_no_token_but_a_good_one_gets_in() -> None:
    async with guarded() as (bot, _, _):
        assert {name: await knock(bot, made()) for name, made in BAD_TOKENS.items()} == dict.fromkeys(BAD_TOKENS, 401)
        assert bot.turns == []
        assert await knock(bot, token()) == 200


@pytest.mark.parametrize("endorsements", [None, [], [""], ["webchat"]])
async def test_02_a_key_without_the_channels_endorsement_is_refused(endorsements: list[str] | None) -> None:
    async with guarded(KeyServer([public(KEY, "k1", endorsements)])) as (bot, _, _):
        assert [await knock(bot, token(), channelId=channel) for channel in ("msteams", "", None)] == [401] * 3
        assert bot.turns == []


async def test_03_a_service_url_that_is_not_microsofts_is_never_called() -> None:
    assert [url for url in BAD_CONNECTORS if service_url_allowed(url, local=False)] == []
    async with guarded() as (bot, _, _):
        for url in BAD_CONNECTORS:
            assert await knock(bot, token(serviceurl=url), serviceUrl=url) in (401, 403), url
        assert await knock(bot, token(), serviceUrl="https://smba.trafficmanager.net/emea/") == 401
        assert bot.turns == []


MIXES: dict[str, Json] = {
    "two tenants": {"conversation": {"id": "c", "tenantId": TENANT}, "channelData": {"tenant": {"id": OTHER}}},
    "no tenant": {"conversation": {"id": "c"}, "channelData": {}},
    "one that isn't let in": {
        "conversation": {"id": "c", "tenantId": OTHER},
        "channelData": {"tenant": {"id": OTHER}},
    },
    "a look-alike": {"conversation": {"id": "c", "tenantId": TENANT.replace("a", "\u0430")}, "channelData": {}},
}


@pytest.mark.parametrize("name", MIXES)
async def test_04_a_tenant_in_doubt_or_unknown_is_refused(name: str) -> None:
    async with running(tenants=frozenset({TENANT})) as bot:
        assert (await bot.post({**says(), **MIXES[name]}))[0] == 403
        assert bot.turns == []
        assert (await bot.post({**says(), "channelData": {"tenant": {"id": TENANT.upper()}}}))[0] == 200
        assert bot.turns[0].who.tenant_id == TENANT


async def test_20_a_file_is_fetched_from_microsoft_only_and_within_limits() -> None:
    assert [url for url in BAD_FILES if file_url_allowed(url, local=False)] == []
    for address in (each for each in NOT_PUBLIC.values() if ":" in each or each[0].isdigit()):
        files = Files(local=False, sleep=Ticks().sleep, rng=random.Random(0), resolver=Says(address))
        with pytest.raises(RemoteBusy) as caught:
            await files.fetch(SentFile("a.csv", "https://contoso.sharepoint.com/x"), 10)
        assert "isn't public" in str(caught.value.__cause__), address
        await files.close()
    async with drive() as (files, store, url):
        assert await files.fetch(sent(f"{url}/file"), len(DATA)) == DATA
        assert "Authorization" not in store.headers[0]
        for link, why in (("streamed", "too big"), ("circle", "one place"), ("to?url=http://10.0.0.1/", "Microsoft")):
            with pytest.raises(BadInput, match=why):
                await files.fetch(sent(f"{url}/{link}"), len(DATA) - 1)


async def test_26_a_flood_of_one_person_is_told_once_and_then_shed() -> None:
    async with talking(turns_a_second=4.0) as (bot, connector):
        statuses = [(await bot.post({**says(), "id": f"f:{no}"}))[0] for no in range(20)]
        assert statuses == [200] * 6 + [429] * 14
        assert len(bot.turns) == 5
        assert len(connector.of_type("message")) == 1
        other = {"from": {"id": "29:sam", "aadObjectId": "aad-sam"}, "conversation": {"id": "s", "tenantId": TENANT}}
        assert (await bot.post({**says(), **other, "id": "f:99"}))[0] == 200


def test_28_no_secret_is_in_the_repository_and_the_open_door_is_no_default() -> None:
    files = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.split(b"\0")
    held = [
        name
        for name in map(bytes.decode, files)
        if name and (ROOT / name).is_file() and LOOKS_LIKE_A_SECRET.search((ROOT / name).read_text(errors="ignore"))
    ]
    assert held == []
    assert not load(**REAL).local
    assert "open-sesame" not in repr(load(**{**REAL, "app_password": "open-sesame"}))
    for wrong in ({"secret_key": "0" * 64}, {"local": True, "host": "0.0.0.0"}, {"app_id": ""}):
        with pytest.raises(SettingWrong):
            load(**{**REAL, **wrong})
    with pytest.raises(SettingWrong):
        check_bind("0.0.0.0", local=True)
    with pytest.raises(SettingWrong):
        Identity()
