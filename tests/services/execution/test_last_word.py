"""The last word before a line ends badly is a look at the object itself, and lists may lag behind for minutes."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import pytest

from services.domain.errors import RemoteBusy, RemoteError, RemoteRefused, RemoteUnknown, RemoteUnreadable
from services.domain.plan import PlanLine
from services.domain.states import LineOutcome, LinePhase
from services.domain.steps import StepKind
from services.execution.effects.base import Effect, Look, Observation, Result, StepAttempt, WriteResult, from_error
from services.execution.read_back import Reading, verify
from services.execution.recording import JobRecorder
from services.store.ledger import LedgerEntry
from services.timing.pace import Pace
from tests.services.execution.slices import Bench, lines
from tests.support.virtual import VirtualClock, virtually

CREATE, UPLOAD, VISIBLE, ASSIGN = (
    StepKind.EXTENSION_CREATE,
    StepKind.NUMBER_UPLOAD,
    StepKind.NUMBER_VISIBLE,
    StepKind.NUMBER_ASSIGN,
)


def outcomes(bench: Bench) -> dict[int, str]:
    """How the lines ended."""
    return {no: entry.outcome for no, entry in bench.books.entries.items()}


@pytest.mark.parametrize("kind", [CREATE, UPLOAD, ASSIGN])
def test_what_was_refused_although_it_is_as_wished_is_done(kind: StepKind) -> None:
    async def main() -> None:
        bench = Bench(30)
        bench.systems[kind].refuses = lambda: True
        await bench.run()
        assert bench.done == 30

    virtually(main())


def test_what_is_refused_and_is_not_as_wished_has_failed() -> None:
    async def main() -> None:
        bench = Bench(30, kinds=(UPLOAD,))
        bench.systems[UPLOAD].refuses = lambda: True
        bench.systems[UPLOAD].shows = lambda: float("inf")
        bench.systems[UPLOAD].forgets = True
        await bench.run()
        assert set(outcomes(bench).values()) == {"failed"}
        assert {entry.reason for entry in bench.books.entries.values()} == {"It exists already."}
        assert set(bench.systems[UPLOAD].sent.values()) == {1}

    virtually(main())


def test_the_last_of_many_lost_answers_is_looked_at_too() -> None:
    """Six times no answer came; the sixth write had its effect all the same."""

    async def main() -> None:
        bench = Bench(5, kinds=(UPLOAD,))
        system = bench.systems[UPLOAD]
        system.silent = lambda: True
        system.takes_from = Pace().tries
        await bench.run()
        assert bench.done == 5
        assert set(system.sent.values()) == {Pace().tries}

    virtually(main())


@pytest.mark.parametrize("kind", [CREATE, UPLOAD, ASSIGN])
def test_lists_that_lag_for_minutes_skip_no_line(kind: StepKind) -> None:
    async def main() -> None:
        bench = Bench(40)
        bench.systems[kind].lags_until = bench.clock.now() + 240.0
        await bench.run()
        assert bench.done == 40
        assert set(bench.systems[kind].sent.values()) == {1}

    virtually(main())


def test_what_somebody_changed_is_left_alone_after_a_while_and_says_so_meanwhile() -> None:
    async def main() -> None:
        bench = Bench(40, kinds=(CREATE, UPLOAD))
        bench.systems[UPLOAD].moved = frozenset({f"{UPLOAD}:7"})
        doubts: set[str] = set()
        write = bench.books.write

        async def watched(job_id: str, owner: str, entries: list[LedgerEntry], recorded: Any = ()) -> str:
            doubts.update(entry.reason for entry in entries if entry.no == 7)
            return await write(job_id, owner, entries, recorded)

        bench.books.write = watched  # type: ignore[method-assign, assignment]
        began = bench.clock.now()
        await bench.run()
        assert {no for no, outcome in outcomes(bench).items() if outcome != "done"} == {7}
        assert bench.books.entries[7].outcome == "skipped"
        assert bench.books.entries[7].reason == "Somebody changed it."
        assert any("I look again" in reason for reason in doubts), doubts
        assert Pace().lag <= bench.clock.now() - began < Pace().lag + 30
        assert bench.systems[UPLOAD].read_alone[f"{UPLOAD}:7"] == 5

    virtually(main())


def refused(status: int, code: str = "", message: str = "") -> RemoteRefused:
    return RemoteRefused("X", status, code, message)


@pytest.mark.parametrize(
    ("error", "result"),
    [
        (refused(412), Result.UNKNOWN),  # somebody else was at it: looked at afresh, then sent again
        (refused(423), Result.UNKNOWN),
        (RemoteUnreadable("X", "status 204 with nothing in it"), Result.LATER),  # to what was asked before the write
        (RemoteUnknown("X", 0, "", ""), Result.UNKNOWN),
        (RemoteBusy("X", 503, "", ""), Result.LATER),
        (refused(409, "number.taken"), Result.REFUSED),
        (refused(400, "", "no such thing"), Result.REFUSED),
        (refused(404), Result.REFUSED),
    ],
)
def test_only_a_no_is_a_refusal(error: RemoteError, result: Result) -> None:
    assert from_error(error).result is result


class Back(Effect):
    """One kind of step as it is read back: lists and objects show it from a time on."""

    batch, waits = 1, False

    def __init__(self, clock: VirtualClock, listed: float = 0.0, there: float = 0.0) -> None:
        self.clock = clock
        self.listed = clock.now() + listed
        self.there = clock.now() + there
        self.reads = 0

    async def look(self, items: Any, newer_than: float) -> list[Look]:
        return [self._seen(self.listed) for _ in items]

    async def read(self, item: StepAttempt) -> Look:
        self.reads += 1
        return self._seen(self.there)

    async def send(self, items: Any) -> list[WriteResult]:
        raise AssertionError("reading back sends nothing")

    def _seen(self, at: float) -> Look:
        return Look(Observation.AFTER) if self.clock.now() >= at else Look(Observation.MOVED, "Somebody changed it.")


async def read_back(count: int, effect: Back) -> tuple[Mapping[int, LedgerEntry], list[str], float]:
    """The ledger after reading back, what the job said meanwhile, and how long it took."""
    bench, before = Bench(count), effect.clock.now()
    bench.books.entries = {
        no: LedgerEntry(no, phase=LinePhase.ENDED, outcome=LineOutcome.DONE) for no in range(1, count + 1)
    }
    ledger = SimpleNamespace(
        entries=bench.books.all, write=bench.books.write, set_job=bench.books.set_job, beat=bench.books.beat
    )
    plans = SimpleNamespace(lines=_of(list(lines(count, (CREATE,)).values())))
    store = SimpleNamespace(ledger=ledger, plans=plans)
    services: Any = SimpleNamespace(store=store, steady=effect.clock, clock=effect.clock, pace=Pace())
    job: Any = SimpleNamespace(id="job", plan_id="plan")
    world: Any = SimpleNamespace()
    await verify(Reading(services, job, "me", {CREATE: effect}, world, JobRecorder("t", "job", "plan")))
    said = [str(values["waiting_for"]) for values in bench.books.said]
    return bench.books.entries, said, effect.clock.now() - before


def _of(found: list[PlanLine]) -> Any:
    async def lines_of(_plan: str) -> list[PlanLine]:
        return found

    return lines_of


def test_what_shows_is_read_back_once() -> None:
    async def main() -> None:
        entries, said, took = await read_back(500, Back(VirtualClock()))
        assert {entry.outcome for entry in entries.values()} == {"done"}
        assert (said, took) == ([], 0.0)

    virtually(main())


@pytest.mark.parametrize("count", [3, 1000])
def test_lists_that_lag_for_minutes_fail_no_line(count: int) -> None:
    async def main() -> None:
        effect = Back(VirtualClock(), listed=3000.0, there=200.0)
        entries, said, took = await read_back(count, effect)
        assert {entry.outcome for entry in entries.values()} == {"done"}
        assert said[0].endswith(f"{count:,} lines don't show yet.")
        assert took <= Pace().lag + 1
        assert effect.reads <= (7 * count if count <= 200 else count)

    virtually(main())


def test_what_never_shows_has_failed() -> None:
    async def main() -> None:
        never = float("inf")
        entries, said, took = await read_back(1, Back(VirtualClock(), listed=never, there=never))
        assert entries[1].outcome == "failed"
        assert entries[1].reason == "Somebody changed it."
        assert said[0] == "I read back what was done: 1 line doesn't show yet."
        assert took == pytest.approx(Pace().lag)

    virtually(main())
