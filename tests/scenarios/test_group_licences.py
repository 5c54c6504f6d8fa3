"""Microsoft licences that a group gives: said where they are shown, and why one didn't come."""

from __future__ import annotations

import pytest

from services.sandbox.catalogue import TEAMS_PHONE
from services.sandbox.world import Sku
from tests.support.road import approved
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
    place.tenant().granted_roles -= {"GroupMember.Read.All"}
    place.forget_tokens()
    assert "by a group: change it in the group's licences" in (await alex.say("line 101")).words


PLAIN = {
    "CountViolation": "there are no seats left",
    "MutuallyExclusiveViolation": "it excludes another licence that they have",
    "DependencyViolation": "it needs another licence that they don't have",
    "ProhibitedInUsageLocationViolation": "it isn't sold in their usage location",
    "UniquenessViolation": "another account has the same address",
    "Other": "Microsoft gives no reason",
    "Others": "Microsoft gives no reason",
}


@pytest.mark.slow
@pytest.mark.parametrize("error", PLAIN)
async def test_every_error_of_a_group_that_microsoft_publishes_is_said_in_plain_words(place: Town, error: str) -> None:
    place.line("102", "hallie", "6567891231", TEAMS)
    place.somebody("Hallie").group_errors = dict.fromkeys(place.somebody("John").sku_ids, error)
    shown = (await (await place.connected()).say("line 102")).words
    assert f"a group's licence didn't reach Hallie: {PLAIN[error]}" in shown
    assert error not in shown


async def test_only_the_licence_with_the_phone_tells_whence_it_comes_and_what_failed(place: Town) -> None:
    place.line("101", "john", "6567891230", TEAMS)
    place.line("102", "hallie", "6567891231", TEAMS)
    place.line("103", "alice", "6567891232", TEAMS)
    tenant, visio = place.tenant(), "c5928f49-12ba-48f7-ada3-0d743a3601d5"
    tenant.skus[visio] = Sku(visio, "VISIOCLIENT", 5, {"663a804f-1c30-4ff0-9915-9db84f0d1cea": "VISIO_CLIENT"})
    john, alice = place.somebody("John"), place.somebody("Alice")
    john.group_sku_ids = set(john.sku_ids)
    john.sku_ids.add(visio)  # by hand, beside the phone that comes by a group
    alice.sku_ids.add(visio)
    alice.group_sku_ids = {visio}
    place.somebody("Hallie").group_errors = {visio: "CountViolation"}
    alex = await place.connected()
    assert "by a group: change it" in (await alex.say("line 101")).words
    assert "by a group" not in (await alex.say("line 103")).words
    without = (await alex.say("line 102")).words
    assert "licence" in without
    assert "didn't reach Hallie" not in without


@pytest.mark.slow
@pytest.mark.parametrize("group", ["", "Sales"])
async def test_a_leaver_keeps_the_licence_of_a_group_and_the_plan_says_where_to_take_it(
    place: Town, group: str
) -> None:
    place.line("101", "john", "6567891230", TEAMS)
    place.tenant().licence_group = group
    place.somebody("John").group_sku_ids = {TEAMS_PHONE}
    alex, sam = await place.connected(), await place.person("Sam")
    await alex.say("john is leaving")
    plan = await alex.sees("Your plan", "who leaves")
    whence = "by the group Sales" if group else "by a group"
    assert f"John keeps Teams Phone Standard: it comes {whence}." in plan.words
    assert "Take John out of the group in the Microsoft 365 admin centre." in plan.words
    assert "licence back" not in plan.words
    await approved(alex, sam, plan)
    assert TEAMS_PHONE in place.somebody("John").sku_ids
