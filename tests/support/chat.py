"""Talks to the bot as a person does (say, click, send a file, read cards), over the sandbox's HTTP."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientSession, FormData

Json = dict[str, Any]
PATIENCE = 90.0  # seconds until something counts as stuck; on a busy machine all takes longer


def words_of(node: Any) -> str:
    """All text that a card shows, from top to bottom."""
    if isinstance(node, list):
        return "\n".join(filter(None, map(words_of, node)))
    if not isinstance(node, dict):
        return ""
    own = [
        str(node[key]) for key in ("text", "title", "value", "label", "errorMessage") if isinstance(node.get(key), str)
    ]
    inner = [words_of(value) for key, value in _seen(node) if isinstance(value, dict | list)]
    return "\n".join(filter(None, own + inner)).replace("\u00a0", " ")  # within phone numbers


def actions_of(node: Any) -> list[Json]:
    """Every action of a card."""
    if isinstance(node, list):
        return [action for item in node for action in actions_of(item)]
    if not isinstance(node, dict):
        return []
    here = [node] if str(node.get("type", "")).startswith("Action.") else []
    return here + [action for _, value in _seen(node) for action in actions_of(value)]


def _seen(node: Json) -> list[tuple[str, Any]]:
    """What a client shows of an element: without a button's data and its fallback for older clients."""
    button = str(node.get("type", "")).startswith("Action.")
    return [(key, value) for key, value in node.items() if key != "data" and not (button and key == "fallback")]


def inputs_of(node: Any) -> dict[str, str]:
    """The initial values of a card's fields."""
    if isinstance(node, list):
        return {name: value for item in node for name, value in inputs_of(item).items()}
    if not isinstance(node, dict):
        return {}
    here = {str(node["id"]): str(node.get("value", ""))} if str(node.get("type", "")).startswith("Input.") else {}
    return here | {k: v for key, value in node.items() if key != "data" for k, v in inputs_of(value).items()}


def choices_of(node: Any, name: str) -> dict[str, str]:
    """The choices of the field with this name: value by title."""
    if isinstance(node, list):
        return {title: value for item in node for title, value in choices_of(item, name).items()}
    if not isinstance(node, dict):
        return {}
    if node.get("id") == name and "choices" in node:
        return {choice["title"]: choice["value"] for choice in node["choices"]}
    return choices_of(list(node.values()), name)


@dataclass
class Shown:
    """A message as the person sees it now."""

    raw: Json

    @property
    def id(self) -> str:
        """The message's id."""
        return str(self.raw["id"])

    @property
    def card(self) -> Json:
        """Its card, or an empty one."""
        cards = [a["content"] for a in self.raw["attachments"] if "adaptive" in a.get("contentType", "")]
        return cards[0] if cards else {}

    @property
    def words(self) -> str:
        """All its text."""
        return f"{self.raw.get('text') or ''}\n{words_of(self.card)}"

    @property
    def offers(self) -> bool:
        """Whether it offers a file."""
        return any("file.consent" in a["contentType"] for a in self.raw["attachments"])

    @property
    def files(self) -> list[Json]:
        """The files it gives."""
        return [a for a in self.raw["attachments"] if "file.info" in a["contentType"]]

    @property
    def actions(self) -> dict[str, Json]:
        """Its buttons by title."""
        return {str(a.get("title", "")): a for a in actions_of(self.card)}


