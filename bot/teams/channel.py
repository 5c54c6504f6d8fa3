"""The Teams channel as the rest of the bot sees it."""

from __future__ import annotations

import asyncio
import math
import random
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

import structlog
from aiohttp import ClientSession, TCPConnector, web

from bot.teams import http, wire_in, wire_out
from bot.teams.adapters import TeamsSdk, adapter_of
from bot.teams.auth import CHANNEL, Gate
from bot.teams.errors import Refused
from bot.teams.fields import Json, text
from bot.teams.files import Files
from bot.teams.identity import Identity, check_bind
from bot.teams.keys import METADATA_URL, SigningKeys
from bot.teams.pace import SendLimits
from bot.teams.pulse import ConnectionHealth
from bot.teams.queues import TurnQueues
from bot.teams.rates import Rates
from bot.teams.send import Sender, Sleep
from bot.teams.tokens import BotToken, Token, acquirer
from bot.teams.turns import Handler, OnSent, OnUnsent, Timings, Turns
from bot.turn import Answer, ConversationReference, FileAnswer, Other, SentFile, Turn, Who
from services.domain.error_codes import for_log
from services.domain.errors import RemoteError
from services.domain.phrases import ENGLISH, Reader
from services.domain.subject import Subject

__all__ = ["Identity", "Teams", "TeamsSdk", "Timings", "check_bind"]

_log = structlog.get_logger(__name__)
_MAX_CONNECTIONS = 50


@dataclass(frozen=True, slots=True)
class _Running:
    """What exists between start and close."""

    session: ClientSession
    token: Token
    gate: Gate
    sender: Sender
    files: Files
    turns: Turns


