"""The short form of `make chaos`: one job, a handful of kills, every kind of fault on."""

from __future__ import annotations

import pytest

from bench.chaos import FALSE, Kind, Task, rounds

pytestmark = pytest.mark.crash


@pytest.mark.slow
@pytest.mark.parametrize(
    "kind", [Kind.USUAL, *(pytest.param(kind, marks=pytest.mark.slow) for kind in (Kind.ODD, Kind.CLOCK))]
)
async def test_nothing_lost_nothing_doubled(kind: Kind) -> None:
    found = await rounds(Task(kills=5, lines=100, seed=11, postgres=False, pause=(0.1, 0.6), kind=kind))
    assert found.killed.total() == 5
    assert found.done + found.failed == found.lines, found
    assert found.clean, found


@pytest.mark.parametrize(
    ("reason", "false"),
    [
        ("skipped: Extension 101 has another person or name. Somebody changed it since the plan was made.", True),
        ("failed: Reading back doesn't show it.", True),
        ("stopped: Microsoft doesn't let me work in your tenant any more: the consent is gone.", True),
        ("failed: The CPaaS gave no clear answer, so the change may or may not have happened.", False),
        ("stopped: Microsoft Graph has given answers that I can't read for 30 minutes (302).", False),
    ],
)
def test_what_accuses_somebody_is_a_false_reason_where_nobody_did_anything(reason: str, false: bool) -> None:
    assert bool(FALSE.search(reason)) is false
