"""Writes answers as Bot Framework JSON: messages, and the bodies of answers to invokes.

Invoke bodies: https://learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model#response-format
"""

from __future__ import annotations

from typing import Any

from bot.teams.tidy import plain
from bot.teams.wire_events import MAX_SEARCH_CHOICES
from bot.turn import Answer, Clicked, Event, FileAnswer, FileOffer, Searched
from services.domain import phrases
from services.domain.phrases import tr
from services.domain.subject import NO_SUBJECT

Json = dict[str, Any]

CARD = "application/vnd.microsoft.card.adaptive"
WORDS = "application/vnd.microsoft.activity.message"
CHOICES = "application/vnd.microsoft.search.searchResponse"
ERROR = "application/vnd.microsoft.error"
CONSENT_CARD = "application/vnd.microsoft.teams.card.file.consent"
FILE_CARD = "application/vnd.microsoft.teams.card.file.info"

TYPING: Json = {"type": "typing"}
ONE_MOMENT = Answer(text=tr("One moment…"))
# An empty answer to a click shows as a blank strip, and some clients treat it as a failure.
_BELOW = tr("You'll find it below.")
_OFFERED = tr("I'm offering you the file below.")
_DONE = tr("Done.")
_UP_TO_DATE = tr("This is up to date.")


def still_working(waits_for: str) -> Answer:
    """The words that the answer takes longer and comes by itself, with what it waits for if known."""
    why = waits_for or tr("Still working on it.")
    return Answer(text=tr("{why} I'll post the answer here.", why=why))


def words(answer: Answer) -> Json:
    """The message with only this text."""
    return {"type": "message", "text": phrases.told(answer.text), "attachments": []}


def message(answer: Answer) -> Json | None:
    """The message that shows the answer; None when there is nothing to show."""
    attachments = []
    if answer.card is not None:
        attachments.append({"contentType": CARD, "content": answer.card})
    if answer.offer is not None:
        attachments.append(_consent_card(answer.offer))
    if answer.given is not None:
        attachments.append(_file_card(answer.given))
    if not attachments and not answer.text:
        return None
    text = phrases.told(answer.text)
    made: Json = {"type": "message", "text": text, "attachments": attachments}
    # Shown in notifications and by clients without cards.
    given = answer.given.name if answer.given else ""
    summary = (answer.card or {}).get("fallbackText") or text or given
    return {**made, "summary": summary} if summary else made


def about(message: Json, targeted_id: str) -> Json:
    """The message with the words above it that somebody said to the bot alone.

    https://learn.microsoft.com/microsoftteams/platform/agents-in-teams/targeted-messages
    """
    return {**message, "entities": [{"type": "targetedMessageInfo", "messageId": targeted_id}]}


def invoke_body(event: Event, answer: Answer | None) -> Json | None:
    """The body that answers the invoke; for None an empty one, which is what file consent expects."""
    if isinstance(event, FileAnswer):
        return None
    if isinstance(event, Searched):
        return _body(200, CHOICES, {"results": _results(answer)})
    if answer is not None and answer.card is not None and not answer.new_message:
        return _body(200, CARD, answer.card)
    return _body(200, WORDS, _words(event, answer))


def _words(event: Event, answer: Answer | None) -> str:
    """The words that answer a click which gets no card, never empty."""
    if answer is None:
        return phrases.told(_UP_TO_DATE if isinstance(event, Clicked) and event.automatic else _DONE)
    own = "" if answer.new_message else answer.text
    beside = _OFFERED if answer.offer else _BELOW if answer.new_message else _DONE
    return phrases.told(answer.note or own or beside)


def told(event: Event, answer: Answer | None) -> Answer | None:
    """The answer to a message; a click that came as a message gets words, since its card can't be replaced."""
    if not isinstance(event, Clicked) or (answer and (answer.card or answer.text or answer.offer or answer.given)):
        return answer
    return Answer(text=_words(event, answer))


def beside_invoke(event: Event, answer: Answer | None) -> Answer | None:
    """The part of the answer that needs a message, as the invoke's body can't carry it; None if there is none."""
    if answer is None or isinstance(event, Searched):
        return None
    if answer.new_message or not isinstance(event, Clicked):
        return answer
    return Answer(offer=answer.offer, subject=NO_SUBJECT if answer.card else answer.subject) if answer.offer else None


def error(status: int, code: str, words: str) -> Json:
    """The body for a failed request, which is sent with HTTP 200 all the same."""
    return _body(status, ERROR, {"code": code, "message": words})


def _body(status: int, kind: str, value: object) -> Json:
    return {"statusCode": status, "type": kind, "value": value}


def _results(answer: Answer | None) -> list[Json]:
    choices = answer.choices if answer else ()
    return [{"title": plain(choice.title), "value": plain(choice.value)} for choice in choices[:MAX_SEARCH_CHOICES]]


def _file_card(answer: FileAnswer) -> Json:
    content = {"uniqueId": answer.unique_id, "fileType": answer.file_type}
    return {"contentType": FILE_CARD, "contentUrl": answer.content_url, "name": answer.name, "content": content}


def _consent_card(offer: FileOffer) -> Json:
    context = dict(offer.context)
    content = {
        "description": offer.what,
        "sizeInBytes": offer.size,
        "acceptContext": context,
        "declineContext": context,
    }
    return {"contentType": CONSENT_CARD, "name": offer.name, "content": content}
