"""The person's directory entry: usage locations and Microsoft licences, given once, waited for, and taken back."""

from __future__ import annotations

import pytest

from services.sandbox.catalogue import M365_E5, RESOURCE_ACCOUNT, TEAMS_PHONE
from services.sandbox.directory import give_licence
from tests.support.chat import Person
from tests.support.road import applied
from tests.support.sheets import TEAMS
from tests.support.town import Town

RESOURCE = "device_import_msteams_OC_resource"
RULE = {"outboundCall": {"outgoingCallRule": "default-sg"}}


def seats(place: Town, sku: str, free: int) -> None:
    """Leave so many seats of a Microsoft licence."""
    tenant = place.tenant()
    tenant.skus[sku].enabled = tenant.consumed.get(sku, 0) + free


async def undone(alex: Person, sam: Person | None = None) -> None:
    """Undo the newest job."""
    await alex.click("Undo", await alex.sees("All done"))
    plan = await alex.sees("Your plan", "Undo")
    if sam is None:
        await alex.click("Apply now", plan)
    else:
        await alex.click("Send for approval", plan)
        await sam.click("Approve", await sam.sees("Please check this plan", "Undo"))
    await alex.sees("All done", "Undo: ")


@pytest.mark.slow
async def test_a_usage_location_is_set_and_set_back(place: Town) -> None:
    place.line("101", "priya", "6567891230", TEAMS)
    alex = await place.connected()
    chain = await alex.say("ready priya")
    assert "India, and the number is from Singapore" in chain.words
    await alex.click("Set usage location", chain)
    closing = await alex.sees("All done", "Set 1 usage location: 101 Priya")
    assert "Usage location" in closing.words
    assert "India → Singapore" in closing.words
    assert place.somebody("Priya").usage_location == "SG"
    await undone(alex)
    assert place.somebody("Priya").usage_location == "IN"


async def test_a_first_usage_location_has_no_inverse(place: Town) -> None:
    place.somebody("John").usage_location = None
    place.line("101", "john", "6567891230", TEAMS)
    alex = await place.connected()
    chain = await alex.say("ready john")
    assert "Not set, and the number is from Singapore" in chain.words
    await alex.say("mend location 101")
    closing = await alex.sees("All done", "Set 1 usage location")
    assert "none → Singapore" in closing.words
    assert place.somebody("John").usage_location == "SG"
    assert "Undo" not in closing.actions


@pytest.mark.slow
async def test_a_location_that_somebody_changed_meanwhile_is_left_alone(place: Town) -> None:
    place.line("101", "priya", "6567891230", TEAMS)
    place.line("102", "john", "6567891231", TEAMS)
    place.somebody("John").usage_location = "MY"
    alex, sam = await place.connected(), await place.person("Sam")
    await alex.say("mend location")
    await alex.click("Send for approval", await alex.sees("Your plan", "Set 2 usage locations"))
    question = await sam.sees("Please check this plan")
    place.somebody("Priya").usage_location = "GB"
    await sam.click("Approve", question)
    await alex.sees("Somebody changed the usage location since the plan was made.")
    assert place.somebody("Priya").usage_location == "GB"
    assert place.somebody("John").usage_location == "SG"


@pytest.mark.slow
async def test_a_phone_licence_is_given_and_taken_back(place: Town) -> None:
    place.line("101", "ben", "6567891230", TEAMS)
    alex, sam = await place.connected(), await place.person("Sam")
    await alex.click("Give a phone licence", await alex.say("ready ben"))
    assert await place.effects() == {}  # a paid licence shows its plan first
    await applied(alex, await alex.sees("Your plan", "Give Teams Phone", "You can apply this yourself."))
    closing = await alex.sees("All done", "Give Teams Phone Standard: 101 Ben")
    assert "Microsoft phone licence" in closing.words
    ben = place.somebody("Ben")
    assert TEAMS_PHONE in ben.sku_ids
    assert await place.effects() == {f"licence:{ben.id}:{TEAMS_PHONE}": 1}
    await undone(alex, sam)
    assert TEAMS_PHONE not in ben.sku_ids
    assert (await place.effects())[f"licence.remove:{ben.id}:{TEAMS_PHONE}"] == 1


