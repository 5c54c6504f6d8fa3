"""Between a plan and its turn somebody else changes the line: its number then goes to nobody who lost the line."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from services.sandbox import numbering
from services.sandbox.world import Organisation, TeamsNumber
from tests.support.chat import Person, Shown
from tests.support.road import approved
from tests.support.sheets import TEAMS
from tests.support.town import Town

NUMBER = "+6567891232"
Elsewhere = Callable[[Town, Organisation], None]


def a_line(place: Town) -> None:
    """Nadia's line, whose number is in Teams and given to nobody."""
    place.line("102", "nadia", NUMBER[1:], TEAMS)
    place.line("101", "alice", "6567891231", TEAMS)
    numbering.put(place.tenant(), TeamsNumber(NUMBER))


def given_to_john(_place: Town, there: Organisation) -> None:
    john = next(one.identity_uuid for one in there.members.values() if one.username == "john")
    there.extensions["102"].identity_uuid = john


def deleted(_place: Town, there: Organisation) -> None:
    del there.extensions["102"]


def on_another(_place: Town, there: Organisation) -> None:
    there.extensions["102"].numbers, there.extensions["101"].numbers = [], ["6567891231", NUMBER[1:]]


def for_conferences(place: Town, _there: Organisation) -> None:
    place.tenant().numbers[NUMBER].assignment_status = "conferenceAssigned"


CHANGES = [
    (given_to_john, "Extension 102 has another person. Somebody changed it since the plan was made."),
    (deleted, "Extension 102 is gone. Somebody changed it since the plan was made."),
    (on_another, "+65 6789 1232 is no longer on extension 102. Somebody changed it since the plan was made."),
    (for_conferences, "Teams has given +65 6789 1232 to audio conferencing since the plan was made."),
]


async def ended(alex: Person, plan: Shown) -> Shown:
    before = {message.id for message in await alex.messages()}
    await alex.click("Apply now", plan)
    return await alex.until(lambda m: m.id not in before and "Some lines need you" in m.words, "the end of the job")


@pytest.mark.parametrize(("change", "why"), CHANGES, ids=["person", "gone", "number", "conferences"])
async def test_a_number_is_not_assigned_once_its_line_is_another(place: Town, change: Elsewhere, why: str) -> None:
    a_line(place)
    alex = await place.connected()
    plan = await alex.say("assign number 6567891232 to nadia")
    change(place, place.organisation())
    place.organisation().index = None
    closing = await ended(alex, plan)
    assert why in closing.words
    assert (await place.in_teams())[NUMBER]["assignment_target_id"] is None


async def test_a_copy_that_lags_behind_is_not_taken_for_somebody(place: Town) -> None:
    """The CPaaS answers each read of the line from a copy that is older than the line."""
    a_line(place)
    alex = await place.connected()
    line = place.organisation().extensions.pop("102")
    await place.fault(system="cpaas", kind="stale", match="/extensions/102", times=4)
    place.organisation().extensions["102"] = line
    place.organisation().index = None
    plan = await alex.say("assign number 6567891232 to nadia")
    await alex.click("Apply now", plan)
    await alex.sees("1 assigned")
    assert (await place.in_teams())[NUMBER]["assignment_target_id"] == place.somebody("Nadia").id


async def test_an_undo_gives_a_number_back_only_to_who_has_its_line(place: Town) -> None:
    a_line(place)
    number = place.tenant().numbers[NUMBER]
    numbering.occupy(place.tenant(), number, place.somebody("Nadia").id, False, "primary")
    alex, sam = await place.connected(), await place.person("Sam")
    closing = await approved(alex, sam, await alex.say("unassign number 6567891232"))
    given_to_john(place, place.organisation())
    await alex.click("Undo", closing)
    closing = await ended(alex, await alex.sees("Your plan", "Undo: "))
    assert "Extension 102 has another person." in closing.words
    assert (await place.in_teams())[NUMBER]["assignment_target_id"] is None
