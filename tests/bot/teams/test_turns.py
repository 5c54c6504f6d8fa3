"""Turns over real HTTP: answers, cards, slow handlers, typing, the last resort."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.readers import reader_by_client
from bot.teams.channel import Timings
from bot.turn import Answer, Choice, Clicked, FileOffer, Installed, TextMessage, Turn
from services.domain.subject import Subject, SubjectKind
from services.domain.waiting import wait_for
from tests.bot.teams.harness import BOT, TENANT, Json, Ticks, activity, answers, clicks, says, talking, until

CARD: Json = {
    "type": "AdaptiveCard",
    "version": "1.5",
    "fallbackText": "Numbers: 3",
    "body": [{"type": "Input.ChoiceSet", "choices.data": {"type": "Data.Query"}, "wrap": True, "x": None, "n": [1.5]}],
}
MENU, JOB = Subject(SubjectKind.DRAFT, "menu"), Subject(SubjectKind.JOB, "1")
QUICK = Timings(typing_after=0.02, typing_every=0.03, slow=0.1)


def answering(answer: Answer | None) -> Any:
    async def handle(turn: Turn) -> Answer | None:
        return answer

    return handle


async def test_a_typed_word_is_answered_in_its_conversation() -> None:
    async with talking(answering(Answer(text="Hello", card=CARD, subject=MENU))) as (bot, connector):
        assert await bot.post(says("help")) == (200, "")
        (call,) = connector.calls
        assert bot.turns[0].event == TextMessage("help")
        assert (call.method, call.path) == ("POST", "/teams/v3/conversations/a:chat/activities/f:1")
        assert call.body["text"] == "Hello"
        assert call.body["summary"] == "Numbers: 3"
        assert call.body["attachments"] == [{"contentType": "application/vnd.microsoft.card.adaptive", "content": CARD}]
        assert bot.sent == [(bot.place, MENU, "m1")]
        assert "Authorization" not in call.headers


async def test_no_answer_sends_nothing() -> None:
    async with talking(answering(None)) as (bot, connector):
        assert await bot.post(says()) == (200, "")
        assert await bot.post(activity("installationUpdate", action="add")) == (200, "")
        assert connector.calls == []
        assert bot.turns[1].event == Installed()


@pytest.mark.parametrize(
    ("answer", "body"),
    [
        (Answer(card=CARD, text="unused"), ("application/vnd.microsoft.card.adaptive", CARD)),
        (Answer(text="Saved"), ("application/vnd.microsoft.activity.message", "Saved")),
        (Answer(note="Found it."), ("application/vnd.microsoft.activity.message", "Found it.")),
        (Answer(), ("application/vnd.microsoft.activity.message", "Done.")),
        (None, ("application/vnd.microsoft.activity.message", "Done.")),
    ],
)
async def test_a_click_is_answered_in_the_http_body(answer: Answer | None, body: tuple[str, Any]) -> None:
    async with talking(answering(answer)) as (bot, connector):
        status, got = await bot.post(clicks("save", {"s": "sealed", "name": "Ann"}))
        assert (status, got) == (200, {"statusCode": 200, "type": body[0], "value": body[1]})
        assert connector.calls == []


async def test_a_clicked_card_is_remembered_under_its_subject() -> None:
    async with talking(answering(Answer(card=CARD, subject=JOB))) as (bot, _):
        await bot.post(clicks())
        assert bot.sent == [(bot.place, JOB, "card-1")]


async def test_a_new_message_leaves_the_clicked_card_alone() -> None:
    async with talking(answering(Answer(card=CARD, new_message=True, subject=JOB))) as (bot, connector):
        _, got = await bot.post(clicks())
        words = "You'll find it below."
        assert got == {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": words}
        assert [call.body["attachments"][0]["content"] for call in connector.calls] == [CARD]
        assert connector.calls[0].path == "/teams/v3/conversations/a:chat/activities"
        assert bot.sent == [(bot.place, JOB, "m1")]


async def test_a_file_offer_after_a_click_is_a_consent_card_of_its_own() -> None:
    offer = FileOffer("result.xlsx", 120, "The result", {"file": "7"})
    async with talking(answering(Answer(card=CARD, offer=offer, subject=JOB))) as (bot, connector):
        _, got = await bot.post(clicks())
        assert got["value"] == CARD
        assert bot.sent == [(bot.place, JOB, "card-1")]
        (consent,) = connector.calls[0].body["attachments"]
        assert consent == {
            "contentType": "application/vnd.microsoft.teams.card.file.consent",
            "name": "result.xlsx",
            "content": {
                "description": "The result",
                "sizeInBytes": 120,
                "acceptContext": {"file": "7"},
                "declineContext": {"file": "7"},
            },
        }


async def test_search_gives_at_most_fifteen_choices() -> None:
    choices = tuple(Choice(f"Number {n}", str(n)) for n in range(20))
    value = {"queryText": "65", "dataset": "numbers", "queryOptions": {"skip": 0, "top": 15}}
    async with talking(answering(Answer(choices=choices))) as (bot, _):
        _, got = await bot.post(activity("invoke", name="application/search", value=value))
        assert (got["statusCode"], got["type"]) == (200, "application/vnd.microsoft.search.searchResponse")
        assert got["value"]["results"] == [{"title": f"Number {n}", "value": str(n)} for n in range(15)]


async def test_file_consent_is_answered_empty_and_the_answer_sent() -> None:
    async with talking(answering(Answer(text="Thanks"))) as (bot, connector):
        value = {"type": "fileUpload", "action": "decline", "context": {"file": "7"}}
        assert await bot.post(activity("invoke", name="fileConsent/invoke", value=value)) == (200, "")
        assert [call.body["text"] for call in connector.calls] == ["Thanks"]


@pytest.mark.parametrize("name", ["task/fetch", "composeExtension/query", "signin/verifyState", "x", None])
async def test_unknown_invokes_are_said_not_to_be_implemented(name: str | None) -> None:
    """A card's answer would be none that whoever sent this understands."""
    async with talking(answering(Answer(text="Hello"))) as (bot, connector):
        assert await bot.post(activity("invoke", name=name, value={})) == (501, "")
        assert connector.calls == []
        assert bot.turns == []


