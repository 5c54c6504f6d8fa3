"""Shapes that Microsoft publishes or was seen to send, where another one had been taken for granted."""

from __future__ import annotations

import pytest

from services.sandbox import numbering
from services.sandbox.graph import operations
from services.sandbox.graph.call import Call
from services.sandbox.patch import Patch, apply
from services.sandbox.world import Operation, TeamsNumber, Tenant
from tests.scenarios.test_approvals import asked
from tests.scenarios.test_assign_number import done, uploaded
from tests.support.marks import first_quick
from tests.support.sheets import TEAMS
from tests.support.town import Town
from tests.support.uploads import answered

NUMBER = "+6567891230"


@pytest.mark.slow
@pytest.mark.parametrize("wrapped", [True, False])
async def test_an_operation_is_understood_bare_and_wrapped(place: Town, wrapped: bool) -> None:
    place.sandbox.world.spelling.wrapped = wrapped
    place.line("101", "john", "6567891230", TEAMS)
    alex, _ = await uploaded(place, "6567891230")
    await place.fault(system="graph", kind="number_error", text="User 'x' is not in TeamsOnly mode.")
    plan = await alex.say("assign number 6567891230 to john")
    await alex.click("Apply now", plan)
    await alex.sees("isn't in TeamsOnly mode")
    assert await place.calls("operations/{id}") > 0


@pytest.mark.long
async def test_a_consent_for_the_uk_covers_numbers_of_gb(place: Town) -> None:
    consent = place.sandbox.world.operator.consents[place.tenant().id]
    consent.countries, consent.status = ["US", "UK"], "Active"
    place.organisation().numbers.append("442079460123")
    place.somebody("John").usage_location = "GB"
    place.line("101", "john", "442079460123", TEAMS)
    place.sandbox.world.operator.civic_addresses["contoso"][0]["country"] = "GB"
    alex = await place.connected()
    before = {m.id for m in await alex.messages()}
    await alex.say("upload 442079460123")
    plan = await answered(alex, before)
    assert "not GB" not in plan.words
    await alex.click("Apply now", plan)
    await alex.sees("All done")
    assert "+442079460123" in await place.in_teams()


async def test_a_missing_permission_is_named_with_who_grants_it(place: Town) -> None:
    alex = await place.connected()
    place.tenant().granted_roles -= {"TeamsTelephoneNumber.ReadWrite.All"}
    place.forget_tokens()
    words = (await alex.say("numbers")).words
    assert "Global Administrator" in words
    assert "TeamsTelephoneNumber.ReadWrite.All" in words
    assert "{" not in words


async def test_a_refusal_inside_a_refusal_is_told_in_plain_words(place: Town) -> None:
    alex = await place.connected()
    inner = '{"code":"Forbidden","message":"Access Denied.","target":null}'
    await place.fault(system="graph", kind="before", status=403, code="UnknownError", text=inner, match="numberAss")
    words = (await alex.say("numbers")).words
    assert "Access Denied." in words
    assert "UnknownError" not in words
    assert "{" not in words


@pytest.mark.long
async def test_a_licence_that_teams_does_not_know_yet_is_waited_for(place: Town) -> None:
    place.line("101", "john", "6567891230", TEAMS)
    alex, _ = await uploaded(place, "6567891230")
    inner = '{"code":"NotFound","message":"Resource not found.","target":null}'
    await place.fault(
        system="graph", kind="number_error", status=404, code="UnknownError", text=inner, match="assignN", times=2
    )
    plan = await alex.say("assign number 6567891230 to john")
    await done(place, alex, plan, NUMBER, "John")
    assert (await place.struck()) == [2]


@pytest.mark.slow
async def test_an_account_that_is_gone_is_not_waited_for(place: Town) -> None:
    place.line("101", "john", "6567891230", TEAMS)
    alex, _ = await uploaded(place, "6567891230")
    plan = await alex.say("assign number 6567891230 to john")
    tenant, john = place.tenant(), place.somebody("John")
    del tenant.people[john.id]
    tenant.order.remove(john.id)
    await alex.click("Apply now", plan)
    closing = await alex.sees("This account isn't in your directory any more.")
    assert "Retry 1 line" not in closing.actions


