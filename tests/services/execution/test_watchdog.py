"""The watch over jobs: whoever shows no sign of life is begun anew, and nobody else."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.execution.watchdog import Watch
from services.timing.pace import Pace

STUCK = Pace().stuck
EVERY = 5.0


class Steady:
    """A steady clock that goes when it is told to."""

    time = 0.0

    def now(self) -> float:
        return self.time


@dataclass
class Scene:
    """Jobs by id: tenant, run, signs of life; and a watch over them."""

    jobs: dict[str, tuple[str, int, int]] = field(default_factory=dict)
    leads: bool = True

    def __post_init__(self) -> None:
        self.clock = Steady()

        async def signs() -> dict[str, tuple[str, int, int]]:
            return dict(self.jobs)

        async def leads(_what: str) -> bool:
            return self.leads

        ledger = SimpleNamespace(signs=signs)
        store = SimpleNamespace(ledger=ledger, presence=SimpleNamespace(leads=leads))
        services: Any = SimpleNamespace(store=store, steady=self.clock, pace=Pace())
        self.watch = Noted(services, self)

    def move(self, job: str) -> None:
        """A sign of life."""
        tenant, run, moves = self.jobs[job]
        self.jobs[job] = (tenant, run, moves + 1)

    async def passes(self, seconds: float, *moving: str) -> list[str]:
        """Who was begun anew while so much time passed in which these jobs moved."""
        found: list[str] = []
        until = self.clock.time + seconds
        while self.clock.time < until:
            self.clock.time += EVERY
            for job in moving:
                self.move(job)
            found += await self.watch.look()
        return found


class Noted(Watch):
    """A watch that only counts up the run."""

    def __init__(self, services: Any, scene: Scene) -> None:
        super().__init__(services)
        self.scene = scene

    async def _begin_anew(self, job_id: str, run: int, seconds: float) -> None:
        tenant, _, moves = self.scene.jobs[job_id]
        self.scene.jobs[job_id] = (tenant, run + 1, moves)


async def test_a_job_without_a_sign_of_life_is_begun_anew_again_and_again() -> None:
    scene = Scene({"a": ("t", 0, 7)})
    assert await scene.passes(STUCK) == []
    assert await scene.passes(2 * EVERY) == ["a"]
    assert scene.jobs["a"] == ("t", 1, 7)
    assert await scene.passes(STUCK - EVERY) == []
    assert await scene.passes(3 * EVERY) == ["a"]


async def test_a_job_that_moves_is_left_alone() -> None:
    scene = Scene({"a": ("t", 0, 0)})
    assert await scene.passes(10 * STUCK, "a") == []


async def test_jobs_of_a_tenant_take_turns() -> None:
    """While one moves the others wait for it; another tenant's job is no excuse."""
    scene = Scene({"a": ("t", 0, 0), "b": ("t", 0, 0), "c": ("u", 0, 0)})
    assert set(await scene.passes(2 * STUCK, "a")) == {"c"}


async def test_a_job_of_a_process_that_gives_no_signs_is_left_to_it() -> None:
    """One of before the count, while a deployment rolls; those that wait behind it are, too."""
    scene = Scene({"a": ("t", 0, -1), "b": ("t", 0, 3), "c": ("u", 0, 3)})
    assert set(await scene.passes(2 * STUCK)) == {"c"}


async def test_a_watch_that_was_away_begins_to_count_anew() -> None:
    """The process was frozen, or the database was: nothing is known of the time between."""
    scene = Scene({"a": ("t", 0, 0)})
    await scene.passes(STUCK / 2)
    scene.clock.time += 10 * STUCK
    assert await scene.passes(STUCK - EVERY) == []
    assert await scene.passes(3 * EVERY) == ["a"]


async def test_only_the_leader_watches() -> None:
    scene = Scene({"a": ("t", 0, 0)}, leads=False)
    assert await scene.passes(3 * STUCK) == []
    scene.leads = True
    assert await scene.passes(STUCK - EVERY) == []


@given(st.lists(st.tuples(st.floats(EVERY, STUCK / 3), st.booleans()), max_size=60))
async def test_nobody_is_begun_anew_sooner_than_after_the_bound(happened: list[tuple[float, bool]]) -> None:
    scene, still = Scene({"a": ("t", 0, 0)}), 0.0
    await scene.watch.look()
    for seconds, moves in happened:
        scene.clock.time += seconds
        still += seconds
        if moves:
            scene.move("a")
        found = await scene.watch.look()
        assert not found or still > STUCK
        still = 0.0 if moves or found else still