async def test_a_broken_handler_gives_a_reference_and_no_trace() -> None:
    async def broken(turn: Turn) -> Answer | None:
        raise ZeroDivisionError("secret detail")

    async with talking(broken) as (bot, connector):
        status, got = await bot.post(clicks())
        assert (status, got["statusCode"], got["type"]) == (200, 500, "application/vnd.microsoft.error")
        assert "ref-1" in got["value"]["message"]
        assert "secret" not in str(got)
        assert await bot.post(says()) == (200, "")
        assert "ref-1" in connector.calls[0].body["text"]
        assert await bot.post(activity("installationUpdate", action="add")) == (200, "")
        assert len(connector.calls) == 1


async def test_an_answer_that_cant_be_sent_doesnt_fail_the_turn() -> None:
    async with talking(answering(Answer(text="Hello"))) as (bot, connector):
        assert await bot.post({**says(), "serviceUrl": "http://127.0.0.1:1/"}) == (200, "")
        assert len(bot.turns) == 1
        assert connector.calls == []


HELLO = Answer(text="Hello", subject=MENU)


@pytest.mark.parametrize("trouble", [302, 400, 401, 404, 408, 410, 418, 500, 503, ConnectionResetError()])
async def test_an_answer_that_teams_did_not_take_is_handed_over(trouble: int | Exception) -> None:
    async with talking(answering(HELLO)) as (bot, connector):
        connector.script.append(answers(trouble) if isinstance(trouble, int) else trouble)
        assert await bot.post(says()) == (200, "")
        assert [(turn.conversation, answer) for turn, answer in bot.unsent] == [(bot.place, HELLO)]
        assert bot.sent == []


async def test_after_a_message_of_unknown_fate_answers_go_the_careful_way_for_a_while() -> None:
    ticks = Ticks()
    async with talking(answering(HELLO), ticks=ticks) as (bot, connector):
        connector.script.append(answers(503))
        await bot.post(says())
        ticks.now += 590
        await bot.post(says())
        assert len(bot.unsent) == 2
        ticks.now += 20
        await bot.post(says())
        assert len(bot.unsent) == 2
        assert len(connector.of_type("message")) == 2
        assert [message_id for _, _, message_id in bot.sent] == ["m2"]


