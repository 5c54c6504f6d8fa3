"""A circuit breaker: a remote system that is down is left alone, and asked by one call at a time until it is back.

The pattern: https://learn.microsoft.com/azure/architecture/patterns/circuit-breaker
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from random import Random

from services.remote.clock import SteadyClock

MAX_CONSECUTIVE_FAILURES = 5  # consecutive failures that open it
FIRST_OPEN_SECONDS = 2.0  # it stays open the first time; twice as long each further time
MAX_OPEN_SECONDS = 60.0
_SEVERAL = 2  # from so many failing tenants on, it isn't about one of them
_RETURN_SPREAD = 0.1  # callers who were turned away come back spread over this part of the opening


@dataclass(frozen=True, slots=True)
class CircuitState:
    """Closed while `openings` is 0. Open until `until`, then half-open; `probing` while the one probe is out."""

    failures: int = 0
    openings: int = 0
    opened: float = 0.0
    until: float = 0.0
    probing: bool = False

    @property
    def closed(self) -> bool:
        """Whether everybody may pass."""
        return self.openings == 0


def refuses(state: CircuitState, now: float) -> bool:
    """Whether a call that comes now is turned away."""
    return not state.closed and (state.probing or now < state.until)


def entered(state: CircuitState) -> CircuitState:
    """The state after a call was let through: the first one through a half-open breaker is the probe."""
    return state if state.closed else replace(state, probing=True)


def judged(
    state: CircuitState, *, probe: bool, well: bool, now: float, chance: float, speed: float = 1.0
) -> CircuitState:
    """The state after a call has ended; unless it is closed only the probe counts. `chance` is in [0, 1)."""
    if not state.closed and not probe:
        return state
    if well:
        return CircuitState()
    failures = state.failures + 1
    if state.closed and failures < MAX_CONSECUTIVE_FAILURES:
        return replace(state, failures=failures)
    lasts = min(MAX_OPEN_SECONDS, FIRST_OPEN_SECONDS * 2.0 ** min(state.openings, 16)) * (0.5 + chance / 2) / speed
    return CircuitState(failures, state.openings + 1, now, now + lasts)


def forgotten(state: CircuitState, *, probe: bool) -> CircuitState:
    """The state after a call that ended without a result, such as a cancelled one: the next call probes instead."""
    return replace(state, probing=False) if probe else state


Leave = Callable[[bool | None], None]


class Breaker:
    """The breaker of one remote system for everybody who shares it. `speed` shortens how long it stays open."""

    def __init__(self, clock: SteadyClock, rng: Random, speed: float = 1.0) -> None:
        self._clock = clock
        self._rng = rng
        self._speed = speed
        self.state = CircuitState()

    def wait(self) -> float:
        """0 when a call may pass; else seconds until it is worth another try, spread out so that no crowd comes."""
        now = self._clock.now()
        if not refuses(self.state, now):
            return 0.0
        length = self.state.until - self.state.opened
        return max(self.state.until - now, length / 2) + self._rng.random() * _RETURN_SPREAD * length

    def enter(self) -> Leave:
        """Let a call through, which `wait` allowed; what it returns is told how the call ended.

        Well or not; None when it told nothing.
        """
        self.state = entered(self.state)
        return partial(self._leave, self.state.probing)

    def _leave(self, probe: bool, well: bool | None) -> None:
        if well is None:
            self.state = forgotten(self.state, probe=probe)
            return
        now, chance = self._clock.now(), self._rng.random()
        self.state = judged(self.state, probe=probe, well=well, now=now, chance=chance, speed=self._speed)


class Everybodys(Breaker):
    """The breaker all tenants share: it opens only when calls of more than one of them fail in a row.

    What fails for one tenant alone may be about that tenant, and mustn't keep the others away.
    """

    def __init__(self, clock: SteadyClock, rng: Random, speed: float = 1.0) -> None:
        super().__init__(clock, rng, speed)
        self._failing: set[str] = set()

    def of(self, who: str) -> TenantsBreaker:
        """This tenant's breaker: its own, and this one."""
        return TenantsBreaker(Breaker(self._clock, self._rng, self._speed), self, who)

    def enter_as(self, who: str) -> Leave:
        """Let this tenant's call through."""
        leave = self.enter()

        def left(well: bool | None) -> None:
            if well is not None:
                self._note(who, well)
            alone = well is False and self.state.closed and len(self._failing) < _SEVERAL
            if alone and self.state.failures + 1 >= MAX_CONSECUTIVE_FAILURES:
                return
            leave(well)

        return left

    def _note(self, who: str, well: bool) -> None:
        """Remember which tenants failed since the last success; two are enough to know."""
        if well:
            self._failing.clear()
        elif len(self._failing) < _SEVERAL:
            self._failing.add(who)


class TenantsBreaker:
    """One tenant's breaker of a system: open when the system fails this tenant, or when it fails several."""

    def __init__(self, own: Breaker, everybodys: Everybodys, who: str) -> None:
        self._own = own
        self._everybodys = everybodys
        self._who = who

    def wait(self) -> float:
        """0 when a call may pass; else seconds until it is worth another try."""
        return max(self._own.wait(), self._everybodys.wait())

    def enter(self) -> Leave:
        """Let a call through, which `wait` allowed; what it returns is told how the call ended."""
        leaves = (self._own.enter(), self._everybodys.enter_as(self._who))

        def left(well: bool | None) -> None:
            for leave in leaves:
                leave(well)

        return left
