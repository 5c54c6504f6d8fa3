"""A turn in our own types: who did what, where. No SDK type gets past this module."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
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

    What the activity lacks is empty: the event that the app was added, for example, has no name.
    """

    tenant_id: str
    object_id: str
    user_id: str
    name: str
    locale: str = ""
    time_zone: str = ""


@dataclass(frozen=True, slots=True)
class ConversationReference:
    """Where to send to: everything that a proactive message needs later.

    `only_for` is the channel's id of the one person who sees what is sent there (`29:…`), `only_for_id` their object
    id; where both are empty everybody in the conversation sees it.
    """

    conversation_id: str
    scope: Scope
    service_url: str
    channel_id: str = "msteams"
    bot_id: str = ""
    tenant_id: str = ""
    only_for: str = ""
    only_for_id: str = ""


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
    """A click on a card's button: its verb, the data that the card carried (still sealed), and the card's inputs."""

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
    """Type-ahead in a card's choice set: what was typed, and in which data set."""

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
    """The bot was removed from this conversation."""


class What(StrEnum):
    """What a message without words holds."""

    NOTHING = "nothing"  # nothing at all, or something that Teams hides from bots
    PICTURE = "picture"  # one or more pictures
    OTHER = "other"  # something else that can't be read


@dataclass(frozen=True, slots=True)
class Wordless:
    """A message without words or a file that could be read: a mention alone, a picture, a voice message.

    A file posted in a channel or group chat looks like a mention alone, as Teams hides it from bots.
    """

    holds: What


@dataclass(frozen=True, slots=True)
class Other:
    """Something that needs no answer."""

    name: str


Event = TextMessage | Clicked | SentFile | Searched | FileAnswer | Installed | Uninstalled | Wordless | Other


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing that somebody did. `id` identifies duplicate deliveries; it is empty for events without an id.

    `quoted` is the id of the message that this one replies to, if somebody pressed *Reply*.
    """

    id: str
    who: Who
    conversation: ConversationReference
    event: Event
    quoted: str = ""

    @property
    def alone(self) -> bool:
        """Whether only the person sees the answer."""
        return self.conversation.scope is Scope.PERSONAL or bool(self.conversation.only_for)


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a type-ahead search."""

    title: str
    value: str


@dataclass(frozen=True, slots=True)
class FileOffer:
    """A file that the bot offers: shown as a consent card, uploaded when the person accepts."""

    name: str
    size: int
    what: str
    context: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the person gets: words, a card, a file offer or search results; it may also be nothing.

    After a click the card replaces the clicked card; `new_message` sends it as a message of its own instead, and `note`
    is then the answer to the click itself. With `instead`, only the person sees the answer; if Teams doesn't accept
    such a message, everybody gets the text of `instead`.
    """

    text: str = ""
    card: Card | None = None
    offer: FileOffer | None = None
    given: FileAnswer | None = None  # a file that was uploaded, to be shown
    choices: tuple[Choice, ...] = ()
    new_message: bool = False
    note: str = ""
    subject: Subject = NO_SUBJECT  # what the message shows, so that it can be edited later
    instead: Answer | None = None


def to_asker(turn: Turn) -> Turn:
    """The turn, to be answered to this person alone."""
    place = replace(turn.conversation, only_for=turn.who.user_id, only_for_id=turn.who.object_id)
    return replace(turn, conversation=place)


def to_all(place: ConversationReference) -> ConversationReference:
    """The reference to the whole conversation."""
    return replace(place, only_for="", only_for_id="")


def place_of(turn: Turn, answer: Answer) -> ConversationReference:
    """Where the answer to the turn goes."""
    return turn.conversation if answer.instead is None else to_asker(turn).conversation


def to_keep(answer: Answer) -> dict[str, Any]:
    """An answer's content, as it is stored."""
    offer, given = (None if part is None else asdict(part) for part in (answer.offer, answer.given))
    instead = None if answer.instead is None else answer.instead.card
    return {"text": answer.text, "card": answer.card, "offer": offer, "given": given, "instead": instead}


def from_kept(answer: Mapping[str, Any]) -> Answer:
    """A stored answer as a value again."""
    offer, given, instead = answer["offer"], answer["given"], answer.get("instead")
    return Answer(
        text=answer["text"],
        card=answer["card"],
        offer=FileOffer(**offer) if offer else None,
        given=FileAnswer(**given) if given else None,
        instead=Answer(card=instead) if instead else None,
    )
