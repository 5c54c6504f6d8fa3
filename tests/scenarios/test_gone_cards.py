"""Cards that can't be edited any more: what happened to their plan is told elsewhere, and nobody is looked for."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import func, select
from structlog.testing import capture_logs

from services.domain.states import NoticeState
from services.sandbox.teams.chats import Chats
from services.store.tables import NoticeRow
from tests.scenarios.test_approvals import asked
from tests.support.chat import Person
from tests.support.town import Town

_UNDER_WAY = (NoticeState.NEW, NoticeState.SENDING)


async def _all_settled(place: Town) -> None:
    """Wait until nothing is left to send."""
    for _ in range(400):
        async with place.bot.store.db.read() as session:
            left = await session.scalar(select(func.count()).where(NoticeRow.state.in_(_UNDER_WAY)))
        if not left:
            return
        await asyncio.sleep(0.05)
    raise AssertionError("something is still to be sent")


@pytest.mark.slow
@pytest.mark.parametrize("how", ["deleted", "app taken out"])
async def test_a_card_that_is_not_there_is_no_message_that_reached_nobody(place: Town, how: str) -> None:
    sam = await place.person("Sam")
    alex, own = await asked(place, sam)
    question = await sam.sees("Please check this plan")
    with capture_logs() as logs:
        await _gone(place, sam, question.id, how)
        await alex.click("Withdraw", own)
        await alex.becomes(own, "Plan withdrawn")
        await _all_settled(place)
    assert [entry["event"] for entry in logs if entry["log_level"] == "error"] == []


async def _gone(place: Town, sam: Person, message_id: str, how: str) -> None:
    if how == "deleted":
        chats = place.sandbox.part(Chats)
        found = (one for chat in chats.conversations.values() for one in chat.messages.values() if one.id == message_id)
        chats.change(next(found), deleted=True)
    else:
        await sam.uninstall()
