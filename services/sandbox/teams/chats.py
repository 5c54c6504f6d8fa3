"""What Teams stores: conversations, their messages and each person's own view of a card."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
CARD = "application/vnd.microsoft.card.adaptive"
TYPING_SECONDS = 10.0
TARGETED_SECONDS = 86_400.0  # until a targeted message disappears
ANSWER_SECONDS = 15.0  # how long Teams waits for a bot, in real time


@dataclass
class Message:
    """One message; `sender` is `bot`, `system` or an object id, `seq` its position, `updated_seq` its last change."""

    id: str
    seq: int
    sender: str
    sender_name: str
    at: float
    text: str = ""
    attachments: list[Json] = field(default_factory=list)
    quoted: str | None = None  # the message that this one replies to
    thread: str | None = None  # in a channel: the post this replies to
    updated_seq: int = 0
    edited: bool = False
    deleted: bool = False
    consent: str | None = None  # accepted | declined
    extra: Json = field(default_factory=dict)  # textFormat, entities, suggestedActions, attachmentLayout as sent
    only_for: str | None = None
    views: dict[str, Json] = field(default_factory=dict)  # person -> the card an Action.Execute gave them
    view_seq: dict[str, int] = field(default_factory=dict)
    refreshed: set[str] = field(default_factory=set)  # people whose card was refreshed since the last change

    @property
    def targeted(self) -> bool:
        """Whether only one person sees this message of a shared conversation."""
        return self.only_for is not None and self.sender != "system"

    def gone(self, now: float) -> bool:
        """Whether it has disappeared, as a targeted message does after a day."""
        return self.targeted and now - self.at >= TARGETED_SECONDS

    def seen_seq(self, person_id: str) -> int:
        """The latest change that this person can see."""
        return max(self.seq, self.updated_seq, self.view_seq.get(person_id, 0))

    def card(self) -> Json | None:
        """The first adaptive card in the message."""
        found = (item.get("content") for item in self.attachments if item.get("contentType") == CARD)
        card = next(found, None)
        return card if isinstance(card, dict) else None

    def attachments_for(self, person_id: str) -> list[Json]:
        """The attachments as this person sees them: their own view in place of the first card."""
        view = self.views.get(person_id)
        if view is None:
            return self.attachments
        position = next((n for n, item in enumerate(self.attachments) if item.get("contentType") == CARD), None)
        if position is None:
            return [*self.attachments, {"contentType": CARD, "content": view}]
        shown = {**self.attachments[position], "content": view}
        return [*self.attachments[:position], shown, *self.attachments[position + 1 :]]


@dataclass
class Conversation:
    """A chat with the bot; `install` is the state of the app in it: never | installed | removed."""

    id: str
    kind: str  # personal | groupChat | channel
    title: str
    tenant_id: str
    members: list[str]
    team_id: str = ""
    team_name: str = ""
    install: str = "never"
    typing_until: float = 0.0
    messages: dict[str, Message] = field(default_factory=dict)
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)  # held while the app is being added

    def visible(self, person_id: str, now: float, after: int = 0) -> list[Message]:
        """The messages that the person may see and that changed after `after`, in the order of writing."""
        shown = (m for m in self.messages.values() if m.only_for in (None, person_id) and not m.gone(now))
        return [message for message in shown if message.seen_seq(person_id) > after]


class Chats:
    """All conversations of the sandbox, with one sequence of their changes, each of which wakes those who wait."""

    def __init__(self) -> None:
        self.conversations: dict[str, Conversation] = {}
        self.activities: dict[str, Json] = {}  # what was delivered to the bot, by activity id
        self.files: dict[str, Any] = {}
        self.answer_seconds = ANSWER_SECONDS
        self._seq = itertools.count(1)
        self._last_id = 0
        self._bell = asyncio.Event()
        self.seq = 0

    def next_id(self, now: float) -> str:
        """A new message id like Teams': milliseconds since the epoch, unique."""
        self._last_id = max(self._last_id + 1, int(now * 1000))
        return str(self._last_id)

    def ring(self) -> int:
        """The next position in the sequence; wakes those who wait for news."""
        self.seq = next(self._seq)
        bell, self._bell = self._bell, asyncio.Event()
        bell.set()
        return self.seq

    async def news(self, seconds: float) -> None:
        """Return at the next change, or after `seconds`."""
        try:
            await asyncio.wait_for(self._bell.wait(), seconds)
        except TimeoutError:
            return

    def of_person(self, person_id: str) -> Iterator[Conversation]:
        """The conversations the person is in, their own chat first."""
        return (c for c in self.conversations.values() if person_id in c.members)

    def post(self, conversation: Conversation, now: float, sender: str, name: str, **content: Any) -> Message:
        """A new message in the conversation."""
        message = Message(content.pop("id", "") or self.next_id(now), self.ring(), sender, name, now, **content)
        message.updated_seq = message.seq
        conversation.messages[message.id] = message
        if sender == "bot":
            conversation.typing_until = 0.0
        return message

    def change(self, message: Message, **content: Any) -> None:
        """Overwrite a message; everybody sees its new content instead of their own view."""
        for name, value in content.items():
            setattr(message, name, value)
        message.views.clear()
        message.refreshed.clear()
        message.updated_seq = self.ring()

    def set_view(self, message: Message, person_id: str, card: Json) -> None:
        """Show `card` in the message to this person from now on."""
        message.views[person_id] = card
        message.view_seq[person_id] = self.ring()

    def set_typing(self, conversation: Conversation, now: float) -> None:
        """The bot is typing."""
        conversation.typing_until = now + TYPING_SECONDS
        self.ring()
