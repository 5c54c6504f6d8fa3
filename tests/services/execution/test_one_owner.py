"""A number never has two owners: whatever is lost, late, refused or cut short, and in whichever order jobs go on.

The effects are the real ones and Teams is stood in for at its edge, where lists lag, orders take their time, and
answers go missing. What jobs put into their ledgers is replayed: each number is given while nobody has it and taken
from whoever has it, and what was done last is what Teams says.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.domain.errors import RemoteBusy, RemoteRefused, RemoteUnknown
from services.domain.plan import PlanLine
from services.domain.record.entries import ToRecord
from services.domain.states import LineOutcome
from services.domain.steps import ObjectState, Step, StepKind
from services.execution.effects.base import World
from services.execution.effects.graph import NumberAssign
from services.execution.lane_workers import Slice
from services.execution.recording import JobRecorder
from services.remote.graph_numbers import Assign, OperationState, Sent, TeamsNumber
from services.store.ledger import LedgerEntry
from services.timing.outages import Outages
from services.timing.pace import Pace, Timeline
from tests.services.execution.slices import Books, Place
from tests.support.virtual import VirtualClock, virtually

NUMBERS, PEOPLE = ("+6567891230", "+6567891231"), ("john", "alice", "omar")
GIVE, TAKE = StepKind.NUMBER_ASSIGN, StepKind.NUMBER_UNASSIGN
ENDED = frozenset({LineOutcome.DONE, LineOutcome.FAILED, LineOutcome.SKIPPED, LineOutcome.CANCELLED})
_GRAPH = "Graph"


class Answer:
    """What becomes of a write: `AS_IT_IS` told, its effect or the whole order lost on the way, or turned away."""

    TOLD, LOST, NEVER_CAME, BUSY = range(4)


@dataclass
class Teams:
    """Numbers and who has them. `answers` are drawn for one write after the other; lists show what was `lag` ago."""

    clock: VirtualClock
    answers: list[int]
    shows: float
    lag: float
    past: list[tuple[float, str, str]] = field(default_factory=list)  # when whose each number became

    def holder(self, e164: str, at: float) -> str:
        """Who has it at that moment; nobody where it is empty."""
        return next((who for since, number, who in reversed(self.past) if number == e164 and since <= at), "")

    async def numbers(self) -> AsyncIterator[TeamsNumber]:
        """The list, which lags."""
        for e164 in NUMBERS:
            yield self._shown(e164, self.clock.now() - self.lag)

    async def number(self, e164: str) -> TeamsNumber:
        """One number, as it is."""
        return self._shown(e164, self.clock.now())

    async def operations(self, ids: Sequence[str]) -> dict[str, OperationState]:
        """Every order that was taken goes well in the end."""
        return {one: OperationState("running") for one in ids}

    async def find_user(self, _who: str) -> object:
        """Everybody is in the directory."""
        return self

    async def assign(self, orders: Sequence[Assign]) -> list[Sent]:
        """Give numbers that nobody has."""
        return [await self._order(one.e164, one.target) for one in orders]

    async def unassign(self, numbers: Sequence[str]) -> list[Sent]:
        """Take numbers from whoever has them."""
        return [await self._order(e164, "") for e164 in numbers]

    async def _order(self, e164: str, who: str) -> Sent:
        how = self.answers.pop() if self.answers else Answer.TOLD
        await asyncio.sleep(0.5)
        if how == Answer.BUSY:
            return Sent(e164, error=RemoteBusy(_GRAPH, 429, "", "Too many requests."))
        if how == Answer.NEVER_CAME:
            return Sent(e164, error=RemoteUnknown(_GRAPH, 0, "", "No answer came."))
        settled = self.holder(e164, float("inf"))
        if who and settled not in ("", who):
            return Sent(e164, error=RemoteRefused(_GRAPH, 409, "conflict", "The number is assigned already."))
        self.past.append((self.clock.now() + self.shows, e164, who))
        await asyncio.sleep(0.5)
        if how == Answer.LOST:
            return Sent(e164, error=RemoteUnknown(_GRAPH, 504, "", "No answer came."))
        return Sent(e164, operation_id=f"op-{len(self.past)}")

    def _shown(self, e164: str, at: float) -> TeamsNumber:
        who = self.holder(e164, at)
        return TeamsNumber(e164, "userAssigned" if who else "unassigned", target=who)


class History(Books):
    """A job's ledger that adds what is done to the history of all jobs, as it is written."""

    def __init__(self, lines: Sequence[PlanLine], clock: VirtualClock, told: list[Step]) -> None:
        super().__init__(len(lines), clock)
        self.lines = {line.no: line for line in lines}
        self.told = told

    async def write(
        self, job_id: str, owner: str, entries: Sequence[LedgerEntry], recorded: Sequence[ToRecord] = ()
    ) -> str:
        """As ever."""
        before = dict(self.entries)
        wanted = await super().write(job_id, owner, entries, recorded)
        for entry in entries:
            new = entry.trace[len(before[entry.no].trace) :]
            steps = self.lines[entry.no].steps[before[entry.no].step :]
            self.told += [step for step, mark in zip(steps, new, strict=False) if mark["how"] == LineOutcome.DONE]
        return wanted