async def test_a_resource_account_gets_its_own_kind(place: Town) -> None:
    tenant, account = place.tenant(), place.somebody("Resource Account")
    account.sku_ids.clear()
    tenant.consumed[RESOURCE_ACCOUNT] = 0
    place.line("104", "resource.account", "6567891232", RESOURCE)
    alex = await place.connected()
    await alex.say("mend licence 104")
    await applied(alex, await alex.sees("Your plan", "Give Teams Phone", "You can apply this yourself."))
    await alex.sees("All done", "Give Teams Phone Resource Account")
    assert account.sku_ids == {RESOURCE_ACCOUNT}


async def test_somebody_without_a_usage_location_gets_both(place: Town) -> None:
    ben = place.somebody("Ben")
    ben.usage_location = None
    place.line("101", "ben", "6567891230", TEAMS)
    alex = await place.connected()
    await alex.say("mend licence ben")
    await applied(alex, await alex.sees("Your plan", "Give Teams Phone", "You can apply this yourself."))
    await alex.sees("All done", "none → Singapore")
    assert ben.usage_location == "SG"
    assert TEAMS_PHONE in ben.sku_ids


@pytest.mark.slow
async def test_as_many_as_there_are_seats_and_the_rest_by_name(place: Town) -> None:
    seats(place, TEAMS_PHONE, 1)
    seats(place, M365_E5, 1)
    for key, who in (("101", "ben"), ("102", "omar"), ("103", "hallie")):
        place.line(key, who, "", TEAMS)
    alex, sam = await place.connected(), await place.person("Sam")
    await alex.click("Give 3 phone licences", await alex.say("ready"))
    plan = await alex.sees("Your plan", "Give 2 licences Microsoft 365 E5, Teams Phone Standard")
    assert "Left out: 103 Hallie. No free seat of Microsoft 365 E5, Teams Phone Standard." in plan.words
    assert "Teams Phone Standard\n1 → 0 of" in plan.words
    assert "Microsoft 365 E5\n1 → 0 of" in plan.words
    await alex.click("Send for approval", plan)
    await sam.click("Approve", await sam.sees("Please check this plan"))
    await alex.sees("All done", "2 done")
    assert TEAMS_PHONE in place.somebody("Ben").sku_ids
    assert M365_E5 in place.somebody("Omar").sku_ids
    assert {TEAMS_PHONE, M365_E5}.isdisjoint(place.somebody("Hallie").sku_ids)


@pytest.mark.long
async def test_no_free_seat_at_all(place: Town) -> None:
    seats(place, TEAMS_PHONE, 0)
    seats(place, M365_E5, 0)
    place.line("101", "ben", "", TEAMS)
    alex = await place.connected()
    answer = await alex.say("mend licence ben")
    assert "Can't mend: no Teams Phone licence" in answer.words
    assert "101 Ben" in answer.words
    assert "No free seat of Microsoft 365 E5, Teams Phone Standard." in answer.words
    assert "Buy seats in the Microsoft 365 admin centre" in answer.words
    assert await place.effects() == {}


@pytest.mark.slow
async def test_a_seat_that_goes_between_plan_and_apply_ends_only_that_line(place: Town) -> None:
    seats(place, TEAMS_PHONE, 2)
    seats(place, M365_E5, 0)
    for key, who in (("101", "ben"), ("102", "omar")):
        place.line(key, who, "", TEAMS)
    alex, sam = await place.connected(), await place.person("Sam")
    await alex.say("mend licence")
    await alex.click("Send for approval", await alex.sees("Your plan", "Give 2 licences"))
    question = await sam.sees("Please check this plan")
    tenant, other = place.tenant(), place.somebody("Hallie")
    give_licence(tenant, other, TEAMS_PHONE, 0.0)
    await sam.click("Approve", question)
    closing = await alex.sees("Some lines need you", "1 done", "1 failed")
    assert "No free seat of the Microsoft licence is left." in closing.words
    given = [name for name in ("Ben", "Omar") if TEAMS_PHONE in place.somebody(name).sku_ids]
    assert len(given) == 1


