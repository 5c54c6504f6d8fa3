"""Answers that nobody can read: a job waits for its systems, says what they answer, and stops only after a bound."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from services.sandbox.faults import ODD
from services.timing.outages import Memory
from tests.scenarios.test_failures import LONG, started
from tests.scenarios.test_jobs import all_as_wished, ended
from tests.support.town import Town

SYSTEMS = {"graph": "telephoneNumberManagement|batch", "operator": "numbers|Numbers", "cpaas": "extensions|batch"}


def paced(place: Town, **values: Any) -> None:
    """Wait for other times than usual."""
    services = place.bot.services
    object.__setattr__(services, "pace", replace(services.pace, **values))
    object.__setattr__(services, "troubles", Memory(services.pace, services.steady))


SLOW = pytest.mark.slow


@pytest.mark.long
@pytest.mark.parametrize("system", ["graph", *(pytest.param(system, marks=SLOW) for system in ("operator", "cpaas"))])
async def test_odd_answers_hold_a_job_up_but_never_stop_it(place: Town, system: str) -> None:
    """Of every kind, to reads and to writes, one after the other."""

    async def odd() -> None:
        for way in ("GET", "POST"):
            for kind in sorted(ODD):
                await place.fault(system=system, kind=kind, match=f"^{way} .*({SYSTEMS[system]})", times=1, seconds=0.2)

    alex = await started(place, odd)
    await ended(alex, "4 done")
    await all_as_wished(place)
    assert set((await place.effects()).values()) == {1}
    struck = await place.struck()
    assert sum(struck) >= len(ODD), struck


@pytest.mark.slow
@pytest.mark.parametrize(
    ("system", "fault", "name", "saw"),
    [
        ("cpaas", {"kind": "302"}, "The CPaaS", "302"),
        pytest.param(
            "operator",
            {"kind": "before", "status": 418, "text": "Tea"},
            "The operator's gateway",
            "status 418",
            marks=SLOW,
        ),
        pytest.param("graph", {"kind": "204"}, "Microsoft Graph", "204", marks=SLOW),
    ],
)
async def test_a_system_that_stays_odd_is_named_and_the_job_stops_after_a_while(
    place: Town, system: str, fault: dict[str, Any], name: str, saw: str
) -> None:
    paced(place, unreadable=4.0)

    async def odd() -> None:
        await place.fault(system=system, match=f"GET .*({SYSTEMS[system]})", **fault)

    alex = await started(place, odd)
    card = await alex.sees("Waiting for the other side", f"{name} answers what I can't read", saw, "I try again")
    assert set(card.actions) == {"Pause", "Cancel"}
    closing = await alex.sees("Stopped", "Why it stopped", f"{name} has given answers that I can't read", "Resume")
    assert "validation" not in closing.words.lower(), "no library's words"
    await place.calm()
    await alex.click("Resume", closing)
    await ended(alex, "4 done")
    await all_as_wished(place)


@pytest.mark.slow
async def test_a_system_that_is_down_for_longer_than_a_job_waits_stops_it(place: Town) -> None:
    paced(place, give_up=1.0)
    alex = await started(place, lambda: place.fault(system="cpaas", kind="503", match="extensions"))
    await alex.sees("Stopped", "Why it stopped", "The CPaaS hasn't answered for", "Resume")


@pytest.mark.slow
async def test_reading_back_waits_for_a_system_that_answers_oddly(place: Town) -> None:
    place.sandbox.delays.visible = LONG
    alex = await started(place)
    await alex.sees("3 lines wait for Teams to show their numbers")
    await place.fault(system="cpaas", kind="null", match="GET .*extensions", times=2)
    place.sandbox.delays.visible = 1.0
    place.sandbox.clock.advance(LONG)
    closing = await ended(alex, "4 done")
    assert "Why it stopped" not in closing.words
    assert await place.struck() == [2]


@pytest.mark.slow
async def test_a_conflict_and_a_refusal_of_what_worked_fail_no_line(place: Town) -> None:
    """Somebody else was at the same number (412), and an assignment that worked was answered with a no."""

    async def odd() -> None:
        assign = {"system": "graph", "match": "POST .*assignNumber", "times": 1}
        await place.fault(**assign, kind="before", status=412, text="Precondition failed.")
        await place.fault(**assign, kind="after", status=400, text="The number is in use.")
        await place.fault(system="graph", match="GET .*numberAssignments", kind="before", status=412, times=2)

    alex = await started(place, odd)
    await ended(alex, "4 done")
    await all_as_wished(place)
    assert await place.struck() == [1, 1, 2]