@dataclass
class Town:
    """Teams, and the jobs that were planned so far."""

    teams: Teams
    clock: VirtualClock
    jobs: list[History] = field(default_factory=list)
    told: list[Step] = field(default_factory=list)

    def plan(self, requests: Sequence[tuple[int, int]]) -> None:
        """A job that gives these numbers to these people, planned by what Teams says now."""
        lines = [self._line(no, NUMBERS[which], PEOPLE[who]) for no, (which, who) in enumerate(requests, 1)]
        self.jobs.append(History(lines, self.clock, self.told))

    def _line(self, no: int, e164: str, who: str) -> PlanLine:
        has = self.teams.holder(e164, self.clock.now())
        free = (Step(TAKE, e164, ObjectState(target=has), ObjectState(target="")),) if has not in ("", who) else ()
        before = ObjectState(target=who if has == who else "")
        return PlanLine(no, f"10{no}", who, (*free, Step(GIVE, e164, before, ObjectState(target=who))))

    async def work(self, job: History, seconds: float = float("inf")) -> None:
        """A slice of the job, by a process that dies after so many seconds."""
        if all(entry.outcome in ENDED for entry in job.entries.values()):
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(None if seconds == float("inf") else seconds):
                await self._slice(job).run()

    def _slice(self, job: History) -> Slice:
        nobody: Any = SimpleNamespace(consent=None, capability_plans=None)
        graph: Any = self.teams
        effect = NumberAssign(World("contoso", "contoso", nobody, graph, nobody, self.clock))
        pace, ledger, place = Pace(), job, Place()
        return Slice(
            "job",
            "me",
            job.lines,
            [entry for entry in job.entries.values() if entry.outcome not in ENDED],
            {GIVE: effect, TAKE: effect},
            ledger,  # type: ignore[arg-type]
            Timeline(self.clock.now(), self.clock),
            pace,
            asyncio.Event(),
            place,  # type: ignore[arg-type]
            _linked,
            Outages(pace, self.clock),
            JobRecorder("contoso", "job", "plan"),
            wanted=job.asked,
        )

    def check(self) -> None:
        """No number was given while another had it, or taken from somebody who hadn't got it."""
        has: defaultdict[str, str] = defaultdict(str)
        for step in self.told:
            before, after = step.before.target or "", step.after.target or ""
            assert has[step.object] in (before, after), (step.object, has[step.object], step)
            has[step.object] = after
        for job in self.jobs:
            for entry in job.entries.values():
                self._check_end(job, entry)

    def _check_end(self, job: History, entry: LedgerEntry) -> None:
        """Nobody is said to have a number for good who hasn't got it, once no other job may be at it."""
        number = job.lines[entry.no].steps[-1].object
        if any(self._is_at(other, number) for other in self.jobs):
            return
        last = next((step for step in reversed(self.told) if step.object == number), None)
        if last is not None and last in job.lines[entry.no].steps and entry.outcome == LineOutcome.DONE:
            assert self.teams.holder(number, self.clock.now()) == (last.after.target or "")

    @staticmethod
    def _is_at(job: History, number: str) -> bool:
        """Whether the job may have sent an order for the number that its ledger doesn't tell of yet."""
        entries = job.entries.values()
        return any(e.outcome not in ENDED and job.lines[e.no].steps[-1].object == number for e in entries)


