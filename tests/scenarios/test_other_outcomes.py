"""What is only inferred of Microsoft's side, the other way round: said or met as the ledger of facts has it."""

from __future__ import annotations

import pytest

from services.sandbox.graph import configurations
from services.sandbox.operator import views
from services.sandbox.world import Sku
from tests.scenarios.test_in_the_directory import changed
from tests.support.chat import Person, Shown
from tests.support.sheets import TEAMS, csv
from tests.support.town import Town


async def begun(author: Person, approver: Person, plan: Shown) -> None:
    """Let the plan be applied, by its author alone or with a second person's yes, unless it is already."""
    if "See the job" in plan.actions:
        return
    if "Apply now" in plan.actions:
        await author.click("Apply now", plan)
        return
    asked = {message.id for message in await approver.messages()}
    await author.click("Send for approval", plan)
    request = await approver.until(lambda m: m.id not in asked and "Approve" in m.actions, "the request")
    await approver.click("Approve", request)


async def wished(author: Person, approver: Person, user: str) -> None:
    """Have a file applied that wants one line with its number in Teams."""
    await author.send("one.csv", csv(("101", "6567891230", user, TEAMS)))
    await begun(author, approver, await author.sees("Your plan"))


async def test_a_kind_of_policy_that_graph_refuses_is_said_in_its_words_before_anything_is_written(place: Town) -> None:
    place.line("101", "john", "6567891230", TEAMS)
    alex = await place.connected()
    inner = '{"code":"BadRequest","message":"The policy type is not supported.","target":null}'
    await place.fault(system="graph", kind="before", status=400, code="UnknownError", text=inner, match="getPolicyId")
    words = (await alex.say("set policy call hold Music for john")).words
    assert "The policy type is not supported." in words
    assert "UnknownError" not in words
    assert await place.effects() == {}


async def test_a_licensed_account_whose_sign_in_is_blocked_is_judged_as_a_person(place: Town) -> None:
    place.line("101", "john", "6567891230", TEAMS)
    changed(place, "John", enabled=False)
    alex = await place.connected()
    assert "shared mailbox" not in (await alex.say("line 101")).words


@pytest.mark.long
async def test_a_location_from_on_premises_is_written_where_it_may_be(place: Town) -> None:
    place.line("101", "priya", "6567891230", TEAMS)
    changed(place, "Priya", synchronised=True, location_on_premises=False)
    alex = await place.connected()
    await begun(alex, await place.person("Sam"), await alex.say("mend location 101"))
    await alex.sees("All done", "Set 1 usage location")
    assert place.somebody("Priya").usage_location == "SG"


@pytest.mark.long
async def test_a_licence_that_is_refused_otherwise_is_told_in_microsofts_words(place: Town) -> None:
    place.line("101", "omar", "", TEAMS)
    alex = await place.connected()
    text = "Every seat of this offer is spoken for."
    await place.fault(system="graph", kind="before", status=409, code="Conflict", text=text, match="assignLicense")
    await begun(alex, await place.person("Sam"), await alex.say("mend licence 101"))
    await alex.sees("1 failed", text)


@pytest.mark.long
async def test_a_further_number_that_teams_refuses_fails_its_line_in_its_words(place: Town) -> None:
    place.line("101", "john", "6567891230", TEAMS)
    alex = await place.connected()
    text, head = "A second number cannot be given to this user.", ("Ext Key", "Number", "Number 2")
    await place.fault(system="graph", kind="number_error", numbers=["+6567891231"], text=text, times=9)
    await alex.send("two.csv", csv(("101", "6567891230", "6567891231"), head=head))
    await begun(alex, await place.person("Sam"), await alex.sees("Your plan"))
    await alex.sees("1 failed", text)


@pytest.mark.long
async def test_a_number_refused_for_a_plan_that_is_called_like_a_phones_says_so(place: Town) -> None:
    place.line("101", "omar", "6567891230", TEAMS)
    new = Sku("0f9b09cb-62d1-4ff4-9129-43f4996f83f4", "FIRST_RELEASE", 5, {"5e62787c": "MCOEV_NEW"})
    place.tenant().skus[new.sku_id] = new
    place.somebody("Omar").sku_ids = {new.sku_id}
    alex = await place.connected()
    text = "The user has no license that numbers can be assigned with."
    await place.fault(system="graph", kind="number_error", numbers=["+6567891230"], text=text, times=9)
    await wished(alex, await place.person("Sam"), "omar")
    await alex.sees("1 failed", text)


@pytest.mark.long
async def test_a_number_is_given_although_teams_shows_no_phone(place: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(configurations, "_feature_types", lambda *_: [])
    place.line("101", "john", "6567891230", TEAMS)
    alex = await place.connected()
    await wished(alex, await place.person("Sam"), "john")
    await alex.sees("Result as a file", "1 assigned")
    assert (await place.in_teams())["+6567891230"]["holder"] == "John"


async def test_an_account_that_passes_nothing_on_is_told_although_its_numbers_are_synced(
    place: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "status_of", lambda *_: "synced")
    place.line("101", "john", "6567891230", TEAMS)
    alex = await place.connected()
    place.sandbox.world.operator.accounts["contoso"].syncs = False
    form = await alex.say("upload 6567891230")
    await alex.click("See the plan", form)
    await alex.sees("switched off passing numbers on to Teams")
    assert not await place.at_operator()


@pytest.mark.long
async def test_a_permission_that_hides_behind_somebody_missing_stops_no_job(place: Town) -> None:
    alex, sam = await place.connected(), await place.person("Sam")
    await alex.click("Turn business phones on", await alex.say("system settings"))
    place.line("101", "john", "6567891230", TEAMS)
    place.tenant().granted_roles -= {"User.ReadWrite.All"}
    place.forget_tokens()
    missing = {"status": 404, "code": "Request_ResourceNotFound", "text": "It does not exist."}
    await place.fault(system="graph", kind="before", match="PATCH .*users/0000", **missing)
    await wished(alex, sam, "john")
    await alex.sees("lets no program write the business phone")
    assert (await place.in_teams())["+6567891230"]["holder"] == "John"
