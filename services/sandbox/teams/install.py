"""Adding the app to a conversation and removing it."""

from __future__ import annotations

from services.sandbox.teams.bot import Answer, deliver
from services.sandbox.teams.chats import Json
from services.sandbox.teams.people import BOT_NAME
from services.sandbox.teams.room import Seat


async def add(seat: Seat) -> Answer:
    """Tell the bot once that it was added: installationUpdate, then conversationUpdate.

    The app counts as added before the bot is told, since the bot sends its welcome meanwhile. When the bot can't be
    reached (`Answer.away`) the conversation stays as it was, so that the next action tries again.
    """
    conversation = seat.conversation
    async with conversation.lock:
        if conversation.install == "installed":
            return Answer(200)
        before, conversation.install = conversation.install, "installed"
        answer = await _told(seat, seat.sender().installation(seat.new_id(), "add"))
        if answer.away:
            conversation.install = before
            return answer
        return await _told(seat, seat.sender().joined(seat.new_id()))


async def remove(seat: Seat) -> Answer:
    """Take the app out and tell the bot; from now on its messages are refused."""
    seat.conversation.install = "removed"
    seat.note(f"{seat.person.display_name} removed {BOT_NAME}.", everyone=True)
    return await deliver(seat.room, seat.sender().installation(seat.new_id(), "remove"))


async def ready(seat: Seat) -> Answer:
    """Add the app where that was never done; answers 409 when the app was removed here."""
    if seat.conversation.install == "removed":
        return Answer(409, error=f"{BOT_NAME} was removed from this chat. Add it again first.")
    return await add(seat)


async def _told(seat: Seat, activity: Json) -> Answer:
    answer = await deliver(seat.room, activity)
    if answer.error and not answer.away:
        seat.note(answer.error)
    return answer
