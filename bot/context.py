"""What a handler gets: the turn, what the person may do, and the shared services."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from bot.turn import Answer, ConversationReference, FileAnswer, Scope, SentFile, Turn
from bot.views.viewer import Viewer
from services.changes.drafts import Author
from services.context import Services
from services.domain.access import Access, Right, Role, may
from services.domain.record.entries import Recorded, ToRecord
from services.domain.subject import Subject
from services.inventory.snapshot import Snapshot, read_snapshot
from services.store.workspaces import Workspace

_MAX_ASKED = 10  # contacts whose role is looked up
_MAX_NAMED = 2


class Channel(Protocol):
    """What handlers may do in the chat: proactive messages and files. `bot/teams` implements it."""

    async def send(self, place: ConversationReference, answer: Answer) -> str:
        """A new message; its id."""
        ...

    async def update(self, place: ConversationReference, message_id: str, answer: Answer) -> None:
        """Edit a message in place."""
        ...

    async def delete(self, place: ConversationReference, message_id: str) -> None:
        """Delete a message."""
        ...

    async def fetch_file(self, sent: SentFile, limit: int) -> bytes:
        """The bytes of a file that somebody sent."""
        ...

    async def put_file(self, answer: FileAnswer, data: bytes) -> None:
        """Upload a file that the person accepted."""
        ...


@dataclass(frozen=True, slots=True)
class House:
    """The services that all turns share."""

    services: Services
    channel: Channel

    async def admins(self, tenant_id: str) -> list[str]:
        """The names of some known people who may change things there, as people to ask."""
        found, roles = [], self.services.roles
        contacts = await self.services.store.contacts.of_tenant(tenant_id)
        if len(contacts) > _MAX_ASKED:
            owners = await roles.owners(tenant_id)
            contacts = tuple(sorted(contacts, key=lambda contact: contact.object_id not in owners))
        for contact in contacts[:_MAX_ASKED]:
            access = await roles.access(tenant_id, contact.object_id, False)
            if contact.name and access.role is Role.OWNER:
                found.append(contact.name)
        return found[:_MAX_NAMED]


@dataclass(frozen=True, slots=True)
class Context:
    """One turn with everything its handler needs. `message_id` is the clicked card's, empty for typed text.

    `what_if`: a plan is only shown, and nothing is stored.
    """

    turn: Turn
    access: Access
    house: House
    ref: str
    message_id: str = ""
    what_if: bool = False

    @property
    def services(self) -> Services:
        """Store, clients, clock and engine; they read only what the person may see."""
        return self.house.services.for_viewer(self.access)

    @property
    def role(self) -> Role:
        """The person's strongest role."""
        return self.access.role

    @property
    def tenant_id(self) -> str:
        """The tenant of the signed activity."""
        return self.turn.who.tenant_id

    @property
    def author(self) -> Author:
        """The person who acts, as author of plans and decisions."""
        who = self.turn.who
        return Author(who.tenant_id, who.object_id, who.name)

    @property
    def viewer(self) -> Viewer:
        """The person who acts, as the viewer that cards are drawn for."""
        who = self.turn.who
        reads_only = not self.may(Right.CHANGE)
        return Viewer(who.tenant_id, who.object_id, who.time_zone, reads_only, self.access)

    @property
    def alone(self) -> bool:
        """Whether nobody else reads along."""
        return self.turn.alone

    @property
    def personal(self) -> bool:
        """Whether this is the personal chat."""
        return self.turn.conversation.scope is Scope.PERSONAL

    def may(self, right: Right) -> bool:
        """Whether the person has this right for anything at all."""
        return may(self.access, right).allowed

    def entry(self, action: Recorded, subject: Subject, detail: Mapping[str, Any] | None = None) -> ToRecord:
        """The record's entry that this person does this."""
        who, at = self.turn.who, self.services.clock.now()
        return ToRecord(who.tenant_id, at, action, who.object_id, subject, who.name, detail or {})

    async def workspace(self) -> Workspace:
        """The linked workspace; raises NotConnected when there is none."""
        return await self.services.store.workspaces.get(self.tenant_id)

    async def snapshot(self) -> Snapshot:
        """What all three systems hold now; raises NotConnected when there is no workspace."""
        return await read_snapshot(self.services, await self.workspace())

    async def snapshot_with_rules(self) -> Snapshot:
        """A snapshot with the organisation's settings, which name the outbound call rules."""
        return await read_snapshot(self.services, await self.workspace(), system=True)


def as_answer(said: Any) -> Answer | None:
    """What a handler returned, as an answer."""
    if said is None or isinstance(said, Answer):
        return said
    return Answer(text=said) if isinstance(said, str) else Answer(card=said)
