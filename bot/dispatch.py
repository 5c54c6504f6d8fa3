"""Dispatch: seen before? who? which command? may they? then the handler. One road for words, clicks and files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import structlog

from bot.context import Context, House, as_answer
from bot.registry import ACTIONS, Said, find_command, suggest
from bot.sealing import Sealer
from bot.turn import Answer, Clicked, FileAnswer, Installed, Removed, Scope, Searched, SentFile, Turn, stored
from bot.turn import Said as Words
from cards import errors, help
from cards.elements import Click, say
from services.domain.access import Right, Role, may
from services.domain.errors import BadInput, NotAllowed, Stale, SwitchboardError
from services.remote.trace import correlation

log = structlog.get_logger()

_RIGHT_WORDS = {
    Right.READ: "see this tenant's telephony",
    Right.CHANGE: "change anything",
    Right.APPROVE: "approve plans",
    Right.CONNECT: "connect this tenant",
}


class Dispatch:
    """Takes turns and answers them."""

    def __init__(self, house: House, sealer: Sealer) -> None:
        self._house = house
        self._sealer = sealer

    async def __call__(self, turn: Turn) -> Answer | None:
        """The answer to a turn, its card sealed; None when there is nothing to say (a repeat, a reaction)."""
        ref = self._house.services.make_id()
        correlation.set(ref)
        with structlog.contextvars.bound_contextvars(ref=ref, tenant=turn.who.tenant_id):
            if not await self._first(turn):
                return None
            answer = await self._answer(turn, ref)
        if answer is not None and answer.card is not None:
            now = self._house.services.clock.now()
            answer = replace(answer, card=self._sealer.seal(answer.card, turn.who.tenant_id, now))
        return answer

    async def _first(self, turn: Turn) -> bool:
        if not turn.id or isinstance(turn.event, Searched):
            return True
        key = f"{turn.place.conversation_id}:{turn.id}"
        return await self._house.services.store.seen.first(key, self._house.services.clock.now())

    async def _answer(self, turn: Turn, ref: str) -> Answer | None:
        try:
            await self._meet(turn)
            return as_answer(await self._handle(turn, ref))
        except SwitchboardError as error:
            log.info("refused", what=error.what, why=error.why)
            if isinstance(turn.event, Clicked) and turn.event.automatic:
                return None  # nobody clicked: a card came into view
            card = errors.problem(error.what, error.why, error.fix, error.ref or ref, again=_fresh(turn, error))
            return Answer(card=card, new_message=_click(turn))
        except Exception:
            log.exception("turn failed")
            what, fix = "Something went wrong on my side.", "Try again; if it stays, pass on the reference."
            return Answer(card=errors.problem(what, "Nothing was changed by this.", fix, ref), new_message=_click(turn))

    async def _meet(self, turn: Turn) -> None:
        """Remember how to write to this person."""
        if turn.place.scope is not Scope.PERSONAL or not turn.who.object_id or isinstance(turn.event, Removed):
            return
        who = turn.who
        values = {
            "name": who.name,
            "user_id": who.user_id,
            "conversation_id": turn.place.conversation_id,
            "place": stored(turn.place),
            "locale": who.locale,
            "time_zone": who.time_zone,
            "installed": True,
            "seen_at": self._house.services.clock.now(),
        }
        await self._house.services.store.contacts.save(who.tenant_id, who.object_id, values)

    async def _handle(self, turn: Turn, ref: str) -> Said:
        match turn.event:
            case Words(text=text):
                return await self.say(turn, ref, text)
            case Clicked():
                return await self._click(turn, turn.event, ref)
            case SentFile():
                return await self._run(turn, ref, "file.sent", {"name": turn.event.name}, {})
            case FileAnswer():
                return await self._run(turn, ref, "file.answered", {}, {})
            case Searched():
                return await self._run(turn, ref, "search", {}, turn.event.inputs)
            case Installed():
                return await self._run(turn, ref, "app.installed", {}, {})
            case Removed():
                return await self._run(turn, ref, "app.removed", {}, {})
            case _:
                return None

    async def say(self, turn: Turn, ref: str, text: str, message_id: str = "") -> Said:
        """Do what these words mean."""
        found = find_command(text)
        if found is None:
            role = await self._house.role_of(turn.who.tenant_id, turn.who.object_id, False)
            return help.unknown(text, suggest(text, lambda right: may(role, right)))
        named, rest = found
        context = await self._context(turn, ref, named.right, message_id)
        if named.private and turn.place.scope is not Scope.PERSONAL:
            raise BadInput("Not here, please.", "Others would see people and their numbers.", "Ask me in our own chat.")
        return await named.handler(context, rest)

    async def _click(self, turn: Turn, click: Clicked, ref: str) -> Said:
        now = self._house.services.clock.now()
        data = self._sealer.open(click.sealed, click.verb, turn.who.tenant_id, now, ages=click.verb != "say")
        if click.verb == "say":
            return await self.say(turn, ref, str(data.get("text", "")), click.message_id)
        return await self._run(turn, ref, click.verb, data, click.inputs, click.message_id)

    async def _run(
        self,
        turn: Turn,
        ref: str,
        verb: str,
        data: Mapping[str, object],
        inputs: Mapping[str, str],
        message_id: str = "",
    ) -> Said:
        found = ACTIONS.get(verb)
        if found is None:
            raise Stale("This button isn't in use any more.", fix="Say *help*.")
        context = await self._context(turn, ref, found.right, message_id)
        return await found.handler(context, data, inputs)

    async def _context(self, turn: Turn, ref: str, right: Right, message_id: str) -> Context:
        fresh = right in (Right.CHANGE, Right.APPROVE, Right.CONNECT)
        role = await self._house.role_of(turn.who.tenant_id, turn.who.object_id, fresh)
        if role is Role.UNKNOWN and right is not Right.NONE:
            raise self._house.role_unknown(turn.who.tenant_id, turn.who.object_id)
        if not may(role, right):
            raise NotAllowed(
                f"You may not {_RIGHT_WORDS.get(right, 'do this')}.",
                "It takes a Teams administrator role in your Microsoft directory.",
                "Ask an administrator, or say *whoami* to see your role.",
            )
        return Context(turn, role, self._house, ref, message_id)


def _click(turn: Turn) -> bool:
    # A refusal must not take the place of the card that was clicked: what was typed there would be lost.
    return isinstance(turn.event, Clicked)


def _fresh(turn: Turn, error: SwitchboardError) -> Click | None:
    """The button to a fresh card, for a click on one that is too old or shows what no longer is."""
    found = ACTIONS.get(turn.event.verb) if isinstance(turn.event, Clicked) else None
    return say("Show it fresh", found.fresh) if found and found.fresh and isinstance(error, Stale) else None
