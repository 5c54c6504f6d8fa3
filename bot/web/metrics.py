"""`/metrics`: the activity of this process and the backlog in the database, in Prometheus's format.

Nothing in it names a tenant, a person or a number. It is loaded only if a port for it is set.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Iterator, Sequence

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from bot.core import Core
from bot.registry import ACTIONS, find_command
from bot.turn import Answer, Clicked, TextMessage, Turn
from services.remote.heard import CallOutcome
from services.store.backlog import BacklogCounts

TYPE = CONTENT_TYPE_LATEST
_SECONDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 90.0)
_LAG_BUCKETS_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0)
Handler = Callable[[Turn], Awaitable[Answer | None]]


class Metrics:
    """Counts what a process does. Each has its own `registry`, so that a test may have several."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self.registry = registry = CollectorRegistry()
        self._turns = Counter(
            "switchboard_turns", "Turns taken, by what was done", ["kind", "what", "outcome"], registry=registry
        )
        self._turn_seconds = Histogram(
            "switchboard_turn_seconds", "How long a turn took", ["kind"], buckets=_SECONDS, registry=registry
        )
        self._calls = Counter(
            "switchboard_remote_calls", "Tries of calls to remote systems", ["system", "outcome"], registry=registry
        )
        self._call_seconds = Histogram(
            "switchboard_remote_call_seconds", "How long they took", ["system"], buckets=_SECONDS, registry=registry
        )
        self._late = Histogram(
            "switchboard_event_loop_lag_seconds",
            "How late timers come",
            buckets=_LAG_BUCKETS_SECONDS,
            registry=registry,
        )
        core.clients.heard = self.called

    def called(self, system: str, outcome: CallOutcome, seconds: float) -> None:
        """Count a call to a remote system."""
        self._calls.labels(system, outcome.value).inc()
        self._call_seconds.labels(system).observe(seconds)

    def late(self, seconds: float) -> None:
        """Record by how much a timer was late."""
        self._late.observe(seconds)

    def metered(self, handler: Handler) -> Handler:
        """The handler, with its turns counted."""

        async def handle(turn: Turn) -> Answer | None:
            began, outcome = time.monotonic(), "crashed"
            try:
                answer = await handler(turn)
                outcome = "answered" if answer is not None else "silent"
                return answer
            finally:
                kind = type(turn.event).__name__.lower()
                self._turns.labels(kind, _done(turn), outcome).inc()
                self._turn_seconds.labels(kind).observe(time.monotonic() - began)

        return handle

    async def text(self) -> bytes:
        """All metrics in Prometheus's format."""
        counts = await self._core.store.backlog.counted()
        now = CollectorRegistry()
        now.register(_Now(self._core, counts))
        ours: bytes = generate_latest(self.registry)
        waiting: bytes = generate_latest(now)
        return ours + waiting


def _done(turn: Turn) -> str:
    """The name of the command or button, from the registry, never what was typed."""
    match turn.event:
        case TextMessage(text=text):
            found = find_command(text)
            return found[0].name if found else "sentence"
        case Clicked(verb=verb):
            return verb if verb in ACTIONS else "unknown"
        case _:
            return ""


class _Now:
    """Metrics that are read when they are requested."""

    def __init__(self, core: Core, counts: BacklogCounts) -> None:
        self._core = core
        self._counts = counts

    def collect(self) -> Iterator[CounterMetricFamily | GaugeMetricFamily]:
        """Each family of values."""
        yield from self._of_database()
        yield from self._of_limits()
        yield self._ended()

    def _of_database(self) -> Iterator[GaugeMetricFamily]:
        now, counts = self._core.services.clock.now(), self._counts
        yield _gauge("switchboard_jobs", "Jobs by state", ("state",), [((k,), n) for k, n in counts.jobs.items()])
        states = [((k,), n) for k, n in counts.notices.items()]
        yield _gauge("switchboard_notices", "Notices by state", ("state",), states)
        late = max(0.0, now - counts.oldest_due) if counts.oldest_due else 0.0
        yield _gauge("switchboard_notice_oldest_seconds", "How long the oldest unsent notice is due", (), [((), late)])
        key, lines = ("step", "phase"), counts.lines
        many = [((one.step, one.phase), one.count) for one in lines]
        yield _gauge("switchboard_lines_waiting", "Lines of jobs at work, by their step", key, many)
        oldest = [((one.step, one.phase), max(0.0, now - one.since)) for one in lines]
        yield _gauge("switchboard_lines_oldest_seconds", "How long the oldest of them is at it", key, oldest)

    def _of_limits(self) -> Iterator[GaugeMetricFamily]:
        key, levels = ("system",), self._core.clients.levels()
        open_now = [((system,), float(is_open)) for system, is_open in self._core.clients.open_breakers().items()]
        yield _gauge("switchboard_breaker_open", "Whether a system is left alone", key, open_now)
        waiting = [((system,), one.waiting) for system, one in levels.items()]
        yield _gauge("switchboard_limit_waiting", "Calls in line for their turn under a limit", key, waiting)
        used = [((system,), one.used) for system, one in levels.items()]
        yield _gauge("switchboard_limit_used_ratio", "The used part of the fullest limit", key, used)
        slowed = [((system,), one.slowed) for system, one in levels.items()]
        yield _gauge("switchboard_limit_slowed_ratio", "The part of its rate a limit lost to throttling", key, slowed)

    def _ended(self) -> CounterMetricFamily:
        family = CounterMetricFamily("switchboard_lines_ended", "Lines that this process ended", labels=("outcome",))
        for outcome, count in self._core.store.ledger.ended.items():
            family.add_metric((outcome,), count)
        return family


def _gauge(
    name: str, words: str, labels: tuple[str, ...], values: Sequence[tuple[tuple[str, ...], float]]
) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, words, labels=labels)
    for key, value in values:
        family.add_metric(key, value)
    return family
