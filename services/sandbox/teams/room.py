"""What every handler of the Teams side needs, taken from the request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientSession, web

from services.sandbox.state import SANDBOX, SESSION, Sandbox
from services.sandbox.teams import people
from services.sandbox.teams.activities import Sender
from services.sandbox.teams.chats import Chats, Conversation, Json, Message
from services.sandbox.world import Person, Tenant


@dataclass(frozen=True, slots=True)
class Room:
    """The sandbox, its chats, a client session, and the address under which the bot can reach the sandbox."""

    sandbox: Sandbox
    chats: Chats
    session: ClientSession
    base: str

    @classmethod
    def of(cls, request: web.Request) -> Room:
        """The room for the request's sandbox."""
        sandbox = request.app[SANDBOX]
        chats = sandbox.part(Chats)
        if not chats.conversations:
            people.settle(chats, sandbox.live.world)
        base = sandbox.options.public_url or str(request.url.origin())
        return cls(sandbox, chats, request.app[SESSION], base.rstrip("/"))

    @property
    def now(self) -> float:
        """Seconds of the sandbox's clock."""
        return self.sandbox.live.clock.now()

    def seat(self, key: str, conversation_key: str | None = None) -> Seat:
        """The person `key` in the named conversation, by default their personal chat; raises 404."""
        tenant, person = self._person(key)
        for conversation in self.chats.of_person(person.id):
            wanted = conversation_key in (conversation.id, conversation.title)
            if wanted if conversation_key else conversation.kind == "personal":
                return Seat(self, tenant, person, conversation)
        raise missing(f"{person.display_name} is in no conversation {conversation_key}.")

    def seat_at(self, key: str, message_id: str) -> tuple[Seat, Message]:
        """The person in the conversation of a message that they can see; raises 404."""
        tenant, person = self._person(key)
        for conversation in self.chats.of_person(person.id):
            message = conversation.messages.get(message_id)
            if message is not None and message.only_for in (None, person.id):
                return Seat(self, tenant, person, conversation), message
        raise missing(f"{person.display_name} sees no message {message_id}.")

    def _person(self, key: str) -> tuple[Tenant, Person]:
        try:
            return people.find(self.sandbox.live.world, key)
        except LookupError as problem:
            raise missing(str(problem)) from problem


@dataclass(frozen=True, slots=True)
class Seat:
    """A person in one of their conversations."""

    room: Room
    tenant: Tenant
    person: Person
    conversation: Conversation

    def sender(self) -> Sender:
        """The person as sender of an activity at this moment."""
        return Sender(self.tenant, self.person, self.conversation, self.room.base, self.room.now)

    def new_id(self) -> str:
        """A fresh activity id."""
        return self.room.chats.next_id(self.room.now)

    def post(self, **content: Any) -> Message:
        """Post the person's message in the conversation."""
        return self.room.chats.post(
            self.conversation, self.room.now, self.person.id, self.person.display_name, **content
        )

    def note(self, text: str, everyone: bool = False) -> None:
        """Post a system line in the chat, for this person or for everyone."""
        only_for = None if everyone else self.person.id
        self.room.chats.post(self.conversation, self.room.now, "system", "", text=text, only_for=only_for)


def missing(text: str) -> web.HTTPNotFound:
    """A 404 with the reason as JSON."""
    return web.HTTPNotFound(text=web.json_response({"error": text}).text, content_type="application/json")


def wrong(text: str) -> web.HTTPBadRequest:
    """A 400 with the reason as JSON."""
    return web.HTTPBadRequest(text=web.json_response({"error": text}).text, content_type="application/json")


async def body_of(request: web.Request) -> Mapping[str, Any]:
    """The JSON object in the request; an empty body is an empty object."""
    if not request.can_read_body:
        return {}
    try:
        body: Json | Any = await request.json()
    except ValueError as problem:
        raise wrong("The body is not JSON.") from problem
    if not isinstance(body, dict):
        raise wrong("The body is not a JSON object.")
    return body
