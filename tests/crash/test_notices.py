"""Kill -9 while a closing message is on its way: the person sees it once."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.crash.crowd import Crowd
from tests.support.processes import until

pytestmark = pytest.mark.crash

POST, PUT = "POST .*/activities", "PUT .*/activities"
LONG = 36_000.0


async def _ask(crowd: Crowd, what: str, body: dict[str, Any]) -> None:
    async with crowd.place.http.post(f"/sandbox/{what}", json=body) as answer:
        assert answer.status == 200, await answer.text()


async def at_rest(crowd: Crowd) -> None:
    """The job waits for its numbers to show; whatever is posted next is its closing message."""
    await _ask(crowd, "delays", {"visible": LONG})
    await crowd.approved()
    await crowd.alex.sees("lines wait for Teams to show their numbers", "Upload numbers to Teams: 200 of 200")
    await crowd.alex.sees("Approved")


async def let_end(crowd: Crowd) -> None:
    """The numbers show."""
    await _ask(crowd, "delays", {"visible": 1.0})
    await _ask(crowd, "clock", {"advance": LONG})


async def _struck(crowd: Crowd) -> bool:
    async with crowd.place.http.get("/sandbox/faults") as answer:
        return any(rule["used"] for rule in await answer.json())


async def _told(home: Path) -> bool:
    with sqlite3.connect(f"file:{home / 'switchboard.db'}?mode=ro", uri=True, timeout=30) as db:
        return bool(
            db.execute("SELECT state FROM outbox WHERE kind = 'closing' ORDER BY id DESC").fetchone() == ("sent",)
        )


async def once(crowd: Crowd) -> None:
    """One closing card, and nothing left of other tries."""
    await crowd.alex.sees("Result as a file", "200 assigned")
    shown = await crowd.alex.messages()
    assert sum("Result as a file" in m.actions and "crowd.csv" in m.words for m in shown) == 1, (
        await crowd.alex.transcript()
    )
    assert not any("One moment" in m.words for m in shown), await crowd.alex.transcript()


@pytest.mark.parametrize("fault", ["timeout", "timeout_before"], ids=["arrived", "never arrived"])
@pytest.mark.parametrize("looks", [True, False], ids=["looked at", "not looked at"])
@pytest.mark.slow
async def test_killed_while_it_waits_for_its_answer(crowd: Crowd, tmp_path: Path, fault: str, looks: bool) -> None:
    """Nobody can tell whether it arrived; but when it is seen it tells itself."""
    await at_rest(crowd)
    await crowd.place.fault(system="teams", kind=fault, match=POST, times=1, seconds=60)
    await let_end(crowd)
    await until(lambda: _struck(crowd), "the closing message is on its way")
    await crowd.place.kill()
    await crowd.place.boot()
    if looks:
        await once(crowd)
    await until(lambda: _told(tmp_path), "the closing card is put in place", every=0.1)
    await once(crowd)


@pytest.mark.slow
async def test_killed_between_posting_and_completing(crowd: Crowd, tmp_path: Path) -> None:
    await at_rest(crowd)
    await crowd.place.fault(system="teams", kind="timeout_before", match=PUT, seconds=60)

    async def posted() -> bool:
        with sqlite3.connect(f"file:{tmp_path / 'switchboard.db'}?mode=ro", uri=True, timeout=30) as db:
            found = db.execute("SELECT message_id FROM outbox WHERE kind = 'closing' ORDER BY id DESC").fetchone()
        return bool(found and found[0])

    await let_end(crowd)
    await until(posted, "the message is posted and known", every=0.1)
    await crowd.place.kill()
    async with crowd.place.http.delete("/sandbox/faults") as answer:
        assert answer.status == 200
    await crowd.place.boot()
    await once(crowd)
