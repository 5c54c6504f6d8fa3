"""Our answers as Bot Framework JSON: messages, and the bodies that invokes are answered with.

Invoke bodies: https://learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model#response-format
"""

from __future__ import annotations

from typing import Any

from bot.teams.tidy import plain
from bot.teams.wire_events import MAX_SEARCH_CHOICES
from bot.turn import Answer, Clicked, Event, FileAnswer, FileOffer, Searched
from services.domain.subject import NO_SUBJECT

Json = dict[str, Any]

CARD = "application/vnd.microsoft.card.adaptive"
WORDS = "application/vnd.microsoft.activity.message"
CHOICES = "application/vnd.microsoft.search.searchResponse"
ERROR = "application/vnd.microsoft.error"
CONSENT_CARD = "application/vnd.microsoft.teams.card.file.consent"
FILE_CARD = "application/vnd.microsoft.teams.card.file.info"

TYPING: Json = {"type": "typing"}
ONE_MOMENT = Answer(text="One moment…")
# An empty answer to a click shows as a blank strip, and some clients take it for a failure.
_BELOW = "You'll find it below."
_OFFERED = "I'm offering you the file below."
_DONE = "Done."
_UP_TO_DATE = "This is up to date."


def still_working(waits_for: str) -> Answer:
    """That the answer takes longer and comes by itself, with what it waits for where that is known."""
    return Answer(text=f"{waits_for or 'Still working on it.'} I'll post the answer here.")


def words(answer: Answer) -> Json:
    """The message that says the answer's text alone."""
    return {"type": "message", "text": answer.text, "attachments": []}


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
    made: Json = {"type": "message", "text": answer.text, "attachments": attachments}
    # What notifications and clients without cards show.
    given = answer.given.name if answer.given else ""
    summary = (answer.card or {}).get("fallbackText") or answer.text or given
    return {**made, "summary": summary} if summary else made


def invoke_body(event: Event, answer: Answer | None) -> Json | None:
    """The body that answers the invoke; None answers with an empty one, which is all that file consent takes."""
    if isinstance(event, FileAnswer):
        return None
    if isinstance(event, Searched):
        return _body(200, CHOICES, {"results": _results(answer)})
    if answer is not None and answer.card is not None and not answer.new_message:
        return _body(200, CARD, answer.card)
    return _body(200, WORDS, _words(event, answer))


def _words(event: Event, answer: Answer | None) -> str:
    """What a click is answered with that gets no card in its place: always some words."""
    if answer is None:
        return _UP_TO_DATE if isinstance(event, Clicked) and event.automatic else _DONE
    own = "" if answer.new_message else answer.text
    beside = _OFFERED if answer.offer else _BELOW if answer.new_message else _DONE
    return answer.note or own or beside


def told(event: Event, answer: Answer | None) -> Answer | None:
    """What a message is answered with: a click that came as one gets words, where the card can't be replaced."""
    if not isinstance(event, Clicked) or (answer and (answer.card or answer.text or answer.offer or answer.given)):
        return answer
    return Answer(text=_words(event, answer))


def beside_invoke(event: Event, answer: Answer | None) -> Answer | None:
    """What the invoke's body can't carry and a message of its own must; None when the body says it all."""
    if answer is None or isinstance(event, Searched):
        return None
    if answer.new_message or not isinstance(event, Clicked):
        return answer
    return Answer(offer=answer.offer, subject=NO_SUBJECT if answer.card else answer.subject) if answer.offer else None


def error(status: int, code: str, words: str) -> Json:
    """The body for a request that failed; it comes with HTTP 200 all the same."""
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