async def test_an_answer_under_way_when_the_program_stops_is_handed_over() -> None:
    async with talking(answering(HELLO), timings=Timings(slow=0.05, closing=0.05)) as (bot, connector):
        connector.hold.clear()
        await bot.post(says())
        await until(lambda: connector.in_flight == 1)
        await bot.teams.close()
        assert [answer for _, answer in bot.unsent] == [HELLO]
        connector.hold.set()


async def test_a_person_who_took_the_app_out_gets_no_answer_later() -> None:
    async with talking(answering(HELLO)) as (bot, connector):
        connector.script.append(answers(403, {"error": {"code": "BotNotInConversationRoster"}}))
        assert await bot.post(says()) == (200, "")
        assert bot.unsent == []


async def test_typing_is_shown_while_a_message_takes_long_and_never_after_the_answer() -> None:
    release = asyncio.Event()

    async def slowly(turn: Turn) -> Answer | None:
        await release.wait()
        return Answer(text="Done")

    async with talking(slowly, timings=Timings(typing_after=0.02, typing_every=0.03)) as (bot, connector):
        posted = asyncio.create_task(bot.post(says()))
        await until(lambda: len(connector.of_type("typing")) >= 2)
        connector.hold.clear()  # the third typing is on its way while the answer becomes ready
        await until(lambda: len(connector.of_type("typing")) >= 3)
        release.set()
        asyncio.get_running_loop().call_later(0.05, connector.hold.set)
        await posted
        assert connector.overlaps == 0
        assert [call.body["type"] for call in connector.calls][-1] == "message"
        assert len(connector.of_type("message")) == 1


async def test_quick_answers_show_no_typing() -> None:
    async with talking(answering(Answer(text="Done"))) as (bot, connector):
        await bot.post(says())
        assert connector.of_type("typing") == []


async def test_a_slow_click_is_told_so_and_answered_later() -> None:
    release = asyncio.Event()

    async def slowly(turn: Turn) -> Answer | None:
        await release.wait()
        return Answer(card=CARD, subject=JOB)

    async with talking(slowly, timings=QUICK) as (bot, connector):
        _, got = await bot.post(clicks())
        assert got["type"] == "application/vnd.microsoft.activity.message"
        assert got["value"] == "Still working on it. I'll post the answer here."
        assert connector.calls == []
        release.set()
        await until(lambda: bool(bot.sent))
        assert connector.calls[0].body["attachments"][0]["content"] == CARD
        assert bot.sent == [(bot.place, JOB, "m1")]


@pytest.mark.parametrize(
    ("locale", "slow", "done", "broken"),
    [
        ("vi-VN", "Tôi vẫn đang làm việc này. Tôi sẽ đăng câu trả lời ở đây.", "Xong.", "Đã có sự cố"),
        ("id-ID", "Masih saya kerjakan. Jawabannya akan saya kirim di sini.", "Selesai.", "Ada yang salah"),
        ("en-SG", "Still working on it. I'll post the answer here.", "Done.", "Something went wrong"),
    ],
)
async def test_words_of_the_channels_own_are_in_the_language_of_the_client(
    locale: str, slow: str, done: str, broken: str
) -> None:
    release = asyncio.Event()

    async def handle(turn: Turn) -> Answer | None:
        match turn.event:
            case Clicked(verb="slow"):
                await release.wait()
            case Clicked(verb="break"):
                raise ValueError
        return Answer()

    async with talking(handle, timings=QUICK, reader_of=reader_by_client) as (bot, _):
        found = [(await bot.post(clicks(verb, locale=locale)))[1]["value"] for verb in ("slow", "done", "break")]
        release.set()
    assert found[:2] == [slow, done]
    assert found[2]["message"].startswith(broken)


