"""What goes wrong outside: jobs wait, stop, say so, and go on; no line is lost and none is done twice."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from services.remote.breaker import TenantsBreaker
from tests.scenarios.test_jobs import SEED, all_as_wished, ended
from tests.support.chat import Person, Shown
from tests.support.processes import until
from tests.support.road import connects
from tests.support.town import KEY, Town, town

LONG = 3_600.0


async def _nothing() -> None:
    """Nothing goes wrong before the job begins."""


async def started(place: Town, ready: Callable[[], Awaitable[None]] = _nothing) -> Person:
    """Alex's file is approved by Sam right after `ready` made something go wrong, and the job runs."""
    alex, sam = await place.connected(), await place.person("Sam")
    await alex.send("seed-bulk.csv", SEED)
    await alex.sees("Send for approval")
    await alex.click("Send for approval")
    request = await sam.sees("Please check this plan")
    await ready()
    await sam.click("Approve", request)
    return alex


async def stopped(alex: Person, *parts: str) -> Shown:
    """The closing message says why, and that nothing is lost."""
    closing = await alex.sees("Stopped", "Why it stopped", "Resume", *parts)
    assert "nothing is lost" in closing.words
    assert re.search(r"SW-[0-9]+", closing.words), "its code, which the page of troubles explains"
    assert "Resume" in closing.actions
    return closing


async def resumed(place: Town, alex: Person) -> None:
    """Once mended, the same job goes on to its end."""
    await alex.click("Resume")
    await ended(alex, "4 done")
    await all_as_wished(place)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("system", "match", "name"),
    [
        pytest.param("graph", "telephoneNumber", "Microsoft Graph", marks=pytest.mark.slow),
        pytest.param("operator", "", "The operator's gateway", marks=pytest.mark.slow),
        ("cpaas", "extensions", "The CPaaS"),
    ],
)
async def test_a_system_that_is_down_is_waited_for_and_left_alone(
    place: Town, system: str, match: str, name: str
) -> None:
    place.sandbox.delays.visible = LONG
    alex = await started(place, ready=lambda: place.fault(system=system, kind="500", match=match))
    card = await alex.sees("Waiting for the other side", f"{name} isn't answering. I try again by myself.")
    assert set(card.actions) == {"Pause", "Cancel"}
    await alex.say("jobs")
    await alex.sees("Jobs", "Waiting", f"{name} isn't answering")
    await place.calm()
    place.sandbox.delays.visible = 1.0
    place.sandbox.clock.advance(LONG)
    await ended(alex, "4 done")
    assert "isn't answering" not in (await alex.now(card)).words
    await all_as_wished(place)


@pytest.mark.slow
async def test_a_revoked_key_stops_the_job_and_a_new_key_resumes_it(place: Town) -> None:
    organisation = place.organisation()

    async def revoke() -> None:
        organisation.api_key = "sb-contoso-key-0002"

    alex = await started(place, ready=revoke)
    await stopped(alex, "The CPaaS doesn't accept your organisation's key", "new key")
    await alex.say("new key")
    await connects(alex, "sb-contoso-key-0002")
    await alex.sees("Connected")
    await resumed(place, alex)


@pytest.mark.slow
async def test_a_key_that_is_given_back_needs_no_new_one(place: Town) -> None:
    organisation = place.organisation()

    async def revoke() -> None:
        organisation.api_key = "another"

    alex = await started(place, ready=revoke)
    await stopped(alex, "The CPaaS doesn't accept")
    organisation.api_key = KEY
    await resumed(place, alex)


@pytest.mark.slow
async def test_consent_to_microsoft_taken_back_stops_the_job(place: Town) -> None:
    tenant = place.tenant()
    roles = set(tenant.granted_roles)
    place.sandbox.delays.visible = LONG
    alex = await started(place)
    await alex.sees("Working on it", "Upload numbers to Teams: 3 of 3")
    await place.fault(system="graph", kind="auth", match="telephoneNumberManagement|batch")
    await stopped(alex, "Microsoft doesn't let me work in your tenant any more", "Global Administrator")
    await place.calm()
    assert tenant.granted_roles == roles
    place.sandbox.delays.visible = 1.0
    place.sandbox.clock.advance(LONG)
    await resumed(place, alex)


@pytest.mark.slow
async def test_a_permission_that_is_granted_again_works_at_once(place: Town) -> None:
    tenant = place.tenant()
    roles = set(tenant.granted_roles)

    async def take_back() -> None:
        tenant.granted_roles -= {role for role in roles if role.startswith("Teams")}
        await place.fault(system="graph", kind="expired", match="telephoneNumberManagement", times=1)

    alex = await started(place, ready=take_back)
    await stopped(alex, "Microsoft doesn't let me work")
    assert tenant.granted_roles < roles
    tenant.granted_roles |= roles
    await resumed(place, alex)