@dataclass
class Person:
    """Somebody with the bot's chat open."""

    name: str
    http: ClientSession
    conversation: str = ""
    sent: str = ""  # the id of the newest activity

    async def messages(self) -> list[Shown]:
        """Everything that the bot wrote, oldest first, as it is shown now."""
        body = await self._get("messages", after=0, wait=0)
        return [Shown(m) for m in body["messages"] if m["from"] == "bot" and not m.get("deleted")]

    async def last(self) -> Shown:
        """The newest message."""
        return (await self.messages())[-1]

    async def say(self, text: str) -> Shown:
        """Type something; the bot's newest message after it."""
        before = {m.id for m in await self.messages()}
        self.sent = str((await self._post("messages", {"text": text}))["messageId"])
        return await self.until(lambda m: m.id not in before, f"an answer to “{text}”")

    async def whisper(self, text: str) -> Shown:
        """Type something after a slash, where others read along; the bot's newest message after it."""
        before = {m.id for m in await self.messages()}
        self.sent = str((await self._post("messages", {"text": text, "targeted": True}))["messageId"])
        return await self.until(lambda m: m.id not in before, f"an answer to “/{text}”")

    async def reply(self, message: Shown, text: str) -> Shown:
        """Press *Reply* on a message and type something; the bot's newest message after it."""
        before = {m.id for m in await self.messages()}
        self.sent = str((await self._post("messages", {"text": text, "quote": message.id}))["messageId"])
        return await self.until(lambda m: m.id not in before, f"an answer to the reply “{text}”")

    async def resend(self) -> Json:
        """Let Teams deliver this person's last action again, as it does when an answer was lost."""
        return await self._post("resend", {"messageId": self.sent})

    async def install(self) -> Json:
        """Add the bot."""
        return await self._post("install", {})

    async def uninstall(self) -> Json:
        """Remove the bot."""
        return await self._post("uninstall", {})

    async def send(self, name: str, content: bytes) -> Json:
        """Send a file."""
        form = FormData()
        form.add_field("file", content, filename=name)
        if self.conversation:
            form.add_field("conversation", self.conversation)
        async with self.http.post(f"/chat/{self.name}/files", data=form) as answer:
            body: Json = await answer.json()
        self.sent = str(body["messageId"])
        return body

    async def click(self, title: str, message: Shown | None = None, /, **inputs: str) -> Json:
        """Click a button by its title, on the newest message that has it (or the one given).

        The same click within a second is a double click; an additional input (`later="yes"`) makes it a new one.
        """
        shown = message or await self._with(title)
        action = shown.actions[title]
        held = {} if action.get("associatedInputs") == "none" else inputs_of(shown.card)
        return await self.press(shown, str(action["verb"]), action["data"], **{**held, **inputs})

    async def press_fallback(self, title: str, message: Shown, /, **inputs: str) -> Shown:
        """Click a button like a client without `Action.Execute`; the bot's newest message after it."""
        action = message.actions[title]["fallback"]
        held = {} if action.get("associatedInputs") == "none" else inputs_of(message.card)
        before = {m.id for m in await self.messages()}
        asked = {"messageId": message.id, "type": action["type"], "data": action["data"], "inputs": {**held, **inputs}}
        self.sent = str((await self._post("actions", asked))["activityId"])
        return await self.until(lambda m: m.id not in before, f"an answer to the old {title}")

    async def press(self, message: Shown, verb: str, data: Json, /, **inputs: str) -> Json:
        """Send a click with any verb and data, as a client could."""
        asked = {"messageId": message.id, "verb": verb, "data": data, "inputs": inputs}
        body = await self._post("actions", asked)
        self.sent = str(body["activityId"])
        # For every click of every test: without a card or words, Teams says that the app can't be reached.
        assert not body["error"], body
        return body

    async def _with(self, title: str) -> Shown:
        found = [m for m in await self.messages() if title in m.actions]
        assert found, f"{self.name} has no button {title}:\n{await self.transcript()}"
        return found[-1]

    async def consent(self, accept: bool = True) -> Json:
        """Answer the newest file offer."""
        offer = await self.until(lambda m: m.offers and not m.raw["consent"], "a file offer")
        return await self._post("consent", {"messageId": offer.id, "accept": accept})

    async def given_file(self) -> bytes:
        """The newest file the bot gave."""
        info = (await self.until(lambda m: bool(m.files), "a file")).files[-1]
        async with self.http.get(f"/chat/files/{info['content']['uniqueId']}") as answer:
            assert answer.status == 200, await answer.text()
            return await answer.read()

    async def take_file(self) -> bytes:
        """Say yes to the newest file offer and fetch the file."""
        before = {m.id for m in await self.messages() if m.files}
        await self.consent()
        await self.until(lambda m: bool(m.files) and m.id not in before, "a new file")
        return await self.given_file()

    async def until(self, fits: Callable[[Shown], bool], what: str = "") -> Shown:
        """Wait for a message that matches; if none does in time, the error contains the transcript."""
        end = time.monotonic() + PATIENCE
        seq = 0
        while time.monotonic() < end:
            for message in reversed(await self.messages()):
                if fits(message):
                    return message
            body = await self._get("messages", after=seq, wait=2)
            seq = body["seq"]
        raise AssertionError(f"{self.name} never saw {what or 'it'}:\n{await self.transcript()}")

    async def sees(self, *parts: str) -> Shown:
        """Wait for a message that contains all of these words; the newest one that does."""
        return await self.until(lambda m: all(part in m.words for part in parts), f"{parts}")

    async def now(self, message: Shown) -> Shown:
        """The message as it is shown now."""
        return next(m for m in await self.messages() if m.id == message.id)

    async def becomes(self, message: Shown, *parts: str) -> Shown:
        """Wait until this message contains all of these words."""
        return await self.until(lambda m: m.id == message.id and all(p in m.words for p in parts), f"{parts}")

    async def transcript(self) -> str:
        """What the chat shows, for error messages."""
        body = await self._get("messages", after=0, wait=0)
        return "\n---\n".join(f"[{m['fromName']}]\n{Shown(m).words}" for m in body["messages"])

    async def _get(self, what: str, **query: Any) -> Json:
        if self.conversation:
            query["conversation"] = self.conversation
        async with self.http.get(f"/chat/{self.name}/{what}", params=query) as answer:
            body: Json = await answer.json()
            return body

    async def _post(self, what: str, body: Json) -> Json:
        if self.conversation:
            body["conversation"] = self.conversation
        async with self.http.post(f"/chat/{self.name}/{what}", json=body) as answer:
            found: Json = json.loads(await answer.text())
            assert answer.status < 500, found
            return found
