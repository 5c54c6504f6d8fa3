"""What a plan knows before anything is written: numbers of every type, emergency addresses, the inventory."""

from __future__ import annotations

import pytest

from services.sandbox import numbering
from services.sandbox.patch import Patch, apply
from services.sandbox.world import TeamsNumber
from tests.support.road import applied
from tests.support.sheets import TEAMS, csv
from tests.support.town import Town
from tests.support.uploads import answered

OTHER = "0f0e0d0c-0b0a-4908-8706-050403020100"


def held_elsewhere(place: Town, number: str, kind: str, name: str = "") -> None:
    """A number that the tenant has from somebody else; with a name, somebody uses it."""
    tenant = place.tenant()
    record = TeamsNumber(number, operator_id=OTHER, number_type=kind)
    numbering.put(tenant, record)
    if name:
        numbering.occupy(tenant, record, place.somebody(name).id, False, "primary")


def new_range(place: Town, *numbers: str) -> None:
    """Numbers that the organisation owns, and that no numbering plan knows."""
    place.organisation().numbers += [number.removeprefix("+") for number in numbers]
    place.organisation().index = None


async def test_a_number_of_any_type_that_somebody_has_is_found_before_a_seat_is_taken(place: Town) -> None:
    held_elsewhere(place, "+6561112222", "callingPlan", "John")
    held_elsewhere(place, "+6561112223", "directRouting", "Nadia")
    alex = await place.connected()
    await alex.send("two.csv", csv(("101", "6567891230", "John", TEAMS), ("102", "6567891231", "Nadia", TEAMS)))
    card = await alex.sees("Please mend the file")
    assert "John already has +65 6111 2222 in Teams, from a Calling Plan." in card.words
    assert "Nadia already has +65 6111 2223 in Teams, from Direct Routing." in card.words
    assert "Unassign it in the Teams admin centre first, and take the Calling Plan licence away." in card.words
    assert await place.effects() == {}


async def test_a_number_of_the_tenant_that_is_not_the_operators_is_not_uploaded_already(place: Town) -> None:
    source = "from another operator"
    held_elsewhere(place, "+6567891230", "operatorConnect")
    place.line("101", "john", "6567891230", TEAMS)
    alex = await place.connected()
    numbers = await alex.say("numbers 6567891230")
    assert "Not your operator's" in numbers.words
    assert source in numbers.words
    assert "Uploaded" not in (await alex.say("line 101")).words
    await alex.send("one.csv", csv(("102", "6567891230", "John", TEAMS)))
    await alex.sees("Please mend the file", f"+65 6789 1230 is in your tenant already, {source}.")
    for words in ("upload 6567891230", "release 6567891230", "unassign number 6567891230"):
        assert source in (await alex.say(words)).words, words
    assert await place.effects() == {}


@pytest.mark.slow
@pytest.mark.parametrize("some", [False, True])
async def test_a_tenant_without_an_emergency_address_hears_of_it_at_the_plan(place: Town, some: bool) -> None:
    addresses = place.sandbox.world.operator.civic_addresses
    if some:
        addresses["contoso"][0]["defaultLocationId"] = ""
    else:
        addresses["contoso"] = []
    words = "no default emergency address" if some else "Your tenant has no emergency address"
    place.line("110", "john", "6567891231", TEAMS)
    alex = await place.connected()
    await alex.send("one.csv", csv(("101", "6567891230", "Nadia", TEAMS)))
    card = await alex.sees("Please mend the file", words, "+65 6789 1230", "upload options")
    assert "1 error" in card.words
    assert words in (await alex.say("mend upload 110")).words
    assert await place.effects() == {}


async def test_where_the_tenant_may_set_the_address_or_no_person_gets_the_number_none_is_needed(place: Town) -> None:
    place.sandbox.world.operator.civic_addresses["contoso"] = []
    alex = await place.connected()
    await alex.send("one.csv", csv(("104", "6567891230", "Resource Account", f"{TEAMS}_resource")))
    await alex.sees("Your plan", "one.csv")
    card = await alex.say("upload options")
    await alex.click("Save", card, open="true")
    await alex.send("two.csv", csv(("101", "6567891231", "John", TEAMS)))
    await alex.sees("Your plan", "two.csv")


NEW = "+6551234567"


@pytest.mark.long
async def test_a_number_of_the_inventory_is_one_in_a_file_whatever_the_numbering_plan_says(place: Town) -> None:
    new_range(place, NEW)
    alex = await place.connected()
    await alex.send("one.csv", csv(("101", "6551234567", "John", TEAMS)))
    await alex.sees("Your plan", "upload to Teams", "assign in Teams")


@pytest.mark.slow
async def test_a_number_of_the_inventory_is_one_in_words_and_forms(place: Town) -> None:
    new_range(place, NEW, "+6551234568")
    place.line("101", "john", "6551234567", TEAMS)
    place.line("102", "nadia", "", TEAMS)
    alex = await place.connected()
    before = {message.id for message in await alex.messages()}
    await alex.say("upload 6551234560-6551234567")
    plan = await answered(alex, before)
    assert "isn't" not in plan.words
    await applied(alex, plan)
    await applied(alex, await alex.say("assign number 6551234567 to john"))
    assert (await place.in_teams())[NEW]["holder"] == "John"
    card = await alex.say("line 102")
    await alex.click("Numbers", card)
    card = await alex.becomes(card, "See the plan")
    await alex.click("See the plan", card, add="+6551234568")
    await alex.becomes(card, "Your plan", "51234568")


async def test_what_neither_the_inventory_nor_the_numbering_plan_knows_is_still_refused(place: Town) -> None:
    new_range(place, NEW)
    alex = await place.connected()
    await alex.send("one.csv", csv(("101", "6551234568", "John", TEAMS)))
    await alex.sees("Please mend the file", "No such number exists")


@pytest.mark.slow
async def test_a_refusal_with_a_way_out_says_it_and_an_unknown_one_its_request(place: Town) -> None:
    place.somebody("John").on_premises_line = "tel:+6561112222"
    await place.fault(system="graph", kind="number_error", numbers=["+6567891231"], text="Odd thing 42.")
    alex, sam = await place.connected(), await place.person("Sam")
    await alex.send("two.csv", csv(("101", "6567891230", "John", TEAMS), ("102", "6567891231", "Nadia", TEAMS)))
    plan = await alex.sees("Your plan")
    await alex.click("Send for approval", plan)
    request = await sam.sees("Please check this plan")
    await sam.click("Approve", request)
    closing = await alex.sees("two.csv", "on-premises Active Directory", "Clear it there")
    assert "no Teams Phone licence" not in closing.words
    assert "Unexpected: Odd thing 42." in closing.words
    assert "quote the request" in closing.words


async def test_a_number_on_premises_is_named_before_anything_is_written(place: Town) -> None:
    john = place.somebody("John")
    number = {"number": "+6561112222", "number_type": "directRouting", "number_source": "onPremises"}
    there = {"numbers": {place.tenant().id: [{**number, "holder": john.id}]}}
    apply(place.sandbox.world, Patch.model_validate(there))
    alex = await place.connected()
    form = await alex.say(f"assign 101 to john with {TEAMS}, 6567891230")
    assert "John already has +65 6111 2222 in Teams, from your Active Directory on premises." in form.words
    assert "Clear it there (msRTCSIP-Line), let it synchronise" in form.words
    assert await place.effects() == {}
