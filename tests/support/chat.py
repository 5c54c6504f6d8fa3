"""Talk to the bot as a person does: say, click, send a file, look at the cards. All of it over HTTP through the sandbox."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientSession, FormData

Json = dict[str, Any]
PATIENCE = 30.0


def words_of(node: Any) -> str:
    """Every word a card shows, top to bottom."""
    if isinstance(node, list):
        return "\n".join(filter(None, map(words_of, node)))
    if not isinstance(node, dict):
        return ""
    own = [
        str(node[key]) for key in ("text", "title", "value", "label", "errorMessage") if isinstance(node.get(key), str)
    ]
    inner = [words_of(value) for key, value in node.items() if isinstance(value, dict | list) and key != "data"]
    return "\n".join(filter(None, own + inner))


def actions_of(node: Any) -> list[Json]:
    """Every action of a card."""
    if isinstance(node, list):
        return [action for item in node for action in actions_of(item)]
    if not isinstance(node, dict):
        return []
    here = [node] if str(node.get("type", "")).startswith("Action.") else []
    return here + [action for key, value in node.items() if key != "data" for action in actions_of(value)]


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
        """All its words."""
        return f"{self.raw.get('text') or ''}\n{words_of(self.card)}"

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
    seq: int = 0
    statuses: list[int] = field(default_factory=list)

    async def messages(self) -> list[Shown]:
        """Everything the bot wrote, oldest first, as it is shown now."""
        body = await self._get("messages", after=0, wait=0)
        return [Shown(m) for m in body["messages"] if m["from"] == "bot" and not m.get("deleted")]

    async def last(self) -> Shown:
        """The newest message."""
        return (await self.messages())[-1]

    async def say(self, text: str) -> Shown:
        """Type something; the bot's newest message after it."""
        before = {m.id for m in await self.messages()}
        await self._post("messages", {"text": text})
        return await self.until(lambda m: m.id not in before)

    async def send(self, name: str, content: bytes) -> Json:
        """Send a file."""
        form = FormData()
        form.add_field("file", content, filename=name)
        if self.conversation:
            form.add_field("conversation", self.conversation)
        async with self.http.post(f"/chat/{self.name}/files", data=form) as answer:
            body: Json = await answer.json()
            return body

    async def click(self, title: str, message: Shown | None = None, **inputs: str) -> Json:
        """Click a button by its title, on the newest message that has it (or the one given)."""
        shown = message or next(m for m in reversed(await self.messages()) if title in m.actions)
        action = shown.actions[title]
        asked = {"messageId": shown.id, "verb": action["verb"], "data": action["data"], "inputs": inputs}
        return await self._post("actions", asked)

    async def consent(self, accept: bool = True) -> Json:
        """Answer the newest file offer."""
        raw = [m for m in await self.messages() if any("consent" in a["contentType"] for a in m.raw["attachments"])][-1]
        return await self._post("consent", {"messageId": raw.id, "accept": accept})

    async def given_file(self) -> bytes:
        """The newest file the bot gave."""
        infos = [a for m in await self.messages() for a in m.raw["attachments"] if "file.info" in a["contentType"]]
        async with self.http.get(infos[-1]["contentUrl"]) as answer:
            return await answer.read()

    async def until(self, fits: Callable[[Shown], bool], what: str = "") -> Shown:
        """Wait until a message fits and return it; the transcript is in the error when none does in time."""
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
        """Wait for a message that holds all of these words."""
        return await self.until(lambda m: all(part in m.words for part in parts), f"{parts}")

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
