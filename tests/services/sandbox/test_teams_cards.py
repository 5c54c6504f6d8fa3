"""Cards: actions, each person's own view, refresh on sight, type-ahead, and files."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import FormData, web

from tests.services.sandbox.fake_bot import CARD, Json, new_card, text_card
from tests.services.sandbox.teams_chat import Chat, chatting

CONSENT = "application/vnd.microsoft.teams.card.file.consent"
INFO = "application/vnd.microsoft.teams.card.file.info"


@pytest.fixture
async def chat() -> AsyncIterator[Chat]:
    async with chatting() as started:
        yield started


async def first_message(chat: Chat, person: str = "Alex", conversation: str | None = None) -> Json:
    await chat.say(person, "hi", conversation=conversation)
    return chat.bot.of_type("message")[-1]


def title(message: Json) -> str:
    return str(message["attachments"][0]["content"]["body"][0]["text"])


async def test_execute_sends_data_and_inputs_together(chat: Chat) -> None:
    message_id = await chat.bot.say(await first_message(chat), attachments=[text_card("Form")])

    async def answer(activity: Json) -> web.Response | None:
        return new_card("Saved") if activity["type"] == "invoke" else None

    chat.bot.reaction = answer
    result = await chat.post(
        "Alex/actions",
        messageId=message_id,
        verb="save",
        actionId="b1",
        data={"line": "6001", "name": "old"},
        inputs={"name": "new"},
    )
    assert (result["status"], result["body"]["type"]) == (200, CARD)
    invoke = chat.bot.of_type("invoke")[0]
    assert (invoke["name"], invoke["replyToId"]) == ("adaptiveCard/action", message_id)
    action = invoke["value"]["action"]
    assert (action["verb"], action["id"], action["data"]) == ("save", "b1", {"line": "6001", "name": "new"})
    assert invoke["value"]["trigger"] == "manual"
    assert title((await chat.messages("Alex"))[-1]) == "Saved"


async def test_the_new_card_is_the_persons_own_until_the_base_changes(chat: Chat) -> None:
    group = await chat.conversation("Alex", "groupChat")
    there = await first_message(chat, "Alex", group)
    message_id = await chat.bot.say(there, attachments=[text_card("Approve?")])

    async def answer(activity: Json) -> web.Response | None:
        return new_card("You approved") if activity["type"] == "invoke" else None

    chat.bot.reaction = answer
    await chat.post("Sam/actions", messageId=message_id, verb="approve", data={}, conversation=group)
    query = f"?conversation={group}"
    assert title((await chat.messages("Sam", query))[-1]) == "You approved"
    assert title((await chat.messages("Alex", query))[-1]) == "Approve?"
    await chat.bot.call(
        "PUT", there, f"/activities/{message_id}", type="message", attachments=[text_card("Approved by Sam")]
    )
    for name in ("Sam", "Alex"):
        assert title((await chat.messages(name, query))[-1]) == "Approved by Sam"


async def test_submit_is_a_message_with_a_value(chat: Chat) -> None:
    message_id = await chat.bot.say(await first_message(chat), attachments=[text_card("Form")])
    await chat.post("Alex/actions", messageId=message_id, type="Action.Submit", data={"a": 1}, inputs={"b": "2"})
    submitted = chat.bot.of_type("message")[-1]
    assert (submitted["value"], submitted["replyToId"], submitted["text"]) == ({"a": 1, "b": "2"}, message_id, "")


async def test_im_back_says_the_words(chat: Chat) -> None:
    message_id = await chat.bot.say(await first_message(chat), attachments=[text_card("Form")])
    data = {"msteams": {"type": "imBack", "value": "lines"}}
    await chat.post("Alex/actions", messageId=message_id, type="Action.Submit", data=data)
    assert chat.bot.of_type("message")[-1]["text"] == "lines"
    assert (await chat.messages("Alex"))[-1]["text"] == "lines"


async def test_a_slow_bot_is_given_up(chat: Chat) -> None:
    message_id = await chat.bot.say(await first_message(chat), attachments=[text_card("Form")])
    chat.wait_for_bot(0.05)
    done = asyncio.Event()

    async def sleep(_: Json) -> web.Response | None:
        await asyncio.wait_for(done.wait(), 60)
        return None

    chat.bot.reaction = sleep
    result = await chat.post("Alex/actions", messageId=message_id, verb="slow", data={})
    done.set()
    assert (result["status"], result["error"]) == (504, "Unable to reach app. Please try again.")
    last = (await chat.messages("Alex"))[-1]
    assert (last["from"], last["text"]) == ("system", "Unable to reach app. Please try again.")


async def test_an_answer_that_is_no_card_answer_is_an_error(chat: Chat) -> None:
    message_id = await chat.bot.say(await first_message(chat), attachments=[text_card("Form")])
    result = await chat.post("Alex/actions", messageId=message_id, verb="x", data={})
    assert result["error"] == "Something went wrong. Please try again."


async def test_cards_refresh_once_on_sight_for_those_they_list(chat: Chat) -> None:
    group = await chat.conversation("Alex", "groupChat")
    there = await first_message(chat, "Alex", group)
    action = {"type": "Action.Execute", "verb": "refresh", "data": {"n": 1}}
    listed = {"refresh": {"action": action, "userIds": [there["from"]["id"]]}}

    async def answer(activity: Json) -> web.Response | None:
        return new_card("Yours") if activity["type"] == "invoke" else None

    chat.bot.reaction = answer
    message_id = await chat.bot.say(there, attachments=[text_card("Base", **listed)])
    query = f"?conversation={group}"
    assert title((await chat.messages("Sam", query))[-1]) == "Base"
    for _ in range(2):
        assert title((await chat.messages("Alex", query))[-1]) == "Yours"
    refreshes = [a["value"] for a in chat.bot.of_type("invoke")]
    assert refreshes == [{"action": action, "trigger": "automatic"}]
    await chat.bot.call(
        "PUT", there, f"/activities/{message_id}", type="message", attachments=[text_card("B2", **listed)]
    )
    await chat.messages("Alex", query)
    assert len(chat.bot.of_type("invoke")) == 2


async def test_the_directory_answers_the_people_picker(chat: Chat) -> None:
    await chat.post("Alex/install")
    found = await chat.post("Alex/search", dataset="graph.microsoft.com/users", queryText="chris")
    results = found["value"]["results"]
    assert [r["title"] for r in results] == ["Chris Lee", "Chris Lee"]
    again = await chat.post("Alex/search", dataset="graph.microsoft.com/users", queryText=results[1]["value"])
    assert again["value"]["results"] == [results[1]]
    assert not chat.bot.of_type("invoke")
    everyone = await chat.post("Alex/search", dataset="graph.microsoft.com/users", queryText="")
    assert len(everyone["value"]["results"]) <= 15


async def test_other_searches_go_to_the_bot(chat: Chat) -> None:
    async def answer(activity: Json) -> web.Response | None:
        if activity["type"] != "invoke":
            return None
        results = [{"title": "+65 6789 1230", "value": "+6567891230"}]
        kind = "application/vnd.microsoft.search.searchResponse"
        return web.json_response({"statusCode": 200, "type": kind, "value": {"results": results}})

    await chat.post("Alex/install")
    chat.bot.reaction = answer
    found = await chat.post("Alex/search", dataset="numbers", queryText="6789", data={"country": "SG"})
    assert found["value"]["results"][0]["value"] == "+6567891230"
    value = chat.bot.of_type("invoke")[0]["value"]
    assert value == {
        "queryText": "6789",
        "queryOptions": {"skip": 0, "top": 15},
        "dataset": "numbers",
        "data": {"country": "SG"},
    }


async def test_a_persons_file_can_be_downloaded_by_the_bot(chat: Chat) -> None:
    form = FormData()
    form.add_field("file", b"ext,name\n6001,John\n", filename="lines.csv")
    async with chat.http.post("/chat/Alex/files", data=form) as answer:
        assert (await answer.json())["status"] == 200
    attachment = chat.bot.of_type("message")[0]["attachments"][0]
    assert attachment["contentType"] == "application/vnd.microsoft.teams.file.download.info"
    assert (attachment["name"], attachment["content"]["fileType"]) == ("lines.csv", "csv")
    async with chat.http.get(attachment["content"]["downloadUrl"]) as answer:
        assert await answer.read() == b"ext,name\n6001,John\n"


async def test_files_do_not_reach_a_bot_in_a_group(chat: Chat) -> None:
    form = FormData({"conversation": await chat.conversation("Alex", "groupChat")})
    form.add_field("file", b"x", filename="x.csv")
    async with chat.http.post("/chat/Alex/files", data=form) as answer:
        assert answer.status == 200
    (heard,) = chat.bot.of_type("message")
    assert heard["text"].strip() == "<at>Switchboard</at>"
    assert [each["contentType"] for each in heard["attachments"]] == ["text/html"]


async def ask_consent(chat: Chat) -> tuple[Json, str]:
    there = await first_message(chat)
    content = {"description": "Results", "sizeInBytes": 6, "acceptContext": {"job": 1}, "declineContext": {"job": 0}}
    asked = {"contentType": CONSENT, "name": "results.csv", "content": content}
    return there, await chat.bot.say(there, attachments=[asked])


async def test_after_consent_the_bot_uploads_in_pieces(chat: Chat) -> None:
    there, message_id = await ask_consent(chat)
    await chat.post("Alex/consent", messageId=message_id, accept=True)
    value = chat.bot.of_type("invoke")[0]["value"]
    assert (value["type"], value["action"], value["context"]) == ("fileUpload", "accept", {"job": 1})
    info = value["uploadInfo"]
    for piece, span, status in (
        (b"abc", "bytes 0-2/6", 202),
        (b"zzz", "bytes 1-3/6", 416),
        (b"def", "bytes 3-5/6", 201),
    ):
        async with chat.http.put(info["uploadUrl"], data=piece, headers={"Content-Range": span}) as answer:
            assert answer.status == status
    done = {"contentType": INFO, "name": info["name"], "content": {"uniqueId": info["uniqueId"], "fileType": "csv"}}
    await chat.bot.say(there, attachments=[done])
    shown = await chat.messages("Alex")
    assert next(m for m in shown if m["id"] == message_id)["consent"] == "accepted"
    async with chat.http.get(f"/chat/files/{shown[-1]['attachments'][0]['content']['uniqueId']}") as answer:
        assert await answer.read() == b"abcdef"
    await chat.post("Alex/consent", messageId=message_id, accept=False, expect=400)


async def test_a_declined_file_is_never_uploaded(chat: Chat) -> None:
    _, message_id = await ask_consent(chat)
    await chat.post("Alex/consent", messageId=message_id, accept=False)
    value = chat.bot.of_type("invoke")[0]["value"]
    assert (value["action"], value["context"], "uploadInfo" in value) == ("decline", {"job": 0}, False)
