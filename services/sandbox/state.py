"""The state of one running sandbox: world, clock, limits, faults, counts."""

from __future__ import annotations

import pickle
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from aiohttp import ClientSession, web

from services.sandbox.clock import Clock, FrozenClock
from services.sandbox.faults import Faults, Rule
from services.sandbox.limits import Limits
from services.sandbox.seed import NO_PILOT, Pilot
from services.sandbox.seed import build as build_world
from services.sandbox.view import View
from services.sandbox.world import World

P = TypeVar("P")


@dataclass(frozen=True, slots=True)
class Options:
    """What a sandbox is started with; `public_url` is where others reach it (empty: filled in once it listens)."""

    speed: float = 1.0
    people: int = 0
    numbers: int = 0
    bot_url: str = "http://127.0.0.1:3978"
    public_url: str = ""
    seed: int = 0
    tenants: int = 0
    pilot: Pilot = NO_PILOT
    local: bool = True  # whether the bot runs in local mode, where neither side shows a token
    monotonic: Callable[[], float] = time.monotonic  # the time source of its clock


@dataclass
class Delays:
    """The delays of Microsoft's back ends, in seconds of the sandbox's clock."""

    visible: float = 30.0  # from synced at the operator to listed by Graph
    sync: float = 5.0  # from written at the operator to synced
    assign: float = 3.0  # a number assignment operation
    licence: float = 120.0  # from licensed in the directory to enabled in Teams
    policy: float = 0.0  # from a policy's assignment to its effect on the person
    gone: float = 0.0  # from deleted at the operator to no longer listed by Graph


_stale_view: ContextVar[View | None] = ContextVar("stale_view", default=None)


@dataclass
class Sandbox:
    """One sandbox. `world` and `clock` are the live ones, or those of the copy while a stale answer is made."""

    options: Options
    live: View
    limits: Limits
    faults: Faults
    rng: random.Random
    delays: Delays = field(default_factory=Delays)
    calls: Counter[str] = field(default_factory=Counter)  # "graph GET /users/{key}" -> how often
    parts: dict[type, Any] = field(default_factory=dict)

    @classmethod
    def start(cls, options: Options) -> Sandbox:
        """A sandbox with a freshly seeded world."""
        clock = Clock(options.speed, monotonic=options.monotonic)
        rng = random.Random(options.seed)  # noqa: S311 - repeatable, guards nothing
        world = build_world(options.people, options.numbers, clock.now(), options.tenants, options.pilot)
        live = View(world, clock)
        return cls(options, live, Limits(clock), Faults(rng), rng)

    def reset(self, **changes: Any) -> None:
        """Start over in place: `changes` are fields of `Options`."""
        self.faults.end()
        fresh = Sandbox.start(replace(self.options, **changes))
        for name in ("options", "live", "limits", "faults", "rng", "delays", "calls", "parts"):
            setattr(self, name, getattr(fresh, name))

    @property
    def world(self) -> World:
        """The world that this call sees."""
        return (_stale_view.get() or self.live).world

    @property
    def clock(self) -> Clock:
        """The clock that this call sees."""
        return (_stale_view.get() or self.live).clock

    def effect(self, kind: str, key: str) -> None:
        """Count one effect on the world, such as `effect("upload", "+6567891230")`."""
        effects = self.world.effects
        effects[f"{kind}:{key}"] = effects.get(f"{kind}:{key}", 0) + 1

    def part(self, kind: type[P]) -> P:
        """A system's own state: this sandbox's only `kind()`, created at first use and dropped at reset."""
        if kind not in self.parts:
            self.parts[kind] = kind()
        part: P = self.parts[kind]
        return part

    def copy(self) -> View:
        """A frozen copy of the world as it is now, pickled, which is several times faster than a deep copy."""
        return View(pickle.loads(pickle.dumps(self.live.world)), FrozenClock(self.live.clock.now()))  # noqa: S301 - our own bytes

    @contextmanager
    def looking(self, rule: Rule) -> Iterator[None]:
        """For the block, let `world` and `clock` be those that a stale rule was switched on with."""
        token = _stale_view.set(self.faults.view(rule))
        try:
            yield
        finally:
            _stale_view.reset(token)


SANDBOX: web.AppKey[Sandbox] = web.AppKey("sandbox", Sandbox)
SESSION: web.AppKey[ClientSession] = web.AppKey("session", ClientSession)
