"""Faults that can be switched on: the rules, which of them strikes a call, and what it then does."""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager, suppress
from functools import cached_property
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, field_validator

from services.sandbox.view import View

System = Literal["graph", "operator", "cpaas", "teams", "login"]
Kind = Literal[
    "429",
    "500",
    "503",
    "before",
    "after",
    "timeout",
    "timeout_before",
    "slow",
    "stale",
    "expired",
    "auth",
    "number_error",
    "204",
    "302",
    "null",
    "html",
    "truncated",
    "drip",
]
# Unusable answers for which the call isn't carried out, since something in front of the system gives them.
ODD = frozenset({"204", "302", "null", "html", "truncated", "drip"})
_IN_FRONT = frozenset({"302", "html"})
_OWN_STATUS = {"429": 429, "500": 500, "503": 503, "expired": 401, "auth": 403}

T = TypeVar("T")


class Rule(BaseModel):
    """One fault: which calls it strikes (`match` is searched in "METHOD /path") and what happens to them.

    `before` refuses without an effect, `after` refuses although the effect happened; `timeout` has the effect and
    never answers, `timeout_before` has none; `seconds` (real) is how long a silent connection stays open or a slow
    answer takes. Odd answers: `302` sends the caller elsewhere and `html` shows a page, both without an effect; `204`
    answers with no body, `null` with that word, `truncated` with half of the body, and with `drip` the body takes
    `seconds` to arrive, all of them although the call was carried out. `times` limits how often the rule strikes,
    `probability` how likely it is to strike.
    """

    model_config = ConfigDict(extra="forbid")

    system: System
    kind: Kind
    match: str = ""
    status: int | None = None
    times: int | None = None
    probability: float = Field(default=1.0, ge=0, le=1)
    retry_after: float | None = None
    seconds: float = Field(default=30.0, ge=0)
    text: str = ""
    code: str = ""
    numbers: list[str] = Field(default_factory=list)
    used: int = 0

    @field_validator("match")
    @classmethod
    def _is_a_pattern(cls, value: str) -> str:
        try:
            re.compile(value)
        except re.error as error:
            raise ValueError(f"not a regular expression: {error}") from error
        return value

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """`match`, compiled."""
        return re.compile(self.match)

    @property
    def answer_status(self) -> int:
        """The status the caller sees."""
        return _OWN_STATUS.get(self.kind, self.status or 503)

    @property
    def wait(self) -> float | None:
        """Seconds for `Retry-After`; 429 always has one."""
        return self.retry_after if self.retry_after is not None else (1.0 if self.answer_status == 429 else None)

    def spent(self) -> bool:
        """Whether the rule has struck as often as it may."""
        return self.times is not None and self.used >= self.times


class Hang(Exception):
    """Raised instead of an answer: the connection stays silent for `seconds` and closes."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"no answer for {seconds} s")
        self.seconds = seconds


class Faults:
    """The rules switched on, oldest first; a `stale` rule keeps the view of the world it was switched on with."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self.rules: list[Rule] = []
        self._views: dict[int, View] = {}
        self._over = asyncio.Event()

    def add(self, rule: Rule, view: View | None = None) -> None:
        """Switch a rule on; `view` is the copy a stale rule answers from."""
        self.rules.append(rule)
        if view is not None:
            self._views[id(rule)] = view

    def clear(self) -> None:
        """Switch everything off."""
        self.rules.clear()
        self._views.clear()

    def end(self) -> None:
        """End the rules with their world: calls that they still hold back are released without effect."""
        self._over.set()

    def draw(self, system: str, method: str, path: str) -> Rule | None:
        """The first rule that strikes this call, counted as used."""
        line = f"{method} {path}"
        reads = method in ("GET", "HEAD")
        for rule in self.rules:
            skipped = rule.kind == "number_error" or (rule.kind == "stale" and not reads)
            if rule.system == system and not skipped and rule.pattern.search(line) and self._strikes(rule):
                return rule
        return None

    def number_error(self, system: str, number: str, line: str = "") -> Rule | None:
        """The `number_error` rule that strikes this number (E.164) in the call "METHOD /path", if that is given.

        A rule without numbers strikes any.
        """
        for rule in self.rules:
            meets = (not rule.numbers or number in rule.numbers) and (not line or rule.pattern.search(line))
            if rule.system == system and rule.kind == "number_error" and meets and self._strikes(rule):
                return rule
        return None

    def view(self, rule: Rule) -> View | None:
        """The copy of the world that a stale rule answers from."""
        return self._views.get(id(rule))

    async def carry_out(
        self,
        rule: Rule | None,
        run: Callable[[], Awaitable[T]],
        refuse: Callable[[Rule], T],
        oddly: Callable[[Rule, T | None], T],
        looking: Callable[[Rule], AbstractContextManager[None]],
    ) -> T:
        """The answer of `run` under `rule`; raises `Hang` where there is to be none."""
        if rule is None:
            return await run()
        if rule.kind in ODD:
            return oddly(rule, None if rule.kind in _IN_FRONT else await run())
        match rule.kind:
            case "stale":
                with looking(rule):
                    return await run()
            case "slow":
                await self._hold_back(rule.seconds)
                return await run()
            case "timeout":
                await run()
                raise Hang(rule.seconds)
            case "timeout_before":
                raise Hang(rule.seconds)
            case "after":
                await run()
        return refuse(rule)

    async def _hold_back(self, seconds: float) -> None:
        """Wait before the call; if its world ends meanwhile, the call must not write into the next one."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._over.wait()
        if self._over.is_set():
            raise Hang(0.0)

    def _strikes(self, rule: Rule) -> bool:
        if rule.spent() or (rule.probability < 1 and self._rng.random() >= rule.probability):
            return False
        rule.used += 1
        return True
