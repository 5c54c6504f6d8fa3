"""Runs turns: passes each to the bot's handler and the answer back to Teams, in time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar

import structlog

from bot.teams import busy, wire_out
from bot.teams.adapter import Post
from bot.teams.fields import Json
from bot.teams.send import Sender
from bot.turn import (
    Answer,
    Clicked,
    ConversationReference,
    Other,
    Searched,
    TextMessage,
    Turn,
    place_of,
    to_all,
)
from services.domain.error_codes import OURS, for_log
from services.domain.errors import RemoteError, RemoteRefused, Unreachable
from services.domain.phrases import Reader, reading, told, tr
from services.domain.subject import Subject
from services.domain.trace import SpanKind, correlation, following, span
from services.domain.waiting import watch

T = TypeVar("T")
Handler = Callable[[Turn], Awaitable[Answer | None]]
OnSent = Callable[[ConversationReference, Subject, str], Awaitable[None]]
OnUnsent = Callable[[Turn, Answer], Awaitable[None]]
_REPEAT_WORDS_SECONDS = 3_600.0  # until the same words would be shown again; no turn takes that long
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Timings:
    """Seconds. Teams gives up on a request after 15; a click that takes longer than `slow` gets a preliminary answer.

    Somebody who typed sees the bot typing, and after `words_after` what it waits for.
    """

    typing_after: float = 0.7
    typing_every: float = 3.0
    words_after: float = 5.0
    slow: float = 5.0
    closing: float = 10.0


@dataclass(frozen=True, slots=True)
class Crash:
    """The handler failed; `ref` finds it in the log."""

    ref: str

    @property
    def words(self) -> str:
        """The message for the person."""
        where = f"{self.ref} · {OURS.code}"
        return told(tr("Something went wrong on our side, and it was noted. Reference: {where}", where=where))


class Turns:
    """The running turns.

    `new_ref` makes the reference of a turn and all that follows from it; `reader_of` gives the person's language.
    """

    def __init__(
        self,
        sender: Sender,
        handler: Handler,
        on_sent: OnSent,
        on_unsent: OnUnsent,
        timings: Timings,
        new_ref: Callable[[], str],
        reader_of: Callable[[Turn], Reader],
    ) -> None:
        self._sender = sender
        self._handler = handler
        self._on_sent = on_sent
        self._on_unsent = on_unsent
        self._timings = timings
        self._new_ref = new_ref
        self._reader_of = reader_of
        self._tasks: set[asyncio.Task[Any]] = set()

    async def take(self, turn: Turn, kind: str) -> Json | None:
        """Run the turn. The body for an invoke; None for everything else, whose answer is sent before this returns,
        unless the handler is slow."""
        logic = self._invoked if kind == "invoke" else self._told
        with (
            reading(self._reader_of(turn)),
            following(self._new_ref()),
            span(f"turn {kind}", SpanKind.SERVER, {"tenant": turn.who.tenant_id}),
        ):
            return await self._sender.adapter.take(turn, kind, lambda reply: logic(turn, kind, reply))

    async def say(self, turn: Turn, kind: str, words: str) -> Json | None:
        """Like `take`, with these words in place of the handler's answer."""
        with reading(self._reader_of(turn)):
            if _is_passing(turn):
                return wire_out.invoke_body(turn.event, wire_out.ONE_MOMENT)
            if kind == "invoke":
                return wire_out.invoke_body(turn.event, Answer(note=words))
            if kind == "message":
                await self._deliver(turn, Answer(text=words))
            return None

    async def show_answer(
        self, place: ConversationReference, answer: Answer, reply: Post | None = None, about: str = ""
    ) -> str:
        """Send a message that shows the answer; its id, empty when there is nothing to show.

        `about` is the id of the message to the bot alone that this answers.
        """
        message = wire_out.message(answer)
        if message is None:
            return ""
        message = wire_out.about(message, about) if about else message
        message_id = await self._sender.post(place, message, reply)
        await self._remember(place, answer, message_id)
        return message_id

    async def close(self) -> None:
        """Give running work some time to finish."""
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=self._timings.closing)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _told(self, turn: Turn, kind: str, reply: Post) -> None:
        await self._within(self._answered(turn, kind, reply), self._timings.slow)

    async def _answered(self, turn: Turn, kind: str, reply: Post) -> None:
        if kind != "message":
            await self._deliver(turn, await self._handled(turn), reply, silent=True)
            return
        times, waiting = self._timings, watch()

        async def say() -> None:
            await self._sender.post(turn.conversation, wire_out.words(wire_out.still_working(waiting.words)))

        async with (
            busy.shown(
                lambda: self._sender.typing(turn.conversation), after=times.typing_after, every=times.typing_every
            ),
            busy.shown(say, after=times.words_after, every=_REPEAT_WORDS_SECONDS),
        ):
            answer = await self._handled(turn)
        if not isinstance(answer, Crash):
            answer = wire_out.told(turn.event, answer)
        await self._deliver(turn, answer, reply)

    async def _invoked(self, turn: Turn, kind: str, reply: Post) -> Json | None:  # noqa: ARG002 - same shape as _told
        loop = asyncio.get_running_loop()
        deadline, waiting = loop.time() + self._timings.slow, watch()
        work = await self._within(self._handled(turn), self._timings.slow)
        if not work.done():
            self._start(self._late(turn, work))
            return _slow_body(turn, waiting.words)
        answer = work.result()
        if isinstance(answer, Crash):
            return wire_out.error(500, "InternalError", answer.words)
        beside = wire_out.beside_invoke(turn.event, answer)
        if beside:
            await self._within(self._deliver(turn, beside), max(0.0, deadline - loop.time()))
        if answer and answer.card and beside is not answer and isinstance(turn.event, Clicked):
            await self._remember(place_of(turn, answer), answer, turn.event.message_id)
        return wire_out.invoke_body(turn.event, answer)

    async def _late(self, turn: Turn, work: asyncio.Task[Answer | Crash | None]) -> None:
        answer = await work
        if _is_passing(turn):
            _log.info("late_answer_dropped", turn=type(turn.event).__name__)
        else:
            await self._deliver(turn, answer)

    async def _handled(self, turn: Turn) -> Answer | Crash | None:
        try:
            return await self._handler(turn)
        except Exception:  # the last resort: the person gets a reference, the log gets the rest
            crash = Crash(correlation.get())
            _log.exception("turn_failed", ref=crash.ref, turn=type(turn.event).__name__)
            return crash

    async def _deliver(
        self, turn: Turn, answer: Answer | Crash | None, reply: Post | None = None, *, silent: bool = False
    ) -> None:
        if isinstance(answer, Crash):
            answer = None if silent else Answer(text=answer.words)
        if answer is None:
            return
        try:
            # While it is unknown what arrives, answers are sent as notices, which are sent exactly once.
            if self._sender.pulse.doubtful:
                await self._on_unsent(turn, answer)
            else:
                await self._send(turn, answer, reply)
        except Exception as error:  # nobody to tell: Teams would only send the turn again
            _log.exception("answer_not_sent", **for_log(error), subject=str(answer.subject))

    async def _send(self, turn: Turn, answer: Answer, reply: Post | None) -> None:
        try:
            await self._show(turn, answer, reply)
        except asyncio.CancelledError:  # the program is stopping; the next start sends it
            await self._on_unsent(turn, answer)
            raise
        except RemoteError as error:
            if isinstance(error, Unreachable):
                _log.info("answer_refused", **for_log(error), subject=str(answer.subject))
                return
            _log.warning("answer_kept", **for_log(error), subject=str(answer.subject))
            await self._on_unsent(turn, answer)

    async def _show(self, turn: Turn, answer: Answer, reply: Post | None) -> None:
        place = place_of(turn, answer)
        if not place.only_for:
            await self.show_answer(place, answer, reply)
            return
        said_aside = turn.conversation.only_for and isinstance(turn.event, TextMessage)
        try:
            await self.show_answer(place, answer, about=turn.id if said_aside else "")
        except RemoteRefused as error:
            if answer.instead is None or isinstance(error, Unreachable):
                raise
            _log.warning("answer_not_taken_aside", **for_log(error))
            await self.show_answer(to_all(place), answer.instead)

    async def _remember(self, place: ConversationReference, answer: Answer, message_id: str) -> None:
        if not answer.subject or not message_id:
            return
        try:
            await self._on_sent(place, answer.subject, message_id)
        except Exception:  # the message is sent: an error here would make the sender send it again
            _log.exception("message_not_remembered", subject=str(answer.subject))

    async def _within(self, work: Coroutine[Any, Any, T], seconds: float) -> asyncio.Task[T]:
        task = self._start(work)
        await asyncio.wait({task}, timeout=seconds)
        return task

    def _start(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


def _is_passing(turn: Turn) -> bool:
    """Whether a late answer is useless, as for searches and automatic refreshes."""
    return isinstance(turn.event, (Searched, Other)) or (isinstance(turn.event, Clicked) and turn.event.automatic)


def _slow_body(turn: Turn, waits_for: str) -> Json | None:
    words = wire_out.ONE_MOMENT if _is_passing(turn) else wire_out.still_working(waits_for)
    return wire_out.invoke_body(turn.event, words)
