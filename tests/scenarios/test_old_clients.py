"""Clients that know no `Action.Execute`: the same door, answered by a message."""

from __future__ import annotations

import pytest

from tests.scenarios.test_approvals import asked
from tests.support.town import Town


@pytest.mark.slow
async def test_a_plan_is_approved_from_an_old_phone(place: Town) -> None:
    sam = await place.person("Sam")
    alex, _ = await asked(place, sam)
    request = await sam.sees("Please check this plan")
    refused = await sam.press_fallback("Reject", request)
    assert "Please say why" in refused.words
    assert "Approved" in (await sam.press_fallback("Approve", request)).words
    await alex.sees("All done")


async def test_rights_count_there_as_everywhere(place: Town) -> None:
    sam = await place.person("Sam")
    await asked(place, sam)
    request = await sam.sees("Please check this plan")
    place.somebody("Sam").directory_roles.clear()
    assert "You may not approve plans." in (await sam.press_fallback("Approve", request)).words


async def test_what_has_no_card_is_answered_with_words(place: Town) -> None:
    alex = await place.connected()
    home = await alex.say("home")
    file = await alex.say("jobs")
    assert file.words.strip()
    title = next(title for title in home.actions if home.actions[title]["type"] == "Action.Execute")
    assert (await alex.press_fallback(title, home)).words.strip()
