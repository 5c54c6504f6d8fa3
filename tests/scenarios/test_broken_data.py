"""Something stored can't be read: the job that needs it stops and says so; what it holds is said nowhere."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from sqlalchemy import text

from services.domain.record.entries import Recorded
from services.execution import workflows as jobs
from tests.scenarios.test_control import show_numbers, waiting
from tests.scenarios.test_record import recorded
from tests.scenarios.test_stuck import health
from tests.support.processes import until
from tests.support.town import Town

SECRET = "SECRET-6567891230"
UNREADABLE = f"CAST(x'ff{SECRET.encode().hex()}' AS TEXT)"
SLOW = pytest.mark.slow


@pytest.mark.slow
@pytest.mark.parametrize(
    "harm",
    [
        f"UPDATE ledger SET note = {UNREADABLE} WHERE no = (SELECT min(no) FROM ledger WHERE phase <> 'ended')",
        pytest.param(f"UPDATE plan_lines SET data = '{{\"{SECRET}' WHERE no = 1", marks=SLOW),
        pytest.param(f"UPDATE plan_lines SET data = {UNREADABLE} WHERE no = 1", marks=SLOW),
    ],
)
async def test_a_job_whose_rows_cannot_be_read_stops_and_says_so(
    place: Town,
    harm: str,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(jobs, "MAX_CONSECUTIVE_FAILURES", 3)
    alex, progress = await waiting(place)
    await alex.click("Pause", progress)
    paused = await alex.becomes(progress, "Paused")
    async with place.bot.store.db.begin() as session:
        await session.execute(text(harm))
    with caplog.at_level(logging.INFO):
        await alex.click("Resume", paused)
        closing = await alex.sees("Stopped", "Something went wrong on my side, again and again", "Resume")
    assert SECRET not in closing.words
    stopped = await alex.becomes(progress, "Stopped", "1 of 4 lines")  # though the plan's own card can't be drawn
    assert "Pause" not in stopped.actions
    shown = "".join(capsys.readouterr()) + caplog.text
    assert "slice broke" in shown
    assert SECRET not in shown
    if "plan_lines SET data = '" not in harm:
        status, said = await health(place)
        assert (status, said["status"]) == (503, "database")
        assert SECRET not in said["why"]
    show_numbers(place)


@SLOW
async def test_a_table_that_is_gone_stops_the_job_and_health_tells(
    place: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "MAX_CONSECUTIVE_FAILURES", 3)
    alex, progress = await waiting(place)
    await alex.click("Pause", progress)
    paused = await alex.becomes(progress, "Paused")
    async with place.bot.store.db.begin() as session:
        await session.execute(text("ALTER TABLE ledger RENAME TO elsewhere"))
    await alex.click("Resume", paused)

    async def stopped() -> bool:
        return [job.state for job in await place.bot.store.ledger.recent(place.tenant().id)] == ["stopped"]

    await until(stopped, "the job stops")

    async def told() -> list[Any]:
        return [entry["detail"] for entry in await recorded(place, Recorded.JOB_ENDED)]

    await until(told, "its end is on record")
    assert await told() == [{"unreadable": True}]
    assert (await health(place))[1] == {
        "status": "database",
        "why": "OperationalError SQLITE_ERROR: no such table: ledger",
    }