@pytest.mark.slow
async def test_a_number_that_was_released_elsewhere_is_not_waited_for(place: Town) -> None:
    place.line("101", "john", "6567891230", TEAMS)
    alex, _ = await uploaded(place, "6567891230")
    plan = await alex.say("assign number 6567891230 to john")
    numbering.remove(place.tenant(), NUMBER)
    await alex.click("Apply now", plan)
    await alex.sees("Teams doesn't have +65 6789 1230 any more: it was released since.")


async def test_an_address_without_places_can_be_chosen(place: Town) -> None:
    (address,) = place.sandbox.world.operator.civic_addresses["contoso"]
    del address["locations"]
    alex = await place.connected()
    form = await alex.say("upload options")
    assert "Your tenant's default: Head office" in str(form.card)
    await alex.click("Save", form, place=address["defaultLocationId"])
    await alex.becomes(form, "Head office")


@pytest.mark.slow
@pytest.mark.parametrize("state", ["assignmentFailed", "updateFailed"])
async def test_what_teams_did_not_finish_is_not_done(place: Town, state: str) -> None:
    place.line("101", "john", "6567891230", TEAMS)
    alex, _ = await uploaded(place, "6567891230")
    number = place.tenant().numbers[NUMBER]
    numbering.occupy(place.tenant(), number, place.somebody("John").id, False, "primary")
    number.activation_state = state
    assert "Not finished" in (await alex.say("numbers")).words
    assert "Not finished" in (await alex.say("line 101")).words
    plan = await alex.say("assign number 6567891230 to john")
    assert "Assign +65 6789 1230 to John" in plan.words
    await done(place, alex, plan, NUMBER, "John")


