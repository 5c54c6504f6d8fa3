"""The whole way through the sandbox's Teams: install, talk, click, give and take a file."""

from __future__ import annotations

import asyncio
import random
from typing import Any

import pytest
from aiohttp import ClientSession, FormData, web

from bot.teams.channel import Identity, Teams
from bot.teams.errors import Blocked
from bot.turn import (
    Answer,
    Choice,
    Clicked,
    FileAnswer,
    FileOffer,
    Installed,
    Searched,
    SentFile,
    TextMessage,
    Turn,
    Uninstalled,
)
from services.domain.subject import Subject, SubjectKind
from services.sandbox.app import Options, run
from tests.bot.teams.harness import serving

FORM = {
    "type": "AdaptiveCard",
    "version": "1.5",
    "body": [{"type": "TextBlock", "text": "Form"}],
    "actions": [{"type": "Action.Execute", "title": "Save", "verb": "save", "data": {"s": "sealed"}}],
}
SAVED = {"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "TextBlock", "text": "Saved"}]}


class Echo:
    """A small bot: answers each kind of turn in its own way."""

    def __init__(self, teams: Teams) -> None:
        self.teams = teams
        self.turns: list[Turn] = []
        self.read: list[bytes] = []

    async def __call__(self, turn: Turn) -> Answer | None:
        self.turns.append(turn)
        match turn.event:
            case Installed():
                return Answer(text="Welcome")
            case TextMessage("file"):
                return Answer(offer=FileOffer("r.csv", 3, "The result", {"n": "1"}))
            case TextMessage():
                return Answer(card=FORM, subject=Subject(SubjectKind.DRAFT, "form"))
            case Clicked():
                return Answer(card=SAVED)
            case Searched():
                return Answer(choices=(Choice("One", "1"),))
            case SentFile() as sent:
                self.read.append(await self.teams.fetch_file(sent, 1000))
            case FileAnswer(accepted=True) as agreed:
                await self.teams.put_file(agreed, b"a,b")
                return Answer(given=agreed)
        return None

    @property
    def last(self) -> Turn:
        return self.turns[-1]


async def test_a_conversation_in_the_sandbox() -> None:
    teams = Teams(Identity(local=True), rng=random.Random(0))
    echo = Echo(teams)
    teams.on_turn(echo)
    app = web.Application()
    app.router.add_post("/api/messages", teams.handle)
    await teams.start()
    async with serving(app) as bot_url:
        runner, port = await run(Options(bot_url=bot_url))
        try:
            async with ClientSession(f"http://127.0.0.1:{port}") as http:
                await talk(http, echo)
                await files(http, echo)
                await elsewhere(http, echo)
        finally:
            await runner.cleanup()
            await teams.close()


async def post(http: ClientSession, path: str, **body: Any) -> Any:
    async with http.post(path, json=body) as response:
        assert response.status == 200, await response.text()
        return await response.json()


async def shown(http: ClientSession, person: str) -> list[dict[str, Any]]:
    async with http.get(f"/chat/{person}/messages") as response:
        messages: list[dict[str, Any]] = (await response.json())["messages"]
        return messages


async def talk(http: ClientSession, echo: Echo) -> None:
    await post(http, "/chat/Alex/install")
    assert isinstance(echo.turns[0].event, Installed)
    said = await post(http, "/chat/Alex/messages", text="help")
    assert said["status"] == 200
    assert [turn.event for turn in echo.turns[-1:]] == [TextMessage("help")]
    assert (echo.last.who.name, echo.last.who.time_zone) == ("Alex", "Asia/Singapore")
    form = (await shown(http, "Alex"))[-1]
    clicked = await post(
        http, "/chat/Alex/actions", messageId=form["id"], verb="save", data={"s": "sealed"}, inputs={"name": "Ann"}
    )
    assert clicked["body"]["type"] == "application/vnd.microsoft.card.adaptive"
    assert echo.last.event == Clicked("save", "sealed", {"name": "Ann"}, form["id"])
    found = await post(http, "/chat/Alex/search", dataset="numbers", queryText="6")
    assert found["value"]["results"] == [{"title": "One", "value": "1"}]
    await echo.teams.update(echo.last.conversation, form["id"], Answer(card=SAVED))
    assert [m["edited"] for m in await shown(http, "Alex") if m["id"] == form["id"]] == [True]


async def files(http: ClientSession, echo: Echo) -> None:
    form = FormData()
    form.add_field("file", b"x,y", filename="in.csv")
    async with http.post("/chat/Alex/files", data=form) as response:
        assert response.status == 200
    assert echo.read == [b"x,y"]
    await post(http, "/chat/Alex/messages", text="file")
    offer = (await shown(http, "Alex"))[-1]
    consent = await post(http, "/chat/Alex/consent", messageId=offer["id"], accept=True)
    assert consent["status"] == 200
    info = (await shown(http, "Alex"))[-1]["attachments"][0]
    assert info["contentType"] == "application/vnd.microsoft.teams.card.file.info"
    async with http.get(f"/chat/files/{info['content']['uniqueId']}") as response:
        assert await response.read() == b"a,b"


async def elsewhere(http: ClientSession, echo: Echo) -> None:
    """Group chats, proactive messages, and a bot that was taken out."""
    await post(http, "/chat/Sam/messages", text="hi", conversation="Telecom admins")
    group = echo.last
    assert (group.event, group.conversation.scope) == (TextMessage("hi"), "groupChat")
    await post(http, "/chat/Sam/install")
    personal = await echo.teams.open_personal(group.who, group.conversation.service_url)
    await asyncio.gather(*(echo.teams.send(personal, Answer(text=f"Note {n}")) for n in range(9)))
    texts = [message["text"] for message in await shown(http, "Sam")]
    assert [f"Note {n}" in texts for n in range(9)] == [True] * 9
    await post(http, "/chat/Sam/uninstall")
    assert isinstance(echo.last.event, Uninstalled)
    with pytest.raises(Blocked, match="MessageWritesBlocked"):
        await echo.teams.send(personal, Answer(text="Still there?"))