class Teams:
    """Receives turns, only from `tenants` if there are any, and sends messages.

    Set `on_turn`, then `start`; every send raises a RemoteError when it fails.
    """

    def __init__(
        self,
        identity: Identity,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Sleep = asyncio.sleep,
        rng: random.Random | None = None,
        new_ref: Callable[[], str] = lambda: secrets.token_hex(4),
        timings: Timings = Timings(),  # noqa: B008 - frozen
        metadata_url: str = METADATA_URL,
        token: Token | None = None,
        tenants: frozenset[str] = frozenset(),
        turns_a_second: float = math.inf,
        sdk: TeamsSdk = TeamsSdk.BOTBUILDER,
        wall: Callable[[], float] = lambda: 0.0,
        reader_of: Callable[[Turn], Reader] = lambda _: ENGLISH,
    ) -> None:
        self._identity = identity
        self._clock = clock
        self._wall = wall  # seconds since the epoch, for spans
        self._sleep = sleep
        self._rng = rng or random.Random()  # noqa: S311 - spreads repeats, hides nothing
        self._new_ref = new_ref
        self._reader_of = reader_of
        self._timings = timings
        self._metadata_url = metadata_url
        self._token = token
        self._tenants = tenants
        self._sdk = sdk
        self._rates, self._queues = Rates(clock, turns_a_second), TurnQueues(clock, sleep, turns_a_second)
        self._handler: Handler | None = None
        self._sent: OnSent = _forget
        self._unsent: OnUnsent = _lose
        self._pulse = ConnectionHealth(clock)
        self._now: _Running | None = None

    def on_turn(self, handler: Handler) -> None:
        """Set the handler of turns, from the next start on; its answer is shown."""
        self._handler = handler

    def on_sent(self, hook: OnSent) -> None:
        """Set `hook(place, subject, message_id)`, called for each message with a subject, from the next start on."""
        self._sent = hook

    def on_unsent(self, hook: OnUnsent) -> None:
        """Set `hook(turn, answer)`, called for each answer that Teams doesn't accept, from the next start on."""
        self._unsent = hook

    async def start(self) -> None:
        """Open the channel. Signing keys and the bot's token are fetched before the first turn."""
        if self._handler is None:
            raise RuntimeError("on_turn must be set before start")
        session = ClientSession(connector=TCPConnector(limit=_MAX_CONNECTIONS))
        token = self._token or BotToken(acquirer(self._identity), now=self._wall)
        keys = SigningKeys(session, self._clock, self._metadata_url)
        adapter = adapter_of(self._sdk, session, token.get, self._identity)
        sender = Sender(adapter, SendLimits(self._clock), self._pulse, self._sleep, self._rng)
        self._now = _Running(
            session=session,
            token=token,
            gate=Gate(self._identity, keys),
            sender=sender,
            files=Files(local=self._identity.local, sleep=self._sleep, rng=self._rng),
            turns=Turns(sender, self._handler, self._sent, self._unsent, self._timings, self._new_ref, self._reader_of),
        )
        if not self._identity.local:
            await asyncio.gather(keys.refresh(), _warm(token))

    async def close(self) -> None:
        """Give running turns a few seconds to finish, then close every connection."""
        if self._now is None:
            return
        now, self._now = self._now, None
        await now.turns.close()
        now.token.close()
        await now.files.close()
        await now.session.close()

    def trouble(self) -> str:
        """Why nothing has reached Teams for a while; empty while messages get through, or none are sent."""
        return self._pulse.trouble()

    async def handle(self, request: web.Request) -> web.Response:
        """The answer to a POST on /api/messages."""
        try:
            sender = await self._open.gate.admit(request.headers.get("Authorization", ""), request.host)
            activity = await http.read_activity(request)
            self._open.gate.check(sender, activity)
            return await self._taken(text(activity.get("type")), self._let_in(activity))
        except Refused as refused:
            _log.warning("request_refused", status=refused.status, reason=refused.reason)
            return http.refusal(refused.status)

    def _let_in(self, activity: Json) -> Turn:
        turn = _checked(activity)
        if self._tenants and turn.who.tenant_id not in self._tenants:
            raise Refused(403, "not one of the tenants that are let in")
        return turn

    async def _taken(self, kind: str, turn: Turn) -> web.Response:
        if kind == "invoke" and isinstance(turn.event, Other):
            # What the Bot Framework answers to an invoke that nobody handles.
            return web.Response(status=501)
        too_much = self._rates.admit(turn)
        async with self._queues.place(turn.who.tenant_id):
            turns = self._open.turns
            body = await (turns.say(turn, kind, too_much) if too_much else turns.take(turn, kind))
        return web.Response() if body is None else web.json_response(body)

    async def send(self, place: ConversationReference, answer: Answer) -> str:
        """Send a message; its id, empty when the answer shows nothing."""
        return await self._open.turns.show_answer(place, answer)

    async def update(self, place: ConversationReference, message_id: str, answer: Answer) -> None:
        """Edit the message to show the answer. Nobody is notified of an edit."""
        message = wire_out.message(answer)
        if message is not None:
            await self._open.sender.put(place, message_id, message)

    async def delete(self, place: ConversationReference, message_id: str) -> None:
        """Delete the message."""
        await self._open.sender.delete(place, message_id)

    async def typing(self, place: ConversationReference) -> None:
        """Show the bot typing for some seconds."""
        await self._open.sender.typing(place)

    async def open_personal(self, who: Who, service_url: str) -> ConversationReference:
        """The 1:1 conversation with that person, created if necessary. Their tenant must have the bot installed."""
        return await self._open.sender.open_personal(who, self._identity.bot_id, CHANNEL, service_url)

    async def fetch_file(self, sent: SentFile, limit: int) -> bytes:
        """The bytes of a file that somebody sent; raises BadInput beyond `limit` bytes or for a foreign link."""
        return await self._open.files.fetch(sent, limit)

    async def put_file(self, answer: FileAnswer, data: bytes) -> None:
        """Upload the file that the person accepted. An answer with `given` shows it."""
        await self._open.files.put(answer, data)

    @property
    def _open(self) -> _Running:
        if self._now is None:
            raise RuntimeError("the Teams channel isn't started")
        return self._now


def _checked(activity: Json) -> Turn:
    """The turn; raises Refused when it has no type or place, or when its tenant is missing or ambiguous."""
    if not text(activity.get("type")):
        raise Refused(400, "no activity type")
    if wire_in.odd_ids(activity):
        raise Refused(403, "an id that can't be one")
    if len(wire_in.tenants(activity)) > 1:
        raise Refused(403, "conversation and channel data name different tenants")
    turn = wire_in.turn(activity)
    if isinstance(turn.event, Other):
        return turn
    if not turn.conversation.conversation_id:
        raise Refused(400, "no conversation")
    if not turn.who.tenant_id:
        raise Refused(403, "no tenant")
    return turn


async def _warm(token: Token) -> None:
    try:
        await token.get()
    except RemoteError as error:
        _log.error("bot_token_refused", **for_log(error))


async def _forget(place: ConversationReference, subject: Subject, message_id: str) -> None:
    """Do nothing: the default hook for sent messages."""


async def _lose(turn: Turn, answer: Answer) -> None:
    _log.error("answer_lost", turn=type(turn.event).__name__, subject=answer.subject)
