"""A copy that is taken in the middle of a job brings everything back, and the job goes on from it."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from bot.backup import backup, restore
from bot.config import load
from bot.wiring import build
from services.domain.errors import BadInput, SettingWrong
from services.domain.states import JobState
from tests.bot.test_config import REAL
from tests.scenarios.test_failures import LONG, started
from tests.scenarios.test_jobs import all_as_wished
from tests.support.processes import until
from tests.support.town import Town


@pytest.mark.slow
async def test_a_job_goes_on_from_a_copy(place: Town, tmp_path: Path) -> None:
    place.sandbox.delays.visible = LONG
    alex = await started(place)
    progress = await alex.sees("Working on it", "seed-bulk.csv")
    await alex.becomes(progress, "Wait until Teams shows them: 0 of 3", "1 done")
    settings, copy = place.bot.core.settings, tmp_path / "copy.db"
    backup(settings, copy)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with pytest.raises(BadInput, match="already"):
        backup(settings, copy)
    with pytest.raises(SettingWrong, match="in use"):
        restore(settings, copy)
    await place.bot.stop()
    # The engine is one for the whole test process: it must not be stopped once more when the town ends.
    place.bot.stop = _ended_already  # type: ignore[method-assign]

    elsewhere = settings.model_copy(update={"database_url": f"sqlite:///{tmp_path / 'elsewhere.db'}"})
    restore(elsewhere, copy)
    again = await build(elsewhere)
    await again.start()
    try:
        (job,) = await again.store.ledger.recent(place.tenant().id)
        assert job.state in (JobState.QUEUED, JobState.RUNNING)
        place.sandbox.delays.visible = 1.0
        place.sandbox.clock.advance(LONG)

        async def done() -> bool:
            return (await again.store.ledger.get(job.id, place.tenant().id)).state == JobState.DONE

        await until(done, "the job ends")
        await all_as_wished(place)
    finally:
        await again.stop()


def test_what_is_no_copy_is_refused(tmp_path: Path) -> None:
    settings = load(**{**REAL, "database_url": f"sqlite:///{tmp_path / 'switchboard.db'}"})
    (tmp_path / "odd.db").write_bytes(b"nothing of ours" * 100)
    for name in ("odd.db", "missing.db"):
        with pytest.raises(BadInput):
            restore(settings, tmp_path / name)
    assert not (tmp_path / "switchboard.db").exists()


def test_postgresql_is_copied_by_its_own_tools(tmp_path: Path) -> None:
    settings = load(**{**REAL, "database_url": "postgresql://localhost/switchboard"})
    with pytest.raises(SettingWrong, match="pg_dump"):
        backup(settings, tmp_path / "copy.db")


async def _ended_already(*_: object) -> None:
    pass
