"""A job that got stuck, whatever fault of ours did it, is said to be, and begun anew."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from structlog.testing import capture_logs

from services.execution import slice as slices
from services.timing.outages import Memory
from tests.scenarios.test_failures import started
from tests.scenarios.test_jobs import all_as_wished, ended
from tests.support.processes import until
from tests.support.town import Town


async def health(place: Town) -> tuple[int, dict[str, str]]:
    """What the program says of itself."""
    async with place.http.get(f"{place.sandbox.options.bot_url}/healthz") as answer:
        return answer.status, await answer.json()


@pytest.mark.slow
async def test_a_slice_that_is_lost_is_begun_anew_and_told(place: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    services, claimed, calls = place.bot.services, slices.take_turn, 0
    object.__setattr__(services, "pace", replace(services.pace, stuck=6.0))
    object.__setattr__(services, "troubles", Memory(services.pace, services.steady))
    again = asyncio.Event()

    async def lost(*given: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == 1:
            await asyncio.Event().wait()
        await again.wait()
        return await claimed(*given)

    monkeypatch.setattr(slices, "take_turn", lost)
    with capture_logs() as logs:
        alex = await started(place)

        async def told() -> bool:
            return (await health(place))[1]["status"] == "stuck"

        await until(told, "health tells")
    assert "a job is stuck, begun anew" in {entry["event"] for entry in logs}
    job = (await place.bot.store.ledger.unfinished())[0]
    status, said = await health(place)
    assert status == 503
    assert job.id in said["why"]
    assert "This job got stuck" in (await alex.say("jobs")).words
    again.set()
    await ended(alex, "4 done")
    await all_as_wished(place)
    assert (await health(place))[0] == 200