@pytest.mark.slow
async def test_an_assignment_waits_until_teams_knows_the_new_licence(place: Town) -> None:
    place.sandbox.delays.licence = 3_000.0  # until the test lets it pass: how quick this machine is decides nothing
    place.line("101", "ben", "6567891230", TEAMS)
    place.organisation().extensions["101"].settings = RULE
    alex = await place.connected()
    await alex.say("mend upload ben")
    await alex.sees("All done", "Upload 1 number")
    await alex.say("mend licence ben")
    await applied(alex, await alex.sees("Your plan", "Give Teams Phone", "You can apply this yourself."))
    await alex.sees("All done", "Give Teams Phone Standard")
    await alex.say("mend assign ben")
    for _ in range(50):
        jobs = await alex.say("jobs")
        if "Teams doesn't know the person's phone licence yet" in jobs.words:
            break
    assert "Teams doesn't know the person's phone licence yet" in jobs.words
    waiting = await alex.say("ready ben")
    assert "On its way" in waiting.words
    assert "a job is at it" in waiting.words
    assert list(waiting.actions) == ["Look again", "Home"]
    place.sandbox.live.clock.advance(3_000.0)
    await alex.sees("All done", "Assign 1 number in Teams")
    assert (await place.in_teams())["+6567891230"]["holder"] == "Ben"
    assert "101 Ben can call in Teams." in (await alex.say("ready ben")).words


_MORE = [pytest.param(kind, marks=pytest.mark.slow) for kind in ("before", "timeout", "timeout_before", "429", "503")]


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["after", *_MORE])
async def test_a_lost_answer_has_one_effect(place: Town, kind: str) -> None:
    place.line("101", "ben", "6567891230", TEAMS)
    place.line("102", "priya", "6567891231", TEAMS)
    alex, sam = await place.connected(), await place.person("Sam")
    ben, priya = place.somebody("Ben"), place.somebody("Priya")
    for match in ("POST .*assignLicense", "PATCH .*users"):
        await place.fault(system="graph", kind=kind, match=match, times=2, seconds=0.5)
    await alex.say("mend licence ben")
    await applied(alex, await alex.sees("Your plan", "Give Teams Phone", "You can apply this yourself."))
    await alex.sees("All done", "Give Teams Phone Standard")
    await alex.say("mend location priya")
    await alex.sees("All done", "Set 1 usage location")
    assert sum(await place.struck()) >= 2
    assert TEAMS_PHONE in ben.sku_ids
    assert priya.usage_location == "SG"
    assert await place.effects() == {f"licence:{ben.id}:{TEAMS_PHONE}": 1}
    await place.calm()
    await place.fault(system="graph", kind=kind, match="POST .*assignLicense", times=1, seconds=0.5)
    await alex.click("Undo", await alex.sees("All done", "Give Teams Phone Standard"))
    await alex.click("Send for approval", await alex.sees("Your plan", "Undo"))
    await sam.click("Approve", await sam.sees("Please check this plan", "Undo"))
    await alex.sees("All done", "Undo: ")
    assert TEAMS_PHONE not in ben.sku_ids
    assert (await place.effects())[f"licence.remove:{ben.id}:{TEAMS_PHONE}"] == 1


@pytest.mark.slow
async def test_without_the_permission_the_job_stops_and_says_so(place: Town) -> None:
    place.line("101", "ben", "6567891230", TEAMS)
    alex = await place.connected()
    await place.fault(system="graph", kind="auth", match="POST .*assignLicense")
    await alex.say("mend licence ben")
    await alex.click("Apply now", await alex.sees("Your plan", "Give Teams Phone"))
    await alex.until(lambda m: "Give Teams Phone Standard" in m.words and "Resume" in m.actions)
    assert await place.effects() == {}
    await place.calm()
    await alex.click("Resume")
    await alex.sees("All done", "Give Teams Phone Standard")
    assert TEAMS_PHONE in place.somebody("Ben").sku_ids
