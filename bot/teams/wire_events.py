"""Reads from an activity what somebody did."""

from __future__ import annotations

from collections.abc import Callable

from bot.teams.fields import Json, obj, objs, strings, text
from bot.teams.tidy import has_picture, quoted_in, untagged, words
from bot.turn import (
    Clicked,
    Event,
    FileAnswer,
    Installed,
    Other,
    Searched,
    SentFile,
    TextMessage,
    Uninstalled,
    What,
    Wordless,
)

FILE_SENT = "application/vnd.microsoft.teams.file.download.info"
CLICK = "adaptiveCard/action"
SEARCH = "application/search"
CONSENT = "fileConsent/invoke"
MAX_SEARCH_CHOICES = 15
_MAX_NAME = 200  # characters
_MAX_ENDING = 10


def event(activity: Json) -> Event:
    """The event; `Other` for anything unknown."""
    kind = text(activity.get("type"))
    read = _TYPES.get(kind)
    return read(activity) if read else Other(text(activity.get("name")) or kind)


def _message(activity: Json) -> Event:
    # Action.Submit, the fallback for clients without Action.Execute, comes as a message with a value.
    if isinstance(activity.get("value"), dict):
        return _submitted(activity)
    attachments = objs(activity.get("attachments"))
    files = [each for each in attachments if each.get("contentType") == FILE_SENT]
    links = [each for each in files if text(obj(each.get("content")).get("downloadUrl"))]
    if links:
        return _file(links[0], len(files) - 1)
    typed = _typed(activity, attachments)
    return TextMessage(typed) if typed else Wordless(_holds(attachments))


def quoted(activity: Json) -> str:
    """The id of the message that this one replies to; empty for no reply, or one to several messages.

    The entity is QuotedReplyEntity of https://github.com/microsoft/teams.ts 2.0.16; the text also has the id.
    """
    if text(activity.get("type")) != "message":
        return ""
    entities = [each for each in objs(activity.get("entities")) if text(each.get("type")).casefold() == "quotedreply"]
    named = {text(obj(each.get("quotedReply")).get("messageId")) for each in entities} - {""}
    named = named or quoted_in(_raw(activity.get("text")))
    return named.pop() if len(named) == 1 else ""


def _holds(attachments: list[Json]) -> What:
    """What a message holds besides words; Teams' HTML copy of the text doesn't count, unless it has a picture."""
    kinds = [text(each.get("contentType")) for each in attachments]
    pages = [_raw(each.get("content")) for each in attachments if each.get("contentType") == "text/html"]
    if any(kind.startswith("image/") for kind in kinds) or any(has_picture(page) for page in pages):
        return What.PICTURE
    return What.OTHER if any(kind != "text/html" for kind in kinds) else What.NOTHING


def _typed(activity: Json, attachments: list[Json]) -> str:
    names = _bot_names(activity)
    typed = words(_raw(activity.get("text")), names)
    if typed:
        return typed
    pages = [each for each in attachments if each.get("contentType") == "text/html"]
    return words(_raw(pages[0].get("content")), names) if pages else ""


def _raw(value: object) -> str:
    """The text before cleaning, since names are looked up in it as they were sent."""
    return value if isinstance(value, str) else ""


def _bot_names(activity: Json) -> set[str]:
    bot = obj(activity.get("recipient"))
    names = {_raw(bot.get("name"))}
    for entity in objs(activity.get("entities")):
        mentioned = obj(entity.get("mentioned"))
        if text(entity.get("type")).casefold() == "mention" and mentioned.get("id") == bot.get("id"):
            names |= {untagged(_raw(entity.get("text"))), _raw(mentioned.get("name"))}
    return {name.strip() for name in names} - {""}


def _file(attachment: Json, extra: int) -> SentFile:
    content = obj(attachment.get("content"))
    name, kind = text(attachment.get("name")), text(content.get("fileType"))
    return SentFile(_short(name) or f"file.{kind or 'bin'}", text(content.get("downloadUrl")), kind, extra)


def _short(name: str) -> str:
    """A file's name, cut to the maximum length with its extension kept."""
    stem, dot, ending = name.rpartition(".")
    if len(name) <= _MAX_NAME or not dot or len(ending) > _MAX_ENDING:
        return name[:_MAX_NAME]
    return f"{stem[: _MAX_NAME - len(ending) - 2]}….{ending}"


def _submitted(activity: Json) -> Clicked:
    data = {key: value for key, value in obj(activity.get("value")).items() if key != "verb"}
    return _clicked(activity, text(obj(activity.get("value")).get("verb")), data, automatic=False)


def _executed(activity: Json) -> Clicked:
    value = obj(activity.get("value"))
    action = obj(value.get("action"))
    automatic = text(value.get("trigger")).casefold() == "automatic"
    return _clicked(activity, text(action.get("verb")), obj(action.get("data")), automatic=automatic)


def _clicked(activity: Json, verb: str, data: Json, *, automatic: bool) -> Clicked:
    # `msteams` is Teams' own data for its client, never an input.
    inputs = {key: value for key, value in data.items() if key not in {"s", "msteams"}}
    return Clicked(verb, text(data.get("s")), strings(inputs), _shown_in(activity), automatic)


def _shown_in(activity: Json) -> str:
    """The id of the message with the card; the Playground omits it."""
    legacy = obj(obj(activity.get("channelData")).get("legacy"))
    return text(activity.get("replyToId")) or text(legacy.get("replyToId"))


def _searched(activity: Json) -> Searched:
    value = obj(activity.get("value"))
    top = obj(value.get("queryOptions")).get("top")
    wanted = top if isinstance(top, int) and 0 < top <= MAX_SEARCH_CHOICES else MAX_SEARCH_CHOICES
    return Searched(text(value.get("dataset")), text(value.get("queryText")), wanted, strings(obj(value.get("data"))))


def _consented(activity: Json) -> FileAnswer:
    value = obj(activity.get("value"))
    upload = obj(value.get("uploadInfo"))
    return FileAnswer(
        accepted=value.get("action") == "accept" and bool(text(upload.get("uploadUrl"))),
        context=strings(obj(value.get("context"))),
        message_id=_shown_in(activity),
        name=text(upload.get("name")),
        upload_url=text(upload.get("uploadUrl")),
        content_url=text(upload.get("contentUrl")),
        unique_id=text(upload.get("uniqueId")),
        file_type=text(upload.get("fileType")),
    )


def _invoke(activity: Json) -> Event:
    name = text(activity.get("name"))
    readers: dict[str, Callable[[Json], Event]] = {CLICK: _executed, SEARCH: _searched, CONSENT: _consented}
    read = readers.get(name)
    return read(activity) if read else Other(name or "invoke")


def _installation(activity: Json) -> Event:
    events: dict[str, Event] = {
        "add": Installed(),
        "add-upgrade": Installed(),
        "remove": Uninstalled(),
        "remove-upgrade": Uninstalled(),
    }
    return events.get(text(activity.get("action")), Other("installationUpdate"))


def _members(activity: Json) -> Event:
    bot = text(obj(activity.get("recipient")).get("id"))
    if bot and bot in _ids(activity.get("membersAdded")):
        return Installed()
    return Uninstalled() if bot and bot in _ids(activity.get("membersRemoved")) else Other("conversationUpdate")


def _ids(members: object) -> list[str]:
    return [text(each.get("id")) for each in objs(members)]


_TYPES: dict[str, Callable[[Json], Event]] = {
    "message": _message,
    "invoke": _invoke,
    "installationUpdate": _installation,
    "conversationUpdate": _members,
}
