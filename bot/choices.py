"""Remembers the answers to somebody's last question, so that “the second one” can choose among them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cachetools import TTLCache

from bot.language.memory import KEPT_MINUTES
from bot.language.ordinals import Remainder, choice_in
from bot.turn import Turn
from cards.elements import Click
from cards.workspace.clicks import AnswerRefusal

_MAX_PEOPLE = 5_000  # people


@dataclass(frozen=True, slots=True)
class _Asked:
    """The answers as the card showed them; `called`: the name that they all share; `chosen`: the one chosen."""

    clicks: tuple[Click, ...]
    called: str = ""
    chosen: int | None = None


class Choices:
    """The open questions in this process, each for ten minutes or until something else is said."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._asked: TTLCache[tuple[str, str], _Asked] = TTLCache(_MAX_PEOPLE, KEPT_MINUTES * 60, timer=clock)

    def keep(self, turn: Turn, clicks: Sequence[Click], called: str = "") -> None:
        """Remember what was offered to this person in this conversation."""
        self._asked[_key(turn)] = _Asked(tuple(clicks), called)

    def said(self, turn: Turn, text: str) -> Click | None:
        """The answer that these words choose; None when they say something else, which ends the question."""
        asked = self._asked.pop(_key(turn), None)
        if asked is None:
            return None
        choice = choice_in(text, len(asked.clicks), asked.called)
        if choice is Remainder.NEITHER:
            return Click("Neither", AnswerRefusal())
        place = _other(asked) if isinstance(choice, Remainder) else choice
        if place is None:
            return None
        self._asked[_key(turn)] = _Asked(asked.clicks, asked.called, place)
        return asked.clicks[place]


def _other(asked: _Asked) -> int | None:
    """The one of two that wasn't chosen."""
    return 1 - asked.chosen if asked.chosen is not None and len(asked.clicks) == 2 else None


def _key(turn: Turn) -> tuple[str, str]:
    return turn.conversation.conversation_id, turn.who.object_id