async def _linked() -> None:
    """The tenant stays linked."""


WISHES = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 2)), min_size=1, max_size=2, unique_by=lambda w: w[0])
MOVES = st.lists(
    st.one_of(
        st.tuples(st.just("plan"), WISHES),
        st.tuples(st.just("work"), st.tuples(st.integers(0, 2), st.sampled_from([0.2, 0.8, 1.3, 4.0, 40.0, 400.0]))),
        st.tuples(st.just("cancel"), st.integers(0, 2)),
        st.tuples(st.just("wait"), st.sampled_from([1.0, 30.0, 600.0])),
    ),
    min_size=3,
    max_size=12,
)
ANSWERS = st.lists(st.sampled_from([Answer.TOLD, Answer.LOST, Answer.NEVER_CAME, Answer.BUSY]), max_size=8)


async def _play(moves: Sequence[tuple[str, Any]], answers: list[int], shows: float, lag: float) -> Town:
    clock = VirtualClock()
    town = Town(Teams(clock, list(answers), shows, lag), clock)
    for what, arg in moves:
        if what == "plan":
            town.plan(arg)
        elif what == "wait":
            await asyncio.sleep(arg)
        elif what == "cancel" and arg < len(town.jobs):
            town.jobs[arg].asked = "cancel"
        elif what == "work" and arg[0] < len(town.jobs):
            await town.work(town.jobs[arg[0]], arg[1])
        town.check()
    for job in town.jobs:
        await town.work(job)
        town.check()
        assert all(entry.outcome in ENDED for entry in job.entries.values())  # planned = done + failed + skipped + …
    await asyncio.sleep(600.0)  # whatever was sent shows by now
    town.check()
    return town


TIMES = {"shows": st.sampled_from([0.0, 3.0, 90.0]), "lag": st.sampled_from([0.0, 20.0, 300.0])}


@settings(max_examples=15, deadline=None)
@given(moves=MOVES, answers=ANSWERS, **TIMES)
def test_a_number_never_has_two_owners(moves: Any, answers: list[int], shows: float, lag: float) -> None:
    virtually(_play(moves, answers, shows, lag))


@pytest.mark.slow
@settings(max_examples=1_000, deadline=None)
@given(moves=MOVES, answers=ANSWERS, **TIMES)
def test_nor_in_many_more_tries(moves: Any, answers: list[int], shows: float, lag: float) -> None:
    virtually(_play(moves, answers, shows, lag))


def test_an_order_that_was_not_told_of_is_no_fault_of_the_job_before() -> None:
    moves = [("plan", [(0, 0)]), ("work", (0, 1.3)), ("plan", [(0, 1)]), ("plan", [(0, 0)]), ("work", (1, 0.8))]
    virtually(_play(moves, [], 0.0, 0.0))


@pytest.mark.parametrize("dies_after", [0.8, 1.3])
@pytest.mark.parametrize("lag", [0.0, 20.0, 300.0])
@pytest.mark.parametrize("shows", [0.0, 3.0, 90.0])
def test_what_a_cancelled_line_sent_before_counts_as_done(shows: float, lag: float, dies_after: float) -> None:
    """Otherwise its undo would leave out that the number was taken from somebody."""
    given = [("plan", [(0, 0)]), ("work", (0, 400.0)), ("wait", 600.0)]
    moves = [*given, ("plan", [(0, 1)]), ("work", (1, dies_after)), ("cancel", 1)]
    town = virtually(_play(moves, [], shows, lag))
    assert town.told[-1].after.target == town.teams.holder(NUMBERS[0], float("inf"))


def test_two_plans_for_one_number_give_it_once() -> None:
    """That the property isn't held by nothing ever being done."""
    both = [("plan", [(0, 0)]), ("plan", [(0, 1)])]
    town = virtually(_play(both, [], 3.0, 20.0))
    assert [step.after.target for step in town.told] == ["john"]
    moved = virtually(_play([*both[:1], ("work", (0, 400.0)), ("wait", 600.0), *both[1:]], [Answer.LOST], 3.0, 20.0))
    assert [step.after.target for step in moved.told] == ["john", "", "alice"]
