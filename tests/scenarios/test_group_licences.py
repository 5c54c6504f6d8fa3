"""Microsoft licences that a group gives: said where they are shown, and why one didn't come."""

from __future__ import annotations

import pytest

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


@pytest.mark.slow
async def test_the_group_that_gives_or_withholds_a_licence_is_named(place: Town) -> None:
    place.line("101", "john", "6567891230", TEAMS)
    place.line("102", "hallie", "6567891231", TEAMS)
    place.tenant().licence_group = "Sales"
    john, hallie = place.somebody("John"), place.somebody("Hallie")
    john.group_sku_ids = set(john.sku_ids)
    hallie.group_errors = dict.fromkeys(john.sku_ids, "CountViolation")
    alex = await place.connected()
    assert "by the group Sales: change it in the group's licences" in (await alex.say("line 101")).words
    assert "the licence of the group Sales didn't reach Hallie: there are no" in (await alex.say("line 102")).words


async def test_without_the_permission_to_read_groups_a_group_has_no_name(place: Town) -> None:
    place.line("101", "john", "6567891230", TEAMS)
    place.tenant().licence_group = "Sales"
    john = place.somebody("John")
    john.group_sku_ids = set(john.sku_ids)
    alex = await place.connected()
    place.tenant().granted_roles -= {"Directory.Read.All"}
    place.forget_tokens()
    assert "by a group: change it in the group's licences" in (await alex.say("line 101")).words
