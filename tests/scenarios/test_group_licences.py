"""Microsoft licences that a group gives: said where they are shown, and why one didn't come."""

from __future__ import annotations

from tests.support.sheets import TEAMS
from tests.support.town import Town


async def test_a_group_s_licence_is_said_and_one_in_error_in_plain_words(place: Town) -> None:
    place.line("101", "john", "6567891230", TEAMS)
    place.line("102", "hallie", "6567891231", TEAMS)
    john, hallie = (place.tenant().people[place.somebody(name).id] for name in ("John", "Hallie"))
    john.group_sku_ids = set(john.sku_ids)
    hallie.group_errors = dict.fromkeys(john.sku_ids, "CountViolation")
    alex = await place.connected()
    card = await alex.say("line 101")
    assert "by a group: change it in the group's licences in the Microsoft 365 admin centre" in card.words
    card = await alex.say("line 102")
    assert "a group's licence didn't reach Hallie: there are no seats left" in card.words
    plan = await alex.say(f"assign 103 to hallie with {TEAMS}, 6567891232")
    assert "Hallie has no Teams Phone licence: a group's licence didn't reach Hallie: there are no seats" in plan.words
