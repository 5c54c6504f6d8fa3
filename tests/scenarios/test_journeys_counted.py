"""A day's journeys, each counted in what the asker types and clicks; the approver has one click."""

from __future__ import annotations

from services.sandbox.catalogue import TEAMS_PHONE
from tests.scenarios.test_journeys import Counted
from tests.support.sheets import PHONE, TEAMS, csv
from tests.support.town import Town


async def test_a_number_for_somebody_unlicensed(place: Town) -> None:
    ben = place.somebody("Ben")
    ben.usage_location = None
    place.line("101", "ben", "", TEAMS)
    asker = Counted(await place.connected())
    plan = await asker.say("give ben the next free number")
    assert "This plan gives Teams Phone Standard, and the usage location SG." in plan.words
    assert await place.effects() == {}  # a paid licence shows its plan first
    await asker.click("Give licence and continue", plan)
    await asker.who.sees("All done", "Ben")
    assert (asker.messages, asker.clicks) == (1, 1)
    assert TEAMS_PHONE in ben.sku_ids
    number = (await place.in_cpaas())["extensions"]["101"]["numbers"][0]
    assert (await place.in_teams())[f"+{number}"]["holder"] == "Ben"


async def test_a_file_of_unlicensed_people_is_planned_with_their_licences(place: Town) -> None:
    alex, sam = await place.connected(), await place.person("Sam")
    asker = Counted(alex)
    rows = csv(("101", "6567891230", "ben", TEAMS), ("105", "6567891231", "omar", TEAMS), ("106", "", "alice", PHONE))
    await alex.send("site.csv", rows)
    faulty = await alex.sees("Please mend the file", "Ben has no Teams Phone licence.")
    assert next(iter(faulty.actions)) == "Give 2 licences and continue"
    await asker.click("Give 2 licences and continue", faulty)
    plan = await alex.becomes(faulty, "Your plan", "3 lines of 3 would change.", "This plan gives Teams Phone Standard")
    await asker.click("Give licence and continue", plan)
    await sam.click("Approve", await sam.sees("Please check this plan"))
    await alex.sees("All done", "site.csv")
    assert asker.clicks == 2
    there = await place.in_teams()
    assert [there[f"+656789123{end}"]["holder"] for end in (0, 1)] == ["Ben", "Omar"]


async def test_a_file_with_other_faults_too_names_only_those_that_are_left(place: Town) -> None:
    alex = await place.connected()
    await alex.send("site.csv", csv(("101", "6567891230", "ben", TEAMS), ("105", "", "nobody", PHONE)))
    faulty = await alex.sees("Please mend the file", "Ben has no Teams Phone licence.", "Nobody of this name")
    await alex.click("Give licence and continue", faulty)
    left = await alex.becomes(faulty, "Please mend the file", "1 error")
    assert "Ben has no Teams Phone licence." not in left.words.replace("licence. This plan", "")
    assert "Give licence and continue" not in left.actions
