"""What monitoring reads: true, without anybody's name, and what the dashboard and the alerts ask for."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
import yaml

from bot.dispatch import Dispatch
from bot.web.lag import feel
from services.domain.notice_kind import NoticeKind
from services.domain.subject import Subject, SubjectKind
from tests.bot.web.dashboard import DEPLOY, unanswered
from tests.support.town import Town

pytest.importorskip("prometheus_client")
from prometheus_client.parser import text_string_to_metric_families

from bot.web.metrics import Metrics
from bot.web.probes import Monitor


@pytest.fixture
async def watched(place: Town) -> AsyncIterator[Monitor]:
    """Monitoring of the town's bot."""
    core = place.bot.core
    made = Monitor(core, Metrics(core), "127.0.0.1", 0)
    running = place.bot.teams._now
    assert running is not None
    dispatch = running.turns._handler
    assert isinstance(dispatch, Dispatch)
    running.turns._handler = made.metrics.metered(dispatch)
    await made.start()
    yield made
    await made.stop()


async def told(place: Town, watched: Monitor) -> tuple[str, dict[tuple[str, tuple[str, ...]], float]]:
    """The text, and each value by name and labels' values, by the order of their names."""
    async with place.http.get(f"http://127.0.0.1:{watched.port}/metrics") as answer:
        assert answer.status == 200
        text = await answer.text()
    samples = [sample for family in text_string_to_metric_families(text) for sample in family.samples]
    return text, {(one.name, tuple(value for _, value in sorted(one.labels.items()))): one.value for one in samples}


async def test_what_was_done_is_counted_and_nobody_named(place: Town, watched: Monitor) -> None:
    alex = await place.links()
    await alex.say("lines")
    await alex.say("what about Zebediah Smith?")
    text, found = await told(place, watched)
    assert found["switchboard_turns_total", ("textmessage", "answered", "lines")] == 1
    assert found["switchboard_turns_total", ("textmessage", "answered", "connect")] == 1
    assert found["switchboard_remote_calls_total", ("good", "Microsoft Graph")] >= 1
    assert found["switchboard_breaker_open", ("The CPaaS",)] == 0
    assert 0 <= found["switchboard_limit_used_ratio", ("The CPaaS",)] <= 1
    assert not re.search(r"Zebediah|Alex|Contoso|sb-contoso|\+65", text)
    assert place.tenant().id not in text


async def test_jobs_lines_and_notices_come_from_the_database(place: Town, watched: Monitor) -> None:
    alex = await place.links()
    await alex.say("give Alice call recording")
    services = place.bot.services
    await services.store.outbox.add(
        key="k", tenant_id="t", kind=NoticeKind.CLOSING, subject=Subject(SubjectKind.JOB, "none")
    )
    services.store.ledger.ended["done"] += 3
    _, found = await told(place, watched)
    assert found["switchboard_lines_ended_total", ("done",)] == 3
    assert any(name == "switchboard_notices" for name, _ in found)


async def test_every_metric_that_is_asked_for_is_told(place: Town, watched: Monitor) -> None:
    text, _ = await told(place, watched)
    assert not unanswered(text)


def test_every_alert_says_what_to_do() -> None:
    rules: dict[str, Any] = yaml.safe_load((DEPLOY / "alerts.yaml").read_text(encoding="utf-8"))
    for rule in (rule for group in rules["groups"] for rule in group["rules"]):
        assert rule["labels"]["severity"] in ("page", "ticket")
        assert rule["annotations"]["summary"]
        assert rule["annotations"]["description"]


async def test_ready_names_each_part(place: Town, watched: Monitor, monkeypatch: pytest.MonkeyPatch) -> None:
    for url in (f"http://127.0.0.1:{watched.port}", place.sandbox.options.bot_url):
        async with place.http.get(f"{url}/readyz") as answer:
            assert (answer.status, await answer.json()) == (200, {"database": "ok", "engine": "ok", "keys": "ok"})
    monkeypatch.setattr(place.bot.core.engine, "trouble", lambda: "it is starting")
    async with place.http.get(f"http://127.0.0.1:{watched.port}/readyz") as answer:
        assert (answer.status, (await answer.json())["engine"]) == (503, "it is starting")


async def test_a_loop_that_stands_still_is_felt() -> None:
    felt: asyncio.Queue[float] = asyncio.Queue()
    task = asyncio.create_task(feel(felt.put_nowait, every=0.01))
    await asyncio.sleep(0)
    time.sleep(0.1)  # noqa: ASYNC251 - the loop shall stand still
    assert await asyncio.wait_for(felt.get(), 60) >= 0.05
    task.cancel()
