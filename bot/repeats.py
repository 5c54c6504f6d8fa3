"""Detects repeats (a double click, or a delivery that Teams repeats), which are done once and answered twice."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cachetools import TLRUCache

from bot.turn import Answer, Clicked, Turn
from services.domain.phrases import tr

_MAX_TURNS = 500
_RUNNING_SECONDS = 120.0  # no turn takes longer
_SAME_CLICK_SECONDS = 1.0  # so soon after the answer nobody has read it, so a second click is a double click
_SAME_DELIVERY_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class TurnOutcome:
    """The outcome of a turn. A refused click is tried again when it is repeated.

    `elsewhere`: it was refused because others read along.
    """

    answer: Answer | None
    refused: bool = False
    elsewhere: bool = False


Work = asyncio.Task[TurnOutcome]


@dataclass(frozen=True, slots=True)
class _Kept:
    work: Work
    until: float


class Repeats:
    """The turns of the last seconds in this process; across processes the store detects repeats."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._kept: TLRUCache[str, _Kept] = TLRUCache(_MAX_TURNS, lambda _, kept, __: kept.until, timer=clock)

    def before(self, turn: Turn) -> Work | None:
        """The turn that this one repeats, or None."""
        found = (self._kept.get(key) for key in _keys(turn))
        return next((kept.work for kept in found if kept is not None), None)

    def begin(self, turn: Turn, work: Work) -> None:
        """Remember a new turn while it runs, and for a while afterwards unless it was refused."""
        keys = _keys(turn)
        self._keep(keys, work, _RUNNING_SECONDS)
        work.add_done_callback(lambda done: self._ended(keys, done))

    def _ended(self, keys: Sequence[str], work: Work) -> None:
        if work.cancelled() or work.exception() or work.result().refused:
            for key in keys:
                self._kept.pop(key, None)
            return
        for key, seconds in zip(keys, (_SAME_DELIVERY_SECONDS, _SAME_CLICK_SECONDS), strict=False):
            self._keep([key], work, seconds)

    def _keep(self, keys: Sequence[str], work: Work, seconds: float) -> None:
        for key in keys:
            self._kept[key] = _Kept(work, self._clock() + seconds)


def once_more(answer: Answer | None) -> Answer | None:
    """The answer to a repeat, without what was posted as a message of its own."""
    if answer is None or not answer.new_message:
        return answer and Answer(text=answer.text, card=answer.card, choices=answer.choices, instead=answer.instead)
    return Answer(note=answer.note or tr("I have answered this already."))


def _keys(turn: Turn) -> list[str]:
    """The keys of a turn: the activity's id, and for a click its message, person and inputs."""
    place, event = turn.conversation.conversation_id, turn.event
    keys = [_key(place, turn.id)] if turn.id else []
    if keys and isinstance(event, Clicked) and not event.automatic:
        typed = sorted(event.inputs.items())
        keys.append(_key(place, turn.who.object_id, event.message_id, event.verb, event.sealed, typed))
    return keys


def _key(*parts: object) -> str:
    """A digest, for values that may be long."""
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()
