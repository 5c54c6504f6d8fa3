"""The connector's rules: who may be written to, how much, how often, and what it answers."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.sandbox.app import Options
from services.sandbox.teams.throttle import message_bytes
from services.sandbox.tokens import BOT
from tests.services.sandbox.conftest import CONTOSO, running
from tests.services.sandbox.fake_bot import Json
from tests.services.sandbox.teams_chat import Chat, chatting


@pytest.fixture
async def chat() -> AsyncIterator[Chat]:
    async with chatting() as started:
        yield started


@pytest.fixture
async def hello(chat: Chat) -> Json:
    await chat.say("Alex", "hello")
    return chat.bot.of_type("message")[0]


async def create(chat: Chat, expect: int, **body: object) -> Json:
    async with chat.http.post("/teams/v3/conversations", json=body) as answer:
        assert answer.status == expect, await answer.text()
        created: Json = await answer.json()
        return created


async def test_create_obtains_the_one_chat_with_a_person(chat: Chat, hello: Json) -> None:
    where = {"members": [{"id": hello["from"]["id"]}], "tenantId": CONTOSO}
    created = await create(chat, 201, **where)
    assert created["id"] == hello["conversation"]["id"]
    created = await create(chat, 201, **where, activity={"type": "message", "text": "Your change is done"})
    shown = await chat.messages("Alex")
    assert (shown[-1]["id"], shown[-1]["text"]) == (created["activityId"], "Your change is done")


async def test_create_refuses_strangers_groups_and_other_tenants(chat: Chat, hello: Json) -> None:
    sam = next(p for p in await chat.get("people") if p["name"] == "Sam")["id"]
    alex = hello["from"]["id"]
    await create(chat, 403, members=[{"id": f"29:{sam}"}], tenantId=CONTOSO)
    await create(chat, 404, members=[{"id": "29:nobody"}], tenantId=CONTOSO)
    await create(chat, 400, members=[{"id": alex}, {"id": f"29:{sam}"}], tenantId=CONTOSO)
    await create(chat, 400, members=[{"id": alex}], tenantId="another")
    await create(chat, 400, members=[{"id": alex}])


async def test_create_in_a_channel_starts_a_post(chat: Chat) -> None:
    channel = await chat.conversation("Alex", "channel")
    await chat.post("Alex/install", conversation=channel)
    created = await create(
        chat, 201, channelData={"channel": {"id": channel}}, activity={"type": "message", "text": "News"}
    )
    assert created["id"] == f"{channel};messageid={created['activityId']}"


async def test_unknown_conversation_is_404(chat: Chat, hello: Json) -> None:
    stray = {**hello, "conversation": {"id": "a:nowhere"}}
    status, body, _ = await chat.bot.call("POST", stray, "/activities", type="message", text="?")
    assert (status, body["error"]["code"]) == (404, "ConversationNotFound")


async def test_where_the_app_never_was_it_may_not_write(chat: Chat, hello: Json) -> None:
    group = await chat.conversation("Alex", "groupChat")
    status, body, _ = await chat.bot.call(
        "POST", {**hello, "conversation": {"id": group}}, "/activities", type="message", text="?"
    )
    assert (status, body["error"]["code"]) == (403, "BotNotInConversationRoster")


async def test_only_own_messages_can_be_changed(chat: Chat, hello: Json) -> None:
    assert (await chat.bot.call("PUT", hello, f"/activities/{hello['id']}", type="message", text="x"))[0] == 403
    assert (await chat.bot.call("PUT", hello, "/activities/1", type="message", text="x"))[0] == 404
    assert (await chat.bot.call("DELETE", hello, f"/activities/{hello['id']}"))[0] == 403


async def test_a_message_over_100_kb_in_utf16_is_refused(chat: Chat, hello: Json) -> None:
    status, body, _ = await chat.bot.call("POST", hello, "/activities", type="message", text="x" * 51_200)
    assert (status, body["error"]["code"]) == (413, "MessageSizeTooBig")
    await chat.bot.say(hello, text="x" * 50_000)
    picture = "data:image/png;base64," + "A" * 200_000
    await chat.bot.say(hello, text="", attachments=[{"contentType": "image/png", "contentUrl": picture}])


@given(st.text(alphabet=st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters='"\\')))
def test_size_is_counted_in_utf16(text: str) -> None:
    assert message_bytes({"text": text}) - message_bytes({"text": ""}) == len(text.encode("utf-16-le"))


async def test_a_thread_takes_seven_messages_a_second(chat: Chat, hello: Json) -> None:
    answers = [await chat.bot.call("POST", hello, "/activities", type="message", text=str(n)) for n in range(9)]
    assert [status for status, _, _ in answers[:7]] == [201] * 7
    refused = [headers for status, _, headers in answers if status == 429]
    assert refused
    assert float(refused[0]["Retry-After"]) >= 1
    chat.sandbox.live.clock.advance(2)
    await chat.bot.say(hello, text="later")


async def test_a_thread_takes_sixty_messages_in_half_a_minute(chat: Chat, hello: Json) -> None:
    async def seven() -> list[int]:
        chat.sandbox.live.clock.advance(1.8)  # all that the limits of one and two seconds need to forget
        calls = [chat.bot.call("POST", hello, "/activities", type="message", text="x") for _ in range(7)]
        return [(await call)[0] for call in calls]

    assert await seven() == [201] * 7
    later = [status for _ in range(20) for status in await seven()]
    assert 429 in later


async def test_members_are_listed_paged_and_found(chat: Chat, hello: Json) -> None:
    channel = await chat.conversation("Alex", "channel")
    there = {**hello, "conversation": {"id": channel}}
    _, everyone, _ = await chat.bot.call("GET", there, "/members")
    _, page, _ = await chat.bot.call("GET", there, "/pagedmembers?pageSize=50")
    assert page == {"members": everyone}
    assert {"Alex", "John"} <= {member["name"] for member in everyone}
    status, alex, _ = await chat.bot.call("GET", hello, f"/members/{hello['from']['id']}")
    assert (status, alex["userPrincipalName"], alex["tenantId"]) == (200, "alex@contoso.com", CONTOSO)
    status, _, _ = await chat.bot.call("GET", hello, "/members/29:nobody")
    assert status == 404


async def test_pages_of_members_continue() -> None:
    async with chatting(people=80) as chat:
        channel = await chat.conversation("Alex", "channel")
        there = {"conversation": {"id": channel}, "serviceUrl": f"{chat.url}/teams/"}
        _, first, _ = await chat.bot.call("GET", there, "/pagedmembers?pageSize=50")
        token = first["continuationToken"]
        _, second, _ = await chat.bot.call("GET", there, f"/pagedmembers?pageSize=50&continuationToken={token}")
        assert len(first["members"]) == 50
        assert "continuationToken" not in second
        assert not {m["id"] for m in first["members"]} & {m["id"] for m in second["members"]}


async def test_a_team_and_its_channels(chat: Chat) -> None:
    channel = await chat.conversation("Alex", "channel")
    await chat.say("Alex", "hi", conversation=channel)
    team = chat.bot.of_type("message")[0]["channelData"]["team"]
    async with chat.http.get(f"/teams/v3/teams/{team['id']}") as answer:
        assert await answer.json() == {"id": team["id"], "name": "IT", "aadGroupId": team["aadGroupId"]}
    async with chat.http.get(f"/teams/v3/teams/{team['id']}/conversations") as answer:
        found = (await answer.json())["conversations"]
    assert found == [{"id": team["id"], "name": None}, {"id": channel, "name": "Telephony"}]


async def test_faults_reach_the_connector(chat: Chat, hello: Json) -> None:
    rule = {"system": "teams", "kind": "503", "match": "POST .*/activities", "times": 1}
    async with chat.http.post("/sandbox/faults", json=rule) as answer:
        assert answer.status < 300
    status, _, _ = await chat.bot.call("POST", hello, "/activities", type="message", text="?")
    assert status == 503
    await chat.bot.say(hello, text="again")


async def test_outside_local_mode_the_connector_wants_the_bots_token() -> None:
    async with running(Options(local=False)) as box:
        path = "/teams/v3/conversations"
        async with box.http.post(path, json={}) as answer:
            assert answer.status == 401
        graph = {"Authorization": f"Bearer {await box.token()}"}
        async with box.http.post(path, json={}, headers=graph) as answer:
            assert answer.status == 401
        own = {"Authorization": f"Bearer {await box.token(BOT)}"}
        async with box.http.post(path, json={}, headers=own) as answer:
            assert answer.status == 400
