"""A limit that many share: so many calls a second, so many at once, and a fair share for each of them."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from dataclasses import dataclass, field

from services.remote.clock import SteadyClock

MAX_QUEUE_SECONDS = 75.0  # longest wait for a turn: longer than any hold
_RATE_AFTER_429 = 0.85  # part of the rate that is left after a 429
_MIN_RATE_SHARE = 0.25  # never below this part of the full rate
_RECOVERY_PER_SECOND = 0.02  # part of the full rate regained per second
_ROUNDING = 1e-6


class TooLong(Exception):
    """The turn didn't come within `MAX_QUEUE_SECONDS` seconds; nothing was sent."""


@dataclass(frozen=True, slots=True)
class LimitLevel:
    """How full a limit is: queued callers, the part of its tokens in use, and the part of its rate that is lost."""

    waiting: int
    used: float
    slowed: float


@dataclass(eq=False)
class _Ticket:
    """A queued caller: for how many tokens, until when, and the future that signals their turn."""

    n: int
    deadline: float
    turn: asyncio.Future[None] = field(repr=False)


class Bucket:
    """Lets calls through at `rate` tokens a second, `burst` at once, and `at_once` of one caller under way (0: any).

    Calls of one caller are served in order; several callers get a share each, however long the others' queues are:
    start-time fair queueing (https://doi.org/10.1145/248156.248171), by the tokens asked for. After a `hold` (a 429) it
    starts empty and a little slower, then regains its rate: the limit of something shared is found by watching, not by
    guessing.
    """

    def __init__(self, rate: float, burst: float, clock: SteadyClock, *, at_once: int = 0) -> None:
        if rate <= 0 or burst <= 0:
            raise ValueError("a bucket needs a rate and a burst above zero")
        self._full = self._rate = rate
        self._burst = self._tokens = burst
        self._clock = clock
        self._at = clock.now()
        self._held_until = self._at
        self._at_once = at_once
        self._under_way: Counter[str] = Counter()
        self._lines: dict[str, deque[_Ticket]] = {}
        self._place: dict[str, float] = {}  # caller: the position of the head of its queue in the order
        self._served = 0.0  # how far the order has come
        self._changed = asyncio.Event()
        self._pump: asyncio.Task[None] | None = None

    @property
    def rate(self) -> float:
        """Tokens a second at this moment."""
        return self._rate

    @property
    def level(self) -> LimitLevel:
        """How full it is at this moment."""
        self._refill()
        used = 1.0 - max(0.0, self._tokens) / self._burst
        return LimitLevel(sum(map(len, self._lines.values())), used, 1.0 - self._rate / self._full)

    async def take(self, n: int = 1, who: str = "") -> None:
        """Returns when `n` tokens are `who`'s; more than `burst` at once is a debt that later callers wait for.

        TooLong when the turn doesn't come. Where calls at once are limited, `done` must follow.
        """
        if self.take_now(n, who):
            return
        ticket = self._enter(n, who)
        try:
            await ticket.turn
        except asyncio.CancelledError:
            self._leave(who, ticket)
            raise

    def take_now(self, n: int = 1, who: str = "") -> bool:
        """Whether `n` tokens were taken for `who` at once; doesn't queue."""
        free = not self._lines and self._has_room(who) and self._wait(n) <= 0
        if free:
            self._grant(who, n)
        return free

    def done(self, who: str = "") -> None:
        """Note that a call that had its turn has ended."""
        if self._at_once:
            self._under_way[who] -= 1
            if not self._under_way[who]:
                del self._under_way[who]
            self._changed.set()

    def give_back(self, n: int = 1) -> None:
        """Give back tokens that were taken and not needed."""
        self._tokens = min(self._burst, self._tokens + n)

    def hold(self, seconds: float) -> None:
        """Let nobody pass for `seconds`, and lower the rate a little (once per hold)."""
        self._refill()
        now = self._clock.now()
        if now >= self._held_until:
            self._rate = max(self._full * _MIN_RATE_SHARE, self._rate * _RATE_AFTER_429)
        self._held_until = max(self._held_until, now + seconds)
        self._tokens = min(self._tokens, 0.0)
        self._at = self._held_until

    def _enter(self, n: int, who: str) -> _Ticket:
        ticket = _Ticket(n, self._clock.now() + MAX_QUEUE_SECONDS, asyncio.get_running_loop().create_future())
        if who not in self._lines:
            self._lines[who] = deque()
            self._place[who] = max(self._served, self._place.get(who, 0.0))
        self._lines[who].append(ticket)
        self._changed.set()
        if self._pump is None or self._pump.done():
            self._pump = asyncio.create_task(self._run())
        return ticket

    def _leave(self, who: str, ticket: _Ticket) -> None:
        """Remove a caller from the queue, and give back a turn that came at the same moment."""
        if ticket in self._lines.get(who, ()):
            self._lines[who].remove(ticket)
            self._tidy(who)
            self._changed.set()
        elif not ticket.turn.cancelled() and ticket.turn.done() and ticket.turn.exception() is None:
            self.done(who)

    def _tidy(self, who: str) -> None:
        if not self._lines[who]:
            del self._lines[who]
        if not self._lines:
            self._place.clear()
            self._served = 0.0

    async def _run(self) -> None:
        """Give turns until the queues are empty. If this fails, nobody stays queued for a turn that never comes."""
        try:
            while self._lines:
                await self._step()
        finally:
            for line in self._lines.values():
                for ticket in line:
                    if not ticket.turn.done():
                        ticket.turn.set_exception(TooLong())
            self._lines.clear()

    async def _step(self) -> None:
        self._turn_away()
        who = self._next()
        pause = self._until_deadline() if who is None else self._wait(self._lines[who][0].n)
        if who is not None and pause <= 0:
            self._serve(who)
        elif self._lines:
            await self._nap(min(pause, self._until_deadline()))

    def _next(self) -> str | None:
        """Whose turn it is; None while every queued caller has as many calls under way as allowed."""
        free = [who for who in self._lines if self._has_room(who)]
        return min(free, key=self._place.__getitem__, default=None)

    def _serve(self, who: str) -> None:
        ticket = self._lines[who].popleft()
        self._served = self._place[who]
        self._place[who] += ticket.n
        self._tidy(who)
        if not ticket.turn.done():
            self._grant(who, ticket.n)
            ticket.turn.set_result(None)

    def _grant(self, who: str, n: int) -> None:
        self._tokens -= n
        if self._at_once:
            self._under_way[who] += 1

    def _has_room(self, who: str) -> bool:
        return not self._at_once or self._under_way[who] < self._at_once

    def _turn_away(self) -> None:
        """Turn away callers who have queued for too long."""
        now = self._clock.now()
        for who, line in list(self._lines.items()):
            while line and line[0].deadline <= now:
                ticket = line.popleft()
                if not ticket.turn.done():
                    ticket.turn.set_exception(TooLong())
            self._tidy(who)

    def _until_deadline(self) -> float:
        """Seconds until the first queued caller is turned away."""
        first = min((line[0].deadline for line in self._lines.values()), default=0.0)
        return max(0.0, first - self._clock.now())

    async def _nap(self, seconds: float) -> None:
        """Sleep that long, or until something changes."""
        self._changed.clear()
        waits = [asyncio.ensure_future(self._clock.sleep(seconds)), asyncio.ensure_future(self._changed.wait())]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()

    def _wait(self, n: int) -> float:
        self._refill()
        held = self._held_until - self._clock.now()
        missing = min(n, self._burst) - self._tokens
        if held > 0:
            return held
        return missing / self._rate if missing > _ROUNDING else 0.0

    def _refill(self) -> None:
        passed = self._clock.now() - self._at
        if passed <= 0:
            return
        self._rate = min(self._full, self._rate + self._full * _RECOVERY_PER_SECOND * passed)
        self._tokens = min(self._burst, self._tokens + passed * self._rate)
        self._at += passed