@pytest.mark.slow
async def test_a_suspended_consent_stops_the_job_before_any_upload(place: Town) -> None:
    consent = place.sandbox.world.operator.consents[place.tenant().id]

    async def suspend() -> None:
        consent.status = "suspended"

    alex = await started(place, ready=suspend)
    await stopped(alex, "consent to the operator isn't active", "suspended", "Voice > Operators")
    assert await place.calls("createOrUpdateNumbers") == 0
    consent.status = "active"
    await resumed(place, alex)


@pytest.mark.slow
async def test_a_tenant_that_is_unlinked_stops_its_job(place: Town) -> None:
    place.sandbox.delays.visible = LONG
    alex, sam = await started(place), await place.person("Sam")
    await alex.sees("Working on it", "Upload numbers to Teams: 3 of 3")
    await alex.say("disconnect")
    await alex.click("Disconnect")
    await alex.click("Send for approval")
    await sam.sees("Please check this plan", "Disconnect Contoso")
    await sam.click("Approve")
    closing = await stopped(alex, "connect")
    # The job may see at the CPaaS that the link is gone before the disconnecting one has ended.
    ways = ("isn't linked to the CPaaS any more", "is no longer linked to your Microsoft tenant")
    assert any(way in closing.words for way in ways), closing.words
    await alex.say("connect")
    await connects(alex, KEY)
    await alex.sees("Connected")
    place.sandbox.delays.visible = 1.0
    place.sandbox.clock.advance(LONG)
    await alex.click("Resume")
    await ended(alex, "4 done", "seed-bulk.csv")
    assert {number["holder"] for number in (await place.in_teams()).values()} == {"John", "Alice", "Resource Account"}


@pytest.mark.slow
async def test_waiting_is_shown_with_its_age(place: Town) -> None:
    place.sandbox.delays.visible = LONG
    alex = await started(place)
    card = await alex.sees("3 lines wait for Teams to show their numbers, less than a minute so far")
    assert "3 waiting" in card.words
    listed = await alex.say("jobs")
    assert "3 lines wait for Teams to show their numbers" in listed.words
    place.sandbox.clock.advance(LONG)
    await ended(alex, "4 done")


@pytest.mark.slow
async def test_a_licence_that_is_not_effective_yet_is_waited_for(place: Town) -> None:
    place.sandbox.delays.licence = LONG
    for name in ("John", "Alice"):
        person = place.somebody(name)
        person.licensed_at = dict.fromkeys(person.sku_ids, place.sandbox.clock.now())
    alex = await started(place)
    await alex.sees("2 lines wait, less than a minute so far: Teams doesn't know the person's phone licence yet")
    place.sandbox.clock.advance(LONG)
    await ended(alex, "4 done")
    await all_as_wished(place)


@pytest.mark.slow
async def test_waiting_ends_at_the_configured_age(tmp_path: Path) -> None:
    async with town(tmp_path, SWITCHBOARD_GIVE_UP_HOURS="0.03") as place:  # under two seconds at this speed
        place.sandbox.delays.visible = LONG
        alex = await started(place)
        closing = await ended(alex, "1 done", "3 failed")
        assert "Wait until Teams shows the numbers" in closing.words or "still not done after" in closing.words
        assert "still not done after" in closing.words
        assert "Retry 3 lines" in closing.actions


@pytest.mark.long
async def test_a_failed_operation_that_passes_is_ordered_again(place: Town) -> None:
    await place.fault(
        system="graph",
        kind="number_error",
        numbers=["+6567891230"],
        times=1,
        text="Service is unavailable. Please try again",
    )
    alex = await started(place)
    await ended(alex, "4 done")
    await all_as_wished(place)
    assert await place.calls("assignNumber") == 4


@pytest.mark.slow
async def test_one_call_a_probe_while_a_system_is_down(place: Town) -> None:
    alex = await started(place, ready=lambda: place.fault(system="cpaas", kind="503", match="extensions"))
    await alex.sees("The CPaaS isn't answering")
    _, _, client = place.bot.services.clients._cpaas[place.tenant().id]
    shared = client._remote._breaker
    assert isinstance(shared, TenantsBreaker)
    breaker = shared._own
    await until(lambda: _is(breaker.state.openings >= 3), "the breaker opened again")
    before = sum(await place.struck())
    openings = breaker.state.openings
    await until(lambda: _is(breaker.state.openings >= openings + 2), "it probed twice")
    assert sum(await place.struck()) - before <= breaker.state.openings - openings + 1
    await place.calm()
    await ended(alex, "4 done")


async def _is(true: bool) -> bool:
    return true