@pytest.mark.slow
async def test_an_assignment_that_ends_half_way_is_a_failure(place: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    place.line("101", "john", "6567891230", TEAMS)
    alex, _ = await uploaded(place, "6567891230")
    plan = await alex.say("assign number 6567891230 to john")
    occupy = numbering.occupy

    def halfway(tenant: object, number: TeamsNumber, *rest: object) -> None:
        occupy(tenant, number, *rest)  # type: ignore[arg-type]
        number.activation_state = "assignmentFailed"

    monkeypatch.setattr(numbering, "occupy", halfway)
    await alex.click("Apply now", plan)
    await alex.sees("didn't finish, so it doesn't ring there")


async def test_an_account_that_is_not_passed_on_is_told_before_anything_is_written(place: Town) -> None:
    place.line("101", "john", "6567891230", TEAMS)
    alex = await place.connected()
    place.sandbox.world.operator.accounts["contoso"].syncs = False
    form = await alex.say("upload 6567891230")
    await alex.click("See the plan", form)
    await alex.sees("switched off passing numbers on to Teams")
    assert not await place.at_operator()


async def test_what_the_account_does_not_offer_is_neither_offered_nor_written(place: Town) -> None:
    place.line("101", "john", "6567891230", TEAMS)
    account = place.sandbox.world.operator.accounts["contoso"]
    account.offers = {"FirstPartyAppAssignment": ["InboundCalling"]}
    alex = await place.connected()
    form = await alex.say("upload 6567891230")
    await alex.click("See the plan", form)
    await alex.sees("doesn't offer numbers for people in your account")
    options = await alex.say("upload options")
    assert "People" not in str(options.card)
    assert not await place.at_operator()


@pytest.mark.long
@pytest.mark.parametrize("choosable", [["InboundCalling"], ["UserAssignment"], []])
async def test_what_the_account_offers_is_what_is_sent(place: Town, choosable: list[str]) -> None:
    place.line("101", "john", "6567891230", TEAMS)
    place.sandbox.world.operator.accounts["contoso"].offers = {"CallingUserAssignment": choosable}
    alex = await place.connected()
    before = {m.id for m in await alex.messages()}
    await alex.say("upload 6567891230")
    plan = await answered(alex, before)
    assert ("can only be called" in plan.words) is (choosable == ["InboundCalling"])
    await alex.click("Apply now", plan)
    await alex.sees("All done")
    service = (await place.at_operator())[NUMBER]["resource"]["serviceDetails"]["teamsOperatorConnect"]
    assert service["configuration"]["choosableCapabilities"] == choosable


async def test_the_checklist_tells_of_an_account_that_is_switched_off(place: Town) -> None:
    place.sandbox.world.operator.accounts["contoso"].syncs = False
    alex = await place.person("Alex")
    assert "switched off passing numbers on to Teams" in (await alex.say("connect")).words


async def test_a_role_just_taken_away_approves_nothing_although_the_index_still_shows_it(place: Town) -> None:
    sam = await place.person("Sam")
    alex, own = await asked(place, sam)
    request = await sam.sees("Please check this plan")
    await place.fault(system="graph", kind="stale", match="transitiveMemberOf")
    place.sandbox.live.world.tenants[place.tenant().id].people[place.somebody("Sam").id].directory_roles.clear()
    await sam.click("Approve", request)
    await sam.sees("You may not approve plans.")
    assert "Waiting for approval" in (await alex.now(own)).words
    assert await place.effects() == {}


async def test_hidden_roles_are_told_as_a_permission_that_is_missing(place: Town) -> None:
    place.tenant().granted_roles -= {"RoleManagement.Read.Directory"}
    alex = await place.person("Alex")
    words = (await alex.say("connect")).words
    assert "RoleManagement.Read.Directory" in words
    assert "takes a Teams administrator role" not in words


@pytest.mark.parametrize(
    ("status", "policy", "used_by"),
    first_quick(
        [
            ("conferenceAssigned", None, "audio conferencing"),
            ("thirdPartyAppAssigned", None, "another company's app"),
            ("policyAssigned", "Tag:Seattle", "a shared calling policy"),
            ("policyAssigned", "0f0e0d0c-0b0a-4908-8706-050403020100", "a shared calling policy"),
            ("internalError", None, "something that Teams doesn't name"),
        ]
    ),
)
async def test_a_number_that_no_account_has_is_neither_free_nor_to_be_taken(
    place: Town, status: str, policy: str | None, used_by: str
) -> None:
    tenant = place.tenant()
    numbering.put(tenant, TeamsNumber(NUMBER))
    place.line("101", "john", "6567891230", TEAMS)
    state = {"number": NUMBER, "assignment_status": status, "policy": policy}
    apply(place.sandbox.world, Patch.model_validate({"activation": {tenant.id: [state]}}))
    alex = await place.connected()
    for words in ("numbers 6567891230", "line 101"):
        shown = (await alex.say(words)).words
        assert "In use" in shown, words
        assert f"used by {used_by}" in shown, words
    for words in ("assign number 6567891230 to john", "unassign number 6567891230", "release 6567891230"):
        assert f"used by {used_by}" in (await alex.say(words)).words, words
    assert await place.effects() == {}


@pytest.mark.slow
async def test_an_operation_that_does_not_say_how_far_it_is_is_told_and_not_waited_for(
    place: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.line("101", "john", "6567891230", TEAMS)
    alex, _ = await uploaded(place, "6567891230")
    await place.fault(system="graph", kind="number_error", text="Service is slow today.", match="assignNumber")
    shown = operations._shown

    def silent(call: Call, tenant: Tenant, operation: Operation) -> dict[str, object]:
        return {name: value for name, value in shown(call, tenant, operation).items() if name != "status"}

    monkeypatch.setattr(operations, "_shown", silent)
    plan = await alex.say("assign number 6567891230 to john")
    await alex.click("Apply now", plan)
    await alex.click("See the job", await alex.becomes(plan, "See the job"))
    await alex.sees("Microsoft Graph answers what I can't read", "data of another shape")