async def test_a_slow_refresh_or_search_posts_nothing_later() -> None:
    release, done = asyncio.Event(), []

    async def slowly(turn: Turn) -> Answer | None:
        await release.wait()
        done.append(turn)
        return Answer(card=CARD)

    async with talking(slowly, timings=QUICK) as (bot, connector):
        refresh = clicks()
        refresh["value"]["trigger"] = "automatic"
        _, got = await bot.post(refresh)
        assert got["value"] == "One moment…"
        _, got = await bot.post(activity("invoke", name="application/search", value={"dataset": "numbers"}))
        assert got["value"] == {"results": []}
        release.set()
        await until(lambda: len(done) == 2)
        await bot.teams.close()
        assert connector.calls == []


async def test_a_slow_message_frees_the_request_and_is_still_answered() -> None:
    release = asyncio.Event()

    async def slowly(turn: Turn) -> Answer | None:
        await release.wait()
        return Answer(text="Done")

    async with talking(slowly, timings=QUICK) as (bot, connector):
        assert await bot.post(says()) == (200, "")
        assert connector.of_type("message") == []
        release.set()
        await until(lambda: bool(connector.of_type("message")))


async def test_closing_lets_turns_end() -> None:
    release = asyncio.Event()

    async def slowly(turn: Turn) -> Answer | None:
        await release.wait()
        return Answer(text="Done")

    async with talking(slowly, timings=QUICK) as (bot, connector):
        await bot.post(says())
        closing = asyncio.create_task(bot.teams.close())
        await asyncio.sleep(0.01)
        release.set()
        await closing
        assert [call.body["text"] for call in connector.of_type("message")] == ["Done"]


async def test_a_failing_hook_doesnt_undo_a_sent_message() -> None:
    async def forgetful(*_: Any) -> None:
        raise OSError("disk full")

    async with talking(answering(Answer(text="Hello", subject=MENU))) as (bot, connector):
        bot.teams.on_sent(forgetful)
        await bot.teams.close()
        await bot.teams.start()
        assert await bot.teams.send(bot.place, Answer(text="Hello", subject=MENU)) == "m1"
        assert len(connector.calls) == 1


async def test_channel_threads_keep_their_id() -> None:
    conversation = {"id": "19:t@thread.tacv2;messageid=17", "conversationType": "channel", "tenantId": TENANT}
    async with talking(answering(Answer(text="Hello"))) as (bot, connector):
        await bot.post(says(conversation=conversation, text=f"<at>{BOT['name']}</at> help"))
        assert bot.turns[0].event == TextMessage("help")
        await bot.teams.send(bot.turns[0].conversation, Answer(text="Later"))
        assert connector.calls[1].path == "/teams/v3/conversations/19:t@thread.tacv2;messageid=17/activities"


async def test_a_second_delivery_carries_the_same_id() -> None:
    async with talking() as (bot, _):
        for body in (says(id="f:7"), says(id="f:7"), clicks(id="f:8"), clicks(id="f:8")):
            await bot.post(body)
        assert [turn.id for turn in bot.turns] == ["f:7", "f:7", "f:8", "f:8"]
        assert bot.turns[0] == bot.turns[1]


async def test_both_ways_of_being_installed_name_the_same_place() -> None:
    async with talking() as (bot, _):
        await bot.post(activity("conversationUpdate", membersAdded=[BOT]))
        await bot.post(activity("installationUpdate", action="add"))
        assert [turn.event for turn in bot.turns] == [Installed(), Installed()]
        assert bot.turns[0].conversation == bot.turns[1].conversation


@pytest.mark.parametrize("kind", ["message", "click"])
async def test_whoever_waits_is_told_for_what_and_answered_by_itself(kind: str) -> None:
    release = asyncio.Event()

    async def slowly(turn: Turn) -> Answer | None:
        wait_for("Microsoft Graph asks me to wait 30 s.")
        await release.wait()
        return Answer(text="Done")

    said = "Microsoft Graph asks me to wait 30 s. I'll post the answer here."
    async with talking(slowly, timings=Timings(words_after=0.05, slow=0.1)) as (bot, connector):
        _, got = await bot.post(says() if kind == "message" else clicks())
        if kind == "click":
            assert got["value"] == said
        else:
            await until(lambda: [call.body["text"] for call in connector.of_type("message")] == [said])
        release.set()
        await until(lambda: any(call.body.get("text") == "Done" for call in connector.calls))
