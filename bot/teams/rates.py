"""Limits the rate of each person, conversation and tenant, so that none slows the others."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from cachetools import LRUCache

from bot.teams.errors import Refused
from bot.turn import Turn
from services.domain.phrases import tr

_BURST_SECONDS = 5.0  # the rate of that many seconds may come at once
_MAX_KNOWN = 10_000  # people, conversations and tenants that are counted; the least recently seen are forgotten
WORDS = tr("You're quicker than I am. Give me a few seconds, then go on.")


@dataclass(slots=True)
class _Allowance:
    """The remaining allowance, which refills over time."""

    left: float
    at: float
    told: bool = False

    def take(self, now: float, rate: float) -> bool:
        """Use one unit; whether there was one."""
        most = max(1.0, rate * _BURST_SECONDS)
        self.left, self.at = min(most, self.left + max(0.0, now - self.at) * rate), now
        if self.left >= most / 2:
            self.told = False
        if self.left < 1.0:
            return False
        self.left -= 1.0
        return True


class Rates:
    """Counts incoming turns in this process. `a_second` is the rate of a tenant; a person has a quarter of it."""

    def __init__(self, clock: Callable[[], float], a_second: float = math.inf) -> None:
        self._clock = clock
        self._a_second = a_second
        self._known: LRUCache[tuple[str, ...], _Allowance] = LRUCache(_MAX_KNOWN)

    def admit(self, turn: Turn) -> str:
        """None if the turn is within the rate; over it, first an answer that says so, then Refused 429."""
        for key, rate in self._counted(turn):
            allowance = self._known.get(key) or _Allowance(rate * _BURST_SECONDS, self._clock())
            self._known[key] = allowance
            if allowance.take(self._clock(), rate):
                continue
            if allowance.told:
                raise Refused(429, f"too much of one {key[0]}")
            allowance.told = True
            return WORDS
        return ""

    @property
    def known(self) -> int:
        """The number of people, conversations and tenants that are counted."""
        return len(self._known)

    def _counted(self, turn: Turn) -> list[tuple[tuple[str, ...], float]]:
        if math.isinf(self._a_second):
            return []
        tenant, whole = turn.who.tenant_id, self._a_second
        return [
            (("person", tenant, turn.who.object_id or turn.who.user_id), whole / 4),
            (("conversation", turn.conversation.conversation_id), whole / 2),
            (("tenant", tenant), whole),
        ]
