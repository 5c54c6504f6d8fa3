"""A turn in our own words: who did what, where. No SDK type crosses this line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from services.domain.subject import NO_SUBJECT, Subject

Card = dict[str, Any]


class Scope(StrEnum):
    """Where a conversation is held."""

    PERSONAL = "personal"  # with one person alone
    GROUP = "groupChat"  # a group chat: everybody in it reads along
    CHANNEL = "channel"  # a channel of a team


@dataclass(frozen=True, slots=True)
class Who:
    """The person of a turn, as the signed activity tells it. `user_id` is the channel's id (`29:…`).

    What the activity leaves out is empty: that the app was added, for instance, comes without a name.
    """

    tenant_id: str
    object_id: str
    user_id: str
    name: str
    locale: str = ""
    time_zone: str = ""


@dataclass(frozen=True, slots=True)
class ConversationReference:
    """Where to send to: all that a proactive message needs later."""

    conversation_id: str
    scope: Scope
    service_url: str
    channel_id: str = "msteams"
    bot_id: str = ""
    tenant_id: str = ""


def own_chat(conversation: ConversationReference) -> str:
    """The address of the bot's own chat with whoever opens it.

    https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/deep-link-teams
    """
    return f"https://teams.microsoft.com/l/chat/0/0?users={conversation.bot_id}"


def stored_reference(reference: ConversationReference) -> dict[str, Any]:
    """A conversation reference as it is stored."""
    return {**asdict(reference), "scope": reference.scope.value}


def read_reference(kept: Mapping[str, Any]) -> ConversationReference:
    """A stored conversation reference as a value again."""
    return ConversationReference(**{**kept, "scope": Scope(kept["scope"])})


@dataclass(frozen=True, slots=True)
class TextMessage:
    """Typed words, mentions of the bot taken out."""

    text: str


@dataclass(frozen=True, slots=True)
class Clicked:
    """A card's button: its verb, the data the card carried (still sealed) and what was typed into the card's inputs."""

    verb: str
    sealed: str
    inputs: Mapping[str, str]
    message_id: str
    automatic: bool = False


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file sent to the bot; `download_url` is pre-signed and short-lived."""

    name: str
    download_url: str
    file_type: str = ""
    extra_files: int = 0


@dataclass(frozen=True, slots=True)
class Searched:
    """Type-ahead in a card's choice set: what was typed, of which data set."""

    dataset: str
    query: str
    top: int = 15
    inputs: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FileAnswer:
    """The person's answer to a file consent card; `upload_url` is set when accepted."""

    accepted: bool
    context: Mapping[str, str]
    message_id: str
    name: str = ""
    upload_url: str = ""
    content_url: str = ""
    unique_id: str = ""
    file_type: str = ""


@dataclass(frozen=True, slots=True)
class Installed:
    """The bot was added to this conversation."""


@dataclass(frozen=True, slots=True)
class Uninstalled:
    """The bot was taken out of this conversation."""


class What(StrEnum):
    """What a message without words holds."""

    NOTHING = "nothing"  # nothing at all, or what Teams doesn't tell bots of
    PICTURE = "picture"  # one or more pictures
    OTHER = "other"  # something else that can't be read


@dataclass(frozen=True, slots=True)
class Wordless:
    """A message without words or a file that could be read: a mention alone, a picture, a voice message.

    A file that is posted in a channel or group chat looks like a mention alone: Teams tells bots nothing of it.
    """

    holds: What


@dataclass(frozen=True, slots=True)
class Other:
    """Something the bot takes note of and need not answer."""

    name: str


Event = TextMessage | Clicked | SentFile | Searched | FileAnswer | Installed | Uninstalled | Wordless | Other


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing that somebody did. `id` tells duplicate deliveries apart; it is empty for events Teams gives no id.

    `quoted` is the id of the message that this one replies to, where somebody pressed *Reply* on one.
    """

    id: str
    who: Who
    conversation: ConversationReference
    event: Event
    quoted: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a type-ahead search."""

    title: str
    value: str


@dataclass(frozen=True, slots=True)
class FileOffer:
    """A file the bot would like to give: shown as a consent card, uploaded when the person agrees."""

    name: str
    size: int
    what: str
    context: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the person gets: words, a card, a file offer or search results; nothing at all is allowed too.

    After a click the card takes the clicked card's place; `new_message` sends it as a message of its own instead, and
    `note` is what the click itself is answered with then.
    """

    text: str = ""
    card: Card | None = None
    offer: FileOffer | None = None
    given: FileAnswer | None = None  # a file that was stored where the person agreed to, to be shown
    choices: tuple[Choice, ...] = ()
    new_message: bool = False
    note: str = ""
    subject: Subject = NO_SUBJECT  # what the message is remembered by, so that it can be edited later


def to_keep(answer: Answer) -> dict[str, Any]:
    """What an answer shows, as it is stored."""
    offer, given = (None if part is None else asdict(part) for part in (answer.offer, answer.given))
    return {"text": answer.text, "card": answer.card, "offer": offer, "given": given}


def from_kept(answer: Mapping[str, Any]) -> Answer:
    """A stored answer as a value again."""
    offer, given = answer["offer"], answer["given"]
    return Answer(
        text=answer["text"],
        card=answer["card"],
        offer=FileOffer(**offer) if offer else None,
        given=FileAnswer(**given) if given else None,
    )
