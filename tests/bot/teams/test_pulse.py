"""Whether anything gets out: what makes the health page say no."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest

from bot.teams.pulse import ConnectionHealth
from bot.turn import Answer
from services.domain.errors import RemoteBusy, RemoteRefused
from tests.bot.teams.harness import Ticks, answers, talking

HELLO = Answer(text="Hello")


def tried(pulse: ConnectionHealth, error: Exception | None = None) -> None:
    with suppress(Exception), pulse.felt():
        if error:
            raise error


def away(status: int = 503) -> RemoteBusy:
    return RemoteBusy("Microsoft Teams", status, "", "No answer came.")


@pytest.mark.parametrize("error", [away(), RemoteRefused("Microsoft Teams", 401, "", "Who?"), IndexError("list")])
def test_what_never_gets_out_is_told_after_a_while(error: Exception) -> None:
    ticks = Ticks()
    pulse = ConnectionHealth(ticks)
    for _ in range(3):
        assert pulse.trouble() == ""
        tried(pulse, error)
        ticks.now += 40
    assert "Nothing got out to Teams for 120 s, in 3 tries" in pulse.trouble()
    tried(pulse)
    assert pulse.trouble() == ""


def test_one_conversation_that_refuses_is_no_sign() -> None:
    ticks = Ticks()
    pulse = ConnectionHealth(ticks)
    for _ in range(30):
        tried(pulse, RemoteRefused("Microsoft Teams", 403, "MessageWritesBlocked", "Blocked."))
        ticks.now += 60
    assert pulse.trouble() == ""


def test_two_failures_with_a_message_between_them_are_no_sign() -> None:
    ticks = Ticks()
    pulse = ConnectionHealth(ticks)
    for _ in range(10):
        tried(pulse, away())
        tried(pulse, away())
        ticks.now += 600
        tried(pulse)
    assert pulse.trouble() == ""


@pytest.mark.parametrize("way", ["send", "update", "delete", "typing"])
async def test_every_way_out_is_felt(way: str) -> None:
    ticks = Ticks()
    async with talking(ticks=ticks) as (bot, connector):
        calls: dict[str, Any] = {
            "send": lambda: bot.teams.send(bot.place, HELLO),
            "update": lambda: bot.teams.update(bot.place, "m1", HELLO),
            "delete": lambda: bot.teams.delete(bot.place, "m1"),
            "typing": lambda: bot.teams.typing(bot.place),
        }
        for _ in range(3):
            connector.script.extend([answers(401)])
            with pytest.raises(RemoteRefused):
                await calls[way]()
            ticks.now += 60
        assert "3 tries" in bot.teams.trouble()
        await calls[way]()
        assert bot.teams.trouble() == ""


@pytest.mark.long
async def test_more_than_teams_takes_in_an_hour_is_said_to_be_busy() -> None:
    """Nobody waits for most of an hour: whoever sends may come back later."""
    ticks = Ticks()
    async with talking(ticks=ticks) as (bot, _):
        for _ in range(1_800):
            await bot.teams.send(bot.place, HELLO)
        with pytest.raises(RemoteBusy) as caught:
            await bot.teams.send(bot.place, HELLO)
        assert caught.value.retry_after > 60
        ticks.now += caught.value.retry_after
        assert await bot.teams.send(bot.place, HELLO)
